//! Whom to call next, as people see it.

use serde::Serialize;

use super::Show;
use super::page::{Page, Sheet, counted, joined};
use crate::answer::{CallAnswer, HangingClaim};

/// The principals to call.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Calls(pub Vec<CallAnswer>);

impl Show for Calls {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("Nobody has to be called: every principal has spoken firmly.");
        }
        let mut sheet = Sheet::with(&["call", "about", "what others say"]);
        for call in &self.0 {
            for (index, claim) in call.claims.iter().enumerate() {
                let who = if index == 0 {
                    caller(call)
                } else {
                    String::new()
                };
                sheet.row(vec![who.into(), about(claim).into(), others(claim).into()]);
            }
            if call.more > 0 {
                let all = call.claims.len() + call.more;
                let more = format!("and {} more: --each {all} shows them", call.more);
                sheet.row(vec![
                    String::new().into(),
                    more.into(),
                    String::new().into(),
                ]);
            }
        }
        let points = self
            .0
            .iter()
            .map(|call| call.claims.len() + call.more)
            .sum();
        let heading = format!(
            "{} to call, on {}",
            counted(self.0.len(), "principal", "principals"),
            counted(points, "point", "points")
        );
        Page::new().heading(heading).sheet(sheet)
    }
}

fn caller(call: &CallAnswer) -> String {
    let mut who = format!("{}\n{}", call.party, call.name);
    if !call.voices.is_empty() {
        who.push_str(&format!("\nvia {}", joined(&call.voices)));
    }
    who
}

fn about(claim: &HangingClaim) -> String {
    let due = claim.due.as_ref().map(|due| format!("\ndue {due}"));
    format!("{}\n{}{}", claim.claim, claim.text, due.unwrap_or_default())
}

fn others(claim: &HangingClaim) -> String {
    let mut lines = Vec::new();
    if !claim.said_by.is_empty() {
        lines.push(format!("so: {}", joined(&claim.said_by)));
    }
    if !claim.negated_by.is_empty() {
        lines.push(format!("not so: {}", joined(&claim.negated_by)));
    }
    lines.push(format!(
        "it {} so far",
        match claim.answer.as_str() {
            "silent" => "is silent",
            other => other,
        }
    ));
    lines.join("\n")
}
