//! One connection: what is asked over it, what is heard besides the answers, and how long anything may take.

use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_postgres::error::{DbError, Severity, SqlState};
use tokio_postgres::{AsyncMessage, Client, SimpleQueryMessage};

use super::address::Address;
use super::connect::{self, Driven};
use super::error::Reason;
use crate::domain::passage::from_hex;
use crate::journal::{Hash, Head, JournalError};

/// What every session begins with. `client_min_messages` lets the warning through that a commit was not replicated,
/// `synchronous_commit` has every commit wait for the standbys, whatever the role or the database has set, and the turn of
/// a desk that does nothing for so long ends.
const SETTINGS: &str = "SET synchronous_commit = on; SET client_min_messages = warning; \
    SET default_transaction_isolation = 'read committed'; SET search_path = pg_catalog, pg_temp; \
    SET idle_in_transaction_session_timeout = '15s'; SET lock_timeout = '10s'; SET statement_timeout = '10min'; \
    SELECT current_setting('server_version_num'), pg_backend_pid(), pg_catalog.to_regnamespace('onrecord') IS NOT NULL";

/// How long an answer may take that waits for nobody.
pub(super) const ANSWER: Duration = Duration::from_secs(30);

/// A connection, and the runtime that drives it whenever somebody waits for an answer.
pub(super) struct Session {
    runtime: Runtime,
    client: Client,
    heard: Arc<Heard>,
    /// The server's process for this session, which is in the notices that it sends.
    process: i32,
    /// Whether the database has a journal.
    pub(super) holds_journal: bool,
}

/// What the server says without being asked.
#[derive(Default)]
struct Heard {
    said: Mutex<Said>,
    changed: Notify,
}

#[derive(Default)]
struct Said {
    warnings: Vec<String>,
    /// The processes of sessions that appended.
    appended: BTreeSet<i32>,
    /// What the server said when it ended the session.
    last_words: Option<DbError>,
}

impl Heard {
    fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why something was not answered.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server refuses, or cannot. Whatever transaction there was is over.
    Server(Box<DbError>),
    /// The connection has ended.
    Lost(String),
    /// No answer came in time, or none that can be relied on.
    Late(String),
}

impl Fault {
    /// The server's code for what it refuses.
    pub(super) fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Server(said) => Some(said.code()),
            Self::Lost(_) | Self::Late(_) => None,
        }
    }

    /// Whether the session has ended with it.
    pub(super) fn ended_session(&self) -> bool {
        match self {
            Self::Server(said) => said
                .parsed_severity()
                .is_none_or(|severity| matches!(severity, Severity::Fatal | Severity::Panic)),
            Self::Lost(_) => true,
            Self::Late(_) => false,
        }
    }

    /// Whether the server ended the session because a transaction was idle for too long: the turn is lost, and nothing that
    /// was sent after it was done.
    pub(super) fn is_lost_turn(&self) -> bool {
        self.code() == Some(&SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT)
    }

    /// What the fault means for something that did not append.
    pub(super) fn of_question(self) -> JournalError {
        match self {
            Self::Lost(what) | Self::Late(what) => JournalError::Unreachable(what),
            Self::Server(said) => match *said.code() {
                SqlState::LOCK_NOT_AVAILABLE | SqlState::T_R_DEADLOCK_DETECTED => {
                    JournalError::Busy
                }
                SqlState::INSUFFICIENT_PRIVILEGE => JournalError::Refused(format!(
                    "this desk has no right to do that ({}); ask who operates the journal",
                    said.message()
                )),
                _ if is_about_the_session(said.code()) => {
                    JournalError::Unreachable(said.message().to_owned())
                }
                _ => JournalError::Refused(with_hint(&said)),
            },
        }
    }
}

/// Whether the server could not do anything for anybody, rather than this.
fn is_about_the_session(code: &SqlState) -> bool {
    let class = &code.code()[..2];
    // Connection, resources, operator, system; and a primary that has become a standby.
    ["08", "53", "57", "58"].contains(&class) || *code == SqlState::READ_ONLY_SQL_TRANSACTION
}

/// What the server says, with what it advises.
fn with_hint(said: &DbError) -> String {
    match said.hint() {
        Some(hint) => format!("{}; {hint}", said.message()),
        None => said.message().to_owned(),
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Server(said) => f.write_str(&with_hint(said)),
            Self::Lost(what) | Self::Late(what) => f.write_str(what),
        }
    }
}

