//! `onrecord why`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;

/// Explain a claim's status, statement by statement.
#[derive(Debug, clap::Args)]
pub struct Why {
    /// The claim
    pub claim: String,
}

impl Why {
    /// Prints the rule trace.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let trace = context.ask(|view, names| {
            let (key, _) = names.claim(&self.claim)?;
            Ok(answer::why(view, key)?)
        })?;
        context.print(&trace)
    }
}
