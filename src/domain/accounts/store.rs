//! SQL of users, their roles and contacts.

use rusqlite::{Row, params};

use super::types::{Contact, EMAIL_TAKEN, MOBILE_TAKEN, NewUser, Scope, SmsConsent, User};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::error::Error;
use crate::kernel::ids::{CustomerId, NurseId, UserId};
use crate::kernel::text;
use crate::kernel::text::contact::{Email, Mobile};
use crate::kernel::time::Timestamp;
use crate::platform::messages::Locale;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::cell::Cell;
use crate::platform::vault::keys::Class;

crate::text_column!(Scope);

/// Columns of [`User`], in the order [`user`] reads them.
const USER: &str = "u.id, u.name, u.locale, u.time_zone, u.customer_id, u.nurse_id,
    u.password_hash, u.sms_consent_at, u.email_muted_at, u.totp_confirmed_at, u.joined_at,
    u.disabled_at, u.last_sign_in_at, u.created_at, u.modified_at, u.sms_consent_version,
    u.mobile_verified_at, u.email_verified_at,
    (select group_concat(role) from user_roles r where r.user_id = u.id)";

/// Where a contact of a user is sealed.
pub const fn cell(column: &'static str, id: UserId) -> Cell {
    Cell {
        table: "users",
        column,
        row: id.get(),
    }
}

/// Reads the roles out of `group_concat`; an unknown word is corruption.
pub fn roles(words: Option<String>) -> Result<Roles, Error> {
    let words = words.unwrap_or_default();
    words
        .split(',')
        .filter(|word| !word.is_empty())
        .map(|word| Role::parse(word).ok_or_else(|| Error::internal("a stored role is not a role")))
        .collect()
}

/// Reads a stored language; an unknown word is corruption.
pub fn locale(word: Option<String>) -> Result<Option<Locale>, Error> {
    word.map(|word| {
        Locale::parse(&word).ok_or_else(|| Error::internal("a stored language is not a language"))
    })
    .transpose()
}

fn user(row: &Row<'_>) -> Result<User, Error> {
    Ok(User {
        id: row.get(0)?,
        name: row.get(1)?,
        locale: locale(row.get(2)?)?,
        time_zone: row.get(3)?,
        customer: row.get(4)?,
        nurse: row.get(5)?,
        password_hash: row.get(6)?,
        sms_consent: row.get::<_, Option<_>>(7)?.zip(row.get(15)?),
        email_muted_at: row.get(8)?,
        totp_confirmed_at: row.get(9)?,
        joined_at: row.get(10)?,
        disabled_at: row.get(11)?,
        last_sign_in_at: row.get(12)?,
        created_at: row.get(13)?,
        modified_at: row.get(14)?,
        mobile_verified_at: row.get(16)?,
        email_verified_at: row.get(17)?,
        roles: roles(row.get(18)?)?,
    })
}

/// The user with this id.
pub fn find(tx: &ReadTx<'_>, id: UserId) -> Result<Option<User>, Error> {
    let sql = format!("select {USER} from users u where u.id = ?1 and u.deleted_at is null");
    tx.find(&sql, [id], user)
}

/// The user with this mobile number.
pub fn find_by_mobile(tx: &ReadTx<'_>, mobile: &Mobile) -> Result<Option<User>, Error> {
    let sql =
        format!("select {USER} from users u where u.mobile_index = ?1 and u.deleted_at is null");
    tx.find(&sql, [mobile_index(tx, mobile)?], user)
}

/// The user with this e-mail address.
pub fn find_by_email(tx: &ReadTx<'_>, email: &Email) -> Result<Option<User>, Error> {
    let sql =
        format!("select {USER} from users u where u.email_index = ?1 and u.deleted_at is null");
    tx.find(&sql, [email_index(tx, email)?], user)
}

/// The keyed digest by which a mobile number is found.
pub fn mobile_index(tx: &ReadTx<'_>, mobile: &Mobile) -> Result<[u8; 16], Error> {
    Ok(tx.vault.blind_index("users", "mobile", mobile.as_e164())?)
}

/// The keyed digest by which an e-mail address is found.
pub fn email_index(tx: &ReadTx<'_>, email: &Email) -> Result<[u8; 16], Error> {
    Ok(tx
        .vault
        .blind_index("users", "email", &email.index_form())?)
}

