//! The desk: what may be entered, decided against the ledger before anything is recorded.
//!
//! Commands and importers alike hand their records to a [`Desk`]. It checks each against the
//! rules of its shape and against what the ledger holds, recognises what is there already, and
//! records the rest.

mod attach;
mod candidates;
mod error;
mod import;
mod ingest;
mod mergers;
mod pointing;
mod statements;

use chrono::{DateTime, Utc};

pub use attach::Attached;
pub use candidates::{Choice, Proposed, linker, stance_toward};
pub use error::{DeskError, Result};
pub use import::{Tally, Update, import};
pub use ingest::{Ingested, Shifts, source_with_text};
pub use pointing::{Marked, marked};
pub use statements::Noted;

use crate::domain::Invalid;
use crate::domain::claim::{Claim, Question};
use crate::domain::docket::{ClaimKey, PartyKey, SourceKey, StatementKey};
use crate::domain::party::{Edge, Party};
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::time::{Moment, When};
use crate::journal::{Body, Seq};
use crate::ledger::{Kind, Reader, Writer};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// It was recorded.
    New,
    /// It was there under this id, and was set anew.
    Changed,
    /// It was there just so.
    Same,
    /// Another was there under this id, and was left alone.
    Differs,
}

/// What to do with a record whose id the ledger has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It must not: the id is taken.
    Refuse,
    /// Set it anew.
    Replace,
    /// Leave it alone.
    Leave,
}

/// Decides and records, within one write.
pub struct Desk<'w, 'c> {
    writer: &'w mut Writer<'c>,
    now: DateTime<Utc>,
}

impl<'w, 'c> Desk<'w, 'c> {
    /// A desk that writes at `now`.
    pub fn new(writer: &'w mut Writer<'c>, now: DateTime<Utc>) -> Self {
        Self { writer, now }
    }

    /// What the ledger holds, this write included.
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

    fn must_know(&self, kind: Kind, id: &Slug) -> Result<()> {
        let reader = self.reader();
        let known = match kind {
            Kind::Party => reader.party_key(id.as_str())?.is_some(),
            Kind::Source => reader.source_key(id.as_str())?.is_some(),
            Kind::Question => reader.question_key(id.as_str())?.is_some(),
            Kind::Claim => reader.claim_key(id.as_str())?.is_some(),
            Kind::Statement => reader.statement_key(id.as_str())?.is_some(),
        };
        if known {
            Ok(())
        } else {
            Err(DeskError::unknown(&reader, kind, id.as_str())?)
        }
    }

    fn party_key(&self, id: &Slug) -> Result<PartyKey> {
        match self.reader().party_key(id.as_str())? {
            Some(key) => Ok(key),
            None => Err(DeskError::unknown(
                &self.reader(),
                Kind::Party,
                id.as_str(),
            )?),
        }
    }

    fn claim_key(&self, id: &Slug) -> Result<ClaimKey> {
        match self.reader().claim_key(id.as_str())? {
            Some(key) => Ok(key),
            None => Err(DeskError::unknown(
                &self.reader(),
                Kind::Claim,
                id.as_str(),
            )?),
        }
    }

    fn source_key(&self, id: &Slug) -> Result<SourceKey> {
        match self.reader().source_key(id.as_str())? {
            Some(key) => Ok(key),
            None => Err(DeskError::unknown(
                &self.reader(),
                Kind::Source,
                id.as_str(),
            )?),
        }
    }

    /// Records a thing with an id, given what the ledger holds under it.
    fn enter<T: PartialEq>(
        &mut self,
        kind: Kind,
        id: &Slug,
        held: Option<&T>,
        new: &T,
        known: Known,
        body: Body,
    ) -> Result<Entered> {
        let entered = match (held, known) {
            (None, _) => Entered::New,
            (Some(_), Known::Refuse) => {
                return Err(DeskError::Taken {
                    kind: kind.word(),
                    id: id.to_string(),
                });
            }
            (Some(held), _) if held == new => return Ok(Entered::Same),
            (Some(_), Known::Leave) => return Ok(Entered::Differs),
            (Some(_), Known::Replace) => Entered::Changed,
        };
        self.record(body)?;
        Ok(entered)
    }

    /// Records a party.
    ///
    /// # Errors
    /// Where it cannot be, points at nobody, or its id is taken.
    pub fn party(&mut self, party: Party, known: Known) -> Result<Entered> {
        party.check()?;
        for Edge { party, .. } in party.speaks_for.iter().chain(&party.member_of) {
            self.must_know(Kind::Party, party)?;
        }
        let reader = self.reader();
        let key = reader.party_key(party.id.as_str())?;
        let held = key.map(|key| reader.as_recorded().party(key)).transpose()?;
        let (id, body) = (party.id.clone(), Body::Party(party.clone()));
        self.enter(Kind::Party, &id, held.as_ref(), &party, known, body)
    }

