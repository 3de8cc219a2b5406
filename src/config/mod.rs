//! How this process is started: parsed once, from the strongest source to the weakest.
//!
//! Command line, environment (`BALINYAAR_…`, also `…_FILE`), `balinyaar.toml`, default. Platform
//! settings named outside are fixed there and shown locked in the UI. Source: foundation, settings.

mod keys;
mod layers;
mod nearest;

#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

pub use keys::{KEYS, Key, Shape};
pub use layers::Given;

use crate::integrations::payments::till::Terms;
use crate::kernel::secret::Secret;
use crate::platform::settings::{self, Source};

/// The name of the optional file in the data directory.
pub const FILE_NAME: &str = "balinyaar.toml";
/// The credential a service manager may hand over instead of a key file.
pub const CREDENTIAL: &str = "balinyaar.key";

/// Everything that is wrong with the configuration, each in one sentence that says what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigError(pub Vec<String>);

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// One value in force and where it comes from.
pub struct Entry {
    /// Its key.
    pub key: &'static str,
    /// The value; never shown when it is secret.
    pub value: Secret,
    /// Where it comes from.
    pub source: Source,
    /// Whether it is shown as dots.
    pub visibility: Visibility,
}

/// Whether a value may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Anyone on the machine may see it.
    Shown,
    /// Shown as dots.
    Redacted,
}

/// The configuration of this process.
pub struct Config {
    /// Addresses to listen on.
    pub listen: SocketAddr,
    /// The agency's folder.
    pub data_dir: PathBuf,
    /// Another place for the master key than the folder.
    pub key_file: Option<PathBuf>,
    /// Where people reach the agency, without a path; decides cookies and links.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Filter for log lines.
    pub log_level: String,
    /// Opens `/metrics` to others than this machine.
    pub metrics_token: Option<Secret>,
    /// Refuses to start while an adapter only pretends.
    pub production: bool,
    /// Our accounts at payment gateways.
    pub terms: Arc<Terms>,
    /// Platform settings fixed outside.
    pub settings: Vec<(String, String, Source)>,
    /// Every process key with value and source, for `config dump`.
    pub entries: Vec<Entry>,
    /// What is odd but does not stop the start.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the configuration of this process.
    ///
    /// # Errors
    /// Everything wrong at once: unknown keys, values out of shape, unreadable files.
    pub fn read(given: &Given) -> Result<Config, ConfigError> {
        layers::resolve(given)
    }

    /// Whether people reach the agency over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }

    /// The origin people type: the public address, or the one listened on.
    pub fn origin(&self) -> String {
        match &self.public_url {
            Some(url) => url.clone(),
            None => format!("http://{}", self.listen),
        }
    }
}

/// Every key that may stand at the top of the file, and every platform setting.
fn known() -> Vec<&'static str> {
    let process = KEYS.iter().map(|key| key.name);
    let platform = settings::CATALOGUE.iter().map(|setting| setting.key);
    process.chain(platform).collect()
}
