//! Imported records that the ledger has in another version: what differs, and statements that
//! are corrected.

use serde::Serialize;

use super::{Desk, DeskError, IfExists, Result, StatementOutcome};
use crate::domain::docket::StatementKey;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Statement};
use crate::exchange::Record;
use crate::journal::Seq;
use crate::ledger;

/// What became of an imported statement.
pub(super) enum ImportedStatement {
    /// As for any statement.
    Outcome(StatementOutcome),
    /// The ledger's statement was corrected.
    Corrected,
    /// The ledger's statement is different and was kept.
    Differs {
        /// Its id.
        id: String,
        /// The fields that differ.
        fields: Vec<String>,
    },
}

impl Desk<'_, '_> {
    /// Records an imported statement. If the ledger has one with its id, that one is corrected, or
    /// kept, as `if_exists` says. With `lists_evidence`, evidence that is not in the record was taken
    /// out of it. The import began after entry `before`.
    pub(super) fn imported_statement(
        &mut self,
        statement: Statement,
        if_exists: IfExists,
        lists_evidence: bool,
        before: Seq,
    ) -> Result<ImportedStatement> {
        let reader = self.reader();
        let id = statement.id.as_ref();
        let held = id.map(|id| reader.statement_key(id.as_str())).transpose()?;
        // An id that the same file gave to another statement is a clash.
        let Some(held) = held.flatten().filter(|held| held.0 <= before) else {
            return self.repeated_statement(statement, if_exists);
        };
        // What an undone statement names may be gone as well, so it cannot be read.
        let withdrawn = reader.withdrawn(held)?;
        if withdrawn.is_some_and(|withdrawn| withdrawn.undone) {
            return self.repeated_statement(statement, if_exists);
        }
        let held = reader.statement(held)?;
        let given = self.as_recorded(statement)?;
        let given = aligned(given, &held.statement);
        let fields = statement_fields(&given, &held.statement);
        if held.withdrawn.is_some() {
            if fields.is_empty() {
                return Ok(ImportedStatement::Outcome(StatementOutcome::TakenBack(
                    held.key,
                )));
            }
            return self.edited_after_correction(held.key, given);
        }
        let removed = lists_evidence && lacks_evidence(&given, &held.statement);
        if fields.is_empty() && !removed {
            let outcome = self.add_evidence(&given, held)?;
            return Ok(ImportedStatement::Outcome(outcome));
        }
        if if_exists != IfExists::Replace {
            let evidence = removed.then(|| "evidence".to_owned());
            return Ok(ImportedStatement::Differs {
                id: held.id.to_string(),
                fields: fields.into_iter().chain(evidence).collect(),
            });
        }
        if removed {
            return Err(DeskError::EvidenceRemoved {
                id: held.id.to_string(),
            });
        }
        let mut amended = given.clone();
        amended.evidence.clone_from(&held.statement.evidence);
        for evidence in &mut amended.evidence {
            let mut marked = given.evidence.iter().filter(|one| one.unreviewed);
            evidence.unreviewed &= marked.any(|one| one.is_same(evidence));
        }
        let added = given.evidence.into_iter();
        amended
            .evidence
            .extend(added.filter(|one| !has(&held.statement, one)));
        self.correct(held.key, amended)?;
        Ok(ImportedStatement::Corrected)
    }

    /// A statement without an id, or with one that the ledger does not know: it may still say what a
    /// recorded one says.
    fn repeated_statement(
        &mut self,
        statement: Statement,
        if_exists: IfExists,
    ) -> Result<ImportedStatement> {
        let given = statement.clone();
        let (key, fields) = match self.statement(statement) {
            Err(DeskError::Differs { key, field, .. }) => (key, vec![field.to_owned()]),
            Err(error) => return Err(error),
            Ok(outcome) => {
                let (StatementOutcome::Evidence(key, _) | StatementOutcome::Unchanged(key)) =
                    outcome
                else {
                    return Ok(ImportedStatement::Outcome(outcome));
                };
                let held = self.reader().statement(key)?.statement.note;
                if given.note.is_none() || given.note == held {
                    return Ok(ImportedStatement::Outcome(outcome));
                }
                (key, vec!["note".to_owned()])
            }
        };
        let held = self.reader().statement(key)?;
        if if_exists != IfExists::Replace {
            return Ok(ImportedStatement::Differs {
                id: held.id.to_string(),
                fields,
            });
        }
        // What was left out stays as it is.
        let mut amended = held.statement;
        amended.unreviewed = given.unreviewed;
        amended.note = given.note.or(amended.note);
        amended.shown_as = given.shown_as.or(amended.shown_as);
        amended.credibility = given.credibility.or(amended.credibility);
        if given.attribution != Attribution::OnRecord {
            amended.attribution = given.attribution;
        }
        self.correct(key, amended)?;
        Ok(ImportedStatement::Corrected)
    }

