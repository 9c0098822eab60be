//! Judging a docket at one moment after the other, and recording what changed.

use chrono::NaiveDate;

use super::super::discrepancy::{self, Discrepancy, Identity};
use super::super::docket::{ClaimKey, PartyKey, StatementKey};
use super::super::fold::{Judged, judge};
use super::super::hearing::Heard;
use super::super::moving::{self, LastAnswers};
use super::super::status::{Acknowledgement, Status};
use super::super::time::Moment;
use super::news::{News, NewsItem};
use super::{Calls, Checkpoint, Deadline, Episode, Event, History, Strength, Transition};

/// A replay in progress.
pub(super) struct Replay<'h> {
    heard: &'h Heard<'h>,
    bearing: Vec<(ClaimKey, StatementKey)>,
    /// One track per claim, and one for the question.
    tracks: Vec<Track>,
    /// What has been recorded.
    pub(super) history: History,
}

/// The current state of a claim or question.
#[derive(Default)]
struct Track {
    /// The claim's status and acknowledgement.
    state: Option<(Status, Option<Acknowledgement>)>,
    /// The principals to call about the claim, and how many parties affirm it.
    calls: (Vec<PartyKey>, usize),
    /// The day after which the claim is overdue unless somebody speaks.
    overdue_after: Option<NaiveDate>,
    /// The open discrepancies, in order of identity, with their places among the episodes.
    open: Vec<(Identity, usize)>,
}

impl<'h> Replay<'h> {
    /// A replay at the beginning of a docket's history.
    pub(super) fn of(heard: &'h Heard<'_>) -> Self {
        let claims = heard.docket().claims.iter().map(|terms| Track {
            overdue_after: terms.due,
            ..Track::default()
        });
        Self {
            heard,
            bearing: moving::bearing(heard),
            tracks: claims.chain([Track::default()]).collect(),
            history: History::default(),
        }
    }

    /// Restores the state at a checkpoint, given what was new `before` it. Returns `None` if other
    /// discrepancies were open then than the checkpoint has.
    pub(super) fn restore(&mut self, before: &[NewsItem], checkpoint: &Checkpoint) -> Option<()> {
        let judged = judge(self.heard, checkpoint.until);
        let mut open: Vec<(usize, Discrepancy)> = Vec::new();
        for (place, judged) in judged.iter().enumerate() {
            let claim = judged.key();
            if !before.iter().any(|item| item.claim == claim) {
                continue;
            }
            let event = checkpoint.status_since(claim).unwrap_or(Event {
                at: checkpoint.until,
                statement: None,
            });
            let track = self.tracks.get_mut(place)?;
            track.judge(&mut self.history, judged, event);
            track.calls = calls(judged);
            track.overdue_after = judged.overdue_after();
            if judged.hearing.terms.due.is_some() {
                track.note_deadline(&mut self.history, claim, checkpoint.until);
            }
            let found = discrepancy::of_claim(judged).into_iter();
            open.extend(found.map(|found| (place, found)));
        }
        if let (Some(rivals), false) = (self.heard.rivals(), before.is_empty()) {
            let found = discrepancy::of_question(rivals, &judged).into_iter();
            open.extend(found.map(|found| (judged.len(), found)));
        }
        (open.len() == checkpoint.opened.len()).then_some(())?;
        self.restore_open(open, checkpoint)
    }

    /// Restores the open discrepancies, each given with the place of its track, in the order in
    /// which a full replay records them: by opening, then by track and identity.
    fn restore_open(
        &mut self,
        open: Vec<(usize, Discrepancy)>,
        checkpoint: &Checkpoint,
    ) -> Option<()> {
        let opened = open.into_iter().map(|(place, discrepancy)| {
            let opened = *checkpoint.opened.get(&discrepancy.identity)?;
            Some((opened, place, discrepancy))
        });
        let mut opened: Vec<(Event, usize, Discrepancy)> = opened.collect::<Option<_>>()?;
        opened
            .sort_by_key(|(opened, place, discrepancy)| (opened.at, *place, discrepancy.identity));
        for (opened, place, discrepancy) in opened {
            let at = self.history.episodes.len();
            let track = self.tracks.get_mut(place)?;
            track.open.push((discrepancy.identity, at));
            self.history.episodes.push(Episode {
                discrepancy,
                opened,
                resolved: None,
            });
        }
        for track in &mut self.tracks {
            track.open.sort_unstable_by_key(|(identity, _)| *identity);
        }
        Some(())
    }

