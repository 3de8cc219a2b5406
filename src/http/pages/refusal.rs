//! A refusal to somebody who asked for a page: the same words as in the problem, but to be read.

use super::{Pen, Written, call, escape, icon, language};
use crate::http::call::Facts;
use crate::http::problem;
use crate::http::state::App;
use crate::kernel::error::Error;

/// No page has this address.
pub fn missing(pen: &Pen) -> Written {
    let title = pen.say("state.not_found.title");
    let html = format!(
        "<h1>{title}</h1>{}",
        state(
            "search",
            "state-calm",
            &pen.say("state.not_found.text"),
            &home(pen)
        )
    );
    Written {
        title: pen.title(&title),
        html,
    }
}

/// The whole page of a refusal, with what to do next and the id to name on the phone.
///
/// # Errors
/// Internal, when the template is missing.
pub fn refused(app: &App, facts: &Facts, error: &Error) -> Result<String, Error> {
    let locale = language(facts, None);
    let pen = Pen::new(app, locale);
    let (title, detail) = problem::words(error, locale);
    let glyph = match error {
        Error::Forbidden(_) | Error::Unauthenticated(_) => "lock",
        Error::RateLimited(_) => "hourglass",
        Error::NotFound(_) => "search",
        _ => "triangle-alert",
    };
    let tone = if problem::status(error).is_server_error() {
        "state-problem"
    } else {
        "state-calm"
    };
    let again = format!(
        "<a class=\"button button-secondary button-md\" href=\"\">{}<span>{}</span></a>",
        icon("refresh-cw", "md"),
        pen.say("action.retry")
    );
    let phone = match pen.phone() {
        "" => String::new(),
        number => format!("<p>{} {}</p>", pen.say("state.call"), call(number)),
    };
    let id = format!(
        "<p class=\"state-id\">{} <code dir=\"ltr\">{}</code></p>",
        pen.say("state.request_id"),
        escape(&facts.request.0)
    );
    let action = format!("{again}{}{phone}{id}", home(&pen));
    let main = format!(
        "<h1>{}</h1>{}",
        escape(&title),
        state(glyph, tone, &escape(&detail), &action)
    );
    pen.plain(facts.look, &escape(&title), &main)
}

fn home(pen: &Pen) -> String {
    format!(
        "<a class=\"button button-secondary button-md\" href=\"/\">{}<span>{}</span></a>",
        icon("house", "md"),
        pen.say("shell.home")
    )
}

/// What a page says when it says one thing: a glyph, a text, what to do.
pub fn state(glyph: &str, tone: &str, text: &str, action: &str) -> String {
    format!(
        "<div class=\"state {tone}\"><span class=\"state-icon\">{}</span>\
         <p class=\"state-text\">{text}</p><div class=\"state-action\">{action}</div></div>",
        icon(glyph, "xl"),
    )
}
