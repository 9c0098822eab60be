//! The story that open candidates would make: parties, claims, questions, and who said what.
//!
//! Pure: candidates, texts, parties and claims come in as plain data.

mod act;
mod alike;
mod bodies;
mod cast;
mod claims;
mod figures;
mod groups;
mod matter;
mod measure;
mod member;
mod names;
mod overlaps;
mod pairs;
mod positive;
mod questions;
mod reference;
mod roles;
mod setting;
mod story;
mod units;
mod unnamed;
mod wording;
mod words;

pub use alike::{Likeness, figure};
pub use story::{Recorded, Said, Taken, draft};

use chrono::NaiveDate;

use crate::domain::candidate::CandidateId;
use crate::domain::claim::{Claim, Question};
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::time::When;

/// An article of the story.
pub struct Article<'a> {
    /// The text.
    pub text: &'a str,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// The day on which it was published, if that is known.
    pub day: Option<NaiveDate>,
}

/// An open candidate.
#[derive(Debug, Clone)]
pub struct Open {
    /// Its id.
    pub id: CandidateId,
    /// The number of its article.
    pub article: usize,
    /// Who speaks, as the article names them.
    pub speaker: Option<String>,
    /// The party that this is, if the ledger has one whose name it is.
    pub party: Option<Slug>,
    /// The names of those whom it may be, if that is not certain.
    pub choices: Vec<String>,
    /// Whether they are one recorded party and somebody new.
    pub is_one_or_new: bool,
    /// Who relays it, nearest to the article first.
    pub via: Vec<String>,
    /// What was said.
    pub said: String,
    /// What was said before it in the same breath.
    pub before: String,
    /// The words of the article before it.
    pub context: String,
    /// The stance toward what was said.
    pub stance: Stance,
    /// The claim that an outside reader proposes for it.
    pub wording: Option<String>,
    /// The recorded claim that it is on and the stance toward it, if that is certain.
    pub claim: Option<(Slug, Stance)>,
}

/// The story that open candidates would make.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The parties to add.
    pub parties: Vec<Party>,
    /// Recorded parties with what the articles say of them further.
    pub extended: Vec<Party>,
    /// The questions to add.
    pub questions: Vec<Question>,
    /// The claims to add.
    pub claims: Vec<Claim>,
    /// Recorded claims that answer one of the questions, with their figures.
    pub asked: Vec<Claim>,
    /// The statements to record.
    pub takes: Vec<Take>,
    /// The candidates that stay open.
    pub unsettled: Vec<(CandidateId, Unsettled)>,
    /// The origins of articles that share their text with another one.
    pub origins: Vec<ProposedOrigin>,
}

/// The origin of an article that shares its text with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedOrigin {
    /// The article.
    pub source: Slug,
    /// The source that it re-reports.
    pub origin: Slug,
    /// How much of the shorter one of the two that share their text is common, in thousandths.
    pub share: u16,
}

/// A candidate as a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// The candidate.
    pub candidate: CandidateId,
    /// Who speaks.
    pub party: Slug,
    /// The claim.
    pub claim: Slug,
    /// The stance toward the claim.
    pub stance: Stance,
    /// When it was said, if that is not as the candidate proposes.
    pub said: Option<When>,
    /// Who relays it, nearest to the article first.
    pub via: Vec<Slug>,
    /// Whether the speaker is a source whose name is not known.
    pub unnamed: bool,
    /// The candidate of another article with the same words of the same party, as when two papers print one report. It is
    /// one statement with two passages.
    pub repeats: Option<CandidateId>,
}

/// Why a candidate stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsettled {
    /// It is not certain who speaks: one of these, or somebody whom the text does not name.
    Speaker(Vec<String>),
    /// It says nothing that a claim could be made of.
    Claim,
}
