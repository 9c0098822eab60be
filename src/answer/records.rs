//! Parties, sources and questions with what rests on them.

use serde::Serialize;

use super::claims::{self, ClaimAnswer, StatementAnswer};
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
    /// Its statements, if a single party was asked for.
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
    /// The statements, if a single source was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statements: Option<Vec<StatementAnswer>>,
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

impl View<'_> {
    /// A party, with its statements if `full`.
    pub fn party_answer(&self, key: PartyKey, full: bool) -> Result<PartyAnswer> {
        let said = self.said_about(About::Party(key), full)?;
        let mut party = self.reader.party(key)?;
        if full {
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

    /// A source, with its statements if `full`.
    pub fn source_answer(&self, key: SourceKey, full: bool) -> Result<SourceAnswer> {
        let said = self.said_about(About::Source(key), full)?;
        let text = self.reader.source_text(key)?;
        Ok(SourceAnswer {
            source: self.reader.source(key)?,
            statement_count: said.0,
            text_attached: text.is_some(),
            statements: said.1,
            text: text.filter(|_| full).map(|text| text.text),
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

    fn said_about(
        &self,
        about: About,
        full: bool,
    ) -> Result<(usize, Option<Vec<StatementAnswer>>)> {
        let mut keys = self.reader.statements(about)?;
        if let Some(cut) = self.as_of {
            let mut said = Vec::new();
            for key in keys {
                if self.statement(key)?.when.earliest() <= cut {
                    said.push(key);
                }
            }
            keys = said;
        }
        let count = keys.len();
        let said = full.then(|| {
            keys.into_iter()
                .map(|key| claims::statement_answer(self, key))
                .collect()
        });
        Ok((count, said.transpose()?))
    }
}
