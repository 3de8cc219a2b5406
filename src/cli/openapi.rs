//! `openapi`: the document other programs are written against.

use super::{Exit, Failure, Screen};
use crate::http::router;
use crate::kernel::error::Error;

/// Prints the OpenAPI document, generated from the code.
pub fn show(screen: &Screen) -> Result<Exit, Failure> {
    let (_, document) = router::api().split_for_parts();
    let text = document
        .to_pretty_json()
        .map_err(|error| Error::internal(format!("document as JSON: {error}")))?;
    screen.answer(&text);
    Ok(Exit::Ok)
}
