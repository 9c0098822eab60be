//! The stable interface for programs: what import takes and export gives back, and the shapes of JSON answers.
//!
//! Other programs read these. A field that is renamed, goes, or changes its type breaks them, so a test here
//! changes only together with docs/formats.md and a line in the change log.

mod answers;
mod generated;
mod records;
