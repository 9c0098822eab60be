//! Nested attributions: what somebody who is quoted says that somebody else said.
//!
//! The training corpus marks only the outer attributions, so the models give no probability to anything inside a
//! content. Read as a text of its own, the content is ordinary speech to them.

use crate::attribution::Mode;
use crate::meaning::mode::mode;
use crate::meaning::stance::is_firm;
use crate::syntax::document::Document;
use crate::syntax::tag;
use crate::text::word::{hash, stem};
use crate::thresholds;
use crate::types::{CueReading, Reported, TokenRange};
use crate::who::outlet;
use std::ops::Range;
use std::sync::LazyLock;

/// Which nested attributions are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Nesting {
    /// Only nearly certain ones outside quotations, about what somebody said or promised.
    #[default]
    Surest,
    /// All that are more probably right than not, also those in quotations, and those about what others want or fear.
    All,
}

/// What people do with words.
#[rustfmt::skip]
const ACTS: &[&str] = &[
    "accepted", "according", "acknowledged", "added", "admitted", "agree", "agreed", "announced", "argued", "asked",
    "assured", "called", "claimed", "conceded", "concluded", "confirmed", "declared", "declined", "demanded", "denied",
    "deny", "discussed", "expressed", "insisted", "mentioned", "offered", "ordered", "pledged", "promised", "proposed",
    "refused", "reiterated", "rejected", "repeated", "replied", "reply", "reported", "responded", "ruled", "said",
    "signalled", "stated", "stressed", "suggested", "testified", "told", "vowed", "warned", "wrote",
];

/// What people think or want without a word.
#[rustfmt::skip]
const ATTITUDES: &[&str] = &[
    "believed", "considered", "disliked", "expected", "feared", "hoped", "intended", "knew", "opposed", "planned",
    "preferred", "ready", "resisted", "sought", "supported", "thought", "wanted", "welcomed", "willing", "wished",
];

/// The hashes of the stems of both, sorted.
static STEMS: LazyLock<[Vec<u32>; 2]> = LazyLock::new(|| {
    [ACTS, ATTITUDES].map(|words| {
        let mut stems: Vec<u32> = words.iter().map(|word| hash(stem(word))).collect();
        stems.sort_unstable();
        stems
    })
});

/// Whether a token is a verb of speech.
pub(crate) fn says_something(document: &Document, at: usize) -> bool {
    STEMS[0].binary_search(&document.tokens[at].stem).is_ok()
}

fn is_attitude(document: &Document, at: usize) -> bool {
    STEMS[1].binary_search(&document.tokens[at].stem).is_ok()
}

impl Nesting {
    /// Whether a token may be the cue of a nested attribution.
    fn may_be_cue(self, document: &Document, at: usize) -> bool {
        says_something(document, at) || self == Self::All && is_attitude(document, at)
    }

    /// Whether the contents of an attribution are read.
    fn enters(self, document: &Document, holder: &CueReading) -> bool {
        self == Self::All || mode(document, holder.cue, &holder.content) != Mode::Direct
    }

    /// Whether a nested attribution is listed. What an outlet says is nearly always what somebody else said.
    fn lists(self, document: &Document, reading: &CueReading, in_news: bool) -> bool {
        let likelihood = reading.likelihood;
        let sure = likelihood >= thresholds::SUREST_NESTED
            || (in_news || is_firm(document, reading.cue))
                && likelihood >= thresholds::SUREST_NESTED_IF_FIRM;
        (self == Self::All || sure) && reading.cue.tokens().any(|at| self.may_be_cue(document, at))
    }
}

/// Finds the attributions within the contents of others, level by level, and appends them. `accept` finds the
/// attributions of documents; it gets all contents of a level at once.
pub(crate) fn find<'a>(
    document: &Document<'a>,
    nesting: Nesting,
    outer: Vec<CueReading>,
    accept: impl Fn(Vec<Document<'a>>) -> Vec<Vec<CueReading>>,
) -> Vec<Reported> {
    let outermost = |reading| Reported {
        reading,
        holder: None,
    };
    let mut reported: Vec<Reported> = outer.into_iter().map(outermost).collect();
    let mut level = 0..reported.len();
    for _ in 0..thresholds::DEEPEST_NESTING {
        let contents = contents(document, nesting, &reported, level);
        level = reported.len()..reported.len();
        let parts = contents.iter().map(|content| document.part(content.range));
        let accepted = accept(parts.collect());
        for (content, accepted) in contents.iter().zip(accepted) {
            for mut reading in accepted {
                reading.shift(content.range.start, content.range.end);
                if nesting.lists(document, &reading, content.in_news) {
                    reported.push(Reported {
                        reading,
                        holder: Some(content.holder),
                    });
                }
            }
        }
        level.end = reported.len();
    }
    reported
}

/// A part of what somebody said, to be read as a text of its own.
struct Content {
    /// The index of the attribution whose content it is.
    holder: usize,
    range: TokenRange,
    /// Whether a news outlet says it.
    in_news: bool,
}

/// The contents of a level of attributions that may hold others.
fn contents(
    document: &Document,
    nesting: Nesting,
    reported: &[Reported],
    level: Range<usize>,
) -> Vec<Content> {
    let mut found = Vec::new();
    for holder in level {
        let reading = &reported[holder].reading;
        if !nesting.enters(document, reading) {
            continue;
        }
        let in_news = reading
            .source
            .is_some_and(|source| !outlet::names(document, source).is_empty());
        for range in &reading.content {
            let range = bare(document, *range);
            let mut tokens = range.tokens();
            let has_cue = tokens.any(|at| nesting.may_be_cue(document, at));
            if has_cue && range.len() >= thresholds::SHORTEST_NESTING_CONTENT {
                found.push(Content {
                    holder,
                    range,
                    in_news,
                });
            }
        }
    }
    found
}

/// A content without the quotation marks around it and the "that" before it.
fn bare(document: &Document, content: TokenRange) -> TokenRange {
    let TokenRange { mut start, mut end } = content;
    let frames = |at: usize| {
        matches!(
            document.word(at),
            "\"" | "“" | "”" | "''" | "``" | "‘" | "’" | "'" | "," | "that"
        )
    };
    while start < end && frames(start) {
        start += 1;
    }
    while start < end && (frames(end - 1) || document.tags[end - 1] == tag::COMMA) {
        end -= 1;
    }
    TokenRange::new(start, end)
}
