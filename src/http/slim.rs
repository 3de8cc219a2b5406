//! Modules and sheets without what only their authors read: comments, indents, blank lines. What
//! they do stays the same; strings, regular expressions and plain templates keep every byte.

/// A module as a browser needs it. Of markup templates only the indents go, which the template
/// reader drops anyway.
pub fn module(text: &str) -> String {
    let mut slim = Slim {
        text,
        at: 0,
        out: String::with_capacity(text.len()),
        gap: Gap::None,
        value: false,
        word: (0, 0),
        braces: Vec::new(),
    };
    while slim.at < text.len() {
        slim.step();
    }
    slim.out
}

/// What stood between the last token and the next one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Line,
}

/// A brace that is open.
enum Brace {
    /// Of code.
    Code,
    /// Of a template's `${`; true when the template is markup.
    Template(bool),
}

struct Slim<'a> {
    text: &'a str,
    at: usize,
    out: String,
    gap: Gap,
    /// Whether the last token ends a value, so that a slash after it divides.
    value: bool,
    /// Where the last word stands in the text; empty when the last token is none.
    word: (usize, usize),
    braces: Vec<Brace>,
}

/// Words after which a slash begins a regular expression.
const BEFORE_VALUES: [&str; 14] = [
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "void",
    "delete",
    "do",
    "else",
    "instanceof",
    "new",
    "await",
    "yield",
    "throw",
];

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'@') || byte >= 0x80
}

impl Slim<'_> {
    fn byte(&self, ahead: usize) -> u8 {
        let bytes = self.text.as_bytes();
        bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Takes one token, or what stands between two.
    fn step(&mut self) {
        match (self.byte(0), self.byte(1)) {
            (b'\n', _) => self.skip(1, Gap::Line),
            (b' ' | b'\t' | b'\r', _) => self.skip(1, Gap::Blank),
            (b'/', b'/') => {
                let rest = &self.text[self.at..];
                self.skip(rest.find('\n').unwrap_or(rest.len()), Gap::Line);
            }
            (b'/', b'*') => {
                let rest = &self.text[self.at..];
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                let gap = if rest[..end].contains('\n') {
                    Gap::Line
                } else {
                    Gap::Blank
                };
                self.skip(end, gap);
            }
            (b'\'' | b'"', _) => self.string(),
            (b'`', _) => {
                let markup = self.gap == Gap::None && self.last_word() == "html";
                self.take(1, false);
                self.template(markup);
            }
            (b'/', _) if !self.value => self.expression(),
            (b'{', _) => {
                self.braces.push(Brace::Code);
                self.take(1, false);
            }
            (b'}', _) => self.close(),
            (byte, _) if is_word(byte) => self.name(),
            (byte, _) => self.take(1, matches!(byte, b')' | b']')),
        }
    }

    fn skip(&mut self, bytes: usize, gap: Gap) {
        self.at += bytes;
        self.gap = self.gap.max(gap);
    }

    /// Copies the next bytes as one token.
    fn take(&mut self, bytes: usize, value: bool) {
        let end = self.at + bytes;
        let token = &self.text[self.at..end];
        self.space(token.as_bytes().first().copied().unwrap_or(0));
        self.out.push_str(token);
        self.at = end;
        self.value = value;
        self.word = (0, 0);
    }

    /// Writes what must stand between the last token and one that begins so.
    fn space(&mut self, next: u8) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let last = self.out.as_bytes().last().copied().unwrap_or(b';');
        let joins_on = b"{([,;:?=&|<>*%!~^".contains(&last);
        match gap {
            Gap::None => {}
            Gap::Line if joins_on || b")]},;:?&|".contains(&next) => {}
            Gap::Line => self.out.push('\n'),
            Gap::Blank => {
                let signs = matches!((last, next), (b'+', b'+') | (b'-', b'-'));
                let slashes = last == b'/' || next == b'/';
                if (is_word(last) && is_word(next)) || signs || slashes {
                    self.out.push(' ');
                }
            }
        }
    }

    fn last_word(&self) -> &str {
        &self.text[self.word.0..self.word.1]
    }

    fn name(&mut self) {
        let rest = self.text[self.at..].bytes();
        let length = rest.take_while(|byte| is_word(*byte)).count();
        let word = (self.at, self.at + length);
        let value = !BEFORE_VALUES.contains(&&self.text[word.0..word.1]);
        self.take(length, value);
        self.word = word;
    }

    fn string(&mut self) {
        let quote = self.byte(0);
        let mut length = 1;
        while self.at + length < self.text.len() && self.byte(length) != quote {
            length += if self.byte(length) == b'\\' { 2 } else { 1 };
        }
        self.take((length + 1).min(self.text.len() - self.at), true);
    }

    /// A regular expression; its flags follow as a word.
    fn expression(&mut self) {
        let mut length = 1;
        let mut class = false;
        loop {
            match self.byte(length) {
                b'/' if !class => break,
                b'\n' | 0 => return self.take(1, false),
                b'\\' => length += 1,
                b'[' => class = true,
                b']' => class = false,
                _ => {}
            }
            length += 1;
        }
        self.take(length + 1, true);
    }

    fn close(&mut self) {
        match self.braces.pop() {
            Some(Brace::Template(markup)) => {
                self.gap = Gap::None;
                self.take(1, false);
                self.template(markup);
            }
            // An object divided by something is not written here; a block before an expression
            // would be, on a line of its own.
            _ => self.take(1, true),
        }
    }

    /// The text of a template up to its end or the next `${`.
    fn template(&mut self, markup: bool) {
        while self.at < self.text.len() {
            match (self.byte(0), self.byte(1)) {
                (b'`', _) => {
                    self.out.push('`');
                    self.at += 1;
                    self.value = true;
                    return;
                }
                (b'$', b'{') => {
                    self.out.push_str("${");
                    self.at += 2;
                    self.value = false;
                    return self.braces.push(Brace::Template(markup));
                }
                (b'\\', _) => self.copy(2),
                (b'\n', _) if markup => self.indent(),
                _ => self.copy(1),
            }
        }
    }

    /// Copies characters as they are.
    fn copy(&mut self, characters: usize) {
        let rest = self.text[self.at..].chars().take(characters);
        let length = rest.map(char::len_utf8).sum::<usize>();
        self.out.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
    }

    /// A line break in markup, with the blanks around it.
    fn indent(&mut self) {
        let rest = self.text[self.at..].bytes();
        self.at += rest.take_while(u8::is_ascii_whitespace).count();
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
    }
}

