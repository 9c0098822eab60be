//! Statements: one party takes one stance on one claim, in one source, at one time.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Invalid;
use super::grade::{self, Credibility};
use super::passage::Passage;
use super::slug::Slug;
use super::text;
use super::time::When;
use super::words::words;

/// One party takes one stance on one claim, in one source, at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The short id; `None` means derived from the content, see [`short_id`].
    #[serde(default)]
    pub id: Option<StatementId>,
    /// Who speaks.
    pub party: Slug,
    /// The stance taken.
    pub stance: Stance,
    /// The claim it is about.
    pub claim: Slug,
    /// When it was said; `None` means on the day of the source.
    #[serde(default)]
    pub said: Option<When>,
    /// The document it appears in.
    pub source: Slug,
    /// Who relayed it, nearest the source first.
    #[serde(default)]
    pub via: Vec<Slug>,
    /// The attribution level.
    #[serde(default)]
    pub attribution: Attribution,
    /// The agreed description to show for the speaker: "a senior official".
    #[serde(default)]
    pub shown_as: Option<String>,
    /// The exact words, if the wording matters.
    #[serde(default)]
    pub quote: Option<String>,
    /// Where it appears in the source.
    #[serde(default)]
    pub passage: Option<Passage>,
    /// Further passages for the same statement.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// The desk's own note.
    #[serde(default)]
    pub note: Option<String>,
    /// How credible the desk considers it. Entries without it have no such field, as they had before there was one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "grade::given"
    )]
    pub credibility: Option<Credibility>,
    /// Whether no person has looked at it yet: a draft of the program was taken over as it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreviewed: bool,
}

/// A further passage that contains the statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The document.
    pub source: Slug,
    /// Where in the document.
    #[serde(default)]
    pub passage: Option<Passage>,
    /// The exact words, if the wording matters.
    #[serde(default)]
    pub quote: Option<String>,
    /// Whether no person has looked at it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreviewed: bool,
}

words! {
    /// What a party does with a claim.
    Stance {
        /// States it as so; also predicts, demands or proposes it.
        Asserts = "asserts",
        /// Acknowledges it as its own act, or backs what another said.
        Confirms = "confirms",
        /// States it with qualification: possible, likely, hoped.
        Hedges = "hedges",
        /// Calls it improbable, or contests it short of denial.
        Doubts = "doubts",
        /// States that it is not so.
        Denies = "denies",
        /// Will not accept it: a refusal, which does not say that it is untrue.
        Rejects = "rejects",
        /// Asked, neither confirms nor denies.
        Declines = "declines",
        /// Reported as not having confirmed it; nobody says it was asked.
        NotConfirmed = "not-confirmed",
        /// Asked, no reply by a stated time.
        NoReply = "no-reply",
        /// Withdraws its own earlier words on it.
        Retracts = "retracts",
    }
}

/// The family of a stance, which is what the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Asserts, confirms.
    Affirming,
    /// Hedges, doubts.
    Uncertain,
    /// Denies, rejects.
    Negating,
    /// Declines, not-confirmed, no-reply.
    Withholding,
    /// Retracts: a word about one's own words.
    Meta,
}

impl Family {
    /// Whether stances of this family are firm.
    pub fn is_firm(self) -> bool {
        matches!(self, Self::Affirming | Self::Negating)
    }
}

impl Stance {
    /// The stance as a sentence says it, after a name: "the Kremlin *has not confirmed*".
    pub fn verb(self) -> &'static str {
        match self {
            Self::NotConfirmed => "has not confirmed",
            Self::NoReply => "did not reply",
            other => other.as_str(),
        }
    }

    /// The stance's family.
    pub fn family(self) -> Family {
        match self {
            Self::Asserts | Self::Confirms => Family::Affirming,
            Self::Hedges | Self::Doubts => Family::Uncertain,
            Self::Denies | Self::Rejects => Family::Negating,
            Self::Declines | Self::NotConfirmed | Self::NoReply => Family::Withholding,
            Self::Retracts => Family::Meta,
        }
    }

    /// The equivalent stance on the opposite claim: to deny that it rained is to assert that it was
    /// dry. Withholding stances and retractions stay the same.
    #[must_use]
    pub fn on_opposite(self) -> Self {
        match self {
            Self::Asserts | Self::Confirms => Self::Denies,
            Self::Denies | Self::Rejects => Self::Asserts,
            Self::Hedges => Self::Doubts,
            Self::Doubts => Self::Hedges,
            Self::Declines | Self::NotConfirmed | Self::NoReply | Self::Retracts => self,
        }
    }
}

