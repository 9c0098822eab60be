//! Sums of money and counts as people write them: `$90 billion`, `80–90 million euros`, `12%`.

use super::currency;
use super::decimal::Decimal;
use super::numerals::{self, Numeral};
use super::value::{Bound, Value};
use super::value_text::{Flaw, qualifiers, without};
use super::written::{self, WrittenDate};

/// One or two numbers with what stands around them.
struct Quantity<'t> {
    low: Numeral,
    high: Option<Numeral>,
    /// The codes that the currency can be.
    currencies: Option<Vec<&'t str>>,
    /// What follows.
    rest: &'t str,
}

/// The sum or count that a text is; `None` if it does not begin with a number.
pub(super) fn numbers(text: &str) -> Option<Result<Value, Flaw>> {
    let (about, bound, rest) = qualifiers(text)?;
    let money = quantity(rest, true)
        .filter(|sum| sum.currencies.is_some() && matches!(sum.rest.trim(), "" | "+"));
    let found = match money {
        Some(sum) => sum,
        None => quantity(rest, false)?,
    };
    let (bound, unit) = bound_behind(bound, found.rest)?;
    // Only a sign may stand directly behind the digits: "1e9 ships" is no count.
    let apart = unit.starts_with(|c: char| c.is_whitespace() || matches!(c, '%' | '°'));
    let unit = match (&found.currencies, unit.trim()) {
        (Some(_), "") => String::new(),
        // A price per something, or a sum that is part of something else.
        (Some(_), _) => return None,
        (None, "") => {
            return Some(Err(Flaw::NoUnit));
        }
        (None, _) if !apart => return None,
        (None, words) => match unit_of(words) {
            Ok(unit) => unit,
            Err(None) => return None,
            Err(Some(what)) => return Some(Err(Flaw::Other(what))),
        },
    };
    Some(the_reading(
        &found,
        |amount, max, currency| match currency {
            Some(currency) => Value::Money {
                amount,
                currency: currency.to_owned(),
                max,
                about,
                bound,
            },
            None => Value::Count {
                amount,
                unit: unit.clone(),
                max,
                about,
                bound,
            },
        },
    ))
}

/// The only value that a quantity can be.
fn the_reading(
    found: &Quantity<'_>,
    value: impl Fn(Decimal, Option<Decimal>, Option<&str>) -> Value,
) -> Result<Value, Flaw> {
    let high = found.high.as_ref();
    // In "80 to 90 million" both are millions.
    let shared = high.and_then(|high| high.scale);
    let lows = found.low.readings(shared);
    let highs: Vec<Option<Decimal>> = match high {
        None => vec![None],
        Some(high) => high.readings(None).into_iter().map(Some).collect(),
    };
    let currencies: Vec<Option<&str>> = match &found.currencies {
        None => vec![None],
        Some(codes) => codes.iter().copied().map(Some).collect(),
    };
    let mut readings: Vec<Value> = Vec::new();
    for (currency, low) in currencies
        .iter()
        .flat_map(|code| lows.iter().map(move |low| (*code, *low)))
    {
        let values = highs.iter().map(|high| value(low, *high, currency));
        readings.extend(values.filter(|value| value.check().is_ok()));
    }
    match readings.as_slice() {
        [] => Err(Flaw::Unknown),
        [value] => Ok(value.clone()),
        several => Err(Flaw::Ambiguous(several.to_vec())),
    }
}

/// Reads one number or a range, with the currency before or behind each. The letters that are a
/// scale in sums only are read if `is_money`.
fn quantity(text: &str, is_money: bool) -> Option<Quantity<'_>> {
    let between = without(text, "between ").or_else(|| without(text, "from "));
    let mut currencies = None;
    let (low, rest) = number(between.unwrap_or(text), is_money, &mut currencies)?;
    let only = |currencies, low, rest| Quantity {
        low,
        high: None,
        currencies,
        rest,
    };
    let behind_percent = rest.trim_start().strip_prefix('%').unwrap_or(rest);
    let Some(tail) = range_sign(behind_percent, between.is_some()) else {
        return between.is_none().then(|| only(currencies, low, rest));
    };
    match number(tail, is_money, &mut currencies) {
        Some((high, rest)) => Some(Quantity {
            low,
            high: Some(high),
            currencies,
            rest,
        }),
        None => between.is_none().then(|| only(currencies, low, rest)),
    }
}

