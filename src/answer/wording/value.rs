//! Values in a sentence: "at least 1 ship", "100 to 999 customers", "within 14 days of 2025-08-18".

use crate::domain::decimal::Decimal;
use crate::domain::value::Value;

/// A value as people say it. What they type is its `Display`.
pub fn in_words(value: &Value) -> String {
    match value {
        Value::Place { .. } | Value::Text { .. } => value.to_string(),
        Value::Duration { days: 1, after } => format!("within a day of {after}"),
        Value::Duration { days, after } => format!("within {days} days of {after}"),
        Value::Count {
            amount,
            unit,
            max: None,
            ..
        } if amount.abs() == Decimal::whole(1) => {
            let plural = value.to_string();
            let number = plural.strip_suffix(unit.as_str()).unwrap_or(&plural);
            format!("{number}{}", singular(unit))
        }
        Value::Money { .. } | Value::Count { .. } | Value::Date { .. } => {
            value.to_string().replacen("..", " to ", 1)
        }
    }
}

/// One of what is counted: "ship" of "ships". The last word has the ending, or the first if it is "people".
fn singular(unit: &str) -> String {
    if let Some(rest) = unit.strip_prefix("people") {
        return format!("person{rest}");
    }
    let (before, word) = match unit.rsplit_once(' ') {
        Some((before, word)) => (format!("{before} "), word),
        None => (String::new(), unit),
    };
    let stem = |ending: &str, length: usize| {
        word.strip_suffix(ending)
            .filter(|stem| stem.chars().count() >= length)
    };
    let one = if let Some(stem) = stem("ies", 2) {
        format!("{stem}y")
    } else if let Some(stem) = stem("men", 0) {
        format!("{stem}man")
    } else if ["sses", "shes", "ches", "xes", "buses"]
        .iter()
        .any(|ending| word.ends_with(ending))
    {
        word.strip_suffix("es").unwrap_or(word).to_owned()
    } else if ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending))
    {
        word.to_owned()
    } else {
        stem("s", 2).unwrap_or(word).to_owned()
    };
    format!("{before}{one}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_in_good_english() {
        for (typed, said) in [
            ("at least 1 casualties", "at least 1 casualty"),
            ("1 ships", "1 ship"),
            ("1 fire crews", "1 fire crew"),
            ("1 people hurt", "1 person hurt"),
            ("1 firemen", "1 fireman"),
            ("1 churches", "1 church"),
            ("1 buses", "1 bus"),
            ("2 casualties", "2 casualties"),
            ("100..999 customers", "100 to 999 customers"),
            ("USD 80m..90m", "USD 80m to 90m"),
            ("2025-08-20..2025-08-25", "2025-08-20 to 2025-08-25"),
            ("14 days after 2025-08-18", "within 14 days of 2025-08-18"),
            ("place:Geneva", "Geneva"),
            ("text:a..b", "a..b"),
        ] {
            let value: Value = typed.parse().expect("a value");
            assert_eq!(in_words(&value), said);
        }
    }
}
