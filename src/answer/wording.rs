//! Sentences in the wording of newsrooms: "said", never "claimed" or "admitted".

mod case;
mod value;

use std::collections::BTreeMap;

use super::attribution;
use super::view::View;
use crate::domain::claim::Question;
use crate::domain::discrepancy::{Discrepancy, Kind, Stand, Subject};
use crate::domain::docket::{ClaimKey, PartyKey, StatementKey};
use crate::domain::history::Episode;
use crate::domain::slug::Slug;
use crate::domain::statement::{Family, Stance};
use crate::domain::status::{Answer, Status};
use crate::ledger::{Recorded, Result, Standing};

pub use value::in_words as value_in_words;

/// "a", "a and b", "a, b and c".
pub fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [firsts @ .., last] => format!("{} and {last}", firsts.join(", ")),
    }
}

/// The proposition of a claim as it follows the word "that".
fn subordinate(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    if case::begins_with_common_word(text) {
        case::lower_first(text)
    } else {
        text.to_owned()
    }
}

/// A party's name as it follows other words: "the ministry".
pub fn in_a_sentence(name: &str) -> String {
    match case::begins_with_article(name) {
        true => case::lower_first(name),
        false => name.to_owned(),
    }
}

/// Who took which stance on a claim, by their ids: "lee confirms sails-friday, via reyes".
pub fn took(party: &Slug, stance: Stance, claim: &Slug, relays: &[Slug]) -> String {
    let took = format!("{party} {stance} {claim}");
    let relays: Vec<&str> = relays.iter().map(Slug::as_str).collect();
    match relays.is_empty() {
        true => took,
        false => format!("{took}, via {}", relays.join(", ")),
    }
}

/// A stance on something already named: "X; the Kremlin *has not confirmed it*".
pub fn of_it(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "said so",
        Stance::Confirms => "confirmed it",
        Stance::Hedges => "left it open",
        Stance::Doubts => "doubted it",
        Stance::Denies => "denied it",
        Stance::Rejects => "rejected it",
        Stance::Declines => "declined to say",
        Stance::NotConfirmed => "has not confirmed it",
        Stance::NoReply => "did not reply",
        Stance::Retracts => "withdrew it",
    }
}

/// A stance on the proposition that follows: "*said that* X".
fn that(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "said that",
        Stance::Confirms => "confirmed that",
        Stance::Hedges => "left it open whether",
        Stance::Doubts => "doubted that",
        Stance::Denies => "denied that",
        Stance::Rejects => "rejected that",
        Stance::Declines => "declined to say whether",
        Stance::NotConfirmed => "has not confirmed that",
        Stance::NoReply => "did not reply on whether",
        Stance::Retracts => "withdrew that",
    }
}

/// A party as a sentence names it: by its name, or by the wording negotiated for a statement.
fn named(view: &View<'_>, party: PartyKey, statement: Option<StatementKey>) -> Result<String> {
    let name = || {
        let name = view.party(party)?.1;
        // The name of an unnamed party is a description: "Two sources close to the talks".
        let loses_capital = case::begins_with_article(&name)
            || (case::begins_with_common_word(&name) && attribution::names_nobody(view, party)?);
        Ok(if loses_capital {
            case::lower_first(&name)
        } else {
            name
        })
    };
    let Some(key) = statement else {
        return name();
    };
    let recorded = view.statement(key)?;
    let own = view.reader.party_key(recorded.statement.party.as_str())? == Some(party);
    match attribution::wording(view, party, &recorded.statement)? {
        Some(wording) if own => Ok(wording),
        _ => name(),
    }
}

