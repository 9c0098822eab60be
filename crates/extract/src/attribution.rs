//! What the extractor answers: plain data.

use crate::candidate::{Candidate, Run, doer};
use crate::channel::cut_tails;
use crate::document::Document;
use crate::extractor::{Extractor, Reading};
use crate::mention::Cast;
use crate::mode::{Mode, mode};
use crate::nested::{Nesting, Told};
use crate::relay::{Relayer, chains};
use crate::speaker::Resolver;
use crate::stance::Stance;
use crate::stance::{Decision, decide};
use crate::syntax::Links;
use crate::tagger::tag;
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
    /// Through whom the words came, nearest the text first and nearest the speaker last.
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
        self.extract_with(text, Nesting::Surest)
    }

    /// The same, with as much of the speech within speech as is asked for.
    pub fn extract_with(&self, text: &str, nesting: Nesting) -> Vec<Attribution> {
        let mut all = Vec::new();
        let mut chars = 0;
        for stretch in stretches(text) {
            let readings = self.read(&[stretch]);
            let found = readings.iter().map(|reading| self.told(reading, nesting));
            let mut found: Vec<Attribution> = found.flatten().collect();
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

    /// The same of many texts. Short ones are read together, which is faster than one by one.
    pub fn extract_all(&self, texts: &[&str], nesting: Nesting) -> Vec<Vec<Attribution>> {
        if texts.iter().any(|text| text.len() > TOGETHER) {
            return texts
                .iter()
                .map(|text| self.extract_with(text, nesting))
                .collect();
        }
        let readings = self.read(texts);
        readings
            .iter()
            .map(|reading| self.told(reading, nesting))
            .collect()
    }

    /// What is told in a text that was read.
    fn told(&self, reading: &Reading, nesting: Nesting) -> Vec<Attribution> {
        let Reading {
            document, links, ..
        } = reading;
        let told = self.tell(reading, nesting);
        let mut resolver = Resolver::new(document, Cast::read(document, links));
        let speakers = resolve_all(document, links, &mut resolver, &told);
        let decisions: Vec<Decision> = told
            .iter()
            .map(|told| decide(document, links, told.candidate.cue, &told.candidate.content))
            .collect();
        let chains = chains(document, &resolver.cast, &told, &speakers, &decisions);
        let wording = Wording {
            document,
            cast: &resolver.cast,
        };
        let mut order: Vec<usize> = (0..told.len()).collect();
        order.sort_by_key(|at| told[*at].candidate.cue.start);
        let attribution = |at: usize| {
            let chain = chains[at].as_ref()?;
            Some(wording.attribution(&told[at], &speakers[at], decisions[at], chain))
        };
        order.into_iter().filter_map(attribution).collect()
    }

    /// What is told in a document, what is told within other's words last.
    fn tell(&self, reading: &Reading, nesting: Nesting) -> Vec<Told> {
        let document = &reading.document;
        let mut outer = self.attributions(reading);
        cut_tails(document, &mut outer);
        let mut told: Vec<Told> = outer
            .into_iter()
            .map(|(candidate, likelihood)| Told {
                candidate,
                likelihood,
                holder: None,
            })
            .collect();
        self.find_nested(document, nesting, &mut told);
        told
    }
}

/// Puts what was found in tokens and numbers into spans and names.
struct Wording<'a> {
    document: &'a Document<'a>,
    cast: &'a Cast,
}

impl Wording<'_> {
    fn attribution(
        &self,
        told: &Told,
        speakers: &[usize],
        decision: Decision,
        chain: &[Relayer],
    ) -> Attribution {
        let candidate = &told.candidate;
        let cue = (candidate.cue.start, candidate.cue.end);
        let span = |run| self.span(run);
        let speakers: Vec<String> = speakers.iter().map(|entity| self.name(*entity)).collect();
        Attribution {
            source: candidate.source.map(span),
            cue: Some(span(cue)),
            content: candidate.content.iter().copied().map(span).collect(),
            speaker: speakers.first().cloned(),
            stance: decision.stance,
            mode: mode(self.document, cue, &candidate.content),
            via: chain.iter().map(|link| self.relayer(*link)).collect(),
            speakers,
            decided_by: span((decision.cue, decision.cue + 1)),
            negation: decision.negation.map(|word| span((word, word + 1))),
            likelihood: told.likelihood,
        }
    }

    fn span(&self, run: Run) -> Span {
        let tokens = &self.document.tokens;
        (tokens[run.0].char_start, tokens[run.1 - 1].char_end)
    }

    fn name(&self, entity: usize) -> String {
        self.cast.entities[entity].name.clone()
    }

    fn relayer(&self, link: Relayer) -> String {
        match link {
            Relayer::Speaker(entity) => self.name(entity),
            Relayer::Outlet(run) => self.document.words(run).to_owned(),
        }
    }
}

/// Resolves all sources, the outer ones in the order of the text, then those within their contents. A
/// source inside another's words may say "I", so it is told who says the words around it.
fn resolve_all(
    document: &Document,
    links: &Links,
    resolver: &mut Resolver,
    told: &[Told],
) -> Vec<Vec<usize>> {
    let mut resolved: Vec<Vec<usize>> = vec![Vec::new(); told.len()];
    let mut order: Vec<usize> = (0..told.len()).collect();
    let first = |candidate: &Candidate| candidate.source.map_or(candidate.cue.start, |run| run.0);
    order.sort_by_key(|at| {
        let Told {
            candidate, holder, ..
        } = &told[*at];
        holder.map_or((0, first(candidate)), |_| (1, *at))
    });
    for at in order {
        let around = told[at]
            .holder
            .and_then(|outer| resolved[outer].first().copied());
        let candidate = &told[at].candidate;
        if let Some(source) = candidate
            .source
            .or_else(|| doer(document, links, candidate))
        {
            resolved[at] = resolver.resolve(source, around);
        }
    }
    for at in 0..told.len() {
        if let Some(before) = speaks_on(document, told, at) {
            resolved[at] = resolved[before].clone();
        }
    }
    resolved
}

/// Whose words ", adding that …" goes on with: the attribution before it in its sentence.
fn speaks_on(document: &Document, told: &[Told], at: usize) -> Option<usize> {
    let me = &told[at];
    let start = me.candidate.cue.start;
    if me.candidate.source.is_some() || document.tags[start] != tag::VBG {
        return None;
    }
    let sentence = document.sentence(start).start;
    let before = at.checked_sub(1).map(|before| (before, &told[before]));
    before
        .filter(|(_, other)| {
            other.holder == me.holder && (sentence..start).contains(&other.candidate.cue.start)
        })
        .map(|(before, _)| before)
}

/// No text that is read together with others is longer than this, in bytes, so that memory stays small.
const TOGETHER: usize = 1 << 16;

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
