//! Power cuts, simulated: whatever a disk keeps of what was not synced, acknowledged writes are there.
//!
//! strace records what the built program does to its folder. From that, [`disk`] computes what a disk may hold if the
//! power is cut after any of these calls, and the program is run on it. Without strace, or where it may not trace, the
//! test is skipped. `ONRECORD_POWER` is the number of different states that are tried for each deed.
//!
//! The shared-memory file beside a ledger is written through a mapping, which strace cannot see. SQLite makes it again
//! from the log, so it may hold anything. That nothing else is mapped for writing is checked.

mod deeds;
mod disk;
mod recording;
mod trace;

use std::path::Path;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use self::deeds::{DEEDS, Deed};
use self::disk::State;
use self::recording::{Left, Recording};
use self::trace::Call;
use super::Chance;
use super::killed::{SECRET, copy_of, line};
use crate::common::desk::NOW;
use crate::common::{Run, TestDesk, setting};

/// The ledger's own files, which differ from run to run; the program says what is in them.
const LEDGER: [&str; 3] = ["onrecord.db", "onrecord.db-wal", "onrecord.db-journal"];

/// What the folder holds before a deed or after one of its commands.
struct Stage {
    files: State,
    ledger: Ledger,
}

/// What a ledger holds.
#[derive(Debug, PartialEq, Eq)]
enum Ledger {
    Missing,
    /// It cannot be read.
    Unreadable,
    /// Its entries and head, and its candidates.
    Holds(String),
}

