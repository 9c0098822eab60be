//! The fold: from the statements on a docket's claims to where everybody stands.
//!
//! One pure function, [`fold`], serves posting, both clocks and the rule trace. Its findings depend
//! only on the docket and the moment.

use chrono::NaiveDate;

use super::corroboration;
use super::discrepancy::{self, Discrepancy, overdue_after};
use super::docket::{ClaimKey, Docket, PartyKey, Ruled, StatementKey, Terms};
use super::hearing::{Heard, Hearing, Held, Word, latest};
use super::moving::LastAnswers;
use super::ruling::Verdict;
use super::statement::{Family, Stance};
use super::status::{self, Acknowledgement, Answer, Line, Status};
use super::time::Moment;

/// Where a docket's claims stand, and where accounts diverge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// One finding per claim, in docket order.
    pub claims: Vec<Finding>,
    /// The open discrepancies.
    pub discrepancies: Vec<Discrepancy>,
}

/// Where one claim stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The claim.
    pub claim: ClaimKey,
    /// Its status.
    pub status: Status,
    /// How its principals answer it; `None` if it has no principals.
    pub acknowledgement: Option<Acknowledgement>,
    /// The number of independent origins that affirm it.
    pub origins: u32,
    /// The firm positions, one per party, by party.
    pub positions: Vec<Position>,
    /// Hedges and withholdings beside them, one per party, by party.
    pub beside: Vec<Position>,
    /// Each principal's answer, in the claim's order.
    pub principals: Vec<Principal>,
    /// The last minute in which anybody may have affirmed, negated or ruled.
    pub last_firm: Option<Moment>,
    /// The verdict in force.
    pub ruling: Option<Verdict>,
}

/// A party's position on a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The party.
    pub party: PartyKey,
    /// The statement that establishes it.
    pub statement: StatementKey,
    /// The stance of that statement.
    pub stance: Stance,
    /// Whether the party only relayed it from another.
    pub hearsay: bool,
    /// Whether it is unnamed.
    pub unnamed: bool,
}

impl Finding {
    /// The positions whose stance belongs to this family.
    pub fn positions_of(&self, family: Family) -> impl Iterator<Item = &Position> {
        let all = self.positions.iter().chain(&self.beside);
        all.filter(move |position| position.family() == family)
    }

    /// The positions that contest the claim's status.
    pub fn contesting(&self) -> impl Iterator<Item = &Position> {
        self.positions_of(self.status.contesting())
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
        }
    }

    /// The family of the stance.
    pub fn family(&self) -> Family {
        self.stance.family()
    }
}

/// A principal's answer to a claim, on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The principal.
    pub party: PartyKey,
    /// The answer.
    pub answer: Answer,
    /// The statement that gives it, by the principal or a voice; `None` if it is silent.
    pub statement: Option<StatementKey>,
}

/// Judges everything said by `cut` (`None`: all of it).
pub fn fold(docket: &Docket, cut: Option<Moment>) -> Findings {
    let cut = cut.unwrap_or(Moment::LAST);
    let heard = Heard::by(docket, cut);
    let judged = judge(&heard, cut);
    Findings {
        discrepancies: discrepancy::all(heard.rivals(), &judged),
        claims: judged.iter().map(Judged::finding).collect(),
    }
}

/// Like [`fold`], but skips discrepancies.
pub fn findings(docket: &Docket, cut: Option<Moment>) -> Vec<Finding> {
    let cut = cut.unwrap_or(Moment::LAST);
    let heard = Heard::by(docket, cut);
    judge(&heard, cut).iter().map(Judged::finding).collect()
}

/// Judges each claim of a docket.
pub fn judge<'h>(heard: &'h Heard<'_>, cut: Moment) -> Vec<Judged<'h>> {
    let claims = heard.docket().claims.iter();
    let last = LastAnswers::at(heard, cut);
    claims
        .map(|terms| Judged::at(heard, terms, cut, &last))
        .collect()
}

/// One claim of a docket, judged at a moment: the ingredients of a finding and the reasoning behind
/// it, which `why` prints.
#[derive(Debug, Clone)]
pub struct Judged<'h> {
    /// The words and what became of each.
    pub hearing: Hearing<'h>,
    /// The words that establish the firm positions, one per party, by party.
    pub firm: Vec<&'h Word<'h>>,
    /// Hedges and withholdings beside them, one per party, by party.
    pub beside: Vec<&'h Word<'h>>,
    /// Each principal's answer, in the claim's order.
    pub principals: Vec<Principal>,
    /// The first line of the status rule that applies.
    pub line: Line,
    /// The moment of judging.
    cut: Moment,
}

impl<'h> Judged<'h> {
    /// Judges one claim of a heard docket at `cut`.
    pub fn at(heard: &'h Heard<'_>, terms: &'h Terms, cut: Moment, last: &LastAnswers<'h>) -> Self {
        let mut judged = Self {
            hearing: Hearing::at(heard, terms, cut, last),
            firm: Vec::new(),
            beside: Vec::new(),
            principals: Vec::new(),
            line: Line::Otherwise,
            cut,
        };
        judged.conclude();
        judged
    }

    /// Judges the claim again at `cut`. Only allocations are reused.
    pub fn move_to(&mut self, cut: Moment, last: &LastAnswers<'h>) {
        self.cut = cut;
        self.hearing.move_to(cut, last);
        self.conclude();
    }

