//! History: replays a docket in the order in which its statements were made.
//!
//! When a status began, when a discrepancy opened and what resolved it are facts about the story,
//! not about the order of data entry. They are therefore derived from the statements alone, by
//! judging the docket at every moment at which something new was said.
//!
//! The result at one moment never depends on later statements. If the start of a history is known
//! and only later statements were added, the replay can resume from there.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::discrepancy::{self, Discrepancy, Identity};
use super::docket::{ClaimKey, Docket, Said, StatementKey, Terms};
use super::fold::{Finding, Judged, judge};
use super::hearing::Heard;
use super::moving;
use super::statement::Attribution;
use super::status::{Acknowledgement, Status};
use super::time::Moment;

/// Everything that happened on a docket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Every change of a claim's status or acknowledgement, in chronological order.
    pub turns: Vec<Turn>,
    /// Every discrepancy that opened, in order of opening.
    pub episodes: Vec<Episode>,
    /// Every change of strength: a discrepancy opened, or turned from weak to strong or back.
    pub strengths: Vec<Strength>,
}

/// A discrepancy is weak or strong from this moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// The discrepancy.
    pub identity: Identity,
    /// When it opened.
    pub opened: Moment,
    /// The moment from which this strength applies.
    pub at: Moment,
    /// Whether it is weak.
    pub weak: bool,
}

/// A change of a claim's status or acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The claim.
    pub claim: ClaimKey,
    /// When it changed, and what caused it.
    pub event: Event,
    /// The new status.
    pub status: Status,
    /// The new acknowledgement.
    pub acknowledgement: Option<Acknowledgement>,
}

/// A moment at which something new was said or ruled, and the statement responsible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The earliest minute at which it may have been said.
    pub at: Moment,
    /// The new statement, or the last entered if there were several; `None` for a ruling.
    pub statement: Option<StatementKey>,
}

/// A discrepancy from opening to resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The discrepancy in its current or final state.
    pub discrepancy: Discrepancy,
    /// What opened it.
    pub opened: Event,
    /// What resolved it; `None` while it is open.
    pub resolved: Option<Event>,
}

/// Where a docket's claims stand, and how they got there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One finding per claim, in docket order.
    pub findings: Vec<Finding>,
    /// The history up to that point.
    pub history: History,
}

/// Replays a docket up to `cut` (`None`: to its end) and judges its claims at that point.
pub fn outcome(docket: &Docket, cut: Option<Moment>) -> Outcome {
    run(docket, cut, Telling::Everything)
}

/// Like [`outcome`], but skips discrepancies.
pub fn turns(docket: &Docket, cut: Option<Moment>) -> Outcome {
    run(docket, cut, Telling::Turns)
}

/// What an earlier replay established about when things began, which judging alone does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Nothing up to and including this moment has changed since the earlier replay: no statement
    /// or ruling whose first minute falls in that period was added, removed or changed, nor
    /// anything else that affects the docket's verdicts.
    pub until: Moment,
    /// What led to each claim's status at the end of the earlier replay. Claims with nothing said
    /// or ruled by then are absent.
    pub since: BTreeMap<ClaimKey, Event>,
    /// The discrepancies open at `until` in the earlier replay, each with what opened it.
    pub opened: BTreeMap<Identity, Event>,
}

/// Like [`outcome`] to the docket's end, but replays only what happened after `begun.until`.
///
/// Findings and the start of each claim's current status ([`History::since`]) equal those of a full
/// replay. So do the episodes, except that those resolved by `begun.until` are missing. Up to that
/// moment the history has a single turn per claim: the status at that point and what led to it.
///
/// Returns `None` if `begun` does not hold enough to tell: a current status dates from before
/// `begun.until` but had changed after it in the earlier replay, or the discrepancies open at that
/// moment differ from the recorded ones, so the earlier replay was of something else.
pub fn resume(docket: &Docket, begun: &Begun) -> Option<Outcome> {
    let heard = Heard::by(docket, Moment::LAST);
    let mut all = all_news(docket);
    let news = all.split_off(all.partition_point(|new| new.at <= begun.until));
    let mut replay = Replay::of(docket);
    replay.take_up(&heard, &all, begun)?;
    replay.go_on(&heard, &news, Telling::Everything);
    let outcome = replay.finish(&heard, Moment::LAST);
    let is_told = |terms: &Terms| {
        let since = outcome.history.since(terms.key);
        begun.stood_since(terms.key).is_some() || since.is_none_or(|since| since.at > begun.until)
    };
    docket.claims.iter().all(is_told).then_some(outcome)
}

