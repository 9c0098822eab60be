//! `onrecord awaiting`

use anyhow::Result;

use super::Ended;
use super::context::Context;
use crate::answer;
use crate::ledger::ClaimFilter;
use crate::render::calls::Calls;

/// List whom to call next: principals that have not spoken firmly.
///
/// By side, with the claims that hang on each and what others say of them; due dates first.
#[derive(Debug, clap::Args)]
pub struct Awaiting {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// At most so many principals
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// At most so many claims of each; the others are counted
    #[arg(long, value_name = "CLAIMS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub each: u32,
}

impl Awaiting {
    /// Lists the principals.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Ended> {
        let calls = context.ask(|view, names| {
            let topic = self.topic.as_deref().map(|name| names.topic(name));
            let filter = ClaimFilter {
                topic: topic.transpose()?,
                limit: self.limit,
                ..ClaimFilter::default()
            };
            Ok(answer::calls(view, &filter, self.each)?)
        })?;
        context.print(&Calls(calls))
    }
}
