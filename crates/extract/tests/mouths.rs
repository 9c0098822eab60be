//! Nobody is given words that were not theirs.

use onrecord_extract::{Attribution, Extractor, Nesting, Stance};

/// A text, who may not be credited with which words, and who must be found with which words. `*` is anybody.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, &'static str)],
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    (
        "The flood hit Norbury on Tuesday.\n\nMinister Sam Okoro said the dam was safe. His deputy, Lena Ortiz, disagreed.\n\n\"He has not read the report,\" she said.",
        &[("Okoro", "read the report")],
        &[],
    ),
    (
        "\"We have the papers,\" said Lena Ortiz, his lawyer.\n\n\"They are forged,\" he replied to her across the table.",
        &[("Ortiz", "forged")],
        &[("Ortiz", "papers")],
    ),
    (
        "Paul Renner and Mark Lowe met on Monday. He said the plan was dead, and left.",
        &[("Renner", "plan was dead"), ("Lowe", "plan was dead")],
        &[],
    ),
    (
        "Ines Duarte said the bid was low. Analysts at the bank were warned. They said the shares were cheap.",
        &[("Duarte", "shares were cheap")],
        &[],
    ),
    (
        "Nine people have died, more than the health ministry has said. The bridge is older than Tom Hart claims.",
        &[("*", "people have died"), ("Hart", "bridge is older")],
        &[],
    ),
    (
        "The ministry praised its staff.\n\nEDITOR'S NOTE: Dr Lee's office told the Herald that she had not used the words.",
        &[("NOTE", "had not used the words")],
        &[("Lee", "had not used the words")],
    ),
    (
        "No one has said that the dam will break.",
        &[("*", "dam will break")],
        &[],
    ),
    (
        "Nobody at the ministry has confirmed that the reactor leaked.",
        &[("*", "reactor leaked")],
        &[],
    ),
    (
        "If the mayor says the road is safe, lorries will roll on Monday.",
        &[("mayor", "road is safe")],
        &[],
    ),
    (
        "The chancellor will say on Thursday that taxes must rise.",
        &[("chancellor", "taxes must rise")],
        &[],
    ),
    (
        "The judge could say as early as Friday that the trial is void.",
        &[("judge", "trial is void")],
        &[],
    ),
    (
        "Two officials told the agency that Lurania is unlikely to agree to a cut in output.",
        &[("Lurania", "cut in output")],
        &[("officials", "unlikely")],
    ),
    (
        "Ann Lee has been accused of ignoring the warnings.",
        &[("Lee", "ignoring the warnings")],
        &[],
    ),
    (
        "Ann Lee is alleged to have lied to the inquiry.",
        &[("Lee", "lied")],
        &[],
    ),
    (
        "The firm is said to be considering a sale of its docks.",
        &[("firm", "sale of its docks")],
        &[],
    ),
    (
        "The captain is believed to have left the bridge before the crash.",
        &[("captain", "left the bridge")],
        &[],
    ),
    (
        "Ann Lee denied claims that she had lied to the inquiry.",
        &[("Lee", "lied")],
        &[],
    ),
    (
        "Two soldiers died in a crash in Mali, the French military said.",
        &[("Mali", "crash")],
        &[("military", "soldiers died")],
    ),
    (
        "The U.S. Attorney's Office said the man had pleaded guilty.",
        &[],
        &[("Attorney", "pleaded guilty")],
    ),
    (
        "That being said, \"do not panic,\" Dempsey said.",
        &[("being", "panic")],
        &[("Dempsey", "do not panic")],
    ),
    (
        "Kim conceded a penalty in the last minute and was sent off.",
        &[("Kim", "penalty")],
        &[],
    ),
    (
        "What did the prosecutors say about the gun?",
        &[("prosecutors", "What"), ("prosecutors", "gun")],
        &[],
    ),
    (
        "Asked whether the mine would close, the owner shrugged.",
        &[("*", "mine would close")],
        &[],
    ),
    (
        "A diplomat, who asked not to be named, said the text was ready.",
        &[("diplomat", "not to be named"), ("diplomat", "to be named")],
        &[("diplomat", "text was ready")],
    ),
    (
        "Lavrov said no meeting was planned, contradicting Webb's claims that a summit was being arranged.",
        &[("Lavrov", "summit was being arranged")],
        &[("Lavrov", "no meeting was planned")],
    ),
    (
        "Harwick Ports said dockers would return on Thursday, but the union representing them denied that any deal had been done.",
        &[("Harwick", "deal had been done")],
        &[("union", "deal had been done")],
    ),
    (
        "Reporters wanted to know whether the minister would resign.",
        &[("*", "minister would resign")],
        &[],
    ),
    (
        "Ruth Bell said that Tom Ray had told her the port was closed.",
        &[("Ray", "Bell")],
        &[("Bell", "port was closed")],
    ),
    (
        "The ministry would neither confirm nor deny that the ship had sailed.",
        &[("ministry", "ship had sailed")],
        &[("ministry", "ship had sailed")],
    ),
    (
        "The company declined to comment on reports that it would cut 300 jobs.",
        &[("company", "cut 300 jobs")],
        &[("company", "cut 300 jobs")],
    ),
    (
        "The ferry sank on Monday.\n\nCaptain Tom Reyes said the pumps had failed. His sister, Clara Holt, was not convinced.\n\n\"The pumps were new,\" she said.",
        &[("Reyes", "pumps were new")],
        &[],
    ),
    (
        "\"The contract is void,\" said Erik Lund, her accountant.\n\n\"It was never signed,\" she answered.",
        &[("Lund", "never signed")],
        &[("Lund", "contract is void")],
    ),
    (
        "Olga Brandt and Nina Fuchs flew to Oslo. She said the treaty was near.",
        &[("Brandt", "treaty was near"), ("Fuchs", "treaty was near")],
        &[],
    ),
    (
        "Pavel Horak said the price was fair. Farmers in the north were angry. They said the price was too low.",
        &[("Horak", "price was too low")],
        &[],
    ),
    (
        "None of the ministers has admitted that the money was lost.",
        &[("*", "money was lost")],
        &[],
    ),
    (
        "No official confirmed that the bridge was closed.",
        &[("*", "bridge was closed")],
        &[],
    ),
    (
        "Not one witness said that the driver was drunk.",
        &[("witness", "driver was drunk")],
        &[],
    ),
    (
        "Unless the governor confirms that the water is clean, schools will stay shut.",
        &[("governor", "water is clean")],
        &[],
    ),
    (
        "Should the court rule that the ban is illegal, the shops will open.",
        &[("court", "ban is illegal")],
        &[],
    ),
    (
        "The premier is expected to announce that the tax will be cut.",
        &[("premier", "tax will be cut")],
        &[],
    ),
    (
        "The bank might admit that it lost the files.",
        &[("bank", "lost the files")],
        &[],
    ),
    (
        "The envoy would have said that the talks were over.",
        &[("envoy", "talks were over")],
        &[],
    ),
    (
        "Aides told the paper that the king is likely to declare that the war is over.",
        &[("king", "war is over")],
        &[("Aides", "likely")],
    ),
    (
        "Mark Voss was charged with lying to investors.",
        &[("Voss", "lying to investors")],
        &[],
    ),
    (
        "Ruth Hale was said to have known that the brakes were worn.",
        &[("Hale", "brakes were worn")],
        &[],
    ),
    (
        "The group is reported to be planning a strike.",
        &[("group", "planning a strike")],
        &[],
    ),
    (
        "The pilot is thought to have ignored the alarm.",
        &[("pilot", "ignored the alarm")],
        &[],
    ),
    (
        "Tom Hale rejected allegations that he had bribed a judge.",
        &[("Hale", "bribed a judge")],
        &[],
    ),
    (
        "Four miners died in a blast in Chile, the national police said.",
        &[("Chile", "blast")],
        &[("police", "miners died")],
    ),
    (
        "Ukraine's army said the village had been taken.",
        &[],
        &[("army", "village had been taken")],
    ),
    (
        "Did the minister say that the plan was dead?",
        &[("minister", "plan was dead")],
        &[],
    ),
    (
        "Pressed on whether the plant would shut, the manager smiled.",
        &[("*", "plant would shut")],
        &[],
    ),
    (
        "An aide, who spoke on condition of anonymity, said the deal was off.",
        &[("aide", "anonymity")],
        &[("aide", "deal was off")],
    ),
    (
        "Lopez said the vote was fair, rejecting Mora's charge that ballots were burned.",
        &[("Lopez", "ballots were burned")],
        &[("Lopez", "vote was fair")],
    ),
    (
        "The airline said flights would resume, while the pilots warned that the strike would go on.",
        &[("airline", "strike would go on")],
        &[("pilots", "strike would go on")],
    ),
    (
        "The hospital could not confirm that the patient had died.",
        &[("hospital", "patient had died")],
        &[("hospital", "patient had died")],
    ),
    (
        "The league refused to comment on claims that the match was fixed.",
        &[("league", "match was fixed")],
        &[("league", "match was fixed")],
    ),
    (
        "Ann Ward was told that the school would close.",
        &[("Ward", "school would close")],
        &[],
    ),
    (
        "The mayor wants to say that the city is safe.",
        &[("mayor", "city is safe")],
        &[],
    ),
    (
        "The miners asked if the shaft was open.",
        &[("miners", "shaft was open")],
        &[],
    ),
    (
        "She has yet to say whether the fund is solvent.",
        &[("*", "fund is solvent")],
        &[],
    ),
    (
        "Marta Ruiz praised the plan. Jan Kolar, a critic, did not. He said the plan was a fraud.",
        &[("Ruiz", "plan was a fraud")],
        &[],
    ),
    (
        "Jan Kolar met Petr Novak in the hall. He told him that the vote was lost.",
        &[("Kolar", "vote was lost"), ("Novak", "vote was lost")],
        &[],
    ),
    (
        "Under pressure, the firm was forced to admit that the data was wrong.",
        &[],
        &[("firm", "data was wrong")],
    ),
    (
        "Hill has denied having said that the mine was safe.",
        &[("Hill", "mine was safe")],
        &[],
    ),
    (
        "Nobody doubts that the dam will hold, the engineer said.",
        &[],
        &[("engineer", "dam will hold")],
    ),
    (
        "Before the judge says that the case is closed, we wait.",
        &[("judge", "case is closed")],
        &[],
    ),
];

