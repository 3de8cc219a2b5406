//! Lays the sources over each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::keys::{self, KEYS, Key};
use super::nearest::nearest;
use super::{CREDENTIAL, Config, ConfigError, Entry, FILE_NAME, LogFormat};
use crate::integrations::payments::till::Terms;
use crate::kernel::secret::Secret;
use crate::platform::settings::{self, Source};

/// What every variable of ours begins with.
const PREFIX: &str = "BALINYAAR_";
/// Largest file named by a `…_FILE` variable, and largest configuration file, in bytes.
const FILE_MAX: u64 = 64 * 1024;

/// What the process was given.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Process keys from the command line.
    pub flags: Vec<(&'static str, String)>,
    /// Platform settings from the command line, `key=value`.
    pub set: Vec<String>,
    /// The environment.
    pub environment: Vec<(String, String)>,
    /// Another configuration file than the one in the data directory.
    pub file: Option<PathBuf>,
}

/// Values found so far; a stronger source comes first and stays.
struct Layers {
    found: BTreeMap<&'static str, (String, Source)>,
    problems: Vec<String>,
    warnings: Vec<String>,
}

/// Reads every source.
pub(super) fn resolve(given: &Given) -> Result<Config, ConfigError> {
    let mut layers = Layers {
        found: BTreeMap::new(),
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    layers.take_command_line(given);
    layers.take_environment(&given.environment);
    let folder = layers.value("data_dir");
    layers.take_file(given.file.as_deref(), Path::new(&folder));
    layers.take_credential(&given.environment);
    if layers.problems.is_empty() {
        layers.finish()
    } else {
        Err(ConfigError(layers.problems))
    }
}

impl Layers {
    fn take_command_line(&mut self, given: &Given) {
        for (name, value) in &given.flags {
            self.offer(name, value, Source::CommandLine, "the command line");
        }
        for pair in &given.set {
            match pair.split_once('=') {
                Some((name, value)) if settings::find(name.trim()).is_some() => {
                    self.offer(name.trim(), value.trim(), Source::CommandLine, "--set");
                }
                Some((name, _)) => self.unknown(name.trim(), "--set"),
                None => self
                    .problems
                    .push(format!("--set {pair}: write it as key=value")),
            }
        }
    }

    /// A misspelt variable may belong to somebody else, so it warns instead of stopping the start.
    fn take_environment(&mut self, environment: &[(String, String)]) {
        for (variable, value) in environment {
            let Some(name) = variable.strip_prefix(PREFIX) else {
                continue;
            };
            let name = name.to_ascii_lowercase();
            if name == "config" {
                continue;
            }
            if is_known(&name) {
                self.offer(&name, value, Source::Environment, variable);
            } else if let Some(target) = name.strip_suffix("_file").filter(|name| is_known(name)) {
                match read(Path::new(value)) {
                    Ok(text) => self.offer(target, text.trim_end(), Source::Environment, variable),
                    Err(why) => self.problems.push(format!("{variable}={value}: {why}")),
                }
            } else {
                self.warnings
                    .push(format!("{variable} is not known{}", hint(&name)));
            }
        }
    }

    fn take_file(&mut self, named: Option<&Path>, folder: &Path) {
        let path = named.map_or_else(|| folder.join(FILE_NAME), Path::to_owned);
        if named.is_none() && !path.exists() {
            return;
        }
        let place = path.display().to_string();
        let table = match read(&path).map(|text| text.parse::<toml::Table>()) {
            Ok(Ok(table)) => table,
            Ok(Err(error)) => return self.problems.push(format!("{place}: {}", error.message())),
            Err(why) => return self.problems.push(format!("{place}: {why}")),
        };
        for (name, value) in &table {
            match value {
                toml::Value::Table(inner) if name == "settings" => {
                    for (name, value) in inner {
                        self.take_file_value(name, value, &place, settings::find(name).is_some());
                    }
                }
                _ => self.take_file_value(name, value, &place, keys::find(name).is_some()),
            }
        }
    }

    fn take_file_value(&mut self, name: &str, value: &toml::Value, place: &str, is_known: bool) {
        match plain(value) {
            _ if !is_known => self.unknown(name, place),
            Some(text) => self.offer(name, &text, Source::Toml, place),
            None => self.problems.push(format!(
                "{place}: `{name}` must be a text, a number, true, false or a list of texts"
            )),
        }
    }

    /// A service manager hands the key over in a folder of its own.
    fn take_credential(&mut self, environment: &[(String, String)]) {
        let folder = environment
            .iter()
            .find(|(variable, _)| variable == "CREDENTIALS_DIRECTORY");
        if let Some((_, folder)) = folder {
            let path = Path::new(folder).join(CREDENTIAL);
            if path.exists() {
                let path = path.display().to_string();
                self.offer("master_key_file", &path, Source::Environment, "credential");
            }
        }
    }

    /// Keeps the value unless a stronger source named one; its shape is checked either way.
    fn offer(&mut self, name: &str, value: &str, source: Source, place: &str) {
        let accepted = match (keys::find(name), settings::find(name)) {
            (Some(key), _) if key.shape.fits(value) => Ok((key.name, value.to_owned())),
            (Some(key), _) => Err(key.shape.expectation()),
            (None, Some(setting)) => match setting.kind.accept(value) {
                Some(value) => Ok((setting.key, value)),
                None => Err(setting.kind.expectation()),
            },
            (None, None) => return self.unknown(name, place),
        };
        match accepted {
            Ok((name, value)) => {
                self.found.entry(name).or_insert((value, source));
            }
            Err(expected) => {
                let shown = if keys::find(name).is_some_and(Key::is_secret) {
                    "the value".to_owned()
                } else {
                    format!("`{value}`")
                };
                self.problems
                    .push(format!("{place}: `{name}`: {shown} is not {expected}"));
            }
        }
    }

    fn unknown(&mut self, name: &str, place: &str) {
        self.problems
            .push(format!("{place}: `{name}` is not known{}", hint(name)));
    }

    fn value(&self, name: &'static str) -> String {
        let default = keys::find(name).map_or("", |key| key.default);
        self.found
            .get(name)
            .map_or_else(|| default.to_owned(), |(value, _)| value.clone())
    }

    fn optional(&self, name: &'static str) -> Option<String> {
        Some(self.value(name)).filter(|value| !value.is_empty())
    }

    fn finish(self) -> Result<Config, ConfigError> {
        let refused = |name: &str| ConfigError(vec![format!("`{name}` cannot be read")]);
        let listen = self.value("listen");
        let entries = KEYS
            .iter()
            .map(|key| Entry {
                key: key.name,
                value: Secret::new(self.value(key.name)),
                source: self
                    .found
                    .get(key.name)
                    .map_or(Source::Default, |(_, source)| *source),
                visibility: key.visibility,
            })
            .collect();
        Ok(Config {
            listen: listen.parse().map_err(|_| refused("listen"))?,
            data_dir: PathBuf::from(self.value("data_dir")),
            key_file: self.optional("master_key_file").map(PathBuf::from),
            public_url: self.optional("public_url"),
            trusted_proxies: keys::addresses(&self.value("trusted_proxies"))
                .ok_or_else(|| refused("trusted_proxies"))?,
            log_format: match self.value("log_format").as_str() {
                "json" => LogFormat::Json,
                _ => LogFormat::Text,
            },
            log_level: self.value("log_level"),
            metrics_token: self.optional("metrics_token").map(Secret::new),
            production: self.value("production") == "true",
            terms: Arc::new(self.terms()),
            settings: self
                .found
                .iter()
                .filter(|(name, _)| settings::find(name).is_some())
                .map(|(name, (value, source))| ((*name).to_owned(), value.clone(), *source))
                .collect(),
            entries,
            warnings: self.warnings,
        })
    }
}

impl Layers {
    /// Our accounts at payment gateways, as far as they are set.
    fn terms(&self) -> Terms {
        Terms {
            zarinpal_merchant: Secret::new(self.value("zarinpal_merchant_id")),
            zarinpal_token: Secret::new(self.value("zarinpal_access_token")),
            zarinpal_terminal: self.value("zarinpal_terminal_id"),
            zarinpal_base_url: self.value("zarinpal_base_url"),
            zarinpal_pay_base_url: self.value("zarinpal_pay_base_url"),
            zibal_merchant: Secret::new(self.value("zibal_merchant")),
            zibal_base_url: self.value("zibal_base_url"),
            zibal_pay_base_url: self.value("zibal_pay_base_url"),
            webhook_secret: Secret::new(self.value("payment_webhook_secret")),
        }
    }
}

fn is_known(name: &str) -> bool {
    keys::find(name).is_some() || settings::find(name).is_some()
}

fn hint(name: &str) -> String {
    match nearest(name, &super::known()) {
        Some(word) => format!("; did you mean `{word}`?"),
        None => "; `balinyaar config dump` lists every key".to_owned(),
    }
}

/// A value as text; lists are joined with commas. Nothing else is a value.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        toml::Value::Array(items) => {
            let words: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            Some(words?.join(","))
        }
        _ => None,
    }
}

fn read(path: &Path) -> Result<String, String> {
    let size = std::fs::metadata(path)
        .map_err(|error| error.to_string())?
        .len();
    if size > FILE_MAX {
        return Err(format!("larger than {FILE_MAX} bytes"));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}