/// A sheet without comments and needless blanks.
pub fn sheet(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut gap = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("/*") => {
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                (rest, gap) = (&rest[end..], true);
                continue;
            }
            _ if first.is_ascii_whitespace() => {
                (rest, gap) = (&rest[1..], true);
                continue;
            }
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ => first.len_utf8(),
        };
        if first == '}' && out.ends_with(';') {
            out.pop();
        }
        let tight =
            out.ends_with(['{', '}', ';', ',', ':']) || matches!(first, '{' | '}' | ';' | ',');
        if std::mem::take(&mut gap) && !tight && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indents_go_and_line_ends_that_matter_stay() {
        let text = "// @ts-check\n/** Doc. */\nimport { a } from \"./a.js\"; // why\n\n\
            export const b = (c) => {\n  const d = c + 1;\n  return d\n  e()\n};\n";
        let slim = "import{a}from\"./a.js\";export const b=(c)=>{const d=c+1;return d\ne()};";
        assert_eq!(module(text), slim);
    }

    #[test]
    fn what_looks_like_a_comment_inside_a_value_stays() {
        for kept in [
            "a=\"// no /* comment */\";",
            "a='it\\'s // fine';",
            "a=`a // b  /* c */`;",
            "a=`${b/c}  // ${`d  e`}`;",
            "a=/[/]  \\/\\/ \"/g;",
            "a=b/c/d;",
            "a=(b)/c/d;",
            "a=b[0]/c;",
        ] {
            assert_eq!(module(kept), kept);
        }
    }

    #[test]
    fn a_slash_after_a_word_that_wants_a_value_begins_an_expression() {
        assert_eq!(module("return /  \"/.test(a)"), "return /  \"/.test(a)");
        assert_eq!(module("a = b /  c; // \""), "a=b / c;");
        assert_eq!(module("x.replace( /'  '/ , y )"), "x.replace( /'  '/ ,y)");
    }

    #[test]
    fn signs_keep_their_distance() {
        assert_eq!(module("a = b + +c - -d;"), "a=b+ +c- -d;");
        assert_eq!(module("let a\nlet b\n++a\n[b]"), "let a\nlet b\n++a\n[b]");
    }

    #[test]
    fn markup_loses_its_indents_only() {
        let text =
            "return html`<p\n    class=${a ? `b  c` : {d: `e\n  f`}}>\n    two  words\n  </p>`;";
        let slim = "return html`<p\nclass=${a?`b  c`:{d:`e\n  f`}}>\ntwo  words\n</p>`;";
        assert_eq!(module(text), slim);
    }

    #[test]
    fn a_sheet_loses_comments_and_blanks_but_no_string() {
        let text = "/* A */\n.a :hover, .b {\n  content: \" ; }  \"; /* c */\n  \
            margin: 1px calc(1px + 2px);\n}\n\
            @media (width < 640px) {\n  .a { color: red !important; }\n}\n";
        let slim = ".a :hover,.b{content:\" ; }  \";margin:1px calc(1px + 2px)}\
            @media (width < 640px){.a{color:red !important}}";
        assert_eq!(sheet(text), slim);
    }
}
