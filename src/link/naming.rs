//! How a wording names somebody: what stands before and behind a name.
//!
//! "Chancellor Ann Lee" is Ann Lee, "Ann Lee Jr.", "opponents of Ann Lee" and "Ann Lee's party" are not. The form
//! decides: a title leaves the person, anything else makes another party.

use std::ops::Range;

use onrecord_extract::{Gender, first_name_gender};

use crate::domain::text::folded;

/// A word of a wording.
#[derive(Debug, Clone)]
pub struct NameWord {
    /// The word in lower case, without diacritics, punctuation and possessive ending.
    pub folded: String,
    /// Whether it starts with a capital or a digit.
    pub capital: bool,
    /// Whether it ends in an apostrophe and possibly an s: "Lee's".
    pub possessive: bool,
    /// Whether a comma follows.
    pub comma: bool,
}

/// The words of a wording.
pub fn name_words(wording: &str) -> Vec<NameWord> {
    let words = wording.split_whitespace().map(|run| {
        let run = run.replace('’', "'");
        let bare = run.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        let stem = bare.strip_suffix("'s").or(bare.strip_suffix('\''));
        let bare = stem.unwrap_or(bare);
        NameWord {
            folded: folded(bare),
            capital: bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()),
            possessive: stem.is_some(),
            comma: run.ends_with(','),
        }
    });
    words.filter(|word| !word.folded.is_empty()).collect()
}

/// Words that make what follows another thing: "friends of", "everyone but".
#[rustfmt::skip]
const RELATING: [&str; 44] = [
    "of", "for", "to", "from", "by", "with", "without", "against", "but", "except", "besides", "beside", "like",
    "unlike", "than", "near", "around", "behind", "at", "in", "on", "over", "under", "via", "not", "nor", "neither",
    "both", "and", "or", "after", "before", "inside", "within", "between", "who", "whom", "whose", "which", "that",
    "as", "about", "despite", "representing",
];

/// Words after a name that make it the name of another person.
const GENERATIONS: [&str; 11] = [
    "jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "younger", "elder",
];

/// Words before a name that are titles even with a capital.
#[rustfmt::skip]
const TITLES: [&str; 110] = [
    "mr", "mrs", "ms", "miss", "mx", "sir", "lord", "lady", "dame", "madame", "madam", "dr", "prof", "professor",
    "rev", "reverend", "fr", "father", "sister", "brother", "rabbi", "imam", "sheikh", "ayatollah", "bishop",
    "archbishop", "cardinal", "pope", "king", "queen", "prince", "princess", "emperor", "baroness", "baron", "count",
    "duke", "duchess", "president", "vice-president", "president-elect", "chancellor", "premier", "minister",
    "taoiseach", "tanaiste", "senator", "sen", "rep", "representative", "congressman", "congresswoman", "deputy", "mp",
    "mep", "td", "msp", "ms", "governor", "gov", "mayor", "councillor", "cllr", "alderman", "judge", "justice",
    "magistrate", "general", "gen", "colonel", "col", "lieutenant", "lt", "major", "maj", "captain", "capt", "sergeant",
    "sgt", "corporal", "admiral", "adm", "commander", "cmdr", "brigadier", "marshal", "officer", "detective",
    "inspector", "superintendent", "constable", "sheriff", "chief", "secretary", "secretary-general", "director",
    "commissioner", "ambassador", "envoy", "attorney", "prosecutor", "speaker", "leader", "chair", "chairman",
    "chairwoman", "coach", "ceo", "pm", "ombudsman",
];

/// Nouns for one who speaks in somebody's name.
#[rustfmt::skip]
const VOICES: [&str; 15] = [
    "spokesman", "spokeswoman", "spokesperson", "mouthpiece", "lawyer", "attorney", "solicitor", "barrister", "counsel",
    "representative", "agent", "publicist", "ambassador", "envoy", "negotiator",
];

/// Nouns for several who do.
#[rustfmt::skip]
const VOICES_TOGETHER: [&str; 11] = [
    "spokespeople", "spokesmen", "spokeswomen", "spokespersons", "lawyers", "attorneys", "solicitors", "barristers",
    "representatives", "agents", "negotiators",
];

/// Nouns for bodies that do.
const VOICING_BODIES: [&str; 4] = ["office", "embassy", "campaign", "delegation"];

