//! Parties, sources and questions with what rests on them.

use serde::Serialize;

use super::claims::{self, ClaimAnswer, StatementAnswer};
use super::fetched::VersionAnswer;
use super::view::View;
use crate::domain::claim::Question;
use crate::domain::docket::{PartyKey, QuestionKey, SourceKey};
use crate::domain::party::Party;
use crate::domain::source::Source;
use crate::ledger::{About, ClaimFilter, Result};

/// A party and how much it said. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartyAnswer {
    /// The record.
    #[serde(flatten)]
    pub party: Party,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
    /// The number of its statements.
    pub statement_count: usize,
    /// Its statements, if a single party was asked for; the newest ones if there is a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<Vec<StatementAnswer>>,
}

/// A source and how much rests on it. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceAnswer {
    /// The record.
    #[serde(flatten)]
    pub source: Source,
    /// The number of statements in it.
    pub statement_count: usize,
    /// Whether its text is attached.
    pub text_attached: bool,
    /// The statements, if a single source was asked for; the newest ones if there is a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<Vec<StatementAnswer>>,
    /// The versions that were archived, oldest first, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<Vec<VersionAnswer>>,
    /// Its text, if a single source was asked for, for pages.
    #[serde(skip)]
    pub text: Option<String>,
}

/// A question and its answers. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionAnswer {
    /// The record.
    #[serde(flatten)]
    pub question: Question,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
    /// The claims that answer it.
    pub answers: Vec<ClaimAnswer>,
}

/// What an answer has of the statements that belong to a thing, besides their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statements {
    /// Nothing.
    None,
    /// All of them.
    All,
    /// As many of those that were recorded last.
    Newest(u32),
}

impl Statements {
    /// All of them, or at most so many.
    pub fn up_to(most: Option<u32>) -> Self {
        most.map_or(Self::All, Self::Newest)
    }
}

impl View<'_> {
    /// A party with its statements.
    pub fn party_answer(&self, key: PartyKey, said: Statements) -> Result<PartyAnswer> {
        let is_whole = said != Statements::None;
        let said = self.said_about(About::Party(key), said)?;
        let mut party = self.reader.party(key)?;
        if is_whole {
            let edges = party.speaks_for.iter().chain(&party.member_of);
            let others = edges.map(|edge| self.reader.party_key(edge.party.as_str()));
            let others: Vec<Option<PartyKey>> = others.collect::<Result<_>>()?;
            self.load_party_names(others.into_iter().flatten())?;
        }
        Ok(PartyAnswer {
            // Written once, whether or not it is set.
            unreviewed: std::mem::take(&mut party.unreviewed),
            party,
            statement_count: said.0,
            statements: said.1,
        })
    }

    /// A source with the statements in it and, if these are asked for, its text.
    pub fn source_answer(&self, key: SourceKey, said: Statements) -> Result<SourceAnswer> {
        let text = match said {
            Statements::None => None,
            _ => self.reader.source_text(key)?,
        };
        let said = self.said_about(About::Source(key), said)?;
        Ok(SourceAnswer {
            source: self.reader.source(key)?,
            statement_count: said.0,
            text_attached: self.reader.has_source_text(key)?,
            statements: said.1,
            versions: None,
            text: text.map(|text| text.text),
        })
    }

    /// A question with its answers.
    pub fn question_answer(&self, key: QuestionKey) -> Result<QuestionAnswer> {
        let filter = ClaimFilter {
            question: Some(key),
            ..ClaimFilter::default()
        };
        let answers = self.claims(&filter)?;
        let answers = answers.iter().map(|standing| claims::claim(self, standing));
        let mut question = self.reader.question(key)?;
        Ok(QuestionAnswer {
            unreviewed: std::mem::take(&mut question.unreviewed),
            question,
            answers: answers.collect::<Result<_>>()?,
        })
    }

    /// The number of statements that belong to a thing, and those that are asked for.
    fn said_about(
        &self,
        about: About,
        said: Statements,
    ) -> Result<(usize, Option<Vec<StatementAnswer>>)> {
        if self.as_of.is_none() {
            let count = || self.reader.count_statements(about);
            return Ok(match said {
                Statements::None => (count()?, None),
                Statements::All => {
                    let keys = self.reader.statements(about)?;
                    (keys.len(), Some(self.statement_answers(&keys)?))
                }
                Statements::Newest(most) => {
                    let keys = self.reader.newest_statements(about, most)?;
                    (count()?, Some(self.statement_answers(&keys)?))
                }
            });
        }
        let keys = self.said_by_then(self.reader.statements(about)?)?;
        let first = match said {
            Statements::None => return Ok((keys.len(), None)),
            Statements::All => 0,
            Statements::Newest(most) => keys.len().saturating_sub(most as usize),
        };
        Ok((keys.len(), Some(self.statement_answers(&keys[first..])?)))
    }
}
