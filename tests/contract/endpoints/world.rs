//! The ten callers, and rows of the family and the nurse for them to try.

use axum::http::Method;
use balinyaar::domain::alerts::types::{AlertKind, NewAlert, Severity, Subject, SubjectKind};
use balinyaar::domain::{alerts, bookings};
use balinyaar::kernel::ids::{BookingId, BookingSessionId};
use balinyaar::kernel::secret::Secret;
use balinyaar::platform::outbox::{self, Channel, Delivery, Message};
use balinyaar::platform::tx::Tx;
use serde_json::{Value, json};

use super::policy::{Row, Rule, Send};
use crate::support::{Answer, Customer, Nurse, Persona, Sex, TestApp};

/// Names of the callers, in the order of the policy.
pub const CALLERS: [&str; 10] = [
    "nobody",
    "its customer",
    "another customer",
    "the nurse asked",
    "another nurse",
    "a doctor",
    "an agent",
    "finance",
    "an admin",
    "the owner",
];

/// One agency with everybody in it.
pub struct World<'a> {
    app: &'a TestApp,
    family: Customer<'a>,
    stranger: Customer<'a>,
    nurse: Nurse<'a>,
    colleague: Nurse<'a>,
    others: [Persona<'a>; 6],
}

impl<'a> World<'a> {
    /// Everybody moves in.
    pub fn new(app: &'a TestApp) -> World<'a> {
        World {
            app,
            family: app.customer("Reza"),
            stranger: app.customer("Kaveh"),
            nurse: app.nurse("Sara", Sex::Female),
            colleague: app.nurse("Nima", Sex::Male),
            others: [
                app.nobody(),
                app.doctor(),
                app.agent(),
                app.finance(),
                app.admin(),
                app.owner(),
            ],
        }
    }

    /// The callers, in the order of [`CALLERS`].
    pub fn callers(&self) -> [&Persona<'a>; 10] {
        let [nobody, doctor, agent, finance, admin, owner] = &self.others;
        [
            nobody,
            &self.family,
            &self.stranger,
            &self.nurse,
            &self.colleague,
            doctor,
            agent,
            finance,
            admin,
            owner,
        ]
    }

    fn admin(&self) -> &Persona<'a> {
        &self.others[4]
    }

    /// A row nobody has touched yet, as the path writes it.
    pub async fn fresh(&self, row: Row) -> String {
        let id = |value: Value| value["id"].to_string();
        match row {
            Row::None => String::new(),
            Row::Patient => id(self.family.post("/patients", &patient()).await.created()),
            Row::Address => id(self.family.post("/addresses", &address()).await.created()),
            Row::Request => id(self.family.asks(&self.nurse).await.created()),
            Row::Booking => self.paid().await.to_string(),
            Row::Payment => self.paying().await,
            Row::Visit => self.visit_of(self.paid().await).to_string(),
            Row::Customer => self.family.id.to_string(),
            Row::Nurse => self.nurse.id.to_string(),
            Row::Variant => id(self.offered().await),
            Row::Notice => self.told().await,
            Row::Session => self.signed_in().await,
            Row::Key => id(self
                .family
                .post("/me/api_keys", &key_name())
                .await
                .created()),
            Row::User => self.stranger.user.unwrap().to_string(),
            Row::Alert => self.raised(),
            Row::Backup => self.copied().await,
            Row::Job => "outbox_delivery".to_owned(),
            Row::Setting => "nurse_response_deadline_hours".to_owned(),
            Row::Message => self.given_up(),
            Row::Token => "no-such-token".to_owned(),
        }
    }

    async fn offered(&self) -> Value {
        self.nurse
            .post("/nurse/variants", &self.variant().await)
            .await
            .created()
    }

    /// A booking nobody has touched yet.
    async fn paid(&self) -> BookingId {
        let request = self.family.asks(&self.nurse).await.created();
        self.nurse.accepts(&request).await.ok();
        self.app.captures(&request)
    }

