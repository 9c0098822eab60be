//! Timelines, and rival answers to a question.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::links::{Links, query};
use super::marks;
use crate::answer::wording::value_in_words;
use crate::answer::{Holder, Rival, RivalsAnswer, TimelineAnswer, TimelineItem};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::value::{Extent, Measure};
use crate::render::page::counted;
use crate::render::svg::chart::{MOST_LANES, Mark, Row, chart};
use crate::render::svg::lanes::DataPoint;
use crate::render::svg::scales;

/// What was said, day by day, with the changes of status.
pub(in crate::render) fn timeline(timeline: &TimelineAnswer, links: &Links<'_>) -> Markup {
    let title = title(timeline, links);
    if timeline.statements.is_empty() {
        return html! { (title) p { "Nothing was said on it." } };
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
        (title)
        @if let Some(chart) = drawn(timeline, links) { (chart) }
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

/// What a timeline is about: a claim, a party, a question or a topic.
fn title(timeline: &TimelineAnswer, links: &Links<'_>) -> Markup {
    let of = timeline.of.as_str();
    match &timeline.about {
        Some((words, folder)) => links.heading("Timeline", words, &format!("/{folder}/{of}"), of),
        None => {
            let topic = format!("/claims?{}", query([("topic", of)]));
            links.heading("Timeline", of, &topic, of)
        }
    }
}

/// The timeline as a picture, with a lane for each claim.
fn drawn(timeline: &TimelineAnswer, links: &Links<'_>) -> Option<Markup> {
    let mut lanes: Vec<(&Slug, Vec<&TimelineItem>)> = Vec::new();
    let mut places: BTreeMap<&Slug, usize> = BTreeMap::new();
    for item in &timeline.statements {
        let place = *places.entry(&item.said.claim).or_insert(lanes.len());
        match lanes.get_mut(place) {
            Some((_, items)) => items.push(item),
            None => lanes.push((&item.said.claim, vec![item])),
        }
    }
    lanes.sort_by_key(|(_, items)| std::cmp::Reverse(items.len()));
    let beyond = lanes.len().saturating_sub(MOST_LANES);
    lanes.truncate(MOST_LANES);
    lanes.sort_by_key(|(claim, _)| places.get(claim).copied());
    // What a party said shows only the changes of status that it made itself, and a band would hide the others.
    let with_bands = !links.labels().is_party(&timeline.of);
    let row = |(claim, items): &(&Slug, Vec<&TimelineItem>)| Row {
        head: html! { @if claim.as_str() == timeline.of { (links.labels().claim_text(claim)) } @else { (links.claim(claim)) } },
        name: claim.to_string(),
        href: links.to(&format!("/claims/{claim}")),
        points: match with_bands {
            true => points(claim, items, timeline, links),
            false => items
                .iter()
                .map(|item| point(item, None, true, links))
                .collect(),
        },
        marks: items.iter().map(|item| mark(item, links)).collect(),
    };
    let rows: Vec<Row> = lanes.iter().map(row).collect();
    chart(&rows, beyond)
}

/// The statements on a claim, then the changes of its status by statements on rival answers.
fn points(
    claim: &Slug,
    items: &[&TimelineItem],
    timeline: &TimelineAnswer,
    links: &Links<'_>,
) -> Vec<DataPoint> {
    let said = items
        .iter()
        .map(|item| point(item, item.turned, true, links));
    let moved = timeline.statements.iter().flat_map(|item| {
        let moved = item.others.iter().filter(|other| other.claim == *claim);
        moved.map(move |other| point(item, Some(other.status), false, links))
    });
    said.chain(moved).collect()
}

fn point(
    item: &TimelineItem,
    turned: Option<Status>,
    marked: bool,
    links: &Links<'_>,
) -> DataPoint {
    DataPoint {
        said: links.local(&item.said.said).into_owned(),
        turned,
        marked,
    }
}

fn mark(item: &TimelineItem, links: &Links<'_>) -> Mark {
    let said = &item.said;
    let (time, labels) = (links.local(&said.said), links.labels());
    let took = labels.took(&said.party, said.stance, &said.via);
    let mut summary = format!("{time} · {took} · {}", labels.source(&said.source));
    if let Some(status) = item.turned {
        summary.push_str(&format!(" · → {status}"));
    }
    Mark {
        family: said.stance.family(),
        speaker: labels.party(&said.party),
        minute: time.get(11..16).map(str::to_owned),
        summary,
        href: links.to(&format!("/claims/{}#s-{}", said.claim, said.statement)),
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

/// The answers to a question, and who holds which. Figures and days of one measure are drawn on one scale.
pub(in crate::render) fn rivals(rivals: &RivalsAnswer, links: &Links<'_>) -> Markup {
    let id = rivals.question.as_str();
    let title = links.heading(
        "Rival answers",
        &rivals.text,
        &format!("/questions/{id}"),
        id,
    );
    if rivals.answers.is_empty() {
        return html! { (title) p { "No claim answers it." } };
    }
    let places = on_scales(&rivals.answers);
    let is_drawn = places.iter().any(Option::is_some);
    html! { (title) table.list.rivals {
        thead { tr {
            th scope="col" { "Answer" } @if is_drawn { th scope="col" { "On one scale" } } th scope="col" { "Status" }
            th scope="col" { "Held by" } th scope="col" { "Denied by" } th scope="col" { "Unsure or silent" }
        } }
        tbody { @for (rival, place) in rivals.answers.iter().zip(&places) { tr {
            td.what {
                @match &rival.value {
                    Some(value) => (links.claim_as(&rival.claim, &value_in_words(value))),
                    None => (links.claim_as(&rival.claim, &rival.text)),
                }
                @if rival.value.is_some() { p.note { (rival.text) } }
            }
            @if is_drawn { td.drawn { @if let Some(place) = place { (place) } } }
            td data-head="Status" {
                (marks::contested(rival.status, &rival.contested_by))
                @if let Some(since) = &rival.since { " " small { "since " (links.time(since)) } }
                (marks::unreviewed(rival.unreviewed))
            }
            td data-head="Held by" { (holders(&rival.stands.held, false, rival, links)) }
            td data-head="Denied by" { (holders(&rival.stands.denied, false, rival, links)) }
            td data-head="Unsure or silent" { (holders(&rival.stands.unsure, true, rival, links)) }
        } } }
    } }
}

/// Each answer on the scale of all that have its measure. One alone has no scale.
fn on_scales(answers: &[Rival]) -> Vec<Option<Markup>> {
    let extents = answers.iter().map(|one| one.value.as_ref()?.extent());
    let extents: Vec<Option<Extent>> = extents.collect();
    let mut measures: Vec<&Measure> = extents.iter().flatten().map(|one| &one.measure).collect();
    measures.sort_unstable();
    measures.dedup();
    let mut places: Vec<Option<Markup>> = vec![None; answers.len()];
    for measure in measures {
        let of_measure = extents.iter().enumerate();
        let of_measure = of_measure.filter_map(|(at, extent)| Some((at, extent.as_ref()?)));
        let (at, of_measure): (Vec<usize>, Vec<Extent>) = of_measure
            .filter(|(_, extent)| extent.measure == *measure)
            .map(|(at, extent)| (at, extent.clone()))
            .unzip();
        if at.len() > 1 {
            for (at, place) in at.into_iter().zip(scales::drawn(&of_measure)) {
                places[at] = Some(place);
            }
        }
    }
    places
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
