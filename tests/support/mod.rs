//! A whole agency for tests: the real router without a socket, a folder of its own, a clock that
//! stands until it is moved, and people with keys.
//!
//! Dropping a [`TestApp`] audits the world it leaves behind; see [`watch`].

pub mod answer;
pub mod people;
pub mod persona;
pub mod snapshot;
pub mod watch;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use balinyaar::app::{self, Open, Opening};
use balinyaar::domain::bookings::types::Capture;
use balinyaar::domain::{bookings, requests};
use balinyaar::http::router;
use balinyaar::http::state::{App, Stance};
use balinyaar::kernel::error::Error;
use balinyaar::kernel::ids::{BookingId, RequestId};
use balinyaar::kernel::time::{Day, DayTime, Span, Timestamp};
use balinyaar::platform::clock::Clock;
use balinyaar::platform::db::Origin;
use balinyaar::platform::installation::Agency;
use balinyaar::platform::settings::Source;
use balinyaar::platform::tx::Tx;
use balinyaar::platform::vault::random::Entropy;
use serde_json::Value;
use tower::ServiceExt as _;

pub use answer::Answer;
pub use people::{Customer, Nurse, Sex};
pub use persona::Persona;

/// Lanes of the rate limiter; tests that are not about limits switch them off.
const LANES: [&str; 4] = [
    "signed_in_per_minute",
    "sensitive_per_minute",
    "public_per_minute",
    "sign_in_per_minute",
];

/// A running agency in a folder of its own.
pub struct TestApp {
    /// What handlers are handed.
    pub app: App,
    open: Open,
    router: Router,
    folder: tempfile::TempDir,
}

/// The instant of a day and time of day in Tehran: `"2026-03-01 08:00"`.
pub fn tehran(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    let zone = jiff::tz::TimeZone::get("Asia/Tehran").unwrap();
    let (day, time) = (Day::parse(day).unwrap(), DayTime::parse(time).unwrap());
    day.at(time, &zone)
}

impl TestApp {
    /// An agency on a Sunday morning.
    pub fn new() -> TestApp {
        TestApp::at("2026-03-01 08:00")
    }

    /// An agency at an instant of Tehran, without rate limits.
    pub fn at(instant: &str) -> TestApp {
        TestApp::with(instant, &LANES.map(|lane| (lane, "0")))
    }

    /// An agency with settings fixed from outside.
    pub fn with(instant: &str, settings: &[(&str, &str)]) -> TestApp {
        watch::listen();
        let folder = tempfile::tempdir().unwrap();
        let outside = settings
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned(), Source::CommandLine));
        let open = app::open(Opening {
            dir: folder.path().join("data"),
            key_file: None,
            clock: Clock::manual(tehran(instant)),
            outside: outside.collect(),
            kind: Agency::Real,
            entropy: Entropy::Os,
        })
        .unwrap_or_else(|error| panic!("the agency does not open: {error:?}"));
        let stance = Stance {
            data_dir: folder.path().join("data"),
            ..Stance::default()
        };
        let app = app::running(open.db.clone(), stance).unwrap();
        let router = router::site(app.clone());
        TestApp {
            app,
            open,
            router,
            folder,
        }
    }

    /// The instant it is for the agency.
    pub fn now(&self) -> Timestamp {
        self.open.db.now()
    }

    /// Lets hours pass; every job that falls due runs at its time.
    pub fn advance(&self, hours: i64) {
        self.advance_by(Span::hours(hours));
    }

    /// Lets time pass; every job that falls due runs at its time.
    pub fn advance_by(&self, span: Span) {
        self.app.runner.advance(span).unwrap();
    }

    /// Moves the clock alone: the sweeps have not run yet.
    pub fn slip(&self, span: Span) {
        self.open.db.clock().advance(span);
    }

    /// Runs a use case as the program itself.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.open
            .db
            .write_blocking(Origin::system(), act)
            .unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// What an accepted request comes to now is captured: the booking that makes.
    pub fn captures(&self, request: &Value) -> BookingId {
        let request = RequestId::new(request["id"].as_i64().unwrap());
        self.write(move |tx| {
            let quote = bookings::service::quote(tx, &requests::service::load(tx, request)?)?;
            let capture = Capture {
                quote,
                psp_fee: None,
            };
            Ok(bookings::service::convert(tx, request, &capture)?.booking())
        })
    }

    /// Answers one number of the store, such as a count.
    pub fn number(&self, sql: &str) -> i64 {
        self.open
            .db
            .read_blocking(Origin::system(), |tx| {
                tx.one(sql, [], |row| Ok(row.get(0)?))
            })
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }

    /// Rows of every table, so that "nothing was written" can be said of all of them.
    pub fn row_counts(&self) -> Vec<(String, i64)> {
        self.tables()
            .into_iter()
            .map(|table| {
                let count = self.number(&format!("select count(*) from {table}"));
                (table, count)
            })
            .collect()
    }

    /// Every table of ours.
    pub fn tables(&self) -> Vec<String> {
        let sql = "select name from sqlite_schema where type = 'table'
                   and name not like 'sqlite_%' order by name";
        self.open
            .db
            .read_blocking(Origin::system(), |tx| {
                tx.list(sql, [], |row| Ok(row.get(0)?))
            })
            .unwrap()
    }

    /// The folder that holds the database, its log and its key.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Sends a request as it stands.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let what = format!("{} {}", request.method(), request.uri());
        let response = self.router.clone().oneshot(request).await.unwrap();
        Answer::read(what, response).await
    }

    /// Somebody who has not signed in.
    pub fn nobody(&self) -> Persona<'_> {
        Persona::nobody(self)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            watch::audit(&self.open.db);
        }
        self.open.db.stop();
    }
}

/// A request to the API, `path` below `/api/v1`.
pub fn request(method: &Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
}
