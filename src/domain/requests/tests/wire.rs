//! Booking requests as an outside client sees them.

use axum::http::{Method, StatusCode};
use expect_test::expect;
use serde_json::{Value, json};

use super::{LINE, People};
use crate::domain::accounts::service as accounts;
use crate::http::state::Stance;
use crate::kernel::actor::Caller;
use crate::kernel::time::Span;
use crate::testing::site::{Came, Site};

/// A running site with its people and a key for each.
pub struct Wire {
    pub site: Site,
    pub people: People,
    pub reza: String,
    pub mina: String,
    pub sara: String,
    pub omid: String,
    pub admin: String,
    pub agent: String,
}

impl Wire {
    pub fn open() -> Wire {
        Wire::with(&[])
    }

    pub fn with(settings: &[(&str, &str)]) -> Wire {
        let site = Site::with(Stance::default(), settings);
        let people = People::settle(&site.stage);
        let key = |caller: Caller| {
            let issue = site
                .stage
                .write(move |tx| accounts::issue_api_key(tx, caller.user, "test", None));
            issue.unwrap()
        };
        Wire {
            reza: key(people.reza.caller),
            mina: key(people.mina.caller),
            sara: key(people.sara.caller),
            omid: key(people.omid.caller),
            admin: key(people.admin),
            agent: key(people.agent),
            site,
            people,
        }
    }

    /// Reza's wish of Sara as JSON.
    pub fn wish(&self) -> Value {
        let (reza, sara) = (&self.people.reza, &self.people.sara);
        json!({
            "nurse_id": sara.id.get(),
            "variant_id": sara.day.get(),
            "patient_id": reza.patient.get(),
            "customer_address_id": reza.address.get(),
            "requested_date": "2026-03-05",
            "requested_time_start": "09:00",
            "requested_time_end": "13:00",
        })
    }

    pub async fn ask(&self) -> i64 {
        let came = self.post(&self.reza, "", &self.wish()).await;
        came.json()["id"].as_i64().unwrap()
    }

    pub async fn post(&self, key: &str, path: &str, body: &Value) -> Came {
        let path = format!("/booking_requests{path}");
        self.site.post_as(key, &path, &body.to_string()).await
    }

    pub async fn get(&self, key: &str, path: &str) -> Came {
        let path = format!("/booking_requests{path}");
        self.site.get_as(key, &path).await
    }

    /// The same POST with an idempotency key.
    pub async fn once(&self, key: &str, path: &str, word: &str, body: &Value) -> Came {
        let path = format!("/booking_requests{path}");
        let header = ("idempotency-key", word);
        let target = (Method::POST, path.as_str());
        let body = body.to_string();
        self.site.send_with(key, target, header, &body).await
    }
}

/// The wish with one field changed.
pub fn with(wish: &Value, field: &str, value: Value) -> Value {
    let mut wish = wish.clone();
    wish[field] = value;
    wish
}

/// Status and bad fields, or status and code.
pub fn told(came: &Came) -> (u16, String) {
    let problem = came.json();
    let fields = problem["errors"].as_array().map(|errors| {
        let named = errors.iter().map(|error| {
            let word = |name: &str| error[name].as_str().unwrap().to_owned();
            format!("{}: {}", word("field"), word("code"))
        });
        named.collect::<Vec<_>>().join(", ")
    });
    let (status, code) = came.problem();
    (status, fields.unwrap_or(code))
}

