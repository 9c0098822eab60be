//! The text of a claim, from the words of a content: it stands alone, without quotation marks and pronouns.

use onrecord_extract::{Extractor, Kind};

use super::act::as_clause;
use super::measure::in_full;
use crate::link::marks::{has_marks, without_marks};

/// Most characters of a claim that is made from the words of a text.
const LONGEST: usize = 200;

/// A content as a sentence of its own. `speaker` stands for the pronouns that begin it; `before` is what was said before
/// it in the same sentence, where its subject may be, and `context` the article before it, which may tell what its figure
/// is of.
pub(super) fn sentence(said: &str, before: &str, context: &str, speaker: Option<&str>) -> String {
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    let plain = without_marks(&said);
    let mut plain =
        plain.trim_matches(|c: char| matches!(c, ',' | ';' | ' ' | '‘' | '’' | '\'' | '–' | '—'));
    for opening in [
        "and ", "but ", "And ", "But ", "; ", "that ", "whether ", "if ", "how ",
    ] {
        plain = plain.strip_prefix(opening).unwrap_or(plain);
    }
    let act = as_clause(plain, speaker);
    let plain = plain.strip_prefix("to ").unwrap_or(plain);
    let plain = plain.trim_end_matches(['.', ',', ';', '!', '?', ' ', '’', '\'']);
    let completed = match subject(before).filter(|_| lacks_subject(plain)) {
        Some(subject) => format!("{subject} {plain}"),
        None => counted(&without_marks(before), plain)
            .or_else(|| measured(plain))
            .or(act)
            .unwrap_or_else(|| plain.to_owned()),
    };
    let completed = in_full(&completed, &without_marks(context)).unwrap_or(completed);
    // In somebody's own words, "they" and "he" are others.
    let quoted = has_marks(&said)
        || before.matches(['“', '"', '‘']).count() > before.matches(['”', '’']).count();
    let named = with_speaker(&completed, speaker, quoted);
    let named = shortened(&of_one(&named));
    let mut letters = named.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
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
        return if quoted {
            in_third_person(words)
        } else {
            words.to_owned()
        };
    }
    let others = |rest: &str| {
        if quoted {
            in_third_person(rest)
        } else {
            rest.to_owned()
        }
    };
    let own = |verb: &str| format!("{speaker} {verb} {}", others(rest));
    match lower.as_str() {
        "he" | "she" | "it" | "they" | "i" | "we" => {
            let (verb, after) = rest.split_once(' ').unwrap_or((rest, ""));
            let verb = of_one_person(words, verb);
            format!("{speaker} {verb} {}", others(after))
                .trim_end()
                .to_owned()
        }
        "his" | "her" | "its" | "their" | "my" | "our" => {
            format!("{speaker}’s {}", others(rest))
        }
        "i'm" | "we're" => own("is"),
        "i've" | "we've" => own("has"),
        "i'll" | "we'll" => own("will"),
        "i'd" | "we'd" if is_participle(rest) => own("had"),
        "i'd" | "we'd" => own("would"),
        _ => others(words),
    }
}

/// A verb after "I" or "we" as it is after a name: "we have" and "we expect".
fn of_one_person(clause: &str, verb: &str) -> String {
    match verb {
        "have" => return "has".to_owned(),
        "am" | "are" => return "is".to_owned(),
        "were" => return "was".to_owned(),
        "do" => return "does".to_owned(),
        "go" => return "goes".to_owned(),
        "don’t" | "don't" => return "doesn’t".to_owned(),
        _ => {}
    }
    let words = Extractor::shipped().map_or_else(|_| Vec::new(), |read| read.outline(clause));
    let present = words
        .get(1)
        .is_some_and(|word| word.kind == Kind::PlainPresent && clause[word.range.clone()] == *verb);
    if !present {
        return verb.to_owned();
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("ch") || verb.ends_with("sh") => {
            format!("{verb}es")
        }
        _ => format!("{verb}s"),
    }
}

/// Whether words begin with a participle, so that "’d" before them is "had": "I’d been told".
fn is_participle(words: &str) -> bool {
    #[rustfmt::skip]
    const IRREGULAR: [&str; 24] = [
        "been", "had", "gone", "done", "seen", "told", "said", "known", "made", "taken", "given", "heard", "got", "left", "met", "lost",
        "found", "thought", "kept", "held", "paid", "sent", "written", "begun",
    ];
    let first = words.split(' ').next().unwrap_or_default().to_lowercase();
    let plain = [
        "need", "feed", "proceed", "succeed", "speed", "exceed", "heed",
    ];
    IRREGULAR.contains(&first.as_str()) || first.ends_with("ed") && !plain.contains(&first.as_str())
}

