//! Nurses and their papers, as loaded and as taken in.

use super::{Gender, Standing};
use crate::kernel::ids::{CredentialId, NurseId, UserId};
use crate::kernel::secret::Secret;
use crate::kernel::text::identifiers::{Iban, NationalId};
use crate::kernel::time::{Day, Timestamp};

/// Districts one nurse may list.
pub const DISTRICTS_MAX: usize = 100;

words! {
    /// What a nurse has learned to do.
    Discipline {
        /// General nursing.
        Nursing = "nursing",
        /// Care of the old.
        ElderlyCare = "elderly_care",
        /// Care of children.
        ChildCare = "child_care",
        /// Exercise and movement.
        Physiotherapy = "physiotherapy",
        /// Mothers and newborns.
        Midwifery = "midwifery",
        /// Help with daily life, without a nursing degree.
        Caregiving = "caregiving",
    }
}

words! {
    /// A paper that proves what a nurse may do.
    CredentialKind {
        /// Licence to work as a nurse. Mandatory.
        NursingLicense = "nursing_license",
        /// Clean criminal record. Mandatory.
        BackgroundCheck = "background_check",
        /// Free of contagious disease.
        HealthCertificate = "health_certificate",
        /// Insurance against harm done.
        LiabilityInsurance = "liability_insurance",
        /// A course passed.
        TrainingCertificate = "training_certificate",
    }
}

words! {
    /// How near the end of a paper is; each is told once. Source: foundation, jobs.
    Nearness {
        /// Within the days of the first warning.
        Early = "early",
        /// Within the days of the last warning.
        Soon = "soon",
        /// Its last day has passed.
        Over = "over",
    }
}

/// A mandatory paper whose end is to be told.
pub struct Ending {
    /// The paper.
    pub id: CredentialId,
    /// Whose it is.
    pub nurse: NurseId,
    /// Who signs in as that nurse.
    pub user: UserId,
    /// The nurse's public name.
    pub nurse_name: String,
    /// What it proves.
    pub kind: CredentialKind,
    /// Its last day.
    pub expires_on: Day,
    /// How near the end is.
    pub nearness: Nearness,
}

impl CredentialKind {
    /// Whether a nurse whose paper of this kind has expired cannot be booked.
    pub const fn is_mandatory(self) -> bool {
        matches!(
            self,
            CredentialKind::NursingLicense | CredentialKind::BackgroundCheck
        )
    }
}

/// A place a nurse works in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// City, 1..=100 characters.
    pub city: String,
    /// District; none means the whole city.
    pub district: Option<String>,
}

/// Whether a nurse takes new requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepting {
    /// Families may ask.
    Yes,
    /// Not now; the profile is still shown.
    No,
}

/// A nurse's profile, as staff or the nurse fill it in.
pub struct NurseText {
    /// Public name, 1..=100 characters.
    pub display_name: String,
    /// What families read, at most 1000 characters.
    pub about: Option<String>,
    /// What the nurse has learned, without repeats.
    pub disciplines: Vec<Discipline>,
    /// Where the nurse works; empty means anywhere. At most 100.
    pub districts: Vec<District>,
    /// Whether families may ask.
    pub accepting: Accepting,
}

/// A nurse, as taken in.
pub struct NewNurse {
    /// What families read.
    pub text: NurseText,
    /// Gender; decides who may be sent.
    pub gender: Gender,
    /// Bank account, sealed.
    pub iban: Option<Iban>,
    /// National id, sealed.
    pub national_id: Option<NationalId>,
}

/// A change of a nurse's own profile. Account numbers left out stay as they are.
pub struct NurseChange {
    /// What families read.
    pub text: NurseText,
    /// New bank account.
    pub iban: Option<Iban>,
    /// New national id.
    pub national_id: Option<NationalId>,
}

