//! What is done when the power is cut.

use std::fs;

use crate::common::desk::{NOW, records, small_desk};
use crate::common::{TestDesk, lines};
use crate::reliability::killed::{
    with_a_backup, with_a_candidate, with_a_file_to_import, with_a_secret, with_many,
};
use crate::reliability::schemas::of_schema;

/// How a file begins that no ledger is.
pub(super) const DAMAGED: &[u8] = b"damaged";

/// Commands that are run one after the other.
pub(super) struct Deed {
    pub(super) name: &'static str,
    pub(super) lines: &'static [&'static str],
    pub(super) prepare: fn() -> TestDesk,
    /// How many times more states are tried than of other deeds, because names matter most here.
    pub(super) weight: usize,
}

pub(super) const DEEDS: [Deed; 14] = [
    Deed {
        name: "first import",
        lines: &["init", "import first.jsonl"],
        prepare: with_first_records,
        weight: 1,
    },
    Deed {
        name: "say",
        lines: &[
            "say kremlin confirms agreed-to-meet --source minutes",
            "say trump denies agreed-to-meet --source minutes",
        ],
        prepare: small_desk,
        weight: 1,
    },
    Deed {
        name: "import",
        lines: &["import many.jsonl"],
        prepare: with_a_file_to_import,
        weight: 1,
    },
    Deed {
        name: "undo",
        lines: &["undo --yes", "say trump denies bridge-hit --source minutes"],
        prepare: with_many,
        weight: 1,
    },
    Deed {
        name: "accept",
        lines: &["accept CANDIDATE"],
        prepare: with_a_candidate,
        weight: 1,
    },
    Deed {
        name: "reject",
        lines: &["reject CANDIDATE"],
        prepare: with_a_candidate,
        weight: 1,
    },
    Deed {
        name: "redact",
        lines: &["redact s0000001 --reason safety"],
        prepare: with_a_secret,
        weight: 1,
    },
    Deed {
        name: "rebuild",
        lines: &["rebuild"],
        prepare: with_many,
        weight: 1,
    },
    Deed {
        name: "backup",
        lines: &["backup copy.db"],
        prepare: with_many,
        weight: 1,
    },
    Deed {
        name: "restore",
        lines: &["restore earlier.db --force"],
        prepare: with_a_backup,
        weight: 1,
    },
    Deed {
        name: "restore over a damaged ledger",
        lines: &["restore earlier.db --force"],
        prepare: with_a_damaged_ledger,
        weight: 20,
    },
    Deed {
        name: "upgrade",
        lines: &["claim list"],
        prepare: || of_schema(1),
        weight: 1,
    },
    Deed {
        name: "report",
        lines: &[
            "report page.html",
            "say kremlin confirms agreed-to-meet --source minutes",
            "report page.html --force",
            "export --to all.jsonl",
        ],
        prepare: small_desk,
        weight: 1,
    },
    Deed {
        name: "sheets",
        lines: &["export --format csv --to new/sheets"],
        prepare: small_desk,
        weight: 1,
    },
];

fn with_first_records() -> TestDesk {
    let desk = TestDesk::new(NOW);
    desk.write("first.jsonl", lines(&records()));
    desk
}

/// A damaged ledger beside a log with writes of the ledger that it was, and a backup.
fn with_a_damaged_ledger() -> TestDesk {
    let desk = with_a_file_to_import();
    desk.ok("backup earlier.db");
    let open = rusqlite::Connection::open(desk.path("onrecord.db")).expect("the ledger");
    let read = |_: &rusqlite::Row<'_>| Ok(());
    open.query_row("SELECT count(*) FROM entry", [], read)
        .expect("a count");
    // As long as it is open, nobody else removes the log.
    desk.ok("say kremlin confirms agreed-to-meet --source minutes");
    let log = fs::read(desk.path("onrecord.db-wal")).expect("a log");
    drop(open);
    assert!(!log.is_empty());
    desk.write("onrecord.db-wal", log);
    desk.write("onrecord.db", DAMAGED.repeat(1_000));
    desk
}
