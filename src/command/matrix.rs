//! `onrecord matrix`

use std::collections::BTreeSet;

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::optional;
use crate::answer;
use crate::ledger::ClaimFilter;

/// Show a table of claims and parties: who takes which stance.
#[derive(Debug, clap::Args)]
pub struct Matrix {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Only this party; may be given more than once
    #[arg(long = "party", value_name = "PARTY")]
    pub parties: Vec<String>,
    /// Maximum number of claims
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Matrix {
    /// Prints the matrix.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let matrix = context.ask(|view, names| {
            let only = self.parties.iter().map(|name| Ok(names.party(name)?.0));
            let only = only.collect::<Result<BTreeSet<_>>>()?;
            let filter = ClaimFilter {
                topic: optional(self.topic.as_ref(), |name| names.topic(name))?,
                limit: self.limit,
                ..ClaimFilter::default()
            };
            Ok(answer::matrix(view, &filter, &only)?)
        })?;
        context.print(&matrix)?;
        Ok(self.fail_on.exit(matrix.claims.len()))
    }
}