    /// The first visit of a booking.
    fn visit_of(&self, booking: BookingId) -> BookingSessionId {
        let first = move |tx: &Tx<'_>| {
            let visits = bookings::sessions::service::of_booking(tx, booking)?;
            Ok(visits[0].id)
        };
        self.app.write(first)
    }

    /// The newest backup, made when there is none yet.
    async fn copied(&self) -> String {
        let owner = &self.others[5];
        let made = owner.get("/admin/backups").await.ok();
        if made["items"][0]["id"].is_null() {
            owner.post("/admin/backups", &json!({})).await.created();
        }
        let made = owner.get("/admin/backups").await.ok();
        made["items"][0]["id"].to_string()
    }

    /// The family's newest notice: their request was accepted.
    async fn told(&self) -> String {
        let request = self.family.asks(&self.nurse).await.created();
        self.nurse.accepts(&request).await.ok();
        let notices = self.family.get("/notifications").await.ok();
        notices["items"][0]["id"].to_string()
    }

    /// A text message nobody would take.
    fn given_up(&self) -> String {
        let message = Message {
            channel: Channel::Sms,
            to: Secret::new("+989121234567"),
            subject: String::new(),
            body: Secret::new("A link"),
            event: "invitation",
        };
        let put = move |tx: &Tx<'_>| {
            let id = outbox::put(tx, &message)?;
            outbox::settle(tx, id, 0, Delivery::Never("refused"))?;
            Ok(id)
        };
        self.app.write(put).to_string()
    }

    /// A session of the family's customer.
    async fn signed_in(&self) -> String {
        let user = self.family.user.unwrap();
        let sql = "insert into sessions
                     (user_id, token_hash, label, idle_ms, created_at, seen_at, ends_at)
                   select ?1, randomblob(32), 'Firefox', 60000, ?2, ?2, ?2 + 60000";
        self.app
            .write(move |tx| tx.insert(sql, (user, tx.now)))
            .to_string()
    }

    /// An open alert about something nobody has an alert about.
    fn raised(&self) -> String {
        let raise = |tx: &Tx<'_>| {
            let row = tx.one("select count(*) + 1 from support_alerts", [], |row| {
                Ok(row.get(0)?)
            })?;
            let new = NewAlert {
                kind: AlertKind::MessageFailed,
                severity: Severity::Warning,
                subject: Subject {
                    kind: SubjectKind::Message,
                    row,
                },
                booking: None,
            };
            alerts::service::raise(tx, &new)
        };
        self.app.write(raise).to_string()
    }

    /// The family's request the nurse has accepted.
    async fn accepted(&self) -> Value {
        let request = self.family.asks(&self.nurse).await.created();
        self.nurse.accepts(&request).await.ok()
    }

    /// An attempt to pay for such a request.
    async fn paying(&self) -> String {
        let request = self.accepted().await;
        let path = format!("/booking_requests/{}/payments", request["id"]);
        let payment = self.family.post(&path, &json!({})).await.created();
        payment["id"].to_string()
    }

    /// Sends what a rule says, about this row.
    pub async fn call(&self, rule: &Rule, caller: &Persona<'_>, row: &str) -> Answer {
        let body = match rule.send {
            Send::Nothing => String::new(),
            _ => self.body(rule.send, caller).await.to_string(),
        };
        self.call_with(rule, caller, row, body).await
    }

    /// Sends this very body, about this row.
    pub async fn call_with(
        &self,
        rule: &Rule,
        caller: &Persona<'_>,
        row: &str,
        body: String,
    ) -> Answer {
        let mut path = rule.path.to_owned();
        if let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
            path.replace_range(open..=close, row);
        }
        let staff = self.callers()[6..]
            .iter()
            .any(|staff| staff.token == caller.token);
        if staff && rule.row == Row::None && matches!(rule.send, Send::Patient | Send::Address) {
            path.push_str(&format!("?customer_id={}", self.family.id));
        }
        let method: Method = rule.method.parse().unwrap();
        let headers = [("content-type", "application/json")];
        caller.send(method, &path, &headers, body).await
    }

    async fn variant(&self) -> Value {
        let categories = self.app.nobody().get("/catalog/categories").await.ok();
        let first = &categories
            .as_array()
            .or(categories["items"].as_array())
            .unwrap()[0];
        json!({
            "category": first["code"], "title": "Night care", "price_irr": 12_000_000,
            "price_unit": "per_visit", "is_overnight": true, "is_active": true,
        })
    }

    /// A body that passes every check.
    pub async fn body(&self, send: Send, caller: &Persona<'_>) -> Value {
        match send {
            Send::Nothing | Send::Empty => json!({}),
            Send::Patient => patient(),
            Send::Address => address(),
            Send::Request => self.family.question(&self.nurse),
            Send::Convert => json!({ "booking_request_id": self.accepted().await["id"] }),
            Send::Reason => json!({ "reason": "Not at that hour" }),
            Send::Profile => json!({
                "display_name": "Sara", "is_accepting_bookings": true,
                "disciplines": ["nursing"], "districts": [],
            }),
            Send::Nurse => json!({ "user_id": self.newcomer(caller), "gender": "female",
                "display_name": "New", "is_accepting_bookings": true,
                "disciplines": [], "districts": [] }),
            Send::Variant => self.variant().await,
            Send::Paper => json!({ "kind": "nursing_license", "number": "88123",
                "issued_on": "2025-01-01", "expires_on": "2027-01-01" }),
            Send::Value => json!({ "value": "12" }),
            Send::KeyName => key_name(),
            Send::User => json!({ "name": "Renamed" }),
            Send::Transition => json!({ "status": "closed" }),
            Send::Substitute => json!({ "nurse_id": self.colleague.id.get() }),
            Send::Care => json!({ "allergies": "Penicillin",
                "emergency_contact_name": "Maryam", "emergency_contact_phone": "021 8877 6655" }),
            Send::Missed => json!({ "missed_reason": "client_not_home" }),
            Send::Reschedule => json!({ "scheduled_date": "2031-05-06",
                "scheduled_time_start": "10:00", "scheduled_time_end": "12:00" }),
        }
    }

    /// A user with the role of a nurse and no profile yet.
    fn newcomer(&self, caller: &Persona<'_>) -> i64 {
        let name = if caller.token == self.admin().token {
            "Mina"
        } else {
            "Parisa"
        };
        let roles = [balinyaar::kernel::actor::Role::Nurse];
        Persona::with_roles(self.app, name, &roles)
            .user
            .unwrap()
            .get()
    }
}

fn patient() -> Value {
    json!({ "display_name": "Father", "gender": "male", "birth_date": "1945-06-01" })
}

fn address() -> Value {
    json!({
        "address_line": "Mehrabani alley 4", "province": "Tehran", "city": "Tehran",
        "district": "Vanak",
    })
}

fn key_name() -> Value {
    json!({ "name": "reports", "scopes": ["read"] })
}
