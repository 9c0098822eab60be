//! `onrecord init`

use anyhow::Result;

use super::context::Context;
use super::exit::{Done, Exit};
use crate::ledger::Ledger;
use crate::render::outcome::Message;

/// Create a new, empty ledger.
#[derive(Debug, clap::Args)]
pub struct Init {}

impl Init {
    /// Creates the file.
    pub fn run(self, context: &Context) -> Result<Exit> {
        Ledger::create(&context.path, context.patience)?;
        context.note_done(Done::Made);
        context.print(&Message {
            done: format!("{}: a new, empty ledger.", context.path.display()),
        })
    }
}
