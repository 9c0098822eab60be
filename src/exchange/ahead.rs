//! Reading ahead: a second thread reads and parses while the first records.

use std::sync::mpsc::sync_channel;
use std::thread;

/// So many records go from thread to thread at once: handing over each by itself would take
/// longer than parsing it.
const BATCH: usize = 256;
/// So many batches may wait. The reader stops where the recorder falls behind, so memory does not
/// grow with the file.
const WAITING: usize = 8;

/// Gives `work` what `records` yields, read in a thread of its own.
pub fn read_ahead<T: Send, R>(
    mut records: impl Iterator<Item = T> + Send,
    work: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<T>>(WAITING);
        scope.spawn(move || {
            loop {
                let batch: Vec<T> = records.by_ref().take(BATCH).collect();
                // Where the work has ended early, nobody takes another batch.
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        });
        work(&mut receiver.into_iter().flatten())
    })
}
