//! The desks that share a journal, and what waits until it can be written.

use serde::Serialize;

use super::Show;
use super::page::{Page, Table, counted};
use crate::answer::{DeskAnswer, HeldAnswer, Labels};

/// What waits in the outbox.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Outbox(pub Vec<HeldAnswer>);

impl Show for Outbox {
    fn page(&self, _: &Labels) -> Page {
        if self.0.is_empty() {
            return Page::new().text("Nothing waits.");
        }
        let mut table = Table::with(&["no.!", "typed", "command", "state"]);
        for held in &self.0 {
            let state = serde_json::to_value(held.state).unwrap_or_default();
            let state = state.as_str().unwrap_or_default().to_owned();
            let why = held.reason.as_ref().unwrap_or(&held.held);
            table.row(vec![
                held.number.to_string().into(),
                format!("{}\n{}", held.typed_at, held.typed_by).into(),
                command(&held.words).into(),
                format!("{state}\n{why}").into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "command", "commands"))
            .table(table)
    }
}

/// A command line as it could be typed, without the program's name.
fn command(words: &[String]) -> String {
    let is_plain = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|one| one.is_alphanumeric() || "-_=./:,@+".contains(one))
    };
    let words = words.iter().map(|word| match is_plain(word) {
        true => word.clone(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The desks that share a journal.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct DeskList(pub Vec<DeskAnswer>);

impl Show for DeskList {
    fn page(&self, _: &Labels) -> Page {
        let mut table = Table::with(&["desk", "rights", "has!", "last seen", "version"]);
        for desk in &self.0 {
            let mut name = desk.desk.clone();
            if desk.own {
                name.push_str("\n(this one)");
            }
            let has = match desk.behind {
                0 => "all".to_owned(),
                behind => format!("up to {}\n{behind} fewer", desk.head),
            };
            let seen = match (&desk.left, &desk.seen) {
                (Some(left), _) => format!("left {left}"),
                (None, Some(seen)) => seen.clone(),
                (None, None) => "never".to_owned(),
            };
            table.row(vec![
                name.into(),
                desk.rights.clone().into(),
                has.into(),
                seen.into(),
                desk.version.clone().unwrap_or_default().into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "desk", "desks"))
            .table(table)
    }
}
