//! The columns of each sheet, and their fields.

use chrono::{Days, NaiveDate};
use csv::StringRecord;

use super::super::Record;
use super::cells::{SheetRow, from_word, joined, word};
use super::lookup::Lookup;
use crate::domain::calendar::Calendar;
use crate::domain::claim::{Claim, Question};
use crate::domain::party::{Edge, Party};
use crate::domain::passage::Passage;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Evidence, Statement, StatementId};
use crate::domain::time::When;
use crate::domain::value::Value;
use crate::domain::written::{self, WrittenError};
use crate::ledger::Kind;

/// A column that a sheet may leave out.
const OTHER_IDS: &str = "other_ids";
/// Another one, which an export leaves out if it would be blank.
const CREDIBILITY: &str = "credibility";
/// Another one of these.
const UNREVIEWED: &str = "unreviewed";

const PARTIES: &[&str] = &[
    "id",
    "name",
    "kind",
    "role",
    "aliases",
    "speaks_for",
    "member_of",
    OTHER_IDS,
    UNREVIEWED,
];
const SOURCES: &[&str] = &[
    "id",
    "title",
    "publisher",
    "authors",
    "url",
    "published",
    "retrieved",
    "language",
    "reliability",
    "origin",
    "sha256",
];
const QUESTIONS: &[&str] = &["id", "text", UNREVIEWED];
const CLAIMS: &[&str] = &[
    "id",
    "text",
    "topic",
    "principals",
    "standard",
    "question",
    "value",
    "due",
    OTHER_IDS,
    UNREVIEWED,
];
const STATEMENTS: &[&str] = &[
    "id",
    "party",
    "stance",
    "claim",
    "said",
    "source",
    "via",
    "attribution",
    "shown_as",
    "quote",
    "passage_start",
    "passage_end",
    "passage_sha256",
    "paragraph",
    "note",
    CREDIBILITY,
    UNREVIEWED,
];
const EVIDENCE: &[&str] = &[
    "statement",
    "source",
    "quote",
    "passage_start",
    "passage_end",
    "passage_sha256",
    "paragraph",
    UNREVIEWED,
];
const RULINGS: &[&str] = &["claim", "verdict", "reason", "source", "ruled"];

/// The columns of a sheet.
pub(super) fn of(sheet: &str) -> &'static [&'static str] {
    match sheet {
        "parties.csv" => PARTIES,
        "sources.csv" => SOURCES,
        "questions.csv" => QUESTIONS,
        "claims.csv" => CLAIMS,
        "statements.csv" => STATEMENTS,
        "evidence.csv" => EVIDENCE,
        _ => RULINGS,
    }
}

/// Whether an export has a column only if something in it is not blank.
pub(super) fn is_occasional(column: &str) -> bool {
    [CREDIBILITY, UNREVIEWED].contains(&column)
}

/// A column's name as typed in a header: capitals and blanks do not matter.
pub(super) fn named(cell: &str) -> String {
    cell.trim().to_lowercase().replace([' ', '-'], "_")
}

/// Checks that a sheet has exactly its columns, in any order; `other_ids`, `credibility` and `unreviewed` may be missing.
///
/// # Errors
/// Names the column that is missing, repeated or unknown.
pub(super) fn check_header(sheet: &str, header: &StringRecord) -> Result<(), String> {
    // Columns without a name may only be empty.
    let given: Vec<&str> = header.iter().filter(|name| !name.is_empty()).collect();
    let missing: Vec<&str> = of(sheet)
        .iter()
        .copied()
        .filter(|column| *column != OTHER_IDS && !is_occasional(column) && !given.contains(column))
        .collect();
    if !missing.is_empty() {
        return Err(format!("column {} is missing", missing.join(", ")));
    }
    let twice = |column: &&&str| given.iter().filter(|other| other == column).count() > 1;
    if let Some(column) = given.iter().find(twice) {
        return Err(format!("column {column} appears twice"));
    }
    match given.iter().find(|column| !of(sheet).contains(column)) {
        Some(column) => Err(format!(
            "unknown column {column:?}; this sheet has {}",
            of(sheet).join(", ")
        )),
        None => Ok(()),
    }
}

