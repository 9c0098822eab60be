//! The desk: checks records against the ledger before they are recorded.
//!
//! Commands and importers alike hand their records to a [`Desk`]. It checks the shape of each
//! record and everything it refers to, recognises what is already recorded, and records the rest.

mod alike;
mod annotated;
mod attach;
mod candidates;
mod copies;
mod draft;
mod edited;
mod error;
mod feeds;
mod import;
mod ingest;
mod limits;
mod mergers;
mod naming;
mod origins;
mod references;
mod renames;
mod reviews;
mod statements;
mod undo;
mod version;

use chrono::{DateTime, NaiveDate, Utc};

pub use alike::{claims_like, parties_like};
pub use attach::Attached;
pub use candidates::{Overrides, ProposedCount, linker, stance_toward, stance_toward_text};
pub use draft::{accepted_as, draft};
pub use error::{DeskError, Result};
pub use import::{ImportSummary, import, import_jsonl};
pub use ingest::{Ingested, PassageShifts};
pub use naming::SourceDetails;
pub use origins::origins;
pub use references::{Fingerprinted, fingerprinted};
use reviews::keep_review;
pub use reviews::{claims_to_review, shown_with_claim, shown_with_statement};
pub use statements::StatementOutcome;
pub use undo::{undoable, undoable_between};
pub use version::{Held, MergedAs, TakenBack, Version, held};

use crate::domain::Invalid;
use crate::domain::claim::{Claim, Question};
use crate::domain::docket::{ClaimKey, PartyKey, SourceKey, StatementKey};
use crate::domain::party::{Edge, Party};
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::text::required;
use crate::domain::time::{Moment, Precision, When};
use crate::journal::{Body, Seq};
use crate::ledger::{Kind, Reader, Writer};

/// What became of a record other than a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordOutcome {
    /// Recorded.
    New,
    /// Recorded in place of an earlier version with this id.
    Changed,
    /// Already recorded, exactly so.
    Unchanged,
    /// The ledger has a different version with this id, which was kept.
    Differs,
}

/// What to do with a record whose id is already in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfExists {
    /// Refuse it.
    Refuse,
    /// Replace the ledger's version.
    Replace,
    /// Keep the ledger's version.
    Keep,
}

/// Who has looked at what is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A person has.
    Person,
    /// Nobody has: it is marked until somebody does.
    Nobody,
}

/// Checks and records, within one write.
pub struct Desk<'w, 'c> {
    writer: &'w mut Writer<'c>,
    now: DateTime<Utc>,
    /// The current day where the desk is.
    today: NaiveDate,
}

impl<'w, 'c> Desk<'w, 'c> {
    /// A desk that writes at `now`.
    pub fn new(writer: &'w mut Writer<'c>, now: DateTime<Utc>) -> Self {
        Self {
            writer,
            now,
            today: now.date_naive(),
        }
    }

    /// The same desk where it is `today`, which may be another day than in UTC.
    #[must_use]
    pub fn on(self, today: NaiveDate) -> Self {
        Self { today, ..self }
    }

