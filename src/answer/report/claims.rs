//! The claims of a report, each with its sentence, its statements and the rules that applied.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::claims::{ClaimAnswer, claim, rulings};
use super::super::contest::Contest;
use super::super::discrepancies::DiscrepancyAnswer;
use super::super::timeline::{Holder, Stands, StatusTurn, holders, moved_by, timeline, turns_of};
use super::super::trace::{RuleLine, TraceStep, why};
use super::super::view::View;
use super::super::wording;
use super::cast::{Cast, ReportSpeaker};
use super::statement::ShownStatement;
use super::{LeftOut, ReportOptions};
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::fold::Position;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::domain::status::{Acknowledgement, Status};
use crate::domain::value::Value;
use crate::ledger::{About, ClaimFilter, Result, Standing};

/// A claim in a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportClaim {
    /// Its id.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its topic.
    pub topic: Option<String>,
    /// Its derived status.
    pub status: Status,
    /// The parties that contest it, as the report shows them.
    pub contested_by: Contest<ReportSpeaker>,
    /// When the statement that brought about the status was made.
    pub since: Option<String>,
    /// The standard that applies.
    pub standard: String,
    /// How its principals answered, or null if it has none.
    pub acknowledgement: Option<Acknowledgement>,
    /// The number of independent origins that affirm it.
    pub origins: u32,
    /// The number of origins that the standard asks for, or null if it asks for acknowledgement.
    pub origins_needed: Option<u32>,
    /// Its principals.
    pub principals: Vec<ReportSpeaker>,
    /// The principals that have not spoken firmly on the record.
    pub awaiting: Vec<ReportSpeaker>,
    /// The question it answers.
    pub question: Option<Slug>,
    /// Its answer to that question.
    pub value: Option<Value>,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// One sentence to paste into a story.
    pub sentence: String,
    /// The parties that take a stance on it.
    #[serde(flatten)]
    pub stands: Stands<ReportHolder>,
    /// The statements on it, oldest first.
    pub statements: Vec<ReportStatement>,
    /// Changes of its status by statements on rival answers, oldest first.
    pub moved: Vec<ReportMove>,
    /// The lines of the status rule, up to the first that applies.
    pub lines: Vec<RuleLine>,
    /// The desk's rulings, oldest first.
    pub rulings: Vec<Ruling>,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
}

/// A party that takes a stance on a claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportHolder {
    /// The party, as the report shows it.
    pub speaker: ReportSpeaker,
    /// The stance.
    pub stance: Stance,
    /// The report's id of the statement behind it.
    pub statement: Option<String>,
    /// When that statement was made.
    pub said: String,
    /// Whether the party only relayed it.
    pub relayed: bool,
}

/// A statement with the rule that applied to it and the status it brought about.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportStatement {
    /// The statement.
    #[serde(flatten)]
    pub words: ShownStatement,
    /// The status that the claim got with it, or null if it changed nothing.
    pub turned: Option<Status>,
    /// The parties that contested that status when the claim got it.
    pub contested_by: Contest<ReportSpeaker>,
    /// The party whose position it counts for, if any.
    pub counts_for: Option<ReportSpeaker>,
    /// The rule that applied to it, in words.
    pub rule: String,
}

/// A status that a claim got with a statement on a rival answer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportMove {
    /// When the statement was made.
    pub said: String,
    /// The status from then on.
    pub status: Status,
    /// The parties that contested it then.
    pub contested_by: Contest<ReportSpeaker>,
}

/// A claim chosen for a report, with the statements that may appear.
pub(super) struct Chosen {
    /// Where the claim stands.
    pub standing: Standing,
    topic: Option<String>,
    said: Vec<StatementKey>,
}

impl Chosen {
    /// A claim, chosen whether or not anybody was heard on it.
    pub(super) fn one(view: &View<'_>, claim: ClaimKey) -> Result<Self> {
        let standing = view.standing(claim)?;
        Ok(Self {
            said: statements(view, &standing, false)?,
            topic: view.claim(claim)?.claim.topic,
            standing,
        })
    }
}

