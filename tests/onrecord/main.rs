//! The tests that run the built program and the library's public parts, as one binary.
//!
//! `cargo test rules::` runs the tests of one module, `cargo test rules::parse` those of a part of it.

#![allow(clippy::expect_used, reason = "a test that cannot be set up may panic")]

mod annotations;
mod claimreview;
mod clocks;
mod common;
mod desk_day;
#[cfg(all(unix, feature = "shared"))]
mod desks;
mod docs;
mod draft;
mod embedding;
mod errors;
mod extract;
mod extract_relayed;
mod extract_withheld;
mod ingest;
mod interchange;
mod journals;
mod layers;
mod measured;
#[cfg(feature = "news")]
mod news;
mod outside;
mod pages;
mod pasting;
mod properties;
mod recording;
mod reliability;
mod report;
mod rules;
mod seeds;
mod shared;
mod trust;
#[cfg(feature = "web")]
mod web;
