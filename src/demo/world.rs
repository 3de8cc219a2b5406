//! Fills a new demo agency with people and offers, through the same use cases people call.

use super::cast::{COLLEAGUES, Caregiver, Family, Home, Offer, Shift, Standing};
use super::cast_people::{CAREGIVERS, FAMILIES};
use crate::domain::accounts;
use crate::domain::accounts::types::{NewUser, SMS_CONSENT_TEXT, SmsConsent};
use crate::domain::catalog;
use crate::domain::catalog::types::{NewVariant, PriceUnit};
use crate::domain::people;
use crate::domain::people::service::nurses;
use crate::domain::people::types::nurses::{
    Accepting, CredentialKind, Discipline, District, NewCredential, NewNurse, NurseText, Rating,
};
use crate::domain::people::types::{Facts, NewAddress, NewCustomer, NewPatient, Primary};
use crate::http::state::DemoAccount;
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::geo::Point;
use crate::kernel::ids::{AddressId, CustomerId, NurseId, PatientId, UserId, VariantId};
use crate::kernel::money::Irr;
use crate::kernel::secret::Secret;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Day;
use crate::platform::settings::saved;
use crate::platform::tx::Tx;
use crate::platform::vault::password::{self, Cost};

/// The password of everybody in the demo.
pub const PASSWORD: &str = "balinyaar-demo";

/// How the demo's agency presents itself.
const SETTINGS: [(&str, &str); 2] = [
    ("agency_name", "مرکز مراقبت بالین‌یار"),
    ("agency_phone", "02191009100"),
];
/// Names the keys printed at start.
const KEY_NAME: &str = "demo";
/// Group of nurses' numbers.
const NURSES: u32 = 1;
/// Group of families' numbers.
const HOUSES: u32 = 2;

/// A nurse one can ask.
#[derive(Clone)]
pub struct Bookable {
    /// The profile.
    pub nurse: NurseId,
    /// Who answers.
    pub user: UserId,
    /// Offers with their shift.
    pub variants: Vec<(VariantId, Shift)>,
}

/// A family that asks.
#[derive(Clone)]
pub struct Household {
    /// The payer.
    pub customer: CustomerId,
    /// Who signs in.
    pub user: UserId,
    /// Who needs care.
    pub patients: Vec<PatientId>,
    /// Where.
    pub addresses: Vec<AddressId>,
}

/// Everybody of the demo.
#[derive(Clone, Default)]
pub struct World {
    /// Nurses who take requests.
    pub bookable: Vec<Bookable>,
    /// Families.
    pub households: Vec<Household>,
}

/// Creates everybody, in one transaction.
///
/// # Errors
/// Whatever the use cases refuse; the demo is then not started.
pub fn populate(tx: &Tx<'_>) -> Result<World, Error> {
    accounts::setup::service::complete(tx)?;
    for (key, value) in SETTINGS {
        saved::save(tx, key, value, None)?;
    }
    let mut world = World::default();
    for colleague in COLLEAGUES {
        let login = email(colleague.login);
        user(tx, colleague.name, None, Some(&login), colleague.role)?;
    }
    for (number, caregiver) in (1_u32..).zip(CAREGIVERS) {
        nurse(tx, &mut world, caregiver, &mobile(NURSES, number))?;
    }
    for (number, family) in (1_u32..).zip(FAMILIES) {
        household(tx, &mut world, family, &mobile(HOUSES, number))?;
    }
    Ok(world)
}

/// Finds everybody of a populated demo again, each with a fresh key that never ends; keys of an
/// earlier run are ended first.
///
/// # Errors
/// When somebody of the cast is missing.
pub fn sign_ins(tx: &Tx<'_>) -> Result<Vec<DemoAccount>, Error> {
    logins()
        .into_iter()
        .map(|(role, name, login)| sign_in(tx, role, name, login))
        .collect()
}

fn sign_in(tx: &Tx<'_>, role: Role, name: &str, login: String) -> Result<DemoAccount, Error> {
    let user = accounts::service::by_login(tx, &login)?.ok_or(Error::not_found("demo account"))?;
    for old in accounts::keys::service::list(tx, user.id)? {
        if old.name == KEY_NAME {
            accounts::keys::service::revoke(tx, user.id, old.id)?;
        }
    }
    let token = accounts::service::issue_api_key(tx, user.id, KEY_NAME, None)?;
    Ok(DemoAccount {
        role: role.as_str().to_owned(),
        name: name.to_owned(),
        login,
        password: PASSWORD.to_owned(),
        token: Some(token),
    })
}

fn logins() -> Vec<(Role, &'static str, String)> {
    let colleagues = COLLEAGUES.iter().map(|c| (c.role, c.name, email(c.login)));
    let nurses = (1_u32..)
        .zip(CAREGIVERS)
        .map(|(n, c)| (Role::Nurse, c.name, mobile(NURSES, n)));
    let families = (1_u32..)
        .zip(FAMILIES)
        .map(|(n, f)| (Role::Customer, f.name, mobile(HOUSES, n)));
    colleagues.chain(nurses).chain(families).collect()
}

fn email(name: &str) -> String {
    format!("{name}@demo.example")
}

