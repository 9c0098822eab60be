//! Texts that are not sent to anybody: those in which something was said off the record.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::command::context::Context;
use crate::domain::docket::SourceKey;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::ledger::Reader;

/// What must not be sent.
#[derive(Debug, Default)]
pub(super) struct Protected(Vec<ProtectedSource>);

/// A source in which something was said off the record.
#[derive(Debug)]
struct ProtectedSource {
    id: Slug,
    /// Its text, on one line.
    text: Option<String>,
    /// The words that were said off the record.
    words: Vec<String>,
}

impl Protected {
    /// The sources of the ledger, if there is one, other than those that are to be sent all the same.
    ///
    /// # Errors
    /// If the ledger cannot be read, or has none of a name.
    pub(super) fn of(send: &[String], context: &Context) -> Result<Self> {
        if send.is_empty() && !context.path.exists() {
            return Ok(Self::default());
        }
        context.ask(|view, names| {
            let named = send.iter().map(|name| Ok(names.source(name)?.0));
            Self::in_ledger(view.reader, &named.collect::<Result<_>>()?)
        })
    }

    fn in_ledger(reader: Reader<'_>, send: &BTreeSet<SourceKey>) -> Result<Self> {
        let mut sources = Vec::new();
        for (key, passages) in reader.passages_off_the_record()? {
            if send.contains(&key) {
                continue;
            }
            let text = reader.source_text(key)?.map(|text| text.text);
            let words = |passage: &Passage| {
                let words = passage.words_in(text.as_deref()?).ok()?;
                Some(on_one_line(words))
            };
            sources.push(ProtectedSource {
                id: reader.source_id(key)?,
                words: passages.iter().filter_map(words).collect(),
                text: text.as_deref().map(on_one_line),
            });
        }
        Ok(Self(sources))
    }

    /// The source that a text is of, by its own words or by those that were said off the record.
    pub(super) fn source_of(&self, text: &str) -> Option<&Slug> {
        if self.0.is_empty() {
            return None;
        }
        let text = on_one_line(text);
        let is_of = |source: &&ProtectedSource| {
            source.text.as_ref() == Some(&text)
                || source.words.iter().any(|words| text.contains(words))
        };
        self.0.iter().find(is_of).map(|source| &source.id)
    }
}

/// A text with single blanks between its words.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
