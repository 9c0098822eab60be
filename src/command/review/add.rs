//! Adding a statement in a review that the program did not find in an article.

use anyhow::Result;

use super::ask::{MAX_CHOICES, line};
use super::choose::{self, Picked, pick};
use super::keys::Console;
use super::offers::Spot;
use super::shown::Shown;
use super::story::Story;
use crate::domain::party::Party;
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::text::shortened;
use crate::link::proposition::sentence_ends;

/// A statement to add.
pub(super) struct Addition {
    /// The article.
    pub source: Slug,
    /// The sentence in it.
    pub passage: Passage,
    /// Who speaks.
    pub party: Slug,
    /// The same, if nobody knows it yet.
    pub new_party: Option<Party>,
    /// The stance toward the claim.
    pub stance: Stance,
    /// The claim.
    pub on: On,
}

/// The claim that a statement is added to.
pub(super) enum On {
    /// One of the ledger or of the draft.
    Claim(Slug),
    /// A new one with this text.
    New(String),
}

/// A sentence of an article.
struct Sentence {
    source: Slug,
    passage: Passage,
    words: String,
}

/// Asks for a statement. `Err` has a line for the screen if it is not to be added.
pub(super) fn ask(
    term: &Console,
    story: &Story<'_>,
    shown: &Shown,
) -> Result<Result<Addition, String>> {
    let Some(words) = line(term, "some words of it, as the article has them", "")? else {
        return Ok(Err(String::new()));
    };
    let found = sentences(story, shown, &words)?;
    let sentence = match found.as_slice() {
        [] => return Ok(Err(format!("No article contains the words {words:?}."))),
        [only] => only,
        several => match one_of(term, several)? {
            Some(chosen) => chosen,
            None => return Ok(Err(String::new())),
        },
    };
    let spot = Spot {
        source: sentence.source.clone(),
        start: sentence.passage.start,
    };
    term.write_str(&format!("\r\n“{}”", shortened(&sentence.words)))?;
    let Some((party, new_party)) = choose::speaker(term, story, &spot, None)? else {
        return Ok(Err(String::new()));
    };
    let Some(stance) = choose::stance(term)? else {
        return Ok(Err(String::new()));
    };
    let own = &shown.page.claim.id;
    let near = story.claims_near(own, &sentence.words)?;
    let near: Vec<(Slug, String)> = near.into_iter().map(|one| (one.id, one.text)).collect();
    let question = "Enter: on the claim on the screen; on another one, or words for a new one";
    let on = match pick(term, question, &near)? {
        Picked::Nothing => On::Claim(own.clone()),
        Picked::One(claim) => On::Claim(claim),
        Picked::Words(text) => On::New(text),
    };
    Ok(Ok(Addition {
        source: sentence.source.clone(),
        passage: sentence.passage.clone(),
        party,
        new_party,
        stance,
        on,
    }))
}

fn one_of<'s>(term: &Console, several: &'s [Sentence]) -> Result<Option<&'s Sentence>> {
    let offered: Vec<(Slug, String)> = several
        .iter()
        .map(|one| (one.source.clone(), shortened(&one.words)))
        .collect();
    let place = super::ask::choose_place(term, &offered)?;
    Ok(place.and_then(|place| several.get(place)))
}

/// The sentences with these words: of the sources on the screen, or else of others, the newest first.
fn sentences(story: &Story<'_>, shown: &Shown, words: &str) -> Result<Vec<Sentence>> {
    let on_screen: Vec<&Slug> = shown
        .page
        .statements
        .iter()
        .map(|one| &one.source)
        .collect();
    story.context.ask(|view, _| {
        let mut found = Vec::new();
        let drafted = story.sketch.voices.iter().map(|one| &one.spot.source);
        let mut looked_in: Vec<Slug> = Vec::new();
        for source in on_screen.into_iter().chain(drafted) {
            if !looked_in.contains(source) {
                looked_in.push(source.clone());
                found.extend(sentences_of(view.reader, source, words)?);
            }
        }
        for key in view.reader.sources()?.into_iter().rev() {
            if !found.is_empty() {
                break;
            }
            let source = view.reader.source_id(key)?;
            if !looked_in.contains(&source) {
                found.extend(sentences_of(view.reader, &source, words)?);
            }
        }
        found.truncate(MAX_CHOICES);
        Ok(found)
    })
}

fn sentences_of(
    reader: crate::ledger::Reader<'_>,
    source: &Slug,
    words: &str,
) -> Result<Vec<Sentence>> {
    let Some(key) = reader.source_key(source.as_str())? else {
        return Ok(Vec::new());
    };
    let Some(text) = reader.source_text(key)?.map(|text| text.text) else {
        return Ok(Vec::new());
    };
    let mut found: Vec<Sentence> = Vec::new();
    for range in Passage::ranges_of(&text, words) {
        let range = around(&text, range);
        let passage = Passage::of_byte_range(&text, range)?;
        if found.iter().all(|one| one.passage != passage) {
            found.push(Sentence {
                source: source.clone(),
                passage,
                words: text[range.0..range.1].to_owned(),
            });
        }
    }
    Ok(found)
}

/// The sentence around a part of a text, or the sentences that it is in.
fn around(text: &str, (from, to): (usize, usize)) -> (usize, usize) {
    let begin = text[..from].rfind('\n').map_or(0, |at| at + 1);
    let end = text[to..].find('\n').map_or(text.len(), |at| to + at);
    let paragraph = &text[begin..end];
    let ends = sentence_ends(paragraph);
    let before = ends.iter().map(|at| begin + at).filter(|at| *at <= from);
    let after = ends.iter().map(|at| begin + at).find(|at| *at >= to);
    let start = before.max().unwrap_or(begin);
    let end = after.unwrap_or(end);
    let blank = text[start..end].len() - text[start..end].trim_start().len();
    (start + blank, start + text[start..end].trim_end().len())
}
