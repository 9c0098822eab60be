//! Candidates: statements proposed by the extractor, and what accepting each would change.

use std::fmt;

use serde::{Serialize, Serializer};

use super::claims::StatementAnswer;
use super::effect::{Effect, Unrecorded, effect};
use super::origins::OriginAnswer;
use super::outcome::DoneAnswer;
use super::overview::UnreviewedAnswer;
use super::view::View;
use crate::domain::candidate::{
    Candidate, MatchReason, NewClaim, NewParty, Proposal, ReadBy, Span, Speaker, Tongue,
};
use crate::domain::docket::SourceKey;
use crate::domain::passage::{IndexedText, Passage};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::ledger::{CandidateFilter, Fate, Result, Waiting};

/// A candidate. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CandidateAnswer {
    /// Its id.
    #[serde(rename = "id")]
    pub candidate: String,
    /// The source.
    pub source: Slug,
    /// `open`, `accepted` or `rejected`.
    pub state: &'static str,
    /// The statement that it became, if it was accepted.
    pub statement: Option<String>,
    /// How likely it is that the text says this, from 0 to 1. Null if it was proposed before this was kept.
    pub likelihood: Option<Score>,
    /// How well speaker and first claim match together.
    #[serde(rename = "match")]
    pub score: Score,
    /// The speaker, as the text names it.
    pub speaker: Option<String>,
    /// The speaker's party, or null if it is not certain.
    pub party: Option<Slug>,
    /// The parties that the speaker may be, if it is not certain.
    pub party_choices: Vec<Slug>,
    /// Why the party matched, or why it is not certain which one does.
    pub matched: Option<MatchReason>,
    /// The party that would have to be added if it is none of these.
    pub new_party: Option<NewParty>,
    /// The stance toward the first claim or, without one, toward what was said.
    pub stance: Stance,
    /// The claims that it may be about, best match first.
    pub claims: Vec<LinkAnswer>,
    /// The claim to add if none of these is meant.
    pub new_claim: NewClaim,
    /// The day on which it was said, if the text names one.
    pub said: Option<String>,
    /// The parties that relayed it, nearest the source first. Null for one that is not certain.
    pub via: Vec<Option<Slug>>,
    /// The same parties, as the text names them.
    pub relays: Vec<String>,
    /// The attribution level.
    pub attribution: Attribution,
    /// The wording to show for a speaker without a name.
    pub shown_as: Option<String>,
    /// The whole sentences that it was read from.
    pub passage: Passage,
    /// The words that name the speaker.
    pub source_words: Option<Span>,
    /// The words that say that something was said.
    pub cue: Option<Span>,
    /// What was said, in one or more parts.
    pub content: Vec<Span>,
    /// The part of the content that the candidate is about.
    pub point: Span,
    /// The words of that part, or null if the source's text is gone.
    pub words: Option<String>,
    /// The recorded statement that it repeats. Accepting it adds the passage there, or nothing.
    pub known: Option<String>,
    /// What accepting it as proposed would change.
    pub effect: Effect,
    /// The outside reader that found it. Null: the built-in one did.
    pub read_by: Option<ReadBy>,
    /// The language, if it was read by rules because it is one of which only direct speech is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_rules: Option<Tongue>,
}

/// A claim that a candidate may be about.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkAnswer {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// How well it matches.
    #[serde(rename = "match")]
    pub score: Score,
    /// The stance toward this claim.
    pub stance: Stance,
}

/// A score in thousandths. Serialised as a number from 0 to 1 with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(pub u16);

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0 / 10) / 100.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Score {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Score".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number", "minimum": 0, "maximum": 1 })
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 1000, self.0 % 1000 / 10)
    }
}

/// The outcome of accepting candidates. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptAnswer {
    /// The candidates, each with its statement.
    pub accepted: Vec<AcceptedAnswer>,
    /// The ids of the parties that were added for them.
    pub new_parties: Vec<Slug>,
    /// The ids of the claims that were added for them.
    pub new_claims: Vec<Slug>,
    /// The ids of the questions that were added for them.
    pub new_questions: Vec<Slug>,
    /// The origins that were recorded for articles that share their text with another one.
    pub new_origins: Vec<OriginAnswer>,
    /// With `--all`: the number of candidates that stay open because it is not certain who speaks, or on what.
    pub unsettled: usize,
    /// How much of the ledger no person has looked at, these statements among it if `--all` recorded them.
    pub unreviewed: UnreviewedAnswer,
    /// What they changed.
    #[serde(flatten)]
    pub changes: DoneAnswer,
}

/// A candidate that was accepted.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptedAnswer {
    /// The candidate.
    pub candidate: String,
    /// `recorded`, `evidence` (a passage was added to a recorded statement) or `same`.
    pub outcome: &'static str,
    /// The statement.
    #[serde(flatten)]
    pub said: StatementAnswer,
}

/// The outcome of ingesting an article. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IngestAnswer {
    /// The source.
    pub source: Slug,
    /// Its title.
    pub title: String,
    /// Whether the ledger had the source already.
    pub known_source: bool,
    /// The length of the text in code points.
    pub characters: usize,
    /// The number of new candidates.
    pub new: usize,
    /// The number of candidates that were proposed before.
    pub known: usize,
    /// The number of the source's candidates that are open.
    pub open: usize,
    /// The number of open ones that repeat a recorded statement.
    pub recorded: usize,
    /// The number of open ones that would change a status or open a discrepancy.
    pub news: usize,
    /// The origins that are proposed for the source, or for others because of it: they share their text.
    pub origins: Vec<OriginAnswer>,
}

