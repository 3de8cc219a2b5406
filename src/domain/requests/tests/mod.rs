//! Booking requests through their services, on a real store with a clock that stands still.

mod answers;
mod create;
mod reading;
mod refusals;
mod retries;
mod rules;
mod storms;
mod sweep;
mod wire;

use rusqlite::types::ValueRef;

use super::service;
use super::types::{GenderRequirement, NewRequest, RequestDetail, RequestStatus, Schedule};
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::NewUser;
use crate::domain::catalog::service as catalog;
use crate::domain::catalog::types::{NewVariant, PriceUnit};
use crate::domain::people::service as people;
use crate::domain::people::types::nurses::{Accepting, NewNurse, NurseText};
use crate::domain::people::types::{Facts, Gender, NewAddress, NewCustomer, NewPatient, Primary};
use crate::kernel::actor::{Caller, Role};
use crate::kernel::error::Error;
use crate::kernel::ids::{AddressId, NurseId, PatientId, RequestId, UserId, VariantId};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::Mobile;
use crate::kernel::time::{Day, DayTime};
use crate::platform::tx::Tx;
use crate::testing::{Stage, as_customer, as_nurse, caller};

/// The line no nurse may read.
pub const LINE: &str = "خیابان گلستان، پلاک ۱۲، واحد ۳";

/// A family with one patient and one address.
#[derive(Clone, Copy)]
pub struct Family {
    pub caller: Caller,
    pub patient: PatientId,
    pub address: AddressId,
}

/// A nurse with a day offer and a night offer.
#[derive(Clone, Copy)]
pub struct Carer {
    pub caller: Caller,
    pub id: NurseId,
    pub day: VariantId,
    pub night: VariantId,
}

/// Two families, a woman and a man who nurse, and the office.
#[derive(Clone, Copy)]
pub struct People {
    pub reza: Family,
    pub mina: Family,
    pub sara: Carer,
    pub omid: Carer,
    pub admin: Caller,
    pub agent: Caller,
}

/// A store with its people.
pub struct Agency {
    pub stage: Stage,
    people: People,
}

impl std::ops::Deref for Agency {
    type Target = People;
    fn deref(&self) -> &People {
        &self.people
    }
}

impl People {
    /// Settles everybody in a store.
    pub fn settle(stage: &Stage) -> People {
        let settled = stage.write(|tx| {
            let admin = user(tx, "مدیر", "09120000005", Role::Admin)?;
            let agent = user(tx, "پشتیبان", "09120000006", Role::Agent)?;
            Ok(People {
                reza: family(tx, "رضا کریمی", "مادر رضا", "09120000001")?,
                mina: family(tx, "مینا احمدی", "پدر مینا", "09120000002")?,
                sara: carer(tx, "سارا محمدی", Gender::Female, "09120000003")?,
                omid: carer(tx, "امید رضایی", Gender::Male, "09120000004")?,
                admin: caller(admin.get(), &[Role::Admin]),
                agent: caller(agent.get(), &[Role::Agent]),
            })
        });
        settled.unwrap()
    }
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub fn time(text: &str) -> DayTime {
    DayTime::parse(text).unwrap()
}

pub fn visit(date: &str, start: &str, end: &str) -> Schedule {
    series(date, start, end, 1, 1)
}

pub fn series(date: &str, start: &str, end: &str, count: i64, every: i64) -> Schedule {
    Schedule {
        date: day(date),
        start: time(start),
        end: time(end),
        session_count: count,
        visit_interval_days: every,
    }
}

fn user(tx: &Tx<'_>, name: &str, mobile: &str, role: Role) -> Result<UserId, Error> {
    let new = NewUser {
        name: name.to_owned(),
        mobile: Mobile::parse(mobile),
        email: None,
        password_hash: None,
        roles: [role].into_iter().collect(),
        locale: None,
    };
    accounts::create_user(tx, new)
}

fn family(tx: &Tx<'_>, name: &str, patient: &str, mobile: &str) -> Result<Family, Error> {
    let user = user(tx, name, mobile, Role::Customer)?;
    let customer = people::create_customer(tx, user, NewCustomer::default())?;
    let patient = NewPatient {
        display_name: patient.to_owned(),
        birth_date: None,
        gender: Gender::Female,
        language_notes: None,
        facts: Facts::default(),
    };
    let address = NewAddress {
        address_line: Secret::new(LINE),
        province: "تهران".to_owned(),
        city: "تهران".to_owned(),
        district: "ونک".to_owned(),
        postal_code: None,
        point: None,
        primary: Primary::Unsaid,
    };
    Ok(Family {
        caller: as_customer(user, customer),
        patient: people::create_patient(tx, customer, patient)?,
        address: people::create_address(tx, customer, address)?,
    })
}

fn carer(tx: &Tx<'_>, name: &str, gender: Gender, mobile: &str) -> Result<Carer, Error> {
    let user = user(tx, name, mobile, Role::Nurse)?;
    let text = NurseText {
        display_name: name.to_owned(),
        about: None,
        disciplines: Vec::new(),
        districts: Vec::new(),
        accepting: Accepting::Yes,
    };
    let new = NewNurse {
        text,
        gender,
        iban: None,
        national_id: None,
    };
    let id = people::create_nurse(tx, user, new)?;
    people::verify_nurse(tx, id)?;
    let offer = |title: &str, is_overnight| NewVariant {
        category: "elderly_care".to_owned(),
        title: title.to_owned(),
        title_en: None,
        price: Irr::new(9_000_000),
        unit: PriceUnit::PerVisit,
        is_overnight,
        is_active: true,
        options: Vec::new(),
    };
    Ok(Carer {
        caller: as_nurse(user, id),
        id,
        day: catalog::create_variant(tx, id, offer("مراقبت روزانه", false))?,
        night: catalog::create_variant(tx, id, offer("شیفت شب", true))?,
    })
}

impl Agency {
    /// Opens at eight in the morning of 1 March 2026 in Tehran.
    pub fn open() -> Agency {
        Agency::with(&[])
    }

