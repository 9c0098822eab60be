//! The whole ledger on one screen, and the findings of `check`.

use super::html::{self, Links};
use maud::Markup;
use serde::Serialize;

use super::Show;
use super::entries::Entries;
use super::page::{Cell, Page, Table, counted};
use crate::answer::Labels;
use crate::answer::wording::listed;
use crate::answer::{StatusAnswer, UnreviewedAnswer};
use crate::domain::discrepancy::Kind;
use crate::ledger::UnreviewedCount;

/// Claims or principals named in a line.
const NAMED: usize = 6;

impl Show for StatusAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let mut claims = Table::with(&["claims!", "count!"]);
        for (status, count) in &self.claims {
            claims.row(vec![Cell::status(*status), count.to_string().into()]);
        }
        let mut discrepancies = Table::with(&["open discrepancies!", "strong!", "weak!"]);
        for (kind, count) in &self.discrepancies {
            if count.strong + count.weak == 0 {
                continue;
            }
            discrepancies.row(vec![
                kind.as_str().into(),
                count.strong.to_string().into(),
                count.weak.to_string().into(),
            ]);
        }
        let mut page = Page::new();
        if !self.claims.is_empty() {
            page = page.table(claims.dense());
        }
        if !discrepancies.rows.is_empty() {
            page = page.table(discrepancies.dense());
        }
        if !self.contested.is_empty() {
            let mut contested = Table::with(&["contested", "status"]);
            for one in &self.contested {
                contested.row(vec![
                    labels.claim_text(&one.claim).into(),
                    Cell::contested(one.status, &one.contested_by).marked(one.unreviewed),
                ]);
            }
            page = page.table(contested.dense());
        }
        page.list(facts(self, labels))
            .heading("last recorded")
            .followed_by(Entries(self.last.clone()).page(labels))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::overview::status(self, links)
    }
}

/// "12 statements and 1 party"; `None` if a person has looked at everything.
pub fn counted_unreviewed(count: UnreviewedCount) -> Option<String> {
    UnreviewedAnswer::from(count).in_words()
}

impl UnreviewedAnswer {
    /// "12 statements, 4 claims and 1 party"; `None` if a person has looked at everything.
    pub fn in_words(&self) -> Option<String> {
        let counts = [
            (self.statements, "statement", "statements"),
            (self.passages, "further passage", "further passages"),
            (self.claims, "claim", "claims"),
            (self.parties, "party", "parties"),
            (self.questions, "question", "questions"),
        ];
        let counts = counts.iter().filter(|(count, ..)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, one, many)| counted(*count, one, many))
            .collect();
        (!counts.is_empty()).then(|| listed(&counts))
    }
}

/// What is overdue, whom to call, and the state of the journal.
fn facts(status: &StatusAnswer, labels: &Labels) -> Vec<String> {
    let counts = status.discrepancies.get(&Kind::Overdue);
    let late = counts.map_or(0, |count| count.strong + count.weak);
    let claims = status.overdue.iter();
    let claims: Vec<String> = claims.map(|claim| labels.claim_text(claim)).collect();
    let overdue = format!("overdue: {}", named(&claims, late, "nothing", " · "));
    let entries = usize::try_from(status.entries).unwrap_or_default();
    let journal = match &status.problem {
        None => format!(
            "journal: {}, head {}…",
            counted(entries, "entry", "entries"),
            status.head.get(..16).unwrap_or(&status.head)
        ),
        Some(problem) => format!("journal: not as it was written: {problem}"),
    };
    let points = status.to_call.iter();
    let points: Vec<String> = points
        .map(|call| format!("{} ({})", labels.party(&call.party), call.claim_count))
        .collect();
    let calls = format!(
        "to call (number of claims): {}",
        named(&points, status.to_call_count, "nobody", ", ")
    );
    let waiting = status.candidates.filter(|count| *count > 0);
    let waiting = waiting.map(|count| {
        let what = counted(count, "candidate", "candidates");
        format!("waiting for a decision: {what}; `onrecord review` goes through them")
    });
    let unreviewed = status.unreviewed.in_words();
    let unreviewed =
        unreviewed.map(|what| format!("unreviewed: {what}; `onrecord review` goes through them"));
    [overdue, calls]
        .into_iter()
        .chain(waiting)
        .chain(unreviewed)
        .chain([journal])
        .collect()
}

/// The first few names and the number of the others, of `all` that there are. `none` if there are no
/// names.
fn named(names: &[String], all: usize, none: &str, separator: &str) -> String {
    if names.is_empty() {
        return none.to_owned();
    }
    let names = &names[..names.len().min(NAMED)];
    let shown = names.join(separator);
    match all.saturating_sub(names.len()) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The findings of a check. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// Whether the check passed: nothing was found that it should fail on.
    pub ok: bool,
    /// What was found.
    pub findings: Vec<CheckFinding>,
}

/// A finding of a check.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckFinding {
    /// The part that found it: journal, tables, passages, overdue, contradictions or clock.
    pub check: &'static str,
    /// What was found.
    pub finding: String,
    /// Whether the check fails on it.
    pub fails: bool,
}

impl Show for Checked {
    fn page(&self, _: &Labels) -> Page {
        let lines = self
            .findings
            .iter()
            .map(|found| format!("{}: {}", found.check, found.finding));
        Page::new().list(lines.collect())
    }
}
