//! Readers side by side answer as one alone does, and see one ledger, whoever writes.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use onrecord::answer::{self, View};
use onrecord::desk::{self, Desk, DeskError, Known, Update};
use onrecord::domain::status::Status;
use onrecord::domain::time::{Moment, When};
use onrecord::exchange::jsonl::Records;
use onrecord::journal::{Merged, Merger};
use onrecord::ledger::{
    About, Access, ClaimFilter, DiscrepancyFilter, Ledger, LedgerError, Reader, State,
};
use serde_json::{Value, json};

use super::posting::{STANCES, TIMES, now};
use super::stamp;

/// So many that several readers have something to do, and learn first what is in common.
const CLAIMS: usize = 1_300;
const PARTIES: usize = 10;
const SOURCES: usize = 20;
const WAIT: Duration = Duration::from_secs(60);

/// A ledger in which rival answers lie far apart, and some of all that was said is taken back.
fn records() -> Vec<Value> {
    let kinds = ["person", "government", "media", "anonymous", "organisation"];
    let parties = (0..PARTIES).map(|at| {
        // Every third party is the voice of the one before it.
        let speaks_for = (at % 3 == 2).then(|| json!({"party": format!("p{}", at - 1)}));
        json!({"record": "party", "id": format!("p{at}"), "name": format!("Party {at}"),
               "kind": kinds[at % kinds.len()], "speaks_for": Vec::from_iter(speaks_for)})
    });
    let sources = (0..SOURCES).map(|at| {
        let origin = (at % 4 == 3).then(|| format!("d{}", at - 1));
        let day = if at % 2 == 0 {
            "2025-08-17"
        } else {
            "2025-08-19"
        };
        json!({"record": "source", "id": format!("d{at}"), "title": "Document", "origin": origin,
               "published": day})
    });
    let questions = (0..CLAIMS / 2)
        .step_by(5)
        .map(|at| json!({"record": "question", "id": format!("q{at}"), "text": "Which?"}));
    let claims = (0..CLAIMS).map(|at| {
        let question = at % (CLAIMS / 2);
        let principals = (at % 2 == 0).then(|| format!("p{}", at % PARTIES));
        json!({"record": "claim", "id": format!("c{at}"), "text": format!("Claim {at}."),
               "question": question.is_multiple_of(5).then(|| format!("q{question}")),
               "value": {"kind": "text", "text": format!("Answer {}", at % 3)},
               "principals": Vec::from_iter(principals)})
    });
    let statements = (0..4 * CLAIMS).map(|at| {
        let (claim, via) = (at % CLAIMS, (at % 6 == 0).then(|| format!("p{}", at % 4)));
        let said = (at % 5 > 0).then(|| TIMES[at % TIMES.len()]);
        json!({"record": "statement", "party": format!("p{}", at * 7 % PARTIES), "said": said,
               "stance": STANCES[at * 11 % 83 % STANCES.len()], "claim": format!("c{claim}"),
               "source": format!("d{}", at % SOURCES), "via": Vec::from_iter(via)})
    });
    let named = parties.chain(sources).chain(questions);
    named.chain(claims).chain(statements).collect()
}

fn merger(kind: Merged, former: &str, present: &str) -> Merger {
    Merger {
        kind,
        former: former.parse().expect("a slug"),
        present: present.parse().expect("a slug"),
        opposite: false,
    }
}

fn large(path: &Path) -> Ledger {
    let mut ledger = Ledger::create(path, WAIT).expect("a ledger");
    let lines: Vec<String> = records().iter().map(Value::to_string).collect();
    let imported = ledger.write(stamp(0), |writer| {
        let mut desk = Desk::new(writer, now());
        let text = lines.join("\n").into_bytes();
        desk::import(
            &mut desk,
            Records::new(None, &text[..]).map(desk::marked),
            Update::Leave,
        )
    });
    imported.unwrap_or_else(|error: DeskError| panic!("{error}"));
    let changed = ledger.write(stamp(1), |writer| {
        let mut desk = Desk::new(writer, now());
        let all = desk.reader().statements(About::Everything)?;
        for key in all.iter().step_by(17) {
            desk.void(*key, "a mistake")?;
        }
        desk.merge(merger(Merged::Party, "p8", "p5"), true)?;
        desk.merge(merger(Merged::Claim, "c3", "c901"), true)
    });
    changed.unwrap_or_else(|error: DeskError| panic!("{error}"));
    ledger
}

