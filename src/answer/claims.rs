//! Claims with their status, and statements as answers give them.

use serde::Serialize;

use super::contest::{Contest, contest};
use super::discrepancies::{self, DiscrepancyAnswer};
use super::timeline::made_by;
use super::view::View;
use super::wording;
use crate::domain::claim::Standard;
use crate::domain::docket::{ClaimKey, PartyKey, StatementKey};
use crate::domain::fold::Finding;
use crate::domain::grade::Grade;
use crate::domain::passage::Passage;
use crate::domain::ruling::{Ruling, Verdict};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Family, Stance};
use crate::domain::status::{self, Acknowledgement, Status};
use crate::domain::time::Moment;
use crate::domain::value::Value;
use crate::ledger::{About, DiscrepancyFilter, Result, Standing, State};

/// A claim and where it stands. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimAnswer {
    /// The id.
    pub id: Slug,
    /// The proposition.
    pub text: String,
    /// Its topic.
    pub topic: Option<String>,
    /// Its derived status.
    pub status: Status,
    /// The parties that contest the status.
    pub contested_by: Contest,
    /// The standard that applies.
    pub standard: String,
    /// How its principals answered, or null if it has none.
    pub acknowledgement: Option<Acknowledgement>,
    /// The number of independent origins that affirm it.
    pub origins: u32,
    /// The number of origins that the standard asks for, or null if it asks for acknowledgement.
    pub origins_needed: Option<u32>,
    /// Its principals.
    pub principals: Vec<Slug>,
    /// The principals that have not spoken firmly on the record.
    pub awaiting: Vec<Slug>,
    /// The parties whose firm position affirms it.
    pub affirmed_by: Vec<Slug>,
    /// The parties whose firm position negates it.
    pub negated_by: Vec<Slug>,
    /// The parties that hedge on it or doubt it.
    pub uncertain: Vec<Slug>,
    /// The parties that decline, do not confirm or do not reply.
    pub withheld_by: Vec<Slug>,
    /// The question it answers.
    pub question: Option<Slug>,
    /// Its answer to that question.
    pub value: Option<Value>,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// When the statement that brought about the status was made.
    pub since: Option<String>,
    /// The desk's latest verdict.
    pub ruling: Option<Verdict>,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
}

/// A statement. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatementAnswer {
    /// Its id.
    #[serde(rename = "id")]
    pub statement: String,
    /// The speaker.
    pub party: Slug,
    /// The speaker's name.
    pub name: String,
    /// The stance.
    pub stance: Stance,
    /// The claim.
    pub claim: Slug,
    /// When it was made.
    pub said: String,
    /// Whether it has no time of its own, so that `said` is its source's day.
    pub undated: bool,
    /// The source.
    pub source: Slug,
    /// The parties that relayed it, nearest the source first.
    pub via: Vec<Slug>,
    /// The attribution level.
    pub attribution: Attribution,
    /// The wording to show in place of the speaker's name.
    pub shown_as: Option<String>,
    /// A short quote.
    pub quote: Option<String>,
    /// The words of the passage, or null if there is none or the source's text is not attached.
    pub words: Option<String>,
    /// Where in the source it is.
    pub passage: Option<Passage>,
    /// Further passages.
    pub evidence: Vec<Evidence>,
    /// The desk's note.
    pub note: Option<String>,
    /// How far the desk trusts its source and believes it.
    #[serde(flatten)]
    pub grade: Grade,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
}

impl StatementAnswer {
    /// Its grade in a list of what one source says, beside that source's reliability: none if that is all there is.
    pub fn grade_in_source(&self) -> Grade {
        match self.grade.credibility {
            Some(_) => self.grade,
            None => Grade::default(),
        }
    }
}

/// All that `claim show` prints of a claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimPage {
    /// The claim and where it stands.
    pub claim: ClaimAnswer,
    /// Other ids that find it, such as those from before it was renamed.
    pub other_ids: Vec<Slug>,
    /// The ids of the statements that gave it its status.
    pub by: Vec<String>,
    /// The number of statements on it.
    pub statement_count: usize,
    /// The statements on it, oldest first: all of them, or the last ones and those that gave it its status.
    pub statements: Vec<StatementAnswer>,
    /// The open discrepancies that name it.
    pub discrepancies: Vec<DiscrepancyAnswer>,
    /// The desk's rulings, oldest first.
    pub rulings: Vec<Ruling>,
    /// One sentence to paste into a story.
    pub sentence: String,
}

