//! Trains the tagger and the parser, and parses the corpus with them.

use crate::corpus::{self, Annotated, TokenGold};
use crate::silver::Silver;
use crate::{parser, tagger};
use onrecord_extract::DamagedWeights;
use onrecord_extract::training::document::Document;
use onrecord_extract::training::links::Links;
use onrecord_extract::training::parser::{Parser, ROOT};
use onrecord_extract::training::table::CertainTable;
use onrecord_extract::training::tag;
use onrecord_extract::training::tagger::Tagger;

/// One step of the parser's packed weights.
const PARSER_STEP: f32 = 0.3;

/// Rows of the parser whose largest weight has no more steps than this are left out.
const PARSER_LEAST: f32 = 5.0;

/// A tagger and a parser, and their bytes.
pub(crate) struct Layers {
    pub tagger: Tagger,
    pub parser: Parser,
    pub packed_tagger: Vec<u8>,
    pub packed_parser: Vec<u8>,
}

impl Layers {
    pub(crate) fn learn(silver: &[&Silver]) -> Result<Self, DamagedWeights> {
        let (tagger, packed_tagger) = learn_tagger(silver)?;
        // The parser is trained on the tagger's tags, mistakes included.
        let tagged: Vec<(&Silver, Vec<u8>)> =
            silver.iter().map(|s| (*s, tags(&tagger, s))).collect();
        let (parser, packed_parser) = learn_parser(&tagged)?;
        Ok(Self {
            tagger,
            parser,
            packed_tagger,
            packed_parser,
        })
    }

    /// The accuracy of tags and of heads in percent. The heads of commas and full stops do not count.
    pub(crate) fn measure(&self, silver: &[Silver]) -> (f64, f64) {
        let (mut tags_right, mut tags_all, mut heads_right, mut heads_all) = (0, 0, 0, 0);
        for sentence in silver {
            let tags = tags(&self.tagger, sentence);
            let mut heads = Vec::new();
            self.parser.parse(&sentence.tokens, &tags, &mut heads);
            for (at, head) in heads.iter().enumerate() {
                tags_all += 1;
                tags_right += usize::from(tags[at] == sentence.tags[at]);
                if !matches!(sentence.tags[at], tag::COMMA | tag::STOP) {
                    let head = if *head == ROOT {
                        sentence.tokens.len()
                    } else {
                        *head as usize
                    };
                    heads_all += 1;
                    heads_right += usize::from(head == sentence.heads[at]);
                }
            }
        }
        let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
        (share(tags_right, tags_all), share(heads_right, heads_all))
    }

    /// Parses documents.
    pub(crate) fn read<'a>(&self, documents: impl Iterator<Item = &'a Annotated>) -> Vec<Read<'a>> {
        documents
            .map(|annotated| {
                let document = Document::read(&annotated.text, &self.tagger, &self.parser);
                let links = Links::read(&document);
                let gold = corpus::gold(&document, annotated);
                Read {
                    document,
                    links,
                    gold,
                }
            })
            .collect()
    }
}

fn learn_tagger(silver: &[&Silver]) -> Result<(Tagger, Vec<u8>), DamagedWeights> {
    let words = tagger::sure_words(silver);
    let rows = tagger::learn(silver, 5, 1, &CertainTable::new(&words));
    let plain = Tagger::pack(&words, &[], &rows);
    let pairs = tagger::sure_pairs(
        &Tagger::unpack(&plain).ok_or(DamagedWeights("tagger"))?,
        silver,
    );
    let packed = Tagger::pack(&words, &pairs, &rows);
    Ok((
        Tagger::unpack(&packed).ok_or(DamagedWeights("tagger"))?,
        packed,
    ))
}

fn learn_parser(tagged: &[(&Silver, Vec<u8>)]) -> Result<(Parser, Vec<u8>), DamagedWeights> {
    let plan = parser::Plan {
        rounds: 7,
        drop: 0.0,
        least: 15,
    };
    let mut rows = Vec::new();
    for (row, weights) in parser::learn(tagged, &plan, 2).iter().enumerate() {
        let steps = weights.map(|w| (w / PARSER_STEP).round().clamp(-127.0, 127.0) as i8);
        if steps
            .iter()
            .any(|step| f32::from(step.unsigned_abs()) > PARSER_LEAST)
        {
            rows.push((row as u32, steps));
        }
    }
    let plain = Parser::unpack(&Parser::pack(&[], &rows)).ok_or(DamagedWeights("parser"))?;
    let packed = Parser::pack(&parser::sure_steps(&plain, tagged), &rows);
    Ok((
        Parser::unpack(&packed).ok_or(DamagedWeights("parser"))?,
        packed,
    ))
}

fn tags(tagger: &Tagger, sentence: &Silver) -> Vec<u8> {
    let mut tags = Vec::new();
    tagger.tag(&sentence.tokens, &mut tags);
    tags
}

/// A parsed document with its annotation.
pub(crate) struct Read<'a> {
    pub document: Document<'a>,
    pub links: Links,
    pub gold: Vec<TokenGold>,
}
