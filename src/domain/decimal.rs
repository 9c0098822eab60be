//! Exact decimal numbers: the ledger has no floats.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// Decimal places kept.
const SCALE: u32 = 6;
const UNIT: i128 = 10_i128.pow(SCALE);
/// Largest magnitude, chosen so that products with small factors stay far from overflow.
const MAX: i128 = 10_i128.pow(24);

/// An exact number with up to six decimal places.
///
/// In JSON it is an integer, or a string if it has a fraction (`"1.5"`). A JSON number with a
/// fraction is refused, since parsing would already have rounded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

/// The text is not a [`Decimal`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text:?} is not a number with at most {SCALE} digits behind the point")]
pub struct DecimalError {
    text: String,
}

impl Decimal {
    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self(i128::from(number) * UNIT)
    }

    /// This number times a whole factor; `None` if the result is out of range.
    pub fn times(self, factor: i64) -> Option<Self> {
        let product = self.0.checked_mul(i128::from(factor))?;
        (product.abs() <= MAX * UNIT).then_some(Self(product))
    }

    /// The distance from this number up to `other`; negative if `other` is less.
    pub fn up_to(self, other: Self) -> Self {
        Self(other.0.saturating_sub(self.0))
    }

    /// This number as a share of `whole`, in units of one of `parts` equal parts, rounded toward
    /// zero; `None` if `whole` is zero. For drawing to scale.
    pub fn parts_of(self, whole: Self, parts: u32) -> Option<i64> {
        let share = self.0.checked_mul(i128::from(parts))?;
        i64::try_from(share.checked_div(whole.0)?).ok()
    }

    /// The absolute value.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// This number divided by `part`, if the result has at most two decimal places. Used to write
    /// 1.5bn for 1500000000.
    pub fn short_quotient(self, part: i64) -> Option<Self> {
        let divisor = i128::from(part);
        let hundredths = (self.0 * 100) % (divisor * UNIT);
        (hundredths == 0).then(|| Self(self.0 / divisor))
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        parse(text).ok_or_else(|| DecimalError {
            text: text.to_owned(),
        })
    }
}

fn parse(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let dangling = digits.contains('.') && fraction.is_empty();
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 24 || dangling || fraction.len() > SCALE as usize {
        return None;
    }
    if !plain(whole) || !plain(fraction) {
        return None;
    }
    let units: i128 = whole.parse().ok()?;
    let parts: i128 = format!("{fraction:0<6}").parse().ok()?;
    let magnitude = units.checked_mul(UNIT)?.checked_add(parts)?;
    Some(Decimal(if negative { -magnitude } else { magnitude }))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let (whole, parts) = (magnitude / UNIT as u128, magnitude % UNIT as u128);
        let mut text = whole.to_string();
        if parts > 0 {
            let fraction = format!("{parts:06}");
            text = format!("{text}.{}", fraction.trim_end_matches('0'));
        }
        f.pad_integral(self.0 >= 0, "", &text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0 / UNIT) {
            Ok(whole) if self.0 % UNIT == 0 => serializer.serialize_i64(whole),
            _ => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, or a decimal as a string such as \"1.5\"")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
        Ok(Decimal::whole(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
        let number = i64::try_from(number).map_err(|_| E::custom("the number is too large"))?;
        Ok(Decimal::whole(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_and_print_exactly() {
        for text in ["0", "90000000000", "-3", "1.5", "0.000001", "-0.25"] {
            let number: Decimal = text.parse().expect(text);
            assert_eq!(number.to_string(), text);
        }
        for bad in ["", "-", ".5", "1.", "1e9", "1,5", "0.0000001", "٣"] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
    }

    #[test]
    fn json_holds_integers_or_strings() {
        let number: Decimal = serde_json::from_str("90000000000").expect("integer");
        assert_eq!(serde_json::to_string(&number).expect("json"), "90000000000");
        let number: Decimal = serde_json::from_str("\"1.50\"").expect("string");
        assert_eq!(serde_json::to_string(&number).expect("json"), "\"1.5\"");
        assert!(serde_json::from_str::<Decimal>("1.5").is_err());
    }
}
