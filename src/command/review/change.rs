//! A change of one statement in a review.

use anyhow::Result;
use console::Key;

use super::ask::{line, word};
use super::keys::Console;
use super::story::Story;
use crate::command::fields;
use crate::desk::Desk;
use crate::domain::docket::StatementKey;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::time::When;
use crate::link::draft::Take;

/// What to change.
pub(super) enum Change {
    /// Nothing: it is recorded as it is, or reviewed.
    Nothing,
    /// Who speaks.
    Party(Slug),
    /// The stance.
    Stance(Stance),
    /// When it was said.
    Said(When),
    /// It is no statement, or a wrong one.
    Drop,
}

impl Change {
    /// Changes a statement of the draft, as far as the draft has what is changed.
    pub(super) fn apply_to_take(&self, take: &mut Take) {
        match self {
            Self::Party(party) => {
                take.party = party.clone();
                take.unnamed = false;
            }
            Self::Stance(stance) => take.stance = *stance,
            Self::Nothing | Self::Said(_) | Self::Drop => {}
        }
    }

    /// Corrects a recorded statement if that changes it, and notes that a person has looked at it.
    pub(super) fn correct(&self, desk: &mut Desk<'_, '_>, key: StatementKey) -> Result<()> {
        let held = desk.reader().statement(key)?.statement;
        let mut changed = held.clone();
        match self {
            Self::Party(party) => changed.party = party.clone(),
            Self::Stance(stance) => changed.stance = *stance,
            Self::Said(when) => changed.said = Some(*when),
            Self::Nothing | Self::Drop => {}
        }
        if changed == held {
            desk.review(&[key.0])?;
            return Ok(());
        }
        changed.unreviewed = false;
        desk.correct(key, changed)?;
        Ok(())
    }
}

/// Asks which of `count` statements to change; its place, counted from 0.
pub(super) fn which(term: &Console, count: usize) -> Result<Option<usize>> {
    if count == 1 {
        return Ok(Some(0));
    }
    let Some(number) = line(term, &format!("which statement, 1 to {count}"), "")? else {
        return Ok(None);
    };
    let place = number.parse::<usize>().ok();
    let place = place.and_then(|number| number.checked_sub(1));
    Ok(place.filter(|place| *place < count))
}

/// Asks which of `count` statements go to another claim; their places, counted from 0.
pub(super) fn several(term: &Console, count: usize) -> Result<Vec<usize>> {
    let question = format!("statements for the new claim, 1 to {count}, with blanks between them");
    let given = line(term, &question, "")?.unwrap_or_default();
    let numbers = given.split(|c: char| !c.is_ascii_digit());
    let mut places: Vec<usize> = numbers
        .filter_map(|number| number.parse::<usize>().ok()?.checked_sub(1))
        .filter(|place| *place < count)
        .collect();
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// Asks what to change about a statement. `None` if nothing was chosen.
pub(super) fn ask(term: &Console, story: &Story<'_>) -> Result<Option<Change>> {
    term.write_str(
        "\r\na right as it is  p who speaks  s stance  d day  r drop, any other key cancels ",
    )?;
    Ok(match term.read_key_raw()? {
        Key::Char('a') | Key::Enter => Some(Change::Nothing),
        Key::Char('r') => Some(Change::Drop),
        Key::Char('p') => line(term, "who speaks: id, name or alias", "")?
            .map(|name| party(story, &name))
            .transpose()?
            .map(Change::Party),
        Key::Char('s') => {
            let stances = "asserts confirms hedges doubts denies rejects declines not-confirmed no-reply retracts";
            word(term, stances)?.map(Change::Stance)
        }
        Key::Char('d') => {
            let day = line(term, "said on (2025-08-19, yesterday, 19 Aug 14:05)", "")?;
            let calendar = story.context.calendar();
            fields::when(calendar, "the day", day.as_ref())?.map(Change::Said)
        }
        _ => None,
    })
}

/// A party of the draft or of the ledger.
fn party(story: &Story<'_>, name: &str) -> Result<Slug> {
    let mut new = story.new_parties().iter();
    if let Some(party) = new.find(|one| one.id.as_str() == name || one.name == name) {
        return Ok(party.id.clone());
    }
    story.context.ask(|_, names| Ok(names.party(name)?.1))
}
