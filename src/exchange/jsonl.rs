//! The interchange format: one JSON record per line.

use std::io::{self, BufRead, Write};

use crate::domain::text::safe_json;

use super::{BadRecord, LocatedRecord, Location, ReadError, Record, claimreview};

/// The records of a file, read one at a time, so that its length does not matter.
pub struct Records<R> {
    input: R,
    file: Option<String>,
    line: usize,
    bytes: Vec<u8>,
}

impl<R: BufRead> Records<R> {
    /// Reads `input`. Locations name `file`, if given.
    pub fn new(file: Option<&str>, input: R) -> Self {
        Self {
            input,
            file: file.map(str::to_owned),
            line: 0,
            bytes: Vec::new(),
        }
    }

    /// The next line, without a byte order mark. `None` at the end of the file.
    fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        self.bytes.clear();
        if self.input.read_until(b'\n', &mut self.bytes)? == 0 {
            return Ok(None);
        }
        self.line += 1;
        let line = self.bytes.as_slice();
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        Ok(Some(match self.line {
            1 => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
            _ => line,
        }))
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<LocatedRecord, ReadError>;

    /// The next record. Blank lines are skipped.
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let read = match self.next_line() {
                Ok(None) => return None,
                Ok(Some(line)) => read_line(line),
                Err(error) => return Some(Err(ReadError::File(error))),
            };
            let location = Location {
                file: self.file.clone(),
                line: self.line,
                part: None,
            };
            match read {
                Ok(None) => {}
                Ok(Some(record)) => {
                    return Some(Ok(LocatedRecord {
                        // The shipped records may have been given evidence since.
                        lists_evidence: location.file.is_none(),
                        location,
                        record,
                    }));
                }
                Err(reason) => return Some(Err(ReadError::Record(BadRecord { location, reason }))),
            }
        }
    }
}

fn read_line(line: &[u8]) -> Result<Option<Record>, String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("is not UTF-8 at byte {}", error.valid_up_to() + 1))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text)
        .map(Some)
        .map_err(|error| match serde_json::from_str(text) {
            Ok(value) if claimreview::has_review(&value) => {
                "is a ClaimReview among records; import records and reviews as two files".to_owned()
            }
            _ => reason(&error),
        })
}

/// The reason that the JSON parser gives, without its line number, which is always 1 here.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&position) {
        Some(text) if error.is_data() => text.to_owned(),
        Some(text) => format!("is not JSON: {text} (column {})", error.column()),
        None => text,
    }
}

/// Writes one record as a line. Control characters are escaped, since the line may end up in a
/// terminal.
pub fn write(to: &mut dyn Write, record: &Record) -> io::Result<()> {
    let line = serde_json::to_string(record)?;
    writeln!(to, "{}", safe_json(&line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_is_named() {
        let file = b"{\"record\":\"question\",\"id\":\"q\",\"text\":\"Where?\"}\n\n{\"record\":\"question\"\nnonsense\n{\"record\":\"question\",\"id\":\"Q\",\"text\":\"\"}\n\xff\n{\"record\":\"quest\"}\n{\"record\":\"question\",\"id\":\"q\",\"text\":\"t\",\"txet\":1}\n";
        let bad: Vec<BadRecord> = Records::new(None, &file[..])
            .filter_map(|read| match read {
                Err(ReadError::Record(bad)) => Some(bad),
                _ => None,
            })
            .collect();
        let lines: Vec<usize> = bad.iter().map(|bad| bad.location.line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7, 8]);
        assert!(bad[5].reason.contains("txet"), "{}", bad[5].reason);
        assert!(bad[3].reason.contains("UTF-8"), "{}", bad[3].reason);
    }
}
