//! `/livez` and `/readyz`: for whoever starts, watches and balances this process.

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::error::Error;
use crate::platform::health::{self, Verdict};

/// The process answers: nothing else is looked at.
pub async fn livez() -> Answer {
    Reply::ok(&json!({ "status": "alive" }))
}

/// 200 when everything holds, else 503; the body names what does not.
pub async fn readyz(State(app): State<App>) -> Answer {
    let looked = tokio::task::spawn_blocking(move || health::readiness(&app.db, &app.runner));
    let checks = looked
        .await
        .map_err(|_| Error::internal("readiness panicked"))?;
    let ready = checks.iter().all(|check| check.verdict == Verdict::Holds);
    let (status, word) = match ready {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not_ready"),
    };
    let checks: Map<String, Value> = checks
        .iter()
        .map(|check| (check.name.to_owned(), json!(check.verdict.as_str())))
        .collect();
    Reply::json(status, &json!({ "status": word, "checks": checks }))
}
