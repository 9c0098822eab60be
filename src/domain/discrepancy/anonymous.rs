//! Anonymous-only: every supporter of a claim is unnamed.

use super::super::fold::Judged;
use super::super::hearing::Word;
use super::super::statement::{Family, Stance};
use super::{Discrepancy, Kind, Stand};

/// Everyone who affirms or hedges is anonymous (by kind or by attribution; background does not
/// count as anonymous). Media in their own voice are ignored.
pub(super) fn anonymous_only(judged: &Judged<'_>) -> Option<Discrepancy> {
    let words = judged.hearing.standing().filter(|word| !word.is_media);
    let mut named = words.clone().filter(|word| !word.unnamed);
    if named.any(|word| supports(judged, word)) {
        return None;
    }
    let supporting = words.filter(|word| supports(judged, word));
    let stands: Vec<Stand> = supporting.map(|word| Stand::by(0, word)).collect();
    (!stands.is_empty())
        .then(|| Discrepancy::on_claim(Kind::AnonymousOnly, judged.key(), None, stands))
}

/// Whether the word hedges, or affirms and its holder still does.
fn supports(judged: &Judged<'_>, word: &Word<'_>) -> bool {
    let still_affirms = || {
        let position = judged.position(word.holder);
        position.is_some_and(|firm| firm.family() == Family::Affirming)
    };
    match word.family() {
        Family::Affirming => still_affirms(),
        _ => word.said.stance == Stance::Hedges,
    }
}
