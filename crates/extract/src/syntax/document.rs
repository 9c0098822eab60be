//! A text with its tokens, sentences, quotations, tags and heads.

use super::parser::{Parser, ROOT};
use super::tag::{self, is_verb};
use super::tagger::Tagger;
use crate::text::quotation::{self, Quotation};
use crate::text::sentence::{self, Sentence};
use crate::text::token::{self, Token};
use crate::text::word::Shape;
use crate::types::TokenRange;

/// A text with all that is known of it before attributions are looked for.
pub struct Document<'a> {
    /// The text.
    pub(crate) text: &'a str,
    /// Its words and signs.
    pub tokens: Vec<Token>,
    /// Its sentences.
    pub(crate) sentences: Vec<Sentence>,
    /// The number of each token's sentence.
    pub(crate) sentence_of: Vec<u32>,
    /// Its quotations.
    pub(crate) quotations: Vec<Quotation>,
    /// The number of each token's quotation plus one, or 0.
    pub(crate) quotation_of: Vec<u32>,
    /// Whether each token is outside quotations (0), in single marks (1) or in double marks (2).
    quoted: Vec<u8>,
    /// The part of speech of each token.
    pub(crate) tags: Vec<u8>,
    /// The head of each token, or [`ROOT`].
    pub(crate) heads: Vec<u32>,
    /// The first token of the subtree of each token.
    pub(crate) left_edge: Vec<u32>,
    /// The last token of the subtree of each token.
    pub(crate) right_edge: Vec<u32>,
    /// Whether the first sentence begins a text, and so may be its heading.
    headed: bool,
}

impl<'a> Document<'a> {
    /// A text with tokens, sentences, quotations, tags and heads, as the models were trained with.
    pub fn read(text: &'a str, tagger: &Tagger, parser: &Parser) -> Self {
        let mut document = Self::of_tokens(text, token::tokenize_for_training(text));
        document.tag(tagger);
        document.parse(parser);
        document
    }

    /// A text cut into tokens, sentences and quotations. [`Self::tag`] and then [`Self::parse`] have to follow.
    pub(crate) fn cut(text: &'a str) -> Self {
        Self::of_tokens(text, token::tokenize(text))
    }

