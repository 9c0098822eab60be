//! `onrecord init`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::ledger::Ledger;
use crate::render::outcome::Message;

/// Make a new, empty ledger.
#[derive(Debug, clap::Args)]
pub struct Init {}

impl Init {
    /// Makes the file.
    ///
    /// # Errors
    /// Where there is one already, or none can be made.
    pub fn run(self, context: &Context) -> Result<Exit> {
        Ledger::create(&context.path, context.patience)?;
        context.print(&Message {
            done: format!("{}: a new ledger, without entries.", context.path.display()),
        })
    }
}
