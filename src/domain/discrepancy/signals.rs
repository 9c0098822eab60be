//! One side, or one party, heard saying different things: mixed signals, conflicting reports.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::docket::PartyKey;
use super::super::fold::{Judged, Position};
use super::super::hearing::Word;
use super::super::statement::Family;
use super::super::time::{Moment, Precision};
use super::{Discrepancy, Kind, Stand};

/// Voices of one side hold opposite firm positions, or one affirms while another withholds, since
/// the party itself last spoke firmly; or one party does so on one day in one source, and has not
/// spoken firmly on a later day.
///
/// "Since the party itself last spoke firmly" needs no code here: earlier words have lapsed.
pub fn mixed(judged: &Judged<'_>, pairs: &[Pair<'_, '_>]) -> Vec<Discrepancy> {
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
            Discrepancy::on_claim(Kind::MixedSignals, judged.finding.claim, Some(side), stands)
        })
        .collect()
}

/// Pairs of parties of one side that disagree, with the party in whose name both speak.
fn between_voices(judged: &Judged<'_>) -> Vec<(PartyKey, [Stand; 2])> {
    let firm = &judged.finding.positions;
    let own = |position: &&Position| !position.hearsay;
    let affirming = firm
        .iter()
        .filter(own)
        .filter(|one| one.family() == Family::Affirming);
    let negating = firm
        .iter()
        .filter(own)
        .filter(|one| one.family() == Family::Negating);
    let withholding = judged.finding.beside.iter().filter(own).filter(|one| {
        one.family() == Family::Withholding && judged.finding.position(one.party).is_none()
    });
    let against: Vec<&Position> = negating.chain(withholding).collect();
    let claim = judged.finding.claim;
    let stand = |side, position: &Position| Stand {
        side,
        claim,
        party: position.party,
        statement: Some(position.statement),
    };
    let mut found = Vec::new();
    for one in affirming {
        for other in against.iter().filter(|other| other.of_one_side(one)) {
            if let Some(head) = head_of_side(judged, one, other) {
                found.push((head, [stand(0, one), stand(1, other)]));
            }
        }
    }
    found
}

/// The party in whose name both speak: of several, one that speaks for none of the others.
fn head_of_side(judged: &Judged<'_>, one: &Position, other: &Position) -> Option<PartyKey> {
    let common: BTreeSet<PartyKey> = one.names.intersection(&other.names).copied().collect();
    let when = judged.hearing.word(other.statement)?.said.when;
    let speaks_for_none = |party: &PartyKey| {
        let names = judged.hearing.cast.names(*party, when);
        names.intersection(&common).all(|name| name == party)
    };
    let head = common.iter().copied().find(speaks_for_none);
    head.or_else(|| common.first().copied())
}

/// Words of one party, of one day, in one source, that say different things.
fn in_one_breath(pairs: &[Pair<'_, '_>]) -> Vec<(PartyKey, [Stand; 2])> {
    pairs
        .iter()
        .copied()
        .filter(|(one, other)| one.said.source == other.said.source)
        .filter_map(|(one, other)| match (one.family(), other.family()) {
            (Family::Affirming, Family::Negating | Family::Withholding) => Some((one, other)),
            (Family::Negating | Family::Withholding, Family::Affirming) => Some((other, one)),
            _ => None,
        })
        .map(|(one, other)| (one.holder, [Stand::by(0, one), Stand::by(1, other)]))
        .collect()
}

/// Two sources give one party different families of stance for one day, the hours not both
/// known, and it has not spoken firmly on a later day.
pub fn conflicting_reports(judged: &Judged<'_>, pairs: &[Pair<'_, '_>]) -> Vec<Discrepancy> {
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
            Discrepancy::on_claim(
                Kind::ConflictingReports,
                judged.finding.claim,
                Some(party),
                stands,
            )
        })
        .collect()
}

/// Two words of one party and one day.
pub type Pair<'h, 'a> = (&'h Word<'a>, &'h Word<'a>);

/// Pairs of a party's own words of one day, after which it has not spoken firmly on a later day.
pub fn pairs_of_a_day<'h, 'a>(judged: &'h Judged<'a>) -> Vec<Pair<'h, 'a>> {
    let own = judged.hearing.by_holder(Word::is_own);
    let mut pairs = Vec::new();
    for words in own.each().filter(|words| words.len() > 1) {
        let last_firm = words
            .iter()
            .filter(|word| word.family().is_firm())
            .map(|word| word.said.when.earliest())
            .max();
        let mut days: BTreeMap<NaiveDate, Vec<&Word<'_>>> = BTreeMap::new();
        for word in words.iter().filter(|word| word.family() != Family::Meta) {
            if let Some(day) = word.said.when.single_day() {
                days.entry(day).or_default().push(word);
            }
        }
        for (day, words) in &days {
            if last_firm.is_some_and(|firm| firm > Moment::end_of(*day)) {
                continue;
            }
            for (at, one) in words.iter().enumerate() {
                pairs.extend(words[at + 1..].iter().map(|other| (*one, *other)));
            }
        }
    }
    pairs
}
