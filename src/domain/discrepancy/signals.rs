//! One side, or one party, saying different things: mixed signals and conflicting reports.

use std::collections::BTreeMap;

use super::super::docket::{PartyKey, SourceKey};
use super::super::fold::Judged;
use super::super::hearing::Word;
use super::super::sides::{common, grouped};
use super::super::statement::Family;
use super::super::time::Precision;
use super::{Discrepancy, Kind, Stand};

/// Voices of one side hold opposite firm positions, or one affirms while another withholds (unless
/// it withheld first and the affirming word came surely later), since the party itself last spoke
/// firmly. Also one party doing so on one day in one source, without a firm word on a later day.
///
/// "Since the party itself last spoke firmly" needs no code here: earlier words have lapsed.
pub(super) fn mixed(judged: &Judged<'_>, days: &[Day<'_>]) -> Vec<Discrepancy> {
    let mut sides: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    let stands = between_voices(judged).into_iter();
    for (side, stand) in stands.chain(days.iter().flat_map(in_one_breath)) {
        sides.entry(side).or_default().push(stand);
    }
    sides
        .into_iter()
        .map(|(side, stands)| {
            Discrepancy::on_claim(Kind::MixedSignals, judged.key(), Some(side), stands)
        })
        .collect()
}

/// Parties of one side that disagree, each with the party in whose name both speak.
fn between_voices(judged: &Judged<'_>) -> Vec<(PartyKey, Stand)> {
    let own = |word: &&Word<'_>| !word.hearsay;
    let affirming = judged.holding(Family::Affirming).filter(own);
    let negating = judged.holding(Family::Negating).filter(own);
    let beside = judged.beside.iter().copied().filter(own);
    let withholding = beside.filter(|word| {
        word.family() == Family::Withholding && judged.position(word.holder).is_none()
    });
    let others = negating.chain(withholding);
    let mut found = Vec::new();
    if others.clone().next().is_none() {
        return found;
    }
    let (affirming, others) = grouped(affirming, others);
    for (names, affirming) in &affirming {
        let mut by_head: BTreeMap<PartyKey, Vec<&Word<'_>>> = BTreeMap::new();
        for (other_names, others) in &others {
            let names: Vec<PartyKey> = common(names, other_names).collect();
            for other in others {
                if let Some(head) = head_of_side(judged, &names, other) {
                    by_head.entry(head).or_default().push(other);
                }
            }
        }
        for (head, others) in by_head {
            let disagreeing = disagreeing(affirming.iter().chain(&others).copied());
            found.extend(disagreeing.into_iter().map(|stand| (head, stand)));
        }
    }
    found
}

/// Those of some words that disagree: one affirms and another negates or withholds. Instead of
/// comparing all in pairs, it compares each with the one most likely to disagree.
fn disagreeing<'h>(words: impl Iterator<Item = &'h Word<'h>> + Clone) -> Vec<Stand> {
    let of = |family| words.clone().filter(move |word| word.family() == family);
    let first_affirming = of(Family::Affirming).map(|word| word.from).min();
    let last_withholding = of(Family::Withholding).map(|word| word.until).max();
    let negated = of(Family::Negating).next().is_some();
    let side = |word: &Word<'_>| match word.family() {
        // Withholding and surely later affirming is news rather than disagreement.
        Family::Affirming => {
            let withheld = last_withholding.is_some_and(|until| until >= word.from);
            (negated || withheld).then_some(0)
        }
        Family::Negating => first_affirming.map(|_| 1),
        Family::Withholding => first_affirming
            .filter(|from| word.until >= *from)
            .map(|_| 1),
        _ => None,
    };
    words
        .clone()
        .filter_map(|word| Some(Stand::by(side(word)?, word)))
        .collect()
}

