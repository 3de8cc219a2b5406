//! Use cases of one-time codes.

use super::store::{self, NewCode};
use super::types::{CodePurpose, Right, Target, Wish};
use super::{rules, types};
use crate::domain::accounts;
use crate::domain::accounts::throttle;
use crate::domain::accounts::throttle::types::Subject;
use crate::domain::accounts::types::User;
use crate::kernel::error::Error;
use crate::kernel::secret::Secret;
use crate::kernel::text;
use crate::kernel::time::Span;
use crate::platform::audit::{self, Change};
use crate::platform::messages::{self, Locale};
use crate::platform::outbox::{self, Channel, Message};
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::index::Purpose;

/// Whether a code leaves the building.
enum Delivery {
    Sent,
    Withheld,
}

/// Sends a code, if the contact belongs to somebody who may use it. The answer does not tell:
/// limits count and a row is written either way. Answers for how long the code is right.
///
/// # Errors
/// 429 when the contact or the address has had its share.
pub fn send(tx: &Tx<'_>, wish: &Wish) -> Result<Span, Error> {
    let contact = contact_index(tx, &wish.target)?;
    let address = throttle::service::digest(tx, &Subject::Address(wish.address))?;
    within_limits(tx, &contact, &address)?;
    let code = tx.vault.entropy().code6()?;
    let data = bound(wish.purpose, &contact, &code);
    let hash = tx.vault.mac(Purpose::OneTimeCode, &data)?;
    let id = store::insert(
        tx,
        &NewCode {
            purpose: wish.purpose,
            contact: &contact,
            address: &address,
            code: &hash,
            expires_at: tx.now + rules::LIFETIME,
        },
    )?;
    let owner = find_owner(tx, &wish.target)?;
    let delivery = delivery(wish.purpose, owner.as_ref());
    let own = owner.and_then(|user| user.locale);
    let message = message(tx, wish, &code, own.unwrap_or(wish.locale));
    deliver(tx, &message, delivery)?;
    let change = Change::new().now("purpose", wish.purpose.as_str());
    audit::record(tx, "auth.code_asked", "one_time_codes", id, &change)?;
    Ok(rules::LIFETIME)
}

/// Whether the typed code is right. A wrong try is counted, so the caller must commit either way.
///
/// # Errors
/// Internal only.
pub fn is_right(
    tx: &Tx<'_>,
    purpose: CodePurpose,
    target: &Target,
    typed: &str,
    right: Right,
) -> Result<bool, Error> {
    let contact = contact_index(tx, target)?;
    let typed = text::ascii_digits(typed.trim());
    let Some(sent) = store::find_newest(tx, purpose, &contact)? else {
        return Ok(false);
    };
    if sent.tries >= rules::TRIES {
        return Ok(false);
    }
    let data = bound(purpose, &contact, &typed);
    if !tx
        .vault
        .verify_mac(Purpose::OneTimeCode, &data, &sent.code_hash)
    {
        store::count_try(tx, sent.id)?;
        return Ok(false);
    }
    match right {
        Right::Keep => Ok(true),
        Right::Spend => store::spend(tx, sent.id),
    }
}

/// The user behind a contact.
///
/// # Errors
/// Internal only.
pub fn find_owner(tx: &ReadTx<'_>, target: &Target) -> Result<Option<User>, Error> {
    match target {
        Target::Mobile(mobile) => accounts::store::find_by_mobile(tx, mobile),
        Target::Email(email) => accounts::store::find_by_email(tx, email),
    }
}

/// Forgets codes too old to count for any limit, at most `batch`; says how many.
///
/// # Errors
/// Internal only.
pub fn purge(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    store::purge(tx, tx.now - Span::days(2), batch)
}

/// Whose contact gets a code. A new number may register, and one's new number is nobody's yet.
fn delivery(purpose: CodePurpose, owner: Option<&User>) -> Delivery {
    let welcome = match purpose {
        CodePurpose::Register | CodePurpose::ContactChange => true,
        CodePurpose::SignIn => owner.is_some_and(|user| user.is_active() && !user.roles.is_staff()),
        CodePurpose::PasswordReset => owner.is_some_and(User::is_active),
        CodePurpose::Invitation => {
            owner.is_some_and(|user| user.joined_at.is_none() && user.disabled_at.is_none())
        }
    };
    match welcome {
        true => Delivery::Sent,
        false => Delivery::Withheld,
    }
}

/// Puts the message on its way. One that is withheld costs the same work, so that the time of the
/// answer does not tell who has an account.
fn deliver(tx: &Tx<'_>, message: &Message, delivery: Delivery) -> Result<(), Error> {
    let put = tx.attempt(|tx| {
        outbox::put(tx, message)?;
        match delivery {
            Delivery::Sent => Ok(()),
            Delivery::Withheld => Err(Error::not_found("contact")),
        }
    });
    match put {
        Err(Error::NotFound(_)) => Ok(()),
        other => other,
    }
}

fn within_limits(tx: &ReadTx<'_>, contact: &[u8; 16], address: &[u8; 32]) -> Result<(), Error> {
    let mut longest = None;
    for limit in rules::CONTACT_LIMITS {
        let nth = store::nth_to_contact(tx, contact, limit.count)?;
        longest = longest.max(rules::left(limit, nth, tx.now));
    }
    for limit in rules::ADDRESS_LIMITS {
        let nth = store::nth_from_address(tx, address, limit.count)?;
        longest = longest.max(rules::left(limit, nth, tx.now));
    }
    match longest {
        Some(left) => Err(Error::RateLimited(throttle::rules::seconds(left))),
        None => Ok(()),
    }
}

fn contact_index(tx: &ReadTx<'_>, target: &Target) -> Result<[u8; 16], Error> {
    match target {
        Target::Mobile(mobile) => accounts::store::mobile_index(tx, mobile),
        Target::Email(email) => accounts::store::email_index(tx, email),
    }
}

/// What is hashed. Bound to purpose and contact: digits seen elsewhere are worthless here.
fn bound(purpose: CodePurpose, contact: &[u8; 16], code: &str) -> Vec<u8> {
    let mut data = contact.to_vec();
    data.extend_from_slice(purpose.as_str().as_bytes());
    data.push(b':');
    data.extend_from_slice(code.as_bytes());
    data
}

fn message(tx: &ReadTx<'_>, wish: &Wish, code: &str, locale: Locale) -> Message {
    let agency = tx.settings.text("agency_name");
    let values = [("agency", agency), ("code", code)];
    let text = |key: &str| messages::text(locale, key, &values).unwrap_or_else(|| code.to_owned());
    match &wish.target {
        types::Target::Mobile(mobile) => Message {
            channel: Channel::Sms,
            to: Secret::new(mobile.as_e164()),
            subject: String::new(),
            body: Secret::new(text("notice.auth_code.sms")),
            event: "auth_code",
        },
        types::Target::Email(email) => Message {
            channel: Channel::Email,
            to: Secret::new(email.as_str()),
            subject: text("notice.auth_code.subject"),
            body: Secret::new(text("notice.auth_code.email")),
            event: "auth_code",
        },
    }
}
