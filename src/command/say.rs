//! `onrecord say`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fields::one_of;
use super::fields::{self, optional};
use super::write::statement_news;
use crate::answer::Before;
use crate::desk::StatementOutcome;
use crate::domain::grade::Credibility;
use crate::domain::statement::{Attribution, Stance, Statement};
use crate::journal::Merged;
use crate::ledger::Reader;

/// Record that a party takes a stance on a claim.
///
/// Prints what changed: the claim's status before and after, and the discrepancies that opened or
/// were resolved. A statement that is already recorded is recognised; a new passage for it is added
/// as evidence.
#[derive(Debug, clap::Args)]
pub struct Say {
    /// The party that speaks
    pub party: String,
    /// The stance it takes
    #[arg(value_parser = one_of::<Stance>())]
    pub stance: Stance,
    /// The claim
    pub claim: String,
    /// The source that reports the statement
    #[arg(long)]
    pub source: String,
    /// When it was said; by default on the day of the source
    #[arg(long, value_name = "TIME")]
    pub said: Option<String>,
    /// Who relayed it, nearest to the source first
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub via: Vec<String>,
    /// The exact words, if the wording matters
    #[arg(long)]
    pub quote: Option<String>,
    /// The passage in the source: its words in the attached text, or START..END in characters
    #[arg(long, value_name = "WORDS")]
    pub passage: Option<String>,
    /// The terms on which it was said
    #[arg(long, value_parser = one_of::<Attribution>(), default_value_t = Attribution::OnRecord)]
    pub attribution: Attribution,
    /// The agreed wording to show for the speaker, such as "a senior official"
    #[arg(long, value_name = "WORDING")]
    pub shown_as: Option<String>,
    /// A note of the desk
    #[arg(long)]
    pub note: Option<String>,
    /// How credible the desk considers it, from 1 to 6
    #[arg(long, value_parser = one_of::<Credibility>(), value_name = "GRADE")]
    pub credibility: Option<Credibility>,
    /// Record it although the same statement was voided or corrected earlier
    #[arg(long)]
    pub again: bool,
}

impl Say {
    /// Records the statement.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let (claim, claim_id) = names.claim(&self.claim)?;
            let (_, source) = names.source(&self.source)?;
            let statement = Statement {
                id: None,
                party: names.party(&self.party)?.1,
                stance: self.stance,
                claim: claim_id,
                said: fields::when(names.calendar(), "--said", self.said.as_ref())?,
                via: names.party_ids(&self.via)?,
                attribution: self.attribution,
                shown_as: self.shown_as.clone(),
                quote: self.quote.clone(),
                passage: optional(self.passage.as_ref(), |text| {
                    fields::passage(desk, &source, text)
                })?,
                evidence: Vec::new(),
                note: self.note.clone(),
                credibility: self.credibility,
                source,
                unreviewed: false,
            };
            let before = Before::of(&context.current_view(desk.reader()), claim)?;
            let outcome = if self.again {
                StatementOutcome::New(desk.statement_again(statement)?)
            } else {
                desk.statement(statement)?
            };
            if let StatementOutcome::TakenBack(key) = outcome {
                let id = desk.reader().statement(key)?.id;
                bail!(
                    "the same statement was recorded as {id} and then voided or corrected; add --again to record it anyway"
                );
            }
            Ok((claim, before, outcome))
        })?;
        let (claim, _, outcome) = written.done;
        let (key, what) = match outcome {
            StatementOutcome::New(key) => (key, "recorded"),
            StatementOutcome::Evidence(key, _) => {
                (key, "was already recorded; added this passage as evidence")
            }
            StatementOutcome::Unchanged(key) | StatementOutcome::TakenBack(key) => {
                (key, "was already recorded; nothing changed")
            }
        };
        let mut answer = statement_news(context, &written, claim, key, what)?;
        let note = written.ledger.now().statement(key)?.statement.note;
        if self.note.is_some() && self.note != note {
            let remark = " Its note was not changed; `onrecord correct` changes it.";
            answer.done.push_str(remark);
            if let Some(said) = &mut answer.said {
                said.is_note_kept = true;
            }
        }
        answer
            .done
            .push_str(&merger(&written.ledger.now(), &self.claim)?);
        context.print(&answer)
    }
}

/// Says that a claim was merged, if it was: the statement was recorded on another one than was named.
fn merger(reader: &Reader<'_>, claim: &str) -> Result<String> {
    if reader.merged_away(Merged::Claim, claim)?.is_none() {
        return Ok(String::new());
    }
    let how = if reader.is_opposite(claim)? {
        ", which says the opposite"
    } else {
        ""
    };
    Ok(format!(" {claim} was merged into that claim{how}."))
}
