//! The hand-over: what moved, whom to call next, and the ledger in one screen.

use serde_json::{Value, json};

use super::{fields, hold, moved, said};
use crate::common::desk::{records, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{Trial, strings};

/// A desk at which two days passed: on the 19th Trump says, on the 20th the Kremlin and others answer.
///
/// | recorded | what |
/// | --- | --- |
/// | 19th 12:00 | the small desk: trump asserts agreed-to-meet (weakly unacknowledged) |
/// | 19th 18:00 | trump asserts in-geneva |
/// | 20th 07:00 | ushakov, for the Kremlin, denies agreed-to-meet: disputed, a contradiction |
/// | 20th 08:00 | claim bridge-open; zelenskyy asserts in-budapest: a value conflict |
/// | 20th 08:30 | kremlin confirms agreed-to-meet: confirmed, the contradiction over |
fn two_days() -> Trial {
    let mut trial = Trial::holding("2025-08-19T12:00Z", &records());
    let say = |trial: &Trial, party, stance, claim, time| {
        trial.ok(format!(
            "say {party} {stance} {claim} --source minutes --said {time}"
        ));
    };
    trial.set_now("2025-08-19T18:00Z");
    say(&trial, "trump", "asserts", "in-geneva", "2025-08-19T17:00Z");
    trial.set_now("2025-08-20T07:00Z");
    say(
        &trial,
        "ushakov",
        "denies",
        "agreed-to-meet",
        "2025-08-20T06:00Z",
    );
    trial.set_now("2025-08-20T08:00Z");
    trial.ok("claim add bridge-open --text 'The bridge is open.' --topic bridge");
    say(
        &trial,
        "zelenskyy",
        "asserts",
        "in-budapest",
        "2025-08-20T07:30Z",
    );
    trial.set_now("2025-08-20T08:30Z");
    say(
        &trial,
        "kremlin",
        "confirms",
        "agreed-to-meet",
        "2025-08-20T08:20Z",
    );
    trial.set_now("2025-08-20T09:00Z");
    trial
}

/// Statuses that moved, with the one before and the one now.
fn statuses(changes: &Value) -> Value {
    let list = changes["statuses"].as_array().expect("a list");
    let told = list.iter().map(|moved| {
        json!([
            moved["claim"],
            moved["status"]["before"],
            moved["status"]["after"],
            moved["recorded_at"]
        ])
    });
    Value::Array(told.collect())
}

/// Between two moments: what stands otherwise, not each step in between.
#[test]
fn changes_compare_two_moments() {
    let trial = two_days();
    let changes = |options: &str| trial.json(format!("changes {options}"));
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
    assert_eq!(night["statuses"][0]["by"]["party"], "kremlin");
    assert_eq!(
        fields(&night["new"], &["claim", "status"]),
        json!([["bridge-open", "unconfirmed"]])
    );
    assert_eq!(night["statements"], 3);
    // The Kremlin's voice and the Kremlin said opposite things, but its own word came last.
    assert_eq!(
        moved(&night["opened"]),
        json!([["value-conflict", ["in-geneva", "in-budapest"], null]])
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
    assert_eq!(morning["statements"], 1);

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

/// What happened in the minute or on the day that is named belongs to it.
#[test]
fn changes_since_a_time_include_it() {
    let trial = two_days();
    let count = |since: &str, until: &str| {
        trial.json(format!("changes --since '{since}' --until '{until}'"))["statements"].clone()
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

/// Nothing moved: said in a line, and in JSON by empty lists.
#[test]
fn nothing_moved() {
    let trial = two_days();
    let changes = trial.json("changes --since 2025-08-20T08:31Z");
    for list in ["statuses", "opened", "resolved", "new"] {
        assert_eq!(changes[list], json!([]), "{list}");
    }
    assert_eq!(changes["statements"], 0);
    let told = trial.ok("changes --since 2025-08-20T08:31Z");
    assert!(told.lines().count() <= 2, "{told}");
}

/// Times that cannot be.
#[test]
fn changes_of_no_time() {
    let trial = two_days();
    let mut refusals = Refusals::on(&trial);
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
    refusals.hold("day-changes-refused");
}

/// A ledger on which several principals have to be asked.
///
/// The Kremlin: agreed-to-meet (silent), will-sign (declined; due 1 September). Zelenskyy: will-sign (silent).
/// Trump has answered; nobody has said pipe-dream; ruled-on is ruled on; the Dutch deny what they are asked.
fn calls() -> Trial {
    let trial = small_desk();
    trial.import(&[
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
    trial
}

/// Those who have not spoken firmly on what others say, the earliest due first.
#[test]
fn awaiting_names_whom_to_call() {
    let trial = calls();
    let told: Vec<Value> = trial
        .list("awaiting")
        .iter()
        .map(|call| {
            let claims = fields(
                &call["claims"],
                &["claim", "due", "answer", "said_by", "negated_by"],
            );
            json!([call["party"], call["voices"], claims])
        })
        .collect();
    let sign = |answer: &str| json!(["will-sign", "2025-09-01", answer, ["trump"], []]);
    assert_eq!(
        told,
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
    let parties = |options: &str| fields(&trial.json(format!("awaiting {options}")), &["party"]);
    assert_eq!(parties("--topic summit"), json!([["kremlin"]]));
    assert_eq!(
        parties("--topic treaty"),
        json!([["kremlin"], ["zelenskyy"]])
    );
    assert_eq!(parties("--limit 1"), json!([["kremlin"]]));
    // On the 18th the Kremlin had not been heard on the treaty either.
    let then = trial.json("awaiting --topic treaty --as-of 2025-08-18");
    assert_eq!(then[0]["claims"][0]["answer"], "silent");
}

/// Of each principal the claims that matter most are listed and the others counted, whether they
/// are posted or judged for an earlier day.
#[test]
fn awaiting_lists_a_few_claims_of_each_and_counts_the_others() {
    let trial = calls();
    for day in ["", "--as-of 2025-08-20"] {
        let first = trial.list(format!("awaiting --each 1 {day}"));
        let told: Vec<Value> = first
            .iter()
            .map(|call| {
                json!([
                    call["party"],
                    fields(&call["claims"], &["claim"]),
                    call["more"]
                ])
            })
            .collect();
        assert_eq!(
            told,
            [
                json!(["kremlin", [["will-sign"]], 1]),
                json!(["zelenskyy", [["will-sign"]], 0]),
            ],
            "{day:?}"
        );
    }
    let shown = trial.ok("awaiting --each 1");
    assert!(
        shown.contains("2 principals to call, on 3 points"),
        "{shown}"
    );
    assert!(
        shown.contains("and 1 more: --party kremlin shows them"),
        "{shown}"
    );
    // What more of them affirm goes before, but not before what is due.
    let also = "say zelenskyy asserts agreed-to-meet";
    trial.ok(format!("{also} --source daily-08-19"));
    let again = trial.list("awaiting");
    assert_eq!(
        fields(&again[0]["claims"], &["claim"]),
        json!([["will-sign"], ["agreed-to-meet"]])
    );
}

/// A party is asked about everything that hangs on it, and whoever speaks for another stands for
/// that one too; a list of all has two claims of each.
#[test]
fn awaiting_of_one_party_lists_all_that_hangs_on_it() {
    let trial = calls();
    trial.import(&[
        json!({"record": "claim", "id": "a-third", "text": "A third.", "principals": ["kremlin"]}),
        said("zelenskyy", "asserts", "a-third", "daily-08-19"),
    ]);
    let told = |options: String| {
        let calls = trial.list(format!("awaiting {options}"));
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
        let of = |options: &str| told(format!("{options} {day}"));
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
    let nobody = trial.ok("awaiting --party dutch");
    assert_eq!(nobody, "There is nobody to call about that.\n");
}

/// Of a point the first few names are shown to people, and how many others there are.
#[test]
fn awaiting_names_a_few_of_many() {
    let trial = calls();
    let shown = |speakers: u32| {
        let speaker = format!("p{speakers}");
        trial.ok(format!(
            "party add {speaker} --name {speaker} --kind person"
        ));
        trial.ok(format!(
            "say {speaker} asserts agreed-to-meet --source minutes"
        ));
        let shown = trial.ok("awaiting --party kremlin");
        let line = shown.lines().find(|line| line.contains("p1"));
        line.unwrap_or_default().trim().to_owned()
    };
    assert_eq!(shown(1), "so: trump, p1; it is silent so far");
    shown(2);
    assert_eq!(shown(3), "so: trump, p1, p2, p3; it is silent so far");
    let many = shown(4);
    assert_eq!(many, "so: trump, p1, p2 and 2 others; it is silent so far");
    let all = trial.list("awaiting --party kremlin");
    let point = fields(&all[0]["claims"], &["said_by", "affirming", "negating"]);
    assert_eq!(point[1], json!([["trump", "p1", "p2", "p3"], 5, 0]));
}

/// Who has answered is not called again.
#[test]
fn awaiting_ends_with_an_answer() {
    let trial = calls();
    trial.ok("say zelenskyy hedges will-sign --source daily-08-19");
    let zelenskyy = |calls: &[Value]| {
        calls
            .iter()
            .find(|call| call["party"] == "zelenskyy")
            .map(|call| call["claims"][0]["answer"].clone())
    };
    assert_eq!(zelenskyy(&trial.list("awaiting")), Some(json!("withholds")));
    trial.ok("say zelenskyy rejects will-sign --source daily-08-19");
    assert_eq!(zelenskyy(&trial.list("awaiting")), None);
}

/// The counts of `status` are those of the lists.
#[test]
fn status_counts_what_the_lists_hold() {
    let mut trial = calls();
    trial.ok("say zelenskyy asserts in-geneva --source minutes");
    trial.ok("say trump denies in-geneva --source minutes");
    let told = trial.json("status");
    assert_eq!(
        told["claims"],
        json!({"confirmed": 0, "unconfirmed": 6, "disputed": 2, "denied": 0, "withdrawn": 0})
    );
    let found = trial.list("discrepancies");
    for (kind, counts) in told["discrepancies"].as_object().expect("an object") {
        for (weight, weak) in [("strong", false), ("weak", true)] {
            let listed = found
                .iter()
                .filter(|one| one["kind"] == *kind && one["weak"] == weak);
            assert_eq!(counts[weight], listed.count(), "{kind} {weight}");
        }
    }
    assert_eq!(
        told["discrepancies"]["contradiction"],
        json!({"strong": 2, "weak": 0})
    );
    assert_eq!(told["overdue"], json!([]));
    let awaited: Vec<&str> = strings(&told["awaiting"]);
    assert_eq!(awaited.len(), trial.list("awaiting").len(), "{awaited:?}");
    let journal = trial.journal();
    assert_eq!(
        (&told["entries"], &told["head"]),
        (&journal["entries"], &journal["head"])
    );
    assert_eq!(told["problem"], Value::Null);
    assert_eq!(told["last"], Value::Array(trial.list("log --limit 5")));
    // The day after it was due, and nobody has spoken.
    trial.set_now("2025-09-02T00:00Z");
    assert_eq!(trial.json("status")["overdue"], json!(["will-sign"]));
}

/// The hand-over as an editor reads it.
#[test]
fn a_day_handed_over() {
    let trial = two_days();
    hold(
        &trial,
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

/// Whom to call, as an editor reads it.
#[test]
fn a_day_of_calls() {
    let mut trial = calls();
    trial.set_now("2025-09-02T09:00Z");
    hold(
        &trial,
        "day-calls",
        &["awaiting", "awaiting --topic nothing", "status"],
    );
}
