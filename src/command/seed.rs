//! `onrecord seed`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::import;
use super::unconfirmed;
use crate::desk::{self, Marked, Update};
use crate::exchange::{Unread, jsonl};
use crate::ledger::{DiscrepancyFilter, Ledger, State};
use crate::render::claims::Unconfirmed;
use crate::render::discrepancies::Discrepancies;
use crate::render::outcome::Seeded;

/// The ledger that ships, in the order in which it is read.
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

/// Load the ledger that ships: two news stories of 19 August 2025.
///
/// Makes the ledger where there is none. What is there already stays as it is, so a second run
/// adds nothing.
#[derive(Debug, clap::Args)]
pub struct Seed {}

impl Seed {
    /// Loads the seeds and shows how the ledger stands.
    ///
    /// # Errors
    /// Where the ledger cannot be made or written.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if !context.path.exists() {
            Ledger::create(&context.path, context.patience)?;
        }
        let written = context.write(|desk, _| {
            let tally = desk::import(desk, records(), Update::Leave)?;
            Ok(tally)
        })?;
        let view = context.present(written.ledger.now());
        let filter = DiscrepancyFilter::default();
        context.print(&Seeded {
            recorded: import::answer(&written.done),
            unconfirmed: Unconfirmed(unconfirmed::answers(&view)?),
            discrepancies: Discrepancies {
                all: view.discrepancy_answers(&filter)?,
                weak: false,
                state: State::Open,
            },
        })
    }
}

fn records() -> impl Iterator<Item = Result<Marked, Unread>> {
    SEEDS
        .iter()
        .flat_map(|(name, text)| jsonl::Records::new(Some(name), text.as_bytes()))
        .map(desk::marked)
}
