//! History: a docket replayed in the order in which its words were said.
//!
//! When a status began, when a discrepancy opened and what ended it are answers about the story,
//! not about the order in which a desk happened to enter it. So they are derived from the
//! statements alone: the docket is judged at each moment at which something new had been said.
//!
//! Nothing that is seen at a moment depends on what was said later. So where it is known how a
//! history began, and nothing was added but later words, the replay resumes behind the beginning.

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

/// What happened on a docket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Every change of a claim's status or acknowledgement, in order.
    pub turns: Vec<Turn>,
    /// Every discrepancy that opened, in the order of opening.
    pub episodes: Vec<Episode>,
    /// Every time that a discrepancy opened, or turned from weak to strong or back.
    pub strengths: Vec<Strength>,
}

/// A discrepancy is weak or strong from a moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// The discrepancy.
    pub identity: Identity,
    /// When it had opened.
    pub opened: Moment,
    /// From when on.
    pub at: Moment,
    /// Whether it is weak.
    pub weak: bool,
}

/// A claim's status began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The claim.
    pub claim: ClaimKey,
    /// The moment, and what brought it.
    pub event: Event,
    /// The status from then on.
    pub status: Status,
    /// The acknowledgement from then on.
    pub acknowledgement: Option<Acknowledgement>,
}

/// A moment at which something new had been said, and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The earliest minute that it may have been said.
    pub at: Moment,
    /// The statement, of several new ones on the claims concerned the last entered; none: a
    /// ruling did it.
    pub statement: Option<StatementKey>,
}

/// A discrepancy from its opening to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The discrepancy, as it stands or as it last stood.
    pub discrepancy: Discrepancy,
    /// What opened it.
    pub opened: Event,
    /// What ended it; none: it is open.
    pub resolved: Option<Event>,
}

/// Where a docket's claims stand, and how they came to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One finding a claim, in the docket's order.
    pub findings: Vec<Finding>,
    /// What happened until then.
    pub history: History,
}

/// Replays a docket up to `cut` (none: to its end), and judges its claims there.
pub fn outcome(docket: &Docket, cut: Option<Moment>) -> Outcome {
    run(docket, cut, Telling::Everything)
}

/// As [`outcome`], with the turns alone: discrepancies are not looked for.
pub fn turns(docket: &Docket, cut: Option<Moment>) -> Outcome {
    run(docket, cut, Telling::Turns)
}

/// What is known of a docket's history from an earlier replay, so far as judging does not show it:
/// when things began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The moment up to which everything is as it was in the earlier replay: no statement or ruling
    /// was added, taken away or changed whose first minute lies in it or before, nor anything else
    /// on which the docket's verdicts depend.
    pub until: Moment,
    /// What brought the status in which each claim was at the end of the earlier replay; of claims
    /// on which nothing was new by then there is nothing.
    pub since: BTreeMap<ClaimKey, Event>,
    /// The discrepancies that were open at `until` in the earlier replay, with what opened each.
    pub opened: BTreeMap<Identity, Event>,
}

/// As [`outcome`] to the docket's end, of which only what happened after `begun.until` is replayed.
///
/// Of the outcome the findings are the same. So is when each claim's present status began
/// ([`History::since`]), and so are the episodes, those left out that were resolved by then. Of the
/// turns until then, the history has one a claim: the status that stood, with what had brought it.
///
/// None where that cannot be told from what is known: a status that stands since before then, where
/// it turned after then in the earlier replay; or other discrepancies open at that moment than
/// those known, which says that the earlier replay was one of something else.
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

/// What happened on a docket up to `cut` (none: to its end).
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

/// What happened on a docket that was heard, up to `cut`.
fn told(heard: &Heard<'_>, cut: Moment, telling: Telling) -> History {
    let docket = heard.docket();
    let mut all = all_news(docket);
    all.truncate(all.partition_point(|new| new.at <= cut));
    let mut replay = Replay::of(docket);
    replay.go_on(heard, &all, telling);
    replay.history
}

/// So many moments are judged one after the other; where there are more, such parts of them are
/// judged side by side. It is many enough for a part to outweigh starting a thread.
const SIDE_BY_SIDE: usize = 64;

/// What a replay is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// How each claim's status turned.
    Turns,
    /// That, and where accounts diverged.
    Everything,
}

