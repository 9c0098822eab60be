//! `extract --nested` through the built program: speech reported by others, and through whom it came.

use crate::common::TestDesk;
use serde_json::{Value, json};

const NOW: &str = "2025-08-20T09:00:00Z";

/// A text, the beginning of a content, its speaker, and its relayers, the nearest to the text first.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// Found by default.
const SUREST: &[Case] = &[
    (
        "Ann Lee said Tom Reyes had agreed to sell the pier.",
        "to sell the pier",
        "Tom Reyes",
        &["Ann Lee"],
    ),
    (
        "Politico reports that a senior official said the talks had failed.",
        "the talks had failed",
        "senior official",
        &["Politico"],
    ),
    (
        "Politico reported on Friday, citing a senior official, that the ferry would sail.",
        "that the ferry would sail",
        "senior official",
        &["Politico"],
    ),
    (
        "The state news agency reported, citing a diplomat, that the envoy had left.",
        "that the envoy had left",
        "diplomat",
        &["state news agency"],
    ),
    (
        "The Harbour Times reported, quoting the coast guard, that two boats were lost.",
        "that two boats were lost",
        "coast guard",
        &["Harbour Times"],
    ),
    (
        "Tom Reyes had agreed to sell the harbour, according to the agency, quoting a person close to the deal.",
        "to sell the harbour",
        "Tom Reyes",
        &["agency", "person close to the deal"],
    ),
    (
        "According to Reuters, Tom Reyes told the council that the ferry would be sold.",
        "that the ferry would be sold",
        "Tom Reyes",
        &["Reuters"],
    ),
    (
        "The ferry would be sold, a person familiar with the talks told Politico.",
        "The ferry would be sold",
        "person familiar with the talks",
        &["Politico"],
    ),
    (
        "Ann Lee told the BBC that the coast guard had confirmed the loss of two boats.",
        "the loss of two boats",
        "coast guard",
        &["BBC", "Ann Lee"],
    ),
    (
        "Ann Lee said the union leader claimed that the mayor had promised to pay.",
        "to pay",
        "mayor",
        &["Ann Lee", "union leader"],
    ),
    (
        "Tom Reyes suggested holding a meeting in Brest, according to two people familiar with a call between Ann Lee \
            and Reyes.",
        "holding a meeting in Brest",
        "Tom Reyes",
        &["two people familiar with a call between Ann Lee and Reyes"],
    ),
    (
        "The mayor also repeated her warning that the harbour would close if nobody paid, while the union had to move, PA \
            reported.",
        "her warning that the harbour would close",
        "mayor",
        &["PA"],
    ),
    (
        "“Reyes mentioned Brest” during their call on Monday, one of the people told AFP, adding that Lee had said \
            “no” in response.",
        "that Lee had said",
        "one of the people",
        &["AFP"],
    ),
];

/// Found with `--nested` only.
const ASKED_FOR: &[Case] = &[
    (
        "“Reyes told me that the ferry would sail on Friday,” Ann Lee said.",
        "that the ferry would sail on Friday",
        "Reyes",
        &["Ann Lee"],
    ),
    (
        "Ann Lee said Tom Reyes had told her the mine would close.",
        "the mine would close",
        "Tom Reyes",
        &["Ann Lee"],
    ),
    (
        "Ann Lee said that Tom Reyes wants the ferry to sail.",
        "the ferry to sail",
        "Tom Reyes",
        &["Ann Lee"],
    ),
    (
        "Ann Lee said the captain feared that the pier would break.",
        "that the pier would break",
        "captain",
        &["Ann Lee"],
    ),
];

/// Interviews that continue in later sentences, and those that do not.
const INTERVIEWS: &[Case] = &[
    (
        "“It will cost us all,” Ann Lee told Radio 7 on Monday. She added that the pier would close.",
        "that the pier would close",
        "Ann Lee",
        &["Radio 7"],
    ),
    (
        "In an interview with the BBC, Ann Lee said that the ferry was old.\n\nLee said that nobody would be hurt.",
        "that nobody would be hurt",
        "Ann Lee",
        &["BBC"],
    ),
    (
        "“It will cost us all,” Ann Lee told Radio 7 on Monday. She told the council later that the pier would close.",
        "that the pier would close",
        "Ann Lee",
        &[],
    ),
    (
        "“It will cost us all,” Ann Lee told Radio 7 on Monday. Tom Reyes said that the pier would close.",
        "that the pier would close",
        "Tom Reyes",
        &[],
    ),
];

