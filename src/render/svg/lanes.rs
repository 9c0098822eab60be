//! The geometry of swim lanes: a lane for each claim, a mark for each statement, a column for each day.
//!
//! Time is not to scale. News comes in bursts, and two hundred statements of one day would lie on one
//! point. Instead, every day on which something was said gets a column as wide as its busiest lane
//! needs, other days get none, and a gap shows where days are missing. So the marks of a lane never
//! overlap.

use chrono::NaiveDate;

use crate::domain::status::Status;
use crate::domain::time::parse_day;

/// The distance between the middles of two marks, in pixels.
pub(crate) const PITCH: u32 = 66;
/// The height of a lane, in pixels.
pub(crate) const HEIGHT: u32 = 34;
/// The width that a column needs for its label, in pixels.
const LEAST_WIDTH: u32 = 84;
/// The space that the sides of a column take together, in pixels.
const MARGIN: u32 = 8;
/// The width of a gap between days that do not follow each other, in pixels.
const GAP: u32 = 14;
/// The places for marks in a column of a lane. If there are more statements, the last place has the
/// number of the others.
const MOST_MARKS: usize = 12;
/// The number of columns beyond which a column is a month instead of a day, or a year.
const MOST_COLUMNS: usize = 45;

/// A statement to draw, or a change of status by a statement on another claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DataPoint {
    /// When it was made, as answers write it.
    pub said: String,
    /// The status that the claim got with it.
    pub turned: Option<Status>,
    /// Whether it gets a mark: a statement on another claim gets none.
    pub marked: bool,
}

/// The columns of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Axis {
    /// The columns, from left to right.
    pub columns: Vec<TimeColumn>,
    /// The width of the chart.
    pub width: u32,
    /// The length of a column's name: 10 for a day, 7 for a month, 4 for a year.
    letters: usize,
}

/// A column: a day, a month or a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimeColumn {
    /// The time it stands for, as answers write it.
    pub name: String,
    /// Its left edge.
    pub x: u32,
    /// Its width.
    pub width: u32,
    /// Whether there is a gap before it.
    pub gap: bool,
}

/// The marks and bands of a lane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lane {
    /// The marks, from left to right.
    pub marks: Vec<Marker>,
    /// The numbers of statements without a mark, one for each full column.
    pub more: Vec<Overflow>,
    /// The bands, from left to right. Each ends where the next begins.
    pub bands: Vec<Band>,
}

/// The mark of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The index of the statement in the lane.
    pub point: usize,
    /// Its middle.
    pub x: u32,
}

/// The statements of a full column that have no mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overflow {
    /// Their number.
    pub count: usize,
    /// The middle of the place where it is shown.
    pub x: u32,
}

/// A stretch of time in which a claim had one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Band {
    /// The status.
    pub status: Status,
    /// Its left edge.
    pub x: u32,
    /// Its width.
    pub width: u32,
}

/// The columns for some lanes. The statements of a lane have to be in order.
pub(crate) fn axis(lanes: &[Vec<DataPoint>]) -> Axis {
    let letters = [10, 7, 4]
        .into_iter()
        .find(|letters| names(lanes, *letters).len() <= MOST_COLUMNS)
        .unwrap_or(4);
    let mut columns: Vec<TimeColumn> = Vec::new();
    let mut x = 0;
    for name in names(lanes, letters) {
        let last = columns.last();
        let gap = last.is_some_and(|last| !follows(&last.name, &name));
        x += if gap { GAP } else { 0 };
        let busiest = lanes
            .iter()
            .map(|lane| slots(count(lane, &name, letters)))
            .max()
            .unwrap_or(0);
        let width = (busiest * PITCH + MARGIN).max(LEAST_WIDTH);
        columns.push(TimeColumn {
            name,
            x,
            width,
            gap,
        });
        x += width;
    }
    Axis {
        columns,
        width: x,
        letters,
    }
}

