//! What matters of the difference between two versions of an article: recorded passages, the headline, corrections.
//!
//! An article is changed many times for reasons that concern nobody: a photograph, a comma, the hour of the last change.
//! What concerns a desk is whether words that it quoted are still there.

use std::collections::BTreeSet;

use super::passage::Passage;

/// A version of an article.
#[derive(Debug, Clone, Copy)]
pub struct Version<'t> {
    /// Its headline, if it is known.
    pub title: Option<&'t str>,
    /// Its readable text, a paragraph a line.
    pub text: &'t str,
}

/// A difference that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The headline is another one.
    Headline {
        /// What it was.
        before: String,
        /// What it is.
        now: String,
    },
    /// A note says that something was corrected.
    Correction {
        /// The note.
        note: String,
    },
    /// The words of a passage were replaced.
    Changed {
        /// The passage's place in the list that was given.
        passage: usize,
        /// The sentence that stands there now.
        now: String,
    },
    /// The words of a passage are in another paragraph.
    Moved {
        /// The passage's place in the list that was given.
        passage: usize,
        /// The paragraph in which they are now.
        now: String,
    },
    /// The words of a passage are gone.
    Gone {
        /// The passage's place in the list that was given.
        passage: usize,
    },
    /// The words of a passage are there again.
    Back {
        /// The passage's place in the list that was given.
        passage: usize,
    },
}

/// Sentences and paragraphs of which less than this share of words is common are different ones.
const ALIKE: f64 = 0.5;

/// A version with less than this share of the text that there was before is taken for a wall in front of it: a request for
/// consent, or for money.
const WALL: f64 = 0.4;

/// How notes of a correction begin, in lower case.
const CORRECTIONS: [&str; 9] = [
    "correction",
    "corrections and clarifications",
    "clarification",
    "editor's note",
    "this article was amended",
    "this article was corrected",
    "this story has been corrected",
    "this article has been corrected",
    "an earlier version of this",
];

/// What matters of the difference between two versions. The passages are given by the text that they were recorded from, which
/// may be older than both.
pub fn edits(
    recorded: &str,
    passages: &[Passage],
    before: Version<'_>,
    now: Version<'_>,
) -> Vec<Edit> {
    let mut found = Vec::new();
    if let (Some(old), Some(new)) = (before.title, now.title)
        && plain(old) != plain(new)
    {
        let (before, now) = (old.to_owned(), new.to_owned());
        found.push(Edit::Headline { before, now });
    }
    let old: BTreeSet<String> = before.text.lines().map(plain).collect();
    for paragraph in now.text.lines().filter(|line| is_correction(line)) {
        if !old.contains(&plain(paragraph)) {
            let note = paragraph.trim().to_owned();
            found.push(Edit::Correction { note });
        }
    }
    for (passage, place) in passages.iter().enumerate() {
        let Ok(words) = place.words_in(recorded) else {
            continue;
        };
        let sentence = sentence_with(recorded, words);
        let (then, now) = (
            State::of(words, sentence, before.text),
            State::of(words, sentence, now.text),
        );
        found.extend(then.edit(now, passage));
    }
    found
}

/// Whether two versions say the same but for spaces, quotation marks and how long ago it was published. A headline that is
/// not known is no other one.
pub fn is_same(one: Version<'_>, other: Version<'_>) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(plain);
        lines
            .filter(|line| !line.is_empty() && !is_age(line))
            .collect()
    };
    let titles = one.title.zip(other.title);
    titles.is_none_or(|(one, other)| plain(one) == plain(other))
        && lines(one.text) == lines(other.text)
}

/// Whether two paragraphs may be versions of one.
pub fn is_alike(one: &str, other: &str) -> bool {
    likeness(&split(one), &split(other)) >= ALIKE
}

/// Whether so little is left of a text that it must be hidden behind something.
pub fn is_wall(before: &str, now: &str) -> bool {
    let length = |text: &str| text.split_whitespace().count();
    // A count of words is exact as a float.
    #[allow(clippy::cast_precision_loss, reason = "a text has few words")]
    let (before, now) = (length(before) as f64, length(now) as f64);
    now < before * WALL
}

/// What became of a passage in a version.
#[derive(Debug, PartialEq)]
enum State<'t> {
    There { paragraph: &'t str },
    Changed { now: &'t str },
    Gone,
}

impl<'t> State<'t> {
    fn of(words: &str, sentence: &str, text: &'t str) -> Self {
        if let Some((start, _)) = Passage::ranges_of(text, words).first() {
            return Self::There {
                paragraph: line_at(text, *start),
            };
        }
        let wanted = split(sentence);
        let alike = sentences(text).map(|one| (likeness(&wanted, &split(one)), one));
        let best = alike.max_by(|(one, _), (other, _)| one.total_cmp(other));
        match best.filter(|(likeness, _)| *likeness >= ALIKE) {
            Some((_, now)) => Self::Changed { now },
            None => Self::Gone,
        }
    }

    fn edit(self, now: State<'_>, passage: usize) -> Option<Edit> {
        let likeness = |one: &str, other: &str| likeness(&split(one), &split(other));
        match (self, now) {
            (Self::There { paragraph }, State::There { paragraph: now })
                if likeness(paragraph, now) < ALIKE =>
            {
                Some(Edit::Moved {
                    passage,
                    now: now.to_owned(),
                })
            }
            (Self::Changed { .. } | Self::Gone, State::There { .. }) => {
                Some(Edit::Back { passage })
            }
            (Self::Changed { now: before }, State::Changed { now })
                if plain(before) == plain(now) =>
            {
                None
            }
            (_, State::Changed { now }) => Some(Edit::Changed {
                passage,
                now: now.to_owned(),
            }),
            (Self::There { .. } | Self::Changed { .. }, State::Gone) => {
                Some(Edit::Gone { passage })
            }
            (Self::There { .. }, State::There { .. }) | (Self::Gone, State::Gone) => None,
        }
    }
}

/// A text in lower case, with single spaces and straight quotation marks.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let straight = text
        .chars()
        .filter(|one| *one != '\u{ad}')
        .map(|one| match one {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '`' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        });
    straight.collect::<String>().to_lowercase()
}

