//! Use cases of what people want to be told by.

use super::rules::{self, Quiet};
use super::store;
use super::types::{Choice, Group, Leaving, Preference, Texting, Way, Wish};
use crate::domain::accounts;
use crate::domain::accounts::types::User;
use crate::domain::notices::types::{Event, NoticeView};
use crate::kernel::actor::Roles;
use crate::kernel::error::Error;
use crate::kernel::ids::UserId;
use crate::kernel::secret::Secret;
use crate::kernel::time::DayTime;
use crate::platform::audit::{self, Change};
use crate::platform::messages::{self, Locale};
use crate::platform::outbox::{self, Channel, Message};
use crate::platform::tx::{ReadTx, Tx};

/// What a person wants, group by group; only groups that concern somebody with these roles.
///
/// # Errors
/// Internal, when the store fails.
pub fn list(tx: &ReadTx<'_>, user: UserId, roles: Roles) -> Result<Vec<Preference>, Error> {
    let groups = Group::ALL.iter().filter(|group| group.concerns(roles));
    groups
        .map(|group| {
            Ok(Preference {
                group: *group,
                email: wish(tx, user, *group, Way::Email)?,
                sms: match group.is_texted() {
                    true => Some(wish(tx, user, *group, Way::Sms)?),
                    false => None,
                },
            })
        })
        .collect()
}

/// Keeps what a person chose; the rest stays.
///
/// # Errors
/// 400 `items` for a group that does not concern them, or a way that is not taken.
pub fn choose(
    tx: &Tx<'_>,
    user: UserId,
    roles: Roles,
    choices: &[Choice],
) -> Result<Vec<Preference>, Error> {
    let mut change = Change::new();
    for choice in choices {
        let group = choice.group;
        if !group.concerns(roles) || (choice.sms.is_some() && !group.is_texted()) {
            return Err(Error::field("items", "not_a_choice"));
        }
        for (way, wished) in [(Way::Email, choice.email), (Way::Sms, choice.sms)] {
            let Some(wished) = wished else { continue };
            let before = wish(tx, user, group, way)? == Wish::On;
            store::put(tx, user, group, way, wished)?;
            let name = format!("{}_{}", group.as_str(), way.as_str());
            change = change.plain(&name, before, wished == Wish::On);
        }
    }
    audit::record(tx, "notices.preferred", "users", user.get(), &change)?;
    list(tx, user, roles)
}

fn wish(tx: &ReadTx<'_>, user: UserId, group: Group, way: Way) -> Result<Wish, Error> {
    Ok(store::find(tx, user, group, way)?.unwrap_or(Wish::On))
}

/// Puts the copies of a notice on their way that its reader wants and may be sent.
///
/// # Errors
/// Internal, when the store fails.
pub fn copy(tx: &Tx<'_>, user: &User, locale: Locale, view: &NoticeView) -> Result<(), Error> {
    if !user.is_active() {
        return Ok(());
    }
    let event = view.notice.event;
    let wants = |way| Ok::<_, Error>(wish(tx, user.id, event.group(), way)? == Wish::On);
    let by_mail = user.email_muted_at.is_none() && wants(Way::Email)?;
    let texted = event.texting() != Texting::Never && user.sms_consent.is_some();
    let by_text = texted && wants(Way::Sms)?;
    if !by_mail && !by_text {
        return Ok(());
    }
    let contact = accounts::service::contact_of(tx, user.id)?;
    if let Some(email) = contact.email.filter(|_| by_mail) {
        outbox::put(tx, &letter(tx, locale, email.as_str(), view))?;
    }
    if let Some(mobile) = contact.mobile.filter(|_| by_text) {
        send(
            tx,
            event.texting(),
            &text(tx, locale, mobile.as_e164(), event),
        )?;
    }
    Ok(())
}

fn letter(tx: &ReadTx<'_>, locale: Locale, to: &str, view: &NoticeView) -> Message {
    let agency = tx.settings.text("agency_name");
    let foot = messages::text(locale, "notice.email_foot", &[("agency", agency)]);
    let foot = foot.unwrap_or_default();
    Message {
        channel: Channel::Email,
        to: Secret::new(to),
        subject: view.title.clone(),
        body: Secret::new(format!("{}\n\n{foot}", view.body)),
        event: view.notice.event.as_str(),
    }
}

/// A text message names nobody: a phone lies on the table.
fn text(tx: &ReadTx<'_>, locale: Locale, to: &str, event: Event) -> Message {
    let key = format!("notice.{}.sms", event.as_str());
    let agency = tx.settings.text("agency_name");
    Message {
        channel: Channel::Sms,
        to: Secret::new(to),
        subject: String::new(),
        body: Secret::new(messages::text(locale, &key, &[("agency", agency)]).unwrap_or_default()),
        event: event.as_str(),
    }
}

fn send(tx: &Tx<'_>, texting: Texting, message: &Message) -> Result<(), Error> {
    let zone = &tx.settings.zone;
    let now = (tx.now.day_in(zone), tx.now.time_in(zone));
    match rules::leaving(texting, now, quiet(tx)?) {
        None => {}
        Some(Leaving::Now) => drop(outbox::put(tx, message)?),
        Some(Leaving::At(day, time)) => drop(outbox::put_for(tx, message, day.at(time, zone))?),
        Some(Leaving::Dropped) => drop(outbox::suppress(tx, message, "quiet_hours")?),
    }
    Ok(())
}

fn quiet(tx: &ReadTx<'_>) -> Result<Quiet, Error> {
    let time = |key| {
        DayTime::parse(tx.settings.text(key))
            .ok_or_else(|| Error::internal("a setting is no time of day"))
    };
    Ok((time("quiet_hours_start")?, time("quiet_hours_end")?))
}
