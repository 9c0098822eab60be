//! The interchange content as a folder of CSV sheets, for a spreadsheet.
//!
//! A sheet a kind, a column a field, in UTF-8 with the mark by which spreadsheets know it. Lists
//! stand in one cell, their items separated by semicolons. A cell that a spreadsheet would take
//! for a formula begins with an apostrophe, and so does one that begins with an apostrophe
//! itself; reading takes one off.

mod cells;
mod columns;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Bad, Place, Placed, Record};
use crate::domain::statement::Evidence;
use cells::Row;

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

/// Stands at the beginning of a UTF-8 file for programs that would otherwise guess.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Seven sheets being written.
pub struct Sheets {
    writers: BTreeMap<&'static str, csv::Writer<Vec<u8>>>,
}

impl Sheets {
    /// Seven sheets with their headers.
    ///
    /// # Errors
    /// Where a header cannot be written.
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
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        for (name, row) in columns::rows(record) {
            if let Some(writer) = self.writers.get_mut(name) {
                writer.write_record(row.iter().map(|cell| cells::defused(cell)))?;
            }
        }
        Ok(())
    }

    /// The sheets by name.
    ///
    /// # Errors
    /// Where one cannot be finished.
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

/// Reads sheets, given by name. A sheet that is not there is taken as empty.
///
/// # Errors
/// Every bad cell, by sheet, row and column.
pub fn read(sheets: &[(String, Vec<u8>)]) -> Result<Vec<Placed>, Vec<Bad>> {
    let (mut placed, mut bad) = (Vec::new(), Vec::new());
    let mut evidence: Vec<(Place, String, Evidence)> = Vec::new();
    for name in SHEETS {
        let Some((_, bytes)) = sheets.iter().find(|(sheet, _)| sheet == name) else {
            continue;
        };
        match rows(name, bytes) {
            Err(found) => bad.extend(found),
            Ok(rows) => {
                for (place, row) in rows {
                    let read = if name == "evidence.csv" {
                        columns::evidence(&row)
                            .map(|(of, one)| evidence.push((place.clone(), of, one)))
                    } else {
                        let record = columns::record(name, &row);
                        let place = place.clone();
                        record.map(|record| placed.push(Placed { place, record }))
                    };
                    if let Err(reason) = read {
                        bad.push(Bad { place, reason });
                    }
                }
            }
        }
    }
    for (place, of, one) in evidence {
        if let Err(reason) = attach(&mut placed, &of, one) {
            bad.push(Bad { place, reason });
        }
    }
    if bad.is_empty() { Ok(placed) } else { Err(bad) }
}

/// Gives a passage to the statement of this id.
fn attach(placed: &mut [Placed], of: &str, evidence: Evidence) -> Result<(), String> {
    for one in placed {
        if let Record::Statement(statement) = &mut one.record
            && statement.id.as_ref().is_some_and(|id| id.as_str() == of)
        {
            statement.evidence.push(evidence);
            return Ok(());
        }
    }
    Err(format!(
        "column statement: no statement {of:?} stands in statements.csv"
    ))
}

/// The rows of a sheet, each with its place; row 1 is the header.
fn rows(name: &str, bytes: &[u8]) -> Result<Vec<(Place, Row)>, Vec<Bad>> {
    let place = |line: usize| Place {
        file: Some(name.to_owned()),
        line,
    };
    let refuse = |line: usize, reason: String| {
        vec![Bad {
            place: place(line),
            reason,
        }]
    };
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(refuse(1, unreadable(&error))),
    };
    columns::check_header(name, &header).map_err(|reason| refuse(1, reason))?;
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    for (index, record) in reader.records().enumerate() {
        let line = index + 2;
        match record {
            Err(error) => bad.extend(refuse(line, unreadable(&error))),
            Ok(record) if record.len() > header.len() => bad.extend(refuse(
                line,
                format!(
                    "has {} cells, and the header {}",
                    record.len(),
                    header.len()
                ),
            )),
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => rows.push((place(line), Row::new(&header, &record))),
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
