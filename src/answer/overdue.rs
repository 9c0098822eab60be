//! Claims that are overdue. That depends on the clock, so it is computed and never stored.

use std::collections::{BTreeMap, BTreeSet};

use super::listing::{BATCH, outside};
use super::view::View;
use crate::domain::discrepancy::{Discrepancy, Identity, Kind, Stand, Subject, is_overdue};
use crate::domain::docket::ClaimKey;
use crate::domain::fold::Finding;
use crate::domain::history::{Episode, Event};
use crate::domain::statement::Family;
use crate::domain::time::Moment;
use crate::ledger::{DiscrepancyFilter, Due, Result};

impl View<'_> {
    /// The claims that are overdue, among them all those that match a filter.
    pub(super) fn overdue(&self, filter: &DiscrepancyFilter) -> Result<Vec<Episode>> {
        let clock = self.as_of.unwrap_or(self.now);
        let due = match self.as_of {
            None => self.reader.overdue(clock.day(), filter)?,
            Some(cut) => self.reader.overdue_at(cut, filter)?,
        };
        self.overdue_of(&due)
    }

    /// Which of some claims are overdue only in this view, and which only in another, with everything counted.
    pub(super) fn overdue_apart(
        &self,
        other: &Self,
        claims: &BTreeSet<ClaimKey>,
    ) -> Result<(Vec<Episode>, Vec<Episode>)> {
        let due = |view: &Self| view.reader.overdue_among(claims, view.now.day());
        let (here, there) = (due(self)?, due(other)?);
        let only = |one: &[Due], two: &[Due]| -> Vec<Due> {
            let in_two: BTreeSet<ClaimKey> = two.iter().map(|due| due.claim).collect();
            let apart = one.iter().filter(|due| !in_two.contains(&due.claim));
            apart.copied().collect()
        };
        Ok((
            self.overdue_of(&only(&here, &there))?,
            other.overdue_of(&only(&there, &here))?,
        ))
    }

    /// Those of some due claims that are overdue.
    fn overdue_of(&self, due: &[Due]) -> Result<Vec<Episode>> {
        let clock = self.as_of.unwrap_or(self.now);
        let mut found = Vec::new();
        for batch in due.chunks(BATCH) {
            self.add_overdue(batch, clock, &mut found)?;
        }
        Ok(found)
    }

    /// Adds those of some due claims that are overdue by the clock.
    fn add_overdue(&self, due: &[Due], clock: Moment, found: &mut Vec<Episode>) -> Result<()> {
        let claims: Vec<ClaimKey> = due.iter().map(|due| due.claim).collect();
        let mut findings: BTreeMap<ClaimKey, Finding> = match self.as_of {
            None => {
                let standings = self.reader.standings(&claims)?.into_iter();
                standings
                    .map(|one| (one.finding.claim, one.finding))
                    .collect()
            }
            Some(cut) => {
                let claims: Vec<Subject> = claims.into_iter().map(Subject::Claim).collect();
                let subjects = self.reader.judged_as(&claims)?;
                self.findings_at(subjects.into_iter().collect(), cut)?
            }
        };
        for Due {
            claim: key,
            day: due,
        } in due.iter().copied()
        {
            let finding = findings.remove(&key).ok_or_else(|| outside(key))?;
            if !is_overdue(due, finding.status, finding.last_firm, clock) {
                continue;
            }
            let affirming = finding
                .positions
                .iter()
                .filter(|position| position.family() == Family::Affirming);
            let stands = affirming.map(|position| Stand {
                side: 0,
                claim: key,
                party: position.party,
                statement: Some(position.statement),
            });
            found.push(Episode {
                discrepancy: Discrepancy {
                    identity: Identity {
                        kind: Kind::Overdue,
                        subject: Subject::Claim(key),
                        party: None,
                    },
                    weak: false,
                    claims: vec![key],
                    stands: stands.collect(),
                },
                opened: Event {
                    at: Moment::start_of(due.succ_opt().unwrap_or(due)),
                    statement: None,
                },
                resolved: None,
            });
        }
        Ok(())
    }
}
