//! When to look again.
//!
//! The rules are those that feed readers came to: what a server asks for counts, but nobody is asked more often than
//! every quarter of an hour or less often than once a day, and errors never lead to giving up.

use chrono::{DateTime, TimeDelta, Utc};

/// The least time between two looks at a feed or a page.
pub const LEAST: TimeDelta = TimeDelta::minutes(15);

/// The most time between two looks at a feed.
pub const MOST: TimeDelta = TimeDelta::days(1);

/// When to look at a feed again after it was read: the latest of what the desk wants (`every`), what the feed asks for (`ttl`)
/// and what the server says of its freshness, within [`LEAST`] and [`MOST`].
pub fn feed(
    now: DateTime<Utc>,
    every: TimeDelta,
    ttl: Option<TimeDelta>,
    fresh_until: Option<DateTime<Utc>>,
) -> DateTime<Utc> {
    let fresh = fresh_until.map(|until| until - now);
    let wait = [Some(every), ttl, fresh]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(every);
    now + wait.clamp(LEAST, MOST)
}

/// When to try again after the `failures`th failure in a row: twice as long after each, and not before the server wants to be
/// asked (`retry`).
pub fn retry(
    now: DateTime<Utc>,
    every: TimeDelta,
    failures: u32,
    retry: Option<DateTime<Utc>>,
) -> DateTime<Utc> {
    let doubled = 1_i32 << failures.saturating_sub(1).min(10);
    let wait = every.max(LEAST) * doubled;
    let asked = retry.map_or(TimeDelta::zero(), |until| until - now);
    now + wait.max(asked).clamp(LEAST, MOST)
}

/// When to look at an article again that was published at one time and looked at at another: when a fifth of its age has
/// passed since. That is diffengine's rule; the more recent an article is, the likelier it is changed.
///
/// If `t` is that time, `t - looked` is a fifth of `t - published`, hence a quarter of `looked - published`.
pub fn article(published: DateTime<Utc>, looked: DateTime<Utc>) -> DateTime<Utc> {
    let age = (looked - published).max(TimeDelta::zero());
    looked + (age / 4).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_longest_wish_counts_within_bounds() {
        let now = at("2025-08-20T09:00:00Z");
        let half = TimeDelta::minutes(30);
        assert_eq!(feed(now, half, None, None), at("2025-08-20T09:30:00Z"));
        assert_eq!(
            feed(now, half, Some(TimeDelta::hours(2)), None),
            at("2025-08-20T11:00:00Z")
        );
        assert_eq!(
            feed(now, half, None, Some(at("2025-08-20T10:00:00Z"))),
            at("2025-08-20T10:00:00Z")
        );
        assert_eq!(
            feed(
                now,
                TimeDelta::zero(),
                None,
                Some(at("2025-08-19T10:00:00Z"))
            ),
            at("2025-08-20T09:15:00Z")
        );
        assert_eq!(
            feed(now, half, Some(TimeDelta::days(9)), None),
            at("2025-08-21T09:00:00Z")
        );
    }

    #[test]
    fn failures_are_tried_again_ever_later() {
        let now = at("2025-08-20T09:00:00Z");
        let half = TimeDelta::minutes(30);
        assert_eq!(retry(now, half, 1, None), at("2025-08-20T09:30:00Z"));
        assert_eq!(retry(now, half, 3, None), at("2025-08-20T11:00:00Z"));
        assert_eq!(retry(now, half, u32::MAX, None), at("2025-08-21T09:00:00Z"));
        assert_eq!(
            retry(now, half, 1, Some(at("2025-08-20T12:00:00Z"))),
            at("2025-08-20T12:00:00Z")
        );
        assert_eq!(
            retry(now, half, 1, Some(at("2025-01-01T00:00:00Z"))),
            at("2025-08-20T09:30:00Z")
        );
    }

    #[test]
    fn an_article_is_looked_at_again_after_a_fifth_of_its_age() {
        let published = at("2025-08-20T00:00:00Z");
        let next = article(published, at("2025-08-20T08:00:00Z"));
        assert_eq!(next, at("2025-08-20T10:00:00Z"));
        // Whole days count as well, and a clock that is behind does no harm.
        assert_eq!(
            article(published, at("2025-08-28T00:00:00Z")),
            at("2025-08-30T00:00:00Z")
        );
        assert_eq!(
            article(published, at("2025-08-19T00:00:00Z")),
            at("2025-08-19T00:15:00Z")
        );
    }
}
