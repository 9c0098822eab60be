//! The annotated texts.

use crate::silver::open;
use onrecord_extract::training::document::Document;
use serde::Deserialize;
use std::io::BufRead;
use std::path::Path;

#[derive(Deserialize)]
pub struct Annotated {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub attributions: Vec<Gold>,
}

type Spans = Vec<(usize, usize)>;

#[derive(Deserialize, Clone)]
pub struct Gold {
    pub source: Spans,
    pub cue: Spans,
    pub content: Spans,
}

pub fn read(path: &Path) -> std::io::Result<Vec<Annotated>> {
    open(path)?
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect()
}

/// An attribution in tokens: sorted lists of token places.
#[derive(Clone, Debug)]
pub struct TokenGold {
    pub source: Vec<usize>,
    pub cue: Vec<usize>,
    pub content: Vec<usize>,
}

fn tokens_of(document: &Document, spans: &Spans) -> Vec<usize> {
    let mut all = Vec::new();
    for (start, end) in spans {
        let first = document.tokens.partition_point(|t| t.char_end <= *start);
        let last = document.tokens.partition_point(|t| t.char_start < *end);
        all.extend(first..last);
    }
    all.sort_unstable();
    all.dedup();
    all
}

pub fn gold(document: &Document, annotated: &Annotated) -> Vec<TokenGold> {
    annotated
        .attributions
        .iter()
        .map(|a| TokenGold {
            source: tokens_of(document, &a.source),
            cue: tokens_of(document, &a.cue),
            content: tokens_of(document, &a.content),
        })
        .filter(|a| !a.cue.is_empty() && !a.content.is_empty())
        .collect()
}
