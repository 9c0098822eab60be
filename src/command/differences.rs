//! The note to the desk that something it publishes differs from its own answers.

use super::error::note;
use crate::answer::Difference;
use crate::render::page::counted;

/// The largest number of claims in a note.
const NOTED: usize = 20;

/// Says on standard error where what is published differs from the desk's own answers; `place` says where it is.
pub(super) fn note_differences(found: &[Difference], place: &str) {
    if found.is_empty() {
        return;
    }
    let text = format!(
        "{} from the desk's own answers, because {place} every unnamed speaker is a party of its own:",
        counted(found.len(), "claim differs", "claims differ")
    );
    let noted = found.iter().take(NOTED);
    let mut details: Vec<String> = noted
        .map(|one| format!("{}: {}", one.claim, one.what.join("; ")))
        .collect();
    if found.len() > NOTED {
        details.push(format!("and {} more", found.len() - NOTED));
    }
    note(&text, &details);
}
