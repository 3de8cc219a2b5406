//! Every setting there is: its kind, bounds and default. An unknown key is an error everywhere.

use jiff::tz::TimeZone;

use crate::kernel::text;

/// The page of the settings screen a setting stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Name, phones, language, zone, money.
    Agency,
    /// Deadlines and tolerances of home care.
    HomeCare,
    /// Slots of telehealth.
    Telehealth,
    /// Fees.
    Money,
    /// Rate limits and second factors; owner only.
    Security,
    /// Adapters to the outside; owner only.
    Adapters,
    /// How often jobs run.
    Jobs,
    /// How long things are kept.
    Retention,
}

impl Group {
    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Group::Agency => "agency",
            Group::HomeCare => "home_care",
            Group::Telehealth => "telehealth",
            Group::Money => "money",
            Group::Security => "security",
            Group::Adapters => "adapters",
            Group::Jobs => "jobs",
            Group::Retention => "retention",
        }
    }

    /// Security and adapters belong to the owner alone.
    pub const fn is_owner_only(self) -> bool {
        matches!(self, Group::Security | Group::Adapters)
    }
}

/// What a value must look like.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A whole number within bounds.
    Integer {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// A share with four decimals, `0.0000`..=`1.0000`.
    Rate,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// Text of at most so many characters.
    Text {
        /// Characters at most.
        max: usize,
    },
    /// An IANA time zone name.
    Zone,
    /// A time of day `HH:MM`.
    TimeOfDay,
    /// Role names, separated by commas; may be empty.
    Roles,
}

impl Kind {
    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Integer { .. } => "integer",
            Kind::Rate => "rate",
            Kind::Choice(_) => "choice",
            Kind::Flag => "flag",
            Kind::Text { .. } => "text",
            Kind::Zone => "zone",
            Kind::TimeOfDay => "time_of_day",
            Kind::Roles => "roles",
        }
    }

    /// The value as it will be stored, or `None` when it does not fit.
    pub fn accept(self, value: &str) -> Option<String> {
        match self {
            Kind::Integer { min, max } => {
                let number: i64 = text::ascii_digits(value).trim().parse().ok()?;
                (min..=max).contains(&number).then(|| number.to_string())
            }
            Kind::Rate => {
                let rate = crate::kernel::money::Rate::parse(&text::ascii_digits(value))?;
                Some(rate.decimal())
            }
            Kind::Choice(words) => words.contains(&value).then(|| value.to_owned()),
            Kind::Flag => matches!(value, "true" | "false").then(|| value.to_owned()),
            Kind::Text { max } => {
                let clean = text::normalise(value);
                text::fits(&clean, max).then_some(clean)
            }
            Kind::Zone => TimeZone::get(value).ok().map(|_| value.to_owned()),
            Kind::TimeOfDay => crate::kernel::time::DayTime::parse(&text::ascii_digits(value))
                .map(|time| time.to_string()),
            Kind::Roles => value
                .split(',')
                .filter(|word| !word.is_empty())
                .all(|word| crate::kernel::actor::Role::parse(word).is_some())
                .then(|| value.to_owned()),
        }
    }

    /// What a good value looks like, for error messages.
    pub fn expectation(self) -> String {
        match self {
            Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Rate => "a share such as 0.1500".to_owned(),
            Kind::Choice(words) => format!("one of {}", words.join(", ")),
            Kind::Flag => "true or false".to_owned(),
            Kind::Text { max } => format!("at most {max} characters"),
            Kind::Zone => "a time zone name such as Asia/Tehran".to_owned(),
            Kind::TimeOfDay => "a time of day such as 22:00".to_owned(),
            Kind::Roles => "role names separated by commas".to_owned(),
        }
    }
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key, also in TOML; `BALINYAAR_` and upper case in the environment.
    pub key: &'static str,
    /// The page it stands on.
    pub group: Group,
    /// What a value must look like.
    pub kind: Kind,
    /// The value until somebody changes it.
    pub default: &'static str,
}

const fn int(
    key: &'static str,
    group: Group,
    default: &'static str,
    min: i64,
    max: i64,
) -> Setting {
    Setting {
        key,
        group,
        kind: Kind::Integer { min, max },
        default,
    }
}

const fn of(key: &'static str, group: Group, kind: Kind, default: &'static str) -> Setting {
    Setting {
        key,
        group,
        kind,
        default,
    }
}

use Group::{Adapters, Agency, HomeCare, Jobs, Money, Retention, Security, Telehealth};

