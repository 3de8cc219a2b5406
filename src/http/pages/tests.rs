//! What is read without scripts: help, refusals, addresses that lead nowhere.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Uri, header};

use super::{Look, grouped, refused};
use crate::http::assets::Web;
use crate::http::call::Facts;
use crate::http::state::Stance;
use crate::kernel::error::Error;
use crate::platform::messages::{self, Locale};
use crate::platform::tx::RequestTag;
use crate::testing::site::{Came, Site, ask};

const PHONE: &str = "+982144556677";

fn agency() -> Site {
    let fixed = [("agency_name", "Mehr <& Co>"), ("agency_phone", PHONE)];
    Site::with(Stance::default(), &fixed)
}

async fn read(site: &Site, path: &str, named: &[(header::HeaderName, &str)]) -> Came {
    let request = named
        .iter()
        .fold(ask(Method::GET, path), |request, (name, value)| {
            request.header(name, *value)
        });
    site.send(request.body(Body::empty()).unwrap()).await
}

async fn in_english(site: &Site, path: &str) -> Came {
    read(site, path, &[(header::ACCEPT_LANGUAGE, "en")]).await
}

fn is_html(came: &Came) -> bool {
    came.header("content-type")
        .unwrap()
        .starts_with("text/html")
}

#[tokio::test]
async fn an_address_of_no_page_is_told_so_in_both_languages() {
    let site = agency();
    for path in [
        "/nothing",
        "/n/nothing",
        "/desk/x",
        "/admin/x/y/z",
        "/help/nothing",
        "/me/x/y",
    ] {
        for (locale, dir) in [("fa", "rtl"), ("en", "ltr")] {
            let came = read(&site, path, &[(header::ACCEPT_LANGUAGE, locale)]).await;
            assert_eq!(came.status, 404, "{path}");
            assert!(is_html(&came), "{path}");
            let words = messages::text(Locale::parse(locale).unwrap(), "state.not_found.text", &[]);
            let page = came.text();
            assert!(page.contains(&format!("<html lang=\"{locale}\" dir=\"{dir}\"")));
            assert!(page.contains(&words.unwrap()), "{path} in {locale}");
        }
    }
}

