//! `onrecord matrix`

use std::collections::BTreeSet;

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::ledger::ClaimFilter;

/// Show claims against parties: who takes which stance.
#[derive(Debug, clap::Args)]
pub struct Matrix {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Only this party; may be given more than once
    #[arg(long = "party", value_name = "PARTY")]
    pub parties: Vec<String>,
    /// At most so many claims
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
}

impl Matrix {
    /// Draws the matrix.
    ///
    /// # Errors
    /// Where a name is unknown, or the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let matrix = context.ask(|view, names| {
            let only = self.parties.iter().map(|name| Ok(names.party(name)?.0));
            let only = only.collect::<Result<BTreeSet<_>>>()?;
            let filter = ClaimFilter {
                topic: self
                    .topic
                    .as_deref()
                    .map(|name| names.topic(name))
                    .transpose()?,
                limit: self.limit,
                ..ClaimFilter::default()
            };
            Ok(answer::matrix(view, &filter, &only)?)
        })?;
        context.print(&matrix)
    }
}
