//! `onrecord redact`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::ledger::{Change, Changes};

/// Take a statement's content out of the journal for good.
///
/// For the safety of a source, or where the law asks for it. The bytes of every entry about the
/// statement go: its own, its evidence, the versions it replaced, the correction or void that took
/// it back. Their digests stay, so the journal still verifies, and an entry says that and why
/// something was taken out. Tables are posted anew without it.
///
/// What does not go: the attached text of the source, in which the passage stands; copies made
/// before, such as backups and exports. Importing a file that holds the statement brings it back,
/// since nothing is kept by which it could be recognised.
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
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let key = names.statement(&self.statement)?;
            let claim = desk.reader().statement(key)?.statement.claim;
            let (claim, _) = names.claim(claim.as_str())?;
            let before = context
                .present(desk.reader())
                .standing(claim)?
                .finding
                .status;
            Ok((claim, before, desk.redact(key, &self.reason)?))
        })?;
        let (claim, before, entries) = written.done;
        let done = match entries {
            1 => "1 entry redacted: its body is gone from the ledger's file, its digest stays."
                .to_owned(),
            count => format!(
                "{count} entries redacted: their bodies are gone from the ledger's file, their digests stay."
            ),
        };
        let view = context.present(written.ledger.now());
        let changes = Changes {
            claims: vec![Change {
                claim,
                before: Some(before),
                after: view.standing(claim)?.finding.status,
            }],
            ..Changes::default()
        };
        context.print(&answer::moves(&view, done, &changes)?)
    }
}
