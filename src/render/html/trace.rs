//! How the rules arrive at a claim's status.

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::wording::{agreeing, of_it};
use crate::answer::{Mention, StepRule, TraceAnswer, TraceFinding};
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::status::{Acknowledgement, Answer};

/// What the rules make of each statement, and the line of the status rule that applies.
pub(in crate::render) fn trace(trace: &TraceAnswer, links: &Links<'_>) -> Markup {
    html! {
        (links.heading("Why", &trace.text, &format!("/claims/{}", trace.claim), trace.claim.as_str()))
        @if trace.words.is_empty() { p { "Nobody has spoken on it." } }
        @else { table.list {
            thead { tr {
                th scope="col" { "Said" } th scope="col" { "Party" } th scope="col" { "Stance" }
                th scope="col" { "What the rules make of it" }
            } }
            tbody { @for word in &trace.words { tr.faint[word.counts_for.is_none()] {
                td data-head="Said" { (links.statement(&trace.claim, &word.statement, &links.time(&word.said))) }
                td data-head="Party" { (links.party(&word.party)) (links.via(&word.via)) (marks::unreviewed(word.unreviewed)) }
                td data-head="Stance" { (marks::stance(word.stance)) }
                td data-head="Rule" { (rule(&word.rule, links)) }
            } } }
        } }
        (findings(trace, links))
        ol.rules { @for line in &trace.lines { li.fits[line.fits] {
            (line.rule) "? "
            @if line.fits { "Yes: " (marks::status(line.status)) } @else { "No." }
        } } }
    }
}

/// What a rule made of a statement, with what it mentions in words.
fn rule(rule: &StepRule, links: &Links<'_>) -> Markup {
    html! {
        (rule.before)
        @match &rule.about {
            Some(Mention::Party(party)) => (links.party_within(party)),
            Some(Mention::Claim(claim)) => { "“" (links.claim(claim)) "”" },
            None => {},
        }
        (rule.after)
    }
}

/// Those who take one stance, each with the statement that it rests on.
type Group<'t> = (Stance, Vec<(&'t Slug, &'t str)>);

/// What follows from the statements: who is firm, who is not, how those answer whose word counts, and how many origins
/// affirm.
fn findings(trace: &TraceAnswer, links: &Links<'_>) -> Markup {
    html! { ul.plain.findings {
        (positions("Firm", &grouped(trace, true), trace, links))
        (positions("Not firm, so it counts for neither side", &grouped(trace, false), trace, links))
        @for finding in &trace.findings { @match finding {
            TraceFinding::Position { .. } => {},
            TraceFinding::Principal { party, answer, statement } => li {
                "Whose word counts: " (name(party, statement.as_deref(), trace, links)) " " (answered(*answer)) "."
            },
            TraceFinding::Acknowledgement(how) => li { (acknowledged(*how)) },
            TraceFinding::Origins(count) => li {
                @match count { 0 => "No independent origin affirms it.", 1 => "1 independent origin affirms it.", _ => { (count) " independent origins affirm it." } }
            },
        } }
    } }
}

fn grouped(trace: &TraceAnswer, firm: bool) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for finding in &trace.findings {
        let TraceFinding::Position {
            party,
            stance,
            statement,
            is_firm,
        } = finding
        else {
            continue;
        };
        if *is_firm != firm {
            continue;
        }
        let one = (party, statement.as_str());
        match groups.iter_mut().find(|(other, _)| other == stance) {
            Some((_, parties)) => parties.push(one),
            None => groups.push((*stance, vec![one])),
        }
    }
    groups
}

/// A sentence: who said so, who denied it.
fn positions(label: &str, groups: &[Group<'_>], trace: &TraceAnswer, links: &Links<'_>) -> Markup {
    html! { @if !groups.is_empty() { li {
        (label) ": "
        @for (at, (stance, parties)) in groups.iter().enumerate() {
            @if at > 0 { "; " }
            @for (at, (party, statement)) in parties.iter().enumerate() {
                @if at > 0 { @if at + 1 == parties.len() { " and " } @else { ", " } }
                (name(party, Some(statement), trace, links))
            }
            " " (agreeing(of_it(*stance), parties.len()))
        }
        "."
    } } }
}

/// A party within a sentence; its name leads to the statement.
fn name(party: &Slug, statement: Option<&str>, trace: &TraceAnswer, links: &Links<'_>) -> Markup {
    match statement {
        Some(statement) => {
            let name = html! { (links.labels().within(std::slice::from_ref(party))) };
            links.statement(&trace.claim, statement, &name)
        }
        None => links.party_within(party),
    }
}

fn answered(answer: Answer) -> &'static str {
    match answer {
        Answer::Affirms => "says so",
        Answer::Negates => "says that it is not so",
        Answer::Withholds => "has said neither that it is so nor that it is not",
        Answer::Silent => "has not been heard on it",
    }
}

fn acknowledged(how: Acknowledgement) -> &'static str {
    match how {
        Acknowledgement::Refused => "So one of those whose word counts refuses it.",
        Acknowledgement::Acknowledged => "So all whose word counts acknowledge it.",
        Acknowledgement::Partial => "So only some of those whose word counts acknowledge it.",
        Acknowledgement::Withheld => "So its acknowledgement is withheld.",
        Acknowledgement::Silent => "So nobody whose word counts has been heard.",
    }
}
