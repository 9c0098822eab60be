//! A new shared journal, and a whole journal copied into it.

use std::pin::Pin;
use std::time::Duration;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

use super::address::Address;
use super::error::{ConnectError, Reason};
use super::postgres::PostgresJournal;
use super::session::{ANSWER, Fault, Session};
use crate::journal::{Entry, Journal, JournalError, Seq, SharedJournal, for_each};

/// The server's half.
const SCHEMA: &str = include_str!("../../migrations/shared.sql");

/// How long a whole journal may take to be checked.
const LOAD: Duration = Duration::from_secs(6 * 60 * 60);

/// How long a whole journal may take to be on the standbys.
const COMMIT: Duration = Duration::from_secs(15 * 60);

/// Makes an empty journal in a database, whose owner connects, and opens it.
///
/// # Errors
/// If the database holds a journal already, if the role may not make roles, or as [`PostgresJournal::open`].
pub fn create(address: &Address) -> Result<PostgresJournal, ConnectError> {
    let session = Session::open(address).map_err(|reason| address.error(reason))?;
    if session.holds_journal {
        return Err(address.error(Reason::Exists));
    }
    let sql = format!("BEGIN; {SCHEMA}; COMMIT");
    let made = session.ask(ANSWER, session.client().batch_execute(&sql));
    made.map_err(|fault| {
        address.error(match fault {
            Fault::Server(said) => super::connect::by_server(said.code(), said.message(), address),
            Fault::Lost(what) | Fault::Late(what) => Reason::Other(what),
        })
    })?;
    drop(session);
    PostgresJournal::open(address, None)
}

/// Which rows are copied: a table, its columns' types, and what an entry has for them.
struct Table {
    copy: &'static str,
    types: &'static [Type],
    row: fn(&Entry) -> Option<Vec<&(dyn ToSql + Sync)>>,
}

impl PostgresJournal {
    /// Copies a whole journal into an empty one, in one transaction in which the server checks the chain. Only the owner
    /// of the journal may. Calls `progress` with the number of each entry that was sent.
    ///
    /// # Errors
    /// [`JournalError::Refused`] if the journal is not empty or the chain does not hold; [`JournalError::Unknown`] if it is not
    /// known whether it was taken: the journal is then either whole or empty.
    pub fn load(
        &mut self,
        from: &dyn Journal,
        progress: &mut dyn FnMut(Seq),
    ) -> Result<(), JournalError> {
        let begin = "BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; \
            SELECT onrecord.take_turn()";
        self.end_turn()?;
        self.with(|session| session.rows(begin, ANSWER))?;
        let copied = self.copy(from, progress);
        if let Err(error) = copied {
            // The first error is the telling one.
            let _ = self.try_with(|session| session.rows("ROLLBACK", ANSWER));
            return Err(error);
        }
        let committed = self.try_with(|session| {
            session.forget_warnings();
            session.rows("COMMIT", COMMIT)?;
            Ok(session.warning())
        });
        let warning = committed.map_err(|fault| JournalError::Unknown(fault.to_string()))?;
        warning.map_or(Ok(()), |what| Err(JournalError::Unknown(what)))?;
        // The server would do it by itself, later.
        let _ =
            self.try_with(|session| session.rows("ANALYZE onrecord.entry, onrecord.body", LOAD));
        Ok(())
    }

    /// Does something in the transaction that was begun: over another connection, nothing would hold it together.
    fn held<T>(&self, work: impl FnOnce(&Session) -> Result<T, Fault>) -> Result<T, JournalError> {
        self.try_with(work).map_err(Fault::of_question)
    }

    fn copy(&self, from: &dyn Journal, progress: &mut dyn FnMut(Seq)) -> Result<(), JournalError> {
        self.copy_rows(&HEADERS, from, progress)?;
        self.copy_rows(&BODIES, from, &mut |_| ())?;
        self.held(|session| session.rows("SELECT onrecord.check_load()", LOAD))?;
        Ok(())
    }

    fn copy_rows(
        &self,
        table: &Table,
        from: &dyn Journal,
        progress: &mut dyn FnMut(Seq),
    ) -> Result<(), JournalError> {
        let sink =
            self.held(|session| session.ask(ANSWER, session.client().copy_in(table.copy)))?;
        let mut writer = Box::pin(BinaryCopyInWriter::new(sink, table.types));
        for_each(from, |entry| {
            progress(entry.header.seq);
            let Some(row) = (table.row)(&entry) else {
                return Ok(());
            };
            let mut writer: Pin<&mut BinaryCopyInWriter> = writer.as_mut();
            self.held(|session| session.ask(LOAD, writer.as_mut().write(&row)))
        })?;
        self.held(|session| session.ask(LOAD, writer.as_mut().finish()))?;
        Ok(())
    }
}

const HEADERS: Table = Table {
    copy: "COPY onrecord.entry FROM STDIN (FORMAT binary)",
    types: &[
        Type::INT8,
        Type::INT8,
        Type::INT8,
        Type::TEXT,
        Type::BYTEA,
        Type::BYTEA,
        Type::BYTEA,
    ],
    row: |Entry { header, .. }| {
        Some(vec![
            &header.seq,
            &header.written,
            &header.recorded_at,
            &header.recorded_by,
            &header.digest,
            &header.previous,
            &header.hash,
        ])
    },
};

const BODIES: Table = Table {
    copy: "COPY onrecord.body FROM STDIN (FORMAT binary)",
    types: &[Type::INT8, Type::BYTEA, Type::BYTEA],
    row: |entry| {
        let body = entry.body.as_ref()?;
        Some(vec![&entry.header.seq, &body.salt, &body.bytes])
    },
};
