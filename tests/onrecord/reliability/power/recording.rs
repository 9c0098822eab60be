//! What a deed did to the disk, and the states in which a power cut may leave it.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use super::disk::{Cut, Disk, Fate, State};
use super::trace::Call;
use crate::reliability::Chance;

/// The calls of the commands of a deed, one after the other, on a disk with some files.
pub(super) struct Recording {
    pub(super) folder: PathBuf,
    pub(super) before: State,
    pub(super) calls: Vec<Call>,
}

/// What a power cut left.
pub(super) struct Left {
    /// The number of calls before it.
    pub(super) at: usize,
    pub(super) cut: Cut,
    /// The number of commands that had answered or ended.
    pub(super) acknowledged: usize,
    pub(super) state: State,
}

/// The fates of content and names that are tried first.
const UNIFORM: [(Fate, Fate); 6] = [
    (Fate::Lost, Fate::Lost),
    (Fate::Kept, Fate::Lost),
    (Fate::Lost, Fate::Kept),
    (Fate::Kept, Fate::Kept),
    (Fate::Kept, Fate::Last),
    (Fate::Lost, Fate::Torn),
];

impl Recording {
    pub(super) fn new(folder: &Path, before: State) -> Self {
        Self {
            folder: folder.to_owned(),
            before,
            calls: Vec::new(),
        }
    }

    fn disk(&self) -> Disk {
        Disk::new(&self.folder, &self.before)
    }

    /// The disk after all calls.
    pub(super) fn last(&self) -> Disk {
        let mut disk = self.disk();
        self.calls.iter().for_each(|call| disk.apply(call));
        disk
    }

    /// The calls after which the power is cut: all that change something, and those just before a sync and after an
    /// answer or a move, when most is at stake.
    fn points(&self) -> (Vec<usize>, Vec<usize>) {
        let mut disk = self.disk();
        let (mut all, mut at_stake) = (vec![0], Vec::new());
        for (at, call) in self.calls.iter().enumerate() {
            let matters = disk.matters(call);
            if matters && matches!(call, Call::Sync(_) | Call::Exit(_)) {
                at_stake.push(at);
            }
            disk.apply(call);
            if matters {
                all.push(at + 1);
            }
            // An answer promises what is there. A moved or removed name must not be there before what it relies on.
            let moves = matches!(call, Call::Rename(..) | Call::Remove(_));
            if moves && matters || is_answer(call) {
                at_stake.push(at + 1);
            }
        }
        at_stake.push(self.calls.len());
        (all, at_stake)
    }

    /// What power cuts leave, at most `count` different states.
    pub(super) fn states(&self, count: usize, chance: &mut Chance) -> Vec<Left> {
        let (all, at_stake) = self.points();
        let mut plans = Vec::new();
        for at in at_stake.iter().rev().chain(&all) {
            plans.extend(UNIFORM.map(|(content, names)| (*at, Cut::Uniform { content, names })));
        }
        // Those at the end go first; what follows is in any order, and every other cut is a mixed one.
        let mut plans = plans.into_iter().collect::<VecDeque<_>>();
        let hasher = RandomState::new();
        let (mut seen, mut states) = (HashSet::new(), Vec::new());
        for attempt in 0..count * 6 {
            if states.len() == count {
                break;
            }
            let plan = match attempt % 2 {
                _ if attempt < UNIFORM.len() => plans.pop_front(),
                0 if !plans.is_empty() => plans.remove(chance.below(plans.len())),
                _ => None,
            };
            let (at, cut) = plan.unwrap_or_else(|| {
                let points = if chance.below(2) == 0 {
                    &all
                } else {
                    &at_stake
                };
                (*chance.one_of(points), Cut::Mixed)
            });
            let left = self.left(at, cut, chance);
            if seen.insert(hasher.hash_one((left.acknowledged, &left.state))) {
                states.push(left);
            }
        }
        states
    }

    /// What a power cut after so many calls leaves.
    fn left(&self, at: usize, cut: Cut, chance: &mut Chance) -> Left {
        let mut disk = self.disk();
        let (mut acknowledged, mut answered) = (0, false);
        for call in &self.calls[..at] {
            disk.apply(call);
            answered |= is_answer(call);
            if matches!(call, Call::Exit(0)) {
                acknowledged += 1;
                answered = false;
            }
        }
        Left {
            at,
            cut,
            acknowledged: acknowledged + usize::from(answered),
            state: disk.after(cut, chance),
        }
    }
}

/// Whether something is written to standard output.
fn is_answer(call: &Call) -> bool {
    matches!(call, Call::Write { file: 1, .. })
}

mod tests {
    use super::super::trace::Place;
    use super::*;

    fn at(path: &str) -> Place {
        Place {
            folder: None,
            path: path.into(),
        }
    }

    fn opened(path: &str, file: i32) -> Call {
        Call::Open {
            at: at(path),
            file,
            create: file == 3,
            truncate: false,
        }
    }

    fn wrote(file: i32, text: &str) -> Call {
        Call::Write {
            file,
            at: None,
            bytes: text.into(),
        }
    }

    /// A program that writes a new file, moves it over `page`, and answers.
    fn replacing(syncs_file: bool, syncs_folder: bool) -> Recording {
        let before = State::from([("page".into(), Some(b"old".to_vec()))]);
        let mut recording = Recording::new(Path::new("/desk"), before);
        let calls = [
            Some(opened("part", 3)),
            Some(wrote(3, "new ")),
            Some(wrote(3, "page")),
            syncs_file.then_some(Call::Sync(3)),
            Some(Call::Rename(at("part"), at("/desk/page"))),
            Some(opened(".", 4)),
            syncs_folder.then_some(Call::Sync(4)),
            Some(wrote(1, "done")),
            Some(Call::Exit(0)),
        ];
        recording.calls.extend(calls.into_iter().flatten());
        recording
    }

    /// What `page` may be, before and after the answer.
    fn pages(recording: &Recording) -> (HashSet<String>, HashSet<String>) {
        let (mut before, mut after) = (HashSet::new(), HashSet::new());
        for left in recording.states(500, &mut Chance::of("pages")) {
            let page = left.state[Path::new("page")].clone().expect("a file");
            let page = String::from_utf8(page).expect("UTF-8").replace('\0', "0");
            let pages = if left.acknowledged == 0 {
                &mut before
            } else {
                &mut after
            };
            pages.insert(page);
        }
        (before, after)
    }

    fn set(pages: &[&str]) -> HashSet<String> {
        pages.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_that_is_synced_and_moved_is_old_or_new() {
        let (before, after) = pages(&replacing(true, true));
        assert_eq!(before, set(&["old", "new page"]));
        assert_eq!(after, set(&["new page"]));
    }

    #[test]
    fn a_move_without_a_sync_of_the_folder_may_be_lost() {
        let (_, after) = pages(&replacing(true, false));
        assert_eq!(after, set(&["old", "new page"]));
    }

    /// Nothing, either half, or all of the file, with or without its length.
    #[test]
    fn a_move_without_a_sync_of_the_file_may_give_any_mixture() {
        let (_, after) = pages(&replacing(false, true));
        let mixtures = ["", "new ", "new 0000", "0000page", "new page", "00000000"];
        assert_eq!(after, set(&mixtures));
    }

    /// What the program sees while the power is on.
    #[test]
    fn the_present_has_all_changes() {
        let page = State::from([("page".into(), Some(b"new page".to_vec()))]);
        assert_eq!(replacing(false, false).last().present(), page);
    }
}
