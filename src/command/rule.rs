//! `onrecord rule`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fields;
use crate::answer::{self, Before};
use crate::desk::Entered;
use crate::domain::ruling::{Ruling, Verdict};

/// Rule on a claim: the desk's own verdict.
///
/// A ruling is kept apart from the derived status and changes none; a claim ruled on is no longer
/// listed as unconfirmed, and one ruled false is no rival answer any more.
#[derive(Debug, clap::Args)]
pub struct Rule {
    /// The claim
    pub claim: String,
    /// The verdict
    #[arg(value_enum)]
    pub verdict: Verdict,
    /// Why
    #[arg(long)]
    pub reason: String,
    /// What it rests on
    #[arg(long)]
    pub source: Option<String>,
    /// The day of the ruling; left out: today
    #[arg(long, value_name = "DAY")]
    pub ruled: Option<String>,
}

impl Rule {
    /// Records the ruling.
    ///
    /// # Errors
    /// Where a name is unknown, or the day lies after now.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let (key, claim) = names.claim(&self.claim)?;
            let source = self.source.as_deref().map(|name| names.source(name));
            let ruling = Ruling {
                claim,
                verdict: self.verdict,
                reason: self.reason.clone(),
                source: source.transpose()?.map(|(_, id)| id),
                ruled: fields::day("--ruled", self.ruled.as_deref())?,
            };
            let before = Before::of(&context.present(desk.reader()), key)?;
            Ok((key, before, desk.ruling(ruling)?))
        })?;
        let (claim, before, entered) = &written.done;
        let view = context.present(written.ledger.now());
        let verdict = answer::wording::verdict(self.verdict);
        let done = match entered {
            Entered::Same => format!("{} ruled {verdict} before; nothing to add.", self.claim),
            _ => format!("{} ruled {verdict}.", self.claim),
        };
        let news = answer::news(&view, *claim, done, None, &written.changes, before)?;
        context.print(&news)
    }
}
