//! Claims and statements.

mod markdown;

use super::html::{self, Links};
use maud::Markup;
use std::cmp::Reverse;

use super::marks::{UNREVIEWED, in_brackets};
use super::page::{Cell, Page, Table, Tone, counted, or_dash};
use super::records::newest;
use super::{Show, discrepancies, grades};
use crate::answer::{ClaimAnswer, ClaimPage, Labels, StatementAnswer};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Family, Stance};
use crate::domain::text::shortened;
use serde::Serialize;

/// What it takes to confirm a claim, for readers who meet the word for the first time.
pub const CONFIRMED: &str = "A claim is confirmed once all its principals, the parties whose own act or word it is about, affirm it on the record; an event without principals, once 2 independent origins affirm it and no other side denies it. A claim may ask for another standard.";

/// The unconfirmed claims.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Unconfirmed(pub Vec<ClaimAnswer>);

/// A list of claims of any status.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Claims(pub Vec<ClaimAnswer>);

impl Unconfirmed {
    /// The claims that most parties affirm first: those that a reader is most likely to meet elsewhere.
    pub fn widest(&self) -> Vec<&ClaimAnswer> {
        let mut claims: Vec<&ClaimAnswer> = self.0.iter().collect();
        claims.sort_by_key(|claim| Reverse(claim.affirmed_by.len()));
        claims
    }
}

impl Show for Unconfirmed {
    fn page(&self, labels: &Labels) -> Page {
        let mut table = Table::with(&["claim", "said by", "so far", "since!"]);
        for claim in self.widest() {
            let since = or_dash(claim.since.as_deref().map(day));
            let due = claim.due.as_ref().map(|due| format!("\ndue {due}"));
            table.row(vec![
                format!("{}\n{}{}", claim.id, claim.text, due.unwrap_or_default()).into(),
                labels.parties(&claim.affirmed_by).into(),
                Cell::toned(so_far(claim, labels), Tone::Open),
                since.into(),
            ]);
        }
        let heading = counted(self.0.len(), "unconfirmed claim", "unconfirmed claims");
        if self.0.is_empty() {
            return Page::new().text("No claim is unconfirmed.");
        }
        let marked = self.0.iter().any(|claim| claim.unreviewed);
        Page::new()
            .heading(heading)
            .table(table)
            .text(CONFIRMED)
            .explaining_marks(marked)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::claims::unconfirmed(&self.widest(), links)
    }
}

/// How far an unconfirmed claim is from its standard, and who contests it.
fn so_far(claim: &ClaimAnswer, labels: &Labels) -> String {
    let mut lines = strength(claim, labels);
    lines.extend(claim.contested_by.words());
    lines.extend(claim.unreviewed.then(|| UNREVIEWED.to_owned()));
    or_dash(Some(lines.join("\n").as_str()).filter(|lines| !lines.is_empty()))
}

/// The day of a time.
fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

impl Show for Claims {
    fn page(&self, labels: &Labels) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No claim matches.");
        }
        let mut table = Table::with(&["claim", "status", "said by", "not so", "topic"]);
        for claim in &self.0 {
            table.row(vec![
                format!("{}\n{}{}", claim.id, claim.text, value(claim)).into(),
                status(claim, labels),
                labels.parties(&claim.affirmed_by).into(),
                labels.parties(&claim.negated_by).into(),
                or_dash(claim.topic.as_deref()).into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "claim", "claims"))
            .table(table)
            .explaining_marks(self.0.iter().any(|claim| claim.unreviewed))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::claims::list(&self.0, links)
    }
}

/// How far a claim is from its standard, a line each: "1 of 2 origins", and the principals that have
/// not answered.
fn strength(claim: &ClaimAnswer, labels: &Labels) -> Vec<String> {
    let origins = claim.origins_needed;
    let origins = origins.map(|needed| self::origins(claim.origins, needed));
    let awaiting = (!claim.awaiting.is_empty()).then(|| labels.within(&claim.awaiting));
    let awaiting = awaiting.map(|parties| format!("awaiting {parties}"));
    origins.into_iter().chain(awaiting).collect()
}

/// "1 of 2 origins"; more origins than were needed are only counted.
pub fn origins(origins: u32, needed: u32) -> String {
    match origins < needed {
        true => format!("{origins} of {needed} origins"),
        false => counted(origins as usize, "origin", "origins"),
    }
}

/// The claim's answer to its question, on a line of its own.
fn value(claim: &ClaimAnswer) -> String {
    let value = claim.value.as_ref();
    value.map_or_else(String::new, |value| format!("\n= {value}"))
}

/// The status with those who contest it; below it how far the claim is from its standard, and the
/// desk's verdict.
pub(super) fn status(claim: &ClaimAnswer, labels: &Labels) -> Cell {
    let mut cell = Cell::contested(claim.status, &claim.contested_by);
    for line in strength(claim, labels) {
        cell.text.push_str(&format!("\n{line}"));
    }
    if let Some(verdict) = claim.ruling {
        cell.text.push_str(&format!("\nruled {}", verdict));
    }
    cell.marked(claim.unreviewed)
}