/// The names of the columns, in order.
fn names(lanes: &[Vec<DataPoint>], letters: usize) -> Vec<String> {
    let points = lanes.iter().flatten();
    let mut names: Vec<String> = points
        .map(|point| cut(&point.said, letters).to_owned())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The part of a time that names its column. A month has a column of its own, before its days.
fn cut(said: &str, letters: usize) -> &str {
    said.get(..letters).unwrap_or(said)
}

fn count(lane: &[DataPoint], name: &str, letters: usize) -> usize {
    let points = lane.iter();
    points
        .filter(|point| point.marked && cut(&point.said, letters) == name)
        .count()
}

/// The number of places that some statements take in a column.
fn slots(count: usize) -> u32 {
    u32::try_from(count.min(MOST_MARKS)).unwrap_or(0)
}

/// Whether two columns follow each other without a gap.
fn follows(one: &str, next: &str) -> bool {
    let day = |name: &str| -> Option<NaiveDate> {
        match name.len() {
            10 => parse_day(name),
            7 => parse_day(&format!("{name}-01")),
            _ => parse_day(&format!("{name}-01-01")),
        }
    };
    match (day(one), day(next)) {
        (Some(first), Some(second)) => {
            let most = match (one.len(), next.len()) {
                // A month and a day in it, or the month after it.
                (7, _) => 31,
                (4, _) => 366,
                _ => 1,
            };
            (second - first).num_days() <= most
        }
        _ => false,
    }
}

impl Axis {
    /// Lays out a lane, whose statements have to be in order; points without a mark follow them. A band begins with the first of the
    /// statements made at the time at which the status changed.
    pub(crate) fn lane(&self, points: &[DataPoint]) -> Lane {
        let mut lane = Lane::default();
        let mut turns: Vec<(u32, Status)> = Vec::new();
        for column in &self.columns {
            let within =
                |(_, point): &(usize, &DataPoint)| cut(&point.said, self.letters) == column.name;
            let here: Vec<(usize, &DataPoint)> = points.iter().enumerate().filter(within).collect();
            let marked = here.iter().copied().filter(|(_, point)| point.marked);
            let marked: Vec<(usize, &DataPoint)> = marked.collect();
            let kept = kept(&marked);
            let mut x = column.x + (MARGIN + PITCH) / 2;
            let mut moment = (x, "");
            for &(index, point) in &here {
                // Statements made at the same time have no order: they changed the status together.
                if moment.1 != point.said {
                    moment = (x, &point.said);
                }
                turns.extend(point.turned.map(|status| (moment.0, status)));
                if kept.contains(&index) {
                    lane.marks.push(Marker { point: index, x });
                    x += PITCH;
                }
            }
            if marked.len() > kept.len() {
                lane.more.push(Overflow {
                    count: marked.len() - kept.len(),
                    x: last_place(column.x),
                });
            }
        }
        lane.bands = self.bands(&lane, &turns);
        lane
    }

    fn bands(&self, lane: &Lane, turns: &[(u32, Status)]) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let Some(first) = lane.marks.first() else {
            return bands;
        };
        for &(x, status) in turns {
            let x = x.max(first.x) - PITCH / 2;
            match bands.last_mut() {
                Some(last) if last.x == x => last.status = status,
                Some(last) => {
                    last.width = x - last.x;
                    bands.push(Band {
                        status,
                        x,
                        width: 0,
                    });
                }
                None => bands.push(Band {
                    status,
                    x,
                    width: 0,
                }),
            }
        }
        if let Some(last) = bands.last_mut() {
            last.width = self.width.saturating_sub(last.x);
        }
        bands
    }
}

/// The middle of the last place of a full column.
fn last_place(left: u32) -> u32 {
    left + (MARGIN + PITCH) / 2 + PITCH * (slots(MOST_MARKS) - 1)
}

