//! Speech that is plain by the structure of its sentence, whatever the words between speaker, verb and clause.

use onrecord_extract::{Attribution, Extractor, Nesting, Stance};

fn extract(text: &str) -> Vec<Attribution> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    extractor.extract(text, Nesting::Surest)
}

/// What is found in a sentence after a heading and another sentence, as "speaker: content … content".
fn found(sentence: &str) -> Vec<String> {
    let text = format!("Council meets\n\nThe storm came at night. {sentence}\n");
    let line = |one: &Attribution| {
        let parts: Vec<&str> = one.content.iter().map(|span| span.of(&text)).collect();
        let speaker = one.speaker.as_deref().unwrap_or("?");
        format!("{speaker}: {}", parts.join(" … "))
    };
    extract(&text).iter().map(line).collect()
}

#[test]
fn a_verb_of_speech_with_subject_and_clause_is_speech() {
    for (sentence, expected) in [
        (
            "Norwick Water has conceded that a pipe near the market broke in April.",
            "Norwick Water: that a pipe near the market broke in April",
        ),
        (
            "Ann Lee, who runs the port, said on Monday that the pier had moved.",
            "Ann Lee: that the pier had moved",
        ),
        (
            "Asked twice whether the pier had moved, the port's spokeswoman, Ines Duarte, said the firm had done nothing wrong.",
            "Ines Duarte: the firm had done nothing wrong",
        ),
    ] {
        assert_eq!(found(sentence), [expected], "{sentence}");
    }
}

#[test]
fn each_of_two_speakers_in_a_sentence_is_read() {
    assert_eq!(
        found(
            "Ann Lee, who left on Saturday, said that she had told the council in May; Tom Reyes, its clerk, said that it learned of it from the papers."
        ),
        [
            "Ann Lee: that she had told the council in May",
            "Tom Reyes: that it learned of it from the papers"
        ]
    );
}

#[test]
fn a_second_verb_has_the_subject_of_the_first() {
    assert_eq!(
        found("Ms. Lee acknowledged that the file existed but said that nothing had been decided."),
        [
            "Ms. Lee: that the file existed",
            "Ms. Lee: that nothing had been decided"
        ]
    );
}

#[test]
fn a_second_clause_with_that_is_said_too() {
    assert_eq!(
        found(
            "The minister confirmed that the island had asked for 300 doses and that the first were expected in May."
        ),
        [
            "minister: that the island had asked for 300 doses and that the first were expected in May"
        ]
    );
}

#[test]
fn a_speaker_between_commas_cuts_a_clause_in_two() {
    assert_eq!(
        found("The pier had moved twice, Ann Lee said, and it would move again."),
        ["Ann Lee: The pier had moved twice … and it would move again"]
    );
    assert_eq!(
        found("The mayor, Ann Lee said, had assured her on Friday that the plan was dead."),
        ["Ann Lee: The mayor … had assured her on Friday that the plan was dead"]
    );
}

#[test]
fn a_figure_that_somebody_gives_is_said() {
    for (sentence, expected) in [
        (
            "The ministry put the toll at 11 deaths and 236 cases in a report late on Monday.",
            "ministry: the toll at 11 deaths and 236 cases",
        ),
        (
            "The union puts the number at 1,450.",
            "union: the number at 1,450",
        ),
        (
            "By Ann Lee's count, 38 ships were waiting on Friday.",
            "Ann Lee: 38 ships were waiting on Friday",
        ),
    ] {
        assert_eq!(found(sentence), [expected], "{sentence}");
    }
    let silent: [&str; 0] = [];
    for sentence in [
        "The mayor put the children at risk in 2019.",
        "The crew put the boat at the pier on 4 May.",
        "On Lee's account, 40 pounds were left.",
    ] {
        let all = found(sentence);
        assert!(
            !all.iter().any(|one| one.starts_with("mayor: the children")),
            "{all:?}"
        );
        assert!(!all.iter().any(|one| one.starts_with("crew")), "{all:?}");
        if sentence.starts_with("The") {
            assert_eq!(all, silent, "{sentence}");
        }
    }
}

