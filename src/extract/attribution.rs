//! What the extractor answers: plain data.

use super::candidate::Candidate;
use super::document::Document;
use super::extractor::Extractor;
use super::mention::Cast;
use super::mode::{Mode, mode};
use super::relay::relays;
use super::speaker::Resolver;
use super::stance::decide;
use super::syntax::Links;
use crate::domain::statement::Stance;
use serde::Serialize;

/// A stretch of text in Unicode code points: first, and one past the last.
pub type Span = (usize, usize);

/// Somebody said something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attribution {
    /// The words that name the source, if the text has any.
    pub source: Option<Span>,
    /// The words that tell that something was said.
    pub cue: Option<Span>,
    /// What was said, in one or more parts.
    pub content: Vec<Span>,
    /// Who said it, by the fullest name the text has.
    pub speaker: Option<String>,
    /// What the speaker holds of the content.
    pub stance: Stance,
    /// How the words are given.
    pub mode: Mode,
    /// Through whom the words came, nearest the speaker first.
    pub via: Vec<String>,
    /// All who said it together, the speaker first.
    #[serde(skip)]
    pub speakers: Vec<String>,
    /// The word of the cue that decided the stance.
    #[serde(skip)]
    pub decided_by: Span,
    /// The negation that turned the stance round.
    #[serde(skip)]
    pub negation: Option<Span>,
    /// How likely the extractor thinks that this is an attribution.
    #[serde(skip)]
    pub likelihood: f32,
}

impl Attribution {
    /// Moves all spans on by so many code points.
    fn shift(&mut self, by: usize) {
        let spans = self
            .content
            .iter_mut()
            .chain(&mut self.source)
            .chain(&mut self.cue)
            .chain(&mut self.negation);
        for span in spans.chain([&mut self.decided_by]) {
            *span = (span.0 + by, span.1 + by);
        }
    }
}

impl Extractor {
    /// Reads a text and tells who said what, in the order of the cues.
    ///
    /// A text longer than any article is read in stretches of whole paragraphs, so that memory does not
    /// grow with it; names are then known within their stretch only.
    pub fn extract(&self, text: &str) -> Vec<Attribution> {
        let mut all = Vec::new();
        let mut chars = 0;
        for stretch in stretches(text) {
            let mut found = self.extract_stretch(stretch);
            if chars > 0 {
                found
                    .iter_mut()
                    .for_each(|attribution| attribution.shift(chars));
            }
            all.append(&mut found);
            if stretch.len() < text.len() {
                chars += stretch.chars().count();
            }
        }
        all
    }

    fn extract_stretch(&self, text: &str) -> Vec<Attribution> {
        let document = Document::read(text, &self.tagger, &self.parser);
        let links = Links::read(&document);
        let found = self.attributions(&document, &links);
        let holders = relays(&found);
        let mut resolver = Resolver::new(&document, Cast::read(&document, &links));
        let resolved = resolve_all(&mut resolver, &found, &holders);
        let name = |entity: &usize| resolver.cast.entities[*entity].name.clone();
        let span = |start: usize, end: usize| {
            (
                document.tokens[start].char_start,
                document.tokens[end - 1].char_end,
            )
        };
        let attribution = |(at, (candidate, likelihood)): (usize, &(Candidate, f32))| {
            let cue = (candidate.cue.start, candidate.cue.end);
            let decision = decide(&document, &links, candidate.cue, &candidate.content);
            let speakers: Vec<String> = resolved[at].iter().map(name).collect();
            Attribution {
                source: candidate.source.map(|run| span(run.0, run.1)),
                cue: Some(span(cue.0, cue.1)),
                content: candidate
                    .content
                    .iter()
                    .map(|run| span(run.0, run.1))
                    .collect(),
                speaker: speakers.first().cloned(),
                stance: decision.stance,
                mode: mode(&document, cue, &candidate.content),
                via: holders[at]
                    .iter()
                    .filter_map(|outer| resolved[*outer].first())
                    .map(name)
                    .collect(),
                speakers,
                decided_by: span(decision.cue, decision.cue + 1),
                negation: decision.negation.map(|word| span(word, word + 1)),
                likelihood: *likelihood,
            }
        };
        found.iter().enumerate().map(attribution).collect()
    }
}

/// Resolves all sources in the order of the text. A source inside another's quotation may say "I", so
/// it is told who says the words around it.
fn resolve_all(
    resolver: &mut Resolver,
    found: &[(Candidate, f32)],
    holders: &[Vec<usize>],
) -> Vec<Vec<usize>> {
    let mut resolved: Vec<Vec<usize>> = vec![Vec::new(); found.len()];
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| {
        found[*at]
            .0
            .source
            .map_or(found[*at].0.cue.start, |run| run.0)
    });
    for at in order {
        let around = holders[at]
            .first()
            .and_then(|outer| resolved[*outer].first().copied());
        if let Some(source) = found[at].0.source {
            resolved[at] = resolver.resolve(source, around);
        }
    }
    resolved
}

/// No article is longer than this, in bytes.
const STRETCH: usize = 1 << 20;

/// Cuts a text into stretches at line breaks, or where there are none at a space, or anywhere.
fn stretches(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut cut = rest.len();
        if cut > STRETCH {
            let limit = rest.floor_char_boundary(STRETCH);
            let head = &rest[..limit];
            cut = head
                .rfind('\n')
                .or_else(|| head.rfind(' '))
                .map_or(limit, |at| at + 1);
        }
        let (stretch, tail) = rest.split_at(cut);
        rest = tail;
        Some(stretch)
    })
}
