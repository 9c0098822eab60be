//! Import files with bad lines: each is named with its line and reason, and nothing is imported.

use serde_json::json;

use crate::common::desk::small_desk;
use crate::common::lines;
use crate::common::refusals::Refusals;

/// Lines that are not valid records, each for another reason.
const NO_RECORDS: &[u8] = br#"{"record":"question","id":"fine","text":"A good line, which is not imported either."}
not JSON at all
{"record":"question","id":"cut-off","text":"Where
{"record":"questoin","id":"q","text":"An unknown record."}
{"id":"q","text":"No record."}
{"record":"question","id":"Not A Slug","text":"A bad id."}
{"record":"question","id":"q","text":"An unknown field.","colour":"red"}
{"record":"question","id":"q"}
{"record":"party","id":"p","name":"P","kind":"alien"}
{"record":"statement","party":"trump","stance":"claims","claim":"bridge-hit","source":"minutes"}
{"record":"statement","party":"trump","stance":"asserts","claim":"bridge-hit","source":"minutes","said":"soon"}
{"record":"statement","party":"trump","stance":"asserts","claim":"bridge-hit","source":"minutes","attribution":"whispered"}
{"record":"claim","id":"c","text":"C.","standard":"corroboration:0"}
{"record":"claim","id":"c","text":"C.","due":"2025-09"}
{"record":"claim","id":"c","text":"C.","value":{"kind":"money","amount":"much","currency":"USD"}}
{"record":"claim","id":"c","text":"C.","value":{"kind":"weight","amount":3}}
{"record":"ruling","claim":"bridge-hit","verdict":"maybe","reason":"r"}
["a list"]
{"record":"question","id":"last","text":"A good line behind them."}
"#;

/// All lines that are not valid records are named at once.
#[test]
fn all_invalid_lines_are_named() {
    let desk = small_desk();
    desk.write("bad.jsonl", NO_RECORDS);
    let mut refusals = Refusals::on(&desk);
    refusals.refused("lines that are no records", "import bad.jsonl");
    refusals.refused_input("the same from standard input", "import -", NO_RECORDS);
    refusals.refused("a file that is not there", "import nowhere.jsonl");
    refusals.refused("a folder", "import .");
    refusals.assert_snapshot("errors-lines-no-records");
}

/// All records that the ledger cannot accept are named at once.
#[test]
fn all_unacceptable_records_are_named() {
    let desk = small_desk();
    let statement = |party, claim, source| json!({"record": "statement", "party": party, "stance": "asserts", "claim": claim, "source": source});
    let said = |said| {
        json!({"record": "statement", "party": "trump", "stance": "denies", "claim": "bridge-hit",
               "source": "minutes", "said": said})
    };
    let file = lines(&[
        json!({"record": "party", "id": "un", "name": "United Nations", "kind": "organisation"}),
        json!({"record": "party", "id": "blank", "name": "  ", "kind": "group"}),
        json!({"record": "party", "id": "lost", "name": "L", "kind": "person", "speaks_for": [{"party": "kremlinn"}]}),
        json!({"record": "party", "id": "own", "name": "O", "kind": "person", "member_of": [{"party": "own"}]}),
        json!({"record": "party", "id": "back", "name": "B", "kind": "person",
               "speaks_for": [{"party": "un", "since": "2025-02-01", "until": "2025-01-01"}]}),
        json!({"record": "source", "id": "early", "title": "E", "published": "2025-08-21"}),
        json!({"record": "source", "id": "copy", "title": "C", "origin": "originn"}),
        json!({"record": "source", "id": "ring-a", "title": "A", "origin": "ring-b"}),
        json!({"record": "source", "id": "ring-b", "title": "B", "origin": "ring-a"}),
        json!({"record": "source", "id": "digest", "title": "D", "sha256": "abc"}),
        json!({"record": "question", "id": "empty", "text": ""}),
        json!({"record": "question", "id": "two", "text": "One text?"}),
        json!({"record": "question", "id": "two", "text": "Another text?"}),
        json!({"record": "claim", "id": "c1", "text": "C.", "principals": ["nobody-at-all"]}),
        json!({"record": "claim", "id": "c2", "text": "C.", "principals": ["trump", "trump"]}),
        json!({"record": "claim", "id": "c3", "text": "C.", "standard": "acknowledgement"}),
        json!({"record": "claim", "id": "c4", "text": "C.", "question": "venues"}),
        json!({"record": "claim", "id": "c5", "text": "C.",
               "value": {"kind": "money", "amount": 3, "currency": "dollars"}}),
        json!({"record": "claim", "id": "c6", "text": "C.",
               "value": {"kind": "count", "amount": 3, "max": 1, "unit": "ships"}}),
        json!({"record": "claim", "id": "c7", "text": "C.",
               "value": {"kind": "date", "from": "2025-02-02", "to": "2025-02-01"}}),
        statement("kremln", "bridge-hit", "minutes"),
        statement("trump", "bridge-hits", "minutes"),
        statement("trump", "bridge-hit", "minute"),
        statement("trump", "bridge-hit", "wire"),
        said("2025-08-21"),
        said("2025-08-20T09:01Z"),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "bridge-hit", "source": "minutes",
               "via": ["dayly"]}),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "bridge-hit", "source": "minutes",
               "evidence": [{"source": "minutes"}]}),
        json!({"record": "statement", "id": "nonsense", "party": "trump", "stance": "asserts", "claim": "bridge-hit",
               "source": "minutes"}),
        json!({"record": "ruling", "claim": "bridge-hits", "verdict": "true", "reason": "seen"}),
        json!({"record": "ruling", "claim": "bridge-hit", "verdict": "true", "reason": " "}),
        json!({"record": "ruling", "claim": "bridge-hit", "verdict": "true", "reason": "seen", "ruled": "2025-08-21"}),
    ]);
    let (shape, file): (Vec<&str>, Vec<&str>) =
        file.lines().partition(|line| line.contains("nonsense"));
    let mut refusals = Refusals::on(&desk);
    let input = |lines: &[&str]| lines.join("\n");
    refusals.refused_input(
        "records that cannot be",
        "import -",
        input(&file).as_bytes(),
    );
    refusals.refused_input("an id that is none", "import -", input(&shape).as_bytes());
    refusals.assert_snapshot("errors-lines-records");
}

