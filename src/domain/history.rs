//! History: a docket replayed in the order in which its words were said.
//!
//! When a status began, when a discrepancy opened and what ended it are answers about the story,
//! not about the order in which a desk happened to enter it. So they are derived from the
//! statements alone: the docket is judged at each moment at which something new had been said.

use std::collections::BTreeSet;

use super::discrepancy::{self, Discrepancy, Identity};
use super::docket::{ClaimKey, Docket, Said, StatementKey};
use super::fold::{Judged, judge_claim};
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

/// Replays a docket up to `cut` (none: to its end).
pub fn replay(docket: &Docket, cut: Option<Moment>) -> History {
    let mut replay = Replay::default();
    let words = Heard::of(docket);
    let until_cut = |at: &Moment| cut.is_none_or(|cut| *at <= cut);
    for at in moments(docket).into_iter().filter(until_cut) {
        replay.advance(&words, at);
    }
    replay.history
}

/// The moments at which something new had been said or ruled.
fn moments(docket: &Docket) -> BTreeSet<Moment> {
    let said = heard(docket).map(|said| said.when.earliest());
    let ruled = docket
        .claims
        .iter()
        .flat_map(|terms| &terms.rulings)
        .map(|ruling| Moment::start_of(ruling.day));
    said.chain(ruled).collect()
}

/// What was said, without off-record words: they bring nothing about, so they may not be named as
/// what brought it.
fn heard(docket: &Docket) -> impl Iterator<Item = &Said> {
    let said = docket.said.iter();
    said.filter(|said| said.attribution != Attribution::OffRecord)
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

#[derive(Default)]
struct Replay<'a> {
    judged: Vec<Judged<'a>>,
    on_claims: Vec<Vec<Discrepancy>>,
    history: History,
}

impl<'a> Replay<'a> {
    fn advance(&mut self, heard: &Heard<'a>, at: Moment) {
        let docket = heard.docket();
        let first = self.judged.is_empty();
        for (index, terms) in docket.claims.iter().enumerate() {
            let news = has_news(docket, terms.key, at);
            if !news && !first {
                continue;
            }
            let judged = judge_claim(heard, terms, Some(at));
            let discrepancies = discrepancy::of_claim(&judged);
            if first {
                self.judged.push(judged);
                self.on_claims.push(discrepancies);
            } else {
                self.judged[index] = judged;
                self.on_claims[index] = discrepancies;
            }
            // A claim on which nobody has spoken yet has no status since then.
            if news {
                self.note_turn(docket, index, at);
            }
        }
        let mut open: Vec<Discrepancy> = self.on_claims.iter().flatten().cloned().collect();
        open.extend(discrepancy::of_question(docket, &self.judged));
        self.note_discrepancies(docket, open, at);
    }

    fn note_turn(&mut self, docket: &Docket, index: usize, at: Moment) {
        let finding = &self.judged[index].finding;
        let mut turns = self.history.turns.iter().rev();
        let before = turns.find(|turn| turn.claim == finding.claim);
        let same = before.is_some_and(|turn| {
            turn.status == finding.status && turn.acknowledgement == finding.acknowledgement
        });
        if !same {
            self.history.turns.push(Turn {
                claim: finding.claim,
                event: event(docket, &[finding.claim], at),
                status: finding.status,
                acknowledgement: finding.acknowledgement,
            });
        }
    }

    fn note_discrepancies(&mut self, docket: &Docket, open: Vec<Discrepancy>, at: Moment) {
        let identities: BTreeSet<Identity> = open.iter().map(|found| found.identity).collect();
        let running = |episode: &&mut Episode| episode.resolved.is_none();
        for episode in self.history.episodes.iter_mut().filter(running) {
            if !identities.contains(&episode.discrepancy.identity) {
                episode.resolved = Some(event(docket, &episode.discrepancy.claims, at));
            }
        }
        for found in open {
            let mut episodes = self.history.episodes.iter_mut().filter(running);
            match episodes.find(|episode| episode.discrepancy.identity == found.identity) {
                Some(episode) => episode.discrepancy = found,
                None => {
                    let opened = opening(docket, &found, at);
                    self.history.episodes.push(Episode {
                        discrepancy: found,
                        opened,
                        resolved: None,
                    });
                }
            }
        }
    }
}

fn has_news(docket: &Docket, claim: ClaimKey, at: Moment) -> bool {
    let said = heard(docket);
    let rulings = docket.claims.iter().filter(|terms| terms.key == claim);
    said.filter(|said| said.claim == claim)
        .any(|said| said.when.earliest() == at)
        || rulings
            .flat_map(|terms| &terms.rulings)
            .any(|ruling| Moment::start_of(ruling.day) == at)
}

/// What opened a discrepancy: of what was new, the last entered of the words that it stands on.
fn opening(docket: &Docket, found: &Discrepancy, at: Moment) -> Event {
    let stands = || found.stands.iter().filter_map(|stand| stand.statement);
    let new = heard(docket).filter(|said| said.when.earliest() == at);
    let own = new.filter(|said| stands().any(|key| key == said.key));
    match own.map(|said| said.key).max() {
        Some(key) => Event {
            at,
            statement: Some(key),
        },
        None => event(docket, &found.claims, at),
    }
}

/// What was new on `claims` at that moment; without a statement where a ruling was the news.
fn event(docket: &Docket, claims: &[ClaimKey], at: Moment) -> Event {
    let new = || heard(docket).filter(|said| said.when.earliest() == at);
    let on_claims = new().filter(|said| claims.contains(&said.claim));
    let statement = on_claims.max_by_key(|said| said.key).map(|said| said.key);
    Event { at, statement }
}
