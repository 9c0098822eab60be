//! `onrecord say`

use anyhow::{Result, bail};

use super::context::{Context, Written};
use super::exit::Exit;
use super::fields;
use crate::answer::{self, Before, NewsAnswer};
use crate::desk::Noted;
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::statement::{Attribution, Stance, Statement};

/// Record that a party takes a stance on a claim.
///
/// Prints what it changed: the status before and after, and the discrepancies that it opened and
/// resolved. The same statement again is recognised; another passage for it becomes evidence.
#[derive(Debug, clap::Args)]
pub struct Say {
    /// Who speaks
    pub party: String,
    /// The stance taken
    #[arg(value_enum)]
    pub stance: Stance,
    /// The claim that it is taken on
    pub claim: String,
    /// The document it stands in
    #[arg(long)]
    pub source: String,
    /// When it was said; left out: on the day of the source
    #[arg(long, value_name = "TIME")]
    pub said: Option<String>,
    /// Who relayed it, nearest to the source first
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub via: Vec<String>,
    /// The words themselves, where the wording is the fact
    #[arg(long)]
    pub quote: Option<String>,
    /// Where it stands: the words in the attached text, or START..END in characters
    #[arg(long, value_name = "WORDS")]
    pub passage: Option<String>,
    /// On what terms it was said
    #[arg(long, value_enum, default_value_t = Attribution::OnRecord)]
    pub attribution: Attribution,
    /// The negotiated wording to show for the speaker
    #[arg(long, value_name = "WORDING")]
    pub shown_as: Option<String>,
    /// A remark of the desk
    #[arg(long)]
    pub note: Option<String>,
    /// Record it although its like was voided or corrected before
    #[arg(long)]
    pub again: bool,
}

impl Say {
    /// Records the statement.
    ///
    /// # Errors
    /// Where a name is unknown, or the statement cannot be.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let (claim, claim_id) = names.claim(&self.claim)?;
            let (_, source) = names.source(&self.source)?;
            let passage = self.passage.as_deref();
            let passage = passage.map(|text| fields::passage(desk, &source, text));
            let relays = self.via.iter().map(|name| Ok(names.party(name)?.1));
            let statement = Statement {
                id: None,
                party: names.party(&self.party)?.1,
                stance: self.stance,
                claim: claim_id,
                said: fields::when("--said", self.said.as_deref())?,
                via: relays.collect::<Result<_>>()?,
                attribution: self.attribution,
                shown_as: self.shown_as.clone(),
                quote: self.quote.clone(),
                passage: passage.transpose()?,
                evidence: Vec::new(),
                note: self.note.clone(),
                source,
            };
            let before = Before::of(&context.present(desk.reader()), claim)?;
            let noted = if self.again {
                Noted::New(desk.statement_again(statement)?)
            } else {
                desk.statement(statement)?
            };
            if let Noted::TakenBack(key) = noted {
                let id = desk.reader().statement(key)?.id;
                bail!("this was recorded as {id} and taken back; --again records it anew");
            }
            Ok((claim, before, noted))
        })?;
        let (claim, _, noted) = written.done;
        let (key, what) = match noted {
            Noted::New(key) => (key, "recorded"),
            Noted::Evidence(key, _) => (key, "recorded before; this passage was added as evidence"),
            Noted::Same(key) | Noted::TakenBack(key) => (key, "recorded before; nothing to add"),
        };
        let mut answer = news(context, &written, claim, key, what)?;
        let held = written.ledger.now().statement(key)?.statement.note;
        if self.note.is_some() && self.note != held {
            let remark = " Its note stays as it was; `onrecord correct` changes it.";
            answer.done.push_str(remark);
        }
        context.print(&answer)
    }
}

/// What a write on one statement changed.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn news<T>(
    context: &Context,
    written: &Written<(ClaimKey, Before, T)>,
    claim: ClaimKey,
    key: StatementKey,
    what: &str,
) -> Result<NewsAnswer> {
    let view = context.present(written.ledger.now());
    let said = answer::statement_answer(&view, key)?;
    let done = format!(
        "{}: {} {} {} ({}, {}) {what}.",
        said.statement, said.party, said.stance, said.claim, said.said, said.source
    );
    let (_, before, _) = &written.done;
    let id = Some(said.statement);
    Ok(answer::news(
        &view,
        claim,
        done,
        id,
        &written.changes,
        before,
    )?)
}
