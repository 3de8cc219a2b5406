//! Query strings as name-value pairs, and row ids in paths.

use axum::extract::FromRequestParts;
use axum::extract::RawPathParams;
use axum::http::request::Parts;

use crate::http::state::App;
use crate::kernel::error::Error;

/// Pairs of one query read at most.
const PAIRS_MAX: usize = 50;

/// The decoded pairs of a query string; of equal names the first counts.
#[derive(Clone, Debug, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads `a=b&c=d`; at most 50 pairs.
    pub fn of(query: &str) -> Pairs {
        let pairs = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .take(PAIRS_MAX)
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(name), decode(value))
            });
        Pairs(pairs.collect())
    }

    /// The value of a name; an empty one counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(given, _)| given == name)?;
        Some(found.1.as_str()).filter(|value| !value.is_empty())
    }

    /// Every pair, as given.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// The value of a name, owned.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}

impl FromRequestParts<App> for Pairs {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        Ok(Pairs::of(parts.uri.query().unwrap_or("")))
    }
}

/// Percent-decoding with `+` for a space; broken sequences stay as they are, bad UTF-8 is replaced.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let raw = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        let escaped = raw
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let value = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, value) {
            (b'%', Some(value)) => {
                bytes.push(value);
                at += 3;
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The row id in a path such as `/booking_requests/{id}`. What is not a positive whole number
/// names no row: 404, as for any absent one.
#[derive(Clone, Copy, Debug)]
pub struct RowId(pub i64);

impl FromRequestParts<App> for RowId {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Error::not_found("row"))?;
        params
            .iter()
            .find(|(name, _)| *name == "id")
            .and_then(|(_, text)| text.parse::<i64>().ok())
            .filter(|id| *id > 0)
            .map(RowId)
            .ok_or(Error::not_found("row"))
    }
}

/// The word in a path such as `/admin/settings/{key}`.
#[derive(Clone, Debug)]
pub struct Word(pub String);

impl FromRequestParts<App> for Word {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Error::not_found("row"))?;
        params
            .iter()
            .next()
            .map(|(_, text)| Word(text.to_owned()))
            .ok_or(Error::not_found("row"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_and_empty_values_count_as_absent() {
        let pairs = Pairs::of("q=%D8%B3+a%2&city=&a=1&a=2&&flag");
        assert_eq!(pairs.get("q"), Some("س a%2"));
        assert_eq!(pairs.get("city"), None);
        assert_eq!(pairs.get("a"), Some("1"));
        assert_eq!(pairs.get("flag"), None);
    }
}
