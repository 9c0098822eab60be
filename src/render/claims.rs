//! Claims and statements.

use super::page::{Cell, Page, Table, Tone, counted, joined, or_dash};
use super::{Show, discrepancies};
use crate::answer::{ClaimAnswer, ClaimPage, StatementAnswer};
use crate::domain::statement::{Attribution, Family, Stance};
use serde::Serialize;

/// The unconfirmed claims.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Unconfirmed(pub Vec<ClaimAnswer>);

/// A list of claims of any status.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Claims(pub Vec<ClaimAnswer>);

impl Show for Unconfirmed {
    fn page(&self) -> Page {
        let mut table = Table::with(&["claim", "said by", "awaiting", "since!"]);
        for claim in &self.0 {
            let since = or_dash(claim.since.as_deref().map(day));
            let due = claim.due.as_ref().map(|due| format!("\ndue {due}"));
            table.row(vec![
                format!("{}\n{}{}", claim.id, claim.text, due.unwrap_or_default()).into(),
                joined(&claim.affirmed_by).into(),
                Cell::toned(joined(&claim.awaiting), Tone::Open),
                since.into(),
            ]);
        }
        let heading = counted(self.0.len(), "unconfirmed claim", "unconfirmed claims");
        if self.0.is_empty() {
            return Page::new().text("No claim is unconfirmed.");
        }
        Page::new().heading(heading).table(table)
    }
}

/// The day of a time.
fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

impl Show for Claims {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No claim matches.");
        }
        let mut table = Table::with(&["claim", "status!", "said by", "not so", "topic"]);
        for claim in &self.0 {
            table.row(vec![
                format!("{}\n{}{}", claim.id, claim.text, value(claim)).into(),
                status(claim),
                joined(&claim.affirmed_by).into(),
                joined(&claim.negated_by).into(),
                or_dash(claim.topic.as_deref()).into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "claim", "claims"))
            .table(table)
    }
}

/// The claim's answer to its question, on a line of its own.
fn value(claim: &ClaimAnswer) -> String {
    let value = claim.value.as_ref();
    value.map_or_else(String::new, |value| format!("\n= {value}"))
}

/// The status, with the desk's verdict below it.
fn status(claim: &ClaimAnswer) -> Cell {
    let mut cell = Cell::status(claim.status);
    if let Some(verdict) = claim.ruling {
        cell.text.push_str(&format!("\nruled {}", verdict));
    }
    cell
}

impl Show for ClaimPage {
    fn page(&self) -> Page {
        let claim = &self.claim;
        let mut facts = vec![
            format!(
                "status: {}{}{}",
                claim.status,
                since(claim),
                made_by(&self.by)
            ),
            format!("standard: {}, origins: {}", claim.standard, claim.origins),
        ];
        if let Some(acknowledgement) = claim.acknowledgement {
            facts.push(format!(
                "principals: {} ({acknowledgement}; awaiting: {})",
                joined(&claim.principals),
                joined(&claim.awaiting)
            ));
        }
        let mut page = Page::new().heading(claim.id.to_string()).text(&claim.text);
        let optional = [
            ("topic", claim.topic.clone()),
            ("question", claim.question.as_ref().map(ToString::to_string)),
            ("value", claim.value.as_ref().map(ToString::to_string)),
            ("due", claim.due.clone()),
        ];
        for (name, value) in optional {
            facts.extend(value.map(|value| format!("{name}: {value}")));
        }
        for ruling in &self.rulings {
            let verdict = ruling.verdict;
            let day = ruling
                .ruled
                .map_or_else(String::new, |day| format!(" ({day})"));
            facts.push(format!("ruled {verdict}{day}: {}", ruling.reason));
        }
        page = page.list(facts);
        if !self.statements.is_empty() {
            page = page.table(statements(&self.statements));
        }
        if !self.discrepancies.is_empty() {
            page = page.table(discrepancies::table(self.discrepancies.iter()));
        }
        page.text(&self.sentence)
    }
}

fn since(claim: &ClaimAnswer) -> String {
    let since = claim.since.as_deref();
    since.map_or_else(String::new, |since| format!(" since {}", day(since)))
}

fn made_by(statements: &[String]) -> String {
    match statements {
        [] => String::new(),
        all => format!(", by {}", all.join(", ")),
    }
}

/// Statements as a table.
pub fn statements(said: &[StatementAnswer]) -> Table {
    let mut table = Table::with(&["said!", "party", "stance!", "source", "id!"]);
    for one in said {
        let mut party = one.party.to_string();
        if !one.via.is_empty() {
            party.push_str(&format!("\nvia {}", joined(&one.via)));
        }
        if let Some(terms) = terms(one) {
            party.push_str(&format!("\n{terms}"));
        }
        let mut source = one.source.to_string();
        if let Some(paragraph) = one.passage.as_ref().and_then(|passage| passage.paragraph) {
            source.push_str(&format!(" ¶{paragraph}"));
        }
        if let Some(quote) = &one.quote {
            source.push_str(&format!("\n“{quote}”"));
        }
        if !one.evidence.is_empty() {
            let more = counted(one.evidence.len(), "more passage", "more passages");
            source.push_str(&format!("\n{more}"));
        }
        let undated = if one.undated {
            "\n(source’s day)"
        } else {
            ""
        };
        table.row(vec![
            format!("{}{undated}", one.said).into(),
            party.into(),
            stance(one.stance),
            source.into(),
            Cell::toned(one.statement.clone(), Tone::Faint),
        ]);
    }
    table
}

fn terms(said: &StatementAnswer) -> Option<String> {
    let terms = match said.attribution {
        Attribution::OnRecord => return said.shown_as.clone(),
        Attribution::Background => "background",
        Attribution::DeepBackground => "deep background",
        Attribution::OffRecord => "off the record",
        Attribution::Anonymous => "unnamed",
    };
    Some(match &said.shown_as {
        Some(shown) => format!("{terms}: {shown}"),
        None => terms.to_owned(),
    })
}

fn stance(stance: Stance) -> Cell {
    let tone = match stance.family() {
        Family::Affirming => Tone::Good,
        Family::Negating => Tone::Bad,
        Family::Uncertain | Family::Withholding => Tone::Open,
        Family::Meta => Tone::Faint,
    };
    Cell::toned(stance.as_str(), tone)
}
