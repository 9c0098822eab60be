//! Keep track of who said what, and see what is still unconfirmed.
//!
//! A [`Ledger`] is one SQLite file. Statements go in through a [`Desk`], which checks them against what is recorded
//! already. Where each claim stands and where accounts diverge is derived, and read through a [`View`].
//!
//! ```
//! use onrecord::{ClaimFilter, Desk, DiscrepancyFilter, IfExists, Ledger, Moment, Stamp, View, import_jsonl};
//!
//! let folder = tempfile::tempdir()?;
//! let mut ledger = Ledger::create(&folder.path().join("harbour.db"), std::time::Duration::from_secs(5))?;
//!
//! let records = r#"
//! {"record": "party", "id": "mayor", "name": "Ann Lee", "kind": "person"}
//! {"record": "party", "id": "port", "name": "The Port of Reykjavik", "kind": "organisation"}
//! {"record": "source", "id": "gazette", "title": "Ferry news", "published": "2025-08-19"}
//! {"record": "claim", "id": "ferry-sails", "text": "The port has agreed to let the ferry sail.", "principals": ["port"]}
//! {"record": "statement", "party": "mayor", "stance": "asserts", "claim": "ferry-sails", "source": "gazette"}
//! {"record": "statement", "party": "port", "stance": "declines", "claim": "ferry-sails", "source": "gazette"}
//! "#;
//! let now = "2025-08-20T09:00:00Z".parse()?;
//! let stamp = Stamp::new(now, "desk");
//! ledger.write(stamp, |writer| import_jsonl(&mut Desk::new(writer, now), records, IfExists::Keep))?;
//!
//! let view = View::new(ledger.now(), None, Moment::of(now));
//! let claims = view.claims(&ClaimFilter::default())?;
//! assert_eq!(claims[0].finding.status.as_str(), "unconfirmed");
//!
//! let discrepancies = view.discrepancy_answers(&DiscrepancyFilter::default())?;
//! assert_eq!(
//!     discrepancies[0].summary,
//!     "Ann Lee said that the port has agreed to let the ferry sail; the Port of Reykjavik declined to say."
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The items below are the library's public face. The modules behind them are public for the project's own tests,
//! benchmarks and fuzz targets, and may change with every release; ARCHITECTURE.md draws the map.

#[doc(hidden)]
pub mod answer;
#[doc(hidden)]
pub mod command;
#[doc(hidden)]
pub mod desk;
#[doc(hidden)]
pub mod domain;
#[doc(hidden)]
pub mod exchange;
mod files;
#[doc(hidden)]
pub mod journal;
#[doc(hidden)]
pub mod ledger;
#[doc(hidden)]
pub mod link;
#[doc(hidden)]
pub mod render;
#[cfg(feature = "shared")]
#[doc(hidden)]
pub mod shared;
#[cfg(feature = "web")]
#[doc(hidden)]
pub mod web;

pub use answer::{ClaimAnswer, DiscrepancyAnswer, View};
pub use desk::{
    Desk, DeskError, IfExists, ImportSummary, RecordOutcome, StatementOutcome, import_jsonl,
};
pub use domain::claim::{Claim, Question};
pub use domain::party::Party;
pub use domain::slug::Slug;
pub use domain::source::Source;
pub use domain::statement::{Stance, Statement};
pub use domain::status::Status;
pub use domain::time::{Moment, When};
pub use journal::Stamp;
pub use ledger::{
    Access, Changes, ClaimFilter, DiscrepancyFilter, Ledger, LedgerError, Reader, Writer,
};
