//! Units of measure: what they measure, and how they relate to each other.

use crate::domain::decimal::Decimal;
use crate::domain::value::Value;

/// A unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Unit {
    /// What it measures.
    dimension: &'static str,
    /// How many of the smallest unit of its dimension it is.
    size: i64,
}

/// Units that can be compared, one dimension a line: its name, then each unit in the plural with its size.
#[rustfmt::skip]
const UNITS: &[(&str, &[(&str, i64)])] = &[
    ("length", &[
        ("millimetres", 10), ("millimeters", 10), ("mm", 10), ("centimetres", 100), ("centimeters", 100), ("cm", 100),
        ("metres", 10_000), ("meters", 10_000), ("kilometres", 10_000_000), ("kilometers", 10_000_000), ("km", 10_000_000),
        ("inches", 254), ("feet", 3_048), ("foot", 3_048), ("yards", 9_144), ("miles", 16_093_440),
    ]),
    ("mass", &[
        ("grams", 1), ("grammes", 1), ("kilograms", 1_000), ("kilos", 1_000), ("kg", 1_000), ("tonnes", 1_000_000),
        ("tons", 1_000_000),
    ]),
    ("area", &[("hectares", 10_000), ("acres", 4_047)]),
    ("volume", &[("millilitres", 1), ("milliliters", 1), ("litres", 1_000), ("liters", 1_000)]),
    ("power", &[("kilowatts", 1), ("megawatts", 1_000), ("gigawatts", 1_000_000)]),
    ("temperature", &[("degrees", 1)]),
    // A month is 30 days and a year twelve months: "12 months" is a year.
    ("time", &[("minutes", 1), ("hours", 60), ("days", 1_440), ("weeks", 10_080), ("months", 43_200), ("years", 518_400)]),
];

fn unit(word: &str) -> Option<Unit> {
    let lower = word.to_lowercase();
    let is = |own: &str| own == lower || own.strip_suffix('s') == Some(lower.as_str());
    UNITS.iter().find_map(|(dimension, units)| {
        let (_, size) = units.iter().find(|(own, _)| is(own))?;
        Some(Unit {
            dimension,
            size: *size,
        })
    })
}

/// What a unit measures. `None` if the word counts things.
pub(super) fn dimension(word: &str) -> Option<&'static str> {
    unit(word).map(|unit| unit.dimension)
}

/// A measured value in the smallest unit of its dimension, so that two of them can be compared.
pub(super) fn in_smallest(value: Value) -> Value {
    match value {
        Value::Count {
            amount,
            max,
            unit: word,
            about,
            bound,
        } if unit(&word).is_some() => {
            let size = unit(&word).map_or(1, |unit| unit.size);
            let scaled = |number: Decimal| number.times(size).unwrap_or(number);
            Value::Count {
                amount: scaled(amount),
                max: max.map(scaled),
                unit: word,
                about,
                bound,
            }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_one_dimension_are_compared() {
        let value = |text: &str| text.parse::<Value>().map(in_smallest);
        let amount = |text: &str| match value(text) {
            Ok(Value::Count { amount, .. }) => amount.to_string(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(amount("2 metres"), amount("200 centimetres"));
        assert_eq!(amount("1.5 tonnes"), amount("1500 kg"));
        assert_eq!(amount("3 ships"), "3");
        assert_eq!(dimension("mile"), Some("length"));
        assert_eq!(dimension("ships"), None);
    }
}