/// Parties grouped by their stances: "a and b said so, c denied it".
fn grouped<'s>(
    view: &View<'_>,
    stands: impl Iterator<Item = &'s Stand>,
    phrase: fn(Stance) -> &'static str,
) -> Result<String> {
    let mut groups: Vec<(&'static str, Vec<String>)> = Vec::new();
    for stand in stands {
        let stance = stand.statement.map(|key| view.statement(key)).transpose()?;
        let stance = stance.map(|recorded| recorded.statement.stance);
        let did = stance.map_or("has not been heard", phrase);
        let name = named(view, stand.party, stand.statement)?;
        match groups.iter_mut().find(|(other, _)| *other == did) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => groups.push((did, vec![name])),
        }
    }
    let phrases: Vec<String> = groups
        .iter()
        .map(|(did, names)| format!("{} {}", listed(names), agreeing(did, names.len())))
        .collect();
    Ok(listed(&phrases))
}

/// A stance as its subject asks for it: "has" for one, "have" for several.
pub fn agreeing(phrase: &str, count: usize) -> String {
    match phrase.strip_prefix("has ") {
        Some(rest) if count > 1 => format!("have {rest}"),
        _ => phrase.to_owned(),
    }
}

/// The question that a discrepancy is about.
pub(super) fn question_of(view: &View<'_>, found: &Discrepancy) -> Result<Option<Question>> {
    match found.identity.subject {
        Subject::Question(key) => view.reader.question(key).map(Some),
        Subject::Claim(_) => Ok(None),
    }
}

/// One sentence saying what diverges.
pub(super) fn summary(view: &View<'_>, episode: &Episode) -> Result<String> {
    let found = &episode.discrepancy;
    let text = match found.identity.kind {
        Kind::Contradiction | Kind::Unacknowledged => two_sides(view, found),
        Kind::ValueConflict => rival_answers(view, found),
        Kind::Reversal => before_and_after(view, found),
        Kind::MixedSignals => mixed(view, found),
        Kind::ConflictingReports => reports(view, found),
        Kind::AnonymousOnly => unnamed(view, found),
        Kind::Overdue => overdue(view, found),
    };
    Ok(case::upper_first(&text?))
}

fn proposition(view: &View<'_>, claim: ClaimKey) -> Result<String> {
    Ok(subordinate(&view.claim(claim)?.claim.text))
}

fn of_side(found: &Discrepancy, side: u32) -> impl Iterator<Item = &Stand> {
    found.stands.iter().filter(move |stand| stand.side == side)
}

fn first_claim(found: &Discrepancy) -> ClaimKey {
    found.claims.first().copied().unwrap_or(ClaimKey(0))
}

fn two_sides(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let affirming = names(view, of_side(found, 0))?;
    let claim = proposition(view, first_claim(found))?;
    let others = grouped(view, of_side(found, 1), of_it)?;
    Ok(format!(
        "{} said that {claim}; {others}.",
        listed(&affirming)
    ))
}

fn names<'s>(view: &View<'_>, stands: impl Iterator<Item = &'s Stand>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for stand in stands {
        let name = named(view, stand.party, stand.statement)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

fn rival_answers(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let question = question_of(view, found)?;
    let mut confirmed = BTreeMap::new();
    for claim in &found.claims {
        let standing = view.standing(*claim)?;
        if standing.finding.status == Status::Confirmed {
            confirmed.insert(*claim, standing.since);
        }
    }
    let mut answers = Vec::new();
    for claim in &found.claims {
        let info = view.claim(*claim)?;
        let answer = match &info.claim.value {
            Some(value) => value_in_words(value),
            None => subordinate(&info.claim.text),
        };
        let names = listed(&holders_of_answer(view, found, *claim)?);
        let mark = match confirmed.get(claim) {
            None => String::new(),
            // Of two that are confirmed, one was so first.
            Some(Some(since)) if confirmed.len() > 1 => {
                format!(", confirmed since {}", view.time_of(*since)?)
            }
            Some(_) => ", confirmed".to_owned(),
        };
        answers.push(format!("{answer} ({names}{mark})"));
    }
    let asked = question.map_or_else(String::new, |question| format!("{} ", question.text));
    Ok(format!("{asked}{}.", answers.join("; ")))
}

