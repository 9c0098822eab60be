//! Passages that are not where they are said to be.

use serde_json::json;

use crate::common::desk::{MINUTES, small_desk};
use crate::common::refusals::Refusals;
use crate::common::{TestDesk, lines, quoted};

const SAY: &str = "say kremlin confirms agreed-to-meet --source minutes";

/// If the text is attached, a passage has to occur in it exactly once.
#[test]
fn a_passage_that_is_not_in_the_text_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let length = MINUTES.chars().count();
    let beyond = format!("20..{}", length + 1);
    for (what, passage) in [
        ("it ends outside the document", beyond.as_str()),
        ("it lies outside the document", "4000..4010"),
        ("it is empty", "12..12"),
        ("it runs backwards", "20..10"),
        ("its words are not found", "the talks have ended"),
        ("its words are not found in that case", "the Aide said"),
        ("its words are none", "  "),
        ("its words are found twice", "said that talks go on"),
    ] {
        refusals.refused(what, format!("{SAY} --passage {}", quoted(passage)));
    }
    refusals.refused(
        "words to look for in a text that is not attached",
        "say kremlin confirms agreed-to-meet --source daily-08-19 --passage 'they agreed'",
    );
    refusals.assert_snapshot("errors-passages");
    let whole = format!("0..{length}");
    desk.ok(format!("{SAY} --passage {whole}"));
}

/// Imported passages are checked in the same way, with their digests.
#[test]
fn a_passage_with_another_digest_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let statement = |passage| {
        json!({"record": "statement", "party": "kremlin", "stance": "confirms", "claim": "agreed-to-meet",
               "source": "minutes", "passage": passage})
    };
    let zeros = "0".repeat(64);
    for (what, passage) in [
        (
            "another digest",
            json!({"start": 0, "end": 7, "sha256": zeros}),
        ),
        (
            "a digest that is none",
            json!({"start": 0, "end": 7, "sha256": "ABC"}),
        ),
        ("outside the document", json!({"start": 0, "end": 4000})),
        ("empty", json!({"start": 7, "end": 7})),
        ("a negative start", json!({"start": -1, "end": 7})),
    ] {
        let input = lines(&[statement(passage)]);
        refusals.refused_input(what, "import -", input.as_bytes());
    }
    let mut evidence = statement(json!({"start": 0, "end": 7}));
    evidence["evidence"] =
        json!([{"source": "minutes", "passage": {"start": 8, "end": 10, "sha256": zeros}}]);
    refusals.refused_input(
        "evidence with another digest",
        "import -",
        lines(&[evidence]).as_bytes(),
    );
    refusals.assert_snapshot("errors-passages-digest");
}

/// A text is not attached if it is not the source's, or lacks a recorded passage.
#[test]
fn another_text_is_not_attached() {
    let desk = small_desk();
    desk.write("other.txt", MINUTES.replace("talks", "walks"));
    desk.write("latin1.txt", b"Minutes of a caf\xe9.\n");
    desk.import(&[
        json!({"record": "statement", "party": "kremlin", "stance": "confirms", "claim": "agreed-to-meet",
               "source": "daily-08-19", "passage": {"start": 0, "end": 7, "sha256": "0".repeat(64)},
               "evidence": [{"source": "daily-08-19", "passage": {"start": 0, "end": 4000}}]}),
    ]);
    let mut refusals = Refusals::on(&desk);
    for (what, source, file) in [
        ("another text than was recorded", "minutes", "other.txt"),
        (
            "a text without the passages recorded",
            "daily-08-19",
            "minutes.txt",
        ),
        ("a text that is not UTF-8", "daily-08-19", "latin1.txt"),
        ("a text that is not there", "daily-08-19", "nowhere.txt"),
        ("a source that is not there", "xyzzy", "minutes.txt"),
    ] {
        refusals.refused(what, format!("source attach {source} {file}"));
    }
    refusals.assert_snapshot("errors-passages-attach");
}

/// Without an attached text a passage is accepted as it is; `source attach` checks it later.
#[test]
fn a_passage_is_accepted_until_the_text_is_attached() {
    let desk: TestDesk = small_desk();
    let say = "say kremlin confirms agreed-to-meet --source daily-08-19";
    desk.ok(format!("{say} --passage 0..4000"));
    let run = desk.run("source attach daily-08-19 minutes.txt");
    assert_eq!(run.code, 1, "{run}");
}
