//! A docket replayed is the docket judged anew at each moment, and a moment hides what was said after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use onrecord::domain::claim::Standard;
use onrecord::domain::decimal::Decimal;
use onrecord::domain::discrepancy::{Discrepancy, overdue_after};
use onrecord::domain::docket::{
    ClaimKey, Docket, Parties, PartyFacts, PartyKey, QuestionKey, Ruled, Said, SourceKey,
    StatementKey, Terms,
};
use onrecord::domain::fold::{Finding, fold};
use onrecord::domain::history::{
    Calls, Checkpoint, Deadline, Episode, Event, History, Strength, Transition, outcome, resume,
};
use onrecord::domain::party::{PartyKind, Span};
use onrecord::domain::ruling::Verdict;
use onrecord::domain::statement::{Attribution, Family, Stance};
use onrecord::domain::status::{Answer, Status};
use onrecord::domain::time::{Moment, When};
use onrecord::domain::value::Value;
use proptest::prelude::*;
use proptest::sample::select;

use super::naive::Naive;

const PARTIES: i64 = 7;
const SOURCES: i64 = 4;
const TIMES: [&str; 9] = [
    "2025-07",
    "2025-08",
    "2025-08-17",
    "2025-08-18",
    "2025-08-18T09:30Z",
    "2025-08-18T21:00Z",
    "2025-08-19",
    "2025-08-20",
    "2025-09",
];
const DAYS: [&str; 3] = ["2025-08-17", "2025-08-18", "2025-08-20"];
const STANCES: [Stance; 12] = [
    Stance::Asserts,
    Stance::Asserts,
    Stance::Confirms,
    Stance::Hedges,
    Stance::Doubts,
    Stance::Denies,
    Stance::Denies,
    Stance::Rejects,
    Stance::Declines,
    Stance::NotConfirmed,
    Stance::NoReply,
    Stance::Retracts,
];
const LEVELS: [Attribution; 6] = [
    Attribution::OnRecord,
    Attribution::OnRecord,
    Attribution::OnRecord,
    Attribution::Background,
    Attribution::OffRecord,
    Attribution::Anonymous,
];
const KINDS: [PartyKind; 6] = [
    PartyKind::Person,
    PartyKind::Person,
    PartyKind::Government,
    PartyKind::Group,
    PartyKind::Media,
    PartyKind::Anonymous,
];

fn party() -> impl Strategy<Value = PartyKey> {
    (1..=PARTIES).prop_map(PartyKey)
}

fn day() -> impl Strategy<Value = Option<NaiveDate>> {
    let day = select(&DAYS[..]).prop_map(|day| day.parse().expect(day));
    prop::option::of(day)
}

fn edges() -> impl Strategy<Value = Vec<(PartyKey, Span)>> {
    let span = (day(), day()).prop_map(|(since, until)| Span { since, until });
    prop::collection::vec((party(), span), 0..3)
}

fn facts() -> impl Strategy<Value = PartyFacts> {
    (select(&KINDS[..]), edges(), edges()).prop_map(|(kind, speaks_for, member_of)| PartyFacts {
        kind,
        speaks_for,
        member_of,
    })
}

fn terms(key: i64) -> impl Strategy<Value = Terms> {
    let verdict = select(vec![Verdict::True, Verdict::False]);
    let ruled = (verdict, day()).prop_filter_map("a day", |(verdict, day)| {
        day.map(|day| Ruled { verdict, day })
    });
    let place = |name: &str| Some(Value::Place { name: name.into() });
    let ships = |amount, most: Option<i64>| {
        Some(Value::Count {
            amount: Decimal::whole(amount),
            unit: "ships".into(),
            max: most.map(Decimal::whole),
            about: false,
            bound: None,
        })
    };
    (
        prop::collection::btree_set(party(), 0..3),
        select(vec![
            None,
            Some("acknowledgement"),
            Some("corroboration:1"),
            Some("corroboration:2"),
        ]),
        select(vec![
            None,
            place("Geneva"),
            place("geneva"),
            ships(40, None),
            ships(44, None),
            // No rival of either, although they are rivals.
            ships(40, Some(44)),
        ]),
        prop::collection::vec(ruled, 0..2),
        day(),
    )
        .prop_map(move |(principals, standard, value, rulings, due)| Terms {
            key: ClaimKey(key),
            standard: Standard::of(
                standard.map(|text| text.parse().expect(text)),
                !principals.is_empty(),
            ),
            principals: principals.into_iter().collect(),
            value,
            due,
            rulings,
        })
}

