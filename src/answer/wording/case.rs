//! The first letter of a text that moves into the middle of a sentence.
//!
//! "The summit is off" becomes "said that the summit is off", but "Geneva will host it" keeps its
//! capital. Nothing in a word shows whether it is a name, so only words that are known to be common
//! lose the capital. If one is missing from the lists here, the sentence looks a little stiff; if a
//! name lost its capital, the sentence would be wrong. The lists are general news English and know
//! nothing of any story.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Articles, pronouns, prepositions, numbers: words of English grammar, which are no names.
const FUNCTION_WORDS: &str = "
    a about above according across after against all almost along although among an and another
    any anybody anyone anything around as at because before behind below between beyond both but
    by despite down dozen dozens during each eight either eleven enough even every everybody
    everyone everything except few fewer five for four from half he her here his how however
    hundred hundreds if in inside instead into it its just last later least less many million
    millions more most much near nearly neither never next nine no nobody none nor not nothing now
    of off often on once one only onto or other others our out outside over per perhaps scores
    seven several she since six so some somebody someone something soon such ten than that the
    their then there these they this those thousand thousands three through throughout thus to
    today together tomorrow tonight toward towards twelve twice two under unless until up upon we
    what whatever when where whether which while who whoever whose why with within without
    yesterday yet you your";

/// Common nouns (in the singular), adjectives and gerunds that often begin a claim. Words that are also
/// names of people, places or companies are left out: "bill", "law", "may", "price", "shell".
const COMMON_WORDS: &str = "
    access accident account accusation activist additional adult advance adviser aerial agency
    agreement aid air aircraft airline airport ally ambassador ammunition analyst annual antitrust
    appeal approval armed army arrest artillery assault asset attack attacker attempt attendance
    authority average aviation backup bad ballistic ballot ban banking barrier basic battery
    battle bidder bilateral billion bomb bombing bond border bridge broadcaster budget building
    bus business buyer buying cabinet campaign candidate car cargo cash casualty ceasefire central
    change charge cheap chemical child citizen civil civilian claim clash clean climate closed
    closing coal coalition coastal commander commercial committee common community company
    compensation construction consumer contract control convoy cooperation corporate cost council
    court credit crime criminal cruise currency customer customs cutting cyber daily damage data
    deal death debt defence defense delay delegate delegation delivery demand demonstrator deputy
    detail development digital diplomat diplomatic direct director disaster discussion doctor
    domestic donor draft drone earthquake economic economist education election electric
    electricity emergency emission employee employer employment energy engineer environmental
    equipment evacuation evidence executive expert explosion export extra factory family federal
    fighter fighting final financial fire firefighter fiscal fishing flight flood food foreign
    formal former free friendly frontline fuel full funding further future goods government grain
    ground group growth guarantee gunman health heavy higher home hospital hostage household
    housing human humanitarian illegal immediate immigration import increased independent
    industrial industry inflation initial injured inspector insurance intelligence intense
    interest interim internal international investigator investment investor job joint journalist
    judicial jury land landlord lawmaker lawyer leader leading legal lender licence license
    lifting local lower main manager manufacturing maritime market mass measure mediator medical
    medicine meeting member migrant military militia minister ministry missile mobile money
    monthly mortgage mutual national natural naval navy negotiation negotiator neighbour network
    new news nuclear number observer occupied offensive offer office officer official oil older
    online open operator opponent opposition order ordinary organiser output owner parent
    parliamentary partner party passenger patient pay payment peace peacekeeper pension people
    permanent personal petrol phone pipeline plan planned planning player policy political
    pollution population possible power preliminary preparation pressure preventing prison
    prisoner private producer production profit project proposal prosecutor protection protest
    protester provincial public publisher pupil purchase purchasing quarterly radar radiation rail
    railway raising rapid raw rebel recovery reform refugee regional regulator relation relief
    religious removing repair report reporter rescue rescuer research researcher reserve resident
    responsibility restaurant retail retired revenue rising rival rule rural safe safety sailor
    salary sale sanction satellite school scientist search second secret security seller selling
    sending separate serious service sexual share shareholder ship shipment shipping shooting shop
    short side signing similar social soldier source special spending staff statement steel stock
    strategic strict strike striking student subsidy substantial successful summit supply support
    supporter surveillance suspect suspected talk target tariff tax taxpayer teacher team
    technical technology temporary tension territorial territory terrorist testing third threat
    ticket top total tourism tourist trade trader traffic training transport travel treaty trial
    trilateral troop truce truck unemployment university unnamed uranium urban urgent vaccine
    vehicle victim village violence violent visa visitor volunteer vote voter voting wage war
    warning warplane warship waste water weapon weather weekly wheat wholesale wildfire witness
    woman women work worker wounded";

