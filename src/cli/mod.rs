//! The commands. One small file each; what they print goes through [`screen`].

mod admin;
mod audit;
mod backup;
mod completions;
mod config;
mod demo;
mod doctor;
mod failure;
mod glimpse;
mod health;
mod jobs;
mod keys;
mod migrate;
mod openapi;
mod restore;
mod screen;
mod serve;
mod setup_link;
mod version;

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::app::{Opening, StartError};
use crate::config::{Config, Given};
use crate::platform::clock::Clock;
use crate::platform::installation::Agency;
use crate::platform::vault::random::Entropy;

pub use failure::{Exit, Failure};
pub use screen::{Manner, Progress, Screen};

/// Runs a small care agency from one program and one file.
#[derive(Parser)]
#[command(name = "balinyaar", version, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 ok, 1 failed, 2 usage, 3 database in use, \
    4 verification failed, 5 warnings only."
)]
pub struct Line {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args)]
struct Common {
    /// The agency's folder [default: data]
    #[arg(
        long = "data",
        visible_alias = "data-dir",
        global = true,
        value_name = "DIR"
    )]
    data_dir: Option<PathBuf>,
    /// The configuration file [default: balinyaar.toml in the folder]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The master key, when it lies outside the folder
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Fix a platform setting for this run
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Where people reach the agency, such as https://agency.example
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// A proxy whose X-Forwarded-For is believed
    #[arg(long, global = true, value_name = "ADDRESS")]
    trusted_proxy: Vec<IpAddr>,
    /// How log lines look
    #[arg(long, global = true, value_name = "text|json")]
    log_format: Option<String>,
    /// How much is logged
    #[arg(long, global = true, value_name = "error|warn|info|debug")]
    log_level: Option<String>,
    /// Answer with one JSON document
    #[arg(long, global = true, conflicts_with = "quiet")]
    json: bool,
    /// Say nothing but errors and what was asked for
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the agency
    Serve(serve::Options),
    /// Try it: a throw-away agency with people and requests
    Demo(demo::Options),
    /// Copy the agency into one proven file, also while it is served
    Backup(backup::Options),
    /// Put a backup back
    Restore(restore::Options),
    /// Look the agency over and say what to do
    Doctor(doctor::Options),
    /// Make, list and rescue the accounts of the people who run the agency
    #[command(subcommand)]
    Admin(admin::Act),
    /// End every session and every one-time code of everybody
    FlushSessions,
    /// Make a fresh one-time link for setting up a new agency
    SetupLink,
    /// Show the jobs, or run one
    #[command(subcommand)]
    Jobs(jobs::Act),
    /// Show, make, change the keys
    #[command(subcommand)]
    Keys(keys::Act),
    /// Prove the audit trail
    #[command(subcommand)]
    Audit(audit::Act),
    /// Bring the database to this version, or show where it stands
    Migrate(migrate::Options),
    /// Show or check the configuration
    #[command(subcommand)]
    Config(config::Act),
    /// Ask the running server whether it is ready
    Health(health::Options),
    /// Print the OpenAPI document
    Openapi,
    /// Print completions for a shell
    Completions(completions::Options),
    /// Print the version
    Version,
}

/// What a command works at.
pub struct Desk {
    /// How the process was started.
    pub config: Config,
    /// Where it prints.
    pub screen: Screen,
}

impl Desk {
    /// How the agency of this desk is opened.
    fn opening(&self) -> Opening {
        Opening {
            dir: self.config.data_dir.clone(),
            key_file: self.config.key_file.clone(),
            clock: Clock::system(),
            outside: self.config.settings.clone(),
            kind: Agency::Real,
            entropy: Entropy::Os,
        }
    }

    /// Opens the agency for writing; refused while a server runs on it.
    fn open(&self) -> Result<crate::app::Open, StartError> {
        crate::app::open(self.opening())
    }
}

/// Runs the command of this process.
pub fn run() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(help) => help.exit(),
    };
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    crate::serve::guard_process();
    obey_aloud(line, environment).into()
}

/// Runs one parsed command line in an environment; says on standard error why it failed.
fn obey_aloud(line: Line, environment: Vec<(String, String)>) -> Exit {
    let screen = Screen::new(line.common.manner());
    match obey(line, environment, screen) {
        Ok(exit) => exit,
        Err(failure) => {
            for part in failure.lines() {
                screen.error(&part);
            }
            failure.exit
        }
    }
}

fn obey(line: Line, environment: Vec<(String, String)>, screen: Screen) -> Result<Exit, Failure> {
    let Line { common, command } = line;
    match command {
        Command::Version => return version::show(&screen),
        Command::Completions(options) => return completions::show(&options),
        Command::Openapi => return openapi::show(&screen),
        _ => {}
    }
    let folder = common.data_dir.clone();
    let mut given = common.given(environment);
    match &command {
        Command::Serve(options) => options.add_to(&mut given),
        Command::Demo(options) => {
            given
                .flags
                .extend(options.listen.clone().map(|value| ("listen", value)));
        }
        _ => {}
    }
    let config = Config::read(&given)?;
    let desk = Desk { config, screen };
    match command {
        Command::Serve(_) => serve::run(&desk),
        Command::Demo(options) => demo::run(&desk, &options, folder),
        Command::Backup(options) => backup::run(&desk, &options),
        Command::Restore(options) => restore::run(&desk, &options),
        Command::Doctor(options) => doctor::run(&desk, &options),
        Command::Admin(act) => admin::run(&desk, &act),
        Command::FlushSessions => admin::flush(&desk),
        Command::SetupLink => setup_link::run(&desk),
        Command::Jobs(act) => jobs::run(&desk, &act),
        Command::Keys(act) => keys::run(&desk, &act),
        Command::Audit(act) => audit::run(&desk, &act),
        Command::Migrate(options) => migrate::run(&desk, &options),
        Command::Config(act) => config::run(&desk, &act),
        Command::Health(options) => health::run(&desk, &options),
        Command::Version | Command::Completions(_) | Command::Openapi => Ok(Exit::Ok),
    }
}

impl Common {
    fn manner(&self) -> Manner {
        match (self.json, self.quiet) {
            (true, _) => Manner::Json,
            (_, true) => Manner::Quiet,
            _ => Manner::Plain,
        }
    }

    fn given(self, environment: Vec<(String, String)>) -> Given {
        let path = |path: PathBuf| path.display().to_string();
        let proxies: Vec<String> = self.trusted_proxy.iter().map(IpAddr::to_string).collect();
        let flags = [
            ("data_dir", self.data_dir.map(path)),
            ("master_key_file", self.key_file.map(path)),
            ("public_url", self.public_url),
            (
                "trusted_proxies",
                Some(proxies.join(",")).filter(|list| !list.is_empty()),
            ),
            ("log_format", self.log_format),
            ("log_level", self.log_level),
        ];
        let named = environment
            .iter()
            .find(|(name, _)| name == "BALINYAAR_CONFIG");
        Given {
            flags: flags
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            set: self.set,
            file: self
                .config
                .or_else(|| named.map(|(_, file)| PathBuf::from(file))),
            environment,
        }
    }
}

/// A shell completions are printed for.
#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}