/// A list by a moment that many readers make is each claim by itself, in the same order; what is answered
/// on those listed, and which discrepancies are open, is what one reader says.
#[test]
fn a_list_made_side_by_side_is_each_claim_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ledger = large(&folder.path().join("ledger.db"));
    let clock = Moment::of(now());
    let everything = DiscrepancyFilter {
        state: State::All,
        ..DiscrepancyFilter::default()
    };
    let unconfirmed = ClaimFilter {
        status: Some(Status::Unconfirmed),
        not_ruled: true,
        ..ClaimFilter::default()
    };
    for cut in [
        "2025-08-01",
        "2025-08-17",
        "2025-08-18T09:30Z",
        "2025-08-19",
    ] {
        let cut = cut.parse::<When>().expect("a time").latest();
        let answers = |reader: Reader<'_>| {
            let view = View::new(reader, Some(cut), clock);
            let listed = view.claims(&ClaimFilter::default())?;
            let claims = view.list(&unconfirmed, |view, some| answer::claims(view, &some))?;
            let discrepancies = view.discrepancy_answers(&everything)?;
            let told = json!({"claims": claims, "discrepancies": discrepancies});
            Ok::<_, LedgerError>((listed, told))
        };
        let (listed, told) = ledger.read_side_by_side(answers).expect("answers");
        let alone = View::new(ledger.now(), Some(cut), clock);
        assert_eq!(listed.len(), CLAIMS - 1, "one was merged away");
        for standing in listed.iter().step_by(3) {
            let by_itself = alone.standing(standing.finding.claim).expect("a standing");
            assert_eq!(by_itself, *standing);
        }
        let fitting = listed.iter().filter(|standing| {
            standing.finding.status == Status::Unconfirmed && standing.finding.ruling.is_none()
        });
        let claims: Vec<_> = fitting
            .map(|standing| answer::claim(&alone, standing).expect("an answer"))
            .collect();
        assert!(claims.len() > 100, "{} are unconfirmed", claims.len());
        assert_eq!(told["claims"], json!(claims));
        let discrepancies = alone
            .discrepancy_answers(&everything)
            .expect("discrepancies");
        assert_eq!(told["discrepancies"], json!(discrepancies));
    }
}

/// So often a view is taken while another program writes without a pause: often enough for some of them to
/// be taken while a write ends.
const VIEWS: usize = 400;

/// While one question after the other is entered, all readers of a view see the same, and go on seeing it.
#[test]
fn a_writer_beside_them_is_seen_by_all_readers_or_by_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ledger.db");
    drop(Ledger::create(&path, WAIT).expect("a ledger"));
    let done = AtomicBool::new(false);
    let mut threads = BTreeSet::new();
    let mut views: Vec<Vec<(i64, usize)>> = Vec::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut ledger = Ledger::open(&path, Access::Write, WAIT).expect("a ledger");
            for number in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                ask(&mut ledger, number);
            }
        });
        let mut ledger = Ledger::open(&path, Access::Read, WAIT).expect("a ledger");
        for _ in 0..VIEWS {
            let seen = ledger.read_side_by_side(|reader| {
                let mut all = vec![sight(reader)?];
                let look = |reader: Reader<'_>, _: &[u8]| {
                    thread::sleep(Duration::from_millis(1));
                    Ok((sight(reader)?, format!("{:?}", thread::current().id())))
                };
                reader.side_by_side(&[0; 4], 1, look, |(sight, thread)| {
                    all.push(sight);
                    threads.insert(thread);
                    Ok(ControlFlow::Continue(()))
                })?;
                all.push(sight(reader)?);
                Ok::<_, LedgerError>(all)
            });
            views.extend(seen);
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(views.len(), VIEWS, "not every view could be taken");
    for seen in &views {
        assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    }
    let heads: BTreeSet<_> = views.iter().map(|seen| seen[0].0).collect();
    assert!(threads.len() > VIEWS, "one reader at a time did it all");
    assert!(heads.len() > 1, "nobody wrote");
}

/// The newest entry, and how many questions there are.
fn sight(reader: Reader<'_>) -> Result<(i64, usize), LedgerError> {
    Ok((reader.newest()?, reader.questions()?.len()))
}

fn ask(ledger: &mut Ledger, number: i64) {
    let question = json!({"id": format!("q{number}"), "text": "Which?"});
    let question = serde_json::from_value(question).expect("a question");
    let written = ledger.write(stamp(number), |writer| {
        Desk::new(writer, now()).question(question, Known::Refuse)
    });
    written.unwrap_or_else(|error: DeskError| panic!("{error}"));
}