/// The claims for a report, by topic and in order of recording, and what is left out.
///
/// If there are more than the limit, those in the sharpest discrepancies are chosen, then those whose
/// status changed last.
pub(super) fn chosen(
    view: &View<'_>,
    filter: &ClaimFilter,
    found: &[DiscrepancyAnswer],
    options: &ReportOptions,
) -> Result<(Vec<Chosen>, LeftOut)> {
    let mut left_out = LeftOut::default();
    let mut sharpness: BTreeMap<&Slug, usize> = BTreeMap::new();
    let strong = found.iter().filter(|found| !found.weak);
    for (place, claim) in strong.flat_map(|found| &found.claims).enumerate() {
        sharpness.entry(claim).or_insert(place);
    }
    let mut ranked = Vec::new();
    for standing in view.claims(filter)? {
        let said = statements(view, &standing, options.off_record)?;
        if said.is_empty() {
            left_out.unheard += 1;
            continue;
        }
        let info = view.claim(standing.finding.claim)?.claim;
        let sharp = sharpness.get(&info.id).copied().unwrap_or(usize::MAX);
        let since = standing.since.map(|event| std::cmp::Reverse(event.at));
        let topic = info.topic;
        let rank = (sharp, since.is_none(), since);
        ranked.push((
            rank,
            Chosen {
                standing,
                topic,
                said,
            },
        ));
    }
    let limit = options.limit.map_or(usize::MAX, |limit| limit as usize);
    left_out.beyond_limit = ranked.len().saturating_sub(limit);
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(limit);
    let mut chosen: Vec<Chosen> = ranked.into_iter().map(|(_, chosen)| chosen).collect();
    chosen.sort_by_key(|one| one.standing.finding.claim);
    let mut topics: Vec<Option<String>> = Vec::new();
    for one in chosen.iter().filter(|one| one.topic.is_some()) {
        if !topics.contains(&one.topic) {
            topics.push(one.topic.clone());
        }
    }
    // Claims without a topic come last.
    let place = |topic: &Option<String>| topics.iter().position(|one| one == topic);
    chosen.sort_by_key(|one| place(&one.topic).unwrap_or(usize::MAX));
    Ok((chosen, left_out))
}

/// The statements on a claim that may appear.
fn statements(view: &View<'_>, standing: &Standing, off_record: bool) -> Result<Vec<StatementKey>> {
    let mut shown = Vec::new();
    for key in view
        .reader
        .statements(About::Claim(standing.finding.claim))?
    {
        let recorded = view.statement(key)?;
        let note = recorded.statement.attribution == Attribution::OffRecord;
        let said = view.as_of.is_none_or(|cut| recorded.when.earliest() <= cut);
        if said && (off_record || !note) {
            shown.push(key);
        }
    }
    Ok(shown)
}

/// The sections of the chosen claims.
pub(super) fn claims(view: &View<'_>, cast: &Cast, chosen: &[Chosen]) -> Result<Vec<ReportClaim>> {
    chosen.iter().map(|one| section(view, cast, one)).collect()
}

fn section(view: &View<'_>, cast: &Cast, chosen: &Chosen) -> Result<ReportClaim> {
    let standing = &chosen.standing;
    let key = standing.finding.claim;
    let ClaimAnswer {
        id,
        text,
        topic,
        status,
        standard,
        acknowledgement,
        origins,
        origins_needed,
        principals,
        awaiting,
        question,
        value,
        due,
        since,
        unreviewed,
        ..
    } = claim(view, standing)?;
    let named = |parties: &[Slug]| parties.iter().map(|party| cast.named(party)).collect();
    let trace = why(view, key)?;
    let stands = stands(view, cast, standing)?;
    Ok(ReportClaim {
        contested_by: contested(status, &stands),
        principals: named(&principals),
        awaiting: named(&awaiting),
        sentence: wording::paste_ready(view, standing)?,
        stands,
        moved: moved(view, cast, key)?,
        statements: traced_statements(view, cast, chosen, &trace.words)?,
        lines: trace.lines,
        rulings: rulings(view, key)?,
        claim: id,
        text,
        topic,
        status,
        standard,
        acknowledgement,
        origins,
        origins_needed,
        question,
        value,
        due,
        since,
        unreviewed,
    })
}

fn stands(view: &View<'_>, cast: &Cast, standing: &Standing) -> Result<Stands<ReportHolder>> {
    let holders = holders(view, &standing.finding)?.into_iter();
    let holders = holders.map(|holder| ReportHolder::of(cast, holder));
    Ok(Stands::of(holders.collect(), |holder| holder.stance))
}

