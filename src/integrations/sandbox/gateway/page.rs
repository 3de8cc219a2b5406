//! The page a payer sees: an amount and buttons. Plain HTML and one form; works without a script.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::behaviour::Press;
use super::book::Order;
use super::{MOUNT, Pressed, Provider};
use crate::kernel::error::Error;
use crate::platform::messages::{self, Locale};

/// How the program that mounts the provider has pages look.
#[derive(Clone)]
pub struct Look {
    /// The reader's language.
    pub locale: Locale,
    /// Where the style sheet lies.
    pub css: String,
}

/// Buttons in the order they stand, the safe ones first.
const BUTTONS: [Press; 8] = [
    Press::Pay,
    Press::Decline,
    Press::Cancel,
    Press::Close,
    Press::PayAndClose,
    Press::PayTwice,
    Press::PayLate,
    Press::PayAnotherAmount,
];

pub(super) async fn zarinpal(
    State(provider): State<Provider>,
    Extension(look): Extension<Look>,
    Path(authority): Path<String>,
) -> Response {
    show(&provider, &look, "zarinpal", &authority)
}

pub(super) async fn zibal(
    State(provider): State<Provider>,
    Extension(look): Extension<Look>,
    Path(track): Path<String>,
) -> Response {
    show(&provider, &look, "zibal", &track)
}

pub(super) async fn press_zarinpal(
    State(provider): State<Provider>,
    Extension(look): Extension<Look>,
    Path(authority): Path<String>,
    body: String,
) -> Response {
    press(&provider, &look, ("zarinpal", &authority), &body)
}

pub(super) async fn press_zibal(
    State(provider): State<Provider>,
    Extension(look): Extension<Look>,
    Path(track): Path<String>,
    body: String,
) -> Response {
    press(&provider, &look, ("zibal", &track), &body)
}

fn show(provider: &Provider, look: &Look, gateway: &str, authority: &str) -> Response {
    let found = provider.open(|book, _| book.order(gateway, authority));
    match found {
        Ok(order) if order.is_open() => {
            page(look, StatusCode::OK, "sandbox.title", &form(look, &order))
        }
        Ok(_) => page(look, StatusCode::OK, "sandbox.settled", ""),
        Err(error) => refuse(look, &error),
    }
}

fn press(provider: &Provider, look: &Look, (gateway, name): (&str, &str), body: &str) -> Response {
    let word = body.strip_prefix("press=").unwrap_or("");
    let Some(press) = Press::parse(word) else {
        return page(look, StatusCode::BAD_REQUEST, "sandbox.unknown", "");
    };
    match provider.press(gateway, name, press) {
        Ok(Pressed { visits }) => go(look, &visits),
        Err(error) => refuse(look, &error),
    }
}

/// Sends the browser where it goes; a second visit is made by a picture that is none.
fn go(look: &Look, visits: &[String]) -> Response {
    match visits {
        [] => page(look, StatusCode::OK, "sandbox.closed", ""),
        [one] => Redirect::to(one).into_response(),
        [one, rest @ ..] => {
            let first = escape(one);
            let again: String = rest
                .iter()
                .map(|url| {
                    format!(
                        "<img src=\"{}\" alt=\"\" width=\"1\" height=\"1\">",
                        escape(url)
                    )
                })
                .collect();
            let words = escape(&say(look, "sandbox.back"));
            let body = format!("{again}<p><a class=\"button\" href=\"{first}\">{words}</a></p>");
            page(look, StatusCode::OK, "sandbox.twice", &body)
        }
    }
}

fn refuse(look: &Look, error: &Error) -> Response {
    let status = match error {
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    page(look, status, "sandbox.unknown", "")
}

fn form(look: &Look, order: &Order) -> String {
    let path = match order.gateway.as_str() {
        "zibal" => format!("{MOUNT}/zibal/start/{}", order.authority),
        _ => format!("{MOUNT}/zarinpal/pg/StartPay/{}", order.authority),
    };
    let amount = match look.locale {
        Locale::Fa => order.amount.grouped_fa(),
        Locale::En => order.amount.grouped(),
    };
    let buttons: String = BUTTONS
        .iter()
        .map(|press| {
            let (word, is_main) = (press.as_str(), *press == Press::Pay);
            let class = if is_main {
                "button button-primary"
            } else {
                "button button-secondary"
            };
            let label = escape(&say(look, &format!("sandbox.press.{word}")));
            format!(
                "<li><button class=\"{class}\" type=\"submit\" name=\"press\" value=\"{word}\">\
                 {label}</button></li>"
            )
        })
        .collect();
    format!(
        "<p class=\"sandbox-amount\">{}</p><p>{}</p>\
         <form method=\"post\" action=\"{path}\">\
         <ul class=\"sandbox-buttons\">{buttons}</ul></form>",
        escape(&told(look, "sandbox.amount", &amount)),
        escape(&say(look, "sandbox.lead")),
    )
}

fn page(look: &Look, status: StatusCode, heading: &str, body: &str) -> Response {
    let (lang, dir) = (look.locale.as_str(), look.locale.direction());
    let heading = escape(&say(look, heading));
    let ribbon = escape(&say(look, "sandbox.ribbon"));
    let css = escape(&look.css);
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{heading}</title>\n\
         <link rel=\"stylesheet\" href=\"{css}\">\n</head>\n<body>\n\
         <main class=\"main sandbox\"><p class=\"sandbox-ribbon\">{ribbon}</p>\
         <h1>{heading}</h1>{body}</main>\n</body>\n</html>\n"
    );
    let cache = [(header::CACHE_CONTROL, "no-store")];
    (status, cache, Html(html)).into_response()
}

fn say(look: &Look, key: &str) -> String {
    messages::text(look.locale, key, &[]).unwrap_or_else(|| key.to_owned())
}

fn told(look: &Look, key: &str, amount: &str) -> String {
    let text = messages::text(look.locale, key, &[("amount", amount)]);
    text.unwrap_or_else(|| key.to_owned())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
