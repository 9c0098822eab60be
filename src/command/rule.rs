//! `onrecord rule`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fields::one_of;
use super::fields::{self, optional};
use crate::answer::{self, Before};
use crate::desk::RecordOutcome;
use crate::domain::ruling::{Ruling, Verdict};

/// Record the desk's own verdict on a claim.
///
/// A ruling does not change the derived status. But a claim with a ruling is no longer listed as
/// unconfirmed, and one ruled false no longer counts as a rival answer.
#[derive(Debug, clap::Args)]
pub struct Rule {
    /// The claim
    pub claim: String,
    /// The verdict
    #[arg(value_parser = one_of::<Verdict>())]
    pub verdict: Verdict,
    /// Why
    #[arg(long)]
    pub reason: String,
    /// The source that it is based on
    #[arg(long)]
    pub source: Option<String>,
    /// The day of the ruling; by default today
    #[arg(long, value_name = "DAY")]
    pub ruled: Option<String>,
}

impl Rule {
    /// Records the ruling.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let (key, claim) = names.claim(&self.claim)?;
            let ruling = Ruling {
                claim,
                verdict: self.verdict,
                reason: self.reason.clone(),
                source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.1))?,
                ruled: fields::day(names.calendar(), "--ruled", self.ruled.as_ref())?,
            };
            let before = Before::of(&context.current_view(desk.reader()), key)?;
            Ok((key, before, desk.ruling(ruling)?))
        })?;
        let (claim, before, outcome) = &written.done;
        let view = context.current_view(written.ledger.now());
        let verdict = self.verdict;
        let done = match outcome {
            RecordOutcome::Unchanged => {
                format!(
                    "{} was already ruled {verdict}; nothing changed.",
                    self.claim
                )
            }
            _ => format!("{} ruled {verdict}.", self.claim),
        };
        let news = answer::news(&view, *claim, done, None, &written.changes, before)?;
        context.note_labels(&view)?;
        context.print(&news)
    }
}