#[tokio::test]
async fn the_resource_has_every_column_and_null_is_never_left_out() {
    let wire = Wire::open();
    let wish = with(&wire.wish(), "customer_notes", json!("پله دارد"));
    let came = wire.post(&wire.reza, "", &wish).await;
    assert_eq!(came.status, StatusCode::CREATED);
    assert_eq!(
        came.header("location").as_deref(),
        Some("/api/v1/booking_requests/1")
    );
    let text = serde_json::to_string_pretty(&came.json()).unwrap();
    expect![[r#"
        {
          "address": {
            "address_line": "خیابان گلستان، پلاک ۱۲، واحد ۳",
            "city": "تهران",
            "district": "ونک"
          },
          "booking_id": null,
          "created_at": "2026-03-01T04:30:00Z",
          "created_by_id": 3,
          "customer_address_id": 1,
          "customer_id": 1,
          "customer_notes": "پله دارد",
          "deleted_at": null,
          "id": 1,
          "modified_at": "2026-03-01T04:30:00Z",
          "modified_by_id": 3,
          "nurse": {
            "average_rating": null,
            "display_name": "سارا محمدی",
            "id": 1
          },
          "nurse_id": 1,
          "nurse_rejection_reason": null,
          "nurse_response_deadline_at": "2026-03-02T04:30:00Z",
          "patient": {
            "display_name": "مادر رضا",
            "id": 1
          },
          "patient_id": 1,
          "payment_deadline_at": null,
          "requested_date": "2026-03-05",
          "requested_time_end": "13:00",
          "requested_time_start": "09:00",
          "required_caregiver_gender": null,
          "session_count": 1,
          "status": "pending_nurse_response",
          "timeline": [
            {
              "actor_role": "customer",
              "at": "2026-03-01T04:30:00Z",
              "from": null,
              "reason": null,
              "to": "pending_nurse_response"
            }
          ],
          "variant": {
            "id": 1,
            "title": "مراقبت روزانه"
          },
          "variant_id": 1,
          "visit_interval_days": 1
        }"#]]
    .assert_eq(&text);
    let read = wire.get(&wire.reza, "/1").await;
    assert_eq!((read.status, read.body), (StatusCode::OK, came.body));
}

/// Every key of a JSON value, at any depth.
fn keys(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.push(name.clone());
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn no_answer_names_money_and_none_to_the_nurse_names_the_street() {
    let wire = Wire::open();
    let id = wire.ask().await;
    let accepted = wire
        .post(&wire.sara, &format!("/{id}/accept"), &json!({}))
        .await;
    assert_eq!(accepted.json()["warnings"], json!([]));
    let mut seen = vec![accepted];
    for key in [&wire.sara, &wire.reza, &wire.admin] {
        seen.push(wire.get(key, "").await);
        seen.push(wire.get(key, &format!("/{id}")).await);
    }
    for came in &seen {
        assert_eq!(came.status, StatusCode::OK);
        let mut names = Vec::new();
        keys(&came.json(), &mut names);
        assert!(names.len() > 30);
        let money = |name: &String| name.contains("irr") || name.contains("amount");
        assert!(!names.iter().any(money), "{names:?}");
    }
    // The answer to the accept, the nurse's list, the nurse's detail; then the family's.
    for nurse in &seen[..3] {
        assert!(!nurse.text().contains("گلستان") && !nurse.text().contains("address_line"));
    }
    assert_eq!(seen[3].json()["items"][0]["address"]["address_line"], LINE);
    assert!(!seen[5].text().contains("address_line"));
    let told = wire.site.get_as(&wire.sara, "/notifications").await;
    assert!(told.text().contains("مادر رضا") && !told.text().contains("گلستان"));
}

#[tokio::test]
async fn the_expiry_run_answers_what_it_ended() {
    let wire = Wire::open();
    let (asked, accepted) = (wire.ask().await, wire.ask().await);
    wire.post(&wire.sara, &format!("/{accepted}/accept"), &json!({}))
        .await;
    wire.site.stage.advance(Span::hours(24));
    let run = async || {
        let path = "/admin/booking_requests/expire";
        let came = wire.site.post_as(&wire.admin, path, "").await;
        assert_eq!(came.status, StatusCode::OK);
        came.json()
    };
    let counts = |no, paid| json!({ "expired_no_response": no, "payment_deadline_expired": paid });
    assert_eq!(run().await, counts(1, 1));
    assert_eq!(run().await, counts(0, 0));
    let read = wire.get(&wire.reza, &format!("/{asked}")).await.json();
    assert_eq!(read["timeline"][1]["actor_role"], "admin");
}

#[tokio::test]
async fn a_run_ends_more_than_one_batch() {
    let wire = Wire::open();
    wire.ask().await;
    let copies = "insert into booking_requests (customer_id, nurse_id, patient_id, variant_id,
           customer_address_id, requested_date, requested_time_start, requested_time_end, status,
           nurse_response_deadline_at, created_at, modified_at, created_by_id)
         with recursive n(i) as (select 1 union all select i + 1 from n where i < 250)
         select customer_id, nurse_id, patient_id, variant_id, customer_address_id,
           requested_date, requested_time_start, requested_time_end, status,
           nurse_response_deadline_at, created_at, modified_at, created_by_id
         from booking_requests, n where id = 1";
    wire.site.stage.write(|tx| tx.execute(copies, [])).unwrap();
    wire.site.stage.advance(Span::hours(24));
    let path = "/admin/booking_requests/expire";
    let came = wire.site.post_as(&wire.admin, path, "").await;
    assert_eq!(came.json()["expired_no_response"], 251);
    assert_eq!(wire.site.stage.count("booking_request_events"), 251);
}

#[tokio::test]
async fn filters_and_pages_go_over_the_wire() {
    let wire = Wire::open();
    for _ in 0..3 {
        wire.ask().await;
    }
    wire.post(&wire.sara, "/2/accept", &json!({})).await;
    let first = wire.get(&wire.sara, "?page_size=2&count=1").await;
    let page = first.json();
    assert_eq!(
        page["items"][0]["id"], 1,
        "the accepted one waits for the family"
    );
    assert_eq!(
        (page["items"].as_array().unwrap().len(), &page["total"]),
        (2, &json!(3))
    );
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    let cursor = page["next_cursor"].as_str().unwrap();
    let last = wire
        .get(&wire.sara, &format!("?page_size=2&cursor={cursor}"))
        .await
        .json();
    assert_eq!(
        (last["items"][0]["id"].as_i64(), &last["next_cursor"]),
        (Some(2), &Value::Null)
    );
    let waiting = wire
        .get(&wire.reza, "?status=accepted_awaiting_payment")
        .await
        .json();
    assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
    let bad = wire.get(&wire.reza, "?status=lost&role=boss").await;
    assert_eq!(
        told(&bad),
        (400, "status: not_a_choice, role: not_a_choice".to_owned())
    );
    let other = wire.get(&wire.reza, "?role=nurse").await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn notices_go_over_the_wire_in_the_readers_language() {
    let wire = Wire::open();
    let id = wire.ask().await;
    wire.post(&wire.sara, &format!("/{id}/accept"), &json!({}))
        .await;
    let site = &wire.site;
    let read = async |language| {
        let target = (Method::GET, "/notifications?unread=1&count=1&page_size=1");
        let header = ("accept-language", language);
        site.send_with(&wire.reza, target, header, "").await.json()
    };
    let page = read("fa").await;
    assert_eq!(page["total"], 1);
    let item = &page["items"][0];
    assert_eq!(item["event"], "booking_request_accepted");
    let data = json!({ "booking_request_id": id, "payment_deadline_at": "2026-03-01T05:00:00Z" });
    assert_eq!(item["data"], data);
    assert_eq!(
        (&item["read_at"], item["id"].as_i64()),
        (&Value::Null, Some(2))
    );
    assert!(
        item["body"]
            .as_str()
            .unwrap()
            .contains("یکشنبه ۱۰ اسفند ۱۴۰۴ ساعت ۰۸:۳۰")
    );
    let english = read("en").await;
    assert!(
        english["items"][0]["title"]
            .as_str()
            .unwrap()
            .contains("accepted")
    );
    let post = async |key: &str, path: &str, body: &str| site.post_as(key, path, body).await;
    assert_eq!(
        post(&wire.sara, "/notifications/2/read", "").await.status,
        404
    );
    let marked = post(&wire.reza, "/notifications/2/read", "").await.json();
    assert_eq!(marked["read_at"], "2026-03-01T04:30:00Z");
    let badge = site
        .get_as(&wire.reza, "/notifications/unread_count")
        .await
        .json();
    assert_eq!(badge, json!({ "unread": 0 }));
    let all = post(&wire.sara, "/notifications/read_all", "{}")
        .await
        .json();
    assert_eq!(all, json!({ "marked": 1, "unread": 0 }));
    let none = post(&wire.sara, "/notifications/read", r#"{"ids":[0]}"#).await;
    assert_eq!(told(&none), (400, "ids: out_of_range".to_owned()));
    let named = post(&wire.sara, "/notifications/read", r#"{"ids":[1]}"#)
        .await
        .json();
    assert_eq!(named["marked"], 0);
}
