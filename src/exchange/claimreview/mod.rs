//! ClaimReview, the schema.org vocabulary in which fact-checkers publish their verdicts, as JSON-LD.
//!
//! Out, a ruling is a review (<https://schema.org/ClaimReview>), alone or as an item of a feed
//! (<https://schema.org/DataFeed>). In, a review is a claim, those who made it, the documents in which they did, and a
//! ruling with the review as its source.

mod find;
mod ratings;
mod read;
mod record;
mod report;
mod values;
mod verdicts;
mod write;

pub(crate) use find::has_review;
pub use find::{Finds, Unreadable, find, is_linked_data};
pub use ratings::{Ratings, RatingsError};
pub use record::records;
pub use report::{GivenVerdict, LeftOut, OppositeVerdicts, ReviewReport, UnmappedRating};
pub use verdicts::{Credited, credited};
pub use write::{Feed, write_feed, write_reviews};

use chrono::NaiveDate;

use crate::domain::party::PartyKind;
use crate::domain::ruling::Verdict;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::time::When;

/// The name of the property by which an import knows a review that this program wrote.
pub const PROPERTY: &str = "onrecord";

/// How the word for a claim without a ruling is written.
pub const UNCONFIRMED: &str = "Unconfirmed";

/// One verdict on one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The claim's id.
    pub claim: Slug,
    /// The claim.
    pub text: String,
    /// How it is rated.
    pub rating: Rating,
    /// Why.
    pub body: Option<String>,
    /// The day of the verdict.
    pub day: Option<NaiveDate>,
    /// The page of a review that somebody else published.
    pub page: Option<Work>,
    /// What the desk's own verdict is based on.
    pub based_on: Option<Work>,
    /// Who made the claim first.
    pub claimant: Option<Claimant>,
    /// When that was said.
    pub said: Option<When>,
    /// Where that party makes the claim, the first place first.
    pub appearances: Vec<Work>,
}

/// How a claim is rated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The verdict, or `None` if there is none.
    pub verdict: Option<Verdict>,
    /// The words of whoever published the review, if they are not the desk's.
    pub label: Option<String>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Work {
    /// Its headline or name.
    pub title: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<When>,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
}

/// Whoever made a claim, as it may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimant {
    /// The name, or the description that was agreed.
    pub name: String,
    /// What sort of party it is; `anonymous` if it is not named.
    pub kind: PartyKind,
    /// Office or function.
    pub role: Option<String>,
}

impl Rating {
    /// The rating as readers see it: the words of whoever published the review, or else "Mostly true".
    pub fn words(&self) -> String {
        match (&self.label, self.verdict) {
            (Some(label), _) => label.clone(),
            (None, Some(verdict)) => verdicts::shown(verdict),
            (None, None) => UNCONFIRMED.to_owned(),
        }
    }
}

impl From<Source> for Work {
    fn from(source: Source) -> Self {
        Self {
            title: Some(source.title),
            url: source.url,
            publisher: source.publisher,
            authors: source.authors,
            published: source.published,
            language: source.language,
        }
    }
}

/// Whether a text is the address of a page.
pub fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(char::is_alphanumeric) && !text.contains(char::is_whitespace)
    })
}
