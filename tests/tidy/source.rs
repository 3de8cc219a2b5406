//! The repository as text: files, and Rust source with comments and strings told apart from code.

use std::path::Path;

/// One tracked file.
pub struct File {
    /// Path from the repository's root, with `/`.
    pub path: String,
    /// The text as it stands.
    pub text: String,
    /// Rust only: the text with comments and the insides of strings blanked, line for line.
    pub code: String,
    /// Rust only: every string literal.
    pub strings: Vec<Literal>,
}

/// A string literal of a Rust file.
pub struct Literal {
    /// Byte offset of the opening quote in the text.
    pub at: usize,
    /// What stands between the quotes, escapes untouched.
    pub text: String,
}

/// A set of files to hold against the rules.
pub struct Repo {
    /// The files, by path.
    pub files: Vec<File>,
}

/// The files a slice is made of, beside `mod.rs`.
pub const SLICE_FILES: [&str; 6] = ["types", "rules", "store", "service", "http", "tests"];

/// What of the repository the rules look at; build output and fetched packages are none of it.
const ROOTS: [&str; 7] = [
    "src",
    "tests",
    "migrations",
    "web",
    "packaging",
    ".ci",
    "docs",
];
const SKIPPED: [&str; 3] = ["node_modules", "target", "test-results"];
/// Extensions read as text; the rest (fonts, pictures) is not looked into.
const TEXTS: [&str; 16] = [
    "rs", "sql", "js", "mjs", "css", "html", "json", "md", "toml", "lock", "sh", "txt", "csv",
    "service", "svg", "",
];

impl Repo {
    /// The repository this test was built from.
    pub fn here() -> Repo {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        for entry in std::fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                read(root, &path, &mut files);
            }
        }
        for name in ROOTS {
            walk(root, &root.join(name), &mut files);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Repo { files }
    }

    /// A made-up repository for a rule's own test.
    pub fn of(files: &[(&str, &str)]) -> Repo {
        let files = files.iter().map(|(path, text)| File::new(path, text));
        Repo {
            files: files.collect(),
        }
    }

    /// Rust files of the product and its tests.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// Rust files of the product alone, the crate's own tests left out.
    pub fn product(&self) -> impl Iterator<Item = &File> {
        self.rust()
            .filter(|file| file.path.starts_with("src/") && !file.is_test())
    }

    /// The text of one file, if it is there.
    pub fn text(&self, path: &str) -> Option<&str> {
        let found = self.files.iter().find(|file| file.path == path)?;
        Some(&found.text)
    }
}

impl File {
    fn new(path: &str, text: &str) -> File {
        let (code, strings) = if path.ends_with(".rs") {
            told_apart(text)
        } else {
            (String::new(), Vec::new())
        };
        File {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            strings,
        }
    }

    /// Whether the whole file is test code.
    pub fn is_test(&self) -> bool {
        let path = &self.path;
        path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/")
    }

    /// The slice it belongs to, if any.
    pub fn slice(&self) -> Option<&str> {
        self.path
            .strip_prefix("src/domain/")?
            .split_once('/')
            .map(|(slice, _)| slice)
    }

    /// The fixed file of a slice it counts as: `store` for `store.rs`, `store/…`, `noun/store.rs`.
    pub fn slice_role(&self) -> Option<&str> {
        let (_, rest) = self.path.strip_prefix("src/domain/")?.split_once('/')?;
        rest.trim_end_matches(".rs")
            .split('/')
            .find(|part| SLICE_FILES.contains(part))
    }

    /// The code without `#[cfg(test)]` modules, line for line.
    pub fn product_code(&self) -> String {
        let mut code = self.code.clone();
        while let Some(at) = code.find("#[cfg(test)]") {
            let end = match (code[at..].find('{'), code[at..].find(';')) {
                (Some(open), semicolon) if semicolon.is_none_or(|s| open < s) => {
                    closing(&code, at + open)
                }
                (_, Some(semicolon)) => at + semicolon + 1,
                _ => code.len(),
            };
            let blank = blanked(&code[at..end]);
            code.replace_range(at..end, &blank);
        }
        code
    }

    /// The line of a byte offset, counted from one.
    pub fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// `path:line what`, as a finding reads.
    pub fn finding(&self, at: usize, what: &str) -> String {
        format!("{}:{} {what}", self.path, self.line(at))
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() {
            read(root, &path, files);
        } else if path.is_dir() && !SKIPPED.contains(&name.as_str()) {
            walk(root, &path, files);
        }
    }
}

