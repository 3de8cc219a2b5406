//! Typed, cached platform settings. Source: foundation, settings.
//!
//! Precedence: command line, environment, TOML, saved in the UI, default. What is fixed outside is
//! shown locked in the UI and cannot be saved there.

mod catalogue;
pub mod saved;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rusqlite::Connection;

pub use catalogue::{CATALOGUE, Group, Kind, Setting, find};

use super::messages::Locale;
use crate::kernel::error::Error;
use crate::kernel::money::Rate;
use crate::kernel::time::Span;

/// Where the value in force comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody changed it.
    Default,
    /// Saved in the UI.
    Saved,
    /// The TOML file; locked.
    Toml,
    /// The environment; locked.
    Environment,
    /// The command line; locked.
    CommandLine,
}

impl Source {
    /// The stable word in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::Saved => "saved",
            Source::Toml => "toml",
            Source::Environment => "environment",
            Source::CommandLine => "command_line",
        }
    }

    /// Whether the UI may not change it.
    pub const fn is_locked(self) -> bool {
        matches!(
            self,
            Source::Toml | Source::Environment | Source::CommandLine
        )
    }
}

/// Every setting in force at one moment.
#[derive(Clone, Debug)]
pub struct Settings {
    values: BTreeMap<&'static str, (String, Source)>,
    fixed: BTreeMap<&'static str, (String, Source)>,
    /// The agency's time zone.
    pub zone: TimeZone,
}

impl Settings {
    /// The defaults, with what is fixed outside laid over them. Refuses unknown keys and bad
    /// values.
    pub fn new(outside: &[(String, String, Source)]) -> Result<Settings, Error> {
        let mut fixed = BTreeMap::new();
        for (key, value, source) in outside {
            let setting =
                find(key).ok_or_else(|| Error::internal(format!("unknown setting `{key}`")))?;
            let value = setting.kind.accept(value).ok_or_else(|| {
                Error::internal(format!("setting `{key}`: {}", setting.kind.expectation()))
            })?;
            fixed.insert(setting.key, (value, *source));
        }
        Ok(Settings::layered(&BTreeMap::new(), fixed))
    }

    /// The defaults with what was saved in the file.
    pub fn load(sql: &Connection) -> Result<Settings, Error> {
        let mut statement =
            sql.prepare_cached("select key, value from platform_configs limit 500")?;
        let saved = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<BTreeMap<String, String>, _>>()?;
        Ok(Settings::layered(&saved, BTreeMap::new()))
    }

    /// The newly loaded values under what these settings have fixed from outside.
    #[must_use]
    pub fn carry_over(&self, loaded: Settings) -> Settings {
        let saved = loaded
            .values
            .iter()
            .filter(|(_, (_, source))| *source == Source::Saved)
            .map(|(key, (value, _))| ((*key).to_owned(), value.clone()))
            .collect();
        Settings::layered(&saved, self.fixed.clone())
    }

    fn layered(
        saved: &BTreeMap<String, String>,
        fixed: BTreeMap<&'static str, (String, Source)>,
    ) -> Settings {
        let values: BTreeMap<_, _> = CATALOGUE
            .iter()
            .map(|setting| {
                let outside = fixed.get(setting.key).cloned();
                let own = saved
                    .get(setting.key)
                    .and_then(|value| setting.kind.accept(value))
                    .map(|value| (value, Source::Saved));
                let value = outside
                    .or(own)
                    .unwrap_or_else(|| (setting.default.to_owned(), Source::Default));
                (setting.key, value)
            })
            .collect();
        let zone = values
            .get("time_zone")
            .and_then(|(name, _)| TimeZone::get(name).ok())
            .unwrap_or(TimeZone::UTC);
        Settings {
            values,
            fixed,
            zone,
        }
    }

    /// The value in force and where it comes from; an unknown key is empty.
    pub fn value(&self, key: &str) -> (&str, Source) {
        self.values
            .get(key)
            .map_or(("", Source::Default), |(value, source)| (value, *source))
    }

    /// A text or choice setting.
    pub fn text(&self, key: &str) -> &str {
        self.value(key).0
    }

    /// A whole number setting; its bounds were checked when it was accepted.
    pub fn number(&self, key: &str) -> i64 {
        self.text(key).parse().unwrap_or(0)
    }

    /// A yes/no setting.
    pub fn is_on(&self, key: &str) -> bool {
        self.text(key) == "true"
    }

    /// How long a nurse may think about a request.
    pub fn nurse_response_deadline(&self) -> Span {
        Span::hours(self.number("nurse_response_deadline_hours"))
    }

    /// How long a family may take to pay once accepted.
    pub fn booking_payment_deadline(&self) -> Span {
        Span::minutes(self.number("booking_payment_deadline_minutes"))
    }

    /// How long a family may object to what was done, and a nurse waits for the money.
    pub fn dispute_window(&self) -> Span {
        Span::hours(self.number("dispute_window_hours"))
    }

    /// What part of a price the agency keeps.
    ///
    /// # Errors
    /// Internal, when what is saved does not read: a price is never split at a guess.
    pub fn platform_fee_rate(&self) -> Result<Rate, Error> {
        Rate::parse(self.text("platform_fee_rate"))
            .ok_or_else(|| Error::internal("the saved fee rate does not read"))
    }

    /// The language of whoever has not chosen one.
    pub fn default_locale(&self) -> Locale {
        Locale::parse(self.text("default_locale")).unwrap_or(Locale::Fa)
    }
}