/// Those of them that are sent by one party to another: who speaks "to" a country does not speak for it.
const SENT: [&str; 5] = [
    "ambassador",
    "envoy",
    "embassy",
    "delegation",
    "representative",
];

/// Words that end a voice's mandate.
const PAST: [&str; 6] = ["former", "ex", "onetime", "one-time", "then", "late"];

/// Words that may stand between "of" and a name: "a spokesman for the late President Lee".
fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the" | "a" | "an" | "his" | "her" | "their" | "its" | "our" | "my"
    )
}

/// Whether a word makes what follows another thing.
pub fn relates(word: &NameWord) -> bool {
    !word.capital && RELATING.contains(&word.folded.as_str())
}

/// Whether a word before a name leaves it the name of the same person.
pub fn is_title(word: &NameWord) -> bool {
    let bare = word.folded.trim_end_matches('.');
    let plain = !word.capital && !relates(word) && !is_determiner(bare);
    !word.possessive && (plain || TITLES.contains(&bare))
}

/// Whether a wording ends in a word that makes a name that of another person: "Ann Lee Jr.", "Ann Lee the younger".
pub fn names_a_generation(words: &[NameWord]) -> bool {
    let Some((last, name)) = words.split_last() else {
        return false;
    };
    let by_article = name.last().is_some_and(|word| word.folded == "the");
    let follows_name = name
        .iter()
        .rev()
        .find(|word| word.folded != "the")
        .is_some_and(|word| word.capital);
    is_generation(last) && follows_name && (last.capital || by_article || last.folded.len() < 4)
}

/// Whether a word tells the bearers of one name apart: "Jr."
pub fn is_generation(word: &NameWord) -> bool {
    GENERATIONS.contains(&word.folded.trim_end_matches('.'))
}

/// Whether the words before a name are a title and nothing else, so that the name stands for its bearer:
/// "German chancellor", "Ukraine's president", "Minister of Defence". `whole` says that the name has a first
/// name, which leaves no doubt where it begins.
pub fn leaves_person(before: &[NameWord], whole: bool) -> bool {
    let Some(last) = before.last() else {
        return true;
    };
    let after_owner = before
        .iter()
        .rposition(|word| word.possessive)
        .map_or(0, |at| at + 1);
    let own = &before[after_owner..];
    let Some(relation) = own.iter().position(relates) else {
        return if own.is_empty() {
            whole
        } else {
            is_title(last)
        };
    };
    // "Minister of Defence Ann Lee": an office, and something of its own between "of" and the name.
    let office = relation > 0 && own[..relation].last().is_some_and(is_office);
    let object = own[relation + 1..]
        .iter()
        .filter(|word| !is_determiner(&word.folded));
    let object: Vec<&NameWord> = object.collect();
    whole
        && office
        && own[relation].folded == "of"
        && object.last().is_some_and(|word| !is_office(word))
        && !own[relation + 1..].iter().any(relates)
}

fn is_office(word: &NameWord) -> bool {
    TITLES.contains(&word.folded.trim_end_matches('.'))
        || matches!(word.folded.as_str(), "head" | "boss" | "manager" | "editor")
}

/// Whether the title before a name says that its bearer is another person than the one with this first name.
pub fn title_contradicts(before: &[NameWord], first_name: Option<&str>) -> bool {
    let known = first_name.map_or(Gender::Unknown, first_name_gender);
    let titles = before.iter().map(|word| word.folded.trim_end_matches('.'));
    let mut implied = titles.filter_map(|title| match title {
        "mrs" | "ms" | "miss" | "lady" | "dame" | "madame" | "madam" | "queen" | "princess"
        | "congresswoman" => Some(Gender::Female),
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" => Some(Gender::Male),
        _ => None,
    });
    match implied.next() {
        // A wife has her husband's name more often than the other way round.
        Some(Gender::Female) => known != Gender::Female,
        Some(Gender::Male) => known == Gender::Female,
        _ => false,
    }
}