fn read(root: &Path, path: &Path, files: &mut Vec<File>) {
    let extension = path.extension().map_or("", |ext| ext.to_str().unwrap());
    if !TEXTS.contains(&extension) {
        return;
    }
    if path.ends_with(".git") {
        return;
    }
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let relative = path.strip_prefix(root).unwrap().to_string_lossy();
    files.push(File::new(&relative.replace('\\', "/"), &text));
}

/// The offset just behind the bracket that closes the one at `open`.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// The same length in bytes, with nothing left but line ends.
fn blanked(text: &str) -> String {
    let keep = |byte| if byte == b'\n' { '\n' } else { ' ' };
    text.bytes().map(keep).collect()
}

fn told_apart(text: &str) -> (String, Vec<Literal>) {
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let token = token(text, at, rest);
        let inside = &rest[token.opened..token.opened + token.inside];
        let end = (token.opened + token.inside + token.closed).min(rest.len());
        code.push_str(&rest[..token.opened]);
        code.push_str(&blanked(inside));
        code.push_str(&rest[token.opened + token.inside..end]);
        if rest[..token.opened].ends_with('"') {
            strings.push(Literal {
                at: at + token.opened - 1,
                text: inside.to_owned(),
            });
        }
        at += end;
    }
    (code, strings)
}

/// Bytes of code, then of comment or string, then of the marks that close it.
struct Token {
    opened: usize,
    inside: usize,
    closed: usize,
}

fn token(text: &str, at: usize, rest: &str) -> Token {
    let token = |opened, inside, closed| Token {
        opened,
        inside,
        closed,
    };
    let after_word = text[..at]
        .bytes()
        .next_back()
        .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    if rest.starts_with("//") {
        return token(0, rest.find('\n').unwrap_or(rest.len()), 0);
    }
    if rest.starts_with("/*") {
        return token(0, comment(rest), 0);
    }
    if !after_word && let Some((marks, hashes, inside)) = raw_string(rest) {
        return token(marks, inside, 1 + hashes);
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return token(1, quoted(inside, '"'), 1);
    }
    if let Some(inside) = rest
        .strip_prefix('\'')
        .filter(|inside| is_character(inside))
    {
        return token(1, quoted(inside, '\''), 1);
    }
    token(rest.chars().next().map_or(1, char::len_utf8), 0, 0)
}

fn comment(rest: &str) -> usize {
    let mut depth = 0;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Marks that open a raw string, how many of them are hashes, and the bytes inside.
fn raw_string(rest: &str) -> Option<(usize, usize, usize)> {
    let prefix = ["r", "br", "cr"]
        .into_iter()
        .find(|p| rest.starts_with(*p) && rest[p.len()..].starts_with(['"', '#']))?;
    let hashes = rest[prefix.len()..].len() - rest[prefix.len()..].trim_start_matches('#').len();
    let opened = prefix.len() + hashes + 1;
    if !rest[prefix.len() + hashes..].starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let inside = rest[opened..].find(&close)?;
    Some((opened, hashes, inside))
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at,
            _ => {}
        }
    }
    rest.len()
}

/// A quote opens a character, not a lifetime, when it closes after one letter or an escape.
fn is_character(inside: &str) -> bool {
    let mut letters = inside.chars();
    match letters.next() {
        Some('\\') => true,
        Some(_) => letters.next() == Some('\''),
        None => false,
    }
}

#[test]
fn comments_and_strings_are_told_apart_from_code() {
    let text = concat!(
        "let e = \"\"; let a = \"x // y\"; // \"z\"\n",
        "let b = r#\"q\"w\"#; let c = '\"'; /* { */ f::<'a>();\n",
    );
    let repo = Repo::of(&[("src/a.rs", text)]);
    let file = &repo.files[0];
    assert_eq!(file.code.len(), text.len());
    assert_eq!(
        file.code.split_whitespace().collect::<Vec<_>>().join(" "),
        "let e = \"\"; let a = \" \"; let b = r#\" \"#; let c = ' '; f::<'a>();"
    );
    let strings: Vec<&str> = file.strings.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(strings, ["", "x // y", "q\"w"]);
}

#[test]
fn test_modules_are_no_product_code() {
    let text =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\n#[cfg(test)]\nmod c;\nfn d() {}\n";
    let repo = Repo::of(&[("src/a.rs", text)]);
    let code = repo.files[0].product_code();
    assert_eq!(
        code.split_whitespace().collect::<String>(),
        "fna(){}fnd(){}"
    );
    assert_eq!(code.matches('\n').count(), text.matches('\n').count());
}
