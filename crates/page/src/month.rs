//! Names of months.

/// The months in English.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The months in German, French, Russian and Ukrainian, as a date has them.
#[rustfmt::skip]
const MONTHS_ABROAD: [[&str; 12]; 4] = [
    ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"],
    ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"],
];

/// A month, written out in English, German, French, Russian or Ukrainian, or by the first three or four letters of the English name.
pub(crate) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let in_english = MONTHS.iter().position(|known| {
        *known == word || ((3..=4).contains(&word.len()) && known.starts_with(word.as_str()))
    });
    let abroad = || {
        let mut names = MONTHS_ABROAD.iter();
        names.find_map(|names| names.iter().position(|known| *known == word))
    };
    let at = in_english.or_else(abroad)?;
    u32::try_from(at).ok().map(|at| at + 1)
}