/// The statements of a column that get a mark: first those that changed the status, then the others in
/// order. If some get none, one place is left for their number.
fn kept(here: &[(usize, &DataPoint)]) -> Vec<usize> {
    if here.len() <= MOST_MARKS {
        return here.iter().map(|(index, _)| *index).collect();
    }
    let turned = here.iter().filter(|(_, point)| point.turned.is_some());
    let others = here.iter().filter(|(_, point)| point.turned.is_none());
    let first = turned.chain(others).take(MOST_MARKS - 1);
    first.map(|(index, _)| *index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(said: &str, turned: Option<Status>) -> DataPoint {
        DataPoint {
            said: said.to_owned(),
            turned,
            marked: true,
        }
    }

    /// A lane with `count` statements on each of these days.
    fn lane(days: &[(&str, usize)]) -> Vec<DataPoint> {
        let days = days.iter();
        days.flat_map(|(day, count)| vec![point(day, None); *count])
            .collect()
    }

    #[test]
    fn a_column_is_as_wide_as_its_busiest_lane_needs() {
        let lanes = [lane(&[("2025-08-18", 1)]), lane(&[("2025-08-18", 9)])];
        let axis = axis(&lanes);
        assert_eq!(axis.columns.len(), 1);
        assert_eq!(axis.columns[0].width, 9 * PITCH + MARGIN);
        assert_eq!(axis.width, axis.columns[0].width);
    }

    #[test]
    fn columns_stand_in_order_and_say_where_days_are_missing() {
        let axis = axis(&[lane(&[
            ("2025-08", 1),
            ("2025-08-15", 1),
            ("2025-08-18", 2),
            ("2025-08-19T14:05Z", 1),
        ])]);
        let shown: Vec<(&str, bool)> = axis
            .columns
            .iter()
            .map(|column| (column.name.as_str(), column.gap))
            .collect();
        assert_eq!(
            shown,
            [
                ("2025-08", false),
                ("2025-08-15", false),
                ("2025-08-18", true),
                ("2025-08-19", false)
            ]
        );
        for pair in axis.columns.windows(2) {
            let between = if pair[1].gap { GAP } else { 0 };
            assert_eq!(pair[0].x + pair[0].width + between, pair[1].x);
        }
    }

    #[test]
    fn marks_never_overlap_and_stay_in_their_column() {
        let busy = lane(&[("2025-08-18", 200), ("2025-08-19", 3)]);
        let axis = axis(&[busy.clone(), lane(&[("2025-08-19", 7)])]);
        let drawn = axis.lane(&busy);
        for pair in drawn.marks.windows(2) {
            assert!(pair[1].x >= pair[0].x + PITCH, "{pair:?}");
            assert!(pair[1].point > pair[0].point);
        }
        let first = &axis.columns[0];
        let in_first = drawn.marks.iter().filter(|mark| mark.x < first.width);
        assert_eq!(in_first.count(), MOST_MARKS - 1);
        assert_eq!(drawn.more.len(), 1);
        assert_eq!(drawn.more[0].count, 200 - (MOST_MARKS - 1));
        assert!(drawn.more[0].x + PITCH / 2 <= first.x + first.width);
        assert_eq!(drawn.marks.len(), MOST_MARKS - 1 + 3);
    }

    #[test]
    fn bands_follow_each_other_to_the_edge() {
        use Status::{Confirmed, Disputed, Unconfirmed};
        let points = [
            point("2025-08-18", Some(Unconfirmed)),
            point("2025-08-18", None),
            point("2025-08-19", Some(Disputed)),
            point("2025-08-20", Some(Confirmed)),
        ];
        let axis = axis(&[points.to_vec()]);
        let drawn = axis.lane(&points);
        let statuses: Vec<Status> = drawn.bands.iter().map(|band| band.status).collect();
        assert_eq!(statuses, [Unconfirmed, Disputed, Confirmed]);
        for pair in drawn.bands.windows(2) {
            assert_eq!(pair[0].x + pair[0].width, pair[1].x);
        }
        let last = drawn.bands[2];
        assert_eq!(last.x + last.width, axis.width);
        assert_eq!(drawn.bands[1].x + PITCH / 2, drawn.marks[2].x);
    }

    /// The statement that turned a status has a mark however many others there are.
    #[test]
    fn what_turned_a_status_is_never_folded_away() {
        let mut points = lane(&[("2025-08-18", 100)]);
        points[0].turned = Some(Status::Unconfirmed);
        for later in &mut points[90..] {
            later.said = "2025-08-18T14:05Z".to_owned();
        }
        points[90].turned = Some(Status::Confirmed);
        let axis = axis(&[points.clone()]);
        let drawn = axis.lane(&points);
        assert!(drawn.marks.iter().any(|mark| mark.point == 90));
        assert_eq!(drawn.bands.len(), 2);
        assert_eq!(drawn.bands[1].status, Status::Confirmed);
    }

    #[test]
    fn what_was_said_at_one_time_turned_a_status_together() {
        let points = [
            point("2025-08-18", None),
            point("2025-08-18", Some(Status::Unconfirmed)),
            point("2025-08-18T14:05Z", Some(Status::Disputed)),
        ];
        let axis = axis(&[points.to_vec()]);
        let drawn = axis.lane(&points);
        assert_eq!(drawn.bands[0].x + PITCH / 2, drawn.marks[0].x);
        assert_eq!(drawn.bands[1].x + PITCH / 2, drawn.marks[2].x);
    }

    #[test]
    fn a_long_story_is_told_by_the_month_and_then_by_the_year() {
        let days: Vec<String> = (1..=12)
            .flat_map(|month| (1..=28).map(move |day| format!("2025-{month:02}-{day:02}")))
            .collect();
        let points: Vec<DataPoint> = days.iter().map(|day| point(day, None)).collect();
        let by_month = axis(&[points]);
        assert_eq!(by_month.columns.len(), 12);
        assert_eq!(by_month.columns[0].name, "2025-01");
        assert!(by_month.columns.iter().all(|column| !column.gap));
        let months: Vec<String> = (1980..=1999)
            .flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}-01")))
            .collect();
        let points: Vec<DataPoint> = months.iter().map(|day| point(day, None)).collect();
        assert_eq!(axis(&[points]).columns.len(), 20);
    }

    #[test]
    fn nothing_said_is_nothing_drawn() {
        let axis = axis(&[Vec::new()]);
        assert_eq!(axis.width, 0);
        assert_eq!(axis.lane(&[]), Lane::default());
    }
}
