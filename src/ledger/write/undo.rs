//! Undoing: an entry that takes back what an earlier write posted.
//!
//! A row that the write ended is restored as a new row, valid from the undoing entry on; a row that
//! the write posted is ended. So earlier snapshots of the ledger are unaffected.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::domain::slug::Slug;
use crate::journal::{Body, Seq};
use crate::ledger::read::columns::column;
use crate::ledger::write::post::Posting;
use crate::ledger::{Kind, Reader, Result};

impl Posting<'_> {
    /// Undoes the entries of a write, newest first.
    pub(crate) fn undo(&self, entries: &[Seq]) -> Result<()> {
        let first = entries.iter().copied().min().unwrap_or(0);
        let mut restored: BTreeSet<(Kind, Slug)> = BTreeSet::new();
        for seq in entries.iter().rev() {
            self.run(
                "INSERT OR IGNORE INTO undone (seq, by) VALUES (?1, ?2)",
                params![seq, self.seq],
            )?;
            let body = self.reader.body(*seq)?;
            // If the write set the same thing twice, undoing it once restores the version before
            // the write.
            let is_new = |body: &Body| set(body).is_none_or(|thing| restored.insert(thing));
            if let Some(body) = body.filter(is_new) {
                self.undo_one(*seq, &body, self.reader.at(first - 1).without_merges())?;
            }
        }
        Ok(())
    }

    fn undo_one(&self, seq: Seq, body: &Body, before: Reader<'_>) -> Result<()> {
        match body {
            Body::Party(party) => match before.recorded_party_key(party.id.as_str())? {
                Some(key) => self.party(&before.own_party(key)?),
                None => self.end("party", &party.id),
            },
            Body::Source(source) => match before.source_key(source.id.as_str())? {
                Some(key) => self.source(&before.source(key)?),
                None => self.end("source", &source.id),
            },
            Body::Question(question) => match before.question_key(question.id.as_str())? {
                Some(key) => self.question(&before.question(key)?),
                None => self.end("question", &question.id),
            },
            Body::Claim(claim) => match before.recorded_claim_key(claim.id.as_str())? {
                Some(key) => self.claim(&before.claim(key)?.claim),
                None => self.end("claim", &claim.id),
            },
            Body::Text { source, .. } => {
                self.run(
                    "UPDATE source_text SET ended = ?2 WHERE posted = ?1 AND ended IS NULL",
                    params![seq, self.seq],
                )?;
                let key = before.source_key(source.as_str())?;
                match key
                    .map(|key| before.source_text(key))
                    .transpose()?
                    .flatten()
                {
                    Some(text) => self.text(source, &text.text),
                    None => match self.reader.source_key(source.as_str())? {
                        Some(key) => self.words_of_source(key, None),
                        None => Ok(()),
                    },
                }
            }
            Body::Statement(_) => self.unsay(seq),
            Body::Correction { of, .. } => {
                self.unsay(seq)?;
                self.restore(*of, seq)
            }
            Body::Void { of, .. } => self.restore(*of, seq),
            Body::Evidence { .. } => self.run(
                "UPDATE evidence SET ended = ?2 WHERE posted = ?1",
                params![seq, self.seq],
            ),
            Body::Ruling(_) => self.run(
                "UPDATE ruling SET ended = ?2 WHERE key = ?1",
                params![seq, self.seq],
            ),
            Body::Merger(_) => self.run(
                "UPDATE merger SET ended = ?2 WHERE posted = ?1",
                params![seq, self.seq],
            ),
            // The desk never offers these for undoing.
            Body::Undo { .. } | Body::Redaction { .. } => Ok(()),
        }
    }

    fn end(&self, table: &str, id: &Slug) -> Result<()> {
        let keys = self.reader.rows(
            &format!("SELECT key FROM {table} WHERE id = ?1 AND ended IS NULL"),
            params![id.as_str()],
            |row| column::<Seq>(row, 0),
        )?;
        keys.into_iter()
            .try_for_each(|key| self.end_version(table, key))
    }

    fn unsay(&self, statement: Seq) -> Result<()> {
        self.run(
            "INSERT OR IGNORE INTO withdrawal (statement, posted, undone) VALUES (?1, ?2, 1)",
            params![statement, self.seq],
        )
    }

    /// Restores a statement that the entry `by` withdrew.
    fn restore(&self, statement: Seq, by: Seq) -> Result<()> {
        self.run(
            "UPDATE withdrawal SET ended = ?3 WHERE statement = ?1 AND posted = ?2",
            params![statement, by, self.seq],
        )
    }
}

/// The party, source, question or claim that an entry replaces as a whole, if any.
fn set(body: &Body) -> Option<(Kind, Slug)> {
    match body {
        Body::Party(party) => Some((Kind::Party, party.id.clone())),
        Body::Source(source) => Some((Kind::Source, source.id.clone())),
        Body::Question(question) => Some((Kind::Question, question.id.clone())),
        Body::Claim(claim) => Some((Kind::Claim, claim.id.clone())),
        _ => None,
    }
}
