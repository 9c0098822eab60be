//! Recognises English, so that texts in other languages can be refused.

use crate::thresholds;

/// The commonest words of English prose.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "that", "is", "was", "he", "for", "it", "with", "as",
    "his", "on", "be", "at", "by", "i", "this", "had", "not", "are", "but", "from", "or", "have",
    "an", "they", "which", "you", "were", "her", "she", "would", "there", "their", "we", "him",
    "been", "has", "when", "who", "will", "said", "says",
];

/// Common words of languages that use the same letters, which English prose has none of. One sentence has too few words to
/// judge by those that are missing.
const FOREIGN: &[&str] = &[
    "der", "den", "und", "das", "von", "ist", "nicht", "sich", "auf", "mit", "eine", "le", "les",
    "des", "et", "du", "une", "est", "dans", "pour", "el", "los", "las", "que", "una", "por",
    "con", "il", "che", "di", "della", "het", "een", "och", "att", "som", "nie", "na", "uma",
];

/// The length of the longest word of both.
const LONGEST: usize = 5;

/// Whether a text looks like English, judged by the common words near its beginning. True for a text that is too
/// short to judge.
pub fn looks_english(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(thresholds::LANGUAGE_SAMPLE)];
    let (mut words, mut common, mut foreign) = (0usize, 0usize, 0usize);
    let letters = head.split(|c: char| !c.is_alphabetic());
    for word in letters.filter(|word| !word.is_empty()) {
        words += 1;
        let is_known = || COMMON.iter().any(|known| known.eq_ignore_ascii_case(word));
        common += usize::from(word.len() <= LONGEST && is_known());
        let is_foreign = || FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(word));
        foreign += usize::from(word.len() <= LONGEST && is_foreign());
    }
    if words < thresholds::FEWEST_WORDS_OF_A_LANGUAGE {
        return common >= foreign || foreign < thresholds::FOREIGN_WORDS_OF_A_SENTENCE;
    }
    common as f32 >= thresholds::LEAST_SHARE_OF_COMMON_WORDS * words as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_recognised() {
        let english = "The mayor of the small town said on Monday that she would not be at the meeting of the council \
                       because she had been asked to stay with her family for the whole of the week.";
        let german = "Die Bürgermeisterin der kleinen Stadt sagte am Montag, dass sie nicht an der Sitzung des Rates \
                      teilnehmen werde, weil sie gebeten worden sei, die ganze Woche bei ihrer Familie zu bleiben.";
        assert!(looks_english(english));
        assert!(!looks_english(german));
        assert!(looks_english("Non, merci."));
        assert!(!looks_english(
            "Der Betreiber sagte am Dienstag, die Fähre werde den Hafen nicht verlassen."
        ));
        assert!(looks_english("Der Spiegel: minister resigns"));
    }
}
