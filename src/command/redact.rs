//! `onrecord redact`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::domain::docket::StatementKey;
use crate::files::Archive;
use crate::ledger::{Change, Changes, Reader};

/// Remove a statement's content from the journal for good.
///
/// Use it to protect a source, or when the law requires it. It erases the content of every entry
/// about the statement: its own, its evidence, the versions it replaced, and the correction or void
/// that withdrew it. Their digests stay, so the journal still verifies, and a new entry says that
/// something was removed and why. All tables are posted again without it.
///
/// It does not erase the attached text of the source, which contains the passage, or earlier copies
/// such as backups and exports; it names the ledgers in the same folder, and the archived pages of the source. Importing a
/// file with the statement brings it back, since nothing is kept to recognise it by.
#[derive(Debug, clap::Args)]
pub struct Redact {
    /// The statement's id
    pub statement: String,
    /// Why, without repeating what is to be removed
    #[arg(long)]
    pub reason: String,
}

impl Redact {
    /// Records the redaction and scrubs the file.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let key = names.statement(&self.statement)?;
            let claim = desk.reader().statement(key)?.statement.claim;
            let (claim, _) = names.claim(claim.as_str())?;
            let before = context
                .current_view(desk.reader())
                .standing(claim)?
                .finding
                .status;
            let archived = archived(context, desk.reader(), key)?;
            Ok((claim, before, archived, desk.redact(key, &self.reason)?))
        })?;
        let (claim, before, archived, entries) = written.done;
        let done = match entries {
            1 => "1 entry redacted: its content is erased from the ledger, its digest stays."
                .to_owned(),
            count => format!(
                "{count} entries redacted: their content is erased from the ledger, their digests stay."
            ),
        };
        let copies = written.ledger.copies_beside();
        let done = match copies.is_empty() {
            true => done,
            false => format!("{done}\n{}", still_in(&copies)),
        };
        let done = match archived.is_empty() {
            true => done,
            false => format!("{done}\n{}", still_archived(&archived)),
        };
        #[cfg(feature = "shared")]
        let done = match super::shared::unconfirmed(context, &written.ledger)? {
            None => done,
            Some(others) => format!("{done}\n{others}"),
        };
        let view = context.current_view(written.ledger.now());
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

/// The archived copies of the sources that a statement is from.
fn archived(
    context: &Context,
    reader: Reader<'_>,
    statement: StatementKey,
) -> Result<Vec<PathBuf>> {
    let statement = reader.statement(statement)?.statement;
    let further = statement.evidence.iter().map(|one| &one.source);
    let mut copies = Vec::new();
    for source in further.chain([&statement.source]) {
        if let Some(source) = reader.source_key(source.as_str())? {
            copies.extend(reader.copies(source)?);
        }
    }
    let archive = Archive::of(&context.path);
    let mut files: Vec<PathBuf> = copies.iter().map(|copy| archive.path(&copy.file)).collect();
    files.retain(|file| file.exists());
    files.sort();
    files.dedup();
    Ok(files)
}

fn still_archived(files: &[PathBuf]) -> String {
    format!(
        "The archived pages of its source are as they were fetched, and may still contain it: {}. \
         Delete those that do; `onrecord check` then says that they are missing.",
        listed(files)
    )
}

fn listed(files: &[PathBuf]) -> String {
    let files = files.iter().map(|file| file.display().to_string());
    files.collect::<Vec<_>>().join(", ")
}

fn still_in(copies: &[PathBuf]) -> String {
    format!(
        "Other ledgers in this folder may still contain it, and so may exports and backups elsewhere: {}. \
         Delete them, or redact in them too.",
        listed(copies)
    )
}
