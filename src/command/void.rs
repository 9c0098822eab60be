//! `onrecord void`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::say::news;
use crate::answer::Before;

/// Take a statement back as the desk's own mistake.
///
/// It stays in the journal and counts no longer. What the *party* takes back is no void: that is
/// `onrecord say PARTY retracts CLAIM`.
#[derive(Debug, clap::Args)]
pub struct Void {
    /// The statement's id
    pub statement: String,
    /// Why
    #[arg(long)]
    pub reason: String,
}

impl Void {
    /// Records the void.
    ///
    /// # Errors
    /// Where the statement was taken back already.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let key = names.statement(&self.statement)?;
            let held = desk.reader().statement(key)?.statement;
            let (claim, _) = names.claim(held.claim.as_str())?;
            let before = Before::of(&context.present(desk.reader()), claim)?;
            desk.void(key, &self.reason)?;
            Ok((claim, before, key))
        })?;
        let (claim, _, key) = written.done;
        context.print(&news(context, &written, claim, key, "voided")?)
    }
}
