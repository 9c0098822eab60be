//! What one docket, one entry and one small import take inside the program.
//!
//!     cargo bench --bench parts

#![allow(
    clippy::expect_used,
    dead_code,
    reason = "a measurement that cannot be taken ends in a panic; the ledgers serve other benches too"
)]

mod ledgers;

use std::path::Path;
use std::time::Duration;

use divan::Bencher;
use ledgers::{Size, generator};
use onrecord::desk::{self, Desk, DeskError, IfExists};
use onrecord::domain::docket::Docket;
use onrecord::domain::fold::fold;
use onrecord::domain::history::replay;
use onrecord::exchange::jsonl::Records;
use onrecord::journal::{Body, Salts, Stamp};
use onrecord::ledger::Ledger;

fn main() {
    divan::main();
}

/// Large enough for a crowded claim to have its 500 statements.
const STATEMENTS: usize = 5_000;

fn records(statements: usize) -> Vec<u8> {
    let mut records = Vec::new();
    generator::write(Size::of(statements), 1, &mut records).expect("records");
    records
}

fn imported(path: &Path, records: &[u8]) -> Ledger {
    let mut ledger = Ledger::create(path, Duration::from_secs(1)).expect("a ledger");
    let now = "2025-06-01T12:00:00Z".parse().expect("a time");
    let stamp = Stamp {
        recorded_at: 0,
        recorded_by: "desk".to_owned(),
    };
    let written = ledger.write(stamp, |writer| {
        let mut desk = Desk::new(writer, now);
        desk::import(
            &mut desk,
            Records::new(None, records).map(desk::fingerprinted),
            IfExists::Keep,
        )
    });
    written.unwrap_or_else(|error: DeskError| panic!("{error}"));
    ledger
}

/// The dockets of an ordinary claim and of a crowded one.
fn dockets() -> [Docket; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = imported(&folder.path().join("ledger.db"), &records(STATEMENTS));
    let reader = ledger.now();
    let docket = |id: String| {
        let claim = reader.claim_key(&id).expect("a ledger").expect("a claim");
        reader.docket_of(claim).expect("a docket")
    };
    [
        docket(generator::ordinary_claim(Size::of(STATEMENTS))),
        docket(generator::crowded_claim()),
    ]
}

#[divan::bench(args = [0, 1])]
fn fold_ordinary_and_crowded(bencher: Bencher<'_, '_>, which: usize) {
    let dockets = dockets();
    bencher.bench_local(|| fold(&dockets[which], None));
}

#[divan::bench(args = [0, 1])]
fn replay_ordinary_and_crowded(bencher: Bencher<'_, '_>, which: usize) {
    let dockets = dockets();
    bencher.bench_local(|| replay(&dockets[which], None));
}

#[divan::bench]
fn seal_and_hash_a_body(bencher: Bencher<'_, '_>) {
    let body = Body::Void {
        of: 1,
        reason: "a reason of the length that a line of the journal has ".repeat(6),
    };
    bencher.bench_local(|| body.seal(&mut Salts::default()).expect("a body").digest());
}

#[divan::bench(sample_count = 10)]
fn record_post_and_settle_1000(bencher: Bencher<'_, '_>) {
    let records = records(1_000);
    bencher
        .with_inputs(|| tempfile::tempdir().expect("a folder"))
        .bench_local_values(|folder| {
            imported(&folder.path().join("ledger.db"), &records);
            folder
        });
}
