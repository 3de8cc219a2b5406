//! Use cases of signing in.

use std::net::IpAddr;

use super::types::{ByCode, Entry, Login, Outcome, SignedIn, Verdict, Visitor, Vouched};
use crate::domain::accounts;
use crate::domain::accounts::codes::types::{CodePurpose, Right, Target};
use crate::domain::accounts::second_factor::types::{Factor, TOTP_WRONG};
use crate::domain::accounts::sessions::types::Issued;
use crate::domain::accounts::throttle::types::Subject;
use crate::domain::accounts::types::{Credential, SecondFactor, User};
use crate::domain::accounts::{codes, second_factor, sessions, throttle};
use crate::kernel::error::Error;
use crate::kernel::ids::{SessionId, UserId};
use crate::platform::tx::{ReadTx, Tx};

/// The name under which attempts on this login take turns.
///
/// # Errors
/// Internal only.
pub fn account_key(tx: &ReadTx<'_>, login: &Login) -> Result<[u8; 32], Error> {
    throttle::service::digest(tx, &subject(login, find(tx, login)?.as_ref()))
}

/// Lets a password attempt in, known account or not.
///
/// # Errors
/// 429 while account or address has to wait.
pub fn admit(tx: &ReadTx<'_>, login: &Login, visitor: &Visitor) -> Result<Entry, Error> {
    let entry = entry(tx, login, Vouched::NotYet)?;
    let address = Subject::Address(visitor.address);
    let pair = pair(&entry, visitor);
    throttle::service::admit(tx, &[&entry.subject, &pair, &address])?;
    Ok(entry)
}

/// Lets a password attempt in whose account has to wait, because its second factor was shown:
/// whoever fails on purpose must not lock the holder out. The factor is used up.
///
/// # Errors
/// 429 as [`admit`], when the factor does not hold.
pub fn admit_vouched(
    tx: &Tx<'_>,
    login: &Login,
    factor: &Factor,
    visitor: &Visitor,
) -> Result<Result<Entry, Error>, Error> {
    let refused = match admit(tx, login, visitor) {
        Ok(entry) => return Ok(Ok(entry)),
        Err(refused) => refused,
    };
    let entry = entry(tx, login, Vouched::Already)?;
    let Some(user) = entry.user.as_ref().filter(|user| user.is_active()) else {
        return Ok(Err(refused));
    };
    match show_factor(tx, user, factor, visitor) {
        Ok(true) => Ok(Ok(entry)),
        Ok(false) | Err(Error::RateLimited(_)) => Ok(Err(refused)),
        Err(error) => Err(error),
    }
}

/// Ends a password attempt: counts a failure, or opens a session.
///
/// # Errors
/// Internal only; a refusal is an [`Outcome`], so that what it counts is committed.
pub fn conclude(
    tx: &Tx<'_>,
    entry: &Entry,
    verdict: &Verdict,
    factor: Option<&Factor>,
    visitor: &Visitor,
) -> Result<Outcome, Error> {
    let (Some(user), Verdict::Right(renewed)) = (current(tx, entry)?, verdict) else {
        fail(tx, entry, visitor)?;
        return Ok(Outcome::WrongCredentials);
    };
    let enrolled = second_factor::service::state(&user) == SecondFactor::Enrolled;
    if enrolled && entry.vouched == Vouched::NotYet {
        let Some(factor) = factor else {
            return Ok(Outcome::FactorNeeded);
        };
        if !second_factor::service::spend(tx, user.id, factor)? {
            fail(tx, entry, visitor)?;
            return Ok(Outcome::FactorWrong);
        }
    }
    if let Some(hash) = renewed {
        accounts::store::set_password(tx, user.id, hash)?;
    }
    throttle::service::forgive(tx, &entry.subject)?;
    throttle::service::forgive(tx, &pair(entry, visitor))?;
    Ok(Outcome::In(Box::new(enter(tx, user, visitor)?)))
}

/// Signs in by a code sent to the mobile. Staff come in by password alone; they and strangers get
/// the answer of a wrong code.
///
/// # Errors
/// 429 while the address or the second factor has to wait.
pub fn by_code(tx: &Tx<'_>, shown: &ByCode, visitor: &Visitor) -> Result<Outcome, Error> {
    let address = Subject::Address(visitor.address);
    throttle::service::admit(tx, &[&address])?;
    let target = Target::Mobile(shown.mobile.clone());
    let is_right =
        |right| codes::service::is_right(tx, CodePurpose::SignIn, &target, &shown.code, right);
    let user = codes::service::find_owner(tx, &target)?
        .filter(|user| user.is_active() && !user.roles.is_staff());
    // Looked at even without an account, so that both take the same time.
    let (true, Some(user)) = (is_right(Right::Keep)?, user) else {
        throttle::service::note_failure(tx, &address)?;
        return Ok(Outcome::WrongCode);
    };
    if second_factor::service::state(&user) == SecondFactor::Enrolled {
        let Some(factor) = &shown.factor else {
            return Ok(Outcome::FactorNeeded);
        };
        if !show_factor(tx, &user, factor, visitor)? {
            return Ok(Outcome::FactorWrong);
        }
    }
    is_right(Right::Spend)?;
    accounts::service::note_verified(tx, user.id, &target)?;
    Ok(Outcome::In(Box::new(enter(tx, user, visitor)?)))
}

