//! Use cases of people who have no account or no password yet.

use super::types::Registration;
use crate::domain::accounts;
use crate::domain::accounts::codes;
use crate::domain::accounts::codes::types::{CodePurpose, Right, Target};
use crate::domain::accounts::sessions;
use crate::domain::accounts::sign_in::service::enter;
use crate::domain::accounts::sign_in::types::{Outcome, Visitor};
use crate::domain::accounts::throttle;
use crate::domain::accounts::throttle::types::Subject;
use crate::domain::accounts::types::{NewUser, SmsConsent, User};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::Error;
use crate::platform::audit::{self, Change};
use crate::platform::tx::Tx;

/// Whether a code is right, before a password is hashed for it: strangers must not make the
/// machine work. A wrong try counts, so the caller commits either way.
///
/// # Errors
/// 429 while the address has to wait.
pub fn prove(
    tx: &Tx<'_>,
    purpose: CodePurpose,
    target: &Target,
    code: &str,
    visitor: &Visitor,
) -> Result<bool, Error> {
    let address = Subject::Address(visitor.address);
    throttle::service::admit(tx, &[&address])?;
    let right = codes::service::is_right(tx, purpose, target, code, Right::Keep)?;
    if !right {
        throttle::service::note_failure(tx, &address)?;
    }
    Ok(right)
}

/// Makes a customer's account on a proved mobile number and signs them in. No other role can be
/// had this way.
///
/// # Errors
/// Conflict `auth.mobile_taken`, told only to whoever holds the number.
pub fn register(tx: &Tx<'_>, new: Registration, visitor: &Visitor) -> Result<Outcome, Error> {
    let target = Target::Mobile(new.mobile.clone());
    let spent =
        codes::service::is_right(tx, CodePurpose::Register, &target, &new.code, Right::Spend)?;
    if !spent {
        return Ok(Outcome::WrongCode);
    }
    let id = accounts::service::create_user(
        tx,
        NewUser {
            name: new.name,
            mobile: Some(new.mobile),
            email: None,
            password_hash: new.password_hash,
            roles: Roles::NONE.with(Role::Customer),
            locale: new.locale,
        },
    )?;
    accounts::service::note_verified(tx, id, &target)?;
    if let Some(version) = new.sms_consent {
        accounts::service::set_sms_consent(tx, id, SmsConsent::Given(version))?;
    }
    let user = accounts::service::user(tx, id)?;
    Ok(Outcome::In(Box::new(enter(tx, user, visitor)?)))
}

/// Puts a new password in place of a forgotten one. Every session ends; failures are forgotten.
/// Says whether the code was right; for an unknown contact it never is.
///
/// # Errors
/// Internal only.
pub fn reset_password(
    tx: &Tx<'_>,
    target: &Target,
    code: &str,
    password_hash: &str,
    visitor: &Visitor,
) -> Result<bool, Error> {
    let purpose = CodePurpose::PasswordReset;
    let right = codes::service::is_right(tx, purpose, target, code, Right::Spend)?;
    let owner = codes::service::find_owner(tx, target)?.filter(User::is_active);
    let (true, Some(user)) = (right, owner) else {
        return Ok(false);
    };
    accounts::store::set_password(tx, user.id, password_hash)?;
    accounts::service::note_verified(tx, user.id, target)?;
    let account = Subject::Account(user.id);
    throttle::service::forgive(tx, &account)?;
    throttle::service::forgive(tx, &Subject::Pair(Box::new(account), visitor.address))?;
    audit::record(
        tx,
        "user.password_reset",
        "users",
        user.id.get(),
        &Change::new(),
    )?;
    sessions::service::revoke_all(tx, user.id)?;
    Ok(true)
}
