//! Forms of news prose that the training corpus seldom has: headings, interviews, speech in single marks, speakers after
//! what they said.

use onrecord_extract::{Attribution, Extractor, Mode, Nesting, Stance};

fn extract(text: &str) -> Vec<Attribution> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    extractor.extract(text, Nesting::Surest)
}

/// What is found in a text, as "speaker: content … content".
fn found(text: &str) -> Vec<String> {
    let line = |one: &Attribution| {
        let parts: Vec<&str> = one.content.iter().map(|span| span.of(text)).collect();
        let speaker = one.speaker.as_deref().unwrap_or("?");
        format!("{speaker}: {}", parts.join(" … "))
    };
    extract(text).iter().map(line).collect()
}

#[test]
fn speech_in_single_marks_is_speech() {
    assert_eq!(
        found("'The ferry will not sail before Friday,' said Ann Lee. 'The pier has moved.'"),
        ["Ann Lee: 'The ferry will not sail before Friday,' … 'The pier has moved.'"]
    );
    let text = "‘The unions’ pier has moved,’ said Ann Lee. ‘Nobody saw it.’";
    assert_eq!(
        found(text),
        ["Ann Lee: ‘The unions’ pier has moved,’ … ‘Nobody saw it.’"]
    );
    assert_eq!(extract(text)[0].mode, Mode::Direct);
}

#[test]
fn a_speaker_between_two_parts_is_no_part_of_what_was_said() {
    for (open, close) in [("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’")] {
        let text = format!(
            "The storm came at night. {open}The ferry,{close} said Ann Lee, {open}will not sail before Friday.{close}"
        );
        assert_eq!(
            found(&text),
            [format!(
                "Ann Lee: {open}The ferry,{close} … {open}will not sail before Friday.{close}"
            )]
        );
    }
}

#[test]
fn a_condition_within_a_quotation_is_no_condition_of_its_being_said() {
    let text =
        "The storm came at night. \"If the pier moves again,\" Lee said, \"we will close it.\"";
    assert_eq!(
        found(text),
        ["Lee: \"If the pier moves again,\" … \"we will close it.\""]
    );
    assert_eq!(
        found("If Lee said the pier would close, nobody heard it."),
        [""; 0]
    );
}

#[test]
fn answers_of_an_interview_are_said_and_questions_are_not() {
    let text = "Interview with Mayor Ann Lee\n\nQ. Ms Lee, did the council say the pier was rotten?\n\n\
        A. The council decided it on Monday.";
    assert_eq!(found(text), ["Ann Lee: The council decided it on Monday."]);
    assert_eq!(extract(text)[0].mode, Mode::Direct);
    assert_eq!(
        found("Q: Mr Okoro, was the dam safe?\nA: The dam was safe when we left it."),
        ["?: The dam was safe when we left it."]
    );
    let named = "Mayor Ann Lee spoke to the Herald.\n\nHerald: Will the ferry sail?\n\nLee: It will not sail on Friday.";
    assert_eq!(found(named), ["Ann Lee: It will not sail on Friday."]);
    assert_eq!(
        found("The week ahead\n\nWeather: There will be rain.\n\nFerry: It sails at nine."),
        [""; 0]
    );
}

#[test]
fn a_heading_names_who_says_so() {
    let stances = |text: &str| -> Vec<Stance> { extract(text).iter().map(|a| a.stance).collect() };
    let below = "\n\nThe dam at Orley was built in 1960, and Sam Okoro inspected it.";
    for (heading, expected) in [
        ("Minister denies dam was unsafe", "Minister: dam was unsafe"),
        ("Okoro denies dam was unsafe", "Okoro: dam was unsafe"),
    ] {
        let text = format!("{heading}{below}");
        assert_eq!(found(&text), [expected]);
        assert_eq!(stances(&text), [Stance::Denies]);
    }
    for heading in [
        "Okoro: dam was never inspected",
        "Dam was never inspected: Okoro",
        "Dam was never inspected – Okoro",
    ] {
        let text = format!("{heading}{below}");
        let said = found(&text)[0].to_lowercase();
        assert!(said.ends_with("okoro: dam was never inspected"), "{said}");
    }
    // A place or a subject before a colon says nothing.
    for heading in [
        "Orley: dam was never inspected",
        "Dam collapse: two died after inspectors left",
    ] {
        assert_eq!(found(&format!("{heading}{below}")), [""; 0]);
    }
}

