//! Answers: JSON with status, `Location`, `ETag` and `Link`; errors become problems at the edge.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

use crate::kernel::error::Error;

/// What a handler answers.
pub type Answer = Result<Reply, Error>;

/// A finished answer.
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    /// Headers beyond the content type.
    pub headers: HeaderMap,
    /// JSON bytes; empty for 204.
    pub body: Vec<u8>,
}

impl Reply {
    /// 200 with a resource.
    ///
    /// # Errors
    /// Internal, when the value cannot be written as JSON.
    pub fn ok(value: &impl Serialize) -> Answer {
        Reply::json(StatusCode::OK, value)
    }

    /// 201 with a resource and where it lives.
    ///
    /// # Errors
    /// Internal, when the value cannot be written as JSON.
    pub fn created(location: &str, value: &impl Serialize) -> Answer {
        Reply::json(StatusCode::CREATED, value)?.header(header::LOCATION, location)
    }

    /// 204.
    pub fn nothing() -> Reply {
        Reply {
            status: StatusCode::NO_CONTENT,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    /// Any status with a resource.
    ///
    /// # Errors
    /// Internal, when the value cannot be written as JSON.
    pub fn json(status: StatusCode, value: &impl Serialize) -> Answer {
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::internal(format!("answer as JSON: {error}")))?;
        Ok(Reply {
            status,
            headers: HeaderMap::new(),
            body,
        })
    }

    /// The same with one more header.
    ///
    /// # Errors
    /// Internal, when the value is not a legal header.
    pub fn header(mut self, name: HeaderName, value: &str) -> Answer {
        let value = HeaderValue::from_str(value)
            .map_err(|_| Error::internal(format!("header {name} has an illegal value")))?;
        self.headers.append(name, value);
        Ok(self)
    }

    /// The same with the version of the resource, for `If-Match`.
    ///
    /// # Errors
    /// Internal, when the tag is not a legal header.
    pub fn etag(self, tag: &str) -> Answer {
        self.header(header::ETAG, tag)
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.extend(self.headers);
        if self.status == StatusCode::NO_CONTENT {
            headers.remove(header::CONTENT_TYPE);
        } else if !headers.contains_key("x-problem") {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
        } else {
            headers.remove("x-problem");
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/problem+json"),
            );
        }
        response
    }
}

/// An error on its way to the edge, where the language of the caller is known.
#[derive(Clone)]
pub struct Failed(pub std::sync::Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = crate::http::problem::status(&self).into_response();
        response
            .extensions_mut()
            .insert(Failed(std::sync::Arc::new(self)));
        response
    }
}

/// A JSON number or null; the type that carries it is a text, exact to the last decimal.
pub fn coordinate() -> Object {
    let kinds: SchemaType = [Type::Number, Type::Null].into_iter().collect();
    ObjectBuilder::new().schema_type(kinds).build()
}
