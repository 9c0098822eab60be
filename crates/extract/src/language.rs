//! Tells English from everything else, so that other languages are refused and not guessed at.

/// Words that every English text of some length is full of.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "that", "is", "was", "he", "for", "it", "with", "as",
    "his", "on", "be", "at", "by", "i", "this", "had", "not", "are", "but", "from", "or", "have",
    "an", "they", "which", "you", "were", "her", "she", "would", "there", "their", "we", "him",
    "been", "has", "when", "who", "will", "said", "says",
];

/// The length of the longest of them.
const LONGEST: usize = 5;

/// Fewer words than this tell nothing about their language.
const ENOUGH: usize = 25;

/// The share of common words below which a text is not English. English prose has a third and more,
/// its neighbours hardly any.
const LEAST: f32 = 0.12;

/// Only the beginning is looked at: a text does not change its language so that it matters.
const LOOK: usize = 20_000;

/// Whether a text may be English. Short texts get the benefit of the doubt.
pub fn may_be_english(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(LOOK)];
    let (mut words, mut common) = (0usize, 0usize);
    let letters = head.split(|c: char| !c.is_alphabetic());
    for word in letters.filter(|word| !word.is_empty()) {
        words += 1;
        let is_known = || COMMON.iter().any(|known| known.eq_ignore_ascii_case(word));
        common += usize::from(word.len() <= LONGEST && is_known());
    }
    words < ENOUGH || common as f32 >= LEAST * words as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_noticed() {
        let english = "The mayor of the small town said on Monday that she would not be at the meeting of the council \
                       because she had been asked to stay with her family for the whole of the week.";
        let german = "Die Bürgermeisterin der kleinen Stadt sagte am Montag, dass sie nicht an der Sitzung des Rates \
                      teilnehmen werde, weil sie gebeten worden sei, die ganze Woche bei ihrer Familie zu bleiben.";
        assert!(may_be_english(english));
        assert!(!may_be_english(german));
        assert!(may_be_english("Non, merci."));
    }
}
