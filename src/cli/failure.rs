//! Why a command failed: what, why, what to do, and the exit code.

use std::process::ExitCode;

use crate::app::StartError;
use crate::config::ConfigError;
use crate::kernel::error::{Error, codes};
use crate::platform::data_dir::DataDirError;
use crate::platform::vault::error::VaultError;

/// What a finished command answers to whoever started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Ok,
    /// It did not work.
    Failed,
    /// The command or the configuration is written wrong.
    Usage,
    /// Another process has the database.
    InUse,
    /// A file, key or chain did not prove right; nothing was changed.
    NotProven,
    /// Done, with warnings.
    Warnings,
}

impl Exit {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::InUse => 3,
            Exit::NotProven => 4,
            Exit::Warnings => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What did not work.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do about it.
    pub remedy: String,
}

impl Failure {
    /// Says what, why and what to do.
    pub fn new(
        exit: Exit,
        what: impl Into<String>,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Failure {
        Failure {
            exit,
            what: what.into(),
            why: why.into(),
            remedy: remedy.into(),
        }
    }

    /// The lines for standard error.
    pub fn lines(&self) -> [String; 3] {
        [
            format!("error: {}", self.what),
            format!("  why: {}", self.why),
            format!("   do: {}", self.remedy),
        ]
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Failure {
        Failure::new(
            Exit::Usage,
            "the configuration is not usable",
            error.0.join("\n       "),
            "correct it and try `balinyaar config check`",
        )
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Failure {
        let what = "the agency does not open";
        match error {
            StartError::Folder(error) => folder(what, &error),
            StartError::Key(error) => key(what, &error),
            StartError::KeyMissing(path) => Failure::new(
                Exit::NotProven,
                what,
                format!("there is a database but no key at {}", path.display()),
                "put the key file back, or restore it from the recovery sheet with \
                 `balinyaar keys init --from-sheet`",
            ),
            StartError::Newer(found, known) => Failure::new(
                Exit::NotProven,
                what,
                format!(
                    "its schema is {found}, written by a newer Balinyaar; this one knows {known}"
                ),
                "install the newer version, or restore a backup made before the upgrade",
            ),
            StartError::NoSpace(path) => Failure::new(
                Exit::Failed,
                "the database was not migrated",
                format!("there is no space for the copy {}", path.display()),
                "free twice the size of the database on that disk and start again",
            ),
            StartError::Other(error) => inside(what, &error),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        inside("the command did not finish", &error)
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Failure {
        key("the key does not fit", &error)
    }
}

fn folder(what: &str, error: &DataDirError) -> Failure {
    match error {
        DataDirError::InUse(path) => Failure::new(
            Exit::InUse,
            what,
            format!("another Balinyaar is running on {}", path.display()),
            "stop it first (`systemctl stop balinyaar`), or use the web pages",
        ),
        DataDirError::Loose(path) => Failure::new(
            Exit::Failed,
            what,
            format!("others on this machine may read {}", path.display()),
            format!(
                "run `chmod 700 {}`, or `balinyaar doctor --fix`",
                path.display()
            ),
        ),
        DataDirError::Io(path, error) => Failure::new(
            Exit::Failed,
            what,
            format!("{}: {error}", path.display()),
            "check that the folder exists and belongs to the user who runs Balinyaar",
        ),
    }
}

fn key(what: &str, error: &VaultError) -> Failure {
    Failure::new(
        Exit::NotProven,
        what,
        error.to_string(),
        "use the key file this database was made with; nothing was changed",
    )
}

fn inside(what: &str, error: &Error) -> Failure {
    let (why, remedy) = match error {
        Error::Unavailable(code) if *code == codes::STORAGE_FULL => (
            "the disk is full".to_owned(),
            "free space and try again; nothing already confirmed is lost",
        ),
        Error::Unavailable(code) if *code == codes::STORAGE_FAILED => (
            "the disk failed, or the database is damaged".to_owned(),
            "run `balinyaar doctor`, then restore the newest backup on a sound disk",
        ),
        Error::Unavailable(code) => (code.0.to_owned(), "try again in a moment"),
        Error::Internal(text) => (text.clone(), "run `balinyaar doctor`"),
        Error::Invalid(fields) => {
            let named: Vec<String> = fields
                .iter()
                .map(|field| format!("{}: {}", field.field, field.code))
                .collect();
            (named.join(", "), "correct it and try again")
        }
        Error::NotFound(kind) => (
            format!("there is no such {}", kind.0),
            "look at the list of them",
        ),
        other => (other.code().0.to_owned(), "correct it and try again"),
    };
    Failure::new(Exit::Failed, what, why, remedy)
}
