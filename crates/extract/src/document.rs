//! A text with all that is known of it before anybody asks who said what.

use crate::parser::{Parser, ROOT};
use crate::quotation::{self, Quotation};
use crate::sentence::{self, Sentence};
use crate::tagger::{Tagger, tag};
use crate::token::{self, Token};

/// A text, cut up, tagged and parsed.
pub struct Document<'a> {
    /// The text itself.
    pub text: &'a str,
    /// Its words and signs.
    pub tokens: Vec<Token>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// The sentence of each token.
    pub sentence_of: Vec<u32>,
    /// The stretches between quotation marks.
    pub quotations: Vec<Quotation>,
    /// For each token the number of its quotation plus one, or 0.
    pub quotation_of: Vec<u32>,
    /// For each token whether it stands outside of quotations (0), in one with single marks (1), or with double
    /// ones (2).
    quoted: Vec<u8>,
    /// The part of speech of each token.
    pub tags: Vec<u8>,
    /// The head of each token (a token of the text), or `ROOT`.
    pub heads: Vec<u32>,
    /// First token of what hangs on each token, itself included.
    pub left_edge: Vec<u32>,
    /// Last token of what hangs on each token, itself included.
    pub right_edge: Vec<u32>,
    /// Whether the first sentence is that of a text, which may be its heading.
    headed: bool,
}

impl<'a> Document<'a> {
    /// Reads a text.
    pub fn read(text: &'a str, tagger: &Tagger, parser: &Parser) -> Self {
        let mut document = Self::cut(text);
        document.tag(tagger);
        document.parse(parser);
        document
    }

    /// Cuts a text up, the first step of reading it; then come `tag` and `parse`.
    pub fn cut(text: &'a str) -> Self {
        let tokens = token::tokenize(text);
        let sentences = sentence::split(text, &tokens);
        let (quotations, quotation_of) = quotation::pair(text, &tokens, &sentences);
        let quoted = quoting(&quotations, &quotation_of);
        let count = tokens.len();
        let mut sentence_of = Vec::with_capacity(count);
        for (number, sentence) in sentences.iter().enumerate() {
            sentence_of.resize(sentence.end, number as u32);
        }
        Self {
            text,
            tokens,
            sentences,
            sentence_of,
            quotations,
            quotation_of,
            quoted,
            tags: Vec::with_capacity(count),
            heads: Vec::with_capacity(count),
            left_edge: (0..count as u32).collect(),
            right_edge: (0..count as u32).collect(),
            headed: true,
        }
    }

    /// Tags all words.
    pub fn tag(&mut self, tagger: &Tagger) {
        for sentence in &self.sentences {
            let tokens = &self.tokens[sentence.start..sentence.end];
            tagger.tag(tokens, &mut self.tags);
        }
    }

    /// Finds all heads; the words are tagged.
    pub fn parse(&mut self, parser: &Parser) {
        for sentence in &self.sentences {
            let range = sentence.start..sentence.end;
            let from = self.heads.len();
            parser.parse(
                &self.tokens[range.clone()],
                &self.tags[range],
                &mut self.heads,
            );
            for head in &mut self.heads[from..] {
                if *head != ROOT {
                    *head += sentence.start as u32;
                }
            }
        }
        self.find_edges();
    }

