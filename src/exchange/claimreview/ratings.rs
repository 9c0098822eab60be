//! Which verdict the words of a rating mean.
//!
//! The number of a rating never decides: scales run either way, are -1 throughout, or have one step. Words are known if
//! they are a verdict's own, or if the user says what they mean.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use thiserror::Error;

use super::UNCONFIRMED;
use crate::domain::ruling::Verdict;
use crate::domain::text::folded;
use crate::domain::words::WordList;

/// What the words of ratings mean.
#[derive(Debug, Clone, Default)]
pub struct Ratings {
    verdicts: HashMap<String, Verdict>,
    /// What all others mean.
    fallback: Option<Verdict>,
}

/// The key that stands for all other ratings.
const OTHERS: &str = "*";

/// Why a file says nothing about ratings.
#[derive(Debug, Error)]
pub enum RatingsError {
    /// It is not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
    /// It is not a JSON object of texts, from this line on.
    #[error(
        "line {0}: write a JSON object of ratings and verdicts, such as {{\"Half right\": \"mixed\"}}"
    )]
    NotJson(usize),
    /// It is not a table of texts in TOML, from this line on.
    #[error(
        "line {0}: write a rating and its verdict, both in quotation marks: \"Half right\" = \"mixed\""
    )]
    NotToml(usize),
    /// There is no such verdict.
    #[error("{rating:?}: there is no verdict {verdict:?}; write {known}")]
    NoVerdict {
        /// The rating.
        rating: String,
        /// What it was to mean.
        verdict: String,
        /// The verdicts.
        known: String,
    },
    /// The same words twice.
    #[error("{0:?} has two verdicts; capitals, accents and outer punctuation make no difference")]
    Twice(String),
}

/// What a rating means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Verdict(Verdict),
    /// That there is no verdict.
    Unconfirmed,
    Unknown,
}

impl Ratings {
    /// Reads a table in TOML, or an object in JSON, of ratings and their verdicts. `*` stands for all other ratings.
    ///
    /// # Errors
    /// If it is neither, or a verdict is none.
    pub fn read(bytes: &[u8]) -> Result<Self, RatingsError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RatingsError::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Given(given) = match text.trim_start().starts_with('{') {
            true => {
                serde_json::from_str(text).map_err(|error| RatingsError::NotJson(error.line()))?
            }
            false => toml::from_str(text).map_err(|error| {
                let at = error.span().map_or(0, |span| span.start);
                let before = text.get(..at).unwrap_or_default();
                RatingsError::NotToml(before.matches('\n').count() + 1)
            })?,
        };
        let mut ratings = Self::default();
        for (rating, word) in given {
            let verdict = Verdict::from_word(&word).ok_or_else(|| no_verdict(&rating, &word))?;
            if rating.trim() == OTHERS {
                if ratings.fallback.replace(verdict).is_some() {
                    return Err(RatingsError::Twice(rating));
                }
            } else if ratings.verdicts.insert(key(&rating), verdict).is_some() {
                return Err(RatingsError::Twice(rating));
            }
        }
        Ok(ratings)
    }

    pub(super) fn meaning(&self, rating: &str) -> Meaning {
        let rating = key(rating);
        let given = self.verdicts.get(&rating).copied();
        let own = || {
            let mut all = Verdict::ALL.iter().copied();
            all.find(|verdict| key(&verdict.as_str().replace('-', " ")) == rating.replace('-', " "))
        };
        match given.or_else(own) {
            Some(verdict) => Meaning::Verdict(verdict),
            None if rating == key(UNCONFIRMED) => Meaning::Unconfirmed,
            None => self.fallback.map_or(Meaning::Unknown, Meaning::Verdict),
        }
    }
}

/// Ratings and words for verdicts in their order, those that are there twice too.
struct Given(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ratings and verdicts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given, A::Error> {
        let mut given = Vec::new();
        while let Some(pair) = map.next_entry()? {
            given.push(pair);
        }
        Ok(Given(given))
    }
}

fn no_verdict(rating: &str, verdict: &str) -> RatingsError {
    let known: Vec<&str> = Verdict::ALL.iter().map(|one| one.as_str()).collect();
    RatingsError::NoVerdict {
        rating: rating.to_owned(),
        verdict: verdict.to_owned(),
        known: known.join(", "),
    }
}

/// A rating as it is compared.
fn key(rating: &str) -> String {
    folded(rating.trim_matches(|c: char| !c.is_alphanumeric()))
}
