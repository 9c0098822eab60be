//! Posting, rebuilding and computing from scratch give the same, after any sequence of entries.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use onrecord::answer::{self, View};
use onrecord::desk::{Desk, DeskError, IfExists};
use onrecord::domain::claim::Claim;
use onrecord::domain::docket::StatementKey;
use onrecord::domain::party::Party;
use onrecord::domain::ruling::Ruling;
use onrecord::domain::source::Source;
use onrecord::domain::statement::Statement;
use onrecord::domain::time::{Moment, When};
use onrecord::journal::verify::verify;
use onrecord::journal::{Journal, Stamp};
use onrecord::ledger::{About, ClaimFilter, DiscrepancyFilter, Ledger, State};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use serde_json::{Value, json};

use crate::common::cases;

pub(super) const STANCES: [&str; 10] = [
    "asserts",
    "confirms",
    "hedges",
    "doubts",
    "denies",
    "rejects",
    "declines",
    "not-confirmed",
    "no-reply",
    "retracts",
];
pub(super) const TIMES: [&str; 7] = [
    "2025-08",
    "2025-08-17",
    "2025-08-18",
    "2025-08-18T09:30Z",
    "2025-08-18T21:00Z",
    "2025-08-19",
    "2025-07",
];
const LEVELS: [&str; 5] = [
    "on-record",
    "on-record",
    "background",
    "off-record",
    "anonymous",
];
const KINDS: [&str; 6] = [
    "person",
    "person",
    "government",
    "group",
    "media",
    "anonymous",
];
pub(super) const PARTIES: usize = 5;
const SOURCES: usize = 3;
pub(super) const CLAIMS: usize = 4;

/// One thing that a desk does. Places are taken modulo what there is.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Party(Value),
    Source(Value),
    Claim(Value),
    Say(Value),
    Correct(Index, Value),
    Void(Index),
    Rule(Value),
    Redact(Index),
}

fn party() -> impl Strategy<Value = Value> {
    let edge = (
        0..PARTIES,
        select(vec![None, Some("2025-08-18")]),
        any::<bool>(),
    );
    (0..PARTIES, select(&KINDS[..]), prop::collection::vec(edge, 0..3)).prop_map(|(at, kind, edges)| {
        let of = |speaks: bool| -> Vec<Value> {
            let edges = edges.iter().filter(|(other, _, speaks_for)| *speaks_for == speaks && *other != at);
            edges.map(|(other, since, _)| json!({"party": format!("p{other}"), "since": since})).collect()
        };
        json!({"id": format!("p{at}"), "name": format!("Party {at}"), "kind": kind, "speaks_for": of(true),
               "member_of": of(false)})
    })
}

fn source() -> impl Strategy<Value = Value> {
    (0..SOURCES, select(vec!["2025-08-18", "2025-08-19", "2025-08"]), any::<Option<Index>>()).prop_map(
        |(at, day, origin)| {
            // An origin lies before its copy, so that no circle arises.
            let origin = origin.filter(|_| at > 0).map(|origin| format!("d{}", origin.index(at)));
            json!({"id": format!("d{at}"), "title": format!("Document {at}"), "published": day, "origin": origin})
        },
    )
}

fn claim() -> impl Strategy<Value = Value> {
    (
        0..CLAIMS,
        prop::collection::btree_set(0..PARTIES, 0..3),
        select(vec![None, Some("q0"), Some("q1")]),
        select(vec![
            Value::Null,
            json!({"kind": "place", "name": "Geneva"}),
            json!({"kind": "place", "name": "Budapest"}),
        ]),
        select(vec![None, Some("corroboration:1"), Some("corroboration:2")]),
        select(vec![None, Some("2025-08-18")]),
    )
        .prop_map(|(at, principals, question, value, standard, due)| {
            let principals: Vec<String> =
                principals.iter().map(|party| format!("p{party}")).collect();
            json!({"id": format!("c{at}"), "text": format!("Claim {at}."), "principals": principals,
                   "question": question, "value": value, "standard": standard, "due": due})
        })
}

