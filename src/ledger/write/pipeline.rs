//! A pipeline of batches: one is loaded on the calling thread while earlier ones are processed on
//! all cores; results are taken in order.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::ledger::{LedgerError, Result};

/// Batches in progress at a time: enough that one slow batch does not stall the others, few enough
/// that their memory does not matter.
const AHEAD: usize = 8;

/// Loads batches one after another, processes several at a time, and takes the results in loading
/// order. `load` and `take` run on the calling thread.
///
/// # Errors
/// Whatever `load` and `take` return.
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
                // If `take` failed, the receiver is gone and the send fails, which does not matter.
                scope.spawn(move |_| drop(sender.send(work(batch))));
            }
            while under_way.len() >= AHEAD || is_over {
                let Some(oldest) = under_way.pop_front() else {
                    return Ok(());
                };
                // The sender is dropped without a result only if `work` panicked; the scope
                // propagates that.
                take(oldest.recv().map_err(|_| LedgerError::Stopped)?)?;
            }
        }
    })
}
