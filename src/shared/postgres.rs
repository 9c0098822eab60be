//! [`PostgresJournal`]: a journal in a PostgreSQL database.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use futures_util::future::join3;
use tokio::task::yield_now;
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};

use super::FORMAT;
use super::address::Address;
use super::columns;
use super::connect::by_server;
use super::error::{ConnectError, Reason};
use super::session::{ANSWER, Fault, Session};
use crate::journal::{Appended, Entry, Hash, Head, Journal, JournalError, Seq, SharedJournal};

/// How long a commit may wait for the standbys, unless set otherwise.
const QUORUM: Duration = Duration::from_secs(30);

/// How long to wait for the turn if it was not taken before.
const TURN: Duration = Duration::from_secs(10);

/// How large the bodies of one append may be together: what goes over the wire at once has to fit into the server's memory several
/// times, and into a value of at most 1 GiB.
const LARGEST: usize = 256 << 20;

/// Entries that the server checks and stores in a second, at the very least.
const PER_SECOND: u64 = 200;

/// A shared journal in a PostgreSQL database.
///
/// It connects when it is opened and, when the connection was lost, again at the next question. Reading renews a turn: the
/// server ends the session of a desk that has the turn and asks nothing for 15 seconds.
pub struct PostgresJournal {
    pub(super) address: Address,
    session: RefCell<Option<Session>>,
    id: String,
    desk: Option<String>,
    in_turn: Cell<bool>,
    listens: Cell<bool>,
    /// The head that was last answered.
    seen: Cell<Option<Head>>,
    quorum: Duration,
}

impl std::fmt::Debug for PostgresJournal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostgresJournal({:?}, {})", self.address, self.id)
    }
}

const HEAD: &str = "SELECT seq, encode(hash, 'hex'), recorded_at FROM onrecord.head";

