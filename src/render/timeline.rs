//! Timelines, and rival answers to a question.

use super::Show;
use super::page::{Cell, Page, Table, counted, joined};
use crate::answer::{Holder, Rival, RivalsAnswer, TimelineAnswer};
use crate::domain::statement::Family;

impl Show for TimelineAnswer {
    fn page(&self) -> Page {
        if self.statements.is_empty() {
            return Page::new().text(format!("Nothing was said on {}.", self.of));
        }
        let mut table = Table::with(&["said!", "what was said", "claim now", "id!"]);
        let mut day = "";
        for item in &self.statements {
            let said = &item.said;
            let shown = if said.said == day { "" } else { &said.said };
            day = &said.said;
            let mut what = format!("{} {}", said.party, said.stance);
            if said.claim.as_str() != self.of {
                what.push_str(&format!(" {}", said.claim));
            }
            if !said.via.is_empty() {
                what.push_str(&format!(", via {}", joined(&said.via)));
            }
            if let Some(quote) = &said.quote {
                what.push_str(&format!("\n“{quote}”"));
            }
            table.row(vec![
                shown.into(),
                what.into(),
                item.turned.map_or_else(Cell::default, Cell::status),
                said.statement.clone().into(),
            ]);
        }
        let count = counted(self.statements.len(), "statement", "statements");
        Page::new()
            .heading(format!("{}: {count}", self.of))
            .table(table)
    }
}

impl Show for RivalsAnswer {
    fn page(&self) -> Page {
        let page = Page::new().heading(format!("{}: {}", self.question, self.text));
        if self.answers.is_empty() {
            return page.text("No claim answers it.");
        }
        let mut table = Table::with(&["answer", "status!", "held by", "against, or unsure"]);
        for rival in &self.answers {
            let value = match &rival.value {
                Some(value) => value.to_string(),
                None => rival.text.clone(),
            };
            let affirms = |holder: &&Holder| holder.stance.family() == Family::Affirming;
            table.row(vec![
                format!("{}\n{value}", rival.claim).into(),
                Cell::status(rival.status),
                held(rival, affirms, false).into(),
                held(rival, |holder| !affirms(holder), true).into(),
            ]);
        }
        page.table(table)
    }
}

fn held(rival: &Rival, fits: impl Fn(&&Holder) -> bool, with_stance: bool) -> String {
    let lines: Vec<String> = rival
        .held
        .iter()
        .filter(fits)
        .map(|holder| {
            let stance = if with_stance {
                format!(" {}", holder.stance)
            } else {
                String::new()
            };
            let relayed = if holder.relayed { ", relayed" } else { "" };
            format!("{}{stance} ({}{relayed})", holder.party, holder.said)
        })
        .collect();
    if lines.is_empty() {
        return "–".to_owned();
    }
    lines.join("\n")
}
