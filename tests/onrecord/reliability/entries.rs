//! Where bytes from outside come in. Each accepts any bytes without panicking, and what it parses must round-trip.
//!
//! Called by the fuzz targets in `fuzz/`, and by the tests with mutated examples.

use chrono::{DateTime, NaiveDate};
use onrecord::domain::calendar::Calendar;
use onrecord::domain::passage::Passage;
use onrecord::domain::time::When;
use onrecord::domain::value::Value;
use onrecord::exchange::{Record, jsonl, sheets};
use onrecord_extract::{Extractor, Nesting, Span};
use onrecord_page::Options;

/// Separates the sheets of a folder, or a text from what is searched for in it.
const SEPARATOR: &[u8] = b"\n----\n";

/// An import in JSON Lines.
pub(super) fn import_jsonl(bytes: &[u8]) {
    if let Some(records) = lines(bytes) {
        assert_eq!(through_lines(&records), records);
    }
}

fn through_lines(records: &[Record]) -> Vec<Record> {
    let mut written = Vec::new();
    for record in records {
        jsonl::write(&mut written, record).expect("memory takes it");
    }
    lines(&written).expect("what was written is read")
}

/// The records of a file in JSON Lines, if all lines are records.
pub(super) fn lines(bytes: &[u8]) -> Option<Vec<Record>> {
    let records = jsonl::Records::new(None, bytes);
    records
        .map(|read| read.ok().map(|placed| placed.record))
        .collect()
}

/// An import of CSV sheets: all seven in order, separated by lines of four hyphens.
pub(super) fn import_csv(bytes: &[u8]) {
    let parts = split(bytes);
    let folder: Vec<(String, Vec<u8>)> = sheets::SHEETS
        .iter()
        .zip(parts)
        .map(|(name, part)| ((*name).to_owned(), part.to_vec()))
        .collect();
    if let Ok(records) = sheets::read(&folder, Calendar::utc(DateTime::UNIX_EPOCH), &|_, _, _| {
        Ok(Vec::new())
    }) {
        let records: Vec<Record> = records.into_iter().map(|placed| placed.record).collect();
        let sound = records.iter().all(is_sound);
        let again = through_sheets(&records);
        assert!(!sound || again == Some(records));
    }
}

/// Whether a ledger could have the record: only those have to round-trip.
fn is_sound(record: &Record) -> bool {
    match record {
        Record::Party(party) => party.check().is_ok(),
        Record::Source(source) => source.check().is_ok(),
        Record::Question(question) => question.check().is_ok(),
        Record::Claim(claim) => claim.check().is_ok(),
        Record::Statement(statement) => statement.check().is_ok(),
        Record::Ruling(ruling) => ruling.check().is_ok(),
    }
}

fn through_sheets(records: &[Record]) -> Option<Vec<Record>> {
    let mut written = sheets::Sheets::new().expect("memory takes it");
    for record in records {
        written.write(record).expect("memory takes it");
    }
    let folder: Vec<(String, Vec<u8>)> = written
        .finish()
        .expect("memory takes it")
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    let read = sheets::read(&folder, Calendar::utc(DateTime::UNIX_EPOCH), &|_, _, _| {
        Ok(Vec::new())
    })
    .ok()?;
    Some(read.into_iter().map(|placed| placed.record).collect())
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while let Some(at) = rest
        .windows(SEPARATOR.len())
        .position(|window| window == SEPARATOR)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + SEPARATOR.len()..];
    }
    parts.push(rest);
    parts
}

/// Values and dates as they are typed.
pub(super) fn grammar(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let calendar = Calendar::utc(DateTime::UNIX_EPOCH);
    if let Ok(value) = text.parse::<Value>() {
        assert_eq!(value.typed().parse().as_ref(), Ok(&value), "{text:?}");
        assert!(!value.rivals(&value), "{text:?} is no rival of itself");
        let _ = value.check();
    }
    if let Ok(when) = text.parse::<When>() {
        assert_eq!(when.to_string().parse(), Ok(when), "{text:?}");
        assert!(when.earliest() <= when.latest());
    }
    for when in [calendar.when(text), calendar.moment(text)]
        .into_iter()
        .flatten()
    {
        assert!(when.earliest() <= when.latest());
    }
    let _ = calendar.day(text);
}

/// Passages, by words and by position, in any text.
pub(super) fn passages(bytes: &[u8]) {
    let parts: Vec<String> = split(bytes)
        .into_iter()
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect();
    let (text, words) = match parts.as_slice() {
        [text] => (text, text.get(1..4).unwrap_or("a")),
        [text, words, ..] => (text, words.as_str()),
        [] => return,
    };
    if let Ok(passage) = Passage::of_words(text, words) {
        let found = passage.words_in(text).expect("the passage is in its text");
        let alike = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(alike(found), alike(words), "{words:?} in {text:?}");
        let range = Passage::of_range(text, passage.start, passage.end);
        assert_eq!(range.as_ref(), Ok(&passage));
    }
    let numbers = bytes.iter().rev().take(2).map(|byte| u64::from(*byte));
    let [start, end] = numbers.collect::<Vec<u64>>()[..] else {
        return;
    };
    for (start, end) in [(start, end), (start, u64::MAX), (u64::MAX, end)] {
        if let Ok(passage) = Passage::of_range(text, start, end) {
            assert!(passage.words_in(text).is_ok());
        }
    }
}

/// An article through the extractor: spans must be in range.
pub(super) fn extract(bytes: &[u8]) {
    let options = Options {
        url: None,
        today: NaiveDate::MAX,
        charset: None,
    };
    let Ok(article) = onrecord_page::read(bytes, &options) else {
        return;
    };
    let Ok(extractor) = Extractor::shipped() else {
        panic!("the weights that ship are damaged");
    };
    let length = article.text.chars().count();
    for found in extractor.extract(&article.text, Nesting::Surest) {
        assert!(!found.content.is_empty());
        let spans = found.content.iter().chain(&found.source);
        for Span { start, end } in spans.chain([&found.cue]) {
            assert!(start < end && *end <= length, "{start}..{end} of {length}");
        }
    }
}