words! {
    /// On what terms something was said.
    Attribution {
        /// With the speaker's name.
        OnRecord = "on-record",
        /// Under a negotiated description.
        Background = "background",
        /// Usable, attributed to nobody.
        DeepBackground = "deep-background",
        /// Not usable: a note that touches no status and no discrepancy.
        OffRecord = "off-record",
        /// By someone whose name is not known.
        Anonymous = "anonymous",
    }
}

impl Attribution {
    /// Whether the speaker is known to the desk and must not be named in print.
    pub fn is_on_background(self) -> bool {
        matches!(self, Self::Background | Self::DeepBackground)
    }

    /// The terms as they follow a statement: "on background". `None` for a statement on the record.
    pub fn terms(self) -> Option<&'static str> {
        match self {
            Self::OnRecord => None,
            Self::Background => Some("on background"),
            Self::DeepBackground => Some("on deep background"),
            Self::OffRecord => Some("off the record"),
            Self::Anonymous => Some("unnamed"),
        }
    }

    /// How to describe a speaker who must not be named and with whom no wording was agreed.
    pub fn unnamed(self) -> &'static str {
        match self {
            Self::Background => "a source on background",
            Self::DeepBackground => "an unattributed account",
            Self::OnRecord | Self::OffRecord | Self::Anonymous => "an unnamed source",
        }
    }
}

// Not derived, because a macro defines the enum.
#[allow(clippy::derivable_impls, reason = "the enum is written by a macro")]
impl Default for Attribution {
    fn default() -> Self {
        Self::OnRecord
    }
}

/// The short id of a statement, such as `s4k7m2q9`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatementId(String);

/// Shortest id, in characters after its `s`: 35 bits, so few ids in a desk's lifetime need more. If
/// an id is taken by another statement, the next one is longer.
pub const SHORTEST_ID: usize = 7;
/// Longest id, in characters after its `s`.
pub const LONGEST_ID: usize = 32;

impl StatementId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for StatementId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix('s').unwrap_or("");
        let fits = (1..=LONGEST_ID).contains(&digits.len());
        if fits
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        {
            Ok(Self(text))
        } else {
            Err(format!(
                "{text:?} is not a statement's id (s and letters or digits); leave it out to have it derived"
            ))
        }
    }
}

impl From<StatementId> for String {
    fn from(id: StatementId) -> Self {
        id.0
    }
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Digits of a short id: lower case without the easily misread letters i, l, o and u, as in
/// Crockford's base 32.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What makes two statements the same: party, stance, claim, time, source and relay chain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity<'a> {
    /// Who speaks.
    pub party: &'a str,
    /// The stance taken.
    pub stance: Stance,
    /// The claim it is about.
    pub claim: &'a str,
    /// When it was said, with the source's day filled in.
    pub said: When,
    /// The document it appears in.
    pub source: &'a str,
    /// Who relayed it.
    pub via: Vec<&'a str>,
}

/// Derives an id of `length` digits from the content of a statement: `s` and the base-32 digits of
/// a SHA-256 over the identity's fields, each followed by a zero byte.
pub fn short_id(identity: &Identity<'_>, length: usize) -> StatementId {
    let said = identity.said.to_string();
    let mut hasher = Sha256::new();
    let fields = [
        identity.party,
        identity.stance.as_str(),
        identity.claim,
        &said,
        identity.source,
    ];
    for field in fields.into_iter().chain(identity.via.iter().copied()) {
        hasher.update(field.as_bytes());
        hasher.update([0]);
    }
    StatementId(format!("s{}", base32(&hasher.finalize(), length)))
}

/// The first `length` digits of a digest, one per byte.
pub(super) fn base32(digest: &[u8], length: usize) -> String {
    let bytes = digest.iter().take(length);
    bytes
        .map(|byte| char::from(DIGITS[usize::from(byte % 32)]))
        .collect()
}

impl Statement {
    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        text::optional("shown_as", self.shown_as.as_deref())?;
        text::optional("quote", self.quote.as_deref())?;
        text::optional("note", self.note.as_deref())?;
        self.passage.as_ref().map_or(Ok(()), Passage::check)?;
        self.evidence.iter().try_for_each(Evidence::check)
    }

    /// Takes the mark *unreviewed* from the statement and its passages: a person has looked at them.
    pub fn look_at(&mut self) {
        self.unreviewed = false;
        for evidence in &mut self.evidence {
            evidence.unreviewed = false;
        }
    }
}

impl Evidence {
    /// Whether it is the same passage with the same quote, whoever has looked at it.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.source, &self.passage, &self.quote) == (&other.source, &other.passage, &other.quote)
    }

    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        text::optional("evidence.quote", self.quote.as_deref())?;
        if self.passage.is_none() && self.quote.is_none() {
            return Err(Invalid::new(
                "evidence",
                "gives neither a passage nor a quote",
            ));
        }
        self.passage.as_ref().map_or(Ok(()), Passage::check)
    }
}
