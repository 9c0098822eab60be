//! How well relayers are read: `ONRECORD_DOCUMENTS=FOLDER cargo run --release --example relaying [-- --list]`.
//!
//! The truth are the statements of the record that ships which somebody relayed; FOLDER holds the texts of their
//! sources, told by their digests. A statement counts as found where an attribution of its party stands on its
//! passage, and its chain as right where one of these has the same relayers in the same order. `--list` tells of
//! each of the others what was read instead.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use onrecord::domain::party::Party;
use onrecord::domain::passage::hex;
use onrecord::domain::slug::Slug;
use onrecord::domain::source::Source;
use onrecord::domain::statement::Statement;
use onrecord::exchange::{Record, article};
use onrecord::link::roster::{PartyMatch, Roster};
use onrecord_extract::{Attribution, Extractor, Nesting, Span};
use sha2::{Digest, Sha256};

fn main() -> Result<()> {
    let list = std::env::args().any(|argument| argument == "--list");
    let folder = std::env::var_os("ONRECORD_DOCUMENTS")
        .context("ONRECORD_DOCUMENTS must name the folder with the texts of the sources")?;
    let (parties, sources, statements) = shipped()?;
    let roster = Roster::new(parties);
    let read = read(Path::new(&folder), &sources)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let relayed = statements.iter().filter(|one| !one.via.is_empty());
    for (statement, text) in relayed.filter_map(|one| Some((one, read.get(&one.source)?))) {
        let (outcome, instead) = judge(&roster, statement, &text.attributions);
        *counts.entry(outcome).or_default() += 1;
        if list && outcome != RIGHT {
            tell(statement, &text.letters, outcome, &instead);
        }
    }
    let count = |outcome| counts.get(outcome).copied().unwrap_or_default();
    let (right, chain, speaker) = (count(RIGHT), count(CHAIN), count(SPEAKER));
    println!(
        "statements with relayers          {}",
        right + chain + speaker + count(NOTHING)
    );
    println!("  found with the right speaker    {}", right + chain);
    println!("    and the right chain           {right}");
    println!("    and another chain             {chain}");
    println!("  found with another speaker only {speaker}");
    println!("  not found                       {}", count(NOTHING));
    Ok(())
}

/// What can become of a statement.
const RIGHT: &str = "right";
const CHAIN: &str = "another chain";
const SPEAKER: &str = "another speaker";
const NOTHING: &str = "nothing found";

/// A text, by its letters, and what is read in it.
struct Text {
    letters: Vec<char>,
    attributions: Vec<Attribution>,
}

/// The parties, sources and statements of the record that ships.
fn shipped() -> Result<(Vec<Party>, Vec<Source>, Vec<Statement>)> {
    let (mut parties, mut sources, mut statements) = (Vec::new(), Vec::new(), Vec::new());
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for file in ["parties", "sources", "statements"] {
        let text = std::fs::read_to_string(seeds.join(file).with_extension("jsonl"))?;
        for line in text.lines() {
            match serde_json::from_str(line).context(file)? {
                Record::Party(party) => parties.push(party),
                Record::Source(source) => sources.push(source),
                Record::Statement(statement) => statements.push(statement),
                _ => {}
            }
        }
    }
    Ok((parties, sources, statements))
}

/// Reads the texts of a folder that are those of sources.
fn read(folder: &Path, sources: &[Source]) -> Result<BTreeMap<Slug, Text>> {
    let extractor = Extractor::shipped()?;
    let mut read = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let Ok(bytes) = std::fs::read(entry?.path()) else {
            continue;
        };
        let digest = hex(&Sha256::digest(&bytes));
        let known = sources
            .iter()
            .find(|source| source.sha256.as_deref() == Some(digest.as_str()));
        if let Some(source) = known {
            let text = article::read(&bytes)?.text;
            let attributions = extractor.extract(&text, Nesting::Surest);
            let letters = text.chars().collect();
            let text = Text {
                letters,
                attributions,
            };
            read.insert(source.id.clone(), text);
        }
    }
    Ok(read)
}

/// What becomes of a statement, and what was read on its passage instead.
fn judge<'a>(
    roster: &Roster,
    statement: &Statement,
    attributions: &'a [Attribution],
) -> (&'static str, Vec<&'a Attribution>) {
    let Some(passage) = &statement.passage else {
        return (NOTHING, Vec::new());
    };
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    let (start, end) = (place(passage.start), place(passage.end));
    let overlaps = |span: &Span| span.start < end && start < span.end;
    let there: Vec<&Attribution> = attributions
        .iter()
        .filter(|one| one.content.iter().any(overlaps))
        .collect();
    let own: Vec<&Attribution> = there
        .iter()
        .filter(|one| {
            let mut speakers = one.speakers.iter();
            speakers.any(|name| means(roster, name, &statement.party))
        })
        .copied()
        .collect();
    let right = |one: &&Attribution| {
        let same = |(name, id): (&String, &Slug)| means(roster, name, id);
        one.via.len() == statement.via.len() && one.via.iter().zip(&statement.via).all(same)
    };
    if own.iter().any(right) {
        (RIGHT, own)
    } else if !own.is_empty() {
        (CHAIN, own)
    } else if !there.is_empty() {
        (SPEAKER, there)
    } else {
        (NOTHING, there)
    }
}

/// Whether a name or description may mean a party.
fn means(roster: &Roster, name: &str, party: &Slug) -> bool {
    match roster.find(name) {
        PartyMatch::One(id) => id == *party,
        PartyMatch::Several(ids) => ids.contains(party),
        PartyMatch::None => false,
    }
}

fn tell(statement: &Statement, letters: &[char], outcome: &str, instead: &[&Attribution]) {
    let words = |span: Span| -> String { letters[span.start..span.end].iter().collect() };
    let via: Vec<&str> = statement.via.iter().map(Slug::as_str).collect();
    println!(
        "{outcome}: {} via {} on {}",
        statement.party,
        via.join(", "),
        statement.claim
    );
    if let Some(passage) = &statement.passage {
        let passage = Span::new(passage.start as usize, passage.end as usize);
        println!("    {}", words(passage).replace('\n', " "));
    }
    for one in instead {
        let cue = words(one.cue);
        println!(
            "    read: {} via {} [{cue}]",
            one.speakers.join(" and "),
            one.via.join(", ")
        );
    }
}
