//! Which addresses are pages, and which module draws each: read from the tables of the shells, so
//! that server and browser cannot disagree.

use std::sync::LazyLock;

use crate::http::assets::Web;

/// The shells, one per audience.
pub const SHELLS: [&str; 4] = ["public", "nurse", "desk", "admin"];

/// One line of a shell's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Such as `/me/requests/:id`.
    pub pattern: String,
    /// The module under `web/`; absent when the server writes the page itself.
    pub module: Option<String>,
}

static TABLES: LazyLock<Vec<Vec<Screen>>> = LazyLock::new(|| SHELLS.map(read).to_vec());

/// The screens of a shell. Debug builds read its table anew, as they serve it.
pub fn of(shell: &str) -> Vec<Screen> {
    if cfg!(debug_assertions) {
        return read(shell);
    }
    let place = SHELLS.iter().position(|known| *known == shell);
    place
        .and_then(|at| TABLES.get(at).cloned())
        .unwrap_or_default()
}

/// The screen of an address in a shell; words win over places, as in the browser.
pub fn find(shell: &str, path: &str) -> Option<Screen> {
    let fitting = of(shell).into_iter().filter(|it| fits(&it.pattern, path));
    fitting.min_by_key(|it| it.pattern.matches("/:").count())
}

fn tidy(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => "/",
        short => short,
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (tidy(pattern).split('/'), tidy(path).split('/'));
    pattern.clone().count() == path.clone().count()
        && pattern
            .zip(path)
            .all(|(part, here)| part == here || (part.starts_with(':') && !here.is_empty()))
}

fn read(shell: &str) -> Vec<Screen> {
    let file = Web::get(&format!("shells/{shell}.js"));
    let text = file.map(|file| String::from_utf8_lossy(&file.data).into_owned());
    table(&text.unwrap_or_default())
}

/// The lines `"/address": () => import("../module.js"),` of a table of routes.
fn table(text: &str) -> Vec<Screen> {
    let (_, after) = text
        .split_once("export const routes = {")
        .unwrap_or_default();
    let (lines, _) = after.split_once("};").unwrap_or_default();
    let screen = |line: &str| {
        let (pattern, loader) = line.trim().strip_prefix('"')?.split_once("\":")?;
        let module = loader
            .split_once("import(\"../")
            .and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
        Some(Screen {
            pattern: pattern.to_owned(),
            module,
        })
    };
    lines.lines().filter_map(screen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_has_its_front_door_and_every_module_is_there() {
        for (shell, door) in SHELLS.into_iter().zip(["/", "/n/", "/desk/", "/admin/"]) {
            assert!(find(shell, door).is_some(), "{shell}");
            let table = of(shell);
            let lines = Web::get(&format!("shells/{shell}.js")).unwrap().data;
            let text = String::from_utf8_lossy(&lines).into_owned();
            assert_eq!(table.len(), text.matches("\n  \"/").count(), "{shell}");
            for module in table.into_iter().filter_map(|it| it.module) {
                assert!(Web::get(&module).is_some(), "{shell} names {module}");
            }
        }
    }

    #[test]
    fn an_address_finds_its_screen_as_in_the_browser() {
        let of = |path| find("public", path).map(|it| it.pattern);
        assert_eq!(of("/me/patients/new").as_deref(), Some("/me/patients/new"));
        assert_eq!(of("/me/patients/7").as_deref(), Some("/me/patients/:id"));
        assert_eq!(of("/me/patients/").as_deref(), Some("/me/patients"));
        assert_eq!(of("/me/patients/7/x"), None);
        assert_eq!(of("/nothing"), None);
        assert_eq!(
            find("nurse", "/n").map(|it| it.pattern).as_deref(),
            Some("/n/")
        );
    }

    #[test]
    fn a_page_the_server_writes_has_no_module() {
        let text = "export const routes = {\n  \"/a/:b\": () => import(\"../pages/a.js\"),\n  \
            \"/help\": written,\n};\nconst x = { \"/no\": 1 };";
        let found = table(text);
        assert_eq!(found[0].module.as_deref(), Some("pages/a.js"));
        assert_eq!(
            (found[1].pattern.as_str(), &found[1].module),
            ("/help", &None)
        );
        assert_eq!(found.len(), 2);
    }
}
