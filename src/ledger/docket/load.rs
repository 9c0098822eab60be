//! Loads dockets: claims judged together, with everything their verdict depends on.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::discrepancy::Subject;
use crate::domain::docket::{
    ClaimKey, Docket, PartyFacts, PartyKey, QuestionKey, Ruled, Said, Terms,
};
use crate::domain::statement::Family;
use crate::domain::time::Moment;
use crate::journal::Seq;
use crate::ledger::docket::statements::RecordsByClaim;
use crate::ledger::read::columns::{column, garbled};
use crate::ledger::{ClaimFilter, Reader, Result};

/// What a statement that is not recorded refers to and is not recorded either.
#[derive(Debug, Default)]
pub struct NewInDocket {
    /// A party.
    pub party: Option<(PartyKey, PartyFacts)>,
    /// A claim that answers no question.
    pub claim: Option<Terms>,
}

/// A docket whose claims are known but not yet loaded.
struct Draft {
    question: Option<QuestionKey>,
    /// For each claim, itself and the claims merged into it, each with whether it states the
    /// opposite.
    families: Vec<Vec<(i64, bool)>>,
}

impl Draft {
    /// The docket with everything recorded on its claims, still without parties and stories.
    fn filled(self, records: &mut RecordsByClaim) -> Result<Docket> {
        let mut docket = Docket {
            question: self.question,
            ..Docket::default()
        };
        for family in self.families {
            add(&mut docket, &family, records)?;
        }
        docket.said.sort_unstable_by_key(|said| said.key);
        Ok(docket)
    }
}

