//! The changes of claims' statuses, write by write.

use std::collections::BTreeSet;

use super::{FeedItem, Feeding, Moved, Turn};
use crate::answer::contest::contest;
use crate::answer::credit;
use crate::answer::entries::entries;
use crate::answer::timeline::turns_of;
use crate::answer::view::View;
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::fold::Position;
use crate::domain::status::Status;
use crate::journal::Seq;
use crate::ledger::{About, LedgerError, Result, Stood};

/// A status that became another one.
struct Step {
    claim: ClaimKey,
    /// The last entry of the write that changed it.
    entry: Seq,
    before: Option<Status>,
    /// `None` if nothing that was said on it stands.
    after: Option<Status>,
}

impl Feeding<'_, '_> {
    pub(super) fn statuses(&self) -> Result<Vec<FeedItem>> {
        let stood = self
            .after
            .reader
            .stood_since(self.before.reader, self.after.as_of)?;
        let mut steps = steps(&stood, self.before.reader.newest()?);
        // Describing a step is work, and only the newest are shown.
        steps.sort_by_key(|step| std::cmp::Reverse(step.entry));
        let heard = self.heard(steps.iter().map(|step| step.claim))?;
        let mut items = Vec::new();
        let mut latest: Option<(Seq, View<'_>, View<'_>)> = None;
        // A claim that is gone, or was merged into another, makes one item.
        let mut left = BTreeSet::new();
        for step in steps {
            if items.len() == super::MOST {
                break;
            }
            let around = match latest.take().filter(|(entry, ..)| *entry == step.entry) {
                Some(known) => known,
                None => {
                    let (was, is) = self.around(step.entry)?;
                    (step.entry, was, is)
                }
            };
            let (_, was, is) = &around;
            if heard.contains_key(&step.claim) {
                items.extend(self.turn(&step, was, is)?);
            } else if left.insert(step.claim) {
                items.extend(self.left(&step, was)?);
            }
            latest = Some(around);
        }
        Ok(items)
    }

    /// A change of the status of a claim that somebody has spoken on. `None` if nothing stood on it meanwhile.
    fn turn(&self, step: &Step, was: &View<'_>, is: &View<'_>) -> Result<Option<FeedItem>> {
        let Some(status) = step.after else {
            return Ok(None);
        };
        let key = step.claim;
        let info = self.after.claim(key)?.claim;
        let (by, mut changed) = match step.before {
            Some(_) => {
                let credit = credit::between(was, is, key)?;
                (credit.statements, credit.entries)
            }
            None => (first_words(is, key)?, Vec::new()),
        };
        changed.extend(by.iter().map(|said| said.0));
        let recorded = entries(&is.reader.journal(), &changed)?.into_iter();
        let kinds = recorded.filter_map(|one| one.entry);
        let kinds = kinds.filter(|kind| kind != "statement").collect();
        let mut standing = Vec::new();
        for said in &by {
            standing.extend(self.after.reader.standing_version(*said)?);
        }
        let finding = self.after.standing(key)?.finding;
        let moved = Moved::Status(Turn {
            claim: info.id,
            text: info.text,
            before: step.before,
            after: status,
            contested_by: contest(self.after, self.contesting(is, key)?.iter())?,
            unreviewed: finding.status == status && self.after.is_finding_unreviewed(&finding)?,
            withdrawn: standing.len() < by.len(),
            by: self.after.statement_answers(&standing)?,
            entries: kinds,
        });
        let claim = self.origin(key.0);
        Ok(Some(FeedItem {
            name: match step.before {
                // The first is one of a kind until everything is taken back.
                None => format!("new {claim} {}", self.write(step.entry)?),
                Some(_) => format!("turn {claim} {}", self.write(step.entry)?),
            },
            recorded_at: self.recorded_at(step.entry)?,
            moved,
        }))
    }

    /// Those who contested a claim's status and stand by it, in another statement perhaps.
    fn contesting(&self, is: &View<'_>, claim: ClaimKey) -> Result<Vec<Position>> {
        let (now, mut kept) = (self.after.reader, Vec::new());
        for position in is.standing(claim)?.finding.contesting() {
            let Some(standing) = now.standing_version(position.statement)? else {
                continue;
            };
            let said = self.after.statement(standing)?.statement;
            let party = self.after.party_key(&said.party)?;
            if let Some(party) = party.filter(|_| said.stance.family() == position.stance.family())
            {
                kept.push(Position {
                    party,
                    statement: standing,
                    stance: said.stance,
                    ..*position
                });
            }
        }
        Ok(kept)
    }

    /// What became of a claim that is not in the feed's later state, or that nobody speaks on there. `None` if nobody
    /// did before either.
    fn left(&self, step: &Step, was: &View<'_>) -> Result<Option<FeedItem>> {
        let Some(_) = step.before.filter(|_| step.after.is_none()) else {
            return Ok(None);
        };
        let (reader, key) = (self.after.reader, step.claim);
        let (present, _) = reader.current_claim(key)?;
        // The desk may know it from what was said off the record.
        let claim = was.claim(key)?.claim;
        let known = self.desk.claim_key(claim.id.as_str())?;
        let off_record = known.map(|claim| self.desk.has_off_record(claim));
        let may_be_told = !off_record.transpose()?.unwrap_or_default();
        let text = || Ok::<_, LedgerError>(was.claim(key)?.claim.text);
        let moved = match present == key {
            true => Moved::Gone {
                text: may_be_told.then(text).transpose()?,
            },
            false if self.is_heard(present)? => {
                let info = self.after.claim(present)?.claim;
                Moved::Merged {
                    text: text()?,
                    claim: info.id,
                    into: info.text,
                }
            }
            false => return Ok(None),
        };
        Ok(Some(FeedItem {
            name: format!("left {} {}", self.origin(key.0), self.write(step.entry)?),
            recorded_at: self.recorded_at(step.entry)?,
            moved,
        }))
    }
}

/// The statements that gave a claim its first status: those that made its last turn, or else the first on it.
fn first_words(is: &View<'_>, claim: ClaimKey) -> Result<Vec<StatementKey>> {
    if let Some(last) = turns_of(is, claim)?.last() {
        return Ok(last.by.clone());
    }
    let said = is.reader.statements(About::Claim(claim))?;
    Ok(said.into_iter().take(1).collect())
}

/// The steps in how claims stood, given in the order of the claims and of time, after the entry `from`.
fn steps(stood: &[Stood], from: Seq) -> Vec<Step> {
    let mut steps = Vec::new();
    for of_claim in stood.chunk_by(|one, other| one.claim == other.claim) {
        let mut last: Option<Status> = None;
        let mut step = |entry: Seq, is: Option<Status>| {
            if is != last && entry > from {
                steps.push(Step {
                    claim: of_claim[0].claim,
                    entry,
                    before: last,
                    after: is,
                });
            }
            last = is;
        };
        for (at, one) in of_claim.iter().enumerate() {
            step(one.posted, one.heard.then_some(one.status));
            let next = of_claim.get(at + 1).map(|next| next.posted);
            if let Some(ended) = one.ended.filter(|ended| Some(*ended) != next) {
                step(ended, None);
            }
        }
    }
    steps
}
