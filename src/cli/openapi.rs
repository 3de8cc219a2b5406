//! `openapi`: the document other programs are written against.

use super::{Exit, Failure, Screen};
use crate::http::docs;
use crate::kernel::error::Error;

/// Prints the OpenAPI document, generated from the code.
pub fn show(screen: &Screen) -> Result<Exit, Failure> {
    let text = serde_json::to_string_pretty(docs::document())
        .map_err(|error| Error::internal(format!("document as JSON: {error}")))?;
    screen.answer(&text);
    Ok(Exit::Ok)
}