    /// Replays what is new, in order of time and after everything replayed before. Claims that the
    /// news of a moment does not concern are not judged again: nothing can have changed there.
    pub(super) fn run(&mut self, new: &[NewsItem]) {
        let Some(first) = new.first() else {
            return;
        };
        let rivals = self.heard.rivals();
        let mut judged = judge(self.heard, first.at);
        for items in new.chunk_by(|one, other| one.at == other.at) {
            let news = News {
                at: items[0].at,
                items,
                bearing: &self.bearing,
            };
            let last = LastAnswers::at(self.heard, news.at);
            for (judged, track) in judged.iter_mut().zip(&mut self.tracks) {
                if news.concerns(judged.key()) {
                    judged.move_to(news.at, &last);
                    let event = news.event(&[judged.key()]);
                    track.judge(&mut self.history, judged, event);
                    track.call(&mut self.history, judged, news.at);
                    track.set_deadline(&mut self.history, judged, news.at);
                    let found = discrepancy::of_claim(judged);
                    track.record(&mut self.history, found, &news);
                }
            }
            if let (Some(rivals), Some(track)) = (rivals, self.tracks.last_mut()) {
                let found = discrepancy::of_question(rivals, &judged);
                track.record(&mut self.history, found, &news);
            }
        }
    }
}

impl Track {
    /// Records the status of a claim, if it is another than before.
    fn judge(&mut self, history: &mut History, judged: &Judged<'_>, event: Event) {
        let (status, acknowledgement) = (judged.status(), judged.acknowledgement());
        if self.state != Some((status, acknowledgement)) {
            self.state = Some((status, acknowledgement));
            history.transitions.push(Transition {
                claim: judged.key(),
                event,
                status,
                acknowledgement,
            });
        }
    }

    /// Records whom to call about the claim, if that is not as before.
    fn call(&mut self, history: &mut History, judged: &Judged<'_>, at: Moment) {
        let calls = calls(judged);
        if self.calls != calls {
            history.calls.push(Calls {
                claim: judged.key(),
                at,
                parties: calls.0.clone(),
                affirming: calls.1,
            });
            self.calls = calls;
        }
    }

    /// Records the day after which the claim is overdue, if it is another one than before.
    fn set_deadline(&mut self, history: &mut History, judged: &Judged<'_>, at: Moment) {
        let day = judged.overdue_after();
        if self.overdue_after != day {
            self.overdue_after = day;
            self.note_deadline(history, judged.key(), at);
        }
    }

    fn note_deadline(&self, history: &mut History, claim: ClaimKey, at: Moment) {
        history.deadlines.push(Deadline {
            claim,
            at,
            day: self.overdue_after,
        });
    }

    /// Records which discrepancies are open from now on. Those found and those open before are both
    /// in order of identity, so they are merged.
    fn record(&mut self, history: &mut History, found: Vec<Discrepancy>, news: &News<'_>) {
        let episodes = &mut history.episodes;
        let mut before = std::mem::take(&mut self.open).into_iter().peekable();
        let end = |place: usize, episodes: &mut Vec<Episode>| {
            let episode = &mut episodes[place];
            episode.resolved = Some(news.event(&episode.discrepancy.claims));
        };
        for found in found {
            let identity = found.identity;
            let strength = |opened| Strength {
                identity,
                opened,
                at: news.at,
                weak: found.weak,
            };
            while let Some((_, place)) = before.next_if(|(other, _)| *other < identity) {
                end(place, episodes);
            }
            let place = match before.next_if(|(other, _)| *other == identity) {
                Some((_, place)) => {
                    let episode = &mut episodes[place];
                    if episode.discrepancy.weak != found.weak {
                        history.strengths.push(strength(episode.opened.at));
                    }
                    episode.discrepancy = found;
                    place
                }
                None => {
                    history.strengths.push(strength(news.at));
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
        for (_, place) in before {
            end(place, episodes);
        }
    }
}

/// The principals to call about a claim, and how many parties affirm it (0 if there is nobody to call).
fn calls(judged: &Judged<'_>) -> (Vec<PartyKey>, usize) {
    let parties = judged.to_call();
    let affirming = match parties.is_empty() {
        true => 0,
        false => judged.affirming(),
    };
    (parties, affirming)
}
