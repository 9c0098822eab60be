//! What a server answered.

use chrono::{DateTime, TimeDelta, Utc};
use ureq::http::HeaderMap;

use crate::{Address, Exchange};

/// What a server sent along so that it can be asked whether anything changed. Kept and sent back verbatim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag`.
    pub etag: Option<String>,
    /// The `Last-Modified`.
    pub modified: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What to ask the next time, if every redirect was a permanent one.
    pub moved_to: Option<Address>,
    /// What to send the next time.
    pub validators: Validators,
    /// Until when it is fresh, by what the server says.
    pub fresh_until: Option<DateTime<Utc>>,
    /// What was sent; `None` if nothing changed since the validators were sent.
    pub exchange: Option<Exchange>,
}

/// A header's text, if there is one.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A moment that a header names.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    httpdate::parse_http_date(text.trim()).ok().map(Into::into)
}

/// The validators of an answer. A 304 may bring new ones; what it leaves out stays as it was.
pub(crate) fn validators(headers: &HeaderMap, before: Option<&Validators>) -> Validators {
    let header = |name| text(headers, name).map(str::to_owned);
    let before = before.cloned().unwrap_or_default();
    Validators {
        etag: header("etag").or(before.etag),
        modified: header("last-modified").or(before.modified),
    }
}

/// Until when an answer is fresh: `max-age`, or else `Expires`, which counts from the server's own clock.
pub(crate) fn fresh_until(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let directives = text(headers, "cache-control").unwrap_or_default();
    let max_age = directives.split(',').find_map(|one| {
        let (name, value) = one.trim().split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("max-age")).then(|| value.parse::<u32>().ok())?
    });
    if let Some(seconds) = max_age {
        return now.checked_add_signed(TimeDelta::seconds(i64::from(seconds)));
    }
    let expires = text(headers, "expires").and_then(moment)?;
    let date = text(headers, "date").and_then(moment).unwrap_or(now);
    now.checked_add_signed(expires - date)
}

/// When a server wants to be asked again: in so many seconds, or at a time by its own clock.
pub(crate) fn retry(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let after = text(headers, "retry-after")?.trim();
    if let Ok(seconds) = after.parse::<u32>() {
        return now.checked_add_signed(TimeDelta::seconds(i64::from(seconds)));
    }
    let date = text(headers, "date").and_then(moment).unwrap_or(now);
    now.checked_add_signed(moment(after)? - date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(given: &[(&'static str, &'static str)]) -> HeaderMap {
        let header = |&(name, value): &(&'static str, &'static str)| {
            let name = ureq::http::HeaderName::from_static(name);
            (name, ureq::http::HeaderValue::from_static(value))
        };
        given.iter().map(header).collect()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn freshness_counts_from_the_servers_clock() {
        let now = at("2025-08-20T09:00:00Z");
        let fresh = |given| fresh_until(&headers(given), now);
        assert_eq!(
            fresh(&[("cache-control", "public, max-age=600")]),
            Some(at("2025-08-20T09:10:00Z"))
        );
        let expires = [
            ("expires", "Wed, 20 Aug 2025 08:30:00 GMT"),
            ("date", "Wed, 20 Aug 2025 08:00:00 GMT"),
        ];
        assert_eq!(fresh(&expires), Some(at("2025-08-20T09:30:00Z")));
        assert_eq!(fresh(&[("expires", "0")]), None);
        assert_eq!(fresh(&[]), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_time() {
        let now = at("2025-08-20T09:00:00Z");
        let asked = |given| retry(&headers(given), now);
        assert_eq!(
            asked(&[("retry-after", "120")]),
            Some(at("2025-08-20T09:02:00Z"))
        );
        assert_eq!(
            asked(&[("retry-after", "Wed, 20 Aug 2025 10:00:00 GMT")]),
            Some(at("2025-08-20T10:00:00Z"))
        );
        assert_eq!(asked(&[("retry-after", "soon")]), None);
    }

    #[test]
    fn a_304_keeps_what_it_leaves_out() {
        let before = Validators {
            etag: Some("\"a\"".into()),
            modified: Some("then".into()),
        };
        let after = validators(&headers(&[("etag", "W/\"b\"")]), Some(&before));
        assert_eq!(
            after,
            Validators {
                etag: Some("W/\"b\"".into()),
                modified: Some("then".into())
            }
        );
    }
}
