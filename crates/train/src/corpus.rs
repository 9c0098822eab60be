//! The annotated texts.

use crate::silver::open;
use onrecord_extract::training::document::Document;
use serde::Deserialize;
use std::io::BufRead;
use std::path::Path;

/// A text with its annotated attributions.
#[derive(Deserialize)]
pub(crate) struct Annotated {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub attributions: Vec<Gold>,
}

/// Ranges of code points.
type Spans = Vec<(usize, usize)>;

/// An annotated attribution.
#[derive(Deserialize, Clone)]
pub(crate) struct Gold {
    pub source: Spans,
    pub cue: Spans,
    pub content: Spans,
}

/// Reads a file of annotated texts, one a line.
pub(crate) fn read(path: &Path) -> std::io::Result<Vec<Annotated>> {
    open(path)?
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect()
}

/// An annotated attribution in sorted token indexes.
#[derive(Clone, Debug)]
pub(crate) struct TokenGold {
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

/// The annotated attributions of a document in tokens; those without a cue or a content are left out.
pub(crate) fn gold(document: &Document, annotated: &Annotated) -> Vec<TokenGold> {
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
