//! What texts say that somebody is: "Ann Lee, chief executive of the port", "transport minister Ruth Oakes".

use super::words::{HEADING_ROLES, NOT_SPEAKING, OTHER_ROLES};
use crate::link::naming::{NameWord, is_title, name_words};

/// A role that a text gives to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    /// The words for it, without an article: "chief executive of the port".
    pub(super) words: String,
    /// Its noun: "executive".
    pub(super) noun: String,
    /// The wording for the one in whose service it is held.
    pub(super) of: Option<String>,
    /// Whether who holds it speaks for that one.
    pub(super) speaks: bool,
}

/// Titles that stand between a role and a name.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof", "Prof.", "Professor", "Captain", "Capt.", "Engineer", "Sir",
    "Hon.", "Gen.", "General", "Col.", "Colonel",
];

/// Words between a role and those it is held for.
const RELATIONS: [&str; 5] = ["of", "for", "at", "with", "in"];

/// Most words of a role.
const LONGEST: usize = 12;

/// The roles that a text gives to the bearer of a name.
pub(super) fn roles(text: &str, name: &str) -> Vec<Role> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(name) {
        let whole = !text[at + name.len()..].starts_with(char::is_alphanumeric);
        if whole {
            found.extend(after(&text[at + name.len()..]).and_then(role));
            found.extend(before(&text[..at]).and_then(|words| role(&words)));
        }
    }
    found
}

/// The words between the comma after a name and the next sign.
fn after(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(", ")?;
    let end = rest.find([',', '.', ';', ':', '(', '—', '–', '\n', '“', '"', '‘']);
    let words = &rest[..end.unwrap_or(rest.len())];
    // "Medical director of St. Brigid's" is not over after "St".
    let words = match rest[words.len()..].strip_prefix(". ") {
        Some(more) if words.ends_with(" St") => {
            let end = more.find([',', '.', ';', ':', '(', '—', '–', '\n', '“', '"', '‘']);
            &rest[..words.len() + 2 + end.unwrap_or(more.len())]
        }
        _ => words,
    };
    let ends = [
        "who", "which", "said", "says", "told", "added", "was", "is", "has", "had", "whose",
    ];
    let mut at = 0;
    for word in words.split(' ') {
        if ends.contains(&word) {
            return Some(&words[..at]);
        }
        at += word.len() + 1;
    }
    Some(words)
}

/// The words before a name that may tell what its bearer is, up to the last sign or the last word that cannot belong
/// to it.
fn before(text: &str) -> Option<String> {
    let text = text.trim_end();
    // "Its director, Dr" Ann Lee: the title belongs to the name.
    let untitled = TITLES
        .iter()
        .find_map(|title| text.strip_suffix(title))
        .map(str::trim_end)
        .filter(|rest| rest.ends_with(','));
    let text = untitled.unwrap_or(text);
    let text = text.strip_suffix(',').unwrap_or(text);
    let start = text.rfind([
        '.', ',', ';', ':', '(', ')', '—', '–', '\n', '”', '"', '“', '‘',
    ]);
    let words: Vec<&str> = text[start.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    })..]
        .split_whitespace()
        .collect();
    let folded: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    // A day before the text of a page, as in "date 2025-08-19 Mayor".
    let is_day =
        |word: &str| word.len() == 10 && word.chars().all(|c| c.is_ascii_digit() || c == '-');
    let stops = |word: &String| {
        is_day(word)
            || matches!(
                word.as_str(),
                "said"
                    | "says"
                    | "told"
                    | "and"
                    | "but"
                    | "that"
                    | "by"
                    | "with"
                    | "when"
                    | "as"
                    | "while"
                    | "on"
                    | "if"
                    | "is"
                    | "was"
                    | "has"
                    | "had"
                    | "added"
                    | "from"
                    | "to"
                    | "after"
                    | "asked"
                    | "which"
                    | "whom"
                    | "where"
            )
    };
    // "Medical director of" St Brigid's: the name is whose director it is.
    if folded
        .last()
        .is_some_and(|word| RELATIONS.contains(&word.as_str()))
    {
        return None;
    }
    let from = folded.iter().rposition(stops).map_or(0, |at| at + 1);
    // "Not possible to reach the minister": the role begins at its article, if that is no part of a relation.
    let determined = (from + 1..words.len()).rev().find(|at| {
        matches!(
            folded[*at].as_str(),
            "the" | "a" | "an" | "its" | "their" | "our"
        ) && !RELATIONS.contains(&folded[*at - 1].as_str())
    });
    let own = &words[determined.unwrap_or(from)..];
    (!own.is_empty() && own.len() <= LONGEST).then(|| own.join(" "))
}

/// Whether a word is a noun for a role.
pub(super) fn is_role(word: &NameWord) -> bool {
    let noun = word.folded.as_str();
    HEADING_ROLES.contains(&noun) || OTHER_ROLES.contains(&noun)
}

