//! `onrecord discrepancies`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fields::one_of;
use super::fields::optional;
use crate::answer::DiscrepancyAnswer;
use crate::domain::discrepancy::Kind;
use crate::domain::words::WordList;
use crate::ledger::{DiscrepancyFilter, State};
use crate::render::discrepancies;

/// List where accounts diverge.
///
/// Weak discrepancies come last; tables only count them unless --weak is given. A discrepancy that
/// rested on a voided statement is not listed, as if it had never opened.
#[derive(Debug, clap::Args)]
pub struct Discrepancies {
    /// Only this kind
    #[arg(long, value_parser = one_of::<Kind>())]
    pub kind: Option<Kind>,
    /// Only those that involve this party
    #[arg(long)]
    pub party: Option<String>,
    /// Only those about this claim
    #[arg(long)]
    pub claim: Option<String>,
    /// Only those about claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Open ones, resolved ones, or all
    #[arg(long, value_enum, default_value_t)]
    pub state: StateArg,
    /// List weak ones in tables too
    #[arg(long)]
    pub weak: bool,
    /// Maximum number of discrepancies
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Exit with code 1 if the list has any entry, a strong one (not weak), one of a kind, or none
    #[arg(long, value_name = "WHAT", value_parser = fail_on)]
    pub fail_on: Option<FailOn>,
}

/// [`State`] as an argument.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub enum StateArg {
    /// Those that are open
    #[default]
    Open,
    /// Those that were resolved
    Resolved,
    /// Both
    All,
}

impl From<StateArg> for State {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Open => Self::Open,
            StateArg::Resolved => Self::Resolved,
            StateArg::All => Self::All,
        }
    }
}

/// Which discrepancies lead to exit code 1.
#[derive(Debug, Clone, Copy)]
pub enum FailOn {
    /// Any discrepancy.
    Any,
    /// Any that is not weak.
    Strong,
    /// Any of a kind.
    Kind(Kind),
    /// None at all.
    None,
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    match text {
        "any" => Ok(FailOn::Any),
        "strong" => Ok(FailOn::Strong),
        "none" => Ok(FailOn::None),
        kind => Kind::from_word(kind).map(FailOn::Kind).ok_or_else(|| {
            format!(
                "expected any, none, strong, or a kind such as {}",
                Kind::Contradiction
            )
        }),
    }
}

impl FailOn {
    fn fails(self, all: &[DiscrepancyAnswer]) -> bool {
        match self {
            Self::Any => !all.is_empty(),
            Self::None => all.is_empty(),
            Self::Strong => all.iter().any(|found| !found.weak),
            Self::Kind(kind) => all.iter().any(|found| found.kind == kind),
        }
    }
}

impl Discrepancies {
    /// Lists the discrepancies.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let all = context.ask(|view, names| {
            let filter = DiscrepancyFilter {
                state: self.state.into(),
                kind: self.kind,
                party: optional(self.party.as_ref(), |name| Ok(names.party(name)?.0))?,
                claim: optional(self.claim.as_ref(), |name| Ok(names.claim(name)?.0))?,
                topic: optional(self.topic.as_ref(), |name| names.topic(name))?,
                limit: self.limit,
            };
            Ok(view.discrepancy_answers(&filter)?)
        })?;
        let fails = self.fail_on.is_some_and(|what| what.fails(&all));
        context.print(&discrepancies::Discrepancies {
            all,
            weak: self.weak,
            state: self.state.into(),
        })?;
        Ok(Exit::found_if(fails))
    }
}
