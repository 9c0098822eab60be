//! Three desks that lose the server and find it again, at random: in the end all have the same, and what each was told is so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{assert_same, held, joined_through, sharing_through, times};
use crate::common::between::{Between, LOST, PASSED, UNANSWERED};
use crate::common::postgres::{Servers, TestJournal};
use crate::common::{Run, TestDesk, lines, setting};
use crate::reliability::Chance;

/// What is done in one round.
const ACTS: usize = 24;

/// How many statements a file has that is imported.
const IMPORTED: usize = 3;

/// A desk, and what is between it and the server.
struct Wanderer {
    desk: TestDesk,
    between: Between,
    is_cut_off: bool,
}

/// What was done, and what must come of it.
#[derive(Default)]
struct Told {
    /// Marks of what must be in the journal once.
    once: Vec<String>,
    /// Marks of what was refused.
    never: Vec<String>,
    /// Days on which somebody said the same as others.
    together: BTreeSet<usize>,
    /// By id, the names of the parties that desks wanted to add, with the exit codes.
    parties: BTreeMap<usize, Vec<(String, i32)>>,
    /// How many commands wait at each desk, or may have to.
    waiting: [usize; 3],
    unknown: [usize; 3],
}

#[test]
fn three_desks_wander() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let mut chance = Chance::of("wandering");
    let mut codes = BTreeMap::new();
    for _ in 0..setting("ONRECORD_PARTITIONS", 1) {
        round(&TestJournal::unmade(servers), &mut chance, &mut codes);
    }
    println!("how often a command ended with each exit code: {codes:?}");
}

fn round(journal: &TestJournal<'_>, chance: &mut Chance, codes: &mut BTreeMap<i32, usize>) {
    let between = [(); 3].map(|()| Between::default());
    let desks = [
        sharing_through(&between[0], journal),
        joined_through(&between[1], journal, "lviv"),
        joined_through(&between[2], journal, "odesa"),
    ];
    let mut all = desks.into_iter().zip(between);
    let mut all = [(); 3].map(|()| {
        let (desk, between) = all.next().expect("a desk");
        Wanderer {
            desk,
            between,
            is_cut_off: false,
        }
    });
    let mut told = Told::default();
    for number in 0..ACTS {
        let at = chance.below(3);
        if chance.below(4) == 0 {
            all[at].is_cut_off = !all[at].is_cut_off;
        }
        let run = act(&mut all[at], chance, &mut told, at, number);
        *codes.entry(run.code).or_default() += 1;
    }
    settle(journal, &all, &told);
}

/// Has a desk do something, whether it reaches the server or not.
fn act(one: &mut Wanderer, chance: &mut Chance, told: &mut Told, at: usize, number: usize) -> Run {
    let mark = format!("zmark{number}z");
    let what = chance.below(8);
    one.between.set(if one.is_cut_off { LOST } else { PASSED });
    if chance.below(4) == 0 && !one.is_cut_off {
        // Only what says something unlike all others has the mark.
        one.between
            .set_from(&mark, *chance.one_of(&[LOST, UNANSWERED]));
    }
    let run = match what {
        0..=2 => one.desk.run(say("trump", number, &mark)),
        3 => {
            let day = chance.below(4);
            let run = one.desk.run(say("zelenskyy", day, "ztogetherz"));
            told.together.insert(day);
            run
        }
        4 => {
            let id = chance.below(3);
            let name = format!("Party {at} of {id}");
            let run = one.desk.run(format!(
                "party add party-{id} --name '{name}' --kind organisation"
            ));
            told.parties.entry(id).or_default().push((name, run.code));
            run
        }
        5 | 6 => one.desk.feed("import -", &file(number, &mark)),
        _ => one.desk.run("follow --once"),
    };
    expect(&run, what, one.is_cut_off);
    told.waiting[at] += usize::from(run.code == 4);
    told.unknown[at] += usize::from(run.code == 5);
    match (what, run.code) {
        (0..=2, _) | (5 | 6, 0 | 5) => told.once.push(mark),
        (5 | 6, _) => told.never.push(mark),
        _ => {}
    }
    run
}

