//! Claims and the questions they answer.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Invalid;
use super::slug::Slug;
use super::text;
use super::value::Value;

/// One canonical proposition, in the desk's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The id.
    pub id: Slug,
    /// Other ids that find the claim, such as those from before it was renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_ids: Vec<Slug>,
    /// The proposition, as a full sentence.
    pub text: String,
    /// Its topic: `security-guarantees`.
    #[serde(default)]
    pub topic: Option<String>,
    /// The parties whose own act or word it is about, one per side.
    #[serde(default)]
    pub principals: Vec<Slug>,
    /// What it takes to be confirmed; `None` means the default given by [`Standard::of`].
    #[serde(default)]
    pub standard: Option<Standard>,
    /// The question it is one of several answers to.
    #[serde(default)]
    pub question: Option<Slug>,
    /// The answer as a typed value.
    #[serde(default)]
    pub value: Option<Value>,
    /// The day by which it says something will have happened.
    #[serde(default, with = "crate::domain::time::optional_day")]
    pub due: Option<NaiveDate>,
    /// Whether no person has looked at it yet: a draft of the program was taken over as it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreviewed: bool,
}

impl Claim {
    /// A claim of which only the proposition is known.
    pub fn new(id: Slug, text: String) -> Self {
        Self {
            id,
            other_ids: Vec::new(),
            text,
            topic: None,
            principals: Vec::new(),
            standard: None,
            question: None,
            value: None,
            due: None,
            unreviewed: false,
        }
    }
}

/// A question that several claims answer differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The id.
    pub id: Slug,
    /// The question, in words.
    pub text: String,
    /// Whether no person has looked at it yet: a draft of the program was taken over as it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreviewed: bool,
}

/// What it takes to confirm a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Standard {
    /// Every principal affirms. For agreements, commitments and intentions.
    Acknowledgement,
    /// At least this many independent origins affirm. For events in the world.
    Corroboration(NonZeroU32),
}

/// The text is not a [`Standard`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text:?} is not a standard: write acknowledgement or corroboration:N with N from 1")]
pub struct StandardError {
    /// The text that was given.
    pub text: String,
}

impl Standard {
    /// Two independent origins.
    pub const TWO_ORIGINS: Self = Self::Corroboration(NonZeroU32::MIN.saturating_add(1));

    /// The standard in force: the one set, or else acknowledgement if there are principals and two
    /// origins if there are none.
    pub fn of(set: Option<Self>, has_principals: bool) -> Self {
        set.unwrap_or(if has_principals {
            Self::Acknowledgement
        } else {
            Self::TWO_ORIGINS
        })
    }
}

impl FromStr for Standard {
    type Err = StandardError;

    fn from_str(text: &str) -> Result<Self, StandardError> {
        let error = || StandardError {
            text: text.to_owned(),
        };
        match text.split_once(':') {
            None if text == "acknowledgement" => Ok(Self::Acknowledgement),
            None if text == "corroboration" => Ok(Self::TWO_ORIGINS),
            Some(("corroboration", count)) => {
                count.parse().map(Self::Corroboration).map_err(|_| error())
            }
            _ => Err(error()),
        }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Acknowledgement => f.pad("acknowledgement"),
            Self::Corroboration(count) => f.pad(&format!("corroboration:{count}")),
        }
    }
}

impl TryFrom<String> for Standard {
    type Error = StandardError;

    fn try_from(text: String) -> Result<Self, StandardError> {
        text.parse()
    }
}

impl From<Standard> for String {
    fn from(standard: Standard) -> Self {
        standard.to_string()
    }
}

impl Claim {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        text::required("text", &self.text)?;
        text::optional("topic", self.topic.as_deref())?;
        for (at, principal) in self.principals.iter().enumerate() {
            if self.principals[..at].contains(principal) {
                return Err(Invalid::new(
                    "principals",
                    format!("{principal} is given twice"),
                ));
            }
        }
        if self.standard == Some(Standard::Acknowledgement) && self.principals.is_empty() {
            return Err(Invalid::new(
                "standard",
                "acknowledgement needs a principal: name one, or set corroboration:N",
            ));
        }
        self.value.as_ref().map_or(Ok(()), Value::check)
    }
}

impl Question {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// If the text is empty or too long.
    pub fn check(&self) -> Result<(), Invalid> {
        text::required("text", &self.text)
    }
}
