//! The modules a shell needs before it can paint, found once by following its static imports.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::LazyLock;

use crate::http::assets::{BUILD, Web};

/// Modules preloaded per shell at most.
const MODULES_MAX: usize = 80;

static BY_SHELL: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    ["public", "nurse", "desk", "admin"]
        .into_iter()
        .map(|shell| (shell, tags(shell)))
        .collect()
});

/// `modulepreload` tags of a shell. Debug builds read the files anew, as they serve them.
pub fn of(shell: &str) -> String {
    if cfg!(debug_assertions) {
        return tags(shell);
    }
    BY_SHELL.get(shell).cloned().unwrap_or_default()
}

fn tags(shell: &str) -> String {
    let roots = ["app/main.js".to_owned(), format!("shells/{shell}.js")];
    graph(&roots)
        .into_iter()
        .map(|module| {
            format!(
                "<link rel=\"modulepreload\" href=\"/_a/{}/{module}\">\n",
                *BUILD
            )
        })
        .collect()
}

/// Every module reachable by static imports, the roots included.
fn graph(roots: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting: VecDeque<String> = roots.iter().cloned().collect();
    while let Some(module) = waiting.pop_front() {
        if found.len() >= MODULES_MAX || found.contains(&module) {
            continue;
        }
        let Some(file) = Web::get(&module) else {
            continue;
        };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        waiting.extend(imports(&text).filter_map(|target| resolve(&module, target)));
        found.insert(module);
    }
    found
}

/// Targets of `import … from "…"`, `export … from "…"` and `import "…"`; not of `import(…)`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';']).filter_map(|statement| {
        let statement = statement.trim();
        let after = match statement.rsplit_once(" from ") {
            Some((_, after)) => after,
            None => statement.strip_prefix("import ")?,
        };
        let quote = after
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        after[1..]
            .split(quote)
            .next()
            .filter(|target| target.starts_with('.'))
    })
}

/// `./x.js` or `../y/x.js` seen from a module, as a path under `web/`.
fn resolve(module: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = module.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_static_relative_imports_are_followed() {
        let text = "import { a } from \"./a.js\";\nexport { b } from '../b.js'\nimport './c.js';\n\
            const d = () => import(\"./d.js\");\nimport x from \"bare\";\n";
        assert_eq!(
            imports(text).collect::<Vec<_>>(),
            ["./a.js", "../b.js", "./c.js"]
        );
        assert_eq!(
            resolve("pages/people/nurse.js", "../../app/api.js").unwrap(),
            "app/api.js"
        );
        assert_eq!(resolve("a.js", "../../b.js"), None);
    }

    #[test]
    fn every_shell_preloads_its_own_entry_and_nothing_of_another_audience() {
        for shell in ["public", "nurse", "desk", "admin"] {
            let tags = of(shell);
            assert!(tags.contains(&format!("/shells/{shell}.js\"")), "{shell}");
            assert!(!tags.contains("/pages/"), "{shell} preloads a page");
        }
    }
}
