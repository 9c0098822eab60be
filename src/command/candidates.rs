//! `onrecord candidates`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::ledger::CandidateFilter;
use crate::render::candidates::Candidates as Listed;

/// List what was read from articles and waits for a yes.
///
/// First those that would turn a status or open a discrepancy. `onrecord review` goes through them one
/// by one; `accept` and `reject` decide on single ones.
#[derive(Debug, clap::Args)]
pub struct Candidates {
    /// Only those of this source
    #[arg(long)]
    pub source: Option<String>,
    /// Those on which somebody decided too
    #[arg(long)]
    pub all: bool,
    /// Only those that would turn a status or open a discrepancy
    #[arg(long)]
    pub news: bool,
    /// At most so many
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
}

impl Candidates {
    /// Lists the candidates.
    ///
    /// # Errors
    /// Where the ledger cannot be read, or is asked for the past.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if context.asks_about_the_past() {
            bail!("candidates are a work list of today: leave --as-of and --known-at out");
        }
        let listed = context.ask(|view, names| {
            let source = self.source.as_deref();
            let source = source.map(|name| names.source(name)).transpose()?;
            let filter = CandidateFilter {
                source: source.map(|(key, _)| key),
                decided: self.all,
            };
            let mut found = answer::candidates(view, filter)?;
            found.retain(|candidate| !self.news || candidate.effect.is_news());
            let total = found.len();
            found.truncate(self.limit.map_or(usize::MAX, |limit| limit as usize));
            Ok(Listed {
                more: total - found.len(),
                found,
            })
        })?;
        context.print(&listed)
    }
}
