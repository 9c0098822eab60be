//! One claim as a fragment of HTML for somebody else's page.
//!
//! The page around it is unknown. So the fragment has one root element, no heading above the second level, no script but data,
//! no id but that of its place, and asks for nothing. All its classes begin with `onrecord-embed`, its styles concern these
//! alone, and it says the same without them. It has no table, because a page may lay its own out in any way. Fonts and colours
//! are the page's, in light and in dark.

use std::collections::BTreeMap;
use std::io;

use chrono_tz::Tz;
use maud::{Markup, PreEscaped, html};

use super::labels::terms;
use crate::answer::{Embed, ReportHolder, ReportSource, ReportSpeaker, ShownStatement};
use crate::domain::slug::Slug;
use crate::domain::statement::{Family, Stance};
use crate::domain::text::{escaped_lines, is_web_address};
use crate::exchange::claimreview::{Feed, Review, Work, write_reviews};
use crate::render::marks::in_brackets;
use crate::render::{diverging, local};

/// The fragment's style. Every rule is within the root, so none reaches the page. It names two classes, so that the page's
/// rules for elements, or for all of them, do not win; those with `!important` do.
const STYLE: &str = include_str!("embed.css");

/// Discrepancies that get a line. Others are counted.
const LINES: usize = 8;

/// A claim as a fragment of HTML, with its minutes in a time zone. `feed` says who publishes its rulings.
///
/// # Errors
/// If the rulings cannot be serialised, which is a bug.
pub fn fragment(embed: &Embed, feed: &Feed, zone: Tz) -> io::Result<String> {
    let mut data = Vec::new();
    if !embed.reviews.is_empty() {
        write_reviews(&mut data, &embed.reviews, feed)?;
    }
    let data = String::from_utf8(data).map_err(io::Error::other)?;
    let shown = Shown::of(embed, zone).root(&data, feed).into_string();
    Ok(escaped_lines(&shown).into_owned() + "\n")
}

/// What a claim's fragment is drawn from.
struct Shown<'e> {
    embed: &'e Embed,
    zone: Tz,
    sources: BTreeMap<&'e Slug, &'e ReportSource>,
    statements: BTreeMap<&'e str, &'e ShownStatement>,
}

impl<'e> Shown<'e> {
    fn of(embed: &'e Embed, zone: Tz) -> Self {
        let sources = embed.sources.iter().map(|one| (&one.source, one));
        let words = embed.claim.statements.iter().map(|heard| &heard.words);
        Self {
            embed,
            zone,
            sources: sources.collect(),
            statements: words.map(|one| (one.statement.as_str(), one)).collect(),
        }
    }

    fn root(&self, data: &str, feed: &Feed) -> Markup {
        let claim = &self.embed.claim;
        html! {
            div.onrecord-embed id={ "c-" (claim.claim) } lang="en" {
                "\n" style { (PreEscaped(STYLE)) } "\n"
                h2.onrecord-embed-claim { (claim.text) (in_brackets(claim.unreviewed)) } "\n"
                p.onrecord-embed-text {
                    strong { "Status: " (claim.status) }
                    @if let Some(since) = &claim.since { " since " (self.time(since.get(..10).unwrap_or(since))) }
                    @if let Some(words) = claim.contested_by.words() { ", " (words) }
                    "."
                } "\n"
                @for review in &self.embed.reviews { (ruling(review)) }
                (self.stands())
                (self.diverging())
                p.onrecord-embed-small { (self.as_of()) @if let Some(publisher) = &feed.publisher { " " (publisher) "." } } "\n"
                @if !data.is_empty() { script type="application/ld+json" { "\n" (PreEscaped(data)) } "\n" }
            }
        }
    }

    /// Who takes which stance, in whose words.
    fn stands(&self) -> Markup {
        let mut groups: Vec<(Stance, Vec<Markup>)> = Vec::new();
        let mut put = |stance: Stance, line: Markup| match groups
            .iter_mut()
            .find(|(other, _)| *other == stance)
        {
            Some((_, lines)) => lines.push(line),
            None => groups.push((stance, vec![line])),
        };
        for holder in self.embed.claim.stands.all() {
            put(holder.stance, self.holder(holder));
        }
        for words in self.withdrawn() {
            put(words.stance, self.said(&words.speaker, words));
        }
        html! {
            @if !groups.is_empty() {
                h3.onrecord-embed-head { "Who says what" } "\n"
                ul.onrecord-embed-list { "\n" @for (stance, lines) in &groups {
                    li.onrecord-embed-item {
                        strong { (stance.verb()) ":" } "\n"
                        ul.onrecord-embed-list { "\n" @for line in lines { li.onrecord-embed-item { (line) } "\n" } }
                    } "\n"
                } } "\n"
            }
        }
    }

