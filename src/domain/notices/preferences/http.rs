//! Routes of what one wants to be told by.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use super::types::{Choice, Group, Preference, Wish};
use crate::http::body::{Body, Check};
use crate::http::call::{Call, Signed};
use crate::http::reply::{Answer, Reply};
use crate::http::state::App;
use crate::kernel::check::Fields;
use crate::platform::tx::ReadTx;

/// Routes of this file.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, choose))
}

#[derive(Serialize, ToSchema)]
struct PreferenceJson {
    /// Stable word, such as `requests`.
    group: &'static str,
    /// Always true: the list of notices is complete.
    in_app: bool,
    email: bool,
    /// Null where no text messages are sent. They also need `sms_consent` at `/me`.
    sms: Option<bool>,
}

impl From<Preference> for PreferenceJson {
    fn from(it: Preference) -> PreferenceJson {
        PreferenceJson {
            group: it.group.as_str(),
            in_app: true,
            email: it.email == Wish::On,
            sms: it.sms.map(|wish| wish == Wish::On),
        }
    }
}

/// Every group that concerns the caller: there are as many as the program knows.
#[derive(Serialize, ToSchema)]
struct PreferencesJson {
    items: Vec<PreferenceJson>,
    next_cursor: Option<String>,
}

fn whole(preferences: Vec<Preference>) -> Answer {
    Reply::ok(&PreferencesJson {
        items: preferences.into_iter().map(PreferenceJson::from).collect(),
        next_cursor: None,
    })
}

/// By which ways one is told, beside the notices here.
#[utoipa::path(get, path = "/me/notice_preferences", tag = "notifications",
    responses((status = 200, body = PreferencesJson)))]
async fn list(State(app): State<App>, call: Call<Signed>) -> Answer {
    let who = call.who.0;
    app.read(&call, move |tx: &ReadTx<'_>| {
        whole(service::list(tx, who.user, who.roles)?)
    })
    .await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChoiceJson {
    group: Option<String>,
    email: Option<bool>,
    sms: Option<bool>,
}

/// The groups to change; the rest stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChoicesJson {
    items: Option<Vec<ChoiceJson>>,
}

impl Check for ChoicesJson {
    type Valid = Vec<Choice>;

    fn check(self, fields: &mut Fields) -> Option<Vec<Choice>> {
        let items = fields.required("items", self.items)?;
        let wish = |on: bool| if on { Wish::On } else { Wish::Off };
        let choices: Option<Vec<Choice>> = items
            .into_iter()
            .map(|item| {
                Some(Choice {
                    group: Group::parse(&item.group?)?,
                    email: item.email.map(wish),
                    sms: item.sms.map(wish),
                })
            })
            .collect();
        let few = choices.filter(|choices| choices.len() <= Group::ALL.len());
        fields.parsed("items", few, "not_a_choice")
    }
}

/// Chooses by which ways one is told of each group.
#[utoipa::path(put, path = "/me/notice_preferences", tag = "notifications",
    request_body = ChoicesJson, responses((status = 200, body = PreferencesJson)))]
async fn choose(State(app): State<App>, call: Call<Signed>, body: Body<ChoicesJson>) -> Answer {
    let (who, choices) = (call.who.0, body.command);
    app.write(&call, move |tx| {
        whole(service::choose(tx, who.user, who.roles, &choices)?)
    })
    .await
}
