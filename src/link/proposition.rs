//! What was said, split into propositions.

use std::ops::Range;

/// Words before which one proposition ends and the next begins.
const BOUNDARIES: [&str; 22] = [
    " and that ",
    ", and ",
    ", but ",
    " but ",
    " – but ",
    " while ",
    "; ",
    ", to be followed by ",
    ", followed by ",
    ", adding ",
    ", with ",
    ", or ",
    " although ",
    ", although ",
    " even though ",
    ", as well as ",
    ", which ",
    ", after ",
    ", saying ",
    " or was ",
    ", at a ",
    " because ",
];

/// Minimum number of words in a proposition.
const MIN_WORDS: usize = 4;

/// The propositions of a text as ranges of bytes, in order: one range if it cannot be split.
pub fn propositions(text: &str) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = sentence_ends(text);
    for boundary in BOUNDARIES {
        cuts.extend(text.match_indices(boundary).map(|(at, _)| at));
    }
    cuts.push(text.len());
    cuts.sort_unstable();
    let (mut parts, mut start): (Vec<Range<usize>>, usize) = (Vec::new(), 0);
    for cut in cuts {
        if count(&text[start..cut]) < MIN_WORDS {
            continue;
        }
        parts.push(start..cut);
        start = cut;
    }
    // The rest is too short for a proposition of its own.
    match parts.last_mut() {
        Some(last) => last.end = text.len(),
        None => parts.push(0..text.len()),
    }
    parts
}

fn count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// Where sentences end: after a full stop, and a quotation mark if any, before a capital.
pub fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for window in 0..letters.len() {
        if !matches!(letters[window].1, '.' | '?' | '!') || abbreviates(text, letters[window].0) {
            continue;
        }
        let mut next = window + 1;
        while letters
            .get(next)
            .is_some_and(|(_, c)| matches!(c, '”' | '"' | '’' | '\''))
        {
            next += 1;
        }
        let gap = letters.get(next).is_some_and(|(_, c)| c.is_whitespace());
        let mut begin = next;
        while letters
            .get(begin)
            .is_some_and(|(_, c)| c.is_whitespace() || matches!(c, '“' | '"' | '‘'))
        {
            begin += 1;
        }
        if gap
            && letters
                .get(begin)
                .is_some_and(|(_, c)| c.is_uppercase() || c.is_numeric())
        {
            ends.push(letters[next].0);
        }
    }
    ends
}

/// Whether the full stop at `at` belongs to an abbreviation or an initial.
fn abbreviates(text: &str, at: usize) -> bool {
    let word = text[..at]
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let one_letter = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    one_letter || ABBREVIATIONS.contains(&word)
}

const ABBREVIATIONS: [&str; 14] = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Prof", "Jr", "Sr",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        propositions(text)
            .into_iter()
            .map(|range| text[range].trim())
            .collect()
    }

    #[test]
    fn text_is_split_into_propositions() {
        assert_eq!(
            parts("the mayor was ready to resign and that the budget would be cut on Monday"),
            [
                "the mayor was ready to resign",
                "and that the budget would be cut on Monday"
            ]
        );
        assert_eq!(
            parts("“We have an agreement now. It will be signed in May,”"),
            ["“We have an agreement now.", "It will be signed in May,”"]
        );
    }

    #[test]
    fn short_text_stays_whole() {
        assert_eq!(parts("the meeting"), ["the meeting"]);
        assert_eq!(parts("a truce, but soon"), ["a truce, but soon"]);
        assert_eq!(parts(""), [""]);
    }
}
