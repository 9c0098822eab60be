//! An import of CSV sheets: no panic, and what is taken comes back.

#![no_main]

#[path = "../../tests/onrecord/reliability/entries.rs"]
#[allow(dead_code, reason = "every target uses one of the entries")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::import_csv(bytes));
