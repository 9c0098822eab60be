//! Import and export of random small ledgers.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::test_runner::FileFailurePersistence;
use serde_json::{Value, json};

use crate::common::desk::NOW;
use crate::common::{TestDesk, cases, lines};

const STANCES: [&str; 10] = [
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
const LEVELS: [&str; 5] = [
    "on-record",
    "background",
    "deep-background",
    "off-record",
    "anonymous",
];
const KINDS: [&str; 6] = [
    "person",
    "government",
    "organisation",
    "group",
    "media",
    "anonymous",
];
const TIMES: [&str; 6] = [
    "2025-08",
    "2025-08-17",
    "2025-08-18T09:30Z",
    "2025-08-18T21:00Z",
    "2025-08-19",
    "2025-07",
];
const VERDICTS: [&str; 3] = ["true", "false", "misleading"];

fn text() -> impl Strategy<Value = String> {
    select(vec![
        "plain",
        "\"quoted\" \\ back",
        "Élysée, naïve — “so”",
        "tab\tand\nline",
        "a,b;c",
        "\u{202e}turned",
        "👩‍🚀",
    ])
    .prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (1..200_i64, any::<bool>()).prop_map(|(amount, about)| {
            let mut money =
                json!({"kind": "money", "amount": amount * 1_000_000_000, "currency": "USD"});
            if about {
                money["about"] = json!(true);
            }
            money
        }),
        (1..9_i64, 0..9_i64).prop_map(|(low, more)| {
            json!({"kind": "count", "amount": low, "unit": "ships", "max": low + more})
        }),
        select(vec!["at-least", "at-most"]).prop_map(
            |bound| json!({"kind": "count", "amount": 3, "unit": "ships", "bound": bound})
        ),
        (1..28_u32).prop_map(
            |day| json!({"kind": "date", "from": format!("2025-09-{day:02}"), "to": null})
        ),
        (1..40_u32)
            .prop_map(|days| json!({"kind": "duration", "days": days, "after": "2025-08-18"})),
        select(vec!["Geneva", "Budapest"]).prop_map(|name| json!({"kind": "place", "name": name})),
        text().prop_map(|text| json!({"kind": "text", "text": text})),
    ]
}

