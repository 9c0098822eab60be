//! Addresses of pages that a user gives to be published.

use anyhow::{Result, bail};
use url::Url;

use crate::domain::text::is_hostile;

/// Checks the address that was given with `option`: of a page on the web, without whatever is nobody else's business.
///
/// # Errors
/// If it is no such address. The message does not repeat a password.
pub(super) fn checked(option: &str, text: &str) -> Result<Url> {
    let parsed = Url::parse(text).ok();
    let is_whole = |url: &Url| {
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        matches!(url.scheme(), "http" | "https")
            && scheme.eq_ignore_ascii_case(url.scheme())
            && !rest.starts_with(['/', '\\'])
            && url.has_host()
    };
    let is_readable = !text.contains(|c: char| c.is_whitespace() || is_hostile(c));
    let Some(url) = parsed.filter(|url| is_readable && is_whole(url)) else {
        let is_secret = text.contains('@');
        let given = if is_secret {
            String::new()
        } else {
            format!(" {text:?}")
        };
        bail!("{option}{given} is not an address; it begins with https:// or http://");
    };
    if !url.username().is_empty() || url.password().is_some() {
        bail!(
            "{option} has a user name or password before the @, which everybody could read; leave them out"
        );
    }
    Ok(url)
}

/// As [`checked`], for an address to which something is added behind: it ends before any of these marks.
///
/// # Errors
/// As [`checked`], and if it has one of `marks`.
pub(super) fn to_extend(option: &str, text: &str, marks: &[char]) -> Result<()> {
    checked(option, text)?;
    if let Some(mark) = text.chars().find(|c| marks.contains(c)) {
        bail!(
            "{option} {text:?} has a {mark}, behind which nothing can be added; leave out what begins there"
        );
    }
    Ok(())
}