/// The rows of a record, each with its sheet.
pub(super) fn rows(record: &Record) -> Vec<(&'static str, Vec<String>)> {
    match record {
        Record::Party(party) => vec![("parties.csv", party_row(party))],
        Record::Source(source) => vec![("sources.csv", source_row(source))],
        Record::Question(question) => vec![(
            "questions.csv",
            vec![
                question.id.to_string(),
                question.text.clone(),
                yes(question.unreviewed),
            ],
        )],
        Record::Claim(claim) => vec![("claims.csv", claim_row(claim))],
        Record::Statement(statement) => {
            let mut rows = vec![("statements.csv", statement_row(statement))];
            let evidence = statement.evidence.iter();
            rows.extend(evidence.map(|one| ("evidence.csv", evidence_row(statement, one))));
            rows
        }
        Record::Ruling(ruling) => vec![("rulings.csv", ruling_row(ruling))],
    }
}

/// The record of a row. Rows of evidence.csv are parsed by [`evidence`].
///
/// # Errors
/// Names the column and says what is wrong.
pub(super) fn record(sheet: &str, row: &SheetRow, typed: &Typed<'_>) -> Result<Record, String> {
    Ok(match sheet {
        "parties.csv" => Record::Party(party(row, typed)?),
        "sources.csv" => Record::Source(source(row, typed)?),
        "questions.csv" => Record::Question(Question {
            id: slug(row, "id")?,
            text: row.required("text")?.to_owned(),
            unreviewed: unreviewed(row)?,
        }),
        "claims.csv" => Record::Claim(claim(row, typed)?),
        "statements.csv" => Record::Statement(statement(row, typed)?),
        _ => Record::Ruling(ruling(row, typed)?),
    })
}

fn text(option: Option<&String>) -> String {
    option.cloned().unwrap_or_default()
}

fn shown<T: ToString>(option: Option<T>) -> String {
    option.map(|one| one.to_string()).unwrap_or_default()
}

/// "yes", or nothing.
fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "" }.to_owned()
}

fn unreviewed(row: &SheetRow) -> Result<bool, String> {
    let given = row.parsed(UNREVIEWED, |cell| match cell.to_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(format!("{cell} is not yes or no")),
    });
    Ok(given?.unwrap_or(false))
}

fn owned(row: &SheetRow, column: &str) -> Option<String> {
    row.optional(column).map(str::to_owned)
}

fn slug(row: &SheetRow, column: &str) -> Result<Slug, String> {
    let text = row.required(column)?.trim();
    text.parse()
        .map_err(|error| format!("column {column}: {error}"))
}

/// What cells mean where they are read: names, and days and times as people type them.
pub(super) struct Typed<'l> {
    pub lookup: Lookup<'l>,
    pub calendar: Calendar,
}

impl Typed<'_> {
    fn id(&self, kind: Kind, row: &SheetRow, column: &str) -> Result<Slug, String> {
        let text = row.required(column)?.trim();
        let id = self.lookup.id(kind, text);
        id.map_err(|reason| format!("column {column}: {reason}"))
    }

    fn optional_id(
        &self,
        kind: Kind,
        row: &SheetRow,
        column: &str,
    ) -> Result<Option<Slug>, String> {
        row.parsed(column, |text| self.lookup.id(kind, text))
    }

    fn parties(&self, row: &SheetRow, column: &str) -> Result<Vec<Slug>, String> {
        row.list(column, |text| self.lookup.id(Kind::Party, text))
    }

    fn time(&self, row: &SheetRow, column: &str) -> Result<Option<When>, String> {
        row.parsed(column, |text| {
            self.calendar
                .written(text)
                .map_err(|error| in_words(text, &error))
        })
    }

    fn day(&self, row: &SheetRow, column: &str) -> Result<Option<NaiveDate>, String> {
        row.parsed(column, day)
    }

    /// `PARTY`, or `PARTY:SINCE..UNTIL`. A name may hold a colon.
    fn edge(&self, text: &str) -> Result<Edge, String> {
        let (party, days) = match text.rsplit_once(':') {
            Some((party, days)) if days.contains("..") => (party, days),
            Some((party, days)) if party.parse::<Slug>().is_ok() => {
                return Err(format!("{party}:{days} is not PARTY or PARTY:SINCE..UNTIL"));
            }
            _ => (text, ".."),
        };
        let (since, until) = days.split_once("..").unwrap_or_default();
        let end = |text: &str| (!text.is_empty()).then(|| day(text)).transpose();
        Ok(Edge {
            party: self.lookup.id(Kind::Party, party.trim())?,
            since: end(since)?,
            until: end(until)?,
        })
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let midnight = text.strip_suffix("00:00:00").unwrap_or(text).trim_end();
    written::read_day(midnight.trim_end_matches('T')).map_err(|error| in_words(text, &error))
}

