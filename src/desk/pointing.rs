//! What a record of a file is called, what it points at, and whether it came before.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::domain::slug::Slug;
use crate::exchange::{Placed, Record, Unread};
use crate::ledger::Kind;

/// The word for a record's kind.
pub fn word(record: &Record) -> &'static str {
    match record {
        Record::Party(_) => "party",
        Record::Source(_) => "source",
        Record::Question(_) => "question",
        Record::Claim(_) => "claim",
        Record::Statement(_) => "statement",
        Record::Ruling(_) => "ruling",
    }
}

/// The id by which other records point at a record.
pub fn id(record: &Record) -> Option<&Slug> {
    match record {
        Record::Party(party) => Some(&party.id),
        Record::Source(source) => Some(&source.id),
        Record::Question(question) => Some(&question.id),
        Record::Claim(claim) => Some(&claim.id),
        Record::Statement(_) | Record::Ruling(_) => None,
    }
}

/// What a record points at.
pub fn points_at(record: &Record) -> Vec<(Kind, &Slug)> {
    let party = |id| (Kind::Party, id);
    let source = |id| (Kind::Source, id);
    match record {
        Record::Party(record) => {
            let edges = record.speaks_for.iter().chain(&record.member_of);
            edges.map(|edge| party(&edge.party)).collect()
        }
        Record::Source(record) => record.origin.iter().map(source).collect(),
        Record::Question(_) => Vec::new(),
        Record::Claim(record) => {
            let question = record.question.iter().map(|id| (Kind::Question, id));
            question
                .chain(record.principals.iter().map(party))
                .collect()
        }
        Record::Statement(record) => {
            let mut all = vec![
                party(&record.party),
                (Kind::Claim, &record.claim),
                source(&record.source),
            ];
            all.extend(record.via.iter().map(party));
            all.extend(record.evidence.iter().map(|one| source(&one.source)));
            all
        }
        Record::Ruling(record) => {
            let claim = (Kind::Claim, &record.claim);
            let source = record.source.iter().map(source);
            std::iter::once(claim).chain(source).collect()
        }
    }
}

/// Whether a record of this id came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// None did, or the record has no id.
    First,
    /// This one did, word for word.
    Again,
    /// One with another content did.
    Otherwise,
}

/// A record with what it is recognised by where it comes again.
#[derive(Debug)]
pub struct Marked {
    pub(super) placed: Placed,
    /// None where the record has no id.
    pub(super) mark: Option<Mark>,
}

/// A digest of a record's id, and one of its content: a long file has many, and their texts are
/// not to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    name: [u8; 16],
    content: [u8; 16],
}

/// Marks a record that was read. Whoever reads ahead can do that beside those who record.
///
/// # Errors
/// As it came.
pub fn marked(record: Result<Placed, Unread>) -> Result<Marked, Unread> {
    record.map(|placed| {
        let record = &placed.record;
        let mark = id(record).map(|id| Mark {
            name: digest(&format!("{} {id}", word(record))),
            content: digest(&format!("{record:?}")),
        });
        Marked { placed, mark }
    })
}

/// The records with ids that came before.
#[derive(Default)]
pub struct Seen {
    contents: HashMap<[u8; 16], [u8; 16]>,
}

impl Seen {
    /// Notes a record by its mark, and says whether it came before.
    pub fn note(&mut self, mark: Option<Mark>) -> Sight {
        let Some(Mark { name, content }) = mark else {
            return Sight::First;
        };
        match self.contents.insert(name, content) {
            None => Sight::First,
            Some(before) if before == content => Sight::Again,
            Some(_) => Sight::Otherwise,
        }
    }
}

fn digest(text: &str) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(text)[..16]);
    half
}
