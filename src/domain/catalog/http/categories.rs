//! `/catalog/categories`.

use axum::extract::State;
use serde::Serialize;

use crate::domain::catalog::service;
use crate::domain::catalog::types::{Category, Term};
use crate::http::call::{Anyone, Call};
use crate::http::paging::listed;
use crate::http::reply::Answer;
use crate::http::state::App;
use crate::kernel::page::Page;
use crate::platform::messages::Locale;

/// A word of the catalogue; `title` is in the language of the answer.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct TermJson {
    code: String,
    title: String,
    title_fa: String,
    title_en: String,
}

/// A kind of care.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct CategoryJson {
    #[serde(flatten)]
    term: TermJson,
    /// What can be chosen.
    options: Vec<TermJson>,
    /// What is done on a visit.
    tasks: Vec<TermJson>,
}

impl TermJson {
    fn of(term: Term, locale: Locale) -> TermJson {
        let title = match locale {
            Locale::Fa => term.title_fa.clone(),
            Locale::En => term.title_en.clone(),
        };
        TermJson {
            code: term.code,
            title,
            title_fa: term.title_fa,
            title_en: term.title_en,
        }
    }
}

impl CategoryJson {
    fn of(category: Category, locale: Locale) -> CategoryJson {
        let terms = |terms: Vec<Term>| {
            let all = terms.into_iter().map(|term| TermJson::of(term, locale));
            all.collect()
        };
        CategoryJson {
            term: TermJson::of(category.term, locale),
            options: terms(category.options),
            tasks: terms(category.tasks),
        }
    }
}

/// Every kind of care the agency offers at home, in the order shown.
#[utoipa::path(get, path = "/catalog/categories", tag = "catalog",
    responses((status = 200, body = [CategoryJson])))]
pub(super) async fn list(State(app): State<App>, call: Call<Anyone>) -> Answer {
    let back = call.clone();
    app.read(&call, move |tx| {
        let all = Page::whole(service::categories(tx)?);
        listed(
            &back,
            all.map(|category| CategoryJson::of(category, back.facts.locale)),
        )
    })
    .await
}