fn statement() -> impl Strategy<Value = Value> {
    let anything = (0..PARTIES, select(&STANCES[..]), 0..CLAIMS, 0..SOURCES);
    // Two parties on the answers to one question, most of which they affirm: so that they move between them.
    let answers = (
        0..2_usize,
        select(&["asserts", "confirms", "denies", "retracts"][..]),
        0..3_usize,
        0..SOURCES,
    );
    (
        prop_oneof![anything, answers],
        prop::option::of(select(&TIMES[..])),
        prop::collection::vec(0..PARTIES, 0..3),
        select(&LEVELS[..]),
        prop::option::of(0..3_u64),
    )
        .prop_map(
            |((party, stance, claim, source), said, via, level, passage)| {
                let via: Vec<String> = via.iter().map(|party| format!("p{party}")).collect();
                json!({"party": format!("p{party}"), "stance": stance, "claim": format!("c{claim}"),
                   "source": format!("d{source}"), "said": said, "via": via, "attribution": level,
                   "passage": passage.map(|start| json!({"start": start, "end": start + 9}))})
            },
        )
}

fn ruling() -> impl Strategy<Value = Value> {
    (0..CLAIMS, select(vec!["true", "false", "misleading"]), select(vec![None, Some("2025-08-18"), Some("2025-08-19")]))
        .prop_map(|(claim, verdict, ruled)| {
            json!({"claim": format!("c{claim}"), "verdict": verdict, "reason": "seen", "ruled": ruled})
        })
}

pub(crate) fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        10 => statement().prop_map(Deed::Say),
        2 => party().prop_map(Deed::Party),
        2 => claim().prop_map(Deed::Claim),
        1 => source().prop_map(Deed::Source),
        2 => (any::<Index>(), statement()).prop_map(|(at, statement)| Deed::Correct(at, statement)),
        1 => any::<Index>().prop_map(Deed::Void),
        1 => ruling().prop_map(Deed::Rule),
        1 => any::<Index>().prop_map(Deed::Redact),
    ]
}

