//! History: a docket replayed in the order in which its statements were made.
//!
//! When a status began, and when a discrepancy opened and ended, are facts of the story. They do
//! not depend on the order in which a desk entered the statements. So they are derived from the
//! statements alone: the docket is judged at each moment at which something new had been said.
//!
//! What holds at a moment never depends on later statements. So if the beginning of a history is
//! known and only later statements were added, the replay resumes from a [`Checkpoint`].

pub mod credit;
mod news;
mod replay;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::discrepancy::{Discrepancy, Identity};
use super::docket::{ClaimKey, Docket, PartyKey, StatementKey};
use super::fold::{Finding, Judged, judge};
use super::hearing::Heard;
use super::status::{Acknowledgement, Status};
use super::time::Moment;
use replay::Replay;

/// What happened on a docket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Every change of a claim's status or acknowledgement, in order.
    pub transitions: Vec<Transition>,
    /// Every discrepancy that opened, in the order of opening.
    pub episodes: Vec<Episode>,
    /// Every time a discrepancy opened, or changed from weak to strong or back.
    pub strengths: Vec<Strength>,
    /// Every change of whom to call about a claim, in order.
    pub calls: Vec<Calls>,
    /// Every change of the day after which a claim is overdue unless somebody speaks, in order. As long as nothing was
    /// said, that is the day on which the claim is due.
    pub deadlines: Vec<Deadline>,
}

/// From a moment on, a claim becomes overdue after this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The claim.
    pub claim: ClaimKey,
    /// The moment.
    pub at: Moment,
    /// The day; `None` if the claim does not become overdue.
    pub day: Option<NaiveDate>,
}

/// From a moment on, these are the principals to call about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calls {
    /// The claim.
    pub claim: ClaimKey,
    /// The moment.
    pub at: Moment,
    /// The principals, in order of their keys.
    pub parties: Vec<PartyKey>,
    /// How many parties affirm the claim; 0 if there is nobody to call.
    pub affirming: usize,
}

/// From a moment on, a discrepancy is weak or strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// The discrepancy.
    pub identity: Identity,
    /// When it had opened.
    pub opened: Moment,
    /// The moment.
    pub at: Moment,
    /// Whether it is weak.
    pub weak: bool,
}

/// A claim's status or acknowledgement changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The claim.
    pub claim: ClaimKey,
    /// When it changed, and the cause.
    pub event: Event,
    /// The status from then on.
    pub status: Status,
    /// The acknowledgement from then on.
    pub acknowledgement: Option<Acknowledgement>,
}

/// A moment at which something changed, and the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The earliest minute in which the statement may have been made.
    pub at: Moment,
    /// The statement. If several were new on the claims concerned, the one entered last; `None` if
    /// a ruling was the cause.
    pub statement: Option<StatementKey>,
}

/// A discrepancy from its opening to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The discrepancy as it is now, or as it was before it ended.
    pub discrepancy: Discrepancy,
    /// What opened it.
    pub opened: Event,
    /// What ended it; `None` if it is open.
    pub resolved: Option<Event>,
}

/// Where a docket's claims stand, and how they got there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One finding per claim, in the docket's order.
    pub findings: Vec<Finding>,
    /// What happened until then.
    pub history: History,
}

/// What an earlier replay found out about the beginning of a docket's history and judging alone
/// does not show: when things began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The moment up to which nothing has changed since the earlier replay: no statement or ruling
    /// whose first minute is not after it was added, removed or changed, nor anything else that the
    /// docket's findings depend on.
    pub until: Moment,
    /// The cause of the status that each claim had at the end of the earlier replay. Claims on
    /// which nothing had been said are left out.
    pub since: BTreeMap<ClaimKey, Event>,
    /// The discrepancies that were open at `until` in the earlier replay, with what opened each.
    pub opened: BTreeMap<Identity, Event>,
}

/// Replays a docket up to `cut` (`None`: to its end), and judges its claims there.
pub fn outcome(docket: &Docket, cut: Option<Moment>) -> Outcome {
    let cut = cut.unwrap_or(Moment::LAST);
    let heard = Heard::by(docket, cut);
    let mut news = news::all(docket);
    news.truncate(news.partition_point(|item| item.at <= cut));
    let mut replay = Replay::of(&heard);
    replay.run(&news);
    Outcome {
        findings: judge(&heard, cut).iter().map(Judged::finding).collect(),
        history: replay.history,
    }
}

/// What happened on a docket up to `cut` (`None`: to its end).
pub fn replay(docket: &Docket, cut: Option<Moment>) -> History {
    outcome(docket, cut).history
}

/// As [`outcome`] to the docket's end, but replays only what happened after the checkpoint.
///
/// The findings are the same, and so is when each claim's present status began
/// ([`History::since`]). Episodes that ended before the checkpoint are missing. Of the transitions
/// until then there is one per claim: the status it had, with the cause. Likewise, a claim that may become overdue and on
/// which something had been said has the deadline that it had at the checkpoint.
///
/// Returns `None` if the checkpoint does not tell enough: a status that holds since before it
/// changed after it in the earlier replay, or other discrepancies were open at the checkpoint than
/// those it has.
pub fn resume(docket: &Docket, checkpoint: &Checkpoint) -> Option<Outcome> {
    let heard = Heard::by(docket, Moment::LAST);
    let mut before = news::all(docket);
    let after = before.split_off(before.partition_point(|item| item.at <= checkpoint.until));
    let mut replay = Replay::of(&heard);
    replay.restore(&before, checkpoint)?;
    replay.run(&after);
    let history = replay.history;
    let is_known = |claim| {
        let since = history.since(claim);
        checkpoint.status_since(claim).is_some()
            || since.is_none_or(|since| since.at > checkpoint.until)
    };
    let mut claims = docket.claims.iter();
    claims.all(|terms| is_known(terms.key)).then(|| Outcome {
        findings: judge(&heard, Moment::LAST)
            .iter()
            .map(Judged::finding)
            .collect(),
        history,
    })
}

impl Checkpoint {
    /// The cause of the status that a claim had at the checkpoint, if it is known.
    fn status_since(&self, claim: ClaimKey) -> Option<Event> {
        let since = self.since.get(&claim).copied();
        since.filter(|since| since.at <= self.until)
    }
}

impl History {
    /// When and how the present status of a claim began; `None` if nothing was said.
    pub fn since(&self, claim: ClaimKey) -> Option<Event> {
        let mut since = None;
        let mut status = None;
        for transition in self.transitions.iter().filter(|one| one.claim == claim) {
            if status != Some(transition.status) {
                (status, since) = (Some(transition.status), Some(transition.event));
            }
        }
        since
    }
}
