//! Versions: by which a form notices that the thing it changes was changed by somebody else.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Desk, DeskError, Result};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::ruling::Ruling;
use crate::domain::statement::{Stance, Statement};
use crate::journal::Merged;
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
    /// The rulings on a claim, oldest first.
    pub rulings: Vec<Ruling>,
    /// How a statement was withdrawn, if it was.
    pub taken_back: Option<TakenBack>,
    /// The words of a statement's passage, if the text of its source is attached.
    pub words: Option<String>,
    /// How what was asked for came to be this, if it was merged into it.
    pub merged: Option<MergedAs>,
    /// What a statement says, in words.
    pub said: Option<Said>,
}

/// How one thing was merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergedAs {
    /// As the same.
    Same,
    /// As its opposite.
    Opposite,
}

/// What a statement says, with names and texts for its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The name of who speaks.
    pub party: String,
    /// The stance.
    pub stance: Stance,
    /// The text of the claim.
    pub claim: String,
    /// What people call the source.
    pub source: String,
}

/// How a statement was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenBack {
    /// The id of the statement that corrects it, unless it was voided.
    pub successor: Option<String>,
    /// Why it was voided.
    pub reason: Option<String>,
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
        let text = json!([
            self.kind.word(),
            self.id,
            record,
            self.rulings,
            self.taken_back
        ])
        .to_string();
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
    let merged = merged_as(reader, kind, name)?;
    let (mut rulings, mut taken_back, mut words, mut said) = (Vec::new(), None, None, None);
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
            rulings = reader.rulings(ClaimKey(key))?;
            (claim.id.to_string(), json(&claim))
        }
        Kind::Statement => {
            let recorded = reader.statement(StatementKey(key))?;
            taken_back = withdrawal(reader, StatementKey(key))?;
            words = words_of(reader, &recorded.statement)?;
            said = in_words(reader, &recorded.statement)?;
            (recorded.id.to_string(), json(&recorded.statement))
        }
    };
    Ok(Held {
        kind,
        id,
        record,
        rulings,
        taken_back,
        words,
        merged,
        said,
    })
}

/// What a statement says, in words.
fn in_words(reader: Reader<'_>, statement: &Statement) -> Result<Option<Said>> {
    let (Some(party), Some(claim), Some(source)) = (
        reader.party_key(statement.party.as_str())?,
        reader.claim_key(statement.claim.as_str())?,
        reader.source_key(statement.source.as_str())?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Said {
        party: reader.party(party)?.name,
        stance: statement.stance,
        claim: reader.claim(claim)?.claim.text,
        source: reader.source(source)?.called(),
    }))
}

/// How a party or claim was merged into another, if it was.
fn merged_as(reader: Reader<'_>, kind: Kind, name: &str) -> Result<Option<MergedAs>> {
    let merged = match kind {
        Kind::Party => Merged::Party,
        Kind::Claim => Merged::Claim,
        Kind::Source | Kind::Question | Kind::Statement => return Ok(None),
    };
    if reader.merged_away(merged, name)?.is_none() {
        return Ok(None);
    }
    Ok(Some(
        match merged == Merged::Claim && reader.is_opposite(name)? {
            true => MergedAs::Opposite,
            false => MergedAs::Same,
        },
    ))
}

fn withdrawal(reader: Reader<'_>, statement: StatementKey) -> Result<Option<TakenBack>> {
    let Some(how) = reader.withdrawn(statement)? else {
        return Ok(None);
    };
    let successor = how.successor.map(|key| reader.statement(key)).transpose()?;
    Ok(Some(TakenBack {
        successor: successor.map(|recorded| recorded.id.to_string()),
        reason: how.reason,
    }))
}

/// The words of a statement's passage.
fn words_of(reader: Reader<'_>, statement: &Statement) -> Result<Option<String>> {
    let Some(passage) = &statement.passage else {
        return Ok(None);
    };
    let source = reader.source_key(statement.source.as_str())?;
    let text = source.map(|key| reader.source_text(key)).transpose()?;
    let words = text.flatten().map(|text| {
        let words = passage.words_in(&text.text);
        words.map(str::to_owned)
    });
    Ok(words.and_then(Result::ok))
}

/// A record as JSON. Records have only strings, numbers and lists of them, so they can be serialised.
fn json<T: Serialize>(record: &T) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

impl Desk<'_, '_> {
    /// Refuses to go on if a thing is no longer as it was when somebody looked at it.
    ///
    /// # Errors
    /// [`DeskError::Changed`], [`DeskError::MergedMeanwhile`], and [`DeskError::Unknown`] if it is no longer there.
    pub fn require_version(&self, seen: &Version) -> Result<()> {
        let held = held(self.reader(), seen.kind, &seen.name)?;
        if held.version() == seen.digest {
            return Ok(());
        }
        let (kind, id) = (seen.kind.word(), seen.name.clone());
        Err(match held.merged {
            Some(merged) => DeskError::MergedMeanwhile {
                kind,
                id,
                present: held.id,
                is_opposite: merged == MergedAs::Opposite,
            },
            None => DeskError::Changed { kind, id },
        })
    }
}