pub(crate) fn now() -> DateTime<Utc> {
    "2025-08-20T12:00:00Z".parse().expect("a time")
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// A ledger with all parties, sources, questions and claims, so that every deed leads somewhere.
pub(super) fn ledger(folder: &tempfile::TempDir) -> Ledger {
    let mut ledger =
        Ledger::create(&folder.path().join("ledger.db"), Duration::ZERO).expect("a ledger");
    write(&mut ledger, 0, cast);
    ledger
}

/// Records all parties, sources, questions and claims.
pub(crate) fn cast(desk: &mut Desk<'_, '_>) -> Result<(), DeskError> {
    for at in 0..PARTIES {
        let party =
            json!({"id": format!("p{at}"), "name": format!("Party {at}"), "kind": KINDS[at + 1]});
        desk.party(read(&party), IfExists::Refuse)?;
    }
    for at in 0..SOURCES {
        let source =
            json!({"id": format!("d{at}"), "title": "Document", "published": "2025-08-19"});
        desk.source(read(&source), IfExists::Refuse)?;
    }
    for at in 0..2 {
        desk.question(
            read(&json!({"id": format!("q{at}"), "text": "Which?"})),
            IfExists::Refuse,
        )?;
    }
    for at in 0..CLAIMS {
        let question = (at < 3).then_some("q0");
        let principals: &[&str] = if at % 2 == 0 { &["p0"] } else { &[] };
        let claim = json!({"id": format!("c{at}"), "text": "Claim.", "question": question, "principals": principals});
        desk.claim(read(&claim), IfExists::Refuse)?;
    }
    Ok(())
}

pub(super) fn write(
    ledger: &mut Ledger,
    clock: i64,
    mut work: impl FnMut(&mut Desk<'_, '_>) -> Result<(), DeskError>,
) {
    let stamp = Stamp {
        recorded_at: clock,
        recorded_by: "desk".to_owned(),
    };
    let written = ledger.write(stamp, |writer| work(&mut Desk::new(writer, now())));
    written.unwrap_or_else(|error| panic!("{error}"));
}

/// Does a deed. That the desk refuses it is fine; that the ledger fails is not.
pub(crate) fn done(desk: &mut Desk<'_, '_>, deed: &Deed) -> Result<(), DeskError> {
    let pick = |desk: &Desk<'_, '_>, at: &Index| -> Result<Option<StatementKey>, DeskError> {
        let all = desk.reader().statements(About::Everything)?;
        Ok((!all.is_empty()).then(|| all[at.index(all.len())]))
    };
    let outcome = match deed {
        Deed::Party(party) => desk
            .party(read::<Party>(party), IfExists::Replace)
            .map(drop),
        Deed::Source(source) => desk
            .source(read::<Source>(source), IfExists::Replace)
            .map(drop),
        Deed::Claim(claim) => desk
            .claim(read::<Claim>(claim), IfExists::Replace)
            .map(drop),
        Deed::Say(statement) => desk.statement(read::<Statement>(statement)).map(drop),
        Deed::Rule(ruling) => desk.ruling(read::<Ruling>(ruling)).map(drop),
        Deed::Correct(at, statement) => match pick(desk, at)? {
            Some(key) => desk.correct(key, read::<Statement>(statement)).map(drop),
            None => Ok(()),
        },
        Deed::Void(at) => match pick(desk, at)? {
            Some(key) => desk.void(key, "a mistake"),
            None => Ok(()),
        },
        Deed::Redact(at) => match pick(desk, at)? {
            Some(key) => desk.redact(key, "safety").map(drop),
            None => Ok(()),
        },
    };
    match outcome {
        Err(DeskError::Ledger(error)) => Err(error.into()),
        _ => Ok(()),
    }
}

/// Every standing and every discrepancy, open and ended, as the answers give them.
fn derived(view: &View<'_>) -> Value {
    let standings = view.claims(&ClaimFilter::default()).expect("standings");
    let some = ClaimFilter {
        limit: Some(2),
        ..ClaimFilter::default()
    };
    // A list that is cut short is read in another way; it is the beginning of the whole.
    let first = view.claims(&some).expect("standings");
    assert_eq!(first, standings[..standings.len().min(2)]);
    // By a moment, a claim that is asked for alone is always judged from its statements; a list
    // takes what was settled where all had been said by then.
    for standing in &standings {
        let alone = view.standing(standing.finding.claim);
        assert_eq!(alone.expect("a standing"), *standing);
    }
    let claims: Vec<_> = standings
        .iter()
        .map(|standing| answer::claim(view, standing).expect("an answer"))
        .collect();
    let everything = DiscrepancyFilter {
        state: State::All,
        ..DiscrepancyFilter::default()
    };
    let discrepancies = view
        .discrepancy_answers(&everything)
        .expect("discrepancies");
    json!({"claims": claims, "discrepancies": discrepancies})
}

/// What the rows say, and what is computed from the statements with nothing but the clock given.
pub(crate) fn posted_and_computed(ledger: &Ledger) -> (Value, Value) {
    let clock = Moment::of(now());
    for then in ["2025-08-17", "2025-08-18T09:30Z", "2025-08-18"] {
        let then: When = then.parse().expect("a time");
        derived(&View::new(ledger.now(), Some(then.latest()), clock));
    }
    let posted = derived(&View::new(ledger.now(), None, clock));
    let computed = derived(&View::new(ledger.now(), Some(clock), clock));
    (posted, computed)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(16),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 256,
        ..ProptestConfig::default()
    })]

    /// After each write of any sequence the rows are those that the journal gives, and those that folding the
    /// statements from scratch gives; the journal verifies; and each entry's ledger still answers what it answered
    /// when that entry was the newest.
    #[test]
    fn posting_rebuilding_and_computing_agree(
        writes in prop::collection::vec((prop::collection::vec(deed(), 1..5), -3..3_i64), 1..10)
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut ledger = ledger(&folder);
        let mut known: Vec<(i64, Value)> = Vec::new();
        for (at, (deeds, jitter)) in writes.iter().enumerate() {
            let clock = i64::try_from(at).expect("small") + jitter;
            write(&mut ledger, clock, |desk| deeds.iter().try_for_each(|deed| done(desk, deed)));
            let rebuilt = ledger.compare().expect("a rebuild");
            prop_assert!(rebuilt.differing.is_empty(), "after write {at}: {:?}", rebuilt.differing);
            let (posted, computed) = posted_and_computed(&ledger);
            prop_assert_eq!(&posted, &computed, "after write {}", at);
            if deeds.iter().any(|deed| matches!(deed, Deed::Redact(_))) {
                // What was known before rests on words that are gone.
                known.clear();
            }
            known.push((ledger.journal().head().expect("a head").seq, posted));
        }
        let verified = verify(&ledger.journal()).expect("a verdict");
        prop_assert_eq!(verified.problem, None);
        for (seq, wanted) in &known {
            let clock = Moment::of(now());
            for cut in [None, Some(clock)] {
                let then = View::new(ledger.now().at(*seq), cut, clock);
                prop_assert_eq!(&derived(&then), wanted, "at entry {}, cut {:?}", seq, cut);
            }
        }
        let before = posted_and_computed(&ledger);
        ledger.rebuild().expect("a rebuild");
        prop_assert_eq!(posted_and_computed(&ledger), before);
        for (seq, wanted) in &known {
            let then = View::new(ledger.now().at(*seq), None, Moment::of(now()));
            prop_assert_eq!(&derived(&then), wanted, "at entry {}, rebuilt", seq);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(12),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 256,
        ..ProptestConfig::default()
    })]

    /// A write that does nothing but say something new resumes the replay of what it touches; a rebuild resumes
    /// nothing. Whenever the words were said, both post the same rows, those that have ended and their order among
    /// them.
    #[test]
    fn resuming_posts_what_a_whole_replay_posts(
        writes in prop::collection::vec(prop::collection::vec(statement().prop_map(Deed::Say), 1..3), 8..24)
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut ledger = ledger(&folder);
        for (clock, says) in (0..).zip(&writes) {
            write(&mut ledger, clock, |desk| says.iter().try_for_each(|say| done(desk, say)));
        }
        let rebuilt = ledger.compare().expect("a rebuild");
        prop_assert!(rebuilt.differing.is_empty(), "{:?}", rebuilt.differing);
        let (posted, computed) = posted_and_computed(&ledger);
        prop_assert_eq!(posted, computed);
    }
}

/// Sequences that brought nothing about would agree on nothing: they reach every status and most discrepancies.
#[test]
fn the_sequences_bring_something_about() {
    let mut runner = TestRunner::deterministic();
    let sequence = prop::collection::vec(deed(), 30..40);
    let (mut statuses, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..24 {
        let deeds = sequence
            .new_tree(&mut runner)
            .expect("a sequence")
            .current();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut ledger = ledger(&folder);
        write(&mut ledger, 0, |desk| {
            deeds.iter().try_for_each(|deed| match deed {
                Deed::Redact(_) => Ok(()),
                other => done(desk, other),
            })
        });
        let (posted, _) = posted_and_computed(&ledger);
        let words = |list: &str, field: &str| -> Vec<String> {
            let found = posted[list].as_array().expect("an array").iter();
            found
                .map(|one| one[field].as_str().expect("a word").to_owned())
                .collect()
        };
        statuses.extend(words("claims", "status"));
        kinds.extend(words("discrepancies", "kind"));
    }
    assert!(statuses.len() >= 4, "{statuses:?}");
    assert!(kinds.len() >= 7, "{kinds:?}");
}