/// The history of a docket up to `cut` (`None`: to its end).
pub fn replay(docket: &Docket, cut: Option<Moment>) -> History {
    outcome(docket, cut).history
}

fn run(docket: &Docket, cut: Option<Moment>, telling: Telling) -> Outcome {
    let cut = cut.unwrap_or(Moment::LAST);
    let heard = Heard::by(docket, cut);
    Outcome {
        history: told(&heard, cut, telling),
        findings: judge(&heard, cut).iter().map(Judged::finding).collect(),
    }
}

/// The history of a heard docket up to `cut`.
fn told(heard: &Heard<'_>, cut: Moment, telling: Telling) -> History {
    let docket = heard.docket();
    let mut all = all_news(docket);
    all.truncate(all.partition_point(|new| new.at <= cut));
    let mut replay = Replay::of(docket);
    replay.go_on(heard, &all, telling);
    replay.history
}

/// Number of moments judged sequentially. Longer histories are split into chunks of this size,
/// which are judged in parallel; a chunk is large enough to outweigh the cost of a thread.
const SIDE_BY_SIDE: usize = 64;

/// How much a replay reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// Changes of status only.
    Turns,
    /// Changes of status and discrepancies.
    Everything,
}

/// A statement or ruling that is new on a claim.
#[derive(Debug, Clone, Copy)]
struct New {
    at: Moment,
    claim: ClaimKey,
    /// The statement; `None` for a ruling.
    statement: Option<StatementKey>,
}

/// Everything new at one moment.
#[derive(Debug, Clone, Copy)]
struct News<'n> {
    at: Moment,
    news: &'n [New],
    /// The docket's statements that may affect a claim other than their own; sorted.
    bearing: &'n [(ClaimKey, StatementKey)],
}

/// Everything new on the docket, in chronological order. Off-record statements have no effect, so
/// they are left out and are never named as a cause.
fn all_news(docket: &Docket) -> Vec<New> {
    let on_record = |said: &&Said| said.attribution != Attribution::OffRecord;
    let said = docket.said.iter().filter(on_record).map(|said| New {
        at: said.when.earliest(),
        claim: said.claim,
        statement: Some(said.key),
    });
    let ruled = docket.claims.iter().flat_map(|terms| {
        terms.rulings.iter().map(|ruling| New {
            at: Moment::start_of(ruling.day),
            claim: terms.key,
            statement: None,
        })
    });
    let mut all: Vec<New> = said.chain(ruled).collect();
    all.sort_unstable_by_key(|new| new.at);
    all
}

impl Begun {
    /// What led to a claim's status at `until`, if known.
    fn stood_since(&self, claim: ClaimKey) -> Option<Event> {
        let since = self.since.get(&claim).copied();
        since.filter(|since| since.at <= self.until)
    }
}

impl History {
    /// When and how a claim's current status began; `None` if nothing was said.
    pub fn since(&self, claim: ClaimKey) -> Option<Event> {
        let mut since = None;
        let mut status = None;
        for turn in self.turns.iter().filter(|turn| turn.claim == claim) {
            if status != Some(turn.status) {
                (status, since) = (Some(turn.status), Some(turn.event));
            }
        }
        since
    }
}

impl News<'_> {
    /// Whether anything new may have affected a claim.
    fn concern(&self, claim: ClaimKey) -> bool {
        let is_on = self.news.iter().any(|new| new.claim == claim);
        is_on || self.bearing_on(claim).next().is_some()
    }

    /// The new statements on other claims that may have affected this one.
    fn bearing_on(&self, claim: ClaimKey) -> impl Iterator<Item = StatementKey> {
        let said = self.news.iter().filter_map(|new| new.statement);
        said.filter(move |key| self.bearing.binary_search(&(claim, *key)).is_ok())
    }

    /// What was new on `claims` or, failing that, on other claims that bear on them. The event has
    /// no statement if a ruling was new.
    fn event(&self, claims: &[ClaimKey]) -> Event {
        let mut on_claims = self.news.iter().filter(|new| claims.contains(&new.claim));
        let bearing = || {
            claims
                .iter()
                .flat_map(|claim| self.bearing_on(*claim))
                .max()
        };
        Event {
            at: self.at,
            statement: match on_claims.next() {
                Some(first) => on_claims
                    .map(|new| new.statement)
                    .fold(first.statement, Ord::max),
                None => bearing(),
            },
        }
    }

    /// What opened a discrepancy: the last entered of the new statements it rests on.
    fn opening(&self, found: &Discrepancy) -> Event {
        let stands = |key: &StatementKey| {
            let mut stands = found.stands.iter();
            stands.any(|stand| stand.statement == Some(*key))
        };
        let new = self.news.iter().filter_map(|new| new.statement);
        match new.filter(stands).max() {
            Some(key) => Event {
                at: self.at,
                statement: Some(key),
            },
            None => self.event(&found.claims),
        }
    }
}

