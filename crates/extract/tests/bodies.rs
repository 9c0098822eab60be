//! The names of bodies: whole, and taken up again by initials, by "the ministry" and by "it".

use onrecord_extract::{Extractor, Nesting};

/// The speakers of a text, in order. "?" if one is not settled.
fn speakers(text: &str) -> Vec<String> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    let found = extractor.extract(text, Nesting::Surest);
    let name = |speaker: Option<String>| speaker.unwrap_or_else(|| "?".to_owned());
    found.into_iter().map(|one| name(one.speaker)).collect()
}

#[test]
fn the_name_of_a_body_is_whole() {
    for body in [
        "Ministry of Health",
        "Department for Transport",
        "Department of Health and Social Care",
        "Ministry of Food, Agriculture and Fisheries",
        "Federation of Retail Traders",
        "Office for National Statistics",
        "Bank of England",
        "Food and Drug Administration",
        "Markets and Competition Board",
        "Quay and Dock Workers' Union",
        "Quay and Dock Workers’ Union",
    ] {
        let text = format!("The {body} said that the pier was safe.");
        assert_eq!(speakers(&text), [body]);
    }
}

#[test]
fn two_bodies_stay_two() {
    let text = "The Treasury and the Bank of England said that the plan was sound.";
    assert_eq!(speakers(text), ["Treasury"]);
    let text = "The Pentagon said that the base was closed. The Pentagon and State Department said that talks \
        went on.";
    assert_eq!(speakers(text), ["Pentagon", "Pentagon"]);
    let text =
        "The World Bank said that growth was slow. The Bank of England said that prices rose.";
    assert_eq!(speakers(text), ["World Bank", "Bank of England"]);
}

#[test]
fn a_body_is_taken_up_again() {
    let text = "The Ministry of Transport said that the pier was closed.\n\nThe ministry said that it would open on \
        Friday.\n\nThe transport ministry said that the ferry was late.";
    assert_eq!(speakers(text), ["Ministry of Transport"; 3]);
    let text = "The Harbour and Ferry Workers' Union said that the pier was closed.\n\nThe HFWU said that the ferry \
        was late.";
    assert_eq!(speakers(text), ["Harbour and Ferry Workers' Union"; 2]);
    let text = "The transport department said it did not know the figure. Its own estimate was £11m a day, it said.";
    assert_eq!(speakers(text), ["transport department"; 2]);
}

#[test]
fn an_office_in_capitals_is_no_name() {
    let text = "The Medical Director of St Brigid's, Dr Samuel Lowe, said the hospital had recorded nine deaths. He \
        declined to say what the patients had died of.";
    assert_eq!(speakers(text), ["Samuel Lowe"; 2]);
    let text = "Its Managing Director, Engineer David Pala, said chlorine levels were normal.";
    assert_eq!(speakers(text), ["David Pala"]);
}

#[test]
fn what_stands_in_apposition_says_that_a_name_is_a_body() {
    let text = "Port Water, the provincial utility, said that its supply was clean. Its director, David Pala, said that \
        the levels were normal. He said that a main had broken.";
    assert_eq!(speakers(text), ["Port Water", "David Pala", "David Pala"]);
}

#[test]
fn an_office_before_a_name_is_not_held_by_the_place_before_it() {
    let text = "In the town of Orley, the mayor, Anna Holt, said the bridge was closed. “It will open on Monday,” the \
        mayor said.";
    assert_eq!(speakers(text), ["Anna Holt"; 2]);
    let text = "A clinic has opened in the district of Arlo, the Provincial Governor, Hon. Peter Sand, disclosed \
        yesterday.\n\n“We shall call it by its name,” the Governor said.";
    assert_eq!(speakers(text), ["Peter Sand"; 2]);
    let text =
        "Anna Holt, the mayor, said the bridge was closed. The mayor said it would open on Monday.";
    assert_eq!(speakers(text), ["Anna Holt"; 2]);
}

#[test]
fn a_body_with_its_initials_does_not_say_what_its_official_says() {
    let text = "An Environment Agency (EA) spokeswoman said the river was rising.";
    assert_eq!(speakers(text), ["Environment Agency (EA) spokeswoman"]);
    let text =
        "The National River Agency (NRA) said the river was rising. The NRA said it would fall.";
    assert_eq!(speakers(text), ["National River Agency"; 2]);
}

#[test]
fn the_place_of_a_dateline_says_nothing() {
    for dateline in [
        "HAVEN, April 16 (Meridian) -",
        "HAVEN, 16 April (Reuters) –",
        "HAVEN (AP) —",
        "HAVEN —",
    ] {
        let text = format!(
            "{dateline} A clinic in eastern Orley said on Thursday that nine people had died."
        );
        let found = speakers(&text);
        assert!(
            found.len() == 1 && found[0].ends_with("clinic in eastern Orley"),
            "{dateline} {found:?}"
        );
    }
    let text = "Tom Hart – the prime minister – said the port was closed.";
    assert_eq!(speakers(text), ["Tom Hart"]);
}
