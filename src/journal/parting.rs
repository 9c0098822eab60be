//! Where two journals part.

use super::{Hash, Journal, JournalError, Seq};

/// The first entry, up to the entry `last`, at which two journals differ; `None` if they do not. An entry that one of them
/// lacks differs.
///
/// Once two chains differ they never agree again, so a binary search finds it.
///
/// # Errors
/// If a journal cannot be read.
pub fn first_difference(
    one: &dyn Journal,
    other: &dyn Journal,
    last: Seq,
) -> Result<Option<Seq>, JournalError> {
    let same = |seq| Ok::<_, JournalError>(hash_at(one, seq)? == hash_at(other, seq)?);
    if last < 1 || same(last)? {
        return Ok(None);
    }
    let (mut first, mut different) = (1, last);
    while first < different {
        let middle = first + (different - first) / 2;
        if same(middle)? {
            first = middle + 1;
        } else {
            different = middle;
        }
    }
    Ok(Some(first))
}

/// The hash of an entry; `None` if the journal does not have it.
///
/// # Errors
/// If the journal cannot be read.
pub fn hash_at(journal: &dyn Journal, seq: Seq) -> Result<Option<Hash>, JournalError> {
    let page = journal.read(seq, 1)?;
    let found = page.first().map(|entry| &entry.header);
    Ok(found
        .filter(|header| header.seq == seq)
        .map(|header| header.hash))
}
