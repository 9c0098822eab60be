//! The extractor: the models, and the ways to apply them.

use crate::attribution::Attribution;
use crate::find::judge::Judge;
use crate::find::nested::Nesting;
use crate::model::crf::Crf;
use crate::model::pack::unpack_crf;
use crate::pipeline;
use crate::syntax::parser::Parser;
use crate::syntax::tagger::Tagger;
use crate::thresholds;
use std::error::Error;
use std::fmt;
use std::sync::LazyLock;

/// Finds who said what in English news text.
///
/// It holds the models only, so one extractor can serve any number of threads. [`Extractor::shipped`] returns the one
/// with the weights of this crate.
pub struct Extractor {
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) scan: Crf,
    pub(crate) roles: Crf,
    pub(crate) judge: Judge,
}

/// The weights of a model are damaged.
///
/// The weights of this crate are tested, so this is a mistake of the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DamagedWeights(pub &'static str);

impl fmt::Display for DamagedWeights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the weights of the {} are damaged", self.0)
    }
}

impl Error for DamagedWeights {}

impl Extractor {
    /// The extractor with the weights of this crate. The first call unpacks them, which takes some ten milliseconds.
    ///
    /// # Errors
    ///
    /// If the weights are damaged.
    pub fn shipped() -> Result<&'static Self, DamagedWeights> {
        static SHIPPED: LazyLock<Result<Extractor, DamagedWeights>> =
            LazyLock::new(Extractor::unpack);
        SHIPPED.as_ref().map_err(|damaged| *damaged)
    }

    fn unpack() -> Result<Self, DamagedWeights> {
        let tagger = Tagger::unpack(include_bytes!("../weights/tagger.bin"));
        let parser = Parser::unpack(include_bytes!("../weights/parser.bin"));
        let scan = unpack_crf(include_bytes!("../weights/scan.bin"));
        let roles = unpack_crf(include_bytes!("../weights/roles.bin"));
        let judge = Judge::unpack(include_bytes!("../weights/judge.bin"));
        Ok(Self {
            tagger: tagger.ok_or(DamagedWeights("tagger"))?,
            parser: parser.ok_or(DamagedWeights("parser"))?,
            scan: scan.ok_or(DamagedWeights("scan"))?,
            roles: roles.ok_or(DamagedWeights("role model"))?,
            judge: judge.ok_or(DamagedWeights("judge"))?,
        })
    }

    /// The attributions in a text, in order of their cues.
    ///
    /// A text of more than a megabyte is read in parts, so that memory does not grow with it. Names are then known
    /// within their part only.
    pub fn extract(&self, text: &str, nesting: Nesting) -> Vec<Attribution> {
        self.extract_likely(text, nesting, None)
    }

    /// The attributions with at least this likelihood. `None` stands for the default, which also keeps less likely
    /// ones that confirm or deny something.
    pub fn extract_likely(
        &self,
        text: &str,
        nesting: Nesting,
        at_least: Option<f32>,
    ) -> Vec<Attribution> {
        let mut all = Vec::new();
        let mut chars = 0;
        for part in parts(text) {
            let found = pipeline::run(self, &[part], nesting, at_least);
            all.extend(found.into_iter().flatten().map(|mut attribution| {
                attribution.shift(chars);
                attribution
            }));
            if part.len() < text.len() {
                chars += part.chars().count();
            }
        }
        all
    }

    /// The attributions in each of several texts. Reading short texts together is faster than one by one.
    pub fn extract_all(&self, texts: &[&str], nesting: Nesting) -> Vec<Vec<Attribution>> {
        self.extract_all_likely(texts, nesting, None)
    }

    /// The attributions in each of several texts with at least this likelihood, or the default if it is `None`.
    pub fn extract_all_likely(
        &self,
        texts: &[&str],
        nesting: Nesting,
        at_least: Option<f32>,
    ) -> Vec<Vec<Attribution>> {
        let long = |text: &&str| text.len() > thresholds::LONGEST_TEXT_IN_BATCH;
        if texts.iter().any(long) {
            let one_by_one = texts
                .iter()
                .map(|text| self.extract_likely(text, nesting, at_least));
            return one_by_one.collect();
        }
        pipeline::run(self, texts, nesting, at_least)
    }
}

/// Cuts a very long text at line breaks, or else at spaces, or else anywhere.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut cut = rest.len();
        if cut > thresholds::LONGEST_PART {
            let limit = rest.floor_char_boundary(thresholds::LONGEST_PART);
            let head = &rest[..limit];
            cut = head
                .rfind('\n')
                .or_else(|| head.rfind(' '))
                .map_or(limit, |at| at + 1);
        }
        let (part, tail) = rest.split_at(cut);
        rest = tail;
        Some(part)
    })
}
