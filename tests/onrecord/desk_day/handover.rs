//! The hand-over: what changed, whom to call next, and the ledger on one screen.

use serde_json::{Value, json};

use super::{assert_transcript, fields, moved, said};
use crate::common::TestDesk;
use crate::common::desk::{records, small_desk};
use crate::common::refusals::Refusals;

/// Two days at a desk: on the 19th Trump makes a claim, on the 20th the Kremlin and others answer.
///
/// | recorded | what |
/// | --- | --- |
/// | 19th 12:00 | the small desk: trump asserts agreed-to-meet (weakly unacknowledged) |
/// | 19th 18:00 | trump asserts in-geneva |
/// | 20th 07:00 | ushakov, for the Kremlin, denies agreed-to-meet: disputed, a contradiction |
/// | 20th 08:00 | claim bridge-open; zelenskyy asserts in-budapest: a value conflict |
/// | 20th 08:30 | kremlin confirms agreed-to-meet: confirmed, the contradiction over |
fn two_days() -> TestDesk {
    let mut desk = TestDesk::holding("2025-08-19T12:00Z", &records());
    let say = |desk: &TestDesk, party, stance, claim, time| {
        desk.ok(format!(
            "say {party} {stance} {claim} --source minutes --said {time}"
        ));
    };
    desk.set_now("2025-08-19T18:00Z");
    say(&desk, "trump", "asserts", "in-geneva", "2025-08-19T17:00Z");
    desk.set_now("2025-08-20T07:00Z");
    say(
        &desk,
        "ushakov",
        "denies",
        "agreed-to-meet",
        "2025-08-20T06:00Z",
    );
    desk.set_now("2025-08-20T08:00Z");
    desk.ok("claim add bridge-open --text 'The bridge is open.' --topic bridge");
    say(
        &desk,
        "zelenskyy",
        "asserts",
        "in-budapest",
        "2025-08-20T07:30Z",
    );
    desk.set_now("2025-08-20T08:30Z");
    say(
        &desk,
        "kremlin",
        "confirms",
        "agreed-to-meet",
        "2025-08-20T08:20Z",
    );
    desk.set_now("2025-08-20T09:00Z");
    desk
}

/// The statuses that changed, before and after.
fn statuses(changes: &Value) -> Value {
    let list = changes["statuses"].as_array().expect("a list");
    let rows = list.iter().map(|moved| {
        json!([
            moved["claim"],
            moved["status"]["before"],
            moved["status"]["after"],
            moved["recorded_at"]
        ])
    });
    Value::Array(rows.collect())
}

/// Two moments are compared, not the steps in between.
#[test]
fn changes_compare_two_moments() {
    let desk = two_days();
    let changes = |options: &str| desk.json(format!("changes {options}"));
    let night = changes("--since 2025-08-19T20:00Z");
    assert_eq!(
        statuses(&night),
        json!([[
            "agreed-to-meet",
            "unconfirmed",
            "confirmed",
            "2025-08-20T08:30:00Z"
        ]])
    );
    assert_eq!(
        night["statuses"][0]["by"],
        json!([night["statements"][2]["id"]])
    );
    assert_eq!(
        fields(&night["new"], &["id", "status"]),
        json!([["bridge-open", "unconfirmed"]])
    );
    assert_eq!(night["statements"].as_array().map(Vec::len), Some(3));
    // The Kremlin came to say the opposite of what its voice had said in its name.
    assert_eq!(
        moved(&night["opened"]),
        json!([
            ["reversal", ["agreed-to-meet"], "kremlin"],
            ["value-conflict", ["in-geneva", "in-budapest"], null]
        ])
    );
    assert_eq!(
        moved(&night["resolved"]),
        json!([["unacknowledged", ["agreed-to-meet"], null]])
    );

    let morning = changes("--since 2025-08-20T06:59Z --until 2025-08-20T07:30Z");
    assert_eq!(
        statuses(&morning),
        json!([[
            "agreed-to-meet",
            "unconfirmed",
            "disputed",
            "2025-08-20T07:00:00Z"
        ]])
    );
    assert_eq!(
        moved(&morning["opened"]),
        json!([["contradiction", ["agreed-to-meet"], null]])
    );
    assert_eq!(morning["new"], json!([]));
    assert_eq!(morning["statements"].as_array().map(Vec::len), Some(1));

    let after = changes("--since 2025-08-20T07:30Z --until 2025-08-20T08:45Z");
    assert_eq!(
        statuses(&after),
        json!([[
            "agreed-to-meet",
            "disputed",
            "confirmed",
            "2025-08-20T08:30:00Z"
        ]])
    );
    assert_eq!(
        moved(&after["resolved"]),
        json!([["contradiction", ["agreed-to-meet"], null]])
    );
}

