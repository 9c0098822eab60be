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
            "According to Ambassador to the island Ann Lee, the part of this crew in this race shows the \
             harbour's answer to nearly two decades of neglect."
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
            "But in recent days, advisers to the mayor say, the council has grown tired of the storm."
        ),
        ["advisers to the mayor: in recent days … the council has grown tired of the storm"]
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
            "The pier is an insult to sailors, senior islanders said Friday afternoon, as they bristled at \
             the questions."
        ),
        ["senior islanders: The pier is an insult to sailors"]
    );
}

#[test]
fn who_concedes_something_speaks_again() {
    assert_eq!(
        found(
            "Ann Lee said the council planned to close the pier, though she acknowledged it was unlikely to \
             work."
        ),
        [
            "Ann Lee: the council planned to close the pier",
            "Ann Lee: it was unlikely to work"
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
        found("The city reasoned, “because the users pay a fee, it is a commercial activity.”"),
        ["city: “because the users pay a fee, it is a commercial activity.”"]
    );
    assert_eq!(
        found("Officials tell BBC News every claim will be assessed on its merits."),
        ["Officials: every claim will be assessed on its merits"]
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
            "“My name is not on the list,” Mr. Reyes said on Saturday night at the gala dinner in the \
             harbour, where Ms. Lee also spoke. “The pier is on the list. The harbour is on the list.”"
        ),
        [
            "Mr. Reyes: “My name is not on the list,” … “The pier is on the list. The harbour is on the list.”"
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
            "Mayor Ann Lee (D-N.C.) scolded him: “The harbour is against you,” she said. “When you call it \
             a miracle, you give false hope.”"
        ),
        [
            "Ann Lee: “The harbour is against you,” … “When you call it a miracle, you give false hope.”"
        ]
    );
}

#[test]
fn the_state_of_a_senator_ends_no_sentence() {
    assert_eq!(
        found(
            "“This is a disgrace,” said Rep. Tom Reyes (D-N.C.), head of the harbour caucus. “We must act.”"
        ),
        ["Tom Reyes: “This is a disgrace,” … “We must act.”"]
    );
}

#[test]
fn what_opens_the_sentence_is_the_writers() {
    assert_eq!(
        found(
            "On a day rich in symbolism, Mr. Reyes warned that the museum would not be a panacea."
        ),
        ["Mr. Reyes: that the museum would not be a panacea"]
    );
    assert_eq!(
        found("Lenox was a juggernaut, Mr. Clarke said, until it went bankrupt in 1999."),
        ["Mr. Clarke: Lenox was a juggernaut … until it went bankrupt in 1999"]
    );
}

#[test]
fn a_clause_is_said_with_its_verb() {
    assert_eq!(
        found(
            "While his advisers have suggested his most powerful role in the harbour is as a convert who \
             respects it, Mr. Reyes is determined."
        ),
        ["his advisers: his most powerful role in the harbour is as a convert who respects it"]
    );
    assert_eq!(
        found("The president told islanders this weekend he would consider it an insult."),
        ["president: he would consider it an insult"]
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
