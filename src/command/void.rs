//! `onrecord void`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::write::statement_news;
use crate::answer::Before;

/// Void a statement that the desk recorded by mistake.
///
/// It stays in the journal but no longer counts. If the party itself takes its words back, record
/// that with `onrecord say PARTY retracts CLAIM`.
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
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let key = names.statement(&self.statement)?;
            desk.require_standing(key)?;
            let held = desk.reader().statement(key)?.statement;
            let (claim, _) = names.claim(held.claim.as_str())?;
            let before = Before::of(&context.current_view(desk.reader()), claim)?;
            desk.void(key, &self.reason)?;
            Ok((claim, before, key))
        })?;
        let (claim, _, key) = written.done;
        context.print(&statement_news(context, &written, claim, key, "voided")?)
    }
}
