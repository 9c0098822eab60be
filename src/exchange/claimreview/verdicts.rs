//! The words of verdicts: the desk's own, and those of others, which a ruling's reason keeps.

use crate::domain::ruling::Verdict;
use crate::domain::text::MAX_BYTES;

/// The two ends of the scale, the worst first.
pub(super) const SCALE: (u8, u8) = (1, 5);

/// A verdict as readers see it: "Mostly true".
pub(super) fn shown(verdict: Verdict) -> String {
    let words = verdict.as_str().replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Where a verdict is on the scale. One that says something else than how true a claim is has no place
/// on it.
pub(super) fn place(verdict: Verdict) -> Option<u8> {
    match verdict {
        Verdict::True => Some(5),
        Verdict::MostlyTrue => Some(4),
        Verdict::Mixed => Some(3),
        Verdict::MostlyFalse => Some(2),
        Verdict::False => Some(1),
        Verdict::Misleading | Verdict::Unproven => None,
    }
}

/// A verdict that somebody else published, as the reason of a ruling has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credited {
    /// Their word for it.
    pub label: String,
    /// Their reason.
    pub body: Option<String>,
}

/// What stands between the name and the word.
const RATES: &str = " rates it “";

/// The reason of a ruling that somebody else published, in a form that [`credited`] reads.
pub(super) fn reason(name: &str, label: &str, body: Option<&str>) -> String {
    // A closing mark within the words would end them.
    let label = label.replace('”', "\"");
    let rated = format!("{name}{RATES}{label}”.");
    let body = body.map(|body| format!("{rated} {body}"));
    body.filter(|reason| reason.len() <= MAX_BYTES)
        .unwrap_or(rated)
}

/// Reads the reason of a ruling that one of `names` published: `The Courier rates it “Half right”.`, and what
/// follows. `None` if the ruling is the desk's own.
pub fn credited<'n>(reason: &str, names: impl IntoIterator<Item = &'n str>) -> Option<Credited> {
    names.into_iter().find_map(|name| {
        let quoted = reason.strip_prefix(name)?.strip_prefix(RATES)?;
        let (label, rest) = quoted.split_once("”.")?;
        let body = rest.strip_prefix(' ').filter(|body| !body.is_empty());
        Some(Credited {
            label: label.to_owned(),
            body: body.map(str::to_owned),
        })
    })
}