    /// The tokens from `start` to one before `end`, at least one, as a document of their own: tags and heads
    /// stay, quotation marks are paired anew, since those around are gone, and a full stop is put behind,
    /// since the readings know only sentences that end in one.
    pub fn part(&self, start: usize, end: usize) -> Self {
        let (first, last) = (self.sentence_of[start], self.sentence_of[end - 1]);
        let count = end - start;
        let mut tokens = self.tokens[start..end].to_vec();
        tokens.push(Token::full_stop(&self.tokens[end - 1]));
        let own = &self.sentences[first as usize..=last as usize];
        let mut sentences: Vec<Sentence> = own
            .iter()
            .map(|sentence| Sentence {
                start: sentence.start.max(start) - start,
                end: sentence.end.min(end) - start,
                paragraph: sentence.paragraph,
            })
            .collect();
        if let Some(sentence) = sentences.last_mut() {
            sentence.end = count + 1;
        }
        let (quotations, quotation_of) = quotation::pair(self.text, &tokens, &sentences);
        let quoted = quoting(&quotations, &quotation_of);
        let head = |head: &u32| match *head as usize {
            inside if (start..end).contains(&inside) => (inside - start) as u32,
            _ => ROOT,
        };
        let mut heads: Vec<u32> = self.heads[start..end].iter().map(head).collect();
        let from = sentences.last().map_or(0, |sentence| sentence.start);
        let root = heads[from..].iter().position(|head| *head == ROOT);
        heads.push(root.map_or(ROOT, |root| (from + root) as u32));
        let closed = |values: &[u32]| {
            values
                .iter()
                .map(|s| s - first)
                .chain([last - first])
                .collect()
        };
        let edges: Vec<u32> = (0..=count as u32).collect();
        let mut part = Self {
            text: self.text,
            tokens,
            sentences,
            sentence_of: closed(&self.sentence_of[start..end]),
            quotations,
            quotation_of,
            quoted,
            tags: [&self.tags[start..end], &[tag::STOP]].concat(),
            heads,
            left_edge: edges.clone(),
            right_edge: edges,
            headed: false,
        };
        part.find_edges();
        part
    }

    /// Whether a token stands in what may be the text's heading.
    pub fn in_heading(&self, at: usize) -> bool {
        self.headed && self.sentence_of[at] == 0
    }

    /// Projective trees let the edges be passed up in two sweeps over each sentence; more sweeps catch
    /// what hangs in both directions.
    fn find_edges(&mut self) {
        for sentence in &self.sentences {
            let mut changed = true;
            while changed {
                changed = false;
                let forward = sentence.start..sentence.end;
                for at in forward.clone().chain(forward.rev()) {
                    let head = self.heads[at];
                    if head == ROOT {
                        continue;
                    }
                    let head = head as usize;
                    if self.left_edge[at] < self.left_edge[head] {
                        self.left_edge[head] = self.left_edge[at];
                        changed = true;
                    }
                    if self.right_edge[at] > self.right_edge[head] {
                        self.right_edge[head] = self.right_edge[at];
                        changed = true;
                    }
                }
            }
        }
    }

    /// The words of a token as they stand.
    pub fn word(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }

    /// The words of a run of tokens as they stand; the run is not empty.
    pub fn words(&self, run: (usize, usize)) -> &'a str {
        &self.text[self.tokens[run.0].start..self.tokens[run.1 - 1].end]
    }

    /// The sentence that a token stands in.
    pub fn sentence(&self, at: usize) -> &Sentence {
        &self.sentences[self.sentence_of[at] as usize]
    }

    /// The paragraphs, as runs of tokens.
    pub fn paragraphs(&self) -> Vec<(usize, usize)> {
        let alike = |a: &Sentence, b: &Sentence| a.paragraph == b.paragraph;
        let paragraphs = self.sentences.chunk_by(alike);
        paragraphs
            .map(|sentences| (sentences[0].start, sentences[sentences.len() - 1].end))
            .collect()
    }

    /// How a token stands to quotation marks, and how its neighbours do, as one number.
    pub fn quote_state(&self, at: usize) -> u32 {
        let state = |at: Option<usize>| {
            at.and_then(|at| self.quoted.get(at))
                .map_or(3, |s| u32::from(*s))
        };
        (state(Some(at)) * 4 + state(at.checked_sub(1))) * 4 + state(Some(at + 1))
    }

    /// The quotation that a token stands in.
    pub fn quotation(&self, at: usize) -> Option<&Quotation> {
        self.quotation_of[at]
            .checked_sub(1)
            .map(|number| &self.quotations[number as usize])
    }

    /// The head of a token, if it has one.
    pub fn head(&self, at: usize) -> Option<usize> {
        let head = self.heads[at];
        (head != ROOT).then_some(head as usize)
    }
}

/// For each token how it stands to quotation marks.
fn quoting(quotations: &[Quotation], quotation_of: &[u32]) -> Vec<u8> {
    let state = |number: &u32| match number.checked_sub(1) {
        None => 0,
        Some(number) if quotations[number as usize].single => 1,
        Some(_) => 2,
    };
    quotation_of.iter().map(state).collect()
}
