//! Posting: turns an entry into rows. Derived rows are written by settling instead.

use std::collections::BTreeSet;

use rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;
use rusqlite::params;

use crate::domain::archived::ArchivedCopy;
use crate::domain::claim::{Claim, Question};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::grade::Credibility;
use crate::domain::party::{Edge, Party};
use crate::domain::ruling::Ruling;
use crate::domain::shared_text::Wording;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Evidence, Statement};
use crate::domain::text::folded;
use crate::journal::{Body, Merged, Merger, Seq};
use crate::ledger::read::columns::{attribution_column, json, passage_columns, word};
use crate::ledger::write::tables::Tables;
use crate::ledger::{LedgerError, Reader, Result};

/// Posts one entry's rows.
pub(crate) struct Posting<'c> {
    tables: Tables<'c>,
    pub(crate) reader: Reader<'c>,
    pub(crate) seq: Seq,
}

impl<'c> Posting<'c> {
    /// For the entry `seq`.
    pub(crate) fn new(tables: Tables<'c>, reader: Reader<'c>, seq: Seq) -> Self {
        Self {
            tables,
            reader,
            seq,
        }
    }

    /// Posts `body`.
    ///
    /// # Errors
    /// [`LedgerError::Dangling`] if it refers to something the ledger does not have,
    /// [`LedgerError::IdTaken`] if another statement has its id.
    pub(crate) fn post(&self, body: &Body) -> Result<()> {
        match body {
            Body::Party(party) => self.party(party),
            Body::Source(source) => self.source(source),
            Body::Question(question) => self.question(question),
            Body::Claim(claim) => self.claim(claim),
            Body::Statement(statement) => self.statement(statement),
            Body::Evidence { of, evidence } => {
                self.evidence(*of, 0, evidence)?;
                self.mark_passage(*of, evidence.unreviewed)
            }
            Body::Correction { of, statement } => {
                self.statement(statement)?;
                self.withdraw(*of, Some(self.seq), None)
            }
            Body::Void { of, reason } => self.withdraw(*of, None, Some(reason)),
            Body::Ruling(ruling) => self.ruling(ruling),
            Body::Text { source, text } => self.text(source, text),
            Body::Copy(copy) => self.archived_copy(copy),
            Body::Redaction { of, .. } => self.redaction(of),
            Body::Merger(merger) => self.merger(merger),
            Body::Review { of } => self.review(of),
            Body::Undo { of } => self.undo(of),
        }
    }

    pub(crate) fn run(&self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.tables.change(sql, params)?;
        Ok(())
    }

    fn dangling(&self, what: String) -> LedgerError {
        LedgerError::Dangling {
            seq: self.seq,
            what,
        }
    }

    fn party_key(&self, id: &Slug) -> Result<PartyKey> {
        let key = self.reader.recorded_party_key(id.as_str())?;
        key.ok_or_else(|| self.dangling(format!("party {id}")))
    }

    fn source_key(&self, id: &Slug) -> Result<SourceKey> {
        let key = self.reader.source_key(id.as_str())?;
        key.ok_or_else(|| self.dangling(format!("source {id}")))
    }

    fn question_key(&self, id: &Slug) -> Result<QuestionKey> {
        let key = self.reader.question_key(id.as_str())?;
        key.ok_or_else(|| self.dangling(format!("question {id}")))
    }

    fn claim_key(&self, id: &Slug) -> Result<ClaimKey> {
        let key = self.reader.recorded_claim_key(id.as_str())?;
        key.ok_or_else(|| self.dangling(format!("claim {id}")))
    }

    /// Ends the current version of a party, source, question or claim.
    pub(crate) fn end_version(&self, table: &str, key: Seq) -> Result<()> {
        // Recorded for the first time by this entry, so there is no earlier version.
        if key == self.seq {
            return Ok(());
        }
        self.run(
            &format!("UPDATE {table} SET ended = ?2 WHERE key = ?1 AND ended IS NULL"),
            params![key, self.seq],
        )?;
        self.end_mark(key)?;
        self.forget_document(table, key)
    }

    fn party(&self, party: &Party) -> Result<()> {
        let key = self.reader.party_of(party)?;
        self.party_version(key.map_or(self.seq, |key| key.0), party)
    }

