//! Lists of claims by where they stood at a moment.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::slice;

use crate::domain::docket::ClaimKey;
use crate::domain::fold::Finding;
use crate::ledger::{ClaimFilter, LedgerError, Result, Standing};

/// A list of claims in the making. Where they stand comes in another order than the list's: the
/// claims that answer a question are judged with the first of them.
pub(super) struct Listing<'l> {
    filter: &'l ClaimFilter,
    next: Peekable<slice::Iter<'l, ClaimKey>>,
    /// Those whose turn it is not yet.
    waiting: BTreeMap<ClaimKey, Standing>,
    fitting: Vec<Standing>,
}

impl<'l> Listing<'l> {
    /// The claims of `keys` that fit, in that order.
    pub(super) fn of(keys: &'l [ClaimKey], filter: &'l ClaimFilter) -> Self {
        Self {
            filter,
            next: keys.iter().peekable(),
            waiting: BTreeMap::new(),
            fitting: Vec::new(),
        }
    }

    /// Takes where some claims stand; whether the list is full then.
    pub(super) fn take(&mut self, standings: impl Iterator<Item = Standing>) -> bool {
        let by_claim = standings.map(|standing| (standing.finding.claim, standing));
        self.waiting.extend(by_claim);
        while !self.is_full()
            && let Some(standing) = self.next.peek().and_then(|key| self.waiting.remove(key))
        {
            self.next.next();
            if fits(self.filter, &standing.finding) {
                self.fitting.push(standing);
            }
        }
        self.is_full()
    }

    fn is_full(&self) -> bool {
        let limit = self.filter.limit;
        limit.is_some_and(|limit| self.fitting.len() >= limit as usize)
    }

    /// Of some claims of the list, from its next on, those of which it is not known yet where they
    /// stand.
    pub(super) fn missing(&self, some: &[ClaimKey]) -> Vec<ClaimKey> {
        let next = self.next.clone().next();
        let from = some.iter().skip_while(|key| Some(*key) != next);
        let unknown = from.filter(|key| !self.waiting.contains_key(key));
        unknown.copied().collect()
    }

    /// The list.
    ///
    /// # Errors
    /// Where it is not known of one of the claims where it stands.
    pub(super) fn finish(mut self) -> Result<Vec<Standing>> {
        match self.next.next() {
            Some(key) if !self.is_full() => Err(outside(*key)),
            _ => Ok(self.fitting),
        }
    }
}

/// Whether a claim that stands so is asked for.
pub(super) fn fits(filter: &ClaimFilter, finding: &Finding) -> bool {
    filter.status.is_none_or(|status| status == finding.status)
        && !(filter.not_ruled && finding.ruling.is_some())
}

/// The error that a claim is missing from where it is to be judged.
pub(super) fn outside(claim: ClaimKey) -> LedgerError {
    LedgerError::Garbled {
        what: format!("claim {} outside its own docket", claim.0),
    }
}
