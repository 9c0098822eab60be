//! `onrecord candidates`

use anyhow::{Result, bail};

use super::accept::share;
use super::context::Context;
use super::error::note;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::optional;
use crate::answer::{self, CandidateAnswer, View};
use crate::ledger::CandidateFilter;
use crate::render::candidates::{Asked, Candidates as CandidateList};

/// List the candidates that wait for a decision.
///
/// Those that would change a status or open a discrepancy come first, then the likeliest.
/// `onrecord review` goes through them one by one; `accept` and `reject` decide on single ones.
#[derive(Debug, clap::Args)]
pub struct Candidates {
    /// Only those of this source
    #[arg(long)]
    pub source: Option<String>,
    /// Include those that were decided
    #[arg(long)]
    pub all: bool,
    /// Only those that would change a status or open a discrepancy
    #[arg(long)]
    pub news: bool,
    /// Only those that are at least this likely, from 0 to 1
    #[arg(long, value_name = "P", value_parser = share)]
    pub at_least: Option<u16>,
    /// Only those that match better than this, from 0 to 1
    #[arg(long, value_name = "MATCH", value_parser = share)]
    pub above: Option<u16>,
    /// Only those that match worse than this, from 0 to 1
    #[arg(long, value_name = "MATCH", value_parser = share)]
    pub below: Option<u16>,
    /// Maximum number of candidates
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Candidates {
    /// Lists the candidates.
    pub fn run(self, context: &Context) -> Result<Exit> {
        refuse_the_past(context)?;
        let listed = context.ask(|view, names| {
            let filter = CandidateFilter {
                source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.0))?,
                decided: self.all,
            };
            for id in view.reader.unreadable_candidates()? {
                note(
                    &format!("candidate {id} cannot be read and is left out"),
                    &[],
                );
            }
            let mut found = answer::candidates(view, filter)?;
            let asked = Asked {
                of: match self.source {
                    Some(_) => count(view, self.all)?,
                    None => found.len(),
                },
                decided: self.all,
                conditions: self.conditions(),
            };
            found.retain(|candidate| self.includes(candidate));
            let total = found.len();
            found.truncate(self.limit.map_or(usize::MAX, |limit| limit as usize));
            Ok(CandidateList {
                more: total - found.len(),
                found,
                asked,
            })
        })?;
        context.print(&listed)?;
        Ok(self.fail_on.exit(listed.found.len()))
    }

    /// Each condition, as it follows "none of the candidates".
    fn conditions(&self) -> Vec<String> {
        let source = self.source.as_ref();
        let share = |thousandths: u16| f64::from(thousandths) / 1000.0;
        let of_share = |words: &str, least: Option<u16>| {
            least.map(|least| format!("{words} {}", share(least)))
        };
        let all = [
            source.map(|source| format!("comes from {source}")),
            self.news
                .then(|| "would change a status or open a discrepancy".to_owned()),
            of_share("has a likelihood of at least", self.at_least),
            of_share("matches better than", self.above),
            of_share("matches worse than", self.below),
        ];
        all.into_iter().flatten().collect()
    }

    fn includes(&self, candidate: &CandidateAnswer) -> bool {
        let likely = |least| candidate.likelihood.is_some_and(|own| own.0 >= least);
        (!self.news || candidate.effect.is_news())
            && self.at_least.is_none_or(likely)
            && self.above.is_none_or(|least| candidate.score.0 > least)
            && self.below.is_none_or(|most| candidate.score.0 < most)
    }
}

/// The number of candidates of all sources, open or, if `decided`, all.
fn count(view: &View<'_>, decided: bool) -> Result<usize> {
    let filter = CandidateFilter {
        source: None,
        decided,
    };
    Ok(view.reader.candidates(filter)?.len())
}

/// Refuses --as-of and --known-at: candidates have no history.
pub(super) fn refuse_the_past(context: &Context) -> Result<()> {
    if context.asks_about_another_state() {
        bail!(
            "candidates have no history, and none is reviewed; leave out --as-of, --known-at and --reviewed"
        );
    }
    Ok(())
}
