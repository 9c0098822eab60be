//! `onrecord draft`

use anyhow::Result;

use super::candidates::refuse_the_past;
use super::context::Context;
use super::exit::Exit;
use super::fields::optional;
use super::names::Names;
use crate::answer;
use crate::desk::{self, Look};
use crate::journal::Seq;
use crate::ledger::{CandidateFilter, Reader, Waiting};
use crate::link;
use crate::render::draft::Drafted;

/// Show the story that the open candidates would make.
///
/// Parties, claims, questions with rival answers, and the discrepancies that would result. Nothing is
/// recorded: `onrecord accept --all` records it in one write, which `onrecord undo` reverses.
#[derive(Debug, Default, clap::Args)]
pub struct Draft {
    /// Only from the candidates of this source
    #[arg(long)]
    pub source: Option<String>,
}

/// A draft, and what it depends on.
struct Made {
    /// The newest entry.
    entry: Seq,
    candidates: Vec<Waiting>,
    draft: link::draft::Draft,
}

impl Draft {
    /// Prints the draft.
    pub fn run(self, context: &Context) -> Result<Exit> {
        refuse_the_past(context)?;
        // Making it takes longest, so that is done before others would have to wait with what they record.
        let before = context.ask(|view, names| self.made(view.reader, names))?;
        let rehearsed = context.rehearse(|desk, names| {
            let draft = match before.is_of(desk.reader(), self.filter(names)?)? {
                true => before.draft.clone(),
                false => self.made(desk.reader(), names)?.draft,
            };
            desk.take(&draft, Look::Person)?;
            Ok(draft)
        })?;
        let view = context.current_view(rehearsed.ledger.now());
        let drafted = Drafted(answer::draft(&view, rehearsed.done)?);
        context.note_labels(&view)?;
        context.print(&drafted)
    }

    fn filter(&self, names: Names<'_>) -> Result<CandidateFilter> {
        Ok(CandidateFilter {
            source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.0))?,
            decided: false,
        })
    }

    fn made(&self, reader: Reader<'_>, names: Names<'_>) -> Result<Made> {
        let filter = self.filter(names)?;
        Ok(Made {
            entry: reader.newest()?,
            candidates: reader.candidates(filter)?,
            draft: desk::draft(reader, filter, |_| true)?,
        })
    }
}

impl Made {
    /// Whether nothing was recorded or decided since.
    fn is_of(&self, reader: Reader<'_>, filter: CandidateFilter) -> Result<bool> {
        Ok(self.entry == reader.newest()? && self.candidates == reader.candidates(filter)?)
    }
}
