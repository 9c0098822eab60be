//! Sides against each other: contradiction, and what a principal leaves unacknowledged.

use super::super::claim::Standard;
use super::super::docket::PartyKey;
use super::super::fold::{Judged, Position, Principal};
use super::super::statement::{Family, Stance};
use super::super::status::Answer;
use super::{Discrepancy, Kind, Stand};

/// Between sides, one affirms what another negates; doubts instead of negates: weak.
pub fn contradiction(judged: &Judged<'_>) -> Option<Discrepancy> {
    let negating = with_family(&judged.finding.positions, Family::Negating);
    let doubting: Vec<&Position> = judged
        .finding
        .beside
        .iter()
        .filter(|beside| beside.stance == Stance::Doubts)
        .filter(|beside| judged.finding.position(beside.party).is_none())
        .collect();
    opposed(judged, &negating).or_else(|| Some(opposed(judged, &doubting)?.weakened(true)))
}

fn with_family(positions: &[Position], family: Family) -> Vec<&Position> {
    positions
        .iter()
        .filter(|position| position.family() == family)
        .collect()
}

/// Those who affirm against `others`, where any two of them are of different sides.
fn opposed(judged: &Judged<'_>, others: &[&Position]) -> Option<Discrepancy> {
    let affirming = with_family(&judged.finding.positions, Family::Affirming);
    let against =
        |one: &Position, many: &[&Position]| many.iter().any(|other| !one.of_one_side(other));
    let one_side = affirming.iter().filter(|one| against(one, others));
    let other_side = others.iter().filter(|one| against(one, &affirming));
    let claim = judged.finding.claim;
    let stand = |side, position: &Position| Stand {
        side,
        claim,
        party: position.party,
        statement: Some(position.statement),
    };
    let stands: Vec<Stand> = one_side
        .map(|position| stand(0, position))
        .chain(other_side.map(|position| stand(1, position)))
        .collect();
    (!stands.is_empty()).then(|| Discrepancy::on_claim(Kind::Contradiction, claim, None, stands))
}

/// Standard acknowledgement; named others affirm, and a principal withholds or hedges, none
/// negates. All principals merely silent: weak.
pub fn unacknowledged(judged: &Judged<'_>) -> Option<Discrepancy> {
    let principals = &judged.finding.principals;
    let by_acknowledgement = judged.hearing.terms.standard == Standard::Acknowledgement;
    let answered = |answer| principals.iter().filter(move |one| one.answer == answer);
    if !by_acknowledgement || answered(Answer::Negates).next().is_some() {
        return None;
    }
    let all_silent = answered(Answer::Silent).count() == principals.len();
    let waiting_for: Vec<&Principal> = if all_silent {
        principals.iter().collect()
    } else {
        answered(Answer::Withholds).collect()
    };
    let claim = judged.finding.claim;
    let others = named_affirmers(judged).filter(|position| {
        let mut principals = waiting_for.iter();
        principals.any(|principal| !position.names.contains(&principal.party))
    });
    let mut stands: Vec<Stand> = others
        .map(|position| Stand {
            side: 0,
            claim,
            party: position.party,
            statement: Some(position.statement),
        })
        .collect();
    if stands.is_empty() {
        return None;
    }
    stands.extend(waiting_for.iter().map(|principal| Stand {
        side: 1,
        claim,
        party: principal.party,
        statement: principal.statement,
    }));
    let found = Discrepancy::on_claim(Kind::Unacknowledged, claim, None, stands);
    Some(found.weakened(all_silent))
}

/// The affirming positions for which somebody's name stands.
fn named_affirmers<'j>(judged: &'j Judged<'_>) -> impl Iterator<Item = &'j Position> {
    let named = judged
        .hearing
        .by_holder(|word| word.family() == Family::Affirming && !word.unnamed);
    let named: Vec<PartyKey> = named
        .each()
        .filter_map(|words| words.first().map(|word| word.holder))
        .collect();
    judged
        .finding
        .positions
        .iter()
        .filter(|position| position.family() == Family::Affirming)
        .filter(move |position| named.binary_search(&position.party).is_ok())
}