/// Why a cell is no date. A spreadsheet may have written the number of the day.
fn in_words(text: &str, error: &WrittenError) -> String {
    // Day 0 of spreadsheets; 2000 to 2100.
    let first = NaiveDate::from_ymd_opt(1899, 12, 30);
    let number = text
        .parse::<u64>()
        .ok()
        .filter(|number| (36_526..73_051).contains(number));
    let day = number.and_then(|number| first?.checked_add_days(Days::new(number)));
    match day {
        Some(day) => format!("{text} is the number that a spreadsheet gives to {day}; write {day}"),
        None => error.to_string(),
    }
}

fn party_row(party: &Party) -> Vec<String> {
    vec![
        party.id.to_string(),
        party.name.clone(),
        word(&party.kind),
        text(party.role.as_ref()),
        joined(&party.aliases),
        joined(party.speaks_for.iter().map(edge_text)),
        joined(party.member_of.iter().map(edge_text)),
        joined(&party.other_ids),
        yes(party.unreviewed),
    ]
}

fn edge_text(edge: &Edge) -> String {
    if edge.since.is_none() && edge.until.is_none() {
        return edge.party.to_string();
    }
    format!(
        "{}:{}..{}",
        edge.party,
        shown(edge.since),
        shown(edge.until)
    )
}

fn party(row: &SheetRow, typed: &Typed<'_>) -> Result<Party, String> {
    row.required("kind")?;
    Ok(Party {
        id: slug(row, "id")?,
        other_ids: row.list(OTHER_IDS, str::parse)?,
        name: row.required("name")?.to_owned(),
        kind: row
            .parsed("kind", from_word)?
            .ok_or("column kind: is empty")?,
        role: owned(row, "role"),
        aliases: row.list("aliases", |alias| Ok::<_, String>(alias.to_owned()))?,
        speaks_for: row.list("speaks_for", |text| typed.edge(text))?,
        member_of: row.list("member_of", |text| typed.edge(text))?,
        unreviewed: unreviewed(row)?,
    })
}

fn source_row(source: &Source) -> Vec<String> {
    vec![
        source.id.to_string(),
        source.title.clone(),
        text(source.publisher.as_ref()),
        joined(&source.authors),
        text(source.url.as_ref()),
        shown(source.published),
        shown(source.retrieved),
        text(source.language.as_ref()),
        source.reliability.as_ref().map(word).unwrap_or_default(),
        shown(source.origin.as_ref()),
        text(source.sha256.as_ref()),
    ]
}

fn source(row: &SheetRow, typed: &Typed<'_>) -> Result<Source, String> {
    Ok(Source {
        id: slug(row, "id")?,
        title: row.required("title")?.to_owned(),
        publisher: owned(row, "publisher"),
        authors: row.list("authors", |author| Ok::<_, String>(author.to_owned()))?,
        url: owned(row, "url"),
        published: typed.time(row, "published")?,
        retrieved: typed.time(row, "retrieved")?,
        language: owned(row, "language"),
        reliability: row.parsed("reliability", from_word)?,
        origin: typed.optional_id(Kind::Source, row, "origin")?,
        sha256: owned(row, "sha256"),
    })
}

fn claim_row(claim: &Claim) -> Vec<String> {
    vec![
        claim.id.to_string(),
        claim.text.clone(),
        text(claim.topic.as_ref()),
        joined(&claim.principals),
        shown(claim.standard),
        shown(claim.question.as_ref()),
        claim.value.as_ref().map(Value::typed).unwrap_or_default(),
        shown(claim.due),
        joined(&claim.other_ids),
        yes(claim.unreviewed),
    ]
}

fn claim(row: &SheetRow, typed: &Typed<'_>) -> Result<Claim, String> {
    Ok(Claim {
        id: slug(row, "id")?,
        other_ids: row.list(OTHER_IDS, str::parse)?,
        text: row.required("text")?.to_owned(),
        topic: owned(row, "topic"),
        principals: typed.parties(row, "principals")?,
        standard: row.parsed("standard", str::parse)?,
        question: typed.optional_id(Kind::Question, row, "question")?,
        value: row.parsed("value", str::parse::<Value>)?,
        due: typed.day(row, "due")?,
        unreviewed: unreviewed(row)?,
    })
}

