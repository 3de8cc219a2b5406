//! A family looking for a nurse: `/nurses` and `/catalog/categories`.

use axum::http::Method;
use serde_json::json;

use super::{ids, members};
use crate::support::{Sex, TestApp};

#[tokio::test]
async fn anyone_searches_and_sees_exactly_what_helps_to_choose() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let found = app.nobody().get("/nurses").await.ok();
    assert_eq!(members(&found), ["items", "next_cursor"]);
    let nurse = &found["items"][0];
    let shown = [
        "average_rating",
        "display_name",
        "districts",
        "gender",
        "id",
        "total_reviews",
        "variants",
    ];
    assert_eq!(members(nurse), shown);
    assert_eq!(nurse["id"], sara.id.get());
    assert_eq!(nurse["average_rating"], json!(null));
    let offer = [
        "category",
        "id",
        "is_overnight",
        "price_irr",
        "price_unit",
        "title",
    ];
    assert_eq!(members(&nurse["variants"][0]), offer);
}

#[tokio::test]
async fn every_bad_filter_is_named_at_once() {
    let app = TestApp::new();
    let long = "x".repeat(101);
    let query = format!(
        "/nurses?gender=any&sort=luck&min_price_irr=-1&max_price_irr=1e9&min_rating=5.1\
         &date=soon&q={long}&city={long}&page_size=101&cursor=!!"
    );
    app.nobody()
        .get(&query)
        .await
        .invalid(&[("page_size", "out_of_range"), ("cursor", "invalid_cursor")]);
    let query = query.replace("&page_size=101&cursor=!!", "");
    app.nobody().get(&query).await.invalid(&[
        ("gender", "not_a_choice"),
        ("sort", "not_a_choice"),
        ("min_price_irr", "invalid_number"),
        ("max_price_irr", "invalid_number"),
        ("min_rating", "out_of_range"),
        ("date", "invalid_date"),
        ("q", "too_long"),
        ("city", "too_long"),
    ]);
    let crossed = app
        .nobody()
        .get("/nurses?min_price_irr=2&max_price_irr=1")
        .await;
    crossed.invalid(&[("max_price_irr", "out_of_range")]);
}

#[tokio::test]
async fn filters_take_persian_digits() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let amount = "%DB%B9%D9%AC%DB%B0%DB%B0%DB%B0%D9%AC%DB%B0%DB%B0%DB%B0"; // ۹٬۰۰۰٬۰۰۰
    for query in [
        format!("min_price_irr={amount}"),
        format!("max_price_irr={amount}"),
        "date=%DB%B2%DB%B0%DB%B2%DB%B6-03-01".to_owned(),
    ] {
        let found = app.nobody().get(&format!("/nurses?{query}")).await.ok();
        assert_eq!(ids(&found), [sara.id.get()], "{query}");
    }
    let dearer = app.nobody().get("/nurses?min_price_irr=9000001").await.ok();
    assert_eq!(ids(&dearer), [0; 0]);
}

#[tokio::test]
async fn the_next_page_begins_where_the_last_one_ended() {
    let app = TestApp::new();
    let mut all = Vec::new();
    for name in ["a", "b", "c", "d", "e"] {
        all.push(app.nurse(name, Sex::Male).id.get());
    }
    for sort in ["relevance", "price", "rating"] {
        let mut seen = Vec::new();
        let mut path = format!("/nurses?sort={sort}&page_size=2");
        loop {
            let answer = app.nobody().get(&path).await;
            let page = answer.ok();
            seen.extend(ids(&page));
            let Some(link) = answer.header("link") else {
                assert_eq!(page["next_cursor"], json!(null));
                break;
            };
            let next = link.strip_prefix("</api/v1").unwrap();
            path = next.split('>').next().unwrap().to_owned();
        }
        assert_eq!(seen, all, "{sort}");
    }
}

#[tokio::test]
async fn titles_are_in_the_readers_language_where_there_is_one() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let body = json!({ "category": "injection", "title": "تزریق", "title_en": "Injection",
                       "price_irr": 1, "price_unit": "per_visit" });
    sara.post("/nurse/variants", &body).await.created();
    let title = async |language: &str, path: &str, at: &str| {
        let headers = [("accept-language", language)];
        let answer = app.nobody().send(Method::GET, path, &headers, "").await;
        answer.ok().pointer(at).unwrap().clone()
    };
    let (search, at) = ("/nurses?category=injection", "/items/0/variants/0/title");
    assert_eq!(title("fa", search, at).await, "تزریق");
    assert_eq!(title("en", search, at).await, "Injection");
    let (categories, at) = ("/catalog/categories", "/items/1/title");
    assert_eq!(title("fa", categories, at).await, "تزریقات و سرم");
    assert_eq!(title("en", categories, at).await, "Injections and infusion");
    let at = "/items/1/tasks/0/title";
    assert_eq!(title("en", categories, at).await, "Check the prescription");
}

#[tokio::test]
async fn a_nurse_who_takes_no_requests_is_shown_but_not_found() {
    let app = TestApp::new();
    let sara = app.nurse("sara", Sex::Female);
    let rest = json!({ "display_name": "sara", "is_accepting_bookings": false });
    sara.put("/nurse/profile", &rest).await.ok();
    assert_eq!(ids(&app.nobody().get("/nurses").await.ok()), [0; 0]);
    let shown = app.nobody().get(&format!("/nurses/{}", sara.id)).await.ok();
    assert_eq!(shown["is_accepting_bookings"], false);
    for hidden in [
        "user_id",
        "iban",
        "national_id",
        "credentials",
        "is_verified",
    ] {
        assert!(shown.get(hidden).is_none(), "{hidden} is nobody's business");
    }
    app.nobody()
        .get("/nurses/99")
        .await
        .problem(404, "request.not_found");
}

#[tokio::test]
async fn the_total_of_a_search_is_of_all_pages_and_only_when_asked_for() {
    let app = TestApp::new();
    for name in ["a", "b", "c"] {
        app.nurse(name, Sex::Male);
    }
    let asked = app
        .nobody()
        .get("/nurses?count=1&page_size=1&page=2")
        .await
        .ok();
    assert_eq!((asked["total"].clone(), ids(&asked).len()), (json!(3), 1));
    let none = app.nobody().get("/nurses?count=1&gender=female").await.ok();
    assert_eq!(none["total"], json!(0));
    assert!(
        app.nobody()
            .get("/nurses")
            .await
            .ok()
            .get("total")
            .is_none()
    );
    let desk = app
        .agent()
        .get("/admin/nurses?count=1&page_size=1&q=b")
        .await
        .ok();
    assert_eq!(desk["total"], json!(1));
}
