//! Overdue: the day has passed, and nobody has spoken since.

use chrono::NaiveDate;

use super::super::status::Status;
use super::super::time::Moment;

/// Whether a claim that was due on `due` is overdue at `now`: the day after has come, from the
/// due day on nobody has affirmed, negated or ruled, and it is neither denied nor withdrawn.
///
/// It depends on the clock, so it is asked and never posted; `last_firm` is posted for it.
pub fn is_overdue(due: NaiveDate, status: Status, last_firm: Option<Moment>, now: Moment) -> bool {
    now > Moment::end_of(due)
        && !matches!(status, Status::Denied | Status::Withdrawn)
        && last_firm.is_none_or(|last| last < Moment::start_of(due))
}
