//! Quotation marks in the words of a text, in the forms of several languages.

/// Double marks, which are never apostrophes.
const DOUBLE: [char; 7] = ['"', '“', '”', '„', '‟', '«', '»'];

/// Whether some words are, or have, words in quotation marks.
pub(super) fn has_marks(words: &str) -> bool {
    words.contains(DOUBLE) || words.contains(['‘', '‚', '‹', '›'])
}

/// The text without quotation marks. Apostrophes stay.
pub(super) fn without_marks(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|letter| letter.is_alphanumeric())
    };
    let mut kept = String::new();
    // Whether a ‘ opens words that a ’ closes, and whether it closes what a ‚ opened.
    let (mut open, mut low) = (false, false);
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            letter if DOUBLE.contains(letter) || matches!(letter, '‹' | '›') => {}
            '‚' => low = true,
            '‘' => (open, low) = (!low, false),
            '’' | '\'' => {
                let (after, before) = (is_letter(at.checked_sub(1)), is_letter(Some(at + 1)));
                // "The crews’ pay" and "they’re"; but in ‘shaken hands’ the mark closes.
                if after && (before || !open) {
                    kept.push(*letter);
                } else {
                    open = !open && !after && before;
                }
            }
            other => kept.push(*other),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_in_pairs_and_apostrophes_stay() {
        for (said, plain) in [
            (
                "„Wir fahren heute“, sagte sie",
                "Wir fahren heute, sagte sie",
            ),
            ("Er nannte es „Unsinn“", "Er nannte es Unsinn"),
            ("»Nein«, ‹vielleicht› und ‚nie‘", "Nein, vielleicht und nie"),
            ("« Oui », dit-elle", " Oui , dit-elle"),
            (
                "the crews’ ‘night pay’ isn’t due",
                "the crews’ night pay isn’t due",
            ),
            ("‚gut so‘ und Peters’ Boot", "gut so und Peters’ Boot"),
        ] {
            assert_eq!(without_marks(said), plain);
            assert!(has_marks(said) && !has_marks(plain), "{said}");
        }
    }
}
