//! `onrecord export --format annotations`.

use std::io::{self, BufWriter, Write};

use anyhow::{Context as _, Result};

use super::{Export, is_broken_pipe};
use crate::answer::{self, AnnotatedPassages};
use crate::command::context::Context;
use crate::command::error::note;
use crate::command::exit::{Done, Exit};
use crate::exchange::annotations::{Collection, Writer};
use crate::files::NewFile;
use crate::render::outcome::Message;
use crate::render::page::counted;

impl Export {
    /// Writes the passages as annotations.
    pub(super) fn annotate(&self, context: &Context) -> Result<Exit> {
        self.refuse_unresolved()?;
        let Some(path) = &self.to else {
            let mut out = BufWriter::new(io::stdout().lock());
            let written = self.write_annotations(context, &mut out);
            return match written.and_then(|done| Ok(out.flush().map(|()| done)?)) {
                Err(error) if is_broken_pipe(&error) => Ok(Exit::Success),
                Err(error) => Err(error),
                Ok((_, passages)) => {
                    self.note_passages(passages);
                    Ok(Exit::Success)
                }
            };
        };
        let named = || path.display().to_string();
        let mut out = BufWriter::new(NewFile::create(path, self.plan(context))?);
        let (count, passages) = self
            .write_annotations(context, &mut out)
            .with_context(named)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error);
        file.with_context(named)?.finish()?;
        self.note_passages(passages);
        context.note_done(Done::Made);
        let count = counted(count, "annotation", "annotations");
        context.print_table(&Message {
            done: format!("{}: {count}.", path.display()),
        })
    }

    fn write_annotations(
        &self,
        context: &Context,
        to: &mut dyn Write,
    ) -> Result<(usize, AnnotatedPassages)> {
        let feed = self.publishing.feed()?;
        context.ask(|view, _| {
            let collection = Collection {
                ledger: answer::ledger_hash(view)?,
                url: feed.url.clone(),
                publisher: feed.publisher.clone(),
                license: feed.license.clone(),
            };
            let mut writer = Writer::begin(&mut *to, collection)?;
            let mut take = |annotation| Ok::<_, anyhow::Error>(writer.add(annotation)?);
            let passages = answer::annotations(view, self.include_off_record, &mut take)?;
            Ok((writer.end()?, passages))
        })
    }

    /// Says what is missing, and who is named.
    fn note_passages(&self, passages: AnnotatedPassages) {
        let AnnotatedPassages {
            without_text,
            documents,
            confidential,
        } = passages;
        if without_text > 0 {
            let left_out = counted(without_text, "passage is", "passages are");
            let text = format!(
                "{left_out} left out, because the text with the words is not attached; attach it with `onrecord source attach`"
            );
            note(&text, &[]);
        }
        if documents > 0 {
            let whole = counted(documents, "annotation is", "annotations are");
            let text = format!(
                "{whole} about a document as a whole, because the words may name somebody who must not be named; for the \
                 desk alone, --include-off-record has the passages"
            );
            note(&text, &[]);
        }
        if confidential > 0 {
            let text = format!(
                "this is for the desk alone: it names the speakers of {} on background or off the record; to publish, leave \
                 out --include-off-record",
                counted(confidential, "statement", "statements")
            );
            note(&text, &[]);
        }
    }
}
