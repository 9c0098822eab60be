//! Limits on what the rules compare as a whole, so that no answer takes minutes.
//!
//! Rival answers to a question are compared in pairs, and a party speaks in the name of everybody
//! above it. Both grow with the square of their number. A journal that exceeds a limit, made by an
//! older program, can still be read and rebuilt.

use super::Result;
use crate::domain::Invalid;
use crate::domain::docket::PartyKey;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::ledger::{Direction, Reader};

/// The most claims that may answer one question. A report on a thousand takes some two seconds.
const MOST_ANSWERS: i64 = 1000;

/// The most steps from a party to the last of those for whom it speaks in turn.
const MOST_LEVELS: usize = 100;

/// Refuses one more answer to a question that has as many as it may have.
pub(super) fn require_room_for_answer(reader: &Reader<'_>, question: &Slug) -> Result<()> {
    let Some(key) = reader.question_key(question.as_str())? else {
        return Ok(());
    };
    if reader.answer_count(key)? < MOST_ANSWERS {
        return Ok(());
    }
    let reason = format!(
        "{question} has {MOST_ANSWERS} answers, which is the most; use another question for the others"
    );
    Err(Invalid::new("question", reason).into())
}

/// Refuses a party that would make a chain of parties speaking for, or being members of, one another
/// too long.
pub(super) fn require_short_chain(
    reader: &Reader<'_>,
    party: &Party,
    held: Option<PartyKey>,
) -> Result<()> {
    let edges = party.speaks_for.iter().chain(&party.member_of);
    let above = edges.map(|edge| reader.party_key(edge.party.as_str()));
    let above: Vec<PartyKey> = above
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    if above.is_empty() {
        return Ok(());
    }
    let up = 1 + reader.levels(&above, Direction::Up, MOST_LEVELS)?;
    let down = match held {
        Some(key) => reader.levels(&[key], Direction::Down, MOST_LEVELS)?,
        None => 0,
    };
    if up + down <= MOST_LEVELS {
        return Ok(());
    }
    let field = match party.speaks_for.is_empty() {
        true => "member_of",
        false => "speaks_for",
    };
    let reason = format!(
        "{} would be in a chain of more than {MOST_LEVELS} parties that speak for one another",
        party.id
    );
    Err(Invalid::new(field, reason).into())
}
