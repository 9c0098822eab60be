//! Grades on the Admiralty scale (NATO AJP-2.1): how far a desk trusts a source and believes a statement in it.
//!
//! They are for people. No rule looks at them.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::source::Reliability;
use super::words::{WordList, words};

words! {
    /// Credibility of a statement on the Admiralty scale (NATO AJP-2.1), from 1, confirmed by other sources, to
    /// 5, improbable; 6: cannot be judged.
    Credibility {
        /// Confirmed by other sources.
        Confirmed = "1",
        /// Probably true.
        Probable = "2",
        /// Possibly true.
        Possible = "3",
        /// Doubtfully true.
        Doubtful = "4",
        /// Improbable.
        Improbable = "5",
        /// Truth cannot be judged.
        Unjudged = "6",
    }
}

/// Reads the credibility that a record gives, if it gives one. What is wrong with it names the field.
pub(super) fn given<'de, D: Deserializer<'de>>(record: D) -> Result<Option<Credibility>, D::Error> {
    let given = Option::<Value>::deserialize(record)?;
    let read = |given: Value| {
        let grade = given.as_str().and_then(Credibility::from_word);
        grade.ok_or_else(|| {
            D::Error::custom(format!(
                "credibility: {given} is not one of the texts \"1\" to \"6\""
            ))
        })
    };
    given.map(read).transpose()
}

/// The grades of a statement: the reliability of its source and its own credibility, each if the desk gave one.
/// Written as people who grade reports do: "B2".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Grade {
    /// How far the desk trusts the source of the statement; left out if it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// How credible the desk considers the statement; left out if it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credibility: Option<Credibility>,
}

impl Grade {
    /// Whether neither was given.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// What the two mean: "source: usually reliable; statement: probably true". Empty if neither was given.
    pub fn meaning(self) -> String {
        let source = self.reliability.map(|one| ("source", in_a_list(one)));
        let statement = self.credibility.map(|one| ("statement", in_a_list(one)));
        let parts = source.into_iter().chain(statement);
        let parts = parts.map(|(of, meaning)| format!("{of}: {meaning}"));
        parts.collect::<Vec<_>>().join("; ")
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reliability.map_or("", Reliability::as_str))?;
        f.write_str(self.credibility.map_or("", Credibility::as_str))
    }
}

/// What a grade means, within a line: "usually reliable".
pub fn in_a_list(grade: impl WordList) -> String {
    let meaning = grade.meaning().trim_end_matches('.');
    let mut letters = meaning.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_written_with_what_was_given_and_explained() {
        let both = Grade {
            reliability: Some(Reliability::B),
            credibility: Some(Credibility::Probable),
        };
        assert_eq!(both.to_string(), "B2");
        assert_eq!(
            both.meaning(),
            "source: usually reliable; statement: probably true"
        );
        let source = Grade {
            credibility: None,
            ..both
        };
        let meaning = "source: usually reliable";
        assert_eq!(
            (source.to_string().as_str(), source.meaning().as_str()),
            ("B", meaning)
        );
        assert!(Grade::default().is_none() && !source.is_none());
        assert_eq!(Grade::default().meaning(), "");
    }
}
