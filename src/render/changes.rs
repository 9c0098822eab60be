//! What changed since a time: the hand-over, as tables or in sentences.

use maud::Markup;
use serde::Serialize;

use super::Show;
use super::discrepancies::table;
use super::html::{self, Links};
use super::marks::{UNREVIEWED, in_brackets};
use super::page::{Cell, Page, Table, counted, or_dash};
use crate::answer::{
    ChangesAnswer, DiscrepancyAnswer, EntryAnswer, Labels, StatementAnswer, StatusChange, wording,
};

/// The longest list of discrepancies, new claims or new statements. A hand-over is read in a minute, so longer ones
/// are only counted.
pub const LISTED: usize = 20;

/// A hand-over.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct HandOver {
    /// What changed.
    pub answer: ChangesAnswer,
    /// Whether to use sentences instead of tables.
    #[serde(skip)]
    pub brief: bool,
}

impl Show for HandOver {
    fn page(&self, labels: &Labels) -> Page {
        let page = match self.brief {
            true => brief(&self.answer, labels),
            false => full(&self.answer, labels),
        };
        page.explaining_marks(is_any_marked(&self.answer))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::changes::hand_over(self, links)
    }
}

fn period(answer: &ChangesAnswer) -> String {
    format!("Since {}, until {}", answer.since, answer.until)
}

fn is_nothing(answer: &ChangesAnswer) -> bool {
    answer.count() == 0
}

/// Whether anything that is shown has the mark of what no person has looked at.
fn is_any_marked(answer: &ChangesAnswer) -> bool {
    let mut found = answer.opened.iter().chain(&answer.resolved);
    answer.statuses.iter().any(|one| one.unreviewed)
        || answer.new.iter().any(|one| one.unreviewed)
        || answer.statements.iter().any(|one| one.unreviewed)
        || found.any(|one| one.unreviewed)
}

fn statements(answer: &ChangesAnswer) -> String {
    counted(
        answer.statement_count,
        "statement was recorded",
        "statements were recorded",
    )
}

fn full(answer: &ChangesAnswer, labels: &Labels) -> Page {
    if is_nothing(answer) {
        return Page::new().text(format!("{}: nothing changed.", period(answer)));
    }
    let mut page = Page::new().text(format!("{}: {}.", period(answer), statements(answer)));
    if !answer.statuses.is_empty() {
        let mut moved = Table::with(&["claim", "was!", "is", "by"]);
        for one in &answer.statuses {
            moved.row(vec![
                format!("{}\n{}", one.claim, one.text).into(),
                one.status.before.map_or_else(Cell::default, Cell::status),
                Cell::contested(one.status.after, &one.contested_by).marked(one.unreviewed),
                by(one, labels).into(),
            ]);
        }
        let heading = counted(answer.statuses.len(), "status changed", "statuses changed");
        page = page.heading(heading).table(moved);
    }
    page = discrepancies(
        page,
        &answer.opened,
        "discrepancy opened",
        "discrepancies opened",
    );
    page = discrepancies(
        page,
        &answer.resolved,
        "discrepancy ended",
        "discrepancies ended",
    );
    page = new_claims(page, answer);
    new_statements(page, answer, labels)
}

/// The first of the new statements, and the number of the others.
fn new_statements(page: Page, answer: &ChangesAnswer, labels: &Labels) -> Page {
    if answer.statement_count == 0 {
        return page;
    }
    let shown = answer.statements.iter().take(LISTED);
    let mut lines: Vec<String> = shown
        .map(|said| {
            format!(
                "{}: {} ({}, {})",
                labels.took(&said.party, said.stance, &said.via),
                labels.claim_text(&said.claim),
                when(said),
                labels.source(&said.source)
            )
        })
        .collect();
    let more = answer.statement_count.saturating_sub(lines.len());
    if more > 0 {
        lines.push(format!("… and {more} more: --format json lists all"));
    }
    let heading = counted(answer.statement_count, "new statement", "new statements");
    page.heading(heading).list(lines)
}

