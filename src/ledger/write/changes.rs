//! What writes changed.

use std::collections::BTreeMap;

use crate::domain::discrepancy::{Discrepancy, Identity};
use crate::domain::docket::ClaimKey;
use crate::domain::status::Status;
use crate::ledger::{Reader, Result};

/// What a write changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The claims that were folded again, whether or not their status changed; of an import, only
    /// those whose status changed.
    pub claims: Vec<Change>,
    /// Discrepancies that are open now and were not before.
    pub opened: Vec<Discrepancy>,
    /// Discrepancies that were open before and are not now.
    pub resolved: Vec<Discrepancy>,
}

/// A claim's status before and after a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The claim.
    pub claim: ClaimKey,
    /// The status before, or `None` if the claim is new.
    pub before: Option<Status>,
    /// The status after.
    pub after: Status,
}

/// Whether the caller wants to know what a write changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Collect every claim that was folded again, and the discrepancies.
    Changes,
    /// Collect the claims whose status changed, new ones aside, and the discrepancies. An import
    /// folds as many claims as it has lines.
    Moves,
    /// Collect nothing.
    Nothing,
}

/// What several writes changed, one after the other.
#[derive(Debug, Default)]
pub(crate) struct ChangesOfAll {
    claims: BTreeMap<ClaimKey, Change>,
    opened: BTreeMap<Identity, Discrepancy>,
    resolved: BTreeMap<Identity, Discrepancy>,
}

impl ChangesOfAll {
    /// Adds what a later write changed.
    pub(crate) fn add(&mut self, later: Changes) {
        for change in later.claims {
            let after = change.after;
            self.claims.entry(change.claim).or_insert(change).after = after;
        }
        for found in later.opened {
            // One that was resolved in between is as it was.
            if self.resolved.remove(&found.identity).is_none() {
                self.opened.insert(found.identity, found);
            }
        }
        for found in later.resolved {
            if self.opened.remove(&found.identity).is_none() {
                self.resolved.insert(found.identity, found);
            }
        }
    }

    /// All changes as one, without claims that are not there any more.
    pub(crate) fn whole(self, reader: Reader<'_>) -> Result<Changes> {
        let mut claims = Vec::with_capacity(self.claims.len());
        for (key, change) in self.claims {
            let (present, _) = reader.current_claim(key)?;
            if present == key && reader.question_if_held(key)?.is_some() {
                claims.push(change);
            }
        }
        Ok(Changes {
            claims,
            opened: self.opened.into_values().collect(),
            resolved: self.resolved.into_values().collect(),
        })
    }
}
