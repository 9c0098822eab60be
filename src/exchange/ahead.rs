//! Reading ahead: one thread reads and parses while another records.

use std::sync::mpsc::sync_channel;
use std::thread;

/// Records per batch. Sending them one by one would take longer than parsing them.
const BATCH: usize = 256;
/// Maximum number of batches in the channel. A reader that is ahead of the recorder blocks, so
/// memory does not grow with the file.
const MAX_BATCHES: usize = 8;

/// Runs `work` on what `records` yields, which is read on a thread of its own.
pub fn read_ahead<T: Send, R>(
    mut records: impl Iterator<Item = T> + Send,
    work: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<T>>(MAX_BATCHES);
        scope.spawn(move || {
            loop {
                let batch: Vec<T> = records.by_ref().take(BATCH).collect();
                // The send fails if the work ended early.
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        });
        work(&mut receiver.into_iter().flatten())
    })
}
