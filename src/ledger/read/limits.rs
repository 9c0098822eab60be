//! How large the groups are that the rules compare as a whole.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::domain::docket::{PartyKey, QuestionKey};
use crate::ledger::read::columns::{column, json};
use crate::ledger::{Reader, Result};

/// In which direction to follow the relations of parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the parties that one speaks for or is a member of.
    Up,
    /// To the parties that speak for one or are members of it.
    Down,
}

impl Reader<'_> {
    /// The number of steps from `parties` to the party furthest away in one direction, and no more
    /// than `most` of them.
    pub fn levels(&self, parties: &[PartyKey], direction: Direction, most: usize) -> Result<usize> {
        let mut seen: BTreeSet<PartyKey> = parties.iter().copied().collect();
        let mut level: Vec<PartyKey> = parties.to_vec();
        let mut levels = 0;
        while levels < most {
            let next = self.related(&level, direction)?;
            level = next.into_iter().filter(|key| seen.insert(*key)).collect();
            if level.is_empty() {
                break;
            }
            levels += 1;
        }
        Ok(levels)
    }

    fn related(&self, parties: &[PartyKey], direction: Direction) -> Result<Vec<PartyKey>> {
        let sql = match direction {
            Direction::Up => {
                "SELECT e.other FROM json_each(?1) k
                 CROSS JOIN party p ON p.key = k.value
                 JOIN edge e ON e.party = p.key AND e.posted = p.posted
                 WHERE p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)"
            }
            Direction::Down => {
                "SELECT e.party FROM json_each(?1) k
                 CROSS JOIN edge e ON e.other = k.value
                 JOIN party p ON p.key = e.party AND p.posted = e.posted
                 WHERE p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)"
            }
        };
        let keys: Vec<i64> = parties.iter().map(|key| key.0).collect();
        self.rows(sql, params![json(&keys)?, self.at], |row| {
            Ok(PartyKey(column(row, 0)?))
        })
    }

    /// The number of claims that answer a question.
    pub fn answer_count(&self, question: QuestionKey) -> Result<i64> {
        let counts = self.rows(
            "SELECT count(*) FROM claim c WHERE c.question = ?1
             AND c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)",
            params![question.0, self.at],
            |row| column(row, 0),
        )?;
        Ok(counts.first().copied().unwrap_or(0))
    }
}
