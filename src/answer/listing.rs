//! Lists of claims by where they stood at a moment.
//!
//! Where all had been said by then, a claim stood where it stands now, and that is settled. The
//! others are judged, some hundred at a time, by readers side by side; what is asked of those that
//! are listed is answered by the reader that judged them.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::ops::ControlFlow::{self, Break, Continue};
use std::slice;

use super::view::View;
use crate::domain::discrepancy::Subject;
use crate::domain::docket::ClaimKey;
use crate::domain::fold::Finding;
use crate::domain::history::turns_where;
use crate::domain::time::Moment;
use crate::ledger::{ClaimFilter, LedgerError, Listed, Result, Standing};

/// So many claims are looked at by one reader at a time: enough for what many of them ask for to be
/// read once, and few enough for their dockets not to matter in memory.
pub(super) const AT_ONCE: usize = 512;

/// Where more claims than this are looked at, what they have in common is looked up first.
pub(super) const MANY: usize = 2 * AT_ONCE;

/// How it is found out where a claim of a list stood.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// All had been said by then.
    Settled,
    /// By judging this, it and maybe others.
    Judged(Subject),
    /// It is judged with one that comes before it.
    WithAnother,
}

impl View<'_> {
    /// The claims that fit a filter by what had been said at `cut`, each as `answers` gives it.
    pub(super) fn list_judged<T: Send>(
        &self,
        filter: &ClaimFilter,
        cut: Moment,
        answers: impl Fn(&View<'_>, Vec<Standing>) -> Result<Vec<T>> + Sync,
    ) -> Result<Vec<T>> {
        // The posted rows know today's status only, so that part of the filter waits.
        let wide = ClaimFilter {
            status: None,
            not_ruled: false,
            limit: None,
            ..filter.clone()
        };
        let listed = self.reader.listed(&wide)?;
        let ways = ways(&listed, cut);
        // A short list is made before it would have paid.
        let many = filter.limit.is_none() && listed.len() > MANY;
        let now = self.now;
        let mut list = Listing::of(&listed, filter.limit);
        self.reader.side_by_side(
            &ways,
            AT_ONCE,
            |reader, some| {
                if many {
                    reader.learn()?;
                }
                let view = View::new(reader, Some(cut), now);
                let standings = view.stood(some, cut, filter)?;
                let fits = |standing: &Standing| fits(filter, &standing.finding);
                let (fitting, others): (Vec<_>, Vec<_>) = standings.into_iter().partition(fits);
                let key = |standing: &Standing| standing.finding.claim;
                let keys: Vec<ClaimKey> = fitting.iter().map(key).collect();
                let answers = answers(&view, fitting)?.into_iter().map(Some);
                let others = others.iter().map(|standing| (key(standing), None));
                let known = keys.into_iter().zip(answers).chain(others);
                Ok(known.collect::<Vec<_>>())
            },
            |answered| Ok(list.take(answered)),
        )?;
        list.finish()
    }

    /// Where some claims of a list stood at `cut`; since when, is found for those that fit.
    fn stood(
        &self,
        some: &[(ClaimKey, Way)],
        cut: Moment,
        filter: &ClaimFilter,
    ) -> Result<Vec<Standing>> {
        let settled = some.iter().filter(|(_, way)| matches!(way, Way::Settled));
        let settled: Vec<ClaimKey> = settled.map(|(claim, _)| *claim).collect();
        let mut standings = self.reader.standings(&settled)?;
        let subjects = some.iter().filter_map(|(_, way)| match way {
            Way::Judged(subject) => Some(*subject),
            Way::Settled | Way::WithAnother => None,
        });
        let subjects: Vec<Subject> = subjects.collect();
        for docket in self.reader.dockets(&subjects, Some(cut.day()))? {
            let outcome = turns_where(&docket, Some(cut), |finding| fits(filter, finding));
            let judged = super::view::standings(outcome);
            standings.extend(judged.inspect(|standing| self.note_time(&docket, standing)));
        }
        Ok(standings)
    }
}

/// How it is found out where some claims stood at `cut`.
fn ways(listed: &[Listed], cut: Moment) -> Vec<(ClaimKey, Way)> {
    let mut asked = BTreeSet::new();
    let mut way = |one: &Listed| match one.question {
        _ if one.newest.is_none_or(|newest| newest <= cut) => Way::Settled,
        None => Way::Judged(Subject::Claim(one.claim)),
        Some(question) if asked.insert(question) => Way::Judged(Subject::Question(question)),
        Some(_) => Way::WithAnother,
    };
    listed.iter().map(|one| (one.claim, way(one))).collect()
}

/// A list of claims in the making. What is known of them comes in another order than the list's:
/// the claims that answer a question are judged with the first of them.
struct Listing<'l, T> {
    limit: Option<u32>,
    next: Peekable<slice::Iter<'l, Listed>>,
    /// Those whose turn it is not yet; without an answer those that do not fit.
    waiting: BTreeMap<ClaimKey, Option<T>>,
    fitting: Vec<T>,
}

impl<'l, T> Listing<'l, T> {
    /// Those of `listed` that fit, in that order, at most so many.
    fn of(listed: &'l [Listed], limit: Option<u32>) -> Self {
        Self {
            limit,
            next: listed.iter().peekable(),
            waiting: BTreeMap::new(),
            fitting: Vec::new(),
        }
    }

    /// Takes what is known of some claims, until the list is full.
    fn take(&mut self, known: Vec<(ClaimKey, Option<T>)>) -> ControlFlow<()> {
        self.waiting.extend(known);
        while !self.is_full()
            && let Some(next) = self.next.peek()
            && let Some(known) = self.waiting.remove(&next.claim)
        {
            self.next.next();
            self.fitting.extend(known);
        }
        if self.is_full() {
            Break(())
        } else {
            Continue(())
        }
    }

    fn is_full(&self) -> bool {
        let limit = self.limit;
        limit.is_some_and(|limit| self.fitting.len() >= limit as usize)
    }

    /// The list.
    ///
    /// # Errors
    /// Where it is not known of one of the claims where it stands.
    fn finish(mut self) -> Result<Vec<T>> {
        match self.next.next() {
            Some(next) if !self.is_full() => Err(outside(next.claim)),
            _ => Ok(self.fitting),
        }
    }
}

/// Whether a claim that stands so is asked for.
fn fits(filter: &ClaimFilter, finding: &Finding) -> bool {
    filter.status.is_none_or(|status| status == finding.status)
        && !(filter.not_ruled && finding.ruling.is_some())
}

/// The error that a claim is missing from where it is to be judged.
pub(super) fn outside(claim: ClaimKey) -> LedgerError {
    LedgerError::Corrupt {
        what: format!("claim {} outside its own docket", claim.0),
    }
}