/// A ledger's records, with references by position, so that each has a target.
pub(crate) fn ledger() -> impl Strategy<Value = Vec<Value>> {
    let parties =
        prop::collection::vec((select(&KINDS[..]), text(), any::<Index>(), 0..4_u8), 2..6);
    let sources = prop::collection::vec((any::<Index>(), any::<bool>()), 1..4);
    let claims = prop::collection::vec(
        (
            subsequence(vec![0, 1], 0..=2),
            any::<Option<bool>>(),
            value(),
            text(),
            0..3_u8,
        ),
        1..5,
    );
    let statements = prop::collection::vec(
        (
            (any::<Index>(), any::<Index>(), any::<Index>()),
            (select(&STANCES[..]), select(&LEVELS[..])),
            proptest::option::of(select(&TIMES[..])),
            prop::collection::vec(any::<Index>(), 0..3),
            (
                proptest::option::of(text()),
                proptest::option::of(0..40_u64),
                0..3_u64,
                proptest::option::of(select(&["1", "2", "6"][..])),
            ),
        ),
        0..12,
    );
    let rulings = prop::collection::vec((any::<Index>(), select(&VERDICTS[..]), text()), 0..3);
    (parties, sources, claims, statements, rulings).prop_map(|(parties, sources, claims, statements, rulings)| {
        let mut records = Vec::new();
        let party = |index: &Index| format!("p{}", index.index(parties.len()));
        let source = |index: &Index| format!("d{}", index.index(sources.len()));
        let claim = |index: &Index| format!("c{}", index.index(claims.len()));
        for (at, (kind, name, other, edge)) in parties.iter().enumerate() {
            let other = party(other);
            let edges = json!([{"party": other, "since": (*edge == 3).then_some("2025-08-18"), "until": null}]);
            let to_other = other != format!("p{at}");
            let some = |wanted: bool| if wanted && to_other { edges.clone() } else { json!([]) };
            records.push(json!({"record": "party", "id": format!("p{at}"), "name": name, "kind": kind,
                "aliases": [format!("{name} {at}")], "speaks_for": some(*edge == 1 || *edge == 3),
                "member_of": some(*edge == 2)}));
        }
        for (at, (origin, has_origin)) in sources.iter().enumerate() {
            // An origin comes before its copies, so there are no cycles.
            let origin = (*has_origin && at > 0).then(|| format!("d{}", origin.index(at)));
            records.push(json!({"record": "source", "id": format!("d{at}"), "title": format!("Document {at}"),
                "published": "2025-08-19", "origin": origin}));
        }
        records.push(json!({"record": "question", "id": "q", "text": "Which?"}));
        for (at, (principals, standard, value, text, due)) in claims.iter().enumerate() {
            let principals: Vec<String> = principals.iter().map(|at| format!("p{at}")).collect();
            let standard = standard.map(|two| if two { "corroboration:2" } else { "corroboration:1" });
            records.push(json!({"record": "claim", "id": format!("c{at}"), "text": text, "principals": principals,
                "standard": standard, "question": (!value.is_null()).then_some("q"), "value": value,
                "due": (*due == 1).then_some("2025-08-19")}));
        }
        for ((by, on, within), (stance, level), said, via, (note, passage, further, grade)) in &statements {
            let evidence: Vec<Value> = (0..*further)
                .map(|at| json!({"source": source(within), "passage": {"start": at, "end": at + 50}}))
                .collect();
            records.push(json!({"record": "statement", "party": party(by), "stance": stance, "claim": claim(on),
                "source": source(within), "attribution": level, "said": said, "note": note, "credibility": grade,
                "via": via.iter().map(&party).collect::<Vec<_>>(),
                "passage": passage.map(|start| json!({"start": start, "end": start + 5})), "evidence": evidence}));
        }
        for (on, verdict, reason) in &rulings {
            records.push(json!({"record": "ruling", "claim": claim(on), "verdict": verdict, "reason": reason}));
        }
        records
    })
}

fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

/// Imports a file. Of statements that differ only in their terms the first is kept, with exit code 1.
fn import(desk: &TestDesk, file: &str) -> String {
    let run = desk.run(format!("import {file}"));
    assert!(run.code <= 1 && run.stderr.is_empty(), "{run}");
    run.stdout
}

/// An answer without what depends on the order in which parties were recorded: lists are sorted, and sentences that
/// name their members are removed.
fn unordered(answer: Value) -> Value {
    match answer {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(unordered).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| name != "summary");
            Value::Object(kept.map(|(name, value)| (name, unordered(value))).collect())
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(12),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    })]

    /// Export gives back what import took, a second import adds nothing, and derived answers are the same.
    #[test]
    fn export_gives_back_what_import_took(
        (records, shuffled) in ledger().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle()))
    ) {
        let first = TestDesk::with_ledger(NOW);
        first.write("records.jsonl", lines(&records));
        import(&first, "records.jsonl");
        let before = first.state();

        first.write("exported.jsonl", &before.records);
        for file in ["records.jsonl", "exported.jsonl"] {
            let again = import(&first, file);
            prop_assert!(again.starts_with("Nothing new"), "{file}: {again}");
        }
        prop_assert_eq!(&first.state(), &before);

        let second = TestDesk::with_ledger(NOW);
        second.write("exported.jsonl", &before.records);
        second.ok("import exported.jsonl");
        prop_assert_eq!(sorted(&second.export()), sorted(&before.records));
        for command in ["claim list", "discrepancies --weak"] {
            prop_assert_eq!(unordered(second.json(command)), unordered(first.json(command)));
        }

        // In another order, colliding ids of statements may be given to others, so only the rest is compared.
        let third = TestDesk::with_ledger(NOW);
        third.write("shuffled.jsonl", lines(&shuffled));
        import(&third, "shuffled.jsonl");
        let kinds = |text: &str| {
            let mut kinds: Vec<String> = text.lines().map(|line| line.chars().take(18).collect()).collect();
            kinds.sort_unstable();
            kinds
        };
        prop_assert_eq!(kinds(&third.export()), kinds(&before.records));
        third.state();
    }
}
