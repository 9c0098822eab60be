//! Reversal: a party against its own past words.

use std::collections::BTreeMap;

use super::super::docket::{PartyKey, QuestionKey};
use super::super::fold::{Judged, latest_word};
use super::super::hearing::Word;
use super::super::statement::Family;
use super::rivals::are_rivals;
use super::{Discrepancy, Kind, Stand};

/// A party's own surely later firm position is the opposite of its earlier one. A later hedge or
/// withholding after affirming: weak.
pub fn on_claim(judged: &Judged<'_>) -> Vec<Discrepancy> {
    let own = judged.hearing.by_holder(Word::is_own);
    own.each()
        .filter_map(|words| turned(judged, words).or_else(|| wavered(judged, words)))
        .collect()
}

/// The word that puts a party where it firmly stands, if that is its own word.
fn position<'h, 'a>(judged: &'h Judged<'a>, party: PartyKey) -> Option<&'h Word<'a>> {
    let held = judged.finding.position(party)?;
    let word = judged.hearing.word(held.statement)?;
    (word.is_own() && word.holder == party).then_some(word)
}

fn turned(judged: &Judged<'_>, words: &[&Word<'_>]) -> Option<Discrepancy> {
    let now = position(judged, words.first()?.holder)?;
    let before = last_of(words, |word| {
        word.family().is_firm()
            && word.family() != now.family()
            && word.said.when.surely_before(now.said.when)
    })?;
    Some(reversal(judged, before, now))
}

fn wavered(judged: &Judged<'_>, words: &[&Word<'_>]) -> Option<Discrepancy> {
    let firm = position(judged, words.first()?.holder)?;
    if firm.family() != Family::Affirming {
        return None;
    }
    let now = last_of(words, |word| {
        matches!(word.family(), Family::Uncertain | Family::Withholding)
            && firm.said.when.surely_before(word.said.when)
    })?;
    Some(reversal(judged, firm, now).weakened(true))
}

/// The latest of the words that fit.
fn last_of<'h, 'a>(
    words: &[&'h Word<'a>],
    fits: impl Fn(&Word<'a>) -> bool,
) -> Option<&'h Word<'a>> {
    let fitting: Vec<&Word<'_>> = words.iter().copied().filter(|word| fits(word)).collect();
    latest_word(&fitting)
}

fn reversal(judged: &Judged<'_>, before: &Word<'_>, now: &Word<'_>) -> Discrepancy {
    let stands = vec![Stand::by(0, before), Stand::by(1, now)];
    let party = Some(now.holder);
    Discrepancy::on_claim(Kind::Reversal, judged.finding.claim, party, stands)
}

/// A party affirmed one answer, and surely later moved to a rival one.
pub fn between_rivals(question: QuestionKey, judged: &[Judged<'_>]) -> Vec<Discrepancy> {
    let mut moves: BTreeMap<PartyKey, Vec<Stand>> = BTreeMap::new();
    for from in judged {
        let affirming = from
            .hearing
            .by_holder(|word| word.is_own() && word.family() == Family::Affirming);
        for to in judged.iter().filter(|to| are_rivals(from, to)) {
            for words in affirming.each() {
                if let Some((before, now)) = moved(words, to) {
                    let stands = moves.entry(now.holder).or_default();
                    stands.extend([Stand::by(0, before), Stand::by(1, now)]);
                }
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

/// The last of a party's words that comes surely before its present answer, and that answer.
fn moved<'h, 'a>(
    words: &[&'h Word<'a>],
    to: &'h Judged<'a>,
) -> Option<(&'h Word<'a>, &'h Word<'a>)> {
    let now = position(to, words.first()?.holder)?;
    if now.family() != Family::Affirming {
        return None;
    }
    let before = last_of(words, |word| word.said.when.surely_before(now.said.when))?;
    Some((before, now))
}
