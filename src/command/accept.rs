//! `onrecord accept`

use anyhow::{Result, bail};

use super::context::{Context, Written};
use super::exit::Exit;
use super::fields::one_of;
use super::fields::{self, optional};
use super::names::Names;
use crate::answer::{self, AcceptAnswer, AcceptedAnswer};
use crate::desk::{self, Desk, Look, Overrides, StatementOutcome};
use crate::domain::claim::Claim;
use crate::domain::grade::Credibility;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::ledger::{CandidateFilter, Fate, Waiting};
use crate::link::draft::Draft;

/// Accept candidates: record them as statements.
///
/// Whatever you do not set with an option is recorded as proposed. If the same statement is already
/// recorded, the passage is added to it as evidence. Prints what changed.
#[derive(Debug, clap::Args)]
pub struct Accept {
    /// The candidates
    #[arg(value_name = "ID", required_unless_present = "all")]
    pub candidates: Vec<String>,
    /// Accept all open candidates whose speaker is settled, with the parties, claims and questions
    /// that `onrecord draft` shows
    #[arg(long, conflicts_with = "candidates")]
    pub all: bool,
    /// With --all: only those that are at least this likely, from 0 to 1
    #[arg(long, value_name = "P", requires = "all", value_parser = share)]
    pub at_least: Option<u16>,
    /// With --all: only those that match better than this, from 0 to 1
    #[arg(long, value_name = "MATCH", requires = "all", value_parser = share)]
    pub above: Option<u16>,
    /// With --all: only those of this source
    #[arg(long, requires = "all")]
    pub source: Option<String>,
    /// What to change about the proposal.
    #[command(flatten)]
    pub overrides: OverrideArgs,
}

/// What to change about the proposal.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct OverrideArgs {
    /// The party that speaks
    #[arg(long)]
    pub party: Option<String>,
    /// Add the proposed speaker and relays as new parties
    #[arg(long)]
    pub new_party: bool,
    /// The party that speaks; also adds the name in the text to its aliases
    #[arg(long, value_name = "PARTY", conflicts_with = "party")]
    pub alias_of: Option<String>,
    /// The claim
    #[arg(long)]
    pub claim: Option<String>,
    /// Add the proposed claim, or one with this text
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "", conflicts_with = "claim")]
    pub new_claim: Option<String>,
    /// The id of the new claim
    #[arg(long, value_name = "ID", requires = "new_claim")]
    pub claim_id: Option<String>,
    /// The topic of the new claim
    #[arg(long, requires = "new_claim")]
    pub topic: Option<String>,
    /// The principals of the new claim; - for no one
    #[arg(
        long,
        value_name = "PARTY",
        requires = "new_claim",
        value_delimiter = ','
    )]
    pub principal: Vec<String>,
    /// The stance toward the claim
    #[arg(long, value_parser = one_of::<Stance>())]
    pub stance: Option<Stance>,
    /// When it was said
    #[arg(long, value_name = "TIME")]
    pub said: Option<String>,
    /// Who relayed it, nearest to the source first; - for no one
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub via: Vec<String>,
    /// The terms on which it was said
    #[arg(long, value_parser = one_of::<Attribution>())]
    pub attribution: Option<Attribution>,
    /// The agreed wording to show for the speaker, such as "a senior official"
    #[arg(long, value_name = "WORDING")]
    pub shown_as: Option<String>,
    /// The exact words, if the wording matters
    #[arg(long)]
    pub quote: Option<String>,
    /// A note of the desk
    #[arg(long)]
    pub note: Option<String>,
    /// How credible the desk considers it, from 1 to 6
    #[arg(long, value_parser = one_of::<Credibility>(), value_name = "GRADE")]
    pub credibility: Option<Credibility>,
}

/// Parses a likelihood or a match from 0 to 1, in thousandths.
pub(super) fn share(text: &str) -> Result<u16, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok((share * 1000.0).round() as u16),
        _ => Err("give a number from 0 to 1".to_owned()),
    }
}

impl Accept {
    /// Accepts the candidates, all or none.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if self.candidates.len() != 1 && self.overrides.concern_one_candidate() {
            bail!("options that change the proposal work for one candidate at a time");
        }
        let written = context.write(|desk, names| {
            if self.all {
                let draft = self.draft(desk, names)?;
                let taken = desk.take(&draft, Look::Nobody)?.into_iter();
                let taken = taken.map(|(id, outcome)| (id.to_string(), outcome));
                return Ok((taken.collect(), draft));
            }
            let mut accepted = Vec::new();
            for name in &self.candidates {
                let id = names.candidate(name)?;
                let overrides = self.overrides.resolve(desk, names, &id)?;
                let outcome = desk.accept(&id, &overrides)?;
                accepted.push((id, outcome));
            }
            Ok((accepted, Draft::default()))
        })?;
        context.print(&answer(context, &written)?)
    }

    fn draft(&self, desk: &Desk<'_, '_>, names: Names<'_>) -> Result<Draft> {
        let filter = CandidateFilter {
            source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.0))?,
            decided: false,
        };
        Ok(desk::draft(desk.reader(), filter, |one| {
            self.is_chosen(one)
        })?)
    }

    /// Whether --all, --at-least and --above include a candidate.
    fn is_chosen(&self, waiting: &Waiting) -> bool {
        let proposal = &waiting.candidate.proposal;
        waiting.fate == Fate::Open
            && self.above.is_none_or(|least| proposal.score > least)
            && self
                .at_least
                .is_none_or(|least| proposal.likelihood.is_some_and(|own| own >= least))
    }
}

