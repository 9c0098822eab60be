//! Bad input: the message, the exit code, and an unchanged ledger.
//!
//! A case is a typed line in one of the modules; its message is in `tests/snapshots/errors-*.snap`, which can be read
//! as the list of all messages.

mod characters;
mod dates;
mod files;
mod large;
mod lines;
mod names;
mod passages;
mod programs;
mod records;
