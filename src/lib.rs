//! A fact-tracking ledger: who said what, who confirms it, and where accounts diverge.
//!
//! ARCHITECTURE.md draws the map; the layers, each of which may use those before it only, are
//! [`domain`], [`journal`], [`ledger`],
//! [`link`], [`exchange`], [`desk`], [`answer`], [`render`], [`command`].

pub mod answer;
pub mod command;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod journal;
pub mod ledger;
pub mod link;
pub mod render;