/// Every setting, in the order the screen shows them.
pub const CATALOGUE: &[Setting] = &[
    of("agency_name", Agency, Kind::Text { max: 100 }, "Balinyaar"),
    of("agency_phone", Agency, Kind::Text { max: 20 }, ""),
    of("emergency_phone", Agency, Kind::Text { max: 20 }, "115"),
    of("agency_location", Agency, Kind::Text { max: 40 }, ""),
    of("default_locale", Agency, Kind::Choice(&["fa", "en"]), "fa"),
    of("time_zone", Agency, Kind::Zone, "Asia/Tehran"),
    of(
        "calendar",
        Agency,
        Kind::Choice(&["persian", "gregorian"]),
        "persian",
    ),
    of(
        "digits",
        Agency,
        Kind::Choice(&["persian", "latin"]),
        "persian",
    ),
    of(
        "money_unit",
        Agency,
        Kind::Choice(&["toman", "rial", "dual"]),
        "toman",
    ),
    of(
        "theme",
        Agency,
        Kind::Choice(&["auto", "light", "dark"]),
        "auto",
    ),
    of("quiet_hours_start", Agency, Kind::TimeOfDay, "22:00"),
    of("quiet_hours_end", Agency, Kind::TimeOfDay, "08:00"),
    int("nurse_response_deadline_hours", HomeCare, "24", 1, 168),
    int("booking_payment_deadline_minutes", HomeCare, "30", 5, 1_440),
    of(
        "overlap_on_accept",
        HomeCare,
        Kind::Choice(&["warn", "block"]),
        "warn",
    ),
    int("credential_warning_days", HomeCare, "30", 1, 365),
    int("credential_last_warning_days", HomeCare, "7", 0, 365),
    int("dispute_window_hours", HomeCare, "72", 1, 720),
    int("evv_location_tolerance_meters", HomeCare, "150", 10, 5_000),
    int("late_threshold_minutes", HomeCare, "15", 1, 240),
    int("no_show_threshold_minutes", HomeCare, "45", 5, 480),
    int("incident_ack_minutes", HomeCare, "5", 1, 60),
    int("slot_hold_minutes", Telehealth, "10", 2, 60),
    of("platform_fee_rate", Money, Kind::Rate, "0.1500"),
    of("totp_required_roles", Security, Kind::Roles, ""),
    int("signed_in_per_minute", Security, "600", 0, 1_000_000),
    int("signed_in_burst", Security, "200", 1, 1_000_000),
    int("sensitive_per_minute", Security, "120", 0, 1_000_000),
    int("sensitive_burst", Security, "60", 1, 1_000_000),
    int("public_per_minute", Security, "300", 0, 1_000_000),
    int("public_burst", Security, "100", 1, 1_000_000),
    int("sign_in_per_minute", Security, "20", 0, 1_000_000),
    of(
        "sms_adapter",
        Adapters,
        Kind::Choice(&["sandbox"]),
        "sandbox",
    ),
    of(
        "mail_adapter",
        Adapters,
        Kind::Choice(&["sandbox"]),
        "sandbox",
    ),
    of(
        "payment_mode",
        Adapters,
        Kind::Choice(&["sandbox", "live"]),
        "sandbox",
    ),
    of(
        "payment_gateway",
        Adapters,
        Kind::Choice(&["zarinpal", "zibal"]),
        "zarinpal",
    ),
    int("request_expiry_seconds", Jobs, "60", 15, 3_600),
    int("booking_close_seconds", Jobs, "300", 15, 3_600),
    int("credential_expiry_seconds", Jobs, "3600", 60, 86_400),
    int("payment_reverify_seconds", Jobs, "15", 5, 60),
    int("refund_dispatch_seconds", Jobs, "60", 15, 3_600),
    int("outbox_delivery_seconds", Jobs, "15", 5, 3_600),
    int("backup_seconds", Jobs, "86400", 900, 604_800),
    int("key_renewal_seconds", Jobs, "60", 15, 86_400),
    int("idempotency_purge_seconds", Jobs, "3600", 60, 86_400),
    int("retention_purge_seconds", Jobs, "86400", 3_600, 604_800),
    int("wal_guard_seconds", Jobs, "15", 5, 3_600),
    int("audit_proof_seconds", Jobs, "86400", 3_600, 604_800),
    int("keep_read_notices_days", Retention, "90", 1, 3_650),
    int("keep_notices_months", Retention, "24", 1, 240),
    int("keep_access_log_months", Retention, "60", 12, 600),
    int("keep_job_runs_days", Retention, "30", 1, 3_650),
    int("keep_daily_backups", Retention, "14", 1, 365),
    int("keep_weekly_backups", Retention, "8", 0, 104),
    int("keep_monthly_backups", Retention, "12", 0, 120),
];

/// The setting with this key.
pub fn find(key: &str) -> Option<&'static Setting> {
    CATALOGUE.iter().find(|setting| setting.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_its_own_kind_accepts() {
        for setting in CATALOGUE {
            let accepted = setting.kind.accept(setting.default);
            assert_eq!(
                accepted.as_deref(),
                Some(setting.default),
                "{}",
                setting.key
            );
        }
    }

    #[test]
    fn a_value_outside_its_bounds_is_not_accepted() {
        let deadline = find("nurse_response_deadline_hours").unwrap().kind;
        for bad in ["0", "169", "-1", "", "abc", "1.5", "99999999999999999999"] {
            assert_eq!(deadline.accept(bad), None, "{bad}");
        }
        assert_eq!(deadline.accept("۴۸").as_deref(), Some("48"));
        assert_eq!(find("time_zone").unwrap().kind.accept("Mars/Base"), None);
        assert_eq!(
            find("totp_required_roles")
                .unwrap()
                .kind
                .accept("owner,king"),
            None
        );
    }
}