/// What accepting did.
fn answer(
    context: &Context,
    written: &Written<(Vec<(String, StatementOutcome)>, Draft)>,
) -> Result<AcceptAnswer> {
    let view = context.current_view(written.ledger.now());
    let (taken, draft) = &written.done;
    let mut accepted = Vec::new();
    for (candidate, outcome) in taken {
        let (key, outcome) = match outcome {
            StatementOutcome::New(key) => (key, "recorded"),
            StatementOutcome::Evidence(key, _) => (key, "evidence"),
            StatementOutcome::Unchanged(key) | StatementOutcome::TakenBack(key) => (key, "same"),
        };
        accepted.push(AcceptedAnswer {
            candidate: candidate.clone(),
            outcome,
            said: answer::statement_answer(&view, *key)?,
        });
    }
    let done = match accepted.len() {
        1 => "1 candidate accepted.".to_owned(),
        count => format!("{count} candidates accepted."),
    };
    Ok(AcceptAnswer {
        accepted,
        new_parties: draft.parties.iter().map(|one| one.id.clone()).collect(),
        new_claims: draft.claims.iter().map(|one| one.id.clone()).collect(),
        new_questions: draft.questions.iter().map(|one| one.id.clone()).collect(),
        new_origins: draft.origins.iter().cloned().map(Into::into).collect(),
        unsettled: draft.unsettled.len(),
        unreviewed: view.reader.count_unreviewed()?.into(),
        changes: answer::moves(&view, done, &written.changes)?,
    })
}

impl OverrideArgs {
    /// Whether an option was given that makes sense for one candidate only.
    fn concern_one_candidate(&self) -> bool {
        self.party.is_some()
            || self.alias_of.is_some()
            || self.claim.is_some()
            || self.new_claim.is_some()
            || self.stance.is_some()
            || self.said.is_some()
            || !self.via.is_empty()
            || self.attribution.is_some()
            || self.shown_as.is_some()
            || self.quote.is_some()
            || self.note.is_some()
            || self.credibility.is_some()
    }

    /// Resolves the names.
    ///
    /// # Errors
    /// If a name is unknown or a time cannot be parsed.
    fn resolve(&self, desk: &Desk<'_, '_>, names: Names<'_>, id: &str) -> Result<Overrides> {
        let party = |name: &str| -> Result<Slug> { Ok(names.party(name)?.1) };
        Ok(Overrides {
            party: optional(self.party.as_ref(), party)?,
            alias_of: optional(self.alias_of.as_ref(), party)?,
            new_party: None,
            add_parties: self.new_party,
            claim: optional(self.claim.as_ref(), |name| Ok(names.claim(name)?.1))?,
            new_claim: optional(self.new_claim.as_ref(), |text| {
                self.new_claim(desk, names, id, text)
            })?,
            stance: self.stance,
            said: fields::when(names.calendar(), "--said", self.said.as_ref())?,
            via: parties(names, &self.via)?,
            attribution: self.attribution,
            shown_as: self.shown_as.clone(),
            quote: self.quote.clone(),
            note: self.note.clone(),
            credibility: self.credibility,
            repeats: None,
        })
    }

    /// The claim to add: the proposed one of candidate `id`, changed by what was given.
    fn new_claim(
        &self,
        desk: &Desk<'_, '_>,
        names: Names<'_>,
        id: &str,
        text: &str,
    ) -> Result<Claim> {
        let proposed = desk.candidate(id)?.candidate.proposal.new_claim;
        let given_id = optional(self.claim_id.as_ref(), |id| Ok(id.parse()?))?;
        let Some(claim_id) = given_id.or(proposed.id) else {
            bail!(
                "candidate {id}: no id can be made from the words of the claim; give one with --claim-id"
            );
        };
        Ok(Claim {
            id: claim_id,
            other_ids: Vec::new(),
            text: match text {
                "" => proposed.text,
                text => text.to_owned(),
            },
            topic: self.topic.clone().or(proposed.topic),
            principals: parties(names, &self.principal)?.unwrap_or(proposed.principals),
            standard: None,
            question: None,
            value: None,
            due: None,
            unreviewed: false,
        })
    }
}

/// A list of parties: `None` if nothing was given, an empty list for a dash.
fn parties(names: Names<'_>, given: &[String]) -> Result<Option<Vec<Slug>>> {
    match given {
        [] => Ok(None),
        [dash] if dash == "-" => Ok(Some(Vec::new())),
        several => names.party_ids(several).map(Some),
    }
}
