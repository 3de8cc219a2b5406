//! `page_size`, `cursor`, `page`, `count` ↔ [`PageRequest`], and lists as answers.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use serde::Serialize;

use crate::http::call::Call;
use crate::http::query::Pairs;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::Error;
use crate::kernel::page::{
    Count, From, PAGE_NUMBER_MAX, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX, Page, PageRequest,
};
use crate::kernel::text;
use crate::platform::vault::encoding;

/// Sort keys a cursor may carry at most.
const KEYS_MAX: usize = 4;

/// The page a list call asks for.
pub struct Paged(pub PageRequest);

impl FromRequestParts<App> for Paged {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        let pairs = Pairs::of(parts.uri.query().unwrap_or(""));
        let mut fields = Fields::new();
        let size = number(&mut fields, &pairs, "page_size", PAGE_SIZE_MAX);
        let page = number(&mut fields, &pairs, "page", PAGE_NUMBER_MAX);
        let cursor = pairs.get("cursor").map(decode);
        if cursor == Some(None) {
            fields.bad("cursor", "invalid_cursor");
        }
        let count = match pairs.get("count") {
            Some("1") => Count::Total,
            _ => Count::Skip,
        };
        let from = match (cursor.flatten(), page) {
            (Some(keys), _) => From::After(keys),
            (None, Some(page)) => From::Number(page),
            (None, None) => From::Start,
        };
        let request = PageRequest {
            size: size.unwrap_or(PAGE_SIZE_DEFAULT),
            from,
            count,
        };
        fields.finish(Some(request)).map(Paged)
    }
}

fn number(fields: &mut Fields, pairs: &Pairs, name: &str, max: u32) -> Option<u32> {
    let given = pairs.get(name)?;
    let number = text::ascii_digits(given).parse::<u32>().ok();
    let number = number.filter(|n| (1..=max).contains(n));
    fields.parsed(name, number, "out_of_range")
}

#[derive(Serialize)]
struct Listed<T, B> {
    #[serde(flatten)]
    beside: B,
    items: Vec<T>,
    next_cursor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
}

/// Nothing beside a list.
#[derive(Serialize)]
struct Bare {}

/// A page as an answer: `{items, next_cursor}` and the `Link` to the next page.
///
/// # Errors
/// Internal, when the rows cannot be written as JSON.
pub fn listed<T: Serialize, P>(call: &Call<P>, page: Page<T>) -> Answer {
    listed_beside(call, page, Bare {})
}

/// A page with members of its own beside the items.
///
/// # Errors
/// Internal, when the rows cannot be written as JSON.
pub fn listed_beside<T, P, B>(call: &Call<P>, page: Page<T>, beside: B) -> Answer
where
    T: Serialize,
    B: Serialize,
{
    let next_cursor = page.next.as_deref().map(encode);
    let link = next_cursor
        .as_deref()
        .map(|cursor| link(&call.facts.uri, cursor));
    let listed = Listed {
        beside,
        items: page.items,
        next_cursor,
        total: page.total,
    };
    let reply = Reply::ok(&listed)?;
    match link {
        Some(link) => reply.header(header::LINK, &link),
        None => Ok(reply),
    }
}

fn link(uri: &axum::http::Uri, cursor: &str) -> String {
    let kept = uri.query().unwrap_or("").split('&').filter(|pair| {
        !pair.is_empty() && !pair.starts_with("cursor=") && !pair.starts_with("page=")
    });
    let query: Vec<&str> = kept.collect();
    let mut query = query.join("&");
    if !query.is_empty() {
        query.push('&');
    }
    format!("<{}?{query}cursor={cursor}>; rel=\"next\"", uri.path())
}

fn encode(keys: &[i64]) -> String {
    let text: Vec<String> = keys.iter().map(ToString::to_string).collect();
    encoding::base64url(text.join(",").as_bytes())
}

fn decode(cursor: &str) -> Option<Vec<i64>> {
    if cursor.len() > 200 {
        return None;
    }
    let bytes = encoding::from_base64url(cursor)?;
    let text = String::from_utf8(bytes).ok()?;
    let keys: Vec<i64> = text
        .split(',')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    (1..=KEYS_MAX).contains(&keys.len()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nonsense_does_not() {
        assert_eq!(
            decode(&encode(&[1, -5, i64::MAX])),
            Some(vec![1, -5, i64::MAX])
        );
        for bad in [
            "",
            "!!",
            "AAAA",
            &"A".repeat(300),
            &encode(&[1, 2, 3, 4, 5]),
        ] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_next_link_keeps_filters_and_drops_the_old_place() {
        let uri: axum::http::Uri = "/api/v1/x?status=a&cursor=old&page=3&page_size=5"
            .parse()
            .unwrap();
        assert_eq!(
            link(&uri, "NEW"),
            "</api/v1/x?status=a&page_size=5&cursor=NEW>; rel=\"next\""
        );
    }
}
