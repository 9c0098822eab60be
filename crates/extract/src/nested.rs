//! Speech within speech: what somebody who is quoted says that another said.
//!
//! The corpus that the readings learned from marks the outer speech only, so both readings believe in
//! nothing inside a content. Cut out and read as a text of its own, the same words are plain speech.

use crate::candidate::{Candidate, Run};
use crate::cue::Cue;
use crate::document::Document;
use crate::extractor::Extractor;
use crate::mode::{Mode, mode};
use crate::outlet;
use crate::stance::is_firm;
use crate::tagger::tag;
use crate::word::{hash_str, stem};
use std::ops::Range;
use std::sync::LazyLock;

/// An attribution in the making.
pub struct Told {
    /// Its words.
    pub candidate: Candidate,
    /// How likely it is to be one.
    pub likelihood: f32,
    /// The place of the one whose content it was found in.
    pub holder: Option<usize>,
}

/// Which speech within speech is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Nesting {
    /// That somebody said or promised something, where it is nearly certain and not within a quotation.
    #[default]
    Surest,
    /// Whatever is likelier than not to be right, within quotations too, with what others want or fear.
    All,
}

/// How likely the surest must be at least.
const SUREST: f32 = 0.55;

/// The same for what binds, confirms or denies: the corpus has little of it, and a ledger lives on it.
const SURE_IF_FIRM: f32 = 0.3;

/// How deep speech lies in speech at most: "the agency cites a source as saying A told B that C agreed".
const DEEPEST: usize = 3;

/// Contents with fewer tokens hold nobody else's words.
const SHORTEST: usize = 3;

/// What people do with words.
#[rustfmt::skip]
const ACTS: &[&str] = &[
    "accepted", "according", "acknowledged", "added", "admitted", "agree", "agreed", "announced", "argued", "asked", "assured",
    "called", "claimed", "conceded", "concluded", "confirmed", "declared", "declined", "demanded", "denied", "deny",
    "discussed", "expressed", "insisted", "mentioned", "offered", "ordered", "pledged", "promised", "proposed",
    "refused", "reiterated", "rejected", "repeated", "replied", "reply", "reported", "responded", "ruled", "said",
    "signalled", "stated", "stressed", "suggested", "testified", "told", "vowed", "warned", "wrote",
];

/// What people hold or want without a word.
#[rustfmt::skip]
const ATTITUDES: &[&str] = &[
    "believed", "considered", "disliked", "expected", "feared", "hoped", "intended", "knew", "opposed", "planned",
    "preferred", "ready", "resisted", "sought", "supported", "thought", "wanted", "welcomed", "willing", "wished",
];

/// The stems of both, in order.
static STEMS: LazyLock<[Vec<u32>; 2]> = LazyLock::new(|| {
    [ACTS, ATTITUDES].map(|words| {
        let mut stems: Vec<u32> = words.iter().map(|word| hash_str(stem(word))).collect();
        stems.sort_unstable();
        stems
    })
});

impl Nesting {
    /// Whether a token tells of words, or of what else is told of.
    pub fn tells(self, document: &Document, at: usize) -> bool {
        let [acts, attitudes] = &*STEMS;
        let stem = &document.tokens[at].stem;
        acts.binary_search(stem).is_ok()
            || self == Self::All && attitudes.binary_search(stem).is_ok()
    }

    /// Whether the contents of an attribution are read again.
    fn enters(self, document: &Document, holder: &Candidate) -> bool {
        let cue = (holder.cue.start, holder.cue.end);
        self == Self::All || mode(document, cue, &holder.content) != Mode::Direct
    }

    /// Whether an attribution within another's content is told.
    /// A news outlet's content is nearly always what somebody else said.
    fn admits(self, document: &Document, cue: Cue, likelihood: f32, in_news: bool) -> bool {
        let likely = (in_news || is_firm(document, cue)) && likelihood >= SURE_IF_FIRM;
        (self == Self::All || likelihood >= SUREST || likely)
            && (cue.start..cue.end).any(|at| self.tells(document, at))
    }
}

impl Extractor {
    /// Finds what is told within the contents of `told`, level by level, and puts it behind them.
    pub fn find_nested(&self, document: &Document, nesting: Nesting, told: &mut Vec<Told>) {
        let mut level = 0..told.len();
        for _ in 0..DEEPEST {
            let contents = contents(document, nesting, told, level);
            level = told.len()..told.len();
            // All of a level together, because one model at a time stays in the cache.
            let parts = contents.iter().map(|content| content.part(document));
            let readings = self.read_documents(parts.collect());
            for (content, reading) in contents.iter().zip(&readings) {
                for (mut candidate, likelihood) in self.plain_attributions(reading) {
                    candidate.shift(content.start, content.end);
                    if nesting.admits(document, candidate.cue, likelihood, content.in_news) {
                        told.push(Told {
                            candidate,
                            likelihood,
                            holder: Some(content.holder),
                        });
                    }
                }
            }
            level.end = told.len();
        }
    }
}

/// What somebody said in one run of tokens, to be read as a text of its own.
struct Content {
    /// The place of whose it is.
    holder: usize,
    start: usize,
    end: usize,
    /// Whether a news outlet says it.
    in_news: bool,
}

impl Content {
    fn part<'a>(&self, document: &Document<'a>) -> Document<'a> {
        document.part(self.start, self.end)
    }
}

/// The contents of a level of attributions that are worth being read again.
fn contents(
    document: &Document,
    nesting: Nesting,
    told: &[Told],
    level: Range<usize>,
) -> Vec<Content> {
    let mut found = Vec::new();
    for holder in level {
        let candidate = &told[holder].candidate;
        if !nesting.enters(document, candidate) {
            continue;
        }
        let in_news = candidate
            .source
            .is_some_and(|source| !outlet::names(document, source.0, source.1).is_empty());
        for run in &candidate.content {
            let (start, end) = bare(document, *run);
            let worth = (start..end).any(|at| nesting.tells(document, at));
            if worth && end >= start + SHORTEST {
                found.push(Content {
                    holder,
                    start,
                    end,
                    in_news,
                });
            }
        }
    }
    found
}

/// A run without the quotation marks around it and the "that" before it.
fn bare(document: &Document, run: Run) -> Run {
    let (mut start, mut end) = run;
    let mark = |at: usize| {
        matches!(
            document.word(at),
            "\"" | "“" | "”" | "''" | "``" | "‘" | "’" | "'" | "," | "that"
        )
    };
    while start < end && mark(start) {
        start += 1;
    }
    while start < end && (mark(end - 1) || document.tags[end - 1] == tag::COMMA) {
        end -= 1;
    }
    (start, end)
}
