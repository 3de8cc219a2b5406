//! Web rules: logical properties, no inline handlers, no remote origins, every import resolves.

use super::source::{File, Repo};
use super::{Exception, caught, hold, passed};

/// Properties that name a side of the screen instead of a side of the text.
const SIDES: [&str; 18] = [
    "margin-left",
    "margin-right",
    "padding-left",
    "padding-right",
    "border-left",
    "border-right",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "left",
    "right",
    "scroll-margin-left",
    "scroll-margin-right",
    "scroll-padding-left",
    "scroll-padding-right",
    "inset-left",
    "inset-right",
];
/// Values that do the same.
const SIDED_VALUES: [&str; 6] = [
    "text-align:left",
    "text-align:right",
    "float:left",
    "float:right",
    "clear:left",
    "clear:right",
];
/// Addresses that name a vocabulary, not a place to fetch from.
const VOCABULARIES: [&str; 1] = ["http://www.w3.org/"];

const SIDED: &[Exception] = &[];
const REMOTE: &[Exception] = &[];

fn web<'a>(repo: &'a Repo, ends: &'a [&str]) -> impl Iterator<Item = &'a File> {
    repo.files.iter().filter(|file| {
        file.path.starts_with("web/")
            && !file.path.contains("/vendor/")
            && ends.iter().any(|end| file.path.ends_with(end))
    })
}

fn sided_styles(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in web(repo, &[".css"]) {
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            for part in line.split(['{', ';', '}']) {
                let tight: String = part.split_whitespace().collect();
                let property = tight.split(':').next().unwrap_or("");
                let sided = tight.contains(':') && SIDES.contains(&property);
                if sided || SIDED_VALUES.iter().any(|value| tight.starts_with(value)) {
                    findings.push(file.finding(at, &format!("names a side: {tight}")));
                }
            }
            at += line.len();
        }
    }
    findings
}

fn inline_code(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in web(repo, &[".html"]) {
        let text = file.text.to_lowercase();
        for (at, _) in text.match_indices(" on") {
            let word: String = text[at + 3..]
                .chars()
                .take_while(char::is_ascii_lowercase)
                .collect();
            if !word.is_empty() && text[at + 3 + word.len()..].starts_with('=') {
                findings.push(file.finding(at, "handles an event inline"));
            }
        }
        for mark in ["<style", " style=", "javascript:", "<script>"] {
            let places = text.match_indices(mark);
            findings.extend(places.map(|(at, _)| file.finding(at, "carries code or style inline")));
        }
    }
    for file in web(repo, &[".js"]) {
        for mark in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ] {
            let places = file.text.match_indices(mark);
            findings.extend(places.map(|(at, _)| file.finding(at, "turns text into code")));
        }
    }
    findings
}

fn remote_origins(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in web(repo, &[".html", ".css", ".js", ".svg"]) {
        for scheme in ["http://", "https://", "ws://", "wss://"] {
            for (at, _) in file.text.match_indices(scheme) {
                let named = VOCABULARIES
                    .iter()
                    .any(|known| file.text[at..].starts_with(known));
                if !named {
                    findings.push(file.finding(at, "names a remote origin"));
                }
            }
        }
    }
    findings
}

fn imports(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in web(repo, &[".js"]) {
        for (at, target) in import_targets(&file.text) {
            let resolved = resolve(&file.path, target);
            if !repo
                .files
                .iter()
                .any(|other| Some(&other.path) == resolved.as_ref())
            {
                findings.push(file.finding(at, &format!("imports {target}, which is not there")));
            }
        }
    }
    findings
}

/// Quoted targets of `from "…"`, `import "…"` and `import("…")`.
fn import_targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for mark in ["from ", "import ", "import("] {
        for (at, _) in text.match_indices(mark) {
            let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let line = text[line_start..at].trim_start();
            let is_code = line.starts_with("import")
                || line.starts_with("export")
                || line.starts_with('}')
                || line.is_empty()
                || mark == "import(";
            let rest = &text[at + mark.len()..];
            let quote = rest.chars().next().filter(|c| *c == '"' || *c == '\'');
            if let (true, Some(quote)) = (is_code, quote)
                && let Some(target) = rest[1..].split(quote).next()
            {
                found.push((at, target));
            }
        }
    }
    found
}

fn resolve(from: &str, target: &str) -> Option<String> {
    if !target.starts_with("./") && !target.starts_with("../") {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[test]
fn styles_follow_the_direction_of_the_text() {
    hold(sided_styles, SIDED);
}

#[test]
fn pages_carry_no_inline_code() {
    hold(inline_code, &[]);
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    hold(remote_origins, REMOTE);
}

#[test]
fn every_import_resolves() {
    hold(imports, &[]);
}

#[test]
fn a_side_of_the_screen_is_caught() {
    caught(
        sided_styles,
        "web/css/a.css",
        "a {\n  margin-left: 1px;\n}",
        "names a side",
    );
    caught(
        sided_styles,
        "web/css/a.css",
        "a { text-align: right }",
        "names a side",
    );
    caught(
        sided_styles,
        "web/css/a.css",
        "a { left: 0; }",
        "names a side",
    );
    passed(
        sided_styles,
        "web/css/a.css",
        "a { margin-inline-start: 1px; text-align: start }",
    );
}

#[test]
fn inline_code_foreign_origins_and_lost_imports_are_caught() {
    caught(
        inline_code,
        "web/shells/a.html",
        "<a onclick=\"x\">",
        "inline",
    );
    caught(
        inline_code,
        "web/shells/a.html",
        "<script>a</script>",
        "inline",
    );
    caught(
        inline_code,
        "web/app/a.js",
        "node.innerHTML = x",
        "text into code",
    );
    passed(
        inline_code,
        "web/shells/a.html",
        "<script type=module src=a.js></script>",
    );
    caught(
        remote_origins,
        "web/app/a.js",
        "fetch('https://cdn.example/a')",
        "remote origin",
    );
    passed(
        remote_origins,
        "web/app/a.svg",
        "xmlns=\"http://www.w3.org/2000/svg\"",
    );
    caught(
        imports,
        "web/app/a.js",
        "import { b } from \"./b.js\";",
        "not there",
    );
    caught(
        imports,
        "web/app/a.js",
        "import { b } from \"preact\";",
        "not there",
    );
    let both = [
        ("web/app/a.js", "import { b } from \"../b.js\";"),
        ("web/b.js", ""),
    ];
    assert_eq!(imports(&Repo::of(&both)), Vec::<String>::new());
}