/// The words of a description that name the party in whose name somebody speaks, with the noun that says so:
/// "a spokesman for *Ann Lee*", "*Ann Lee*'s office", "*Vessia*'s ambassador to Norland".
pub fn represented(words: &[NameWord]) -> Option<Range<usize>> {
    if words
        .iter()
        .any(|word| PAST.contains(&word.folded.as_str()))
    {
        return None;
    }
    let (noun, _) = voice(words)?;
    let after = &words[noun + 1..];
    let before_noun = &words[..noun];
    let owner = before_noun.iter().rposition(|word| word.possessive);
    if let Some(owner) = owner {
        return Some(first_capital(&words[..=owner])?..owner + 1);
    }
    let sent = SENT.contains(&words[noun].folded.as_str());
    let relation = after.first().filter(|word| relates(word));
    let stands = match relation.map(|word| word.folded.as_str()) {
        Some("for" | "of" | "representing") => true,
        Some("to" | "with") => !sent,
        _ => false,
    };
    if stands {
        let object = noun + 2;
        let end = words[object..]
            .iter()
            .position(|word| relates(word) || word.comma)
            .map_or(words.len(), |at| {
                object + at + usize::from(words[object + at].comma)
            });
        let owned = words[object..end].iter().any(|word| word.possessive);
        let start = object
            + words[object..end]
                .iter()
                .position(|word| !is_determiner(&word.folded))?;
        // In "a lawyer for Ann Lee's sister" the client is somebody else.
        return (!owned).then_some(start..end);
    }
    // "Kremlin spokesman", "Vessia ambassador".
    let start = first_capital(before_noun)?;
    let plain = relation.is_none() || sent;
    (plain && before_noun[start..].iter().all(|word| word.capital)).then_some(start..noun)
}

fn first_capital(words: &[NameWord]) -> Option<usize> {
    words.iter().position(|word| word.capital)
}

/// What a noun makes of one who speaks in somebody's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// One human being.
    Person,
    /// Several.
    People,
    /// An office or the like.
    Body,
}

/// The noun of a wording by which somebody speaks in another's name, and what it makes of them.
pub fn voice(words: &[NameWord]) -> Option<(usize, Voice)> {
    words.iter().enumerate().find_map(|(at, word)| {
        let noun = word.folded.as_str();
        let press = at > 0 && words[at - 1].folded == "press";
        let kind = if VOICES.contains(&noun) || press && matches!(noun, "secretary" | "officer") {
            Voice::Person
        } else if VOICES_TOGETHER.contains(&noun) {
            Voice::People
        } else if VOICING_BODIES.contains(&noun) || press && noun == "office" {
            Voice::Body
        } else {
            return None;
        };
        Some((at, kind))
    })
}

/// A name in a form that is the same for all spellings of the same letters: "Zelenskiy" and "Zelenskyy". First
/// names are kept more strictly, since "Toni" is not "Tony".
pub fn spelling(name: &str) -> Vec<String> {
    let one = |word: &str| {
        let mut word = word.replace("kh", "h");
        for run in ["iy", "ii", "yi", "ij", "yj", "yy"] {
            word = word.replace(run, "y");
        }
        word
    };
    let mut keys: Vec<String> = name.split_whitespace().map(one).collect();
    if let Some(last) = keys.last_mut() {
        *last = last.replace(['i', 'j'], "y").replace('w', "v");
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn represents(wording: &str) -> Option<String> {
        let words = name_words(wording);
        let named = represented(&words)?;
        let named: Vec<&str> = words[named]
            .iter()
            .map(|word| word.folded.as_str())
            .collect();
        Some(named.join(" "))
    }

    #[test]
    fn a_voice_names_the_one_it_speaks_for() {
        for (wording, party) in [
            ("spokesman for Ann Lee", Some("ann lee")),
            ("lawyers for the port", Some("port")),
            ("Ann Lee’s office", Some("ann lee")),
            ("Vessia’s ambassador to the United States", Some("vessia")),
            ("ambassador to the United States", None),
            ("Kremlin spokesman", Some("kremlin")),
            ("former spokesman for Ann Lee", None),
            ("lawyer for Ann Lee’s sister", None),
            ("opponents of Ann Lee", None),
        ] {
            assert_eq!(represents(wording).as_deref(), party, "{wording}");
        }
    }

    #[test]
    fn spellings_of_the_same_letters_are_one() {
        let same = |a, b| spelling(a) == spelling(b);
        assert!(same("volodymyr zelensky", "volodymyr zelenskyy"));
        assert!(same("volodymyr zelenskiy", "volodymyr zelenskyy"));
        assert!(!same("joan willers", "john willers"));
        assert!(!same("ivana petrov", "ivan petrov"));
        assert!(!same("tony hill", "toni hill"));
    }
}