/// A claim and where it stands.
pub fn claim(view: &View<'_>, standing: &Standing) -> Result<ClaimAnswer> {
    let finding = &standing.finding;
    let info = view.claim(finding.claim)?;
    let held = |family: Family| view.party_ids(holders(finding, family).into_iter());
    Ok(ClaimAnswer {
        status: finding.status,
        contested_by: contest(view, finding.contesting())?,
        standard: info.standard.to_string(),
        acknowledgement: finding.acknowledgement,
        origins: finding.origins,
        origins_needed: match info.standard {
            Standard::Corroboration(needed) => Some(needed.get()),
            Standard::Acknowledgement => None,
        },
        awaiting: view.party_ids(status::awaiting(&finding.principals))?,
        affirmed_by: held(Family::Affirming)?,
        negated_by: held(Family::Negating)?,
        uncertain: held(Family::Uncertain)?,
        withheld_by: held(Family::Withholding)?,
        due: info.claim.due.map(|day| day.to_string()),
        since: standing
            .since
            .map(|event| view.time_of(event))
            .transpose()?,
        ruling: finding.ruling,
        unreviewed: view.is_finding_unreviewed(finding)?,
        id: info.claim.id,
        text: info.claim.text,
        topic: info.claim.topic,
        principals: info.claim.principals,
        question: info.claim.question,
        value: info.claim.value,
    })
}

/// Claims and where they stand. What they have in common is looked up once.
pub fn claims(view: &View<'_>, standings: &[Standing]) -> Result<Vec<ClaimAnswer>> {
    view.load_holder_names(standings)?;
    view.load_claims(standings)?;
    standings.iter().map(|one| claim(view, one)).collect()
}

/// The parties that hold a stance of this family on a claim.
pub(super) fn holders(finding: &Finding, family: Family) -> Vec<PartyKey> {
    finding
        .positions_of(family)
        .map(|position| position.party)
        .collect()
}

/// A statement as answers give it.
pub fn statement_answer(view: &View<'_>, key: StatementKey) -> Result<StatementAnswer> {
    let recorded = view.statement(key)?;
    let statement = recorded.statement;
    view.note_named(&statement)?;
    let party = view.party_key(&statement.party)?;
    let name = party.map(|key| view.party(key)).transpose()?;
    Ok(StatementAnswer {
        words: view.words_of(&statement)?,
        statement: recorded.id.to_string(),
        name: name.map_or_else(|| statement.party.to_string(), |(_, name)| name),
        party: statement.party,
        stance: statement.stance,
        claim: statement.claim,
        said: recorded.when.to_string(),
        undated: statement.said.is_none(),
        source: statement.source,
        via: statement.via,
        attribution: statement.attribution,
        shown_as: statement.shown_as,
        quote: statement.quote,
        passage: statement.passage,
        evidence: statement.evidence,
        note: statement.note,
        grade: Grade {
            reliability: recorded.reliability,
            credibility: statement.credibility,
        },
        unreviewed: statement.unreviewed,
    })
}

impl View<'_> {
    /// Some statements as answers give them, in the given order.
    pub fn statement_answers(&self, keys: &[StatementKey]) -> Result<Vec<StatementAnswer>> {
        self.load_statements(keys.iter().copied())?;
        let answers = keys.iter().map(|key| statement_answer(self, *key));
        answers.collect()
    }
}

/// A claim with its statements, open discrepancies and rulings.
pub fn claim_page(view: &View<'_>, key: ClaimKey, most: Option<u32>) -> Result<ClaimPage> {
    let standing = view.standing(key)?;
    let said = view.in_order_of_time(&view.reader.statements(About::Claim(key))?)?;
    let made = made_by(view, standing.finding.claim)?;
    let first = most.map_or(0, |most| said.len().saturating_sub(most as usize));
    let shown = said.iter().enumerate();
    let shown = shown.filter(|(at, key)| *at >= first || made.contains(key));
    let shown: Vec<StatementKey> = shown.map(|(_, key)| *key).collect();
    let filter = DiscrepancyFilter {
        claim: Some(key),
        state: State::Open,
        ..DiscrepancyFilter::default()
    };
    let episodes = view.discrepancies(&filter)?;
    let open = episodes
        .iter()
        .map(|episode| discrepancies::answer(view, episode));
    Ok(ClaimPage {
        claim: claim(view, &standing)?,
        other_ids: view.reader.claim(key)?.claim.other_ids,
        by: view.statement_ids(&made)?,
        statement_count: said.len(),
        statements: view.statement_answers(&shown)?,
        discrepancies: open.collect::<Result<_>>()?,
        rulings: rulings(view, key)?,
        sentence: wording::paste_ready(view, &standing)?,
    })
}

/// The rulings on a claim up to the view's moment.
pub(super) fn rulings(view: &View<'_>, key: ClaimKey) -> Result<Vec<Ruling>> {
    let by_then = |ruling: &Ruling| match (view.as_of, ruling.ruled) {
        (Some(cut), Some(day)) => Moment::start_of(day) <= cut,
        _ => true,
    };
    let rulings = view.reader.rulings(key)?.into_iter();
    Ok(rulings.filter(by_then).collect())
}