/// Writes a user with their roles.
///
/// # Errors
/// Conflict when another account has the mobile number or the e-mail address.
pub fn insert(tx: &Tx<'_>, new: &NewUser, joined_at: Option<Timestamp>) -> Result<UserId, Error> {
    let id = UserId::new(tx.next_id("users")?);
    let mobile = seal_mobile(tx, id, new.mobile.as_ref())?;
    let email = seal_email(tx, id, new.email.as_ref())?;
    tx.insert(
        "insert into users (id, name, mobile, mobile_index, email, email_index, password_hash,
           locale, joined_at, created_at, modified_at, created_by_id, modified_by_id, search_form)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?11, ?12)",
        params![
            id,
            new.name,
            mobile.as_ref().map(|(sealed, _)| sealed),
            mobile.as_ref().map(|(_, index)| index),
            email.as_ref().map(|(sealed, _)| sealed),
            email.as_ref().map(|(_, index)| index),
            new.password_hash,
            new.locale.map(Locale::as_str),
            joined_at,
            tx.now,
            tx.actor.user(),
            text::search_form(&new.name),
        ],
    )?;
    set_roles(tx, id, new.roles)?;
    Ok(id)
}

type Sealed = Option<(Vec<u8>, [u8; 16])>;

fn seal_mobile(tx: &Tx<'_>, id: UserId, mobile: Option<&Mobile>) -> Result<Sealed, Error> {
    let Some(mobile) = mobile else {
        return Ok(None);
    };
    if find_by_mobile(tx, mobile)?.is_some_and(|other| other.id != id) {
        return Err(Error::conflict(MOBILE_TAKEN));
    }
    let sealed = tx
        .vault
        .seal(Class::Contact, cell("mobile", id), mobile.as_e164())?;
    Ok(Some((sealed, mobile_index(tx, mobile)?)))
}

fn seal_email(tx: &Tx<'_>, id: UserId, email: Option<&Email>) -> Result<Sealed, Error> {
    let Some(email) = email else {
        return Ok(None);
    };
    if find_by_email(tx, email)?.is_some_and(|other| other.id != id) {
        return Err(Error::conflict(EMAIL_TAKEN));
    }
    let sealed = tx
        .vault
        .seal(Class::Contact, cell("email", id), email.as_str())?;
    Ok(Some((sealed, email_index(tx, email)?)))
}

