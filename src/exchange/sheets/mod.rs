//! The interchange records as a folder of CSV sheets, for a spreadsheet.
//!
//! One sheet per kind and one column per field, in UTF-8 with the byte order mark that spreadsheets
//! look for. A list is one cell, its items separated by semicolons. A cell that a spreadsheet would
//! run as a formula gets a leading apostrophe, and so does one that already starts with an
//! apostrophe; reading removes one.

mod cells;
mod columns;
mod intact;
mod lookup;
mod saved;

use std::collections::BTreeMap;
use std::io::{self, Write};

use csv::StringRecord;

use super::{BadRecord, LocatedRecord, Location, Record};
use crate::domain::calendar::Calendar;
use crate::domain::statement::Evidence;
use cells::SheetRow;
use columns::Typed;
use lookup::Lookup;
pub use lookup::{InLedger, Spelt};

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
    /// For each column of a sheet whether the sheet has it. Some are left out until a cell in them is not blank.
    has: BTreeMap<&'static str, Vec<bool>>,
}

impl Sheets {
    /// Seven sheets with their headers.
    pub fn new() -> io::Result<Self> {
        let (mut writers, mut has) = (BTreeMap::new(), BTreeMap::new());
        for name in SHEETS {
            let mut writer = empty()?;
            let columns = columns::of(name).iter();
            let at_once = |column: &&str| !columns::is_occasional(column);
            writer.write_record(columns.clone().copied().filter(at_once))?;
            writers.insert(name, writer);
            has.insert(name, columns.map(at_once).collect());
        }
        Ok(Self { writers, has })
    }

    /// Adds a record to its sheet.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        for (name, row) in columns::rows(record) {
            for (at, cell) in row.iter().enumerate() {
                if !cell.is_empty() {
                    self.widen(name, at)?;
                }
            }
            if let (Some(writer), Some(has)) = (self.writers.get_mut(name), self.has.get(name)) {
                let cells = row.iter().zip(has).filter(|(_, has)| **has);
                writer.write_record(cells.map(|(cell, _)| cells::defused(cell)))?;
            }
        }
        Ok(())
    }

    /// Adds the column at this place to a sheet without it.
    fn widen(&mut self, name: &'static str, column: usize) -> io::Result<()> {
        let Some(has) = self.has.get_mut(name).filter(|has| !has[column]) else {
            return Ok(());
        };
        let before = has[..column].iter().filter(|has| **has).count();
        has[column] = true;
        let Some(writer) = self.writers.remove(name) else {
            return Ok(());
        };
        let bytes = writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        let mut widened = empty()?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes.as_slice());
        for (at, row) in reader.records().enumerate() {
            let row = row?;
            let added = if at == 0 {
                columns::of(name)[column]
            } else {
                ""
            };
            let cells = row.iter().take(before);
            let cells = cells.chain([added]).chain(row.iter().skip(before));
            widened.write_record(cells)?;
        }
        self.writers.insert(name, widened);
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

/// A sheet without rows.
fn empty() -> io::Result<csv::Writer<Vec<u8>>> {
    let mut bytes = Vec::new();
    bytes.write_all(BYTE_ORDER_MARK)?;
    Ok(csv::Writer::from_writer(bytes))
}

/// Reads sheets, given by name, as a spreadsheet program may have saved them. A missing sheet counts
/// as empty. Names of what is in the ledger or in the sheets may stand for ids, and days and times
/// are read as people write them.
///
/// # Errors
/// All invalid cells, by sheet, row and column.
pub fn read(
    sheets: &[(String, Vec<u8>)],
    calendar: Calendar,
    in_ledger: &InLedger<'_>,
) -> Result<Vec<LocatedRecord>, Vec<BadRecord>> {
    let (mut all, mut bad) = (Vec::new(), Vec::new());
    let mut lookup = Lookup::new(in_ledger);
    for name in SHEETS {
        let Some((_, bytes)) = sheets.iter().find(|(sheet, _)| sheet == name) else {
            continue;
        };
        match rows(name, bytes) {
            Ok(rows) => {
                rows.iter().for_each(|(_, row)| lookup.add(name, row));
                all.extend(
                    rows.into_iter()
                        .map(|(location, row)| (name, location, row)),
                );
            }
            Err(found) => bad.extend(found),
        }
    }
    let lists_evidence = sheets.iter().any(|(sheet, _)| sheet == "evidence.csv");
    let typed = Typed { lookup, calendar };
    let mut records = Vec::new();
    let mut evidence: Vec<(Location, String, Evidence)> = Vec::new();
    for (name, location, row) in all {
        let parsed = if name == "evidence.csv" {
            let passage = columns::evidence(&row, &typed);
            passage.map(|(of, passage)| evidence.push((location.clone(), of, passage)))
        } else {
            let location = location.clone();
            let record = columns::record(name, &row, &typed);
            record.map(|record| {
                records.push(LocatedRecord {
                    location,
                    record,
                    lists_evidence,
                });
            })
        };
        if let Err(reason) = parsed {
            bad.push(BadRecord { location, reason });
        }
    }
    for (location, of, passage) in evidence {
        if let Err(reason) = attach(&mut records, &of, passage) {
            bad.push(BadRecord { location, reason });
        }
    }
    if bad.is_empty() {
        return Ok(records);
    }
    let place = |name: &Option<String>| {
        SHEETS
            .iter()
            .position(|sheet| name.as_deref() == Some(sheet))
    };
    bad.sort_by_key(|bad| (place(&bad.location.file), bad.location.line));
    Err(bad)
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
        part: None,
    };
    let refuse = |line: usize, reason: String| {
        vec![BadRecord {
            location: location(line),
            reason,
        }]
    };
    let saved = saved::open(name, bytes).map_err(|(line, reason)| refuse(line, reason))?;
    let text = saved.text.as_bytes();
    let flaws = intact::flaws(text, saved.separator);
    if !flaws.is_empty() {
        let flaws = flaws.into_iter();
        return Err(flaws
            .flat_map(|(line, flaw)| refuse(line, flaw.to_owned()))
            .collect());
    }
    // A spreadsheet may leave out the last line break, but then the row has all its cells.
    let ends_whole = text.ends_with(b"\n") || text.ends_with(b"\r");
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(saved.separator)
        .from_reader(text);
    let header: StringRecord = match reader.headers() {
        Ok(header) => header.iter().map(columns::named).collect(),
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
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) if beyond(&header, &record) => bad.extend(refuse(
                line,
                format!(
                    "has a cell without a column: {} cells, but the header names {}",
                    record.len(),
                    header.iter().filter(|name| !name.is_empty()).count()
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
            Ok(record) => rows.push((location(line), SheetRow::new(&header, &record))),
        }
    }
    if bad.is_empty() { Ok(rows) } else { Err(bad) }
}

/// Whether a row has text in a column that the header does not name.
fn beyond(header: &StringRecord, record: &StringRecord) -> bool {
    let named = |at: usize| header.get(at).is_some_and(|name| !name.is_empty());
    let mut cells = record.iter().enumerate();
    cells.any(|(at, cell)| !named(at) && !cell.trim().is_empty())
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8".to_owned(),
        _ => format!("is not CSV: {error}"),
    }
}
