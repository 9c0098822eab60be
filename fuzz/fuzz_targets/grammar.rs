//! Values and dates as they are typed: no panic, and what is read is shown so that it is read again.

#![no_main]

#[path = "../../tests/onrecord/reliability/entries.rs"]
#[allow(dead_code, reason = "every target uses one of the entries")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::grammar(bytes));