    /// Reads the ledger, including what this write has recorded.
    pub fn reader(&self) -> Reader<'c> {
        self.writer.reader()
    }

    /// The newest entry, of this write or before it.
    pub fn newest(&self) -> Seq {
        self.writer.newest()
    }

    fn record(&mut self, body: Body) -> Result<Seq> {
        self.writer.record(body).map_err(DeskError::from)
    }

    /// Refuses an id that the ledger does not have.
    fn require(&self, kind: Kind, id: &Slug) -> Result<()> {
        let reader = self.reader();
        match reader.key_of(kind, id.as_str())? {
            Some(_) => Ok(()),
            None => Err(DeskError::unknown(&reader, kind, id.as_str())?),
        }
    }

    fn party_key(&self, id: &Slug) -> Result<PartyKey> {
        let key = self.reader().party_key(id.as_str())?;
        self.known(Kind::Party, id, key)
    }

    fn claim_key(&self, id: &Slug) -> Result<ClaimKey> {
        let key = self.reader().claim_key(id.as_str())?;
        self.known(Kind::Claim, id, key)
    }

    fn source_key(&self, id: &Slug) -> Result<SourceKey> {
        let key = self.reader().source_key(id.as_str())?;
        self.known(Kind::Source, id, key)
    }

    fn known<K>(&self, kind: Kind, id: &Slug, key: Option<K>) -> Result<K> {
        match key {
            Some(key) => Ok(key),
            None => Err(DeskError::unknown(&self.reader(), kind, id.as_str())?),
        }
    }

    /// Whether a time has begun, here or in UTC.
    pub fn is_past(&self, when: When) -> bool {
        let started = when.precision() != Precision::Minute && when.earliest().day() <= self.today;
        started || when.earliest() <= Moment::of(self.now)
    }

    /// Refuses a time in the future.
    fn require_past(&self, field: &'static str, when: When) -> Result<()> {
        if !self.is_past(when) {
            return Err(DeskError::InFuture {
                field,
                when: when.to_string(),
                now: When::minute(self.now).to_string(),
            });
        }
        Ok(())
    }

    /// Records `new` under `id`, if the version that the ledger holds allows it.
    fn record_as<T: PartialEq>(
        &mut self,
        (kind, id): (Kind, &Slug),
        held: Option<T>,
        new: T,
        if_exists: IfExists,
        body: fn(T) -> Body,
    ) -> Result<RecordOutcome> {
        let outcome = match (held, if_exists) {
            (None, _) => RecordOutcome::New,
            (Some(_), IfExists::Refuse) => {
                return Err(DeskError::AlreadyExists {
                    kind: kind.word(),
                    id: id.to_string(),
                });
            }
            (Some(held), _) if held == new => return Ok(RecordOutcome::Unchanged),
            (Some(_), IfExists::Keep) => return Ok(RecordOutcome::Differs),
            (Some(_), IfExists::Replace) => RecordOutcome::Changed,
        };
        self.record(body(new))?;
        Ok(outcome)
    }

    /// What became of a record that says what the ledger has. Its ids may have been added since the
    /// entry `before`.
    fn kept_since(&self, before: Seq) -> RecordOutcome {
        if self.newest() == before {
            RecordOutcome::Unchanged
        } else {
            RecordOutcome::Changed
        }
    }

    /// Records a party.
    ///
    /// # Errors
    /// If it is invalid, refers to an unknown party, or its id is refused.
    pub fn party(&mut self, mut party: Party, if_exists: IfExists) -> Result<RecordOutcome> {
        party.check()?;
        for Edge { party, .. } in party.speaks_for.iter().chain(&party.member_of) {
            self.require(Kind::Party, party)?;
        }
        let before = self.newest();
        let key = self.settle_party(&mut party, if_exists)?;
        party.check()?;
        let reader = self.reader();
        let key = key.map(|key| reader.current_party(key)).transpose()?;
        // An export of a ledger with mergers shows what they made of the record.
        if let Some(key) = key {
            let held = reader.party(key)?;
            keep_review(&mut party, &held);
            if held == party {
                return Ok(self.kept_since(before));
            }
        }
        limits::require_short_chain(&reader, &party, key)?;
        let held = key
            .map(|key| reader.without_merges().party(key))
            .transpose()?;
        held.iter().for_each(|held| keep_review(&mut party, held));
        let id = party.id.clone();
        self.record_as((Kind::Party, &id), held, party, if_exists, Body::Party)
    }

    /// Records a source.
    ///
    /// # Errors
    /// If it is invalid, its origin is unknown, or its id is refused.
    pub fn source(&mut self, source: Source, if_exists: IfExists) -> Result<RecordOutcome> {
        source.check()?;
        if let Some(origin) = &source.origin {
            self.require(Kind::Source, origin)?;
        }
        for (field, when) in [
            ("published", source.published),
            ("retrieved", source.retrieved),
        ] {
            if let Some(when) = when {
                self.require_past(field, when)?;
            }
        }
        let reader = self.reader();
        let key = reader.source_key(source.id.as_str())?;
        let held = key.map(|key| reader.source(key)).transpose()?;
        if held.as_ref().is_some_and(|held| held.day().is_some()) && source.day().is_none() {
            let reason = "undated statements take their day from it; give another date instead";
            return Err(Invalid::new("published", reason).into());
        }
        let id = source.id.clone();
        self.record_as((Kind::Source, &id), held, source, if_exists, Body::Source)
    }

    /// Records a question.
    ///
    /// # Errors
    /// If its text is empty, or its id is refused.
    pub fn question(
        &mut self,
        mut question: Question,
        if_exists: IfExists,
    ) -> Result<RecordOutcome> {
        question.check()?;
        let reader = self.reader();
        let key = reader.question_key(question.id.as_str())?;
        let held = key.map(|key| reader.question(key)).transpose()?;
        held.iter()
            .for_each(|held| keep_review(&mut question, held));
        let id = question.id.clone();
        self.record_as(
            (Kind::Question, &id),
            held,
            question,
            if_exists,
            Body::Question,
        )
    }

    /// Records a claim.
    ///
    /// # Errors
    /// If it is invalid, a principal or its question is unknown, or its id is refused.
    pub fn claim(&mut self, mut claim: Claim, if_exists: IfExists) -> Result<RecordOutcome> {
        claim.check()?;
        for principal in &claim.principals {
            self.require(Kind::Party, principal)?;
        }
        if let Some(question) = &claim.question {
            self.require(Kind::Question, question)?;
        }
        let before = self.newest();
        let key = self.settle_claim(&mut claim, if_exists)?;
        let reader = self.reader();
        let key = key
            .map(|key| reader.current_claim(key).map(|(key, _)| key))
            .transpose()?;
        if let Some(key) = key {
            let held = reader.claim(key)?.claim;
            keep_review(&mut claim, &held);
            if held == claim {
                return Ok(self.kept_since(before));
            }
        }
        let held = key
            .map(|key| reader.without_merges().claim(key).map(|info| info.claim))
            .transpose()?;
        held.iter().for_each(|held| keep_review(&mut claim, held));
        let answered = held.as_ref().and_then(|held| held.question.as_ref());
        if let Some(question) = claim.question.as_ref().filter(|new| answered != Some(*new)) {
            limits::require_room_for_answer(&reader, question)?;
        }
        let id = claim.id.clone();
        self.record_as((Kind::Claim, &id), held, claim, if_exists, Body::Claim)
    }

    /// Records a ruling. One without a day gets today's.
    ///
    /// # Errors
    /// If it is invalid, or its claim or source is unknown.
    pub fn ruling(&mut self, mut ruling: Ruling) -> Result<RecordOutcome> {
        ruling.check()?;
        ruling.claim = self.reader().renamed(Kind::Claim, &ruling.claim)?;
        let claim = self.claim_key(&ruling.claim)?;
        if let Some(source) = &ruling.source {
            self.require(Kind::Source, source)?;
        }
        let today = self.today.max(self.now.date_naive());
        let day = *ruling.ruled.get_or_insert(self.today);
        if day > today {
            return Err(DeskError::InFuture {
                field: "ruled",
                when: day.to_string(),
                now: today.to_string(),
            });
        }
        if self.reader().rulings(claim)?.contains(&ruling) {
            return Ok(RecordOutcome::Unchanged);
        }
        self.record(Body::Ruling(ruling))?;
        Ok(RecordOutcome::New)
    }

    /// Voids a statement: withdraws it as the desk's own mistake.
    ///
    /// # Errors
    /// If it was already voided or corrected, or the reason is empty.
    pub fn void(&mut self, statement: StatementKey, reason: &str) -> Result<()> {
        required("reason", reason)?;
        self.require_standing(statement)?;
        self.record(Body::Void {
            of: statement.0,
            reason: reason.to_owned(),
        })?;
        Ok(())
    }

    /// Removes the bodies of all entries about a statement from the journal. Returns their number.
    ///
    /// # Errors
    /// If the reason is empty.
    pub fn redact(&mut self, statement: StatementKey, reason: &str) -> Result<usize> {
        required("reason", reason)?;
        let of = self.reader().entries_about(statement)?;
        let count = of.len();
        self.record(Body::Redaction {
            of,
            reason: reason.to_owned(),
        })?;
        Ok(count)
    }

    /// Refuses a statement that was voided, corrected or undone. What such a one names may be gone as well, so this comes
    /// before it is read.
    ///
    /// # Errors
    /// [`DeskError::TakenBack`].
    pub fn require_standing(&self, statement: StatementKey) -> Result<()> {
        let reader = self.reader();
        let Some(withdrawn) = reader.withdrawn(statement)? else {
            return Ok(());
        };
        let id = |key| -> Result<Option<String>> {
            let found = reader.statement_ids(&[key])?;
            Ok(found.into_iter().next().map(|(_, id)| id))
        };
        let successor = withdrawn.successor.map(id).transpose()?;
        Err(DeskError::TakenBack {
            id: id(statement)?.unwrap_or_default(),
            successor: successor.flatten(),
        })
    }
}
