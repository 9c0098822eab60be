//! Small numbers in words.

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

/// The number that a word stands for, up to twenty.
pub(super) fn below_21(word: &str) -> Option<usize> {
    WORDS.iter().position(|one| one.eq_ignore_ascii_case(word))
}
