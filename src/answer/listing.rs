//! Lists of claims as they stood at an earlier moment of the story.
//!
//! A claim on which nothing was said after that moment stood where it stands now, and that is
//! stored. The others are folded again from their statements, in batches, by several readers in
//! parallel; the reader that folded a claim also builds the answer for it.

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

/// Claims that one reader takes at a time: enough for shared lookups to pay, and few enough for
/// their dockets to fit in memory.
pub(super) const AT_ONCE: usize = 512;

/// Lists longer than this preload what their claims have in common.
pub(super) const MANY: usize = 2 * AT_ONCE;

/// How to find where a claim stood.
#[derive(Debug, Clone, Copy)]
enum Method {
    /// Read it: nothing was said after the moment.
    Stored,
    /// Fold this docket, which may have other claims too.
    Fold(Subject),
    /// An earlier claim of the list has the same docket.
    WithEarlier,
}

impl View<'_> {
    /// The claims that match a filter by what had been said at `cut`, converted by `answers`.
    pub(super) fn list_judged<T: Send>(
        &self,
        filter: &ClaimFilter,
        cut: Moment,
        answers: impl Fn(&View<'_>, Vec<Standing>) -> Result<Vec<T>> + Sync,
    ) -> Result<Vec<T>> {
        // Only today's status is stored, so conditions on the status are checked after folding.
        let wide = ClaimFilter {
            status: None,
            not_ruled: false,
            limit: None,
            ..filter.clone()
        };
        let listed = self.reader.listed(&wide)?;
        let methods = methods(&listed, cut);
        // A short list is complete before preloading would have paid.
        let many = filter.limit.is_none() && listed.len() > MANY;
        let now = self.now;
        let mut list = Listing::of(&listed, filter.limit);
        self.reader.side_by_side(
            &methods,
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

    /// Where some claims stood at `cut`. Only those that match the filter get a `since`.
    fn stood(
        &self,
        some: &[(ClaimKey, Method)],
        cut: Moment,
        filter: &ClaimFilter,
    ) -> Result<Vec<Standing>> {
        let settled = some
            .iter()
            .filter(|(_, method)| matches!(method, Method::Stored));
        let settled: Vec<ClaimKey> = settled.map(|(claim, _)| *claim).collect();
        let mut standings = self.reader.standings(&settled)?;
        let subjects = some.iter().filter_map(|(_, method)| match method {
            Method::Fold(subject) => Some(*subject),
            Method::Stored | Method::WithEarlier => None,
        });
        let subjects: Vec<Subject> = subjects.collect();
        for docket in self.reader.dockets(&subjects, Some(cut.day()))? {
            let outcome = turns_where(&docket, Some(cut), |finding| fits(filter, finding));
            let judged = super::view::standings(outcome);
            standings
                .extend(judged.inspect(|standing| self.note_statement_time(&docket, standing)));
        }
        Ok(standings)
    }
}

/// How to find where some claims stood at `cut`.
fn methods(listed: &[Listed], cut: Moment) -> Vec<(ClaimKey, Method)> {
    let mut asked = BTreeSet::new();
    let mut method = |one: &Listed| match one.question {
        _ if one.newest.is_none_or(|newest| newest <= cut) => Method::Stored,
        None => Method::Fold(Subject::Claim(one.claim)),
        Some(question) if asked.insert(question) => Method::Fold(Subject::Question(question)),
        Some(_) => Method::WithEarlier,
    };
    listed.iter().map(|one| (one.claim, method(one))).collect()
}

/// Puts answers back in the order of the list. They arrive in another one, since all claims that
/// answer a question are folded with the first of them.
struct Listing<'l, T> {
    limit: Option<u32>,
    next: Peekable<slice::Iter<'l, Listed>>,
    /// Answers that arrived before their turn. `None` for a claim that does not match.
    waiting: BTreeMap<ClaimKey, Option<T>>,
    fitting: Vec<T>,
}

impl<'l, T> Listing<'l, T> {
    /// A list of the matching claims among `listed`, in that order and at most `limit` long.
    fn of(listed: &'l [Listed], limit: Option<u32>) -> Self {
        Self {
            limit,
            next: listed.iter().peekable(),
            waiting: BTreeMap::new(),
            fitting: Vec::new(),
        }
    }

    /// Adds answers, and breaks once the list is full.
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

    /// The complete list.
    ///
    /// # Errors
    /// Fails if the answer for one of the claims never came.
    fn finish(mut self) -> Result<Vec<T>> {
        match self.next.next() {
            Some(next) if !self.is_full() => Err(outside(next.claim)),
            _ => Ok(self.fitting),
        }
    }
}

/// Whether a finding matches the conditions of a filter that depend on the status.
fn fits(filter: &ClaimFilter, finding: &Finding) -> bool {
    filter.status.is_none_or(|status| status == finding.status)
        && !(filter.not_ruled && finding.ruling.is_some())
}

/// The error for a claim that its own docket does not have.
pub(super) fn outside(claim: ClaimKey) -> LedgerError {
    LedgerError::Garbled {
        what: format!("claim {} outside its own docket", claim.0),
    }
}
