//! Candidates: statements that a reading of a text proposes, and that wait for a person's yes.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::party::PartyKind;
use super::passage::Passage;
use super::slug::Slug;
use super::statement::{Attribution, Stance, Statement, base32};
use super::time::When;

/// A stretch of a source's text in Unicode code points: first, and one past the last.
pub type Span = (u64, u64);

/// A statement that is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What the text says, as it was read.
    pub reading: Reading,
    /// What that is taken to mean in the ledger.
    pub proposal: Proposal,
}

impl Candidate {
    /// The statement that the candidate becomes if it is accepted as proposed, or `None` if its
    /// speaker, a relay or its claim is not settled.
    pub fn to_statement(&self, source: &Slug) -> Option<Statement> {
        let Self { reading, proposal } = self;
        let link = proposal.claims.first()?;
        let relays = proposal.via.iter().map(|relay| relay.known().cloned());
        Some(Statement {
            id: None,
            party: proposal.party.known()?.clone(),
            stance: link.stance,
            claim: link.claim.clone(),
            said: proposal.said,
            source: source.clone(),
            via: relays.collect::<Option<_>>()?,
            attribution: proposal.attribution,
            shown_as: proposal.shown_as.clone(),
            quote: None,
            passage: Some(Passage {
                start: reading.passage.0,
                end: reading.passage.1,
                sha256: None,
                paragraph: None,
            }),
            evidence: Vec::new(),
            note: None,
        })
    }
}

/// What a text says, without looking at any ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The passage: from the first word of the speaker, the cue and the content to the last.
    pub passage: Span,
    /// The words that name the speaker.
    pub source: Option<Span>,
    /// The words that tell that something was said.
    pub cue: Option<Span>,
    /// What was said, in one or more parts.
    pub content: Vec<Span>,
    /// The part of the content that this candidate is about; the whole where it is one thing.
    pub point: Span,
    /// Who said it, by the fullest name that the text has.
    pub speaker: Option<String>,
    /// What the speaker holds of the content.
    pub stance: Stance,
    /// Through whom the words came, nearest the source first, as the text names them.
    pub via: Vec<String>,
}

/// What a reading is taken to mean in a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who speaks.
    pub party: Speaker,
    /// The claims that it may bear on, best first, at most [`MOST_CLAIMS`].
    pub claims: Vec<Link>,
    /// The claim to make where none of these is meant.
    pub new_claim: NewClaim,
    /// The day on which it was said, where the text names one.
    pub said: Option<When>,
    /// Who relayed it, nearest the source first.
    pub via: Vec<Speaker>,
    /// On what terms it was said.
    pub attribution: Attribution,
    /// The wording to show for a speaker without a name.
    pub shown_as: Option<String>,
    /// How sure the reading is of speaker, content and first claim together, in thousandths.
    pub score: u16,
}

/// A candidate names at most so many claims.
pub const MOST_CLAIMS: usize = 3;

/// Somebody whom a text names, looked for among the parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Speaker {
    /// A party of the ledger.
    Known {
        /// The party.
        party: Slug,
    },
    /// One of several that carry the name.
    Several {
        /// The name.
        name: String,
        /// The parties.
        parties: Vec<Slug>,
    },
    /// Nobody that the ledger has.
    New(NewParty),
    /// The text does not say who.
    Nobody,
}

impl Speaker {
    /// The party, where it is one that the ledger has.
    pub fn known(&self) -> Option<&Slug> {
        match self {
            Self::Known { party } => Some(party),
            _ => None,
        }
    }
}

/// A party to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewParty {
    /// A free id.
    pub id: Slug,
    /// The name as the text has it.
    pub name: String,
    /// What it looks like.
    pub kind: PartyKind,
}

/// A claim to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClaim {
    /// A free id; none where the words give none.
    pub id: Option<Slug>,
    /// The proposition, in the words of the text.
    pub text: String,
    /// The topic of the claims that come nearest.
    pub topic: Option<String>,
    /// Those whose own act it may be about: the sides that the words name.
    pub principals: Vec<Slug>,
}

/// A claim that a candidate may bear on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The claim.
    pub claim: Slug,
    /// How well it fits, in thousandths.
    pub score: u16,
    /// The stance toward this claim.
    pub stance: Stance,
}

/// The short id of a candidate, such as `c4k7m2q9`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CandidateId(String);

/// Characters of an id behind its `c`: 50 bits, so that no two candidates of a desk share one.
const DIGITS: usize = 10;

impl CandidateId {
    /// The id of what `source` says in these words. The same words of the same speaker in the same
    /// source are the same candidate, wherever in the text they stand.
    pub fn of(source: &Slug, speaker: Option<&str>, cue: &str, point: &str, nth: usize) -> Self {
        let mut hasher = Sha256::new();
        let nth = nth.to_string();
        for field in [
            source.as_str(),
            speaker.unwrap_or_default(),
            cue,
            point,
            &nth,
        ] {
            hasher.update(field.as_bytes());
            hasher.update([0]);
        }
        Self(format!("c{}", base32(&hasher.finalize(), DIGITS)))
    }

    /// An id that the ledger holds.
    pub fn held(id: String) -> Self {
        Self(id)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CandidateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
