//! Use cases of accounts that other slices and the frame call.

use serde_json::Value;

use super::codes::types::Target;
use super::store;
use super::types::{
    Contact, Credential, Identity, NewUser, PROFILE_LINKED, Scope, SmsConsent, Touched, User,
};
use super::{codes, keys, sessions, setup, throttle};
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId, UserId};
use crate::kernel::text;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::messages::Locale;
use crate::platform::tx::{ReadTx, Tx};

/// Members of the staff told of one thing at most.
const STAFF_MAX: i64 = 500;

/// Who this token stands for, or nobody. Ended, idle and expired tokens, tokens of disabled
/// users and made-up ones all give the same answer.
///
/// # Errors
/// Internal, when a row is corrupt.
pub fn authenticate(tx: &ReadTx<'_>, token: &str) -> Result<Option<Identity>, Error> {
    if token.starts_with(keys::types::PREFIX) {
        keys::service::authenticate(tx, token)
    } else {
        sessions::service::authenticate(tx, token)
    }
}

/// Notes that a session or key was used, and keeps an idle session alive.
///
/// # Errors
/// 401 when the session ended meanwhile.
pub fn touch(tx: &Tx<'_>, identity: &Identity) -> Result<Touched, Error> {
    let ends_at = match identity.credential {
        Credential::Session(id) => sessions::service::touch(tx, id)?,
        Credential::ApiKey(id) => {
            keys::service::touch(tx, id)?;
            identity.ends_at
        }
    };
    Ok(Touched {
        seen_at: tx.now,
        ends_at,
    })
}

/// Makes a user who can be signed in to at once.
///
/// # Errors
/// Conflict `auth.mobile_taken` or `auth.email_taken`; 400 without any contact.
pub fn create_user(tx: &Tx<'_>, new: NewUser) -> Result<UserId, Error> {
    insert(tx, &new, Some(tx.now))
}

/// Makes a user who still has to accept an invitation.
///
/// # Errors
/// As [`create_user`].
pub fn create_invited(tx: &Tx<'_>, new: NewUser) -> Result<UserId, Error> {
    insert(tx, &new, None)
}

fn insert(tx: &Tx<'_>, new: &NewUser, joined_at: Option<Timestamp>) -> Result<UserId, Error> {
    if new.mobile.is_none() && new.email.is_none() {
        return Err(Error::field("mobile", "required"));
    }
    let id = store::insert(tx, new, joined_at)?;
    let roles: Vec<&str> = new.roles.iter().map(|role| role.as_str()).collect();
    let mut change = Change::new()
        .now("name", new.name.as_str())
        .now("roles", roles);
    if let Some(mobile) = &new.mobile {
        change = change.masked(tx, "mobile", mobile.as_e164())?;
    }
    if let Some(email) = &new.email {
        change = change.masked(tx, "email", email.as_str())?;
    }
    audit::record(tx, "user.created", "users", id.get(), &change)?;
    Ok(id)
}

/// Notes that a code sent to a contact of a user came back: the contact is theirs.
///
/// # Errors
/// Internal only.
pub fn note_verified(tx: &Tx<'_>, id: UserId, contact: &Target) -> Result<(), Error> {
    match contact {
        Target::Mobile(_) => store::note_mobile_verified(tx, id),
        Target::Email(_) => store::note_email_verified(tx, id),
    }
}

/// Notes that a user agrees to text messages about their care, or does not.
///
/// # Errors
/// Internal only.
pub fn set_sms_consent(tx: &Tx<'_>, id: UserId, consent: SmsConsent) -> Result<(), Error> {
    store::set_sms_consent(tx, id, consent)?;
    let change = match consent {
        SmsConsent::Given(version) => Change::new().now("sms_consent_version", version),
        SmsConsent::Withdrawn => Change::new().now("sms_consent_version", Value::Null),
    };
    audit::record(tx, "user.sms_consent", "users", id.get(), &change)
}

/// Makes an API key for a user and answers its token, which is never shown again. The key may do
/// whatever the user may; `expires` of `None` means it never ends.
///
/// # Errors
/// 404 without the user; conflict `auth.key_limit` beyond 50 keys.
pub fn issue_api_key(
    tx: &Tx<'_>,
    user: UserId,
    name: &str,
    expires: Option<Timestamp>,
) -> Result<String, Error> {
    let name = text::normalise(name);
    let (token, _) = keys::service::issue(tx, user, &name, Scope::Write, expires)?;
    Ok(token)
}

/// The user, while not removed.
///
/// # Errors
/// 404 when absent.
pub fn user(tx: &ReadTx<'_>, id: UserId) -> Result<User, Error> {
    store::find(tx, id)?.ok_or(Error::not_found("user"))
}

/// The user with this e-mail address or mobile number, while not removed.
///
/// # Errors
/// When the store fails.
pub fn by_login(tx: &ReadTx<'_>, login: &str) -> Result<Option<User>, Error> {
    match (Email::parse(login), Mobile::parse(login)) {
        (Some(email), _) => store::find_by_email(tx, &email),
        (None, Some(mobile)) => store::find_by_mobile(tx, &mobile),
        (None, None) => Ok(None),
    }
}

