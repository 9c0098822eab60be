//! The worked example of docs/journal.md, computed again: by hand, as a reader of that page would, and by the
//! program.

use std::collections::BTreeMap;
use std::fmt::Write;

use onrecord::journal::{Body, Hash, Header, SaltedBody, Salts};
use sha2::{Digest, Sha256};

const PAGE: &str = "docs/journal.md";

/// The fields of one worked entry, as the page shows them.
type Worked<'a> = BTreeMap<&'a str, &'a str>;

#[test]
fn the_worked_example_is_right() {
    let text = super::text(PAGE);
    let blocks = text.split("```entry\n").skip(1);
    let entries: Vec<Worked> = blocks
        .map(|block| worked(block.split("```").next().unwrap_or("")))
        .collect();
    assert!(entries.len() >= 2, "two entries make a chain");
    let mut previous = "0".repeat(64);
    for (at, entry) in entries.iter().enumerate() {
        assert_eq!(entry["seq"], (at + 1).to_string(), "places have no gaps");
        assert_eq!(entry["previous"], previous, "entry {} follows", at + 1);
        assert_eq!(
            entry["digest"],
            digest(entry),
            "the digest of entry {}",
            at + 1
        );
        assert_eq!(entry["hash"], hash(entry), "the hash of entry {}", at + 1);
        assert_eq!(by_the_program(entry), (digest(entry), hash(entry)));
        previous = entry["hash"].to_owned();
    }
}

/// The bodies in the example are those that the program writes.
#[test]
fn the_worked_bodies_are_the_programs() {
    let text = super::text(PAGE);
    for block in text.split("```entry\n").skip(1) {
        let entry = worked(block.split("```").next().unwrap_or(""));
        let read = Body::read(1, &body(&entry)).expect("a body");
        let written = read
            .seal(&mut Salts::default())
            .expect("random bytes")
            .bytes;
        assert_eq!(String::from_utf8(written).expect("UTF-8"), entry["bytes"]);
    }
}

fn worked(block: &str) -> Worked<'_> {
    let lines = block.lines().filter_map(|line| line.split_once(' '));
    lines.map(|(name, value)| (name, value.trim())).collect()
}

/// SHA-256 over fields, each preceded by its length in eight big-endian bytes.
fn over(fields: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    let bytes: [u8; 32] = hasher.finalize().into();
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn digest(entry: &Worked) -> String {
    let salt = bytes(entry["salt"]);
    over(&[b"onrecord body 1", &salt, entry["bytes"].as_bytes()])
}

fn hash(entry: &Worked) -> String {
    over(&[
        b"onrecord entry 1",
        &number(entry["seq"]).to_be_bytes(),
        &number(entry["written"]).to_be_bytes(),
        &number(entry["recorded_at"]).to_be_bytes(),
        entry["recorded_by"].as_bytes(),
        &bytes(&digest(entry)),
        &bytes(entry["previous"]),
    ])
}

fn by_the_program(entry: &Worked) -> (String, String) {
    let digest = body(entry).digest();
    let header = Header {
        seq: number(entry["seq"]),
        written: number(entry["written"]),
        recorded_at: number(entry["recorded_at"]),
        recorded_by: entry["recorded_by"].to_owned(),
        digest,
        previous: Hash::from_bytes(&bytes(entry["previous"])).expect("32 bytes"),
        hash: Hash::ZERO,
    };
    (digest.to_string(), header.computed_hash().to_string())
}

fn body(entry: &Worked) -> SaltedBody {
    SaltedBody {
        salt: bytes(entry["salt"]),
        bytes: entry["bytes"].as_bytes().to_vec(),
    }
}

fn number(text: &str) -> i64 {
    text.parse().expect("a whole number")
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
    (0..hex.len()).step_by(2).map(digits).collect()
}
