//! `onrecord reject`

use anyhow::Result;

use super::accept::share;
use super::context::Context;
use super::exit::Exit;
use super::fields::optional;
use super::names::Names;
use crate::desk::Desk;
use crate::ledger::{CandidateFilter, Fate, Waiting};
use crate::render::outcome::Message;

/// Reject candidates. They stay rejected if the article is ingested again.
#[derive(Debug, clap::Args)]
pub struct Reject {
    /// The candidates
    #[arg(value_name = "ID", required_unless_present = "all")]
    pub candidates: Vec<String>,
    /// Reject all open candidates; with --not, reopen all rejected ones
    #[arg(long, conflicts_with = "candidates")]
    pub all: bool,
    /// With --all: only those that match worse than this, from 0 to 1
    #[arg(long, value_name = "MATCH", requires = "all", value_parser = share)]
    pub below: Option<u16>,
    /// With --all: only those of this source
    #[arg(long, requires = "all")]
    pub source: Option<String>,
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
        let written = context.write_lists(|desk, names| {
            let ids = self.ids(desk, names)?;
            for id in &ids {
                if self.not {
                    desk.reopen(id)?;
                } else {
                    desk.reject(id, self.reason.as_deref())?;
                }
            }
            Ok(ids.len())
        })?;
        let what = if self.not { "reopened" } else { "rejected" };
        let done = match written.done {
            1 => format!("1 candidate {what}."),
            count => format!("{count} candidates {what}."),
        };
        context.print(&Message { done })
    }

    fn ids(&self, desk: &Desk<'_, '_>, names: Names<'_>) -> Result<Vec<String>> {
        if !self.all {
            let ids = self.candidates.iter().map(|name| names.candidate(name));
            return ids.collect();
        }
        let filter = CandidateFilter {
            source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.0))?,
            decided: self.not,
        };
        let candidates = desk.reader().candidates(filter)?;
        let chosen = candidates.iter().filter(|one| self.is_chosen(one));
        Ok(chosen.map(|one| one.id.to_string()).collect())
    }

    /// Whether --all and --below include a candidate.
    fn is_chosen(&self, waiting: &Waiting) -> bool {
        let score = waiting.candidate.proposal.score;
        let decided = match self.not {
            true => matches!(waiting.fate, Fate::Rejected { .. }),
            false => waiting.fate == Fate::Open,
        };
        decided && self.below.is_none_or(|most| score < most)
    }
}
