//! The interchange format: one JSON record a line.

use std::io::{self, Write};

use crate::domain::text::safe_json;

use super::{Bad, Place, Placed, Record};

/// Reads the records of a file, in order. Blank lines are passed over.
///
/// # Errors
/// Every line that is no record, with the reason.
pub fn read(file: Option<&str>, bytes: &[u8]) -> Result<Vec<Placed>, Vec<Bad>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut placed, mut bad) = (Vec::new(), Vec::new());
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let place = Place {
            file: file.map(str::to_owned),
            line: index + 1,
        };
        match read_line(line) {
            Ok(None) => {}
            Ok(Some(record)) => placed.push(Placed { place, record }),
            Err(reason) => bad.push(Bad { place, reason }),
        }
    }
    if bad.is_empty() { Ok(placed) } else { Err(bad) }
}

fn read_line(line: &[u8]) -> Result<Option<Record>, String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("is not UTF-8 from byte {} on", error.valid_up_to() + 1))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text)
        .map(Some)
        .map_err(|error| reason(&error))
}

/// The reason that the JSON reader gives, without its own line count: here every line is a
/// document of its own.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let behind = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&behind) {
        Some(text) if error.is_data() => text.to_owned(),
        Some(text) => format!("is not JSON: {text} (column {})", error.column()),
        None => text,
    }
}

/// Writes one record as a line, which may be looked at in a terminal: what that would obey is
/// written as an escape.
///
/// # Errors
/// Where the line cannot be written.
pub fn write(to: &mut dyn Write, record: &Record) -> io::Result<()> {
    let line = safe_json(&serde_json::to_string(record)?);
    writeln!(to, "{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_is_named() {
        let file = b"{\"record\":\"question\",\"id\":\"q\",\"text\":\"Where?\"}\n\n{\"record\":\"question\"\nnonsense\n{\"record\":\"question\",\"id\":\"Q\",\"text\":\"\"}\n\xff\n{\"record\":\"quest\"}\n{\"record\":\"question\",\"id\":\"q\",\"text\":\"t\",\"txet\":1}\n";
        let bad = read(None, file).expect_err("five bad lines");
        let lines: Vec<usize> = bad.iter().map(|bad| bad.place.line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7, 8]);
        assert!(bad[5].reason.contains("txet"), "{}", bad[5].reason);
        assert!(bad[3].reason.contains("UTF-8"), "{}", bad[3].reason);
    }
}
