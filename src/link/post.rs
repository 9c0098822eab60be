//! Posts of a live blog: when the words in them were said.

use chrono::NaiveDate;

use super::proposal::Article;
use super::said;
use crate::domain::candidate::Span;
use crate::domain::time::When;

/// A post of a live blog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// Its first code point in the text.
    pub start: u64,
    /// The code point behind its last one.
    pub end: u64,
    /// The day where the paper is, from which "yesterday" is counted.
    pub day: NaiveDate,
    /// When it was posted.
    pub said: When,
}

impl Article<'_> {
    /// The post that a passage is in.
    fn post_of(&self, passage: Span) -> Option<&Post> {
        let next = self.posts.partition_point(|post| post.start <= passage.0);
        let post = self.posts.get(next.checked_sub(1)?)?;
        (passage.0 < post.end).then_some(post)
    }

    /// When the words of a passage were said: on another day if the words around it name one, else
    /// when its post appeared. `None` if only the article's day is known.
    pub fn said(&self, around: &str, passage: Span) -> Option<When> {
        let Some(post) = self.post_of(passage) else {
            return said::said(around, self.day?);
        };
        let named = said::said(around, post.day);
        // "Today" is the post's own day, and its minute is more exact.
        let other = named.filter(|when| when.single_day() != Some(post.day));
        Some(other.unwrap_or(post.said))
    }
}
