//! The text of a claim, from the words of a content: it stands alone, without quotation marks and pronouns.

/// Most characters of a claim that is made from the words of a text.
const LONGEST: usize = 200;

/// A content as a sentence of its own. `speaker` stands for the pronouns that begin it.
pub(super) fn sentence(said: &str, speaker: Option<&str>) -> String {
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    let plain = without_marks(&said);
    let mut plain =
        plain.trim_matches(|c: char| matches!(c, ',' | ';' | ' ' | '‘' | '’' | '\'' | '–' | '—'));
    for opening in [
        "and that ",
        "but that ",
        "that ",
        "whether ",
        "and ",
        "but ",
        "if ",
        "how ",
        "to ",
    ] {
        plain = plain.strip_prefix(opening).unwrap_or(plain);
    }
    let plain = plain.trim_end_matches(['.', ',', ';', '!', '?', ' ', '’', '\'']);
    // In somebody's own words, "they" and "he" are others.
    let quoted = said.contains(['“', '”', '"', '‘']);
    let named = with_speaker(plain, speaker, quoted);
    let named = shortened(&of_one(&named));
    let mut letters = named.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// The text without quotation marks. Apostrophes stay.
fn without_marks(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|letter| letter.is_alphanumeric())
    };
    let mut kept = String::new();
    let mut open = false;
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            '“' | '”' | '"' | '«' | '»' => {}
            '‘' => open = true,
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

/// What was denied of any is claimed of one: "any deal had been struck".
fn of_one(text: &str) -> String {
    let pairs = [
        ("anybody ", "somebody "),
        ("anyone ", "someone "),
        ("anything ", "something "),
    ];
    for (any, one) in pairs {
        if let Some(rest) = text.strip_prefix(any) {
            return format!("{one}{rest}");
        }
    }
    match text.strip_prefix("any ") {
        Some(rest) if rest.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {rest}"),
        Some(rest) => format!("a {rest}"),
        None => text.to_owned(),
    }
}

/// The words with the speaker in the place of a pronoun at their beginning.
fn with_speaker(words: &str, speaker: Option<&str>, quoted: bool) -> String {
    let Some(speaker) = speaker else {
        return words.to_owned();
    };
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let lower = first.to_lowercase().replace('’', "'");
    let first_person = lower.starts_with("i'")
        || lower.starts_with("we'")
        || matches!(lower.as_str(), "i" | "we" | "my" | "our");
    if first_person != quoted {
        return words.to_owned();
    }
    let own = |verb: &str| format!("{speaker} {verb} {rest}");
    match lower.as_str() {
        "he" | "she" | "it" | "they" | "i" | "we" => {
            let (verb, after) = rest.split_once(' ').unwrap_or((rest, ""));
            let verb = match verb {
                "have" => "has",
                "am" | "are" => "is",
                "were" => "was",
                other => other,
            };
            format!("{speaker} {verb} {after}").trim_end().to_owned()
        }
        "his" | "her" | "its" | "their" | "my" | "our" => format!("{speaker}’s {rest}"),
        "i'm" | "we're" => own("is"),
        "i've" | "we've" => own("has"),
        "i'll" | "we'll" => own("will"),
        _ => words.to_owned(),
    }
}

/// The first sentences of a text, up to a length.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let end = text[..end]
        .rfind(". ")
        .or_else(|| text[..end].rfind(' '))
        .unwrap_or(end);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_stands_alone() {
        let speaker = Some("Orley Ports");
        assert_eq!(
            sentence("that it has struck a deal,", speaker),
            "Orley Ports has struck a deal."
        );
        assert_eq!(
            sentence("“We have a deal,”", speaker),
            "Orley Ports has a deal."
        );
        assert_eq!(
            sentence("“They are hiding the rest.”", speaker),
            "They are hiding the rest."
        );
        assert_eq!(
            sentence("whether the pier was safe", speaker),
            "The pier was safe."
        );
        let said = "that any deal had been ‘struck’ over the crew’s pay";
        assert_eq!(
            sentence(said, speaker),
            "A deal had been struck over the crew’s pay."
        );
        assert_eq!(
            sentence("they had ‘shaken hands’ on the crews’ pay", None),
            "They had shaken hands on the crews’ pay."
        );
        assert_eq!(
            sentence("it was 'far too high' for the crews' taste", None),
            "It was far too high for the crews' taste."
        );
    }
}
