//! The figures in what was said: sums, shares and numbers, with what they measure.

use std::str::FromStr;

use crate::domain::numerals::below_21;
use crate::domain::value::{Bound, Value};
use crate::domain::value_text::{ValueTextError, qualifiers};
use crate::link::concept::concept;
use crate::link::vectors::SHIPPED;

use super::units::{dimension, in_smallest};

/// A figure and what it measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// The figure as a typed value.
    pub(super) value: Value,
    /// What it counts. `None` for a number without a thing, as in "the toll was 40": it may count anything.
    measure: Option<String>,
    /// Whether it is in a unit of measure, such as metres. That does not say of what.
    is_measured: bool,
}

/// Nearness of two words from which they count the same things.
const LEAST_NEARNESS: f32 = 0.75;

/// Words for people of whom something else is counted: "40 people were hurt" counts the hurt.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "people", "persons", "others", "patients", "men", "women", "residents", "individuals", "civilians", "more",
];

/// Words for what is counted of people, one group a line; the first word is the unit.
const COUNTED: &[&str] = &[
    "deaths death dead died die dying killed drowned bodies body corpses fatalities victims lives perished",
    "injured injuries hurt wounded injury",
    "missing unaccounted disappeared",
    "arrests arrested detained detentions custody",
];

/// Words for numbers without a thing.
const TALLIES: &[&str] = &[
    "number", "figure", "figures", "count", "toll", "total", "estimate", "tally", "sum", "offer",
];

impl Figure {
    /// A recorded value.
    pub(super) fn of(value: Value) -> Self {
        let (measure, is_measured) = match &value {
            Value::Count { unit, .. } => {
                let measured = dimension(unit);
                let what = measured.or(counted(unit)).unwrap_or(unit);
                (Some(what.to_owned()), measured.is_some())
            }
            _ => (None, false),
        };
        Self {
            value,
            measure,
            is_measured,
        }
    }

    /// Whether two figures measure the same.
    pub(super) fn same_measure(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Money { currency: a, .. }, Value::Money { currency: b, .. }) => {
                let rates = (self.measure.as_ref(), other.measure.as_ref());
                a == b && !matches!(rates, (Some(a), Some(b)) if a != b)
            }
            (Value::Count { .. }, Value::Count { .. }) => match (&self.measure, &other.measure) {
                (Some(a), Some(b)) => same_things(a, b),
                _ => true,
            },
            _ => false,
        }
    }

    /// What [`Figure::same_measure`] looks at: figures of one kind measure the same as the same others.
    pub(super) fn kind(&self) -> (Option<&str>, Option<&str>) {
        let value = match &self.value {
            Value::Money { currency, .. } => Some(currency.as_str()),
            Value::Count { .. } => Some("count"),
            _ => None,
        };
        (value, self.measure.as_deref())
    }

    /// Whether it is said what it measures.
    pub(super) fn is_told(&self) -> bool {
        self.measure.is_some() || !matches!(self.value, Value::Count { .. })
    }

    /// Whether it is said what two figures measure, and it is the same. A length may be that of anything.
    pub(super) fn surely_same_measure(&self, other: &Self) -> bool {
        let told = |figure: &Self| figure.measure.is_some() && !figure.is_measured;
        told(self) && told(other) && self.same_measure(other)
    }

    /// Whether the figures differ. They have to measure the same. "About 40" and "at least 40" are 40 here: whoever says
    /// 41 says something else, even if both may be right.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let bare = |value: &Value| match in_smallest(value.clone()) {
            Value::Count { amount, max, .. } => Value::Count {
                amount,
                max,
                unit: "things".to_owned(),
                bound: None,
                about: false,
            },
            Value::Money {
                amount,
                max,
                currency,
                ..
            } => Value::Money {
                amount,
                max,
                currency,
                bound: None,
                about: false,
            },
            other => other,
        };
        bare(&self.value).rivals(&bare(&other.value))
    }
}

fn same_things(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let last = |unit: &str| unit.rsplit(' ').next().unwrap_or_default().to_owned();
    let (a, b) = (last(a), last(b));
    // "Deaths" and "cases" are near in meaning, but not the same.
    if counted(&a).is_some() || counted(&b).is_some() {
        return counted(&a) == counted(&b);
    }
    concept(&a).is_some() && concept(&a) == concept(&b)
        || match (SHIPPED.direction(&a), SHIPPED.direction(&b)) {
            (Some(a), Some(b)) => a.nearness(&b) >= LEAST_NEARNESS,
            _ => a == b,
        }
}

