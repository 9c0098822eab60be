//! What the extractor makes of short texts, each with one thing that it must master.

use onrecord_extract::{Attribution, Extractor, Mode, Nesting, Stance};

fn extract(text: &str) -> Vec<Attribution> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    extractor.extract(text, Nesting::Surest)
}

/// The attribution whose content holds some words.
fn about<'a>(text: &str, found: &'a [Attribution], part: &str) -> &'a Attribution {
    let holds = |a: &&Attribution| a.content.iter().any(|span| span.of(text).contains(part));
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
        said.content[0].of(text),
        "“The bridge will stay shut until May,”"
    );
}

#[test]
fn indirect_speech_begins_with_that() {
    let text = "The transport minister said that the old road would be closed for two years.";
    let found = extract(text);
    assert_eq!(
        found[0].content[0].of(text),
        "that the old road would be closed for two years"
    );
    assert_eq!(
        (found[0].mode, found[0].source.map(|source| source.of(text))),
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
        Some("Mr Brandt")
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
        // The stem of "noted" is "not".
        (
            "The senator noted that the vote had been delayed.",
            "delayed",
            Stance::Asserts,
        ),
        (
            "The report notes that the vote has been delayed.",
            "delayed",
            Stance::Asserts,
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

/// Who says some words, and through whom they came.
fn relayed(text: &str, nesting: Nesting, part: &str) -> Vec<(String, Vec<String>)> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    let found = extractor.extract(text, nesting);
    let says = |a: &Attribution| {
        let all: Vec<&str> = a.content.iter().map(|span| span.of(text)).collect();
        all.join(" ").contains(part)
    };
    let said = found.into_iter().filter(says);
    said.map(|a| (a.speaker.unwrap_or_default(), a.via))
        .collect()
}

fn chain(speaker: &str, via: &[&str]) -> (String, Vec<String>) {
    (
        speaker.to_owned(),
        via.iter().map(|name| (*name).to_owned()).collect(),
    )
}

#[test]
fn what_others_are_said_to_have_said_is_theirs_via_the_one_who_tells() {
    let cases = [
        (
            "Mayor Ann Lee said Tom Reyes had agreed to sell the harbour.",
            "to sell the harbour",
            chain("Tom Reyes", &["Ann Lee"]),
        ),
        (
            "Ann Lee said on Monday that Tom Reyes had told her that the mine would close.",
            "that the mine would close",
            chain("Tom Reyes", &["Ann Lee"]),
        ),
        (
            "Tom Reyes has agreed to meet the union, according to Ann Lee.",
            "to meet the union",
            chain("Tom Reyes", &["Ann Lee"]),
        ),
    ];
    for (text, part, wanted) in cases {
        let found = relayed(text, Nesting::Surest, part);
        assert!(found.contains(&wanted), "{text}: {found:?}");
    }
}

#[test]
fn quotations_hold_what_others_said_where_all_is_asked_for() {
    let text = "“Reyes told me that the ferry would sail on Friday,” Ann Lee said.";
    let part = "that the ferry would sail";
    let wanted = chain("Reyes", &["Ann Lee"]);
    assert!(relayed(text, Nesting::All, part).contains(&wanted));
    assert!(!relayed(text, Nesting::Surest, part).contains(&wanted));
}

#[test]
fn who_denies_that_somebody_said_so_does_not_relay_it() {
    let text = "Ann Lee denied that Tom Reyes had agreed to sell the harbour.";
    for nesting in [Nesting::Surest, Nesting::All] {
        let found = relayed(text, nesting, "sell the harbour");
        assert!(found.iter().all(|(_, via)| via.is_empty()), "{found:?}");
    }
}

#[test]
fn media_relay_what_is_said_to_them() {
    let cases = [
        (
            "Ann Lee told the BBC that the ferry would sail.",
            chain("Ann Lee", &["BBC"]),
        ),
        (
            "In an interview with Fox News, Ann Lee said that the ferry would sail.",
            chain("Ann Lee", &["Fox News"]),
        ),
        (
            "Ann Lee said on Tuesday that the ferry would sail, Reuters reports.",
            chain("Ann Lee", &["Reuters"]),
        ),
        (
            "According to the Harbour Times, Ann Lee said that the ferry would sail.",
            chain("Ann Lee", &["Harbour Times"]),
        ),
        (
            "Ann Lee told reporters that the ferry would sail.",
            chain("Ann Lee", &[]),
        ),
    ];
    for (text, wanted) in cases {
        let found = relayed(text, Nesting::Surest, "the ferry would sail");
        assert!(found.contains(&wanted), "{text}: {found:?}");
    }
}

#[test]
fn media_that_cite_somebody_relay_him() {
    let cases = [
        (
            "Politico reported on Friday, citing a senior official, that the ferry would sail.",
            chain("senior official", &["Politico"]),
        ),
        (
            "The New York Times reported that the ferry would sail, citing two officials.",
            chain("two officials", &["New York Times"]),
        ),
        (
            "The ferry would sail on Friday, Reuters reports citing a source in the port.",
            chain("source in the port", &["Reuters"]),
        ),
    ];
    for (text, wanted) in cases {
        let found = relayed(text, Nesting::Surest, "ferry would sail");
        assert_eq!(found, [wanted], "{text}");
    }
}

#[test]
fn chains_begin_with_the_one_nearest_to_the_text() {
    let text = "Lee told the council that Reyes had agreed to the sale, Reuters cites a source in the port as saying.";
    let found = relayed(text, Nesting::All, "the sale");
    assert!(
        found.contains(&chain("Reyes", &["Reuters", "source in the port", "Lee"])),
        "{found:?}"
    );
}

#[test]
fn what_is_not_confirmed_is_found_in_a_clause_of_its_own() {
    let cases = [
        (
            "The bridge will close, according to Ann Lee, although the coast guard has not confirmed the closure.",
            "the closure",
            (Some("coast guard"), Stance::NotConfirmed),
        ),
        (
            "Mayor Ann Lee and union leader Tom Reyes appeared to confirm the meeting.",
            "the meeting",
            (Some("Ann Lee"), Stance::Confirms),
        ),
        (
            "It was a long day on the coast, in which Ann Lee ruled out a sale.",
            "a sale",
            (Some("Ann Lee"), Stance::Rejects),
        ),
        (
            "The minister stopped short of saying that the road would close.",
            "the road",
            (Some("minister"), Stance::Declines),
        ),
    ];
    for (text, part, wanted) in cases {
        let found = extract(text);
        let said = about(text, &found, part);
        assert_eq!((said.speaker.as_deref(), said.stance), wanted, "{text}");
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
