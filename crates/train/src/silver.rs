//! The silver token layers: tags and heads that a program produced.

use flate2::read::GzDecoder;
use onrecord_extract::training::tag::tag_number;
use onrecord_extract::training::token::{Token, from_spans};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

#[derive(Deserialize)]
struct Layer {
    id: String,
    sentences: Vec<LayerSentence>,
}

#[derive(Deserialize)]
struct LayerSentence {
    tokens: Vec<(usize, usize, String, String, String)>,
    deps: Vec<(usize, String)>,
}

/// A sentence with its tags and heads. The number of tokens is the root.
pub(crate) struct Silver {
    pub document: usize,
    pub tokens: Vec<Token>,
    pub tags: Vec<u8>,
    pub heads: Vec<usize>,
}

/// Opens a file, decompressed if its name ends in ".gz".
pub(crate) fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|e| e == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(Box::new(BufReader::new(reader)))
}

/// Reads the layers of documents; `texts` holds the index and the text of each by id.
pub(crate) fn read(
    path: &Path,
    texts: &HashMap<String, (usize, String)>,
) -> std::io::Result<Vec<Silver>> {
    let mut all = Vec::new();
    for line in open(path)?.lines() {
        let layer: Layer = serde_json::from_str(&line?)?;
        let Some((document, text)) = texts.get(&layer.id) else {
            continue;
        };
        let offsets: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        for sentence in layer.sentences {
            if sentence.tokens.is_empty() || sentence.tokens.len() != sentence.deps.len() {
                continue;
            }
            let spans = sentence.tokens.iter().map(|t| (offsets[t.0], offsets[t.1]));
            let ordered = sentence.tokens.windows(2).all(|w| w[0].1 <= w[1].0)
                && sentence.tokens.iter().all(|t| t.0 < t.1);
            if !ordered {
                continue;
            }
            let tokens = from_spans(text, spans);
            let tags = sentence
                .tokens
                .iter()
                .map(|t| tag_number(&t.3).unwrap_or(0))
                .collect();
            let count = tokens.len();
            let heads = sentence
                .deps
                .iter()
                .map(|(head, _)| if *head == 0 { count } else { head - 1 })
                .collect();
            all.push(Silver {
                document: *document,
                tokens,
                tags,
                heads,
            });
        }
    }
    Ok(all)
}