impl Show for ClaimPage {
    fn page(&self, labels: &Labels) -> Page {
        let claim = &self.claim;
        let mut page = Page::new()
            .heading(claim.id.to_string())
            .text(&claim.text)
            .list(facts(self, &made_by(&self.by), labels))
            .text(&self.sentence);
        if !self.statements.is_empty() {
            page = newest(page, self.statements.len(), self.statement_count)
                .table(statements(&self.statements, labels))
                .explaining_grades(self.statements.iter().map(|said| said.grade));
        }
        if !self.discrepancies.is_empty() {
            page = page.table(discrepancies::table(self.discrepancies.iter()));
        }
        page.explaining_marks(self.has_marks())
    }

    fn markdown(&self, labels: &Labels) -> String {
        self.pasted(labels)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::claims::page(self, links)
    }
}

impl ClaimPage {
    /// Whether anything on the page is marked as unreviewed.
    fn has_marks(&self) -> bool {
        let mut said = self.statements.iter();
        self.claim.unreviewed
            || said.any(|said| said.unreviewed || said.evidence.iter().any(|more| more.unreviewed))
    }
}

/// What there is to say of a claim before who said what, a line each. `by` stands after its status.
fn facts(page: &ClaimPage, by: &str, labels: &Labels) -> Vec<String> {
    let claim = &page.claim;
    let standing = format!("{}{}", claim.status, since(claim));
    let origins = match claim.origins_needed {
        Some(needed) => origins(claim.origins, needed),
        None => counted(claim.origins as usize, "origin", "origins"),
    };
    let mut facts = vec![
        format!(
            "status: {}{by}{}",
            claim.contested_by.with(&standing),
            in_brackets(claim.unreviewed)
        ),
        format!("standard: {}, {origins}", claim.standard),
    ];
    if let Some(acknowledgement) = claim.acknowledgement {
        facts.push(format!(
            "principals: {} ({acknowledgement}; awaiting: {})",
            labels.parties(&claim.principals),
            labels.parties(&claim.awaiting)
        ));
    }
    let other_ids: Vec<&str> = page.other_ids.iter().map(Slug::as_str).collect();
    let optional = [
        (
            "other ids",
            Some(other_ids.join(", ")).filter(|ids| !ids.is_empty()),
        ),
        ("topic", claim.topic.clone()),
        ("question", claim.question.as_ref().map(ToString::to_string)),
        ("value", claim.value.as_ref().map(ToString::to_string)),
        ("due", claim.due.clone()),
    ];
    for (name, value) in optional {
        facts.extend(value.map(|value| format!("{name}: {value}")));
    }
    for ruling in &page.rulings {
        let verdict = ruling.verdict;
        let day = ruling
            .ruled
            .map_or_else(String::new, |day| format!(" ({day})"));
        facts.push(format!("ruled {verdict}{day}: {}", ruling.reason));
    }
    facts
}

fn since(claim: &ClaimAnswer) -> String {
    let since = claim.since.as_deref();
    since.map_or_else(String::new, |since| format!(" since {}", day(since)))
}

fn made_by(statements: &[String]) -> String {
    match statements {
        [] => String::new(),
        all => format!(" (by {})", all.join(", ")),
    }
}

/// Statements as a table.
pub fn statements(said: &[StatementAnswer], labels: &Labels) -> Table {
    let mut table = Table::with(&["said!", "party", "stance!", "source", "id!"]);
    for one in said {
        let mut party = labels.speaker(&one.party, &one.via);
        if let Some(terms) = terms(one) {
            party.push_str(&format!("\n{terms}"));
        }
        let mut source = labels.source(&one.source);
        if let Some(paragraph) = one.passage.as_ref().and_then(|passage| passage.paragraph) {
            source.push_str(&format!(" ¶{paragraph}"));
        }
        source.push_str(&grades::in_brackets(one.grade));
        if let Some(words) = words(one.quote.as_deref(), one.words.as_deref()) {
            source.push_str(&format!("\n{words}"));
        }
        if !one.evidence.is_empty() {
            let more = counted(one.evidence.len(), "more passage", "more passages");
            let marked = one.evidence.iter().filter(|more| more.unreviewed).count();
            let mark = match marked {
                0 => String::new(),
                all if all == one.evidence.len() => in_brackets(true).to_owned(),
                some => format!(" ({some} {UNREVIEWED})"),
            };
            source.push_str(&format!("\n{more}{mark}"));
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
            Cell::toned(one.statement.clone(), Tone::Faint).marked(one.unreviewed),
        ]);
    }
    table
}

/// What was said, in the words of the source: the quote or, if there is none, the passage.
pub fn words(quote: Option<&str>, passage: Option<&str>) -> Option<String> {
    let quote = quote.map(|quote| format!("“{quote}”"));
    quote.or_else(|| passage.map(shortened))
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