/// The current state of a claim, or of the question, during a replay.
#[derive(Default)]
struct Course {
    /// The current status and acknowledgement.
    turn: Option<(Status, Option<Acknowledgement>)>,
    /// The open discrepancies, ordered by identity, with their indexes in the history.
    open: Vec<(Identity, usize)>,
}

/// The state of a docket at one moment.
struct Seen {
    /// The claims with something new.
    claims: Vec<SeenClaim>,
    /// The open discrepancies between rival answers; `None` if they were not requested.
    between_rivals: Option<Vec<Discrepancy>>,
}

/// The state of one claim.
struct SeenClaim {
    /// Its index in the docket.
    place: usize,
    claim: ClaimKey,
    status: Status,
    acknowledgement: Option<Acknowledgement>,
    /// Its open discrepancies; `None` if they were not requested.
    found: Option<Vec<Discrepancy>>,
}

/// Judges a docket at successive moments.
struct Judging<'h> {
    telling: Telling,
    heard: &'h Heard<'h>,
    judged: Vec<Judged<'h>>,
}

impl<'h> Judging<'h> {
    fn at(first: Moment, heard: &'h Heard<'_>, telling: Telling) -> Self {
        Self {
            telling,
            heard,
            judged: judge(heard, first),
        }
    }

    /// Judges again only the claims that the news affects; the others cannot have changed.
    fn see(&mut self, news: &News<'_>) -> Seen {
        let wants_all = self.telling == Telling::Everything;
        let claims = self.judged.iter_mut().enumerate();
        let claims = claims.filter(|(_, judged)| news.concern(judged.key()));
        let claims = claims.map(|(place, judged)| {
            judged.move_to(news.at);
            SeenClaim {
                place,
                claim: judged.key(),
                status: judged.status(),
                acknowledgement: judged.acknowledgement(),
                found: wants_all.then(|| discrepancy::of_claim(judged)),
            }
        });
        let claims = claims.collect();
        let rivals = self.heard.rivals().filter(|_| wants_all);
        Seen {
            claims,
            between_rivals: rivals.map(|rivals| discrepancy::of_question(rivals, &self.judged)),
        }
    }
}

struct Replay {
    /// One per claim, plus one for the question.
    courses: Vec<Course>,
    history: History,
}

impl Replay {
    fn of(docket: &Docket) -> Self {
        Self {
            courses: std::iter::repeat_with(Course::default)
                .take(docket.claims.len() + 1)
                .collect(),
            history: History::default(),
        }
    }

    /// Restores the state at `begun.until`, given everything `new` up to then. Returns `None` if
    /// the discrepancies open there differ from the recorded ones.
    fn take_up(&mut self, heard: &Heard<'_>, new: &[New], begun: &Begun) -> Option<()> {
        let judged = judge(heard, begun.until);
        let mut open: Vec<(usize, Discrepancy)> = Vec::new();
        for (place, judged) in judged.iter().enumerate() {
            let claim = judged.key();
            if !new.iter().any(|new| new.claim == claim) {
                continue;
            }
            let (status, acknowledgement) = (judged.status(), judged.acknowledgement());
            self.courses.get_mut(place)?.turn = Some((status, acknowledgement));
            self.history.turns.push(Turn {
                claim,
                event: begun.stood_since(claim).unwrap_or(Event {
                    at: begun.until,
                    statement: None,
                }),
                status,
                acknowledgement,
            });
            let found = discrepancy::of_claim(judged).into_iter();
            open.extend(found.map(|found| (place, found)));
        }
        if let (Some(rivals), false) = (heard.rivals(), new.is_empty()) {
            let found = discrepancy::of_question(rivals, &judged).into_iter();
            open.extend(found.map(|found| (judged.len(), found)));
        }
        (open.len() == begun.opened.len()).then_some(())?;
        self.take_up_open(open, begun)
    }

