//! Use cases of the first start.

use super::types::{
    LINK_UNKNOWN, NO_CONTACT, NewOwner, OWNER_MISSING, Progress, SHEET_WRONG, Stand,
};
use super::{rules, store};
use crate::domain::accounts;
use crate::domain::accounts::sign_in::service::enter;
use crate::domain::accounts::sign_in::types::{SignedIn, Visitor};
use crate::domain::accounts::types::{Contact, NewUser};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::{Error, FieldError};
use crate::kernel::ids::{OutboxId, UserId};
use crate::kernel::secret::Secret;
use crate::platform::audit::{self, Change};
use crate::platform::messages;
use crate::platform::outbox::{self, Channel, Message};
use crate::platform::settings;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::index::Purpose;
use crate::platform::vault::recovery::{GROUPS, Sheet};

/// Whether the agency has been set up.
///
/// # Errors
/// Internal only.
pub fn is_complete(tx: &ReadTx<'_>) -> Result<bool, Error> {
    Ok(store::milestones(tx)?.0.is_some())
}

/// Makes the one-time token of the set-up link; earlier ones stop working. It works half an hour.
///
/// # Errors
/// 404 once the agency is set up.
pub fn issue_link(tx: &Tx<'_>) -> Result<String, Error> {
    refuse_complete(tx)?;
    store::use_links(tx)?;
    let token = tx.vault.entropy().token()?;
    let hash = tx.vault.mac(Purpose::SetupLink, token.as_bytes())?;
    let id = store::insert_link(tx, &hash, tx.now + rules::LINK_LIFETIME)?;
    audit::record(tx, "setup.link_made", "setup_links", id, &Change::new())?;
    Ok(token)
}

/// How far the first start has come.
///
/// # Errors
/// 404 once set up; 401 `setup.link_unknown` or `setup.link_expired`.
pub fn progress(tx: &ReadTx<'_>, token: &str) -> Result<Progress, Error> {
    refuse_complete(tx)?;
    let hash = tx.vault.mac(Purpose::SetupLink, token.as_bytes())?;
    let link = store::find_link(tx, &hash)?.ok_or(Error::Unauthenticated(LINK_UNKNOWN))?;
    rules::open(&link, tx.now)?;
    let owner = match store::find_owner(tx)? {
        Some(id) => Some(accounts::service::user(tx, id)?),
        None => None,
    };
    Ok(Progress {
        link: link.id,
        expires_at: link.expires_at,
        owner,
        sheet_confirmed_at: store::milestones(tx)?.1,
    })
}

/// What the wizard shows.
///
/// # Errors
/// As [`progress`].
pub fn state(tx: &ReadTx<'_>, token: &str) -> Result<Stand, Error> {
    let progress = progress(tx, token)?;
    let value = |key: &'static str| (key, tx.settings.text(key).to_owned());
    let channels = match &progress.owner {
        Some(owner) => channels(&accounts::service::contact_of(tx, owner.id)?),
        None => Vec::new(),
    };
    Ok(Stand {
        channels,
        next: rules::next(&progress),
        agency: rules::SETTINGS.into_iter().map(value).collect(),
        progress,
    })
}

/// Saves language and agency settings.
///
/// # Errors
/// As [`progress`]; 400 naming every bad value, or one that is fixed outside.
pub fn save_agency(tx: &Tx<'_>, token: &str, values: &[(String, String)]) -> Result<(), Error> {
    progress(tx, token)?;
    let mut bad = Vec::new();
    let mut change = Change::new();
    for (key, value) in values {
        match accepted(tx, key, value) {
            Ok(value) => {
                store::save_setting(tx, key, &value)?;
                change = change.plain(key, tx.settings.text(key), value);
            }
            Err(code) => bad.push(FieldError {
                field: key.clone(),
                code,
            }),
        }
    }
    if !bad.is_empty() {
        return Err(Error::Invalid(bad));
    }
    tx.settings_changed();
    audit::record(tx, "setup.agency_saved", "platform_configs", 0, &change)
}

