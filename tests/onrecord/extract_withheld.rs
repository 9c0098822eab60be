//! `extract` through the built program on what is not confirmed, not denied or not disclosed: short texts, each with
//! who withholds what, and how.

use crate::common::TestDesk;
use serde_json::{Value, json};

const NOW: &str = "2025-08-20T09:00:00Z";

/// A text, the speaker, the stance, and what it is toward.
type Case = (&'static str, &'static str, &'static str, &'static str);

const NOT_CONFIRMED: &[Case] = &[
    (
        "The Kremlin did not confirm that Putin would meet Zelenskyy.",
        "Kremlin",
        "not-confirmed",
        "that Putin would meet Zelenskyy",
    ),
    (
        "The Kremlin has not confirmed that Putin will meet Zelenskyy.",
        "Kremlin",
        "not-confirmed",
        "that Putin will meet Zelenskyy",
    ),
    (
        "Berlin has yet to confirm the visit.",
        "Berlin",
        "not-confirmed",
        "the visit",
    ),
    (
        "The army has not confirmed the strike.",
        "army",
        "not-confirmed",
        "the strike",
    ),
    (
        "Tom Reyes did not deny that he had met the investors.",
        "Tom Reyes",
        "not-confirmed",
        "that he had met the investors",
    ),
    (
        "Police would not confirm that a man had been arrested.",
        "Police",
        "not-confirmed",
        "that a man had been arrested",
    ),
    (
        "Police could not confirm how many people were on board.",
        "Police",
        "not-confirmed",
        "how many people were on board",
    ),
    (
        "The embassy said it could not confirm the deaths.",
        "embassy",
        "not-confirmed",
        "it could not confirm the deaths",
    ),
    (
        "Moscow has yet to say whether it accepts the ceasefire.",
        "Moscow",
        "not-confirmed",
        "whether it accepts the ceasefire",
    ),
    (
        "The hospital did not immediately confirm the death of the singer.",
        "hospital",
        "not-confirmed",
        "the death of the singer",
    ),
    (
        "Neither the club nor the player confirmed the transfer.",
        "club",
        "not-confirmed",
        "the transfer",
    ),
    (
        "The ministry isn't confirming that hostages were released.",
        "ministry",
        "not-confirmed",
        "that hostages were released",
    ),
    (
        "The prime minister never confirmed that the letter existed.",
        "prime minister",
        "not-confirmed",
        "that the letter existed",
    ),
    (
        "Zelenskyy's office has not yet confirmed that he will travel to Budapest.",
        "Zelenskyy's office",
        "not-confirmed",
        "that he will travel to Budapest",
    ),
    (
        "It was not clear on Monday who had paid. The Kremlin did not confirm it.",
        "Kremlin",
        "not-confirmed",
        "it",
    ),
    (
        "\"We do not comment on rumours,\" the Kremlin said, without confirming that Putin would meet Zelenskyy.",
        "Kremlin",
        "not-confirmed",
        "that Putin would meet Zelenskyy",
    ),
    (
        "The city council failed to confirm that the money had arrived.",
        "city council",
        "not-confirmed",
        "that the money had arrived",
    ),
    (
        "The club has still not confirmed who will replace him.",
        "club",
        "not-confirmed",
        "who will replace him",
    ),
    (
        "Neither Kyiv nor Moscow has confirmed that talks will take place in Vienna.",
        "Kyiv",
        "not-confirmed",
        "that talks will take place in Vienna",
    ),
    (
        "The hospital could not verify how many had been hurt.",
        "hospital",
        "not-confirmed",
        "how many had been hurt",
    ),
    (
        "The ministry had yet to confirm the number of dead on Friday, officials in the region said.",
        "ministry",
        "not-confirmed",
        "the number of dead on Friday",
    ),
    (
        "The airline has never acknowledged that the crew was tired.",
        "airline",
        "not-confirmed",
        "that the crew was tired",
    ),
    (
        "The tests did not confirm that the water was safe.",
        "tests",
        "not-confirmed",
        "that the water was safe",
    ),
];

