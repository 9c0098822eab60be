//! Opposing sides: contradictions, and claims that a principal leaves unacknowledged.

use super::super::claim::Standard;
use super::super::fold::{Judged, Principal};
use super::super::hearing::Word;
use super::super::sides::{Groups, apart, grouped};
use super::super::statement::{Family, Stance};
use super::super::status::Answer;
use super::{Discrepancy, Kind, Stand};

/// One side affirms what another negates. Weak if the other only doubts it.
pub(super) fn contradiction(judged: &Judged<'_>) -> Option<Discrepancy> {
    let doubting = judged
        .beside
        .iter()
        .copied()
        .filter(|word| word.said.stance == Stance::Doubts)
        .filter(|word| judged.position(word.holder).is_none());
    opposed(judged, judged.holding(Family::Negating))
        .or_else(|| Some(opposed(judged, doubting)?.weakened(true)))
}

/// Affirming words against `others`, wherever the two come from different sides.
fn opposed<'h>(
    judged: &Judged<'h>,
    others: impl Iterator<Item = &'h Word<'h>> + Clone,
) -> Option<Discrepancy> {
    others.clone().next()?;
    let (affirming, others) = grouped(judged.holding(Family::Affirming), others);
    let one_side = against(&affirming, &others).map(|word| Stand::by(0, word));
    let other_side = against(&others, &affirming).map(|word| Stand::by(1, word));
    let stands: Vec<Stand> = one_side.chain(other_side).collect();
    (!stands.is_empty())
        .then(|| Discrepancy::on_claim(Kind::Contradiction, judged.key(), None, stands))
}

/// Those of `some` words to which any of `others` comes from another side.
fn against<'g, 'h>(
    some: &'g Groups<'h, 'h>,
    others: &'g Groups<'h, 'h>,
) -> impl Iterator<Item = &'h Word<'h>> + 'g {
    let against = |(names, _): &(&Vec<_>, _)| others.keys().any(|other| apart(names, other));
    some.iter()
        .filter(against)
        .flat_map(|(_, words)| words.iter().copied())
}

/// Under the acknowledgement standard, named others affirm while a principal withholds or hedges
/// and no principal negates. Weak if all principals are merely silent.
pub(super) fn unacknowledged(judged: &Judged<'_>) -> Option<Discrepancy> {
    let principals = &judged.principals;
    let by_acknowledgement = judged.hearing.terms.standard == Standard::Acknowledgement;
    let any = |answer| principals.iter().any(|one| one.answer == answer);
    if !by_acknowledgement || any(Answer::Negates) {
        return None;
    }
    let all_silent = principals.iter().all(|one| one.answer == Answer::Silent);
    let waited_for = if all_silent {
        Answer::Silent
    } else {
        Answer::Withholds
    };
    let waiting_for = || principals.iter().filter(|one| one.answer == waited_for);
    let others = judged.holding(Family::Affirming).filter(|word| {
        waiting_for().any(|principal| !word.names.contains(&principal.party))
            && is_named(judged, word)
    });
    let mut stands: Vec<Stand> = others.map(|word| Stand::by(0, word)).collect();
    if stands.is_empty() {
        return None;
    }
    let claim = judged.key();
    stands.extend(waiting_for().map(|principal: &Principal| Stand {
        side: 1,
        claim,
        party: principal.party,
        statement: principal.statement,
    }));
    let found = Discrepancy::on_claim(Kind::Unacknowledged, claim, None, stands);
    Some(found.weakened(all_silent))
}

/// Whether a word's holder affirms by name.
fn is_named(judged: &Judged<'_>, word: &Word<'_>) -> bool {
    let mut words = judged.hearing.held_with(word).standing();
    words.any(|word| word.family() == Family::Affirming && !word.unnamed)
}
