//! The embedded `web/` under a build-hash path: immutable, compressed once, never from elsewhere.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

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

type Squeezed = HashMap<String, Arc<[u8]>>;
static SQUEEZED: LazyLock<Mutex<Squeezed>> = LazyLock::new(Mutex::default);

/// Answers one asset. The path carries the build, so browsers may keep it for ever.
pub async fn serve(
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let Path((_, path)) = path.map_err(|_| Error::not_found("asset"))?;
    let file = Web::get(&path).ok_or(Error::not_found("asset"))?;
    let kind = content_type(&path);
    let takes_brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| text.split(',').any(|word| word.trim().starts_with("br")));
    let mut response = if takes_brotli && is_text(&path) {
        let bytes = squeeze(&path, &file.data)?;
        let mut response = bytes.to_vec().into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        response
    } else {
        file.data.into_owned().into_response()
    };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
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

/// Compresses at the first request and keeps the result.
fn squeeze(path: &str, data: &[u8]) -> Result<Arc<[u8]>, Error> {
    if cfg!(not(debug_assertions)) {
        let known = SQUEEZED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(path)
            .cloned();
        if let Some(bytes) = known {
            return Ok(bytes);
        }
    }
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4_096, 9, 20);
    let written = writer.write_all(data);
    drop(writer);
    written.map_err(|error| Error::internal(format!("compress {path}: {error}")))?;
    let bytes: Arc<[u8]> = Arc::from(out);
    let mut kept = SQUEEZED.lock().unwrap_or_else(PoisonError::into_inner);
    kept.insert(path.to_owned(), Arc::clone(&bytes));
    Ok(bytes)
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
