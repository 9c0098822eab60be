//! What an import of reviews left out, and why.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::ruling::Verdict;
use crate::domain::slug::Slug;

/// What became of the reviews of a file. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewReport {
    /// The number of reviews in the file.
    pub found: usize,
    /// The number of those that give a ruling.
    pub ruled: usize,
    /// Ratings for which no verdict is known. Their claims were recorded without a ruling.
    pub unmapped: Vec<UnmappedRating>,
    /// What was left out, each with its place.
    pub left_out: Vec<LeftOut>,
    /// Claims whose rulings say the opposite of each other. All were recorded.
    pub opposite: Vec<OppositeVerdicts>,
    /// Properties that a ledger has no field for, with the number of reviews that have them.
    pub unused: BTreeMap<String, usize>,
}

/// A rating for which no verdict is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnmappedRating {
    /// The rating in words.
    pub rating: String,
    /// Where in the file it is.
    pub places: Vec<String>,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Where in the file it is.
    pub place: String,
    /// What was left out, and why.
    pub reason: String,
}

impl LeftOut {
    pub(super) fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }
}

/// A claim with opposite rulings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OppositeVerdicts {
    /// The claim.
    pub claim: Slug,
    /// The verdicts, oldest first.
    pub verdicts: Vec<GivenVerdict>,
}

/// A verdict and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GivenVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// Who published it, if anybody but the desk did.
    pub by: Option<String>,
    /// Its source.
    pub source: Option<Slug>,
}

impl ReviewReport {
    pub(super) fn add_unmapped(&mut self, rating: &str, place: &str) {
        let known = self.unmapped.iter_mut().find(|one| one.rating == rating);
        match known {
            Some(known) => known.places.push(place.to_owned()),
            None => self.unmapped.push(UnmappedRating {
                rating: rating.to_owned(),
                places: vec![place.to_owned()],
            }),
        }
    }
}
