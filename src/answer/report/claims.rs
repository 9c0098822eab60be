//! The claims of a report, each with its sentence, its statements and what the rules made of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::claims::{ClaimAnswer, claim, rulings};
use super::super::discrepancies::DiscrepancyAnswer;
use super::super::timeline::{holders, timeline};
use super::super::trace::{RuleLine, TraceStep, why};
use super::super::view::View;
use super::super::wording;
use super::cast::{Cast, ReportSpeaker};
use super::words::ShownStatement;
use super::{LeftOut, ReportOptions};
use crate::domain::docket::StatementKey;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::domain::status::{Acknowledgement, Status};
use crate::domain::value::Value;
use crate::ledger::{About, ClaimFilter, Result, Standing};

/// A claim in a report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportClaim {
    /// The id.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// What it belongs to.
    pub topic: Option<String>,
    /// The derived status.
    pub status: Status,
    /// When the words that brought the status were said.
    pub since: Option<String>,
    /// The standard in force.
    pub standard: String,
    /// What its principals make of it.
    pub acknowledgement: Option<Acknowledgement>,
    /// How many independent origins affirm it.
    pub origins: u32,
    /// Its principals.
    pub principals: Vec<ReportSpeaker>,
    /// The principals that have not spoken firmly on the record.
    pub awaiting: Vec<ReportSpeaker>,
    /// The question it answers.
    pub question: Option<Slug>,
    /// The answer.
    pub value: Option<Value>,
    /// The day by which it says something will have happened.
    pub due: Option<String>,
    /// One sentence to paste into a story.
    pub sentence: String,
    /// Who takes a stance on it, firm ones first.
    pub held: Vec<ReportHolder>,
    /// What was said on it, oldest first.
    pub statements: Vec<ReportStatement>,
    /// The lines of the status rule up to the first that fits.
    pub lines: Vec<RuleLine>,
    /// The desk's rulings, oldest first.
    pub rulings: Vec<Ruling>,
}

/// A party's position on a claim.
#[derive(Debug, Clone, Serialize)]
pub struct ReportHolder {
    /// Whose it is.
    pub speaker: ReportSpeaker,
    /// The stance.
    pub stance: Stance,
    /// The statement that puts it there.
    pub statement: Option<String>,
    /// When it was said.
    pub said: String,
    /// Whether the party only relayed it.
    pub relayed: bool,
}

/// A statement, what the rules made of it and what it did.
#[derive(Debug, Clone, Serialize)]
pub struct ReportStatement {
    /// The statement.
    #[serde(flatten)]
    pub words: ShownStatement,
    /// The status that the claim came to stand at with it; null where it changed nothing.
    pub turned: Option<Status>,
    /// Whose word it is by the rules; null where it is nobody's.
    pub counts_for: Option<ReportSpeaker>,
    /// What became of it.
    pub rule: String,
}

/// A claim that a report shows, with the statements that it may show.
pub struct Chosen {
    /// The claim and where it stands.
    pub standing: Standing,
    topic: Option<String>,
    said: Vec<StatementKey>,
}

/// The claims that a report shows, topic by topic in the order of recording, and how many are left
/// out. Of more than the limit, those in the sharpest discrepancies come first, then those whose
/// status is newest.
pub fn chosen(
    view: &View<'_>,
    filter: &ClaimFilter,
    found: &[DiscrepancyAnswer],
    ask: &ReportOptions,
) -> Result<(Vec<Chosen>, LeftOut)> {
    let mut left_out = LeftOut::default();
    let mut sharpness: BTreeMap<&Slug, usize> = BTreeMap::new();
    let strong = found.iter().filter(|found| !found.weak);
    for (place, claim) in strong.flat_map(|found| &found.claims).enumerate() {
        sharpness.entry(claim).or_insert(place);
    }
    let mut ranked = Vec::new();
    for standing in view.claims(filter)? {
        let said = statements(view, &standing, ask.off_record)?;
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
    let limit = ask.limit.map_or(usize::MAX, |limit| limit as usize);
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

/// The statements on a claim that may be shown.
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

/// The claims with everything that is known of them.
pub fn claims(view: &View<'_>, cast: &Cast, chosen: &[Chosen]) -> Result<Vec<ReportClaim>> {
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
        principals,
        awaiting,
        question,
        value,
        due,
        since,
        ..
    } = claim(view, standing)?;
    let named = |parties: &[Slug]| parties.iter().map(|party| cast.named(party)).collect();
    let trace = why(view, key)?;
    Ok(ReportClaim {
        principals: named(&principals),
        awaiting: named(&awaiting),
        sentence: wording::paste_ready(view, standing)?,
        held: held(view, cast, standing)?,
        statements: told(view, cast, chosen, &trace.words)?,
        lines: trace.lines,
        rulings: rulings(view, key)?,
        claim: id,
        text,
        topic,
        status,
        standard,
        acknowledgement,
        origins,
        question,
        value,
        due,
        since,
    })
}

fn held(view: &View<'_>, cast: &Cast, standing: &Standing) -> Result<Vec<ReportHolder>> {
    let holders = holders(view, &standing.finding)?.into_iter();
    let held = holders.map(|holder| ReportHolder {
        speaker: cast.holder(&holder.party, &holder.statement),
        statement: cast.shown_id(&holder.statement),
        stance: holder.stance,
        said: holder.said,
        relayed: holder.relayed,
    });
    Ok(held.collect())
}

/// The statements in order, each with what the rules made of it.
fn told(
    view: &View<'_>,
    cast: &Cast,
    chosen: &Chosen,
    traced: &[TraceStep],
) -> Result<Vec<ReportStatement>> {
    let rules: BTreeMap<&str, &TraceStep> = traced
        .iter()
        .map(|word| (word.statement.as_str(), word))
        .collect();
    let in_order = timeline(view, String::new(), chosen.said.clone())?;
    let heard = in_order
        .statements
        .into_iter()
        .map(|told| (told.said.statement, told.turned));
    let mut all: Vec<(String, Option<Status>)> = heard.collect();
    // Notes are no part of the story's order; where they are asked for they follow it.
    for key in &chosen.said {
        let recorded = view.statement(*key)?;
        if recorded.statement.attribution == Attribution::OffRecord {
            all.push((recorded.id.to_string(), None));
        }
    }
    let mut told = Vec::new();
    for (id, turned) in all {
        let Some(words) = cast.words(&id) else {
            continue;
        };
        let rule = rules.get(id.as_str());
        let counts_for = rule.and_then(|word| word.counts_for.as_ref());
        told.push(ReportStatement {
            words,
            turned,
            counts_for: counts_for.map(|party| cast.holder(party, &id)),
            rule: rule.map_or_else(String::new, |word| word.rule.clone()),
        });
    }
    Ok(told)
}
