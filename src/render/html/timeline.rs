//! Timelines, and rival answers to a question.

use maud::{Markup, html};

use super::links::Links;
use super::marks;
use crate::answer::{Holder, Rival, RivalsAnswer, TimelineAnswer, TimelineItem};
use crate::render::page::counted;

/// What was said, day by day, with the changes of status.
pub(in crate::render) fn timeline(timeline: &TimelineAnswer, links: &Links<'_>) -> Markup {
    if timeline.statements.is_empty() {
        return html! { p { "Nothing was said on " (timeline.of) "." } };
    }
    let day = |item: &TimelineItem| {
        links
            .local(&item.said.said)
            .chars()
            .take(10)
            .collect::<String>()
    };
    let days = timeline
        .statements
        .chunk_by(|one, next| day(one) == day(next));
    html! {
        p.note {
            @if timeline.is_cut { "the last " }
            (counted(timeline.statements.len(), "statement", "statements")) ", oldest first"
        }
        ol.timeline { @for items in days {
            li {
                p.day { @if let Some(first) = items.first() { (day(first)) } }
                ul { @for item in items { (self::item(item, &timeline.of, links)) } }
            }
        } }
    }
}

fn item(item: &TimelineItem, of: &str, links: &Links<'_>) -> Markup {
    let said = &item.said;
    let local = links.local(&said.said);
    html! { li {
        @if let Some(minute) = local.get(11..16) { span.minute { (minute) } " " }
        (links.party(&said.party)) " " (links.statement(&said.claim, &said.statement, &marks::stance(said.stance)))
        @if said.claim.as_str() != of { ": " (links.claim(&said.claim)) }
        (links.via(&said.via)) (marks::unreviewed(said.unreviewed))
        @if let Some(status) = item.turned { " " span.turned { "→ " (marks::contested(status, &item.contested_by)) } }
        @for other in &item.others {
            " " span.turned { "→ " (links.claim(&other.claim)) " " (marks::contested(other.status, &other.contested_by)) }
        }
        (marks::words(said.quote.as_deref(), said.words.as_deref()))
        p.note { (links.source(&said.source, said.passage.as_ref())) }
    } }
}

/// The answers to a question, and who holds which.
pub(in crate::render) fn rivals(rivals: &RivalsAnswer, links: &Links<'_>) -> Markup {
    if rivals.answers.is_empty() {
        return html! { p { "No claim answers it." } };
    }
    html! { table.list.rivals {
        thead { tr {
            th scope="col" { "Answer" } th scope="col" { "Status" } th scope="col" { "Held by" }
            th scope="col" { "Denied by" } th scope="col" { "Unsure or silent" }
        } }
        tbody { @for rival in &rivals.answers { tr {
            td.what {
                @match &rival.value {
                    Some(value) => (links.claim_as(&rival.claim, &value.to_string())),
                    None => (links.claim_as(&rival.claim, &rival.text)),
                }
            }
            td data-head="Status" { (marks::contested(rival.status, &rival.contested_by)) (marks::unreviewed(rival.unreviewed)) }
            td data-head="Held by" { (holders(&rival.stands.held, false, rival, links)) }
            td data-head="Denied by" { (holders(&rival.stands.denied, false, rival, links)) }
            td data-head="Unsure or silent" { (holders(&rival.stands.unsure, true, rival, links)) }
        } } }
    } }
}

fn holders(holders: &[Holder], with_stance: bool, rival: &Rival, links: &Links<'_>) -> Markup {
    html! {
        @if holders.is_empty() { "–" }
        @else { ul { @for holder in holders { li {
            (links.party(&holder.party))
            @if with_stance { " " (marks::stance(holder.stance)) }
            " " small {
                (links.statement(&rival.claim, &holder.statement, &links.time(&holder.said)))
                @if holder.relayed { ", relayed" }
            }
        } } } }
    }
}
