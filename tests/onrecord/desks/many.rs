//! Eight desks record at the same time, and three that part for a while.

use std::thread;
use std::time::{Duration, Instant};

use super::{assert_same, held, joined, sharing};
use crate::common::postgres::{Servers, TestJournal};
use crate::common::{TestDesk, setting};

const DESKS: usize = 8;

#[test]
fn eight_desks_record_at_once() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let each = setting("ONRECORD_DESKS", 3);
    let journal = TestJournal::unmade(servers);
    let first = sharing(&journal);
    for claim in 0..DESKS {
        first.ok(format!("claim add claim-{claim} --text 'Claim {claim}.'"));
    }
    let before = first.journal()["entries"].as_u64().expect("a number");
    let others = (1..DESKS).map(|number| joined(&journal, &format!("desk{number}")));
    let desks: Vec<TestDesk> = [first].into_iter().chain(others).collect();
    let begun = Instant::now();
    let means: Vec<Duration> = thread::scope(|scope| {
        let says = desks.iter().enumerate().map(|(number, desk)| {
            scope.spawn(move || {
                let begun = Instant::now();
                (0..each).for_each(|statement| say(desk, number, statement));
                begun.elapsed() / u32::try_from(each).expect("a small number")
            })
        });
        let says: Vec<_> = says.collect();
        let ended = says.into_iter().map(|says| says.join());
        ended.map(|mean| mean.expect("all were recorded")).collect()
    });
    let took = begun.elapsed();
    for desk in &desks {
        desk.ok("follow --once");
    }
    assert_same(&desks.iter().collect::<Vec<_>>());
    let after = desks[0].journal()["entries"].as_u64().expect("a number");
    assert_eq!(after, before + (DESKS * each) as u64);
    for number in 0..DESKS {
        for statement in 0..each {
            let said = super::times(&journal, 0, &format!("\"n{number}-{statement}\""));
            assert_eq!(said, 1, "n{number}-{statement}");
        }
    }
    let (fastest, slowest) = (means.iter().min(), means.iter().max());
    let ratio = slowest.expect("a mean").as_secs_f64() / fastest.expect("a mean").as_secs_f64();
    println!(
        "{DESKS} desks × {each} in {took:.1?}: all there, one chain; the slowest mean is {ratio:.2} of the fastest ({means:.1?})"
    );
    // A few statements say nothing of how evenly desks get their turns.
    assert!(each < 20 || ratio <= 2.0, "{means:?}");
}

/// A statement unlike all others, on a claim on which everybody speaks.
fn say(desk: &TestDesk, number: usize, statement: usize) {
    let said = format!(
        "2025-{:02}-{:02}T{:02}:00Z",
        1 + number % 7,
        1 + statement % 28,
        statement / 28
    );
    let (party, claim) = (
        ["trump", "zelenskyy"][number / 7],
        (number + statement) % DESKS,
    );
    let run = desk.run(format!(
        "say {party} asserts claim-{claim} --source minutes --said {said} --note n{number}-{statement} --wait 60"
    ));
    assert!(run.code == 0 && run.stderr.is_empty(), "{run}");
}

/// Three desks that cannot reach the journal go on, each by itself, and agree again afterwards.
#[test]
fn three_desks_agree_after_a_partition() {
    let Some(servers) = Servers::single() else {
        return;
    };
    let journal = TestJournal::unmade(&servers);
    let desks = [
        sharing(&journal),
        joined(&journal, "lviv"),
        joined(&journal, "odesa"),
    ];
    for round in 0..setting("ONRECORD_DESKS", 3).div_ceil(5) {
        servers.nodes[0].stop("fast");
        for (number, desk) in desks.iter().enumerate() {
            for line in [
                // All say it.
                format!(
                    "say trump denies bridge-hit --source minutes --said 2025-07-{:02}",
                    1 + round % 28
                ),
                // Two give one name to different parties; the one that comes second keeps its own.
                format!(
                    "party add round-{round} --name 'Party {} of {round}' --kind organisation",
                    number.min(1)
                ),
                format!("say zelenskyy doubts in-geneva --source minutes --note p{round}-{number}"),
            ] {
                assert_eq!(desk.run(&line).code, 4, "{line}");
            }
        }
        servers.nodes[0].start();
        // In any order; here the last first.
        for desk in desks.iter().rev() {
            assert_eq!(desk.run("follow --once").code, 0);
        }
        for desk in &desks {
            desk.ok("follow --once");
        }
        assert_same(&desks.iter().collect::<Vec<_>>());
        let states = desks.each_ref().map(|desk| {
            let held = held(desk).split_off(3 * round);
            held.into_iter().map(|(_, state)| state).collect::<Vec<_>>()
        });
        let odesa = ["recorded", "recorded", "recorded"];
        assert_eq!(states[2], odesa, "round {round}");
        assert_eq!(
            states[1][..2],
            ["recognised", "recognised"],
            "round {round}"
        );
        assert_eq!(states[0][..2], ["recognised", "kept"], "round {round}");
    }
}