#[test]
fn a_speaker_may_follow_without_quotation_marks() {
    let cases = [
        (
            "The dam was unsafe, warned Sam Okoro.",
            "Sam Okoro: The dam was unsafe",
        ),
        (
            "The dam was unsafe, Sam Okoro warned.",
            "Sam Okoro: The dam was unsafe",
        ),
        (
            "The dam was unsafe, Sam Okoro told the Herald.",
            "Sam Okoro: The dam was unsafe",
        ),
        ("The dam was unsafe, per Feng.", "Feng: The dam was unsafe"),
        (
            "Sam Okoro told the Herald the dam was unsafe.",
            "Sam Okoro: the dam was unsafe",
        ),
        (
            "The dam was unsafe, said Sam Okoro on Monday.",
            "Sam Okoro: The dam was unsafe",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(found(text), [expected], "{text}");
    }
    assert_eq!(found("When the dam broke, people left the town."), [""; 0]);
}

#[test]
fn a_calibre_ends_no_sentence() {
    assert_eq!(
        found("A .45 pistol was found, police said."),
        ["police: A .45 pistol was found"]
    );
}

#[test]
fn a_figure_is_put_at_a_number() {
    assert_eq!(
        found("The Federation of Retail Traders put the cost to the economy at £25m a day."),
        ["Federation of Retail Traders: the cost to the economy at £25m a day"]
    );
    assert_eq!(
        found("Police put the crowd at 2,000 in an update on Monday."),
        ["Police: the crowd at 2,000"]
    );
    assert_eq!(
        found("By the harbour master’s own count, 38 ships were waiting."),
        ["harbour master: 38 ships were waiting"]
    );
    assert!(found("They put the boat at pier 3.").is_empty());
}

#[test]
fn a_speaker_inside_a_sentence_is_no_part_of_it() {
    assert_eq!(
        found(
            "Ann Lee was there. The offer was worth 8 per cent, she added, and it would not get any bigger."
        ),
        ["Ann Lee: The offer was worth 8 per cent … and it would not get any bigger"]
    );
    assert_eq!(
        found("Mr Hale, Ann Lee said, had assured her on Monday that the plan was dead."),
        ["Ann Lee: Mr Hale … had assured her on Monday that the plan was dead"]
    );
}

#[test]
fn speech_goes_on_after_a_circumstance_and_before_other_speech() {
    assert_eq!(
        found("There are no plans to use them, the mayor’s spokesman told reporters at lunchtime."),
        ["mayor’s spokesman: There are no plans to use them"]
    );
    assert_eq!(
        found("Port Water has conceded that a main near the market broke in April."),
        ["Port Water: that a main near the market broke in April"]
    );
    assert_eq!(
        found(
            "The Ministry of Health wishes to inform the general public that the outbreak is under control."
        ),
        ["Ministry of Health: that the outbreak is under control"]
    );
}

#[test]
fn who_left_a_question_unanswered() {
    let reply = |text: &str| {
        let found = extract(text);
        let [.., last] = found.as_slice() else {
            panic!("nothing is found in {text:?}");
        };
        (last.speaker.clone().unwrap_or_default(), last.stance)
    };
    for (text, speaker, stance) in [
        (
            "The firm did not immediately respond to requests for comment.",
            "firm",
            Stance::NoReply,
        ),
        (
            "Ann Lee could not be reached for comment.",
            "Ann Lee",
            Stance::NoReply,
        ),
        (
            "A spokeswoman for Estuary Holdings did not return calls seeking comment.",
            "spokeswoman for Estuary Holdings",
            Stance::NoReply,
        ),
        (
            "Calls to the ministry went unanswered.",
            "ministry",
            Stance::NoReply,
        ),
        (
            "Emails to Ann Lee were not returned.",
            "Ann Lee",
            Stance::NoReply,
        ),
        (
            "It was not possible to reach the minister, Ann Lee, by press time.",
            "Ann Lee",
            Stance::NoReply,
        ),
        (
            "We’ve asked Castell Maritime the same question and haven’t heard back.",
            "Castell Maritime",
            Stance::NoReply,
        ),
        (
            "Ann Lee was there. She would not comment.",
            "Ann Lee",
            Stance::Declines,
        ),
        (
            "Ann Lee was there. She had no comment.",
            "Ann Lee",
            Stance::Declines,
        ),
        (
            "The treasury referred questions to the transport department.",
            "treasury",
            Stance::Declines,
        ),
    ] {
        assert_eq!(reply(text), (speaker.to_owned(), stance), "{text}");
    }
}

#[test]
fn what_cannot_be_reached_is_not_always_somebody() {
    for text in [
        "The village could not be reached by road.",
        "A deal could not be reached.",
        "An agreement could not be reached for weeks.",
    ] {
        let found = extract(text);
        assert!(
            found.iter().all(|one| one.stance != Stance::NoReply),
            "{text}: {found:#?}"
        );
    }
}
