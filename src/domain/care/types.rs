//! Care instructions, as written and as disclosed. Nothing here can be printed or serialised.

use crate::kernel::error::Code;
use crate::kernel::secret::Secret;
use crate::kernel::time::Timestamp;

/// The booking is not confirmed yet, or was called off.
pub const NOT_OPEN: Code = Code("care.not_open");
/// Somebody to call is needed first.
pub const CONTACT_NEEDED: Code = Code("care.contact_needed");

/// Every code of this slice.
pub const CODES: &[Code] = &[NOT_OPEN, CONTACT_NEEDED];

/// Characters of a section.
pub const SECTION_MAX: usize = 4_000;
/// Characters of a name.
pub const NAME_MAX: usize = 100;

crate::words! {
    /// A field of the instructions, by its column.
    Field {
        /// What the patient has.
        CurrentConditions = "current_conditions",
        /// What the patient takes.
        Medications = "medications",
        /// What the patient must not be given.
        Allergies = "allergies",
        /// What else there is to know.
        SpecialInstructions = "special_instructions",
        /// Who to call.
        EmergencyContactName = "emergency_contact_name",
        /// Under which number.
        EmergencyContactPhone = "emergency_contact_phone",
    }
}

/// Fields there are.
pub const FIELDS: usize = Field::ALL.len();

/// What is written: per field nothing, a new text, or (`None` inside) that it becomes empty.
#[derive(Default)]
pub struct Draft(pub Vec<(Field, Option<Secret>)>);

/// Which fields are filled, and since when the whole is as it is. Never what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The filled ones, in their order.
    pub fields: Vec<Field>,
    /// When something was last written; `None` before the first time.
    pub updated_at: Option<Timestamp>,
}

/// The instructions in the clear, for the nurse at the door and for admins.
pub struct Disclosed {
    /// Each filled field with its text, in their order.
    pub fields: Vec<(Field, Secret)>,
    /// When something was last written; `None` before the first time.
    pub updated_at: Option<Timestamp>,
}

/// Who to call when something happens.
pub struct EmergencyContact {
    /// Name.
    pub name: Secret,
    /// Number, digits with an optional plus.
    pub phone: Secret,
}
