//! What was said, split into the separate things that it says.
//!
//! "It was late and the crew had left" says two things. A number of things beside another one is a further thing too:
//! "nine dead and 40 injured".

use std::ops::Range;

use onrecord_extract::{Extractor, Kind, OutlineWord};

use super::concept::concept;
use super::proposition::sentence_ends;
use super::reading::trimmed;

/// Fewest words with a meaning of a thing that is said.
const MIN_MEANINGS: usize = 2;

/// The things that a text says, as ranges of bytes, in order. `parts` are the words of the speaker in it: what stands
/// between them interrupts.
pub(super) fn pieces(text: &str, parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for part in parts {
        for piece in pieces_of_part(&text[part.clone()]) {
            let piece = part.start + piece.start..part.start + piece.end;
            match pieces.last_mut() {
                Some(last) if !stands_alone(&text[piece.clone()]) => last.end = piece.end,
                _ => pieces.push(piece),
            }
        }
    }
    pieces
}

/// A range that is about one of the pieces: that piece, if the range says another thing too.
pub(super) fn narrowed(
    text: &str,
    range: &Range<usize>,
    about: Range<usize>,
    pieces: &[Range<usize>],
) -> Range<usize> {
    let within = |piece: &Range<usize>| range.start <= piece.start && piece.end <= range.end;
    let own = trimmed(text, about);
    let told = pieces.iter().map(|piece| trimmed(text, piece.clone()));
    let told = told.filter(|piece| within(piece) && says_something(&text[piece.clone()]));
    match told.count() > 1 && within(&own) {
        true => own,
        false => range.clone(),
    }
}

/// Whether words say something: they have a verb with a tense, or a number. "The minister," in "the minister, she said,
/// had gone" does not.
fn says_something(words: &str) -> bool {
    let mut words = outline(words).into_iter();
    words.any(|word| word.kind.is_finite() || word.kind == Kind::Number)
}

fn outline(text: &str) -> Vec<OutlineWord> {
    Extractor::shipped().map_or_else(|_| Vec::new(), |extractor| extractor.outline(text))
}

fn pieces_of_part(text: &str) -> Vec<Range<usize>> {
    let words = outline(text);
    let ends = sentence_ends(text);
    let mut cuts = vec![0];
    // Where the last clause begins, and the last number of things in it.
    let (mut clause, mut number) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        let after_sentence = at > 0
            && ends.iter().any(|end| {
                (*end..=*end + 4).contains(&word.range.start) && words[at - 1].range.end <= *end + 1
            });
        let rest = up_to_next(text, &words[at + 1..]);
        let joins = is_join(text, word);
        if after_sentence || joins && begins_clause(text, &words[clause..at], rest) {
            (clause, number) = (at, at);
        } else if joins && begins_number(text, &words[number..at], rest) {
            number = at;
        } else {
            continue;
        }
        cuts.push(word.range.start);
    }
    cuts.push(text.len());
    cuts.windows(2)
        .map(|pair| pair[0]..pair[1])
        .filter(|range| text[range.clone()].contains(char::is_alphanumeric))
        .collect()
}

/// Whether a word joins what may be two things: "and", "but", a semicolon, "with".
fn is_join(text: &str, word: &OutlineWord) -> bool {
    word.kind == Kind::Conjunction && !written(text, word).eq_ignore_ascii_case("or")
        || matches!(written(text, word), ";" | "with")
}

fn written<'t>(text: &'t str, word: &OutlineWord) -> &'t str {
    &text[word.range.clone()]
}

/// The words up to the next one that joins.
fn up_to_next<'w>(text: &str, words: &'w [OutlineWord]) -> &'w [OutlineWord] {
    let end = words
        .iter()
        .position(|word| is_join(text, word) || matches!(written(text, word), "." | "!" | "?"));
    &words[..end.unwrap_or(words.len())]
}

fn finite(words: &[OutlineWord]) -> Option<usize> {
    words.iter().position(|word| word.kind.is_finite())
}

/// Whether the words after a joining word are a clause of their own, and those before it too.
fn begins_clause(text: &str, before: &[OutlineWord], rest: &[OutlineWord]) -> bool {
    let (Some(own), Some(verb)) = (finite(before), finite(rest)) else {
        return false;
    };
    let that = rest
        .first()
        .is_some_and(|word| written(text, word) == "that");
    let subject = &rest[usize::from(that)..verb];
    if subject.iter().any(|word| word.kind == Kind::Relative)
        || before[..own]
            .iter()
            .any(|word| word.kind == Kind::Relative || matches!(written(text, word), "if" | "If"))
    {
        return false;
    }
    let is_subject = |word: &OutlineWord| {
        matches!(
            word.kind,
            Kind::Noun | Kind::Name | Kind::Pronoun | Kind::Determiner | Kind::Number
        )
    };
    if subject.iter().any(is_subject) {
        return true;
    }
    // "… and had asked the ministry": another act of the same subject.
    let after = &rest[verb + 1..];
    let skipped = after
        .iter()
        .take_while(|word| matches!(word.kind, Kind::Verb | Kind::Adverb))
        .count();
    subject.iter().all(|word| word.kind == Kind::Adverb)
        && after
            .get(skipped)
            .is_some_and(|word| is_subject(word) || word.kind == Kind::Possessive)
}