/// A statement that differs from others by its day; `mark` tells who said it, if nobody else does.
fn say(party: &str, day: usize, mark: &str) -> String {
    format!(
        "say {party} doubts bridge-hit --source minutes --said 2024-{:02}-{:02} --quote {mark}",
        1 + day / 28 % 12,
        1 + day % 28
    )
}

fn file(number: usize, mark: &str) -> Vec<u8> {
    let statements = (0..IMPORTED).map(|at| {
        json!({"record": "statement", "party": "kremlin", "stance": "asserts", "claim": "in-geneva", "source": "minutes",
               "said": format!("2024-{:02}-{:02}T{at:02}:00Z", 1 + number / 28 % 12, 1 + number % 28), "quote": format!("{mark}{at}")})
    });
    lines(&statements.collect::<Vec<_>>()).into_bytes()
}

/// Checks how a command ended: recorded, refused with a reason, waiting, or not known.
fn expect(run: &Run, what: usize, is_cut_off: bool) {
    let says = |words: &str| run.stderr.contains(words);
    let is_right = match (what, run.code) {
        // What this desk knows to be on record needs no server.
        (_, 0) => !is_cut_off || [3, 4].contains(&what),
        (0..=4, 4) => says("waits in the outbox as number"),
        // The name is taken.
        (4, 1) => says("party-"),
        // These cannot wait.
        (5.., 1) => says("cannot be reached"),
        (_, 5) => !is_cut_off && says("it is not known whether"),
        _ => false,
    };
    assert!(is_right, "cut off: {is_cut_off}\n{run}");
}

/// All reach the server again, and agree.
fn settle(journal: &TestJournal<'_>, all: &[Wanderer; 3], told: &Told) {
    // What the last one records comes to the others the second time.
    for _ in 0..2 {
        for one in all {
            one.between.set(PASSED);
            let run = one.desk.run("follow --once");
            assert_eq!(run.code, 0, "{run}");
            assert!(!one.desk.path("onrecord.db-sending").exists());
        }
    }
    assert_same(&all.each_ref().map(|one| &one.desk));
    for mark in &told.once {
        // A file is there as a whole or not at all.
        let count = times(journal, 0, &format!("\"{mark}"));
        let each = [1, IMPORTED];
        assert!(each.contains(&count), "{mark}: {count}");
    }
    for mark in &told.never {
        assert_eq!(times(journal, 0, &format!("\"{mark}")), 0, "{mark}");
    }
    assert_eq!(times(journal, 0, "ztogetherz"), told.together.len());
    for (id, asked) in &told.parties {
        let id = format!("party-{id}");
        let found = all[0].desk.list("party list");
        let names: Vec<&Value> = found
            .iter()
            .filter(|party| party["id"] == *id)
            .map(|party| &party["name"])
            .collect();
        assert_eq!(names.len(), 1, "{id}: {asked:?}");
        assert!(asked.iter().any(|(name, _)| names[0] == name), "{asked:?}");
        let mut recorded = asked.iter().filter(|(_, code)| *code == 0);
        assert!(recorded.all(|(name, _)| names[0] == name), "{asked:?}");
    }
    for ((one, waiting), unknown) in all.iter().zip(told.waiting).zip(told.unknown) {
        let held = held(&one.desk);
        let count = held.len();
        assert!((waiting..=waiting + unknown).contains(&count), "{held:?}");
        for kept in one.desk.list("outbox") {
            // Only what somebody else has taken is kept, with the reason.
            assert_eq!(kept["state"], "kept", "{kept}");
            assert_eq!(kept["words"][0], "party", "{kept}");
            let reason = kept["reason"].as_str().unwrap_or_default();
            assert!(reason.contains("party-"), "{kept}");
        }
    }
}
