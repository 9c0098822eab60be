//! A short run of what `fuzz/` does for hours: examples with bytes changed, removed, inserted and spliced.
//!
//! `ONRECORD_MUTATIONS` is the number of inputs for each entry point. Inputs that once broke one are kept in
//! `tests/fixtures/broken/`, in files that begin with its name.

use std::fs;
use std::path::Path;

use super::Chance;
use super::entries;
use crate::common::setting;

type Entry = (&'static str, fn(&[u8]), fn() -> Vec<Vec<u8>>, usize);

/// The entry points, their examples, and the cost of one input.
const ENTRIES: [Entry; 5] = [
    ("import_jsonl", entries::import_jsonl, records, 1),
    ("import_csv", entries::import_csv, sheets, 1),
    ("grammar", entries::grammar, typed, 1),
    ("passages", entries::passages, passages, 1),
    ("extract", entries::extract, articles, 10),
];

#[test]
fn mutated_examples_break_nothing() {
    let all = setting("ONRECORD_MUTATIONS", 2_000);
    for (name, entry, examples, cost) in ENTRIES {
        let mut chance = Chance::of(name);
        let examples = examples();
        examples.iter().for_each(|example| entry(example));
        for _ in 0..all / cost {
            let input = mutated(&examples, &mut chance);
            entry(&input);
        }
    }
}

/// Inputs that once broke an entry point are accepted now.
#[test]
fn past_failures_stay_fixed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken");
    for file in fs::read_dir(folder).expect("a folder") {
        let file = file.expect("a file");
        let of = file.file_name().to_string_lossy().into_owned();
        if of.starts_with('.') {
            continue;
        }
        let entry = ENTRIES.iter().find(|(name, ..)| of.starts_with(name));
        let (_, entry, ..) = entry.expect("a file that begins with the name of an entry");
        entry(&fs::read(file.path()).expect("an input"));
    }
}

fn mutated(examples: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = chance.one_of(examples).clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(input.len() + 1);
        let end = (at + chance.below(12)).min(input.len());
        match chance.below(6) {
            0 if at < input.len() => input[at] ^= 1 << chance.below(8),
            1 => drop(input.drain(at..end)),
            2 => {
                let tokens: [&[u8]; 12] = [
                    b"\"",
                    b"\\",
                    b"{",
                    b"\n",
                    b",",
                    b"'",
                    b"..",
                    b"-",
                    b"99999999999999999999",
                    b"\xff",
                    "é\u{202e}".as_bytes(),
                    b"\0",
                ];
                let token = *chance.one_of(&tokens);
                input.splice(at..at, token.iter().copied());
            }
            3 => {
                let part = input[at..end].to_vec();
                input.splice(at..at, part);
            }
            4 => {
                let other = chance.one_of(examples);
                let from = chance.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => input.truncate(at),
        }
    }
    input
}

fn shipped(name: &str) -> Vec<u8> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    fs::read(seeds.join(name)).expect("a seed")
}

/// The shipped records, a few at a time.
fn records() -> Vec<Vec<u8>> {
    let names = ["parties", "sources", "questions", "claims", "statements"];
    let files = names.map(|name| shipped(&format!("{name}.jsonl")));
    let lines = files.iter().flat_map(|file| {
        let lines: Vec<&[u8]> = file.split(|byte| *byte == b'\n').collect();
        let few = lines.chunks(3).take(15).map(|few| few.join(&b'\n'));
        few.collect::<Vec<_>>()
    });
    lines.collect()
}

/// The shipped records as sheets.
fn sheets() -> Vec<Vec<u8>> {
    let as_sheets = |lines: &Vec<u8>| {
        let records = entries::lines(lines).expect("records");
        let mut sheets = onrecord::exchange::sheets::Sheets::new().expect("memory takes it");
        for record in records {
            sheets.write(&record).expect("memory takes it");
        }
        let mut written = sheets.finish().expect("memory takes it");
        let order = |name: &str| {
            onrecord::exchange::sheets::SHEETS
                .iter()
                .position(|&sheet| sheet == name)
        };
        written.sort_by_key(|(name, _)| order(name));
        let parts: Vec<Vec<u8>> = written.into_iter().map(|(_, bytes)| bytes).collect();
        parts.join(&b"\n----\n"[..])
    };
    records().iter().step_by(4).map(as_sheets).collect()
}

fn typed() -> Vec<Vec<u8>> {
    let all = [
        "USD 90bn",
        "$90bn",
        "EUR 80m..90m",
        "about 1500 households",
        "at least 3 ships",
        "at most 1.5 tonnes",
        "2025-08-20",
        "2025-08-20..2025-08-25",
        "14 days after 2025-08-18",
        "place:Geneva",
        "text:undecided",
        "2025-08-19T14:05Z",
        "2025-08-19T16:05+02:00",
        "2025-08",
        "now",
        "yesterday",
        "2 hours ago",
        "1 week ago",
        "-1 ships",
        "USD -0.5..0.000001",
        "about 99999999999999999999 x",
    ];
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn passages() -> Vec<Vec<u8>> {
    let text = crate::common::desk::MINUTES;
    let words = [
        "The aide said that talks go on.",
        "he added",
        "“not yet”",
        "talks  go\non",
        "",
        " ",
        "0..5",
    ];
    words
        .iter()
        .map(|words| format!("{text}\n----\n{words}").into_bytes())
        .collect()
}

fn articles() -> Vec<Vec<u8>> {
    let said = "The harbour master, Ann Lee, said that the ferry would sail on Friday. “It will,” she added. The shipping \
        company did not confirm that the pier had been repaired.";
    vec![
        said.as_bytes().to_vec(),
        format!(
            "<html><body><article><h1>Ferry</h1><p>{said}</p><p>{said}</p></article></body></html>"
        )
        .into_bytes(),
        crate::common::desk::MINUTES.as_bytes().to_vec(),
        "MAYOR: We will.\nANN LEE: We won’t — not “now”.\n"
            .as_bytes()
            .to_vec(),
    ]
}