fn new_claims(page: Page, answer: &ChangesAnswer) -> Page {
    if answer.new.is_empty() {
        return page;
    }
    let heading = counted(answer.new.len(), "new claim", "new claims");
    if answer.new.len() > LISTED {
        return page.heading(heading).text(by_status(answer));
    }
    let mut new = Table::with(&["claim", "status"]);
    for claim in &answer.new {
        new.row(vec![
            format!("{}\n{}", claim.claim, claim.text).into(),
            Cell::contested(claim.status, &claim.contested_by).marked(claim.unreviewed),
        ]);
    }
    page.heading(heading).table(new)
}

fn by(moved: &StatusChange, labels: &Labels) -> String {
    let said = moved.by.iter();
    let said = said.map(|said| {
        let took = labels.took(&said.party, said.stance, &said.via);
        format!("{took}\n{}", when(said))
    });
    let lines: Vec<String> = said.chain(moved.entries.iter().map(entry)).collect();
    or_dash(Some(lines.join("\n").as_str()).filter(|lines| !lines.is_empty()))
}

/// An entry that is not a statement.
fn entry(entry: &EntryAnswer) -> String {
    format!("entry {}: {}", entry.seq, entry.says)
}

/// When a statement was made, on what terms if not on the record, and whether nobody has looked at it.
fn when(said: &StatementAnswer) -> String {
    let terms = said.attribution.terms();
    let mark = said.unreviewed.then_some(UNREVIEWED);
    let words = [Some(said.said.as_str()), terms, mark];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn discrepancies(page: Page, found: &[DiscrepancyAnswer], one: &str, many: &str) -> Page {
    let strong: Vec<&DiscrepancyAnswer> = found.iter().filter(|found| !found.weak).collect();
    let weak = found.len() - strong.len();
    let mut page = page;
    if strong.len() > LISTED {
        page = page
            .heading(counted(strong.len(), one, many))
            .text(by_kind(&strong));
    } else if !strong.is_empty() {
        page = page
            .heading(counted(strong.len(), one, many))
            .table(table(strong.into_iter()));
    }
    if weak > 0 {
        page = page.text(format!("{} (weak).", counted(weak, one, many)));
    }
    page
}

fn by_kind(found: &[&DiscrepancyAnswer]) -> String {
    let mut counts: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
    for one in found {
        *counts.entry(one.kind).or_default() += 1;
    }
    let parts: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    format!("{}. `onrecord discrepancies` lists them.", parts.join(", "))
}

fn by_status(answer: &ChangesAnswer) -> String {
    let mut counts: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
    for claim in &answer.new {
        *counts.entry(claim.status).or_default() += 1;
    }
    let parts: Vec<String> = counts
        .iter()
        .map(|(status, count)| format!("{count} {status}"))
        .collect();
    format!("{}.", parts.join(", "))
}

fn brief(answer: &ChangesAnswer, labels: &Labels) -> Page {
    if is_nothing(answer) {
        return full(answer, labels);
    }
    let mut lines = Vec::new();
    for moved in &answer.statuses {
        let before = moved.status.before.map_or("new", |status| status.as_str());
        let said = moved.by.iter().map(|said| {
            let did = wording::of_it(said.stance);
            let via = labels.via(&said.via);
            let via = via.map_or_else(String::new, |via| format!(", {via}"));
            format!("{} {did}{via} ({})", said.name, when(said))
        });
        let by: Vec<String> = said.chain(moved.entries.iter().map(entry)).collect();
        let by = match by.is_empty() {
            true => String::new(),
            false => format!(": {}", by.join("; ")),
        };
        lines.push(format!(
            "{} went from {before} to {}{}{by}.",
            moved.claim,
            moved.contested_by.with(moved.status.after.as_str()),
            in_brackets(moved.unreviewed)
        ));
    }
    for (found, word) in [(&answer.opened, "Opened"), (&answer.resolved, "Ended")] {
        let strong = found.iter().filter(|found| !found.weak);
        lines.extend(strong.map(|found| {
            let mark = in_brackets(found.unreviewed);
            format!("{word}: {}{mark}. {}", found.kind, found.summary)
        }));
    }
    if !answer.new.is_empty() {
        let new = counted(answer.new.len(), "new claim", "new claims");
        lines.push(format!("{new}: {}", by_status(answer)));
    }
    Page::new()
        .text(format!("{}: {}.", period(answer), statements(answer)))
        .list(lines)
}
