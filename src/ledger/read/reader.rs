//! A reader of the ledger as of one entry: keys, ids and names.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Row, ToSql, params};

use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::domain::transliteration::{is_cyrillic, is_respelt, may_be_respelt_in_latin};
use crate::journal::{Merged, Seq};
use crate::ledger::read::columns::{garbled, json, text};
use crate::ledger::read::lookup::Lookup;
use crate::ledger::read::snapshot::Snapshot;
use crate::ledger::{Result, SqliteJournal};

/// Reads the ledger as it was at the entry `at`.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    pub(crate) snapshot: Snapshot<'c>,
    pub(crate) at: Seq,
    /// Whether to ignore mergers and read records as they were entered.
    pub(crate) without_merges: bool,
    /// Lookups cached for this entry.
    pub(crate) lookup: Option<&'c Lookup>,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(snapshot: Snapshot<'c>, at: Seq) -> Self {
        Self {
            snapshot,
            at,
            without_merges: false,
            lookup: None,
        }
    }

    /// A reader at the newest entry that caches its lookups in `lookup`.
    pub(crate) fn remembering(snapshot: Snapshot<'c>, lookup: &'c Lookup) -> Self {
        Self {
            lookup: Some(lookup),
            ..Self::new(snapshot, Seq::MAX)
        }
    }

    /// The same ledger at the entry `at`.
    #[must_use]
    pub fn at(self, at: Seq) -> Self {
        Self {
            at,
            lookup: self.lookup.filter(|_| at == self.at),
            ..self
        }
    }

    /// Whether this reads the current state, for which counts are kept.
    pub(crate) fn is_newest(&self) -> bool {
        self.at == Seq::MAX
    }

    /// The same ledger without mergers: records as they were entered. Start from this when changing
    /// a record; otherwise what it inherited by a merger would remain after the merger is undone.
    #[must_use]
    pub fn without_merges(self) -> Self {
        Self {
            without_merges: true,
            ..self
        }
    }

    /// The ledger's journal.
    pub fn journal(&self) -> SqliteJournal<'c> {
        self.snapshot.journal()
    }

    /// All rows of a query, converted by `read`.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: &[&dyn ToSql],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.snapshot.rows(sql, params, read)
    }

    /// The first row of a query, converted by `read`.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: &[&dyn ToSql],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.snapshot.row(sql, params, read)
    }

    fn key(&self, sql: &str, id: &str) -> Result<Option<i64>> {
        self.row(sql, params![id, self.at], |row| Ok(row.get(0)?))
    }

    /// Like [`Reader::key`], but cached.
    fn known_key(&self, kind: Kind, sql: &str, id: &str) -> Result<Option<i64>> {
        if let Some(key) = self.lookup.and_then(|lookup| lookup.key(kind, id)) {
            return Ok(Some(key));
        }
        let key = self.key(sql, id)?;
        if let (Some(lookup), Some(key)) = (self.lookup, key) {
            lookup.note_key(kind, id, key);
        }
        Ok(key)
    }

    fn id(&self, sql: &str, key: i64) -> Result<Slug> {
        let id: Option<String> = self.row(sql, params![key, self.at], |row| Ok(row.get(0)?))?;
        let id = id.ok_or_else(|| garbled(format!("a reference to {key}, which is not there")))?;
        id.parse().map_err(|error| garbled(format!("{error}")))
    }

    /// The party with this id, or the one it was merged into.
    pub fn party_key(&self, id: &str) -> Result<Option<PartyKey>> {
        let recorded = self.recorded_party_key(id)?;
        let present = recorded.map(|key| Ok(PartyKey(self.current(key.0)?.0)));
        present.transpose()
    }

    /// The party recorded with this id, which may be an other id of it, whether or not it was merged.
    pub(crate) fn recorded_party_key(&self, id: &str) -> Result<Option<PartyKey>> {
        let key = self.known_key(
            Kind::Party,
            "SELECT key FROM party WHERE id = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)
             UNION ALL
             SELECT p.key FROM other_id o JOIN party p ON p.key = o.key AND p.posted = o.posted
             WHERE o.id = ?1 AND p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)",
            id,
        )?;
        Ok(key.map(PartyKey))
    }

    /// The source with this id.
    pub fn source_key(&self, id: &str) -> Result<Option<SourceKey>> {
        let key = self.known_key(
            Kind::Source,
            "SELECT key FROM source WHERE id = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            id,
        )?;
        Ok(key.map(SourceKey))
    }

    /// The question with this id.
    pub fn question_key(&self, id: &str) -> Result<Option<QuestionKey>> {
        let key = self.known_key(
            Kind::Question,
            "SELECT key FROM question WHERE id = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            id,
        )?;
        Ok(key.map(QuestionKey))
    }

    /// The claim with this id, or the one it was merged into.
    pub fn claim_key(&self, id: &str) -> Result<Option<ClaimKey>> {
        let recorded = self.recorded_claim_key(id)?;
        let present = recorded.map(|key| Ok(ClaimKey(self.current(key.0)?.0)));
        present.transpose()
    }

    /// The claim recorded with this id, which may be an other id of it, whether or not it was merged.
    pub(crate) fn recorded_claim_key(&self, id: &str) -> Result<Option<ClaimKey>> {
        let key = self.known_key(
            Kind::Claim,
            "SELECT key FROM claim WHERE id = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)
             UNION ALL
             SELECT c.key FROM other_id o JOIN claim c ON c.key = o.key AND c.posted = o.posted
             WHERE o.id = ?1 AND c.posted <= ?2 AND (c.ended IS NULL OR c.ended > ?2)",
            id,
        )?;
        Ok(key.map(ClaimKey))
    }

    /// The statement with this id, whether or not it stands.
    pub fn statement_key(&self, id: &str) -> Result<Option<StatementKey>> {
        if self.lookup.and_then(|lookup| lookup.has_id(id)) == Some(false) {
            return Ok(None);
        }
        let key = self.key("SELECT key FROM statement WHERE id = ?1 AND key <= ?2", id)?;
        Ok(key.map(StatementKey))
    }

    /// The key recorded with this id, whether or not it was merged.
    pub fn key_of(&self, kind: Kind, id: &str) -> Result<Option<i64>> {
        Ok(match kind {
            Kind::Party => self.recorded_party_key(id)?.map(|key| key.0),
            Kind::Source => self.source_key(id)?.map(|key| key.0),
            Kind::Question => self.question_key(id)?.map(|key| key.0),
            Kind::Claim => self.recorded_claim_key(id)?.map(|key| key.0),
            Kind::Statement => self.statement_key(id)?.map(|key| key.0),
        })
    }

    /// The id of a party.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn party_id(&self, key: PartyKey) -> Result<Slug> {
        if self.lookup.is_some()
            && let Some((_, id, _)) = self.party_names(&[key])?.pop()
        {
            return Ok(id);
        }
        self.id(
            "SELECT id FROM party WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            key.0,
        )
    }

    /// The ids and names of some parties, in one query. Unknown keys are left out.
    pub fn party_names(&self, keys: &[PartyKey]) -> Result<Vec<(PartyKey, Slug, Arc<str>)>> {
        let mut named = Vec::with_capacity(keys.len());
        let mut unknown: Vec<i64> = Vec::new();
        for key in keys {
            match self.lookup.and_then(|lookup| lookup.name(*key)) {
                Some((id, name)) => named.push((*key, id, name)),
                None => unknown.push(key.0),
            }
        }
        if unknown.is_empty() {
            return Ok(named);
        }
        let found = self.rows(
            "SELECT p.key, p.id, p.name FROM json_each(?1) k CROSS JOIN party p ON p.key = k.value
             WHERE p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)",
            params![json(&unknown)?, self.at],
            |row| {
                let id = text(row, 1)?.unwrap_or_default();
                let id: Slug = id.parse().map_err(|error| garbled(format!("{error}")))?;
                let (key, name) = (PartyKey(row.get(0)?), row.get::<_, Arc<str>>(2)?);
                if let Some(lookup) = self.lookup {
                    lookup.note_name(key, id.clone(), name.clone());
                }
                Ok((key, id, name))
            },
        )?;
        named.extend(found);
        Ok(named)
    }

    /// The id of a source.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn source_id(&self, key: SourceKey) -> Result<Slug> {
        self.id(
            "SELECT id FROM source WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            key.0,
        )
    }

    /// The id of a question.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn question_id(&self, key: QuestionKey) -> Result<Slug> {
        self.id(
            "SELECT id FROM question WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            key.0,
        )
    }

    /// The id of a claim.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`](crate::ledger::LedgerError::Corrupt) if the key is unknown.
    pub fn claim_id(&self, key: ClaimKey) -> Result<Slug> {
        self.id(
            "SELECT id FROM claim WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            key.0,
        )
    }

    /// The parties with this id, name or alias, ignoring diacritics.
    pub fn parties_named(&self, name: &str) -> Result<Vec<PartyKey>> {
        let mut parties = self.rows(
            "SELECT DISTINCT p.key FROM alias a JOIN party p ON p.key = a.party AND p.posted = a.posted
             WHERE a.folded = ?1 AND p.posted <= ?2 AND (p.ended IS NULL OR p.ended > ?2)
             ORDER BY p.key",
            params![folded(name), self.at],
            |row| self.current_party(PartyKey(row.get(0)?)),
        )?;
        parties.sort_unstable();
        parties.dedup();
        Ok(parties)
    }

    /// The parties with another spelling of this id, name or alias, in Cyrillic or Latin letters. It reads all names, so
    /// it is for a name that no party has as written.
    pub fn parties_respelt(&self, name: &str) -> Result<Vec<PartyKey>> {
        let names = self.names_in(may_be_respelt_in_latin(name))?;
        let fitting = names
            .into_iter()
            .filter(|(_, other)| is_respelt(name, other));
        let parties = fitting.map(|(key, _)| self.current_party(key));
        let mut parties = parties.collect::<Result<Vec<PartyKey>>>()?;
        parties.sort_unstable();
        parties.dedup();
        Ok(parties)
    }

    /// The words in the names of parties that are spellings of a word in the other alphabet, or in another language with
    /// Cyrillic letters.
    pub fn words_respelt(&self, word: &str) -> Result<BTreeSet<String>> {
        let own = is_cyrillic(word);
        let names = self.names_in(own)?;
        let words = names.iter().flat_map(|(_, name)| name.split_whitespace());
        let words = words.filter(|other| own || is_cyrillic(other));
        let fitting = words.filter(|other| is_respelt(word, other));
        Ok(fitting.map(str::to_lowercase).collect())
    }

    /// The names of parties: all, or those with Cyrillic letters.
    fn names_in(&self, all: bool) -> Result<Vec<(PartyKey, String)>> {
        self.rows(
            "SELECT p.key, a.name FROM alias a JOIN party p ON p.key = a.party AND p.posted = a.posted
             WHERE (?1 OR a.name GLOB '*[\u{400}-\u{52f}]*') AND p.posted <= ?2
             AND (p.ended IS NULL OR p.ended > ?2)",
            params![all, self.at],
            |row| Ok((PartyKey(row.get(0)?), row.get(1)?)),
        )
    }

    /// The newest entry recorded by a time in Unix milliseconds, or 0 if there is none.
    pub fn newest_entry_by(&self, recorded_at: i64) -> Result<Seq> {
        // Recorded times never decrease, so the entries can be bisected.
        let (mut recorded, mut later) = (0, self.newest()? + 1);
        while later - recorded > 1 {
            let middle = recorded + (later - recorded) / 2;
            let time = self.recorded_at(middle)?;
            match time.is_some_and(|time| time <= recorded_at) {
                true => recorded = middle,
                false => later = middle,
            }
        }
        Ok(recorded)
    }

    /// When an entry was recorded, in Unix milliseconds, or `None` if there is no such entry.
    pub fn recorded_at(&self, entry: Seq) -> Result<Option<i64>> {
        self.row(
            "SELECT recorded_at FROM entry WHERE seq = ?1",
            params![entry],
            |row| Ok(row.get(0)?),
        )
    }

    /// The newest entry this reader sees, or 0 if there is none.
    pub fn newest(&self) -> Result<Seq> {
        let newest = self.row(
            "SELECT coalesce(max(seq), 0) FROM entry WHERE seq <= ?1",
            params![self.at],
            |row| Ok(row.get(0)?),
        )?;
        Ok(newest.unwrap_or(0))
    }

    /// Whether any claim has this topic.
    pub fn has_topic(&self, topic: &str) -> Result<bool> {
        let found = self.row(
            "SELECT 1 FROM claim WHERE topic = ?1
             AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![topic, self.at],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// Every topic.
    pub fn topics(&self) -> Result<Vec<String>> {
        self.rows(
            "SELECT DISTINCT topic FROM claim WHERE topic IS NOT NULL
             AND posted <= ?1 AND (ended IS NULL OR ended > ?1) ORDER BY topic",
            params![self.at],
            |row| Ok(row.get(0)?),
        )
    }

    /// Every id of a kind of record.
    pub fn ids(&self, kind: Kind) -> Result<Vec<String>> {
        match kind {
            Kind::Party => self.rows(
                "SELECT id FROM party WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1)",
                params![self.at],
                |row| Ok(row.get(0)?),
            ),
            _ => self.known_names(kind),
        }
    }

    /// Every id of a kind of record and, for parties, every name.
    pub fn known_names(&self, kind: Kind) -> Result<Vec<String>> {
        let sql = match kind {
            Kind::Party => {
                "SELECT a.name FROM alias a JOIN party p ON p.key = a.party AND p.posted = a.posted
                 WHERE p.posted <= ?1 AND (p.ended IS NULL OR p.ended > ?1)"
            }
            Kind::Source => {
                "SELECT id FROM source WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1)"
            }
            Kind::Question => {
                "SELECT id FROM question WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1)"
            }
            Kind::Claim => {
                "SELECT id FROM claim WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1)"
            }
            Kind::Statement => "SELECT id FROM statement WHERE key <= ?1",
        };
        self.rows(sql, params![self.at], |row| Ok(row.get(0)?))
    }
}

/// The kinds of record an id or name can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A party.
    Party,
    /// A source.
    Source,
    /// A question.
    Question,
    /// A claim.
    Claim,
    /// A statement.
    Statement,
}

impl From<Merged> for Kind {
    fn from(merged: Merged) -> Self {
        match merged {
            Merged::Party => Self::Party,
            Merged::Claim => Self::Claim,
        }
    }
}

impl Kind {
    /// The word for this kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Source => "source",
            Self::Question => "question",
            Self::Claim => "claim",
            Self::Statement => "statement",
        }
    }
}
