//! The text of a source, with the passages of a review marked.

use anyhow::Result;

use super::{Reply, Review};
use crate::answer::View;
use crate::domain::candidate::Span;
use crate::domain::slug::Slug;
use crate::render::html::review::{Passages, text};

impl Review {
    /// The text of a source, with the passage of each item marked.
    pub(super) fn text(&self, view: &View<'_>, source: &Slug) -> Result<Reply> {
        let reader = view.reader;
        let key = reader.source_key(source.as_str())?;
        let held = key
            .map(|key| reader.source_text(key))
            .transpose()?
            .flatten();
        let whole = held.map(|text| text.text).unwrap_or_default();
        let mut marks = Vec::new();
        for item in self.items.iter().filter(|item| item.source == *source) {
            let passages = match item.is_recorded {
                true => reader.statement_key(&item.id)?.map_or(Ok(None), |key| {
                    let said = reader.statement(key)?.statement;
                    let span: Option<Span> =
                        said.passage.map(|passage| (passage.start, passage.end));
                    Ok::<_, anyhow::Error>(span.map(|span| Passages {
                        item: item.id.clone(),
                        passage: span,
                        speaker: None,
                        cue: None,
                        point: span,
                    }))
                })?,
                false => reader.candidate(&item.id)?.map(|waiting| {
                    let reading = waiting.candidate.reading;
                    Passages {
                        item: item.id.clone(),
                        passage: reading.passage,
                        speaker: reading.source,
                        cue: reading.cue,
                        point: reading.point,
                    }
                }),
            };
            marks.extend(passages);
        }
        Ok(Reply {
            text: Some(text(&whole, &marks)),
            ..Reply::default()
        })
    }
}
