//! Patients and addresses, as loaded and as taken in, and what other slices know of people.

/// A closed set of words, stored as text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every one, in the order shown.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The stored text.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// Reads the stored text; unknown text is `None`.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

pub mod customers;
pub mod nurses;

use crate::kernel::error::Code;
use crate::kernel::geo::Point;
use crate::kernel::ids::{AddressId, CustomerId, NurseId, PatientId, UserId};
use crate::kernel::secret::Secret;
use crate::kernel::time::{Day, Timestamp};

/// A live engagement still needs the patient or the address.
pub const IN_USE: Code = Code("people.in_use");
/// The primary address stays primary until another one is chosen.
pub const PRIMARY_NEEDED: Code = Code("people.primary_needed");
/// This customer has as many patients or addresses as one may have.
pub const TOO_MANY: Code = Code("people.too_many");
/// This user has a profile of that kind already.
pub const PROFILE_EXISTS: Code = Code("people.profile_exists");
/// Another nurse has this national id.
pub const NATIONAL_ID_TAKEN: Code = Code("people.national_id_taken");
/// Another nurse has this IBAN.
pub const IBAN_TAKEN: Code = Code("people.iban_taken");

/// Every code of this slice.
pub const CODES: &[Code] = &[
    IN_USE,
    PRIMARY_NEEDED,
    TOO_MANY,
    PROFILE_EXISTS,
    NATIONAL_ID_TAKEN,
    IBAN_TAKEN,
];

/// Patients or addresses one customer may have: bounds every list of them.
pub const PER_CUSTOMER_MAX: i64 = 200;
/// Characters of a name of a person or a place.
pub const NAME_MAX: usize = 100;
/// Blood groups there are.
pub const BLOOD_GROUPS: [&str; 8] = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];
/// Characters of a note, a medical fact or an address line.
pub const TEXT_MAX: usize = 1_000;

words! {
    /// Of a patient or a caregiver; decides who may be sent where a family asks for one.
    Gender {
        /// A woman.
        Female = "female",
        /// A man.
        Male = "male",
    }
}

words! {
    /// A medical fact of a patient, sealed; the text is its column and its field.
    Fact {
        /// How the patient moves, and with what help.
        MobilityNotes = "mobility_notes",
        /// `A+`, `O-` and so on.
        BloodGroup = "blood_group",
        /// `AS`, `SS` and so on.
        Genotype = "genotype",
        /// What the patient must not meet.
        Allergies = "allergies",
        /// What the patient lives with.
        ChronicConditions = "chronic_conditions",
        /// What was before.
        MedicalHistory = "medical_history",
        /// What the patient takes now.
        CurrentMedications = "current_medications",
    }
}

/// Whether the mandatory credentials on file hold on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// None has expired.
    InForce,
    /// At least one has: the nurse cannot be booked.
    Expired,
}

/// Medical facts of one patient in the clear; absent ones are not known.
#[derive(Clone, Default)]
pub struct Facts([Option<Secret>; Fact::ALL.len()]);

impl Facts {
    /// The value of a fact.
    pub fn get(&self, fact: Fact) -> Option<&Secret> {
        let place = Fact::ALL.iter().position(|known| *known == fact)?;
        self.0.get(place)?.as_ref()
    }

    /// The same with one fact set.
    #[must_use]
    pub fn with(mut self, fact: Fact, value: Option<Secret>) -> Facts {
        for (slot, known) in self.0.iter_mut().zip(Fact::ALL) {
            if *known == fact {
                slot.clone_from(&value);
            }
        }
        self
    }
}

/// A payer's profile, as taken in.
#[derive(Default)]
pub struct NewCustomer {
    /// Day of birth, when known.
    pub birth_date: Option<Day>,
    /// Gender, when known.
    pub gender: Option<Gender>,
}

/// A patient, as taken in.
pub struct NewPatient {
    /// Name, 1..=100 characters.
    pub display_name: String,
    /// Day of birth, 1900 to today.
    pub birth_date: Option<Day>,
    /// Load-bearing: decides who may be sent.
    pub gender: Gender,
    /// Languages spoken, at most 1000 characters.
    pub language_notes: Option<String>,
    /// Sealed facts.
    pub facts: Facts,
}