fn said() -> impl Strategy<Value = Said> {
    (
        (1..=3_i64, party(), select(&STANCES[..]), 1..=SOURCES),
        select(&TIMES[..]),
        prop::collection::vec(party(), 0..2),
        select(&LEVELS[..]),
    )
        .prop_map(
            |((claim, party, stance, source), when, via, attribution)| Said {
                key: StatementKey(0),
                claim: ClaimKey(claim),
                party,
                stance,
                when: when.parse().expect(when),
                source: SourceKey(source),
                via,
                attribution,
            },
        )
}

/// The words of one party, one a day, most of which affirm: so that it moves between answers.
fn moves() -> impl Strategy<Value = Vec<Said>> {
    let stances = [
        Stance::Asserts,
        Stance::Asserts,
        Stance::Confirms,
        Stance::Denies,
        Stance::Retracts,
    ];
    let one = (1..=3_i64, select(stances.to_vec()), 1..=SOURCES);
    (party(), prop::collection::vec(one, 0..6)).prop_map(|(party, words)| {
        let said = (17..)
            .zip(words)
            .map(|(day, (claim, stance, source))| Said {
                key: StatementKey(0),
                claim: ClaimKey(claim),
                party,
                stance,
                when: format!("2025-08-{day}").parse().expect("a day"),
                source: SourceKey(source),
                via: Vec::new(),
                attribution: Attribution::OnRecord,
            });
        said.collect()
    })
}

/// What a docket holds, in any order of entry.
fn all_said() -> impl Strategy<Value = Vec<Said>> {
    (prop::collection::vec(said(), 0..12), moves())
        .prop_map(|(said, moves)| said.into_iter().chain(moves).collect::<Vec<_>>())
        .prop_shuffle()
}

/// A claim alone, or three that answer one question.
pub(super) fn docket() -> impl Strategy<Value = Docket> {
    (
        (any::<bool>(), any::<bool>()),
        (terms(1), terms(2), terms(3)),
        all_said(),
        prop::collection::vec(facts(), 7),
        prop::collection::vec(1..=SOURCES, 4),
    )
        .prop_map(
            |((alone, circle), (mut one, two, mut three), mut said, facts, stories)| {
                if circle {
                    // A party can move from the first to the second and back to the third, which says what the first says.
                    let geneva = || Value::Place {
                        name: "Geneva".into(),
                    };
                    three.value = Some(one.value.get_or_insert_with(geneva).clone());
                }
                for (key, said) in (100..).zip(&mut said) {
                    said.key = StatementKey(key);
                    if alone {
                        said.claim = one.key;
                    }
                }
                Docket {
                    question: (!alone).then_some(QuestionKey(50)),
                    claims: if alone {
                        vec![one]
                    } else {
                        vec![one, two, three]
                    },
                    said,
                    parties: Arc::new(Parties {
                        facts: (1..)
                            .map(PartyKey)
                            .zip(facts.into_iter().map(Arc::new))
                            .collect(),
                    }),
                    stories: Arc::new((1..).zip(stories).map(sources).collect()),
                }
            },
        )
}

fn sources((source, story): (i64, i64)) -> (SourceKey, SourceKey) {
    (SourceKey(source), SourceKey(story))
}

/// What was new at a moment: claims, with the statement unless it was a ruling.
type New = Vec<(ClaimKey, Option<StatementKey>)>;

fn new_at(docket: &Docket, at: Moment) -> New {
    let said = docket.said.iter();
    let said = said.filter(|said| said.attribution != Attribution::OffRecord);
    let said = said.filter(|said| said.when.earliest() == at);
    let ruled = docket.claims.iter().filter(|terms| {
        let mut rulings = terms.rulings.iter();
        rulings.any(|ruling| Moment::start_of(ruling.day) == at)
    });
    said.map(|said| (said.claim, Some(said.key)))
        .chain(ruled.map(|terms| (terms.key, None)))
        .collect()
}

pub(super) fn moments(docket: &Docket) -> BTreeSet<Moment> {
    let said = docket.said.iter().map(|said| said.when.earliest());
    let rulings = docket.claims.iter().flat_map(|terms| &terms.rulings);
    said.chain(rulings.map(|ruling| Moment::start_of(ruling.day)))
        .collect()
}

/// The history of a docket by the plainest way: all of it folded anew at each moment.
fn judged_anew(docket: &Docket, cut: Option<Moment>) -> History {
    let mut history = History::default();
    for at in moments(docket) {
        let new = new_at(docket, at);
        if !new.is_empty() && cut.is_none_or(|cut| at <= cut) {
            note(&mut history, docket, at, &new);
        }
    }
    history
}

