//! `onrecord why`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;

/// Show why a claim stands as it does, statement by statement.
#[derive(Debug, clap::Args)]
pub struct Why {
    /// The claim
    pub claim: String,
}

impl Why {
    /// Prints the rule trace.
    ///
    /// # Errors
    /// Where there is no such claim.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let trace = context.ask(|view, names| {
            let (key, _) = names.claim(&self.claim)?;
            Ok(answer::why(view, key)?)
        })?;
        context.print(&trace)
    }
}
