//! Passages in any text: no panic, and the words that are found are those that were looked for.

#![no_main]

#[path = "../../tests/onrecord/reliability/entries.rs"]
#[allow(dead_code, reason = "every target uses one of the entries")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::passages(bytes));