/// Something new on a claim.
#[derive(Debug, Clone, Copy)]
struct New {
    at: Moment,
    claim: ClaimKey,
    /// The statement; none: a ruling.
    statement: Option<StatementKey>,
}

/// What was new at one moment.
#[derive(Debug, Clone, Copy)]
struct News<'n> {
    at: Moment,
    news: &'n [New],
    /// Which statements of the docket may change where a claim stands that they are not on; sorted.
    bearing: &'n [(ClaimKey, StatementKey)],
}

/// Everything that was new at some moment, in the order of moments. Off-record words are left
/// out: they bring nothing about, so they may not be named as what brought it.
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
    /// What brought the status in which a claim stood at the moment up to which all is as it was;
    /// none where that is not known.
    fn stood_since(&self, claim: ClaimKey) -> Option<Event> {
        let since = self.since.get(&claim).copied();
        since.filter(|since| since.at <= self.until)
    }
}

impl History {
    /// When and how the present status of a claim began; none where nothing was said.
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
    /// Whether anything new may have changed where a claim stands.
    fn concern(&self, claim: ClaimKey) -> bool {
        let is_on = self.news.iter().any(|new| new.claim == claim);
        is_on || self.bearing_on(claim).next().is_some()
    }

    /// What was said on other claims and may have changed where a claim stands.
    fn bearing_on(&self, claim: ClaimKey) -> impl Iterator<Item = StatementKey> {
        let said = self.news.iter().filter_map(|new| new.statement);
        said.filter(move |key| self.bearing.binary_search(&(claim, *key)).is_ok())
    }

    /// What was new on `claims`, or, if nothing was, on others that bear on them; without a
    /// statement if a ruling was the news.
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

    /// What opened a discrepancy: of what was new, the last entered of the words that it stands
    /// on.
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

/// A claim or a question of the docket, and what of it stands for now.
#[derive(Default)]
struct Course {
    /// The status and the acknowledgement that stand.
    turn: Option<(Status, Option<Acknowledgement>)>,
    /// The discrepancies that are open, in the order of their identities, with their places in
    /// the history.
    open: Vec<(Identity, usize)>,
}

/// What is seen of a docket at one moment, all that was said before it judged with it.
struct Seen {
    /// The claims on which something was new.
    claims: Vec<SeenClaim>,
    /// The discrepancies that are open between rival answers; none where nobody asks.
    between_rivals: Option<Vec<Discrepancy>>,
}

/// What is seen of one claim.
struct SeenClaim {
    /// Its place in the docket.
    place: usize,
    claim: ClaimKey,
    status: Status,
    acknowledgement: Option<Acknowledgement>,
    /// The discrepancies that are open on it; none where nobody asks.
    found: Option<Vec<Discrepancy>>,
}

/// Judges a docket at one moment after the other.
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

    /// Judges the claims again that the news concerns; nothing can have changed about the others.
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
    /// One for each claim, and one more for the question.
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

    /// Takes up a history where `begun` leaves it, whatever was `new` until then; none where other
    /// discrepancies were open there.
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

    /// Puts the discrepancies that were open, each with the place of its course, where a replay
    /// puts them: in the order of opening, and of one moment in the order of courses and identities.
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

    /// Replays what is `new`, in the order of moments: nothing that comes before what was noted.
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
        // What is seen at a moment depends on no other, so those of a crowded docket are judged
        // side by side.
        let seen: Vec<Vec<Seen>> = match moments.len() > SIDE_BY_SIDE {
            true => moments.par_chunks(SIDE_BY_SIDE).map(see).collect(),
            false => vec![see(&moments)],
        };
        for (news, seen) in moments.iter().zip(seen.into_iter().flatten()) {
            self.note(news, seen);
        }
    }

    /// What was noted, with where the claims stand at `cut`.
    fn finish(self, heard: &Heard<'_>, cut: Moment) -> Outcome {
        Outcome {
            findings: judge(heard, cut).iter().map(Judged::finding).collect(),
            history: self.history,
        }
    }

    /// Notes what is seen at the next moment.
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

    /// Notes which discrepancies are open from now on. What was found and what was open are both
    /// in the order of identities, so they are gone through side by side.
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
