//! Marking what no person has looked at, and taking the mark away.

use rusqlite::params;

use crate::journal::Seq;
use crate::ledger::Result;
use crate::ledger::write::post::Posting;

impl Posting<'_> {
    /// Marks the thing `key` if nobody has looked at what this entry says of it.
    pub(crate) fn mark(&self, key: Seq, unreviewed: bool) -> Result<()> {
        if !unreviewed {
            return Ok(());
        }
        self.run(
            "INSERT INTO unreviewed (key, posted) VALUES (?1, ?2)",
            params![key, self.seq],
        )
    }

    /// Marks the passage that this entry gives a statement if nobody has looked at it.
    pub(crate) fn mark_passage(&self, statement: Seq, unreviewed: bool) -> Result<()> {
        if !unreviewed {
            return Ok(());
        }
        self.run(
            "INSERT INTO unreviewed (key, posted, statement) VALUES (?1, ?1, ?2)",
            params![self.seq, statement],
        )
    }

    /// Takes the mark from the thing `key`, if it has one.
    pub(crate) fn end_mark(&self, key: Seq) -> Result<()> {
        self.run(
            "UPDATE unreviewed SET ended = ?2 WHERE key = ?1 AND ended IS NULL",
            params![key, self.seq],
        )
    }

    /// Takes the marks from things that a person has looked at.
    pub(crate) fn review(&self, of: &[Seq]) -> Result<()> {
        of.iter().try_for_each(|key| self.end_mark(*key))
    }

    /// Gives back the marks that the entry `review` took away, except to things recorded in another version
    /// since.
    pub(crate) fn unreview(&self, review: Seq) -> Result<()> {
        self.run(
            "INSERT INTO unreviewed (key, posted, statement)
             SELECT u.key, ?2, u.statement FROM unreviewed u WHERE u.ended = ?1
             AND NOT EXISTS (SELECT 1 FROM party v WHERE v.key = u.key AND v.posted > ?1)
             AND NOT EXISTS (SELECT 1 FROM question v WHERE v.key = u.key AND v.posted > ?1)
             AND NOT EXISTS (SELECT 1 FROM claim v WHERE v.key = u.key AND v.posted > ?1)",
            params![review, self.seq],
        )
    }
}