/// The unit for what a word counts of people.
fn counted(word: &str) -> Option<&'static str> {
    let line = COUNTED
        .iter()
        .find(|line| line.split(' ').any(|own| own == word))?;
    line.split(' ').next()
}

/// The figure that a content is about: the first one that says what it counts.
pub(super) fn main_figure(figures: &[Figure]) -> Option<&Figure> {
    figures
        .iter()
        .find(|figure| figure.is_told())
        .or(figures.first())
}

/// The figures in a text: sums of money, shares, and numbers of things.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let text = plain(text);
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !"£€$%".contains(c)))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let starts =
            words[at].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '€' | '$'));
        found.extend(duration(&words, at));
        if !starts || is_of_a_day(&words, at) {
            at += 1;
            continue;
        }
        let read = |count: usize| Some((figure(&words.get(at..at + count)?.join(" "))?, count));
        let is_money = |read: &(Value, usize)| matches!(read.0, Value::Money { .. });
        // "£25 million" is more than "£25", and "40 vessels" are not "40 vessels were".
        let money = [3, 2, 1].into_iter().filter_map(read).find(is_money);
        match money.or_else(|| [1, 2, 3].into_iter().find_map(read)) {
            Some((value, count)) => {
                found.extend(measured(value, &words, at, at + count));
                at += count;
            }
            None => {
                found.extend(bare(&words, at));
                at += 1;
            }
        }
    }
    found
}

/// The text with shares and small numbers in digits.
fn plain(text: &str) -> String {
    let number = |word: &str| below_21(word).filter(|number| *number <= 12);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut written: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let bare = words[at].trim_matches(|c: char| !c.is_alphanumeric());
        let half = words.get(at + 1..at + 4).is_some_and(|next| {
            next[0] == "and"
                && next[1] == "a"
                && next[2].trim_matches(|c: char| !c.is_alphanumeric()) == "half"
        });
        match number(bare) {
            Some(number) if half => {
                written.push(format!("{number}.5"));
                at += 3;
            }
            // "One" and "two" stand for somebody as often as they count, and "the two sides" are known.
            // "A three-year contract".
            None if bare
                .split_once('-')
                .is_some_and(|(first, rest)| number(first).is_some() && is_unit_of_time(rest)) =>
            {
                let (first, _) = bare.split_once('-').unwrap_or((bare, ""));
                let digits = number(first).unwrap_or_default().to_string();
                written.push(words[at].replacen(first, &digits, 1));
            }
            Some(number) if number > 2 || number == 2 && counts_two(&words, at) => {
                written.push(words[at].replace(bare, &number.to_string()))
            }
            _ => written.push(words[at].to_owned()),
        }
        at += 1;
    }
    written
        .join(" ")
        .replace("per cent", "%")
        .replace(" percent", "%")
        .replace(" %", "%")
}

/// Whether "two" counts what follows: "two metres", "two workers had died", but not "the two sides".
fn counts_two(words: &[&str], at: usize) -> bool {
    let lower = |at: usize| words.get(at).map(|word| word.to_lowercase());
    let known = at.checked_sub(1).and_then(lower).is_some_and(|before| {
        matches!(
            before.as_str(),
            "the" | "these" | "those" | "his" | "her" | "its" | "their" | "our" | "all" | "other"
        )
    });
    let bare = |word: String| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let after: Vec<String> = (at + 1..at + 6).filter_map(lower).map(bare).collect();
    let unit = after.first().is_some_and(|word| dimension(word).is_some());
    !known && (unit || after.iter().any(|word| counted(word).is_some()))
}

/// Whether a number is a day, a year, a time, or counts units of time.
fn is_of_a_day(words: &[&str], at: usize) -> bool {
    let is_month = |word: Option<&&str>| {
        word.is_some_and(|word| {
            let lower = word.to_lowercase();
            crate::domain::written::MONTHS
                .iter()
                .any(|month| lower.len() >= 3 && month.to_lowercase().starts_with(&lower))
        })
    };
    let number = words[at];
    let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let time = number.ends_with("am") || number.ends_with("pm") || number.contains(':');
    let ordinal = ["st", "nd", "rd", "th"]
        .iter()
        .any(|end| number.ends_with(end));
    let of_time = words.get(at + 1).is_some_and(|word| is_unit_of_time(word));
    year || time
        || ordinal
        || of_time
        || is_month(words.get(at + 1))
        || at > 0 && is_month(words.get(at - 1))
}

