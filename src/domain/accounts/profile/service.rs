//! Use cases of one's own account.

use super::store;
use super::types::{Demand, Profile, ProfileChange, WRONG_PASSWORD, Wanted};
use crate::domain::accounts;
use crate::domain::accounts::codes::types::{CodePurpose, Right, Target, WRONG_CODE};
use crate::domain::accounts::throttle::types::Subject;
use crate::domain::accounts::{codes, second_factor, sessions, throttle};
use crate::kernel::error::Error;
use crate::kernel::ids::{SessionId, UserId};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// One's own account.
///
/// # Errors
/// 404 when removed meanwhile.
pub fn view(tx: &ReadTx<'_>, id: UserId) -> Result<Profile, Error> {
    let user = accounts::service::user(tx, id)?;
    let demanded = second_factor::service::is_required(&tx.settings, user.roles);
    Ok(Profile {
        totp_demand: if demanded {
            Demand::Demanded
        } else {
            Demand::Optional
        },
        user,
        contact: accounts::service::contact_of(tx, id)?,
        recovery_left: second_factor::service::recovery_left(tx, id)?,
    })
}

/// Changes one's own account. A wrong code for a new contact is counted, so it comes back as the
/// inner result, with nothing else changed.
///
/// # Errors
/// Conflict `auth.mobile_taken` or `auth.email_taken`, told to whoever holds the contact.
pub fn change(
    tx: &Tx<'_>,
    id: UserId,
    change: &ProfileChange,
) -> Result<Result<Profile, Error>, Error> {
    let mobile = change.mobile.as_ref();
    let email = change.email.as_ref();
    let proofs = [
        mobile.map(|(mobile, code)| (Target::Mobile(mobile.clone()), code)),
        email.map(|(email, code)| (Target::Email(email.clone()), code)),
    ];
    let purpose = CodePurpose::ContactChange;
    for (target, code) in proofs.iter().flatten() {
        if !codes::service::is_right(tx, purpose, target, code, Right::Keep)? {
            return Ok(Err(Error::refused(WRONG_CODE)));
        }
    }
    for (target, code) in proofs.iter().flatten() {
        codes::service::is_right(tx, purpose, target, code, Right::Spend)?;
    }
    apply(tx, id, change)?;
    Ok(Ok(view(tx, id)?))
}

fn apply(tx: &Tx<'_>, id: UserId, change: &ProfileChange) -> Result<(), Error> {
    let before = accounts::service::user(tx, id)?;
    let name = change.name.as_deref().unwrap_or(&before.name);
    let locale = change.locale.or(before.locale);
    let zone = change.time_zone.as_deref().or(before.time_zone.as_deref());
    accounts::store::set_name(tx, id, name)?;
    store::update(tx, id, locale, zone)?;
    let mut noted = Change::new()
        .plain("name", before.name.as_str(), name)
        .plain(
            "locale",
            before.locale.map(|locale| locale.as_str()),
            locale.map(|locale| locale.as_str()),
        )
        .plain("time_zone", before.time_zone.clone(), zone);
    if let Some((mobile, _)) = &change.mobile {
        accounts::store::set_mobile(tx, id, Some(mobile))?;
        accounts::store::note_mobile_verified(tx, id)?;
        noted = noted.masked(tx, "mobile", mobile.as_e164())?;
    }
    if let Some((email, _)) = &change.email {
        accounts::store::set_email(tx, id, Some(email))?;
        accounts::store::note_email_verified(tx, id)?;
        noted = noted.masked(tx, "email", email.as_str())?;
    }
    if let Some(consent) = change.sms {
        accounts::service::set_sms_consent(tx, id, consent)?;
    }
    if let Some(wanted) = change.mail {
        store::mute_email(tx, id, wanted)?;
        noted = noted.now("notify_email", wanted == Wanted::Yes);
    }
    tx.access_changed();
    audit::record(tx, "user.changed", "users", id.get(), &noted)
}

/// The stored hash to compare the present password with, and the name of the account's turns.
///
/// # Errors
/// 429 while the account has to wait: a stolen session must not serve to guess the password.
pub fn present_password(tx: &ReadTx<'_>, id: UserId) -> Result<Option<String>, Error> {
    throttle::service::admit(tx, &[&Subject::Account(id)])?;
    Ok(accounts::service::user(tx, id)?.password_hash)
}

/// The name under which attempts on this account take turns.
///
/// # Errors
/// Internal only.
pub fn account_key(tx: &ReadTx<'_>, id: UserId) -> Result<[u8; 32], Error> {
    throttle::service::digest(tx, &Subject::Account(id))
}

/// Counts a wrong present password.
///
/// # Errors
/// Internal only.
pub fn note_wrong_password(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    throttle::service::note_failure(tx, &Subject::Account(id))
}

/// Replaces the password after the present one was shown; every other session ends.
///
/// # Errors
/// Refused `auth.wrong_password` when it changed meanwhile.
pub fn set_password(
    tx: &Tx<'_>,
    id: UserId,
    shown: Option<&str>,
    hash: &str,
    kept: Option<SessionId>,
) -> Result<(), Error> {
    let user = accounts::service::user(tx, id)?;
    if user.password_hash.as_deref() != shown {
        return Err(Error::refused(WRONG_PASSWORD));
    }
    accounts::store::set_password(tx, id, hash)?;
    throttle::service::forgive(tx, &Subject::Account(id))?;
    audit::record(
        tx,
        "user.password_changed",
        "users",
        id.get(),
        &Change::new(),
    )?;
    sessions::service::revoke_others(tx, id, kept)
}
