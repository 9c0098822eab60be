//! Archived exchanges: WARC 1.1 (ISO 28500:2017), each record compressed by itself.
//!
//! A file holds one exchange: what program made it, the answer, and the request. Files can be put together into one by
//! appending them to each other.

use std::io::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use data_encoding::{BASE32, HEXLOWER};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::Exchange;
use crate::body::{ReadError, read_all};

/// The largest archive that is read, in bytes when decompressed: a body of the largest size, and what goes with it.
const LARGEST: usize = 20 << 20;

/// Why an archive cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WarcError {
    /// It is no compressed file, or damaged.
    #[error("it is not a WARC file that can be read: {0}")]
    Damaged(String),
    /// It holds no answer.
    #[error("there is no answer of a server in it")]
    NoAnswer,
}

/// Writes an exchange as a WARC file.
pub fn warc(exchange: &Exchange, fetched: DateTime<Utc>) -> Vec<u8> {
    let date = fetched.to_rfc3339_opts(SecondsFormat::Secs, true);
    let about = format!(
        "software: onrecord/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: \
         http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let answer = [exchange.head.as_slice(), &exchange.body].concat();
    let target = format!("WARC-Target-URI: {}\r\n", exchange.address);
    let payload = format!(
        "{target}WARC-Payload-Digest: {}\r\n",
        digest(&exchange.body)
    );
    let info = record(
        "warcinfo",
        &date,
        "application/warc-fields",
        "",
        about.as_bytes(),
    );
    let answer = record(
        "response",
        &date,
        "application/http; msgtype=response",
        &payload,
        &answer,
    );
    let with = format!("{target}WARC-Concurrent-To: {}\r\n", answer.id);
    let request = record(
        "request",
        &date,
        "application/http; msgtype=request",
        &with,
        exchange.request.as_bytes(),
    );
    [info.packed, answer.packed, request.packed].concat()
}

/// Reads the exchange in a WARC file.
///
/// # Errors
/// If the file is damaged, or holds no answer.
pub fn read_warc(file: &[u8]) -> Result<Exchange, WarcError> {
    let bytes = read_all(MultiGzDecoder::new(file), LARGEST).map_err(|error| match error {
        ReadError::TooLarge => {
            WarcError::Damaged(format!("it is larger than {} MB", LARGEST >> 20))
        }
        ReadError::Io(error) => WarcError::Damaged(error.to_string()),
    })?;
    let mut rest = bytes.as_slice();
    let (mut answer, mut request) = (None, String::new());
    while !rest.is_empty() {
        let (head, block, behind) = split_record(rest)?;
        match field(&head, "WARC-Type") {
            Some("response") => {
                answer = Some((field(&head, "WARC-Target-URI").map(str::to_owned), block))
            }
            Some("request") => request = String::from_utf8_lossy(block).into_owned(),
            _ => {}
        }
        rest = behind;
    }
    let Some((Some(target), block)) = answer else {
        return Err(WarcError::NoAnswer);
    };
    let address = target
        .parse()
        .map_err(|_| WarcError::Damaged(format!("{target:?} is no address")))?;
    let end = position(block, b"\r\n\r\n").ok_or(WarcError::NoAnswer)? + 4;
    Ok(Exchange {
        address,
        request,
        head: block[..end].to_vec(),
        body: block[end..].to_vec(),
    })
}

/// A record, compressed, and what others refer to it by.
struct Record {
    id: String,
    packed: Vec<u8>,
}

fn record(kind: &str, date: &str, content_type: &str, fields: &str, block: &[u8]) -> Record {
    let id = id(&[kind.as_bytes(), date.as_bytes(), fields.as_bytes(), block]);
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {date}\r\n{fields}WARC-Block-Digest: {}\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        digest(block),
        block.len()
    );
    Record {
        id,
        packed: packed(&[head.as_bytes(), block, b"\r\n\r\n"]),
    }
}

fn packed(parts: &[&[u8]]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    for part in parts {
        let _ = encoder.write_all(part);
    }
    encoder.finish().unwrap_or_default()
}

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", BASE32.encode(&Sha256::digest(bytes)))
}

/// A UUID made from a record's content (RFC 9562, version 8), so that the same exchange gives the same file.
fn id(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let mut bytes: [u8; 16] = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// The head of the first record, its block, and what is behind the record.
fn split_record(bytes: &[u8]) -> Result<(String, &[u8], &[u8]), WarcError> {
    let cut = || WarcError::Damaged("a record is cut short".to_owned());
    let end = position(bytes, b"\r\n\r\n").ok_or_else(cut)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    if !head.starts_with("WARC/1.") {
        return Err(WarcError::Damaged(
            "a record does not begin as one".to_owned(),
        ));
    }
    let length = field(&head, "Content-Length").and_then(|length| length.parse::<usize>().ok());
    let behind = &bytes[end + 4..];
    let length = length
        .filter(|length| *length <= behind.len())
        .ok_or_else(cut)?;
    let (block, behind) = behind.split_at(length);
    Ok((
        head,
        block,
        behind.strip_prefix(b"\r\n\r\n").unwrap_or(behind),
    ))
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

fn position(bytes: &[u8], of: &[u8]) -> Option<usize> {
    bytes.windows(of.len()).position(|window| window == of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange() -> Exchange {
        Exchange {
            address: "https://paper.example/pier?a=b".parse().unwrap(),
            request: "GET /pier?a=b HTTP/1.1\r\nhost: paper.example\r\n\r\n".into(),
            head: b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=latin1\r\nx-name: J\xfcrgen\r\n\r\n".to_vec(),
            body: b"<p>Pier\r\n\r\nclosed</p>\0\xff".to_vec(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let fetched = "2025-08-20T09:00:00Z".parse().unwrap();
        let file = warc(&exchange(), fetched);
        assert_eq!(read_warc(&file), Ok(exchange()));
        assert_eq!(file, warc(&exchange(), fetched));
        assert_eq!(
            exchange().content().unwrap().charset.as_deref(),
            Some("latin1")
        );
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let file = warc(&exchange(), "2025-08-20T09:00:00Z".parse().unwrap());
        for cut in [0, 1, file.len() / 3, file.len() / 2, file.len() - 1] {
            assert!(read_warc(&file[..cut]).is_err(), "{cut}");
        }
        assert!(read_warc(b"plain text").is_err());
        assert_eq!(
            read_warc(&packed(&[b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\n"])),
            Err(WarcError::NoAnswer)
        );
    }
}
