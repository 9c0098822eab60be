//! Load, faults and tampering: what was acknowledged is there, what was not is not, and what was changed shows.
//!
//! How often each trial is made is small by default and set by a variable: `ONRECORD_KILLS`, `ONRECORD_SAYS`,
//! `ONRECORD_FAULTS`, `ONRECORD_TAMPERINGS`, `ONRECORD_MUTATIONS`. `ONRECORD_SEED` chooses other trials.
//! docs/reliability.md has the figures of long runs.

mod backups;
mod damaged;
mod entries;
mod faults;
mod heads;
mod hostile;
mod killed;
mod mutated;
mod redaction;
mod schemas;
mod signals;
mod tampering;
mod writers;

/// How often a trial is made: what the variable says, or else the default.
fn times(variable: &str, default: usize) -> usize {
    let set = std::env::var(variable).ok();
    set.map_or(default, |set| set.parse().expect("a whole number"))
}

/// Numbers that look random and are the same in every run with the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    /// The numbers of one trial.
    fn of(trial: &str) -> Self {
        let seed = u64::try_from(times("ONRECORD_SEED", 1)).expect("a seed");
        let name = trial.bytes().fold(seed, |sum, byte| {
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

    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a number");
        usize::try_from(self.next() % end).expect("a number")
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
