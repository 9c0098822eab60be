//! What an imported record is called, what it refers to, and whether the file repeats it.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::domain::slug::Slug;
use crate::exchange::{LocatedRecord, ReadError, Record};
use crate::ledger::Kind;

/// The word for a record's kind.
pub(super) fn kind_word(record: &Record) -> &'static str {
    match record {
        Record::Party(_) => "party",
        Record::Source(_) => "source",
        Record::Question(_) => "question",
        Record::Claim(_) => "claim",
        Record::Statement(_) => "statement",
        Record::Ruling(_) => "ruling",
    }
}

/// The id by which other records refer to a record.
pub(super) fn id(record: &Record) -> Option<&Slug> {
    match record {
        Record::Party(party) => Some(&party.id),
        Record::Source(source) => Some(&source.id),
        Record::Question(question) => Some(&question.id),
        Record::Claim(claim) => Some(&claim.id),
        Record::Statement(_) | Record::Ruling(_) => None,
    }
}

/// What a record refers to.
pub(super) fn references(record: &Record) -> Vec<(Kind, &Slug)> {
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

/// How a record relates to the earlier ones of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occurrence {
    /// The first of its id, or one without an id.
    First,
    /// Identical to an earlier one.
    Repeat,
    /// Different from an earlier one of the same id.
    Conflict,
}

/// A record with its fingerprint.
#[derive(Debug)]
pub struct Fingerprinted {
    pub(super) located: LocatedRecord,
    /// `None` if the record has no id.
    pub(super) fingerprint: Option<Fingerprint>,
}

/// Digests of a record's id and content. They take the place of the texts, which would fill the
/// memory in a long file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fingerprint {
    id: [u8; 16],
    content: [u8; 16],
}

/// Adds the fingerprint to a record. A reading thread can do this in parallel with the recording.
///
/// # Errors
/// The one passed in.
pub fn fingerprinted(record: Result<LocatedRecord, ReadError>) -> Result<Fingerprinted, ReadError> {
    record.map(|located| {
        let record = &located.record;
        let fingerprint = id(record).map(|id| Fingerprint {
            id: digest(&format!("{} {id}", kind_word(record))),
            content: digest(&format!("{record:?}")),
        });
        Fingerprinted {
            located,
            fingerprint,
        }
    })
}

/// The records with ids that a file has had so far.
#[derive(Default)]
pub(super) struct SeenRecords {
    contents: HashMap<[u8; 16], [u8; 16]>,
}

impl SeenRecords {
    /// Adds a record, and says how it relates to the earlier ones.
    pub(super) fn add(&mut self, fingerprint: Option<Fingerprint>) -> Occurrence {
        let Some(Fingerprint { id, content }) = fingerprint else {
            return Occurrence::First;
        };
        match self.contents.insert(id, content) {
            None => Occurrence::First,
            Some(before) if before == content => Occurrence::Repeat,
            Some(_) => Occurrence::Conflict,
        }
    }
}

fn digest(text: &str) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(text)[..16]);
    half
}
