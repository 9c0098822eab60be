//! Names of authors and publishers, as bylines and meta elements give them.

/// Words that are part of a role or a department, never of a person's name.
const ROLES: &[&str] = &[
    "editor",
    "correspondent",
    "reporter",
    "writer",
    "staff",
    "desk",
    "political",
    "chief",
    "senior",
    "health",
    "science",
    "business",
    "economics",
    "diplomatic",
    "foreign",
    "associated",
    "press",
    "agencies",
    "agency",
    "contributor",
    "columnist",
    "producer",
    "journalist",
    "bureau",
    "updated",
    "published",
    "posted",
    "news",
    "newsroom",
    "team",
    "online",
    "digital",
    "special",
    "by",
    "in",
    "at",
    "on",
    "for",
    "with",
    "from",
    "admin",
    "photography",
    "photographs",
    "video",
    "min",
    "read",
    "comments",
    "share",
    "follow",
];

/// Publishers that write themselves, as a byline gives them.
const AGENCIES: &[&str] = &[
    "reuters",
    "ap",
    "afp",
    "associated press",
    "the associated press",
    "agence france-presse",
    "press association",
    "pa media",
    "pa",
    "dpa",
    "bloomberg",
    "upi",
    "xinhua",
    "tass",
    "interfax",
    "aap",
    "efe",
    "ansa",
];

/// The people whom a byline names: "By Jo Berg and Ola Lind, Political Editor".
pub(crate) fn of_byline(byline: &str) -> Vec<String> {
    let mut byline = collapsed(byline);
    for label in [
        "written by",
        "words by",
        "story by",
        "reporting by",
        "report by",
        "by:",
        "by ",
        "author:",
        "authors:",
        "published by",
        "posted by",
    ] {
        if byline.len() >= label.len()
            && byline.is_char_boundary(label.len())
            && byline[..label.len()].eq_ignore_ascii_case(label)
        {
            byline = byline[label.len()..]
                .trim_start_matches([':', ' '])
                .to_owned();
            break;
        }
    }
    let end = byline
        .find(['|', '•', '·', '—', '–', '(', '/', '\n', '@'])
        .unwrap_or(byline.len());
    let parts = byline[..end].split([',', ';', '&']);
    let mut found: Vec<String> = Vec::new();
    for part in parts
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| first_before(part, &[" in ", " for ", " at ", " with "]))
    {
        let part = part
            .trim()
            .trim_start_matches("and ")
            .trim_start_matches("By ")
            .trim();
        if !is_name(part) {
            // What follows a role belongs to it.
            if found.is_empty() {
                continue;
            }
            break;
        }
        let part = part.to_owned();
        if !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

/// A text up to the first of some words.
fn first_before<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let end = words.iter().filter_map(|word| text.find(word)).min();
    Some(&text[..end.unwrap_or(text.len())])
}

/// Whether words can be the name of a person or an agency.
fn is_name(words: &str) -> bool {
    if AGENCIES.contains(&words.to_lowercase().as_str()) {
        return true;
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    let small = [
        "de", "da", "di", "van", "von", "der", "den", "al", "bin", "el", "la", "le", "du", "dos",
        "del", "ten", "ter", "y", "e", "of",
    ];
    (2..=5).contains(&parts.len())
        && !words
            .chars()
            .any(|c| c.is_ascii_digit() || "<>{}=:\"!?".contains(c))
        && parts.iter().all(|part| {
            part.starts_with(char::is_uppercase)
                || small.contains(part)
                || part
                    .chars()
                    .next()
                    .is_some_and(|c| !c.is_ascii() && c.is_alphabetic())
        })
        && !parts.iter().any(|part| {
            ROLES.contains(&part.to_lowercase().trim_end_matches('s'))
                || ROLES.contains(&part.to_lowercase().as_str())
        })
}

/// A name that a field gives for itself, without the words around it. `None` for addresses and the like.
pub(crate) fn of_field(name: &str) -> Option<String> {
    let name = collapsed(name);
    let name = name
        .strip_prefix("By ")
        .or_else(|| name.strip_prefix("by "))
        .unwrap_or(&name)
        .trim();
    let address = name.contains("://")
        || name.starts_with("www.")
        || name.contains('@')
        || name.contains('<');
    let empty = [
        "admin",
        "administrator",
        "none",
        "null",
        "undefined",
        "unknown",
        "author",
        "n/a",
        "staff",
        "webmaster",
    ]
    .contains(&name.to_lowercase().as_str());
    let letters = name.chars().any(char::is_alphabetic);
    (letters && !address && !empty && name.chars().count() <= 100).then(|| name.to_owned())
}

/// Words with single spaces.
pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_name_people() {
        for (byline, names) in [
            ("By Jo Berg | Published 14 August 2025", &["Jo Berg"][..]),
            (
                "By Jo Berg and Ola Lind, Political Editor",
                &["Jo Berg", "Ola Lind"],
            ),
            (
                "Jo Berg, Ola Lind & Ivo van der Meer",
                &["Jo Berg", "Ola Lind", "Ivo van der Meer"],
            ),
            ("By Reuters", &["Reuters"]),
            ("By Jo Berg in Lund", &["Jo Berg"]),
            ("By Jo Berg for The Tide", &["Jo Berg"]),
            ("Published 14 August 2025", &[]),
            ("Senior Staff Writer", &[]),
            ("4 min read", &[]),
        ] {
            assert_eq!(of_byline(byline), names, "{byline}");
        }
    }
}