static FUNCTION: LazyLock<HashSet<&str>> =
    LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| COMMON_WORDS.split_whitespace().collect());

/// Whether a text begins with an article. Even a name loses the capital of its article: "the
/// Kremlin".
pub(super) fn begins_with_article(text: &str) -> bool {
    matches!(leading_word(text), "A" | "An" | "The")
}

/// Whether a text begins with a common word, whose capital is only that of a sentence.
pub(super) fn begins_with_common_word(text: &str) -> bool {
    let first = leading_word(text);
    if !is_capitalised(first) {
        return false;
    }
    let word = first.to_lowercase();
    // "Air France", "Foreign Minister Rivera": a capital after it makes a common word part of a name.
    let next = text[first.len()..].trim_start_matches(' ');
    FUNCTION.contains(word.as_str()) || (is_common(&word) && !is_capitalised(leading_word(next)))
}

/// Whether a word is a common noun, adjective or gerund, in the singular or the plural.
fn is_common(word: &str) -> bool {
    let endings = [
        ("", ""),
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("men", "man"),
        ("ren", ""),
    ];
    endings.iter().any(|(plural, singular)| {
        let stem = word.strip_suffix(plural);
        stem.is_some_and(|stem| COMMON.contains(format!("{stem}{singular}").as_str()))
    })
}

/// Whether a word has a capital at its beginning and nowhere else, unlike "US" and "McDonald".
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}

/// The letters that a text begins with.
fn leading_word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphabetic());
    &text[..end.unwrap_or(text.len())]
}

/// The text with a small letter at its beginning.
pub(super) fn lower_first(text: &str) -> String {
    with_first(text, |letter| letter.to_lowercase().to_string())
}

/// The text with a capital at its beginning.
pub(super) fn upper_first(text: &str) -> String {
    with_first(text, |letter| letter.to_uppercase().to_string())
}

fn with_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(change);
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_known() {
        for text in [
            "The ferry will sail again.",
            "Two sources familiar with the offer",
            "Many Norwegians were on board.",
            "Workers at the port will vote on Friday.",
            "Authorities closed the bridge.",
            "Children were evacuated.",
            "Women make up half of the crew.",
            "Inflation fell to 3%.",
            "Buying US cranes costs $2bn.",
            "Taxes on fuel will rise.",
            "Protesters’ demands are unchanged.",
        ] {
            assert!(begins_with_common_word(text), "{text}");
        }
    }

    #[test]
    fn names_are_no_common_words() {
        for text in [
            "Reykjavik will host the talks.",
            "Rivera denied the offer.",
            "Air France cancelled the flight.",
            "Foreign Minister Rivera will resign.",
            "New Zealand sent a ship.",
            "US inspectors boarded the ship.",
            "UNESCO lists the harbour.",
            "Shell sold its share.",
            "Mark Lee will resign.",
            "May signed the treaty.",
            "Jordan’s king is ill.",
            "Norwegians were injured.",
            "Hamas released two hostages.",
            "the ferry will sail",
            "270 homes lost power.",
            "",
        ] {
            assert!(!begins_with_common_word(text), "{text}");
        }
    }

    /// A word that is not listed keeps its capital, whatever it is.
    #[test]
    fn unknown_words_are_taken_for_names() {
        assert!(!begins_with_common_word("Stevedores walked out."));
    }

    #[test]
    fn the_lists_are_sorted_and_lower_case() {
        for list in [FUNCTION_WORDS, COMMON_WORDS] {
            let words: Vec<&str> = list.split_whitespace().collect();
            assert!(
                words
                    .iter()
                    .all(|word| word.chars().all(|letter| letter.is_ascii_lowercase()))
            );
            assert!(words.is_sorted_by(|one, next| one < next));
        }
    }
}
