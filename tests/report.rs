//! The report: what the built program writes, and what it refuses to.
//!
//! How the page looks and behaves is tested in a browser, in `tests/browser/`.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on stops where it is"
)]

mod common;

#[path = "report/content.rs"]
mod content;
#[path = "report/files.rs"]
mod files;
#[path = "report/size.rs"]
mod size;
#[path = "report/terms.rs"]
mod terms;
