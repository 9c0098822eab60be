//! Addresses of pages, as far as they are compared and completed here.

use chrono::NaiveDate;

use crate::stamp::compact_day;

/// The host of an address, in lower case, without `www.`.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()?
        .to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned()).filter(|host| !host.is_empty())
}

/// The path of an address, without what is asked for behind it.
pub(crate) fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Whether an address is the front page of a site.
pub(crate) fn is_home(url: &str) -> bool {
    path(url).trim_matches('/').is_empty()
}

/// Whether two addresses are of the same page, as far as host and path go.
pub(crate) fn same(one: &str, other: &str) -> bool {
    host(one).is_some()
        && host(one) == host(other)
        && path(one).trim_end_matches('/') == path(other).trim_end_matches('/')
}

/// An address completed by the page's own. `None` if that is not possible.
pub(crate) fn absolute(url: &str, page: Option<&str>) -> Option<String> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    if (lower.starts_with("http://") || lower.starts_with("https://")) && host(url).is_some() {
        return Some(url.to_owned());
    }
    let page = page?;
    let (scheme, rest) = page.split_once("://")?;
    if let Some(rest) = url.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let host = rest.split(['/', '?', '#']).next()?;
    url.starts_with('/')
        .then(|| format!("{scheme}://{host}{url}"))
}

/// Whether a name is that of a host: "The Courier" of `courier.example`.
pub(crate) fn names_host(name: &str, host: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let name = letters(name);
    let name = name.strip_prefix("the").unwrap_or(&name);
    let host: String = letters(host);
    name.len() >= 3 && host.contains(name)
        || host
            .split("com")
            .next()
            .is_some_and(|own| own.len() >= 4 && name.contains(own))
}

/// The day in the path of an address: `/2025/08/14/`, `/2025-08-14-talks`, `/20250814/`, `/2025/aug/14/`.
pub(crate) fn day(url: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let parts: Vec<&str> = path(url)
        .split(['/', '-', '_', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    let year = |part: &str| {
        part.len() == 4 && part.starts_with("20") || part.starts_with("199") && part.len() == 4
    };
    for (at, part) in parts.iter().enumerate() {
        if let Some([month, day]) = parts.get(at + 1..at + 3)
            && year(part)
        {
            let month = match month.parse::<u32>() {
                Ok(month) if month.to_string().len() <= 2 => Some(month),
                Ok(_) => None,
                Err(_) => {
                    let month = month.to_ascii_lowercase();
                    let known = MONTHS
                        .iter()
                        .position(|known| month.starts_with(known) && month.len() <= 9);
                    known.and_then(|at| u32::try_from(at + 1).ok())
                }
            };
            let day = day.parse::<u32>().ok().filter(|_| day.len() <= 2);
            if let (Some(month), Some(day), Ok(year)) = (month, day, part.parse())
                && let Some(found) = NaiveDate::from_ymd_opt(year, month, day)
            {
                return Some(found);
            }
        }
        if part.len() == 8
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part.starts_with("20") || part.starts_with("199"))
            && let Some(day) = compact_day(part)
        {
            return Some(day);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_give_days() {
        for (url, found) in [
            ("https://c.example/2025/08/14/talks", Some("2025-08-14")),
            (
                "https://c.example/world/2025/aug/14/talks-12",
                Some("2025-08-14"),
            ),
            ("https://c.example/news/2025-8-4-talks", Some("2025-08-04")),
            (
                "https://c.example/news/20250814/talks.html?x=1",
                Some("2025-08-14"),
            ),
            ("https://c.example/news-34567890", None),
            ("https://c.example/2025/08/talks", None),
        ] {
            assert_eq!(
                day(url).map(|day| day.to_string()).as_deref(),
                found,
                "{url}"
            );
        }
    }
}
