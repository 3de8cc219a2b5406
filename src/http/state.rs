//! What every handler is handed: the store, and the two ways into it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use crate::cashier::Cashier;
use crate::http::body::{Body, Check, Sent};
use crate::http::call::Call;
use crate::http::events::Streams;
use crate::http::hashing::Hashing;
use crate::http::metrics::Metrics;
use crate::http::once::{Asked, Begun, Keyed, Once};
use crate::http::reply::Answer;
use crate::http::session::Sessions;
use crate::integrations::payments::Mode;
use crate::integrations::payments::till::Terms;
use crate::integrations::sandbox::gateway::Provider;
use crate::kernel::error::Error;
use crate::platform::backup::Depot;
use crate::platform::db::{Db, Origin};
use crate::platform::idempotency::Key;
use crate::platform::jobs::runner::Runner;
use crate::platform::limits::Limits;
use crate::platform::tx::{ReadTx, Tx};
use crate::platform::vault::recovery::Sheet;

/// The running agency, shared by every handler. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Running>);

/// What a running agency is made of.
pub struct Running {
    /// The store.
    pub db: Db,
    /// Known sessions, exact as of the last change of access.
    pub sessions: Sessions,
    /// Token buckets.
    pub limits: Limits,
    /// Open event streams.
    pub streams: Streams,
    /// What happens by the clock.
    pub runner: Runner,
    /// Counts of HTTP.
    pub metrics: Metrics,
    /// How this process was started.
    pub stance: Stance,
    /// What backups are made of, and which columns are sealed.
    pub depot: Depot,
    /// Where passwords are hashed.
    pub hashing: Hashing,
    /// Asks payment gateways.
    pub cashier: Cashier,
    /// The fake payment provider, asked only in sandbox mode.
    pub provider: Provider,
    /// The root key on paper, for the first start; absent when the key is kept elsewhere.
    recovery: OnceLock<Sheet>,
    /// Keys being worked on right now.
    pub(super) in_flight: Mutex<HashSet<Key>>,
}

/// How this process was started.
#[derive(Clone, Default)]
pub struct Stance {
    /// A throw-away agency: messages are captured on screen, the clock can be moved.
    pub demo: bool,
    /// Reached over TLS, so cookies carry `__Host-`.
    pub secure: bool,
    /// Where people reach the agency, when that was said.
    pub public_url: Option<String>,
    /// Demo accounts shown on the sign-in page.
    pub demo_accounts: Vec<DemoAccount>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Token that opens `/metrics`; without one it answers only loopback.
    pub metrics_token: Option<String>,
    /// The key file, when it lies outside the data directory.
    pub key_file: Option<std::path::PathBuf>,
    /// The data directory, for health and backups.
    pub data_dir: std::path::PathBuf,
    /// The address it is listening on; none when it listens nowhere.
    pub listen: Option<std::net::SocketAddr>,
    /// Our accounts at payment gateways; none in a demo.
    pub terms: Option<Arc<Terms>>,
}

impl Stance {
    /// The origin browsers come back to.
    pub fn origin(&self) -> String {
        match (&self.public_url, self.listen) {
            (Some(url), _) => url.clone(),
            (None, Some(address)) => format!("http://{address}"),
            (None, None) => "http://localhost".to_owned(),
        }
    }
}

