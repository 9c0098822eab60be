//! `onrecord reject`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::render::outcome::Message;

/// Reject candidates. They stay rejected if the article is ingested again.
#[derive(Debug, clap::Args)]
pub struct Reject {
    /// The candidates
    #[arg(value_name = "ID", required = true)]
    pub candidates: Vec<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// Reopen rejected candidates
    #[arg(long, conflicts_with = "reason")]
    pub not: bool,
}

impl Reject {
    /// Rejects the candidates, all or none.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.write(|desk, names| {
            for name in &self.candidates {
                let id = names.candidate(name)?;
                if self.not {
                    desk.reopen(&id)?;
                } else {
                    desk.reject(&id, self.reason.as_deref())?;
                }
            }
            Ok(())
        })?;
        let what = if self.not { "reopened" } else { "rejected" };
        let done = match self.candidates.len() {
            1 => format!("1 candidate {what}."),
            count => format!("{count} candidates {what}."),
        };
        context.print(&Message { done })
    }
}
