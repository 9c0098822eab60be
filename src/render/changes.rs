//! What changed since a time: the hand-over, as tables or in sentences.

use maud::Markup;
use serde::Serialize;

use super::Show;
use super::discrepancies::table;
use super::html::{self, Links};
use super::marks::{UNREVIEWED, in_brackets};
use super::page::{Cell, Page, Table, counted, or_dash};
use crate::answer::{
    ChangeCounts, ChangesAnswer, DiscrepancyAnswer, EntryAnswer, FoundCounts, Labels,
    StatementAnswer, StatusChange, wording,
};

/// The longest list of discrepancies, new claims or new statements. A hand-over is read in a minute, so longer ones
/// are only counted.
pub const LISTED: usize = 20;

/// The longest list of discrepancies in a brief hand-over on a page.
pub const BRIEF: usize = 6;

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
    answer.counts.all() == 0
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
        answer.counts.statements,
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
        let heading = counted(answer.counts.statuses, "status changed", "statuses changed");
        page = page.heading(heading).table(moved);
    }
    let (opened, resolved) = (&answer.counts.opened, &answer.counts.resolved);
    page = discrepancies(page, (&answer.opened, opened), "opened");
    page = discrepancies(page, (&answer.resolved, resolved), "ended");
    page = new_claims(page, answer);
    new_statements(page, answer, labels)
}

/// The first of the new statements, and the number of the others.
fn new_statements(page: Page, answer: &ChangesAnswer, labels: &Labels) -> Page {
    let count = answer.counts.statements;
    if count == 0 {
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
    let more = count.saturating_sub(lines.len());
    if more > 0 {
        lines.push(format!("… and {more} more: --format json lists all"));
    }
    let heading = counted(count, "new statement", "new statements");
    page.heading(heading).list(lines)
}

fn new_claims(page: Page, answer: &ChangesAnswer) -> Page {
    let count = answer.counts.claims();
    if count == 0 {
        return page;
    }
    let heading = counted(count, "new claim", "new claims");
    if count > LISTED {
        return page.heading(heading).text(by_status(&answer.counts));
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

/// Discrepancies and how many there are of them, and what became of them.
fn discrepancies(
    page: Page,
    (found, counts): (&[DiscrepancyAnswer], &FoundCounts),
    done: &str,
) -> Page {
    let (one, many) = (
        format!("discrepancy {done}"),
        format!("discrepancies {done}"),
    );
    let strong = counts.strong();
    let mut page = page;
    if strong > 0 {
        page = page.heading(counted(strong, &one, &many));
        page = match strong > LISTED {
            true => page.text(by_kind(counts)),
            false => page.table(table(found.iter().filter(|found| !found.weak))),
        };
    }
    if counts.weak > 0 {
        page = page.text(format!("{} (weak).", counted(counts.weak, &one, &many)));
    }
    page
}

fn by_kind(counts: &FoundCounts) -> String {
    let kinds = counts.strong.iter();
    let parts: Vec<String> = kinds
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    format!("{}. `onrecord discrepancies` lists them.", parts.join(", "))
}

fn by_status(counts: &ChangeCounts) -> String {
    let statuses = counts.claims.iter();
    let parts: Vec<String> = statuses
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
    for (found, counts, word) in [
        (&answer.opened, &answer.counts.opened, "Opened"),
        (&answer.resolved, &answer.counts.resolved, "Ended"),
    ] {
        let strong = found.iter().filter(|found| !found.weak);
        lines.extend(strong.clone().map(|found| {
            let mark = in_brackets(found.unreviewed);
            format!("{word}: {}{mark}. {}", found.kind, found.summary)
        }));
        let more = counts.strong().saturating_sub(strong.count());
        if more > 0 {
            lines.push(format!("{word}: {more} more; in all {}", by_kind(counts)));
        }
    }
    if answer.counts.claims() > 0 {
        let new = counted(answer.counts.claims(), "new claim", "new claims");
        lines.push(format!("{new}: {}", by_status(&answer.counts)));
    }
    Page::new()
        .text(format!("{}: {}.", period(answer), statements(answer)))
        .list(lines)
}
