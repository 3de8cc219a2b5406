//! Alerts through their services, on a real store with a clock that stands still.

mod wire;

use super::service;
use super::types::{
    Alert, AlertKind, AlertStatus, NewAlert, Severity, Subject, SubjectKind, Wanted,
};
use crate::domain::accounts::service as accounts;
use crate::domain::accounts::types::NewUser;
use crate::kernel::actor::{Caller, Role};
use crate::kernel::error::Error;
use crate::kernel::ids::{AlertId, UserId};
use crate::kernel::page::PageRequest;
use crate::kernel::text::contact::Email;
use crate::kernel::time::Span;
use crate::testing::{Stage, caller, code_of};

fn late() -> NewAlert {
    NewAlert {
        kind: AlertKind::RunningLate,
        severity: Severity::Warning,
        subject: visit(7),
        booking: Some(3),
    }
}

fn visit(row: i64) -> Subject {
    Subject {
        kind: SubjectKind::Session,
        row,
    }
}

fn user(stage: &Stage, role: Role) -> Caller {
    let email = Email::parse(&format!("{}@agency.example", role.as_str()));
    let id = stage.write(move |tx| {
        let new = NewUser {
            name: role.as_str().to_owned(),
            mobile: None,
            email,
            password_hash: None,
            roles: [role].into_iter().collect(),
            locale: None,
        };
        accounts::create_user(tx, new)
    });
    caller(id.unwrap().get(), &[role])
}

fn raise(stage: &Stage, new: NewAlert) -> AlertId {
    stage.write(move |tx| service::raise(tx, &new)).unwrap()
}

fn resolve(stage: &Stage, by: Caller, id: AlertId) -> Result<Alert, Error> {
    stage.write_as(by, move |tx| service::resolve(tx, id, None))
}

fn list(stage: &Stage, status: Option<AlertStatus>, kind: Option<AlertKind>) -> Vec<AlertId> {
    let wanted = Wanted { status, kind };
    let page = stage.read(|tx| service::list(tx, wanted, &PageRequest::FIRST));
    let items = page.unwrap().items;
    items.into_iter().map(|alert| alert.id).collect()
}

#[test]
fn one_alert_of_a_kind_about_a_thing_is_unresolved_however_often_it_is_raised() {
    let stage = Stage::at("2026-03-01 08:00");
    let agent = user(&stage, Role::Agent);
    let first = raise(&stage, late());
    assert_eq!(raise(&stage, late()), first);
    stage
        .write_as(agent, move |tx| service::acknowledge(tx, first, None))
        .unwrap();
    assert_eq!(raise(&stage, late()), first);
    let other = NewAlert {
        subject: visit(8),
        ..late()
    };
    assert_ne!(raise(&stage, other), first);
    resolve(&stage, agent, first).unwrap();
    assert_ne!(raise(&stage, late()), first);
    assert_eq!(stage.count("support_alerts"), 3);
}

#[test]
fn every_member_of_the_staff_is_told_of_a_new_alert_and_nobody_else() {
    let stage = Stage::at("2026-03-01 08:00");
    let staff = [Role::Owner, Role::Admin, Role::Finance, Role::Agent];
    let told: Vec<_> = staff.map(|role| user(&stage, role).user).to_vec();
    for role in [Role::Nurse, Role::Doctor, Role::Customer] {
        user(&stage, role);
    }
    raise(&stage, late());
    raise(&stage, late());
    let sql = "select user_id from notifications where event = 'alert_raised' order by user_id
               limit 100";
    let found = stage.read(|tx| tx.list(sql, [], |row| Ok(row.get::<_, UserId>(0)?)));
    assert_eq!(found.unwrap(), told);
}

#[test]
fn staff_take_an_alert_up_once_and_resolve_it_once_and_a_later_note_stands() {
    let stage = Stage::at("2026-03-01 08:00");
    let agent = user(&stage, Role::Agent);
    let id = raise(&stage, late());
    stage.advance(Span::minutes(3));
    let take = move |note: &str| {
        let note = Some(note.to_owned());
        move |tx: &crate::platform::tx::Tx<'_>| service::acknowledge(tx, id, note)
    };
    let taken = stage.write_as(agent, take("on the phone")).unwrap();
    assert_eq!(taken.status, AlertStatus::Acknowledged);
    assert_eq!(taken.acknowledged, Some((stage.clock.now(), agent.user)));
    let again = stage.write_as(agent, take("me too"));
    assert_eq!(code_of(again), "state.illegal_transition");
    let over = resolve(&stage, agent, id).unwrap();
    assert_eq!(over.status, AlertStatus::Resolved);
    assert_eq!(over.resolved_by, Some(agent.user));
    assert_eq!(over.note.as_deref(), Some("on the phone"));
    assert_eq!(
        code_of(resolve(&stage, agent, id)),
        "state.illegal_transition"
    );
    let late = stage.write_as(agent, take("too late"));
    assert_eq!(code_of(late), "state.illegal_transition");
}

#[test]
fn an_alert_that_turns_out_well_settles_by_itself_and_says_how() {
    let stage = Stage::at("2026-03-01 08:00");
    let id = raise(&stage, late());
    let settle = |row| {
        stage.write(move |tx| service::settle(tx, AlertKind::RunningLate, visit(row), "arrived"))
    };
    assert!(!settle(8).unwrap());
    assert!(settle(7).unwrap());
    assert!(!settle(7).unwrap());
    let alert = stage
        .read(|tx| service::list(tx, Wanted::default(), &PageRequest::FIRST))
        .unwrap()
        .items
        .remove(0);
    assert_eq!((alert.id, alert.resolved_by), (id, None));
    assert_eq!(alert.settled_as.as_deref(), Some("arrived"));
}

#[test]
fn the_list_is_newest_first_under_every_filter() {
    let stage = Stage::at("2026-03-01 08:00");
    let agent = user(&stage, Role::Agent);
    let no_show = NewAlert {
        kind: AlertKind::NoShow,
        ..late()
    };
    let (a, b) = (raise(&stage, late()), raise(&stage, no_show));
    resolve(&stage, agent, a).unwrap();
    let c = raise(&stage, late());
    let (open, late) = (Some(AlertStatus::Open), Some(AlertKind::RunningLate));
    assert_eq!(list(&stage, None, None), [c, b, a]);
    assert_eq!(list(&stage, open, None), [c, b]);
    assert_eq!(list(&stage, None, late), [c, a]);
    assert_eq!(list(&stage, open, late), [c]);
    assert_eq!(list(&stage, Some(AlertStatus::Acknowledged), late), []);
}

#[test]
fn a_note_stands_in_the_trail_by_its_hash_alone() {
    let stage = Stage::at("2026-03-01 08:00");
    let agent = user(&stage, Role::Agent);
    let id = raise(&stage, late());
    let note = Some("the mother fell".to_owned());
    stage
        .write_as(agent, move |tx| service::resolve(tx, id, note))
        .unwrap();
    let found = "select count(*) from audit_log where after like '%fell%'";
    let count: i64 = stage
        .read(|tx| tx.one(found, [], |row| Ok(row.get(0)?)))
        .unwrap();
    assert_eq!(count, 0);
}