/// A number with its currency. `None` also if the currency is not the one in `currencies`.
fn number<'t>(
    text: &'t str,
    is_money: bool,
    currencies: &mut Option<Vec<&'t str>>,
) -> Option<(Numeral, &'t str)> {
    let mut agree = |codes: Vec<&'t str>| match currencies {
        None => {
            *currencies = Some(codes);
            true
        }
        Some(given) => {
            given.retain(|code| codes.contains(code));
            !given.is_empty()
        }
    };
    let text = text.trim_start();
    let text = match currency::before(text) {
        Some((codes, rest)) => agree(codes).then_some(rest)?,
        None => text,
    };
    let (number, rest) = numerals::leading(text, is_money)?;
    match currency::behind(rest) {
        Some((codes, tail)) => agree(codes).then_some((number, tail)),
        None => Some((number, rest)),
    }
}

/// What follows the sign between the ends of a range.
fn range_sign(text: &str, between: bool) -> Option<&str> {
    let text = text.trim_start();
    let signs = ["..", "–", "—", "-", "to "].into_iter();
    signs
        .chain(between.then_some("and "))
        .find_map(|sign| without(text, sign))
}

/// The bound that is written behind a number or its unit: `1500+ households`, `3 ships or more`.
fn bound_behind(given: Option<Bound>, rest: &str) -> Option<(Option<Bound>, &str)> {
    let ends = [
        (" or more", Bound::AtLeast),
        (" or fewer", Bound::AtMost),
        (" or less", Bound::AtMost),
    ];
    let found = match rest.strip_prefix('+') {
        Some(rest) => Some((Bound::AtLeast, rest)),
        None => ends
            .into_iter()
            .find_map(|(words, bound)| Some((bound, rest.strip_suffix(words)?))),
    };
    match (given, found) {
        (given, None) => Some((given, rest)),
        (None, Some((bound, rest))) => Some((Some(bound), rest)),
        (Some(_), Some(_)) => None,
    }
}

/// Words that no unit begins with.
const NO_UNITS: [&str; 31] = [
    "to", "in", "of", "and", "or", "per", "out", "by", "from", "at", "x", "times", "plus", "minus",
    "than", "less", "more", "fewer", "but", "h", "cent", "cents", "pence", "half", "and", "m", "b",
    "k", "t", "point", "pc",
];

/// Scales that are not part of a unit.
const SCALE_WORDS: [&str; 9] = [
    "dozen", "hundred", "thousand", "lakh", "crore", "million", "billion", "trillion", "bn",
];

/// The unit that these words are. With an error, what they are instead.
fn unit_of(words: &str) -> Result<String, Option<&'static str>> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let unit = words.join(" ");
    let lower = unit.to_lowercase();
    if matches!(lower.as_str(), "%" | "percent" | "per cent" | "pct") {
        return Ok("percent".to_owned());
    }
    let first = lower.split(' ').next().unwrap_or_default();
    match first {
        "am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m" | "o'clock" | "o’clock" | "uhr" => {
            return Err(Some("a time of day: write text:… if that is the answer"));
        }
        "in" | "out" => return Err(Some("a share: write it in percent, such as 20 percent")),
        "cents" | "pence" | "cent" => return Err(Some("a part of a currency: write USD 0.50")),
        "m" => {
            return Err(Some(
                "in millions or in metres: write 3 million … or 3 metres",
            ));
        }
        _ => {}
    }
    let starts = unit.starts_with(|c: char| c.is_alphabetic() || c == '°');
    let odd = lower.split(' ').any(|word| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || SCALE_WORDS.contains(&word.trim_end_matches('s'))
    });
    let is_unit = starts && !odd && !NO_UNITS.contains(&first) && !is_month(first);
    if is_unit { Ok(unit) } else { Err(None) }
}

fn is_month(word: &str) -> bool {
    matches!(
        written::read_date(&format!("1 {word}")),
        Ok(WrittenDate::NoYear { .. })
    )
}
