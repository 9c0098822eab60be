//! Candidates: statements proposed from a reading of a text, awaiting a person's approval.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::party::PartyKind;
use super::passage::Passage;
use super::slug::Slug;
use super::statement::{Attribution, Stance, Statement, base32};
use super::time::When;
use super::words::{WordList as _, words};

/// A range of a source's text in Unicode code points, end exclusive.
pub type Span = (u64, u64);

/// A proposed statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// What the text says, as read.
    pub reading: Reading,
    /// What it is taken to mean in the ledger.
    pub proposal: Proposal,
    /// The outside reader that found it. `None`: the built-in one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_by: Option<ReadBy>,
}

/// Who read a text: a command of the user's, or somebody who marked words in another tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadBy {
    /// The command, or who marked the words.
    pub command: String,
    /// The model that it says it asked.
    pub model: Option<String>,
    /// The SHA-256 of its instructions. Empty if somebody marked the words.
    pub prompt: String,
    /// Whether the words that it quoted differ a little from those of the text.
    pub approximate: bool,
    /// The claim that it proposes.
    pub claim: Option<String>,
    /// Whether the built-in reader found the statement, too.
    pub agreed: bool,
    /// What was noted on the words that somebody marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl ReadBy {
    /// Somebody who marked words and may have noted something on them.
    pub fn annotation(by: String, note: Option<String>) -> Self {
        Self {
            command: by,
            model: None,
            prompt: String::new(),
            approximate: false,
            claim: None,
            agreed: false,
            note,
        }
    }

    /// Whether somebody marked the words.
    pub fn is_annotation(&self) -> bool {
        self.prompt.is_empty()
    }

    /// Who read it, as a phrase: "read by heard.py, which asked a-model, and by the built-in reader", "marked by Ann: “Ask
    /// her.”"
    pub fn phrase(&self) -> String {
        let verb = if self.is_annotation() {
            "marked"
        } else {
            "read"
        };
        let mut phrase = format!("{verb} by {}", self.command);
        if let Some(model) = &self.model {
            phrase.push_str(&format!(", which asked {model}"));
        }
        if self.agreed {
            phrase.push_str(", and by the built-in reader");
        }
        if self.approximate {
            phrase.push_str("; it quoted words that are only much like these");
        }
        if let Some(note) = &self.note {
            let note: Vec<&str> = note.split_whitespace().collect();
            phrase.push_str(&format!(": “{}”", note.join(" ")));
        }
        phrase
    }
}

impl Candidate {
    /// The statement recorded if the candidate is accepted as proposed; `None` if its speaker, a
    /// relayer or its claim is still undecided.
    pub fn to_statement(&self, source: &Slug) -> Option<Statement> {
        let Self {
            reading, proposal, ..
        } = self;
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
            credibility: None,
            unreviewed: false,
        })
    }
}

words! {
    /// A language of which only direct speech is read, by rules.
    Tongue {
        /// Russian.
        Russian = "ru",
        /// Ukrainian.
        Ukrainian = "uk",
        /// German.
        German = "de",
        /// French.
        French = "fr",
    }
}

impl Tongue {
    /// How it was read, as a phrase: "read by rules in Russian, of which only direct speech is read".
    pub fn phrase(self) -> String {
        format!(
            "read by rules in {}, of which only direct speech is read",
            self.meaning().trim_end_matches('.')
        )
    }
}

/// What a text says, independent of any ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The passage, from the first word of speaker, cue and content to the last.
    pub passage: Span,
    /// The words that name the speaker.
    pub source: Option<Span>,
    /// The words that introduce speech, such as a reporting verb.
    pub cue: Option<Span>,
    /// What was said, in one or more parts.
    pub content: Vec<Span>,
    /// The part of the content this candidate is about; all of it if it makes a single point.
    pub point: Span,
    /// Who said it, by the fullest name the text gives.
    pub speaker: Option<String>,
    /// The speaker's stance toward the content.
    pub stance: Stance,
    /// Who relayed it, nearest the source first, as the text names them.
    pub via: Vec<String>,
    /// The language, if it was read by rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_rules: Option<Tongue>,
}

