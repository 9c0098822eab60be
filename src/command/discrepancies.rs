//! `onrecord discrepancies`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer::DiscrepancyAnswer;
use crate::domain::discrepancy::Kind;
use crate::ledger::{DiscrepancyFilter, State};
use crate::render::discrepancies;

/// List where accounts diverge.
///
/// Weak discrepancies are listed last; tables fold them into one line unless asked for. A voided
/// statement leaves no trace here: what it opened never was.
#[derive(Debug, clap::Args)]
pub struct Discrepancies {
    /// Only this kind
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// Only those in which this party stands on a side
    #[arg(long)]
    pub party: Option<String>,
    /// Only those that name this claim
    #[arg(long)]
    pub claim: Option<String>,
    /// Only those on claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Open ones, resolved ones, or all
    #[arg(long, value_enum, default_value_t)]
    pub state: State,
    /// Show weak ones in tables too
    #[arg(long)]
    pub weak: bool,
    /// At most so many
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// End with exit code 1 where there is any (any), any that is not weak (strong), or any of a
    /// kind
    #[arg(long, value_name = "WHAT", value_parser = fail_on)]
    pub fail_on: Option<FailOn>,
}

/// What to end with exit code 1 on.
#[derive(Debug, Clone, Copy)]
pub enum FailOn {
    /// Any discrepancy.
    Any,
    /// Any that is not weak.
    Strong,
    /// Any of a kind.
    Kind(Kind),
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    match text {
        "any" => Ok(FailOn::Any),
        "strong" => Ok(FailOn::Strong),
        kind => Kind::from_word(kind).map(FailOn::Kind).ok_or_else(|| {
            format!(
                "write any, strong, or a kind such as {}",
                Kind::Contradiction
            )
        }),
    }
}

impl FailOn {
    fn fits(self, found: &DiscrepancyAnswer) -> bool {
        match self {
            Self::Any => true,
            Self::Strong => !found.weak,
            Self::Kind(kind) => found.kind == kind,
        }
    }
}

impl Discrepancies {
    /// Lists the discrepancies.
    ///
    /// # Errors
    /// Where a name is unknown, or the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let all = context.ask(|view, names| {
            let party = self.party.as_deref().map(|name| names.party(name));
            let claim = self.claim.as_deref().map(|name| names.claim(name));
            let filter = DiscrepancyFilter {
                state: self.state,
                kind: self.kind,
                party: party.transpose()?.map(|(key, _)| key),
                claim: claim.transpose()?.map(|(key, _)| key),
                topic: self
                    .topic
                    .as_deref()
                    .map(|name| names.topic(name))
                    .transpose()?,
                limit: self.limit,
            };
            Ok(view.discrepancy_answers(&filter)?)
        })?;
        let fails = self
            .fail_on
            .is_some_and(|what| all.iter().any(|found| what.fits(found)));
        context.print(&discrepancies::Discrepancies {
            all,
            weak: self.weak,
            state: self.state,
        })?;
        Ok(if fails { Exit::Found } else { Exit::Success })
    }
}
