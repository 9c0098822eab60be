//! How the rules arrive at a claim's status.

use super::Show;
use super::html::{self, Links};
use super::marks::in_brackets;
use super::page::{Cell, Page, Table, Tone};
use crate::answer::{Labels, TraceAnswer};
use maud::Markup;

impl Show for TraceAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let mut page = Page::new()
            .heading(format!(
                "{}: {}{}",
                self.claim,
                self.contested_by.with(self.status.as_str()),
                in_brackets(self.unreviewed)
            ))
            .text(format!("{} (standard: {})", self.text, self.standard));
        if self.words.is_empty() {
            page = page.text("Nobody has spoken on it.");
        } else {
            let mut table = Table::with(&[
                "said!",
                "party",
                "stance!",
                "what the rules make of it",
                "id!",
            ]);
            for word in &self.words {
                let tone = if word.counts_for.is_some() {
                    Tone::Plain
                } else {
                    Tone::Faint
                };
                table.row(vec![
                    word.said.clone().into(),
                    labels.speaker(&word.party, &word.via).into(),
                    word.stance.as_str().into(),
                    Cell::toned(word.rule.to_string(), tone),
                    Cell::toned(word.statement.clone(), Tone::Faint).marked(word.unreviewed),
                ]);
            }
            page = page.table(table);
        }
        let lines = self.lines.iter().map(|line| {
            let answer = if line.fits { "yes" } else { "no" };
            format!(
                "{}? {answer}{}",
                line.rule,
                if line.fits {
                    format!(" → {}", line.status)
                } else {
                    String::new()
                }
            )
        });
        let marked = self.words.iter().any(|word| word.unreviewed);
        page.list(self.findings.iter().map(ToString::to_string).collect())
            .list(lines.collect())
            .explaining_marks(self.unreviewed || marked)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::trace::trace(self, links)
    }
}
