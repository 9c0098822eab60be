//! Reversal: a party against its own past words.

use std::collections::{BTreeMap, BTreeSet};

use super::super::docket::{PartyKey, QuestionKey, latest};
use super::super::fold::Judged;
use super::super::hearing::Word;
use super::super::statement::Family;
use super::rivals::are_rivals;
use super::{Discrepancy, Kind, Stand};

/// A party's own surely later firm position is the opposite of its earlier one. A later hedge or
/// withholding after affirming: weak.
pub fn on_claim(judged: &Judged<'_>) -> Vec<Discrepancy> {
    let speakers: BTreeSet<PartyKey> = own_words(judged).map(|word| word.holder).collect();
    speakers
        .into_iter()
        .filter_map(|party| turned(judged, party).or_else(|| wavered(judged, party)))
        .collect()
}

fn own_words<'a>(judged: &'a Judged<'_>) -> impl Iterator<Item = &'a Word<'a>> + Clone {
    judged.hearing.standing().filter(|word| word.is_own())
}

/// The word that puts a party where it firmly stands, if that is its own word.
fn position<'a>(judged: &'a Judged<'_>, party: PartyKey) -> Option<&'a Word<'a>> {
    let mut positions = judged.finding.positions.iter();
    let held = positions.find(|position| position.party == party)?;
    own_words(judged).find(|word| word.said.key == held.statement)
}

fn turned(judged: &Judged<'_>, party: PartyKey) -> Option<Discrepancy> {
    let now = position(judged, party)?;
    let opposite = own_words(judged)
        .filter(|word| word.holder == party && word.family().is_firm())
        .filter(|word| word.family() != now.family())
        .filter(|word| word.said.when.surely_before(now.said.when));
    let before = last(opposite)?;
    Some(reversal(judged, party, before, now))
}

fn wavered(judged: &Judged<'_>, party: PartyKey) -> Option<Discrepancy> {
    let firm = position(judged, party).filter(|word| word.family() == Family::Affirming)?;
    let weaker = own_words(judged)
        .filter(|word| word.holder == party)
        .filter(|word| matches!(word.family(), Family::Uncertain | Family::Withholding))
        .filter(|word| firm.said.when.surely_before(word.said.when));
    let now = last(weaker)?;
    Some(reversal(judged, party, firm, now).weakened(true))
}

fn last<'a>(words: impl Iterator<Item = &'a Word<'a>> + Clone) -> Option<&'a Word<'a>> {
    let newest = latest(words.clone().map(|word| word.said))?.key;
    words.clone().find(|word| word.said.key == newest)
}

fn reversal(
    judged: &Judged<'_>,
    party: PartyKey,
    before: &Word<'_>,
    now: &Word<'_>,
) -> Discrepancy {
    let stands = vec![Stand::by(0, before), Stand::by(1, now)];
    Discrepancy::on_claim(Kind::Reversal, judged.finding.claim, Some(party), stands)
}

/// A party affirmed one answer, and surely later moved to a rival one.
pub fn between_rivals(question: QuestionKey, judged: &[Judged<'_>]) -> Vec<Discrepancy> {
    let mut moves: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    for from in judged {
        for to in judged.iter().filter(|to| are_rivals(from, to)) {
            for (party, before, now) in moved(from, to) {
                let stands = moves.entry(party).or_default();
                stands.extend([Stand::by(0, before), Stand::by(1, now)]);
            }
        }
    }
    moves
        .into_iter()
        .map(|(party, stands)| {
            Discrepancy::on_question(Kind::Reversal, question, Some(party), stands)
        })
        .collect()
}

fn moved<'a>(
    from: &'a Judged<'_>,
    to: &'a Judged<'_>,
) -> Vec<(PartyKey, &'a Word<'a>, &'a Word<'a>)> {
    to.finding
        .positions
        .iter()
        .filter(|held| held.family() == Family::Affirming)
        .filter_map(|held| {
            let now = position(to, held.party)?;
            let earlier = own_words(from)
                .filter(|word| word.holder == held.party && word.family() == Family::Affirming)
                .filter(|word| word.said.when.surely_before(now.said.when));
            Some((held.party, last(earlier)?, now))
        })
        .collect()
}
