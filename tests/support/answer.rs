//! What came back, with the assertions a test makes of it.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::Value;

/// Bytes of an answer read at most.
const BODY_MAX: usize = 16 * 1024 * 1024;

/// An answer, read to its end.
pub struct Answer {
    /// Method and path, for failing assertions.
    pub what: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads a response to its end.
    pub async fn read(what: String, response: Response) -> Answer {
        let (parts, body) = response.into_parts();
        // A stream of events has no end to read to.
        let is_stream = parts
            .headers
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        let body = if is_stream { Body::empty() } else { body };
        let body = axum::body::to_bytes(body, BODY_MAX).await.unwrap();
        Answer {
            what,
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.text()))
    }

    /// One header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// 200, and the resource.
    #[track_caller]
    pub fn ok(&self) -> Value {
        self.expect(StatusCode::OK)
    }

    /// 201 with a `Location`, and the resource.
    #[track_caller]
    pub fn created(&self) -> Value {
        let resource = self.expect(StatusCode::CREATED);
        assert!(
            self.header("location").is_some(),
            "{}: no Location",
            self.what
        );
        resource
    }

    /// 204.
    #[track_caller]
    pub fn gone(&self) {
        assert_eq!(
            self.status,
            StatusCode::NO_CONTENT,
            "{}: {}",
            self.what,
            self.text()
        );
    }

    /// A problem of this status and code, in the shape every problem has.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}: {}",
            self.what,
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}: {problem}", self.what);
        assert_problem_shape(self);
        problem
    }

    /// 400 for these fields: name and code of each.
    #[track_caller]
    pub fn invalid(&self, fields: &[(&str, &str)]) {
        let problem = self.problem(400, "request.invalid");
        let mut named: Vec<(String, String)> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| (word(&error["field"]), word(&error["code"])))
            .collect();
        let mut expected: Vec<(String, String)> = fields
            .iter()
            .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
            .collect();
        named.sort();
        expected.sort();
        assert_eq!(named, expected, "{}", self.what);
    }

    #[track_caller]
    fn expect(&self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
        assert_eq!(
            self.header("content-type"),
            Some("application/json"),
            "{}",
            self.what
        );
        self.json()
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Every refusal has the members and headers clients rely on, and nothing from inside.
#[track_caller]
pub fn assert_problem_shape(answer: &Answer) {
    let what = &answer.what;
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{what}"
    );
    let problem = answer.json();
    let code = problem["code"]
        .as_str()
        .unwrap_or_else(|| panic!("{what}: no code"));
    assert_eq!(problem["type"], format!("/problems/{code}"), "{what}");
    assert_eq!(problem["status"], answer.status.as_u16(), "{what}");
    for member in ["title", "detail", "instance", "request_id"] {
        let text = problem[member].as_str().unwrap_or("");
        assert!(!text.is_empty(), "{what}: {member} is empty in {problem}");
    }
    assert_eq!(
        problem["request_id"].as_str(),
        answer.header("x-request-id"),
        "{what}"
    );
    assert_eq!(
        problem.get("errors").is_some(),
        code == "request.invalid",
        "{what}: {problem}"
    );
    for inside in ["sqlite", "SELECT", "src/", ".rs:", "panicked", "constraint"] {
        assert!(
            !answer.text().contains(inside),
            "{what} tells of the inside: {problem}"
        );
    }
}
