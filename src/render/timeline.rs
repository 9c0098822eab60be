//! Timelines, and rival answers to a question.

use super::Show;
use super::claims::words;
use super::page::{Cell, Page, Table, counted};
use crate::answer::{Holder, Labels, RivalsAnswer, TimelineAnswer, TimelineItem};

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
            let mut what = format!("{} {}", labels.party(&said.party), said.stance);
            if said.claim.as_str() != self.of {
                what.push_str(&format!(" {}", said.claim));
            }
            if !said.via.is_empty() {
                what.push_str(&format!(", via {}", labels.within(&said.via)));
            }
            if let Some(words) = words(said) {
                what.push_str(&format!("\n{words}"));
            }
            table.row(vec![
                shown.into(),
                what.into(),
                statuses(item, &self.of),
                said.statement.clone().into(),
            ]);
        }
        let count = counted(self.statements.len(), "statement", "statements");
        Page::new()
            .heading(format!("{}: {count}", self.of))
            .table(table)
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
                Some(value) => value.to_string(),
                None => rival.text.clone(),
            };
            table.row(vec![
                format!("{}\n{value}", rival.claim).into(),
                Cell::contested(rival.status, &rival.contested_by),
                held(&rival.stands.held, false, labels).into(),
                held(&rival.stands.denied, false, labels).into(),
                held(&rival.stands.unsure, true, labels).into(),
            ]);
        }
        page.table(table)
    }
}

fn held(holders: &[Holder], with_stance: bool, labels: &Labels) -> String {
    let lines: Vec<String> = holders
        .iter()
        .map(|holder| {
            let stance = if with_stance {
                format!(" {}", holder.stance)
            } else {
                String::new()
            };
            let relayed = if holder.relayed { ", relayed" } else { "" };
            let party = labels.party(&holder.party);
            format!("{party}{stance} ({}{relayed})", holder.said)
        })
        .collect();
    if lines.is_empty() {
        return "–".to_owned();
    }
    lines.join("\n")
}