/// A patient without medical facts.
pub struct Patient {
    /// Row id.
    pub id: PatientId,
    /// Whose patient it is.
    pub customer: CustomerId,
    /// Name.
    pub display_name: String,
    /// Day of birth.
    pub birth_date: Option<Day>,
    /// Gender.
    pub gender: Gender,
    /// Languages spoken.
    pub language_notes: Option<String>,
    /// Which medical facts are on file.
    pub filled: Vec<Fact>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub modified_at: Timestamp,
}

/// A patient as the caller may see it.
pub struct PatientView {
    /// Everything but medical facts.
    pub patient: Patient,
    /// Medical facts, for its customer and an admin.
    pub facts: Option<Facts>,
}

/// What other slices may know of a patient.
pub struct PatientBrief {
    /// Row id.
    pub id: PatientId,
    /// Name.
    pub display_name: String,
    /// Gender.
    pub gender: Gender,
}

/// Which address is meant when nobody says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Primary {
    /// This one.
    Yes,
    /// Another one.
    No,
    /// As it is; the first address of a customer becomes primary.
    Unsaid,
}

/// An address, as taken in.
pub struct NewAddress {
    /// Street, number, floor; at most 1000 characters.
    pub address_line: Secret,
    /// Province, 1..=100 characters.
    pub province: String,
    /// City, 1..=100 characters.
    pub city: String,
    /// District, 1..=100 characters.
    pub district: String,
    /// Ten digits.
    pub postal_code: Option<Secret>,
    /// Position on the ground.
    pub point: Option<Point>,
    /// Whether it is the primary one.
    pub primary: Primary,
}

/// An address without what is sealed.
pub struct Address {
    /// Row id.
    pub id: AddressId,
    /// Whose address it is.
    pub customer: CustomerId,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// District.
    pub district: String,
    /// Whether it is the primary one.
    pub is_primary: bool,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub modified_at: Timestamp,
}

/// The sealed part of an address, in the clear.
pub struct Place {
    /// Street, number, floor.
    pub address_line: Secret,
    /// Ten digits.
    pub postal_code: Option<Secret>,
    /// Position on the ground.
    pub point: Option<Point>,
}

/// An address as the caller may see it.
pub struct AddressView {
    /// Coarse location.
    pub address: Address,
    /// Line, postal code, position; left out of lists staff read.
    pub place: Option<Place>,
}

/// What other slices may know of an address: no line, no position.
pub struct AddressBrief {
    /// Row id.
    pub id: AddressId,
    /// City.
    pub city: String,
    /// District.
    pub district: String,
}

/// An engagement that needs a patient and an address while it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Table of the engagement, such as `booking_requests`.
    pub table: &'static str,
    /// Its row.
    pub row: i64,
}

/// What other slices may know of a nurse.
pub struct NurseBrief {
    /// Row id.
    pub id: NurseId,
    /// Who signs in as this nurse.
    pub user: UserId,
    /// Public name.
    pub display_name: String,
    /// Gender.
    pub gender: Gender,
    /// Mean of reviews in hundredths, 100..=500.
    pub average_rating_hundredths: Option<i64>,
    /// Whether the agency has checked the papers.
    pub is_verified: bool,
    /// Whether families may ask.
    pub is_accepting: bool,
    /// Whether mandatory credentials hold today.
    pub credentials: Standing,
}

/// Whose rows a caller may see. It is part of every WHERE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Staff: every customer's.
    Everyone,
    /// A customer: their own.
    Only(CustomerId),
}

impl Reach {
    /// The customer rows are held to, if they are.
    pub const fn customer(self) -> Option<CustomerId> {
        match self {
            Reach::Everyone => None,
            Reach::Only(customer) => Some(customer),
        }
    }
}

/// A mean of reviews as the API shows it: `4.6`, `4.56`, `5.0`.
pub fn rating_text(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part % 10 {
        0 => format!("{whole}.{}", part / 10),
        _ => format!("{whole}.{part:02}"),
    }
}
