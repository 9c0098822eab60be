//! Reads news text and tells who said what: text in, attributions out.
//!
//! Pure: no files, no clock, no network. The same text gives the same answer everywhere.

pub mod accept;
pub mod announced;
pub mod attribution;
pub mod candidate;
pub mod chain;
pub mod channel;
pub mod citation;
pub mod cue;
pub mod document;
pub mod extractor;
pub mod kernel;
pub mod language;
pub mod layout;
pub mod mention;
pub mod mode;
pub mod names;
pub mod nested;
pub mod outlet;
pub mod parser;
pub mod quotation;
pub mod relay;
pub mod role;
pub mod scan;
pub mod sentence;
pub mod speaker;
pub mod stance;
pub mod syntax;
pub mod tagger;
pub mod token;
pub mod weights;
pub mod withheld;
pub mod word;

use std::sync::LazyLock;

/// The extractor with the weights that ship.
pub static SHIPPED: LazyLock<Result<extractor::Extractor, weights::Damaged>> =
    LazyLock::new(|| {
        extractor::Extractor::unpack(&extractor::Packed {
            tagger: include_bytes!("weights/tagger.bin"),
            parser: include_bytes!("weights/parser.bin"),
            scan: include_bytes!("weights/scan.bin"),
            roles: include_bytes!("weights/roles.bin"),
            judge: include_bytes!("weights/judge.bin"),
        })
    });
