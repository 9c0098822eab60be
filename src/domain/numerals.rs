//! Numbers as people write them: `1,500`, `1.500,50`, `1 500`, `twenty-five`, `90bn`, `3 million`.
//!
//! A point or a comma with three digits behind it may group or be decimal. In English a comma
//! groups, so `1,500` is read so; `1.500`, and `1,500` before a scale, have two readings.

use super::decimal::Decimal;

const WORDS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// Scales as words, behind a blank or directly behind the digits.
const SCALES: [(&str, i64); 22] = [
    ("dozen", 12),
    ("hundred", 100),
    ("thousand", 1_000),
    ("lakh", 100_000),
    ("lakhs", 100_000),
    ("crore", 10_000_000),
    ("crores", 10_000_000),
    ("million", MILLION),
    ("millions", MILLION),
    ("mln", MILLION),
    ("mn", MILLION),
    ("mio", MILLION),
    ("billion", BILLION),
    ("billions", BILLION),
    ("bln", BILLION),
    ("bn", BILLION),
    ("mrd", BILLION),
    ("trillion", TRILLION),
    ("trillions", TRILLION),
    ("trn", TRILLION),
    ("tn", TRILLION),
    ("k", 1_000),
];

/// Letters that are a scale directly behind the digits, and in sums of money also behind a blank.
/// Behind a blank, elsewhere, `m` may be metres.
const LETTERS: [(&str, i64); 4] = [
    ("m", MILLION),
    ("M", MILLION),
    ("b", BILLION),
    ("B", BILLION),
];

/// Letters that are a scale in sums of money only.
const MONEY_LETTERS: [(&str, i64); 3] = [("MM", MILLION), ("t", TRILLION), ("T", TRILLION)];

const MILLION: i64 = 1_000_000;
const BILLION: i64 = 1_000_000_000;
const TRILLION: i64 = 1_000_000_000_000;

/// A number as written, and what it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    /// What the digits can mean: one number, or two.
    digits: Vec<Decimal>,
    /// Whether the first of two readings is the usual one.
    comma: bool,
    /// The scale that is written.
    pub(super) scale: Option<i64>,
}

impl Numeral {
    /// What the number can mean, given the scale of a range's other end if it has none itself.
    pub(super) fn readings(&self, scale: Option<i64>) -> Vec<Decimal> {
        let scale = self.scale.or(scale);
        let usual = if self.comma && scale.is_none() { 1 } else { 2 };
        let digits = self.digits.iter().take(usual);
        digits
            .filter_map(|number| number.times(scale.unwrap_or(1)))
            .collect()
    }
}

/// The number that a word stands for, up to twenty.
pub(crate) fn below_21(word: &str) -> Option<usize> {
    WORDS.iter().position(|one| one.eq_ignore_ascii_case(word))
}

/// The number at the beginning of a text, and the rest of it. Some scales are read in sums of
/// money only.
pub(super) fn leading(text: &str, is_money: bool) -> Option<(Numeral, &str)> {
    let text = text.trim_start();
    let (digits, comma, mut rest) = match digits(text) {
        Some((length, written)) => {
            let (digits, comma) = plain(&written)?;
            (digits, comma, text.get(length..)?)
        }
        None => {
            let (number, rest) = in_words(text)?;
            (vec![number], false, rest)
        }
    };
    let mut scale = None;
    while let Some((factor, tail)) = leading_scale(rest, is_money, scale) {
        scale = Some(scale.unwrap_or(1_i64).checked_mul(factor)?);
        rest = tail;
    }
    let numeral = Numeral {
        digits,
        comma,
        scale,
    };
    Some((numeral, rest))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// The digits at the beginning of a text, with the marks between them: their length in the text,
/// and the digits with a minus sign as `-` and each grouping blank or apostrophe as `_`.
fn digits(text: &str) -> Option<(usize, String)> {
    let mut written = String::new();
    let mut letters = text.char_indices().peekable();
    if let Some((_, '-' | '−')) = letters.peek() {
        letters.next();
        written.push('-');
    }
    let mut end = 0;
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let before_digit = next.is_some_and(|next| next.is_ascii_digit());
        match letter {
            '0'..='9' => written.push(letter),
            '.' | ',' if before_digit && end > 0 => written.push(letter),
            '\'' | '’' if before_digit && end > 0 => written.push('_'),
            blank if is_blank(blank) && end > 0 && three_digits(text.get(at..)?) => {
                written.push('_');
            }
            _ => break,
        }
        end = at + letter.len_utf8();
    }
    written
        .ends_with(|c: char| c.is_ascii_digit())
        .then_some((end, written))
}

/// Whether a blank is followed by exactly three digits.
fn three_digits(text: &str) -> bool {
    let digits = text.chars().skip(1).take_while(char::is_ascii_digit);
    digits.count() == 3
}

/// What digits with marks can mean. With two readings, whether the first is the usual one.
fn plain(written: &str) -> Option<(Vec<Decimal>, bool)> {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", written),
    };
    let number = |whole: &str, fraction: &str| -> Option<Decimal> {
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}").parse().ok()
    };
    let marks: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let one = |number: Option<Decimal>| Some((vec![number?], false));
    let Some(last) = marks.last().copied() else {
        return one(number(digits, ""));
    };
    let (whole, fraction) = digits.rsplit_once(last)?;
    let once = marks.iter().filter(|mark| **mark == last).count() == 1;
    if marks.len() == 1 && last != '_' {
        let as_decimal = number(whole, fraction);
        if !is_grouped(digits, last) {
            return one(as_decimal);
        }
        return Some((vec![number(digits, "")?, as_decimal?], last == ','));
    }
    // Marks of one kind group; a different one behind them is decimal.
    let first = marks[0];
    if once && last != '_' && first != last {
        let same = marks.iter().rev().skip(1).all(|mark| *mark == first);
        let grouped = same && is_grouped(whole, first);
        return grouped.then(|| one(number(whole, fraction))).flatten();
    }
    let grouped = marks.iter().all(|mark| *mark == last) && is_grouped(digits, last);
    grouped.then(|| one(number(digits, ""))).flatten()
}