/// Of the names in which a word and another one were both spoken: one that speaks for none of the
/// others, or else the first.
fn head_of_side(judged: &Judged<'_>, names: &[PartyKey], other: &Word<'_>) -> Option<PartyKey> {
    let speaks_for_none = |party: &&PartyKey| {
        let spoken_for = judged.hearing.parties.names(party, other.said.when);
        let mut others = names.iter().filter(|name| *name != *party);
        names.len() == 1 || others.all(|name| spoken_for.binary_search(name).is_err())
    };
    let head = names.iter().find(speaks_for_none);
    head.or_else(|| names.first()).copied()
}

/// Words of one party, day and source that say different things.
fn in_one_breath(day: &Day<'_>) -> Vec<(PartyKey, Stand)> {
    let mut words = day.0.clone();
    words.sort_by_key(|word| word.said.source);
    let sources = words.chunk_by(|one, other| one.said.source == other.said.source);
    let stands = sources.flat_map(|words| disagreeing(words.iter().copied()));
    stands.map(|stand| (stand.party, stand)).collect()
}

/// Two sources report different stance families of one party for one day, not both with a known
/// time, and the party has not spoken firmly on a later day.
pub(super) fn conflicting_reports(judged: &Judged<'_>, days: &[Day<'_>]) -> Vec<Discrepancy> {
    let mut reports: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    for day in days {
        let kinds = Reports::of(day);
        for word in &day.0 {
            let stands = kinds.sides(word).map(|side| Stand::by(side, word));
            for stand in stands {
                reports.entry(word.holder).or_default().push(stand);
            }
        }
    }
    reports
        .into_iter()
        .map(|(party, stands)| {
            Discrepancy::on_claim(Kind::ConflictingReports, judged.key(), Some(party), stands)
        })
        .collect()
}

/// The reports of one day by stance family and by whether the time is known, with up to two sources
/// of each: enough to tell whether some other source is among them.
struct Reports(BTreeMap<(Family, bool), (SourceKey, Option<SourceKey>)>);

impl Reports {
    fn of(day: &Day<'_>) -> Self {
        let mut sources = BTreeMap::new();
        for word in &day.0 {
            let source = word.said.source;
            let (first, second) = sources
                .entry((word.family(), has_time(word)))
                .or_insert((source, None));
            if *first != source {
                *second = Some(source);
            }
        }
        Self(sources)
    }

    /// The sides on which a word is, opposite other reports of that day.
    fn sides(&self, word: &Word<'_>) -> impl Iterator<Item = u32> {
        let (family, timed) = (word.family(), has_time(word));
        let others = self
            .0
            .iter()
            .filter(move |((other, other_timed), sources)| {
                let elsewhere = sources.0 != word.said.source || sources.1.is_some();
                *other != family && !(timed && *other_timed) && elsewhere
            });
        others.map(move |((other, _), _)| u32::from(*other < family))
    }
}

fn has_time(word: &Word<'_>) -> bool {
    word.said.when.precision() == Precision::Minute
}

/// Two or more words of one party from one day, in journal order.
pub(super) struct Day<'h>(Vec<&'h Word<'h>>);

/// A party's own words by day, leaving out days after which it spoke firmly.
pub(super) fn open_days<'h>(judged: &Judged<'h>) -> Vec<Day<'h>> {
    let mut days = Vec::new();
    for held in judged.hearing.holders() {
        let firm = held.own().filter(|word| word.family().is_firm());
        let last_firm = firm.map(|word| word.from).max();
        let is_open = |word: &&Word<'_>| {
            let is_settled = |day| last_firm.is_some_and(|firm| firm > day);
            word.family() != Family::Meta && word.day.is_some_and(|day| !is_settled(day))
        };
        let mut words: Vec<&Word<'_>> = held.own().filter(is_open).collect();
        words.sort_by_key(|word| word.day);
        let of_one_day = words.chunk_by(|one, other| one.day == other.day);
        let several = of_one_day.filter(|words| words.len() > 1);
        days.extend(several.map(|words| Day(words.to_vec())));
    }
    days
}
