//! Candidates, and what came of ingesting and accepting.

use maud::Markup;
use serde::Serialize;

use super::Show;
use super::html::{self, Links};
use super::page::{Cell, Page, Table, Tone, counted, joined};
use crate::answer::Labels;
use crate::answer::wording::{self, listed};
use crate::answer::{AcceptAnswer, CandidateAnswer, Effect, IngestAnswer};
use crate::domain::candidate::{MatchReason, NewParty};

/// A list of candidates.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Candidates {
    /// The candidates to show.
    pub found: Vec<CandidateAnswer>,
    /// The number of others that match.
    #[serde(skip)]
    pub more: usize,
    /// What was asked for, to say if nothing was found.
    #[serde(skip)]
    pub asked: Asked,
}

/// What a list of candidates was narrowed down from, and how.
#[derive(Debug)]
pub struct Asked {
    /// The number of candidates before the list was narrowed down.
    pub of: usize,
    /// Whether those that were decided are among them.
    pub decided: bool,
    /// Each condition as it follows "None of the 51 open candidates".
    pub conditions: Vec<String>,
}

impl Asked {
    /// Why a list is empty.
    pub(super) fn nothing(&self) -> String {
        let open = if self.decided { "" } else { "open " };
        let conditions = self.conditions.join(" and ");
        match self.of {
            0 if self.decided => "No candidates are recorded.".to_owned(),
            0 => "No candidates are open.".to_owned(),
            1 => format!("The only {open}candidate is not one that {conditions}."),
            of => format!("None of the {of} {open}candidates {conditions}."),
        }
    }
}

/// The articles of one ingest.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Ingests(pub Vec<IngestAnswer>);

/// The longest content shown in full, in characters.
const SHOWN: usize = 160;

impl Show for Candidates {
    fn page(&self, _: &Labels) -> Page {
        if self.found.is_empty() {
            return Page::new().text(self.asked.nothing());
        }
        let mut table = Table::with(&["id", "who", "what it may mean", "words", "would change"]);
        for candidate in &self.found {
            table.row(vec![
                format!(
                    "{}\n{}{}",
                    candidate.candidate,
                    likelihood(candidate),
                    near(candidate)
                )
                .into(),
                who(candidate).into(),
                meaning(candidate).into(),
                format!(
                    "{} [{}]",
                    shortened(candidate.words.as_deref().unwrap_or("–")),
                    place(candidate)
                )
                .into(),
                change(candidate),
            ]);
        }
        let page = Page::new()
            .heading(counted(self.found.len(), "candidate", "candidates"))
            .table(table);
        match self.more {
            0 => page,
            more => page.text(format!("and {more} more.")),
        }
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::candidates::list(self, links)
    }
}

/// Whether it was read by rules or marked by somebody, and whether its words are only much like those that an outside reader
/// quoted.
fn near(candidate: &CandidateAnswer) -> String {
    match (&candidate.read_by, candidate.by_rules) {
        (_, Some(tongue)) => format!("\nby rules ({tongue})"),
        (Some(by), None) if by.is_annotation() => format!("\nmarked by {}", by.command),
        (Some(by), None) if by.approximate => "\napproximate".to_owned(),
        _ => String::new(),
    }
}

/// How likely it is that the text says it.
fn likelihood(candidate: &CandidateAnswer) -> String {
    match candidate.likelihood {
        Some(likelihood) => format!("likely {likelihood}"),
        None => Table::EMPTY.to_owned(),
    }
}

fn place(candidate: &CandidateAnswer) -> String {
    match candidate.passage.paragraph {
        Some(paragraph) => format!("{} ¶{paragraph}", candidate.source),
        None => candidate.source.to_string(),
    }
}

/// Whether a match needs no explanation: the party's own name.
pub(super) fn is_exact(matched: Option<MatchReason>) -> bool {
    matches!(matched, None | Some(MatchReason::Name))
}

fn for_whom(new: &NewParty) -> String {
    match new.speaks_for.as_slice() {
        [] => String::new(),
        parties => format!(", for {}", joined(parties)),
    }
}

