//! What a look at a feed or an article came to, and when to look again.

use chrono::{DateTime, TimeDelta, Utc};
use onrecord_fetch::{FetchError, Validators, schedule};

use crate::domain::feed::Visits;

/// Why a look came to nothing.
pub(super) struct Failure {
    /// What went wrong.
    pub(super) reason: String,
    /// When the server wants to be asked again.
    retry: Option<DateTime<Utc>>,
    /// Whether nobody was asked, because the server does not want to be asked yet.
    pub(super) is_early: bool,
}

impl Failure {
    pub(super) fn new(reason: String) -> Self {
        Self {
            reason,
            retry: None,
            is_early: false,
        }
    }

    /// The looks at something after one failed.
    pub(super) fn visits(&self, before: &Visits, every: TimeDelta, now: DateTime<Utc>) -> Visits {
        let latest = now + schedule::MOST;
        let retry = self.retry.map(|until| until.min(latest));
        if self.is_early {
            let due = retry.unwrap_or(latest).timestamp_millis();
            return Visits {
                due: Some(due),
                ..before.clone()
            };
        }
        let failures = before.failures.saturating_add(1);
        let due = schedule::retry(now, every, failures, retry);
        Visits {
            checked: Some(now.timestamp_millis()),
            due: Some(due.timestamp_millis()),
            closed: retry.map(|until| until.timestamp_millis()),
            failures,
            error: Some(self.reason.clone()),
            ..before.clone()
        }
    }
}

impl From<&FetchError> for Failure {
    fn from(error: &FetchError) -> Self {
        Self {
            reason: error.to_string(),
            retry: error.retry(),
            is_early: matches!(error, FetchError::Early { .. }),
        }
    }
}

/// The looks at something after one went well.
pub(super) fn succeeded(validators: Validators, due: DateTime<Utc>, now: DateTime<Utc>) -> Visits {
    Visits {
        etag: validators.etag,
        modified: validators.modified,
        checked: Some(now.timestamp_millis()),
        due: Some(due.timestamp_millis()),
        ..Visits::default()
    }
}

/// What to send along, so that the server can say that nothing changed. On the first look of a day nothing is: servers
/// have said so for months of a feed that changed.
pub(super) fn validators(visits: &Visits, now: DateTime<Utc>) -> Option<Validators> {
    let checked = visits.checked.and_then(DateTime::from_timestamp_millis)?;
    (checked.date_naive() == now.date_naive()).then(|| Validators {
        etag: visits.etag.clone(),
        modified: visits.modified.clone(),
    })
}
