//! How well relayers are read.
//!
//! The truth is the shipped statements that somebody relayed. A statement is found if an attribution to its party
//! overlaps its passage; its chain is right if one of these has the same relayers in the same order.

use std::collections::BTreeMap;

use onrecord::domain::slug::Slug;
use onrecord::domain::statement::Statement;
use onrecord::link::matching::PartyMatch;
use onrecord::link::roster::Roster;
use onrecord_extract::{Attribution, Extractor, Nesting, Span};

use super::{documents, excerpt, shipped};

/// The figures of docs/extraction.md: statements with relayers, those found with the right speaker, and those of
/// them with the right chain.
const DOCUMENTED: [usize; 3] = [65, 49, 38];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    OtherChain,
    OtherSpeaker,
    NotFound,
}

#[test]
fn relayers_are_read_as_well_as_the_docs_say() {
    let shipped = shipped();
    let Some(texts) = documents(&shipped.sources) else {
        return;
    };
    let extractor = Extractor::shipped().expect("the shipped weights");
    let read: BTreeMap<&Slug, Vec<Attribution>> = texts
        .iter()
        .map(|(source, text)| (source, extractor.extract(text, Nesting::Surest)))
        .collect();
    let roster = Roster::new(shipped.parties);
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for statement in shipped.statements.iter().filter(|one| !one.via.is_empty()) {
        let Some(attributions) = read.get(&statement.source) else {
            continue;
        };
        let (outcome, instead) = judge(&roster, statement, attributions);
        *counts.entry(outcome).or_default() += 1;
        if outcome != Outcome::Right {
            print_miss(statement, &texts[&statement.source], outcome, &instead);
        }
    }
    println!("{counts:#?}");
    let count = |outcome| counts.get(&outcome).copied().unwrap_or_default();
    let right = count(Outcome::Right);
    let found = right + count(Outcome::OtherChain);
    assert_eq!(counts.values().sum::<usize>(), DOCUMENTED[0]);
    assert!(found >= DOCUMENTED[1], "{found} found");
    assert!(right >= DOCUMENTED[2], "{right} with the right chain");
}

/// What became of a statement, and the attributions read on its passage.
fn judge<'a>(
    roster: &Roster,
    statement: &Statement,
    attributions: &'a [Attribution],
) -> (Outcome, Vec<&'a Attribution>) {
    let Some(passage) = &statement.passage else {
        return (Outcome::NotFound, Vec::new());
    };
    let (start, end) = (passage.start as usize, passage.end as usize);
    let overlaps = |span: &Span| span.start < end && start < span.end;
    let there: Vec<&Attribution> = attributions
        .iter()
        .filter(|one| one.content.iter().any(overlaps))
        .collect();
    let is_own = |one: &&&Attribution| {
        let mut speakers = one.speakers.iter();
        speakers.any(|name| may_mean(roster, name, &statement.party))
    };
    let own: Vec<&Attribution> = there.iter().filter(is_own).copied().collect();
    let has_chain = |one: &&Attribution| {
        let same = |(name, id): (&String, &Slug)| may_mean(roster, name, id);
        one.via.len() == statement.via.len() && one.via.iter().zip(&statement.via).all(same)
    };
    if own.iter().any(has_chain) {
        (Outcome::Right, own)
    } else if !own.is_empty() {
        (Outcome::OtherChain, own)
    } else if !there.is_empty() {
        (Outcome::OtherSpeaker, there)
    } else {
        (Outcome::NotFound, there)
    }
}

/// Whether a name or description may mean a party.
fn may_mean(roster: &Roster, name: &str, party: &Slug) -> bool {
    match roster.find(name) {
        PartyMatch::One(id, _) => id == *party,
        PartyMatch::Several(ids, _) => ids.contains(party),
        PartyMatch::None => false,
    }
}

fn print_miss(statement: &Statement, text: &str, outcome: Outcome, instead: &[&Attribution]) {
    let via: Vec<&str> = statement.via.iter().map(Slug::as_str).collect();
    println!(
        "{outcome:?}: {} via {} on {}",
        statement.party,
        via.join(", "),
        statement.claim
    );
    if let Some(passage) = &statement.passage {
        let words = excerpt(text, passage.start as usize, passage.end as usize);
        println!("    {words}");
    }
    for one in instead {
        let cue = excerpt(text, one.cue.start, one.cue.end);
        println!(
            "    read: {} via {} [{cue}]",
            one.speakers.join(" and "),
            one.via.join(", ")
        );
    }
}