/// The minute or day named by --since and --until is included.
#[test]
fn changes_include_their_first_and_last_moment() {
    let desk = two_days();
    let count = |since: &str, until: &str| {
        let changes = desk.json(format!("changes --since '{since}' --until '{until}'"));
        changes["statements"].as_array().expect("a list").len()
    };
    assert_eq!(count("2025-08-20T07:00Z", "2025-08-20T07:00Z"), 1);
    assert_eq!(count("2025-08-20T07:01Z", "2025-08-20T07:59Z"), 0);
    assert_eq!(count("2025-08-19", "2025-08-19"), 2);
    assert_eq!(count("yesterday", "yesterday"), 2);
    assert_eq!(count("today", "now"), 3);
    assert_eq!(count("2 hours ago", "45 minutes ago"), 2);
    assert_eq!(count("2025-08", "2025-08"), 5);
    assert_eq!(count("2025-07", "2025-07"), 0);
    assert_eq!(count("2025-08-20T09:00+02:00", "2025-08-20T07:00Z"), 1);
}

/// No changes: one line for people, empty lists in JSON.
#[test]
fn no_changes() {
    let desk = two_days();
    let changes = desk.json("changes --since 2025-08-20T08:31Z");
    for list in ["statuses", "opened", "resolved", "new"] {
        assert_eq!(changes[list], json!([]), "{list}");
    }
    assert_eq!(changes["statements"], json!([]));
    let text = desk.ok("changes --since 2025-08-20T08:31Z");
    assert!(text.lines().count() <= 2, "{text}");
}

/// Invalid times are refused.
#[test]
fn changes_refuse_invalid_times() {
    let desk = two_days();
    let mut refusals = Refusals::on(&desk);
    for (what, arguments) in [
        ("since tomorrow", "changes --since 2025-08-21"),
        (
            "until tomorrow",
            "changes --since yesterday --until 2025-08-21",
        ),
        ("backwards", "changes --since today --until yesterday"),
        ("no time", "changes --since 'a while ago'"),
    ] {
        refusals.refused(what, arguments);
    }
    refusals.misused("since when", "changes");
    refusals.assert_snapshot("day-changes-refused");
}

/// A ledger with several principals to call.
///
/// The Kremlin: agreed-to-meet (silent), will-sign (declined; due 1 September). Zelenskyy: will-sign (silent).
/// Trump has answered; nobody has said pipe-dream; ruled-on is ruled on; the Dutch deny what they are asked.
fn calls() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "dutch", "name": "The Dutch", "kind": "government"}),
        json!({"record": "claim", "id": "will-sign", "text": "They will sign.", "topic": "treaty",
               "principals": ["kremlin", "zelenskyy", "trump"], "due": "2025-09-01"}),
        json!({"record": "claim", "id": "pipe-dream", "text": "A pipe is laid.", "principals": ["zelenskyy"]}),
        json!({"record": "claim", "id": "ruled-on", "text": "It was so.", "principals": ["officials"]}),
        json!({"record": "claim", "id": "dutch-pay", "text": "The Dutch pay.", "principals": ["dutch"]}),
        said("trump", "asserts", "will-sign", "minutes"),
        said("ushakov", "declines", "will-sign", "daily-08-19"),
        said("trump", "asserts", "ruled-on", "minutes"),
        said("trump", "asserts", "dutch-pay", "minutes"),
        said("dutch", "denies", "dutch-pay", "daily-08-19"),
        json!({"record": "ruling", "claim": "ruled-on", "verdict": "false", "reason": "It was not."}),
    ]);
    desk
}