    /// Records a source.
    ///
    /// # Errors
    /// Where it cannot be, re-reports nothing known, or its id is taken.
    pub fn source(&mut self, source: Source, known: Known) -> Result<Entered> {
        source.check()?;
        if let Some(origin) = &source.origin {
            self.must_know(Kind::Source, origin)?;
        }
        for (field, when) in [
            ("published", source.published),
            ("retrieved", source.retrieved),
        ] {
            if let Some(when) = when
                && when.earliest() > Moment::of(self.now)
            {
                return Err(DeskError::AfterNow {
                    field,
                    when: when.to_string(),
                    now: When::minute(self.now).to_string(),
                });
            }
        }
        let reader = self.reader();
        let key = reader.source_key(source.id.as_str())?;
        let held = key.map(|key| reader.source(key)).transpose()?;
        if let Some(held) = &held {
            self.keeps_its_day(held, &source)?;
        }
        let (id, body) = (source.id.clone(), Body::Source(source.clone()));
        self.enter(Kind::Source, &id, held.as_ref(), &source, known, body)
    }

    /// A source on whose day undated statements rest cannot lose it.
    fn keeps_its_day(&self, held: &Source, new: &Source) -> Result<()> {
        if held.day().is_some() && new.day().is_none() {
            let reason = "undated statements take their day from it; give another date instead";
            return Err(Invalid::new("published", reason).into());
        }
        Ok(())
    }

    /// Records a question.
    ///
    /// # Errors
    /// Where its text is empty, or its id is taken.
    pub fn question(&mut self, question: Question, known: Known) -> Result<Entered> {
        question.check()?;
        let reader = self.reader();
        let key = reader.question_key(question.id.as_str())?;
        let held = key.map(|key| reader.question(key)).transpose()?;
        let (id, body) = (question.id.clone(), Body::Question(question.clone()));
        self.enter(Kind::Question, &id, held.as_ref(), &question, known, body)
    }

    /// Records a claim.
    ///
    /// # Errors
    /// Where it cannot be, names a principal or question that is not there, or its id is taken.
    pub fn claim(&mut self, claim: Claim, known: Known) -> Result<Entered> {
        claim.check()?;
        for principal in &claim.principals {
            self.must_know(Kind::Party, principal)?;
        }
        if let Some(question) = &claim.question {
            self.must_know(Kind::Question, question)?;
        }
        let reader = self.reader();
        let key = reader.claim_key(claim.id.as_str())?;
        let held = key
            .map(|key| reader.as_recorded().claim(key).map(|info| info.claim))
            .transpose()?;
        let (id, body) = (claim.id.clone(), Body::Claim(claim.clone()));
        self.enter(Kind::Claim, &id, held.as_ref(), &claim, known, body)
    }

    /// Records a ruling, of today where it gives no day.
    ///
    /// # Errors
    /// Where it cannot be, or rules on nothing known.
    pub fn ruling(&mut self, mut ruling: Ruling) -> Result<Entered> {
        ruling.check()?;
        let claim = self.claim_key(&ruling.claim)?;
        if let Some(source) = &ruling.source {
            self.must_know(Kind::Source, source)?;
        }
        let today = self.now.date_naive();
        let day = *ruling.ruled.get_or_insert(today);
        if day > today {
            return Err(DeskError::AfterNow {
                field: "ruled",
                when: day.to_string(),
                now: today.to_string(),
            });
        }
        if self.reader().rulings(claim)?.contains(&ruling) {
            return Ok(Entered::Same);
        }
        self.record(Body::Ruling(ruling))?;
        Ok(Entered::New)
    }

    /// Takes a statement back as the desk's own mistake.
    ///
    /// # Errors
    /// Where it was taken back already, or the reason is empty.
    pub fn void(&mut self, statement: StatementKey, reason: &str) -> Result<()> {
        crate::domain::text::required("reason", reason)?;
        self.must_stand(statement)?;
        self.record(Body::Void {
            of: statement.0,
            reason: reason.to_owned(),
        })?;
        Ok(())
    }

    /// Takes the bodies of all entries about a statement out of the journal, and says how many.
    ///
    /// # Errors
    /// Where the reason is empty.
    pub fn redact(&mut self, statement: StatementKey, reason: &str) -> Result<usize> {
        crate::domain::text::required("reason", reason)?;
        let of = self.reader().entries_about(statement)?;
        let count = of.len();
        self.record(Body::Redaction {
            of,
            reason: reason.to_owned(),
        })?;
        Ok(count)
    }

    fn must_stand(&self, statement: StatementKey) -> Result<()> {
        let reader = self.reader();
        match reader.withdrawn(statement)? {
            None => Ok(()),
            Some(withdrawn) => {
                let successor = withdrawn.successor.map(|key| reader.statement(key));
                Err(DeskError::TakenBack {
                    id: reader.statement(statement)?.id.to_string(),
                    successor: successor
                        .transpose()?
                        .map(|recorded| recorded.id.to_string()),
                })
            }
        }
    }
}