fn is_unit_of_time(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "minute" | "hour" | "day" | "week" | "month" | "year" | "decade"
    )
}

/// A value with what it measures. `None` if it does not count anything.
fn measured(value: Value, words: &[&str], from: usize, to: usize) -> Option<Figure> {
    // "£25m a day" measures something else than "£25m a year".
    let rate = words.get(to..to + 2).filter(|next| {
        matches!(next[0], "a" | "per" | "an" | "each" | "every") && is_unit_of_time(next[1])
    });
    let rate = rate.map(|next| next[1].to_lowercase());
    let mut value = qualified(value, &words[..from]);
    let Value::Count { unit, .. } = &mut value else {
        return Some(Figure {
            measure: rate,
            value,
            is_measured: false,
        });
    };
    let dimension = dimension(unit);
    let measure = match (dimension, rate) {
        (Some(dimension), None) => dimension.to_owned(),
        (Some(dimension), Some(rate)) => format!("{dimension} each {rate}"),
        (None, _) => {
            if let Some(counted) = counted_of_people(unit, words, from, to) {
                counted.clone_into(unit);
            }
            unit.to_lowercase()
        }
    };
    Some(Figure {
        value,
        measure: Some(measure),
        is_measured: dimension.is_some(),
    })
}

/// What a number of people counts by the words around it: "27 people had died" counts deaths.
fn counted_of_people(unit: &str, words: &[&str], from: usize, to: usize) -> Option<&'static str> {
    let lower = unit.to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    let is_people = PEOPLE.contains(&last);
    let named = |mut words: std::slice::Iter<'_, &str>| {
        words.find_map(|word| counted(&word.to_lowercase()))
    };
    let after = &words[to..words.len().min(to + 5)];
    let of_people = is_people.then(|| named(after.iter())).flatten();
    let toll = || {
        let before = words[..from].iter().rev().take(8);
        before
            .into_iter()
            .find_map(|word| counted(&word.to_lowercase()))
    };
    of_people
        .or_else(|| counted(last))
        .or_else(|| is_people.then(toll).flatten())
}

/// How long something is: "for three years", "will last six weeks", "a three-year contract". Other lengths of time say when
/// something was.
fn duration(words: &[&str], at: usize) -> Option<Figure> {
    let (number, unit, to) = match words[at].split_once('-') {
        Some((number, unit)) if is_unit_of_time(unit) => (number, format!("{unit}s"), at + 1),
        _ => {
            let before = words.get(at.checked_sub(1)?)?.to_lowercase();
            let lasts = matches!(
                before.as_str(),
                "for" | "last" | "lasts" | "lasted" | "take" | "takes"
            );
            let unit = words
                .get(at + 1)
                .filter(|unit| lasts && is_unit_of_time(unit))?;
            (words[at], (*unit).to_owned(), at + 2)
        }
    };
    let value = Value::from_str(&format!("{number} {unit}")).ok()?;
    matches!(value, Value::Count { .. })
        .then(|| measured(value, words, at, to))
        .flatten()
}

/// A value with what the words before it say of it: "about 40", "at least 27".
fn qualified(value: Value, before: &[&str]) -> Value {
    let longest = before.len().saturating_sub(3);
    let found = (longest..before.len()).find_map(|start| {
        let text = format!("{} ", before[start..].join(" ").to_lowercase());
        match qualifiers(&text) {
            Some((about, bound, rest)) if rest.is_empty() && (about || bound.is_some()) => {
                Some((about, bound))
            }
            _ => None,
        }
    });
    let Some((is_about, found)) = found else {
        return value;
    };
    let bounded = |max: Option<_>, bound: Option<Bound>| match max {
        None => bound.or(found),
        Some(_) => bound,
    };
    match value {
        Value::Count {
            amount,
            max,
            unit,
            about,
            bound,
        } => Value::Count {
            bound: bounded(max, bound),
            about: about || is_about,
            amount,
            max,
            unit,
        },
        Value::Money {
            amount,
            max,
            currency,
            about,
            bound,
        } => Value::Money {
            bound: bounded(max, bound),
            about: about || is_about,
            amount,
            max,
            currency,
        },
        other => other,
    }
}