/// The speaker with the reason for the match, and the parties that relayed it.
pub fn who(candidate: &CandidateAnswer) -> String {
    let called = candidate.speaker.as_deref().unwrap_or("not named");
    let why = candidate
        .matched
        .map(MatchReason::phrase)
        .unwrap_or_default();
    let mut who = match (&candidate.party, &candidate.new_party) {
        (Some(party), _) if is_exact(candidate.matched) => party.to_string(),
        (Some(party), _) => format!("{party} ({called}: {why})"),
        (None, new) if !candidate.party_choices.is_empty() => {
            let mut choices = joined(&candidate.party_choices);
            if let Some(new) = new {
                choices.push_str(&format!(" or new: {}", new.name));
            }
            format!("{called}: {choices}? ({why})")
        }
        (None, Some(new)) => format!("new: {}{}", new.name, for_whom(new)),
        (None, None) => format!("? ({called})"),
    };
    if !candidate.relays.is_empty() {
        let relays = candidate.via.iter().zip(&candidate.relays);
        let relays: Vec<String> = relays
            .map(|(party, name)| {
                party
                    .as_ref()
                    .map_or_else(|| format!("new: {name}"), ToString::to_string)
            })
            .collect();
        who.push_str(&format!("\nvia {}", relays.join(", ")));
    }
    who
}

fn meaning(candidate: &CandidateAnswer) -> String {
    let Some(first) = candidate.claims.first() else {
        return format!(
            "{} new claim: {}",
            candidate.stance, candidate.new_claim.text
        );
    };
    let mut lines = vec![format!("{} {} {}", first.stance, first.claim, first.score)];
    let others = candidate.claims.iter().skip(1);
    lines.extend(others.map(|link| format!("or {} {} {}", link.stance, link.claim, link.score)));
    lines.join("\n")
}

pub(super) fn change(candidate: &CandidateAnswer) -> Cell {
    if let Some(statement) = &candidate.statement {
        return Cell::toned(format!("accepted: {statement}"), Tone::Good);
    }
    if candidate.state == "rejected" {
        return Cell::toned("rejected", Tone::Faint);
    }
    if let Some(known) = &candidate.known {
        return Cell::toned(format!("recorded: {known}"), Tone::Faint);
    }
    let tone = if candidate.effect.is_news() {
        Tone::Open
    } else {
        Tone::Plain
    };
    Cell::toned(effect(&candidate.effect), tone)
}

/// What accepting would change, in words.
pub fn effect(effect: &Effect) -> String {
    let mut lines = Vec::new();
    if let Some(status) = &effect.status {
        let before = status.before.map_or("new", |status| status.as_str());
        let after = effect.contested_by.with(status.after.as_str());
        lines.push(format!("{before} → {after}"));
    }
    for (does, kinds) in [("opens", &effect.opens), ("resolves", &effect.resolves)] {
        let mut kinds: Vec<_> = kinds.iter().collect();
        kinds.sort_unstable();
        let several = kinds.chunk_by(|one, other| one == other);
        lines.extend(several.map(|same| match same.len() {
            1 => format!("{does} {}", same[0]),
            count => format!("{does} {count} × {}", same[0]),
        }));
    }
    if lines.is_empty() {
        return Table::EMPTY.to_owned();
    }
    lines.join("\n")
}

pub(super) fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= SHOWN {
        return text;
    }
    let head: String = text.chars().take(SHOWN).collect();
    format!("{} …", head.trim_end())
}

impl Show for Ingests {
    fn page(&self, _: &Labels) -> Page {
        let texts = self.0.iter().map(IngestAnswer::sentence);
        let open: usize = self.0.iter().map(|one| one.open).sum();
        let page = Page::new().text(texts.collect::<Vec<_>>().join("\n"));
        match open {
            0 => page,
            _ => {
                page.text("`onrecord review` goes through them, `onrecord candidates` lists them.")
            }
        }
    }