/// The name others see.
///
/// # Errors
/// 404 when absent.
pub fn display_name(tx: &ReadTx<'_>, id: UserId) -> Result<String, Error> {
    Ok(user(tx, id)?.name)
}

/// Members of the staff who can sign in: those an alert is for. An agency of one region has fewer
/// than so many.
///
/// # Errors
/// When the store fails.
pub fn staff(tx: &ReadTx<'_>) -> Result<Vec<UserId>, Error> {
    store::staff(tx, STAFF_MAX)
}

/// The language a user is written to in: their own, or the agency's.
///
/// # Errors
/// 404 when absent.
pub fn locale_of(tx: &ReadTx<'_>, id: UserId) -> Result<Locale, Error> {
    let own = user(tx, id)?.locale;
    Ok(own.unwrap_or_else(|| tx.settings.default_locale()))
}

/// How a user is reached.
///
/// # Errors
/// 404 when absent; internal when a seal does not open.
pub fn contact_of(tx: &ReadTx<'_>, id: UserId) -> Result<Contact, Error> {
    store::contact(tx, id)?.ok_or(Error::not_found("user"))
}

/// Makes the one-time token of the link that sets up a new agency; earlier ones stop working.
///
/// # Errors
/// 404 once the agency is set up.
pub fn issue_setup_link(tx: &Tx<'_>) -> Result<String, Error> {
    setup::service::issue_link(tx)
}

/// Forgets what no longer counts: ended sessions, old codes, old failures. At most `batch` rows of
/// each; says how many.
///
/// # Errors
/// Internal only.
pub fn purge(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    Ok(sessions::service::purge(tx, batch)?
        + codes::service::purge(tx, batch)?
        + throttle::service::purge(tx, batch)?)
}

/// Remembers which payer's profile belongs to a user. Only the slice that owns the profile calls
/// this.
///
/// # Errors
/// 404 without the user; conflict `auth.profile_linked` when there is one already.
pub fn link_customer(tx: &Tx<'_>, id: UserId, customer: CustomerId) -> Result<(), Error> {
    user(tx, id)?;
    if !store::link_customer(tx, id, customer)? {
        return Err(Error::conflict(PROFILE_LINKED));
    }
    tx.access_changed();
    let change = Change::new().now("customer_id", customer.get());
    audit::record(tx, "user.linked", "users", id.get(), &change)
}

/// Remembers which nurse's profile belongs to a user.
///
/// # Errors
/// As [`link_customer`].
pub fn link_nurse(tx: &Tx<'_>, id: UserId, nurse: NurseId) -> Result<(), Error> {
    user(tx, id)?;
    if !store::link_nurse(tx, id, nurse)? {
        return Err(Error::conflict(PROFILE_LINKED));
    }
    tx.access_changed();
    let change = Change::new().now("nurse_id", nurse.get());
    audit::record(tx, "user.linked", "users", id.get(), &change)
}

/// The user an operator means: an id, an e-mail address or a mobile number.
///
/// # Errors
/// 404 when there is none.
pub fn find(tx: &ReadTx<'_>, named: &str) -> Result<User, Error> {
    let found = match (
        named.parse::<i64>(),
        Email::parse(named),
        Mobile::parse(named),
    ) {
        (Ok(id), _, None) => store::find(tx, UserId::new(id))?,
        (_, Some(email), _) => store::find_by_email(tx, &email)?,
        (_, _, Some(mobile)) => store::find_by_mobile(tx, &mobile)?,
        _ => None,
    };
    found.ok_or(Error::not_found("user"))
}

/// Ends every session and every one-time code of everybody: after a restore, or when tokens may
/// have been seen. Answers how many sessions ended.
///
/// # Errors
/// Internal only.
pub fn flush(tx: &Tx<'_>) -> Result<usize, Error> {
    let ended = store::end_sessions(tx)?;
    let codes = store::end_codes(tx)?;
    tx.access_changed();
    let change = Change::new()
        .now("sessions_ended", ended)
        .now("codes_ended", codes);
    audit::record(tx, "session.flushed", "sessions", 0, &change)?;
    Ok(ended)
}

/// How many people could run the agency: owners who may sign in.
///
/// # Errors
/// Internal only.
pub fn count_owners(tx: &ReadTx<'_>) -> Result<i64, Error> {
    super::users::service::count_owners(tx)
}

/// How many of the newest contacts are not found under their own index: the first is how many
/// were looked at.
///
/// # Errors
/// Internal, when a contact does not open.
pub fn misfiled_contacts(tx: &ReadTx<'_>, newest: i64) -> Result<(usize, usize), Error> {
    let ids = store::newest(tx, newest)?;
    let mut misfiled = 0;
    for id in &ids {
        let contact = contact_of(tx, *id)?;
        let by_mobile = match &contact.mobile {
            Some(mobile) => store::find_by_mobile(tx, mobile)?.map(|user| user.id),
            None => Some(*id),
        };
        let by_email = match &contact.email {
            Some(email) => store::find_by_email(tx, email)?.map(|user| user.id),
            None => Some(*id),
        };
        misfiled += usize::from(by_mobile != Some(*id) || by_email != Some(*id));
    }
    Ok((ids.len(), misfiled))
}
