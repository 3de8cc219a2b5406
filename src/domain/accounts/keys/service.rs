//! Use cases of API keys.

use super::store;
use super::types::{ApiKeyView, KEYS_MAX, NEVER, PREFIX};
use crate::domain::accounts;
use crate::domain::accounts::types::{Credential, Identity, KEY_LIMIT, Scope};
use crate::kernel::error::Error;
use crate::kernel::ids::{ApiKeyId, UserId};
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::index::Purpose;

/// Makes a key and answers its token, which is never shown again.
///
/// # Errors
/// 404 without the user; 400 for an end in the past; conflict `auth.key_limit` beyond 50 keys.
pub fn issue(
    tx: &Tx<'_>,
    user: UserId,
    name: &str,
    scope: Scope,
    expires: Option<Timestamp>,
) -> Result<(String, ApiKeyView), Error> {
    accounts::service::user(tx, user)?;
    if expires.is_some_and(|end| end <= tx.now) {
        return Err(Error::field("expires_at", "in_past"));
    }
    if store::count(tx, user)? >= KEYS_MAX {
        return Err(Error::conflict(KEY_LIMIT));
    }
    let token = format!("{PREFIX}{}", tx.vault.entropy().token()?);
    let hash = tx.vault.mac(Purpose::ApiKey, token.as_bytes())?;
    let id = store::insert(tx, user, name, &hash, scope, expires)?;
    let change = Change::new()
        .now("user_id", user.get())
        .now("name", name)
        .now("scope", scope.as_str());
    audit::record(tx, "api_key.issued", "api_keys", id.get(), &change)?;
    let view = store::find(tx, user, id)?.ok_or(Error::not_found("api_key"))?;
    Ok((token, view))
}

/// Makes a key for whoever asks. One made with another key ends no later than that one, or a key
/// once leaked would never die.
///
/// # Errors
/// As [`issue`]; 400 for an end beyond that of the key asking.
pub fn issue_by(
    tx: &Tx<'_>,
    asking: &Identity,
    name: &str,
    scope: Scope,
    expires: Option<Timestamp>,
) -> Result<(String, ApiKeyView), Error> {
    let outlives = expires.unwrap_or(NEVER) > asking.ends_at;
    if outlives && matches!(asking.credential, Credential::ApiKey(_)) {
        return Err(Error::field("expires_at", "out_of_range"));
    }
    issue(tx, asking.caller.user, name, scope, expires)
}

/// Who this key stands for.
///
/// # Errors
/// Internal, when a row is corrupt.
pub fn authenticate(tx: &ReadTx<'_>, token: &str) -> Result<Option<Identity>, Error> {
    let hash = tx.vault.mac(Purpose::ApiKey, token.as_bytes())?;
    store::find_open(tx, &hash)
}

/// Notes that a key was used.
///
/// # Errors
/// Internal only.
pub fn touch(tx: &Tx<'_>, id: ApiKeyId) -> Result<(), Error> {
    store::touch(tx, id)
}

/// Keys of a user, newest first.
///
/// # Errors
/// Internal only.
pub fn list(tx: &ReadTx<'_>, user: UserId) -> Result<Vec<ApiKeyView>, Error> {
    store::list(tx, user, KEYS_MAX)
}

/// One key of a user.
///
/// # Errors
/// 404 when absent, revoked, or another user's.
pub fn view(tx: &ReadTx<'_>, user: UserId, id: ApiKeyId) -> Result<ApiKeyView, Error> {
    store::find(tx, user, id)?.ok_or(Error::not_found("api_key"))
}

/// Makes a key worthless from the next request on.
///
/// # Errors
/// 404 when absent, revoked before, or another user's.
pub fn revoke(tx: &Tx<'_>, user: UserId, id: ApiKeyId) -> Result<(), Error> {
    if !store::revoke(tx, user, id)? {
        return Err(Error::not_found("api_key"));
    }
    tx.access_changed();
    let change = Change::new().now("user_id", user.get());
    audit::record(tx, "api_key.revoked", "api_keys", id.get(), &change)
}
