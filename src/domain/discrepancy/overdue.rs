//! Overdue: the day has passed, and nobody has spoken since.

use chrono::NaiveDate;

use super::super::status::Status;
use super::super::time::Moment;

/// The day after which a claim is overdue unless somebody speaks: its due day, where from that day
/// on nobody has affirmed, negated or ruled, and it is neither denied nor withdrawn. None where no
/// day will make it overdue.
pub fn overdue_after(
    due: Option<NaiveDate>,
    status: Status,
    last_firm: Option<Moment>,
) -> Option<NaiveDate> {
    let is_open = !matches!(status, Status::Denied | Status::Withdrawn);
    due.filter(|day| is_open && last_firm.is_none_or(|last| last < Moment::start_of(*day)))
}

/// Whether a claim that was due on `due` is overdue at `now`: the day after has come, and the
/// claim is as [`overdue_after`] says.
///
/// It depends on the clock, so it is asked and never posted; the day is posted for it.
pub fn is_overdue(due: NaiveDate, status: Status, last_firm: Option<Moment>, now: Moment) -> bool {
    overdue_after(Some(due), status, last_firm).is_some_and(|day| now > Moment::end_of(day))
}
