//! `onrecord seed`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::import;
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

/// Load the example data: two news stories of 19 August 2025.
///
/// Creates the ledger if there is none. Records that are already there stay as they are, so a
/// second run adds nothing.
#[derive(Debug, clap::Args)]
pub struct Seed {}

impl Seed {
    /// Loads the records and prints what is unconfirmed and where accounts diverge.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if !context.path.exists() {
            Ledger::create(&context.path, context.patience)?;
        }
        let written = context.write(|desk, _| {
            let summary = desk::import(desk, records(), IfExists::Keep)?;
            Ok(summary)
        })?;
        let view = context.current_view(written.ledger.now());
        let filter = DiscrepancyFilter::default();
        let seeded = Seeded {
            recorded: import::answer(&written.done),
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

fn records() -> impl Iterator<Item = Result<Fingerprinted, ReadError>> {
    SEEDS
        .iter()
        .flat_map(|(name, text)| jsonl::Records::new(Some(name), text.as_bytes()))
        .map(desk::fingerprinted)
}
