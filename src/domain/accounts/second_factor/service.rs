//! Use cases of the second factor.

use super::store;
use super::types::{Enrolment, Factor, TOTP_ENROLLED, TOTP_MISSING, TOTP_WRONG};
use crate::domain::accounts;
use crate::domain::accounts::types::{Credential, Identity, SecondFactor, TOTP_REQUIRED, User};
use crate::kernel::actor::Roles;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::secret::Secret;
use crate::platform::audit::{self, Change};
use crate::platform::settings::Settings;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::totp::{self, TotpSecret};

/// Whether the agency demands a second factor of somebody with these roles.
pub fn is_required(settings: &Settings, roles: Roles) -> bool {
    let required = settings.text("totp_required_roles");
    roles
        .iter()
        .any(|role| required.split(',').any(|word| word.trim() == role.as_str()))
}

/// Whether a user has enrolled one.
pub const fn state(user: &User) -> SecondFactor {
    match user.totp_confirmed_at {
        Some(_) => SecondFactor::Enrolled,
        None => SecondFactor::Missing,
    }
}

/// Whether this session may do nothing but enrol: what lifts that is a change of rights.
pub fn is_limited(settings: &Settings, identity: &Identity) -> bool {
    matches!(identity.credential, Credential::Session(_))
        && identity.second_factor == SecondFactor::Missing
        && is_required(settings, identity.caller.roles)
}

/// Draws a seed that counts once a code of it was typed back. Starting again replaces it.
///
/// # Errors
/// Conflict `auth.totp_enrolled` when one is confirmed.
pub fn start(tx: &Tx<'_>, id: UserId) -> Result<Enrolment, Error> {
    let user = accounts::service::user(tx, id)?;
    let seed = TotpSecret::draw(tx.vault.entropy())?;
    if !store::put_seed(tx, id, &seed.base32())? {
        return Err(Error::conflict(TOTP_ENROLLED));
    }
    audit::record(tx, "totp.started", "users", id.get(), &Change::new())?;
    let issuer = tx.settings.text("agency_name");
    Ok(Enrolment {
        uri: Secret::new(totp::otpauth_uri(&seed, issuer, &user.name)),
        secret: Secret::new(seed.base32()),
    })
}

/// Takes the first code of a new seed; from here on sign-in asks for one. Answers recovery codes,
/// which are shown this once.
///
/// # Errors
/// Conflict `auth.totp_enrolled` or `auth.totp_missing`; refused `auth.totp_wrong`.
pub fn confirm(tx: &Tx<'_>, id: UserId, code: &str) -> Result<Vec<String>, Error> {
    let user = accounts::service::user(tx, id)?;
    if user.totp_confirmed_at.is_some() {
        return Err(Error::conflict(TOTP_ENROLLED));
    }
    if store::find_seed(tx, id)?.is_none() {
        return Err(Error::conflict(TOTP_MISSING));
    }
    if !spend_totp(tx, id, code)? {
        return Err(Error::refused(TOTP_WRONG));
    }
    store::confirm(tx, id)?;
    tx.access_changed();
    audit::record(tx, "totp.confirmed", "users", id.get(), &Change::new())?;
    draw_recovery(tx, id)
}

/// Whether this is the user's second factor; it is used up by asking. A user without one has
/// nothing to show.
///
/// # Errors
/// Internal only.
pub fn spend(tx: &Tx<'_>, id: UserId, factor: &Factor) -> Result<bool, Error> {
    match factor {
        Factor::Totp(code) => spend_totp(tx, id, code.reveal()),
        Factor::Recovery(code) => {
            let digest = totp::recovery_digest(&tx.vault, id.get(), code.reveal())?;
            let spent = store::spend_recovery(tx, id, &digest)?;
            if spent {
                let change = Change::new().now("left", store::count_recovery(tx, id)?);
                audit::record(tx, "recovery_code.used", "users", id.get(), &change)?;
            }
            Ok(spent)
        }
    }
}

/// Takes the second factor away.
///
/// # Errors
/// Conflict `auth.totp_missing` without one; 403 `auth.totp_required` where the role demands it;
/// refused `auth.totp_wrong`.
pub fn disable(tx: &Tx<'_>, id: UserId, factor: &Factor) -> Result<(), Error> {
    let user = enrolled(tx, id)?;
    if is_required(&tx.settings, user.roles) {
        return Err(Error::Forbidden(TOTP_REQUIRED));
    }
    if !spend(tx, id, factor)? {
        return Err(Error::refused(TOTP_WRONG));
    }
    reset(tx, id)
}

/// Takes the second factor away without asking for it: the owner's help for a lost phone.
///
/// # Errors
/// Internal only.
pub fn reset(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    store::remove(tx, id)?;
    tx.access_changed();
    audit::record(tx, "totp.removed", "users", id.get(), &Change::new())
}

/// Replaces the recovery codes and answers the new ones, which are shown this once.
///
/// # Errors
/// Conflict `auth.totp_missing` without a second factor; refused `auth.totp_wrong`.
pub fn renew_recovery(tx: &Tx<'_>, id: UserId, factor: &Factor) -> Result<Vec<String>, Error> {
    enrolled(tx, id)?;
    if !spend(tx, id, factor)? {
        return Err(Error::refused(TOTP_WRONG));
    }
    draw_recovery(tx, id)
}

/// Recovery codes left.
///
/// # Errors
/// Internal only.
pub fn recovery_left(tx: &ReadTx<'_>, id: UserId) -> Result<i64, Error> {
    store::count_recovery(tx, id)
}

fn enrolled(tx: &ReadTx<'_>, id: UserId) -> Result<User, Error> {
    let user = accounts::service::user(tx, id)?;
    match state(&user) {
        SecondFactor::Enrolled => Ok(user),
        SecondFactor::Missing => Err(Error::conflict(TOTP_MISSING)),
    }
}

fn spend_totp(tx: &Tx<'_>, id: UserId, code: &str) -> Result<bool, Error> {
    let Some(seed) = store::find_seed(tx, id)? else {
        return Ok(false);
    };
    let seed = TotpSecret::parse(seed.base32.reveal())
        .ok_or_else(|| Error::internal("a stored seed is not a seed"))?;
    let step = totp::matching_step(&seed, code, tx.now.as_millis());
    match step.and_then(|step| i64::try_from(step).ok()) {
        Some(step) => store::spend_step(tx, id, step),
        None => Ok(false),
    }
}

fn draw_recovery(tx: &Tx<'_>, id: UserId) -> Result<Vec<String>, Error> {
    store::delete_recovery(tx, id)?;
    let codes = totp::recovery_codes(&tx.vault, id.get())?;
    for code in &codes {
        store::insert_recovery(tx, id, &code.digest)?;
    }
    audit::record(
        tx,
        "recovery_codes.drawn",
        "users",
        id.get(),
        &Change::new(),
    )?;
    Ok(codes.into_iter().map(|code| code.shown).collect())
}