impl Reader<'_> {
    /// The docket in which `claim` is judged.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if there is no such claim.
    pub fn docket_of(&self, claim: ClaimKey) -> Result<Docket> {
        self.docket(self.subject_of(claim)?)
    }

    /// The subject `claim` is judged under: the question it answers, or itself.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if there is no such claim.
    pub fn subject_of(&self, claim: ClaimKey) -> Result<Subject> {
        let question = self.question_of(claim)?;
        Ok(question.map_or(Subject::Claim(claim), Subject::Question))
    }

    /// The subjects that some subjects are judged under, without duplicates: a claim's question, or
    /// the claim itself.
    pub fn judged_as(&self, subjects: &[Subject]) -> Result<Vec<Subject>> {
        let judged = subjects.iter().map(|subject| match subject {
            Subject::Claim(claim) => self.subject_of(*claim),
            Subject::Question(_) => Ok(*subject),
        });
        let judged: BTreeSet<Subject> = judged.collect::<Result<_>>()?;
        Ok(judged.into_iter().collect())
    }

    /// Every subject judged on its own, in the order of their first claims.
    pub fn subjects(&self) -> Result<Vec<Subject>> {
        let listed = self.claims_at(&ClaimFilter::default(), Moment::LAST)?;
        let mut given = BTreeSet::new();
        let subjects = listed.into_iter().filter_map(|one| match one.question {
            None => Some(Subject::Claim(one.claim)),
            Some(question) => given
                .insert(question)
                .then_some(Subject::Question(question)),
        });
        Ok(subjects.collect())
    }

    /// The claims that answer a question.
    fn answers_to(&self, question: QuestionKey) -> Result<Vec<ClaimKey>> {
        self.rows(
            "SELECT key FROM claim WHERE question = ?1 AND posted <= ?2
             AND (ended IS NULL OR ended > ?2)
             AND NOT EXISTS (SELECT 1 FROM merger m WHERE m.former = claim.key
                             AND m.posted <= ?2 AND (m.ended IS NULL OR m.ended > ?2))
             ORDER BY key",
            params![question.0, self.at],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )
    }

    /// The question a claim answers, if any.
    pub(crate) fn question_of(&self, claim: ClaimKey) -> Result<Option<QuestionKey>> {
        let question = self.question_if_held(claim)?;
        question.ok_or_else(|| garbled(format!("a reference to claim {}", claim.0)))
    }

    /// The question a claim answers, if any. The outer `None` means that the claim does not
    /// currently exist.
    pub(crate) fn question_if_held(&self, claim: ClaimKey) -> Result<Option<Option<QuestionKey>>> {
        self.row(
            "SELECT question FROM claim
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![claim.0, self.at],
            |row| Ok(column::<Option<i64>>(row, 0)?.map(QuestionKey)),
        )
    }

    /// The docket of a claim as it would be with one more statement, and with what that refers to and
    /// is not recorded.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if there is no such claim,
    /// party or source.
    pub fn docket_with(&self, said: Said, new: NewInDocket) -> Result<Docket> {
        let mut docket = match new.claim {
            Some(terms) if terms.key == said.claim => Docket {
                claims: vec![terms],
                ..Docket::default()
            },
            _ => self.docket_of(said.claim)?,
        };
        docket.said.push(said);
        docket.said.sort_unstable_by_key(|said| said.key);
        self.complete(std::slice::from_mut(&mut docket), new.party)?;
        Ok(docket)
    }

    fn docket(&self, subject: Subject) -> Result<Docket> {
        let docket = self.dockets(&[subject], None)?.pop();
        docket.ok_or_else(|| garbled(format!("no docket of {subject:?}")))
    }

    /// The dockets of some questions and of some claims without one, limited to what may have been
    /// said by the end of `said_until` (`None` for no limit). Takes a few queries, however many
    /// subjects.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if there is no such question
    /// or claim.
    pub fn dockets(
        &self,
        subjects: &[Subject],
        said_until: Option<NaiveDate>,
    ) -> Result<Vec<Docket>> {
        let drafts = self.drafts(subjects)?;
        let families = drafts.iter().flat_map(|draft| &draft.families);
        let recorded_on = families.flatten().map(|(former, _)| ClaimKey(*former));
        let mut records = self.claim_records(recorded_on, said_until)?;
        let filled = drafts.into_iter().map(|draft| draft.filled(&mut records));
        let mut dockets: Vec<Docket> = filled.collect::<Result<_>>()?;
        self.complete(&mut dockets, None)?;
        Ok(dockets)
    }

    fn drafts(&self, subjects: &[Subject]) -> Result<Vec<Draft>> {
        let draft = |subject: &Subject| {
            let (question, claims) = match subject {
                Subject::Claim(claim) => (None, vec![*claim]),
                Subject::Question(question) => (Some(*question), self.answers_to(*question)?),
            };
            let families = claims.into_iter().map(|claim| self.family(claim.0));
            Ok(Draft {
                question,
                families: families.collect::<Result<_>>()?,
            })
        };
        subjects.iter().map(draft).collect()
    }

    /// Adds the parties and the stories, which all the dockets share. One party, `new`, is not recorded.
    fn complete(&self, dockets: &mut [Docket], new: Option<(PartyKey, PartyFacts)>) -> Result<()> {
        let said = || dockets.iter().flat_map(|docket| &docket.said);
        let speakers = said().flat_map(|said| said.via.iter().copied().chain([said.party]));
        let claims = dockets.iter().flat_map(|docket| &docket.claims);
        let principals = claims.flat_map(|terms| terms.principals.iter().copied());
        let mut named: Vec<PartyKey> = speakers.chain(principals).collect();
        if let Some((key, facts)) = &new {
            named.retain(|party| party != key);
            let edges = facts.speaks_for.iter().chain(&facts.member_of);
            named.extend(edges.map(|(other, _)| *other));
        }
        let mut parties = self.parties_and_groups(named)?;
        parties
            .facts
            .extend(new.map(|(key, facts)| (key, Arc::new(facts))));
        let parties = Arc::new(parties);
        // Only affirming statements are traced to their stories.
        let affirming = said().filter(|said| said.stance.family() == Family::Affirming);
        let sources = affirming.map(|said| said.source).collect();
        let stories = Arc::new(self.stories(sources)?);
        for docket in dockets {
            docket.parties = Arc::clone(&parties);
            docket.stories = Arc::clone(&stories);
        }
        Ok(())
    }
}

/// Adds a claim to a docket, with everything recorded on its family: the claim itself, then the
/// claims merged into it, each with whether it states the opposite.
fn add(docket: &mut Docket, family: &[(i64, bool)], records: &mut RecordsByClaim) -> Result<()> {
    let Some((claim, _)) = family.first() else {
        return Ok(());
    };
    let claim = ClaimKey(*claim);
    let mut terms: Option<Terms> = None;
    let mut rulings: Vec<(Seq, Ruled)> = Vec::new();
    for (former, opposite) in family {
        let mut record = records.remove(&ClaimKey(*former)).unwrap_or_default();
        if *opposite {
            record.turn();
        }
        if *former == claim.0 {
            terms = record.terms;
        }
        rulings.extend(record.rulings);
        let said = record.said.into_iter();
        let said = said.map(|said| Said { claim, ..said });
        match docket.said.is_empty() {
            // Avoids a copy.
            true => docket.said = said.collect(),
            false => docket.said.extend(said),
        }
    }
    let mut terms = terms.ok_or_else(|| garbled(format!("a reference to claim {}", claim.0)))?;
    rulings.sort_unstable_by_key(|(entry, _)| *entry);
    terms.rulings = rulings.into_iter().map(|(_, ruled)| ruled).collect();
    docket.claims.push(terms);
    Ok(())
}
