//! The journal.

use serde::Serialize;

use super::Show;
use super::page::{Cell, Page, Table, Tone, counted};
use crate::answer::Labels;
use crate::answer::{EntryAnswer, HeadAnswer, VerifyAnswer, graded};
use crate::domain::statement::{Attribution, Statement};
use crate::journal::Body;

/// Journal entries.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Entries(pub Vec<EntryAnswer>);

impl Show for Entries {
    fn page(&self, labels: &Labels) -> Page {
        if self.0.is_empty() {
            return Page::new().text("The journal is empty.");
        }
        let mut table = Table::with(&["entry!", "recorded!", "by!", "what it says"]);
        for entry in &self.0 {
            table.row(vec![
                entry.seq.to_string().into(),
                entry.recorded_at.clone().into(),
                entry.recorded_by.clone().into(),
                Cell::toned(
                    says(entry, labels),
                    if entry.entry.is_some() {
                        Tone::Plain
                    } else {
                        Tone::Faint
                    },
                ),
            ]);
        }
        Page::new().table(table)
    }
}

/// What an entry says, with names for the ids that it refers to.
fn says(entry: &EntryAnswer, labels: &Labels) -> String {
    match &entry.body {
        Some(Body::Statement(statement)) => sentence(statement, labels),
        Some(Body::Correction { of, statement }) => {
            format!("instead of entry {of}: {}", sentence(statement, labels))
        }
        Some(Body::Evidence { of, evidence }) => format!(
            "further passage for entry {of} in {}",
            labels.source(&evidence.source)
        ),
        Some(Body::Ruling(ruling)) => format!(
            "ruled {}: {}\n{}",
            ruling.verdict,
            labels.claim_text(&ruling.claim),
            ruling.reason
        ),
        Some(Body::Text { source, text }) => format!(
            "text of {}, {} characters",
            labels.source(source),
            text.chars().count()
        ),
        _ => entry.says.clone(),
    }
}

fn sentence(statement: &Statement, labels: &Labels) -> String {
    let note = match statement.attribution {
        Attribution::OffRecord => " (off the record)",
        _ => "",
    };
    let grade = graded(statement);
    format!(
        "{}: {} ({}){note}{grade}",
        labels.took(&statement.party, statement.stance, &statement.via),
        labels.claim_text(&statement.claim),
        labels.source(&statement.source)
    )
}

impl Show for VerifyAnswer {
    fn page(&self, _: &Labels) -> Page {
        let entries = usize::try_from(self.entries).unwrap_or_default();
        let entries = counted(entries, "entry", "entries");
        Page::new().text(match &self.problem {
            None => {
                let noted = self.noted.map_or_else(String::new, |seq| {
                    format!("\nThe head that was noted is that of entry {seq}: nothing up to it has changed.")
                });
                format!("{entries}, all as they were written.\nhead {}{noted}", self.head)
            }
            Some(problem) if self.of_file => format!(
                "{entries}, all as they were written, but the file is not as onrecord made it: {problem}. \
                 `onrecord rebuild` restores it from the journal.\nhead {}",
                self.head
            ),
            Some(problem) => format!("The journal is not as it was written: {problem}."),
        })
    }
}

impl Show for HeadAnswer {
    fn page(&self, _: &Labels) -> Page {
        let recorded = self.recorded_at.as_deref();
        let recorded = recorded.map_or_else(
            || "nothing recorded yet".to_owned(),
            |time| format!("recorded {time}"),
        );
        Page::new().text(format!("{}\n{recorded}", self.pin))
    }
}