/// Media that report what the same speaker says next, listeners, colleagues, and reports that cite somebody.
const CARRIED_ON: &[Case] = &[
    (
        "The harbour guard said on Tuesday that the storm sank three boats, Reuters reports.\n\nThe guard said it saved \
            nine people.",
        "it saved nine people",
        "harbour guard",
        &["Reuters"],
    ),
    (
        "The harbour guard said on Tuesday that the storm sank three boats, Reuters reports.\n\nThe mayor said that \
            nine people were saved.",
        "that nine people were saved",
        "mayor",
        &[],
    ),
    (
        "According to the Harbour Times, mayor Ann Lee said today that the council is open to it. She told state \
            broadcaster Radio 7:\n\nWe shut out no kind of work, be it small or large. Any work on the pier \
            has to be planned with care.\n\nThe pier stays shut.",
        "We shut out no kind of work",
        "Ann Lee",
        &["Harbour Times", "Radio 7"],
    ),
    (
        "Ann Lee suggested holding a meeting in Brest, according to two sources familiar with a call between the mayor \
            Sam Okoro and Lee.\n\n“Lee mentioned Brest” during their talk last Friday, one of the sources told AFP, \
            adding that Okoro had said “never” at once.",
        "holding a meeting in Brest",
        "Ann Lee",
        &[
            "AFP",
            "two sources familiar with a call between the mayor Sam Okoro and Lee",
        ],
    ),
    (
        "Chancellor Ann Lee said Tom Reyes told Sam Okoro in a call during the meeting that he was ready to sell the pier.",
        "that he was ready to sell the pier",
        "Tom Reyes",
        &["Ann Lee", "Sam Okoro"],
    ),
    (
        "Chancellor Ann Lee said Tom Reyes told Sam Okoro at the meeting that he was ready to sell the pier.",
        "that he was ready to sell the pier",
        "Tom Reyes",
        &["Ann Lee"],
    ),
    (
        "As Ann Lee writes in our briefing, the union suggested that the harbour would buy new boats.",
        "that the harbour would buy new boats",
        "union",
        &["Ann Lee"],
    ),
    (
        "The ferry was sold, according to a report in the Harbour Times citing an official.",
        "The ferry was sold",
        "official",
        &["Harbour Times"],
    ),
    (
        "The Harbour Times, citing a senior official, said the ferry would be sold.",
        "the ferry would be sold",
        "senior official",
        &["Harbour Times"],
    ),
];

/// Speech announced by a colon before the next paragraphs, and a speaker who is not one.
const ANNOUNCED: &[Case] = &[
    (
        "Ann Lee also spoke about the troubles of the harbour, saying:\n\n“I told him that we are going to set up a \
            meeting with the mayor.\n\nBut, you know, it takes two.”\n\nThe pier stays shut.",
        "“I told him that we are going to set up a meeting with the mayor.\n\nBut, you know, it takes two.”",
        "Ann Lee",
        &[],
    ),
    (
        "As a party to the treaty, the island would have to seize the boat on its arrival, but Okoro appeared to suggest \
            there is a way around it with a permit.",
        "to suggest there is a way around it",
        "Okoro",
        &[],
    ),
];

/// Who says what through whom in a text, as the program prints it.
fn read(text: &str, options: &str) -> Vec<(String, Value, Value)> {
    let desk = TestDesk::new(NOW);
    desk.write("text.jsonl", json!({"id": "one", "text": text}).to_string());
    let fixed = "extract --input jsonl text.jsonl --format jsonl";
    let answer = desk.ok(format!("{fixed} {options}"));
    let line: Value = serde_json::from_str(&answer).unwrap_or_default();
    let place = |at: &Value| {
        at.as_u64()
            .and_then(|at| usize::try_from(at).ok())
            .unwrap_or(0)
    };
    let words = |span: &Value| -> String {
        let (start, end) = (place(&span[0]), place(&span[1]));
        text.chars().skip(start).take(end - start).collect()
    };
    let statements = line["statements"].as_array().cloned().unwrap_or_default();
    let read = statements.iter().map(|statement| {
        let spans = statement["content"].as_array().cloned().unwrap_or_default();
        let content: Vec<String> = spans.iter().map(words).collect();
        (
            content.join(" … "),
            statement["speaker"].clone(),
            statement["via"].clone(),
        )
    });
    read.collect()
}

fn finds(case: &Case, options: &str) -> bool {
    let (text, part, speaker, via) = case;
    let found = read(text, options);
    found.iter().any(|(content, by, through)| {
        content.starts_with(part) && by == speaker && *through == json!(via)
    })
}

fn check(cases: &[Case], options: &str) {
    for case in cases {
        assert!(
            finds(case, options),
            "{case:?}: {:#?}",
            read(case.0, options)
        );
    }
}

#[test]
fn the_surest_nested_speech_is_found_by_default() {
    check(SUREST, "");
    check(SUREST, "--nested");
}

#[test]
fn less_sure_and_quoted_speech_is_found_with_nested() {
    check(ASKED_FOR, "--nested");
    for case in ASKED_FOR {
        assert!(!finds(case, ""), "{case:?}");
    }
}

#[test]
fn interviews_continue_until_another_speaker_or_topic() {
    check(INTERVIEWS, "");
}

#[test]
fn media_and_listeners_relay_what_follows() {
    check(CARRIED_ON, "");
}

#[test]
fn announced_speech_has_its_speaker() {
    check(ANNOUNCED, "");
}

#[test]
fn a_denial_of_speech_relays_nothing() {
    let text = "Ann Lee denied that Tom Reyes had agreed to sell the harbour.";
    let found = read(text, "--nested");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "Ann Lee");
}

#[test]
fn who_somebody_is_is_no_part_of_what_they_say() {
    for (text, said, speaker) in [
        (
            "The island council will sell the old pier on Thursday, its leader, Dora Finch, said.",
            "The island council will sell the old pier on Thursday",
            "Dora Finch",
        ),
        (
            "“We should have shut the pier sooner,” the harbour board's director, Lena Brahm, said.",
            "“We should have shut the pier sooner,”",
            "Lena Brahm",
        ),
        // A first name that is a preposition too.
        (
            "Its director, Per Holm, said the pier could fall within days.",
            "the pier could fall within days",
            "Per Holm",
        ),
    ] {
        let found = read(text, "");
        let own: Vec<(&str, &Value)> = found
            .iter()
            .map(|(content, own, _)| (content.as_str(), own))
            .collect();
        assert_eq!(own, [(said, &json!(speaker))]);
    }
}
