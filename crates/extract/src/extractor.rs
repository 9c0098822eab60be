//! Puts the readings together: text in, attributions out.

use crate::accept::{Case, Judge};
use crate::announced;
use crate::candidate::{self, Buffers, Candidate};
use crate::chain::{Chain, Scores};
use crate::citation;
use crate::cue::{self, Asked};
use crate::document::Document;
use crate::layout;
use crate::parser::Parser;
use crate::scan::{FEATURES, Scan};
use crate::syntax::Links;
use crate::tagger::Tagger;
use crate::weights::{Damaged, unpack_chain, unpack_judge, unpack_parser, unpack_tagger};
use crate::withheld;

/// All models, ready to read.
pub struct Extractor {
    /// Tags words.
    pub tagger: Tagger,
    /// Finds heads.
    pub parser: Parser,
    /// The first reading.
    pub scan: Chain,
    /// The second reading.
    pub roles: Chain,
    /// The last word.
    pub judge: Judge,
}

/// The weights that ship, as bytes.
pub struct Packed<'a> {
    /// The tagger's.
    pub tagger: &'a [u8],
    /// The parser's.
    pub parser: &'a [u8],
    /// The first reading's.
    pub scan: &'a [u8],
    /// The second reading's.
    pub roles: &'a [u8],
    /// The judge's: a threshold, then a table.
    pub judge: &'a [u8],
}

impl Extractor {
    /// Unpacks an extractor.
    pub fn unpack(packed: &Packed) -> Result<Self, Damaged> {
        let judge = unpack_judge(packed.judge);
        Ok(Self {
            tagger: unpack_tagger(packed.tagger).ok_or(Damaged("tagger"))?,
            parser: unpack_parser(packed.parser).ok_or(Damaged("parser"))?,
            scan: unpack_chain(packed.scan).ok_or(Damaged("first reading"))?,
            roles: unpack_chain(packed.roles).ok_or(Damaged("second reading"))?,
            judge: judge.ok_or(Damaged("judge"))?,
        })
    }

    /// Reads some texts. Step by step over all of them, because one model at a time stays in the cache.
    pub fn read<'a>(&self, texts: &[&'a str]) -> Vec<Reading<'a>> {
        let mut documents: Vec<Document> = texts.iter().map(|text| Document::cut(text)).collect();
        for document in &mut documents {
            document.tag(&self.tagger);
        }
        for document in &mut documents {
            document.parse(&self.parser);
        }
        self.read_documents(documents)
    }

    /// Both readings of some documents.
    pub fn read_documents<'a>(&self, documents: Vec<Document<'a>>) -> Vec<Reading<'a>> {
        let mut readings: Vec<Reading> = documents.into_iter().map(Reading::begin).collect();
        for reading in &mut readings {
            reading.beliefs = scan(&reading.document, &reading.links, &self.scan);
        }
        for reading in &mut readings {
            let Reading {
                document,
                links,
                beliefs,
                ..
            } = reading;
            let asked = Asked::LikelyAndFirm;
            reading.candidates = candidates(document, links, beliefs, &self.roles, asked);
        }
        for reading in &mut readings {
            reading.chances = self.judge.judge(&Case {
                document: &reading.document,
                links: &reading.links,
                beliefs: &reading.beliefs,
                all: &reading.candidates,
            });
        }
        readings
    }

    /// The attributions of a text that was read, as runs of tokens, with how likely each is.
    pub fn attributions(&self, reading: &Reading) -> Vec<(Candidate, f32)> {
        let told = told_by_form(&reading.document);
        let (candidates, chances) = with_layout(told, reading.heard(), reading.chances.clone());
        self.chosen(reading, &candidates, &chances)
    }

    /// The same without what the form of the text tells.
    pub fn plain_attributions(&self, reading: &Reading) -> Vec<(Candidate, f32)> {
        self.chosen(reading, &reading.heard(), &reading.chances)
    }

    fn chosen(
        &self,
        reading: &Reading,
        candidates: &[Candidate],
        chances: &[f32],
    ) -> Vec<(Candidate, f32)> {
        let Reading {
            document, links, ..
        } = reading;
        let mut chosen: Vec<(Candidate, f32)> = self
            .judge
            .choose(document, candidates, chances)
            .into_iter()
            .map(|at| (candidates[at].clone(), chances[at]))
            .collect();
        withheld::complete(document, links, candidates, &mut chosen);
        announced::complete(document, links, &mut chosen);
        chosen
    }
}