const APPEND: &str = "SELECT outcome, head_seq, head_hash, head_recorded_at \
    FROM onrecord.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const REDACT: &str = "SELECT outcome, head_seq, head_hash, head_recorded_at \
    FROM onrecord.redact($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

impl PostgresJournal {
    /// Opens the journal in a database: the one with the id `expected`, if that is known.
    ///
    /// # Errors
    /// If the database cannot be reached, or holds no journal, another one, or one of a newer format.
    pub fn open(address: &Address, expected: Option<&str>) -> Result<Self, ConnectError> {
        let (session, facts) = open(address, expected).map_err(|reason| address.error(reason))?;
        Ok(Self {
            address: address.clone(),
            session: RefCell::new(Some(session)),
            id: facts.id,
            desk: facts.desk,
            in_turn: Cell::new(false),
            listens: Cell::new(false),
            seen: Cell::new(None),
            quorum: QUORUM,
        })
    }

    /// The journal's id, which it keeps wherever it is moved.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name of the desk whose role is connected; `None` if the role is no desk's.
    pub fn desk(&self) -> Option<&str> {
        self.desk.as_deref()
    }

    /// The address, as it may be stored and shown.
    pub fn address_without_password(&self) -> &str {
        self.address.address_without_password()
    }

    /// Sets for how long a commit may wait for the standbys before its outcome counts as unknown. At first it is 30 seconds.
    pub fn set_quorum_wait(&mut self, wait: Duration) {
        self.quorum = wait;
    }

    /// Does something over the connection, after reconnecting if it was lost.
    ///
    /// # Errors
    /// If there is none, or if `work` fails.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&Session) -> Result<T, Fault>,
    ) -> Result<T, JournalError> {
        self.connect()?;
        self.try_with(work).map_err(Fault::of_question)
    }

    /// Does something over the connection that there is, for work that must not go on over another one. A connection that is
    /// lost is forgotten, and the turn with it.
    ///
    /// # Errors
    /// If there is none, or if `work` fails.
    pub(super) fn try_with<T>(
        &self,
        work: impl FnOnce(&Session) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut session = self.session.borrow_mut();
        let Some(open) = session.as_ref() else {
            return Err(Fault::Lost("there is no connection".to_owned()));
        };
        let done = work(open);
        if matches!(done, Err(Fault::Lost(_) | Fault::Late(_))) || open.is_closed() {
            *session = None;
            self.in_turn.set(false);
            self.listens.set(false);
        }
        done
    }

    /// Connects, if there is no connection.
    fn connect(&self) -> Result<(), JournalError> {
        let mut session = self.session.borrow_mut();
        if session.as_ref().is_some_and(|open| !open.is_closed()) {
            return Ok(());
        }
        self.in_turn.set(false);
        self.listens.set(false);
        let (fresh, _) =
            open(&self.address, Some(&self.id)).map_err(|reason| self.address.error(reason))?;
        *session = Some(fresh);
        Ok(())
    }

    /// Asks something that can be asked twice: if the connection turns out to have ended, reconnects once and asks again.
    fn ask_again<T>(&self, work: impl Fn(&Session) -> Result<T, Fault>) -> Result<T, JournalError> {
        self.connect()?;
        let was_in_turn = self.in_turn.get();
        match self.try_with(&work) {
            Err(fault) if fault.ended_session() && !was_in_turn => self.with(work),
            other => other.map_err(Fault::of_question),
        }
    }

    /// Ends a transaction that the server has given up.
    fn roll_back(&self) -> Result<(), JournalError> {
        self.in_turn.set(false);
        let ended = self.try_with(|session| session.rows("ROLLBACK", ANSWER));
        match ended {
            // It ended with the connection.
            Err(fault) if fault.ended_session() => Ok(()),
            other => other.map(drop).map_err(Fault::of_question),
        }
    }

    /// Runs statements in a transaction that asks for the turn, and returns the head that they answer with.
    fn head_by(&self, select: &str, wait: Duration, limit: Duration) -> Result<Head, JournalError> {
        if self.in_turn.get() {
            self.roll_back()?;
        }
        let sql = format!("{}; {select}", begin(wait));
        let head = self.ask_again(|session| {
            session.forget_warnings();
            let head = session.head(&sql, limit)?;
            // A commit that was not replicated.
            session
                .warning()
                .map_or(Ok(head), |what| Err(Fault::Late(what)))
        });
        match head {
            Ok(head) => {
                self.seen.set(Some(head));
                Ok(head)
            }
            Err(error) => {
                // The first error is the telling one.
                let _ = self.roll_back();
                Err(error)
            }
        }
    }

    /// Sends entries and the commit, and finds out what came of them.
    fn send(&self, batch: &Batch<'_>, limit: Duration) -> Result<Appended, Sent> {
        // The turn's transaction has begun.
        let begin = (!self.in_turn.get()).then(|| begin(TURN));
        let sent = self.try_with(|session| {
            session.forget_warnings();
            let client = session.client();
            let (sql, parameters) = batch.call();
            let sent = async {
                // What the server has said meanwhile is read first: that it ended the turn would be lost if sending fails.
                yield_now().await;
                let beginning = async {
                    match &begin {
                        Some(begin) => client.batch_execute(begin).await,
                        None => Ok(()),
                    }
                };
                // All of it goes off at once, and is answered after one round trip.
                join3(
                    beginning,
                    client.query_typed(sql, &parameters),
                    client.batch_execute("COMMIT"),
                )
                .await
            };
            let (begun, answered, committed) = session.within(limit, sent)?;
            begun.map_err(|error| session.fault(&error))?;
            let rows = answered.map_err(|error| session.fault(&error))?;
            let committed = committed.map_err(|error| session.fault(&error));
            Ok((
                rows.first().and_then(|row| answer(row).ok()),
                committed,
                session.warning(),
            ))
        });
        self.in_turn.set(false);
        let (answer, committed, warning) = sent.map_err(Sent::before_commit)?;
        let (outcome, head) =
            answer.ok_or_else(|| Sent::Unknown("the server's answer makes no sense".to_owned()))?;
        if !matches!(outcome, Appended::Moved(_)) {
            committed.map_err(|fault| Sent::Unknown(fault.to_string()))?;
            // A commit that was not replicated says so in a warning, in words of the server's language.
            warning.map_or(Ok(()), |what| Err(Sent::Unknown(what)))?;
        }
        self.seen.set(Some(head));
        Ok(outcome)
    }
}

/// Why entries that were sent are not acknowledged.
enum Sent {
    /// Nothing was done, because the turn had ended.
    LostTurn,
    /// Nothing was done, for this reason.
    Refused(JournalError),
    /// Nobody knows.
    Unknown(String),
}

