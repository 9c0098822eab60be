//! Asking for many things: hosts beside each other, each of them for one thing after the other.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, Utc};
use onrecord_fetch::{Address, FetchError, Fetcher, Interrupted, Reply, Validators, Wanted};

use crate::command::progress::counter;

/// The most hosts that are asked at a time.
const MOST: usize = 8;

/// How often it is looked whether to stop.
const TICK: Duration = Duration::from_millis(50);

/// Something to ask for.
pub(super) struct Wish<T> {
    pub(super) address: Address,
    pub(super) validators: Option<Validators>,
    pub(super) wanted: Wanted,
    /// What it is asked for.
    pub(super) of: T,
}

/// Who asks.
pub(super) struct Asking {
    pub(super) fetcher: Arc<Fetcher>,
    /// Set when the program is to stop.
    pub(super) stop: Arc<AtomicBool>,
}

impl Asking {
    /// Asks for all of it, and hands over the answers one after the other, as they come. A terminal shows how far it is, which
    /// is `what`.
    ///
    /// # Errors
    /// [`Interrupted`] if the program is to stop, and what `take` returns. What was not handed over is forgotten: a host may
    /// take half a minute to answer, and nobody waits for it.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        what: &'static str,
        wishes: Vec<Wish<T>>,
        now: DateTime<Utc>,
        mut take: impl FnMut(T, Result<Reply, FetchError>) -> Result<()>,
    ) -> Result<()> {
        if wishes.is_empty() {
            return Ok(());
        }
        let progress = counter(what, wishes.len());
        let mut by_host: BTreeMap<String, Vec<Wish<T>>> = BTreeMap::new();
        for wish in wishes {
            let host = wish.address.host().to_owned();
            by_host.entry(host).or_default().push(wish);
        }
        let workers = by_host.len().min(MOST);
        let queues = Arc::new(Mutex::new(by_host.into_values().collect::<Vec<_>>()));
        let (sender, answers) = sync_channel(1);
        for _ in 0..workers {
            let (queues, sender) = (Arc::clone(&queues), sender.clone());
            let fetcher = Arc::clone(&self.fetcher);
            thread::spawn(move || {
                let next = || queues.lock().unwrap_or_else(PoisonError::into_inner).pop();
                while let Some(queue) = next() {
                    for wish in queue {
                        let validators = wish.validators.as_ref();
                        let reply = fetcher.get(&wish.address, validators, wish.wanted, now);
                        if sender.send((wish.of, reply)).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(sender);
        loop {
            let answer = answers.recv_timeout(TICK);
            if self.stop.load(Ordering::Relaxed) {
                return Err(Interrupted.into());
            }
            match answer {
                Ok((of, reply)) => {
                    // What it says goes above.
                    progress.suspend(|| take(of, reply))?;
                    progress.inc(1);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    }
}
