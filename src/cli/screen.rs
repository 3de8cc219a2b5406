//! The one place that prints. Answers go to standard output, everything else to standard error.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How a command shows what it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Sentences and tables.
    Plain,
    /// One JSON document on standard output.
    Json,
    /// Nothing but errors and what was asked for.
    Quiet,
}

/// Where a command prints.
#[derive(Clone, Copy)]
pub struct Screen {
    manner: Manner,
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the one place of the program that prints"
)]
impl Screen {
    /// A screen in this manner.
    pub const fn new(manner: Manner) -> Screen {
        Screen { manner }
    }

    /// Whether the answer is wanted as JSON.
    pub fn is_json(&self) -> bool {
        self.manner == Manner::Json
    }

    /// The answer itself: shown also when quiet.
    pub fn answer(&self, line: &str) {
        println!("{line}");
    }

    /// A line for people; nothing when JSON or quiet is wanted.
    pub fn line(&self, line: &str) {
        if self.manner == Manner::Plain {
            println!("{line}");
        }
    }

    /// The JSON answer; nothing in another manner.
    pub fn json(&self, value: &serde_json::Value) {
        if self.manner == Manner::Json {
            println!("{value}");
        }
    }

    /// Why it failed or what is odd.
    pub fn error(&self, line: &str) {
        eprintln!("{line}");
    }

    /// A bar on a terminal; elsewhere one line per tenth.
    pub fn progress(&self, what: &str, total: u64) -> Progress {
        let terminal = std::io::stderr().is_terminal() && self.manner == Manner::Plain;
        let bar = if terminal {
            let target = ProgressDrawTarget::stderr();
            let style = ProgressStyle::with_template("{msg} [{bar:30}] {percent}%")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::with_draw_target(Some(total), target);
            bar.set_style(style.progress_chars("=> "));
            bar.set_message(what.to_owned());
            bar
        } else {
            ProgressBar::hidden()
        };
        Progress {
            bar,
            what: what.to_owned(),
            tenth: None,
            lines: !terminal && self.manner == Manner::Plain,
        }
    }
}

/// How far a long act has come.
pub struct Progress {
    bar: ProgressBar,
    what: String,
    tenth: Option<u64>,
    lines: bool,
}

#[expect(
    clippy::print_stderr,
    reason = "the one place of the program that prints"
)]
impl Progress {
    /// So many of so many are done.
    pub fn at(&mut self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        let tenth = done.saturating_mul(10) / total.max(1);
        if self.lines && self.tenth != Some(tenth) {
            self.tenth = Some(tenth);
            eprintln!("{} {}%", self.what, tenth * 10);
        }
    }

    /// It is over.
    pub fn done(self) {
        self.bar.finish_and_clear();
    }
}
