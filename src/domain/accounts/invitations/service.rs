//! Use cases of invitations: nurses and staff do not register, they are asked in.

use super::types::{ALREADY_JOINED, INVITATION_USED, Invite, InviteView, NewInvite};
use super::{rules, store};
use crate::domain::accounts;
use crate::domain::accounts::codes;
use crate::domain::accounts::codes::types::{CodePurpose, Right, Target};
use crate::domain::accounts::sign_in::service::enter;
use crate::domain::accounts::sign_in::types::{Outcome, Visitor};
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::secret::Secret;
use crate::platform::audit::{self, Change};
use crate::platform::messages;
use crate::platform::outbox::{self, Channel, Message};
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::index::Purpose;

/// Makes a user who is invited, and sends the link.
///
/// # Errors
/// Conflict `auth.mobile_taken` or `auth.email_taken`; 400 without any contact.
pub fn invite(tx: &Tx<'_>, new: NewInvite) -> Result<Invite, Error> {
    let id = accounts::service::create_invited(tx, new.user)?;
    renew(tx, id, &new.origin)
}

/// Sends a new link in place of every earlier one.
///
/// # Errors
/// 404 without the user; conflict `auth.already_joined`.
pub fn renew(tx: &Tx<'_>, id: UserId, origin: &str) -> Result<Invite, Error> {
    let user = accounts::service::user(tx, id)?;
    if user.joined_at.is_some() {
        return Err(Error::conflict(ALREADY_JOINED));
    }
    store::withdraw(tx, id)?;
    let token = tx.vault.entropy().token()?;
    let hash = tx.vault.mac(Purpose::InviteLink, token.as_bytes())?;
    let expires_at = tx.now + rules::INVITATION_LIFETIME;
    let row = store::insert(tx, id, &hash, expires_at)?;
    let path = format!("/invite/{token}");
    send(tx, id, &format!("{origin}{path}"))?;
    let change = Change::new().now("user_id", id.get());
    audit::record(tx, "invitation.sent", "invitations", row, &change)?;
    Ok(Invite {
        user: id,
        path,
        expires_at,
    })
}

/// Makes every open invitation of a user worthless.
///
/// # Errors
/// Internal only.
pub fn withdraw(tx: &Tx<'_>, id: UserId) -> Result<(), Error> {
    store::withdraw(tx, id)
}

/// What the holder of a link is shown.
///
/// # Errors
/// 404 for an unknown token; conflict `auth.invitation_used` or `auth.invitation_expired`.
pub fn view(tx: &ReadTx<'_>, token: &str) -> Result<InviteView, Error> {
    let hash = tx.vault.mac(Purpose::InviteLink, token.as_bytes())?;
    let row = store::find(tx, &hash)?.ok_or(Error::not_found("invitation"))?;
    rules::open(&row, tx.now)?;
    Ok(InviteView {
        id: row.id,
        user: accounts::service::user(tx, row.user)?,
        mobile: accounts::service::contact_of(tx, row.user)?.mobile,
        expires_at: row.expires_at,
    })
}

/// Accepts an invitation with a password, and with a code when the user has a mobile number.
///
/// # Errors
/// As [`view`]; a wrong code is an [`Outcome`], so that it is counted.
pub fn accept(
    tx: &Tx<'_>,
    token: &str,
    code: Option<&str>,
    password_hash: &str,
    visitor: &Visitor,
) -> Result<Outcome, Error> {
    let invite = view(tx, token)?;
    if !is_proved(tx, &invite, code, Right::Spend)? {
        return Ok(Outcome::WrongCode);
    }
    if !store::accept(tx, invite.id)? {
        return Err(Error::conflict(INVITATION_USED));
    }
    accounts::store::set_password(tx, invite.user.id, password_hash)?;
    accounts::store::set_joined(tx, invite.user.id)?;
    if let Some(mobile) = invite.mobile {
        accounts::service::note_verified(tx, invite.user.id, &Target::Mobile(mobile))?;
    }
    let change = Change::new().now("user_id", invite.user.id.get());
    audit::record(tx, "invitation.accepted", "invitations", invite.id, &change)?;
    let user = accounts::service::user(tx, invite.user.id)?;
    Ok(Outcome::In(Box::new(enter(tx, user, visitor)?)))
}

/// Whether the holder of a link may go on to choose a password: the code for their mobile number
/// is right, or they have none.
///
/// # Errors
/// As [`view`].
pub fn prove(tx: &Tx<'_>, token: &str, code: Option<&str>) -> Result<bool, Error> {
    let invite = view(tx, token)?;
    is_proved(tx, &invite, code, Right::Keep)
}

fn is_proved(
    tx: &Tx<'_>,
    invite: &InviteView,
    code: Option<&str>,
    right: Right,
) -> Result<bool, Error> {
    let Some(mobile) = &invite.mobile else {
        return Ok(true);
    };
    let Some(code) = code else {
        return Err(Error::field("code", "required"));
    };
    let target = Target::Mobile(mobile.clone());
    codes::service::is_right(tx, CodePurpose::Invitation, &target, code, right)
}

fn send(tx: &Tx<'_>, id: UserId, link: &str) -> Result<(), Error> {
    let locale = accounts::service::locale_of(tx, id)?;
    let values = [("agency", tx.settings.text("agency_name")), ("link", link)];
    let text = |key: &str| messages::text(locale, key, &values).unwrap_or_else(|| link.to_owned());
    let contact = accounts::service::contact_of(tx, id)?;
    if let Some(mobile) = contact.mobile {
        let message = Message {
            channel: Channel::Sms,
            to: Secret::new(mobile.as_e164()),
            subject: String::new(),
            body: Secret::new(text("notice.invitation.sms")),
            event: "invitation",
        };
        outbox::put(tx, &message)?;
    }
    if let Some(email) = contact.email {
        let message = Message {
            channel: Channel::Email,
            to: Secret::new(email.as_str()),
            subject: text("notice.invitation.subject"),
            body: Secret::new(text("notice.invitation.email")),
            event: "invitation",
        };
        outbox::put(tx, &message)?;
    }
    Ok(())
}
