//! Currencies: their codes, signs and names.

/// Signs before or behind a sum, longer ones first.
const SIGNS: [(&str, &str); 24] = [
    ("US$", "USD"),
    ("U.S.$", "USD"),
    ("US $", "USD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("MX$", "MXN"),
    ("CA$", "CAD"),
    ("AU$", "AUD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("zł", "PLN"),
];

/// Names in the plural and the singular, longer ones first. Plain dollars are those of the United
/// States.
const NAMES: [(&str, &str); 32] = [
    ("us dollars", "USD"),
    ("us dollar", "USD"),
    ("u.s. dollars", "USD"),
    ("american dollars", "USD"),
    ("canadian dollars", "CAD"),
    ("australian dollars", "AUD"),
    ("new zealand dollars", "NZD"),
    ("hong kong dollars", "HKD"),
    ("swiss francs", "CHF"),
    ("pounds sterling", "GBP"),
    ("british pounds", "GBP"),
    ("indian rupees", "INR"),
    ("pakistani rupees", "PKR"),
    ("danish kroner", "DKK"),
    ("norwegian kroner", "NOK"),
    ("swedish kronor", "SEK"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("roubles", "RUB"),
    ("rouble", "RUB"),
    ("rubles", "RUB"),
    ("ruble", "RUB"),
    ("hryvnias", "UAH"),
    ("hryvnia", "UAH"),
    ("zlotys", "PLN"),
    ("zloty", "PLN"),
    ("forints", "HUF"),
];

/// Names and signs of several currencies, or of something else too.
const SHARED: [(&str, &[&str]); 14] = [
    ("rs", &["INR", "PKR"]),
    ("rs.", &["INR", "PKR"]),
    ("rupees", &["INR", "PKR"]),
    ("pounds", &["GBP", "EGP"]),
    ("pound", &["GBP", "EGP"]),
    ("francs", &["CHF", "XOF"]),
    ("kr", &["SEK", "NOK", "DKK"]),
    ("kroner", &["NOK", "DKK"]),
    ("kronor", &["SEK"]),
    ("crowns", &["CZK", "SEK"]),
    ("pesos", &["MXN", "ARS"]),
    ("dinars", &["RSD", "KWD"]),
    ("rials", &["IRR", "OMR"]),
    ("won", &["KRW"]),
];

/// Codes that are taken for a currency behind a number too, where other capitals are what is
/// counted.
const CODES: [&str; 56] = [
    "AED", "ARS", "AUD", "BGN", "BRL", "BYN", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK",
    "EGP", "EUR", "GBP", "GEL", "HKD", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JPY",
    "KRW", "KWD", "KZT", "MAD", "MDL", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PHP", "PKR",
    "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "SYP", "THB", "TRY", "TWD", "UAH",
    "USD", "VND", "XOF", "ZAR",
];

/// The codes that are read in small letters too.
const SMALL: [&str; 8] = ["usd", "eur", "gbp", "jpy", "chf", "rub", "uah", "cny"];

/// The currency that a sum begins with, as the codes it can be, and the rest.
pub(super) fn before(text: &str) -> Option<(Vec<&str>, &str)> {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some((vec![code], rest.trim_start()));
        }
    }
    for (sign, codes) in SHARED
        .iter()
        .filter(|(sign, _)| sign.starts_with("rs") || *sign == "kr")
    {
        let head = text.get(..sign.len());
        let tail = text.get(sign.len()..).unwrap_or_default();
        let numeric = tail.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if numeric && head.is_some_and(|head| head.eq_ignore_ascii_case(sign)) {
            return Some((codes.to_vec(), tail.trim_start()));
        }
    }
    let (code, rest) = text.split_at_checked(3)?;
    let apart = rest.trim_start();
    let attached = rest.starts_with(|c: char| c.is_ascii_digit());
    let is_code = is_code(code) || SMALL.contains(&code);
    (is_code && (attached || apart.len() < rest.len())).then(|| (vec![known(code)], apart))
}

/// The currency behind a number, as the codes it can be, and the rest.
pub(super) fn behind(text: &str) -> Option<(Vec<&'static str>, &str)> {
    let text = text.trim_start();
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some((vec![code], rest));
        }
    }
    let lower = text.to_lowercase();
    let whole = |name: &str| {
        let rest = lower.strip_prefix(name)?;
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
        (ends && text.is_char_boundary(name.len()))
            .then(|| text.get(name.len()..))
            .flatten()
    };
    if let Some((code, rest)) = NAMES
        .iter()
        .find_map(|(name, code)| Some((*code, whole(name)?)))
    {
        return Some((vec![code], rest));
    }
    if let Some((codes, rest)) = SHARED
        .iter()
        .find_map(|(name, codes)| Some((*codes, whole(name)?)))
    {
        return Some((codes.to_vec(), rest));
    }
    let code = text.get(..3)?;
    let code = CODES
        .iter()
        .find(|one| **one == code || SMALL.contains(&code) && one.eq_ignore_ascii_case(code))?;
    Some((vec![*code], whole(&code.to_lowercase())?))
}

/// Whether a text is three capital letters.
pub(super) fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The code in capitals.
fn known(code: &str) -> &str {
    CODES
        .iter()
        .find(|one| one.eq_ignore_ascii_case(code))
        .copied()
        .unwrap_or(code)
}
