//! Full-text search: a row a thing, kept in step with posting.

use rusqlite::params;

use super::posting::Posting;
use super::rows::column;
use super::{Reader, Result};
use crate::domain::slug::Slug;
use crate::journal::Seq;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What sort of thing it is: party, source, question, claim or statement.
    pub kind: String,
    /// Its key.
    pub key: Seq,
    /// The passage that fits, each match between [`MARK`]s.
    pub excerpt: String,
}

/// Stands before and after a match: a control character that is taken out of what is indexed.
pub const MARK: char = '\u{1}';

impl Posting<'_> {
    /// Makes what is now known of a thing findable.
    pub(super) fn index(&self, kind: &str, key: Seq, title: &str, body: &str) -> Result<()> {
        self.forget_document(kind, key)?;
        self.run(
            "INSERT INTO document (posted, kind, key, title, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                self.seq,
                kind,
                key,
                title.replace(MARK, " "),
                body.replace(MARK, " ")
            ],
        )?;
        self.run(
            "INSERT INTO search (rowid, title, body)
             SELECT number, title, body FROM document
             WHERE kind = ?1 AND key = ?2 AND ended IS NULL",
            params![kind, key],
        )
    }

    /// Makes a thing unfindable.
    pub(super) fn forget(&self, kind: &str, id: &Slug) -> Result<()> {
        let key = match kind {
            "party" => self
                .reader
                .recorded_party_key(id.as_str())?
                .map(|key| key.0),
            "claim" => self
                .reader
                .recorded_claim_key(id.as_str())?
                .map(|key| key.0),
            "source" => self.reader.source_key(id.as_str())?.map(|key| key.0),
            _ => self.reader.question_key(id.as_str())?.map(|key| key.0),
        };
        key.map_or(Ok(()), |key| self.forget_document(kind, key))
    }

    /// The version stays indexed: it is what an earlier ledger knew.
    fn forget_document(&self, kind: &str, key: Seq) -> Result<()> {
        self.run(
            "UPDATE document SET ended = ?3 WHERE kind = ?1 AND key = ?2 AND ended IS NULL",
            params![kind, key, self.seq],
        )
    }
}

impl Reader<'_> {
    /// The things that fit a query in the engine's own syntax, best first. Off-record statements
    /// are never among them, nor are those that were taken back.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<Found>> {
        self.rows(
            "SELECT d.kind, d.key, snippet(search, -1, char(1), char(1), '…', 24)
             FROM search JOIN document d ON d.number = search.rowid
             WHERE search MATCH ?1 AND d.posted <= ?2 AND (d.ended IS NULL OR d.ended > ?2)
             AND NOT EXISTS (SELECT 1 FROM statement s WHERE d.kind = 'statement' AND s.key = d.key
                             AND s.attribution = 'off-record')
             AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE d.kind = 'statement'
                             AND w.statement = d.key AND w.posted <= ?2
                             AND (w.ended IS NULL OR w.ended > ?2))
             ORDER BY bm25(search, 2.0, 1.0), d.number LIMIT ?3",
            params![query, self.at, limit],
            |row| {
                Ok(Found {
                    kind: column(row, 0)?,
                    key: column(row, 1)?,
                    excerpt: column(row, 2)?,
                })
            },
        )
    }

    /// The other spellings of a word in the names of the parties that carry it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn names_with_word(&self, folded_word: &str) -> Result<Vec<String>> {
        self.rows(
            "SELECT DISTINCT other.folded
             FROM alias a
             JOIN party p ON p.key = a.party AND p.posted = a.posted
                  AND p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)
             JOIN alias other ON other.party = a.party AND other.posted = a.posted
             WHERE instr(' ' || a.folded || ' ', ' ' || ?1 || ' ') > 0",
            params![folded_word, self.at],
            |row| column(row, 0),
        )
    }
}