/// The interpretation of a reading in a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who speaks.
    pub party: Speaker,
    /// The claims it may be about, best match first, at most [`MOST_CLAIMS`].
    pub claims: Vec<Link>,
    /// The claim to create if none of these fits.
    pub new_claim: NewClaim,
    /// The day on which it was said, if the text gives one.
    pub said: Option<When>,
    /// Who relayed it, nearest the source first.
    pub via: Vec<Speaker>,
    /// The attribution level.
    pub attribution: Attribution,
    /// The description to show for an unnamed speaker.
    pub shown_as: Option<String>,
    /// How well speaker, content and first claim match together, in thousandths.
    pub score: u16,
    /// How likely it is that the text says this at all, in thousandths. `None` in lists made before it was kept.
    #[serde(default)]
    pub likelihood: Option<u16>,
    /// Why the party matched, or why it is open which one does. `None` if the speaker is new or not named.
    #[serde(default)]
    pub matched: Option<MatchReason>,
}

words! {
    /// Why a party matches the name of a speaker. The first four settle who it is; the others leave a choice.
    MatchReason {
        /// The name as recorded.
        Name = "name",
        /// An alias as recorded.
        Alias = "alias",
        /// The recorded name with a title.
        Title = "title",
        /// Another spelling of the same letters.
        Spelling = "spelling",
        /// Several parties have the name.
        SharedName = "shared-name",
        /// Only the family name is the same.
        FamilyName = "family-name",
        /// A title that does not go with the first name.
        TitleDiffers = "title-differs",
        /// The name is similar.
        SimilarName = "similar-name",
        /// The recorded name is the end of a longer one.
        LongerName = "longer-name",
        /// The description fits an unnamed source.
        Description = "description",
        /// Speaks in the name of the party that is named.
        Voice = "voice",
        /// A pronoun may mean several people.
        Pronoun = "pronoun",
    }
}

impl MatchReason {
    /// The reason in a few words, to show after a party.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Alias => "by an alias",
            Self::Title => "by name, with a title",
            Self::Spelling => "by name, spelt differently",
            Self::SharedName => "several have this name",
            Self::FamilyName => "same family name",
            Self::TitleDiffers => "the title may mean another person",
            Self::SimilarName => "similar name",
            Self::LongerName => "part of a longer name",
            Self::Description => "fits the description",
            Self::Voice => "known to speak for them",
            Self::Pronoun => "the pronoun may mean either",
        }
    }
}

/// The most claims a candidate lists.
pub const MOST_CLAIMS: usize = 3;

/// Somebody named in a text, matched against the ledger's parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Speaker {
    /// A party in the ledger.
    Known {
        /// The party.
        party: Slug,
    },
    /// The name fits several parties, or one party but not with certainty.
    Several {
        /// The name.
        name: String,
        /// The parties.
        parties: Vec<Slug>,
        /// The party to create if none of these is meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new: Option<NewParty>,
    },
    /// Nobody in the ledger.
    New(NewParty),
    /// The text does not say who.
    Nobody,
}

impl Speaker {
    /// The party, if it is in the ledger.
    pub fn known(&self) -> Option<&Slug> {
        match self {
            Self::Known { party } => Some(party),
            _ => None,
        }
    }
}

/// A party to be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewParty {
    /// An unused id.
    pub id: Slug,
    /// The name as it appears in the text.
    pub name: String,
    /// Its likely kind.
    pub kind: PartyKind,
    /// The parties in whose name it is said to speak.
    #[serde(default)]
    pub speaks_for: Vec<Slug>,
}

/// A claim to be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewClaim {
    /// An unused id; `None` if no id can be derived from the words.
    pub id: Option<Slug>,
    /// The proposition, in the words of the text.
    pub text: String,
    /// The topic of the closest claims.
    pub topic: Option<String>,
    /// The parties whose own act it may be about: those the words name.
    pub principals: Vec<Slug>,
}

/// A claim that a candidate may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The claim.
    pub claim: Slug,
    /// How well it matches, in thousandths.
    pub score: u16,
    /// The stance toward this claim.
    pub stance: Stance,
}

/// The short id of a candidate, such as `c4k7m2q9`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CandidateId(String);

/// Characters of an id after its `c`: 50 bits, enough to keep a desk's candidates distinct.
const DIGITS: usize = 10;

impl CandidateId {
    /// The id of a candidate. The same words by the same speaker in the same source give the same
    /// id, wherever in the text they are.
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

    /// An id read from a ledger.
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
