//! Ids that people type. Parties, sources, questions and claims each have one.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// Longest id, in characters. Long enough for a headline, short enough for a table.
pub const MAX_LENGTH: usize = 80;

/// An id made of lower-case ASCII letters, digits and single inner hyphens, such as
/// `putin-agreed-to-meet`. Clones share the text, because answers repeat the same few ids thousands
/// of times.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Slug(Arc<str>);

/// The text is not a [`Slug`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{text:?} is not an id: use lower-case letters, digits and single hyphens (at most {MAX_LENGTH})"
)]
pub struct SlugError {
    /// The text that was given.
    pub text: String,
}

impl Slug {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An id derived from a title or a name: its letters and digits in ASCII, words joined by
    /// hyphens, cut at the end of a word. `None` if no letter or digit is left.
    pub fn suggest(text: &str) -> Option<Self> {
        let ascii = deunicode::deunicode(text).to_lowercase();
        let mut slug = String::new();
        for word in ascii
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
        {
            let hyphen = usize::from(!slug.is_empty());
            if slug.len() + hyphen + word.len() > MAX_LENGTH {
                break;
            }
            if hyphen == 1 {
                slug.push('-');
            }
            slug.push_str(word);
        }
        slug.parse().ok()
    }
}

impl Slug {
    /// An id for a party whose name has no letter or digit to make one of.
    pub fn of_party(number: usize) -> Self {
        Self(format!("party-{number}").into())
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        // A single pass, because ids are read by the thousand.
        let mut before = b'-';
        let is_next = |byte: u8| {
            let fits = is_slug_byte(byte) || (byte == b'-' && before != b'-');
            before = byte;
            fits
        };
        let well_formed = text.len() <= MAX_LENGTH && text.bytes().all(is_next) && before != b'-';
        if well_formed {
            Ok(Self(text.into()))
        } else {
            Err(SlugError {
                text: text.to_owned(),
            })
        }
    }
}

fn is_slug_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        text.parse()
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0.to_string()
    }
}

impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slugs_parse() {
        for good in ["a", "x0", "putin-agreed-to-meet", "90bn"] {
            assert!(good.parse::<Slug>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "a b",
            "é",
            "a_b",
            &"a".repeat(81),
        ] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_title_suggests_an_id() {
        assert_eq!(
            Slug::suggest("Władysław Kosiniak-Kamysz").map(String::from),
            Some("wladyslaw-kosiniak-kamysz".to_owned())
        );
        assert_eq!(Slug::suggest("…"), None);
    }
}
