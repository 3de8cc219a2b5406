//! The beat: tokio-cron-scheduler ticks in UTC, and each tick asks what is due now.

use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::kernel::error::Error;
use crate::platform::jobs::runner::Runner;

/// Every five seconds.
const BEAT: &str = "*/5 * * * * *";

/// Ticks until stopped.
pub struct Beat {
    scheduler: JobScheduler,
    runner: Runner,
}

/// Starts ticking, with one tick at once so that readiness need not wait for the first beat.
///
/// # Errors
/// Internal, when the scheduler does not start.
pub async fn start(runner: Runner) -> Result<Beat, Error> {
    tick(runner.clone()).await;
    let scheduler = JobScheduler::new().await.map_err(broken)?;
    let ticking = runner.clone();
    let beat = Job::new_async(BEAT, move |_, _| Box::pin(tick(ticking.clone()))).map_err(broken)?;
    scheduler.add(beat).await.map_err(broken)?;
    scheduler.start().await.map_err(broken)?;
    Ok(Beat { scheduler, runner })
}

impl Beat {
    /// Stops ticking; runs under way end at their next batch.
    pub async fn stop(mut self) {
        self.runner.stop();
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::warn!(%error, "the scheduler did not stop cleanly");
        }
    }
}

/// Starts each due job on a thread of its own: a slow one delays no other.
async fn tick(runner: Runner) {
    let ticking = runner.clone();
    let due = tokio::task::spawn_blocking(move || ticking.tick()).await;
    let names = match due {
        Ok(Ok(names)) => names,
        Ok(Err(error)) => {
            tracing::error!(code = error.code().0, error = ?error, "a tick failed");
            return;
        }
        Err(_) => {
            tracing::error!("a tick panicked");
            return;
        }
    };
    for name in names {
        let runner = runner.clone();
        drop(tokio::task::spawn_blocking(move || {
            runner.run_quietly(name)
        }));
    }
}

fn broken(error: JobSchedulerError) -> Error {
    Error::internal(format!("scheduler: {error}"))
}
