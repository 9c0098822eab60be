//! The fold: from what was said on a docket's claims to where everybody stands.
//!
//! One pure function, [`fold`], serves posting, both clocks and the rule trace. It sees a whole
//! docket and a moment, and returns the same findings for the same docket, whatever was asked
//! before.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::corroboration;
use super::discrepancy::{self, Discrepancy};
use super::docket::{ClaimKey, Docket, PartyKey, Said, StatementKey, Terms, latest};
use super::hearing::{Heard, Hearing, Word};
use super::ruling::Verdict;
use super::statement::{Family, Stance};
use super::status::{self, Acknowledgement, Answer, Line, Status};
use super::time::Moment;

/// Where a docket's claims stand, and where accounts diverge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// One finding a claim, in the docket's order.
    pub claims: Vec<Finding>,
    /// The discrepancies that are open.
    pub discrepancies: Vec<Discrepancy>,
}

/// Where one claim stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The claim.
    pub claim: ClaimKey,
    /// Its status.
    pub status: Status,
    /// What its principals make of it; none where it has none.
    pub acknowledgement: Option<Acknowledgement>,
    /// How many independent origins affirm it.
    pub origins: u32,
    /// The firm positions, one a party, by party.
    pub positions: Vec<Position>,
    /// Hedges and withholdings that stand beside them, one a party, by party.
    pub beside: Vec<Position>,
    /// What each principal makes of it, in the claim's order.
    pub principals: Vec<Principal>,
    /// The last minute in which somebody may have affirmed, negated or ruled.
    pub last_firm: Option<Moment>,
    /// The verdict in force.
    pub ruling: Option<Verdict>,
}

/// What a party holds on a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The party.
    pub party: PartyKey,
    /// The statement that puts it there.
    pub statement: StatementKey,
    /// The stance of that statement.
    pub stance: Stance,
    /// Whether the party only relayed it, in the name of another.
    pub hearsay: bool,
    /// Whether nobody's name stands for it.
    pub unnamed: bool,
    /// In whose name the party spoke then. Empty where the position was read from a ledger's
    /// rows, which keep the outcome and not the way to it.
    pub names: Arc<BTreeSet<PartyKey>>,
}

impl Finding {
    /// The firm position of a party.
    pub fn position(&self, party: PartyKey) -> Option<&Position> {
        of(&self.positions, party)
    }

    /// The positions with a stance of this family.
    pub fn positions_of(&self, family: Family) -> impl Iterator<Item = &Position> {
        let all = self.positions.iter().chain(&self.beside);
        all.filter(move |position| position.family() == family)
    }
}

impl Position {
    fn by(word: &Word<'_>) -> Self {
        Self {
            party: word.holder,
            statement: word.said.key,
            stance: word.said.stance,
            hearsay: word.hearsay,
            unnamed: word.unnamed,
            names: Arc::clone(&word.names),
        }
    }

    /// The family of the stance.
    pub fn family(&self) -> Family {
        self.stance.family()
    }

    /// Whether the two were taken by one side.
    pub fn of_one_side(&self, other: &Self) -> bool {
        !self.names.is_disjoint(&other.names)
    }
}

/// What a principal makes of a claim, on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The principal.
    pub party: PartyKey,
    /// What it makes of the claim.
    pub answer: Answer,
    /// The statement that says so, by the principal or a voice; none where it is silent.
    pub statement: Option<StatementKey>,
}

/// A claim's finding with the way to it: what `why` prints.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    /// The words and what became of each.
    pub hearing: Hearing<'a>,
    /// The line of the status rule that fits first.
    pub line: Line,
    /// The outcome.
    pub finding: Finding,
}

/// Judges what had been said by `cut` (none: all of it).
pub fn fold(docket: &Docket, cut: Option<Moment>) -> Findings {
    let judged = judge(docket, cut);
    Findings {
        discrepancies: discrepancy::all(docket, &judged),
        claims: judged.into_iter().map(|claim| claim.finding).collect(),
    }
}

/// The claims of a docket, judged one by one.
pub fn judge(docket: &Docket, cut: Option<Moment>) -> Vec<Judged<'_>> {
    let heard = Heard::of(docket);
    let claims = docket.claims.iter();
    claims
        .map(|terms| judge_claim(&heard, terms, cut))
        .collect()
}

