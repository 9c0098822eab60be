//! Undoing: an entry that takes back what an earlier write posted.
//!
//! A row that the write ended is restored as a new row, valid from the undoing entry on; a row that
//! the write posted is ended. So earlier snapshots of the ledger are unaffected.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey};
use crate::domain::slug::Slug;
use crate::journal::{Body, Seq};
use crate::ledger::read::columns::column;
use crate::ledger::write::post::Posting;
use crate::ledger::{Kind, Reader, Result};

impl Posting<'_> {
    /// Undoes the entries of a write, newest first.
    pub(crate) fn undo(&self, entries: &[Seq]) -> Result<()> {
        let first = entries.iter().copied().min().unwrap_or(0);
        let mut restored: BTreeSet<Seq> = BTreeSet::new();
        for seq in entries.iter().rev() {
            self.run(
                "INSERT OR IGNORE INTO undone (seq, by) VALUES (?1, ?2)",
                params![seq, self.seq],
            )?;
            let Some(body) = self.reader.body(*seq)? else {
                continue;
            };
            let before = self.reader.at(first - 1).without_merges();
            match self.version_set_by(*seq, &body)? {
                // If the write set the same thing twice, undoing it once restores the version
                // before the write.
                Some((kind, key)) if restored.insert(key) => self.set_back(kind, key, before)?,
                Some(_) => {}
                None => self.undo_one(*seq, &body, before)?,
            }
        }
        Ok(())
    }

    fn undo_one(&self, seq: Seq, body: &Body, before: Reader<'_>) -> Result<()> {
        match body {
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
            Body::Copy(_) => self.run(
                "UPDATE archived_copy SET ended = ?2 WHERE posted = ?1",
                params![seq, self.seq],
            ),
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
            Body::Review { .. } => self.unreview(seq),
            // The desk never offers the first two for undoing. The others are set back.
            Body::Undo { .. }
            | Body::Redaction { .. }
            | Body::Party(_)
            | Body::Source(_)
            | Body::Question(_)
            | Body::Claim(_) => Ok(()),
        }
    }

    /// Makes a thing what it was before a write: an earlier version, or not there.
    fn set_back(&self, kind: Kind, key: Seq, before: Reader<'_>) -> Result<()> {
        if !before.had(kind, key)? {
            return self.end_version(kind.word(), key);
        }
        match kind {
            Kind::Party => {
                let mut party = before.own_party(PartyKey(key))?;
                for edge in party.speaks_for.iter_mut().chain(&mut party.member_of) {
                    edge.party = self.present_id(before, &edge.party)?;
                }
                self.party_version(key, &party)
            }
            Kind::Source => self.source_version(key, &before.source(SourceKey(key))?),
            Kind::Question => self.question_version(key, &before.question(QuestionKey(key))?),
            Kind::Claim => {
                let mut claim = before.claim(ClaimKey(key))?.claim;
                for principal in &mut claim.principals {
                    *principal = self.present_id(before, principal)?;
                }
                self.claim_version(key, &claim)
            }
            Kind::Statement => Ok(()),
        }
    }

    /// The id that the party with this id before a write has now.
    fn present_id(&self, before: Reader<'_>, id: &Slug) -> Result<Slug> {
        match before.recorded_party_key(id.as_str())? {
            Some(key) if self.reader.had(Kind::Party, key.0)? => self.reader.party_id(key),
            _ => Ok(id.clone()),
        }
    }

    /// The party, source, question or claim that an entry replaced as a whole, if any.
    fn version_set_by(&self, seq: Seq, body: &Body) -> Result<Option<(Kind, Seq)>> {
        let (kind, id) = match body {
            Body::Party(party) => (Kind::Party, &party.id),
            Body::Source(source) => (Kind::Source, &source.id),
            Body::Question(question) => (Kind::Question, &question.id),
            Body::Claim(claim) => (Kind::Claim, &claim.id),
            _ => return Ok(None),
        };
        let key = self.reader.row(
            &format!(
                "SELECT key FROM {} WHERE id = ?1 AND posted = ?2",
                kind.word()
            ),
            params![id.as_str(), seq],
            |row| column::<Seq>(row, 0),
        )?;
        Ok(key.map(|key| (kind, key)))
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
