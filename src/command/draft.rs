//! `onrecord draft`

use anyhow::Result;

use super::candidates::refuse_the_past;
use super::context::Context;
use super::exit::Exit;
use super::fields::optional;
use crate::answer;
use crate::desk::{self, Look};
use crate::ledger::CandidateFilter;
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

impl Draft {
    /// Prints the draft.
    pub fn run(self, context: &Context) -> Result<Exit> {
        refuse_the_past(context)?;
        let rehearsed = context.rehearse(|desk, names| {
            let filter = CandidateFilter {
                source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.0))?,
                decided: false,
            };
            let draft = desk::draft(desk.reader(), filter, |_| true)?;
            desk.take(&draft, Look::Person)?;
            Ok(draft)
        })?;
        let view = context.current_view(rehearsed.ledger.now());
        let drafted = Drafted(answer::draft(&view, rehearsed.done)?);
        context.note_labels(&view)?;
        context.print(&drafted)
    }
}
