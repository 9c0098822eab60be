//! Noting that a person has looked at what the program recorded.

use std::collections::BTreeSet;

use super::{Desk, Result};
use crate::domain::claim::{Claim, Question};
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::statement::Statement;
use crate::journal::{Body, Seq};
use crate::ledger::{About, Kind, Reader};

/// A record that has the mark *unreviewed* or does not have it.
pub(super) trait Marked: PartialEq {
    fn mark(&mut self) -> &mut bool;
    fn is_marked(&self) -> bool;
}

macro_rules! marked {
    ($($record:ty),*) => {$(
        impl Marked for $record {
            fn mark(&mut self) -> &mut bool {
                &mut self.unreviewed
            }

            fn is_marked(&self) -> bool {
                self.unreviewed
            }
        }
    )*};
}

marked!(Party, Question, Claim);

/// Takes the mark from a record that says what the ledger has, if a person has looked at that: an old
/// export does not bring the mark back.
pub(super) fn keep_review<T: Marked>(new: &mut T, held: &T) {
    if new.is_marked() && !held.is_marked() {
        *new.mark() = false;
        *new.mark() = new != held;
    }
}

impl Desk<'_, '_> {
    /// Takes the mark *unreviewed* from the things with these keys that have it. Returns their number.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn review(&mut self, keys: &[Seq]) -> Result<usize> {
        let mut of = Vec::new();
        for key in keys {
            if self.reader().is_unreviewed(*key)? && !of.contains(key) {
                of.push(*key);
            }
        }
        let count = of.len();
        if count > 0 {
            self.record(Body::Review { of })?;
        }
        Ok(count)
    }
}

/// The claims that no person has looked at, or on which there are statements or passages that none has, in
/// the order of recording.
///
/// # Errors
/// If the ledger cannot be read.
pub fn claims_to_review(reader: Reader<'_>) -> Result<Vec<Slug>> {
    let mut keys = BTreeSet::new();
    for key in reader.unreviewed()? {
        if reader.has_claim(ClaimKey(key))? {
            keys.insert(reader.current_claim(ClaimKey(key))?.0);
            continue;
        }
        let with_passage = reader.statement_with_passage(key)?;
        let statement = with_passage.unwrap_or(StatementKey(key));
        if let Some(claim) = reader.claim_said_on(statement.0)?
            && reader.withdrawn(statement)?.is_none()
        {
            keys.insert(reader.current_claim(claim)?.0);
        }
    }
    let ids = keys.into_iter().map(|key| reader.claim_id(key));
    Ok(ids.collect::<crate::ledger::Result<_>>()?)
}

/// The keys of everything that a claim shows: the claim itself, its question, its principals, the
/// statements on it that stand, who said and relayed them, and for whom they speak.
///
/// # Errors
/// If the ledger cannot be read.
pub fn shown_with_claim(reader: Reader<'_>, claim: ClaimKey) -> Result<Vec<Seq>> {
    let record = reader.claim(claim)?.claim;
    let mut keys = BTreeSet::from([claim.0]);
    if let Some(question) = &record.question {
        keys.extend(reader.key_of(Kind::Question, question.as_str())?);
    }
    for principal in &record.principals {
        keys.extend(reader.key_of(Kind::Party, principal.as_str())?);
    }
    for statement in reader.statements(About::Claim(claim))? {
        keys.extend(shown_with_statement(reader, statement)?);
    }
    Ok(keys.into_iter().collect())
}

/// The keys of a statement, of its passages that no person has looked at, of who said and relayed it, and of those for whom they speak.
///
/// # Errors
/// If the ledger cannot be read.
pub fn shown_with_statement(reader: Reader<'_>, statement: StatementKey) -> Result<Vec<Seq>> {
    let said = reader.statement(statement)?.statement;
    let mut keys = vec![statement.0];
    let passages = reader.unreviewed_passages(statement)?;
    keys.extend(passages.into_iter().map(|(entry, _)| entry));
    for party in named_in(&said) {
        if let Some(key) = reader.party_key(party)? {
            keys.push(key.0);
            let edges = reader.party(key)?.speaks_for;
            for edge in edges {
                keys.extend(reader.key_of(Kind::Party, edge.party.as_str())?);
            }
        }
    }
    Ok(keys)
}

fn named_in(said: &Statement) -> impl Iterator<Item = &str> {
    let named = said.via.iter().chain([&said.party]);
    named.map(Slug::as_str)
}
