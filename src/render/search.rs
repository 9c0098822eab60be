//! Search results.

use super::html::{self, Links};
use maud::Markup;
use serde::Serialize;

use super::Show;
use super::page::{Cell, Page, Table, counted};
use crate::answer::Labels;
use crate::answer::SearchHit;

/// The records that match a search.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SearchHits(pub Vec<SearchHit>);

impl Show for SearchHits {
    fn page(&self, _: &Labels) -> Page {
        if self.0.is_empty() {
            return Page::new().text("Nothing matches. A star matches by prefix: zelen*");
        }
        let mut table = Table::with(&["id", "kind!", "match"]);
        for found in &self.0 {
            let mut text = found.excerpt.clone();
            if found.kind == "statement" {
                text = format!("{}\n{text}", found.text);
            }
            table.row(vec![
                found.id.clone().into(),
                Cell::from(found.kind.clone()).marked(found.unreviewed),
                text.into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "match", "matches"))
            .table(table)
            .explaining_marks(self.0.iter().any(|found| found.unreviewed))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::search::hits(&self.0, links)
    }
}
