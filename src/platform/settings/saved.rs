//! Settings saved in the UI: what is in force, and saving a new value.

use super::{CATALOGUE, Kind, Setting, Source, find};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::error::{Code, Error, Fact};
use crate::kernel::ids::UserId;
use crate::kernel::time::Timestamp;
use crate::platform::audit::{self, Change};
use crate::platform::tx::{ReadTx, Tx};

/// Fixed by the command line, the environment or the TOML file.
pub const LOCKED: Code = Code("settings.locked");
/// A whole number within bounds is expected.
pub const EXPECTS_INTEGER: Code = Code("settings.expects_integer");
/// A share with four decimals is expected.
pub const EXPECTS_RATE: Code = Code("settings.expects_rate");
/// One of a few words is expected.
pub const EXPECTS_CHOICE: Code = Code("settings.expects_choice");
/// `true` or `false` is expected.
pub const EXPECTS_FLAG: Code = Code("settings.expects_flag");
/// Text of a limited length is expected.
pub const EXPECTS_TEXT: Code = Code("settings.expects_text");
/// A time zone name is expected.
pub const EXPECTS_ZONE: Code = Code("settings.expects_zone");
/// A time of day is expected.
pub const EXPECTS_TIME: Code = Code("settings.expects_time");
/// Role names are expected.
pub const EXPECTS_ROLES: Code = Code("settings.expects_roles");
/// Every code of settings.
pub const CODES: &[Code] = &[
    LOCKED,
    EXPECTS_INTEGER,
    EXPECTS_RATE,
    EXPECTS_CHOICE,
    EXPECTS_FLAG,
    EXPECTS_TEXT,
    EXPECTS_ZONE,
    EXPECTS_TIME,
    EXPECTS_ROLES,
];

/// A setting with the value in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Key, group, kind, default.
    pub setting: &'static Setting,
    /// The value in force.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
    /// When it was saved in the UI last.
    pub modified_at: Option<Timestamp>,
    /// Who saved it.
    pub modified_by: Option<UserId>,
}

impl InForce {
    /// Names this very value: two readers of the same value see the same version.
    pub fn version(&self) -> String {
        let mut state: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in self
            .source
            .as_str()
            .bytes()
            .chain([0])
            .chain(self.value.bytes())
        {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("\"{state:016x}\"")
    }
}

/// Every setting in the order of the catalogue.
pub fn all(tx: &ReadTx<'_>) -> Result<Vec<InForce>, Error> {
    CATALOGUE
        .iter()
        .map(|setting| in_force(tx, setting))
        .collect()
}

/// One setting by its key.
///
/// # Errors
/// 404 for a key that does not exist.
pub fn one(tx: &ReadTx<'_>, key: &str) -> Result<InForce, Error> {
    in_force(tx, known(key)?)
}

fn known(key: &str) -> Result<&'static Setting, Error> {
    find(key).ok_or(Error::not_found("setting"))
}

