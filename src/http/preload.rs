//! What a page needs before it can paint: its letters, its words, and the modules found by
//! following the static imports of its shell and its screen.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::http::assets::{BUILD, Web};
use crate::platform::messages::Locale;

/// Modules preloaded per page at most.
const MODULES_MAX: usize = 120;

type Known = HashMap<(String, Option<String>), Vec<String>>;
static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// The tags that fetch at once all a page needs: its letters, its words, the modules of its shell
/// and of its screen.
pub fn of(shell: &str, screen: Option<&str>, locale: Locale) -> String {
    let base = format!("/_a/{}", *BUILD);
    let font = font(locale);
    let letters = format!(
        "<link rel=\"preload\" href=\"{base}/{font}\" as=\"font\" \
         type=\"font/woff2\" crossorigin>\n"
    );
    let words = areas(shell).into_iter().map(|area| {
        let file = words(locale, &area);
        format!("<link rel=\"preload\" href=\"{base}/{file}\" as=\"fetch\" crossorigin>\n")
    });
    let modules = modules(shell, screen)
        .into_iter()
        .map(|module| format!("<link rel=\"modulepreload\" href=\"{base}/{module}\">\n"));
    letters + &words.chain(modules).collect::<String>()
}

/// The letters a language is mostly written in.
fn font(locale: Locale) -> &'static str {
    match locale {
        Locale::Fa => "fonts/vazirmatn-arabic.woff2",
        Locale::En => "fonts/vazirmatn-latin.woff2",
    }
}

fn words(locale: Locale, area: &str) -> String {
    format!("i18n/{}/{area}.json", locale.as_str())
}

/// The modules a shell and one of its screens consist of. Debug builds look anew, as they serve
/// files anew.
fn modules(shell: &str, screen: Option<&str>) -> Vec<String> {
    let place = (shell.to_owned(), screen.map(str::to_owned));
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if cfg!(not(debug_assertions))
        && let Some(modules) = known().get(&place)
    {
        return modules.clone();
    }
    let mut roots = vec!["app/main.js".to_owned(), format!("shells/{shell}.js")];
    roots.extend(screen.map(str::to_owned));
    let modules: Vec<String> = graph(&roots).into_iter().collect();
    known().insert(place, modules.clone());
    modules
}

/// The areas of words a shell starts with, from the module that reads them.
fn areas(shell: &str) -> Vec<String> {
    let file = Web::get("app/i18n.js");
    let text = file.map(|file| String::from_utf8_lossy(&file.data).into_owned());
    let text = text.unwrap_or_default();
    let (_, table) = text.split_once("areasOf = {").unwrap_or_default();
    let (table, _) = table.split_once("};").unwrap_or_default();
    let line = table.lines().find_map(|line| {
        let (name, areas) = line.trim().split_once(':')?;
        (name == shell).then_some(areas)
    });
    let quoted = line.unwrap_or_default().split('"').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
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

/// Targets of `import … from "…"`, `export … from "…"` and `import "…"`, also when written without
/// blanks; not of `import(…)`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';']).filter_map(|statement| {
        let statement = statement.trim();
        let after = match statement.rsplit_once("from") {
            Some((before, after)) if before.ends_with([' ', '}', '*']) => after,
            _ => statement.strip_prefix("import")?,
        };
        let after = after.trim_start();
        let quote = after.chars().next()?;
        let (target, rest) = after.get(1..)?.split_once(quote)?;
        let named = matches!(quote, '"' | '\'') && target.starts_with('.') && rest.is_empty();
        named.then_some(target)
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
    use crate::http::screens::SHELLS;

    #[test]
    fn only_static_relative_imports_are_followed() {
        let text = "import { a } from \"./a.js\";\nexport { b } from '../b.js'\nimport './c.js';\n\
            const d = () => import(\"./d.js\");\nimport x from \"bare\";\n\
            import{e as f}from\"./e.mjs\";export*from\"./g.mjs\";";
        assert_eq!(
            imports(text).collect::<Vec<_>>(),
            ["./a.js", "../b.js", "./c.js", "./e.mjs", "./g.mjs"]
        );
        assert_eq!(
            resolve("pages/people/nurse.js", "../../app/api.js").unwrap(),
            "app/api.js"
        );
        assert_eq!(resolve("a.js", "../../b.js"), None);
    }

    #[test]
    fn every_shell_preloads_its_own_entry_and_nothing_of_another_audience() {
        for shell in SHELLS {
            let tags = of(shell, None, Locale::Fa);
            assert!(tags.contains(&format!("/shells/{shell}.js\"")), "{shell}");
            assert!(!tags.contains("/pages/"), "{shell} preloads a page");
            assert!(tags.contains("/i18n/fa/common.json\"") && !tags.contains("latin.woff2"));
        }
        let login = of("public", Some("pages/account/login.js"), Locale::En);
        assert!(login.contains("/pages/account/login.js\"") && login.contains("latin.woff2"));
        assert!(!login.contains("/pages/home/"));
    }
}
