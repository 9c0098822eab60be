//! Parties, sources and questions.

use super::html::{self, Links};
use maud::Markup;
use serde::Serialize;

use super::Show;
use super::claims::{Claims, statements, words};
use super::grades;
use super::marks::{UNREVIEWED, in_brackets, marked};
use super::page::{Cell, Page, Table, counted, joined, or_dash};
use crate::answer::Labels;
use crate::answer::{PartyAnswer, QuestionAnswer, SourceAnswer, StatementAnswer, VersionAnswer};
use crate::domain::party::{Edge, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::Attribution;

/// The stance, marked if it was taken off the record.
fn stance(said: &StatementAnswer) -> String {
    match said.attribution {
        Attribution::OffRecord => format!("{}\n(off record)", said.stance),
        _ => said.stance.to_string(),
    }
}

/// The stance, with who relayed it: in a list of what a party said, its own words and what others
/// say that it said must not look the same.
fn stance_and_relays(said: &StatementAnswer, labels: &Labels) -> String {
    match labels.via(&said.via) {
        Some(via) => format!("{}\n{via}", stance(said)),
        None => stance(said),
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

/// The text of a source.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceText {
    /// The source.
    pub source: Slug,
    /// The number of the archived version; null: the attached text.
    pub version: Option<usize>,
    /// The text.
    pub text: String,
}

impl Show for SourceText {
    fn page(&self, _: &Labels) -> Page {
        Page::new().text(&self.text)
    }
}

/// A list of questions.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Questions(pub Vec<QuestionAnswer>);

impl Show for Parties {
    fn page(&self, labels: &Labels) -> Page {
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
                marked(name, answer.unreviewed).into(),
                kind(party.kind).into(),
                edges(&party.speaks_for, labels).into(),
                answer.statement_count.to_string().into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "party", "parties"))
            .table(table)
            .explaining_marks(self.0.iter().any(|answer| answer.unreviewed))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::records::parties(&self.0, links)
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

fn edges(edges: &[Edge], labels: &Labels) -> String {
    let shown: Vec<String> = edges.iter().map(|one| edge(one, labels)).collect();
    joined(&shown)
}

fn edge(edge: &Edge, labels: &Labels) -> String {
    let party = labels.party(&edge.party);
    match (edge.since, edge.until) {
        (None, None) => party,
        (Some(since), None) => format!("{party} (since {since})"),
        (None, Some(until)) => format!("{party} (until {until})"),
        (Some(since), Some(until)) => format!("{party} ({since} to {until})"),
    }
}

impl Show for PartyAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let party = &self.party;
        let mut facts = vec![format!("kind: {}", kind(party.kind))];
        facts.extend(party.role.as_ref().map(|role| format!("role: {role}")));
        facts.extend(self.unreviewed.then(|| UNREVIEWED.to_owned()));
        let other_ids: Vec<&str> = party.other_ids.iter().map(Slug::as_str).collect();
        let lists = [
            ("other ids", other_ids.join(", ")),
            ("also", party.aliases.join("; ")),
            ("speaks for", edges(&party.speaks_for, labels)),
            ("member of", edges(&party.member_of, labels)),
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
        let is_any_marked = self.unreviewed || said.iter().any(|one| one.unreviewed);
        if said.is_empty() {
            let page = page.text("No statement of this party is recorded.");
            return page.explaining_marks(is_any_marked);
        }
        let mut table = Table::with(&["said!", "stance!", "claim", "source", "id!"]);
        for one in said {
            table.row(vec![
                one.said.clone().into(),
                stance_and_relays(one, labels).into(),
                about(one, labels).into(),
                format!(
                    "{}{}",
                    labels.source(&one.source),
                    grades::in_brackets(one.grade)
                )
                .into(),
                Cell::from(one.statement.clone()).marked(one.unreviewed),
            ]);
        }
        newest(page, said.len(), self.statement_count)
            .table(table)
            .explaining_grades(said.iter().map(|one| one.grade))
            .explaining_marks(is_any_marked)
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::records::party(self, links)
    }
}

/// Says that not all statements are listed, if that is so.
pub(super) fn newest(page: Page, listed: usize, all: usize) -> Page {
    match listed < all {
        true => page.text(format!("The newest {listed} of {all} statements:")),
        false => page,
    }
}

/// The claim, and the words in which something was said about it.
fn about(said: &StatementAnswer, labels: &Labels) -> String {
    let claim = labels.claim(&said.claim);
    match words(said.quote.as_deref(), said.words.as_deref()) {
        Some(words) => format!("{claim}\n{words}"),
        None => claim,
    }
}

impl Show for Sources {
    fn page(&self, _: &Labels) -> Page {
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

    fn html(&self, links: &Links<'_>) -> Markup {
        html::records::sources(&self.0, links)
    }
}

impl Show for SourceAnswer {
    fn page(&self, labels: &Labels) -> Page {
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
            ("reliability", source.reliability.map(grades::in_words)),
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
        let page = match self.versions.as_deref() {
            None => page,
            Some([]) => page.text("No version of it was archived."),
            Some(versions) => page.table(versions_of(versions)),
        };
        match self.statements.as_deref().unwrap_or_default() {
            [] => page.text("No statement is recorded from it."),
            said => newest(page, said.len(), self.statement_count)
                .table(statements_in(said, labels))
                .explaining_grades(said.iter().map(StatementAnswer::grade_in_source))
                .explaining_marks(said.iter().any(|one| one.unreviewed)),
        }
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::source::page(self, links)
    }
}

/// The archived versions of a source.
fn versions_of(versions: &[VersionAnswer]) -> Table {
    let mut table = Table::with(&["version!", "fetched!", "headline", "file"]);
    for VersionAnswer { version, copy } in versions {
        table.row(vec![
            version.to_string().into(),
            copy.fetched.to_string().into(),
            copy.title
                .clone()
                .unwrap_or_else(|| Table::EMPTY.to_owned())
                .into(),
            copy.file.clone().into(),
        ]);
    }
    table
}

/// The statements in a source.
fn statements_in(said: &[StatementAnswer], labels: &Labels) -> Table {
    let mut table = Table::with(&["said!", "party", "stance!", "claim", "id!"]);
    for one in said {
        table.row(vec![
            one.said.clone().into(),
            labels.speaker(&one.party, &one.via).into(),
            format!(
                "{}{}",
                stance(one),
                grades::in_brackets(one.grade_in_source())
            )
            .into(),
            about(one, labels).into(),
            Cell::from(one.statement.clone()).marked(one.unreviewed),
        ]);
    }
    table
}

impl Show for Questions {
    fn page(&self, labels: &Labels) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No question is recorded.");
        }
        let mut table = Table::with(&["question", "asked", "answers"]);
        for answer in &self.0 {
            let answers: Vec<String> = answer
                .answers
                .iter()
                .map(|claim| labels.claim_text(&claim.id))
                .collect();
            table.row(vec![
                answer.question.id.to_string().into(),
                marked(answer.question.text.clone(), answer.unreviewed).into(),
                or_dash(Some(answers.join("\n").as_str()).filter(|all| !all.is_empty())).into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "question", "questions"))
            .table(table)
            .explaining_marks(self.0.iter().any(|answer| answer.unreviewed))
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::records::questions(&self.0, links)
    }
}

impl Show for QuestionAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let mark = in_brackets(self.unreviewed);
        let heading = format!("{}: {}{mark}", self.question.id, self.question.text);
        Page::new()
            .heading(heading)
            .followed_by(Claims(self.answers.clone()).page(labels))
    }

    fn html(&self, _links: &Links<'_>) -> Markup {
        html::records::question(self)
    }
}

impl Show for StatementAnswer {
    fn page(&self, labels: &Labels) -> Page {
        Page::new().table(statements(std::slice::from_ref(self), labels))
    }
}
