//! Who relayed whose words: those in whose words they stand, and the media that they came through.

use super::candidate::Run;
use super::channel::{Level, outlets};
use super::document::Document;
use super::nested::Told;
use super::stance::Decision;
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
            let outlets = outlets(document, told, at, &level);
            let mut outlets: Vec<Relayer> = outlets.into_iter().map(Relayer::Outlet).collect();
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
