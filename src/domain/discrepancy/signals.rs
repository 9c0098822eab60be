//! One side, or one party, saying different things: mixed signals and conflicting reports.

use std::collections::BTreeMap;

use super::super::docket::PartyKey;
use super::super::fold::Judged;
use super::super::hearing::Word;
use super::super::statement::Family;
use super::super::time::Precision;
use super::{Discrepancy, Kind, Stand};

/// Voices of one side hold opposite firm positions, or one affirms while another withholds (unless
/// it withheld first and the affirming word came surely later), since the party itself last spoke
/// firmly. Also one party doing so on one day in one source, without a firm word on a later day.
///
/// "Since the party itself last spoke firmly" needs no code here: earlier words have lapsed.
pub(super) fn mixed(judged: &Judged<'_>, pairs: &[Pair<'_>]) -> Vec<Discrepancy> {
    let mut sides: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    for (side, stands) in between_voices(judged)
        .into_iter()
        .chain(in_one_breath(pairs))
    {
        sides.entry(side).or_default().extend(stands);
    }
    sides
        .into_iter()
        .map(|(side, stands)| {
            Discrepancy::on_claim(Kind::MixedSignals, judged.key(), Some(side), stands)
        })
        .collect()
}

/// Pairs of parties of one side that disagree, each with the party in whose name both speak.
fn between_voices(judged: &Judged<'_>) -> Vec<(PartyKey, [Stand; 2])> {
    let own = |word: &&Word<'_>| !word.hearsay;
    let affirming = judged.holding(Family::Affirming).filter(own);
    let negating = judged.holding(Family::Negating).filter(own);
    let beside = judged.beside.iter().copied().filter(own);
    let withholding = beside.filter(|word| {
        word.family() == Family::Withholding && judged.position(word.holder).is_none()
    });
    // Indexed by name, so that words of one side are found without comparing every pair.
    let mut against: Vec<(PartyKey, &Word<'_>)> = negating
        .chain(withholding)
        .flat_map(|word| word.names.iter().map(move |name| (*name, word)))
        .collect();
    against.sort_unstable_by_key(|(name, word)| (*name, word.holder));
    let mut found = Vec::new();
    for one in affirming {
        for name in one.names.iter() {
            let from = against.partition_point(|(other, _)| other < name);
            let in_this_name = against[from..].iter();
            let others = in_this_name.take_while(|(other, _)| other == name);
            for (_, other) in others.filter(|(_, other)| !is_news(other, one)) {
                if let Some(head) = head_of_side(judged, one, other) {
                    found.push((head, [Stand::by(0, one), Stand::by(1, other)]));
                }
            }
        }
    }
    found
}

/// Whether a party withheld and the affirming word came surely later. That is news rather than
/// disagreement.
fn is_news(other: &Word<'_>, affirming: &Word<'_>) -> bool {
    other.family() == Family::Withholding && other.surely_before(affirming)
}

/// The party in whose name both speak; among several, one that speaks for none of the others.
fn head_of_side(judged: &Judged<'_>, one: &Word<'_>, other: &Word<'_>) -> Option<PartyKey> {
    let common = || one.names.iter().filter(|name| other.names.contains(name));
    let speaks_for_none = |party: &&PartyKey| {
        let names = judged.hearing.parties.names(party, other.said.when);
        common().all(|name| name == *party || !names.contains(name))
    };
    let head = common().find(speaks_for_none);
    head.or_else(|| common().next()).copied()
}

/// Words of one party, day and source that say different things.
fn in_one_breath(pairs: &[Pair<'_>]) -> Vec<(PartyKey, [Stand; 2])> {
    pairs
        .iter()
        .copied()
        .filter(|(one, other)| one.said.source == other.said.source)
        .filter_map(|(one, other)| match (one.family(), other.family()) {
            (Family::Affirming, Family::Negating | Family::Withholding) => Some((one, other)),
            (Family::Negating | Family::Withholding, Family::Affirming) => Some((other, one)),
            _ => None,
        })
        .filter(|(affirming, other)| !is_news(other, affirming))
        .map(|(one, other)| (one.holder, [Stand::by(0, one), Stand::by(1, other)]))
        .collect()
}

/// Two sources report different stance families of one party for one day, not both with a known
/// time, and the party has not spoken firmly on a later day.
pub(super) fn conflicting_reports(judged: &Judged<'_>, pairs: &[Pair<'_>]) -> Vec<Discrepancy> {
    let mut reports: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    for (one, other) in pairs.iter().copied() {
        let hours_known = [one, other]
            .iter()
            .all(|word| word.said.when.precision() == Precision::Minute);
        let differ = one.family() != other.family() && one.said.source != other.said.source;
        if differ && !hours_known {
            let (first, second) = if one.family() <= other.family() {
                (one, other)
            } else {
                (other, one)
            };
            let stands = reports.entry(one.holder).or_default();
            stands.extend([Stand::by(0, first), Stand::by(1, second)]);
        }
    }
    reports
        .into_iter()
        .map(|(party, stands)| {
            Discrepancy::on_claim(Kind::ConflictingReports, judged.key(), Some(party), stands)
        })
        .collect()
}

/// Two words of one party from one day.
pub(super) type Pair<'h> = (&'h Word<'h>, &'h Word<'h>);

/// Pairs of a party's own words from one day, unless it spoke firmly on a later day.
pub(super) fn pairs_of_a_day<'h>(judged: &Judged<'h>) -> Vec<Pair<'h>> {
    let mut pairs = Vec::new();
    for held in judged.hearing.holders() {
        let firm = held.own().filter(|word| word.family().is_firm());
        let last_firm = firm.map(|word| word.from).max();
        let is_open = |word: &&Word<'_>| {
            let is_settled = |day| last_firm.is_some_and(|firm| firm > day);
            word.family() != Family::Meta && word.day.is_some_and(|day| !is_settled(day))
        };
        let mut words = held.own().filter(is_open);
        while let Some(one) = words.next() {
            let of_that_day = words.clone().filter(|other| other.day == one.day);
            pairs.extend(of_that_day.map(|other| (one, other)));
        }
    }
    pairs
}
