//! Discrepancies.

use super::html::{self, Links};
use maud::Markup;
use serde::Serialize;

use super::Show;
use super::claims::words;
use super::marks::marked;
use super::page::{Cell, Page, Table, Tone, counted};
use crate::answer::{DiscrepancyAnswer, Labels, SideAnswer};
use crate::ledger::State;

/// A list of discrepancies. People see weak ones only if they ask for them.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Discrepancies {
    /// The discrepancies, weak ones last.
    pub all: Vec<DiscrepancyAnswer>,
    /// Whether to show the weak ones to people.
    #[serde(skip)]
    pub weak: bool,
    /// Whether open ones, resolved ones or both were asked for.
    #[serde(skip)]
    pub state: State,
}

impl Show for Discrepancies {
    fn page(&self, labels: &Labels) -> Page {
        let shown: Vec<&DiscrepancyAnswer> = self
            .all
            .iter()
            .filter(|found| self.weak || !found.weak)
            .collect();
        let is_any_marked = shown.iter().any(|found| found.unreviewed);
        let folded = self.all.len() - shown.len();
        let mut page = Page::new();
        if shown.is_empty() {
            page = page.text(match self.state {
                State::Open => "No accounts diverge.",
                State::Resolved => "No matching discrepancy has been resolved.",
                State::All => "No matching accounts diverge or ever did.",
            });
        } else {
            let heading = counted(shown.len(), "discrepancy", "discrepancies");
            page = page
                .heading(heading)
                .table(spoken(shown.into_iter(), labels));
        }
        if folded > 0 {
            let weak = counted(folded, "weak one is", "weak ones are");
            page = page.text(format!("{weak} not shown: --weak lists them."));
        }
        page.explaining_marks(is_any_marked)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::discrepancies::list(self, links)
    }
}

/// Discrepancies as a table.
pub fn table<'a>(discrepancies: impl Iterator<Item = &'a DiscrepancyAnswer>) -> Table {
    rows(discrepancies, |_| String::new())
}

/// Discrepancies as a table, with what either side said.
fn spoken<'a>(
    discrepancies: impl Iterator<Item = &'a DiscrepancyAnswer>,
    labels: &Labels,
) -> Table {
    rows(discrepancies, |found| {
        let sides = found.sides.iter().filter_map(|side| said(side, labels));
        sides.take(SPOKEN).map(|side| format!("\n{side}")).collect()
    })
}

/// The party on a side, who relayed it, and its words; `None` if there are no words.
pub(super) fn said(side: &SideAnswer, labels: &Labels) -> Option<String> {
    let words = words(side.quote.as_deref(), side.words.as_deref())?;
    let party = labels.party(&side.party);
    let via = labels.via(&side.via);
    let via = via.map_or_else(String::new, |via| format!(", {via}"));
    Some(format!("{party}{via}: {words}"))
}

/// Sides whose words a table shows.
const SPOKEN: usize = 4;

fn rows<'a>(
    discrepancies: impl Iterator<Item = &'a DiscrepancyAnswer>,
    spoken: impl Fn(&DiscrepancyAnswer) -> String,
) -> Table {
    let mut table = Table::with(&["discrepancy!", "what diverges"]);
    for found in discrepancies {
        let mut kind = format!(
            "{}\n{}",
            found.kind,
            found.opened.get(..10).unwrap_or(&found.opened)
        );
        if let Some(resolved) = &found.resolved {
            kind.push_str(&format!("\nto {}", resolved.get(..10).unwrap_or(resolved)));
        }
        if found.weak {
            kind.push_str("\n(weak)");
        }
        let kind = marked(kind, found.unreviewed);
        let tone = if found.weak || found.resolved.is_some() {
            Tone::Faint
        } else {
            Tone::Bad
        };
        table.row(vec![
            Cell::toned(kind, tone),
            format!("{}\n{}{}", subject(found), found.summary, spoken(found)).into(),
        ]);
    }
    table
}

/// The id of the question that a discrepancy is about or, if there is none, of the claim.
pub fn subject(found: &DiscrepancyAnswer) -> String {
    let claim = found.claims.first().map(ToString::to_string);
    let question = found.question.as_ref().map(ToString::to_string);
    question.or(claim).unwrap_or_default()
}