#[tokio::test]
async fn every_screen_of_the_tables_is_a_page() {
    let site = agency();
    for path in [
        "/",
        "/login",
        "/me/patients/7",
        "/n/",
        "/n/requests/1",
        "/desk/",
        "/admin/",
    ] {
        let came = site.get(path).await;
        assert_eq!(came.status, 200, "{path}");
        let page = came.text();
        assert!(
            page.contains("id=\"boot\"") && !page.contains("{{"),
            "{path}"
        );
        assert!(
            page.contains("<noscript>") && page.contains("href=\"tel:"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn help_and_privacy_are_read_without_scripts() {
    let site = agency();
    for (path, key) in [
        ("/help", "help.emergencies.title"),
        ("/help/start", "help.start.4_text"),
        ("/help/families", "help.families.6"),
        ("/help/emergencies", "help.emergencies.2_text"),
        ("/privacy", "help.privacy.6_text"),
        ("/maintenance", "maintenance.kept"),
    ] {
        let page = in_english(&site, path).await;
        assert_eq!(page.status, 200, "{path}");
        let words = messages::text(Locale::En, key, &[]).unwrap();
        let page = page.text();
        assert!(page.contains(&words), "{path}");
        assert!(page.contains("<title>") && page.contains(" | Mehr &lt;&amp; Co&gt;</title>"));
        assert!(page.contains(&format!("href=\"tel:{PHONE}\"")), "{path}");
        assert!(page.contains("021 4455 6677"), "{path}");
    }
    let persian = read(&site, "/help?lang=fa", &[(header::ACCEPT_LANGUAGE, "en")]).await;
    assert!(persian.text().contains("<html lang=\"fa\" dir=\"rtl\""));
}

#[tokio::test]
async fn whoever_asks_for_a_page_too_often_reads_why() {
    let site = Site::with(
        Stance::default(),
        &[("public_per_minute", "1"), ("public_burst", "1")],
    );
    assert_eq!(in_english(&site, "/help").await.status, 200);
    let last = in_english(&site, "/help").await;
    assert_eq!(last.status, 429);
    assert!(is_html(&last) && last.header("retry-after").is_some());
    let page = last.text();
    let title = messages::text(Locale::En, "problem.limits.rate_limited.title", &[]);
    assert!(page.contains(&title.unwrap()), "{page}");
    assert!(
        !page.contains("<script"),
        "a refused page asks for nothing more"
    );
    let program = read(&site, "/help", &[(header::ACCEPT, "application/json")]).await;
    assert_eq!(program.problem().0, 429);
    let api = site.get("/api/v1/me").await;
    assert_eq!(api.problem().0, 429, "the API answers problems");
}

#[tokio::test]
async fn a_form_sent_from_elsewhere_is_refused_on_a_page() {
    let site = agency();
    let request = ask(Method::POST, "/help")
        .header("origin", "https://elsewhere.example")
        .header("host", "agency.example")
        .header(header::ACCEPT, "text/html,*/*")
        .body(Body::empty());
    let came = site.send(request.unwrap()).await;
    assert_eq!(came.status, 403);
    assert!(is_html(&came));
}

#[tokio::test]
async fn a_fault_of_ours_names_its_request_and_no_secret() {
    let site = agency();
    let facts = Facts {
        request: RequestTag(Arc::from("abc<123")),
        locale: Locale::En,
        address: IpAddr::from([127, 0, 0, 1]),
        method: Method::GET,
        uri: Uri::from_static("/help"),
        look: Look {
            theme: "dark",
            text_size: "larger",
        },
        read: true,
    };
    let error = Error::internal("the disk said no".to_owned());
    let page = refused(&site.app, &facts, &error).unwrap();
    assert!(page.contains("abc&lt;123") && page.contains("021 4455 6677"));
    assert!(!page.contains("the disk said no"));
    assert!(page.contains("data-theme=\"dark\" data-text-size=\"larger\""));
    assert!(page.contains("name=\"color-scheme\" content=\"dark\""));
}

#[tokio::test]
async fn the_page_is_drawn_in_the_chosen_colours_and_size_from_the_start() {
    let site = agency();
    let plain = site.get("/").await.text();
    assert!(plain.contains("data-theme=\"auto\" data-text-size=\"normal\""));
    let cookie = "text_size=large; theme=light";
    let chosen = read(&site, "/", &[(header::COOKIE, cookie)]).await.text();
    assert!(chosen.contains("data-theme=\"light\" data-text-size=\"large\""));
    let hostile = "text_size=\"><script>; theme=\"><b>";
    let page = read(&site, "/", &[(header::COOKIE, hostile)]).await.text();
    assert!(page.contains("data-theme=\"auto\" data-text-size=\"normal\""));
}

#[tokio::test]
async fn every_glyph_of_a_written_page_is_in_the_sprite() {
    let site = agency();
    let sprite = Web::get("icons.svg").unwrap().data;
    let sprite = String::from_utf8_lossy(&sprite).into_owned();
    let mut glyphs = 0;
    for path in [
        "/help",
        "/help/emergencies",
        "/privacy",
        "/maintenance",
        "/nothing",
    ] {
        let page = site.get(path).await.text();
        for part in page.split("/icons.svg#").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(
                sprite.contains(&format!("<symbol id=\"{name}\"")),
                "{path}: {name}"
            );
            glyphs += 1;
        }
    }
    assert!(glyphs > 20);
}

#[tokio::test]
async fn a_page_is_packed_for_browsers_on_either_kind_of_line() {
    let site = agency();
    let plain = site.get("/help").await;
    for (accepted, coding) in [("gzip, deflate", "gzip"), ("gzip, br", "br")] {
        let packed = read(&site, "/help", &[(header::ACCEPT_ENCODING, accepted)]).await;
        assert_eq!(packed.header("content-encoding").as_deref(), Some(coding));
        assert!(packed.header("vary").unwrap().contains("accept-encoding"));
        assert!(packed.body.len() < plain.body.len() / 2);
    }
    let asset = read(
        &site,
        "/_a/x/app/api.js",
        &[(header::ACCEPT_ENCODING, "gzip")],
    )
    .await;
    assert_eq!(asset.header("content-encoding").as_deref(), Some("gzip"));
    assert_eq!(
        asset.header("x-content-type-options").as_deref(),
        Some("nosniff")
    );
    assert_eq!(asset.header("content-security-policy"), None);
}

/// Spec 06, figures: what a first visit to a front door fetches, page, scripts, sheet, words,
/// letters and glyphs together.
#[tokio::test]
async fn a_first_visit_stays_within_its_budget() {
    const KIB: usize = 1_024;
    let site = agency();
    for (door, scripts_max, whole_max) in [
        ("/", 35, 110),
        ("/login", 35, 110),
        ("/nurses", 40, 113),
        ("/n/", 55, 140),
        ("/desk/", 100, 220),
        ("/admin/", 100, 220),
    ] {
        for language in ["fa", "en"] {
            let named = [
                (header::ACCEPT_LANGUAGE, language),
                (header::ACCEPT_ENCODING, "br"),
            ];
            let page = read(&site, door, &named[..1]).await.text();
            let mut whole = read(&site, door, &named).await.body.len();
            let (mut scripts, mut sheets) = (0, 0);
            let links: BTreeSet<&str> = page
                .split("=\"/_a/")
                .skip(1)
                .filter_map(|part| part.split(['"', '#']).next())
                .collect();
            assert!(links.len() > 40, "{door} names {} files", links.len());
            for link in links {
                let came = read(&site, &format!("/_a/{link}"), &named).await;
                assert_eq!(came.status, 200, "{link}");
                let weight = came.body.len();
                whole += weight;
                match link.rsplit('.').next() {
                    Some("js" | "mjs") => scripts += weight,
                    Some("css") => sheets += weight,
                    _ => {}
                }
            }
            assert!(sheets <= 10 * KIB, "the sheet weighs {sheets}");
            assert!(
                scripts <= scripts_max * KIB,
                "{door} {language}: scripts {scripts}"
            );
            assert!(
                whole <= whole_max * KIB,
                "{door} {language}: in all {whole}"
            );
        }
    }
}

#[test]
fn a_number_is_shown_as_it_is_dialled_at_home() {
    assert_eq!(grouped("+989121234567"), "0912 123 4567");
    assert_eq!(grouped("+982144556677"), "021 4455 6677");
    assert_eq!(grouped("115"), "115");
    assert_eq!(grouped("+4930123456"), "+4930123456");
}
