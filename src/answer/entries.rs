//! Journal entries, and the outcome of checking the journal.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::view::View;
use super::wording;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Statement};
use crate::journal::verify::Verification;
use crate::journal::{Body, Entry, Hash, Holding, Journal, JournalError, PinnedHead, Seq};
use crate::ledger::Fault;

/// A journal entry. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryAnswer {
    /// Its sequence number.
    pub seq: Seq,
    /// The first entry of the write it belongs to.
    pub written: Seq,
    /// When it was recorded, in RFC 3339 and UTC.
    pub recorded_at: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// Its kind, or null if it was redacted.
    #[serde(rename = "kind")]
    pub entry: Option<String>,
    /// What it says, in one line.
    pub says: String,
    /// Its hash.
    pub hash: String,
    /// What was recorded, for tables, which name what it refers to.
    #[serde(skip)]
    pub body: Option<Body>,
}

/// The outcome of checking the journal. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifyAnswer {
    /// Whether every entry is as it was written, and the file as the program made it.
    pub ok: bool,
    /// The number of entries read.
    pub entries: i64,
    /// The hash of the newest entry.
    pub head: String,
    /// The entry with the hash given by `--head`, or null if none was given or no entry has it.
    pub noted: Option<Seq>,
    /// The first entry that is wrong, and what is wrong with it; or, if the entries are as they were
    /// written, what is wrong with the file.
    pub problem: Option<String>,
    /// Whether the problem is with the file and not with the entries.
    #[serde(skip)]
    pub of_file: bool,
}

/// The head of the journal. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeadAnswer {
    /// The newest entry, or 0 if the journal is empty.
    pub seq: Seq,
    /// When it was recorded, in RFC 3339 and UTC, or null if the journal is empty.
    pub recorded_at: Option<String>,
    /// Its hash, or zeros if the journal is empty.
    pub head: String,
    /// `SEQ:HASH`, as `verify --head` takes it.
    pub pin: String,
}

impl VerifyAnswer {
    /// The answer for a verification, for what became of the noted head if there is one, and for
    /// what is wrong with the file.
    pub fn of(outcome: &Verification, holding: Option<Holding>, faults: &[Fault]) -> Self {
        let wrong = outcome
            .problem
            .as_ref()
            .map(|problem| format!("entry {} {}", problem.seq, problem.what));
        let of_entries = wrong.or_else(|| holding.and_then(missed));
        let of_file = of_entries.is_none() && !faults.is_empty();
        let problem = of_entries.or_else(|| {
            let faults: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
            of_file.then(|| faults.join("; "))
        });
        Self {
            ok: problem.is_none(),
            entries: outcome.entries,
            head: outcome.head.hash.to_string(),
            noted: match holding {
                Some(Holding::Holds(seq)) => Some(seq),
                _ => None,
            },
            problem,
            of_file,
        }
    }
}

/// What is wrong if an intact chain does not have the noted head.
fn missed(holding: Holding) -> Option<String> {
    Some(match holding {
        Holding::Holds(_) => return None,
        Holding::Cut(last) => {
            format!(
                "it ends with entry {last}, before the entry whose hash was noted: its end was cut off"
            )
        }
        Holding::Rewritten(seq) => format!(
            "entry {seq} does not have the hash that was noted: the chain was rewritten from there or earlier"
        ),
        Holding::Unknown => {
            "no entry has the hash that was noted: the end was cut off, or the chain was rewritten"
                .to_owned()
        }
    })
}

/// The head of a journal when `newest` was its newest entry.
pub fn head(journal: &dyn Journal, newest: Seq) -> Result<HeadAnswer, JournalError> {
    let entry = journal.read(newest, 1)?.into_iter().next();
    let (seq, hash) = entry
        .as_ref()
        .filter(|_| newest > 0)
        .map_or((0, Hash::ZERO), |entry| {
            (entry.header.seq, entry.header.hash)
        });
    Ok(HeadAnswer {
        seq,
        recorded_at: entry
            .filter(|_| newest > 0)
            .map(|entry| time(entry.header.recorded_at)),
        head: hash.to_string(),
        pin: PinnedHead {
            seq: Some(seq),
            hash,
        }
        .to_string(),
    })
}

/// Some entries, in the order given.
pub fn entries(journal: &dyn Journal, seqs: &[Seq]) -> Result<Vec<EntryAnswer>, JournalError> {
    let mut answers = Vec::new();
    for seq in seqs {
        let page = journal.read(*seq, 1)?;
        answers.extend(page.iter().map(answer));
    }
    Ok(answers)
}

/// The newest `limit` entries up to `head`, newest first.
pub fn log(
    journal: &dyn Journal,
    head: Seq,
    limit: usize,
) -> Result<Vec<EntryAnswer>, JournalError> {
    let from = (head - i64::try_from(limit).unwrap_or(i64::MAX)).max(0) + 1;
    let mut entries = journal.read(from, limit)?;
    entries.retain(|entry| entry.header.seq <= head);
    Ok(entries.iter().rev().map(answer).collect())
}

