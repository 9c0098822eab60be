//! `onrecord seed`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::draft::Draft;
use super::exit::Exit;
use super::import;
use super::ingest;
use super::unconfirmed;
use crate::desk::{self, Fingerprinted, IfExists};
use crate::exchange::{ReadError, jsonl};
use crate::ledger::{DiscrepancyFilter, Ledger, State};
use crate::render::claims::Unconfirmed;
use crate::render::discrepancies::Discrepancies;
use crate::render::outcome::Seeded;

/// The shipped records, in the order in which they are imported.
const SEEDS: [(&str, &str); 5] = [
    ("parties.jsonl", include_str!("../../seeds/parties.jsonl")),
    ("sources.jsonl", include_str!("../../seeds/sources.jsonl")),
    (
        "questions.jsonl",
        include_str!("../../seeds/questions.jsonl"),
    ),
    ("claims.jsonl", include_str!("../../seeds/claims.jsonl")),
    (
        "statements.jsonl",
        include_str!("../../seeds/statements.jsonl"),
    ),
];

/// Begin with articles of your own, or with the example data: two news stories of 19 August 2025.
///
/// Creates the ledger if there is none. With files, reads them like `onrecord ingest` and shows the
/// story that they would make, like `onrecord draft`. Without, loads the example; records that are
/// already there stay as they are, so a second run adds nothing.
#[derive(Debug, clap::Args)]
pub struct Seed {
    /// Articles to begin with, or - for standard input
    pub files: Vec<PathBuf>,
    /// Their publisher; by default taken from the pages
    #[arg(long, requires = "files")]
    pub publisher: Option<String>,
    /// When they were published; by default taken from the pages or the beginning of the texts
    #[arg(long, value_name = "TIME", requires = "files")]
    pub published: Option<String>,
}

impl Seed {
    /// Begins a ledger.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if self.files.is_empty() {
            Self::example(context)
        } else {
            let ingest = ingest::Ingest {
                files: self.files,
                publisher: self.publisher,
                published: self.published,
                ..ingest::Ingest::default()
            };
            Self::articles(&ingest, context)
        }
    }

    /// Reads articles and shows what they would make.
    fn articles(ingest: &ingest::Ingest, context: &Context) -> Result<Exit> {
        // A file that cannot be read or recorded leaves no empty ledger behind.
        let articles = ingest.read(context)?.articles;
        if !context.path.exists() {
            context.rehearse_on_none(|desk, names| ingest.record_in(&articles, desk, names))?;
        }
        create_if_missing(context)?;
        ingest.record(&articles, context)?;
        Draft::default().run(context)
    }

    /// Loads the example data and prints what is unconfirmed and where accounts diverge.
    fn example(context: &Context) -> Result<Exit> {
        create_if_missing(context)?;
        let written = context.write(|desk, _| {
            let summary = desk::import(desk, records(), IfExists::Keep)?;
            Ok(summary)
        })?;
        let view = context.current_view(written.ledger.now());
        let filter = DiscrepancyFilter::default();
        let seeded = Seeded {
            recorded: import::recorded(&written.done),
            unconfirmed: Unconfirmed(unconfirmed::list(&view, None, None)?),
            discrepancies: Discrepancies {
                all: view.discrepancy_answers(&filter)?,
                weak: false,
                state: State::Open,
            },
        };
        context.note_labels(&view)?;
        context.print(&seeded)
    }
}

fn create_if_missing(context: &Context) -> Result<()> {
    if !context.path.exists() {
        Ledger::create(&context.path, context.patience)?;
    }
    Ok(())
}

fn records() -> impl Iterator<Item = Result<Fingerprinted, ReadError>> {
    SEEDS
        .iter()
        .flat_map(|(name, text)| jsonl::Records::new(Some(name), text.as_bytes()))
        .map(desk::fingerprinted)
}
