//! The report: what the program writes, and what it refuses.
//!
//! How the page looks and behaves is tested in a browser, in `tests/browser/`.

mod content;
mod embed;
mod files;
mod size;
mod terms;
mod unnamed;
