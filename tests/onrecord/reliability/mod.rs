//! Load, faults and tampering: acknowledged writes are there, others are not, and changes to the file show.
//!
//! Runs are short by default. `ONRECORD_KILLS`, `ONRECORD_SAYS`, `ONRECORD_FAULTS`, `ONRECORD_POWER`, `ONRECORD_STOPS`,
//! `ONRECORD_TAMPERINGS` and `ONRECORD_MUTATIONS` make them longer; `ONRECORD_SEED` changes the random choices.
//! docs/reliability.md has the results of long runs.

mod backups;
mod damaged;
mod entries;
pub(crate) mod faults;
mod forged;
mod heads;
mod hostile;
mod killed;
mod mutated;
#[cfg(unix)]
mod outputs;
mod planted;
#[cfg(target_os = "linux")]
mod power;
mod redaction;
mod schemas;
mod signals;
mod tampering;
mod unprinted;
mod unshared;
mod writers;

use crate::common::setting;

/// Pseudo-random numbers that are the same in every run with the same seed (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    /// The numbers of one test.
    pub(crate) fn of(desk: &str) -> Self {
        let seed = u64::try_from(setting("ONRECORD_SEED", 1)).expect("a seed");
        let name = desk.bytes().fold(seed, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        Self(name)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which must not be 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a number");
        usize::try_from(self.next() % end).expect("a number")
    }

    pub(crate) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
