//! Whom to call next.

use super::html::{self, Links};
use maud::Markup;
use serde::Serialize;

use super::Show;
use super::marks::in_brackets;
use super::page::{Page, Table, counted};
use crate::answer::{CallAnswer, Labels, PendingClaim};
use crate::domain::slug::Slug;

/// The principals to call.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Calls {
    /// The principals.
    pub calls: Vec<CallAnswer>,
    /// Whether only some principals or claims were asked for.
    #[serde(skip)]
    pub is_narrowed: bool,
}

impl Show for Calls {
    fn page(&self, labels: &Labels) -> Page {
        if self.calls.is_empty() {
            return Page::new().text(match self.is_narrowed {
                true => "There is nobody to call about that.",
                false => "There is nobody to call: of the claims that somebody affirms, none waits for a principal.",
            });
        }
        let mut table = Table::with(&["call", "about, and what others say"]);
        for call in &self.calls {
            table.row(vec![
                principal(call, labels).into(),
                pending(call, labels).into(),
            ]);
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
        let claims = self.calls.iter().flat_map(|call| &call.claims);
        let marked = claims.into_iter().any(|claim| claim.unreviewed);
        Page::new()
            .heading(heading)
            .table(table)
            .explaining_marks(marked)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::calls::list(self, links)
    }
}

fn principal(call: &CallAnswer, labels: &Labels) -> String {
    let mut who = format!("{}\n{}", call.party, call.name);
    if !call.voices.is_empty() {
        who.push_str(&format!("\nvia {}", labels.within(&call.voices)));
    }
    who
}

/// The claims that wait for a principal, with an empty line between them.
fn pending(call: &CallAnswer, labels: &Labels) -> String {
    let mut text = String::new();
    for claim in &call.claims {
        push_claim(claim, labels, &mut text);
        text.push_str("\n\n");
    }
    if call.more > 0 {
        let more = format!("and {} more: --party {} shows them", call.more, call.party);
        text.push_str(&more);
    }
    text.truncate(text.trim_end().len());
    text
}

/// Appends a claim, who affirms and negates it, and whether the principal withholds or is silent.
fn push_claim(claim: &PendingClaim, labels: &Labels, text: &mut String) {
    text.push_str(claim.claim.as_str());
    if let Some(due) = &claim.due {
        text.extend([" (due ", due, ")"]);
    }
    text.push_str(in_brackets(claim.unreviewed));
    text.extend(["\n", &claim.text, "\n"]);
    let sides = [
        ("so: ", &claim.said_by, claim.affirming),
        ("not so: ", &claim.negated_by, claim.negating),
    ];
    for (word, names, all) in sides {
        if !names.is_empty() {
            text.extend([word, &few(names, all, labels), "; "]);
        }
    }
    let does = match claim.answer.as_str() {
        "silent" => "is silent",
        other => other,
    };
    text.extend(["it ", does, " so far"]);
}

/// Names of parties, of `all` that there are. "1 other" takes as much room as a name, so if some are
/// missing one more is left out.
fn few(names: &[Slug], all: usize, labels: &Labels) -> String {
    if names.len() == all {
        return labels.parties(names);
    }
    let shown = &names[..names.len() - 1];
    format!("{} and {} others", labels.parties(shown), all - shown.len())
}
