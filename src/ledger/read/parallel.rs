//! Readers side by side: further connections that see the very ledger that a first one sees, so that
//! what goes through all of it is done by all processors.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use rusqlite::Connection;

use crate::ledger::read::lookup::Memo;
use crate::ledger::read::snapshot::Snapshot;
use crate::ledger::{Reader, Result};

/// So often the views are taken anew where somebody wrote meanwhile. A write that is waited for by
/// others is followed by the next at once, so that it may happen more than once.
const TRIES: usize = 8;

/// Connections within read transactions that all see what a first one sees.
#[derive(Default)]
pub(crate) struct Beside {
    connections: Mutex<Vec<Connection>>,
}

impl Beside {
    /// Begins a read transaction on `first`, which is in none, and on `others`, so that all see the
    /// same ledger. Where writers do not let them, those others are left out.
    pub(crate) fn of(first: &Connection, others: Vec<Connection>) -> Result<Self> {
        for _ in 0..TRIES {
            // What a connection sees has the same version as before only where nobody else wrote in
            // between. The first one's view was taken in between.
            let before = versions(&others)?;
            begin(first)?;
            others.iter().try_for_each(begin)?;
            if versions(&others)? == before {
                return Ok(Self {
                    connections: Mutex::new(others),
                });
            }
            for connection in others.iter().chain([first]) {
                connection.execute_batch("ROLLBACK")?;
            }
        }
        begin(first)?;
        Ok(Self::default())
    }

    fn lent(&self) -> MutexGuard<'_, Vec<Connection>> {
        let connections = self.connections.lock();
        connections.unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins a read transaction, and looks at the ledger: only then it is settled what it sees.
fn begin(connection: &Connection) -> Result<()> {
    connection.execute_batch("BEGIN")?;
    version(connection).map(drop)
}

/// What differs from the last time where somebody else wrote, on this connection alone.
fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

fn versions(connections: &[Connection]) -> Result<Vec<i64>> {
    connections.iter().map(version).collect()
}

impl Reader<'_> {
    /// Does `work` for all items, so many at a time, and gives what comes of it to `take`, in the
    /// order of the items, until that breaks off. Where there are readers beside this one, they
    /// share the work. Each remembers until the end what it has looked up.
    ///
    /// # Errors
    /// Where `work` or `take` fails.
    pub fn side_by_side<I: Sync, T: Send>(
        &self,
        items: &[I],
        at_once: usize,
        work: impl Fn(Reader<'_>, &[I]) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let parts: Vec<&[I]> = items.chunks(at_once).collect();
        if let Some(beside) = self.beside.filter(|_| parts.len() > 1) {
            let mut connections = std::mem::take(&mut *beside.lent());
            if !connections.is_empty() {
                let (at, as_recorded) = (self.at, self.as_recorded);
                let work = |connection: &Connection, memo: &Memo, part: &&[I]| {
                    let reader = Reader {
                        at,
                        as_recorded,
                        ..Reader::remembering(Snapshot::of(connection), memo)
                    };
                    work(reader, part)
                };
                let outcome = shared(&mut connections, &parts, work, take);
                *beside.lent() = connections;
                return outcome;
            }
        }
        let memo = Memo::default();
        let reader = Reader {
            memo: self.memo.or(Some(&memo)),
            ..*self
        };
        for part in parts {
            if take(work(reader, part)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Does `work` for all parts, each by the next connection that has nothing to do.
fn shared<P: Sync, T: Send>(
    connections: &mut [Connection],
    parts: &[P],
    work: impl Fn(&Connection, &Memo, &P) -> Result<T> + Sync,
    take: impl FnMut(T) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (done, results) = sync_channel(connections.len());
        for connection in connections {
            let (next, work, done) = (&next, &work, done.clone());
            scope.spawn(move || {
                let memo = Memo::default();
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(part) = parts.get(place) else { break };
                    // Where nobody listens any more, enough is known.
                    if done.send((place, work(connection, &memo, part))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        in_order(results, take)
    })
}

/// Gives what comes of each part to `take`, in the order of the parts, until that breaks off.
fn in_order<T>(
    results: Receiver<(usize, Result<T>)>,
    mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (place, result) in results {
        early.insert(place, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            if take(result?)?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}
