//! Moving on: a party that affirms a rival answer, surely later, drops its former one.
//!
//! The former position counts as taken back for as long as the later word stands. If that word is
//! retracted, or itself dropped for another answer, the party holds the former answer again.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::docket::{ClaimKey, PartyKey, StatementKey};
use super::hearing::{Heard, Standing, Word, latest, standing};
use super::rivals::Rivals;
use super::statement::Family;
use super::time::Moment;

/// A party that affirms several answers to one question, so it may move between them.
#[derive(Debug, Clone)]
pub(super) struct Mover {
    /// The party.
    pub(super) party: PartyKey,
    /// Its answers, in the docket's order.
    answers: Vec<Answer>,
}

/// The party's words on one claim that it affirms.
#[derive(Debug, Clone)]
struct Answer {
    /// The claim's index in the docket.
    claim: usize,
    /// The indexes of the party's words among those on the claim.
    words: Range<usize>,
}

/// The parties of a docket that may move from one answer to another, by party.
pub(super) fn movers(heard: &Heard<'_>) -> Vec<Mover> {
    if heard.rivals().is_none() {
        return Vec::new();
    }
    let mut answers: BTreeMap<PartyKey, Vec<Answer>> = BTreeMap::new();
    for claim in 0..heard.docket().claims.len() {
        let mut from = 0;
        for held in heard.on(claim).chunk_by(Word::of_one_holder) {
            let words = from..from + held.len();
            from = words.end;
            if let Some(word) = held.iter().find(|word| affirms(word)) {
                let answer = Answer { claim, words };
                answers.entry(word.holder).or_default().push(answer);
            }
        }
    }
    let movers = answers
        .into_iter()
        .map(|(party, answers)| Mover { party, answers });
    movers.filter(|mover| mover.answers.len() > 1).collect()
}

/// The statements that may affect a claim other than their own: those by which a party moves on
/// from the claim, and retractions of these. Sorted.
///
/// Membership depends on earlier words only.
pub(super) fn bearing(heard: &Heard<'_>) -> Vec<(ClaimKey, StatementKey)> {
    let mut bearing = Vec::new();
    for mover in heard.movers() {
        for former in &mover.answers {
            let claim = heard.docket().claims[former.claim].key;
            let words = heard.on(former.claim)[former.words.clone()].iter();
            let affirmed = words.filter(|word| affirms(word)).map(|word| word.until);
            let Some(affirmed) = affirmed.min() else {
                continue;
            };
            for later in mover.answers.iter().filter(|one| one.claim != former.claim) {
                let on_claim = heard.on(later.claim);
                let own = on_claim[later.words.clone()]
                    .iter()
                    .filter(|word| moves(word));
                for word in own.filter(|word| affirmed < word.from) {
                    bearing.push((claim, word.said.key));
                    let undoing = word
                        .retractions(on_claim)
                        .filter(|other| word.from < other.from);
                    bearing.extend(undoing.map(|other| (claim, other.said.key)));
                }
            }
        }
    }
    bearing.sort_unstable();
    bearing.dedup();
    bearing
}

/// For each mover, the answers that it had given last at a moment. Judging any claim of the docket at
/// that moment needs them, so they are found once.
#[derive(Debug, Clone)]
pub struct LastAnswers<'h>(Vec<Vec<(usize, &'h Word<'h>)>>);

impl<'h> LastAnswers<'h> {
    /// What the movers of a docket had answered by `cut`.
    pub fn at(heard: &'h Heard<'_>, cut: Moment) -> Self {
        let movers = heard.movers().iter();
        Self(match heard.rivals() {
            Some(rivals) => movers
                .map(|mover| mover.last_answers(heard, rivals, cut))
                .collect(),
            None => Vec::new(),
        })
    }

    /// The movers with their last answers.
    pub(super) fn by_mover(
        &self,
        heard: &'h Heard<'_>,
    ) -> impl Iterator<Item = (&'h Mover, &[(usize, &'h Word<'h>)])> {
        heard.movers().iter().zip(self.0.iter().map(Vec::as_slice))
    }
}

impl Mover {
    /// The indexes of the party's words among those on a claim, if it affirms the claim.
    pub(super) fn words_on(&self, claim: usize) -> Option<Range<usize>> {
        let place = self
            .answers
            .binary_search_by_key(&claim, |answer| answer.claim);
        Some(self.answers.get(place.ok()?)?.words.clone())
    }

    /// The word by which the party had moved on from a claim at `cut`, if it had, given its last
    /// answers then.
    pub(super) fn moved_on<'h>(
        &self,
        heard: &'h Heard<'_>,
        claim: usize,
        cut: Moment,
        last: &[(usize, &'h Word<'h>)],
    ) -> Option<&'h Word<'h>> {
        let rivals = heard.rivals()?;
        let position = self.position(heard, claim, cut)?;
        if position.family() != Family::Affirming {
            return None;
        }
        let rival = last.iter().filter(|(other, _)| rivals.are(claim, *other));
        let later = rival.map(|(_, word)| *word);
        latest(later.filter(|word| position.surely_before(word)))
    }

    /// The party's firm position on a claim at `cut`, not considering whether it moved on.
    fn position<'h>(
        &self,
        heard: &'h Heard<'_>,
        claim: usize,
        cut: Moment,
    ) -> Option<&'h Word<'h>> {
        let words = heard.on(claim);
        let firm = self.words_on(claim)?.filter(|place| {
            words[*place].family().is_firm() && standing(words, *place, cut) == Standing::Stands
        });
        latest(firm.map(|place| &words[place]))
    }

    /// For each claim, by index, the party's last own affirming word that it had not taken back at
    /// `cut`, whether by a retraction or by a later rival answer that still held.
    fn last_answers<'h>(
        &self,
        heard: &'h Heard<'_>,
        rivals: &Rivals,
        cut: Moment,
    ) -> Vec<(usize, &'h Word<'h>)> {
        let of_answer = |answer: &Answer| {
            let claim = answer.claim;
            let words = heard.on(claim)[answer.words.clone()].iter();
            let standing = words.filter(|word| moves(word) && word.holds_at(cut));
            standing.map(move |word| (claim, word))
        };
        let mut words: Vec<(usize, &'h Word<'h>)> =
            self.answers.iter().flat_map(of_answer).collect();
        // Newest first, so that the words that may take one back are settled before it.
        words.sort_by_key(|(_, word)| Reverse((word.from, word.said.key)));
        let mut last: Vec<(usize, &'h Word<'h>)> = Vec::new();
        for (claim, word) in words {
            let is_known = last.iter().any(|(other, _)| *other == claim);
            let takes_back = |(other, later): &(usize, &Word<'_>)| {
                rivals.are(claim, *other) && word.surely_before(later)
            };
            if !is_known && !last.iter().any(takes_back) {
                last.push((claim, word));
            }
        }
        last
    }
}

/// Whether a word affirms, as the holder's own or relayed.
fn affirms(word: &Word<'_>) -> bool {
    word.family() == Family::Affirming && !word.is_note()
}

/// Whether its holder may move on by this word: it affirms, as the holder's own.
fn moves(word: &Word<'_>) -> bool {
    word.family() == Family::Affirming && word.is_heard()
}
