//! What the extractor makes of short texts, each with one thing that it must master.

use onrecord::domain::statement::Stance;
use onrecord::extract::SHIPPED;
use onrecord::extract::attribution::{Attribution, Span};
use onrecord::extract::mode::Mode;

fn extract(text: &str) -> Vec<Attribution> {
    let extractor = SHIPPED.as_ref().unwrap_or_else(|fault| panic!("{fault}"));
    extractor.extract(text)
}

fn words(text: &str, span: Span) -> String {
    text.chars().skip(span.0).take(span.1 - span.0).collect()
}

/// The attribution whose content holds some words.
fn about<'a>(text: &str, found: &'a [Attribution], part: &str) -> &'a Attribution {
    let holds = |a: &&Attribution| {
        a.content
            .iter()
            .any(|span| words(text, *span).contains(part))
    };
    found
        .iter()
        .find(holds)
        .unwrap_or_else(|| panic!("nobody says {part:?} in {found:#?}"))
}

#[test]
fn direct_speech_has_its_speaker_in_full() {
    let text = "Harbour master Ann Lee spoke after the storm.\n\n“The bridge will stay shut until May,” Ms Lee said.";
    let found = extract(text);
    let said = about(text, &found, "until May");
    assert_eq!(
        (said.mode, said.stance, said.speaker.as_deref()),
        (Mode::Direct, Stance::Asserts, Some("Ann Lee"))
    );
    assert_eq!(
        words(text, said.content[0]),
        "“The bridge will stay shut until May,”"
    );
}

#[test]
fn indirect_speech_begins_with_that() {
    let text = "The transport minister said that the old road would be closed for two years.";
    let found = extract(text);
    assert_eq!(
        words(text, found[0].content[0]),
        "that the old road would be closed for two years"
    );
    assert_eq!(
        (
            found[0].mode,
            found[0].source.map(|s| words(text, s)).as_deref()
        ),
        (Mode::Indirect, Some("The transport minister"))
    );
}

#[test]
fn an_interrupted_quotation_is_one_attribution() {
    let text = "“We have waited long enough,” Mr Okafor said. “Now we want an answer.”";
    let found = extract(text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].content.len(), 2);
}

#[test]
fn pronouns_stand_for_the_one_who_spoke() {
    let text =
        "Mr Brandt told reporters that the tunnel was safe. He added that nobody had been hurt.";
    let found = extract(text);
    assert_eq!(
        about(text, &found, "nobody").speaker.as_deref(),
        Some("Brandt")
    );
}

#[test]
fn offices_stand_for_their_holders() {
    let text = "Norwegian finance minister Kari Moe arrived on Sunday.\n\nThe finance minister said the fund would buy no more shares.";
    let found = extract(text);
    assert_eq!(
        about(text, &found, "no more shares").speaker.as_deref(),
        Some("Kari Moe")
    );
}

#[test]
fn withheld_and_denied_words_are_told_apart() {
    let cases = [
        (
            "The company denied that it had sold the mine.",
            "sold the mine",
            Stance::Denies,
        ),
        (
            "The ministry did not confirm that the talks would take place.",
            "the talks",
            Stance::NotConfirmed,
        ),
        (
            "The governor confirmed that the ferry had sunk.",
            "the ferry",
            Stance::Confirms,
        ),
        (
            "The coach declined to say whether she would resign.",
            "resign",
            Stance::Declines,
        ),
        (
            "The union rejected the offer.",
            "the offer",
            Stance::Rejects,
        ),
        (
            "The senator said the vote could be delayed.",
            "delayed",
            Stance::Hedges,
        ),
    ];
    for (text, part, stance) in cases {
        let found = extract(text);
        assert_eq!(
            about(text, &found, part).stance,
            stance,
            "{text}: {found:#?}"
        );
    }
}

#[test]
fn transcripts_name_their_speakers() {
    let text = "Partial transcript of the hearing:\n\nOKAFOR: Did you read the letter?\n\nLINDQVIST: I did not. It never came.";
    let found = extract(text);
    let answer = about(text, &found, "It never came");
    assert_eq!(
        (answer.speaker.as_deref(), answer.mode),
        (Some("LINDQVIST"), Mode::Direct)
    );
}

#[test]
fn quotations_signed_below_have_a_speaker() {
    let text =
        "What our readers think.\n\n“The new timetable has cost me my job.”\n— Maria Lund, nurse";
    let found = extract(text);
    assert_eq!(
        about(text, &found, "timetable").speaker.as_deref(),
        Some("Maria Lund")
    );
}

#[test]
fn texts_without_speech_say_nothing() {
    for text in [
        "",
        " \n\n ",
        "\u{feff}",
        "The river is two hundred miles long.",
        "“”",
        "\0\0\0",
    ] {
        assert!(extract(text).is_empty(), "{text:?}: {:#?}", extract(text));
    }
}