#[test]
fn nobody_is_credited_with_words_of_others() {
    let mut wrong = Vec::new();
    for (text, never, must) in CASES {
        let extractor = Extractor::shipped().expect("the shipped weights");
        let found = extractor.extract(text, Nesting::Surest);
        for (who, what) in *never {
            let credited = found.iter().any(|one| {
                matches!(one.stance, Stance::Asserts | Stance::Confirms)
                    && fits(one, text, who, what)
            });
            if credited {
                wrong.push(format!("{who} is credited with {what:?}: {text}"));
            }
        }
        for (who, what) in *must {
            if !found.iter().any(|one| fits(one, text, who, what)) {
                wrong.push(format!("{who} is not found with {what:?}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fits(found: &Attribution, text: &str, who: &str, what: &str) -> bool {
    let source = || found.source.map_or("", |span| span.of(text));
    let speaker = found.speaker.as_deref().unwrap_or_else(source);
    let content: Vec<&str> = found.content.iter().map(|span| span.of(text)).collect();
    (who == "*" || holds(speaker, who)) && holds(&content.join(" "), what)
}

/// Whether a text has some words, as whole words.
fn holds(text: &str, words: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_alphanumeric());
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (text, words) = (split(text), split(words));
    text.windows(words.len().max(1)).any(|run| run == words)
}

#[test]
fn a_pronoun_that_may_mean_two_people_is_told_so() {
    let text = "Paul Renner and Mark Lowe met on Monday. He said the plan was dead.";
    let extractor = Extractor::shipped().expect("the shipped weights");
    let found = extractor.extract(text, Nesting::Surest);
    let said: Vec<&Attribution> = found
        .iter()
        .filter(|one| one.cue.of(text) == "said")
        .collect();
    assert_eq!(said.len(), 1, "{found:#?}");
    assert_eq!(said[0].speaker, None);
    let mut choices = said[0].choices.clone();
    choices.sort();
    assert_eq!(choices, ["Mark Lowe", "Paul Renner"]);
}

#[test]
fn only_what_is_likely_enough_is_found() {
    let text = "The chancellor will say on Thursday that taxes must rise. The mayor said that the road was safe.";
    let extractor = Extractor::shipped().expect("the shipped weights");
    let all = extractor.extract_likely(text, Nesting::Surest, Some(0.05));
    assert_eq!(all.len(), 2, "{all:#?}");
    assert!(
        all[0].likelihood < 0.3 && all[1].likelihood > 0.5,
        "{all:#?}"
    );
    assert_eq!(all[0].stance, Stance::Hedges);
    let likely = extractor.extract_likely(text, Nesting::Surest, Some(0.5));
    assert_eq!(likely.len(), 1, "{likely:#?}");
}
