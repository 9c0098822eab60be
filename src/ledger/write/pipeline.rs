//! Batches that go through three hands at once: one is loaded, those before it are worked on by
//! all processors, and what came of the oldest is taken.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::ledger::{LedgerError, Result};

/// So many batches may be worked on at a time: enough for one that takes long to keep nobody
/// waiting, and few enough for their memory not to matter.
const AHEAD: usize = 8;

/// Loads one batch after the other, works on several at a time, and takes what comes of them in
/// the order in which they were loaded. Loading and taking are this thread's.
///
/// # Errors
/// What `load` and `take` return.
pub(crate) fn run<B: Send, T: Send>(
    mut load: impl FnMut() -> Result<Option<B>>,
    work: impl Fn(B) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let work = &work;
    rayon::in_place_scope(|scope| {
        let mut under_way: VecDeque<Receiver<T>> = VecDeque::with_capacity(AHEAD);
        loop {
            let loaded = load()?;
            let is_over = loaded.is_none();
            if let Some(batch) = loaded {
                let (sender, receiver) = sync_channel(1);
                under_way.push_back(receiver);
                // Where taking failed, nobody waits for this any more.
                scope.spawn(move |_| drop(sender.send(work(batch))));
            }
            while under_way.len() >= AHEAD || is_over {
                let Some(oldest) = under_way.pop_front() else {
                    return Ok(());
                };
                // Whoever works hangs up without an answer only by a panic, which goes on from here.
                take(oldest.recv().map_err(|_| LedgerError::Stopped)?)?;
            }
        }
    })
}