/// The role that some words describe. `None` if they describe none.
pub(super) fn role(text: &str) -> Option<Role> {
    let all = name_words(text);
    let raw: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .collect();
    if all.len() != raw.len() || all.len() > LONGEST {
        return None;
    }
    let skipped = all
        .iter()
        .take_while(|word| matches!(word.folded.as_str(), "the" | "a" | "an"))
        .count();
    let (words, raw) = (&all[skipped..], &raw[skipped..]);
    let relation = words
        .iter()
        .position(|word| RELATIONS.contains(&word.folded.as_str()));
    let head = relation.unwrap_or(words.len());
    let noun = words[..head].iter().rposition(is_role)?;
    // What follows the noun has to be a title of the name, or begin with "of".
    if words[noun + 1..head].iter().any(|word| !is_title(word)) {
        return None;
    }
    let clean = |range: std::ops::Range<usize>| -> String {
        let own = raw[range]
            .iter()
            .map(|word| word.trim_matches([',', '.', '"', '”']));
        own.collect::<Vec<_>>().join(" ")
    };
    let of = match relation {
        Some(at) if at + 1 < words.len() && words[at].folded != "in" => {
            Some(clean(at + 1..words.len()))
        }
        _ => owner(&words[..noun]).map(|range| {
            let name = clean(range);
            let name = name.trim_end_matches(['\'', '’']);
            let ending = ["'s", "’s"]
                .iter()
                .find_map(|ending| name.strip_suffix(ending));
            ending.unwrap_or(name).to_owned()
        }),
    };
    let gone = words[..noun]
        .iter()
        .any(|word| NOT_SPEAKING.contains(&word.folded.as_str()));
    // "Harbour master Captain" Ann Lee: a title belongs to the name.
    let end = match relation {
        Some(_) => words.len(),
        None => noun + 1,
    };
    Some(Role {
        words: clean(0..end),
        noun: words[noun].folded.clone(),
        of,
        speaks: HEADING_ROLES.contains(&words[noun].folded.as_str()) && !gone,
    })
}

/// The words before a role's noun that name whose it is: "Brackmouth Ports" spokeswoman, "its" director.
fn owner(words: &[NameWord]) -> Option<std::ops::Range<usize>> {
    let possessive = words.iter().rposition(|word| {
        word.possessive || matches!(word.folded.as_str(), "its" | "their" | "his" | "her")
    });
    if let Some(end) = possessive {
        return Some(0..end + 1);
    }
    let start = words
        .iter()
        .position(|word| word.capital && !is_title(word) && !is_role(word))?;
    let end = words[start..]
        .iter()
        .position(|word| !word.capital || is_role(word))
        .map_or(words.len(), |at| start + at);
    // The first word of a sentence has a capital in any case.
    (start > 0 || end > start + 1 || words.len() > end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, name: &str) -> Vec<(String, Option<String>, bool)> {
        let roles = roles(text, name).into_iter();
        roles
            .map(|role| (role.words, role.of, role.speaks))
            .collect()
    }

    #[test]
    fn roles_stand_before_and_after_names() {
        let one = |words: &str, of: Option<&str>, speaks| {
            vec![(words.to_owned(), of.map(str::to_owned), speaks)]
        };
        assert_eq!(
            found(
                "Ann Lee, chief executive of Orley Ports, told the BBC",
                "Ann Lee"
            ),
            one("chief executive of Orley Ports", Some("Orley Ports"), true)
        );
        assert_eq!(
            found(
                "agreed,\" Orley Ports spokeswoman Jess Lim told us",
                "Jess Lim"
            ),
            one("Orley Ports spokeswoman", Some("Orley Ports"), true)
        );
        assert_eq!(
            found("Mr Penn’s spokeswoman, Jess Lim, said", "Jess Lim"),
            one("Mr Penn’s spokeswoman", Some("Mr Penn"), true)
        );
        assert_eq!(
            found("The transport minister, Ruth Oakes, who", "Ruth Oakes"),
            one("transport minister", None, true)
        );
        assert_eq!(
            found(
                "The shadow transport secretary, Helen Oda, said",
                "Helen Oda"
            ),
            one("shadow transport secretary", None, false)
        );
        assert_eq!(
            found("Its director, Dom Ash, said", "Dom Ash"),
            one("Its director", Some("Its"), true)
        );
        assert_eq!(
            found("Harbour master Captain Idris Poe said", "Idris Poe"),
            one("Harbour master", None, false)
        );
        assert_eq!(
            found(
                "The director of St Brigid's, Dr Ann Lee, said",
                "St Brigid's"
            ),
            []
        );
        assert_eq!(
            found(
                "It was not possible to reach the Minister of Health, Dr Ann Lee",
                "Ann Lee"
            ),
            one("Minister of Health", Some("Health"), true)
        );
        assert_eq!(
            found("It was Ann Lee, of all people, he said", "Ann Lee"),
            []
        );
    }
}
