//! Rulings: the desk's own verdicts, kept apart from the derived status.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Invalid;
use super::slug::Slug;
use super::text;
use super::words::words;

/// The desk's verdict on a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// The claim.
    pub claim: Slug,
    /// The verdict.
    pub verdict: Verdict,
    /// Why the desk ruled so.
    pub reason: String,
    /// The source it is based on.
    #[serde(default)]
    pub source: Option<Slug>,
    /// The day of the ruling; `None` means the day it is recorded.
    #[serde(default, with = "crate::domain::time::optional_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ruled: Option<NaiveDate>,
}

words! {
    /// A verdict, in the words of fact-checkers.
    Verdict {
        /// Correct.
        True = "true",
        /// Correct in its core.
        MostlyTrue = "mostly-true",
        /// Half correct.
        Mixed = "mixed",
        /// Correct in its words, wrong in what it suggests.
        Misleading = "misleading",
        /// Wrong in its core.
        MostlyFalse = "mostly-false",
        /// Not correct.
        False = "false",
        /// Cannot be checked with what is known.
        Unproven = "unproven",
    }
}

impl Verdict {
    /// The verdict on the opposite claim.
    #[must_use]
    pub fn on_opposite(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::MostlyTrue => Self::MostlyFalse,
            Self::MostlyFalse => Self::MostlyTrue,
            Self::False => Self::True,
            Self::Mixed | Self::Misleading | Self::Unproven => self,
        }
    }
}

impl Ruling {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// If the reason is empty or too long.
    pub fn check(&self) -> Result<(), Invalid> {
        text::required("reason", &self.reason)
    }
}