    fn conclude(&mut self) {
        let hearing = &self.hearing;
        self.firm.clear();
        self.beside.clear();
        for held in hearing.holders() {
            let firm = latest(held.standing().filter(|word| word.family().is_firm()));
            self.firm.extend(firm);
            self.beside.extend(beside(held, firm));
        }
        let principals = hearing.principals();
        self.principals.clear();
        self.principals
            .extend(principals.map(|(party, words)| principal(party, words)));
        self.line = status::line(hearing, &self.firm, &self.principals);
    }

    /// The claim.
    pub fn key(&self) -> ClaimKey {
        self.hearing.terms.key
    }

    /// The word that establishes a party's firm position.
    pub fn position(&self, party: PartyKey) -> Option<&'h Word<'h>> {
        let at = self.firm.binary_search_by_key(&party, |word| word.holder);
        at.ok().map(|at| self.firm[at])
    }

    /// The words behind the firm positions of a family.
    pub fn holding(&self, family: Family) -> impl Iterator<Item = &'h Word<'h>> + Clone {
        let firm = self.firm.iter().copied();
        firm.filter(move |word| word.family() == family)
    }

    /// The positions that contest the claim's status.
    pub fn contesting(&self) -> Vec<Position> {
        let words = self.holding(self.status().contesting());
        words.map(Position::by).collect()
    }

    /// The status.
    pub fn status(&self) -> Status {
        self.line.status()
    }

    /// How its principals answer it; `None` if it has no principals.
    pub fn acknowledgement(&self) -> Option<Acknowledgement> {
        status::acknowledgement(&self.principals)
    }

    /// The verdict in force; among rulings of one day, the last entered.
    pub fn ruling(&self) -> Option<Verdict> {
        let last = self.rulings().max_by_key(|ruling| ruling.day);
        last.map(|ruling| ruling.verdict)
    }

    /// The number of parties whose firm position affirms the claim.
    pub fn affirming(&self) -> usize {
        self.holding(Family::Affirming).count()
    }

    /// The principals to call about the claim, in order of their keys: it is open and has no ruling,
    /// somebody has taken a stance toward it, and these principals have not answered firmly.
    pub fn to_call(&self) -> Vec<PartyKey> {
        let open = matches!(self.status(), Status::Unconfirmed | Status::Disputed);
        let mut stances = self.firm.iter().chain(&self.beside);
        let spoken_on = stances.any(|word| {
            matches!(
                word.family(),
                Family::Affirming | Family::Negating | Family::Uncertain
            )
        });
        if !open || !spoken_on || self.ruling().is_some() {
            return Vec::new();
        }
        let mut parties: Vec<PartyKey> = status::awaiting(&self.principals).collect();
        parties.sort_unstable();
        parties
    }

    fn rulings(&self) -> impl Iterator<Item = &'h Ruled> {
        let cut = self.cut;
        let all = self.hearing.terms.rulings.iter();
        all.filter(move |ruling| Moment::start_of(ruling.day) <= cut)
    }

    /// The last minute in which somebody may have affirmed or negated the claim or ruled on it; `None` if nobody has.
    fn last_firm(&self) -> Option<Moment> {
        let standing = self.hearing.standing();
        let firm_words = standing.filter(|word| word.family().is_firm());
        let ruled = self.rulings().map(|ruling| Moment::end_of(ruling.day));
        firm_words.map(|word| word.until).chain(ruled).max()
    }

    /// The day after which the claim is overdue unless somebody speaks, as [`overdue_after`] has it.
    pub fn overdue_after(&self) -> Option<NaiveDate> {
        let due = self.hearing.terms.due?;
        overdue_after(Some(due), self.status(), self.last_firm())
    }

    /// The outcome.
    pub fn finding(&self) -> Finding {
        let positions = |words: &[&Word<'_>]| words.iter().copied().map(Position::by).collect();
        Finding {
            claim: self.key(),
            status: self.status(),
            acknowledgement: self.acknowledgement(),
            origins: corroboration::origins(&self.hearing, &self.firm),
            positions: positions(&self.firm),
            beside: positions(&self.beside),
            principals: self.principals.clone(),
            last_firm: self.last_firm(),
            ruling: self.ruling(),
        }
    }
}

/// A party's latest hedge or withholding, unless its firm position comes after it.
fn beside<'h>(held: Held<'_, 'h>, firm: Option<&Word<'_>>) -> Option<&'h Word<'h>> {
    let words = held.standing();
    latest(words.filter(|word| matches!(word.family(), Family::Uncertain | Family::Withholding)))
        .filter(|word| firm.is_none_or(|firm| firm.precedes(word)))
}

/// A principal's answer, from the on-record words of itself and of the voices that spoke for it at
/// the time: the latest firm one or, failing that, the latest hedge or withholding.
fn principal<'w, 'a: 'w>(
    party: PartyKey,
    in_its_name: impl Iterator<Item = &'w Word<'a>> + Clone,
) -> Principal {
    let latest_of = |firm: bool| {
        latest(in_its_name.clone().filter(|word| {
            let family = word.family();
            family.is_firm() == firm && family != Family::Meta
        }))
    };
    let word = latest_of(true).or_else(|| latest_of(false));
    Principal {
        party,
        answer: match word.map(Word::family) {
            Some(Family::Affirming) => Answer::Affirms,
            Some(Family::Negating) => Answer::Negates,
            Some(_) => Answer::Withholds,
            None => Answer::Silent,
        },
        statement: word.map(|word| word.said.key),
    }
}
