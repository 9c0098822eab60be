//! Ledgers of claims in English, and an article whose statements are on some of them, worded otherwise.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use fastrand::Rng;
use onrecord::domain::claim::Claim;
use onrecord::domain::party::{Party, PartyKind};
use onrecord::domain::slug::Slug;
use onrecord::exchange::{Record, jsonl};

use super::words::Words;

/// Claims about the same place and body.
const CLAIMS_OF_PLACE: usize = 10;

/// What bodies do and to what, each in two wordings.
#[rustfmt::skip]
const ACTS: [[&str; 2]; 16] = [
    ["will close", "is going to shut"], ["has bought", "purchased"], ["will sell", "plans to sell"],
    ["has agreed to repair", "agreed to mend"], ["refuses to pay for", "will not finance"], ["has lost", "lost"],
    ["will inspect", "is to examine"], ["has approved", "authorised"], ["wants to replace", "hopes to renew"],
    ["has postponed", "delayed"], ["will rebuild", "is reconstructing"], ["opposes", "is against"],
    ["has damaged", "harmed"], ["will expand", "is to enlarge"], ["has promised to protect", "pledged to defend"],
    ["has leased", "rented"],
];
#[rustfmt::skip]
const OBJECTS: [[&str; 2]; 24] = [
    ["ships", "vessels"], ["schools", "colleges"], ["hospital beds", "wards"], ["bridges", "viaducts"],
    ["tonnes of grain", "tonnes of wheat"], ["houses", "homes"], ["buses", "coaches"], ["reservoirs", "dams"],
    ["jobs", "posts"], ["farms", "ranches"], ["factories", "plants"], ["doses of vaccine", "jabs"],
    ["hectares of forest", "hectares of woodland"], ["soldiers", "troops"], ["wells", "boreholes"], ["trains", "locomotives"],
    ["turbines", "windmills"], ["cells of the prison", "cells of the jail"], ["courts", "tribunals"], ["ferries", "boats"],
    ["paintings", "pictures"], ["shops", "stores"], ["roads", "streets"], ["satellites", "spacecraft"],
];

/// A ledger of claims, made from a seed.
pub(crate) struct News {
    random: Rng,
    claims: Vec<Fact>,
    parties: Vec<String>,
}

/// What a claim says.
struct Fact {
    body: usize,
    place: String,
    act: usize,
    object: usize,
    number: u32,
}

impl News {
    /// A ledger of this many claims and parties.
    pub(crate) fn new(claims: usize, parties: usize, seed: u64) -> Self {
        let words = Words::new();
        let mut random = Rng::with_seed(seed);
        let mut names = BTreeSet::new();
        while names.len() < parties {
            names.insert(words.name(&mut random, 2));
        }
        let parties: Vec<String> = names.into_iter().collect();
        let (mut body, mut place) = (0, String::new());
        let claims = (0..claims).map(|at| {
            if at % CLAIMS_OF_PLACE == 0 {
                body = random.usize(0..parties.len());
                place = words.name(&mut random, 1);
            }
            Fact {
                body,
                place: place.clone(),
                act: random.usize(0..ACTS.len()),
                object: random.usize(0..OBJECTS.len()),
                number: random.u32(2..400),
            }
        });
        Self {
            claims: claims.collect(),
            parties,
            random,
        }
    }

    fn words(&self, fact: &Fact, wording: usize) -> String {
        let Fact { place, number, .. } = fact;
        let (act, object) = (ACTS[fact.act][wording], OBJECTS[fact.object][wording]);
        match wording {
            0 => format!(
                "{} {act} {number} {object} in {place}",
                self.parties[fact.body]
            ),
            _ => format!(
                "{} {act} {number} of the {object} at {place}",
                self.parties[fact.body]
            ),
        }
    }

    /// Writes the records to import.
    pub(crate) fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        for (at, name) in self.parties.iter().enumerate() {
            let party = Party {
                id: slug(&format!("party-{at}")),
                other_ids: Vec::new(),
                name: name.clone(),
                kind: PartyKind::Organisation,
                role: None,
                aliases: Vec::new(),
                speaks_for: Vec::new(),
                member_of: Vec::new(),
                unreviewed: false,
            };
            jsonl::write(to, &Record::Party(party))?;
        }
        for (at, fact) in self.claims.iter().enumerate() {
            let claim = Claim {
                id: slug(&format!("claim-{at}")),
                other_ids: Vec::new(),
                text: format!("{}.", self.words(fact, 0)),
                topic: None,
                principals: vec![slug(&format!("party-{}", fact.body))],
                standard: None,
                question: None,
                value: None,
                due: None,
                unreviewed: false,
            };
            jsonl::write(to, &Record::Claim(claim))?;
        }
        Ok(())
    }

    /// An article of this many statements, each in a paragraph of its own.
    pub(crate) fn article(&mut self, statements: usize) -> String {
        let mut text = "What they said\n\n3 March 2026\n".to_owned();
        for _ in 0..statements {
            let fact = self.random.usize(0..self.claims.len());
            let said = self.words(&self.claims[fact], 1);
            let speaker = &self.parties[self.random.usize(0..self.parties.len())];
            // Writing to a string cannot fail.
            let _ = write!(text, "\n{speaker} said on Tuesday that {said}.\n");
        }
        text
    }
}

fn slug(text: &str) -> Slug {
    text.parse().expect("an id")
}