/// What a nurse wants changed of the own profile; `None` stays as it is.
pub struct NurseEdit {
    /// Public name.
    pub display_name: Option<String>,
    /// What families read; the inner `None` takes it away.
    pub about: Option<Option<String>>,
    /// What the nurse has learned.
    pub disciplines: Option<Vec<Discipline>>,
    /// Where the nurse works.
    pub districts: Option<Vec<District>>,
    /// Whether families may ask.
    pub accepting: Option<Accepting>,
    /// New bank account.
    pub iban: Option<Iban>,
    /// New national id.
    pub national_id: Option<NationalId>,
}

impl NurseEdit {
    /// The profile as it would be then.
    pub fn onto(self, now: NurseView) -> NurseChange {
        let accepting = if now.nurse.is_accepting {
            Accepting::Yes
        } else {
            Accepting::No
        };
        NurseChange {
            text: NurseText {
                display_name: self.display_name.unwrap_or(now.nurse.display_name),
                about: self.about.unwrap_or(now.nurse.about),
                disciplines: self.disciplines.unwrap_or(now.disciplines),
                districts: self.districts.unwrap_or(now.districts),
                accepting: self.accepting.unwrap_or(accepting),
            },
            iban: self.iban,
            national_id: self.national_id,
        }
    }
}

/// What an admin corrects of a nurse; `None` stays as it is.
pub struct NurseAmendment {
    /// Gender; decides who may be sent.
    pub gender: Option<Gender>,
    /// Whether families may ask.
    pub accepting: Option<Accepting>,
    /// Where the nurse works; empty means anywhere.
    pub districts: Option<Vec<District>>,
}

/// A nurse as loaded, without what is sealed.
pub struct Nurse {
    /// Row id.
    pub id: NurseId,
    /// Who signs in as this nurse.
    pub user: UserId,
    /// Public name.
    pub display_name: String,
    /// Gender.
    pub gender: Gender,
    /// What families read.
    pub about: Option<String>,
    /// Whether the agency has checked the papers.
    pub is_verified: bool,
    /// Whether families may ask.
    pub is_accepting: bool,
    /// Last day every mandatory credential holds.
    pub credentials_until: Option<Day>,
    /// Mean of reviews in hundredths, 100..=500.
    pub average_rating_hundredths: Option<i64>,
    /// Reviews behind the mean.
    pub total_reviews: i64,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A nurse with the lists that hang off the profile.
pub struct NurseView {
    /// The profile.
    pub nurse: Nurse,
    /// What the nurse has learned.
    pub disciplines: Vec<Discipline>,
    /// Where the nurse works; empty means anywhere.
    pub districts: Vec<District>,
    /// Whether mandatory credentials hold today.
    pub standing: Standing,
}

/// A nurse's own profile, account numbers masked.
pub struct OwnProfile {
    /// What families read, and more.
    pub view: NurseView,
    /// `IR82…9002`.
    pub iban_masked: Option<String>,
    /// `•••689`.
    pub national_id_masked: Option<String>,
    /// Papers on file, without their numbers.
    pub credentials: Vec<Credential>,
}

/// A paper, as taken in.
pub struct NewCredential {
    /// What it proves.
    pub kind: CredentialKind,
    /// Its number, 1..=100 characters; sealed.
    pub number: Secret,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Last day it holds; none means it does not end.
    pub expires_on: Option<Day>,
}

/// A paper on file.
pub struct Credential {
    /// Row id.
    pub id: CredentialId,
    /// What it proves.
    pub kind: CredentialKind,
    /// Its number, for staff.
    pub number: Option<Secret>,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Last day it holds.
    pub expires_on: Option<Day>,
    /// When it was put on file.
    pub created_at: Timestamp,
}

/// Whether the agency has checked a nurse's papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Checked: shown to families.
    Yes,
    /// Not, or no longer.
    No,
}

/// What reviews say of a nurse on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Mean in hundredths, 100..=500; none without reviews.
    pub average_hundredths: Option<i64>,
    /// Reviews behind the mean.
    pub reviews: i64,
}

/// Which nurses staff want to see.
#[derive(Clone, Debug, Default)]
pub struct NurseFilter {
    /// Only checked, or only unchecked ones.
    pub verified: Option<Verified>,
    /// Words of the name or the text.
    pub words: Option<String>,
}
