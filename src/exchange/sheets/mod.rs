//! The interchange records as a folder of CSV sheets, for a spreadsheet.
//!
//! One sheet per kind and one column per field, in UTF-8 with the byte order mark that spreadsheets
//! look for. A list is one cell, its items separated by semicolons. A cell that a spreadsheet would
//! run as a formula gets a leading apostrophe, and so does one that already starts with an
//! apostrophe; reading removes one.

mod cells;
mod columns;
mod intact;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{BadRecord, LocatedRecord, Location, Record};
use crate::domain::statement::Evidence;
use cells::SheetRow;

/// The sheets, in the order in which they are read.
pub const SHEETS: [&str; 7] = [
    "parties.csv",
    "sources.csv",
    "questions.csv",
    "claims.csv",
    "statements.csv",
    "evidence.csv",
    "rulings.csv",
];

/// Marks a file as UTF-8 for programs that would otherwise guess.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Seven sheets being written.
pub struct Sheets {
    writers: BTreeMap<&'static str, csv::Writer<Vec<u8>>>,
}

impl Sheets {
    /// Seven sheets with their headers.
    pub fn new() -> io::Result<Self> {
        let mut writers = BTreeMap::new();
        for name in SHEETS {
            let mut bytes = Vec::new();
            bytes.write_all(BYTE_ORDER_MARK)?;
            let mut writer = csv::Writer::from_writer(bytes);
            writer.write_record(columns::of(name))?;
            writers.insert(name, writer);
        }
        Ok(Self { writers })
    }

    /// Adds a record to its sheet.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        for (name, row) in columns::rows(record) {
            if let Some(writer) = self.writers.get_mut(name) {
                writer.write_record(row.iter().map(|cell| cells::defused(cell)))?;
            }
        }
        Ok(())
    }

    /// The finished sheets by name.
    pub fn finish(self) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let finish = |(name, writer): (&'static str, csv::Writer<Vec<u8>>)| {
            let bytes = writer
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?;
            Ok((name, bytes))
        };
        self.writers.into_iter().map(finish).collect()
    }
}

/// Reads sheets, given by name. A missing sheet counts as empty.
///
/// # Errors
/// All invalid cells, by sheet, row and column.
pub fn read(sheets: &[(String, Vec<u8>)]) -> Result<Vec<LocatedRecord>, Vec<BadRecord>> {
    let (mut records, mut bad) = (Vec::new(), Vec::new());
    let mut evidence: Vec<(Location, String, Evidence)> = Vec::new();
    for name in SHEETS {
        let Some((_, bytes)) = sheets.iter().find(|(sheet, _)| sheet == name) else {
            continue;
        };
        let rows = match rows(name, bytes) {
            Ok(rows) => rows,
            Err(found) => {
                bad.extend(found);
                continue;
            }
        };
        for (location, row) in rows {
            let parsed = if name == "evidence.csv" {
                let passage = columns::evidence(&row);
                passage.map(|(of, passage)| evidence.push((location.clone(), of, passage)))
            } else {
                let location = location.clone();
                let record = columns::record(name, &row);
                record.map(|record| records.push(LocatedRecord { location, record }))
            };
            if let Err(reason) = parsed {
                bad.push(BadRecord { location, reason });
            }
        }
    }
    for (location, of, passage) in evidence {
        if let Err(reason) = attach(&mut records, &of, passage) {
            bad.push(BadRecord { location, reason });
        }
    }
    if bad.is_empty() {
        Ok(records)
    } else {
        Err(bad)
    }
}

/// Adds evidence to the statement with this id.
fn attach(records: &mut [LocatedRecord], of: &str, evidence: Evidence) -> Result<(), String> {
    for located in records {
        if let Record::Statement(statement) = &mut located.record
            && statement.id.as_ref().is_some_and(|id| id.as_str() == of)
        {
            statement.evidence.push(evidence);
            return Ok(());
        }
    }
    Err(format!(
        "column statement: statements.csv has no statement {of:?}"
    ))
}

/// The rows of a sheet with their locations. Row 1 is the header.
fn rows(name: &str, bytes: &[u8]) -> Result<Vec<(Location, SheetRow)>, Vec<BadRecord>> {
    let location = |line: usize| Location {
        file: Some(name.to_owned()),
        line,
    };
    let refuse = |line: usize, reason: String| {
        vec![BadRecord {
            location: location(line),
            reason,
        }]
    };
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let flaws = intact::flaws(text);
    if !flaws.is_empty() {
        let flaws = flaws.into_iter();
        return Err(flaws
            .flat_map(|(line, flaw)| refuse(line, flaw.to_owned()))
            .collect());
    }
    // A spreadsheet may leave out the last line break, but then the row has all its cells.
    let ends_whole = text.ends_with(b"\n") || text.ends_with(b"\r");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(refuse(1, unreadable(&error))),
    };
    columns::check_header(name, &header).map_err(|reason| refuse(1, reason))?;
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    let mut records = reader.records().enumerate().peekable();
    while let Some((index, record)) = records.next() {
        let is_cut = !ends_whole && records.peek().is_none();
        let line = index + 2;
        match record {
            Err(error) => bad.extend(refuse(line, unreadable(&error))),
            Ok(record) if record.len() > header.len() => bad.extend(refuse(
                line,
                format!(
                    "has {} cells, but the header has {}",
                    record.len(),
                    header.len()
                ),
            )),
            Ok(record) if is_cut && record.len() < header.len() => bad.extend(refuse(
                line,
                format!(
                    "has {} of {} cells, and the file ends in it; it was cut short",
                    record.len(),
                    header.len()
                ),
            )),
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => rows.push((location(line), SheetRow::new(&header, &record))),
        }
    }
    if bad.is_empty() { Ok(rows) } else { Err(bad) }
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8".to_owned(),
        _ => format!("is not CSV: {error}"),
    }
}