/// Principals who have not answered are listed, the earliest due first.
#[test]
fn awaiting_lists_whom_to_call() {
    let desk = calls();
    let calls: Vec<Value> = desk
        .list("awaiting")
        .iter()
        .map(|call| {
            let claims = fields(
                &call["claims"],
                &["id", "due", "answer", "affirmed_by", "negated_by"],
            );
            json!([call["party"], call["voices"], claims])
        })
        .collect();
    let sign = |answer: &str| json!(["will-sign", "2025-09-01", answer, ["trump"], []]);
    assert_eq!(
        calls,
        [
            json!([
                "kremlin",
                ["ushakov"],
                [
                    sign("withholds"),
                    ["agreed-to-meet", null, "silent", ["trump"], []]
                ]
            ]),
            json!(["zelenskyy", [], [sign("silent")]]),
        ]
    );
    let parties = |options: &str| fields(&desk.json(format!("awaiting {options}")), &["party"]);
    assert_eq!(parties("--topic summit"), json!([["kremlin"]]));
    assert_eq!(
        parties("--topic treaty"),
        json!([["kremlin"], ["zelenskyy"]])
    );
    assert_eq!(parties("--limit 1"), json!([["kremlin"]]));
    // By the 18th the Kremlin had not spoken about the treaty either.
    let then = desk.json("awaiting --topic treaty --as-of 2025-08-18");
    assert_eq!(then[0]["claims"][0]["answer"], "silent");
}

/// The most important claims of each principal are listed and the others counted, both from stored results and for
/// an earlier day.
#[test]
fn awaiting_lists_a_few_claims_of_each_and_counts_the_others() {
    let desk = calls();
    for day in ["", "--as-of 2025-08-20"] {
        let first = desk.list(format!("awaiting --each 1 {day}"));
        let calls: Vec<Value> = first
            .iter()
            .map(|call| {
                json!([
                    call["party"],
                    fields(&call["claims"], &["id"]),
                    call["more"]
                ])
            })
            .collect();
        assert_eq!(
            calls,
            [
                json!(["kremlin", [["will-sign"]], 1]),
                json!(["zelenskyy", [["will-sign"]], 0]),
            ],
            "{day:?}"
        );
    }
    let shown = desk.ok("awaiting --each 1");
    assert!(
        shown.contains("2 principals to call, on 3 points"),
        "{shown}"
    );
    assert!(
        shown.contains("and 1 more: --party kremlin shows them"),
        "{shown}"
    );
    // Claims affirmed by more parties come first, but after those with a due date.
    let also = "say zelenskyy asserts agreed-to-meet";
    desk.ok(format!("{also} --source daily-08-19"));
    let again = desk.list("awaiting");
    assert_eq!(
        fields(&again[0]["claims"], &["id"]),
        json!([["will-sign"], ["agreed-to-meet"]])
    );
}

/// For a single party all pending claims are listed, also those of the party it speaks for. Without a party there
/// are two of each.
#[test]
fn awaiting_one_party_lists_all_its_claims() {
    let desk = calls();
    desk.import(&[
        json!({"record": "claim", "id": "a-third", "text": "A third.", "principals": ["kremlin"]}),
        said("zelenskyy", "asserts", "a-third", "daily-08-19"),
    ]);
    let counts = |options: String| {
        let calls = desk.list(format!("awaiting {options}"));
        let call = |call: &Value| {
            json!([
                call["party"],
                call["claims"].as_array().map(Vec::len),
                call["more"]
            ])
        };
        calls.iter().map(call).collect::<Value>()
    };
    for day in ["", "--as-of 2025-08-20"] {
        let of = |options: &str| counts(format!("{options} {day}"));
        assert_eq!(of(""), json!([["kremlin", 2, 1], ["zelenskyy", 1, 0]]));
        assert_eq!(of("--party kremlin"), json!([["kremlin", 3, 0]]));
        assert_eq!(of("--party Ushakov"), json!([["kremlin", 3, 0]]));
        assert_eq!(of("--party kremlin --each 1"), json!([["kremlin", 1, 2]]));
        assert_eq!(
            of("--party kremlin --topic treaty"),
            json!([["kremlin", 1, 0]])
        );
        assert_eq!(of("--party dutch"), json!([]));
    }
    let nobody = desk.ok("awaiting --party dutch");
    assert_eq!(nobody, "There is nobody to call about that.\n");
}