/// Who can sign in to a demo.
#[derive(Clone, Debug, serde::Serialize)]
pub struct DemoAccount {
    /// The role that stands for the account.
    pub role: String,
    /// Display name.
    pub name: String,
    /// E-mail or mobile to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// A key that never expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl std::ops::Deref for App {
    type Target = Running;
    fn deref(&self) -> &Running {
        &self.0
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(
        db: Db,
        stance: Stance,
        runner: Runner,
        depot: Depot,
        (cashier, provider): (Cashier, Provider),
    ) -> App {
        App(Arc::new(Running {
            db,
            sessions: Sessions::default(),
            limits: Limits::default(),
            streams: Streams::default(),
            runner,
            metrics: Metrics::default(),
            stance,
            depot,
            hashing: Hashing::default(),
            cashier,
            provider,
            recovery: OnceLock::new(),
            in_flight: Mutex::default(),
        }))
    }

    /// Keeps the recovery sheet at hand for the first start. Only the first one kept counts.
    pub fn keep_recovery_sheet(&self, sheet: Sheet) {
        drop(self.0.recovery.set(sheet));
    }

    /// The recovery sheet, if this process has it.
    pub fn recovery_sheet(&self) -> Option<&Sheet> {
        self.0.recovery.get()
    }

    /// Whether payments are practice: always in a demo.
    pub fn is_practice(&self) -> bool {
        self.stance.demo || self.db.settings().text("payment_mode") == Mode::Sandbox.as_str()
    }

    /// Runs a read for this caller.
    pub async fn read<P>(
        &self,
        call: &Call<P>,
        act: impl FnOnce(&ReadTx<'_>) -> Answer + Send + 'static,
    ) -> Answer {
        self.db.read(call.origin.clone(), act).await
    }

    /// Runs a read for this caller that may look at whole tables.
    pub async fn read_at_length<P>(
        &self,
        call: &Call<P>,
        act: impl FnOnce(&ReadTx<'_>) -> Answer + Send + 'static,
    ) -> Answer {
        self.db.read_at_length(call.origin.clone(), act).await
    }

    /// Runs a change that needs no stored answer (PUT, DELETE, sign-in).
    pub async fn write<P>(
        &self,
        call: &Call<P>,
        act: impl FnOnce(&Tx<'_>) -> Answer + Send + 'static,
    ) -> Answer {
        self.db.write(call.origin.clone(), act).await
    }

    /// Runs a POST. With an `Idempotency-Key` the answer is stored in the same transaction, so a
    /// retry has one effect, also after a restart.
    pub async fn post<P, B: Sent>(
        &self,
        call: &Call<P>,
        body: B,
        act: impl FnOnce(&Tx<'_>, B::Command) -> Answer + Send + 'static,
    ) -> Answer {
        let (command, bytes) = body.parts();
        let origin: Origin = call.origin.clone();
        match Keyed::of(self, call, Asked::by(bytes))? {
            None => self.db.write(origin, move |tx| act(tx, command)).await,
            Some(keyed) => {
                let kept = Arc::clone(&keyed);
                self.db
                    .write(origin, move |tx| kept.once(tx, |tx| act(tx, command)))
                    .await
            }
        }
    }

    /// Takes a step of a POST that has several and is not over yet. What counts a refusal commits
    /// it: the inner error.
    ///
    /// # Errors
    /// The refusal that ends the call, or a fault.
    pub async fn go_on<P, T: Send + 'static>(
        &self,
        call: &Call<P>,
        once: &Once,
        act: impl FnOnce(&Tx<'_>) -> Result<Result<T, Error>, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let once = once.clone();
        self.db
            .write(call.origin.clone(), move |tx| once.go_on(tx, act))
            .await?
    }

    /// Takes the last step of such a POST; its answer is kept.
    pub async fn finish<P>(
        &self,
        call: &Call<P>,
        once: &Once,
        act: impl FnOnce(&Tx<'_>) -> Result<Answer, Error> + Send + 'static,
    ) -> Answer {
        let once = once.clone();
        self.db
            .write(call.origin.clone(), move |tx| once.last(tx, act))
            .await?
    }

    /// Runs a POST whose work makes transactions of its own (a job, days passing) and so cannot
    /// happen inside one. `act` then notes it and answers; a retry finds the stored answer before
    /// any work is done. The work goes on when nobody waits any more, and its answer is kept.
    pub async fn post_after<P, T: Check + 'static, W: Send + 'static>(
        &self,
        call: &Call<P>,
        body: Body<T>,
        work: impl FnOnce(T::Valid) -> Result<W, Error> + Send + 'static,
        act: impl FnOnce(&Tx<'_>, W) -> Answer + Send + 'static,
    ) -> Answer
    where
        T::Valid: 'static,
    {
        let work = |command| in_the_open(move || work(command));
        self.post_awaited(call, body, work, act).await
    }

    /// The same for work that waits for somebody outside.
    pub async fn post_awaited<P, B: Sent, W: Send + 'static, F>(
        &self,
        call: &Call<P>,
        body: B,
        work: impl FnOnce(B::Command) -> F,
        act: impl FnOnce(&Tx<'_>, W) -> Answer + Send + 'static,
    ) -> Answer
    where
        F: Future<Output = Result<W, Error>> + Send + 'static,
    {
        let (command, bytes) = body.parts();
        let once = match Once::begin(self, call, Asked::by(bytes)).await? {
            Begun::Before(reply) => return Ok(reply),
            Begun::New(once) => once,
        };
        let (db, origin, working) = (self.db.clone(), call.origin.clone(), work(command));
        let whole = tokio::spawn(async move {
            let done = working.await;
            let kept = once.clone();
            let last = move |tx: &Tx<'_>| kept.last(tx, |tx| act(tx, done?).map(Ok));
            let answer = db.write(origin, last).await?;
            drop(once);
            answer
        });
        whole
            .await
            .unwrap_or_else(|_| Err(Error::internal("work panicked")))
    }
}

/// Runs work that waits for the store on a thread that may wait.
async fn in_the_open<W: Send + 'static>(
    work: impl FnOnce() -> Result<W, Error> + Send + 'static,
) -> Result<W, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Error::internal("work panicked")))
}