/// A number without a thing, where the words around it say that it is a number: "the figure of 27".
fn bare(words: &[&str], at: usize) -> Option<Figure> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let tally = lower.iter().any(|word| TALLIES.contains(&word.as_str()));
    let unit = lower.iter().find_map(|word| counted(word));
    let short = words.len() <= 7 && at + 1 >= words.len();
    if !tally && unit.is_none() && !short {
        return None;
    }
    let range =
        at > 0 && lower[at - 1] == "between" && lower.get(at + 1).is_some_and(|word| word == "and");
    let number = match words.get(at + 2).filter(|_| range) {
        Some(end) => format!("{}-{end}", words[at]),
        None => words[at].to_owned(),
    };
    if at > 1
        && lower[at - 1] == "and"
        && lower
            .get(at.wrapping_sub(3))
            .is_some_and(|word| word == "between")
    {
        return None;
    }
    let value = Value::from_str(&format!("{number} {}", unit.unwrap_or("things"))).ok()?;
    matches!(value, Value::Count { .. }).then(|| Figure {
        value,
        measure: unit.map(str::to_owned),
        is_measured: false,
    })
}

/// A sum of money, a share or a number of things.
fn figure(text: &str) -> Option<Value> {
    let value = match Value::from_str(text) {
        Ok(value) => value,
        // "Pounds" are those of the country that news has most of; a person corrects the others.
        Err(ValueTextError::Ambiguous { readings, .. }) => {
            Value::from_str(readings.first()?).ok()?
        }
        Err(_) => return None,
    };
    match &value {
        Value::Money { .. } => Some(value),
        Value::Count { unit, .. } => {
            let lower = unit.to_lowercase();
            let counts = |word: &str| concept(word).is_some() || PEOPLE.contains(&word);
            lower.split(' ').all(counts).then_some(value)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<String> {
        let found = figures(text).into_iter();
        found.map(|figure| figure.value.typed()).collect()
    }

    #[test]
    fn figures_are_typed() {
        assert_eq!(typed("the cost was £25m a day"), ["GBP 25m"]);
        assert_eq!(typed("it costs 25 million pounds a day"), ["GBP 25m"]);
        assert_eq!(typed("the offer was 7.5 per cent"), ["7.5 percent"]);
        assert_eq!(typed("40 vessels were at anchor"), ["40 vessels"]);
        assert_eq!(typed("£25 million or $1"), ["GBP 25m", "USD 1"]);
        assert_eq!(typed("nine bodies had been found"), ["9 deaths"]);
        assert_eq!(typed("at least 27 people had died"), ["at least 27 deaths"]);
        assert_eq!(typed("a three-year contract"), ["3 years"]);
        assert_eq!(typed("it will last for about six weeks"), [""; 0]);
        assert_eq!(typed("the trial would last six weeks"), ["6 weeks"]);
        assert_eq!(typed("about £25m was lost"), ["about GBP 25m"]);
        assert_eq!(typed("a rod two metres long"), ["2 metres"]);
        assert_eq!(typed("two of the crew were killed"), ["2 deaths"]);
        assert_eq!(typed("the two sides are far apart"), [""; 0]);
        assert_eq!(typed("of 40 were"), [""; 0]);
        assert_eq!(typed("it sank on 12 May 2021, after 40 years"), [""; 0]);
    }

    #[test]
    fn what_figures_measure_is_compared() {
        let one = |text: &str| figures(text).remove(0);
        let (ships, vessels) = (one("40 ships were waiting"), one("44 vessels at anchor"));
        assert!(ships.same_measure(&vessels) && ships.differs(&vessels));
        let bare = one("the figure was 44");
        assert!(bare.same_measure(&ships) && bare.differs(&ships) && !bare.differs(&vessels));
        assert!(!ships.same_measure(&one("40 people had died")));
        let (long, longer) = (
            one("a rod 90 centimetres long"),
            one("at least two metres long"),
        );
        assert!(long.same_measure(&longer) && long.differs(&longer));
        assert!(!longer.differs(&one("200 centimetres")));
        // What is so long is not said, and a rate is no length.
        assert!(!long.surely_same_measure(&longer));
        assert!(!long.same_measure(&one("it falls by 20 centimetres a day")));
    }
}
