//! The program as whoever runs it meets it: a process, a folder, exit codes.

mod backups;
mod process;
mod refusals;
mod serving;
mod upkeep;