/// Somebody's own words with the speaker in the third person.
fn in_third_person(words: &str) -> String {
    let mut after_speaker = false;
    let mut rest = words;
    let changed = words.split(' ').map(|word| {
        rest = rest.get(word.len() + 1..).unwrap_or_default();
        let bare = word.trim_end_matches([',', '.', ';', '!', '?']);
        let ending = &word[bare.len()..];
        let is_verb = std::mem::take(&mut after_speaker);
        let other = match bare.replace('’', "'").as_str() {
            "was" if is_verb => "were",
            "am" if is_verb => "are",
            "wasn't" if is_verb => "weren’t",
            "I" | "we" | "We" => {
                after_speaker = true;
                "they"
            }
            "my" | "My" | "our" | "Our" => "their",
            "me" | "us" => "them",
            "I'm" | "we're" => "they are",
            "I've" | "we've" => "they have",
            "I'd" | "we'd" if is_participle(rest) => "they had",
            "I'd" | "we'd" => "they would",
            "I'll" | "we'll" => "they will",
            "myself" | "ourselves" => "themselves",
            _ => return word.to_owned(),
        };
        format!("{other}{ending}")
    });
    changed.collect::<Vec<_>>().join(" ")
}

/// A number of things with the words before another one: "four bridges" after "the flood had closed two roads".
fn counted(before: &str, words: &str) -> Option<String> {
    let extractor = Extractor::shipped().ok()?;
    let own = extractor.outline(words);
    let is_count = own.first().is_some_and(|word| word.kind == Kind::Number)
        && !own.iter().any(|word| word.kind.is_finite());
    let clause = extractor.outline(before);
    let number = clause.iter().position(|word| word.kind == Kind::Number)?;
    let begun = clause[..number].iter().any(|word| word.kind.is_finite());
    let frame = before[..clause[number].range.start].trim_start_matches("that ");
    (is_count && begun).then(|| format!("{frame}{words}"))
}

/// "The cost is £25m a day", from what somebody puts at a number: "the cost at £25m a day".
fn measured(words: &str) -> Option<String> {
    let (thing, figure) = words.split_once(" at ")?;
    let number = figure.contains(|letter: char| letter.is_ascii_digit());
    let outline = Extractor::shipped().ok()?.outline(words);
    let clause = outline.iter().any(|word| word.kind.is_finite());
    (number && !clause).then(|| format!("{thing} is {figure}"))
}

/// The words that a clause is about, if it has a subject: those before its first verb.
pub(super) fn subject(clause: &str) -> Option<&str> {
    let words = Extractor::shipped().ok()?.outline(clause);
    let verb = words.iter().position(|word| word.kind.is_finite())?;
    let named = words[..verb].iter().position(|word| {
        matches!(
            word.kind,
            Kind::Noun | Kind::Name | Kind::Pronoun | Kind::Determiner | Kind::Possessive
        )
    })?;
    Some(clause[words[named].range.start..words[verb].range.start].trim())
}

/// Whether words begin with a verb and leave out whose act it is: "had later cut the request".
pub(super) fn lacks_subject(words: &str) -> bool {
    let words = Extractor::shipped().map_or_else(|_| Vec::new(), |read| read.outline(words));
    words
        .iter()
        .find(|word| !matches!(word.kind, Kind::Conjunction | Kind::Adverb))
        .is_some_and(|word| word.kind.is_finite())
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
    fn sentence(said: &str, before: &str, speaker: Option<&str>) -> String {
        super::sentence(said, before, "", speaker)
    }

    #[test]
    fn a_claim_stands_alone() {
        let speaker = Some("Orley Ports");
        assert_eq!(
            sentence("that it has struck a deal,", "", speaker),
            "Orley Ports has struck a deal."
        );
        assert_eq!(
            sentence("“We have a deal,”", "", speaker),
            "Orley Ports has a deal."
        );
        assert_eq!(
            sentence("“They are hiding the rest.”", "", speaker),
            "They are hiding the rest."
        );
        assert_eq!(
            sentence("“and we expect our people back on Thursday,”", "", speaker),
            "Orley Ports expects their people back on Thursday."
        );
        assert_eq!(
            sentence(
                "and had cut the request",
                "that the mayor had asked for boats",
                speaker
            ),
            "The mayor had cut the request."
        );
        assert_eq!(
            sentence("whether the pier was safe", "", speaker),
            "The pier was safe."
        );
        let said = "that any deal had been ‘struck’ over the crew’s pay";
        assert_eq!(
            sentence(said, "", speaker),
            "A deal had been struck over the crew’s pay."
        );
        assert_eq!(
            sentence("they had ‘shaken hands’ on the crews’ pay", "", None),
            "They had shaken hands on the crews’ pay."
        );
        assert_eq!(
            sentence("the cost to the economy at £25m a day", "", None),
            "The cost to the economy is £25m a day."
        );
        assert_eq!(
            sentence("it was 'far too high' for the crews' taste", "", None),
            "It was far too high for the crews' taste."
        );
    }
}
