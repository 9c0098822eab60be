//! History: a docket replayed in the order in which its words were said.
//!
//! When a status began, when a discrepancy opened and what ended it are answers about the story,
//! not about the order in which a desk happened to enter it. So they are derived from the
//! statements alone: the docket is judged at each moment at which something new had been said.

use std::collections::{BTreeMap, BTreeSet};

use super::discrepancy::{self, Discrepancy, Identity, Subject};
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
    for news in all_news(docket).into_values() {
        if cut.is_none_or(|cut| news.at <= cut) {
            replay.advance(&words, &news);
        }
    }
    replay.history
}

/// What was new at one moment.
#[derive(Debug)]
struct News<'a> {
    at: Moment,
    /// What was said, off-record words left out: they bring nothing about, so they may not be
    /// named as what brought it.
    said: Vec<&'a Said>,
    /// The claims that were ruled on.
    ruled: Vec<ClaimKey>,
}

/// The moments at which something new had been said or ruled.
fn all_news(docket: &Docket) -> BTreeMap<Moment, News<'_>> {
    let mut all: BTreeMap<Moment, News<'_>> = BTreeMap::new();
    let nothing = |at| News {
        at,
        said: Vec::new(),
        ruled: Vec::new(),
    };
    let said = docket.said.iter();
    for said in said.filter(|said| said.attribution != Attribution::OffRecord) {
        let at = said.when.earliest();
        all.entry(at).or_insert_with(|| nothing(at)).said.push(said);
    }
    for terms in &docket.claims {
        for ruling in &terms.rulings {
            let at = Moment::start_of(ruling.day);
            let news = all.entry(at).or_insert_with(|| nothing(at));
            news.ruled.push(terms.key);
        }
    }
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
        self.said.iter().any(|said| said.claim == claim) || self.ruled.contains(&claim)
    }

    /// What was new on `claims`; without a statement where a ruling was the news.
    fn event(&self, claims: &[ClaimKey]) -> Event {
        let on_claims = self.said.iter().filter(|said| claims.contains(&said.claim));
        Event {
            at: self.at,
            statement: on_claims.map(|said| said.key).max(),
        }
    }

    /// What opened a discrepancy: of what was new, the last entered of the words that it stands
    /// on.
    fn opening(&self, found: &Discrepancy) -> Event {
        let stands = |key| {
            found
                .stands
                .iter()
                .any(|stand| stand.statement == Some(key))
        };
        let own = self.said.iter().map(|said| said.key);
        match own.filter(|key| stands(*key)).max() {
            Some(key) => Event {
                at: self.at,
                statement: Some(key),
            },
            None => self.event(&found.claims),
        }
    }
}

#[derive(Default)]
struct Replay<'a> {
    judged: Vec<Judged<'a>>,
    /// The places in the history of the discrepancies that are open.
    open: BTreeMap<Identity, usize>,
    history: History,
}

impl<'a> Replay<'a> {
    fn advance(&mut self, heard: &Heard<'a>, news: &News<'a>) {
        let docket = heard.docket();
        let first = self.judged.is_empty();
        for (index, terms) in docket.claims.iter().enumerate() {
            let are_on = news.are_on(terms.key);
            if !are_on && !first {
                continue;
            }
            let judged = judge_claim(heard, terms, Some(news.at));
            let found = discrepancy::of_claim(&judged);
            if first {
                self.judged.push(judged);
            } else {
                self.judged[index] = judged;
            }
            // A claim on which nobody has spoken yet has no status since then.
            if are_on {
                self.note_turn(index, news);
            }
            self.note_discrepancies(Subject::Claim(terms.key), found, news);
        }
        if let Some(question) = docket.question {
            let found = discrepancy::of_question(docket, &self.judged);
            self.note_discrepancies(Subject::Question(question), found, news);
        }
    }

    fn note_turn(&mut self, index: usize, news: &News<'_>) {
        let finding = &self.judged[index].finding;
        let mut turns = self.history.turns.iter().rev();
        let before = turns.find(|turn| turn.claim == finding.claim);
        let same = before.is_some_and(|turn| {
            turn.status == finding.status && turn.acknowledgement == finding.acknowledgement
        });
        if !same {
            self.history.turns.push(Turn {
                claim: finding.claim,
                event: news.event(&[finding.claim]),
                status: finding.status,
                acknowledgement: finding.acknowledgement,
            });
        }
    }

    /// Notes which discrepancies are open on a claim or question from now on.
    fn note_discrepancies(&mut self, on: Subject, found: Vec<Discrepancy>, news: &News<'_>) {
        let episodes = &mut self.history.episodes;
        let still: BTreeSet<Identity> = found.iter().map(|found| found.identity).collect();
        self.open.retain(|identity, place| {
            let ends = identity.subject == on && !still.contains(identity);
            if ends {
                let episode = &mut episodes[*place];
                episode.resolved = Some(news.event(&episode.discrepancy.claims));
            }
            !ends
        });
        for found in found {
            match self.open.get(&found.identity) {
                Some(place) => episodes[*place].discrepancy = found,
                None => {
                    self.open.insert(found.identity, episodes.len());
                    episodes.push(Episode {
                        opened: news.opening(&found),
                        discrepancy: found,
                        resolved: None,
                    });
                }
            }
        }
    }
}
