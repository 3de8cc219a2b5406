//! Rigs that hurt the real program: long ones run with `tests/nightly`.

mod kill_loop;
mod oracle;
mod victim;