impl Sent {
    /// What a fault means that came before the commit was answered. An error that leaves the session as it is was answered
    /// to the entries, and the commit that followed has then ended the transaction without effect.
    fn before_commit(fault: Fault) -> Self {
        if fault.is_lost_turn() {
            Self::LostTurn
        } else if fault.ended_session() || matches!(fault, Fault::Late(_)) {
            Self::Unknown(fault.to_string())
        } else {
            Self::Refused(fault.of_question())
        }
    }
}

/// What a session finds in the database.
pub(super) struct Facts {
    id: String,
    desk: Option<String>,
}

/// Connects, and looks at what journal is there.
fn open(address: &Address, expected: Option<&str>) -> Result<(Session, Facts), Reason> {
    let session = Session::open(address)?;
    if !session.holds_journal {
        return Err(Reason::NoJournal);
    }
    let sql = "SELECT id, format, (SELECT name FROM onrecord.desk WHERE role = session_user AND left_at IS NULL) \
        FROM onrecord.journal";
    let rows = session.rows(sql, ANSWER).map_err(|fault| match fault {
        Fault::Server(said) if *said.code() == SqlState::UNDEFINED_TABLE => Reason::NoJournal,
        Fault::Server(said) => by_server(said.code(), said.message(), address),
        Fault::Lost(what) | Fault::Late(what) => Reason::Other(what),
    })?;
    let column = |at: usize| rows.first().and_then(|row| row.get(at)?.clone());
    let id = column(0).ok_or(Reason::NoJournal)?;
    let format = column(1).and_then(|format| format.parse().ok());
    match (expected, format) {
        (Some(expected), _) if expected != id => Err(Reason::OtherJournal {
            expected: expected.to_owned(),
            found: id,
        }),
        (_, Some(format)) if format > FORMAT => Err(Reason::Newer(format)),
        (_, None) => Err(Reason::NoJournal),
        _ => Ok((
            session,
            Facts {
                id,
                desk: column(2),
            },
        )),
    }
}

/// Begins a transaction that waits for the turn at most for `wait`; to wait for no time at all is to wait for ever there. Its
/// commit waits for the standbys, whatever was set for the session.
fn begin(wait: Duration) -> String {
    let wait = wait.as_millis().clamp(1, 86_400_000);
    format!("BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = {wait}")
}

/// What `append` and `redact` answer, and the head after it.
fn answer(row: &Row) -> Result<(Appended, Head), tokio_postgres::Error> {
    let head = Head {
        seq: row.try_get(1)?,
        hash: row.try_get(2)?,
        recorded_at: row.try_get(3)?,
    };
    let outcome = match row.try_get::<_, &str>(0)? {
        "stored" => Appended::Stored,
        "already" => Appended::Already,
        _ => Appended::Moved(head),
    };
    Ok((outcome, head))
}

impl Journal for PostgresJournal {
    fn head(&self) -> Result<Head, JournalError> {
        let head = self.ask_again(|session| session.head(HEAD, ANSWER))?;
        self.seen.set(Some(head));
        Ok(head)
    }

    fn read(&self, from: Seq, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let first = from.max(1);
        let count = Seq::try_from(limit).unwrap_or(Seq::MAX);
        let last = first.saturating_add(count).saturating_sub(1);
        let parameters: [(&(dyn ToSql + Sync), Type); 2] =
            [(&first, Type::INT8), (&last, Type::INT8)];
        self.ask_again(|session| {
            let rows = session.ask(
                ANSWER,
                session.client().query_typed(columns::ENTRIES, &parameters),
            )?;
            let entries: Result<_, _> = rows.iter().map(columns::entry).collect();
            entries.map_err(|error| session.fault(&error))
        })
    }
}

impl SharedJournal for PostgresJournal {
    fn take_turn(&mut self, wait: Duration) -> Result<Head, JournalError> {
        let select = "SELECT seq, encode(hash, 'hex'), recorded_at FROM onrecord.take_turn()";
        let head = self.head_by(select, wait, wait.saturating_add(ANSWER))?;
        self.in_turn.set(true);
        Ok(head)
    }

