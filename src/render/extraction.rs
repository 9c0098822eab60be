//! Who said what in a text: what `extract` prints.

use serde::Serialize;

use super::Show;
use super::page::{Page, Table, counted, joined};
use crate::answer::Labels;
use crate::exchange::extraction::{Attributed, Extracted, Span};

/// A document with the statements extracted from it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ExtractedDocument {
    /// A document that was read.
    Read {
        /// The statements.
        #[serde(flatten)]
        extracted: Extracted,
        /// The text that their spans refer to.
        #[serde(skip)]
        text: String,
    },
    /// A document that could not be read.
    Failed {
        /// Its id, if it has one.
        id: Option<String>,
        /// The reason.
        error: String,
    },
}

/// Documents with the statements extracted from them.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Extraction(pub Vec<ExtractedDocument>);

/// The longest passage shown in full, in characters. Of others the two ends are shown.
const SHOWN: usize = 240;

impl Show for Extraction {
    fn page(&self, _: &Labels) -> Page {
        let mut page = Page::new();
        for document in &self.0 {
            page = page.followed_by(one(document));
        }
        page
    }
}

fn one(document: &ExtractedDocument) -> Page {
    let (found, text) = match document {
        ExtractedDocument::Read { extracted, text } => (extracted, text),
        ExtractedDocument::Failed { error, .. } => {
            return Page::new().text(format!("Not read: {error}"));
        }
    };
    let count = counted(found.statements.len(), "statement", "statements");
    let page = Page::new().heading(format!("{}: {count}", found.id));
    if found.statements.is_empty() {
        return page.text("No statements found.");
    }
    // Spans count code points.
    let letters: Vec<char> = text.chars().collect();
    let mut table = Table::with(&["who", "stance!", "what", "at!"]);
    for statement in &found.statements {
        table.row(vec![
            who(statement, &letters).into(),
            stance(statement).into(),
            what(statement, &letters).into(),
            start(statement).to_string().into(),
        ]);
    }
    page.table(table)
}

fn who(statement: &Attributed, letters: &[char]) -> String {
    let source = statement.source.map(|span| words(letters, span));
    let mut who = match (&statement.speaker, source) {
        (Some(speaker), _) => speaker.clone(),
        (None, Some(source)) if !statement.choices.is_empty() => {
            format!("{source}: {}?", statement.choices.join(" or "))
        }
        (None, source) => source.unwrap_or_else(|| "–".to_owned()),
    };
    if !statement.via.is_empty() {
        who.push_str(&format!("\nvia {}", joined(&statement.via)));
    }
    who
}

/// The stance, how the words are quoted, whether they were read by rules, and whether they are only much like those of the
/// text.
fn stance(statement: &Attributed) -> String {
    let near = match statement.by_rules {
        Some(tongue) => format!("\nby rules ({tongue})"),
        None if statement.approximate => "\napproximate".to_owned(),
        None => String::new(),
    };
    format!("{}\n{}{near}", statement.stance, mode(statement))
}

fn mode(statement: &Attributed) -> String {
    match serde_json::to_value(statement.mode) {
        Ok(serde_json::Value::String(mode)) => mode,
        _ => String::new(),
    }
}

fn what(statement: &Attributed, letters: &[char]) -> String {
    let parts = statement.content.iter().map(|span| words(letters, *span));
    let said = shortened(&parts.collect::<Vec<_>>().join(" … "));
    match statement.cue {
        Some(cue) => format!("[{}] {said}", words(letters, cue)),
        None => said,
    }
}

fn start(statement: &Attributed) -> usize {
    let spans = statement
        .content
        .iter()
        .chain(&statement.source)
        .chain(&statement.cue);
    spans.map(|(start, _)| *start).min().unwrap_or(0)
}

fn words(letters: &[char], (start, end): Span) -> String {
    let words: String = letters.get(start..end).unwrap_or_default().iter().collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= SHOWN {
        return text.to_owned();
    }
    let half = SHOWN / 2;
    let head: String = letters[..half].iter().collect();
    let tail: String = letters[letters.len() - half..].iter().collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}