    /// The retractions after which a party holds nothing.
    fn withdrawn(&self) -> Vec<&'e ShownStatement> {
        let claim = &self.embed.claim;
        let holds =
            |speaker: &ReportSpeaker| claim.stands.all().any(|held| held.speaker == *speaker);
        let mut found: Vec<&ShownStatement> = Vec::new();
        for words in claim.statements.iter().map(|heard| &heard.words) {
            if words.stance.family() == Family::Meta && !holds(&words.speaker) {
                found.retain(|other| {
                    other.speaker.party.is_none() || other.speaker != words.speaker
                });
                found.push(words);
            }
        }
        found
    }

    fn holder(&self, holder: &ReportHolder) -> Markup {
        let words = holder
            .statement
            .as_deref()
            .and_then(|id| self.statements.get(id));
        match words {
            Some(words) => self.said(&holder.speaker, words),
            // It rests on a statement on a rival answer.
            None => html! { (holder.speaker.name) ", " (self.time(&holder.said)) },
        }
    }

    /// A party, with the statement that it stands by.
    fn said(&self, speaker: &ReportSpeaker, words: &ShownStatement) -> Markup {
        let via = words.via.iter().filter(|relay| *relay != speaker);
        let via: Vec<&str> = via.map(|relay| relay.name.as_str()).collect();
        html! {
            (speaker.name)
            @if words.speaker != *speaker { ", in the name of " (words.speaker.name) }
            @if let Some(terms) = terms(words.attribution) { " (" (terms) ")" }
            @if !via.is_empty() { ", via " (via.join(", ")) }
            ", " (self.time(&words.said))
            @if let Some(source) = self.sources.get(&words.source) { ", " (cited(source)) }
            @if let Some(quote) = &words.quote { ": " q { (quote) } }
            @if let Some(passage) = &words.words { ": " q { (passage) } }
            (in_brackets(words.unreviewed))
        }
    }

    /// The open discrepancies, a line each.
    fn diverging(&self) -> Markup {
        let found = &self.embed.discrepancies;
        html! { @if !found.is_empty() {
            h3.onrecord-embed-head { "Where accounts diverge" } "\n"
            ul.onrecord-embed-list { "\n"
                @for one in found.iter().take(LINES) {
                    li.onrecord-embed-item {
                        (diverging::kind(one.kind)) @if one.weak { " (weak)" } ": " (one.summary) (in_brackets(one.unreviewed))
                    } "\n"
                }
                @if found.len() > LINES { li.onrecord-embed-item { "and " (found.len() - LINES) " more" } "\n" }
            } "\n"
        } }
    }

    /// As of when all this is.
    fn as_of(&self) -> Markup {
        let clocks = &self.embed.clocks;
        html! {
            "As of " (self.time(clocks.as_of.as_ref().unwrap_or(&clocks.now)))
            @if let Some(known) = &clocks.known_at { ", as recorded by " (self.time(known)) }
            "."
            @if self.zone != Tz::UTC { " " (local::note(self.zone)) }
        }
    }

    /// A time for people and machines.
    fn time(&self, time: &str) -> Markup {
        let local = local::text_in(time, self.zone).filter(|_| self.zone != Tz::UTC);
        let shown = local.unwrap_or_else(|| time.replace('T', " ").replace('Z', " UTC"));
        html! { time datetime=(time) { (shown) } }
    }
}

/// A ruling: whose it is, what it says, and why. A claim without one has a review that rates it unconfirmed, which is its status.
fn ruling(review: &Review) -> Markup {
    let page = review.page.as_ref();
    html! { @if review.rating.verdict.is_some() {
        p.onrecord-embed-text {
            strong {
                @match page { Some(page) => { (reviewer(page)) "’s verdict: " }, None => "Verdict: " }
                (review.rating.words())
            }
            @if let Some(day) = review.day { " (" time datetime=(day) { (day) } ")" }
            "."
            @if let Some(body) = &review.body { " " (body) }
            @if let Some(work) = page.or(review.based_on.as_ref()) {
                @if page.is_some() { " See " } @else { " Based on " }
                (linked(work.title.as_deref().unwrap_or("the source"), work.url.as_deref())) "."
            }
        } "\n"
    } }
}

fn reviewer(page: &Work) -> String {
    let author = || page.authors.join(", ");
    page.publisher.clone().unwrap_or_else(author)
}

/// A source by who published it and when, or else by its title.
fn cited(source: &ReportSource) -> Markup {
    let name = match (&source.publisher, &source.published) {
        (Some(publisher), Some(published)) => {
            format!("{publisher}, {}", published.get(..10).unwrap_or(published))
        }
        (Some(publisher), None) => publisher.clone(),
        (None, _) => source.title.clone(),
    };
    linked(&name, source.url.as_deref())
}

/// Words that lead to an address, if it is one of the web.
fn linked(words: &str, url: Option<&str>) -> Markup {
    html! { @match url.filter(|url| is_web_address(url)) {
        Some(url) => a.onrecord-embed-link href=(url) rel="noopener nofollow" { (words) },
        None => (words),
    } }
}