fn answer(entry: &Entry) -> EntryAnswer {
    let header = &entry.header;
    let body = entry.body.as_ref().map(|body| Body::read(header.seq, body));
    let (kind, says, body) = match body {
        None => (None, "redacted".to_owned(), None),
        Some(Err(error)) => (None, error.to_string(), None),
        Some(Ok(body)) => (Some(body.kind().to_owned()), says(&body), Some(body)),
    };
    EntryAnswer {
        seq: header.seq,
        written: header.written,
        recorded_at: time(header.recorded_at),
        recorded_by: header.recorded_by.clone(),
        entry: kind,
        says,
        hash: header.hash.to_string(),
        body,
    }
}

/// Looks up what some entries refer to, so that tables can name it. What is gone, or cannot be read, is
/// shown by its id.
pub fn note_entries(view: &View<'_>, entries: &[EntryAnswer]) {
    for body in entries.iter().filter_map(|entry| entry.body.as_ref()) {
        // Entries are listed however damaged the tables are.
        let _ = note(view, body);
    }
}

fn note(view: &View<'_>, body: &Body) -> crate::ledger::Result<()> {
    match body {
        Body::Statement(statement) | Body::Correction { statement, .. } => {
            view.note_named(statement)
        }
        Body::Evidence { evidence, .. } => view.note_source(&evidence.source),
        Body::Text { source, .. } => view.note_source(source),
        Body::Copy(copy) => view.note_source(&copy.source),
        Body::Ruling(ruling) => match view.reader.claim_key(ruling.claim.as_str())? {
            Some(key) => view.claim(key).map(drop),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// A recorded time, in RFC 3339.
pub fn time(milliseconds: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(milliseconds).map_or_else(
        || format!("{milliseconds} ms"),
        |time| time.to_rfc3339_opts(SecondsFormat::Secs, true),
    )
}

fn says(body: &Body) -> String {
    match body {
        Body::Party(party) => {
            let others = other_ids(&party.other_ids);
            format!("party {}{others}: {}", party.id, party.name)
        }
        Body::Source(source) => format!("source {}: {}", source.id, source.title),
        Body::Question(question) => format!("question {}: {}", question.id, question.text),
        Body::Claim(claim) => {
            let others = other_ids(&claim.other_ids);
            format!("claim {}{others}: {}", claim.id, claim.text)
        }
        Body::Statement(statement) => sentence(statement),
        Body::Evidence { of, evidence } => {
            format!("further passage for entry {of} in {}", evidence.source)
        }
        Body::Correction { of, statement } => {
            format!("instead of entry {of}: {}", sentence(statement))
        }
        Body::Void { of, reason } => format!("entry {of} is void: {reason}"),
        Body::Ruling(ruling) => format!(
            "{} ruled {}: {}",
            ruling.claim, ruling.verdict, ruling.reason
        ),
        Body::Text { source, text } => {
            format!("text of {source}, {} characters", text.chars().count())
        }
        Body::Copy(copy) => format!("copy of {}, fetched {}", copy.source, copy.fetched),
        Body::Merger(merger) => {
            let how = if merger.opposite {
                " as its opposite"
            } else {
                ""
            };
            format!("{} merged into {}{how}", merger.former, merger.present)
        }
        Body::Review { of } => format!("reviewed: {}", numbers(of)),
        Body::Undo { of } => format!("undone: {}", numbers(of)),
        Body::Redaction { of, reason } => format!("redacted {}: {reason}", numbers(of)),
    }
}

/// The other ids of a party or claim, in brackets.
fn other_ids(ids: &[Slug]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let ids: Vec<&str> = ids.iter().map(Slug::as_str).collect();
    format!(" (also {})", ids.join(", "))
}

/// Names some entries: all of them if they are few, else the first and the last.
fn numbers(entries: &[Seq]) -> String {
    match entries {
        [one] => format!("entry {one}"),
        [first, .., last] if entries.len() > 4 => format!("entries {first} to {last}"),
        few => {
            let few: Vec<String> = few.iter().map(ToString::to_string).collect();
            format!("entries {}", few.join(", "))
        }
    }
}

/// The grade that a statement was recorded with, after other words: corrections may change nothing else.
pub fn graded(statement: &Statement) -> String {
    let grade = statement.credibility;
    grade.map_or_else(String::new, |grade| format!(" (credibility {grade})"))
}

fn sentence(statement: &Statement) -> String {
    let note = match statement.attribution {
        Attribution::OffRecord => " (off the record)",
        _ => "",
    };
    let grade = graded(statement);
    format!(
        "{} in {}{note}{grade}",
        wording::took(
            &statement.party,
            statement.stance,
            &statement.claim,
            &statement.via
        ),
        statement.source
    )
}
