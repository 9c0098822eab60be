//! Live blogs: which posts of a version are new, and which it does not show any more because they are older.

use chrono::{DateTime, NaiveDate, Utc};
use onrecord_page::{Page, Stamp, posts};

use crate::domain::edits;
use crate::domain::time::When;

/// The text of a live blog as it is recorded.
pub(super) struct Blog<'t> {
    recorded: &'t str,
    posts: Vec<Post<'t>>,
}

/// What posts are ordered by.
type Order = (NaiveDate, Option<DateTime<Utc>>);

/// A post.
struct Post<'t> {
    time: Stamp,
    /// Its own address.
    url: Option<&'t str>,
    /// Its words, below the line with its time.
    words: &'t str,
    /// All of it.
    text: &'t str,
}

impl<'t> Post<'t> {
    fn of(text: &'t str, start: usize, end: usize, time: Stamp, url: Option<&'t str>) -> Self {
        let text = characters(text, start, end).trim();
        Self {
            time,
            url,
            words: text.split_once('\n').map_or("", |(_, words)| words.trim()),
            text,
        }
    }

    /// Whether it is the same post, perhaps in other words. Without addresses that is what was posted at the same time and is
    /// alike.
    fn is_same(&self, other: &Self) -> bool {
        match (self.url, other.url) {
            (Some(one), Some(other)) => one == other,
            _ if self.time.order() == other.time.order() => {
                edits::is_alike(self.words, other.words)
            }
            _ => self.words == other.words,
        }
    }
}

impl<'t> Blog<'t> {
    /// The live blog of a source with this text, which was published on this day; `None` if the version that was fetched
    /// is no live blog.
    pub(super) fn of(recorded: &'t str, day: Option<When>, now: &Page) -> Option<Self> {
        if now.segments.is_empty() {
            return None;
        }
        let day = day.and_then(When::single_day).map(Stamp::Day);
        let posts = posts(recorded, day).into_iter();
        let posts = posts.map(|post| Post::of(recorded, post.start, post.end, post.time, None));
        Some(Self {
            recorded,
            posts: posts.collect(),
        })
    }

    /// The text of a version, behind the older posts that it does not show: of a long live blog, a page shows only the last
    /// ones. They are as the newest earlier version has them that shows them, else as they are recorded. `earlier` begins with
    /// the newest.
    pub(super) fn whole<'p>(
        &self,
        version: &Page,
        earlier: impl IntoIterator<Item = &'p Page>,
    ) -> String {
        let mut parts = vec![version.text.clone()];
        let mut oldest = oldest(version);
        for version in earlier {
            parts.push(texts(&posts_of(version), oldest));
            oldest = oldest.into_iter().chain(self::oldest(version)).min();
        }
        parts.push(texts(&self.posts, oldest));
        parts.retain(|part| !part.is_empty());
        parts.reverse();
        parts.join("\n\n")
    }

    /// The recorded text with the posts behind it that neither it nor the version before had, and their number. What is
    /// recorded stays where it is, since passages point into it.
    pub(super) fn grown(&self, before: &Page, now: &Page) -> Option<(String, usize)> {
        let known = posts_of(before);
        let is_known = |post: &Post<'_>| {
            let is_recorded = |own: &Post<'_>| own.is_same(post);
            known.iter().any(|own| own.is_same(post)) || self.posts.iter().any(is_recorded)
        };
        let new: Vec<Post<'_>> = posts_of(now)
            .into_iter()
            .filter(|post| !post.words.is_empty() && !is_known(post))
            .collect();
        if new.is_empty() {
            return None;
        }
        let mut text = self.recorded.to_owned();
        for post in &new {
            let blank = match text.chars().rev().take_while(|one| *one == '\n').count() {
                0 => "\n\n",
                1 => "\n",
                _ => "",
            };
            text.push_str(blank);
            text.push_str(post.text);
        }
        Some((text, new.len()))
    }
}

/// The texts of the posts that are older than a time.
fn texts(posts: &[Post<'_>], than: Option<Order>) -> String {
    let older = posts
        .iter()
        .filter(|post| than.is_some_and(|than| post.time.order() < than));
    older.map(|post| post.text).collect::<Vec<_>>().join("\n\n")
}

/// The time of the oldest post that a version shows.
pub(super) fn oldest(version: &Page) -> Option<Order> {
    let times = version.segments.iter().map(|segment| segment.time.order());
    times.min()
}

/// How many posts a version has that one before it had not. Older ones than all that it showed are not new: a page may
/// show more of them at one time than at another.
pub(super) fn new_posts(before: &Page, now: &Page) -> usize {
    let known = posts_of(before);
    let oldest = oldest(before);
    let is_new = |post: &Post<'_>| {
        !post.words.is_empty()
            && oldest.is_none_or(|oldest| post.time.order() >= oldest)
            && !known.iter().any(|own| own.is_same(post))
    };
    posts_of(now).iter().filter(|post| is_new(post)).count()
}

