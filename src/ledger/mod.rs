//! The ledger: one SQLite file that holds the journal and the tables posted from it.
//!
//! All SQL of the project is in this folder. [`Ledger`] opens the file; a [`Reader`] reads what
//! the ledger contained at one entry; a [`Writer`] appends to the journal, posts rows, and settles
//! the claims they affect, all in one transaction.
//!
//! | room | what it does | may call |
//! | --- | --- | --- |
//! | `file` | opens connections; creates, migrates, copies and replaces whole files | nothing here |
//! | `read` | runs queries | `file` |
//! | `docket` | loads what the rules need to judge claims | `read` |
//! | `write` | appends, posts and settles one write | `docket`, `read`, `file` |
//! | `bulk` | posts a whole journal again, or an edition of it | all of them |
//! | `shared` | catches up with a journal that several desks write to, and writes to it | all of them |
//!
//! Invariant: only `write`, `bulk` and `shared` can change the tables of an open ledger. A [`Reader`] holds a
//! `read::snapshot::Snapshot`, which has no way to write; changes go through
//! `write::tables::Tables`, which requires holding the write lock.

mod bulk;
mod docket;
mod error;
mod file;
mod journal;
mod open;
mod plain_tables;
mod progress;
mod read;
mod restore;
mod shared;
mod write;

pub use bulk::edition::PublicEdition;
pub use bulk::rebuild::Rebuilt;
pub use bulk::reviewed::reviewed_edition;
pub use docket::load::NewInDocket;
pub use error::{LedgerError, Result};
pub use file::connection::Access;
pub use file::objects::Fault;
pub use file::schema::{Migrated, NEWEST_SCHEMA};
pub use journal::SqliteJournal;
pub use open::Ledger;
pub use plain_tables::{Cell, PlainTables};
pub use progress::{Counted, Place, Progress, Stage};
pub use read::calls::CallFilter;
pub use read::candidates::{CandidateFilter, CandidatesState, Fate, Waiting};
pub use read::differences::OpenRow;
pub use read::discrepancy_spans::ListedDiscrepancy;
pub use read::findings::Standing;
pub use read::limits::Direction;
pub use read::lists::{About, ClaimFilter, DiscrepancyFilter, Due, State};
pub use read::moved::{DueEnded, OpenSpan, RulingMade, Stood};
pub use read::proposals::shares_passage;
pub use read::reader::{Kind, Reader};
pub use read::records::{ClaimInShort, ClaimInfo, Recorded, SaidInShort, Text, Withdrawn};
pub use read::search::{Excerpt, Found, MARK};
pub use read::status_changes::{Listed, Turned};
pub use read::unreviewed::UnreviewedCount;
pub use restore::{Restored, restore};
pub use shared::catch_up::{CaughtUp, Settled};
pub use shared::join::join;
pub use shared::rejoin::{Rejoined, rejoin};
pub use shared::write::SharedWrite;
pub use write::changes::{Change, Changes};
pub use write::journal::SqliteJournalWriter;
pub use write::writer::Writer;
