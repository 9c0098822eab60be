//! Bad input: each has its message, its exit code, and a ledger that is as it was.
//!
//! A case is a line of arguments in one of the modules; what the program says to it stands beside it in
//! `tests/snapshots/errors-*.snap`, which read as the list of all messages.

mod characters;
mod dates;
mod files;
mod lines;
mod names;
mod passages;
mod records;
