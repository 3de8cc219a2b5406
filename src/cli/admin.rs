//! `admin`, `flush-sessions`: recovery from the shell, for whoever has the machine.

use serde_json::{Value, json};

use super::glimpse::Glimpse;
use super::{Desk, Exit, Failure};
use crate::domain::accounts::types::{NewUser, User};
use crate::domain::accounts::users::types::{Access, FactorWish, Filter, UserChange};
use crate::domain::accounts::{self, profile, users};
use crate::kernel::actor::Role;
use crate::kernel::error::Error;
use crate::kernel::page::{Count, From, PAGE_SIZE_MAX, PageRequest};
use crate::kernel::text::contact::{Email, Mobile};
use crate::platform::db::Origin;
use crate::platform::tx::Tx;
use crate::platform::vault::{encoding, password, random};

#[derive(clap::Subcommand)]
pub enum Act {
    /// Make an account and print its password once
    Create(Create),
    /// Everybody who works for the agency
    List,
    /// Give an account a new password and print it once
    ResetPassword(Named),
    /// Take the second factor off an account
    ResetTotp(Named),
    /// Close an account
    Disable(Named),
}

#[derive(clap::Args)]
pub struct Create {
    /// Display name
    #[arg(long)]
    name: String,
    /// E-mail address to sign in with
    #[arg(long, required_unless_present = "mobile")]
    email: Option<String>,
    /// Mobile number to sign in with
    #[arg(long)]
    mobile: Option<String>,
    /// owner, admin, finance or agent
    #[arg(long, default_value = "admin")]
    role: String,
}

#[derive(clap::Args)]
pub struct Named {
    /// Id, e-mail address or mobile number
    who: String,
}

/// Runs one of the acts.
pub fn run(desk: &Desk, act: &Act) -> Result<Exit, Failure> {
    match act {
        Act::Create(options) => create(desk, options),
        Act::List => list(desk),
        Act::ResetPassword(named) => reset_password(desk, named),
        Act::ResetTotp(named) => change(desk, named, "second factor taken off", |wanted| {
            wanted.factor = FactorWish::Reset;
        }),
        Act::Disable(named) => change(desk, named, "account closed", |wanted| {
            wanted.access = Some(Access::Closed);
        }),
    }
}

/// Ends every session and code.
pub fn flush(desk: &Desk) -> Result<Exit, Failure> {
    let ended = write(desk, accounts::service::flush)?;
    desk.screen.json(&json!({ "sessions_ended": ended }));
    desk.screen.line(&format!(
        "{ended} sessions ended; everyone has to sign in anew"
    ));
    Ok(Exit::Ok)
}

/// Writes on an agency nobody serves: a server would go on believing what it remembers.
fn write<T: Send + 'static>(
    desk: &Desk,
    act: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let open = desk.open()?;
    let outcome = open.db.write_blocking(Origin::system(), act);
    open.db.stop();
    Ok(outcome?)
}

/// Twenty-six letters and digits: nobody guesses it, and it can be read out.
fn fresh_password() -> Result<(String, String), Failure> {
    let clear = encoding::base32(&random::bytes::<16>()?);
    let hash = password::hash(&clear)?;
    Ok((clear, hash))
}

fn usage(why: String, remedy: &str) -> Failure {
    Failure::new(Exit::Usage, "nothing was changed", why, remedy)
}

