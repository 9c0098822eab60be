//! Parties, sources and questions.

use serde::Serialize;

use super::Show;
use super::claims::{Claims, statements};
use super::page::{Cell, Page, Table, counted, joined, or_dash};
use crate::answer::{PartyAnswer, QuestionAnswer, SourceAnswer, StatementAnswer};
use crate::domain::party::{Edge, PartyKind};
use crate::domain::statement::Attribution;

/// The stance, marked if it was taken off the record.
fn stance(said: &StatementAnswer) -> String {
    match said.attribution {
        Attribution::OffRecord => format!("{}\n(off record)", said.stance),
        _ => said.stance.to_string(),
    }
}

/// A list of parties.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Parties(pub Vec<PartyAnswer>);

/// A list of sources.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Sources(pub Vec<SourceAnswer>);

/// A list of questions.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Questions(pub Vec<QuestionAnswer>);

impl Show for Parties {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No party is recorded.");
        }
        let mut table = Table::with(&["party", "name", "kind!", "speaks for", "said!"]);
        for answer in &self.0 {
            let party = &answer.party;
            let mut name = party.name.clone();
            if let Some(role) = &party.role {
                name.push_str(&format!("\n{role}"));
            }
            table.row(vec![
                party.id.to_string().into(),
                name.into(),
                kind(party.kind).into(),
                edges(&party.speaks_for).into(),
                answer.statement_count.to_string().into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "party", "parties"))
            .table(table)
    }
}

fn kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Person => "person",
        PartyKind::Government => "government",
        PartyKind::Organisation => "organisation",
        PartyKind::Group => "group",
        PartyKind::Media => "media",
        PartyKind::Anonymous => "anonymous",
    }
}

fn edges(edges: &[Edge]) -> String {
    let shown: Vec<String> = edges.iter().map(edge).collect();
    joined(&shown)
}

fn edge(edge: &Edge) -> String {
    match (edge.since, edge.until) {
        (None, None) => edge.party.to_string(),
        (Some(since), None) => format!("{} (since {since})", edge.party),
        (None, Some(until)) => format!("{} (until {until})", edge.party),
        (Some(since), Some(until)) => format!("{} ({since} to {until})", edge.party),
    }
}

impl Show for PartyAnswer {
    fn page(&self) -> Page {
        let party = &self.party;
        let mut facts = vec![format!("kind: {}", kind(party.kind))];
        facts.extend(party.role.as_ref().map(|role| format!("role: {role}")));
        let lists = [
            ("also", party.aliases.join("; ")),
            ("speaks for", edges(&party.speaks_for)),
            ("member of", edges(&party.member_of)),
        ];
        for (label, list) in lists {
            if !list.is_empty() && list != "–" {
                facts.push(format!("{label}: {list}"));
            }
        }
        let page = Page::new()
            .heading(format!("{}: {}", party.id, party.name))
            .list(facts);
        let said = self.statements.as_deref().unwrap_or_default();
        if said.is_empty() {
            return page.text("No statement of this party is recorded.");
        }
        let mut table = Table::with(&["said!", "stance!", "claim", "source", "id!"]);
        for one in said {
            table.row(vec![
                one.said.clone().into(),
                stance(one).into(),
                one.claim.to_string().into(),
                one.source.to_string().into(),
                one.statement.clone().into(),
            ]);
        }
        page.table(table)
    }
}

impl Show for Sources {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No source is recorded.");
        }
        let mut table = Table::with(&["source", "title", "published!", "said!", "text!"]);
        for answer in &self.0 {
            let source = &answer.source;
            let title = match &source.publisher {
                Some(publisher) => format!("{}\n{publisher}", source.title),
                None => source.title.clone(),
            };
            let published = source.published.map(|when| when.to_string());
            table.row(vec![
                source.id.to_string().into(),
                title.into(),
                or_dash(published.as_deref()).into(),
                answer.statement_count.to_string().into(),
                Cell::from(if answer.text_attached { "yes" } else { "no" }),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "source", "sources"))
            .table(table)
    }
}

impl Show for SourceAnswer {
    fn page(&self) -> Page {
        let source = &self.source;
        let time = |when: Option<crate::domain::time::When>| when.map(|when| when.to_string());
        let fields = [
            ("publisher", source.publisher.clone()),
            (
                "authors",
                Some(source.authors.join(", ")).filter(|all| !all.is_empty()),
            ),
            ("url", source.url.clone()),
            ("published", time(source.published)),
            ("retrieved", time(source.retrieved)),
            ("language", source.language.clone()),
            (
                "reliability",
                source.reliability.map(|grade| format!("{grade:?}")),
            ),
            (
                "re-reports",
                source.origin.as_ref().map(ToString::to_string),
            ),
            ("sha256", source.sha256.clone()),
            (
                "text",
                Some(
                    if self.text_attached {
                        "attached"
                    } else {
                        "not attached"
                    }
                    .to_owned(),
                ),
            ),
        ];
        let facts = fields
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}: {}", value?)));
        let page = Page::new()
            .heading(format!("{}: {}", source.id, source.title))
            .list(facts.collect());
        match self.statements.as_deref().unwrap_or_default() {
            [] => page.text("No statement is recorded from it."),
            said => page.table(statements_in(said)),
        }
    }
}

/// The statements in a source.
fn statements_in(said: &[StatementAnswer]) -> Table {
    let mut table = Table::with(&["said!", "party", "stance!", "claim", "id!"]);
    for one in said {
        table.row(vec![
            one.said.clone().into(),
            one.party.to_string().into(),
            stance(one).into(),
            one.claim.to_string().into(),
            one.statement.clone().into(),
        ]);
    }
    table
}

impl Show for Questions {
    fn page(&self) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No question is recorded.");
        }
        let mut table = Table::with(&["question", "asked", "answers"]);
        for answer in &self.0 {
            let answers: Vec<String> = answer
                .answers
                .iter()
                .map(|claim| claim.id.to_string())
                .collect();
            table.row(vec![
                answer.question.id.to_string().into(),
                answer.question.text.clone().into(),
                joined(&answers).into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "question", "questions"))
            .table(table)
    }
}

impl Show for QuestionAnswer {
    fn page(&self) -> Page {
        let heading = format!("{}: {}", self.question.id, self.question.text);
        Page::new()
            .heading(heading)
            .followed_by(Claims(self.answers.clone()).page())
    }
}

impl Show for StatementAnswer {
    fn page(&self) -> Page {
        Page::new().table(statements(std::slice::from_ref(self)))
    }
}
