//! What was found, as people see it.

use serde::Serialize;

use super::Show;
use super::page::{Page, Table, counted};
use crate::answer::SearchHit;

/// What was found.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct SearchHits(pub Vec<SearchHit>);

impl Show for SearchHits {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("Nothing fits. A star finds what begins so: zelen*");
        }
        let mut sheet = Table::with(&["id", "kind!", "what fits"]);
        for found in &self.0 {
            let mut text = found.excerpt.clone();
            if found.kind == "statement" {
                text = format!("{}\n{text}", found.text);
            }
            sheet.row(vec![
                found.id.clone().into(),
                found.kind.clone().into(),
                text.into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "match", "matches"))
            .table(sheet)
    }
}