impl ReportHolder {
    /// A holder as the report shows it.
    pub(super) fn of(cast: &Cast, holder: Holder) -> Self {
        Self {
            speaker: cast.holder(&holder.party, &holder.statement),
            statement: cast.shown_id(&holder.statement),
            stance: holder.stance,
            said: holder.said,
            relayed: holder.relayed,
        }
    }
}

/// The holders that contest a claim's status.
pub(super) fn contested(status: Status, stands: &Stands<ReportHolder>) -> Contest<ReportSpeaker> {
    let contesting = stands
        .all()
        .filter(|held| held.stance.family() == status.contesting());
    Contest::by(contesting.map(|held| {
        let name = held.speaker.name.clone();
        (held.speaker.clone(), name, held.stance)
    }))
}

/// The holders of positions that contested a status when it began, as the report shows them.
fn contested_then(
    view: &View<'_>,
    cast: &Cast,
    contesting: &[Position],
) -> Result<Contest<ReportSpeaker>> {
    let by = contesting.iter().map(|position| {
        let party = view.party_id(position.party)?;
        let statement = view.statement(position.statement)?.id;
        let speaker = cast.holder(&party, statement.as_str());
        let name = speaker.name.clone();
        Ok((speaker, name, position.stance))
    });
    let by: Vec<_> = by.collect::<Result<_>>()?;
    Ok(Contest::by(by.into_iter()))
}

/// The statuses that a claim got when parties moved between it and rival answers.
fn moved(view: &View<'_>, cast: &Cast, claim: ClaimKey) -> Result<Vec<ReportMove>> {
    let moves = moved_by(view, claim)?.into_iter().map(|turn| {
        let first = turn
            .by
            .first()
            .map(|key| view.statement(*key))
            .transpose()?;
        Ok(ReportMove {
            said: first.map_or_else(|| turn.at.day().to_string(), |said| said.when.to_string()),
            status: turn.status,
            contested_by: contested_then(view, cast, &turn.contesting)?,
        })
    });
    moves.collect()
}

/// The last change of the claim's status that each statement helped to make, by its id.
fn turned_by(view: &View<'_>, chosen: &Chosen) -> Result<BTreeMap<String, StatusTurn>> {
    let mut made = BTreeMap::new();
    for turn in turns_of(view, chosen.standing.finding.claim)?.iter() {
        for id in view.statement_ids(&turn.by)? {
            made.insert(id, turn.clone());
        }
    }
    Ok(made)
}

/// The statements on a claim in order of time, each with the rule that applied to it.
fn traced_statements(
    view: &View<'_>,
    cast: &Cast,
    chosen: &Chosen,
    trace: &[TraceStep],
) -> Result<Vec<ReportStatement>> {
    let steps: BTreeMap<&str, &TraceStep> = trace
        .iter()
        .map(|step| (step.statement.as_str(), step))
        .collect();
    let timeline = timeline(view, String::new(), chosen.said.clone())?;
    let items = timeline.statements.into_iter();
    let items = items.map(|item| (item.said.statement, item.turned));
    let mut all: Vec<(String, Option<Status>)> = items.collect();
    // A timeline has no off-record notes. If they are wanted, they come last.
    for key in &chosen.said {
        let recorded = view.statement(*key)?;
        if recorded.statement.attribution == Attribution::OffRecord {
            all.push((recorded.id.to_string(), None));
        }
    }
    let turns = turned_by(view, chosen)?;
    let mut statements = Vec::new();
    for (id, turned) in all {
        let Some(words) = cast.words(&id) else {
            continue;
        };
        let step = steps.get(id.as_str());
        let counts_for = step.and_then(|step| step.counts_for.as_ref());
        statements.push(ReportStatement {
            words,
            turned,
            contested_by: match turns.get(&id) {
                Some(turn) => contested_then(view, cast, &turn.contesting)?,
                None => Contest::default(),
            },
            counts_for: counts_for.map(|party| cast.holder(party, &id)),
            rule: step.map_or_else(String::new, |step| cast.rule(step)),
        });
    }
    Ok(statements)
}