/// The principals to call about a claim: those that withhold or are silent while it is open, not ruled on, and somebody
/// has affirmed, negated or hedged it.
pub(super) fn to_call(finding: &Finding) -> Vec<PartyKey> {
    let spoken = [Family::Affirming, Family::Negating, Family::Uncertain]
        .into_iter()
        .any(|family| finding.positions_of(family).next().is_some());
    let is_open = matches!(finding.status, Status::Unconfirmed | Status::Disputed);
    if !spoken || !is_open || finding.ruling.is_some() {
        return Vec::new();
    }
    let answers = finding.principals.iter();
    let waiting = answers.filter(|one| matches!(one.answer, Answer::Withholds | Answer::Silent));
    let waiting: BTreeSet<PartyKey> = waiting.map(|one| one.party).collect();
    waiting.into_iter().collect()
}

fn note(history: &mut History, docket: &Docket, at: Moment, new: &New) {
    let findings = fold(docket, Some(at));
    let naive = Naive { docket, cut: at };
    // What may have moved claims although it is on another one.
    let bearing = |claims: &[ClaimKey]| {
        let said = docket.said.iter();
        let new = said.filter(|said| new.contains(&(said.claim, Some(said.key))));
        let new = new.filter(|said| claims.iter().any(|claim| naive.bears_on(*claim, said)));
        new.map(|said| said.key).max()
    };
    let newest = |fits: &dyn Fn(ClaimKey, StatementKey) -> bool| {
        let new = new
            .iter()
            .filter_map(|(claim, statement)| Some((*claim, (*statement)?)));
        let fitting = new.filter(|(claim, statement)| fits(*claim, *statement));
        fitting.map(|(_, statement)| statement).max()
    };
    let event = |claims: &[ClaimKey]| Event {
        at,
        statement: match new.iter().any(|(claim, _)| claims.contains(claim)) {
            true => newest(&|claim, _| claims.contains(&claim)),
            false => bearing(claims),
        },
    };
    for finding in &findings.claims {
        let turn = Transition {
            claim: finding.claim,
            event: event(&[finding.claim]),
            status: finding.status,
            acknowledgement: finding.acknowledgement,
        };
        let mut before = history.transitions.iter().rev();
        let before = before.find(|before| before.claim == finding.claim);
        let has_turned = before.is_some();
        let same = before.is_some_and(|before| {
            (before.status, before.acknowledgement) == (turn.status, turn.acknowledgement)
        });
        let is_new = new.iter().any(|(claim, _)| *claim == finding.claim);
        if !same && (is_new || has_turned) {
            history.transitions.push(turn);
        }
    }
    for finding in &findings.claims {
        let mut claims = docket.claims.iter();
        let due = claims
            .find(|terms| terms.key == finding.claim)
            .and_then(|terms| terms.due);
        let day = overdue_after(due, finding.status, finding.last_firm);
        let mut before = history.deadlines.iter().rev();
        let before = before.find(|before| before.claim == finding.claim);
        if before.map_or(due, |before| before.day) != day {
            let claim = finding.claim;
            history.deadlines.push(Deadline { claim, at, day });
        }
    }
    for finding in &findings.claims {
        let parties = to_call(finding);
        let affirming = match parties.is_empty() {
            true => 0,
            false => finding.positions_of(Family::Affirming).count(),
        };
        let mut before = history.calls.iter().rev();
        let before = before.find(|before| before.claim == finding.claim);
        let same = match before {
            Some(before) => before.parties == parties && before.affirming == affirming,
            None => parties.is_empty(),
        };
        if !same {
            history.calls.push(Calls {
                claim: finding.claim,
                at,
                parties,
                affirming,
            });
        }
    }
    let is = |one: &Discrepancy, other: &Discrepancy| one.identity == other.identity;
    let open = |episode: &&mut Episode| episode.resolved.is_none();
    for episode in history.episodes.iter_mut().filter(open) {
        let mut found = findings.discrepancies.iter();
        if !found.any(|found| is(found, &episode.discrepancy)) {
            episode.resolved = Some(event(&episode.discrepancy.claims));
        }
    }
    for found in findings.discrepancies {
        let mut open = history.episodes.iter_mut().filter(open);
        let before = open.find(|episode| is(&found, &episode.discrepancy));
        if before
            .as_ref()
            .is_none_or(|before| before.discrepancy.weak != found.weak)
        {
            history.strengths.push(Strength {
                identity: found.identity,
                opened: before.as_ref().map_or(at, |before| before.opened.at),
                at,
                weak: found.weak,
            });
        }
        if let Some(episode) = before {
            episode.discrepancy = found;
            continue;
        }
        let stands: Vec<_> = found.stands.iter().map(|stand| stand.statement).collect();
        let by = newest(&|_, statement| stands.contains(&Some(statement)));
        history.episodes.push(Episode {
            opened: by.map_or_else(
                || event(&found.claims),
                |by| Event {
                    at,
                    statement: Some(by),
                },
            ),
            discrepancy: found,
            resolved: None,
        });
    }
}

