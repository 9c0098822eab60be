//! Articles that share their text with another one.

use serde::Serialize;

use super::candidates::Score;
use crate::domain::slug::Slug;
use crate::link::draft::ProposedOrigin;

/// The origin that is proposed for an article. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OriginAnswer {
    /// The article.
    pub source: Slug,
    /// The source that it re-reports.
    pub origin: Slug,
    /// How much of the text both have, as a share of the shorter one, from 0 to 1.
    pub share: Score,
}

impl OriginAnswer {
    /// What it proposes, in words.
    pub fn phrase(&self) -> String {
        let (source, origin) = (&self.source, &self.origin);
        format!(
            "{source} carries the same text as {origin} ({})",
            self.percent()
        )
    }

    /// The share of the text, in percent.
    pub fn percent(&self) -> String {
        format!("{} %", self.share.0 / 10)
    }
}

impl From<ProposedOrigin> for OriginAnswer {
    fn from(proposed: ProposedOrigin) -> Self {
        Self {
            source: proposed.source,
            origin: proposed.origin,
            share: Score(proposed.share),
        }
    }
}