/// Whether the marks group digits: in threes, or the Indian way, `1,50,000`.
fn is_grouped(digits: &str, mark: char) -> bool {
    let groups: Vec<&str> = digits.split(mark).collect();
    let Some((first, others)) = groups.split_first() else {
        return false;
    };
    let Some((last, inner)) = others.split_last() else {
        return false;
    };
    let starts = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let threes = inner.iter().all(|group| group.len() == 3);
    let indian = mark == ',' && first.len() <= 2 && inner.iter().all(|group| group.len() == 2);
    starts && last.len() == 3 && (threes || indian)
}

/// A number in words: `three`, `twenty-five`, or `a` before a scale.
fn in_words(text: &str) -> Option<(Decimal, &str)> {
    let (word, rest) = leading_word(text)?;
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "a" | "an") {
        leading_scale(rest, false, None)?;
        return Some((Decimal::whole(1), rest));
    }
    if let Some(ten) = TENS.iter().position(|ten| *ten == lower) {
        let tens = 10 * (ten + 2);
        let ones = rest.strip_prefix(['-', ' ']).and_then(leading_word);
        let ones = ones.and_then(|(word, rest)| Some((below_21(word)?, rest)));
        let (ones, rest) = ones
            .filter(|(ones, _)| (1..10).contains(ones))
            .unwrap_or((0, rest));
        return Some((Decimal::whole(i64::try_from(tens + ones).ok()?), rest));
    }
    let number = below_21(&lower)?;
    Some((Decimal::whole(i64::try_from(number).ok()?), rest))
}

/// The letters at the beginning of a text, and the rest. A digit does not follow them.
pub(super) fn leading_word(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let whole = !word.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit());
    whole.then_some((word, rest))
}

/// The scale at the beginning of a text, and the rest. After another one only a larger scale
/// follows: `two hundred thousand`.
fn leading_scale(text: &str, is_money: bool, before: Option<i64>) -> Option<(i64, &str)> {
    let apart = text.strip_prefix(is_blank);
    let (word, rest) = leading_word(apart.unwrap_or(text))?;
    let lower = word.to_lowercase();
    let of = |table: &[(&str, i64)], word: &str| {
        let found = table.iter().find(|(name, _)| *name == word);
        found.map(|(_, factor)| *factor)
    };
    let short = apart.is_some() && lower == "k" && !is_money;
    let by_word = of(&SCALES, &lower).filter(|_| !short);
    let letter = || {
        (is_money || apart.is_none())
            .then(|| of(&LETTERS, word))
            .flatten()
    };
    let money = || is_money.then(|| of(&MONEY_LETTERS, word)).flatten();
    let factor = by_word.or_else(letter).or_else(money)?;
    before
        .is_none_or(|before| before < 1_000_000 && factor > before)
        .then_some((factor, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, is_money: bool) -> Option<(Vec<String>, &str)> {
        let (numeral, rest) = leading(text, is_money)?;
        let readings = numeral
            .readings(None)
            .iter()
            .map(Decimal::to_string)
            .collect();
        Some((readings, rest))
    }

    #[test]
    fn digits_are_read_with_their_marks() {
        for (given, meant) in [
            ("1500", "1500"),
            ("1,500", "1500"),
            ("1,500,000", "1500000"),
            ("1,50,000", "150000"),
            ("1.500.000", "1500000"),
            ("1 500", "1500"),
            ("1\u{202f}500\u{202f}000", "1500000"),
            ("1'500", "1500"),
            ("1 500,50", "1500.5"),
            ("1.500,50", "1500.5"),
            ("1,500.50", "1500.5"),
            ("1,5", "1.5"),
            ("1,50", "1.5"),
            ("0,125", "0.125"),
            ("0.125", "0.125"),
            ("1.5", "1.5"),
            ("1234.125", "1234.125"),
            ("-3", "-3"),
            ("−3.5", "-3.5"),
            ("90bn", "90000000000"),
            ("90 billion", "90000000000"),
            ("two hundred thousand", "200000"),
            ("a million", "1000000"),
            ("twenty-five", "25"),
            ("two dozen", "24"),
            ("5k", "5000"),
        ] {
            assert_eq!(
                read(given, false),
                Some((vec![meant.to_owned()], "")),
                "{given}"
            );
        }
        for (given, one, two) in [
            ("1.500", "1500", "1.5"),
            ("1,500bn", "1500000000000", "1500000000"),
        ] {
            assert_eq!(
                read(given, false),
                Some((vec![one.to_owned(), two.to_owned()], ""))
            );
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "",
            "-",
            ".5",
            "1,2345,6",
            "1.5.5",
            "1,500,5",
            "1.500.50,5,5",
            "a ship",
            "many",
            "1_5",
            "٣",
        ] {
            let whole = read(bad, false).filter(|(_, rest)| rest.is_empty());
            assert_eq!(whole, None, "{bad}");
        }
    }
}
