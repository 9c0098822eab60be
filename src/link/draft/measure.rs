//! What a figure is of, where a text tells it only once: "the cost is 3 million" after "the cost of repairs".

use onrecord_extract::{Extractor, Kind, OutlineWord};

/// Nouns for what has a figure.
#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "bill", "budget", "capacity", "cost", "costs", "count", "damage", "debt", "deficit", "estimate", "fee", "figure", "loss",
    "losses", "number", "price", "rate", "share", "size", "sum", "tally", "toll", "total", "value",
];

/// Words between a noun and what its figure is of.
const RELATIONS: [&str; 3] = ["of", "for", "to"];

/// Words that may stand between "it is" and its figure.
#[rustfmt::skip]
const BEFORE_FIGURE: &[&str] = &[
    "be", "been", "now", "still", "about", "around", "some", "nearly", "almost", "over", "more", "than", "at", "least", "most",
    "only", "just", "closer", "to", "roughly", "approximately", "not", "below", "above", "under", "up", "£", "$", "€",
];

/// A clause with its subject spelled out, if it is a measure of something that only the words before it name. Two
/// things that it may be of leave it as it is.
pub(super) fn in_full(clause: &str, before: &str) -> Option<String> {
    let extractor = Extractor::shipped().ok()?;
    let words = Words::of(extractor, clause);
    let verb = words
        .outline
        .iter()
        .position(|word| word.kind.is_finite())?;
    let number = (verb..words.outline.len()).find(|at| words.is_number(*at))?;
    let noun = words.measure(verb);
    if noun.is_none() && !words.is_pronoun_with_figure(verb, number) {
        return None;
    }
    let context = Words::of(extractor, before);
    let mut told: Vec<String> = Vec::new();
    for at in 0..context.outline.len() {
        let own = context.lower(at);
        let fits = noun
            .as_ref()
            .map_or_else(|| MEASURES.contains(&own.as_str()), |noun| *noun == own);
        if let Some(of) = context.complement(at).filter(|_| fits) {
            let phrase = format!("{own} {of}");
            if !told.contains(&phrase) {
                told.push(phrase);
            }
        }
    }
    let [phrase] = told.as_slice() else {
        return None;
    };
    let rest = &clause[words.outline[verb].range.start..];
    Some(format!("the {phrase} {rest}"))
}

/// The words of a text.
struct Words<'t> {
    text: &'t str,
    outline: Vec<OutlineWord>,
}

impl<'t> Words<'t> {
    fn of(extractor: &Extractor, text: &'t str) -> Self {
        Self {
            text,
            outline: extractor.outline(text),
        }
    }

    fn lower(&self, at: usize) -> String {
        let range = self.outline.get(at).map(|word| word.range.clone());
        range.map_or_else(String::new, |range| self.text[range].to_lowercase())
    }

    fn is_number(&self, at: usize) -> bool {
        self.outline[at].kind == Kind::Number
            || self
                .lower(at)
                .contains(|letter: char| letter.is_ascii_digit())
    }

    /// The measure that is the whole subject of a clause: "the cost", "the total bill".
    fn measure(&self, verb: usize) -> Option<String> {
        let last = verb.checked_sub(1)?;
        let plain = (1..last).all(|at| matches!(self.outline[at].kind, Kind::Other | Kind::Noun));
        let noun = self.lower(last);
        (last > 0 && self.lower(0) == "the" && plain && MEASURES.contains(&noun.as_str()))
            .then_some(noun)
    }

    /// Whether the clause says of "it" that it is a figure: "it is about 3 million".
    fn is_pronoun_with_figure(&self, verb: usize, number: usize) -> bool {
        let is = matches!(self.lower(verb).as_str(), "is" | "was" | "’s" | "'s");
        let may = matches!(
            self.lower(verb).as_str(),
            "would" | "will" | "could" | "may" | "might" | "should"
        );
        let be = is || may && self.lower(verb + 1) == "be";
        let between = verb + 1..number;
        verb == 1
            && self.lower(0) == "it"
            && be
            && between
                .into_iter()
                .all(|at| BEFORE_FIGURE.contains(&self.lower(at).as_str()))
    }

    /// What follows a noun and tells what its figure is of: "of repairs", "to the economy".
    fn complement(&self, noun: usize) -> Option<&'t str> {
        let relation = noun + 1;
        if !RELATIONS.contains(&self.lower(relation).as_str()) {
            return None;
        }
        let first = relation + 1;
        let mut end = first;
        while let Some(word) = self.outline.get(end) {
            let written = self.lower(end);
            let belongs = match word.kind {
                Kind::Noun | Kind::Name | Kind::Determiner | Kind::Possessive => true,
                Kind::Other => written.chars().any(char::is_alphabetic),
                Kind::Verb => written.ends_with("ing"),
                Kind::Preposition => written == "of" && end > first,
                _ => false,
            };
            if !belongs {
                break;
            }
            end += 1;
        }
        let is_thing = |at: &usize| matches!(self.outline[*at].kind, Kind::Noun | Kind::Name);
        let last = (first..end).rev().find(is_thing)?;
        Some(&self.text[self.outline[relation].range.start..self.outline[last].range.end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_figure_is_of_is_told() {
        let full = |clause: &str, before: &str| in_full(clause, before).unwrap_or_default();
        let roof = "The mayor put the cost of the new roof at £2m. Ms Orr put ";
        assert_eq!(
            full("the cost is £3m", roof),
            "the cost of the new roof is £3m"
        );
        assert_eq!(full("it is £3m", roof), "the cost of the new roof is £3m");
        assert_eq!(
            full("it would be about 3 million pounds", roof),
            "the cost of the new roof would be about 3 million pounds"
        );
        assert_eq!(
            full(
                "the total has risen to 40",
                "The total of missing books was 30, she said."
            ),
            "the total of missing books has risen to 40"
        );
        // Told already, or about something else, or of either of two.
        assert_eq!(full("the cost of the door is £3m", roof), "");
        assert_eq!(full("it will open in 3 weeks", roof), "");
        assert_eq!(full("it is £3m", "The roof leaked, he said."), "");
        let two = format!("{roof} The cost of the door was £1m.");
        assert_eq!(full("the cost is £3m", &two), "");
    }
}
