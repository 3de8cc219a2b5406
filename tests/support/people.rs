//! A family with a patient and an address, and nurses with an offer.

use std::ops::Deref;

use balinyaar::domain::catalog::service as catalog;
use balinyaar::domain::catalog::types::{NewVariant, PriceUnit};
use balinyaar::domain::people::service as people;
use balinyaar::domain::people::types::nurses::{Accepting, NewNurse, NurseText};
use balinyaar::domain::people::types::{
    Fact, Facts, Gender, NewAddress, NewCustomer, NewPatient, Primary,
};
use balinyaar::kernel::actor::Role;
use balinyaar::kernel::ids::{AddressId, CustomerId, NurseId, PatientId, VariantId};
use balinyaar::kernel::money::Irr;
use balinyaar::kernel::secret::Secret;
use serde_json::{Value, json};

use super::{Answer, Persona, TestApp, watch};

/// A nurse's or patient's gender.
pub use balinyaar::domain::people::types::Gender as Sex;

/// A family: a payer, one patient, one address.
pub struct Customer<'a> {
    persona: Persona<'a>,
    /// The payer's profile.
    pub id: CustomerId,
    /// Who receives care.
    pub patient: PatientId,
    /// Where.
    pub address: AddressId,
}

/// A verified nurse who takes requests, with one daytime offer.
pub struct Nurse<'a> {
    persona: Persona<'a>,
    /// The profile.
    pub id: NurseId,
    /// The offer.
    pub variant: VariantId,
}

impl<'a> Deref for Customer<'a> {
    type Target = Persona<'a>;
    fn deref(&self) -> &Persona<'a> {
        &self.persona
    }
}

impl<'a> Deref for Nurse<'a> {
    type Target = Persona<'a>;
    fn deref(&self) -> &Persona<'a> {
        &self.persona
    }
}

impl TestApp {
    /// A family.
    pub fn customer(&self, name: &str) -> Customer<'_> {
        let persona = Persona::with_roles(self, name, &[Role::Customer]);
        let user = persona.user.unwrap();
        let (patient, address) = (a_patient(), an_address(&format!("{name} 17")));
        let (id, patient, address) = self.write(move |tx| {
            let id = people::create_customer(tx, user, NewCustomer::default())?;
            let patient = people::create_patient(tx, id, patient)?;
            let address = people::create_address(tx, id, address)?;
            Ok((id, patient, address))
        });
        Customer {
            persona,
            id,
            patient,
            address,
        }
    }

    /// A verified nurse with an offer.
    pub fn nurse(&self, name: &str, gender: Gender) -> Nurse<'_> {
        let persona = Persona::with_roles(self, name, &[Role::Nurse]);
        let user = persona.user.unwrap();
        let new = a_nurse(name, gender);
        let (id, variant) = self.write(move |tx| {
            let id = people::create_nurse(tx, user, new)?;
            people::verify_nurse(tx, id)?;
            let category = catalog::categories(tx)?.swap_remove(0).term.code;
            let variant = catalog::create_variant(tx, id, an_offer(category))?;
            Ok((id, variant))
        });
        Nurse {
            persona,
            id,
            variant,
        }
    }
}

fn a_patient() -> NewPatient {
    let fact = |text: &str| Some(Secret::new(watch::sealed(text)));
    NewPatient {
        display_name: "Mother".to_owned(),
        birth_date: None,
        gender: Gender::Female,
        language_notes: None,
        facts: Facts::default()
            .with(Fact::Allergies, fact("allergic to zirconium-penicillamine"))
            .with(
                Fact::MedicalHistory,
                fact("fractured hip of the winter before"),
            ),
    }
}

fn an_address(line: &str) -> NewAddress {
    NewAddress {
        address_line: Secret::new(watch::sealed(&format!("Mehrabani alley {line}"))),
        province: "Tehran".to_owned(),
        city: "Tehran".to_owned(),
        district: "Vanak".to_owned(),
        postal_code: None,
        point: None,
        primary: Primary::Yes,
    }
}

fn a_nurse(name: &str, gender: Gender) -> NewNurse {
    NewNurse {
        text: NurseText {
            display_name: name.to_owned(),
            about: None,
            accepting: Accepting::Yes,
            disciplines: Vec::new(),
            districts: Vec::new(),
        },
        gender,
        iban: None,
        national_id: None,
    }
}

fn an_offer(category: String) -> NewVariant {
    NewVariant {
        category,
        title: "Day care".to_owned(),
        title_en: None,
        price: Irr::new(9_000_000),
        unit: PriceUnit::PerVisit,
        is_overnight: false,
        is_active: true,
        options: Vec::new(),
    }
}

impl Customer<'_> {
    /// What this family sends to ask a nurse for a morning.
    pub fn question(&self, nurse: &Nurse<'_>) -> Value {
        json!({
            "nurse_id": nurse.id.get(),
            "variant_id": nurse.variant.get(),
            "patient_id": self.patient.get(),
            "customer_address_id": self.address.get(),
            "requested_date": "2026-03-10",
            "requested_time_start": "09:00",
            "requested_time_end": "12:00",
        })
    }

    /// Asks a nurse for a morning.
    pub async fn asks(&self, nurse: &Nurse<'_>) -> Answer {
        self.post("/booking_requests", &self.question(nurse)).await
    }
}

impl Nurse<'_> {
    /// Says yes.
    pub async fn accepts(&self, request: &Value) -> Answer {
        let path = format!("/booking_requests/{}/accept", request["id"]);
        self.post(&path, &json!({})).await
    }
}