fn is_correction(paragraph: &str) -> bool {
    let paragraph = plain(paragraph);
    let begins = |start: &str| {
        let rest = paragraph.strip_prefix(start);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    CORRECTIONS.iter().any(|start| begins(start))
}

/// Whether a line says how long ago something was: "Posted 2 hours ago".
fn is_age(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    words.len() <= 6
        && words
            .iter()
            .any(|word| word.trim_matches(|one: char| !one.is_alphanumeric()) == "ago")
        && words.iter().any(|word| {
            word.starts_with(|one: char| one.is_ascii_digit()) || *word == "an" || *word == "a"
        })
}

/// The words of a text, for comparing.
fn split(text: &str) -> Vec<String> {
    let text = plain(text);
    let words = text.split(|one: char| !one.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The share of words that two texts have in common, in order: 1 if they are the same, 0 if nothing is.
fn likeness(one: &[String], other: &[String]) -> f64 {
    if one.is_empty() && other.is_empty() {
        return 1.0;
    }
    let mut row = vec![0_u32; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, known) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == known {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    let common = f64::from(row.last().copied().unwrap_or(0));
    #[allow(clippy::cast_precision_loss, reason = "a sentence has few words")]
    let all = (one.len() + other.len()) as f64;
    2.0 * common / all
}

/// The sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(['.', '!', '?']))
        .map(str::trim)
        .filter(|one| !one.is_empty())
}

/// The sentence in which words stand, or the words themselves if they go beyond one.
fn sentence_with<'t>(text: &'t str, words: &'t str) -> &'t str {
    sentences(text)
        .find(|sentence| sentence.contains(words))
        .unwrap_or(words)
}

/// The line of a text at a byte.
fn line_at(text: &str, at: usize) -> &str {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = behind.find('\n').map_or(text.len(), |newline| at + newline);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "The pier is closed, said the harbour master.\nRepairs will cost 2 million euros, the mayor told reporters.\nNobody asked the ferrymen.";

    fn version(text: &str) -> Version<'_> {
        Version { title: None, text }
    }

    fn between(before: &str, now: &str) -> Vec<Edit> {
        let words = ["The pier is closed", "2 million euros"];
        let passages: Vec<Passage> = words
            .iter()
            .map(|words| Passage::of_words(ARTICLE, words).unwrap())
            .collect();
        edits(ARTICLE, &passages, version(before), version(now))
    }

    #[test]
    fn nothing_that_nobody_quoted_is_an_edit() {
        let other = ARTICLE
            .replace("Nobody", "No one")
            .replace("The pier is", "\u{201c}The pier\u{a0} is");
        assert_eq!(between(ARTICLE, &other), []);
        let same = |text| is_same(version(ARTICLE), version(text));
        assert!(!same(&other));
        let dressed = format!("Posted 2 hours ago\n\n{}", ARTICLE.replace(' ', "  "));
        assert!(same(&dressed));
    }

    #[test]
    fn each_edit_of_a_quoted_passage_is_reported_once() {
        let dearer = ARTICLE.replace("2 million", "3 million");
        let dearest = ARTICLE.replace("2 million", "4 million");
        let sentence =
            |cost| format!("Repairs will cost {cost} million euros, the mayor told reporters.");
        assert_eq!(
            between(ARTICLE, &dearer),
            [Edit::Changed {
                passage: 1,
                now: sentence(3)
            }]
        );
        assert_eq!(between(&dearer, &dearer), []);
        assert_eq!(
            between(&dearer, &dearest),
            [Edit::Changed {
                passage: 1,
                now: sentence(4)
            }]
        );
        assert_eq!(between(&dearest, ARTICLE), [Edit::Back { passage: 1 }]);
        let gone = ARTICLE.lines().skip(1).collect::<Vec<_>>().join("\n");
        assert_eq!(between(ARTICLE, &gone), [Edit::Gone { passage: 0 }]);
        assert_eq!(between(&gone, &gone), []);
    }

    #[test]
    fn words_in_another_paragraph_have_moved() {
        let moved = "Repairs will cost 2 million euros, the mayor told reporters.\nA storm tore planks from the whole length of it in March, and it seems that \u{2018}The pier is closed\u{2019}.";
        let now = moved.lines().last().unwrap().to_owned();
        assert_eq!(between(ARTICLE, moved), [Edit::Moved { passage: 0, now }]);
    }

    #[test]
    fn headlines_and_corrections_matter() {
        let before = Version {
            title: Some("Pier \u{2018}closed\u{2019}"),
            text: ARTICLE,
        };
        let corrected = format!("{ARTICLE}\nThis article was amended on 20 August 2025.");
        let now = Version {
            title: Some("Pier open again"),
            text: &corrected,
        };
        let found = edits(ARTICLE, &[], before, now);
        assert!(
            matches!(found[0], Edit::Headline { .. })
                && matches!(found[1], Edit::Correction { .. }),
            "{found:?}"
        );
        let same = Version {
            title: Some("Pier 'closed'"),
            text: ARTICLE,
        };
        assert_eq!(edits(ARTICLE, &[], before, same), []);
        assert!(!is_correction("Correctional officers were called"));
    }

    #[test]
    fn a_wall_is_no_edit() {
        assert!(is_wall(ARTICLE, "We value your privacy."));
        assert!(!is_wall(ARTICLE, &ARTICLE[..70]));
    }
}
