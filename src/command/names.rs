//! Resolving what people type: ids, aliases and prefixes, and the calendar for days and times.

use anyhow::Result;

use super::error::{AmbiguousName, note_error};
use crate::desk::DeskError;
use crate::domain::calendar::Calendar;
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::slug::Slug;
use crate::ledger::{Kind, Reader};

/// Maximum number of ids that an error about an ambiguous name lists.
const MAX_LISTED: usize = 6;

/// Resolves names. Exact ids and aliases always work; unambiguous prefixes depend on the context.
#[derive(Clone, Copy)]
pub struct Names<'r> {
    reader: Reader<'r>,
    prefixes: bool,
    calendar: Calendar,
}

impl<'r> Names<'r> {
    /// For a question: a wrong guess changes nothing, so prefixes work.
    pub fn for_reading(reader: Reader<'r>, calendar: Calendar) -> Self {
        Self {
            reader,
            prefixes: true,
            calendar,
        }
    }

    /// For a write. A prefix that is unique today may fit the wrong party tomorrow, so prefixes
    /// work only for a person at a terminal, who sees the result.
    pub fn for_writing(reader: Reader<'r>, interactive: bool, calendar: Calendar) -> Self {
        Self {
            reader,
            prefixes: interactive,
            calendar,
        }
    }

    /// The clock and the time zone of the person who types.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// A party, by id, alias or prefix, or by another spelling of one in Cyrillic or Latin letters.
    ///
    /// # Errors
    /// If the name fits no party, or more than one.
    pub fn party(&self, name: &str) -> Result<(PartyKey, Slug)> {
        if let Some(key) = self.reader.party_key(name)? {
            return Ok((key, self.reader.party_id(key)?));
        }
        let mut named = self.reader.parties_named(name)?;
        if named.is_empty() {
            named = self.reader.parties_respelt(name)?;
        }
        match named.as_slice() {
            [key] => Ok((*key, self.reader.party_id(*key)?)),
            [] => {
                let id: Slug = self.by_prefix(Kind::Party, name)?.parse()?;
                let key = self.reader.party_key(id.as_str())?;
                Ok((key.ok_or_else(|| self.unknown(Kind::Party, name))?, id))
            }
            several => {
                let ids = several.iter().map(|key| self.reader.party_id(*key));
                let ids = ids.collect::<Result<Vec<Slug>, _>>()?;
                let ids = ids.iter().map(Slug::to_string).collect();
                Err(ambiguous(Kind::Party.word(), name, ids))
            }
        }
    }

    /// The ids of several parties.
    ///
    /// # Errors
    /// If a name fits no party, or more than one.
    pub fn party_ids(&self, names: &[String]) -> Result<Vec<Slug>> {
        let ids = names.iter().map(|name| Ok(self.party(name)?.1));
        ids.collect()
    }

    /// A topic. Topics are mere labels, so an unknown one is not an error; a note on standard
    /// error suggests similar ones.
    pub fn topic(&self, name: &str) -> Result<String> {
        if let Err(error) = self.used_topic(name)? {
            note_error(&error.into());
        }
        Ok(name.to_owned())
    }

    /// A topic that at least one claim has. The inner error says that none has it.
    pub fn used_topic(&self, name: &str) -> Result<Result<String, DeskError>> {
        if self.reader.has_topic(name)? {
            return Ok(Ok(name.to_owned()));
        }
        let topics = self.reader.topics()?;
        Ok(Err(DeskError::unknown_among("topic", name, topics)))
    }

    /// A claim, by id or prefix.
    ///
    /// # Errors
    /// If the name fits no claim, or more than one.
    pub fn claim(&self, name: &str) -> Result<(ClaimKey, Slug)> {
        let known = self.reader.claim_key(name)?.is_some();
        let id = self.id(Kind::Claim, name, known)?;
        let id = self.reader.renamed(Kind::Claim, &id)?;
        let key = self.reader.claim_key(id.as_str())?;
        Ok((key.ok_or_else(|| self.unknown(Kind::Claim, name))?, id))
    }

    /// A source, by id or prefix.
    ///
    /// # Errors
    /// If the name fits no source, or more than one.
    pub fn source(&self, name: &str) -> Result<(SourceKey, Slug)> {
        let known = self.reader.source_key(name)?.is_some();
        let id = self.id(Kind::Source, name, known)?;
        let key = self.reader.source_key(id.as_str())?;
        Ok((key.ok_or_else(|| self.unknown(Kind::Source, name))?, id))
    }

    /// A question, by id or prefix.
    ///
    /// # Errors
    /// If the name fits no question, or more than one.
    pub fn question(&self, name: &str) -> Result<(QuestionKey, Slug)> {
        let known = self.reader.question_key(name)?.is_some();
        let id = self.id(Kind::Question, name, known)?;
        let key = self.reader.question_key(id.as_str())?;
        Ok((key.ok_or_else(|| self.unknown(Kind::Question, name))?, id))
    }

    /// A statement, by id or prefix.
    ///
    /// # Errors
    /// If the name fits no statement, or more than one.
    pub fn statement(&self, name: &str) -> Result<StatementKey> {
        if let Some(key) = self.reader.statement_key(name)? {
            return Ok(key);
        }
        let id = self.by_prefix(Kind::Statement, name)?;
        let key = self.reader.statement_key(&id)?;
        key.ok_or_else(|| self.unknown(Kind::Statement, name))
    }

    /// A candidate, by id or prefix.
    ///
    /// # Errors
    /// If the name fits no candidate, or more than one.
    pub fn candidate(&self, name: &str) -> Result<String> {
        if self.reader.candidate(name)?.is_some() {
            return Ok(name.to_owned());
        }
        let ids = self.reader.candidate_ids()?;
        match self.with_prefix(&ids, name).as_slice() {
            [id] => Ok(id.clone()),
            [] => Err(DeskError::unknown_among("candidate", name, ids).into()),
            several => Err(ambiguous("candidate", name, several.to_vec())),
        }
    }

    fn id(&self, kind: Kind, name: &str, known: bool) -> Result<Slug> {
        if known {
            return Ok(name.parse()?);
        }
        Ok(self.by_prefix(kind, name)?.parse()?)
    }

    /// The one id with this prefix.
    fn by_prefix(&self, kind: Kind, prefix: &str) -> Result<String> {
        if !self.prefixes {
            return Err(self.unknown(kind, prefix));
        }
        match self.with_prefix(&self.reader.ids(kind)?, prefix).as_slice() {
            [] => Err(self.unknown(kind, prefix)),
            [id] => Ok(id.clone()),
            several => Err(ambiguous(kind.word(), prefix, several.to_vec())),
        }
    }

    /// The ids with this prefix, or none if prefixes do not work here.
    fn with_prefix(&self, ids: &[String], prefix: &str) -> Vec<String> {
        let fits = |id: &&String| self.prefixes && !prefix.is_empty() && id.starts_with(prefix);
        ids.iter().filter(fits).cloned().collect()
    }

    fn unknown(&self, kind: Kind, name: &str) -> anyhow::Error {
        match DeskError::unknown(&self.reader, kind, name) {
            Ok(error) | Err(error) => error.into(),
        }
    }
}

fn ambiguous(kind: &'static str, name: &str, mut candidates: Vec<String>) -> anyhow::Error {
    if candidates.len() > MAX_LISTED {
        let more = candidates.len() - MAX_LISTED;
        candidates.truncate(MAX_LISTED);
        candidates.push(format!("and {more} more"));
    }
    AmbiguousName {
        kind,
        name: name.to_owned(),
        candidates,
    }
    .into()
}
