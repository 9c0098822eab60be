//! The feeds of what moved. A feed reader sends no token, so it shows a key of its own, which opens nothing else.

use hyper::StatusCode;
use hyper::header::{HOST, HeaderMap};

use super::commands::{Form, Line};
use super::form::Query;
use super::guard;
use super::reply::Refused;

/// The paths of the feeds: Atom, then JSON Feed.
pub const FEEDS: [&str; 2] = ["/feed.atom", "/feed.json"];

/// Back to when a feed goes. Readers keep what they have seen, and ask at least once a week.
const WINDOW: &str = "7 days ago";

/// A feed that may be asked for.
pub(super) struct Feed {
    form: Form,
    /// The type of its text.
    pub(super) kind: &'static str,
}

impl Feed {
    /// The feed at a path.
    pub(super) fn at(path: &str) -> Option<Self> {
        let [atom, json] = FEEDS;
        match path {
            _ if path == atom => Some(Self {
                form: Form::Atom,
                kind: "application/atom+xml; charset=utf-8",
            }),
            _ if path == json => Some(Self {
                form: Form::JsonFeed,
                kind: "application/feed+json",
            }),
            _ => None,
        }
    }

    /// The command that answers it.
    pub(super) fn line(self, query: &Query, headers: &HeaderMap) -> Line {
        let since = query.get("since").unwrap_or(WINDOW);
        let mut words = vec!["changes".to_owned(), format!("--since={since}")];
        // It was looked at before: the host is one of this server's.
        if let Some(host) = guard::text(headers, &HOST) {
            words.push(format!("--base-url=http://{host}"));
        }
        Line::question(words, self.form)
    }
}

/// Why a feed is refused.
pub(super) fn needs_key() -> Refused {
    let error = "this feed needs the key that `onrecord serve --feed-key` printed";
    Refused::new(StatusCode::UNAUTHORIZED, error)
        .hint("give the feed reader the whole address, with ?key=…")
}
