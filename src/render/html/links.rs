//! Links between the pages of the desk, and what is shown for an id.

use std::borrow::Cow;
use std::collections::BTreeSet;

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::answer::Labels;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::render::local;

/// What is escaped in a query: everything but letters, digits and marks that mean nothing there.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':');

/// Fields of a query, encoded: `topic=ceasefire&as-of=2025-08-20`.
pub fn query<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let fields = fields.into_iter().map(|(name, value)| {
        let value = utf8_percent_encode(value, IN_QUERY);
        format!("{name}={value}")
    });
    fields.collect::<Vec<_>>().join("&")
}

/// How many times as long a list is of which more is to be shown.
const MORE: usize = 5;

/// Draws references as links. Each link keeps the clocks of the page that it is on.
#[derive(Clone, Copy)]
pub struct Links<'l> {
    labels: &'l Labels,
    /// Parties and claims that have no page, because they are not recorded yet.
    absent: Option<&'l BTreeSet<Slug>>,
}

impl<'l> Links<'l> {
    /// Links that show these labels.
    pub fn new(labels: &'l Labels) -> Self {
        Self {
            labels,
            absent: None,
        }
    }

    /// The same, if these parties and claims are not recorded yet.
    #[must_use]
    pub fn without(self, absent: &'l BTreeSet<Slug>) -> Self {
        Self {
            absent: Some(absent),
            ..self
        }
    }

    /// What leads to the page of a party or claim; only the words if it has none.
    fn page(&self, path: &str, id: &Slug, words: &str) -> Markup {
        match self.absent.is_some_and(|absent| absent.contains(id)) {
            true => html! { (words) },
            false => html! { a href=(self.to(&format!("{path}/{id}"))) { (words) } },
        }
    }

    /// What answers refer to.
    pub fn labels(&self) -> &'l Labels {
        self.labels
    }

    /// The address of a page of the desk, given with a query or without.
    pub fn to(&self, path: &str) -> String {
        let (path, anchor) = match path.split_once('#') {
            Some((path, anchor)) => (path, format!("#{anchor}")),
            None => (path, String::new()),
        };
        match self.labels.kept() {
            "" => format!("{path}{anchor}"),
            kept if path.contains('?') => format!("{path}&{kept}{anchor}"),
            kept => format!("{path}?{kept}{anchor}"),
        }
    }

    /// A claim, shown by its text.
    pub fn claim(&self, id: &Slug) -> Markup {
        self.claim_as(id, &self.labels.claim_text(id))
    }

    /// A claim, shown by these words.
    pub fn claim_as(&self, id: &Slug, words: &str) -> Markup {
        self.page("/claims", id, words)
    }

    /// A party, shown by its name.
    pub fn party(&self, id: &Slug) -> Markup {
        self.page("/parties", id, &self.labels.party(id))
    }

    /// A party, shown by its name as it stands within a sentence: "the Kremlin".
    pub fn party_within(&self, id: &Slug) -> Markup {
        let name = self.labels.within(std::slice::from_ref(id));
        html! { a href=(self.to(&format!("/parties/{id}"))) { (name) } }
    }

    /// Parties, shown by their names; a dash if there are none.
    pub fn parties(&self, ids: &[Slug]) -> Markup {
        html! {
            @if ids.is_empty() { "–" }
            @for (at, id) in ids.iter().enumerate() {
                @if at > 0 { ", " }
                (self.party(id))
            }
        }
    }

    /// Those who relayed a statement, after "via"; nothing if nobody did.
    pub fn via(&self, relays: &[Slug]) -> Markup {
        html! { @if !relays.is_empty() { " " small { "via " (self.parties(relays)) } } }
    }

    /// A question, shown by these words.
    pub fn question(&self, id: &Slug, words: &str) -> Markup {
        html! { a href=(self.to(&format!("/questions/{id}"))) { (words) } }
    }

    /// A topic, as the list of its claims.
    pub fn topic(&self, topic: &str) -> Markup {
        let path = format!("/claims?{}", query([("topic", topic)]));
        html! { a href=(self.to(&path)) { (topic) } }
    }

    /// A source and the place of a passage in it.
    pub fn source(&self, id: &Slug, passage: Option<&Passage>) -> Markup {
        let anchor = passage.map_or_else(String::new, |passage| format!("#p-{}", passage.start));
        html! {
            a href=(self.to(&format!("/sources/{id}{anchor}"))) {
                (self.labels.source(id))
                @if let Some(paragraph) = passage.and_then(|passage| passage.paragraph) { " ¶\u{a0}" (paragraph) }
            }
        }
    }

    /// The place of a passage in a source that was named already.
    pub fn place(&self, id: &Slug, passage: &Passage) -> Markup {
        html! {
            a href=(self.to(&format!("/sources/{id}#p-{}", passage.start))) {
                @match passage.paragraph {
                    Some(paragraph) => { "¶\u{a0}" (paragraph) },
                    None => { "characters\u{a0}" (passage.start) "–" (passage.end) },
                }
            }
        }
    }

    /// A statement on a claim: its row on the claim's page, shown by these words.
    pub fn statement(&self, claim: &Slug, statement: &str, words: &Markup) -> Markup {
        html! { a href=(self.to(&format!("/claims/{claim}#s-{statement}"))) { (words) } }
    }

    /// A time, with its minute in the reader's zone.
    pub fn time(&self, time: &str) -> Markup {
        html! { time datetime=(time) { (self.local(time)) } }
    }

    /// The day of a time.
    pub fn day(&self, time: &str) -> Markup {
        html! { time datetime=(time) { (self.local(time).get(..10).unwrap_or(time)) } }
    }

    /// A text with its minutes in the reader's zone.
    pub fn local<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match local::text_in(text, self.labels.zone()) {
            Some(local) => Cow::Owned(local),
            None => Cow::Borrowed(text),
        }
    }

    /// Says that a list may be longer, if it has as many elements as it is limited to, and leads to more of it.
    pub fn more(&self, listed: usize) -> Markup {
        let is_cut = self.labels.limit().is_some_and(|limit| listed >= limit);
        html! { @if is_cut { p.note.cut {
            "The first " (listed) " are listed. "
            @if let Some(path) = self.up_to(listed.saturating_mul(MORE)) { a href=(path) { "Show more" } }
        } } }
    }

    /// The page at hand with lists of up to `limit` elements.
    pub fn up_to(&self, limit: usize) -> Option<String> {
        let here = self.labels.here()?;
        let mark = if here.contains('?') { '&' } else { '?' };
        Some(format!("{here}{mark}limit={limit}"))
    }

    /// The heading of an answer that has a page to itself: what it is about in words, which lead to its page, and its id.
    pub(super) fn heading(&self, kind: &str, words: &str, path: &str, id: &str) -> Markup {
        html! { @if self.labels.here().is_some() {
            p.kicker { (kind) " " span.id { (id) } }
            h1 { a href=(self.to(path)) { (words) } }
        } }
    }
}
