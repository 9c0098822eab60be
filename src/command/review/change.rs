//! A change of one statement in a review.

use anyhow::{Result, bail};
use console::Key;

use super::ask::line;
use super::choose;
use super::details;
use super::keys::Console;
use super::offers::Spot;
use super::story::Story;
use crate::answer::StatementAnswer;
use crate::desk::{Desk, IfExists};
use crate::domain::docket::StatementKey;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::domain::time::When;
use crate::link::draft::Take;

/// What to change.
pub(super) enum Change {
    /// Nothing: it is recorded as it is, or reviewed.
    Nothing,
    /// Who speaks, with the party if nobody knows it yet.
    Party(Slug, Option<Party>),
    /// The stance.
    Stance(Stance),
    /// The stance is that toward the opposite.
    Turn,
    /// When it was said.
    Said(When),
    /// Who relayed it, nearest to the source first.
    Via(Vec<Slug>),
    /// It is on another claim.
    Claim(Slug),
    /// It is no statement, or a wrong one.
    Drop,
}

impl Change {
    /// Changes a statement of the draft.
    pub(super) fn apply_to_take(&self, take: &mut Take, is_unnamed: impl Fn(&Slug) -> bool) {
        match self {
            Self::Party(party, _) => {
                take.party = party.clone();
                take.unnamed = is_unnamed(party);
            }
            Self::Stance(stance) => take.stance = *stance,
            Self::Turn => take.stance = take.stance.on_opposite(),
            Self::Said(when) => take.said = Some(*when),
            Self::Via(via) => take.via.clone_from(via),
            Self::Claim(claim) => take.claim = claim.clone(),
            Self::Nothing | Self::Drop => {}
        }
    }

    /// Corrects a recorded statement if that changes it, and notes that a person has looked at it.
    /// On another claim the stance is `turned` if that is the opposite.
    pub(super) fn correct(
        &self,
        desk: &mut Desk<'_, '_>,
        key: StatementKey,
        turned: bool,
    ) -> Result<()> {
        let held = desk.reader().statement(key)?.statement;
        let mut changed = held.clone();
        match self {
            Self::Party(party, new) => {
                if let Some(new) = new {
                    desk.party(new.clone(), IfExists::Refuse)?;
                }
                changed.party = party.clone();
            }
            Self::Stance(stance) => changed.stance = *stance,
            Self::Turn => changed.stance = held.stance.on_opposite(),
            Self::Said(when) => changed.said = Some(*when),
            Self::Via(via) => changed.via.clone_from(via),
            Self::Claim(claim) => {
                changed.claim = claim.clone();
                if turned {
                    changed.stance = held.stance.on_opposite();
                }
            }
            Self::Nothing | Self::Drop => {}
        }
        if changed == held {
            desk.review(&[key.0])?;
            return Ok(());
        }
        changed.look_at();
        desk.correct(key, changed)?;
        Ok(())
    }
}

/// Asks which of `count` statements is meant; its place, counted from 0. A digit is enough if there are nine at most.
pub(super) fn which(term: &Console, count: usize) -> Result<Option<usize>> {
    if count == 1 {
        return Ok(Some(0));
    }
    let question = format!("which statement, 1 to {count}");
    let number = match count {
        0 => return Ok(None),
        1..=9 => {
            term.write_str(&format!("\r\n{question} "))?;
            match term.read_key_raw()? {
                Key::Char(digit) => Some(digit.to_string()),
                _ => None,
            }
        }
        _ => line(term, &question, "")?,
    };
    let place = number.and_then(|number| number.parse::<usize>().ok());
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

/// Asks what to change about a statement on this claim. `None` if nothing was chosen.
pub(super) fn ask(
    term: &Console,
    story: &Story<'_>,
    claim: (&Slug, &str),
    said: &StatementAnswer,
) -> Result<Option<Change>> {
    term.write_str(
        "\r\na right as it is  p who speaks  s stance  f turn it  d day  v relayed by  m another claim  r drop, any other key cancels ",
    )?;
    let spot = Spot::of(said);
    Ok(match term.read_key_raw()? {
        Key::Char('a') | Key::Enter => Some(Change::Nothing),
        Key::Char('r') => Some(Change::Drop),
        Key::Char('f') => Some(Change::Turn),
        Key::Char('p') => {
            let chosen = choose::speaker(term, story, &spot, Some(&said.party))?;
            chosen.map(|(party, new)| Change::Party(party, new))
        }
        Key::Char('s') => choose::stance(term)?.map(Change::Stance),
        Key::Char('m') => match choose::claim(term, story, claim)? {
            Ok(claim) => Some(Change::Claim(claim)),
            Err(why_not) if why_not.is_empty() => None,
            Err(why_not) => bail!("{why_not}"),
        },
        Key::Char('d') => details::day(term, story, &said.said)?.map(Change::Said),
        Key::Char('v') => details::relays(term, story, &spot)?.map(Change::Via),
        _ => None,
    })
}
