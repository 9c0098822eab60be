//! A statement as a report shows it.

use serde::Serialize;

use super::cast::ReportSpeaker;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Stance};

/// A statement as a report shows it: with the speaker's name, or the wording that was agreed.
#[derive(Debug, Clone, Serialize)]
pub struct ShownStatement {
    /// The short id. Where the speaker is not named it is a number of the report's own, since the
    /// short id is derived from the content and would let the speaker be found by guessing.
    pub statement: String,
    /// Who speaks.
    pub speaker: ReportSpeaker,
    /// The stance taken.
    pub stance: Stance,
    /// The claim that it is taken on.
    pub claim: Slug,
    /// When it was said.
    pub said: String,
    /// Whether the time is that of the source, for want of its own.
    pub undated: bool,
    /// The document.
    pub source: Slug,
    /// Who relayed it.
    pub via: Vec<ReportSpeaker>,
    /// On what terms.
    pub attribution: Attribution,
    /// The words themselves.
    pub quote: Option<String>,
    /// Where in the source.
    pub passage: Option<Passage>,
    /// Further passages.
    pub evidence: Vec<Evidence>,
}
