//! `onrecord redact`

use anyhow::Result;

use super::Ended;
use super::context::Context;
use crate::render::outcome::Said;

/// Take a statement's content out of the journal for good.
///
/// For the safety of a source, or where the law asks for it. The bytes of every entry about the
/// statement go: its own, its evidence, the versions it replaced. Their digests stay, so the
/// journal still verifies, and an entry says that and why something was taken out. Tables are
/// posted anew without it. Copies made before, such as backups, keep it.
#[derive(Debug, clap::Args)]
pub struct Redact {
    /// The statement's id
    pub statement: String,
    /// Why, without repeating what is to go
    #[arg(long)]
    pub reason: String,
}

impl Redact {
    /// Records the redaction and scrubs the file.
    ///
    /// # Errors
    /// Where there is no such statement.
    pub fn run(self, context: &Context) -> Result<Ended> {
        let written = context.write(|desk, names| {
            let key = names.statement(&self.statement)?;
            Ok(desk.redact(key, &self.reason)?)
        })?;
        let entries = match written.done {
            1 => "1 entry".to_owned(),
            count => format!("{count} entries"),
        };
        context.print(&Said {
            done: format!(
                "{entries} redacted: the content is gone from the ledger's file, the digests stay."
            ),
        })
    }
}