    fn html(&self, links: &Links<'_>) -> Markup {
        html::ingest::ingests(&self.0, links)
    }
}

impl IngestAnswer {
    /// What became of it.
    pub fn sentence(&self) -> String {
        let was = if self.known_source {
            "known"
        } else {
            "recorded"
        };
        let mut lines = vec![format!(
            "{} {was}: {} ({} characters).",
            self.source, self.title, self.characters
        )];
        lines.extend(self.origins());
        lines.extend(self.found());
        lines.join("\n")
    }

    /// The origins that are proposed, in sentences.
    pub(super) fn origins(&self) -> impl Iterator<Item = String> {
        let origins = self.origins.iter();
        origins.map(|one| format!("{}, its proposed origin.", one.phrase()))
    }

    /// What was found in it, in sentences.
    pub(super) fn found(&self) -> Vec<String> {
        if self.new + self.known == 0 {
            return vec!["No statements found in it.".to_owned()];
        }
        let new = match (self.new, self.known) {
            (0, known) => format!(
                "Nothing new: its {} proposed before",
                counted(known, "candidate was", "candidates were")
            ),
            (new, 0) => counted(new, "candidate", "candidates"),
            (new, known) => format!(
                "{} and {known} proposed before",
                counted(new, "new candidate", "new candidates")
            ),
        };
        let mut lines = vec![format!(
            "{new}; {} an answer.",
            counted(self.open, "waits for", "wait for")
        )];
        if self.recorded > 0 {
            let say = counted(self.recorded, "says", "say");
            lines.push(format!(
                "{say} what is already recorded: accepting adds the passage."
            ));
        }
        lines.push(match self.news {
            0 => "None would change a status or open a discrepancy.".to_owned(),
            news => format!(
                "{} would change a status or open a discrepancy.",
                counted(news, "candidate", "candidates")
            ),
        });
        lines
    }
}

impl Show for AcceptAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let lines = self.accepted.iter().map(|one| {
            let said = &one.said;
            let what = match one.outcome {
                "recorded" => "recorded",
                "evidence" => "already recorded; this passage was added as evidence",
                _ => "already recorded; nothing to add",
            };
            format!(
                "{}: {} {} ({}, {}) {what}.",
                one.candidate,
                said.statement,
                wording::took(&said.party, said.stance, &said.claim, &said.via),
                said.said,
                said.source
            )
        });
        let page = Page::new()
            .text(lines.collect::<Vec<_>>().join("\n"))
            .followed_by(self.changes.page(labels));
        match self.drafted() {
            nothing if nothing.is_empty() => page,
            drafted => page.text(drafted),
        }
    }
}

impl AcceptAnswer {
    /// What was added with the statements, and what stays open.
    fn drafted(&self) -> String {
        let added = [
            (self.new_parties.len(), "party", "parties"),
            (self.new_claims.len(), "claim", "claims"),
            (self.new_questions.len(), "question", "questions"),
            (self.new_origins.len(), "origin", "origins"),
        ];
        let added: Vec<String> = added
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| counted(*count, one, many))
            .collect();
        let mut lines = Vec::new();
        if !added.is_empty() {
            lines.push(format!(
                "Added {}. `onrecord undo` takes all of it back.",
                listed(&added)
            ));
        }
        match self.unsettled {
            0 => {}
            1 => {
                lines.push("1 candidate is not certain and stays open: onrecord review".to_owned())
            }
            count => lines.push(format!(
                "{count} candidates are not certain and stay open: onrecord review"
            )),
        }
        let has_new = self.accepted.iter().any(|one| {
            let mut passages = one.said.evidence.iter();
            one.said.unreviewed || passages.any(|more| more.unreviewed)
        });
        if let Some(what) = self.unreviewed.in_words().filter(|_| has_new) {
            lines.push(format!(
                "Unreviewed, which means that nobody has looked at it yet: {what}. `onrecord review` goes \
                 through them, and --reviewed answers without them."
            ));
        }
        lines.join("\n")
    }
}