/// Text in another encoding is reported with its line and byte.
#[test]
fn text_that_is_not_utf8_is_named() {
    let desk = small_desk();
    let latin1 = b"{\"record\":\"question\",\"id\":\"q\",\"text\":\"Where is the caf\xe9?\"}\n";
    let utf16: Vec<u8> = "{\"record\":\"question\"}\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let good = b"{\"record\":\"question\",\"id\":\"fine\",\"text\":\"Where?\"}\n";
    let mut refusals = Refusals::on(&desk);
    for (what, input) in [
        (
            "a line in Latin-1 between good ones",
            [&good[..], latin1, good].concat(),
        ),
        ("a file in UTF-16", utf16),
        (
            "a half surrogate, escaped",
            br#"{"record":"question","id":"q","text":"\ud800"}"#.to_vec(),
        ),
        (
            "a truncated sequence",
            b"{\"record\":\"question\",\"id\":\"q\",\"text\":\"\xf0\x9f".to_vec(),
        ),
    ] {
        refusals.refused_input(what, "import -", &input);
    }
    refusals.assert_snapshot("errors-lines-encoding");
}

/// An import that fails at its last line imports nothing, however long it is.
#[test]
fn a_long_import_is_all_or_nothing() {
    let desk = small_desk();
    let mut file: String = (0..600)
        .map(|at| {
            format!("{{\"record\":\"question\",\"id\":\"q{at}\",\"text\":\"Question {at}?\"}}\n")
        })
        .collect();
    file.push_str("{\"record\":\"claim\",\"id\":\"last\",\"text\":\"L.\",\"question\":\"q600\"}\n");
    let mut refusals = Refusals::on(&desk);
    refusals.refused_input("its last line", "import -", file.as_bytes());
    refusals.assert_snapshot("errors-lines-all-or-nothing");
}
