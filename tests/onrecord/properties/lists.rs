//! Lists as of an earlier moment, which read indexes, against judging every claim.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use onrecord::answer::{self, View};
use onrecord::desk::{self, Desk, DeskError, IfExists};
use onrecord::domain::discrepancy::Discrepancy;
use onrecord::domain::docket::{ClaimKey, PartyKey};
use onrecord::domain::history::{Episode, replay};
use onrecord::domain::statement::Family;
use onrecord::domain::status::Status;
use onrecord::domain::time::{Moment, When};
use onrecord::exchange::jsonl::Records;
use onrecord::journal::{Merged, Merger};
use onrecord::ledger::{
    About, CallFilter, ClaimFilter, DiscrepancyFilter, Ledger, Reader, Standing, State,
};
use serde_json::{Value, json};

use super::judging::to_call;
use super::posting::{STANCES, TIMES, now};
use super::stamp;

/// Enough for several batches.
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
               "principals": Vec::from_iter(principals),
               "due": (at % 8 == 0).then(|| format!("2030-01-{:02}", 1 + at % 28))})
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
            Records::new(None, &text[..]).map(desk::fingerprinted),
            IfExists::Keep,
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

/// A list as of a moment is each claim judged by itself, in the same order; the discrepancies are those that a replay
/// of every docket finds.
#[test]
fn a_list_by_a_moment_is_each_claim_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = large(&folder.path().join("ledger.db"));
    let clock = Moment::of(now());
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
        let view = View::new(ledger.now(), Some(cut), clock);
        let listed = view.claims(&ClaimFilter::default()).expect("claims");
        let unconfirmed = view.list(&unconfirmed, |view, some| answer::claims(view, &some));
        let unconfirmed = unconfirmed.expect("answers");
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
        assert_eq!(json!(unconfirmed), json!(claims));
        assert_eq!(called(&view), waiting(&view, &listed), "{cut:?}");
        for state in [State::Open, State::Resolved, State::All] {
            let filter = DiscrepancyFilter {
                state,
                ..DiscrepancyFilter::default()
            };
            let listed = view.discrepancies(&filter).expect("discrepancies");
            assert_eq!(
                listed,
                replayed(ledger.now(), cut, state),
                "{cut:?} {state:?}"
            );
            let first = DiscrepancyFilter {
                limit: Some(7),
                ..filter
            };
            let first = view.discrepancies(&first).expect("discrepancies");
            assert_eq!(first, listed[..first.len()]);
            assert_eq!(first.len(), listed.len().min(7));
        }
    }
}

/// A principal to call, the claims shown, and the number of the others.
type Called = (PartyKey, Vec<ClaimKey>, usize);

/// Claims listed for each principal.
const SHOWN: usize = 5;

/// Whom to call, as listed.
fn called(view: &View<'_>) -> Vec<Called> {
    let calls = answer::calls(view, &CallFilter::default(), SHOWN as u32).expect("calls");
    let called = calls.into_iter().map(|call| {
        let party = view.reader.party_key(call.party.as_str());
        let claims = call.claims.iter().map(|pending| {
            let key = view.reader.claim_key(pending.claim.as_str());
            key.expect("a claim").expect("that claim")
        });
        let claims = claims.collect();
        (
            party.expect("a party").expect("that party"),
            claims,
            call.more,
        )
    });
    called.collect()
}

/// Whom to call about some claims, each by itself, in the order of lists: what is due first, then what most claims or
/// affirming parties wait for.
fn waiting(view: &View<'_>, listed: &[Standing]) -> Vec<Called> {
    let mut claims = BTreeMap::new();
    for finding in listed.iter().map(|standing| &standing.finding) {
        let due = view.reader.claim(finding.claim).expect("a claim").claim.due;
        let affirming = finding.positions_of(Family::Affirming).count();
        let order = (due.is_none(), due, Reverse(affirming), finding.claim);
        for party in to_call(finding) {
            claims.entry(party).or_insert_with(Vec::new).push(order);
        }
    }
    let mut waiting = Vec::new();
    for (party, mut orders) in claims {
        orders.sort();
        let (is_never_due, due, ..) = orders[0];
        let shown = orders.iter().take(SHOWN).map(|order| order.3).collect();
        let more = orders.len().saturating_sub(SHOWN);
        let order = (is_never_due, due, Reverse(orders.len()), party);
        waiting.push((order, (party, shown, more)));
    }
    waiting.sort_by_key(|(order, _)| *order);
    waiting.into_iter().map(|(_, called)| called).collect()
}

/// The discrepancies as of `cut`, found by replaying every docket, in the order of lists.
fn replayed(reader: Reader<'_>, cut: Moment, state: State) -> Vec<Episode> {
    let subjects = reader.subjects().expect("subjects");
    let dockets = reader.dockets(&subjects, None).expect("dockets");
    let found = dockets
        .iter()
        .flat_map(|docket| replay(docket, Some(cut)).episodes);
    let mut found: Vec<Episode> = found
        .filter(|episode| match state {
            State::Open => episode.resolved.is_none(),
            State::Resolved => episode.resolved.is_some(),
            State::All => true,
        })
        .collect();
    found.sort_by_key(|episode| {
        let Discrepancy { identity, weak, .. } = &episode.discrepancy;
        let opened = Reverse(episode.opened.at);
        (
            *weak,
            identity.kind,
            opened,
            identity.subject,
            identity.party,
        )
    });
    found
}
