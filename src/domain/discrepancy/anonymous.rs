//! Anonymous-only: nobody's name stands for a claim.

use super::super::fold::Judged;
use super::super::hearing::Word;
use super::super::party::PartyKind;
use super::super::statement::{Family, Stance};
use super::{Discrepancy, Kind, Stand};

/// Those who affirm or hedge are all anonymous (by kind or by level; background is not), media in
/// their own voice aside.
pub fn anonymous_only(judged: &Judged<'_>) -> Option<Discrepancy> {
    let supporting = || {
        let words = judged.hearing.standing();
        let words =
            words.filter(|word| judged.hearing.cast.kind(word.holder) != Some(PartyKind::Media));
        words.filter(|word| supports(judged, word))
    };
    if supporting().next().is_none() || supporting().any(|word| !word.unnamed) {
        return None;
    }
    let stands = supporting().map(|word| Stand::by(0, word)).collect();
    let claim = judged.finding.claim;
    Some(Discrepancy::on_claim(
        Kind::AnonymousOnly,
        claim,
        None,
        stands,
    ))
}

/// Whether the word hedges, or affirms and its holder still does.
fn supports(judged: &Judged<'_>, word: &Word<'_>) -> bool {
    let still_affirms = || {
        let position = judged.finding.position(word.holder);
        position.is_some_and(|position| position.family() == Family::Affirming)
    };
    match word.family() {
        Family::Affirming => still_affirms(),
        _ => word.said.stance == Stance::Hedges,
    }
}
