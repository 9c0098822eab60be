//! What was found, as people see it.

use serde::Serialize;

use super::Show;
use super::page::{Page, Sheet, counted};
use crate::answer::FoundAnswer;

/// What was found.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct FoundThings(pub Vec<FoundAnswer>);

impl Show for FoundThings {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("Nothing fits. A star finds what begins so: zelen*");
        }
        let mut sheet = Sheet::with(&["id", "kind!", "what fits"]);
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
            .sheet(sheet)
    }
}
