//! Staff looking a family up: `/admin/customers`.

use serde_json::json;

use super::{bare, ids};
use crate::support::{Sex, TestApp};

#[tokio::test]
async fn staff_find_a_family_by_name_number_or_address() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.customer("Sara"));
    let agent = app.agent();
    let one = agent
        .get(&format!("/admin/customers/{}", sara.id))
        .await
        .ok();
    let mobile = one["mobile"].as_str().unwrap().replace("+98", "0");
    let email = one["email"].as_str().unwrap().to_uppercase();
    let list =
        async |query: String| ids(&agent.get(&format!("/admin/customers?{query}")).await.ok());
    let (a, b) = (reza.id.get(), sara.id.get());
    assert_eq!(list(String::new()).await, [b, a], "newest first");
    assert_eq!(list("q=sar".to_owned()).await, [b]);
    assert_eq!(list(format!("mobile={mobile}")).await, [b]);
    assert_eq!(list(format!("email={email}")).await, [b]);
    assert_eq!(list("mobile=09120000000".to_owned()).await, [0; 0]);
    let bad = agent.get("/admin/customers?mobile=12&email=x").await;
    bad.invalid(&[("mobile", "invalid_mobile"), ("email", "invalid_email")]);
}

#[tokio::test]
async fn a_name_is_found_in_any_spelling_a_keyboard_gives_it() {
    let app = TestApp::new();
    let (aida, _) = (app.customer("Aida"), app.customer("Reza"));
    let named = json!({ "name": "آیدا كيانى ۲" });
    aida.put("/me", &named).await.ok();
    let agent = app.agent();
    // Without the hamza carrier; with Persian kaf and yeh and a Latin digit; with Arabic ones.
    for words in ["ایدا", "کیانی 2", "كياني ٢"] {
        let bytes = words.bytes().map(|byte| format!("%{byte:02X}"));
        let path = format!("/admin/customers?q={}", bytes.collect::<String>());
        assert_eq!(
            ids(&agent.get(&path).await.ok()),
            [aida.id.get()],
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_list_masks_contacts_and_a_reading_of_one_is_noted() {
    let app = TestApp::new();
    let reza = app.customer("Reza");
    let agent = app.agent();
    let listed = agent.get("/admin/customers").await.ok();
    let masked = listed["items"][0]["mobile_masked"].as_str().unwrap();
    assert!(
        masked.starts_with("093") && masked.contains("•••"),
        "{masked}"
    );
    let notes = "select count(*) from access_log where entity = 'customer_profiles'";
    assert_eq!(app.number(notes), 0);
    let one = agent
        .get(&format!("/admin/customers/{}", reza.id))
        .await
        .ok();
    assert!(one["mobile"].as_str().unwrap().starts_with("+9893"));
    assert_eq!(app.number(notes), 1);
}

#[tokio::test]
async fn nobody_but_staff_looks_families_up() {
    let app = TestApp::new();
    let (reza, sara) = (app.customer("Reza"), app.customer("Sara"));
    let visiting = app.nurse("nurse", Sex::Female);
    let path = format!("/admin/customers/{}", reza.id);
    for who in [&*sara, &*visiting] {
        who.get("/admin/customers")
            .await
            .problem(403, "auth.forbidden");
        let absent = who.get("/admin/customers/99").await;
        assert_eq!(bare(&who.get(&path).await), bare(&absent));
        absent.problem(404, "request.not_found");
    }
    reza.get(&path).await.problem(403, "auth.forbidden");
    app.nobody()
        .get(&path)
        .await
        .problem(401, "auth.unauthenticated");
}

#[tokio::test]
async fn who_works_for_the_agency_is_no_customer() {
    let app = TestApp::new();
    let (agent, doctor) = (app.agent(), app.doctor());
    app.nurse("nurse", Sex::Female);
    assert_eq!(ids(&agent.get("/admin/customers").await.ok()), [0; 0]);
    doctor
        .get("/admin/customers")
        .await
        .problem(403, "auth.forbidden");
}