/// The parties that hold an answer. One that also holds another comes with the time of this one.
fn holders_of_answer(view: &View<'_>, found: &Discrepancy, claim: ClaimKey) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for stand in found.stands.iter().filter(|stand| stand.claim == claim) {
        let mut name = named(view, stand.party, stand.statement)?;
        let elsewhere = |other: &&Stand| other.party == stand.party && other.claim != claim;
        if let Some(key) = stand.statement
            && found.stands.iter().any(|other| elsewhere(&other))
        {
            name = format!("{name} on {}", view.statement(key)?.when);
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// When a statement was made, and on what terms if not on the record: a sentence that names the
/// speaker must not be taken for one to publish.
fn when_and_terms(recorded: &Recorded) -> String {
    match recorded.statement.attribution.terms() {
        Some(terms) => format!("{}, {terms}", recorded.when),
        None => recorded.when.to_string(),
    }
}

/// The terms of the statements behind a discrepancy that names their speaker, if any was not made on
/// the record: " (on background)".
fn terms_of<'s>(view: &View<'_>, stands: impl Iterator<Item = &'s Stand>) -> Result<String> {
    let mut terms: Vec<String> = Vec::new();
    for key in stands.filter_map(|stand| stand.statement) {
        let said = view.statement(key)?.statement.attribution.terms();
        if let Some(said) = said.filter(|said| !terms.iter().any(|one| one == said)) {
            terms.push(said.to_owned());
        }
    }
    Ok(match terms.is_empty() {
        true => String::new(),
        false => format!(" ({})", listed(&terms)),
    })
}

/// The party that a discrepancy is about, as a sentence names it.
fn party_of(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let party = found.identity.party.map(|key| named(view, key, None));
    Ok(party.transpose()?.unwrap_or_default())
}

fn before_and_after(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let words = |side| -> Result<Option<(String, String)>> {
        let Some(stand) = of_side(found, side).last() else {
            return Ok(None);
        };
        let Some(key) = stand.statement else {
            return Ok(None);
        };
        let recorded = view.statement(key)?;
        let stance = recorded.statement.stance;
        let phrase = if side == 0 || found.claims.len() > 1 {
            format!("{} {}", that(stance), proposition(view, stand.claim)?)
        } else {
            of_it(stance).to_owned()
        };
        Ok(Some((when_and_terms(&recorded), phrase)))
    };
    let name = party_of(view, found)?;
    let voices = of_side(found, 0).filter(|stand| Some(stand.party) != found.identity.party);
    let voices = names(view, voices)?;
    Ok(match (words(0)?, words(1)?) {
        (Some((first, before)), Some((then, after))) if voices.is_empty() => {
            format!("{name} {before} ({first}), and then {after} ({then}).")
        }
        (Some((first, before)), Some((then, after))) => {
            let voices = listed(&voices);
            format!("{voices} {before} ({first}), and then {name} {after} ({then}).")
        }
        _ => format!("{name} changed position."),
    })
}

fn mixed(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let head = party_of(view, found)?;
    let claim = proposition(view, first_claim(found))?;
    let affirming = names(view, of_side(found, 0))?;
    let only_head = std::slice::from_ref(&head);
    let is_alone = affirming == only_head && names(view, of_side(found, 1))? == only_head;
    let affirming = listed(&affirming);
    let others = grouped(view, of_side(found, 1), of_it)?;
    let (ours, theirs) = (
        terms_of(view, of_side(found, 0))?,
        terms_of(view, of_side(found, 1))?,
    );
    if is_alone {
        let others = others.strip_prefix(&head).unwrap_or(&others).trim_start();
        return Ok(format!(
            "{head} both said that {claim}{ours} and {others}{theirs}."
        ));
    }
    Ok(format!(
        "{head} is heard both ways: {affirming} said that {claim}{ours}, while {others}{theirs}."
    ))
}

fn reports(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let name = party_of(view, found)?;
    let mut by_publisher: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut day = String::new();
    for stand in &found.stands {
        let Some(key) = stand.statement else {
            continue;
        };
        let recorded = view.statement(key)?;
        day = recorded.when.cut_to_day().to_string();
        let publisher = publisher(view, &recorded.statement.source)?;
        let reports = by_publisher.entry(publisher).or_default();
        let terms = terms_of(view, std::iter::once(stand))?;
        let did = format!("{}{terms}", of_it(recorded.statement.stance));
        if !reports.contains(&did) {
            reports.push(did);
        }
    }
    let reports: Vec<String> = by_publisher
        .iter()
        .map(|(publisher, did)| format!("{} according to {publisher}", listed(did)))
        .collect();
    let claim = view.claim(first_claim(found))?.claim.text;
    Ok(format!("{name} on {day} {}: {claim}", listed(&reports)))
}

/// The publisher of a source or, if it is not known, the source's id.
fn publisher(view: &View<'_>, source: &Slug) -> Result<String> {
    let key = view.reader.source_key(source.as_str())?;
    let record = key.map(|key| view.reader.source(key)).transpose()?;
    let publisher = record.and_then(|record| record.publisher);
    Ok(publisher.unwrap_or_else(|| source.to_string()))
}

fn unnamed(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let claim = proposition(view, first_claim(found))?;
    let names = listed(&names(view, found.stands.iter())?);
    Ok(format!("Only unnamed sources said that {claim}: {names}."))
}

fn overdue(view: &View<'_>, found: &Discrepancy) -> Result<String> {
    let info = view.claim(first_claim(found))?;
    let due = info
        .claim
        .due
        .map_or_else(String::new, |due| due.to_string());
    let names = names(view, found.stands.iter())?;
    let said = if names.is_empty() {
        String::new()
    } else {
        format!(" {} had said so.", listed(&names))
    };
    Ok(format!(
        "{}. It was due by {due}, and nobody has spoken since.{said}",
        info.claim.text.trim_end_matches('.')
    ))
}

/// One sentence to paste into a story: who says so, and who does not.
pub(super) fn paste_ready(view: &View<'_>, standing: &Standing) -> Result<String> {
    let finding = &standing.finding;
    let claim = proposition(view, finding.claim)?;
    let mut parts = Vec::new();
    let spoke_firmly = |party| finding.positions.iter().any(|firm| firm.party == party);
    for family in [Family::Affirming, Family::Negating, Family::Uncertain] {
        let mut by_stance: BTreeMap<Stance, Vec<String>> = BTreeMap::new();
        for position in finding.positions_of(family) {
            if !family.is_firm() && spoke_firmly(position.party) {
                continue;
            }
            // Confirming is saying so too, and one verb for all who affirm reads better.
            let stance = match position.stance {
                Stance::Confirms => Stance::Asserts,
                other => other,
            };
            let name = named(view, position.party, Some(position.statement))?;
            by_stance.entry(stance).or_default().push(name);
        }
        for (stance, names) in by_stance {
            let phrase = if parts.is_empty() {
                format!("{} {claim}", that(stance))
            } else {
                of_it(stance).to_owned()
            };
            parts.push(format!(
                "{} {}",
                listed(&names),
                agreeing(&phrase, names.len())
            ));
        }
    }
    for principal in &finding.principals {
        let name = named(view, principal.party, None)?;
        let stance = principal
            .statement
            .map(|key| view.statement(key))
            .transpose()?;
        let stance = stance.map(|recorded| recorded.statement.stance);
        match (principal.answer, stance) {
            (Answer::Silent, _) => parts.push(format!("{name} has not been heard on it")),
            (Answer::Withholds, Some(stance)) if stance.family() == Family::Withholding => {
                parts.push(format!("{name} {}", of_it(stance)));
            }
            _ => {}
        }
    }
    Ok(match parts.as_slice() {
        [] => format!("Nobody has been heard on whether {claim}."),
        _ => case::upper_first(&format!("{}.", parts.join("; "))),
    })
}
