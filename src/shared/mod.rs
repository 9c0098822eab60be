//! The shared journal on a PostgreSQL server: the other end of [`SharedJournal`](crate::journal::SharedJournal).
//!
//! `migrations/shared.sql` is the server's half: tables that nobody may touch, and functions that check what is appended.
//! This is the client's half. Its only state is a connection, and it reconnects when that is lost. It tells apart
//! what is on record, what is not, and what is not known to be.

mod address;
mod columns;
mod connect;
mod desks;
mod error;
mod load;
mod password;
mod postgres;
mod session;
mod tls;

pub use address::{Address, Surroundings};
pub use desks::{DeskRow, Rights};
pub use error::{CertificateFault, ConnectError, Reason};
pub use load::create;
pub use postgres::PostgresJournal;

/// The newest format of a journal's entries that this program knows.
pub const FORMAT: i32 = 1;
