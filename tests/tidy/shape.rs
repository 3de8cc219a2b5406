//! Sizes: file ≤ 500 lines, function ≤ 70, line ≤ 100.

use super::source::{File, Repo, closing};
use super::{Exception, caught, hold, passed};

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;
const LINE_COLUMNS: usize = 100;

const LONG_FILES: &[Exception] = &[];
const LONG_FUNCTIONS: &[Exception] = &[];
const LONG_LINES: &[Exception] = &[];

/// Files people read and write; data, translations and vendored code are none.
fn is_source(file: &File) -> bool {
    let ours = [".rs", ".sql", ".js", ".mjs", ".css", ".html", ".sh"];
    let path = &file.path;
    let data = ["/vendor/", "/snapshots/", "/fixtures/"];
    ours.iter().any(|end| path.ends_with(end)) && !data.iter().any(|part| path.contains(part))
}

fn file_lines(repo: &Repo) -> Vec<String> {
    let long = |file: &&File| is_source(file) && file.text.lines().count() > FILE_LINES;
    let complain = |file: &File| file.finding(0, &format!("is longer than {FILE_LINES} lines"));
    repo.files.iter().filter(long).map(complain).collect()
}

fn line_columns(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    let formatted = |file: &&File| {
        is_source(file) && [".rs", ".sql"].iter().any(|end| file.path.ends_with(end))
    };
    for file in repo.files.iter().filter(formatted) {
        for (number, line) in file.text.lines().enumerate() {
            if line.chars().count() > LINE_COLUMNS {
                let place = format!("{}:{}", file.path, number + 1);
                findings.push(format!("{place} is wider than {LINE_COLUMNS} columns"));
            }
        }
    }
    findings
}

fn function_lines(repo: &Repo) -> Vec<String> {
    let mut findings = Vec::new();
    for file in repo.rust() {
        for (at, name, lines) in functions(file) {
            if lines > FUNCTION_LINES {
                findings.push(file.finding(at, &format!("fn {name} has {lines} lines")));
            }
        }
    }
    findings
}

/// Where each function with a body starts, its name and its lines.
pub fn functions(file: &File) -> Vec<(usize, String, usize)> {
    let code = &file.code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let name: String = code[at + 3..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let body = code[at..].find(['{', ';']).map(|offset| at + offset);
        if let (false, Some(open)) = (name.is_empty(), body)
            && code[open..].starts_with('{')
        {
            let end = closing(code, open);
            found.push((at, name, code[at..end].matches('\n').count() + 1));
        }
    }
    found
}

#[test]
fn files_stay_short() {
    hold(file_lines, LONG_FILES);
}

#[test]
fn functions_stay_short() {
    hold(function_lines, LONG_FUNCTIONS);
}

#[test]
fn lines_stay_narrow() {
    hold(line_columns, LONG_LINES);
}

#[test]
fn what_is_too_long_is_caught() {
    caught(file_lines, "src/a.rs", &"\n".repeat(501), "longer than 500");
    passed(file_lines, "src/a.rs", &"\n".repeat(500));
    passed(file_lines, "web/vendor/a.js", &"\n".repeat(501));

    let body = |lines: usize| {
        format!(
            "impl A {{\n    fn long() {{{}}}\n}}\n",
            "\n".repeat(lines - 1)
        )
    };
    caught(
        function_lines,
        "src/a.rs",
        &body(71),
        "fn long has 71 lines",
    );
    passed(function_lines, "src/a.rs", &body(70));
    passed(
        function_lines,
        "src/a.rs",
        "trait A { fn a(); }\nstruct B {\n\n}\n",
    );

    caught(line_columns, "src/a.rs", &"x".repeat(101), "wider than 100");
    passed(line_columns, "src/a.rs", &"پ".repeat(100));
}
