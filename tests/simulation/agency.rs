//! The agency that is simulated: a real store, a clock that stands, people with roles.

use std::sync::Arc;

use balinyaar::domain::accounts::service as accounts;
use balinyaar::domain::accounts::types::NewUser;
use balinyaar::domain::catalog::service as catalog;
use balinyaar::domain::catalog::types::{NewVariant, PriceUnit};
use balinyaar::domain::people::service as people;
use balinyaar::domain::people::types::nurses::{Accepting, NewNurse, NurseText};
use balinyaar::domain::people::types::{
    Facts, Gender, NewAddress, NewCustomer, NewPatient, Primary,
};
use balinyaar::kernel::actor::{Actor, Caller, Role};
use balinyaar::kernel::error::Error;
use balinyaar::kernel::ids::{AddressId, CustomerId, NurseId, PatientId, UserId, VariantId};
use balinyaar::kernel::money::Irr;
use balinyaar::kernel::secret::Secret;
use balinyaar::kernel::text::contact::Mobile;
use balinyaar::kernel::time::{Span, Timestamp};
use balinyaar::platform::clock::Clock;
use balinyaar::platform::db::{Db, Origin};
use balinyaar::platform::migrate;
use balinyaar::platform::open::{self, Access};
use balinyaar::platform::settings::Settings;
use balinyaar::platform::tx::{ReadTx, RequestTag, Tx};
use balinyaar::platform::vault::Vault;

/// The words no nurse may ever read; every address has them.
pub const LINE: &str = "کوچهٔ پنهان، پلاک ۷";

/// A family.
#[derive(Clone, Copy)]
pub struct Family {
    pub caller: Caller,
    pub customer: CustomerId,
    pub patient: PatientId,
    pub address: AddressId,
}

/// A nurse with a day offer and a night offer.
#[derive(Clone, Copy)]
pub struct Nurse {
    pub caller: Caller,
    pub id: NurseId,
    pub gender: Gender,
    pub day: VariantId,
    pub night: VariantId,
}

/// The store and its people.
pub struct Agency {
    pub db: Db,
    pub families: Vec<Family>,
    pub nurses: Vec<Nurse>,
    pub admin: Caller,
    _folder: tempfile::TempDir,
}

impl Agency {
    /// Three families, three nurses, one office; eight in the morning of 1 March 2026 in Tehran.
    pub fn open() -> Agency {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agency.db");
        let mut sql = open::connection(&path, Access::Write).unwrap();
        migrate::run(&mut sql).unwrap();
        drop(sql);
        let clock = Clock::manual(Timestamp::parse("2026-03-01T04:30:00Z").unwrap());
        let vault = Arc::new(Vault::in_memory_for_tests().unwrap());
        let db = Db::start(&path, clock, vault, Settings::new(&[]).unwrap()).unwrap();
        let settled = db.write_blocking(Origin::system(), settle).unwrap();
        let (families, nurses, admin) = settled;
        Agency {
            db,
            families,
            nurses,
            admin,
            _folder: folder,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.db.now()
    }

    pub fn advance(&self, span: Span) {
        self.db.clock().advance(span);
    }

    /// A use case by a person; `None` is the program itself.
    pub fn act<T: Send + 'static>(
        &self,
        by: Option<Caller>,
        act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.db.write_blocking(origin(by), act)
    }

    pub fn read<T>(
        &self,
        by: Option<Caller>,
        act: impl FnOnce(&ReadTx<'_>) -> Result<T, Error>,
    ) -> T {
        self.db.read_blocking(origin(by), act).unwrap()
    }

    /// Rows as text, columns parted by bars.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        self.read(None, |tx| {
            tx.list(sql, [], |row| {
                let columns = row.as_ref().column_count();
                let cells = (0..columns).map(|at| match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Null => "-".to_owned(),
                    rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                    rusqlite::types::ValueRef::Text(text) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    other => format!("{other:?}"),
                });
                Ok(cells.collect::<Vec<_>>().join("|"))
            })
        })
    }
}

fn origin(by: Option<Caller>) -> Origin {
    Origin {
        actor: by.map_or(Actor::System, Actor::Person),
        request: RequestTag::internal(),
    }
}

type Settled = (Vec<Family>, Vec<Nurse>, Caller);

fn settle(tx: &Tx<'_>) -> Result<Settled, Error> {
    let families = (1..=3).map(|n| family(tx, n)).collect::<Result<_, _>>()?;
    let genders = [Gender::Female, Gender::Male, Gender::Female];
    let nurses = (4..)
        .zip(genders)
        .map(|(n, gender)| nurse(tx, n, gender))
        .collect::<Result<_, _>>()?;
    let admin = caller(user(tx, 9, Role::Admin)?, Role::Admin);
    Ok((families, nurses, admin))
}

fn caller(user: UserId, role: Role) -> Caller {
    Caller {
        user,
        roles: [role].into_iter().collect(),
        customer: None,
        nurse: None,
    }
}

fn user(tx: &Tx<'_>, n: u32, role: Role) -> Result<UserId, Error> {
    let new = NewUser {
        name: format!("کاربر {n}"),
        mobile: Mobile::parse(&format!("0912000000{n}")),
        email: None,
        password_hash: None,
        roles: [role].into_iter().collect(),
        locale: None,
    };
    accounts::create_user(tx, new)
}

fn family(tx: &Tx<'_>, n: u32) -> Result<Family, Error> {
    let user = user(tx, n, Role::Customer)?;
    let customer = people::create_customer(tx, user, NewCustomer::default())?;
    let patient = NewPatient {
        display_name: format!("بیمار {n}"),
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
        caller: Caller {
            customer: Some(customer),
            ..caller(user, Role::Customer)
        },
        customer,
        patient: people::create_patient(tx, customer, patient)?,
        address: people::create_address(tx, customer, address)?,
    })
}

fn nurse(tx: &Tx<'_>, n: u32, gender: Gender) -> Result<Nurse, Error> {
    let user = user(tx, n, Role::Nurse)?;
    let text = NurseText {
        display_name: format!("پرستار {n}"),
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
    let offer = |is_overnight| NewVariant {
        category: "elderly_care".to_owned(),
        title: "مراقبت".to_owned(),
        title_en: None,
        price: Irr::new(9_000_000),
        unit: PriceUnit::PerVisit,
        is_overnight,
        is_active: true,
        options: Vec::new(),
    };
    Ok(Nurse {
        caller: Caller {
            nurse: Some(id),
            ..caller(user, Role::Nurse)
        },
        id,
        gender,
        day: catalog::create_variant(tx, id, offer(false))?,
        night: catalog::create_variant(tx, id, offer(true))?,
    })
}
