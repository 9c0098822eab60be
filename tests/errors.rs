//! Bad input: each has its message, its exit code, and a ledger that is as it was.
//!
//! A case is a line of arguments in one of the modules; what the program says to it stands beside it in
//! `tests/snapshots/errors-*.snap`, which read as the list of all messages.

#![allow(clippy::expect_used, reason = "a case that cannot be set up may panic")]

mod common;

#[path = "errors/characters.rs"]
mod characters;
#[path = "errors/dates.rs"]
mod dates;
#[path = "errors/files.rs"]
mod files;
#[path = "errors/lines.rs"]
mod lines;
#[path = "errors/names.rs"]
mod names;
#[path = "errors/passages.rs"]
mod passages;
#[path = "errors/records.rs"]
mod records;