/// Replaces the mobile number; `None` takes it away. Another one is not proved yet.
///
/// # Errors
/// Conflict when another account has it.
pub fn set_mobile(tx: &Tx<'_>, id: UserId, mobile: Option<&Mobile>) -> Result<(), Error> {
    let sealed = seal_mobile(tx, id, mobile)?;
    tx.execute(
        "update users set mobile = ?2, mobile_index = ?3, modified_at = ?4, modified_by_id = ?5,
           mobile_verified_at = iif(mobile_index is ?3, mobile_verified_at, null)
         where id = ?1",
        (
            id,
            sealed.as_ref().map(|(sealed, _)| sealed),
            sealed.as_ref().map(|(_, index)| index),
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(())
}

/// Replaces the e-mail address; `None` takes it away. Another one is not proved yet.
///
/// # Errors
/// Conflict when another account has it.
pub fn set_email(tx: &Tx<'_>, id: UserId, email: Option<&Email>) -> Result<(), Error> {
    let sealed = seal_email(tx, id, email)?;
    tx.execute(
        "update users set email = ?2, email_index = ?3, modified_at = ?4, modified_by_id = ?5,
           email_verified_at = iif(email_index is ?3, email_verified_at, null)
         where id = ?1",
        (
            id,
            sealed.as_ref().map(|(sealed, _)| sealed),
            sealed.as_ref().map(|(_, index)| index),
            tx.now,
            tx.actor.user(),
        ),
    )?;
    Ok(())
}

/// Replaces the name, and the form of it by which it is found.
pub fn set_name(tx: &Tx<'_>, id: UserId, name: &str) -> Result<(), Error> {
    tx.execute(
        "update users set name = ?2, search_form = ?3, modified_at = ?4, modified_by_id = ?5
         where id = ?1 and deleted_at is null",
        (id, name, text::search_form(name), tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Notes that the mobile number was proved; the first time stays.
pub fn note_mobile_verified(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    tx.execute(
        "update users set mobile_verified_at = coalesce(mobile_verified_at, ?2)
         where id = ?1 and mobile is not null",
        (id, tx.now),
    )?;
    Ok(())
}

/// Notes that the e-mail address was proved; the first time stays.
pub fn note_email_verified(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    tx.execute(
        "update users set email_verified_at = coalesce(email_verified_at, ?2)
         where id = ?1 and email is not null",
        (id, tx.now),
    )?;
    Ok(())
}

/// Notes consent to text messages, or that there is none. The time of an agreement to the same text
/// stays.
pub fn set_sms_consent(tx: &Tx<'_>, id: UserId, consent: SmsConsent) -> Result<(), Error> {
    let version = match consent {
        SmsConsent::Given(version) => Some(version),
        SmsConsent::Withdrawn => None,
    };
    tx.execute(
        "update users set sms_consent_version = ?2, modified_at = ?3, modified_by_id = ?4,
           sms_consent_at = iif(?2 is null, null,
             iif(sms_consent_version is ?2, sms_consent_at, ?3))
         where id = ?1",
        (id, version, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Makes these the user's roles.
pub fn set_roles(tx: &Tx<'_>, id: UserId, roles: Roles) -> Result<(), Error> {
    for role in Role::ALL {
        if roles.has(role) {
            tx.execute(
                "insert into user_roles (user_id, role, created_at, created_by_id)
                 values (?1, ?2, ?3, ?4) on conflict do nothing",
                (id, role, tx.now, tx.actor.user()),
            )?;
        } else {
            tx.execute(
                "delete from user_roles where user_id = ?1 and role = ?2",
                (id, role),
            )?;
        }
    }
    Ok(())
}

/// Mobile number and e-mail address of a user, opened.
pub fn contact(tx: &ReadTx<'_>, id: UserId) -> Result<Option<Contact>, Error> {
    let sql = "select mobile, email from users where id = ?1 and deleted_at is null";
    tx.find(sql, [id], |row| {
        let (mobile, email): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
        let open = |column, bytes: Vec<u8>| tx.vault.open(Class::Contact, cell(column, id), &bytes);
        let mobile = mobile.map(|bytes| open("mobile", bytes)).transpose()?;
        let email = email.map(|bytes| open("email", bytes)).transpose()?;
        Ok(Contact {
            mobile: mobile.as_deref().and_then(Mobile::parse),
            email: email.as_deref().and_then(Email::parse),
        })
    })
}

/// Links the payer's profile; says whether the user had none.
pub fn link_customer(tx: &Tx<'_>, id: UserId, customer: CustomerId) -> Result<bool, Error> {
    let linked = tx.execute(
        "update users set customer_id = ?2, modified_at = ?3
         where id = ?1 and customer_id is null and deleted_at is null",
        (id, customer, tx.now),
    )?;
    Ok(linked == 1)
}

/// Links the nurse's profile; says whether the user had none.
pub fn link_nurse(tx: &Tx<'_>, id: UserId, nurse: NurseId) -> Result<bool, Error> {
    let linked = tx.execute(
        "update users set nurse_id = ?2, modified_at = ?3
         where id = ?1 and nurse_id is null and deleted_at is null",
        (id, nurse, tx.now),
    )?;
    Ok(linked == 1)
}

/// Notes a sign-in.
pub fn note_sign_in(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    tx.execute(
        "update users set last_sign_in_at = ?2 where id = ?1",
        (id, tx.now),
    )?;
    Ok(())
}

/// Replaces the password.
pub fn set_password(tx: &Tx<'_>, id: UserId, hash: &str) -> Result<(), Error> {
    tx.execute(
        "update users set password_hash = ?2, modified_at = ?3, modified_by_id = ?4 where id = ?1",
        (id, hash, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Notes that an invited user has joined.
pub fn set_joined(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    tx.execute(
        "update users set joined_at = coalesce(joined_at, ?2), modified_at = ?2 where id = ?1",
        (id, tx.now),
    )?;
    Ok(())
}

/// The newest users, newest first.
pub fn newest(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<UserId>, Error> {
    let sql = "select id from users where deleted_at is null order by id desc limit ?1";
    tx.list(sql, [limit], |row| Ok(row.get(0)?))
}

/// Ends every open session; says how many.
pub fn end_sessions(tx: &Tx<'_>) -> Result<usize, Error> {
    tx.execute(
        "update sessions set ended_at = ?1 where ended_at is null",
        [tx.now],
    )
}

/// Spends every one-time code that could still be used; says how many.
pub fn end_codes(tx: &Tx<'_>) -> Result<usize, Error> {
    tx.execute(
        "update one_time_codes set used_at = ?1 where used_at is null",
        [tx.now],
    )
}

/// Members of the staff who can sign in, the longest-serving first.
pub fn staff(tx: &ReadTx<'_>, limit: i64) -> Result<Vec<UserId>, Error> {
    tx.list(
        "select u.id from users u
         where u.deleted_at is null and u.disabled_at is null and u.joined_at is not null
           and exists (select 1 from user_roles r where r.user_id = u.id
             and r.role in ('owner', 'admin', 'finance', 'agent'))
         order by u.id limit ?1",
        [limit],
        |row| Ok(row.get(0)?),
    )
}
