//! Timelines, and rival answers to a question.

use super::Show;
use super::claims::words;
use super::html::{self, Links};
use super::page::or_dash;
use super::page::{Cell, Page, Table, counted};
use crate::answer::wording::value_in_words;
use crate::answer::{Holder, Labels, RivalsAnswer, TimelineAnswer, TimelineItem};
use crate::domain::statement::Stance;
use maud::Markup;

impl Show for TimelineAnswer {
    fn page(&self, labels: &Labels) -> Page {
        if self.statements.is_empty() {
            return Page::new().text(format!("Nothing was said on {}.", self.of));
        }
        let mut table = Table::with(&["said!", "what was said", "claim now", "id!"]);
        let mut day = "";
        for item in &self.statements {
            let said = &item.said;
            let shown = if said.said == day { "" } else { &said.said };
            day = &said.said;
            let mut what = format!("{} {}", labels.party(&said.party), said.stance.verb());
            if said.claim.as_str() != self.of {
                what.push_str(&format!(" {}", said.claim));
            }
            if let Some(via) = labels.via(&said.via) {
                what.push_str(&format!(", {via}"));
            }
            if let Some(words) = words(said.quote.as_deref(), said.words.as_deref()) {
                what.push_str(&format!("\n{words}"));
            }
            table.row(vec![
                shown.into(),
                what.into(),
                statuses(item, &self.of),
                Cell::from(said.statement.clone()).marked(said.unreviewed),
            ]);
        }
        let count = counted(self.statements.len(), "statement", "statements");
        let count = match self.is_cut {
            true => format!("the last {count}"),
            false => count,
        };
        Page::new()
            .heading(format!("{}: {count}", self.of))
            .table(table)
            .explaining_marks(self.statements.iter().any(|item| item.said.unreviewed))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::timeline::timeline(self, links)
    }
}

/// The status that a statement's claim got with it, then those of other claims; of a timeline of
/// one of these, its status alone.
fn statuses(item: &TimelineItem, of: &str) -> Cell {
    if let Some(this) = item.others.iter().find(|other| other.claim.as_str() == of) {
        return Cell::contested(this.status, &this.contested_by);
    }
    let mut cell = match item.turned {
        Some(status) => Cell::contested(status, &item.contested_by),
        None => Cell::default(),
    };
    for other in &item.others {
        if !cell.text.is_empty() {
            cell.text.push('\n');
        }
        let status = other.contested_by.with(other.status.as_str());
        cell.text.push_str(&format!("{}: {status}", other.claim));
    }
    cell
}

impl Show for RivalsAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let page = Page::new().heading(format!("{}: {}", self.question, self.text));
        if self.answers.is_empty() {
            return page.text("No claim answers it.");
        }
        let mut table = Table::with(&[
            "answer",
            "status",
            "held by",
            "denied by",
            "unsure or silent",
        ]);
        for rival in &self.answers {
            let value = match &rival.value {
                Some(value) => value_in_words(value),
                None => rival.text.clone(),
            };
            table.row(vec![
                format!("{}\n{value}", rival.claim).into(),
                Cell::contested(rival.status, &rival.contested_by).marked(rival.unreviewed),
                held(&rival.stands.held, false, labels).into(),
                held(&rival.stands.denied, false, labels).into(),
                held(&rival.stands.unsure, true, labels).into(),
            ]);
        }
        page.table(table)
            .explaining_marks(self.answers.iter().any(|rival| rival.unreviewed))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::timeline::rivals(self, links)
    }
}

fn held(holders: &[Holder], with_stance: bool, labels: &Labels) -> String {
    let lines = holders.iter().map(|holder| {
        let stance = with_stance.then_some(holder.stance);
        let party = labels.party(&holder.party);
        holding(&party, stance, &holder.said, holder.relayed)
    });
    in_lines(lines)
}

/// A party that takes a stance on an answer: "the Kremlin hedges (2025-08-19, relayed)".
pub(super) fn holding(party: &str, stance: Option<Stance>, said: &str, relayed: bool) -> String {
    let stance = stance.map_or_else(String::new, |stance| format!(" {}", stance.verb()));
    let relayed = if relayed { ", relayed" } else { "" };
    format!("{party}{stance} ({said}{relayed})")
}

/// Lines of a cell; a dash if there are none.
pub(super) fn in_lines(lines: impl Iterator<Item = String>) -> String {
    let lines = lines.collect::<Vec<_>>().join("\n");
    or_dash(Some(lines.as_str()).filter(|lines| !lines.is_empty()))
}
