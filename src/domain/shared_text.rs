//! Whether two articles have their text in common, as when two papers print what one agency wrote.
//!
//! Words within quotation marks do not count: whoever heard the same speech quotes the same words. What counts is how
//! many of the other words stand in runs of eight or more that both articles have, as a share of the shorter
//! article. So a copy is found that was shortened, got another headline, or has some words changed here and there.

use foldhash::HashSet;

use sha2::{Digest, Sha256};

use super::text::folded;

/// The fewest words in a row that count as common.
const RUN: usize = 8;

/// The fewest words that a copy has in common with its original.
const FEWEST: usize = 40;

/// The least share of the shorter article that is common, in thousandths.
const LEAST: usize = 500;

/// One in so many runs is in a sketch.
const SKETCHED: u64 = 4;

/// What stands for a quotation among the words.
const QUOTATION: &str = "\"";

/// How an article is worded, so that it can be compared with others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// For each of its words whether it is one, and not a quotation.
    is_word: Vec<bool>,
    /// A digest of each run of words, in the order of the text.
    runs: Vec<u64>,
}

impl Wording {
    /// The wording of a text.
    pub fn of(text: &str) -> Self {
        let words = words(text);
        let runs = words.windows(RUN).map(|run| {
            let digest = Sha256::digest(run.join(" "));
            let mut first = [0; 8];
            first.copy_from_slice(&digest[..8]);
            u64::from_be_bytes(first)
        });
        Self {
            runs: runs.collect(),
            is_word: words.iter().map(|word| word != QUOTATION).collect(),
        }
    }

    /// Some of the digests, sorted. Which ones depends on the words alone, so articles with common text have some in
    /// common.
    pub fn sketch(&self) -> Vec<i64> {
        let chosen = self.runs.iter().filter(|run| *run % SKETCHED == 0);
        let mut sketch: Vec<i64> = chosen.map(|run| run.cast_signed()).collect();
        sketch.sort_unstable();
        sketch.dedup();
        sketch
    }

    /// The share of the shorter article that both have in common, in thousandths; `None` if neither is a copy of the
    /// other one.
    pub fn shared_with(&self, other: &Self) -> Option<u16> {
        let (shorter, longer) = match self.count() <= other.count() {
            true => (self, other),
            false => (other, self),
        };
        let runs: HashSet<u64> = longer.runs.iter().copied().collect();
        let mut common = 0;
        // Up to where the words are known to be common.
        let mut reached = 0;
        for (start, run) in shorter.runs.iter().enumerate() {
            if runs.contains(run) {
                let new = &shorter.is_word[reached.max(start)..start + RUN];
                common += new.iter().filter(|is_word| **is_word).count();
                reached = start + RUN;
            }
        }
        let share = common * 1000 / shorter.count().max(1);
        let is_copy = common >= FEWEST && share >= LEAST;
        is_copy.then(|| u16::try_from(share).unwrap_or(1000))
    }

    fn count(&self) -> usize {
        self.is_word.iter().filter(|is_word| **is_word).count()
    }
}

/// The words of a text in its order, in lower case, each quotation as one mark.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = next_quotation(rest) {
        words.extend(words_of(before));
        // A quotation of several paragraphs is one.
        if words.last().is_none_or(|last| last != QUOTATION) {
            words.push(QUOTATION.to_owned());
        }
        rest = behind;
    }
    words.extend(words_of(rest));
    words
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    let is_between = |char: char| !char.is_alphanumeric() && !matches!(char, '\'' | '’' | '\u{ad}');
    text.split(is_between).filter_map(|word| {
        // Most words need no look at what their letters are like.
        let mut word = match word.is_ascii() {
            true => word.to_ascii_lowercase(),
            false => folded(word),
        };
        word.retain(|char| char != '\'');
        (!word.is_empty()).then_some(word)
    })
}

/// What is before the next quotation of a text, and what is behind it.
fn next_quotation(text: &str) -> Option<(&str, &str)> {
    text.char_indices().find_map(|(at, mark)| {
        let inside = &text[at + mark.len_utf8()..];
        let end = match mark {
            '"' => end_of_quotation(inside, '"'),
            '“' => end_of_quotation(inside, '”'),
            '«' => end_of_quotation(inside, '»'),
            '‘' => end_of_single(inside)?,
            _ => return None,
        };
        Some((&text[..at], &inside[end..]))
    })
}

/// Where a quotation ends that has begun: behind its mark, or else with the line, since the first of several paragraphs
/// is not closed.
fn end_of_quotation(inside: &str, closing: char) -> usize {
    let mark = paragraph(inside).find(closing);
    let line = || inside.find('\n').unwrap_or(inside.len());
    mark.map_or_else(line, |at| at + closing.len_utf8())
}

/// The same for a quotation in single marks, whose closing mark is also an apostrophe.
fn end_of_single(inside: &str) -> Option<usize> {
    let paragraph = paragraph(inside);
    let mut marks = paragraph.match_indices('’');
    let is_end = |end: usize| !paragraph[end..].starts_with(char::is_alphanumeric);
    marks.find_map(|(at, mark)| Some(at + mark.len()).filter(|end| is_end(*end)))
}

/// What is left of a paragraph: the text up to an empty line.
fn paragraph(text: &str) -> &str {
    let mut end = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number > 0 && line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "Divers have found the anchor of the Lady Maren in the mouth of the river Osk, eleven weeks \
        after the barge lost it in a storm. The anchor lies in nine metres of water beside the old fairway, and a crane \
        will lift it as soon as the tide allows. Until then no ship of more than forty metres may pass the bend at night, \
        and pilots keep to the northern bank.";

    #[test]
    fn a_copy_is_found_whatever_was_cut_or_put_before_it() {
        let whole = Wording::of(REPORT);
        let cut = REPORT.split(" Until then").next().unwrap_or_default();
        let copy =
            format!("Anchor found at last\n\nReaders will remember the storm of May.\n\n{cut}");
        let copy = Wording::of(&copy);
        let share = copy.shared_with(&whole);
        assert!(share.is_some_and(|share| share > 800), "{share:?}");
        assert_eq!(share, whole.shared_with(&copy));
        let (sketch, others) = (whole.sketch(), copy.sketch());
        assert!(sketch.iter().any(|digest| others.contains(digest)));
    }

    #[test]
    fn common_quotations_do_not_make_a_copy() {
        for (open, close) in [("\"", "\""), ("“", "”"), ("‘", "’")] {
            let one =
                format!("The pilots' chief spoke on the quay. {open}{REPORT}{close} he said.");
            let other =
                format!("At noon she read this out: {open}{REPORT}{close} Nobody asked anything.");
            assert_eq!(Wording::of(&one).shared_with(&Wording::of(&other)), None);
        }
    }

    #[test]
    fn a_mark_that_is_not_closed_ends_with_its_line() {
        let text = format!("“It is late\n\n{REPORT}");
        assert!(
            Wording::of(&text)
                .shared_with(&Wording::of(REPORT))
                .is_some()
        );
        assert_eq!(words("‘Tis late"), ["tis", "late"]);
        assert_eq!(words("“One.\n\n“Two,” he said"), ["\"", "he", "said"]);
    }

    #[test]
    fn a_few_common_sentences_do_not_make_a_copy() {
        let first = REPORT.split(". ").next().unwrap_or_default();
        assert_eq!(Wording::of(first).shared_with(&Wording::of(REPORT)), None);
        let nothing = Wording::of("");
        assert_eq!(nothing.shared_with(&nothing), None);
        assert!(nothing.sketch().is_empty());
    }
}