/// People are shown the first few names on a claim and the number of the others.
#[test]
fn awaiting_shows_a_few_names_of_many() {
    let desk = calls();
    let shown = |speakers: u32| {
        let speaker = format!("p{speakers}");
        desk.ok(format!(
            "party add {speaker} --name {speaker} --kind person"
        ));
        desk.ok(format!(
            "say {speaker} asserts agreed-to-meet --source minutes"
        ));
        let shown = desk.ok("awaiting --party kremlin");
        let line = shown.lines().find(|line| line.contains("p1"));
        line.unwrap_or_default().trim().to_owned()
    };
    assert_eq!(shown(1), "so: Donald Trump, p1; it is silent so far");
    shown(2);
    assert_eq!(
        shown(3),
        "so: Donald Trump, p1, p2, p3; it is silent so far"
    );
    let many = shown(4);
    assert_eq!(
        many,
        "so: Donald Trump, p1, p2 and 2 others; it is silent so far"
    );
    let all = desk.list("awaiting --party kremlin");
    let point = fields(
        &all[0]["claims"],
        &["affirmed_by", "affirmed_by_count", "negated_by_count"],
    );
    assert_eq!(point[1], json!([["trump", "p1", "p2", "p3"], 5, 0]));
}

/// A principal who has answered is not listed.
#[test]
fn awaiting_ends_with_an_answer() {
    let desk = calls();
    desk.ok("say zelenskyy hedges will-sign --source daily-08-19");
    let zelenskyy = |calls: &[Value]| {
        calls
            .iter()
            .find(|call| call["party"] == "zelenskyy")
            .map(|call| call["claims"][0]["answer"].clone())
    };
    assert_eq!(zelenskyy(&desk.list("awaiting")), Some(json!("withholds")));
    desk.ok("say zelenskyy rejects will-sign --source daily-08-19");
    assert_eq!(zelenskyy(&desk.list("awaiting")), None);
}

/// The counts in `status` match the lists.
#[test]
fn status_counts_match_the_lists() {
    let mut desk = calls();
    desk.ok("say zelenskyy asserts in-geneva --source minutes");
    desk.ok("say trump denies in-geneva --source minutes");
    let answer = desk.json("status");
    assert_eq!(
        answer["claims_by_status"],
        json!({"confirmed": 0, "unconfirmed": 6, "disputed": 2, "denied": 0, "withdrawn": 0})
    );
    let found = desk.list("discrepancies");
    for (kind, counts) in answer["discrepancies_by_kind"]
        .as_object()
        .expect("an object")
    {
        for (weight, weak) in [("strong", false), ("weak", true)] {
            let listed = found
                .iter()
                .filter(|one| one["kind"] == *kind && one["weak"] == weak);
            assert_eq!(counts[weight], listed.count(), "{kind} {weight}");
        }
    }
    assert_eq!(
        answer["discrepancies_by_kind"]["contradiction"],
        json!({"strong": 2, "weak": 0})
    );
    assert_eq!(answer["overdue"], json!([]));
    let to_call = answer["to_call"].as_array().expect("a list");
    assert_eq!(to_call.len(), desk.list("awaiting").len(), "{to_call:?}");
    assert_eq!(answer["to_call_count"], to_call.len());
    let journal = desk.journal();
    assert_eq!(
        (&answer["entries"], &answer["head"]),
        (&journal["entries"], &journal["head"])
    );
    assert_eq!(answer["problem"], Value::Null);
    assert_eq!(answer["last"], Value::Array(desk.list("log --limit 5")));
    // The day after the due date, nobody has spoken.
    desk.set_now("2025-09-02T00:00Z");
    assert_eq!(desk.json("status")["overdue"], json!(["will-sign"]));
}

/// The hand-over as an editor reads it.
#[test]
fn a_day_handed_over() {
    let desk = two_days();
    assert_transcript(
        &desk,
        "day-handover",
        &[
            "changes --since 2025-08-19T20:00Z",
            "changes --since 2025-08-19T20:00Z --brief",
            "changes --since yesterday --until 2025-08-20T07:30Z --brief",
            "changes --since 2025-08-20T08:31Z",
            "changes --since 2025-08-20T08:31Z --brief",
        ],
    );
}

/// The list of calls as an editor reads it.
#[test]
fn a_day_of_calls() {
    let mut desk = calls();
    desk.set_now("2025-09-02T09:00Z");
    assert_transcript(
        &desk,
        "day-calls",
        &["awaiting", "awaiting --topic nothing", "status"],
    );
}
