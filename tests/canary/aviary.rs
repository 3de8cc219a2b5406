//! A world in which every sealed column holds a text of its own that stands nowhere else.

use axum::http::Method;
use balinyaar::domain::payments::types::Gateway;
use balinyaar::domain::payments::webhooks;
use balinyaar::domain::tickets;
use balinyaar::domain::tickets::types::{Category, NewTicket, Priority, TicketKind};
use balinyaar::kernel::secret::Secret;
use serde_json::{Value, json};

use crate::support::{Customer, Nurse, Persona, Sex, TestApp};

/// One secret: where it lives, and the text to look for.
pub struct Canary {
    /// `table.column`.
    pub cell: &'static str,
    /// What must be found nowhere in the clear.
    pub text: String,
}

/// The seeded world.
pub struct Aviary<'a> {
    /// Every secret that is long enough to be looked for.
    pub canaries: Vec<Canary>,
    /// The family they belong to.
    pub family: Customer<'a>,
    /// The nurse asked.
    pub nurse: Nurse<'a>,
    /// An admin.
    pub admin: Persona<'a>,
    /// The family's patient with every fact.
    pub patient: String,
    /// The family's address with every part.
    pub address: String,
    /// The request that joins them.
    pub request: String,
}

/// Notes are plain by design: the nurse reads them before payment. They prove that the scan sees.
pub const PLANTED: &str = "کنترل planted in the open 51c0ffee";

/// A nurse's account, number and licence, valid by their check digits.
const IBAN: &str = "IR600009123456789012345678";
const NATIONAL_ID: &str = "0076543218";

/// What the nurse must know, but for the number to call.
const CARE: [&str; 5] = [
    "current_conditions",
    "medications",
    "allergies",
    "special_instructions",
    "emergency_contact_name",
];

fn secret(name: &str) -> String {
    format!("قناری {name} sings alone 7f3a91")
}

/// Seeds every sealed column through the API, each POST under a key so that its answer is stored.
pub async fn seed(app: &TestApp) -> Aviary<'_> {
    let family = app.customer("Reza");
    let nurse = app.nurse("Sara", Sex::Female);
    let admin = app.admin();
    let facts = [
        "mobility_notes",
        "allergies",
        "chronic_conditions",
        "medical_history",
        "current_medications",
    ];
    let mut patient = json!({
        "display_name": "Father", "gender": "male", "blood_group": "AB-", "genotype": "AS",
    });
    for fact in facts {
        patient[fact] = json!(secret(fact));
    }
    let patient = family
        .post_once("/patients", "k-patient", &patient)
        .await
        .created();
    let address = family
        .post_once("/addresses", "k-address", &address())
        .await
        .created();
    let profile = json!({
        "display_name": "Sara", "is_accepting_bookings": true, "disciplines": [], "districts": [],
        "iban": IBAN, "national_id": NATIONAL_ID,
    });
    nurse.put("/nurse/profile", &profile).await.ok();
    let paper = json!({ "kind": "health_certificate", "number": secret("number") });
    let papers = format!("/admin/nurses/{}/credentials", nurse.id);
    admin.post(&papers, &paper).await.created();
    nurse.post("/me/totp", &json!({})).await.ok();
    let mut question = family.question(&nurse);
    question["patient_id"] = patient["id"].clone();
    question["customer_address_id"] = address["id"].clone();
    question["customer_notes"] = json!(PLANTED);
    let request = family
        .post_once("/booking_requests", "k-ask", &question)
        .await
        .created();
    let mut paid = question.clone();
    paid["requested_date"] = json!("2031-05-09");
    let paid = family.post("/booking_requests", &paid).await.created();
    nurse.accepts(&paid).await.ok();
    let booking = app.captures(&paid);
    let mut care = json!({ "emergency_contact_phone": "+982188461937" });
    for field in CARE {
        care[field] = json!(secret(&format!("care {field}")));
    }
    let instructions = format!("/bookings/{booking}/care_instructions");
    family
        .post_once(&instructions, "k-care", &care)
        .await
        .created();
    open_ticket(app);
    let canaries = canaries(app, &facts).await;
    Aviary {
        canaries,
        patient: patient["id"].to_string(),
        address: address["id"].to_string(),
        request: request["id"].to_string(),
        family,
        nurse,
        admin,
    }
}

/// A ticket with a first message.
fn open_ticket(app: &TestApp) {
    let new = NewTicket {
        kind: TicketKind::Support,
        category: Category::Medical,
        priority: Priority::Low,
        subject: "A question".to_owned(),
        booking: None,
        customer: None,
        participants: Vec::new(),
        first_message: Some(Secret::new(secret("body"))),
    };
    app.write(move |tx| tickets::service::open(tx, &new));
}

/// A signed webhook; answers a word of its body.
fn told(app: &TestApp) -> String {
    let word = secret("webhook");
    let body = json!({ "event_id": "evt_canary", "type": word, "authority": "" }).to_string();
    let gateway = Gateway::Zarinpal;
    app.write(move |tx| webhooks::service::receive(tx, gateway, &body).map(drop));
    word
}

fn address() -> Value {
    json!({
        "address_line": secret("address_line"), "province": "Tehran", "city": "Tehran",
        "district": "Vanak", "postal_code": "1983046127", "lat": 35.783_461, "lng": 51.419_287,
    })
}

async fn canaries(app: &TestApp, facts: &[&'static str]) -> Vec<Canary> {
    let mut found: Vec<Canary> = facts
        .iter()
        .map(|fact| canary(fact, secret(fact)))
        .collect();
    found.push(canary("address_line", secret("address_line")));
    for field in CARE {
        found.push(canary(field, secret(&format!("care {field}"))));
    }
    found.push(canary("emergency_contact_phone", "982188461937".to_owned()));
    found.push(canary("number", secret("number")));
    found.push(canary("ticket_messages.body", secret("body")));
    found.push(canary("payment_webhook_events.body", told(app)));
    for (cell, text) in [
        ("postal_code", "1983046127"),
        ("lat", "35.783461"),
        ("lng", "51.419287"),
        ("iban", IBAN),
        ("national_id", NATIONAL_ID),
    ] {
        found.push(canary(cell, text.to_owned()));
    }
    let visitor = "+989351112233";
    let wish = json!({ "mobile": visitor, "purpose": "register" });
    let headers = [("content-type", "application/json")];
    let sent = app
        .nobody()
        .send(Method::POST, "/auth/code", &headers, wish.to_string())
        .await;
    assert!(sent.status.is_success(), "{}", sent.text());
    found.push(canary("recipient", "9351112233".to_owned()));
    found
}

fn canary(cell: &'static str, text: String) -> Canary {
    Canary { cell, text }
}
