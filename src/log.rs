//! Log lines: text or JSON, to standard error.
//!
//! A line carries ids, codes, routes and durations; never names, numbers, addresses or bodies.

use tracing_subscriber::EnvFilter;

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For collectors.
    Json,
}

/// Starts logging for this process; a second start changes nothing. An unreadable filter counts as
/// `info`.
pub fn start(format: Format, filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(false)
        .with_env_filter(filter);
    let started = match format {
        Format::Json => builder.json().try_init(),
        Format::Text => builder.try_init(),
    };
    if started.is_ok() {
        tell_of_panics();
    }
}

/// A panic is logged by its place alone: its words may quote what somebody typed.
fn tell_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let place = place.as_deref().unwrap_or("unknown");
        tracing::error!(place, "something broke and was caught");
    }));
}
