//! The body of an entry.
//!
//! A body is JSON, tagged by `entry`, in the shapes of the interchange format. Bodies refer to
//! earlier entries by sequence number, never by an id derived from content: such an id would let a
//! redacted statement be recovered by guessing.

use serde::{Deserialize, Serialize};

use super::{JournalError, SaltedBody, Seq};
use crate::domain::archived::ArchivedCopy;
use crate::domain::claim::{Claim, Question};
use crate::domain::party::Party;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Evidence, Statement};

/// The content of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Body {
    /// A party is recorded, or all its fields are replaced.
    Party(Party),
    /// A source is recorded, or all its fields are replaced.
    Source(Source),
    /// A question is recorded, or its text is replaced.
    Question(Question),
    /// A claim is recorded, or all its fields are replaced.
    Claim(Claim),
    /// A statement is recorded.
    Statement(Statement),
    /// A further passage supports an earlier entry's statement.
    Evidence {
        /// The statement's entry.
        of: Seq,
        /// The passage.
        evidence: Evidence,
    },
    /// An earlier entry's statement is replaced by a corrected one.
    Correction {
        /// The entry of the statement replaced.
        of: Seq,
        /// The corrected statement.
        statement: Statement,
    },
    /// An earlier entry's statement is voided as the desk's mistake.
    Void {
        /// The statement's entry.
        of: Seq,
        /// Why.
        reason: String,
    },
    /// The desk rules on a claim.
    Ruling(Ruling),
    /// The text of a source is attached.
    Text {
        /// The source.
        source: Slug,
        /// Its text, exactly as received.
        text: String,
    },
    /// A version of a source was fetched and archived.
    Copy(ArchivedCopy),
    /// A party or a claim turned out to be the same as another one.
    Merger(Merger),
    /// A person has looked at what earlier entries recorded.
    Review {
        /// The entries that first recorded those parties, questions, claims and statements.
        of: Vec<Seq>,
    },
    /// All entries of an earlier write are undone.
    Undo {
        /// Those entries.
        of: Vec<Seq>,
    },
    /// The bodies of earlier entries are removed.
    Redaction {
        /// Those entries.
        of: Vec<Seq>,
        /// Why.
        reason: String,
    },
}

/// A party or a claim turned out to be the same as another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merger {
    /// Whether they are parties or claims.
    pub kind: Merged,
    /// The one merged away; its id stays an alias.
    pub former: Slug,
    /// The one it was merged into.
    pub present: Slug,
    /// Whether the former claim says the opposite of the present one.
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

/// Random bytes for salts, requested from the system in batches: a request takes longer than the
/// rest of sealing.
#[derive(Default)]
pub struct Salts {
    left: Vec<u8>,
}

/// Salts per request.
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
    /// The name of the kind, as written in the tag.
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
            Self::Copy(_) => "copy",
            Self::Merger(_) => "merger",
            Self::Review { .. } => "review",
            Self::Undo { .. } => "undo",
            Self::Redaction { .. } => "redaction",
        }
    }

    /// The statement that the entry records, directly or as a correction.
    pub fn statement_mut(&mut self) -> Option<&mut Statement> {
        match self {
            Self::Statement(statement) | Self::Correction { statement, .. } => Some(statement),
            _ => None,
        }
    }

    /// Serializes the body with a fresh salt.
    ///
    /// # Errors
    /// If the system provides no random bytes.
    pub fn seal(&self, salts: &mut Salts) -> Result<SaltedBody, JournalError> {
        let salt = salts.next()?;
        let bytes =
            serde_json::to_vec(self).map_err(|error| JournalError::Storage(Box::new(error)))?;
        Ok(SaltedBody { salt, bytes })
    }

    /// Parses the stored body of entry `seq`.
    ///
    /// # Errors
    /// If the bytes are not a body this version supports.
    pub fn read(seq: Seq, body: &SaltedBody) -> Result<Self, JournalError> {
        serde_json::from_slice(&body.bytes).map_err(|error| JournalError::Unreadable {
            seq,
            reason: error.to_string(),
        })
    }
}
