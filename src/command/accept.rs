//! `onrecord accept`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fields;
use super::names::Names;
use crate::answer::{self, AcceptAnswer, AcceptedAnswer};
use crate::desk::{Choice, Desk, Noted};
use crate::domain::claim::Claim;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::ledger::{CandidateFilter, Fate, Waiting};

/// Accept candidates: they become statements like any other.
///
/// What is not decided by an option is as proposed. Where a statement is recorded that says the same, the
/// passage is added to it. Prints what changed.
#[derive(Debug, clap::Args)]
pub struct Accept {
    /// The candidates
    #[arg(value_name = "ID", required_unless_present = "all")]
    pub candidates: Vec<String>,
    /// All open candidates whose speaker and claim are settled; with --above only the surest
    #[arg(long, conflicts_with = "candidates")]
    pub all: bool,
    /// With --all: only those whose score is above this, from 0 to 1
    #[arg(long, value_name = "SCORE", requires = "all", value_parser = score)]
    pub above: Option<u16>,
    /// With --all: only those of this source
    #[arg(long, requires = "all")]
    pub source: Option<String>,
    /// What is decided otherwise than proposed
    #[command(flatten)]
    pub decided: Decided,
}

/// What is decided otherwise than proposed.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct Decided {
    /// Who speaks
    #[arg(long)]
    pub party: Option<String>,
    /// Make the party, and relays that are not there, as proposed
    #[arg(long)]
    pub new_party: bool,
    /// The party that speaks; the name in the text is noted as another name of it
    #[arg(long, value_name = "PARTY", conflicts_with = "party")]
    pub alias_of: Option<String>,
    /// The claim that it bears on
    #[arg(long)]
    pub claim: Option<String>,
    /// Make the claim as proposed, or with this text
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "", conflicts_with = "claim")]
    pub new_claim: Option<String>,
    /// The id of the claim that is made
    #[arg(long, value_name = "ID", requires = "new_claim")]
    pub claim_id: Option<String>,
    /// The topic of the claim that is made
    #[arg(long, requires = "new_claim")]
    pub topic: Option<String>,
    /// The principals of the claim that is made; - for none
    #[arg(
        long,
        value_name = "PARTY",
        requires = "new_claim",
        value_delimiter = ','
    )]
    pub principal: Vec<String>,
    /// The stance toward the claim
    #[arg(long, value_enum)]
    pub stance: Option<Stance>,
    /// When it was said
    #[arg(long, value_name = "TIME")]
    pub said: Option<String>,
    /// Who relayed it, nearest to the source first; - for nobody
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub via: Vec<String>,
    /// On what terms it was said
    #[arg(long, value_enum)]
    pub attribution: Option<Attribution>,
    /// The negotiated wording to show for the speaker
    #[arg(long, value_name = "WORDING")]
    pub shown_as: Option<String>,
    /// The words themselves, where the wording is the fact
    #[arg(long)]
    pub quote: Option<String>,
    /// A remark of the desk
    #[arg(long)]
    pub note: Option<String>,
}

/// A score as people write it, in thousandths.
fn score(text: &str) -> Result<u16, String> {
    let share: f64 = text
        .parse()
        .map_err(|_| "a score is a number from 0 to 1".to_owned())?;
    if !(0.0..=1.0).contains(&share) {
        return Err("a score is a number from 0 to 1".to_owned());
    }
    Ok((share * 1000.0).round() as u16)
}

