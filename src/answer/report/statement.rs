//! A statement as a report shows it.

use serde::Serialize;

use super::cast::ReportSpeaker;
use crate::domain::grade::Grade;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Stance};

/// A statement as a report shows it: under the speaker's name, or under the wording agreed with the
/// source.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShownStatement {
    /// Its id. If the speaker must not be identified it is `unnamed-` and a number, since the
    /// ledger's id is derived from the content and the speaker could be found by guessing.
    #[serde(rename = "id")]
    pub statement: String,
    /// The speaker.
    pub speaker: ReportSpeaker,
    /// The stance.
    pub stance: Stance,
    /// The claim.
    pub claim: Slug,
    /// When it was made.
    pub said: String,
    /// Whether it has no time of its own, so that `said` is its source's day.
    pub undated: bool,
    /// The source.
    pub source: Slug,
    /// The parties that relayed it, nearest the source first.
    pub via: Vec<ReportSpeaker>,
    /// The attribution level.
    pub attribution: Attribution,
    /// A short quote.
    pub quote: Option<String>,
    /// The words of the passage, if the source's text is attached and there is no quote: at most 200
    /// characters. Null if the speaker or a relayer is not named, or if the passage overlaps one that
    /// the report has to protect.
    pub words: Option<String>,
    /// Where in the source it is.
    pub passage: Option<Passage>,
    /// Further passages.
    pub evidence: Vec<Evidence>,
    /// How far the desk trusts its source and believes it.
    #[serde(flatten)]
    pub grade: Grade,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
}
