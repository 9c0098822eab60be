//! `onrecord awaiting`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::ledger::CallFilter;
use crate::render::calls::Calls;

/// So many claims of each principal are listed unless more are asked for.
const EACH: u32 = 2;

/// List whom to call next: principals that have not spoken firmly.
///
/// By side, with the claims that hang on each and what others say of them; due dates first.
#[derive(Debug, clap::Args)]
pub struct Awaiting {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Only this party and those for whom it speaks, with all claims that hang on them
    #[arg(long)]
    pub party: Option<String>,
    /// At most so many principals
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// At most so many claims of each, 2 unless a party is named; the others are counted
    #[arg(long, value_name = "CLAIMS", value_parser = clap::value_parser!(u32).range(1..))]
    pub each: Option<u32>,
}

impl Awaiting {
    /// Lists the principals.
    ///
    /// # Errors
    /// Where a name is unknown, or the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let is_narrowed = self.topic.is_some() || self.party.is_some();
        let each = self.each.unwrap_or(match self.party {
            Some(_) => u32::MAX,
            None => EACH,
        });
        let calls = context.ask(|view, names| {
            let topic = self.topic.as_deref().map(|name| names.topic(name));
            let principals = match &self.party {
                Some(name) => answer::spoken_for(view, names.party(name)?.0)?,
                None => Vec::new(),
            };
            let filter = CallFilter {
                topic: topic.transpose()?,
                principals,
                limit: self.limit,
            };
            Ok(answer::calls(view, &filter, each)?)
        })?;
        context.print(&Calls { calls, is_narrowed })
    }
}