impl Accept {
    /// Accepts the candidates, all or none.
    ///
    /// # Errors
    /// Where a name is unknown, or a candidate cannot become a statement.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let single = self.candidates.len() == 1;
        if !single && self.decided.is_about_one() {
            bail!("options that decide otherwise than proposed are for one candidate at a time");
        }
        let written = context.write(|desk, names| {
            let ids = self.ids(desk, names)?;
            let mut accepted = Vec::new();
            for id in ids {
                let choice = self.decided.choice(desk, names, &id)?;
                accepted.push((id.clone(), desk.accept(&id, &choice)?));
            }
            Ok(accepted)
        })?;
        context.print(&accepted(context, &written)?)
    }

    fn ids(&self, desk: &Desk<'_, '_>, names: Names<'_>) -> Result<Vec<String>> {
        if !self.all {
            return self
                .candidates
                .iter()
                .map(|name| names.candidate(name))
                .collect();
        }
        let source = self.source.as_deref();
        let source = source.map(|name| names.source(name)).transpose()?;
        let filter = CandidateFilter {
            source: source.map(|(key, _)| key),
            decided: false,
        };
        let least = self.above.unwrap_or(0);
        let settled = |one: &Waiting| {
            let proposal = &one.candidate.proposal;
            let known = proposal.party.known().is_some() && !proposal.claims.is_empty();
            let relayed = proposal.via.iter().all(|relay| relay.known().is_some());
            one.fate == Fate::Open
                && known
                && relayed
                && (self.above.is_none() || proposal.score > least)
        };
        let open = desk.reader().candidates(filter)?;
        Ok(open
            .iter()
            .filter(|one| settled(one))
            .map(|one| one.id.to_string())
            .collect())
    }
}

/// What accepting did.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn accepted(
    context: &Context,
    written: &super::context::Written<Vec<(String, Noted)>>,
) -> Result<AcceptAnswer> {
    let view = context.present(written.ledger.now());
    let mut accepted = Vec::new();
    for (candidate, noted) in &written.done {
        let (key, outcome) = match noted {
            Noted::New(key) => (key, "recorded"),
            Noted::Evidence(key, _) => (key, "evidence"),
            Noted::Same(key) | Noted::TakenBack(key) => (key, "same"),
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
        changes: answer::moves(&view, done, &written.changes)?,
    })
}

impl Decided {
    /// Whether it decides what can hold for one candidate only.
    fn is_about_one(&self) -> bool {
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
    }

    /// The choice with its names resolved.
    ///
    /// # Errors
    /// Where a name is unknown or a time is none.
    pub fn choice(&self, desk: &Desk<'_, '_>, names: Names<'_>, id: &str) -> Result<Choice> {
        let party = |name: &String| -> Result<Slug> { Ok(names.party(name)?.1) };
        let claim = self
            .claim
            .as_deref()
            .map(|name| names.claim(name))
            .transpose()?;
        Ok(Choice {
            party: self.party.as_ref().map(party).transpose()?,
            alias_of: self.alias_of.as_ref().map(party).transpose()?,
            make_parties: self.new_party,
            claim: claim.map(|(_, id)| id),
            new_claim: self.new_claim(desk, names, id)?,
            stance: self.stance,
            said: fields::when("--said", self.said.as_deref())?,
            via: parties(names, &self.via)?,
            attribution: self.attribution,
            shown_as: self.shown_as.clone(),
            quote: self.quote.clone(),
            note: self.note.clone(),
        })
    }

    fn new_claim(&self, desk: &Desk<'_, '_>, names: Names<'_>, id: &str) -> Result<Option<Claim>> {
        let Some(text) = &self.new_claim else {
            return Ok(None);
        };
        let proposed = desk.candidate(id)?.candidate.proposal.new_claim;
        let text = if text.is_empty() {
            proposed.text
        } else {
            text.clone()
        };
        let claim_id = match &self.claim_id {
            Some(id) => Some(id.parse()?),
            None => proposed.id,
        };
        let Some(claim_id) = claim_id else {
            bail!("candidate {id}: the words give no id for a claim; name one with --claim-id");
        };
        Ok(Some(Claim {
            id: claim_id,
            text,
            topic: self.topic.clone().or(proposed.topic),
            principals: parties(names, &self.principal)?.unwrap_or(proposed.principals),
            standard: None,
            question: None,
            value: None,
            due: None,
        }))
    }
}

/// A list of parties; none where nothing was given, an empty one for a dash.
fn parties(names: Names<'_>, given: &[String]) -> Result<Option<Vec<Slug>>> {
    match given {
        [] => Ok(None),
        [dash] if dash == "-" => Ok(Some(Vec::new())),
        several => {
            let ids = several.iter().map(|name| Ok(names.party(name)?.1));
            ids.collect::<Result<_>>().map(Some)
        }
    }
}