impl Session {
    /// Connects, and prepares the session.
    ///
    /// # Errors
    /// If no server of the address lets this role in, or if none can be written to.
    pub(super) fn open(address: &Address) -> Result<Self, Reason> {
        let mut building = Builder::new_current_thread();
        let runtime = building.enable_all().build();
        let runtime = runtime.map_err(|error| Reason::Other(error.to_string()))?;
        let (client, connection) = match runtime.block_on(connect::to_primary(address)) {
            Ok(connected) => connected,
            Err(reason) => {
                // A name may still be looked up, which nobody waits for.
                runtime.shutdown_background();
                return Err(reason);
            }
        };
        let heard = Arc::new(Heard::default());
        runtime.spawn(listen(connection, Arc::clone(&heard)));
        let mut session = Self {
            runtime,
            client,
            heard,
            process: 0,
            holds_journal: false,
        };
        let row = session.rows(SETTINGS, ANSWER);
        let row = row.map_err(|fault| match fault {
            Fault::Server(said) => connect::by_server(said.code(), said.message(), address),
            Fault::Lost(what) | Fault::Late(what) => Reason::Other(what),
        })?;
        let column = |at: usize| row.first().and_then(|row| row.get(at)?.clone());
        let version: i32 = column(0).and_then(|text| text.parse().ok()).unwrap_or(0);
        if version < 150_000 {
            return Err(Reason::OldServer(version / 10_000));
        }
        session.process = column(1).and_then(|text| text.parse().ok()).unwrap_or(0);
        session.holds_journal = column(2).as_deref() == Some("t");
        Ok(session)
    }

    /// The client, for futures that [`Session::within`] runs.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether the connection is known to have ended.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Waits for something, at most for `limit`.
    pub(super) fn within<T>(
        &self,
        limit: Duration,
        future: impl Future<Output = T>,
    ) -> Result<T, Fault> {
        let waiting = async { timeout(limit, future).await };
        let late = |_| Fault::Late(format!("no answer came within {} s", limit.as_secs()));
        self.runtime.block_on(waiting).map_err(late)
    }

    /// What an error of the client library means, with the words with which the server ended the session.
    pub(super) fn fault(&self, error: &tokio_postgres::Error) -> Fault {
        let last_words = || self.heard.said().last_words.clone();
        match error.as_db_error().cloned().or_else(last_words) {
            Some(said) => Fault::Server(Box::new(said)),
            None => Fault::Lost(error.to_string()),
        }
    }

    /// Runs something that the client does, at most for `limit`.
    pub(super) fn ask<T>(
        &self,
        limit: Duration,
        future: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Fault> {
        let answer = self.within(limit, future)?;
        answer.map_err(|error| self.fault(&error))
    }

    /// Sends statements in one message, and returns the rows of their answers as text.
    pub(super) fn rows(
        &self,
        sql: &str,
        limit: Duration,
    ) -> Result<Vec<Vec<Option<String>>>, Fault> {
        let messages = self.ask(limit, self.client.simple_query(sql))?;
        let rows = messages.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        let texts = rows.map(|row| {
            let columns = 0..row.len();
            columns.map(|at| row.get(at).map(str::to_owned)).collect()
        });
        Ok(texts.collect())
    }

    /// The head that statements answer with: `seq`, `hash` in hexadecimal, `recorded_at`.
    pub(super) fn head(&self, sql: &str, limit: Duration) -> Result<Head, Fault> {
        let rows = self.rows(sql, limit)?;
        let head = rows.last().and_then(|row| {
            let [Some(seq), Some(hash), Some(recorded_at)] = row.as_slice() else {
                return None;
            };
            Some(Head {
                seq: seq.parse().ok()?,
                hash: Hash::from_bytes(&from_hex(hash)?)?,
                recorded_at: recorded_at.parse().ok()?,
            })
        });
        head.ok_or_else(|| Fault::Late("the server says nothing of the head".to_owned()))
    }

    /// Forgets the warnings so far.
    pub(super) fn forget_warnings(&self) {
        self.heard.said().warnings.clear();
    }

    /// The first warning since they were forgotten.
    pub(super) fn warning(&self) -> Option<String> {
        self.heard.said().warnings.first().cloned()
    }

    /// Waits, at most for `limit`, until the server says that another session has appended.
    pub(super) fn await_append(&self, limit: Duration) -> Result<bool, Fault> {
        let heard = Arc::clone(&self.heard);
        let waiting = async {
            loop {
                let changed = heard.changed.notified();
                let mut others = std::mem::take(&mut heard.said().appended);
                others.remove(&self.process);
                if !others.is_empty() || self.client.is_closed() {
                    return;
                }
                changed.await;
            }
        };
        let heard = self
            .runtime
            .block_on(async { timeout(limit, waiting).await });
        if self.client.is_closed() {
            return Err(Fault::Lost("the connection has ended".to_owned()));
        }
        Ok(heard.is_ok())
    }
}

/// Drives a connection, and notes what the server says besides its answers.
async fn listen(mut connection: Driven, heard: Arc<Heard>) {
    while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            Ok(AsyncMessage::Notice(notice)) => {
                if notice.parsed_severity() == Some(Severity::Warning) {
                    heard.said().warnings.push(notice.message().to_owned());
                }
            }
            Ok(AsyncMessage::Notification(notification)) => {
                heard.said().appended.insert(notification.process_id());
            }
            Ok(_) => {}
            Err(error) => {
                heard.said().last_words = error.as_db_error().cloned();
                break;
            }
        }
        heard.changed.notify_one();
    }
    // The client learns of the end when its connection is dropped, and whoever waits looks again then.
    drop(connection);
    heard.changed.notify_one();
}
