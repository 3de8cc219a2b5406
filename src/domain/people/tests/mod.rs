//! The slice through its services, and people for the tests of other slices to stand on.

mod addresses;
mod credentials;
mod nurses;
mod patients;
mod roles;
mod trail;

use crate::domain::accounts;
use crate::domain::accounts::types::NewUser;
use crate::domain::people::service;
use crate::domain::people::types::nurses::{Accepting, Discipline, NewNurse, NurseText};
use crate::domain::people::types::{Facts, Gender, NewAddress, NewCustomer, NewPatient, Primary};
use crate::kernel::actor::{Caller, Role, Roles};
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId, UserId};
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::Email;
use crate::platform::audit::hex;
use crate::platform::tx::Tx;
use crate::testing::{Stage, as_customer, as_nurse, caller};

/// A user with one role. Names are in any script, addresses are not: theirs is its bytes.
pub fn user(tx: &Tx<'_>, name: &str, role: Role) -> Result<UserId, Error> {
    let new = NewUser {
        name: name.to_owned(),
        mobile: None,
        email: Email::parse(&format!("u{}@example.com", hex(name.as_bytes()))),
        password_hash: None,
        roles: Roles::NONE.with(role),
        locale: None,
    };
    accounts::service::create_user(tx, new)
}

/// A signed-in customer.
pub fn customer(stage: &Stage, name: &'static str) -> (Caller, CustomerId) {
    stage
        .write(move |tx| {
            let user = user(tx, name, Role::Customer)?;
            let id = service::create_customer(tx, user, NewCustomer::default())?;
            Ok((as_customer(user, id), id))
        })
        .unwrap()
}

/// A signed-in nurse, not yet verified.
pub fn nurse(stage: &Stage, name: &'static str, gender: Gender) -> (Caller, NurseId) {
    stage
        .write(move |tx| {
            let user = user(tx, name, Role::Nurse)?;
            let id = service::create_nurse(tx, user, new_nurse(name, gender))?;
            Ok((as_nurse(user, id), id))
        })
        .unwrap()
}

/// Somebody of the staff.
pub fn staff(stage: &Stage, name: &'static str, role: Role) -> Caller {
    let user = stage.write(move |tx| user(tx, name, role)).unwrap();
    caller(user.get(), &[role])
}

/// A nurse who works anywhere and takes requests.
pub fn new_nurse(name: &str, gender: Gender) -> NewNurse {
    NewNurse {
        text: nurse_text(name),
        gender,
        iban: None,
        national_id: None,
    }
}

/// What families read of a nurse who works anywhere and takes requests.
pub fn nurse_text(name: &str) -> NurseText {
    NurseText {
        display_name: name.to_owned(),
        about: None,
        disciplines: vec![Discipline::Nursing],
        districts: Vec::new(),
        accepting: Accepting::Yes,
    }
}

/// A patient without facts.
pub fn new_patient(name: &str) -> NewPatient {
    NewPatient {
        display_name: name.to_owned(),
        birth_date: None,
        gender: Gender::Female,
        language_notes: None,
        facts: Facts::default(),
    }
}

/// An address in Tehran.
pub fn new_address(line: &str) -> NewAddress {
    NewAddress {
        address_line: Secret::new(line),
        province: "تهران".to_owned(),
        city: "تهران".to_owned(),
        district: "ونک".to_owned(),
        postal_code: None,
        point: None,
        primary: Primary::Unsaid,
    }
}
