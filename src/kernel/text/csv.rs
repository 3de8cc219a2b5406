//! Rows of comma-separated values as spreadsheets read them (RFC 4180), safe to open.

/// Tells a spreadsheet that UTF-8 follows; without it Persian shows as rubbish.
pub const MARK: &str = "\u{feff}";

/// One row with its line end.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// One cell. What a spreadsheet would run as a formula gets an apostrophe in front.
fn cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if runs { "'" } else { "" };
    match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{guard}{}\"", text.replace('"', "\"\"")),
        false => format!("{guard}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_commas_quotes_or_lines_stays_one_cell() {
        let cells = ["a,b", "say \"yes\"", "one\ntwo", "سارا", ""];
        assert_eq!(
            row(cells),
            "\"a,b\",\"say \"\"yes\"\"\",\"one\ntwo\",سارا,\r\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_only_text() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let told = cell(&format!("{start}HYPERLINK(1)"));
            assert!(told.trim_start_matches('"').starts_with('\''), "{told}");
        }
        assert_eq!(cell("=1,2"), "\"'=1,2\"");
        assert_eq!(cell("a=1"), "a=1");
    }
}