    /// Records the open discrepancies, each with the index of its course, in the order a full
    /// replay would give: by opening, then by course and identity.
    fn take_up_open(&mut self, open: Vec<(usize, Discrepancy)>, begun: &Begun) -> Option<()> {
        let opened = open.into_iter().map(|(place, discrepancy)| {
            let opened = *begun.opened.get(&discrepancy.identity)?;
            Some((opened, place, discrepancy))
        });
        let mut opened: Vec<(Event, usize, Discrepancy)> = opened.collect::<Option<_>>()?;
        opened
            .sort_by_key(|(opened, place, discrepancy)| (opened.at, *place, discrepancy.identity));
        for (opened, place, discrepancy) in opened {
            let at = self.history.episodes.len();
            let course = self.courses.get_mut(place)?;
            course.open.push((discrepancy.identity, at));
            self.history.episodes.push(Episode {
                discrepancy,
                opened,
                resolved: None,
            });
        }
        for course in &mut self.courses {
            course.open.sort_unstable_by_key(|(identity, _)| *identity);
        }
        Some(())
    }

    /// Replays what is `new`, in chronological order, all of it later than what was noted so far.
    fn go_on(&mut self, heard: &Heard<'_>, new: &[New], telling: Telling) {
        let bearing = moving::bearing(heard);
        let moments: Vec<News<'_>> = new
            .chunk_by(|one, other| one.at == other.at)
            .filter_map(|news| {
                Some(News {
                    at: news.first()?.at,
                    news,
                    bearing: &bearing,
                })
            })
            .collect();
        let see = |part: &[News<'_>]| -> Vec<Seen> {
            let Some(first) = part.first() else {
                return Vec::new();
            };
            let mut judging = Judging::at(first.at, heard, telling);
            part.iter().map(|news| judging.see(news)).collect()
        };
        // Each moment is judged independently, so a crowded docket is judged in parallel.
        let seen: Vec<Vec<Seen>> = match moments.len() > SIDE_BY_SIDE {
            true => moments.par_chunks(SIDE_BY_SIDE).map(see).collect(),
            false => vec![see(&moments)],
        };
        for (news, seen) in moments.iter().zip(seen.into_iter().flatten()) {
            self.note(news, seen);
        }
    }

    /// Combines the history with where the claims stand at `cut`.
    fn finish(self, heard: &Heard<'_>, cut: Moment) -> Outcome {
        Outcome {
            findings: judge(heard, cut).iter().map(Judged::finding).collect(),
            history: self.history,
        }
    }

    /// Records the state at the next moment.
    fn note(&mut self, news: &News<'_>, seen: Seen) {
        for seen in seen.claims {
            if let Some(course) = self.courses.get_mut(seen.place) {
                course.note_turn(&mut self.history, &seen, news);
                if let Some(found) = seen.found {
                    course.note_discrepancies(&mut self.history, found, news);
                }
            }
        }
        if let (Some(found), Some(course)) = (seen.between_rivals, self.courses.last_mut()) {
            course.note_discrepancies(&mut self.history, found, news);
        }
    }
}

impl Course {
    fn note_turn(&mut self, history: &mut History, seen: &SeenClaim, news: &News<'_>) {
        let turn = Some((seen.status, seen.acknowledgement));
        if self.turn != turn {
            self.turn = turn;
            history.turns.push(Turn {
                claim: seen.claim,
                event: news.event(&[seen.claim]),
                status: seen.status,
                acknowledgement: seen.acknowledgement,
            });
        }
    }

    /// Updates the open discrepancies. Both lists are ordered by identity, so they are merged in a
    /// single pass.
    fn note_discrepancies(
        &mut self,
        history: &mut History,
        found: Vec<Discrepancy>,
        news: &News<'_>,
    ) {
        let episodes = &mut history.episodes;
        let were = std::mem::take(&mut self.open);
        let mut were = were.into_iter().peekable();
        let end = |place: usize, episodes: &mut Vec<Episode>| {
            let episode = &mut episodes[place];
            episode.resolved = Some(news.event(&episode.discrepancy.claims));
        };
        for found in found {
            let identity = found.identity;
            while let Some((_, place)) = were.next_if(|(before, _)| *before < identity) {
                end(place, episodes);
            }
            let place = match were.next_if(|(before, _)| *before == identity) {
                Some((_, place)) => {
                    let episode = &mut episodes[place];
                    if episode.discrepancy.weak != found.weak {
                        history.strengths.push(Strength {
                            identity,
                            opened: episode.opened.at,
                            at: news.at,
                            weak: found.weak,
                        });
                    }
                    episode.discrepancy = found;
                    place
                }
                None => {
                    history.strengths.push(Strength {
                        identity,
                        opened: news.at,
                        at: news.at,
                        weak: found.weak,
                    });
                    episodes.push(Episode {
                        opened: news.opening(&found),
                        discrepancy: found,
                        resolved: None,
                    });
                    episodes.len() - 1
                }
            };
            self.open.push((identity, place));
        }
        for (_, place) in were {
            end(place, episodes);
        }
    }
}
