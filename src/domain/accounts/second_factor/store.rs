//! SQL of second factors.

use super::types::Seed;
use crate::domain::accounts::store::cell;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::secret::Secret;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::keys::Class;

/// A user's seed, confirmed or not.
pub fn find_seed(tx: &ReadTx<'_>, user: UserId) -> Result<Option<Seed>, Error> {
    let sql = "select totp from users
               where id = ?1 and totp is not null and deleted_at is null";
    tx.find(sql, [user], |row| {
        let sealed: Vec<u8> = row.get(0)?;
        let base32 = tx.vault.open(Class::Secret, cell("totp", user), &sealed)?;
        Ok(Seed {
            base32: Secret::new(base32),
        })
    })
}

/// Keeps a seed that is still to be confirmed; says whether no confirmed one stood in the way.
pub fn put_seed(tx: &Tx<'_>, user: UserId, base32: &str) -> Result<bool, Error> {
    let sealed = tx.vault.seal(Class::Secret, cell("totp", user), base32)?;
    let put = tx.execute(
        "update users set totp = ?2, totp_last_step = null, modified_at = ?3
         where id = ?1 and totp_confirmed_at is null and deleted_at is null",
        (user, sealed, tx.now),
    )?;
    Ok(put == 1)
}

/// Uses up a time step, in the statement that checks it was not used before; says whether it was
/// still to be had.
pub fn spend_step(tx: &Tx<'_>, user: UserId, step: i64) -> Result<bool, Error> {
    let spent = tx.execute(
        "update users set totp_last_step = ?2
         where id = ?1 and totp is not null
           and (totp_last_step is null or totp_last_step < ?2)",
        (user, step),
    )?;
    Ok(spent == 1)
}

/// Lets the second factor count from now on.
pub fn confirm(tx: &Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute(
        "update users set totp_confirmed_at = ?2, modified_at = ?2, modified_by_id = ?3
         where id = ?1",
        (user, tx.now, tx.actor.user()),
    )?;
    Ok(())
}

/// Takes the second factor away with its recovery codes.
pub fn remove(tx: &Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute(
        "update users set totp = null, totp_confirmed_at = null, totp_last_step = null,
           modified_at = ?2, modified_by_id = ?3
         where id = ?1",
        (user, tx.now, tx.actor.user()),
    )?;
    delete_recovery(tx, user)
}

/// Writes a recovery code.
pub fn insert_recovery(tx: &Tx<'_>, user: UserId, digest: &[u8; 32]) -> Result<(), Error> {
    tx.insert(
        "insert into recovery_codes (user_id, code_hash, created_at) values (?1, ?2, ?3)",
        (user, digest, tx.now),
    )?;
    Ok(())
}

/// Forgets every recovery code of a user.
pub fn delete_recovery(tx: &Tx<'_>, user: UserId) -> Result<(), Error> {
    tx.execute("delete from recovery_codes where user_id = ?1", [user])?;
    Ok(())
}

/// Uses a recovery code up; says whether it was still to be had.
pub fn spend_recovery(tx: &Tx<'_>, user: UserId, digest: &[u8; 32]) -> Result<bool, Error> {
    let spent = tx.execute(
        "update recovery_codes set used_at = ?3
         where user_id = ?1 and code_hash = ?2 and used_at is null",
        (user, digest, tx.now),
    )?;
    Ok(spent == 1)
}

/// Recovery codes left.
pub fn count_recovery(tx: &ReadTx<'_>, user: UserId) -> Result<i64, Error> {
    let sql = "select count(*) from recovery_codes where user_id = ?1 and used_at is null";
    tx.one(sql, [user], |row| Ok(row.get(0)?))
}