/// The docket as it would be if nothing had been said or ruled after `cut`.
fn until(docket: &Docket, cut: Moment) -> Docket {
    let mut docket = docket.clone();
    docket.said.retain(|said| said.when.earliest() <= cut);
    for terms in &mut docket.claims {
        let had_come = |ruling: &Ruled| Moment::start_of(ruling.day) <= cut;
        terms.rulings.retain(had_come);
    }
    docket
}

/// What an earlier replay of a docket knows of its history up to a moment.
fn checkpoint(earlier: &Docket, until: Moment) -> Checkpoint {
    let history = outcome(earlier, None).history;
    let since = earlier.claims.iter().map(|terms| terms.key);
    let since = since.filter_map(|claim| Some((claim, history.since(claim)?)));
    let was_open = |episode: &&Episode| episode.opened.at <= until && !ended_by(episode, until);
    let open = history.episodes.iter().filter(was_open);
    Checkpoint {
        until,
        since: since.collect(),
        opened: open
            .map(|episode| (episode.discrepancy.identity, episode.opened))
            .collect(),
    }
}

fn ended_by(episode: &Episode, until: Moment) -> bool {
    episode.resolved.is_some_and(|ended| ended.at <= until)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_replay_is_the_docket_judged_anew_at_each_moment(
        docket in docket(),
        cut in prop::option::of(select(&TIMES[..])),
    ) {
        let cut = cut.map(|cut| cut.parse::<When>().expect(cut).latest());
        let mut found = outcome(&docket, cut);
        let mut plainly = judged_anew(&docket, cut);
        for history in [&mut found.history, &mut plainly] {
            history.strengths.sort_by_key(|strength| (strength.at, strength.identity));
        }
        prop_assert_eq!(found.history, plainly);
        prop_assert_eq!(found.findings, fold(&docket, cut).claims);
    }

    /// Whichever later words were added, where they lie behind the moment up to which all is as it was.
    #[test]
    fn a_replay_that_resumes_tells_the_same(docket in docket(), known in prop::collection::vec(any::<bool>(), 17)) {
        for until in moments(&docket) {
            let mut earlier = docket.clone();
            let mut known = known.iter();
            earlier.said.retain(|said| *known.next().unwrap_or(&true) || said.when.earliest() <= until);
            let checkpoint = checkpoint(&earlier, until);
            let whole = outcome(&docket, None);
            let Some(resumed) = resume(&docket, &checkpoint) else {
                let stands_since = |claim| whole.history.since(claim).is_some_and(|since| since.at <= until);
                let turned = |claim: &ClaimKey| checkpoint.since.get(claim).is_some_and(|since| since.at > until);
                let mut claims = docket.claims.iter().map(|terms| terms.key);
                prop_assert!(claims.any(|claim| turned(&claim) && stands_since(claim)), "all was known");
                continue;
            };
            prop_assert_eq!(&resumed.findings, &whole.findings);
            for terms in &docket.claims {
                prop_assert_eq!(resumed.history.since(terms.key), whole.history.since(terms.key));
            }
            let mut episodes = whole.history.episodes;
            episodes.retain(|episode| !ended_by(episode, until));
            prop_assert_eq!(resumed.history.episodes, episodes);
            let later = |deadlines: &[Deadline]| -> Vec<Deadline> {
                deadlines.iter().filter(|deadline| deadline.at > until).copied().collect()
            };
            prop_assert_eq!(later(&resumed.history.deadlines), later(&whole.history.deadlines));
        }
    }

    #[test]
    fn what_was_said_after_a_moment_is_as_if_it_were_not_there(docket in docket()) {
        for cut in moments(&docket) {
            prop_assert_eq!(fold(&docket, Some(cut)), fold(&until(&docket, cut), None));
        }
    }
}
