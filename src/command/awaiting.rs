//! `onrecord awaiting`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::optional;
use crate::answer;
use crate::ledger::CallFilter;
use crate::render::calls::Calls;

/// Claims listed for each principal by default.
const DEFAULT_EACH: u32 = 2;

/// List whom to call next: principals that have not taken a firm position.
///
/// Groups them by side, with the claims that need their answer and what others say about those.
/// Claims with a due date come first.
#[derive(Debug, clap::Args)]
pub struct Awaiting {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Only this party and those it speaks for, with all claims that need their answer
    #[arg(long)]
    pub party: Option<String>,
    /// Maximum number of principals
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Maximum number of claims for each principal, 2 unless a party is named; the rest is counted
    #[arg(long, value_name = "CLAIMS", value_parser = clap::value_parser!(u32).range(1..))]
    pub each: Option<u32>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Awaiting {
    /// Lists the principals.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let is_narrowed = self.topic.is_some() || self.party.is_some();
        let each = self.each.unwrap_or(match self.party {
            Some(_) => u32::MAX,
            None => DEFAULT_EACH,
        });
        let calls = context.ask(|view, names| {
            let filter = CallFilter {
                topic: optional(self.topic.as_ref(), |name| names.topic(name))?,
                principals: match &self.party {
                    Some(name) => answer::spoken_for(view, names.party(name)?.0)?,
                    None => Vec::new(),
                },
                limit: self.limit,
            };
            Ok(answer::calls(view, &filter, each)?)
        })?;
        let exit = self.fail_on.exit(calls.len());
        context.print(&Calls { calls, is_narrowed })?;
        Ok(exit)
    }
}
