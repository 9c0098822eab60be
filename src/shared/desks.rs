//! The desks of a shared journal: who may do what, and how far their copies go.

use std::fmt;
use std::time::Duration;

use tokio_postgres::types::{ToSql, Type};

use super::postgres::PostgresJournal;
use super::session::ANSWER;
use crate::journal::{Head, JournalError, Seq};

/// What a desk may do. Each right includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rights {
    /// Read the journal.
    Read,
    /// Append to it.
    Append,
    /// Remove what others or it recorded.
    Redact,
    /// Add, rename and remove desks.
    Operate,
}

impl Rights {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Append, Self::Redact, Self::Operate];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Append => "append",
            Self::Redact => "redact",
            Self::Operate => "operate",
        }
    }
}

impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A desk of a shared journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Its name, which ends the names of those who write there.
    pub name: String,
    /// The role that it logs in with.
    pub role: String,
    /// What it may do.
    pub rights: Rights,
    /// The newest entry of its copy when it was last seen; 0 if there was none.
    pub head: Seq,
    /// The version of its program then.
    pub version: Option<String>,
    /// When it was last seen, in milliseconds since 1970-01-01T00:00Z by the server's clock.
    pub seen_at: Option<i64>,
    /// When it left.
    pub left_at: Option<i64>,
}

const DESKS: &str = "SELECT name, role::text, rights, head, version, \
    (extract(epoch FROM seen_at) * 1000)::bigint, (extract(epoch FROM left_at) * 1000)::bigint \
    FROM onrecord.desk ORDER BY id";

impl PostgresJournal {
    /// The desks, in the order in which they were added, those that have left included.
    ///
    /// # Errors
    /// If the journal cannot be reached.
    pub fn desks(&self) -> Result<Vec<DeskRow>, JournalError> {
        let rows = self.with(|session| {
            let rows = session.ask(ANSWER, session.client().query_typed(DESKS, &[]))?;
            let desks: Result<Vec<DeskRow>, _> = rows
                .iter()
                .map(|row| {
                    let rights: &str = row.try_get(2)?;
                    let known = Rights::ALL
                        .into_iter()
                        .find(|known| known.as_str() == rights);
                    Ok(DeskRow {
                        name: row.try_get(0)?,
                        role: row.try_get(1)?,
                        rights: known.unwrap_or(Rights::Read),
                        head: row.try_get(3)?,
                        version: row.try_get(4)?,
                        seen_at: row.try_get(5)?,
                        left_at: row.try_get(6)?,
                    })
                })
                .collect();
            desks.map_err(|error| session.fault(&error))
        })?;
        Ok(rows)
    }

    /// Notes up to where the copy of this desk goes. What is noted may be lost when a server fails, until it is noted again.
    ///
    /// # Errors
    /// [`JournalError::Refused`] if the journal has another entry there, or if the role is of no desk.
    pub fn note_desk(&mut self, head: &Head, version: &str) -> Result<(), JournalError> {
        // Nobody waits for the standbys because of this.
        self.with(|session| session.rows("SET synchronous_commit = off", ANSWER))?;
        let noted = self.call(
            "SELECT onrecord.note_desk($1, $2, $3)",
            &[
                (&head.seq, Type::INT8),
                (&head.hash, Type::BYTEA),
                (&version, Type::TEXT),
            ],
        );
        self.with(|session| session.rows("SET synchronous_commit = on", ANSWER))?;
        noted
    }

    /// Lets a role of the server in as a desk. It needs the right to operate.
    ///
    /// # Errors
    /// [`JournalError::Refused`] if the server has no such role, or if it or the name is taken.
    pub fn add_desk(&mut self, name: &str, role: &str, rights: Rights) -> Result<(), JournalError> {
        self.call(
            "SELECT onrecord.add_desk($1, $2::name, $3)",
            &[
                (&name, Type::TEXT),
                (&role, Type::TEXT),
                (&rights.as_str(), Type::TEXT),
            ],
        )
    }

    /// Gives a desk another name. It needs the right to operate.
    ///
    /// # Errors
    /// [`JournalError::Refused`] if there is no such desk, or if another one has or had the name.
    pub fn rename_desk(&mut self, former: &str, present: &str) -> Result<(), JournalError> {
        self.call(
            "SELECT onrecord.rename_desk($1, $2)",
            &[(&former, Type::TEXT), (&present, Type::TEXT)],
        )
    }

    /// Ends the rights of a desk. It needs the right to operate.
    ///
    /// # Errors
    /// [`JournalError::Refused`] if there is no such desk.
    pub fn remove_desk(&mut self, name: &str) -> Result<(), JournalError> {
        self.call("SELECT onrecord.remove_desk($1)", &[(&name, Type::TEXT)])
    }

    /// Ends the rights of this desk itself.
    ///
    /// # Errors
    /// [`JournalError::Refused`] if the role is of no desk.
    pub fn leave(&mut self) -> Result<(), JournalError> {
        self.call("SELECT onrecord.leave()", &[])
    }

    fn call(
        &self,
        sql: &str,
        parameters: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<(), JournalError> {
        let limit: Duration = ANSWER;
        self.with(|session| session.ask(limit, session.client().query_typed(sql, parameters)))
            .map(drop)
    }
}
