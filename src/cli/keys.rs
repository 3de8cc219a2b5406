//! `keys`: which keys there are, and a key file for a new agency or from the recovery sheet.

use serde_json::{Value, json};

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::kernel::time::Timestamp;
use crate::platform::clock::Clock;
use crate::platform::db::Origin;
use crate::platform::vault::keys::RootId;
use crate::platform::vault::recovery;
use crate::platform::vault::root::{KeyFile, RootKeys};
use crate::platform::{installation, rotation};
use crate::sealed;

#[derive(clap::Subcommand)]
pub enum Act {
    /// Make the key file: a new key, or the one on a recovery sheet
    Init(Init),
    /// Every data key: id, class, state, age
    List,
    /// New data keys for every class; what the old ones sealed is sealed anew
    Rotate(Rotate),
    /// A new master key: the data keys are wrapped anew, the old key stays in the file for old
    /// backups
    Rewrap,
}

#[derive(clap::Args)]
pub struct Init {
    /// The key id on top of the recovery sheet
    #[arg(long, value_name = "ID", requires = "groups")]
    from_sheet: Option<String>,
    /// The eight groups of the recovery sheet, in order
    #[arg(value_name = "GROUP", requires = "from_sheet")]
    groups: Vec<String>,
}

#[derive(clap::Args)]
pub struct Rotate {
    /// Only go on with a change that was cut off
    #[arg(long)]
    resume: bool,
}

/// Runs one of the acts.
pub fn run(desk: &Desk, act: &Act) -> Result<Exit, Failure> {
    match act {
        Act::Init(options) => init(desk, options),
        Act::List => list(desk),
        Act::Rotate(options) => rotate(desk, options),
        Act::Rewrap => rewrap(desk),
    }
}

fn init(desk: &Desk, options: &Init) -> Result<Exit, Failure> {
    let in_folder = desk.config.data_dir.join("master.key");
    let path = desk.config.key_file.clone().unwrap_or(in_folder);
    let now = Clock::system().now().as_millis();
    let database = desk.config.data_dir.join("balinyaar.db");
    let id = match &options.from_sheet {
        Some(id) => {
            let groups: Vec<&str> = options.groups.iter().map(String::as_str).collect();
            let mistyped = |why: String| {
                let remedy = "compare it with the sheet, letter by letter";
                Failure::new(Exit::NotProven, "the sheet is not right", why, remedy)
            };
            let root = RootId::parse(id).map_err(|error| mistyped(error.to_string()))?;
            let root = recovery::parse(root, &groups, now)
                .map_err(|problem| mistyped(problem.to_string()))?;
            let roots = RootKeys::new(vec![root])?;
            if database.exists() {
                prove(desk, &roots)?;
            }
            KeyFile::save(&path, &roots)?;
            crate::app::key_id(&roots)?
        }
        None if database.exists() => {
            return Err(Failure::new(
                Exit::NotProven,
                "no new key was made",
                "there is a database here already, and a new key would not open it",
                "use --from-sheet with the recovery sheet of this agency",
            ));
        }
        None => crate::app::key_id(&KeyFile::create(&path, now)?)?,
    };
    desk.screen.json(&json!({ "key_id": id, "key_file": path }));
    desk.screen
        .line(&format!("key {id} written to {}", path.display()));
    Ok(Exit::Ok)
}

/// A key typed from paper must be the one of this database before it is written.
fn prove(desk: &Desk, roots: &RootKeys) -> Result<(), Failure> {
    let glimpse = Glimpse::of(desk)?;
    if let Some(check) = installation::key_check(glimpse.sql())? {
        roots.verify(&[check])?;
    }
    Ok(())
}

fn list(desk: &Desk) -> Result<Exit, Failure> {
    let glimpse = Glimpse::of(desk)?;
    let keys = installation::wrapped_keys(glimpse.sql())?;
    let rows: Vec<Value> = keys
        .iter()
        .map(|key| {
            json!({
                "key_id": key.key_id.to_string(),
                "class": key.class.as_str(),
                "state": key.state.as_str(),
                "root_id": key.root_id.to_string(),
                "created_at": Timestamp::from_millis(key.created_at_ms).to_rfc3339(),
            })
        })
        .collect();
    desk.screen.json(&Value::Array(rows));
    for key in keys {
        desk.screen.line(&format!(
            "{}  {:<10}  {:<7}  under {}  {}",
            key.key_id,
            key.class,
            key.state.as_str(),
            key.root_id,
            Timestamp::from_millis(key.created_at_ms).to_rfc3339()
        ));
    }
    Ok(Exit::Ok)
}

fn rotate(desk: &Desk, options: &Rotate) -> Result<Exit, Failure> {
    let open = desk.open()?;
    let total = open
        .db
        .read_blocking(Origin::system(), |tx| rotation::uses(tx, sealed::COLUMNS))?
        .iter()
        .map(|key| key.cells.unsigned_abs())
        .sum();
    let begun = match options.resume {
        true => Ok(0),
        false => rotation::begin(&open.db, Origin::system()),
    };
    let mut progress = desk.screen.progress("sealing anew", total);
    let outcome = begun.and_then(|_| {
        rotation::renew(&open.db, sealed::COLUMNS, &|| false, &mut |done| {
            progress.at(done, total);
        })
    });
    open.db.stop();
    progress.done();
    let renewed = outcome?;
    desk.screen.json(&json!({ "renewed": renewed }));
    desk.screen.line(&format!("{renewed} values sealed anew"));
    Ok(Exit::Ok)
}

fn rewrap(desk: &Desk) -> Result<Exit, Failure> {
    let in_folder = desk.config.data_dir.join("master.key");
    let path = desk.config.key_file.clone().unwrap_or(in_folder);
    // Opening proves the present key and that nobody serves; the folder stays locked until the end.
    let open = desk.open()?;
    let roots = KeyFile::succeed(&path, Clock::system().now().as_millis())?;
    let outcome = open
        .db
        .write_blocking(Origin::system(), move |tx| installation::rewrap(tx, &roots));
    open.db.stop();
    let id = outcome?;
    desk.screen.json(&json!({ "key_id": id, "key_file": path }));
    desk.screen
        .line(&format!("master key {id} is first in {}", path.display()));
    desk.screen
        .line("print its recovery sheet in the console; the sheet before opens older backups only");
    Ok(Exit::Ok)
}