/// A text that was read, up to how likely each candidate is.
pub struct Reading<'a> {
    /// The text.
    pub document: Document<'a>,
    /// What hangs on what.
    pub links: Links,
    /// The first reading.
    beliefs: Vec<Scores>,
    /// The second reading.
    candidates: Vec<Candidate>,
    /// How likely each candidate is.
    chances: Vec<f32>,
}

impl<'a> Reading<'a> {
    fn begin(document: Document<'a>) -> Self {
        Self {
            links: Links::read(&document),
            document,
            beliefs: Vec::new(),
            candidates: Vec::new(),
            chances: Vec::new(),
        }
    }

    /// The candidates without what the writer concedes, and without whom they were told.
    fn heard(&self) -> Vec<Candidate> {
        let mut candidates = self.candidates.clone();
        for candidate in &mut candidates {
            candidate::drop_conceded(&self.document, candidate);
            candidate::drop_addressee(&self.document, candidate);
            candidate::take_subject(&self.document, &self.links, candidate);
            candidate::take_sayer(&self.document, candidate);
        }
        candidates
    }
}

/// No chain runs over more tokens than this: texts are read in stretches of whole sentences.
const STRETCH: usize = 4000;

/// What the form of a text tells: lines of a transcript, signatures, citations; in order.
fn told_by_form(document: &Document) -> Vec<Candidate> {
    let mut told = layout::find(document);
    let lines = told.len();
    for cited in citation::find(document) {
        let free =
            |line: &Candidate| reach(line).1 <= reach(&cited).0 || reach(&cited).1 <= reach(line).0;
        if told[..lines].iter().all(free) {
            told.push(cited);
        }
    }
    told.sort_by_key(|candidate| reach(candidate).0);
    told
}

/// The first reading of a document: what each token may be.
pub fn scan(document: &Document, links: &Links, chain: &Chain) -> Vec<Scores> {
    let scan = Scan::new(document, links);
    let mut beliefs = Vec::with_capacity(document.tokens.len());
    let mut scores = Vec::new();
    let mut features = Vec::with_capacity(FEATURES);
    for sentence in &document.sentences {
        for at in sentence.start..sentence.end {
            features.clear();
            scan.features(at, &mut features);
            scores.push(chain.weights.score(&features));
        }
        if scores.len() >= STRETCH || sentence.end == document.tokens.len() {
            beliefs.append(&mut chain.marginals(&scores));
            scores.clear();
        }
    }
    beliefs
}

/// Puts what the layout tells among the candidates. Where it speaks, candidates on the same words are silent.
pub fn with_layout(
    told: Vec<Candidate>,
    all: Vec<Candidate>,
    chances: Vec<f32>,
) -> (Vec<Candidate>, Vec<f32>) {
    if told.is_empty() {
        return (all, chances);
    }
    let mut merged: Vec<(Candidate, f32)> = Vec::with_capacity(all.len() + told.len());
    let mut told = told.into_iter().peekable();
    let mut covered = 0;
    for (candidate, chance) in all.into_iter().zip(chances) {
        while let Some(line) = told.next_if(|line| reach(line).0 <= candidate.cue.start) {
            covered = reach(&line).1;
            // What was said of the line before the line was known to be one does not stand.
            while merged
                .last()
                .is_some_and(|(last, _)| last.cue.start >= reach(&line).0)
            {
                merged.pop();
            }
            merged.push((line, layout::LIKELIHOOD));
        }
        if candidate.cue.start >= covered {
            merged.push((candidate, chance));
        }
    }
    merged.extend(told.map(|line| (line, layout::LIKELIHOOD)));
    merged.into_iter().unzip()
}

/// The first token of a candidate and the one after its last.
fn reach(candidate: &Candidate) -> (usize, usize) {
    let runs = candidate
        .content
        .iter()
        .chain(&candidate.source)
        .chain(&candidate.outlet)
        .copied()
        .chain([(candidate.cue.start, candidate.cue.end)]);
    runs.fold((usize::MAX, 0), |(start, end), run| {
        (start.min(run.0), end.max(run.1))
    })
}

/// The second reading of a document: all candidates, in order of their cues.
pub fn candidates(
    document: &Document,
    links: &Links,
    beliefs: &[Scores],
    roles: &Chain,
    asked: Asked,
) -> Vec<Candidate> {
    let mut buffers = Buffers::default();
    cue::find(document, beliefs, asked)
        .into_iter()
        .map(|cue| candidate::read(document, links, beliefs, cue, roles, &mut buffers))
        .collect()
}
