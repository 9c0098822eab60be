//! The times of questions and of the clock, as they are given.

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};

use super::global::Global;
use crate::domain::calendar::Calendar;
use crate::domain::time::When;

/// --as-of and --known-at.
pub(super) fn clocks(global: &Global, calendar: Calendar) -> Result<(Option<When>, Option<When>)> {
    let past = |text: &Option<String>, option: &str| {
        let text = text.as_deref();
        text.map(|text| parse_past(option, text, calendar))
            .transpose()
    };
    Ok((
        past(&global.as_of, "--as-of")?,
        past(&global.known_at, "--known-at")?,
    ))
}

/// Parses a time that is not in the future.
pub(super) fn parse_past(option: &str, text: &str, calendar: Calendar) -> Result<When> {
    let when = calendar.moment(text).with_context(|| option.to_owned())?;
    if calendar.is_future(when) {
        bail!(
            "{option}: {text} is in the future; it is {} now",
            When::minute(calendar.now)
        );
    }
    Ok(when)
}

/// Parses ONRECORD_NOW.
pub(super) fn parse_now(text: &str) -> Result<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.with_timezone(&Utc));
    }
    let when: When = text.parse().context("ONRECORD_NOW")?;
    let seconds = when.earliest().minutes().saturating_mul(60);
    DateTime::from_timestamp(seconds, 0).context("ONRECORD_NOW is out of range")
}