    fn of_tokens(text: &'a str, tokens: Vec<Token>) -> Self {
        let sentences = sentence::split(text, &tokens);
        let (quotations, quotation_of) = quotation::pair(text, &tokens, &sentences);
        let quoted = quote_states(&quotations, &quotation_of);
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

    /// Reads speech in single marks as if it were in double ones. The models learned from texts that put speech in
    /// double marks and terms in single ones; elsewhere speech is in single marks. Precedes [`Self::tag`].
    pub(crate) fn double_marks(&mut self) {
        for quotation in &mut self.quotations {
            if !quotation::is_speech(self.text, &self.tokens, quotation) {
                continue;
            }
            quotation.single = false;
            for at in [quotation.start, quotation.end - 1] {
                self.tokens[at].become_double_mark();
            }
        }
        self.quoted = quote_states(&self.quotations, &self.quotation_of);
    }

    /// Adds the tags.
    pub(crate) fn tag(&mut self, tagger: &Tagger) {
        for sentence in &self.sentences {
            let tokens = &self.tokens[sentence.start..sentence.end];
            tagger.tag(tokens, &mut self.tags);
        }
    }

    /// Adds the heads of the tagged tokens, and the edges of their subtrees.
    pub(crate) fn parse(&mut self, parser: &Parser) {
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

    /// A range of at least one token as a document of its own. Tags and heads are kept. Quotation marks are paired
    /// again, without those around the range. A full stop is added, because the models know complete sentences only.
    pub(crate) fn part(&self, range: TokenRange) -> Self {
        let TokenRange { start, end } = range;
        let (first, last) = (self.sentence_of[start], self.sentence_of[end - 1]);
        let count = range.len();
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
        let quoted = quote_states(&quotations, &quotation_of);
        let head = |head: &u32| match *head as usize {
            inside if range.contains(inside) => (inside - start) as u32,
            _ => ROOT,
        };
        let mut heads: Vec<u32> = self.heads[start..end].iter().map(head).collect();
        let from = sentences.last().map_or(0, |sentence| sentence.start);
        let root = heads[from..].iter().position(|head| *head == ROOT);
        heads.push(root.map_or(ROOT, |root| (from + root) as u32));
        let own_sentences = self.sentence_of[start..end].iter().map(|s| s - first);
        let edges: Vec<u32> = (0..=count as u32).collect();
        let mut part = Self {
            text: self.text,
            tokens,
            sentences,
            sentence_of: own_sentences.chain([last - first]).collect(),
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

    /// Whether a token is in what may be the heading of the text.
    pub(crate) fn in_heading(&self, at: usize) -> bool {
        self.headed && self.sentence_of[at] == 0
    }

    /// Passes the edges of subtrees up the trees. Two sweeps over a sentence are enough for projective trees; others
    /// are swept until nothing changes.
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

    /// The text of a token.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }

    /// The text of a range of at least one token.
    pub(crate) fn words(&self, range: TokenRange) -> &'a str {
        &self.text[self.tokens[range.start].start..self.tokens[range.end - 1].end]
    }

    /// The sentence of a token.
    pub(crate) fn sentence(&self, at: usize) -> &Sentence {
        &self.sentences[self.sentence_of[at] as usize]
    }

    /// One past the last word of a sentence: the signs at its end are left out.
    pub(crate) fn words_end(&self, sentence: &Sentence) -> usize {
        let sign = |at: &usize| self.tokens[*at].shape == Shape::Sign;
        let signs = (sentence.start..sentence.end).rev().take_while(sign);
        sentence.end - signs.count()
    }

    /// The paragraphs.
    pub(crate) fn paragraphs(&self) -> impl Iterator<Item = TokenRange> {
        sentence::paragraphs(&self.sentences)
    }

    /// A number for whether a token and its two neighbours are in quotations.
    pub(crate) fn quote_state(&self, at: usize) -> u32 {
        let state = |at: Option<usize>| {
            at.and_then(|at| self.quoted.get(at))
                .map_or(3, |s| u32::from(*s))
        };
        (state(Some(at)) * 4 + state(at.checked_sub(1))) * 4 + state(Some(at + 1))
    }

    /// Whether a token is in a quotation.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        self.quotation_of[at] > 0
    }

    /// The quotation of a token.
    pub(crate) fn quotation(&self, at: usize) -> Option<&Quotation> {
        self.quotation_of[at]
            .checked_sub(1)
            .map(|number| &self.quotations[number as usize])
    }

    /// The head of a token.
    pub(crate) fn head(&self, at: usize) -> Option<usize> {
        let head = self.heads[at];
        (head != ROOT).then_some(head as usize)
    }

    /// The token that heads a range: its last verb whose own head is outside, else its last verb, else its first
    /// token whose head is outside.
    pub(crate) fn head_of(&self, range: TokenRange) -> usize {
        let outside = |at: &usize| self.head(*at).is_none_or(|head| !range.contains(head));
        let verb = |at: &usize| is_verb(self.tags[*at]);
        let mut verbs = range.tokens().rev().filter(verb);
        verbs
            .clone()
            .find(outside)
            .or_else(|| verbs.next())
            .or_else(|| range.tokens().find(outside))
            .unwrap_or(range.start)
    }

    /// The subtree of a token.
    pub(crate) fn subtree(&self, at: usize) -> TokenRange {
        TokenRange::new(
            self.left_edge[at] as usize,
            self.right_edge[at] as usize + 1,
        )
    }
}

/// Whether each token is outside quotations (0), in single marks (1) or in double marks (2).
fn quote_states(quotations: &[Quotation], quotation_of: &[u32]) -> Vec<u8> {
    let state = |number: &u32| match number.checked_sub(1) {
        None => 0,
        Some(number) if quotations[number as usize].single => 1,
        Some(_) => 2,
    };
    quotation_of.iter().map(state).collect()
}
