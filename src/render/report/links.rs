//! Links within the page. An id is a link if the page has a place for it, so no link is dead.
//!
//! The anchor of a record is its id after a letter for its kind and a hyphen, so that it cannot be
//! mistaken for the anchor of a section.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use maud::{Markup, html};

use super::labels::day;
use crate::answer::{Report, ReportClaim, ReportSource, ReportSpeaker, ShownStatement};
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::render::local;

/// The records that have a place on the page.
pub(super) struct Links<'r> {
    claims: BTreeMap<&'r Slug, &'r ReportClaim>,
    questions: BTreeMap<&'r Slug, &'r str>,
    /// The texts of claims, those of rival answers without a section among them.
    texts: BTreeMap<&'r Slug, &'r str>,
    parties: BTreeSet<&'r Slug>,
    sources: BTreeMap<&'r Slug, &'r ReportSource>,
    statements: BTreeSet<&'r str>,
    zone: Tz,
    /// Whether the page has places for claims, questions, parties and statements.
    has_places: bool,
}

impl<'r> Links<'r> {
    /// The records of a report, for readers in a time zone.
    pub(super) fn of(report: &'r Report, zone: Tz) -> Self {
        let statements = report.claims.iter().flat_map(|claim| &claim.statements);
        let answers = report.questions.iter().flat_map(|one| &one.answers);
        let texts = answers.map(|one| (&one.claim, one.text.as_str()));
        let claims = report.claims.iter();
        let texts = texts.chain(claims.map(|one| (&one.claim, one.text.as_str())));
        Self {
            claims: report.claims.iter().map(|one| (&one.claim, one)).collect(),
            questions: report
                .questions
                .iter()
                .map(|one| (&one.question, one.text.as_str()))
                .collect(),
            texts: texts.collect(),
            parties: report.parties.iter().map(|one| &one.party).collect(),
            sources: report
                .sources
                .iter()
                .map(|one| (&one.source, one))
                .collect(),
            statements: statements
                .map(|heard| heard.words.statement.as_str())
                .collect(),
            zone,
            has_places: true,
        }
    }

    /// The records of a brief edition, which has places for these sources only.
    pub(super) fn within_brief(report: &'r Report, zone: Tz, sources: &BTreeSet<&Slug>) -> Self {
        let mut links = Self::of(report, zone);
        links.sources.retain(|source, _| sources.contains(*source));
        links.has_places = false;
        links
    }

    /// The claim with an id, if it is in the report.
    pub(super) fn claim_of(&self, claim: &Slug) -> Option<&'r ReportClaim> {
        self.claims.get(claim).copied()
    }

    /// A claim, shown by its text or, if the report does not have it, by its id.
    pub(super) fn claim(&self, claim: &Slug) -> Markup {
        match self.texts.get(claim) {
            Some(text) => self.claim_text(claim, text),
            None => html! { span.id { (claim) } },
        }
    }

    /// A claim, shown by these words.
    pub(super) fn claim_text(&self, claim: &Slug, text: &str) -> Markup {
        html! {
            @if self.has_places && self.claims.contains_key(claim) {
                a href={ "#c-" (claim) } { (text) }
            } @else { (text) }
        }
    }

    /// Claims, shown by their texts.
    pub(super) fn claims(&self, claims: &[Slug]) -> Markup {
        html! { @for (at, claim) in claims.iter().enumerate() {
            @if at > 0 { " · " }
            (self.claim(claim))
        } }
    }

    /// A question, shown by its text or, if the report does not have it, by its id.
    pub(super) fn question(&self, question: &Slug) -> Markup {
        html! { @match self.questions.get(question) {
            Some(text) if self.has_places => a href={ "#q-" (question) } { (text) },
            Some(text) => (text),
            None => span.id { (question) },
        } }
    }

    /// A speaker, shown by name.
    pub(super) fn speaker(&self, speaker: &ReportSpeaker) -> Markup {
        let known = speaker
            .party
            .as_ref()
            .filter(|party| self.has_places && self.parties.contains(party));
        html! { @match known {
            Some(party) => a href={ "#p-" (party) } { (speaker.name) },
            None => (speaker.name),
        } }
    }

    /// Speakers, shown by name.
    pub(super) fn speakers(&self, speakers: &[ReportSpeaker]) -> Markup {
        html! { @for (at, speaker) in speakers.iter().enumerate() {
            @if at > 0 { ", " }
            (self.speaker(speaker))
        } }
    }

    /// The link to a statement's row, if the report has one.
    pub(super) fn statement_anchor(&self, statement: &str) -> Option<String> {
        let known = self.has_places && self.statements.contains(statement);
        known.then(|| format!("#s-{statement}"))
    }

    /// A short name for a source: publisher and day, or its id.
    pub(super) fn source_name(&self, source: &Slug) -> String {
        let known = self.sources.get(source);
        match known.and_then(|known| known.publisher.as_deref().zip(known.published.as_deref())) {
            Some((publisher, published)) => format!("{publisher}, {}", day(published)),
            None => source.to_string(),
        }
    }

    /// A source and a place in it.
    pub(super) fn source(&self, source: &Slug, passage: Option<&Passage>) -> Markup {
        html! {
            @if self.sources.contains_key(source) {
                a href={ "#d-" (source) } { (self.source_name(source)) }
            } @else { (source) }
            @if let Some(passage) = passage { " " (place(passage)) }
        }
    }

    /// A time with its minute in the readers' zone.
    pub(super) fn local<'t>(&self, time: &'t str) -> Cow<'t, str> {
        match local::text_in(time, self.zone) {
            Some(local) => Cow::Owned(local),
            None => Cow::Borrowed(time),
        }
    }

    /// A statement in one line: time, speaker, stance, relays, source and quote.
    pub(super) fn line(&self, words: &ShownStatement) -> String {
        let mut line = format!(
            "{} · {} {}",
            self.local(&words.said),
            words.speaker.name,
            words.stance.verb()
        );
        for (at, relayer) in words.via.iter().enumerate() {
            line.push_str(if at == 0 { ", via " } else { ", " });
            line.push_str(&relayer.name);
        }
        line.push_str(&format!(" · {}", self.source_name(&words.source)));
        if let Some(quote) = &words.quote {
            line.push_str(&format!(" · “{quote}”"));
        }
        line
    }
}

/// A place in a source: the paragraph or, if it is not known, the range of characters.
pub(super) fn place(passage: &Passage) -> String {
    match passage.paragraph {
        Some(paragraph) => format!("¶\u{a0}{paragraph}"),
        None => format!("characters\u{a0}{}–{}", passage.start, passage.end),
    }
}
