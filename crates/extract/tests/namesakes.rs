//! Family names that several people of a text bear: nobody is given a namesake's words.

use onrecord_extract::{Attribution, Extractor, Nesting};

const PAIR: &str = "Transport Minister Rosa Tarrant spoke to parliament on Monday.\n\n\
    Peter Tarrant, a shop steward, stood at the gate.\n\n";

/// Who says some words, or those who may: "Rosa Tarrant or Peter Tarrant?".
fn speaker(text: &str, words: &str) -> String {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    let found = extractor.extract(text, Nesting::Surest);
    let holds = |a: &&Attribution| a.content.iter().any(|span| span.of(text).contains(words));
    let said = found
        .iter()
        .find(holds)
        .unwrap_or_else(|| panic!("nobody says {words:?} in {found:#?}"));
    match (&said.speaker, said.choices.as_slice()) {
        (Some(speaker), []) => speaker.clone(),
        (None, choices @ [_, ..]) => format!("{}?", choices.join(" or ")),
        (_, _) => panic!("neither settled nor not: {said:#?}"),
    }
}

#[test]
fn a_family_name_means_the_bearer_named_in_its_paragraph() {
    let cases = [
        "Peter Tarrant, a shop steward, denied that anybody was hurt. \"The pier is safe,\" Tarrant said.",
        "Peter Tarrant was there. It rained. \"We wave,\" Tarrant said. \"The pier is safe,\" Tarrant added.",
        "Peter Tarrant’s van stood at the gate. “The pier is safe,” Tarrant said.",
        "Mr Tarrant was there. Tarrant said that the pier is safe.",
        "Peter Tarrant spoke last. Mr Tarrant said that the pier is safe.",
        "Peter Tarrant spoke last. Dr Tarrant said that the pier is safe.",
        "Peter Tarrant spoke last. Dr. Tarrant said that the pier is safe.",
    ];
    let opening = "Transport Minister Rosa Tarrant told parliament that ships were waiting.\n\nThe queue grew.\n\n";
    let known = format!("{opening}Peter Tarrant, a shop steward, was at the gate.\n\n");
    for case in cases {
        let text = format!("{known}{case}");
        assert_eq!(speaker(&text, "pier is safe"), "Peter Tarrant", "{case}");
    }
    let introduced = format!("{opening}{}", cases[0]);
    assert_eq!(speaker(&introduced, "pier is safe"), "Peter Tarrant");
}

#[test]
fn in_another_paragraph_or_with_both_in_its_own_it_is_not_settled() {
    let either = "Rosa Tarrant or Peter Tarrant?";
    for case in [
        "“The pier is safe,” Tarrant said.",
        "Tarrant told reporters that the pier is safe.",
        "Dr Tarrant told reporters that the pier is safe.",
        "Peter Tarrant met Rosa Tarrant. “The pier is safe,” Tarrant said.",
        "Ms Tarrant met Peter Tarrant. “The pier is safe,” Tarrant said.",
        "“Peter Tarrant has never seen it. The pier is safe,” Tarrant said.",
        "The pier is safe and Peter Tarrant has lied, Tarrant said.",
        "Peter Tarrant was there. Senator Tarrant said that the pier is safe.",
        "Tarrant and Ivo Brandt said that the pier is safe.",
        "The crowd listened to Tarrant, who said that the pier is safe.",
        "Tarrant smiled. “The pier is safe,” Tarrant said.",
    ] {
        assert_eq!(
            speaker(&format!("{PAIR}{case}"), "pier is safe"),
            either,
            "{case}"
        );
    }
}

#[test]
fn a_title_or_an_office_rules_out_bearers() {
    for (case, expected) in [
        ("Ms Tarrant said that the pier is safe.", "Rosa Tarrant"),
        (
            "“The pier is safe,” Mr Tarrant told reporters.",
            "Peter Tarrant",
        ),
        (
            "Peter Tarrant was there. Mrs Tarrant said that the pier is safe.",
            "Rosa Tarrant",
        ),
        (
            "Transport Minister Tarrant said that the pier is safe.",
            "Rosa Tarrant",
        ),
        (
            "Peter Tarrant was there. Minister Tarrant said that the pier is safe.",
            "Rosa Tarrant",
        ),
        (
            "Peter Tarrant was there. Tarrant, the transport minister, said that the pier is safe.",
            "Rosa Tarrant",
        ),
        (
            "Tarrant spoke on Tuesday. He said that the pier is safe.",
            "Peter Tarrant",
        ),
    ] {
        assert_eq!(
            speaker(&format!("{PAIR}{case}"), "pier is safe"),
            expected,
            "{case}"
        );
    }
}

#[test]
fn of_three_bearers_those_whom_a_title_leaves_are_the_choices() {
    let text =
        |case: &str| format!("{PAIR}Laura Tarrant, a nurse, watched from a window.\n\n{case}");
    for (case, expected) in [
        (
            "Tarrant said that the pier is safe.",
            "Rosa Tarrant or Peter Tarrant or Laura Tarrant?",
        ),
        (
            "Ms Tarrant said that the pier is safe.",
            "Rosa Tarrant or Laura Tarrant?",
        ),
        ("Mr Tarrant said that the pier is safe.", "Peter Tarrant"),
        (
            "Laura Tarrant waved. Ms Tarrant said that the pier is safe.",
            "Laura Tarrant",
        ),
    ] {
        assert_eq!(speaker(&text(case), "pier is safe"), expected, "{case}");
    }
}

#[test]
fn who_is_named_first_later_is_not_meant_before() {
    let text = "Minister Rosa Tarrant spoke on Monday.\n\nTarrant said that the pier is safe.\n\n\
        Peter Tarrant, a shop steward, disagreed.";
    assert_eq!(speaker(text, "pier is safe"), "Rosa Tarrant");
    let early = "Tarrant told reporters that the pier is rotten.\n\nThe port was shut when Rosa Tarrant and her driver came.\n\n\
        Peter Tarrant, a shop steward, was at the gate.";
    assert_eq!(
        speaker(early, "pier is rotten"),
        "Rosa Tarrant or Peter Tarrant?"
    );
}

#[test]
fn one_bearer_is_meant_wherever_the_family_name_stands() {
    let text = "Minister Rosa Tarrant spoke on Monday.\n\nThe queue grew, and Ivo Brandt left.\n\n\
        “The pier is safe,” Tarrant said.";
    assert_eq!(speaker(text, "pier is safe"), "Rosa Tarrant");
}
