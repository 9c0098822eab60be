//! Full-text search over parties, sources, questions, claims and statements.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::domain::docket::PartyKey;
use crate::journal::Seq;
use crate::ledger::read::columns::column;
use crate::ledger::{Reader, Result};

/// A search result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The kind of record: party, source, question, claim or statement.
    pub kind: String,
    /// Its key.
    pub key: Seq,
    /// The matching passage.
    pub excerpt: Excerpt,
}

/// The text around matches, with [`MARK`] before and after each match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excerpt {
    /// A few words.
    Short(String),
    /// The whole of a long text, because choosing the best excerpt takes time with the square of the
    /// number of matches.
    Whole(String),
}

/// The longest text, in characters, from which SQLite chooses the excerpt.
const LONGEST: u32 = 4_000;

/// Delimits a match in an excerpt: a control character that is removed from indexed text.
pub const MARK: char = '\u{1}';

/// A word in the names of more parties than this (`minister`, `group`) does not identify any.
const MOST_PARTIES: u32 = 50;

impl Reader<'_> {
    /// Records that match a query in FTS5 syntax, best first. Off-record and withdrawn statements
    /// are never included. A statement is found twice if both what was recorded of it and the words of
    /// its passage match.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<Found>> {
        // Select the best matches first: excerpts are expensive, so only theirs are computed.
        self.rows(
            "WITH best (number, rank) AS MATERIALIZED (
                 SELECT search.rowid, search.rank FROM search
                 LEFT JOIN document d ON d.number = search.rowid
                 WHERE search MATCH ?1
                 AND CASE WHEN d.number IS NULL THEN search.rowid <= ?2
                     ELSE d.posted <= ?2 AND (d.ended IS NULL OR d.ended > ?2) END
                 AND (coalesce(d.kind, 'statement') <> 'statement'
                      OR NOT EXISTS (SELECT 1 FROM withdrawal w
                                     WHERE w.statement = coalesce(d.key, search.rowid)
                                     AND w.posted <= ?2 AND (w.ended IS NULL OR w.ended > ?2)))
                 ORDER BY search.rank, coalesce(d.posted, search.rowid), d.number DESC LIMIT ?3)
             SELECT coalesce(d.kind, 'statement'), coalesce(d.key, best.number),
                    CASE WHEN length(search.title) + length(search.body) <= ?4
                         THEN snippet(search, -1, char(1), char(1), '…', 24) END,
                    CASE WHEN length(search.title) + length(search.body) > ?4
                         THEN highlight(search, 0, char(1), char(1)) || ' '
                              || highlight(search, 1, char(1), char(1)) END
             FROM best JOIN search ON search.rowid = best.number
             LEFT JOIN document d ON d.number = best.number
             WHERE search MATCH ?1
             ORDER BY best.rank, coalesce(d.posted, best.number), d.number DESC",
            params![query, self.at, limit, LONGEST],
            |row| {
                let short: Option<String> = column(row, 2)?;
                Ok(Found {
                    kind: column(row, 0)?,
                    key: column(row, 1)?,
                    excerpt: match short {
                        Some(excerpt) => Excerpt::Short(excerpt),
                        None => Excerpt::Whole(column(row, 3)?),
                    },
                })
            },
        )
    }

    /// All folded names of the parties with this word in a name, including names of parties merged
    /// into them. Empty if more than `MOST_PARTIES` parties match.
    pub fn names_with_word(&self, folded_word: &str) -> Result<BTreeSet<String>> {
        let parties = self.rows(
            "SELECT w.party FROM alias_word w CROSS JOIN party p ON p.key = w.party AND p.posted = w.posted
             WHERE w.word = ?1 AND p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2) LIMIT ?3",
            params![folded_word, self.at, MOST_PARTIES + 1],
            |row| Ok(PartyKey(column(row, 0)?)),
        )?;
        let mut names = BTreeSet::new();
        if parties.len() > MOST_PARTIES as usize {
            return Ok(names);
        }
        for party in self.current_parties(parties)? {
            for (member, _) in self.family(party.0)? {
                names.extend(self.rows(
                    "SELECT a.folded
                     FROM party p JOIN alias a ON a.party = p.key AND a.posted = p.posted
                     WHERE p.key = ?1 AND p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)",
                    params![member, self.at],
                    |row| column::<String>(row, 0),
                )?);
            }
        }
        Ok(names)
    }
}
