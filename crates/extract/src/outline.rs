//! The words of a text with their kind and what they depend on.

use crate::extractor::Extractor;
use crate::syntax::document::Document;
use crate::syntax::parser::ROOT;
use crate::syntax::tag;
use std::ops::Range;

/// What kind of word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A common noun.
    Noun,
    /// A proper noun.
    Name,
    /// A pronoun that stands for somebody or something: "she", "it".
    Pronoun,
    /// A possessive pronoun: "her", "its".
    Possessive,
    /// "The", "a", "this", "some".
    Determiner,
    /// A number.
    Number,
    /// A verb with a tense, or a modal verb: "sails", "sailed", "will".
    FiniteVerb,
    /// A verb in the present without an ending: "we sail".
    PlainPresent,
    /// Another form of a verb: "to sail", "sailing", "been".
    Verb,
    /// "And", "or", "but".
    Conjunction,
    /// "Of", "in", "that", "because".
    Preposition,
    /// "Who", "which", "what", "where".
    Relative,
    /// An adverb, or "not".
    Adverb,
    /// A sign or a word of another kind.
    Other,
}

/// A word or sign of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineWord {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What kind of word it is.
    pub kind: Kind,
    /// The number of the word that it depends on. `None` for the main word of a sentence.
    pub head: Option<usize>,
}

impl Kind {
    /// Whether it is a verb with a tense.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::FiniteVerb | Self::PlainPresent)
    }
}

impl Extractor {
    /// The words and signs of a text, each with its kind and what it depends on.
    pub fn outline(&self, text: &str) -> Vec<OutlineWord> {
        let document = Document::read(text, &self.tagger, &self.parser);
        let words = document.tokens.iter().zip(&document.tags);
        words
            .zip(&document.heads)
            .map(|((token, tag), head)| OutlineWord {
                range: token.start..token.end,
                kind: kind(*tag),
                head: (*head != ROOT).then_some(*head as usize),
            })
            .collect()
    }
}

fn kind(tag: u8) -> Kind {
    match tag {
        tag::NN | tag::NNS => Kind::Noun,
        tag::NNP | tag::NNPS => Kind::Name,
        tag::PRP | tag::EX => Kind::Pronoun,
        tag::PRPS => Kind::Possessive,
        tag::DT => Kind::Determiner,
        tag::CD => Kind::Number,
        tag::MD | tag::VBD | tag::VBZ => Kind::FiniteVerb,
        tag::VBP => Kind::PlainPresent,
        tag::VB | tag::VBG | tag::VBN => Kind::Verb,
        tag::CC => Kind::Conjunction,
        tag::IN | tag::TO => Kind::Preposition,
        tag::WP | tag::WDT | tag::WRB => Kind::Relative,
        tag::RB | tag::RBR => Kind::Adverb,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractor::DamagedWeights;

    #[test]
    fn words_have_kinds_and_heads() -> Result<(), DamagedWeights> {
        let text = "The ferry lost 40 passengers.";
        let words = Extractor::shipped()?.outline(text);
        let kinds: Vec<Kind> = words.iter().map(|word| word.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Determiner,
                Kind::Noun,
                Kind::FiniteVerb,
                Kind::Number,
                Kind::Noun,
                Kind::Other
            ]
        );
        assert_eq!(words[1].head, Some(2));
        assert_eq!(words[4].head, Some(2));
        assert_eq!(&text[words[2].range.clone()], "lost");
        Ok(())
    }
}
