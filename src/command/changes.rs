//! `onrecord changes`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use crate::answer::{self, Most};
use crate::domain::time::When;
use crate::render::{Format, changes};

/// Show what changed since a time, to hand over the desk.
///
/// Compares what the ledger held then with what it holds now, or held at --until: statuses that
/// changed, discrepancies that opened or ended, new claims. The latest changes come first.
#[derive(Debug, clap::Args)]
pub struct Changes {
    /// From when: 2025-08-19T18:00Z, yesterday, "8 hours ago"
    #[arg(long, value_name = "TIME")]
    pub since: String,
    /// Until when; by default now
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Write sentences
    #[arg(long)]
    pub brief: bool,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Changes {
    /// Compares the two states.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if context.has_known_at() {
            bail!("`changes` compares two times; use --since and --until instead of --known-at");
        }
        let since = context.past("--since", &self.since)?;
        let until = match &self.until {
            Some(text) => context.past("--until", text)?,
            None => When::minute(context.now),
        };
        if until.latest() < since.earliest() {
            bail!("--until ({until}) is before --since ({since})");
        }
        let listed = Some(changes::LISTED);
        let most = match context.format {
            Format::Html => Most {
                statuses: listed,
                others: match self.brief {
                    true => Some(changes::BRIEF),
                    false => listed,
                },
                statements: listed,
            },
            Format::Table | Format::Markdown => Most {
                statuses: None,
                others: listed,
                statements: listed,
            },
            Format::Json | Format::Jsonl | Format::Csv => Most::default(),
        };
        let answer = context.ask(|view, _| {
            let before = context.view_before(view.reader, since)?;
            let after = context.view_at(view.reader, until)?;
            let (since, until) = (since.to_string(), until.to_string());
            let answer = answer::changes(&before, &after, since, until, most)?;
            context.note_labels(&after)?;
            Ok(answer)
        })?;
        let exit = self.fail_on.exit(answer.counts.all());
        context.print(&changes::HandOver {
            answer,
            brief: self.brief,
        })?;
        Ok(exit)
    }
}