    /// A file made before a statement was corrected repeats the correction, or is out of date.
    fn edited_after_correction(
        &self,
        of: StatementKey,
        given: Statement,
    ) -> Result<ImportedStatement> {
        let mut newest = self.reader().statement(of)?;
        while let Some(successor) = newest
            .withdrawn
            .as_ref()
            .and_then(|withdrawn| withdrawn.successor)
        {
            newest = self.reader().statement(successor)?;
        }
        let given = aligned(given, &newest.statement);
        if newest.withdrawn.is_none() && statement_fields(&given, &newest.statement).is_empty() {
            return Ok(ImportedStatement::Outcome(StatementOutcome::Unchanged(
                newest.key,
            )));
        }
        self.require_standing(of)?;
        Ok(ImportedStatement::Outcome(StatementOutcome::Unchanged(of)))
    }

    /// The statement with ids and stance as the ledger shows them, mergers followed.
    fn as_recorded(&self, mut statement: Statement) -> Result<Statement> {
        self.check(&mut statement)?;
        let reader = self.reader();
        statement.party = reader.party_id(self.party_key(&statement.party)?)?;
        if reader.is_opposite(statement.claim.as_str())? {
            statement.stance = statement.stance.on_opposite();
        }
        statement.claim = reader.claim_id(self.claim_key(&statement.claim)?)?;
        let via = statement.via.iter().map(|id| reader.current_party_id(id));
        statement.via = via.collect::<ledger::Result<Vec<Slug>>>()?;
        Ok(statement)
    }
}

/// The statement with the digest and the paragraph of recorded passages at the same place, if it
/// leaves them out.
fn aligned(mut given: Statement, held: &Statement) -> Statement {
    complete(given.passage.as_mut(), held.passage.as_ref());
    for evidence in &mut given.evidence {
        let mut recorded = held.evidence.iter();
        let same = recorded.find(|one| one.source == evidence.source && same_place(one, evidence));
        complete(
            evidence.passage.as_mut(),
            same.and_then(|one| one.passage.as_ref()),
        );
    }
    given
}

fn same_place(one: &Evidence, other: &Evidence) -> bool {
    let place = |evidence: &Evidence| evidence.passage.as_ref().map(|one| (one.start, one.end));
    place(one) == place(other)
}

fn complete(given: Option<&mut Passage>, held: Option<&Passage>) {
    if let (Some(given), Some(held)) = (given, held)
        && (given.start, given.end) == (held.start, held.end)
    {
        given.sha256 = given.sha256.take().or_else(|| held.sha256.clone());
        given.paragraph = given.paragraph.or(held.paragraph);
    }
}

fn lacks_evidence(given: &Statement, held: &Statement) -> bool {
    let mut recorded = held.evidence.iter();
    recorded.any(|one| !has(given, one))
}

/// Whether a statement has a further passage, whoever has looked at it.
fn has(statement: &Statement, passage: &Evidence) -> bool {
    statement.evidence.iter().any(|one| one.is_same(passage))
}

/// The fields in which two statements differ, apart from their ids and their evidence.
fn statement_fields(one: &Statement, other: &Statement) -> Vec<String> {
    let mut fields = differing(one, other);
    fields.retain(|field| !["id", "evidence", "unreviewed"].contains(&field.as_str()));
    fields
}

/// The fields in which two records of one kind differ.
pub(super) fn differing<T: Serialize>(one: &T, other: &T) -> Vec<String> {
    let fields = |record: &T| match serde_json::to_value(record) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (one, other) = (fields(one), fields(other));
    let names = one
        .keys()
        .chain(other.keys().filter(|name| !one.contains_key(*name)));
    names
        .filter(|name| one.get(*name) != other.get(*name))
        .cloned()
        .collect()
}

impl Desk<'_, '_> {
    /// The fields in which a record differs from the ledger's version.
    pub(super) fn differing_fields(&self, record: &Record) -> Result<Vec<String>> {
        let reader = self.reader().without_merges();
        let mut fields = match record {
            Record::Party(party) => match reader.party_of(party)? {
                Some(key) => differing(party, &reader.party(key)?),
                None => Vec::new(),
            },
            Record::Source(source) => {
                differing(source, &reader.source(self.source_key(&source.id)?)?)
            }
            Record::Question(question) => match reader.question_key(question.id.as_str())? {
                Some(key) => differing(question, &reader.question(key)?),
                None => Vec::new(),
            },
            Record::Claim(claim) => match reader.claim_of(claim)? {
                Some(key) => differing(claim, &reader.claim(key)?.claim),
                None => Vec::new(),
            },
            Record::Statement(_) | Record::Ruling(_) => Vec::new(),
        };
        // Either id finds it.
        fields.retain(|field| field != "id" && field != "other_ids");
        Ok(fields)
    }
}
