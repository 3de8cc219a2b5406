//! `completions`: what a shell needs to complete our command lines.

use clap::CommandFactory as _;

use super::{Exit, Failure, Line, Shell};

#[derive(clap::Args)]
pub struct Options {
    /// The shell
    shell: Shell,
}

/// Prints completions for a shell.
pub fn show(options: &Options) -> Result<Exit, Failure> {
    let shell = match options.shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
    };
    let mut command = Line::command();
    clap_complete::generate(shell, &mut command, "balinyaar", &mut std::io::stdout());
    Ok(Exit::Ok)
}