    /// Posts a version of the party `key`.
    pub(crate) fn party_version(&self, key: Seq, party: &Party) -> Result<()> {
        self.end_version("party", key)?;
        self.run(
            "INSERT INTO party (key, posted, id, name, kind, role) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                key,
                self.seq,
                party.id.as_str(),
                party.name,
                word(&party.kind)?,
                party.role
            ],
        )?;
        let names = [party.id.as_str(), &party.name]
            .into_iter()
            .chain(party.aliases.iter().map(String::as_str));
        let mut words: BTreeSet<String> = BTreeSet::new();
        for (position, name) in (0_i64..).zip(names) {
            let folded = folded(name);
            words.extend(folded.split_whitespace().map(str::to_owned));
            self.run(
                "INSERT INTO alias VALUES (?1, ?2, ?3, ?4, ?5)",
                params![key, self.seq, position, name, folded],
            )?;
        }
        for word in words {
            self.run(
                "INSERT INTO alias_word VALUES (?1, ?2, ?3)",
                params![word, key, self.seq],
            )?;
        }
        self.other_ids(key, &party.other_ids)?;
        let speaks_for = party.speaks_for.iter().map(|edge| ("speaks-for", edge));
        let member_of = party.member_of.iter().map(|edge| ("member-of", edge));
        for (position, (relation, edge)) in (0_i64..).zip(speaks_for.chain(member_of)) {
            self.edge(key, position, relation, edge)?;
        }
        self.mark(key, party.unreviewed)?;
        self.document("party", key)
    }

    fn other_ids(&self, key: Seq, ids: &[Slug]) -> Result<()> {
        for (position, id) in (0_i64..).zip(ids) {
            self.run(
                "INSERT INTO other_id VALUES (?1, ?2, ?3, ?4)",
                params![key, self.seq, position, id.as_str()],
            )?;
        }
        Ok(())
    }

    fn edge(&self, key: i64, position: i64, relation: &str, edge: &Edge) -> Result<()> {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        self.run(
            "INSERT INTO edge VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                key,
                self.seq,
                position,
                relation,
                self.party_key(&edge.party)?.0,
                day(edge.since),
                day(edge.until)
            ],
        )
    }

    fn source(&self, source: &Source) -> Result<()> {
        let key = self.reader.source_key(source.id.as_str())?;
        self.source_version(key.map_or(self.seq, |key| key.0), source)
    }

    /// Posts a version of the source `key`.
    pub(crate) fn source_version(&self, key: Seq, source: &Source) -> Result<()> {
        let origin = source.origin.as_ref().map(|id| self.source_key(id));
        let time = |when: Option<crate::domain::time::When>| when.map(String::from);
        self.end_version("source", key)?;
        self.run(
            "INSERT INTO source VALUES (?1, ?2, NULL, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                key,
                self.seq,
                source.id.as_str(),
                source.title,
                source.publisher,
                json(&source.authors)?,
                source.url,
                time(source.published),
                time(source.retrieved),
                source.language,
                source.reliability.as_ref().map(word).transpose()?,
                origin.transpose()?.map(|key| key.0),
                source.sha256
            ],
        )?;
        self.document("source", key)
    }

    pub(crate) fn text(&self, source: &Slug, text: &str) -> Result<()> {
        let key = self.source_key(source)?;
        self.run(
            "UPDATE source_text SET ended = ?2 WHERE source = ?1 AND ended IS NULL",
            params![key.0, self.seq],
        )?;
        self.run(
            "INSERT INTO source_text (source, posted, text) VALUES (?1, ?2, ?3)",
            params![key.0, self.seq, text],
        )?;
        self.run(
            "INSERT OR IGNORE INTO shingle SELECT value, ?2 FROM json_each(?1)",
            params![json(&Wording::of(text).sketch())?, key.0],
        )?;
        self.words_of_source(key, Some(text))
    }

    fn archived_copy(&self, copy: &ArchivedCopy) -> Result<()> {
        copy.check()
            .map_err(|error| LedgerError::unpostable(self.seq, &error.to_string()))?;
        let source = self.source_key(&copy.source)?;
        self.run(
            "INSERT INTO archived_copy (posted, source, url, fetched, title, file, sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                self.seq,
                source.0,
                copy.url,
                copy.fetched.to_string(),
                copy.title,
                copy.file,
                copy.sha256
            ],
        )
    }

    fn question(&self, question: &Question) -> Result<()> {
        let key = self.reader.question_key(question.id.as_str())?;
        self.question_version(key.map_or(self.seq, |key| key.0), question)
    }

    /// Posts a version of the question `key`.
    pub(crate) fn question_version(&self, key: Seq, question: &Question) -> Result<()> {
        self.end_version("question", key)?;
        self.run(
            "INSERT INTO question (key, posted, id, text) VALUES (?1, ?2, ?3, ?4)",
            params![key, self.seq, question.id.as_str(), question.text],
        )?;
        self.mark(key, question.unreviewed)?;
        self.document("question", key)
    }

    fn claim(&self, claim: &Claim) -> Result<()> {
        let key = self.reader.claim_of(claim)?;
        self.claim_version(key.map_or(self.seq, |key| key.0), claim)
    }

    /// Posts a version of the claim `key`.
    pub(crate) fn claim_version(&self, key: Seq, claim: &Claim) -> Result<()> {
        let question = claim.question.as_ref().map(|id| self.question_key(id));
        self.end_version("claim", key)?;
        self.run(
            "INSERT INTO claim VALUES (?1, ?2, NULL, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                key,
                self.seq,
                claim.id.as_str(),
                claim.text,
                claim.topic,
                claim.standard.map(String::from),
                question.transpose()?.map(|key| key.0),
                claim.value.as_ref().map(json).transpose()?,
                claim.due.map(|day| day.to_string())
            ],
        )?;
        self.other_ids(key, &claim.other_ids)?;
        for (position, principal) in (0_i64..).zip(claim.principals.iter()) {
            self.run(
                "INSERT INTO principal VALUES (?1, ?2, ?3, ?4)",
                params![key, self.seq, position, self.party_key(principal)?.0],
            )?;
        }
        self.mark(key, claim.unreviewed)?;
        self.document("claim", key)
    }

    fn statement(&self, statement: &Statement) -> Result<()> {
        let id = statement.id.as_ref();
        let id = id.ok_or_else(|| self.dangling("a statement without an id".to_owned()))?;
        let (claim, party) = (
            self.claim_key(&statement.claim)?,
            self.party_key(&statement.party)?,
        );
        let source = self.source_key(&statement.source)?;
        let taken = || LedgerError::IdTaken {
            seq: self.seq,
            id: id.to_string(),
        };
        if self
            .reader
            .lookup
            .and_then(|lookup| lookup.has_id(id.as_str()))
            == Some(true)
        {
            return Err(taken());
        }
        let (starts, ends, paragraph, digest) = passage_columns(statement.passage.as_ref())?;
        let inserted = self.tables.change(
            "INSERT INTO statement
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            params![
                self.seq,
                id.as_str(),
                claim.0,
                party.0,
                source.0,
                statement.stance.as_str(),
                statement.said.map(String::from),
                attribution_column(statement.attribution),
                statement.shown_as,
                statement.quote,
                starts,
                ends,
                paragraph,
                digest,
                statement.note,
                statement.credibility.map(Credibility::as_str)
            ],
        );
        match inserted {
            // The id is the only unique column besides the key, and the key is new.
            Err(error) if is_taken(&error) => return Err(taken()),
            inserted => inserted?,
        };
        if let Some(lookup) = self.reader.lookup {
            lookup.note_said(
                self.seq,
                (claim, party, source),
                statement.said,
                id.as_str(),
            );
        }
        for (position, relay) in (0_i64..).zip(statement.via.iter()) {
            self.run(
                "INSERT INTO relay VALUES (?1, ?2, ?3, ?4)",
                params![claim.0, self.seq, position, self.party_key(relay)?.0],
            )?;
        }
        for (position, evidence) in (0_i64..).zip(statement.evidence.iter()) {
            self.evidence(self.seq, position, evidence)?;
        }
        self.mark(self.seq, statement.unreviewed)?;
        self.words_of_statement(source, statement)
    }

    fn evidence(&self, of: Seq, position: i64, evidence: &Evidence) -> Result<()> {
        let (starts, ends, paragraph, digest) = passage_columns(evidence.passage.as_ref())?;
        self.run(
            "INSERT INTO evidence VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7, ?8, ?9)",
            params![
                of,
                self.seq,
                position,
                self.source_key(&evidence.source)?.0,
                starts,
                ends,
                paragraph,
                digest,
                evidence.quote
            ],
        )
    }

    fn withdraw(&self, of: Seq, successor: Option<Seq>, reason: Option<&str>) -> Result<()> {
        self.run(
            "INSERT INTO withdrawal (statement, posted, successor, reason) VALUES (?1, ?2, ?3, ?4)",
            params![StatementKey(of).0, self.seq, successor, reason],
        )
    }

    fn ruling(&self, ruling: &Ruling) -> Result<()> {
        let source = ruling.source.as_ref().map(|id| self.source_key(id));
        let day = ruling.ruled;
        let day = day.ok_or_else(|| self.dangling("a ruling of no day".to_owned()))?;
        self.run(
            "INSERT INTO ruling VALUES (?1, NULL, ?2, ?3, ?4, ?5, ?6)",
            params![
                self.seq,
                self.claim_key(&ruling.claim)?.0,
                word(&ruling.verdict)?,
                ruling.reason,
                source.transpose()?.map(|key| key.0),
                day.to_string()
            ],
        )
    }

    fn merger(&self, merger: &Merger) -> Result<()> {
        let (former, present) = match merger.kind {
            Merged::Party => (
                self.party_key(&merger.former)?.0,
                self.party_key(&merger.present)?.0,
            ),
            Merged::Claim => (
                self.claim_key(&merger.former)?.0,
                self.claim_key(&merger.present)?.0,
            ),
        };
        if self.reader.current(present)?.0 == former {
            let (former, present) = (&merger.former, &merger.present);
            let why = format!("it merges {former} into {present}, which is {former} already");
            return Err(LedgerError::unpostable(self.seq, &why));
        }
        self.run(
            "INSERT INTO merger VALUES (?1, ?2, NULL, ?3, ?4)",
            params![former, self.seq, present, merger.opposite],
        )
    }

    fn redaction(&self, of: &[Seq]) -> Result<()> {
        for seq in of {
            self.run(
                "INSERT OR IGNORE INTO redaction (seq, by) VALUES (?1, ?2)",
                params![seq, self.seq],
            )?;
            self.run("DELETE FROM body WHERE seq = ?1", [seq])?;
        }
        Ok(())
    }
}

/// Whether a row was refused by a `UNIQUE` constraint.
fn is_taken(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error()
        .is_some_and(|error| error.extended_code == SQLITE_CONSTRAINT_UNIQUE)
}
