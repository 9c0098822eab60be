//! Clauses that a frame gives to somebody, and quotations whose place says whose they are.

use onrecord_extract::{Attribution, Extractor, Nesting};

/// What is found in a text, as "speaker: content … content".
fn found(text: &str) -> Vec<String> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    let line = |one: &Attribution| {
        let parts: Vec<&str> = one.content.iter().map(|span| span.of(text)).collect();
        let speaker = one.speaker.as_deref().unwrap_or("?");
        format!("{speaker}: {}", parts.join(" … "))
    };
    let attributions = extractor.extract(text, Nesting::Surest);
    attributions.iter().map(line).collect()
}

#[test]
fn a_frame_says_whose_the_clause_is() {
    assert_eq!(
        found("According to Ann Lee, ferries, boats and the pier were lost."),
        ["Ann Lee: ferries, boats and the pier were lost"]
    );
    assert_eq!(
        found(
            "According to Ambassador to the islands Ann Lee, the new ferry on this route shows the council's \
             will after ten lean years."
        )
        .len(),
        1
    );
    assert_eq!(
        found("As harbour master Ann Lee told the Herald, the pier has moved since the storm."),
        ["Ann Lee: the pier has moved since the storm"]
    );
    assert_eq!(
        found("As Lee said on Monday, the pier has moved."),
        ["Lee: the pier has moved"]
    );
}

#[test]
fn a_speaker_may_follow_what_opens_the_sentence() {
    assert_eq!(
        found(
            "But in recent weeks, friends of the mayor say, the ferry company has lost patience with the crews."
        ),
        [
            "friends of the mayor: in recent weeks … the ferry company has lost patience with the crews"
        ]
    );
    assert_eq!(
        found("In a statement, the union said, members had been misled."),
        ["union: members had been misled"]
    );
    assert_eq!(
        found("However, Lee said, the pier was open."),
        ["Lee: the pier was open"]
    );
}

#[test]
fn what_the_speaker_did_meanwhile_is_no_part_of_it() {
    assert_eq!(
        found(
            "The lock is a danger to small boats, older skippers said Sunday evening, as they waited for \
             the tide."
        ),
        ["older skippers: The lock is a danger to small boats"]
    );
}

#[test]
fn who_concedes_something_speaks_again() {
    assert_eq!(
        found(
            "Ann Lee said the council wanted to sell the ferry, though she acknowledged the price was too \
             high."
        ),
        [
            "Ann Lee: the council wanted to sell the ferry",
            "Ann Lee: the price was too high"
        ]
    );
}

#[test]
fn a_quotation_belongs_to_who_stands_beside_it() {
    assert_eq!(
        found("“Why is the pier not clear proof of neglect?” Reyes demanded."),
        ["Reyes: “Why is the pier not clear proof of neglect?”"]
    );
    assert_eq!(
        found("The council reasoned, “since the visitors pay for it, the pier is a shop.”"),
        ["council: “since the visitors pay for it, the pier is a shop.”"]
    );
    assert_eq!(
        found("Skippers tell Harbour Radio each boat will be searched twice."),
        ["Skippers: each boat will be searched twice"]
    );
    assert!(found("“Why?” Reyes left the harbour on Monday.").is_empty());
}

#[test]
fn a_quotation_goes_on_after_its_speaker() {
    assert_eq!(
        found(
            "“Here comes the mayor,” Ann Lee said, clapping her hands. “The mayor of all of us.”"
        ),
        ["Ann Lee: “Here comes the mayor,” … “The mayor of all of us.”"]
    );
    assert_eq!(
        found(
            "“My boat is not for sale,” Mr. Reyes said on Sunday evening at a fair in the harbour, where \
             Ms. Lee also spoke. “The pier is not for sale. The island is not for sale.”"
        ),
        [
            "Mr. Reyes: “My boat is not for sale,” … “The pier is not for sale. The island is not for sale.”"
        ]
    );
    assert_eq!(
        found("“This is a disgrace,” Lee said. “A lie,” Reyes answered."),
        ["Lee: “This is a disgrace,”", "Reyes: “A lie,”"]
    );
}

#[test]
fn what_introduces_a_quotation_is_no_part_of_it() {
    assert_eq!(
        found(
            "Mayor Ann Lee (D-N.C.) scolded him: “The harbour is against you,” she said. “If you sell \
             the ferry, you sink the island.”"
        ),
        ["Ann Lee: “The harbour is against you,” … “If you sell the ferry, you sink the island.”"]
    );
}

#[test]
fn the_state_of_a_senator_ends_no_sentence() {
    assert_eq!(
        found(
            "“This is a disgrace,” said Rep. Tom Reyes (D-N.C.), who sits on the port committee. “We must act.”"
        ),
        ["Tom Reyes: “This is a disgrace,” … “We must act.”"]
    );
}

#[test]
fn what_opens_the_sentence_is_the_writers() {
    assert_eq!(
        found(
            "On a morning full of flags, Mr. Reyes warned that the bridge would not feed a single family."
        ),
        ["Mr. Reyes: that the bridge would not feed a single family"]
    );
    assert_eq!(
        found("Orley Ferries was a model, Mr. Hart said, until it ran aground in 2004."),
        ["Mr. Hart: Orley Ferries was a model … until it ran aground in 2004"]
    );
}

#[test]
fn a_clause_is_said_with_its_verb() {
    assert_eq!(
        found(
            "While his friends have suggested his best answer to the council is as a skipper who knows the \
             tides, Mr. Reyes is silent."
        ),
        ["his friends: his best answer to the council is as a skipper who knows the tides"]
    );
    assert_eq!(
        found("The mayor told skippers this morning he would call it a mistake."),
        ["mayor: he would call it a mistake"]
    );
}

#[test]
fn additions_are_the_writers() {
    assert_eq!(
        found(
            "The experts praised the mayor's proposals for the pier, which include a new crane that nobody \
             has seen."
        ),
        ["experts: the mayor's proposals for the pier"]
    );
    assert_eq!(
        found(
            "“Nobody will be put at risk,” Ann Lee told reporters at the office, where forty people had \
             waited, with their bags and a crate of hens that were to be sold."
        ),
        ["Ann Lee: “Nobody will be put at risk,”"]
    );
}

#[test]
fn a_report_about_a_report_is_that_of_its_speaker() {
    assert_eq!(
        found(
            "The harbour guard said on Tuesday that the storm sank three boats, Reuters reports."
        ),
        ["harbour guard: that the storm sank three boats"]
    );
    assert_eq!(
        found("The mayor joked that, among sailors, the pier ranks fourth."),
        ["mayor: that, among sailors, the pier ranks fourth"]
    );
}
