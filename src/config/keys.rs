//! The process keys: name, shape, default. The names serve the file; upper case with `BALINYAAR_`
//! in front they serve the environment; with dashes they are flags.

use std::net::{IpAddr, SocketAddr};

use super::Visibility;

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An address and port.
    Listen,
    /// A path.
    Path,
    /// `http://` or `https://` with a host and nothing behind it.
    Origin,
    /// Internet addresses, separated by commas.
    Addresses,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any text without line breaks.
    Text,
}

/// One process key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// What a value must look like.
    pub shape: Shape,
    /// The value when nobody names one; empty means none.
    pub default: &'static str,
    /// Whether `config dump` shows it.
    pub visibility: Visibility,
}

const fn key(name: &'static str, shape: Shape, default: &'static str) -> Key {
    Key {
        name,
        shape,
        default,
        visibility: Visibility::Shown,
    }
}

const fn secret(name: &'static str) -> Key {
    Key {
        visibility: Visibility::Redacted,
        ..key(name, Shape::Text, "")
    }
}

/// Every process key.
pub const KEYS: &[Key] = &[
    key("listen", Shape::Listen, "127.0.0.1:8080"),
    key("data_dir", Shape::Path, "data"),
    key("master_key_file", Shape::Path, ""),
    key("public_url", Shape::Origin, ""),
    key("trusted_proxies", Shape::Addresses, ""),
    key("log_format", Shape::Choice(&["text", "json"]), "text"),
    key("log_level", Shape::Choice(LEVELS), "info"),
    secret("metrics_token"),
    key("production", Shape::Choice(&["true", "false"]), "false"),
    secret("zarinpal_merchant_id"),
    secret("zarinpal_access_token"),
    key("zarinpal_terminal_id", Shape::Text, ""),
    key("zarinpal_base_url", Shape::Text, ""),
    key("zarinpal_pay_base_url", Shape::Text, ""),
    secret("zibal_merchant"),
    key("zibal_base_url", Shape::Text, ""),
    key("zibal_pay_base_url", Shape::Text, ""),
    secret("payment_webhook_secret"),
];

const LEVELS: &[&str] = &["error", "warn", "info", "debug"];

impl Key {
    /// Whether its value must not be shown.
    pub fn is_secret(&self) -> bool {
        self.visibility == Visibility::Redacted
    }
}

/// The key of this name.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

impl Shape {
    /// Whether the value fits.
    pub fn fits(self, value: &str) -> bool {
        match self {
            Shape::Listen => value.parse::<SocketAddr>().is_ok(),
            Shape::Path => !value.trim().is_empty(),
            Shape::Origin => is_origin(value),
            Shape::Addresses => addresses(value).is_some(),
            Shape::Choice(words) => words.contains(&value),
            Shape::Text => !value.contains(['\n', '\r']),
        }
    }

    /// What a good value looks like.
    pub fn expectation(self) -> String {
        match self {
            Shape::Listen => "an address and port such as 127.0.0.1:8080 or [::1]:8080".to_owned(),
            Shape::Path => "a path".to_owned(),
            Shape::Origin => "an address such as https://agency.example, without a path".to_owned(),
            Shape::Addresses => "internet addresses separated by commas".to_owned(),
            Shape::Choice(words) => format!("one of {}", words.join(", ")),
            Shape::Text => "one line of text".to_owned(),
        }
    }
}

/// The addresses in a comma-separated list; `None` when one is none.
pub fn addresses(list: &str) -> Option<Vec<IpAddr>> {
    list.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok())
        .collect()
}

fn is_origin(value: &str) -> bool {
    let host = value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
    })
}
