//! From what people type to what the ledger holds.

use anyhow::Result;
use thiserror::Error;

use crate::desk::DeskError;
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::slug::Slug;
use crate::ledger::{Kind, Reader};

/// More than one thing is meant.
#[derive(Debug, Error)]
#[error("{name:?} may mean more than one {kind}: {}", candidates.join(", "))]
pub struct Ambiguous {
    /// What was looked for.
    pub kind: &'static str,
    /// What was typed.
    pub name: String,
    /// The ids that it may mean.
    pub candidates: Vec<String>,
}

/// At most so many candidates are named.
const NAMED: usize = 6;

/// Resolves names: exact ids and aliases always, unambiguous prefixes where the context allows.
#[derive(Clone, Copy)]
pub struct Names<'r> {
    reader: Reader<'r>,
    prefixes: bool,
}

impl<'r> Names<'r> {
    /// For an answer: a wrong guess changes nothing, so prefixes are taken.
    pub fn for_reading(reader: Reader<'r>) -> Self {
        Self {
            reader,
            prefixes: true,
        }
    }

    /// For a write: today's unique prefix is tomorrow's wrong party, so prefixes are taken only
    /// from a person who sees what becomes of them.
    pub fn for_writing(reader: Reader<'r>, interactive: bool) -> Self {
        Self {
            reader,
            prefixes: interactive,
        }
    }

    /// A party, by id, alias or prefix.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn party(&self, name: &str) -> Result<(PartyKey, Slug)> {
        if let Some(key) = self.reader.party_key(name)? {
            return Ok((key, self.reader.party_id(key)?));
        }
        let named = self.reader.parties_named(name)?;
        match named.as_slice() {
            [key] => Ok((*key, self.reader.party_id(*key)?)),
            [] => {
                let id = self.by_prefix(Kind::Party, name)?;
                let key = self.reader.party_key(id.as_str())?;
                Ok((key.ok_or_else(|| self.unknown(Kind::Party, name))?, id))
            }
            several => {
                let ids = several.iter().map(|key| self.reader.party_id(*key));
                let ids = ids.collect::<Result<Vec<Slug>, _>>()?;
                Err(ambiguous(
                    Kind::Party,
                    name,
                    ids.iter().map(Slug::to_string).collect(),
                ))
            }
        }
    }

    /// A topic. One that no claim belongs to is no error, since topics are mere labels; but it is
    /// told, with those that come near.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn topic(&self, name: &str) -> Result<String> {
        let topics = self.topics()?;
        if !topics.iter().any(|topic| topic == name) {
            super::error::remark(&DeskError::unknown_among("topic", name, topics).into());
        }
        Ok(name.to_owned())
    }

    /// Every topic that a claim belongs to.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn topics(&self) -> Result<Vec<String>> {
        Ok(self.reader.topics()?)
    }

    /// A claim, by id or prefix.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn claim(&self, name: &str) -> Result<(ClaimKey, Slug)> {
        let id = self.id(Kind::Claim, name, self.reader.claim_key(name)?.is_some())?;
        let key = self.reader.claim_key(id.as_str())?;
        Ok((key.ok_or_else(|| self.unknown(Kind::Claim, name))?, id))
    }

    /// A source, by id or prefix.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn source(&self, name: &str) -> Result<(SourceKey, Slug)> {
        let id = self.id(Kind::Source, name, self.reader.source_key(name)?.is_some())?;
        let key = self.reader.source_key(id.as_str())?;
        Ok((key.ok_or_else(|| self.unknown(Kind::Source, name))?, id))
    }

    /// A question, by id or prefix.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn question(&self, name: &str) -> Result<(QuestionKey, Slug)> {
        let known = self.reader.question_key(name)?.is_some();
        let id = self.id(Kind::Question, name, known)?;
        let key = self.reader.question_key(id.as_str())?;
        Ok((key.ok_or_else(|| self.unknown(Kind::Question, name))?, id))
    }

    /// A statement, by id or prefix.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn statement(&self, name: &str) -> Result<StatementKey> {
        if let Some(key) = self.reader.statement_key(name)? {
            return Ok(key);
        }
        let id = self.prefixed(Kind::Statement, name)?;
        let key = self.reader.statement_key(&id)?;
        key.ok_or_else(|| self.unknown(Kind::Statement, name))
    }

    /// A candidate, by id or prefix.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn candidate(&self, name: &str) -> Result<String> {
        if self.reader.candidate(name)?.is_some() {
            return Ok(name.to_owned());
        }
        let all = self.reader.candidate_ids()?;
        let begins = |id: &&String| self.prefixes && !name.is_empty() && id.starts_with(name);
        let found: Vec<&String> = all.iter().filter(begins).collect();
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(DeskError::unknown_among("candidate", name, all).into()),
            several => Err(Ambiguous {
                kind: "candidate",
                name: name.to_owned(),
                candidates: several.iter().take(NAMED).map(|id| (*id).clone()).collect(),
            }
            .into()),
        }
    }

    fn id(&self, kind: Kind, name: &str, known: bool) -> Result<Slug> {
        if known {
            return Ok(name.parse()?);
        }
        self.by_prefix(kind, name)
    }

    fn by_prefix(&self, kind: Kind, name: &str) -> Result<Slug> {
        Ok(self.prefixed(kind, name)?.parse()?)
    }

    /// The one id that begins so.
    fn prefixed(&self, kind: Kind, name: &str) -> Result<String> {
        if name.is_empty() || !self.prefixes {
            return Err(self.unknown(kind, name));
        }
        let mut ids: Vec<String> = self
            .reader
            .ids(kind)?
            .into_iter()
            .filter(|id| id.starts_with(name))
            .collect();
        match ids.len() {
            0 => Err(self.unknown(kind, name)),
            1 => Ok(ids.remove(0)),
            _ => Err(ambiguous(kind, name, ids)),
        }
    }

    fn unknown(&self, kind: Kind, name: &str) -> anyhow::Error {
        match DeskError::unknown(&self.reader, kind, name) {
            Ok(error) | Err(error) => error.into(),
        }
    }
}

fn ambiguous(kind: Kind, name: &str, mut candidates: Vec<String>) -> anyhow::Error {
    if candidates.len() > NAMED {
        let more = candidates.len() - NAMED;
        candidates.truncate(NAMED);
        candidates.push(format!("and {more} more"));
    }
    Ambiguous {
        kind: kind.word(),
        name: name.to_owned(),
        candidates,
    }
    .into()
}