fn create(desk: &Desk, options: &Create) -> Result<Exit, Failure> {
    let role = Role::parse(&options.role).filter(|role| {
        matches!(
            role,
            Role::Owner | Role::Admin | Role::Finance | Role::Agent
        )
    });
    let role = role.ok_or_else(|| {
        let why = format!("`{}` is no role of staff", options.role);
        usage(why, "name owner, admin, finance or agent")
    })?;
    let email = read(options.email.as_deref(), Email::parse, "e-mail address")?;
    let mobile = read(options.mobile.as_deref(), Mobile::parse, "mobile number")?;
    let (clear, hash) = fresh_password()?;
    let name = crate::kernel::text::normalise(&options.name);
    if name.is_empty() || !crate::kernel::text::fits(&name, 100) {
        let why = "the name is empty or longer than 100 characters".to_owned();
        return Err(usage(why, "give a shorter one with --name"));
    }
    let new = NewUser {
        name,
        mobile,
        email,
        password_hash: Some(hash),
        roles: [role].into_iter().collect(),
        locale: None,
    };
    let id = write(desk, move |tx| accounts::service::create_user(tx, new))?;
    say_password(desk, id.get(), &clear);
    Ok(Exit::Ok)
}

fn read<T>(
    given: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
    what: &str,
) -> Result<Option<T>, Failure> {
    let Some(text) = given else {
        return Ok(None);
    };
    let read = parse(text);
    match read {
        Some(value) => Ok(Some(value)),
        None => Err(usage(
            format!("that is no {what}"),
            "write it as people do, such as name@agency.example or 09120000000",
        )),
    }
}

fn say_password(desk: &Desk, id: i64, clear: &str) {
    desk.screen.json(&json!({ "id": id, "password": clear }));
    if !desk.screen.is_json() {
        desk.screen
            .answer(&format!("account {id}, password {clear}"));
    }
    desk.screen
        .line("it is shown only now; change it after signing in");
}

fn list(desk: &Desk) -> Result<Exit, Failure> {
    let glimpse = Glimpse::of(desk)?;
    let page = PageRequest {
        size: PAGE_SIZE_MAX,
        from: From::Start,
        count: Count::Skip,
    };
    let staff = [Role::Owner, Role::Admin, Role::Finance, Role::Agent];
    let mut found: Vec<User> = glimpse.read(|tx| {
        let mut found = Vec::new();
        for role in staff {
            let filter = Filter {
                role: Some(role),
                ..Filter::default()
            };
            let list = users::service::list(tx, &filter, &page)?;
            found.extend(list.items.into_iter().map(|it| it.user));
        }
        Ok(found)
    })?;
    found.sort_by_key(|user| user.id);
    found.dedup_by_key(|user| user.id);
    let mut rows = Vec::with_capacity(found.len());
    for user in found {
        let roles: Vec<&str> = user.roles.iter().map(Role::as_str).collect();
        let (id, status) = (user.id.get(), user.status_word());
        desk.screen.line(&format!(
            "{id:<6} {status:<9} {:<24} {}",
            roles.join(","),
            user.name
        ));
        rows.push(json!({ "id": id, "status": status, "roles": roles, "name": user.name }));
    }
    desk.screen.json(&Value::Array(rows));
    Ok(Exit::Ok)
}

fn reset_password(desk: &Desk, named: &Named) -> Result<Exit, Failure> {
    let (clear, hash) = fresh_password()?;
    let who = named.who.clone();
    let id = write(desk, move |tx| {
        let user = accounts::service::find(tx, &who)?;
        let shown = user.password_hash.as_deref();
        profile::service::set_password(tx, user.id, shown, &hash, None)?;
        Ok(user.id)
    })?;
    say_password(desk, id.get(), &clear);
    Ok(Exit::Ok)
}

fn change(
    desk: &Desk,
    named: &Named,
    done: &str,
    wish: impl FnOnce(&mut UserChange),
) -> Result<Exit, Failure> {
    let mut wanted = UserChange::default();
    wish(&mut wanted);
    let who = named.who.clone();
    let id = write(desk, move |tx| {
        let user = accounts::service::find(tx, &who)?;
        users::service::change(tx, user.id, &wanted)?;
        Ok(user.id.get())
    })?;
    desk.screen.json(&json!({ "id": id, "done": done }));
    desk.screen.line(&format!("account {id}: {done}"));
    Ok(Exit::Ok)
}
