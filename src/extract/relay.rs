//! Who relayed whose words: those in whose words they stand, and the media that they came through.

use super::candidate::Run;
use super::channel::{Level, Outlets, outlets};
use super::document::Document;
use super::nested::Told;
use super::stance::Decision;
use super::word::hash_str;
use crate::domain::statement::Stance;

/// A link of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relayer {
    /// Somebody who speaks in the text, by the number in its cast.
    Speaker(usize),
    /// A news outlet, by the words that name it.
    Outlet(Run),
}

/// For each attribution through whom it came, nearest the text first; nothing where it does not stand.
///
/// What is told within another's words stands if somebody else is said to have said it, and if the one
/// who tells of it says that it was so.
pub fn chains(
    document: &Document,
    told: &[Told],
    speakers: &[Vec<usize>],
    decisions: &[Decision],
) -> Vec<Option<Vec<Relayer>>> {
    let level = Level::sort(document, told);
    let outlets = |at: usize| outlets(document, told, at, &level);
    let outlets: Vec<Outlets> = (0..told.len()).map(outlets).collect();
    let interviews = interviews(document, told, speakers, &outlets);
    let mut chains: Vec<Option<Vec<Relayer>>> = Vec::with_capacity(told.len());
    for (at, inner) in told.iter().enumerate() {
        let above = match inner.holder {
            None => Some(Vec::new()),
            Some(outer) => chains[outer].as_ref().and_then(|above| {
                let mut chain = above.clone();
                chain.push(Relayer::Speaker(*speakers[outer].first()?));
                let speaker = Relayer::Speaker(*speakers[at].first()?);
                (vouches(decisions[outer].stance) && !chain.contains(&speaker)).then_some(chain)
            }),
        };
        chains.push(above.map(|mut chain| {
            let Outlets { reporters, .. } = &outlets[at];
            let named = reporters.iter().chain(&interviews[at]);
            let mut outlets: Vec<Relayer> = named.copied().map(Relayer::Outlet).collect();
            outlets.retain(|outlet| !chain.contains(outlet));
            chain.append(&mut outlets);
            chain
        }));
    }
    chains
}

/// Whether one who takes this stance tells what others said as so.
fn vouches(stance: Stance) -> bool {
    matches!(stance, Stance::Asserts | Stance::Confirms | Stance::Hedges)
}

/// For each attribution the outlet that it was said to. Who speaks on after "told Radio 7" still speaks to it, as
/// long as nobody else does and no other place is named.
fn interviews(
    document: &Document,
    told: &[Told],
    speakers: &[Vec<usize>],
    outlets: &[Outlets],
) -> Vec<Option<Run>> {
    let sentence = |at: usize| document.sentence(told[at].candidate.cue.start);
    let mut said_to: Vec<Option<Run>> = outlets.iter().map(|own| own.addressed).collect();
    let mut order: Vec<usize> = (0..told.len())
        .filter(|at| told[*at].holder.is_none())
        .collect();
    order.sort_by_key(|at| told[*at].candidate.cue.start);
    for pair in order.windows(2) {
        let (before, at) = (pair[0], pair[1]);
        let same = !speakers[at].is_empty() && speakers[at] == speakers[before];
        let near = sentence(at).paragraph <= sentence(before).paragraph + 1;
        let there = sentence(at) == sentence(before) || !elsewhere(document, &told[at]);
        if said_to[at].is_none() && same && near && there {
            said_to[at] = said_to[before];
        }
    }
    said_to
}

/// Whether the sentence of an attribution, its content left out, names another place or time at which it was said.
fn elsewhere(document: &Document, told: &Told) -> bool {
    const ELSEWHERE: [u32; 20] = [
        hash_str("tell"),
        hash_str("writ"),
        hash_str("tweet"),
        hash_str("post"),
        hash_str("testif"),
        hash_str("statement"),
        hash_str("conferenc"),
        hash_str("speech"),
        hash_str("briefing"),
        hash_str("brief"),
        hash_str("letter"),
        hash_str("email"),
        hash_str("rally"),
        hash_str("ral"),
        hash_str("meeting"),
        hash_str("meet"),
        hash_str("separately"),
        hash_str("earlier"),
        hash_str("earli"),
        hash_str("later"),
    ];
    let sentence = document.sentence(told.candidate.cue.start);
    (sentence.start..sentence.end)
        .filter(|at| !told.candidate.says(*at))
        .any(|at| ELSEWHERE.contains(&document.tokens[at].stem))
}
