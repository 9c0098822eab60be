//! Reversal: a party against its own past words.

use std::collections::BTreeMap;

use super::super::docket::PartyKey;
use super::super::fold::Judged;
use super::super::hearing::{Word, latest};
use super::super::statement::Family;
use super::rivals::Rivals;
use super::{Discrepancy, Kind, Stand};

/// A party's own surely later firm position is the opposite of its earlier one. A later hedge or
/// withholding after affirming: weak.
pub fn on_claim<'j>(judged: &'j Judged<'_>) -> impl Iterator<Item = Discrepancy> + 'j {
    own_positions(judged).filter_map(|firm| turned(judged, firm).or_else(|| wavered(judged, firm)))
}

/// The words that put parties where they firmly stand, where those are their own words.
fn own_positions<'h>(judged: &Judged<'h>) -> impl Iterator<Item = &'h Word<'h>> {
    judged.firm.iter().copied().filter(|word| !word.hearsay)
}

fn turned(judged: &Judged<'_>, now: &Word<'_>) -> Option<Discrepancy> {
    let own = judged.hearing.held_with(now).own();
    let before = latest(own.filter(|word| {
        let family = word.family();
        family.is_firm() && family != now.family() && word.surely_before(now)
    }))?;
    Some(reversal(judged, before, now))
}

fn wavered(judged: &Judged<'_>, firm: &Word<'_>) -> Option<Discrepancy> {
    if firm.family() != Family::Affirming {
        return None;
    }
    let own = judged.hearing.held_with(firm).own();
    let now = latest(own.filter(|word| {
        matches!(word.family(), Family::Uncertain | Family::Withholding) && firm.surely_before(word)
    }))?;
    Some(reversal(judged, firm, now).weakened(true))
}

fn reversal(judged: &Judged<'_>, before: &Word<'_>, now: &Word<'_>) -> Discrepancy {
    let stands = vec![Stand::by(0, before), Stand::by(1, now)];
    Discrepancy::on_claim(Kind::Reversal, judged.key(), Some(now.holder), stands)
}

/// A party affirmed one answer, and surely later moved to a rival one.
pub fn between_rivals<'r>(
    rivals: &'r Rivals,
    judged: &[Judged<'_>],
) -> impl Iterator<Item = Discrepancy> + use<'r> {
    let mut moves: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    for (at, to) in judged.iter().enumerate() {
        let answers = own_positions(to).filter(|word| word.family() == Family::Affirming);
        for now in answers {
            let others = judged.iter().enumerate();
            for (_, from) in others.filter(|(other, _)| rivals.are(*other, at)) {
                if let Some(before) = left(from, now) {
                    let stands = moves.entry(now.holder).or_default();
                    stands.extend([Stand::by(0, before), Stand::by(1, now)]);
                }
            }
        }
    }
    moves.into_iter().map(|(party, stands)| {
        Discrepancy::on_question(Kind::Reversal, rivals.question, Some(party), stands)
    })
}

/// The last word by which a party affirmed another answer, surely before its present one.
fn left<'h>(from: &Judged<'h>, now: &Word<'_>) -> Option<&'h Word<'h>> {
    let own = from.hearing.holder(now.holder).own();
    latest(own.filter(|word| word.family() == Family::Affirming && word.surely_before(now)))
}