/// Read from the table, not from the cache: of two saves in one commit the second sees the first.
fn in_force(tx: &ReadTx<'_>, setting: &'static Setting) -> Result<InForce, Error> {
    let saved = tx.find(
        "select value, modified_at, modified_by_id from platform_configs where key = ?1",
        [setting.key],
        |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let (cached, source) = tx.settings.value(setting.key);
    let (value, source) = match &saved {
        _ if source.is_locked() => (cached.to_owned(), source),
        Some((saved, _, _)) => match setting.kind.accept(saved) {
            Some(value) => (value, Source::Saved),
            None => (setting.default.to_owned(), Source::Default),
        },
        None => (setting.default.to_owned(), Source::Default),
    };
    Ok(InForce {
        setting,
        value,
        source,
        modified_at: saved.as_ref().map(|(_, at, _)| *at),
        modified_by: saved.and_then(|(_, _, by)| by),
    })
}

/// Saves a value; in force from the next act on. Saving the value in force changes nothing.
///
/// # Errors
/// 404 for an unknown key; 403 when only the owner may; 409 when it is fixed outside; 412 when it
/// is not at `version` any more; 400 with what is expected instead.
pub fn save(tx: &Tx<'_>, key: &str, value: &str, version: Option<&str>) -> Result<InForce, Error> {
    let setting = known(key)?;
    require_right(tx, setting)?;
    let before = in_force(tx, setting)?;
    if before.source.is_locked() {
        let source = ("source", before.source.as_str().to_owned());
        return Err(Error::Conflict(LOCKED, vec![source]));
    }
    if version.is_some_and(|version| version != "*" && version != before.version()) {
        return Err(Error::Stale);
    }
    let value = setting
        .kind
        .accept(value)
        .ok_or_else(|| unaccepted(setting.kind))?;
    if value != before.value {
        write(tx, setting, &before.value, &value)?;
    }
    in_force(tx, setting)
}

/// Security and adapters are the owner's; the program itself may set anything.
fn require_right(tx: &Tx<'_>, setting: &Setting) -> Result<(), Error> {
    let allowed = match tx.actor {
        Actor::System => true,
        Actor::Nobody => false,
        Actor::Person(caller) if setting.group.is_owner_only() => caller.roles.has(Role::Owner),
        Actor::Person(caller) => caller.roles.is_admin(),
    };
    if allowed {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

fn write(tx: &Tx<'_>, setting: &'static Setting, before: &str, after: &str) -> Result<(), Error> {
    tx.execute(
        "insert into platform_configs (key, value, modified_at, modified_by_id)
         values (?1, ?2, ?3, ?4)
         on conflict (key) do update set value = ?2, modified_at = ?3, modified_by_id = ?4",
        (setting.key, after, tx.now, tx.actor.user()),
    )?;
    let change = Change::new().plain(setting.key, before, after);
    audit::record(tx, "settings.changed", "platform_configs", 0, &change)?;
    tx.settings_changed();
    Ok(())
}

/// The refusal of a value, naming what is expected. The field is `value`.
pub fn unaccepted(kind: Kind) -> Error {
    let field: Fact = ("field", "value".to_owned());
    let (code, facts): (Code, Vec<Fact>) = match kind {
        Kind::Integer { min, max } => (
            EXPECTS_INTEGER,
            vec![("min", min.to_string()), ("max", max.to_string())],
        ),
        Kind::Rate => (EXPECTS_RATE, Vec::new()),
        Kind::Choice(words) => (EXPECTS_CHOICE, vec![("choices", words.join(", "))]),
        Kind::Flag => (EXPECTS_FLAG, Vec::new()),
        Kind::Text { max } => (EXPECTS_TEXT, vec![("max", max.to_string())]),
        Kind::Zone => (EXPECTS_ZONE, Vec::new()),
        Kind::TimeOfDay => (EXPECTS_TIME, Vec::new()),
        Kind::Roles => (EXPECTS_ROLES, Vec::new()),
    };
    Error::Refused(code, [vec![field], facts].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Stage, caller, code_of};

    const DEADLINE: &str = "nurse_response_deadline_hours";

    fn stage() -> Stage {
        Stage::with("2026-03-01 08:00", &[("time_zone", "Europe/Berlin")])
    }

    fn save_as(
        stage: &Stage,
        role: Role,
        (key, value): (&'static str, &'static str),
        version: Option<String>,
    ) -> Result<InForce, Error> {
        stage.write_as(caller(1, &[role]), move |tx| {
            save(tx, key, value, version.as_deref())
        })
    }

    #[test]
    fn a_saved_value_is_in_force_at_once_and_audited_with_before_and_after() {
        let stage = stage();
        let saved = save_as(&stage, Role::Admin, (DEADLINE, "۴۸"), None).unwrap();
        assert_eq!((&*saved.value, saved.source), ("48", Source::Saved));
        assert_eq!(stage.db.settings().number(DEADLINE), 48);
        let (before, after): (String, String) = stage
            .read(|tx| {
                tx.one("select before, after from audit_log", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .unwrap();
        assert!(before.contains("\"24\"") && after.contains("\"48\""));
    }

    #[test]
    fn what_the_owner_alone_may_change_is_forbidden_to_an_admin() {
        let stage = stage();
        for key in ["sign_in_per_minute", "sms_adapter"] {
            let value = if key == "sms_adapter" { "sandbox" } else { "5" };
            let refused = save_as(&stage, Role::Admin, (key, value), None);
            assert_eq!(code_of(refused), "auth.forbidden", "{key}");
            assert!(save_as(&stage, Role::Owner, (key, value), None).is_ok());
        }
        let finance = save_as(&stage, Role::Finance, (DEADLINE, "30"), None);
        assert_eq!(code_of(finance), "auth.forbidden");
    }

    #[test]
    fn a_value_fixed_outside_cannot_be_saved_over() {
        let stage = stage();
        let refused = save_as(&stage, Role::Owner, ("time_zone", "Asia/Tehran"), None);
        assert_eq!(code_of(refused), "settings.locked");
        assert_eq!(stage.count("platform_configs"), 0);
        let shown = stage.read(|tx| one(tx, "time_zone")).unwrap();
        assert_eq!(shown.value, "Europe/Berlin");
    }

    #[test]
    fn each_kind_refuses_with_what_it_expects_and_writes_nothing() {
        let stage = stage();
        for (key, value, code) in [
            (DEADLINE, "0", "settings.expects_integer"),
            (DEADLINE, "169", "settings.expects_integer"),
            ("platform_fee_rate", "1.0001", "settings.expects_rate"),
            ("theme", "pink", "settings.expects_choice"),
            ("quiet_hours_start", "24:00", "settings.expects_time"),
            ("totp_required_roles", "king", "settings.expects_roles"),
            ("nothing", "1", "request.not_found"),
        ] {
            let refused = save_as(&stage, Role::Owner, (key, value), None);
            assert_eq!(code_of(refused), code, "{key}");
        }
        assert_eq!(stage.count("platform_configs"), 0);
        assert_eq!(stage.count("audit_log"), 0);
    }

    #[test]
    fn a_save_over_a_value_that_changed_meanwhile_is_stale() {
        let stage = stage();
        let seen = stage.read(|tx| one(tx, DEADLINE)).unwrap().version();
        let first = save_as(&stage, Role::Admin, (DEADLINE, "30"), Some(seen.clone()));
        let version = first.unwrap().version();
        let second = save_as(&stage, Role::Admin, (DEADLINE, "40"), Some(seen));
        assert_eq!(code_of(second), "state.stale");
        assert!(save_as(&stage, Role::Admin, (DEADLINE, "40"), Some(version)).is_ok());
    }

    #[test]
    fn saving_the_value_in_force_changes_nothing() {
        let stage = stage();
        save_as(&stage, Role::Admin, (DEADLINE, "24"), None).unwrap();
        assert_eq!(stage.count("audit_log"), 0);
        assert_eq!(stage.count("platform_configs"), 0);
    }
}
