//! What a new account needs beyond itself: the profiles other slices keep. Accounts stand left of
//! people, so the two meet here.

use crate::domain::{accounts, people};
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::platform::tx::Tx;

/// Gives a user the profiles their roles call for, where they are missing. A nurse's profile needs
/// a gender and cannot be made without one.
///
/// # Errors
/// 400 `gender` for a nurse without one.
pub fn settle(tx: &Tx<'_>, id: UserId, gender: Option<&str>) -> Result<(), Error> {
    let user = accounts::service::user(tx, id)?;
    if user.is(Role::Customer) && user.customer.is_none() {
        let new = people::types::NewCustomer::default();
        people::service::create_customer(tx, id, new)?;
    }
    if user.is(Role::Nurse) && user.nurse.is_none() {
        let gender = gender
            .and_then(people::types::Gender::parse)
            .ok_or_else(|| Error::field("gender", "required"))?;
        let text = people::types::nurses::NurseText {
            display_name: user.name,
            about: None,
            disciplines: Vec::new(),
            districts: Vec::new(),
            accepting: people::types::nurses::Accepting::No,
        };
        let new = people::types::nurses::NewNurse {
            text,
            gender,
            iban: None,
            national_id: None,
        };
        people::service::create_nurse(tx, id, new)?;
    }
    Ok(())
}
