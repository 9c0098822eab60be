//! Details of a claim or a statement in a review: whose act it is, what it answers, who relayed it.

use anyhow::{Result, bail};
use chrono::{Datelike, NaiveDate};
use console::Key;

use super::ask::{MAX_CHOICES, line};
use super::choose::{self, Picked, pick};
use super::keys::Console;
use super::offers::Spot;
use super::shown::Shown;
use super::story::Story;
use crate::command::fields;
use crate::domain::claim::{Claim, Question};
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::escaped;
use crate::domain::time::When;
use crate::domain::value::Value;
use crate::link::draft::figure;
use crate::link::proposal::free_id;

/// Nobody or nothing, as it is typed.
const NONE: &str = "-";

/// Asks for parties: their digits, or their names with commas between them. `None` if nothing was typed.
pub(super) fn parties(
    term: &Console,
    story: &Story<'_>,
    question: &str,
    offered: &[(Slug, String)],
) -> Result<Option<Vec<Slug>>> {
    let offered = &offered[..offered.len().min(MAX_CHOICES)];
    for (at, (id, name)) in offered.iter().enumerate() {
        term.write_str(&format!("\r\n  {} {id}: {}", at + 1, escaped(name)))?;
    }
    let question = format!("{question}: digits, or names with commas, {NONE} for nobody");
    let Some(typed) = line(term, &question, "")? else {
        return Ok(None);
    };
    if typed == NONE {
        return Ok(Some(Vec::new()));
    }
    let mut chosen = Vec::new();
    if typed.chars().all(|c| c.is_ascii_digit() || c == ' ') {
        for digit in typed.chars().filter_map(|c| c.to_digit(10)) {
            let place = (digit as usize).checked_sub(1);
            match place.and_then(|place| offered.get(place)) {
                Some((id, _)) => chosen.push(id.clone()),
                None => bail!("there is no party {digit}"),
            }
        }
        return Ok(Some(chosen));
    }
    for name in typed.split(',').map(str::trim) {
        let found = story.parties_called(name)?.parties;
        match found.as_slice() {
            [(only, _)] => chosen.push(only.clone()),
            [] => bail!("no party is called {name:?}"),
            _ => bail!("several parties are called {name:?}; give an id"),
        }
    }
    Ok(Some(chosen))
}

/// Asks whose own act the claim on the screen is about.
pub(super) fn principals(
    term: &Console,
    story: &Story<'_>,
    shown: &Shown,
) -> Result<Option<Vec<Slug>>> {
    let offered = story.parties_of(shown)?;
    parties(term, story, "whose own act it is", &offered)
}

/// What a claim answers.
pub(super) enum Answers {
    /// No question.
    Nothing,
    /// This question with this value; the question, if it is new.
    Question(Slug, Option<Question>, Value),
}

/// Asks for a claim's value and the question that it answers.
pub(super) fn answers(term: &Console, story: &Story<'_>, claim: &Claim) -> Result<Option<Answers>> {
    let held = claim.value.clone().or_else(|| figure(&claim.text));
    let shown = held.as_ref().map(Value::to_string).unwrap_or_default();
    let question = format!("its answer (7.5%, GBP 25m, 40 ships, 2025-08-20), {NONE} for none");
    let Some(typed) = line(term, &question, &shown)? else {
        return Ok(None);
    };
    if typed == NONE {
        return Ok(Some(Answers::Nothing));
    }
    let value = match held.filter(|_| typed == shown) {
        Some(held) => held,
        None => match fields::value(Some(&typed))? {
            Some(value) => value,
            None => return Ok(None),
        },
    };
    let offered = story.questions_near(&claim.text)?;
    Ok(match pick(term, "the question", &offered)? {
        Picked::Nothing => None,
        Picked::One(question) => Some(Answers::Question(question, None, value)),
        Picked::Words(text) => {
            let Some(id) = free_id(&text, |id| story.has_question(id)) else {
                bail!("no id can be made of the question {text:?}");
            };
            let new = Question {
                id: id.clone(),
                text,
                unreviewed: false,
            };
            Some(Answers::Question(id, Some(new), value))
        }
    })
}