/// Whether a number of things begins after a joining word, and another stands before it: "40 dead and 9 missing".
fn begins_number(text: &str, before: &[OutlineWord], rest: &[OutlineWord]) -> bool {
    let counts = |words: &[OutlineWord]| {
        words.windows(2).any(|pair| {
            pair[0].kind == Kind::Number
                && matches!(pair[1].kind, Kind::Noun | Kind::Other)
                && pair[1].range.len() > 1
        }) || words
            .windows(3)
            .any(|three| three[0].kind == Kind::Number && three[2].kind == Kind::Noun)
    };
    let between = before.last().is_some_and(|_| {
        before
            .iter()
            .any(|word| written(text, word).eq_ignore_ascii_case("between"))
    });
    !between
        && counts(before)
        && rest.len() >= 2
        && rest[0].kind == Kind::Number
        && counts(&rest[..rest.len().min(4)])
        && !is_unit_of_time(written(text, &rest[1]))
}

fn is_unit_of_time(word: &str) -> bool {
    let singular = word.trim_end_matches('s');
    matches!(
        singular,
        "minute" | "hour" | "day" | "week" | "month" | "year" | "decade"
    )
}

/// Whether a part of what was said is worth a claim of its own: it says something, and not only of "it" or "that".
fn stands_alone(text: &str) -> bool {
    let words = outline(text);
    let meanings = words
        .iter()
        .filter(|word| concept(&written(text, word).to_lowercase()).is_some())
        .count();
    let number = words.iter().any(|word| word.kind == Kind::Number);
    let Some(verb) = finite(&words) else {
        return number && meanings >= 1;
    };
    let negated = words.iter().any(|word| {
        matches!(
            written(text, word).to_lowercase().as_str(),
            "not" | "n't" | "n’t" | "no" | "never" | "nobody" | "nothing"
        )
    });
    let first = words
        .iter()
        .find(|word| word.kind != Kind::Conjunction && word.kind != Kind::Other);
    let conditional = first.is_some_and(|word| written(text, word).eq_ignore_ascii_case("if"));
    let vague = words[..verb].iter().enumerate().any(|(at, word)| {
        match written(text, word).to_lowercase().as_str() {
            "it" | "they" | "this" | "these" | "those" => true,
            // "And that he had ordered a survey" is about him, "that is a lie" about something said before.
            "that" => at + 1 == verb,
            _ => false,
        }
    }) && !words[..verb]
        .iter()
        .any(|word| matches!(word.kind, Kind::Noun | Kind::Name));
    !conditional && (meanings >= MIN_MEANINGS && !vague || meanings >= 1 && (negated || number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let whole = 0..text.len();
        pieces(text, &[whole])
            .into_iter()
            .map(|range| text[range].trim().trim_end_matches(','))
            .collect()
    }

    #[test]
    fn what_says_several_things_is_split() {
        assert_eq!(
            split("the pier was shut and that the mayor had ordered a survey"),
            [
                "the pier was shut",
                "and that the mayor had ordered a survey"
            ]
        );
        assert_eq!(
            split("tests had confirmed cholera and that he had directed all schools to close"),
            [
                "tests had confirmed cholera",
                "and that he had directed all schools to close"
            ]
        );
        assert_eq!(
            split("the flood had left 12 houses empty and four bridges closed"),
            [
                "the flood had left 12 houses empty",
                "and four bridges closed"
            ]
        );
        assert_eq!(
            split("she had not seen the letter and had asked the council for a copy"),
            [
                "she had not seen the letter",
                "and had asked the council for a copy"
            ]
        );
        assert_eq!(
            split("“The bridge is shut. It is what it is. Nobody will cross it before May.”"),
            [
                "“The bridge is shut. It is what it is.",
                "Nobody will cross it before May.”"
            ]
        );
    }

    #[test]
    fn one_thing_stays_whole() {
        for text in [
            "shops would run out of fresh fruit and some medicines",
            "the crossings at Tuli and Marenga would stay closed",
            "the port is safe and will stay safe",
            "it took between 40 and 60 days",
            "those who sailed and those who stayed would be paid",
        ] {
            assert_eq!(split(text), [text]);
        }
    }
}
