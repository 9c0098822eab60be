//! The discrepancies that opened and ended, write by write.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::{FeedItem, Feeding, Moved};
use crate::answer::changes::apart;
use crate::answer::discrepancies;
use crate::answer::entries::time;
use crate::domain::discrepancy::{Identity, Kind, Subject};
use crate::domain::history::Episode;
use crate::domain::time::{Moment, When};
use crate::journal::Seq;
use crate::ledger::{DueEnded, OpenSpan, Result};

impl Feeding<'_, '_> {
    pub(super) fn discrepancies(&self) -> Result<Vec<FeedItem>> {
        let mut items = Vec::new();
        let (opened, ended) = apart(self.before, self.after)?;
        // The calendar writes nothing, and what was said by an earlier moment is compared as a whole.
        let is_whole = self.after.as_of.is_some();
        let is_compared = |one: &&Episode| {
            let identity = one.discrepancy.identity;
            !one.discrepancy.weak && (is_whole || identity.kind == Kind::Overdue)
        };
        for one in opened.iter().filter(is_compared) {
            let found = discrepancies::answer(self.after, one)?;
            let at = self.opening(one, &found.opened)?;
            items.push(FeedItem {
                name: format!(
                    "open {} {}",
                    self.identity(one.discrepancy.identity),
                    found.opened
                ),
                recorded_at: time(at),
                moved: Moved::Opened(found),
            });
        }
        if is_whole {
            for one in ended.iter().filter(is_compared) {
                items.extend(self.compared_end(one)?);
            }
            return Ok(items);
        }
        for one in self.after.reader.due_ended_since(self.before.reader)? {
            self.no_longer_overdue(&one, &mut items)?;
        }
        items.extend(self.spans()?);
        Ok(items)
    }

    /// Adds the end of one that the calendar opened, and the beginning if that is not told of yet.
    fn no_longer_overdue(&self, one: &DueEnded, items: &mut Vec<FeedItem>) -> Result<()> {
        let day = one.day.succ_opt().unwrap_or(one.day);
        let opened = Moment::start_of(day);
        let ended = self.desk.recorded_at(self.origin(one.ended))?.unwrap_or(0);
        let opening = opened.minutes() * 60_000;
        let Some((claim, text)) = self.heard([one.claim])?.remove(&one.claim) else {
            return Ok(());
        };
        if ended < opening {
            return Ok(());
        }
        let identity = self.identity(Identity {
            kind: Kind::Overdue,
            subject: Subject::Claim(one.claim),
            party: None,
        });
        let mut add = |name: String, recorded_at: i64, ended: bool| {
            if items.iter().any(|item| item.name == name) {
                return;
            }
            items.push(FeedItem {
                name,
                recorded_at: time(recorded_at),
                moved: Moved::Past {
                    kind: Kind::Overdue,
                    claim: claim.clone(),
                    text: text.clone(),
                    ended,
                },
            });
        };
        add(
            format!("end {identity} {}", self.write(one.ended)?),
            ended,
            true,
        );
        if opened > self.before.now {
            add(format!("open {identity} {day}"), opening, false);
        }
        Ok(())
    }

    /// Those that writes opened or ended.
    fn spans(&self) -> Result<Vec<FeedItem>> {
        let from = self.before.reader.newest()?;
        let mut spans: BTreeMap<Identity, Vec<OpenSpan>> = BTreeMap::new();
        for span in self.after.reader.open_since(self.before.reader)? {
            spans.entry(span.identity).or_default().push(span);
        }
        let mut items = Vec::new();
        for (identity, spans) in spans {
            for (at, span) in spans.iter().enumerate() {
                let follows = at > 0 && spans[at - 1].ended == Some(span.posted);
                if span.posted > from && !follows {
                    // A later row of the same opening says how it is now.
                    let mut last = at;
                    while spans
                        .get(last + 1)
                        .is_some_and(|next| spans[last].ended == Some(next.posted))
                    {
                        last += 1;
                    }
                    items.extend(self.opened(identity, span.posted, &spans[last])?);
                }
                let goes_on = spans
                    .get(at + 1)
                    .is_some_and(|next| span.ended == Some(next.posted));
                if let Some(ended) = span.ended.filter(|_| !goes_on) {
                    items.extend(self.past(identity, span.key, ended, true)?);
                }
            }
        }
        Ok(items)
    }

    fn opened(&self, identity: Identity, entry: Seq, last: &OpenSpan) -> Result<Option<FeedItem>> {
        if last.ended.is_some() {
            return self.past(identity, last.key, entry, false);
        }
        let Some(episode) = self.after.reader.episodes(&[last.key])?.pop() else {
            return Ok(None);
        };
        Ok(Some(FeedItem {
            name: format!("opened {} {}", self.identity(identity), self.write(entry)?),
            recorded_at: self.recorded_at(entry)?,
            moved: Moved::Opened(discrepancies::answer(self.after, &episode)?),
        }))
    }

    /// The beginning or the end of one that is no longer open, if a claim that it named is there still.
    fn past(
        &self,
        identity: Identity,
        key: i64,
        entry: Seq,
        ended: bool,
    ) -> Result<Option<FeedItem>> {
        let episode = self.after.reader.episodes(&[key])?.pop();
        let claims = episode.map_or_else(Vec::new, |one| one.discrepancy.claims);
        let name = if ended { "ended" } else { "opened" };
        let named = self.heard(claims)?.into_values().next();
        let Some((claim, text)) = named else {
            return Ok(None);
        };
        Ok(Some(FeedItem {
            name: format!("{name} {} {}", self.identity(identity), self.write(entry)?),
            recorded_at: self.recorded_at(entry)?,
            moved: Moved::Past {
                kind: identity.kind,
                claim,
                text,
                ended,
            },
        }))
    }

    /// The end of one that was open in the earlier of two states. What ended it is in the later one.
    fn compared_end(&self, one: &Episode) -> Result<Option<FeedItem>> {
        let found = discrepancies::answer(self.before, one)?;
        let mut at = self.opening(one, &found.opened)?;
        let heard = self.heard(one.discrepancy.claims.iter().copied())?;
        for claim in heard.keys() {
            at = at.max(self.after.reader.settled_at(*claim)?);
        }
        let identity = one.discrepancy.identity;
        Ok(heard.into_values().next().map(|(claim, text)| FeedItem {
            name: format!("end {} {}", self.identity(identity), found.opened),
            recorded_at: time(at),
            moved: Moved::Past {
                kind: identity.kind,
                claim,
                text,
                ended: true,
            },
        }))
    }

    /// When one opened, in Unix milliseconds: when the statement that opened it was recorded, or on its day if the calendar
    /// opened it.
    fn opening(&self, one: &Episode, opened: &str) -> Result<i64> {
        let moment = When::from_str(opened).map_or(0, |when| when.earliest().minutes() * 60_000);
        let said = one.opened.statement.map(|said| self.origin(said.0));
        let recorded = said.map(|entry| self.desk.recorded_at(entry)).transpose()?;
        Ok(recorded.flatten().unwrap_or(moment))
    }

    /// What a discrepancy is about, whatever that is called.
    fn identity(&self, identity: Identity) -> String {
        let subject = match identity.subject {
            Subject::Claim(claim) => format!("claim {}", self.origin(claim.0)),
            Subject::Question(question) => format!("question {}", self.origin(question.0)),
        };
        let party = identity.party.map_or(0, |party| self.origin(party.0));
        format!("{} {subject} {party}", identity.kind)
    }
}
