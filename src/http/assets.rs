//! The embedded `web/` under a build-hash path: immutable, slimmed and packed once, never from
//! elsewhere.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use crate::http::coding::{Coding, Effort};
use crate::http::slim;
use crate::kernel::error::Error;

mod embedded {
    /// The files of the UI. Debug builds read them from disk, so editing needs no rebuild.
    #[derive(rust_embed::Embed)]
    #[folder = "$CARGO_MANIFEST_DIR/web"]
    pub struct Web;
}
pub(crate) use embedded::Web;

/// Changes whenever any embedded file changes; part of every asset's path.
pub static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Web::iter().collect();
    names.sort();
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for name in names {
        let hash = Web::get(&name)
            .map(|file| file.metadata.sha256_hash())
            .unwrap_or_default();
        for byte in name.bytes().chain(hash) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{state:016x}")
});

/// The sheet every page loads; the others are folded into it.
const ENTRY_SHEET: &str = "css/app.css";

static PACKED: LazyLock<Mutex<HashMap<(String, Coding), Bytes>>> = LazyLock::new(Mutex::default);

/// Answers one asset. The path carries the build, so browsers may keep it for ever.
pub async fn serve(
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Path((_, path)) = path.map_err(|_| Error::not_found("asset"))?;
    let coding = if is_text(&path) {
        Coding::of(&headers)
    } else {
        Coding::Plain
    };
    let bytes = packed(&path, coding)?.ok_or(Error::not_found("asset"))?;
    let mut response = Response::new(Body::from(bytes));
    let answer = response.headers_mut();
    if let Some(name) = coding.header() {
        answer.insert(header::CONTENT_ENCODING, name);
    }
    let kind = HeaderValue::from_static(content_type(&path));
    answer.insert(header::CONTENT_TYPE, kind);
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache()));
    Ok(response)
}

const fn cache() -> &'static str {
    if cfg!(debug_assertions) {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    }
}

/// A file as it goes over the wire, made at its first request; debug builds make it each time.
///
/// # Errors
/// Internal, when packing fails.
pub fn packed(path: &str, coding: Coding) -> Result<Option<Bytes>, Error> {
    let place = (path.to_owned(), coding);
    let kept = || PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if cfg!(not(debug_assertions))
        && let Some(bytes) = kept().get(&place)
    {
        return Ok(Some(bytes.clone()));
    }
    let Some(served) = served(path) else {
        return Ok(None);
    };
    let bytes = Bytes::from(coding.pack(&served, Effort::Once)?);
    if cfg!(not(debug_assertions)) {
        kept().insert(place, bytes.clone());
    }
    Ok(Some(bytes))
}

/// A file as browsers get it: modules and sheets slimmed, the entry sheet whole.
fn served(path: &str) -> Option<Cow<'static, [u8]>> {
    let data = Web::get(path)?.data;
    let slim = match path.rsplit('.').next() {
        Some("js") => slim::module(&String::from_utf8_lossy(&data)),
        Some("css") if path == ENTRY_SHEET => slim::sheet(&whole(&String::from_utf8_lossy(&data))),
        Some("css") => slim::sheet(&String::from_utf8_lossy(&data)),
        _ => return Some(data),
    };
    Some(Cow::Owned(slim.into_bytes()))
}

/// The entry sheet with every sheet it imports in its layer: one request instead of thirty.
fn whole(entry: &str) -> String {
    let fold = |line: &str| {
        let (name, layer) = line
            .strip_prefix("@import url(\"")?
            .strip_suffix(");")?
            .split_once("\") layer(")?;
        let sheet = Web::get(&format!("css/{name}"))?;
        let text = String::from_utf8_lossy(&sheet.data);
        Some(format!("@layer {layer} {{\n{text}\n}}\n"))
    };
    entry
        .lines()
        .map(|line| fold(line).unwrap_or_else(|| format!("{line}\n")))
        .collect()
}

fn is_text(path: &str) -> bool {
    !matches!(path.rsplit('.').next(), Some("woff2" | "png" | "ico"))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_sheet_holds_every_other_one() {
        let bytes = served(ENTRY_SHEET).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("@import") && !text.contains("/*"));
        for place in [
            "@layer reset{",
            "@layer tokens{@font-face",
            ".help-text{",
            "@layer utilities{",
        ] {
            assert!(text.contains(place), "{place}");
        }
        let braces = |brace| text.matches(brace).count();
        assert_eq!(braces('{'), braces('}'));
    }

    #[test]
    fn only_the_entry_and_its_neighbours_name_files() {
        for path in Web::iter().filter(|path| path.starts_with("css/components/")) {
            let data = Web::get(&path).unwrap().data;
            let text = String::from_utf8_lossy(&data);
            assert!(
                !text.contains("url("),
                "{path} would lose its way inside the entry sheet"
            );
        }
    }
}