    fn append(
        &mut self,
        expected: &Head,
        entries: &[Entry],
        redacted: &[Seq],
    ) -> Result<Appended, JournalError> {
        let bodies = entries.iter().filter_map(|entry| entry.body.as_ref());
        let size: usize = bodies.map(|body| body.bytes.len()).sum();
        if size > LARGEST {
            self.end_turn()?;
            return Err(JournalError::Refused(format!(
                "{} MiB are more than the {} MiB that it takes at once",
                size >> 20,
                LARGEST >> 20
            )));
        }
        let batch = Batch::of(expected, entries, redacted);
        let work = Duration::from_secs(entries.len() as u64 / PER_SECOND);
        let limit = self.quorum.saturating_add(TURN).saturating_add(work);
        self.connect()?;
        let first = self.send(&batch, limit);
        let sent = match first {
            Err(Sent::LostTurn) => {
                self.connect()?;
                self.send(&batch, limit)
            }
            other => other,
        };
        sent.map_err(|sent| match sent {
            Sent::LostTurn => JournalError::Busy,
            Sent::Refused(error) => error,
            Sent::Unknown(what) => JournalError::Unknown(what),
        })
    }

    fn end_turn(&mut self) -> Result<(), JournalError> {
        self.roll_back()
    }

    fn confirm(&mut self, wait: Duration) -> Result<Head, JournalError> {
        let select = "SELECT seq, encode(hash, 'hex'), recorded_at FROM onrecord.confirm(); COMMIT";
        self.head_by(select, wait, wait.saturating_add(self.quorum))
    }

    fn await_notice(&mut self, wait: Duration) -> Result<bool, JournalError> {
        self.connect()?;
        if !self.listens.get() {
            let seen = self.seen.get();
            self.with(|session| session.rows("LISTEN onrecord", ANSWER))?;
            self.listens.set(true);
            // What came before the server was asked to tell.
            if seen.is_some_and(|seen| self.head().is_ok_and(|head| head != seen)) {
                return Ok(true);
            }
        }
        self.with(|session| session.await_append(wait))
    }
}

/// Entries as the arrays that the server's functions take.
struct Batch<'e> {
    expected: &'e Head,
    redacted: Option<&'e [Seq]>,
    seqs: Vec<Seq>,
    writtens: Vec<Seq>,
    times: Vec<i64>,
    authors: Vec<&'e str>,
    digests: Vec<&'e Hash>,
    previouses: Vec<&'e Hash>,
    hashes: Vec<&'e Hash>,
    salts: Vec<Option<&'e [u8]>>,
    bodies: Vec<Option<&'e [u8]>>,
}

impl<'e> Batch<'e> {
    fn of(expected: &'e Head, entries: &'e [Entry], redacted: &'e [Seq]) -> Self {
        let headers = || entries.iter().map(|entry| &entry.header);
        let bodies = || entries.iter().map(|entry| entry.body.as_ref());
        Self {
            expected,
            redacted: (!redacted.is_empty()).then_some(redacted),
            seqs: headers().map(|header| header.seq).collect(),
            writtens: headers().map(|header| header.written).collect(),
            times: headers().map(|header| header.recorded_at).collect(),
            authors: headers().map(|header| &*header.recorded_by).collect(),
            digests: headers().map(|header| &header.digest).collect(),
            previouses: headers().map(|header| &header.previous).collect(),
            hashes: headers().map(|header| &header.hash).collect(),
            salts: bodies().map(|body| Some(&body?.salt[..])).collect(),
            bodies: bodies().map(|body| Some(&body?.bytes[..])).collect(),
        }
    }

    /// The statement that appends them, with its parameters.
    fn call(&self) -> (&'static str, Vec<(&(dyn ToSql + Sync), Type)>) {
        let mut parameters: Vec<(&(dyn ToSql + Sync), Type)> = vec![
            (&self.expected.seq, Type::INT8),
            (&self.expected.hash, Type::BYTEA),
            (&self.seqs, Type::INT8_ARRAY),
            (&self.writtens, Type::INT8_ARRAY),
            (&self.times, Type::INT8_ARRAY),
            (&self.authors, Type::TEXT_ARRAY),
            (&self.digests, Type::BYTEA_ARRAY),
            (&self.previouses, Type::BYTEA_ARRAY),
            (&self.hashes, Type::BYTEA_ARRAY),
            (&self.salts, Type::BYTEA_ARRAY),
            (&self.bodies, Type::BYTEA_ARRAY),
        ];
        let Some(redacted) = &self.redacted else {
            return (APPEND, parameters);
        };
        parameters.push((redacted, Type::INT8_ARRAY));
        (REDACT, parameters)
    }
}
