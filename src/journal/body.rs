//! What an entry's body may say.
//!
//! A body is JSON, tagged by `entry`. Its shapes are those of the interchange format; an entry
//! that speaks of an earlier one names it by its place, never by an id that is derived from
//! content: such an id would let a redacted statement be found by guessing.

use serde::{Deserialize, Serialize};

use super::{JournalError, SaltedBody, Seq};
use crate::domain::claim::{Claim, Question};
use crate::domain::party::Party;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Evidence, Statement};

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Body {
    /// A party is recorded, or everything about it is set anew.
    Party(Party),
    /// A source is recorded, or everything about it is set anew.
    Source(Source),
    /// A question is recorded, or its text is set anew.
    Question(Question),
    /// A claim is recorded, or everything about it is set anew.
    Claim(Claim),
    /// A statement is recorded.
    Statement(Statement),
    /// A further passage for the statement of an earlier entry.
    Evidence {
        /// The statement's entry.
        of: Seq,
        /// The passage.
        evidence: Evidence,
    },
    /// The statement of an earlier entry is replaced by a better one.
    Correction {
        /// The entry of the statement replaced.
        of: Seq,
        /// What it should have said.
        statement: Statement,
    },
    /// The statement of an earlier entry was the desk's mistake.
    Void {
        /// The statement's entry.
        of: Seq,
        /// Why.
        reason: String,
    },
    /// The desk rules on a claim.
    Ruling(Ruling),
    /// The text of a source.
    Text {
        /// The source.
        source: Slug,
        /// Its text, exactly as it came.
        text: String,
    },
    /// A party or a claim turned out to be another one.
    Merger(Merger),
    /// The entries of an earlier write are taken back, all of them.
    Undo {
        /// Those entries.
        of: Vec<Seq>,
    },
    /// The bodies of earlier entries are taken out.
    Redaction {
        /// Those entries.
        of: Vec<Seq>,
        /// Why.
        reason: String,
    },
}

/// A party or a claim turned out to be another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merger {
    /// What they are.
    pub kind: Merged,
    /// The one that is no more; its id stays an alias.
    pub former: Slug,
    /// The one that it is.
    pub present: Slug,
    /// Whether the former claim says the contrary of the present one.
    #[serde(default)]
    pub opposite: bool,
}

/// What can be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merged {
    /// A party.
    Party,
    /// A claim.
    Claim,
}

/// Length of a salt, in bytes.
const SALT: usize = 16;

/// Random bytes for salts, asked of the system for many at a time: asking takes longer than the rest
/// of sealing.
#[derive(Default)]
pub struct Salts {
    left: Vec<u8>,
}

/// So many salts are asked for at a time.
const SALTS: usize = 64;

impl Salts {
    fn next(&mut self) -> Result<Vec<u8>, JournalError> {
        if self.left.len() < SALT {
            self.left = vec![0; SALT * SALTS];
            getrandom::fill(&mut self.left)
                .map_err(|error| JournalError::NoRandomness(error.to_string()))?;
        }
        Ok(self.left.split_off(self.left.len() - SALT))
    }
}

impl Body {
    /// The name of the kind, as the tag writes it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Party(_) => "party",
            Self::Source(_) => "source",
            Self::Question(_) => "question",
            Self::Claim(_) => "claim",
            Self::Statement(_) => "statement",
            Self::Evidence { .. } => "evidence",
            Self::Correction { .. } => "correction",
            Self::Void { .. } => "void",
            Self::Ruling(_) => "ruling",
            Self::Text { .. } => "text",
            Self::Merger(_) => "merger",
            Self::Undo { .. } => "undo",
            Self::Redaction { .. } => "redaction",
        }
    }

    /// The statement that it records, in its own right or as the correction of another.
    pub fn statement_mut(&mut self) -> Option<&mut Statement> {
        match self {
            Self::Statement(statement) | Self::Correction { statement, .. } => Some(statement),
            _ => None,
        }
    }

    /// The bytes to be stored, with a fresh salt.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn seal(&self, salts: &mut Salts) -> Result<SaltedBody, JournalError> {
        let salt = salts.next()?;
        let bytes =
            serde_json::to_vec(self).map_err(|error| JournalError::Storage(Box::new(error)))?;
        Ok(SaltedBody { salt, bytes })
    }

    /// What the stored bytes of entry `seq` say.
    ///
    /// # Errors
    /// Where they are not a body that this program knows.
    pub fn read(seq: Seq, body: &SaltedBody) -> Result<Self, JournalError> {
        serde_json::from_slice(&body.bytes).map_err(|error| JournalError::Unreadable {
            seq,
            reason: error.to_string(),
        })
    }
}
