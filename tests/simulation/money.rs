//! Families pay through a provider that lies, fails and falls silent, browsers that never come back
//! or come back twice, and a clock that jumps. Afterwards our books and the provider's own must say
//! the same of every payment, and nothing may be lost, doubled or kept without cause.

use axum::body::Body;
use axum::http::Request;
use balinyaar::integrations::sandbox::gateway::FILE;
use balinyaar::integrations::sandbox::gateway::behaviour::{Behaviour, Press};
use balinyaar::kernel::time::Span;
use serde_json::{Value, json};

use super::dice::Dice;
use crate::support::{Customer, Nurse, Sex, TestApp};

/// Agencies of the quick size; `BALINYAAR_SEEDS` sets another number.
const SEEDS: u64 = 6;
/// Acts of one agency.
const STEPS: usize = 40;

/// What the provider is told to do; it does as it should half of the time.
const MOODS: [Behaviour; 12] = [
    Behaviour::Ok,
    Behaviour::Ok,
    Behaviour::Ok,
    Behaviour::Ok,
    Behaviour::Html,
    Behaviour::Error500,
    Behaviour::Truncated,
    Behaviour::TooMany,
    Behaviour::LostReturn,
    Behaviour::DuplicateCallback,
    Behaviour::ForeignCallback,
    Behaviour::RefundPending,
];

struct Run<'a> {
    app: &'a TestApp,
    family: Customer<'a>,
    nurse: Nurse<'a>,
    dice: Dice,
    /// Payments that were begun, with where they are paid.
    begun: Vec<Value>,
    open: Vec<Value>,
}

impl Run<'_> {
    async fn step(&mut self) {
        match self.dice.roll(10) {
            0..=2 => self.ask().await,
            3..=4 => self.begin().await,
            5..=7 => self.press().await,
            8 => self.change_mood(),
            _ => self.wait(),
        }
    }

    async fn ask(&mut self) {
        let asked = self.family.asks(&self.nurse).await.created();
        self.open.push(self.nurse.accepts(&asked).await.ok());
    }

    /// Begins to pay; the provider may not answer, the window may have closed.
    async fn begin(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let request = self.dice.pick(&self.open).clone();
        let path = format!("/booking_requests/{}/payments", request["id"]);
        let answer = self.family.post(&path, &json!({})).await;
        if answer.status.is_success() {
            self.begun.push(answer.json());
        }
    }

    /// Does something on the provider's page and comes back as often as the browser does.
    async fn press(&mut self) {
        if self.begun.is_empty() {
            return;
        }
        let payment = self.dice.pick(&self.begun).clone();
        let press = *self.dice.pick(Press::ALL);
        let url = payment["redirect_url"].as_str().unwrap();
        let name = url.rsplit('/').next().unwrap();
        let provider = &self.app.app.provider;
        let pressed = provider.press("zarinpal", name, press).unwrap();
        for visit in pressed.visits {
            let path = visit.strip_prefix("http://localhost").unwrap().to_owned();
            let request = Request::get(path).body(Body::empty()).unwrap();
            assert_eq!(self.app.send(request).await.status.as_u16(), 303);
        }
    }

    fn change_mood(&mut self) {
        let mood = *self.dice.pick(&MOODS);
        self.app.app.provider.behave(mood).unwrap();
    }

    fn wait(&mut self) {
        let minutes = self.dice.between(1, 20);
        self.app.advance_by(Span::minutes(minutes));
    }

    /// The provider behaves again, and everything that is due is done.
    fn settle(&self) {
        self.app.app.provider.behave(Behaviour::Ok).unwrap();
        for _ in 0..30 {
            self.app.advance_by(Span::minutes(30));
        }
    }
}

/// The provider's own books: each payment's name, what was charged, and what went back.
fn books(app: &TestApp) -> Vec<(String, String, i64, i64)> {
    let sql = rusqlite::Connection::open(app.data().join(FILE)).unwrap();
    let mut found = sql
        .prepare(
            "select authority, standing, charged, coalesce((select sum(amount) from refunds r
               where r.authority = o.authority and r.standing = 'DONE'), 0)
             from orders o order by id limit 1000",
        )
        .unwrap();
    let rows = found.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn prove(app: &TestApp, seed: u64) {
    for (name, standing, charged, back) in books(app) {
        let ours = |column: &str| {
            app.number(&format!(
                "select coalesce(max({column}), -1) from payment_transactions
                 where authority = '{name}'"
            ))
        };
        let place = format!("seed {seed}: {name} {standing}");
        assert_ne!(
            standing, "paid",
            "{place}: nobody took the money or gave it back"
        );
        if standing == "verified" {
            assert_eq!(ours("captured_irr"), charged, "{place}: arrived");
            assert_eq!(ours("refunded_irr"), back, "{place}: went back");
        } else {
            assert!(
                ours("coalesce(captured_irr, 0)") <= 0,
                "{place}: never arrived"
            );
        }
    }
    for (rule, sql) in [
        (
            "a booking is paid once",
            "select count(*) from bookings b where 1 <> (select count(*)
               from payment_transactions p where p.booking_request_id = b.booking_request_id
                 and p.status = 'succeeded')",
        ),
        (
            "money that was kept made a booking",
            "select count(*) from payment_transactions p where p.status = 'succeeded'
               and not exists (select 1 from bookings b
                 where b.booking_request_id = p.booking_request_id)",
        ),
        (
            "what had to go back went back whole",
            "select count(*) from payment_transactions where status = 'refund_pending'
               or (status = 'refunded' and refunded_irr <> captured_irr)",
        ),
        (
            "every attempt has an end",
            "select count(*) from payment_transactions where status = 'initiated'",
        ),
        (
            "escrow holds what bookings were paid",
            "select abs(coalesce((select sum(amount_irr) from ledger_entries
                 where account = 'escrow'), 0)
               + coalesce((select sum(gross_price_irr) from bookings), 0))",
        ),
        (
            "the books are balanced",
            "select abs(coalesce(sum(amount_irr), 0)) from ledger_entries",
        ),
    ] {
        assert_eq!(app.number(sql), 0, "seed {seed}: {rule}");
    }
}

#[test]
fn whatever_payers_browsers_and_provider_do_no_rial_is_lost() {
    let seeds = std::env::var("BALINYAAR_SEEDS").ok();
    let seeds = seeds.and_then(|text| text.parse().ok()).unwrap_or(SEEDS);
    for seed in 0..seeds {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let app = TestApp::new();
        runtime.block_on(async {
            let mut run = Run {
                family: app.customer("reza"),
                nurse: app.nurse("sara", Sex::Female),
                app: &app,
                dice: Dice::seeded(seed),
                begun: Vec::new(),
                open: Vec::new(),
            };
            for _ in 0..STEPS {
                run.step().await;
            }
            run.settle();
        });
        prove(&app, seed);
    }
}
