//! Versions: by which a form notices that the thing it changes was changed by somebody else.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Desk, DeskError, Result};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::ledger::{Kind, Reader};

/// Bytes of a digest that are kept: two versions of one thing do not meet by chance.
const KEPT: usize = 16;

/// A thing as it was when somebody looked at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The kind of thing.
    pub kind: Kind,
    /// Its id.
    pub name: String,
    /// The digest of its record, as [`Held::version`] gives it.
    pub digest: String,
}

/// A thing as it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The kind of thing.
    pub kind: Kind,
    /// Its id. It is another one than was asked for if the thing was renamed or merged.
    pub id: String,
    /// Its record as it was entered, in the form of exports, without what it inherited by mergers.
    pub record: Value,
    /// What else is part of its version: the rulings on a claim, how a statement was withdrawn.
    beside: Value,
}

impl Held {
    /// The digest of the record: hexadecimal, another one as soon as the record is another one. What others say on a
    /// claim, further passages of a statement and whether somebody has looked at it are no part of it.
    pub fn version(&self) -> String {
        let mut record = self.record.clone();
        if let Some(fields) = record.as_object_mut() {
            fields.remove("unreviewed");
            fields.remove("evidence");
        }
        let text = json!([self.kind.word(), self.id, record, self.beside]).to_string();
        HEXLOWER.encode(&Sha256::digest(text.as_bytes())[..KEPT])
    }
}

/// A thing as the ledger holds it.
///
/// # Errors
/// [`DeskError::Unknown`] if it holds none of this id.
pub fn held(reader: Reader<'_>, kind: Kind, name: &str) -> Result<Held> {
    let key = match kind {
        Kind::Party => reader.party_key(name)?.map(|key| key.0),
        Kind::Claim => reader.claim_key(name)?.map(|key| key.0),
        Kind::Source | Kind::Question | Kind::Statement => reader.key_of(kind, name)?,
    };
    let Some(key) = key else {
        return Err(DeskError::unknown(&reader, kind, name)?);
    };
    let entered = reader.without_merges();
    let mut beside = Value::Null;
    let (id, record) = match kind {
        Kind::Party => {
            let party = entered.party(PartyKey(key))?;
            (party.id.to_string(), json(&party))
        }
        Kind::Source => {
            let source = reader.source(SourceKey(key))?;
            (source.id.to_string(), json(&source))
        }
        Kind::Question => {
            let question = reader.question(QuestionKey(key))?;
            (question.id.to_string(), json(&question))
        }
        Kind::Claim => {
            let claim = entered.claim(ClaimKey(key))?.claim;
            beside = json(&reader.rulings(ClaimKey(key))?);
            (claim.id.to_string(), json(&claim))
        }
        Kind::Statement => {
            let recorded = reader.statement(StatementKey(key))?;
            let withdrawn = reader.withdrawn(StatementKey(key))?;
            beside = json(&withdrawn.map(|how| (how.successor.map(|key| key.0), how.reason)));
            (recorded.id.to_string(), json(&recorded.statement))
        }
    };
    Ok(Held {
        kind,
        id,
        record,
        beside,
    })
}

/// A record as JSON. Records have only strings, numbers and lists of them, so they can be serialised.
fn json<T: Serialize>(record: &T) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

impl Desk<'_, '_> {
    /// Refuses to go on if a thing is no longer as it was when somebody looked at it.
    ///
    /// # Errors
    /// [`DeskError::Changed`], and [`DeskError::Unknown`] if it is no longer there.
    pub fn require_version(&self, seen: &Version) -> Result<()> {
        let held = held(self.reader(), seen.kind, &seen.name)?;
        if held.version() == seen.digest {
            return Ok(());
        }
        Err(DeskError::Changed {
            kind: seen.kind.word(),
            id: seen.name.clone(),
        })
    }
}