fn posts_of(page: &Page) -> Vec<Post<'_>> {
    let segments = page.segments.iter();
    let posts = segments.map(|one| {
        let url = one.url.as_deref();
        Post::of(&page.text, one.start, one.end, one.time, url)
    });
    posts.collect()
}

/// The characters from one to another.
fn characters(text: &str, start: usize, end: usize) -> &str {
    let at = |count: usize| {
        text.char_indices()
            .nth(count)
            .map_or(text.len(), |(at, _)| at)
    };
    text.get(at(start)..at(end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use onrecord_page::Segment;

    use super::*;

    /// A version with posts: minute, number of the address, words.
    fn version(shown: &[(u32, Option<u32>, &str)]) -> Page {
        let (mut text, mut segments) = (String::new(), Vec::new());
        for (minute, number, words) in shown {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.chars().count();
            let time = format!("2025-08-19T10:{minute:02}:00Z");
            text.push_str(&format!("[19 August 2025, 10:{minute:02} UTC]\n\n{words}"));
            segments.push(Segment {
                start,
                end: text.chars().count(),
                time: Stamp::Minute(time.parse().expect("a time")),
                author: None,
                url: number.map(|number| format!("https://paper.example/blog#{number}")),
            });
        }
        Page {
            text,
            segments,
            ..Page::default()
        }
    }

    fn grown(recorded: &str, before: &Page, now: &Page) -> Option<(String, usize)> {
        let day = Some("2025-08-19".parse().expect("a day"));
        let blog = Blog::of(recorded, day, now).expect("a live blog");
        blog.grown(before, now)
    }

    const CLOSED: (u32, Option<u32>, &str) = (5, Some(1), "The pier is closed, said Ann Lee.");
    const OPEN: (u32, Option<u32>, &str) =
        (9, Some(2), "The ferry will sail on Friday, said the mayor.");

    #[test]
    fn new_posts_stand_behind_what_is_recorded() {
        let first = version(&[CLOSED]);
        let later = version(&[(3, Some(4), "A late report of the night."), CLOSED, OPEN]);
        let (text, new) = grown(&first.text, &first, &later).expect("new posts");
        assert_eq!(new, 2);
        assert!(text.starts_with(&first.text), "{text}");
        assert!(text.ends_with(OPEN.2), "{text}");
        let after = version(&[CLOSED, OPEN]);
        assert_eq!(grown(&text, &later, &after), None);
    }

    #[test]
    fn a_post_in_other_words_is_not_a_new_one() {
        let first = version(&[CLOSED, OPEN]);
        let reworded = (9, Some(2), "Nothing is known of the boat.");
        assert_eq!(
            grown(&first.text, &first, &version(&[CLOSED, reworded])),
            None
        );
        // Without addresses, what was posted at the same time is the same if it is alike.
        let first = version(&[(5, None, CLOSED.2), (9, None, OPEN.2)]);
        let edited = version(&[
            (5, None, CLOSED.2),
            (9, None, "The ferry will sail on Sunday, said the mayor."),
        ]);
        assert_eq!(grown(&first.text, &first, &edited), None);
        let other = version(&[
            (5, None, CLOSED.2),
            (9, None, OPEN.2),
            (9, None, "Nothing is known of the boat."),
        ]);
        assert_eq!(
            grown(&first.text, &first, &other).map(|(_, new)| new),
            Some(1)
        );
    }

    #[test]
    fn what_a_page_does_not_show_any_more_is_not_gone() {
        let first = version(&[CLOSED, OPEN]);
        let later = version(&[(9, Some(2), OPEN.2), (20, Some(3), "The council meets.")]);
        let day = Some("2025-08-19".parse().expect("a day"));
        let blog = Blog::of(&first.text, day, &later).expect("a live blog");
        let whole = blog.whole(&later, [&first]);
        assert!(
            whole.starts_with("[19 August 2025, 10:05 UTC]") && whole.contains(CLOSED.2),
            "{whole}"
        );
        // It is as the version before had it, not as it was recorded.
        let edited = version(&[(5, Some(1), "The pier is open, said Ann Lee."), OPEN]);
        let whole = blog.whole(&later, [&edited]);
        assert!(
            whole.contains("The pier is open") && !whole.contains(CLOSED.2),
            "{whole}"
        );
        assert_eq!(new_posts(&first, &later), 1);
        assert_eq!(new_posts(&later, &first), 0, "an older one is shown again");
        // One that is missing between others is.
        let without = version(&[CLOSED, (20, Some(3), "The council meets.")]);
        assert!(!blog.whole(&without, [&first]).contains(OPEN.2));
    }
}