/// One claim of a docket, judged by what had been said at `cut`.
pub fn judge_claim<'a>(heard: &Heard<'a>, terms: &'a Terms, cut: Option<Moment>) -> Judged<'a> {
    let hearing = heard.on(terms, cut);
    let docket = heard.docket();
    let positions = firm_positions(&hearing);
    let beside = beside(&hearing, &positions);
    let principals: Vec<Principal> = hearing
        .terms
        .principals
        .iter()
        .map(|party| principal(&hearing, *party))
        .collect();
    let origins = corroboration::origins(docket, &hearing, &positions);
    let line = status::line(&hearing, &positions, &principals, origins);
    let rulings = || {
        let all = hearing.terms.rulings.iter();
        all.filter(|ruling| cut.is_none_or(|cut| Moment::start_of(ruling.day) <= cut))
    };
    let firm_words = hearing.standing().filter(|word| word.family().is_firm());
    let last_firm = firm_words
        .map(|word| word.said.when.latest())
        .chain(rulings().map(|ruling| Moment::end_of(ruling.day)))
        .max();
    let finding = Finding {
        claim: hearing.terms.key,
        status: line.status(),
        acknowledgement: status::acknowledgement(&principals),
        origins,
        positions,
        beside,
        principals,
        last_firm,
        // Of several of one day, the last entered.
        ruling: rulings()
            .max_by_key(|ruling| ruling.day)
            .map(|ruling| ruling.verdict),
    };
    Judged {
        hearing,
        line,
        finding,
    }
}

/// The latest of the words that `fits`, one a holder, by holder.
fn latest_by_holder<'h, 'a>(
    hearing: &'h Hearing<'a>,
    fits: impl Fn(&Word<'a>) -> bool,
) -> Vec<&'h Word<'a>> {
    let words = hearing.by_holder(fits);
    words.each().filter_map(latest_word).collect()
}

/// The latest of some words, by the same rule as [`latest`].
pub(super) fn latest_word<'h, 'a>(words: &[&'h Word<'a>]) -> Option<&'h Word<'a>> {
    let last: &Said = latest(words.iter().map(|word| word.said))?;
    words.iter().copied().find(|word| word.said.key == last.key)
}

/// Each party's latest affirming or negating word that stands.
fn firm_positions(hearing: &Hearing<'_>) -> Vec<Position> {
    latest_by_holder(hearing, |word| word.family().is_firm())
        .into_iter()
        .map(Position::by)
        .collect()
}

/// Each party's latest hedge or withholding, unless its firm position comes after it.
fn beside(hearing: &Hearing<'_>, positions: &[Position]) -> Vec<Position> {
    let firm_word = |word: &Word<'_>| hearing.word(of(positions, word.holder)?.statement);
    latest_by_holder(hearing, |word| {
        matches!(word.family(), Family::Uncertain | Family::Withholding)
    })
    .into_iter()
    .filter(|word| firm_word(word).is_none_or(|firm| firm.said.precedes(word.said)))
    .map(Position::by)
    .collect()
}

/// A party's position among some, which are in the order of their parties.
fn of(positions: &[Position], party: PartyKey) -> Option<&Position> {
    let at = positions.binary_search_by_key(&party, |position| position.party);
    at.ok().map(|at| &positions[at])
}

/// A principal's position: the latest firm word, on the record, of itself or of a voice that
/// spoke for it at the time; short of one, its latest hedge or withholding.
fn principal(hearing: &Hearing<'_>, party: PartyKey) -> Principal {
    let in_its_name = |firm: bool| {
        let words: Vec<&Word<'_>> = hearing
            .standing()
            .filter(|word| word.is_on_record() && word.names.contains(&party))
            .filter(|word| word.family() != Family::Meta && word.family().is_firm() == firm)
            .collect();
        latest_word(&words).map(|word| (word.said.key, word.family()))
    };
    let (answer, statement) = match in_its_name(true).or_else(|| in_its_name(false)) {
        Some((key, Family::Affirming)) => (Answer::Affirms, Some(key)),
        Some((key, Family::Negating)) => (Answer::Negates, Some(key)),
        Some((key, _)) => (Answer::Withholds, Some(key)),
        None => (Answer::Silent, None),
    };
    Principal {
        party,
        answer,
        statement,
    }
}