    pub fn with(settings: &[(&str, &str)]) -> Agency {
        let stage = Stage::with("2026-03-01 08:00", settings);
        let people = People::settle(&stage);
        Agency { stage, people }
    }

    /// Reza asks Sara for the morning of 5 March.
    pub fn wish(&self) -> NewRequest {
        self.wish_of(self.reza, self.sara)
    }

    pub fn wish_of(&self, family: Family, carer: Carer) -> NewRequest {
        NewRequest {
            nurse: carer.id,
            variant: carer.day,
            patient: family.patient,
            address: family.address,
            schedule: visit("2026-03-05", "09:00", "13:00"),
            required_gender: None,
            customer_notes: Some("پس از عمل زانو؛ پله دارد".to_owned()),
        }
    }

    pub fn ask(&self, family: Family, new: NewRequest) -> Result<RequestDetail, Error> {
        let customer = family.caller.customer.unwrap();
        let act = move |tx: &Tx<'_>| service::create(tx, customer, new);
        self.stage.write_as(family.caller, act)
    }

    /// A pending request of Reza's to Sara.
    pub fn pending(&self) -> RequestId {
        self.ask(self.reza, self.wish()).unwrap().view.request.id
    }

    pub fn pending_at(&self, schedule: Schedule) -> RequestId {
        let wish = NewRequest {
            schedule,
            ..self.wish()
        };
        self.ask(self.reza, wish).unwrap().view.request.id
    }

    pub fn accept(&self, by: Caller, id: RequestId) -> Result<Vec<&'static str>, Error> {
        self.stage.write_as(by, move |tx| {
            let accepted = service::accept(tx, id)?;
            Ok(accepted.warnings.iter().map(|w| w.as_str()).collect())
        })
    }

    pub fn reject(&self, by: Caller, id: RequestId) -> Result<RequestDetail, Error> {
        let reason = "آن روز در شهر نیستم".to_owned();
        self.stage
            .write_as(by, move |tx| service::reject(tx, id, reason))
    }

    pub fn withdraw(&self, by: Caller, id: RequestId) -> Result<RequestDetail, Error> {
        self.stage
            .write_as(by, move |tx| service::withdraw(tx, id, None))
    }

    /// Sweeps once: not answered, not paid.
    pub fn sweep(&self, batch: i64) -> (i64, i64) {
        let swept = self
            .stage
            .write(move |tx| service::sweep(tx, batch))
            .unwrap();
        (swept.no_response, swept.payment_lapsed)
    }

    pub fn read(&self, by: Caller, id: RequestId) -> Result<RequestDetail, Error> {
        self.stage.read_as(by, |tx| service::read(tx, id))
    }

    pub fn status(&self, id: RequestId) -> RequestStatus {
        self.read(self.admin, id).unwrap().view.request.status
    }

    /// One request in each of the seven states. Conversion belongs to payment, so that row is
    /// written as payment will write it.
    pub fn one_of_each(&self) -> Vec<RequestId> {
        let accepted = || {
            let id = self.pending();
            self.accept(self.sara.caller, id).unwrap();
            id
        };
        let (lapsed, late) = (accepted(), self.pending());
        self.stage.advance(crate::kernel::time::Span::hours(25));
        assert_eq!(self.sweep(10), (1, 1));
        let (converted, awaiting) = (accepted(), accepted());
        self.exec(&format!(
            "update booking_requests set status = 'converted' where id = {converted}"
        ));
        let (rejected, withdrawn) = (self.pending(), self.pending());
        self.reject(self.sara.caller, rejected).unwrap();
        self.withdraw(self.reza.caller, withdrawn).unwrap();
        let pending = self.pending();
        vec![
            pending, awaiting, converted, rejected, late, lapsed, withdrawn,
        ]
    }

    /// Runs a bare statement, to bring about what no use case can.
    pub fn exec(&self, sql: &str) {
        let sql = sql.to_owned();
        self.stage.write(move |tx| tx.execute(&sql, [])).unwrap();
    }

    /// What these requests left behind: rows as text, to compare before with after.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let map = |row: &rusqlite::Row<'_>| {
            let columns = row.as_ref().column_count();
            let cells = (0..columns).map(|at| match row.get_ref(at).unwrap() {
                ValueRef::Null => "null".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Blob(bytes) => format!("{bytes:02x?}"),
            });
            Ok(cells.collect::<Vec<_>>().join("|"))
        };
        self.stage.read(|tx| tx.list(sql, [], map)).unwrap()
    }

    /// Everything a refused act must leave as it was.
    pub fn everything(&self) -> Vec<String> {
        let tables = [
            "booking_requests",
            "booking_request_events",
            "notifications",
            "people_uses",
            "audit_log",
        ];
        let all = tables.map(|table| self.rows(&format!("select * from {table}")));
        all.concat()
    }

    /// Who was told what: recipient and event, oldest first.
    pub fn told(&self) -> Vec<(UserId, String)> {
        let sql = "select user_id, event from notifications order by id limit 1000";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.stage.read(|tx| tx.list(sql, [], read)).unwrap()
    }
}

/// The gender asked for, in every way it can be said.
pub const SAID: [Option<GenderRequirement>; 4] = [
    None,
    Some(GenderRequirement::Any),
    Some(GenderRequirement::Female),
    Some(GenderRequirement::Male),
];