#[test]
fn acknowledged_writes_survive_a_power_cut() {
    let count = setting("ONRECORD_POWER", 6);
    let mut tried = 0;
    for deed in &DEEDS {
        let Some((recording, stages)) = record(deed) else {
            eprintln!("passed over: strace cannot trace here");
            return;
        };
        let states = recording.states(count * deed.weight, &mut Chance::of(deed.name));
        println!("{}: {} states", deed.name, states.len());
        tried += states.len();
        let faults = faults(deed, &states, &stages);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    println!("{tried} states in all");
}

/// The simulation notices when nothing is synced, and when the last folder is not.
#[test]
fn missing_syncs_are_found() {
    for (name, from_the_last_rename) in [("say", false), ("backup", true), ("sheets", true)] {
        let deed = DEEDS.iter().find(|deed| deed.name == name).expect("a deed");
        let Some((mut recording, stages)) = record(deed) else {
            eprintln!("passed over: strace cannot trace here");
            return;
        };
        let is_rename = |call: &Call| matches!(call, Call::Rename(..));
        let last = recording.calls.iter().rposition(is_rename).unwrap_or(0);
        let from = if from_the_last_rename { last } else { 0 };
        let kept = recording.calls.drain(..).enumerate();
        let kept = kept.filter(|(at, call)| *at < from || !matches!(call, Call::Sync(_)));
        recording.calls = kept.map(|(_, call)| call).collect();
        let states = recording.states(8, &mut Chance::of(name));
        assert!(!faults(deed, &states, &stages).is_empty(), "{name}");
    }
}

/// Does a deed and records it. Returns `None` where strace cannot.
fn record(deed: &Deed) -> Option<(Recording, Vec<Stage>)> {
    let desk = (deed.prepare)();
    let mut stages = vec![stage(&desk)];
    let mut recording = Recording::new(&desk.path(""), disk::read(&desk.path("")));
    for typed in deed.lines {
        let calls = trace::record(&desk, &line(typed, &copy_of(&desk)))?;
        recording.calls.extend(calls);
        stages.push(stage(&desk));
    }
    let last = recording.last();
    let mapped = last.mapped.iter().find(|path| !is_shared_memory(path));
    assert_eq!(mapped, None, "{}: written through a mapping", deed.name);
    let (present, found) = (last.present(), disk::read(&desk.path("")));
    let differing = differing(&present, &found);
    assert!(
        differing.is_empty(),
        "{}: {differing:?} are not as recorded",
        deed.name
    );
    Some((recording, stages))
}

/// The files that differ, except for those that are written through a mapping.
fn differing<'s>(one: &'s State, other: &'s State) -> Vec<&'s Path> {
    let mut paths: Vec<&Path> = one.keys().chain(other.keys()).map(AsRef::as_ref).collect();
    paths.retain(|path| one.get(*path) != other.get(*path));
    paths.retain(|path| !is_shared_memory(path));
    paths
}

fn is_shared_memory(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}

fn stage(desk: &TestDesk) -> Stage {
    let files = disk::read(&desk.path(""));
    let ledger = held(&on_disk(&files), false).expect("the ledger is sound");
    Stage { files, ledger }
}

fn on_disk(state: &State) -> TestDesk {
    let desk = TestDesk::new(NOW);
    disk::write(state, &desk.path(""));
    desk
}

/// What is wrong after these power cuts.
fn faults(deed: &Deed, states: &[Left], stages: &[Stage]) -> Vec<String> {
    let found = states.par_iter().enumerate().filter_map(|(at, left)| {
        let wrong = check(left, stages, at).err()?;
        Some(format!(
            "{}: power cut after {} calls and {} answers, {:?}: {wrong}",
            deed.name, left.at, left.acknowledged, left.cut
        ))
    });
    found.collect()
}

/// Runs the program on what a power cut left.
fn check(left: &Left, stages: &[Stage], number: usize) -> Result<(), String> {
    // The next command may have been done, too.
    let next = (left.acknowledged + 1).min(stages.len() - 1);
    let (done, next) = (&stages[left.acknowledged], &stages[next]);
    outputs_are_whole(&left.state, done, next)?;
    let desk = on_disk(&left.state);
    let ledger = held(&desk, number.is_multiple_of(2))?;
    if ledger != done.ledger && ledger != next.ledger {
        return Err(format!(
            "the ledger: {ledger:?}, not {:?} or {:?}",
            done.ledger, next.ledger
        ));
    }
    let is_changed = ledger != done.ledger;
    // A ledger is kept before it is changed. That it was upgraded does not show in what it holds; if it was not, that
    // has now been done.
    for path in next.files.keys() {
        let name = path.to_string_lossy();
        let is_due = name.contains(".before-schema-") || is_changed && name.contains(".before-");
        if is_due && !desk.path(&name).exists() {
            return Err(format!("{name} is not there"));
        }
    }
    secret_is_gone(left, stages, &desk, is_changed)?;
    if number % 4 < 2 {
        next_command_works(&desk, &ledger)?;
    }
    Ok(())
}

/// Every file other than the ledger's is as before the command or as after it; the latter, if it was acknowledged.
fn outputs_are_whole(state: &State, done: &Stage, next: &Stage) -> Result<(), String> {
    let paths = state
        .keys()
        .chain(done.files.keys())
        .chain(next.files.keys());
    for path in paths {
        let is_part = path
            .iter()
            .any(|name| name.to_string_lossy().starts_with(".onrecord-"));
        if is_part || LEDGER.iter().any(|name| path == Path::new(name)) || is_shared_memory(path) {
            continue;
        }
        let found = state.get(path);
        if found != done.files.get(path) && found != next.files.get(path) {
            let what = found.map_or("missing", |_| "neither the old nor the new one");
            return Err(format!("{} is {what}", path.display()));
        }
    }
    Ok(())
}

/// What the ledger of a folder holds. It must be sound if it can be read.
fn held(desk: &TestDesk, verify_first: bool) -> Result<Ledger, String> {
    if !desk.path("onrecord.db").exists() {
        return Ok(Ledger::Missing);
    }
    let bytes = std::fs::read(desk.path("onrecord.db")).expect("the ledger");
    if bytes.starts_with(deeds::DAMAGED) {
        return Ok(Ledger::Unreadable);
    }
    let mut commands = ["rebuild --check", "verify --format json"];
    if verify_first {
        commands.reverse();
    }
    let mut answers = commands.map(|command| (command, works(desk, command)));
    answers.sort_by_key(|(command, _)| *command);
    let [(_, rebuilt), (_, verified)] = answers;
    rebuilt?;
    let candidates = works(desk, "candidates --format json")?;
    Ok(Ledger::Holds(verified? + &candidates))
}

/// Redacted words are gone once that is acknowledged. If the power was cut before, the next rebuild removes them.
fn secret_is_gone(
    left: &Left,
    stages: &[Stage],
    desk: &TestDesk,
    is_changed: bool,
) -> Result<(), String> {
    let holds = |state: &State| {
        let mut files = state.values().flatten();
        files.any(|bytes| {
            bytes
                .windows(SECRET.len())
                .any(|window| window == SECRET.as_bytes())
        })
    };
    let is_redacted = holds(&stages[0].files) && !holds(&stages[stages.len() - 1].files);
    let is_acknowledged = left.acknowledged + 1 == stages.len();
    if is_redacted && is_acknowledged && holds(&left.state) {
        return Err("redacted words are still there".to_owned());
    }
    if is_redacted && is_changed {
        works(desk, "rebuild")?;
        if holds(&disk::read(&desk.path(""))) {
            return Err("redacted words are still there after a rebuild".to_owned());
        }
    }
    Ok(())
}

/// A ledger can be written, and one that is missing can be made.
fn next_command_works(desk: &TestDesk, ledger: &Ledger) -> Result<(), String> {
    if *ledger == Ledger::Unreadable {
        return Ok(());
    }
    if *ledger == Ledger::Missing {
        works(desk, "init")?;
    }
    works(desk, "party add newcomer --name Newcomer --kind person")?;
    works(desk, "rebuild --check")?;
    works(desk, "verify").map(drop)
}

fn works(desk: &TestDesk, command: &str) -> Result<String, String> {
    let run: Run = desk.run(command);
    match run.code {
        0 => Ok(run.stdout),
        _ => Err(run.to_string()),
    }
}