#[test]
fn the_time_and_the_office_after_a_clause_are_no_part_of_it() {
    assert_eq!(
        found(
            "At least nine people have died and 200 have been admitted, the governor, Josiah Reyes, disclosed yesterday."
        ),
        ["Josiah Reyes: At least nine people have died and 200 have been admitted"]
    );
    assert_eq!(
        found(
            "There are no plans to close the pier, the mayor's spokesman told reporters at lunchtime."
        ),
        ["mayor's spokesman: There are no plans to close the pier"]
    );
}

#[test]
fn a_content_that_begins_a_quotation_holds_all_of_it() {
    assert_eq!(
        found(
            "Ann Lee wrote: \"A fine clock, Tom. Want to bring it here? We should make more of them.\""
        ),
        ["Ann Lee: \"A fine clock, Tom. Want to bring it here? We should make more of them.\""]
    );
}

#[test]
fn an_abbreviation_means_the_body_with_its_initials() {
    let text = "Council meets\n\nThe World Health Organization said the well was closed. The clinic stayed open. The WHO said that 12 people had died.";
    let all = extract(text);
    let speakers: Vec<_> = all.iter().map(|one| one.speaker.as_deref()).collect();
    assert_eq!(speakers, [Some("World Health Organization"); 2]);
}

#[test]
fn things_are_never_they() {
    let text = "Well closed\n\nThe results of the test confirm that the well was closed. They said that it would open in May.";
    let last = extract(text).pop();
    assert_eq!(last.and_then(|one| one.speaker), None);
}

#[test]
fn who_is_taken_in_confirms_nothing() {
    let text =
        "Council meets\n\nMore than 200 have been admitted at the mission hospital since Monday.";
    assert!(
        extract(text)
            .iter()
            .all(|one| one.stance != Stance::Confirms)
    );
}

#[test]
fn what_the_writer_adds_about_others_is_no_part_of_it() {
    for (sentence, expected) in [
        (
            "Ann Lee said the ferry had not sunk, as some papers had reported.",
            vec!["Ann Lee: the ferry had not sunk"],
        ),
        (
            "Ann Lee said the crew were not paid in May, as the company maintains they were.",
            vec!["Ann Lee: the crew were not paid in May"],
        ),
        (
            "Ann Lee denied that the port had lent him a boat, as Tom Reyes said it had.",
            vec![
                "Ann Lee: that the port had lent him a boat",
                "Tom Reyes: that the port had lent him a boat",
            ],
        ),
    ] {
        assert_eq!(found(sentence), expected, "{sentence}");
    }
}

#[test]
fn what_somebody_is_kept_from_is_not_said() {
    for sentence in [
        "Guards had refused its crew access to the engine room on Monday.",
        "The port denied him entry twice in May.",
    ] {
        assert_eq!(found(sentence), Vec::<String>::new(), "{sentence}");
    }
    assert_eq!(
        found("At no time did the port refuse a refund, said Ann Lee."),
        ["Ann Lee: At no time did the port refuse a refund"]
    );
}

#[test]
fn a_description_before_the_speaker_belongs_to_the_speaker() {
    assert_eq!(
        found("The pier had moved by a foot, the shipping company Northline said on Tuesday."),
        ["Northline: The pier had moved by a foot"]
    );
}

#[test]
fn a_clause_about_the_speaker_ends_what_was_said() {
    assert_eq!(
        found(
            "Ann Lee, who told the Herald in May that nothing had been sold, has left the council."
        ),
        ["Ann Lee: that nothing had been sold"]
    );
}

#[test]
fn a_document_that_is_cited_is_named_in_full() {
    let text = "Council meets\n\nAccording to an internal report dated May 5 and seen by the Herald, nine boats had sunk.\n";
    let all = extract(text);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].content[0].of(text), "nine boats had sunk");
}
