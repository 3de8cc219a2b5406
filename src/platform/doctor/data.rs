//! The database itself: whole, current, sealed, its trail unbroken.

use rusqlite::Connection;

use super::{Check, Depth, Finding, Subject, Verdict};
use crate::kernel::error::Error;
use crate::platform::sealed::{self, Extent};
use crate::platform::settings::find;
use crate::platform::{audit, migrate, open};

/// Sealed values of each column that a quick look opens.
const PROBES: i64 = 20;

pub(super) const CHECKS: &[Check] = &[
    Check {
        name: "integrity",
        look: integrity,
    },
    Check {
        name: "foreign_keys",
        look: foreign_keys,
    },
    Check {
        name: "migrations",
        look: migrations,
    },
    Check {
        name: "schema",
        look: schema,
    },
    Check {
        name: "data_keys",
        look: data_keys,
    },
    Check {
        name: "sealed_values",
        look: sealed_values,
    },
    Check {
        name: "audit_chain",
        look: audit_chain,
    },
    Check {
        name: "unknown_settings",
        look: unknown_settings,
    },
    Check {
        name: "settings_bounds",
        look: settings_bounds,
    },
];

fn integrity(subject: &Subject<'_>) -> Result<Finding, Error> {
    let sql = match subject.depth {
        Depth::Quick => "pragma quick_check(1)",
        Depth::Full => "pragma integrity_check(1)",
    };
    let said: String = subject.tx.one(sql, [], |row| Ok(row.get(0)?))?;
    Ok(Finding::when(
        said != "ok",
        Verdict::Failed,
        vec![("reason", said)],
    ))
}

fn foreign_keys(subject: &Subject<'_>) -> Result<Finding, Error> {
    let sql = "select count(*) from pragma_foreign_key_check";
    let broken = subject.tx.one(sql, [], |row| Ok(row.get(0)?))?;
    Ok(Finding::counted(Verdict::Failed, broken))
}

fn migrations(subject: &Subject<'_>) -> Result<Finding, Error> {
    let state = migrate::state(&open::look(&subject.database)?)?;
    let facts = vec![
        ("found", state.found.to_string()),
        ("wanted", state.wanted.to_string()),
    ];
    Ok(Finding::when(
        state.found != state.wanted,
        Verdict::Warning,
        facts,
    ))
}

/// Every table, index and trigger is exactly the one this program makes: a dropped trigger would
/// let frozen deadlines or the audit trail be changed.
fn schema(subject: &Subject<'_>) -> Result<Finding, Error> {
    let mut model = Connection::open_in_memory()?;
    migrate::run(&mut model)?;
    let objects = "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_master
                   where name not like 'sqlite_%' order by 1 limit 5000";
    let wanted = model
        .prepare(objects)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<String>, _>>()?;
    let found = subject
        .tx
        .list(objects, [], |row| Ok(row.get::<_, String>(0)?))?;
    let name = |object: &String| object.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let missing = wanted.iter().find(|it| !found.contains(it)).map(name);
    let foreign = found.iter().find(|it| !wanted.contains(it)).map(name);
    let odd = missing.or(foreign);
    let facts = vec![("object", odd.clone().unwrap_or_default())];
    Ok(Finding::when(odd.is_some(), Verdict::Failed, facts))
}

fn data_keys(subject: &Subject<'_>) -> Result<Finding, Error> {
    let (active, old) = subject.tx.one(
        "select count(*) filter (where state = 'active'),
                count(*) filter (where state = 'retired' and exists (
                  select 1 from data_keys younger where younger.class = k.class
                    and younger.state = 'active' and younger.created_at < ?1 - 86400000))
         from data_keys k",
        [subject.tx.now],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
    )?;
    let classes = i64::try_from(crate::platform::vault::keys::Class::ALL.len()).unwrap_or(0);
    let verdict = match (active == classes, old) {
        (false, _) => Verdict::Failed,
        (true, 0) => Verdict::Ok,
        (true, _) => Verdict::Warning,
    };
    Ok(Finding {
        verdict,
        facts: vec![("active", active.to_string()), ("retired", old.to_string())],
    })
}

fn sealed_values(subject: &Subject<'_>) -> Result<Finding, Error> {
    let extent = match subject.depth {
        Depth::Quick => Extent::Newest(PROBES),
        Depth::Full => Extent::All,
    };
    let sql = open::look(&subject.database)?;
    let opened = sealed::open_on_trial(&sql, &subject.tx.vault, subject.sealed, extent)?;
    Ok(Finding::when(
        false,
        Verdict::Ok,
        vec![("count", opened.to_string())],
    ))
}

fn audit_chain(subject: &Subject<'_>) -> Result<Finding, Error> {
    Ok(match audit::verify(subject.tx)? {
        Ok(rows) => Finding::when(false, Verdict::Ok, vec![("rows", rows.to_string())]),
        Err(broken) => Finding::when(true, Verdict::Failed, vec![("row", broken.row.to_string())]),
    })
}

/// Keys and values saved in the console.
fn saved(subject: &Subject<'_>) -> Result<Vec<(String, String)>, Error> {
    let sql = "select key, value from platform_configs limit 500";
    subject
        .tx
        .list(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn named(bad: Vec<String>, verdict: Verdict) -> Finding {
    Finding::when(!bad.is_empty(), verdict, vec![("keys", bad.join(", "))])
}

fn unknown_settings(subject: &Subject<'_>) -> Result<Finding, Error> {
    let keys = saved(subject)?.into_iter().map(|(key, _)| key);
    Ok(named(
        keys.filter(|key| find(key).is_none()).collect(),
        Verdict::Warning,
    ))
}

fn settings_bounds(subject: &Subject<'_>) -> Result<Finding, Error> {
    let fits = |key: &str, value: &str| {
        find(key).is_none_or(|setting| setting.kind.accept(value).is_some())
    };
    let bad = saved(subject)?
        .into_iter()
        .filter(|(key, value)| !fits(key, value))
        .map(|(key, _)| key);
    Ok(named(bad.collect(), Verdict::Failed))
}
