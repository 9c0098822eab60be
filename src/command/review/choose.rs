//! Choosing with one key: a digit for what is offered, a letter for a stance. Words find the rest.

use anyhow::{Result, bail};
use console::Key;

use super::ask::{MAX_CHOICES, choose, line};
use super::keys::Console;
use super::offers::Spot;
use super::story::Story;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::text::{escaped, is_hostile};
use crate::link::proposal::free_id;

/// What was chosen.
pub(super) enum Picked {
    /// One of those offered.
    One(Slug),
    /// Something else, by these words.
    Words(String),
    /// Nothing: Enter, Escape or another key.
    Nothing,
}

/// Offers up to nine things by digit. Any letter begins words that find something else; so does a blank, before words that
/// begin with a digit.
pub(super) fn pick(term: &Console, question: &str, offered: &[(Slug, String)]) -> Result<Picked> {
    for (at, (id, text)) in offered.iter().take(MAX_CHOICES).enumerate() {
        term.write_str(&format!("\r\n  {} {id}: {}", at + 1, escaped(text)))?;
    }
    term.write_str(&format!("\r\n{question}: a digit, or words and Enter "))?;
    let Key::Char(first) = term.read_key_raw()? else {
        return Ok(Picked::Nothing);
    };
    let place = first
        .to_digit(10)
        .and_then(|digit| (digit as usize).checked_sub(1));
    if let Some((id, _)) = place.and_then(|place| offered.get(place)) {
        return Ok(Picked::One(id.clone()));
    }
    if is_hostile(first) {
        return Ok(Picked::Nothing);
    }
    let words = line(term, question, first.encode_utf8(&mut [0; 4]))?;
    Ok(words.map_or(Picked::Nothing, Picked::Words))
}

/// Chooses a claim other than `own` that is like this text. `Err` has a line for the screen if none was chosen.
pub(super) fn claim(
    term: &Console,
    story: &Story<'_>,
    (own, text): (&Slug, &str),
) -> Result<Result<Slug, String>> {
    let near = story.claims_near(own, text)?;
    let near: Vec<(Slug, String)> = near.into_iter().map(|one| (one.id, one.text)).collect();
    let words = match pick(term, "which claim", &near)? {
        Picked::One(claim) => return Ok(Ok(claim)),
        Picked::Nothing => return Ok(Err(String::new())),
        Picked::Words(words) => words,
    };
    let found = story.claims_with(&words)?;
    let chosen = match found.as_slice() {
        [] => return Ok(Err(format!("No claim contains the words {words:?}."))),
        [(only, _)] => Some(only.clone()),
        several => choose(term, several)?,
    };
    Ok(chosen.ok_or_else(String::new))
}

/// Chooses who speaks at a place of an article. A party that nobody knows yet is added, after its kind was asked for.
pub(super) fn speaker(
    term: &Console,
    story: &Story<'_>,
    spot: &Spot,
    except: Option<&Slug>,
) -> Result<Option<(Slug, Option<Party>)>> {
    let near = story.speakers_near(spot, except)?;
    let words = match pick(term, "who speaks", &near)? {
        Picked::One(party) => return Ok(Some((party, None))),
        Picked::Nothing => return Ok(None),
        Picked::Words(words) => words,
    };
    let found = story.parties_called(&words)?;
    match (found.exact, found.parties.as_slice()) {
        (_, []) => new_party(term, story, &words),
        (true, [(only, _)]) => Ok(Some((only.clone(), None))),
        (true, several) => Ok(choose(term, several)?.map(|party| (party, None))),
        // Part of a name: it may be somebody else's.
        (false, several) => match pick_or_add(term, several)? {
            Some(Some(party)) => Ok(Some((party, None))),
            Some(None) => new_party(term, story, &words),
            None => Ok(None),
        },
    }
}

/// Offers parties by digit, or to add another one: `Some(None)`.
fn pick_or_add(term: &Console, offered: &[(Slug, String)]) -> Result<Option<Option<Slug>>> {
    for (at, (id, name)) in offered.iter().enumerate() {
        term.write_str(&format!("\r\n  {} {id}: {}", at + 1, escaped(name)))?;
    }
    term.write_str("\r\na digit, or + for somebody new, any other key cancels: ")?;
    Ok(match term.read_key_raw()? {
        Key::Char('+') => Some(None),
        Key::Char(digit) => {
            let place = digit
                .to_digit(10)
                .and_then(|digit| (digit as usize).checked_sub(1));
            let chosen = place.and_then(|place| offered.get(place));
            chosen.map(|(party, _)| Some(party.clone()))
        }
        _ => None,
    })
}

fn new_party(
    term: &Console,
    story: &Story<'_>,
    name: &str,
) -> Result<Option<(Slug, Option<Party>)>> {
    term.write_str(&format!("\r\n{} is new. ", escaped(name)))?;
    let Some(kind) = kind(term)? else {
        return Ok(None);
    };
    let Some(id) = free_id(name, |id| story.has_party(id)) else {
        bail!("no id can be made of the name {name:?}");
    };
    let party = Party::new(id.clone(), name.to_owned(), kind);
    party.check()?;
    Ok(Some((id, Some(party))))
}

/// Chooses a kind of party by its letter.
pub(super) fn kind(term: &Console) -> Result<Option<PartyKind>> {
    term.write_str(
        "\r\np person  g government  o organisation  r group  m media  u anonymous, any other key cancels ",
    )?;
    Ok(Some(match term.read_key_raw()? {
        Key::Char('p') => PartyKind::Person,
        Key::Char('g') => PartyKind::Government,
        Key::Char('o') => PartyKind::Organisation,
        Key::Char('r') => PartyKind::Group,
        Key::Char('m') => PartyKind::Media,
        Key::Char('u') => PartyKind::Anonymous,
        _ => return Ok(None),
    }))
}

/// The keys of the stances.
const STANCES: [(char, Stance); 10] = [
    ('a', Stance::Asserts),
    ('c', Stance::Confirms),
    ('h', Stance::Hedges),
    ('u', Stance::Doubts),
    ('d', Stance::Denies),
    ('j', Stance::Rejects),
    ('l', Stance::Declines),
    ('n', Stance::NotConfirmed),
    ('y', Stance::NoReply),
    ('t', Stance::Retracts),
];

/// Chooses a stance by its letter.
pub(super) fn stance(term: &Console) -> Result<Option<Stance>> {
    let words = STANCES
        .iter()
        .map(|(key, stance)| format!("{key} {stance}"));
    let words: Vec<String> = words.collect();
    term.write_str(&format!("\r\n{}, any other key cancels ", words.join("  ")))?;
    let key = term.read_key_raw()?;
    let chosen = STANCES.iter().find(|(letter, _)| key == Key::Char(*letter));
    Ok(chosen.map(|(_, stance)| *stance))
}