fn passage_cells(passage: Option<&Passage>) -> [String; 4] {
    [
        shown(passage.map(|passage| passage.start)),
        shown(passage.map(|passage| passage.end)),
        text(passage.and_then(|passage| passage.sha256.as_ref())),
        shown(passage.and_then(|passage| passage.paragraph)),
    ]
}

fn passage(row: &SheetRow) -> Result<Option<Passage>, String> {
    let start = row.parsed("passage_start", str::parse::<u64>)?;
    let end = row.parsed("passage_end", str::parse::<u64>)?;
    match (start, end) {
        (None, None) => Ok(None),
        (Some(start), Some(end)) => Ok(Some(Passage {
            start,
            end,
            sha256: owned(row, "passage_sha256"),
            paragraph: row.parsed("paragraph", str::parse::<u32>)?,
        })),
        (Some(_), None) => Err("column passage_end: is empty".to_owned()),
        (None, Some(_)) => Err("column passage_start: is empty".to_owned()),
    }
}

fn statement_row(statement: &Statement) -> Vec<String> {
    let mut row = vec![
        shown(statement.id.as_ref()),
        statement.party.to_string(),
        statement.stance.to_string(),
        statement.claim.to_string(),
        shown(statement.said),
        statement.source.to_string(),
        joined(&statement.via),
        word(&statement.attribution),
        text(statement.shown_as.as_ref()),
        text(statement.quote.as_ref()),
    ];
    row.extend(passage_cells(statement.passage.as_ref()));
    row.push(text(statement.note.as_ref()));
    row.push(statement.credibility.as_ref().map(word).unwrap_or_default());
    row.push(yes(statement.unreviewed));
    row
}

fn statement(row: &SheetRow, typed: &Typed<'_>) -> Result<Statement, String> {
    row.required("stance")?;
    Ok(Statement {
        id: row.parsed("id", |id| StatementId::try_from(id.to_owned()))?,
        party: typed.id(Kind::Party, row, "party")?,
        stance: row
            .parsed("stance", from_word)?
            .ok_or("column stance: is empty")?,
        claim: typed.id(Kind::Claim, row, "claim")?,
        said: typed.time(row, "said")?,
        source: typed.id(Kind::Source, row, "source")?,
        via: typed.parties(row, "via")?,
        attribution: row.parsed("attribution", from_word)?.unwrap_or_default(),
        shown_as: owned(row, "shown_as"),
        quote: owned(row, "quote"),
        passage: passage(row)?,
        evidence: Vec::new(),
        note: owned(row, "note"),
        credibility: row.parsed(CREDIBILITY, from_word)?,
        unreviewed: unreviewed(row)?,
    })
}

fn evidence_row(statement: &Statement, evidence: &Evidence) -> Vec<String> {
    let mut row = vec![
        shown(statement.id.as_ref()),
        evidence.source.to_string(),
        text(evidence.quote.as_ref()),
    ];
    row.extend(passage_cells(evidence.passage.as_ref()));
    row.push(yes(evidence.unreviewed));
    row
}

/// A row of evidence.csv: the statement's id and the passage.
///
/// # Errors
/// Names the column and says what is wrong.
pub(super) fn evidence(row: &SheetRow, typed: &Typed<'_>) -> Result<(String, Evidence), String> {
    let of = row.required("statement")?.trim().to_owned();
    Ok((
        of,
        Evidence {
            source: typed.id(Kind::Source, row, "source")?,
            passage: passage(row)?,
            quote: owned(row, "quote"),
            unreviewed: unreviewed(row)?,
        },
    ))
}

fn ruling_row(ruling: &Ruling) -> Vec<String> {
    vec![
        ruling.claim.to_string(),
        word(&ruling.verdict),
        ruling.reason.clone(),
        shown(ruling.source.as_ref()),
        shown(ruling.ruled),
    ]
}

fn ruling(row: &SheetRow, typed: &Typed<'_>) -> Result<Ruling, String> {
    row.required("verdict")?;
    Ok(Ruling {
        claim: typed.id(Kind::Claim, row, "claim")?,
        verdict: row
            .parsed("verdict", from_word)?
            .ok_or("column verdict: is empty")?,
        reason: row.required("reason")?.to_owned(),
        source: typed.optional_id(Kind::Source, row, "source")?,
        ruled: typed.day(row, "ruled")?,
    })
}