/// An invented mobile number of a group.
fn mobile(group: u32, number: u32) -> String {
    format!("+98912{group}00{:04}", number * 11)
}

fn user(
    tx: &Tx<'_>,
    name: &str,
    mobile: Option<&str>,
    email: Option<&str>,
    role: Role,
) -> Result<UserId, Error> {
    let hash = password::hash_with(Cost::Demo, PASSWORD)?;
    let new = NewUser {
        name: name.to_owned(),
        mobile: mobile.and_then(Mobile::parse),
        email: email.and_then(Email::parse),
        password_hash: Some(hash),
        roles: [role].into_iter().collect(),
        locale: None,
    };
    accounts::service::create_user(tx, new)
}

fn nurse(tx: &Tx<'_>, world: &mut World, cast: &Caregiver, mobile: &str) -> Result<(), Error> {
    let user = user(tx, cast.name, Some(mobile), None, Role::Nurse)?;
    let resting = cast.standing == Standing::Resting;
    let text = NurseText {
        display_name: cast.name.to_owned(),
        about: Some(cast.about.to_owned()),
        disciplines: vec![Discipline::Nursing],
        districts: districts(cast),
        accepting: if resting {
            Accepting::No
        } else {
            Accepting::Yes
        },
    };
    let new = NewNurse {
        text,
        gender: cast.gender,
        iban: None,
        national_id: None,
    };
    let nurse = people::service::create_nurse(tx, user, new)?;
    licence(tx, nurse, cast.standing)?;
    if cast.standing != Standing::Unchecked {
        people::service::verify_nurse(tx, nurse)?;
    }
    if let Some((average, reviews)) = cast.rating {
        let rating = Rating {
            average_hundredths: Some(average),
            reviews,
        };
        nurses::set_rating(tx, nurse, rating)?;
    }
    let mut variants = Vec::new();
    for offer in cast.offers {
        variants.push((
            catalog::service::create_variant(tx, nurse, variant(offer)?)?,
            offer.overnight,
        ));
    }
    if cast.standing == Standing::Open {
        world.bookable.push(Bookable {
            nurse,
            user,
            variants,
        });
    }
    Ok(())
}

/// Where a nurse goes; without any line, anywhere. Outside the capital it is the whole city.
fn districts(cast: &Caregiver) -> Vec<District> {
    let of = |district| District {
        city: cast.city.to_owned(),
        district,
    };
    if cast.districts.is_empty() && cast.city != "تهران" {
        return vec![of(None)];
    }
    cast.districts
        .iter()
        .map(|name| of(Some((*name).to_owned())))
        .collect()
}

fn licence(tx: &Tx<'_>, nurse: NurseId, standing: Standing) -> Result<(), Error> {
    let days = if standing == Standing::Lapsed {
        -20
    } else {
        900
    };
    let paper = NewCredential {
        kind: CredentialKind::NursingLicense,
        number: Secret::new(format!("N-{:05}", 41_000 + nurse.get())),
        issued_on: tx.today().plus_days(-700),
        expires_on: tx.today().plus_days(days),
    };
    nurses::add_credential(tx, nurse, &paper)?;
    Ok(())
}

fn variant(offer: &Offer) -> Result<NewVariant, Error> {
    let unit = PriceUnit::parse(offer.unit)
        .ok_or_else(|| Error::internal("the demo names an unknown price unit"))?;
    Ok(NewVariant {
        category: offer.category.to_owned(),
        title: offer.title.to_owned(),
        title_en: None,
        price: Irr::new(offer.price_irr),
        unit,
        is_overnight: offer.overnight == Shift::Night,
        is_active: true,
        options: Vec::new(),
    })
}

fn household(tx: &Tx<'_>, world: &mut World, cast: &Family, mobile: &str) -> Result<(), Error> {
    let user = user(tx, cast.name, Some(mobile), None, Role::Customer)?;
    let consent = SmsConsent::Given(SMS_CONSENT_TEXT);
    accounts::service::set_sms_consent(tx, user, consent)?;
    let customer = people::service::create_customer(tx, user, NewCustomer::default())?;
    let mut household = Household {
        customer,
        user,
        patients: Vec::new(),
        addresses: Vec::new(),
    };
    for (name, gender, born) in cast.patients {
        let new = NewPatient {
            display_name: (*name).to_owned(),
            birth_date: Day::parse(&format!("{born}-05-14")),
            gender: *gender,
            language_notes: None,
            facts: Facts::default(),
        };
        household
            .patients
            .push(people::service::create_patient(tx, customer, new)?);
    }
    for place in cast.places {
        household.addresses.push(people::service::create_address(
            tx,
            customer,
            address(place),
        )?);
    }
    world.households.push(household);
    Ok(())
}

fn address(place: &Home) -> NewAddress {
    let province = if place.city == "کرج" {
        "البرز"
    } else {
        place.city
    };
    NewAddress {
        address_line: Secret::new(place.line),
        province: province.to_owned(),
        city: place.city.to_owned(),
        district: place.district.to_owned(),
        postal_code: Some(Secret::new(place.postal_code)),
        point: Point::parse(place.at.0, place.at.1),
        primary: Primary::Unsaid,
    }
}
