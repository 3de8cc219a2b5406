//! JSON bodies → valid commands, with every bad field named at once.

use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::kernel::error::{Error, codes};

/// Bytes a JSON body may have.
const BODY_MAX: usize = 64 * 1024;
/// How many wrongly typed fields of one body are looked for.
const REPAIRS_MAX: usize = 32;

/// A wire struct (all fields optional, unknown ones denied) that turns into a valid command.
pub trait Check: DeserializeOwned {
    /// What the service takes.
    type Valid: Send;

    /// Reads every field, noting what is wrong. `None` only when something was noted.
    fn check(self, fields: &mut Fields) -> Option<Self::Valid>;
}

/// A valid command and the fingerprint of the bytes it came from.
pub struct Body<T: Check> {
    /// The valid command.
    pub command: T::Valid,
    /// The bytes as sent, for the idempotency fingerprint.
    pub bytes: Vec<u8>,
}

/// The body of an action without fields: nothing, or `{}`.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

impl Check for Empty {
    type Valid = ();
    fn check(self, _: &mut Fields) -> Option<()> {
        Some(())
    }
}

/// A body on a route about a row: what is wrong with it is told only once the row is known to be
/// the caller's to change. The transaction asks for scope and role first and then for the verdict.
pub struct Judged<T: Check> {
    /// The valid command, or what is wrong.
    pub verdict: Result<T::Valid, Error>,
    /// The bytes as sent, for the idempotency fingerprint.
    pub bytes: Vec<u8>,
}

/// What a POST was sent: the command for its transaction and the bytes it came from.
pub trait Sent {
    /// What the transaction takes.
    type Command: Send + 'static;

    /// Command and bytes.
    fn parts(self) -> (Self::Command, Vec<u8>);
}

impl<T: Check> Sent for Body<T>
where
    T::Valid: 'static,
{
    type Command = T::Valid;

    fn parts(self) -> (T::Valid, Vec<u8>) {
        (self.command, self.bytes)
    }
}

impl<T: Check> Sent for Judged<T>
where
    T::Valid: 'static,
{
    type Command = Result<T::Valid, Error>;

    fn parts(self) -> (Result<T::Valid, Error>, Vec<u8>) {
        (self.verdict, self.bytes)
    }
}

impl<T: Check> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let Judged { verdict, bytes } = Judged::<T>::from_request(request, app).await?;
        Ok(Body {
            command: verdict?,
            bytes,
        })
    }
}

impl<T: Check> FromRequest<App> for Judged<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self, Error> {
        let announced = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|length| length > BODY_MAX) {
            return Err(Error::TooLarge);
        }
        let bytes = axum::body::to_bytes(request.into_body(), BODY_MAX)
            .await
            .map_err(|_| Error::TooLarge)?
            .to_vec();
        let text = if bytes.is_empty() {
            b"{}".as_slice()
        } else {
            &bytes
        };
        Ok(Judged {
            verdict: parse::<T>(text),
            bytes,
        })
    }
}

/// Reads a field that may be sent as null, which is something else than leaving it out. Goes with
/// `#[serde(default, deserialize_with = "given")]`.
///
/// # Errors
/// When the value is of another type.
pub fn given<'de, D, T>(field: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(field).map(Some)
}

fn parse<T: Check>(bytes: &[u8]) -> Result<T::Valid, Error> {
    let mut fields = Fields::new();
    let wire = match serde_json::from_slice::<T>(bytes) {
        Ok(wire) => wire,
        Err(_) => repair::<T>(bytes, &mut fields)?,
    };
    let valid = wire.check(&mut fields);
    fields.finish(valid)
}

/// Takes out one ill-typed or unknown field after another, noting each, until the rest reads.
fn repair<T: Check>(bytes: &[u8], fields: &mut Fields) -> Result<T, Error> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|_| Error::refused(codes::MALFORMED))?;
    let Value::Object(mut object) = value else {
        return Err(Error::refused(codes::MALFORMED));
    };
    for _ in 0..REPAIRS_MAX {
        let attempt: Result<T, _> = serde_path_to_error::deserialize(Value::Object(object.clone()));
        let error = match attempt {
            Ok(wire) if !fields.is_clean() => return Ok(wire),
            // Sound once read as a tree, where the last of equal names wins: a field named twice.
            Ok(_) => break,
            Err(error) => error,
        };
        let path = error.path().to_string();
        let name = path.split(['.', '[']).next().unwrap_or("").to_owned();
        let name = match object.remove(&name) {
            Some(_) => name,
            None => take_unknown::<T>(&mut object).ok_or(Error::refused(codes::MALFORMED))?,
        };
        let code = if is_known::<T>(&name) {
            "wrong_type"
        } else {
            "unknown_field"
        };
        fields.bad(&name, code);
    }
    Err(Error::refused(codes::MALFORMED))
}

fn take_unknown<T: Check>(object: &mut serde_json::Map<String, Value>) -> Option<String> {
    let name = object.keys().find(|name| !is_known::<T>(name))?.clone();
    object.remove(&name);
    Some(name)
}

/// A field the wire struct has reads as `null` when it stands alone.
fn is_known<T: Check>(name: &str) -> bool {
    let mut alone = serde_json::Map::new();
    alone.insert(name.to_owned(), Value::Null);
    serde_json::from_value::<T>(Value::Object(alone)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wire {
        name: Option<String>,
        count: Option<i64>,
        tags: Option<Vec<String>>,
    }

    impl Check for Wire {
        type Valid = (String, i64);
        fn check(self, fields: &mut Fields) -> Option<(String, i64)> {
            let name = fields.text("name", self.name, 5);
            let count = fields.integer("count", self.count, 1..=9);
            drop(self.tags);
            Some((name?, count?))
        }
    }

    fn errors(body: &str) -> Vec<(String, &'static str)> {
        match parse::<Wire>(body.as_bytes()) {
            Err(Error::Invalid(errors)) => {
                let mut errors: Vec<_> = errors.into_iter().map(|e| (e.field, e.code)).collect();
                errors.sort();
                errors
            }
            Err(Error::Refused(code, _)) => vec![(code.0.to_owned(), "refused")],
            Err(_) => vec![("other".to_owned(), "other")],
            Ok(_) => vec![],
        }
    }

    fn named(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        let mut named: Vec<_> = pairs
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        named.sort();
        named
    }

    #[test]
    fn every_bad_field_is_named_at_once() {
        assert_eq!(errors(r#"{"name":"ok","count":3}"#), vec![]);
        assert_eq!(
            errors(r#"{"name":7,"count":"x","tags":[1],"irr":5}"#),
            named(&[
                ("irr", "unknown_field"),
                ("name", "wrong_type"),
                ("count", "wrong_type"),
                ("tags", "wrong_type"),
            ])
        );
        assert_eq!(
            errors("{}"),
            named(&[("name", "required"), ("count", "required")])
        );
        assert_eq!(
            errors(r#"{"name":"too long","count":10}"#),
            named(&[("name", "too_long"), ("count", "out_of_range")])
        );
    }

    #[test]
    fn what_is_not_a_json_object_is_malformed() {
        for bad in [
            "",
            "[",
            "[]",
            "7",
            "\"a\"",
            "null",
            "{\"name\":}",
            "{\"a\":1",
            "{\"name\":\"a\",\"count\":1,\"name\":\"b\"}",
            "\u{feff}{}",
        ] {
            assert_eq!(
                errors(bad),
                named(&[("request.malformed_json", "refused")]),
                "{bad}"
            );
        }
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(
            errors(&deep),
            named(&[("request.malformed_json", "refused")])
        );
    }
}
