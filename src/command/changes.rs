//! `onrecord changes`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::domain::time::When;
use crate::render::changes;

/// Show what moved since a time: the hand-over.
///
/// Compares what the ledger held then with what it holds now (or held at --until): statuses that
/// moved, discrepancies that opened or ended, new claims; moved last first.
#[derive(Debug, clap::Args)]
pub struct Changes {
    /// From when: 2025-08-19T18:00Z, yesterday, "8 hours ago"
    #[arg(long, value_name = "TIME")]
    pub since: String,
    /// Until when; left out: now
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// In sentences
    #[arg(long)]
    pub brief: bool,
}

impl Changes {
    /// Compares the two states.
    ///
    /// # Errors
    /// Where a time is none, or the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if context.asks_what_was_known() {
            bail!(
                "changes compares what was known at two times: say --since and --until, not --known-at"
            );
        }
        let since = context.past("--since", &self.since)?;
        let until = match &self.until {
            Some(text) => context.past("--until", text)?,
            None => When::minute(context.now),
        };
        if until.latest() < since.earliest() {
            bail!("--until ({until}) lies before --since ({since})");
        }
        let answer = context.ask(|view, _| {
            let before = context.view_before(view.reader, since)?;
            let after = context.view_at(view.reader, until)?;
            let (since, until) = (since.to_string(), until.to_string());
            Ok(answer::changes(&before, &after, since, until)?)
        })?;
        context.print(&changes::HandOver {
            answer,
            brief: self.brief,
        })
    }
}
