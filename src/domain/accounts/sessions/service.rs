//! Use cases of sessions.

use super::types::{Issued, SessionView};
use super::{rules, store};
use crate::domain::accounts::types::{Credential, Identity, User};
use crate::kernel::error::Error;
use crate::kernel::ids::{SessionId, UserId};
use crate::kernel::time::{Span, Timestamp};
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::index::Purpose;

/// Opens a session for a user who has just proved who they are. Every sign-in gets a token of its
/// own: one that was planted before is worthless.
///
/// # Errors
/// Internal only.
pub fn open(tx: &Tx<'_>, user: &User, user_agent: &str) -> Result<Issued, Error> {
    let token = tx.vault.entropy().token()?;
    let hash = tx.vault.mac(Purpose::SessionToken, token.as_bytes())?;
    let lifetime = rules::lifetime(user.roles);
    let id = store::insert(tx, user.id, &hash, &rules::label(user_agent), lifetime)?;
    audit::record(
        tx,
        "session.opened",
        "sessions",
        id.get(),
        &Change::new().now("user_id", user.id.get()),
    )?;
    Ok(Issued {
        id,
        token,
        kept: lifetime.absolute,
    })
}

/// Who this session token stands for.
///
/// # Errors
/// Internal, when a row is corrupt.
pub fn authenticate(tx: &ReadTx<'_>, token: &str) -> Result<Option<Identity>, Error> {
    let hash = tx.vault.mac(Purpose::SessionToken, token.as_bytes())?;
    store::find_open(tx, &hash)
}

/// The open session of a token as it was issued, for an answer that has to be given again; nothing
/// once it has ended.
///
/// # Errors
/// Internal, when a row is corrupt.
pub fn issued_before(tx: &ReadTx<'_>, token: String) -> Result<Option<Issued>, Error> {
    let Some(identity) = authenticate(tx, &token)? else {
        return Ok(None);
    };
    let Credential::Session(id) = identity.credential else {
        return Ok(None);
    };
    let kept = rules::lifetime(identity.caller.roles).absolute;
    Ok(Some(Issued { id, token, kept }))
}

/// Keeps a used session alive; answers until when.
///
/// # Errors
/// 401 when it ended meanwhile.
pub fn touch(tx: &Tx<'_>, id: SessionId) -> Result<Timestamp, Error> {
    store::touch(tx, id)?.ok_or(Error::unauthenticated())
}

/// Open sessions of a user, last used first.
///
/// # Errors
/// Internal only.
pub fn list(tx: &ReadTx<'_>, user: UserId) -> Result<Vec<SessionView>, Error> {
    store::list_open(tx, user)
}

/// Ends one of the user's own sessions, from the next request on.
///
/// # Errors
/// 404 when absent, ended, or another user's.
pub fn revoke(tx: &Tx<'_>, user: UserId, id: SessionId) -> Result<(), Error> {
    if !store::end(tx, user, id)? {
        return Err(Error::not_found("session"));
    }
    tx.access_changed();
    let change = Change::new().now("user_id", user.get());
    audit::record(tx, "session.ended", "sessions", id.get(), &change)
}

/// Ends every session of a user: after a change of password or of rights a stolen token must not
/// live on.
///
/// # Errors
/// Internal only.
pub fn revoke_all(tx: &Tx<'_>, user: UserId) -> Result<(), Error> {
    revoke_others(tx, user, None)
}

/// Ends every session of a user but the one they are using.
///
/// # Errors
/// Internal only.
pub fn revoke_others(tx: &Tx<'_>, user: UserId, kept: Option<SessionId>) -> Result<(), Error> {
    let ended = i64::try_from(store::end_others(tx, user, kept)?).unwrap_or(i64::MAX);
    tx.access_changed();
    let change = Change::new().now("sessions_ended", ended);
    audit::record(tx, "session.all_ended", "users", user.get(), &change)
}

/// Forgets sessions that ended by age a month ago, at most `batch`; says how many.
///
/// # Errors
/// Internal only.
pub fn purge(tx: &Tx<'_>, batch: i64) -> Result<usize, Error> {
    store::purge(tx, tx.now - Span::days(30), batch)
}
