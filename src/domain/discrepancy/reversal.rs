//! Reversal: a party contradicts its own past words, or what was said in its name.

use std::collections::BTreeMap;

use super::super::docket::PartyKey;
use super::super::fold::Judged;
use super::super::hearing::{Word, latest};
use super::super::rivals::Rivals;
use super::super::statement::Family;
use super::super::value::Value;
use super::{Discrepancy, Kind, Stand};

/// A party's own, surely later firm position is the opposite of its earlier one, or of what a voice
/// said in its name. Weak if it affirmed and later only hedges or withholds.
pub(super) fn on_claim<'j>(judged: &'j Judged<'_>) -> impl Iterator<Item = Discrepancy> + 'j {
    own_positions(judged).filter_map(|firm| {
        turned(judged, firm)
            .or_else(|| overruled(judged, firm))
            .or_else(|| wavered(judged, firm))
    })
}

/// The words that establish firm positions, hearsay excluded.
fn own_positions<'h>(judged: &Judged<'h>) -> impl Iterator<Item = &'h Word<'h>> {
    judged.firm.iter().copied().filter(|word| !word.hearsay)
}

fn turned(judged: &Judged<'_>, now: &Word<'_>) -> Option<Discrepancy> {
    let own = judged.hearing.held_with(now).own();
    let before = latest(own.filter(|word| is_opposite(word, now)))?;
    Some(reversal(judged, [before], now))
}

/// The party contradicts what voices said in its name, which makes their words lapse.
fn overruled(judged: &Judged<'_>, now: &Word<'_>) -> Option<Discrepancy> {
    let lapsed = judged.hearing.lapsed_words_for(now.holder);
    let opposite = lapsed.filter(|word| is_opposite(word, now));
    let mut voices: Vec<PartyKey> = opposite.clone().map(|word| word.holder).collect();
    voices.sort_unstable();
    voices.dedup();
    let of_voice = |voice| latest(opposite.clone().filter(move |word| word.holder == voice));
    let mut last_words = voices.into_iter().filter_map(of_voice).peekable();
    last_words.peek()?;
    Some(reversal(judged, last_words, now))
}

/// Whether a firm word is the opposite of a surely later one.
fn is_opposite(word: &Word<'_>, later: &Word<'_>) -> bool {
    let family = word.family();
    family.is_firm() && family != later.family() && word.surely_before(later)
}

fn wavered(judged: &Judged<'_>, firm: &Word<'_>) -> Option<Discrepancy> {
    if firm.family() != Family::Affirming {
        return None;
    }
    let own = judged.hearing.held_with(firm).own();
    let now = latest(own.filter(|word| {
        matches!(word.family(), Family::Uncertain | Family::Withholding) && firm.surely_before(word)
    }))?;
    Some(reversal(judged, [firm], now).weakened(true))
}

fn reversal<'h>(
    judged: &Judged<'_>,
    before: impl IntoIterator<Item = &'h Word<'h>>,
    now: &Word<'_>,
) -> Discrepancy {
    let before = before.into_iter().map(|word| Stand::by(0, word));
    let stands = before.chain([Stand::by(1, now)]).collect();
    Discrepancy::on_claim(Kind::Reversal, judged.key(), Some(now.holder), stands)
}

/// A party affirmed one answer and surely later moved to a rival one. Weak if every such move is
/// from one figure or date to another, as when a figure is revised.
pub(super) fn between_rivals<'r>(
    rivals: &'r Rivals,
    judged: &[Judged<'_>],
) -> impl Iterator<Item = Discrepancy> + use<'r> {
    let mut moves: BTreeMap<PartyKey, Moves> = BTreeMap::new();
    for (at, to) in judged.iter().enumerate() {
        let answers = own_positions(to).filter(|word| word.family() == Family::Affirming);
        for now in answers {
            let others = judged.iter().enumerate();
            for (_, from) in others.filter(|(other, _)| rivals.are(*other, at)) {
                if let Some(before) = left(from, now) {
                    let moves = moves.entry(now.holder).or_default();
                    moves
                        .stands
                        .extend([Stand::by(0, before), Stand::by(1, now)]);
                    moves.strong |= !(gives_figure(from) && gives_figure(to));
                }
            }
        }
    }
    moves.into_iter().map(|(party, Moves { stands, strong })| {
        Discrepancy::on_question(Kind::Reversal, rivals.question, Some(party), stands)
            .weakened(!strong)
    })
}

/// A party's moves between rival answers.
#[derive(Default)]
struct Moves {
    stands: Vec<Stand>,
    /// Whether any move was more than a revised figure.
    strong: bool,
}

/// Whether a claim answers its question with a number or with days.
fn gives_figure(judged: &Judged<'_>) -> bool {
    let value = judged.hearing.terms.value.as_ref();
    value.is_some_and(Value::is_figure)
}

/// The last word by which a party affirmed another answer, surely before its present one.
fn left<'h>(from: &Judged<'h>, now: &Word<'_>) -> Option<&'h Word<'h>> {
    let own = from.hearing.holder(now.holder).own_or_left();
    latest(own.filter(|word| word.family() == Family::Affirming && word.surely_before(now)))
}