fn accepted(tx: &ReadTx<'_>, key: &str, value: &str) -> Result<String, &'static str> {
    let known = rules::SETTINGS
        .contains(&key)
        .then(|| settings::find(key))
        .flatten();
    let setting = known.ok_or("unknown_field")?;
    if tx.settings.value(key).1.is_locked() {
        return Err("fixed_outside");
    }
    setting.kind.accept(value).ok_or("out_of_range")
}

/// Names the owner, or corrects who was named before finishing.
///
/// # Errors
/// As [`progress`]; conflict `auth.mobile_taken` or `auth.email_taken`.
pub fn save_owner(tx: &Tx<'_>, token: &str, new: NewOwner) -> Result<UserId, Error> {
    let Some(owner) = progress(tx, token)?.owner else {
        let user = NewUser {
            name: new.name,
            mobile: new.mobile,
            email: new.email,
            password_hash: Some(new.password_hash),
            roles: Roles::NONE.with(Role::Owner),
            locale: Some(tx.settings.default_locale()),
        };
        return accounts::service::create_user(tx, user);
    };
    accounts::store::set_name(tx, owner.id, &new.name)?;
    accounts::store::set_mobile(tx, owner.id, new.mobile.as_ref())?;
    accounts::store::set_email(tx, owner.id, new.email.as_ref())?;
    accounts::store::set_password(tx, owner.id, &new.password_hash)?;
    let change = Change::new().plain("name", owner.name.as_str(), new.name);
    audit::record(
        tx,
        "setup.owner_corrected",
        "users",
        owner.id.get(),
        &change,
    )?;
    Ok(owner.id)
}

/// Which two groups of the sheet are to be typed back.
pub fn asked_groups(progress: &Progress) -> (usize, usize) {
    rules::asked_groups(progress.link, GROUPS)
}

/// Takes the two groups typed back from the saved sheet.
///
/// # Errors
/// As [`progress`]; refused `setup.sheet_wrong`.
pub fn confirm_sheet(
    tx: &Tx<'_>,
    token: &str,
    sheet: &Sheet,
    typed: &(String, String),
) -> Result<(), Error> {
    let (first, second) = asked_groups(&progress(tx, token)?);
    if !sheet.confirms((first, &typed.0), (second, &typed.1)) {
        return Err(Error::refused(SHEET_WRONG));
    }
    store::confirm_sheet(tx)?;
    audit::record(
        tx,
        "setup.sheet_confirmed",
        "installation",
        1,
        &Change::new(),
    )
}

fn channels(contact: &Contact) -> Vec<&'static str> {
    let sms = contact.mobile.is_some().then_some(Channel::Sms.as_str());
    let email = contact.email.is_some().then_some(Channel::Email.as_str());
    sms.into_iter().chain(email).collect()
}

/// Puts a test message to the owner's own number or address on its way, so that the first start
/// shows whether messages leave. Answers what it says.
///
/// # Errors
/// As [`progress`]; conflict `setup.owner_missing` or `setup.no_contact`.
pub fn put_test(tx: &Tx<'_>, token: &str, channel: Channel) -> Result<(OutboxId, String), Error> {
    let owner = progress(tx, token)?.owner;
    let owner = owner.ok_or(Error::conflict(OWNER_MISSING))?;
    let contact = accounts::service::contact_of(tx, owner.id)?;
    let to = match channel {
        Channel::Sms => contact.mobile.map(|mobile| mobile.as_e164().to_owned()),
        Channel::Email => contact.email.map(|email| email.as_str().to_owned()),
    };
    let to = Secret::new(to.ok_or(Error::conflict(NO_CONTACT))?);
    let locale = accounts::service::locale_of(tx, owner.id)?;
    let agency = [("agency", tx.settings.text("agency_name"))];
    let say = |key: &str| messages::text(locale, key, &agency).unwrap_or_default();
    let message = Message {
        channel,
        to,
        subject: say("notice.setup_test.subject"),
        body: Secret::new(say("notice.setup_test.body")),
        event: "setup_test",
    };
    Ok((outbox::put(tx, &message)?, say("notice.setup_test.body")))
}

/// Finishes: the link is used up and the owner comes in.
///
/// # Errors
/// As [`progress`]; conflict `setup.owner_missing` or `setup.sheet_missing`.
pub fn finish(tx: &Tx<'_>, token: &str, visitor: &Visitor) -> Result<SignedIn, Error> {
    let progress = progress(tx, token)?;
    rules::finish(&progress)?;
    let owner = progress
        .owner
        .ok_or_else(|| Error::internal("a finished set-up without owner"))?;
    complete(tx)?;
    enter(tx, owner, visitor)
}

/// Marks the agency as set up: the last step of the wizard, and of a demonstration, which needs
/// none.
///
/// # Errors
/// Internal only.
pub fn complete(tx: &Tx<'_>) -> Result<(), Error> {
    store::use_links(tx)?;
    store::complete(tx)?;
    audit::record(tx, "setup.completed", "installation", 1, &Change::new())
}

fn refuse_complete(tx: &ReadTx<'_>) -> Result<(), Error> {
    match is_complete(tx)? {
        true => Err(Error::not_found("setup")),
        false => Ok(()),
    }
}