/// Asks who relayed a statement.
pub(super) fn relays(term: &Console, story: &Story<'_>, spot: &Spot) -> Result<Option<Vec<Slug>>> {
    let offered = story.speakers_near(spot, None)?;
    parties(
        term,
        story,
        "relayed by, nearest to the source first",
        &offered,
    )
}

/// Asks when a statement was made that is dated `dated` so far. A number is a day of that month, or of the one before.
pub(super) fn day(term: &Console, story: &Story<'_>, dated: &str) -> Result<Option<When>> {
    let question = "said on (19, 2025-08-19, yesterday, 19 Aug 14:05)";
    let Some(typed) = line(term, question, "")? else {
        return Ok(None);
    };
    let dated = dated.parse::<When>().ok().map(When::first_day);
    if let (Some(dated), Ok(number)) = (dated, typed.parse::<u32>()) {
        let this = dated.with_day(number).filter(|day| *day <= dated);
        let before = || -> Option<NaiveDate> {
            let last = dated.with_day(1)?.pred_opt()?;
            last.with_day(number)
        };
        return match this.or_else(before) {
            Some(day) => Ok(Some(When::day(day))),
            None => bail!("there is no day {number} in that month"),
        };
    }
    fields::when(story.context.calendar(), "the day", Some(&typed))
}

/// A change of what is known of a party.
pub(super) enum Fact {
    /// Its name.
    Name(String),
    /// Its kind.
    Kind(PartyKind),
    /// Its role; none if it has none.
    Role(Option<String>),
    /// For whom it speaks.
    SpeaksFor(Vec<Slug>),
}

impl Fact {
    /// Changes the party.
    pub(super) fn apply(self, party: &mut Party) {
        match self {
            Self::Name(name) => party.name = name,
            Self::Kind(kind) => party.kind = kind,
            Self::Role(role) => party.role = role,
            Self::SpeaksFor(others) => {
                let held = std::mem::take(&mut party.speaks_for);
                let edges = others.into_iter().map(|other| {
                    let known = held.iter().find(|edge| edge.party == other).cloned();
                    known.unwrap_or_else(|| fields::always(other))
                });
                party.speaks_for = edges.collect();
            }
        }
    }
}

/// Asks for a party of the screen and what to change about it.
pub(super) fn fact(
    term: &Console,
    story: &Story<'_>,
    shown: &Shown,
) -> Result<Option<(Slug, Fact)>> {
    let offered = story.parties_of(shown)?;
    let party = match pick(term, "which party", &offered)? {
        Picked::Nothing => return Ok(None),
        Picked::One(party) => party,
        Picked::Words(words) => match story.parties_called(&words)?.parties.as_slice() {
            [(only, _)] => only.clone(),
            [] => bail!("no party is called {words:?}"),
            _ => bail!("several parties are called {words:?}; give an id"),
        },
    };
    let Some(held) = story.party(&party)? else {
        return Ok(None);
    };
    term.write_str("\r\nn name  k kind  r role  s speaks for, any other key cancels ")?;
    let fact = match term.read_key_raw()? {
        Key::Char('n') => line(term, "its name", &held.name)?.map(Fact::Name),
        Key::Char('k') => choose::kind(term)?.map(Fact::Kind),
        Key::Char('r') => {
            let question = format!("its role, {NONE} for none");
            let role = line(term, &question, held.role.as_deref().unwrap_or_default())?;
            role.map(|role| Fact::Role((role != NONE).then_some(role)))
        }
        Key::Char('s') => {
            let others: Vec<(Slug, String)> =
                offered.into_iter().filter(|one| one.0 != party).collect();
            parties(term, story, "speaks for", &others)?.map(Fact::SpeaksFor)
        }
        _ => None,
    };
    Ok(fact.map(|fact| (party, fact)))
}
