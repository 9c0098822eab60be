//! The draft of a story.

use maud::Markup;
use serde::Serialize;

use super::Show;
use super::claims::status;
use super::html::{self, Links};
use super::page::{Page, Table, counted, joined, or_dash};
use crate::answer::{ClaimPage, DraftAnswer, Labels};
use crate::domain::party::Edge;

/// A draft.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Drafted(pub DraftAnswer);

impl Show for Drafted {
    fn page(&self, labels: &Labels) -> Page {
        let draft = &self.0;
        if draft.statement_count == 0 && draft.unsettled.is_empty() {
            return Page::new()
                .text("No candidates are open. `onrecord ingest FILE` reads an article.");
        }
        let title = format!(
            "Draft: {} on {}, {}, {}",
            counted(draft.statement_count, "statement", "statements"),
            counted(draft.claims.len(), "claim", "claims"),
            counted(draft.parties.len(), "new party", "new parties"),
            counted(draft.questions.len(), "question", "questions"),
        );
        let mut page = Page::new().heading(title).table(self.claims(labels));
        if !draft.discrepancies.is_empty() {
            let title = counted(draft.discrepancies.len(), "discrepancy", "discrepancies");
            page = page
                .heading(format!("{title} would be open"))
                .table(self.discrepancies());
        }
        if !draft.parties.is_empty() {
            let title = counted(draft.parties.len(), "new party", "new parties");
            page = page.heading(title).table(self.parties(labels));
        }
        if !draft.origins.is_empty() {
            let title = counted(
                draft.origins.len(),
                "article re-reports",
                "articles re-report",
            );
            page = page
                .heading(format!("{title} another one"))
                .table(self.origins());
        }
        page.text(self.next())
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::draft::draft(&self.0, links)
    }
}

impl Drafted {
    fn claims(&self, labels: &Labels) -> Table {
        let mut table = Table::with(&["claim", "status", "who"]);
        for page in &self.0.claims {
            table.row(vec![
                page.claim.text.clone().into(),
                status(&page.claim, labels),
                who(page, labels).into(),
            ]);
        }
        table
    }

    fn discrepancies(&self) -> Table {
        let mut table = Table::with(&["kind", "what diverges"]);
        for one in &self.0.discrepancies {
            table.row(vec![
                one.kind.to_string().into(),
                one.summary.clone().into(),
            ]);
        }
        table
    }

    fn parties(&self, labels: &Labels) -> Table {
        let mut table = Table::with(&["party", "kind", "role", "speaks for", "also called"]);
        for party in &self.0.parties {
            // Most of these parties are new, and so not among the ledger's names.
            let name = |edge: &Edge| {
                let new = self.0.parties.iter().find(|one| one.id == edge.party);
                new.map_or_else(|| labels.party(&edge.party), |new| new.name.clone())
            };
            let represented: Vec<String> = party.speaks_for.iter().map(name).collect();
            table.row(vec![
                party.name.clone().into(),
                party.kind.to_string().into(),
                or_dash(party.role.as_deref()).into(),
                joined(&represented).into(),
                joined(&party.aliases).into(),
            ]);
        }
        table
    }

    fn origins(&self) -> Table {
        let mut table = Table::with(&["article", "origin", "same text"]);
        for one in &self.0.origins {
            table.row(vec![
                one.source.to_string().into(),
                one.origin.to_string().into(),
                one.percent().into(),
            ]);
        }
        table
    }

    fn next(&self) -> String {
        let open = match self.0.unsettled.len() {
            0 => String::new(),
            count => format!(
                "{} not certain and would stay open: onrecord review\n",
                if count == 1 {
                    "1 candidate is".to_owned()
                } else {
                    format!("{count} candidates are")
                }
            ),
        };
        format!("{open}Nothing of this is recorded yet. Record it: onrecord accept --all")
    }
}

/// Who took which stance on a claim.
fn who(page: &ClaimPage, labels: &Labels) -> String {
    let mut lines: Vec<String> = Vec::new();
    for said in &page.statements {
        let line = labels.took(&said.party, said.stance, &said.via);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}
