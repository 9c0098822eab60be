//! Overdue: the due day has passed, and nobody has spoken since.

use chrono::NaiveDate;

use super::super::status::Status;
use super::super::time::Moment;

/// The day after which a claim becomes overdue unless somebody speaks. This is its due day,
/// provided nobody has affirmed, negated or ruled from that day on and the claim is neither denied
/// nor withdrawn; otherwise `None`.
pub fn overdue_after(
    due: Option<NaiveDate>,
    status: Status,
    last_firm: Option<Moment>,
) -> Option<NaiveDate> {
    let is_open = !matches!(status, Status::Denied | Status::Withdrawn);
    due.filter(|day| is_open && last_firm.is_none_or(|last| last < Moment::start_of(*day)))
}

/// Whether a claim due on `due` is overdue at `now`: its due day has passed, and [`overdue_after`]
/// still gives that day.
///
/// The answer depends on the clock, so it is computed on demand; only the day is posted.
pub fn is_overdue(due: NaiveDate, status: Status, last_firm: Option<Moment>, now: Moment) -> bool {
    overdue_after(Some(due), status, last_firm).is_some_and(|day| now > Moment::end_of(day))
}