const DECLINES: &[Case] = &[
    (
        "The port authority declined to say whether the ferry would sail.",
        "port authority",
        "declines",
        "to say whether the ferry would sail",
    ),
    (
        "The minister would not say whether the road would open in May.",
        "minister",
        "declines",
        "whether the road would open in May",
    ),
    (
        "The White House stopped short of saying that the talks had failed.",
        "White House",
        "declines",
        "that the talks had failed",
    ),
    (
        "The company neither confirmed nor denied that the plant would close.",
        "company",
        "declines",
        "that the plant would close",
    ),
    (
        "Mayor Ann Lee neither confirmed nor denied the report.",
        "Ann Lee",
        "declines",
        "the report",
    ),
    (
        "The palace refused to confirm whether the king was ill.",
        "palace",
        "declines",
        "whether the king was ill",
    ),
    (
        "The bank declined to confirm the figure.",
        "bank",
        "declines",
        "the figure",
    ),
    (
        "The spokesman declined to comment on the resignation.",
        "spokesman",
        "declines",
        "to comment on the resignation",
    ),
    (
        "The union stopped short of calling for a strike.",
        "union",
        "declines",
        "for a strike",
    ),
    (
        "The governor's office did not say when the bridge would reopen.",
        "governor's office",
        "declines",
        "when the bridge would reopen",
    ),
    (
        "Ann Lee won't say who paid for the trip.",
        "Ann Lee",
        "declines",
        "who paid for the trip",
    ),
    (
        "The airline has not said what caused the delay.",
        "airline",
        "declines",
        "what caused the delay",
    ),
    (
        "Officials refused to be drawn on whether the minister would resign.",
        "Officials",
        "declines",
        "to be drawn on whether the minister would resign",
    ),
    (
        "The Pentagon declined to discuss the operation.",
        "Pentagon",
        "declines",
        "to discuss the operation",
    ),
    (
        "The prosecutor would neither confirm nor deny an inquiry.",
        "prosecutor",
        "declines",
        "an inquiry",
    ),
    (
        "The coach declined to reveal the name of the injured player.",
        "coach",
        "declines",
        "to reveal the name of the injured player",
    ),
    (
        "The regulator has made no comment on the merger.",
        "regulator",
        "declines",
        "the merger",
    ),
    (
        "Reporters asked about the loan. Finance minister Ann Lee did not say whether it had been repaid.",
        "Ann Lee",
        "declines",
        "whether it had been repaid",
    ),
    (
        "Tehran has neither confirmed nor denied the strike, but state television showed smoke.",
        "Tehran",
        "declines",
        "the strike",
    ),
    (
        "Deputy mayor Tom Reyes did not confirm or deny that the pier had been sold.",
        "Tom Reyes",
        "declines",
        "that the pier had been sold",
    ),
    (
        "The police spokesman can neither confirm nor deny that shots were fired.",
        "police spokesman",
        "declines",
        "that shots were fired",
    ),
    (
        "NATO would not be drawn on when the troops would leave.",
        "NATO",
        "declines",
        "when the troops would leave",
    ),
    (
        "The minister would not be pinned down on whether the road would open.",
        "minister",
        "declines",
        "whether the road would open",
    ),
    (
        "Brussels would not be pushed on a date for the vote.",
        "Brussels",
        "declines",
        "a date for the vote",
    ),
    (
        "The judge will not say when she will rule.",
        "judge",
        "declines",
        "when she will rule",
    ),
    (
        "Brussels has not said whether the tariffs will stay.",
        "Brussels",
        "declines",
        "whether the tariffs will stay",
    ),
    (
        "A spokesperson for the bank declined to confirm or deny the talks.",
        "spokesperson for the bank",
        "declines",
        "the talks",
    ),
    (
        "The duke stopped short of confirming the engagement.",
        "duke",
        "declines",
        "the engagement",
    ),
    (
        "Elections officials would not confirm or deny the report when asked on Monday.",
        "Elections officials",
        "declines",
        "the report",
    ),
];

const OTHERS: &[Case] = &[
    (
        "The treasury did not respond to questions about the loan.",
        "treasury",
        "no-reply",
        "the loan",
    ),
    (
        "Brussels refused to rule out new tariffs.",
        "Brussels",
        "hedges",
        "new tariffs",
    ),
    (
        "The White House did not respond to a request for comment on the letter.",
        "White House",
        "no-reply",
        "the letter",
    ),
    (
        "The senator has not commented on the recording.",
        "senator",
        "no-reply",
        "the recording",
    ),
];

/// Extracts each text as a document of its own and returns the printed lines.
fn read(texts: &[&str]) -> Vec<Value> {
    let desk = TestDesk::new(NOW);
    let document = |text: &&str| json!({"id": "one", "text": text}).to_string();
    let documents: Vec<String> = texts.iter().map(document).collect();
    desk.write("short.jsonl", documents.join("\n"));
    let answer = desk.ok("extract --input jsonl short.jsonl --format jsonl");
    let lines = answer.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap_or_default()
}

/// The words of a statement's content.
fn content(text: &str, statement: &Value) -> String {
    let place = |at: &Value| {
        at.as_u64()
            .and_then(|at| usize::try_from(at).ok())
            .unwrap_or(0)
    };
    let words = |span: &Value| -> String {
        let (start, end) = (place(&span[0]), place(&span[1]));
        text.chars().skip(start).take(end - start).collect()
    };
    let spans = statement["content"].as_array().cloned().unwrap_or_default();
    spans.iter().map(words).collect::<Vec<_>>().join(" … ")
}

/// Checks that each text has the expected statement, and lists those that do not.
fn check(cases: &[Case]) {
    let texts: Vec<&str> = cases.iter().map(|case| case.0).collect();
    let read = read(&texts);
    assert_eq!(read.len(), cases.len());
    let mut wrong = String::new();
    for ((text, speaker, stance, part), line) in cases.iter().zip(&read) {
        let statements = line["statements"].as_array().cloned().unwrap_or_default();
        let right = |statement: &Value| {
            statement["speaker"] == *speaker
                && statement["stance"] == *stance
                && content(text, statement) == *part
        };
        if !statements.iter().any(right) {
            wrong.push_str(&format!("{text}\n    {statements:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_not_confirmed_is_found_with_its_speaker() {
    check(NOT_CONFIRMED);
}

#[test]
fn what_is_withheld_is_found_with_its_speaker() {
    check(DECLINES);
}

#[test]
fn silence_and_open_doors_are_distinguished() {
    check(OTHERS);
}
