//! `/admin/settings`: every setting with its bounds, and saving one.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::body::{Body, Check};
use crate::http::call::{Admin, Call};
use crate::http::query::Word;
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::platform::settings::Kind;
use crate::platform::settings::saved::{self, InForce};

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one, save))
}

#[derive(Serialize, utoipa::ToSchema)]
struct SettingJson {
    key: &'static str,
    group: &'static str,
    kind: &'static str,
    /// Bounds of an integer.
    min: Option<i64>,
    max: Option<i64>,
    /// Characters a text may have.
    max_length: Option<usize>,
    /// Words a choice offers.
    choices: Option<Vec<&'static str>>,
    default: &'static str,
    value: String,
    /// `default`, `saved`, `toml`, `environment` or `command_line`.
    source: &'static str,
    /// Fixed outside: cannot be saved here.
    locked: bool,
    /// Only the owner may save it.
    owner_only: bool,
    /// For `If-Match`.
    etag: String,
    modified_at: Option<String>,
    modified_by_id: Option<i64>,
}

impl From<InForce> for SettingJson {
    fn from(it: InForce) -> SettingJson {
        let (min, max) = match it.setting.kind {
            Kind::Integer { min, max } => (Some(min), Some(max)),
            _ => (None, None),
        };
        let max_length = match it.setting.kind {
            Kind::Text { max } => Some(max),
            _ => None,
        };
        let choices = match it.setting.kind {
            Kind::Choice(words) => Some(words.to_vec()),
            _ => None,
        };
        SettingJson {
            key: it.setting.key,
            group: it.setting.group.as_str(),
            kind: it.setting.kind.as_str(),
            min,
            max,
            max_length,
            choices,
            default: it.setting.default,
            source: it.source.as_str(),
            locked: it.source.is_locked(),
            owner_only: it.setting.group.is_owner_only(),
            etag: it.version(),
            modified_at: it.modified_at.map(|at| at.to_rfc3339()),
            modified_by_id: it.modified_by.map(|user| user.get()),
            value: it.value,
        }
    }
}

/// The whole catalogue at once: it is as long as the program makes it.
#[derive(Serialize, utoipa::ToSchema)]
struct SettingsJson {
    items: Vec<SettingJson>,
    next_cursor: Option<String>,
}

#[utoipa::path(get, path = "/admin/settings", tag = "settings",
    responses((status = 200, body = SettingsJson)))]
async fn list(State(app): State<App>, call: Call<Admin>) -> Answer {
    app.read(&call, |tx| {
        Reply::ok(&SettingsJson {
            items: saved::all(tx)?.into_iter().map(SettingJson::from).collect(),
            next_cursor: None,
        })
    })
    .await
}

#[utoipa::path(get, path = "/admin/settings/{key}", tag = "settings",
    params(("key" = String, Path, description = "Key of the setting")),
    responses((status = 200, body = SettingJson)))]
async fn one(State(app): State<App>, call: Call<Admin>, key: Word) -> Answer {
    app.read(&call, move |tx| shown(saved::one(tx, &key.0)?))
        .await
}

fn shown(setting: InForce) -> Answer {
    let etag = setting.version();
    Reply::ok(&SettingJson::from(setting))?.etag(&etag)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SaveJson {
    /// A string, a number or a boolean.
    value: Option<Value>,
}

impl Check for SaveJson {
    type Valid = String;

    fn check(self, fields: &mut Fields) -> Option<String> {
        let text = match fields.required("value", self.value)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        fields.parsed("value", text, "wrong_type")
    }
}

#[utoipa::path(put, path = "/admin/settings/{key}", tag = "settings",
    params(("key" = String, Path, description = "Key of the setting")),
    request_body = SaveJson,
    responses((status = 200, body = SettingJson)))]
async fn save(
    State(app): State<App>,
    call: Call<Admin>,
    key: Word,
    body: Body<SaveJson>,
) -> Answer {
    let version = call.if_match.clone();
    app.write(&call, move |tx| {
        shown(saved::save(tx, &key.0, &body.command, version.as_deref())?)
    })
    .await
}
