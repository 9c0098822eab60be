//! The parts of the review: what is proposed for one item, and the text that it is from.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::marks;
use super::text as finished;
use crate::answer::Score;
use crate::domain::candidate::{MatchReason, Span};
use crate::domain::party::PartyKind;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;

/// What is proposed for a candidate, or recorded as a statement that nobody has looked at.
pub struct Card {
    /// Whether it is a statement.
    pub is_recorded: bool,
    /// What somebody has decided about it.
    pub decided: Option<String>,
    /// How likely it is that the text says it.
    pub likelihood: Option<Score>,
    /// The outside reader that found it, if one did.
    pub read_by: Option<String>,
    /// The paragraph of its source, counted from 1.
    pub paragraph: Option<u32>,
    /// What was said, in the words of the text.
    pub words: Option<String>,
    /// Who speaks, if that is settled.
    pub speaker: Option<CardSpeaker>,
    /// Whether what the text calls the speaker becomes another name of theirs.
    pub is_alias: bool,
    /// What the text calls the speaker.
    pub called: Option<String>,
    /// Why this speaker, or why it is not settled.
    pub matched: Option<MatchReason>,
    /// Whom it may be, if that is not settled, each with the name.
    pub choices: Vec<(Slug, String)>,
    /// The names of those who relayed it.
    pub via: Vec<String>,
    /// Whether the speaker's name is not known.
    pub unnamed: bool,
    /// The stance toward the claim.
    pub stance: Stance,
    /// The claim, if that is settled.
    pub claim: Option<CardClaim>,
    /// The origins that accepting it records, in words.
    pub origins: Vec<String>,
    /// When it was said, if it has a time of its own.
    pub said: Option<String>,
    /// When its source was published.
    pub published: Option<String>,
    /// The claims that it may be about instead, by digit.
    pub like: Vec<LikeClaim>,
    /// The words of a new claim for it.
    pub new_claim: Option<String>,
    /// What kind of party a new speaker would be.
    pub new_kind: Option<PartyKind>,
    /// What accepting it does, or what is missing before that can be done.
    pub then: Result<String, String>,
}

/// Who speaks.
pub struct CardSpeaker {
    /// The party.
    pub id: Slug,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Option<String>,
    /// Whether the ledger does not have it yet.
    pub is_new: bool,
    /// The names of those for whom it speaks.
    pub speaks_for: Vec<String>,
}

/// A claim on a card.
pub struct CardClaim {
    /// Its id.
    pub id: Slug,
    /// Its words.
    pub text: String,
    /// Whether the ledger does not have it yet.
    pub is_new: bool,
    /// The words that it has now, if it is to get others.
    pub instead_of: Option<String>,
    /// The question that it answers, and its value.
    pub answers: Option<(String, String)>,
}

/// A claim that may be meant instead.
pub struct LikeClaim {
    /// Its id.
    pub id: Slug,
    /// Its words.
    pub text: String,
    /// Those of its words that were said too.
    pub shared: Vec<String>,
}

impl Card {
    /// The card as HTML.
    pub fn html(&self) -> String {
        finished(&html! {
            @if let Some(decided) = &self.decided { p.decided { (decided) } }
            p.kicker {
                @if self.is_recorded { "Recorded, unreviewed" } @else { "Candidate" }
                @if let Some(paragraph) = self.paragraph { ", ¶\u{a0}" (paragraph) }
                @if let Some(likelihood) = self.likelihood { " · likelihood " (likelihood) }
                @if let Some(read_by) = &self.read_by { " · " (read_by) }
            }
            dl.proposed data-new-claim=[self.new_claim.as_deref()] data-new-kind=[self.new_kind.map(|kind| kind.as_str())] {
                div { dt { "Who" } dd { (self.who()) } }
                div { dt { "Stance" } dd.stance data-stance=(self.stance) data-opposite=(self.stance.on_opposite()) { (marks::stance(self.stance)) } }
                div { dt { "Claim" } dd { (self.what()) } }
                @match (&self.said, &self.published) {
                    (Some(said), _) => div { dt { "Day" } dd { (said) } },
                    (None, Some(day)) => div { dt { "Day" } dd { (day) " " small { "that of the article" } } },
                    (None, None) => {}
                }
                @for origin in &self.origins { div { dt { "Origin" } dd.origin { (origin) } } }
                @if !self.via.is_empty() { div { dt { "Relayed by" } dd { (self.via.join(", ")) } } }
            }
            @if let Some(words) = &self.words { blockquote.passage { (words) } }
            @let new = self.new_claim.as_ref().filter(|new| !self.is_on(new));
            @if !self.like.is_empty() || new.is_some() {
                h3 { "Or on one of these claims" }
                ol.like {
                    @for (at, like) in self.like.iter().enumerate() {
                        li { button type="button" data-key=(at + 1) data-claim=(like.id) {
                            kbd { (at + 1) } " " (like.text)
                            @if !like.shared.is_empty() { " " small { "in common: " (like.shared.join(", ")) } }
                        } }
                    }
                    @if let Some(new) = new {
                        li { button type="button" data-key="N" data-new=(new) { kbd { "N" } " " (new) " " span.new { "new" } } }
                    }
                }
            }
            p.then { @match &self.then {
                Ok(does) => { span.label { "Accepting it:" } " " (does) },
                Err(missing) => { span.label { "Before it can be accepted, it" } " " (missing) },
            } }
        })
    }

