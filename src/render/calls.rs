//! Whom to call next, as people see it.

use serde::Serialize;

use super::Show;
use super::page::{Page, Table, counted, joined};
use crate::answer::{CallAnswer, PendingClaim};
use crate::domain::slug::Slug;

/// The principals to call.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Calls {
    /// The principals.
    pub calls: Vec<CallAnswer>,
    /// Whether only some were asked for.
    #[serde(skip)]
    pub is_narrowed: bool,
}

impl Show for Calls {
    fn page(&self) -> Page {
        if self.calls.is_empty() {
            return Page::new().text(match self.is_narrowed {
                true => "Nobody has to be called about that.",
                false => "Nobody has to be called: every principal has spoken firmly.",
            });
        }
        let mut sheet = Table::with(&["call", "about, and what others say"]);
        for call in &self.calls {
            sheet.row(vec![caller(call).into(), hanging(call).into()]);
        }
        let points = self
            .calls
            .iter()
            .map(|call| call.claims.len() + call.more)
            .sum();
        let heading = format!(
            "{} to call, on {}",
            counted(self.calls.len(), "principal", "principals"),
            counted(points, "point", "points")
        );
        Page::new().heading(heading).table(sheet)
    }
}

fn caller(call: &CallAnswer) -> String {
    let mut who = format!("{}\n{}", call.party, call.name);
    if !call.voices.is_empty() {
        who.push_str(&format!("\nvia {}", joined(&call.voices)));
    }
    who
}

/// The claims that hang on a principal, with an empty line between them.
fn hanging(call: &CallAnswer) -> String {
    let mut text = String::new();
    for claim in &call.claims {
        add(claim, &mut text);
        text.push_str("\n\n");
    }
    if call.more > 0 {
        let more = format!("and {} more: --party {} shows them", call.more, call.party);
        text.push_str(&more);
    }
    text.truncate(text.trim_end().len());
    text
}

/// Adds a claim: what it says, who says so, and what the principal does.
fn add(claim: &PendingClaim, text: &mut String) {
    text.push_str(claim.claim.as_str());
    if let Some(due) = &claim.due {
        text.extend([" (due ", due, ")"]);
    }
    text.extend(["\n", &claim.text, "\n"]);
    let sides = [
        ("so: ", &claim.said_by, claim.affirming),
        ("not so: ", &claim.negated_by, claim.negating),
    ];
    for (word, names, all) in sides {
        if !names.is_empty() {
            text.extend([word, &few(names, all), "; "]);
        }
    }
    let does = match claim.answer.as_str() {
        "silent" => "is silent",
        other => other,
    };
    text.extend(["it ", does, " so far"]);
}

/// The names that are given; where there are more than these, one fewer, and how many others.
fn few(names: &[Slug], all: usize) -> String {
    let shown = match names.len() < all {
        true => names.len() - 1,
        false => all,
    };
    let mut text = joined(&names[..shown]);
    if shown < all {
        text.push_str(&format!(" and {} others", all - shown));
    }
    text
}