/// The candidates that match a filter. Those that would change a status or open a discrepancy come first, then the
/// likeliest; equal ones are in the order of their texts.
pub fn candidates(view: &View<'_>, filter: CandidateFilter) -> Result<Vec<CandidateAnswer>> {
    let mut texts = Texts::default();
    let waiting = view.reader.candidates(filter)?;
    let mut answers = Vec::with_capacity(waiting.len());
    for one in &waiting {
        answers.push(answer(view, one, &mut texts)?);
    }
    answers.sort_by_key(|answer| {
        (
            !answer.effect.is_news(),
            std::cmp::Reverse(answer.likelihood),
        )
    });
    Ok(answers)
}

/// One candidate.
pub fn candidate(view: &View<'_>, waiting: &Waiting) -> Result<CandidateAnswer> {
    answer(view, waiting, &mut Texts::default())
}

/// The last text read. Candidates of one source follow each other.
#[derive(Default)]
struct Texts {
    source: Option<SourceKey>,
    text: IndexedText,
}

impl Texts {
    fn of(&mut self, view: &View<'_>, source: SourceKey) -> Result<&IndexedText> {
        if self.source != Some(source) {
            let text = view.reader.source_text(source)?;
            self.text = IndexedText::new(text.map(|text| text.text).unwrap_or_default());
            self.source = Some(source);
        }
        Ok(&self.text)
    }
}

fn answer(view: &View<'_>, waiting: &Waiting, texts: &mut Texts) -> Result<CandidateAnswer> {
    let source = view.reader.source_id(waiting.source)?;
    let text = texts.of(view, waiting.source)?;
    let current = view.reader.current_candidate(&waiting.candidate)?;
    let proposed = current
        .to_statement(&source)
        .filter(|_| waiting.fate == Fate::Open);
    let Candidate {
        reading,
        proposal,
        read_by,
    } = current;
    let (state, statement) = fate(view, waiting)?;
    let claims = links(view, &proposal)?;
    let known = proposed.as_ref().map(|said| view.reader.recorded_as(said));
    let known = known.transpose()?.flatten();
    let effect = match (&proposed, &known) {
        (Some(said), None) => effect(view, said, waiting.source, Unrecorded::default())?,
        _ => Effect::default(),
    };
    let (party, party_choices, new_party) = match &proposal.party {
        Speaker::Known { party } => (Some(party.clone()), Vec::new(), None),
        Speaker::Several { parties, new, .. } => (None, parties.clone(), new.clone()),
        Speaker::New(new) => (None, Vec::new(), Some(new.clone())),
        Speaker::Nobody => (None, Vec::new(), None),
    };
    let relays = proposal.via.iter().filter_map(Speaker::known);
    view.note_parties(party.iter().chain(&party_choices).chain(relays))?;
    view.note_source(&source)?;
    Ok(CandidateAnswer {
        candidate: waiting.id.to_string(),
        source,
        state,
        statement,
        likelihood: proposal.likelihood.map(Score),
        score: Score(proposal.score),
        party,
        party_choices,
        matched: proposal.matched,
        new_party,
        stance: claims.first().map_or(reading.stance, |link| link.stance),
        claims,
        new_claim: proposal.new_claim,
        said: proposal.said.map(|when| when.to_string()),
        via: proposal
            .via
            .iter()
            .map(|relay| relay.known().cloned())
            .collect(),
        relays: reading.via,
        attribution: proposal.attribution,
        shown_as: proposal.shown_as,
        passage: passage(text, reading.passage),
        speaker: reading.speaker,
        source_words: reading.source,
        cue: reading.cue,
        content: reading.content,
        words: text
            .words(reading.point.0, reading.point.1)
            .map(str::to_owned),
        point: reading.point,
        known: known.map(|held| held.id.to_string()),
        effect,
        read_by,
        by_rules: reading.by_rules,
    })
}

/// The state of a candidate, and the statement that it became.
fn fate(view: &View<'_>, waiting: &Waiting) -> Result<(&'static str, Option<String>)> {
    Ok(match &waiting.fate {
        Fate::Open => ("open", None),
        Fate::Accepted { statement, .. } => {
            ("accepted", Some(view.statement(*statement)?.id.to_string()))
        }
        Fate::Rejected { .. } => ("rejected", None),
    })
}

fn links(view: &View<'_>, proposal: &Proposal) -> Result<Vec<LinkAnswer>> {
    let links = proposal.claims.iter().map(|link| {
        let key = view.reader.claim_key(link.claim.as_str())?;
        let claim = key.map(|key| view.claim(key)).transpose()?;
        Ok(LinkAnswer {
            claim: link.claim.clone(),
            text: claim.map(|info| info.claim.text).unwrap_or_default(),
            score: Score(link.score),
            stance: link.stance,
        })
    });
    links.collect()
}

/// The passage of a span, without a digest if the text is gone.
fn passage(text: &IndexedText, (start, end): Span) -> Passage {
    text.passage(start, end).unwrap_or(Passage {
        start,
        end,
        sha256: None,
        paragraph: None,
    })
}