/// Runs an act that shows a second factor, counting a wrong one by account and address. The outer
/// result is committed, so a wrong code is counted though the act is undone.
///
/// # Errors
/// 429 while this address has to wait; the inner result is the act's own.
pub fn counted<T>(
    tx: &Tx<'_>,
    user: UserId,
    address: IpAddr,
    act: impl FnOnce(&Tx<'_>) -> Result<T, Error>,
) -> Result<Result<T, Error>, Error> {
    let guesses = Subject::Factor(user, address);
    throttle::service::admit(tx, &[&guesses])?;
    let outcome = tx.attempt(act);
    match &outcome {
        Ok(_) => throttle::service::forgive(tx, &guesses)?,
        Err(Error::Refused(code, _)) if *code == TOTP_WRONG => {
            throttle::service::note_failure(tx, &guesses)?;
        }
        Err(_) => {}
    }
    Ok(outcome)
}

/// Replaces the session a person came with by a new one with another token.
///
/// # Errors
/// 404 without the user.
pub fn renew(
    tx: &Tx<'_>,
    id: UserId,
    credential: Credential,
    visitor: &Visitor,
) -> Result<Issued, Error> {
    let user = accounts::service::user(tx, id)?;
    if let Credential::Session(session) = credential {
        sessions::service::revoke(tx, id, session)?;
    }
    sessions::service::open(tx, &user, &visitor.agent)
}

/// Signs out.
///
/// # Errors
/// 404 when the session has ended meanwhile.
pub fn sign_out(tx: &Tx<'_>, user: UserId, id: SessionId) -> Result<(), Error> {
    sessions::service::revoke(tx, user, id)
}

/// Opens a session for somebody who has proved who they are; the one their browser had ends.
///
/// # Errors
/// Internal only.
pub fn enter(tx: &Tx<'_>, user: User, visitor: &Visitor) -> Result<SignedIn, Error> {
    if let Some((owner, id)) = visitor.session {
        match sessions::service::revoke(tx, owner, id) {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    accounts::store::note_sign_in(tx, user.id)?;
    let session = sessions::service::open(tx, &user, &visitor.agent)?;
    Ok(SignedIn { user, session })
}

/// Whether the factor holds, counted by account and address: ten million guesses from many
/// places never lock the holder out of their own.
///
/// # Errors
/// 429 while this address has to wait.
pub fn show_factor(
    tx: &Tx<'_>,
    user: &User,
    factor: &Factor,
    visitor: &Visitor,
) -> Result<bool, Error> {
    let guesses = Subject::Factor(user.id, visitor.address);
    if matches!(factor, Factor::Totp(_)) {
        throttle::service::admit(tx, &[&guesses])?;
    }
    let holds = second_factor::service::spend(tx, user.id, factor)?;
    if holds {
        throttle::service::forgive(tx, &guesses)?;
    } else {
        throttle::service::note_failure(tx, &guesses)?;
    }
    Ok(holds)
}

fn find(tx: &ReadTx<'_>, login: &Login) -> Result<Option<User>, Error> {
    match login {
        Login::Mobile(mobile) => accounts::store::find_by_mobile(tx, mobile),
        Login::Email(email) => accounts::store::find_by_email(tx, email),
        Login::Other(_) => Ok(None),
    }
}

fn subject(login: &Login, user: Option<&User>) -> Subject {
    match (user, login) {
        (Some(user), _) => Subject::Account(user.id),
        (None, Login::Mobile(mobile)) => Subject::Login(mobile.as_e164().to_owned()),
        (None, Login::Email(email)) => Subject::Login(email.index_form()),
        (None, Login::Other(text)) => Subject::Login(text.clone()),
    }
}

fn entry(tx: &ReadTx<'_>, login: &Login, vouched: Vouched) -> Result<Entry, Error> {
    let user = find(tx, login)?;
    Ok(Entry {
        subject: subject(login, user.as_ref()),
        user,
        vouched,
    })
}

/// The account as it is now, if it may be used and its password is still the one looked at.
fn current(tx: &ReadTx<'_>, entry: &Entry) -> Result<Option<User>, Error> {
    let Some(seen) = &entry.user else {
        return Ok(None);
    };
    let now = accounts::store::find(tx, seen.id)?;
    Ok(now.filter(|user| user.is_active() && user.password_hash == seen.password_hash))
}

/// The account as tried from the visitor's network.
fn pair(entry: &Entry, visitor: &Visitor) -> Subject {
    Subject::Pair(Box::new(entry.subject.clone()), visitor.address)
}

fn fail(tx: &Tx<'_>, entry: &Entry, visitor: &Visitor) -> Result<(), Error> {
    throttle::service::note_failure(tx, &entry.subject)?;
    throttle::service::note_failure(tx, &pair(entry, visitor))?;
    throttle::service::note_failure(tx, &Subject::Address(visitor.address))
}