    fn who(&self) -> Markup {
        html! {
            @match &self.speaker {
                Some(speaker) => {
                    strong.party data-party=(speaker.id) { (speaker.name) }
                    @if speaker.is_new { " " span.new { "new" } }
                    @if let Some(role) = &speaker.role { ", " (role) }
                    @if !speaker.speaks_for.is_empty() { ", speaks for " (speaker.speaks_for.join(", ")) }
                },
                None => { em { "not settled" } },
            }
            @if self.unnamed { " " small { "(anonymous)" } }
            @if let Some(called) = self.called.as_ref().filter(|called| !self.is_named(called)) {
                p.note {
                    "In the text: “" span.called { (called) } "”"
                    @if self.is_alias { ", to be kept as another name of theirs" }
                }
            }
            @if let Some(reason) = self.matched.filter(|reason| *reason != MatchReason::Name) {
                p.note.why { "Why: " (reason.phrase()) }
            }
            @if self.speaker.is_none() && !self.choices.is_empty() {
                p.note { "It may be: " @for (at, (one, name)) in self.choices.iter().enumerate() {
                    @if at > 0 { ", " }
                    button.choice type="button" data-choose=(one) { (name) }
                } }
            }
        }
    }

    /// Whether the claim has these words.
    fn is_on(&self, words: &str) -> bool {
        let claim = self.claim.as_ref();
        claim.is_some_and(|claim| claim.text == words)
    }

    fn is_named(&self, called: &str) -> bool {
        self.speaker
            .as_ref()
            .is_some_and(|speaker| speaker.name == called)
    }

    fn what(&self) -> Markup {
        html! { @match &self.claim {
            Some(claim) => {
                span.claim data-claim=(claim.id) { (claim.text) }
                @if claim.is_new { " " span.new { "new" } }
                @if let Some(words) = &claim.instead_of { p.note { "Instead of “" (words) "”" } }
                @if let Some((question, value)) = &claim.answers {
                    p.note { "Answers “" (question) "”" @if !value.is_empty() { ": " (value) } }
                }
            },
            None => { em { "not settled" } },
        } }
    }
}

/// Where an item is in its source, in characters.
pub struct Passages {
    /// The item.
    pub item: String,
    /// The whole sentences that it was read from.
    pub passage: Span,
    /// The words that name the speaker.
    pub speaker: Option<Span>,
    /// The words that say that something was said.
    pub cue: Option<Span>,
    /// What was said.
    pub point: Span,
}

/// A text with the passages of items marked. Each piece names the items that it belongs to, so that the page can
/// show those of one item.
pub fn text(whole: &str, marks: &[Passages]) -> String {
    let spans = |mark: &Passages| {
        let further = [mark.speaker, mark.cue];
        let further = further.into_iter().flatten();
        further
            .chain([mark.passage, mark.point])
            .collect::<Vec<Span>>()
    };
    let bounds = marks.iter().flat_map(|mark| spans(mark).into_iter());
    let mut bounds: BTreeSet<u64> = bounds.flat_map(|(start, end)| [start, end]).collect();
    bounds.insert(0);
    let letters: Vec<(usize, char)> = whole.char_indices().collect();
    let byte = |at: u64| {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        letters.get(at).map_or(whole.len(), |(byte, _)| *byte)
    };
    let bounds: Vec<u64> = bounds.into_iter().collect();
    let ends = bounds.iter().skip(1).copied().chain([u64::MAX]);
    finished(
        &html! { @for (start, end) in bounds.iter().copied().zip(ends) {
            @let piece = &whole[byte(start)..byte(end)];
            @let over: Vec<&Passages> = marks.iter().filter(|mark| spans(mark).iter().any(|span| covers(*span, start))).collect();
            @if over.is_empty() { (piece) } @else {
                mark data-in=(ids(&over, |_| true)) data-point=(ids(&over, |mark| covers(mark.point, start)))
                    data-speaker=(ids(&over, |mark| mark.speaker.is_some_and(|span| covers(span, start))))
                    data-cue=(ids(&over, |mark| mark.cue.is_some_and(|span| covers(span, start)))) { (piece) }
            }
        } },
    )
}

fn covers(span: Span, at: u64) -> bool {
    (span.0..span.1).contains(&at)
}

fn ids(marks: &[&Passages], chosen: impl Fn(&Passages) -> bool) -> String {
    let chosen = marks.iter().filter(|mark| chosen(mark));
    let ids: Vec<&str> = chosen.map(|mark| mark.item.as_str()).collect();
    ids.join(" ")
}
