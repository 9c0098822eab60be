//! History: a docket replayed in the order in which its words were said.
//!
//! When a status began, when a discrepancy opened and what ended it are answers about the story,
//! not about the order in which a desk happened to enter it. So they are derived from the
//! statements alone: the docket is judged at each moment at which something new had been said.

use super::discrepancy::{self, Discrepancy, Identity, Rivals};
use super::docket::{ClaimKey, Docket, Said, StatementKey};
use super::fold::{Finding, Judged};
use super::hearing::Heard;
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

/// What happened on a docket up to `cut` (none: to its end).
pub fn replay(docket: &Docket, cut: Option<Moment>) -> History {
    outcome(docket, cut).history
}

fn run(docket: &Docket, cut: Option<Moment>, telling: Telling) -> Outcome {
    let cut = cut.unwrap_or(Moment::LAST);
    let heard = Heard::by(docket, cut);
    let mut replay = Replay::of(&heard, telling);
    let all = all_news(docket);
    for news in all.chunk_by(|one, other| one.at == other.at) {
        if let [New { at, .. }, ..] = *news
            && at <= cut
        {
            replay.advance(&News { at, news });
        }
    }
    let findings = replay.judged.iter_mut().map(|judged| {
        judged.move_to(cut);
        judged.finding()
    });
    Outcome {
        findings: findings.collect(),
        history: replay.history,
    }
}

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
    fn are_on(&self, claim: ClaimKey) -> bool {
        self.news.iter().any(|new| new.claim == claim)
    }

    /// What was new on `claims`; without a statement where a ruling was the news.
    fn event(&self, claims: &[ClaimKey]) -> Event {
        let on_claims = self.news.iter().filter(|new| claims.contains(&new.claim));
        Event {
            at: self.at,
            statement: on_claims.filter_map(|new| new.statement).max(),
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

struct Replay<'h> {
    telling: Telling,
    judged: Vec<Judged<'h>>,
    rivals: Option<Rivals>,
    /// One for each claim, and one more for the question.
    courses: Vec<Course>,
    history: History,
}

impl<'h> Replay<'h> {
    fn of(heard: &'h Heard<'_>, telling: Telling) -> Self {
        let docket = heard.docket();
        let claims = docket.claims.iter();
        Self {
            telling,
            judged: claims
                .map(|terms| Judged::at(heard, terms, Moment::FIRST))
                .collect(),
            rivals: Rivals::of(docket).filter(|_| telling == Telling::Everything),
            courses: std::iter::repeat_with(Course::default)
                .take(docket.claims.len() + 1)
                .collect(),
            history: History::default(),
        }
    }

    /// Judges the claims anew on which something was new; of the others nothing can have changed.
    fn advance(&mut self, news: &News<'_>) {
        let claims = self.judged.iter_mut().zip(&mut self.courses);
        for (judged, course) in claims.filter(|(judged, _)| news.are_on(judged.key())) {
            judged.move_to(news.at);
            course.note_turn(&mut self.history, judged, news);
            if self.telling == Telling::Everything {
                let found = discrepancy::of_claim(judged);
                course.note_discrepancies(&mut self.history, found, news);
            }
        }
        if let (Some(rivals), Some(course)) = (&self.rivals, self.courses.last_mut()) {
            let found = discrepancy::of_question(rivals, &self.judged);
            course.note_discrepancies(&mut self.history, found, news);
        }
    }
}

impl Course {
    fn note_turn(&mut self, history: &mut History, judged: &Judged<'_>, news: &News<'_>) {
        let (status, acknowledgement) = (judged.status(), judged.acknowledgement());
        if self.turn != Some((status, acknowledgement)) {
            self.turn = Some((status, acknowledgement));
            history.turns.push(Turn {
                claim: judged.key(),
                event: news.event(&[judged.key()]),
                status,
                acknowledgement,
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
                    episodes[place].discrepancy = found;
                    place
                }
                None => {
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
