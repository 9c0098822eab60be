//! Statements: recognised, extended by evidence, corrected, or new.

use crate::domain::docket::{SourceKey, StatementKey};
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{Evidence, Statement};
use crate::domain::time::{Moment, When};
use crate::journal::Body;
use crate::ledger::{Kind, Recorded};

use super::{Desk, DeskError, Result};

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It was recorded.
    New(StatementKey),
    /// It was there already, and got so many further passages.
    Evidence(StatementKey, usize),
    /// It was there already with these passages.
    Same(StatementKey),
    /// It was there and was voided or superseded: it does not come back by being entered again.
    TakenBack(StatementKey),
}

impl Desk<'_, '_> {
    /// Records a statement, or recognises it.
    ///
    /// # Errors
    /// Where it cannot be, names what is not there, or was said after now.
    pub fn statement(&mut self, mut statement: Statement) -> Result<Noted> {
        let when = self.admit(&mut statement)?;
        if let Some(held) = self.same(&statement, when)? {
            return self.recognise(&statement, held);
        }
        self.claim_id(&mut statement)?;
        let seq = self.record(&Body::Statement(statement))?;
        Ok(Noted::New(StatementKey(seq)))
    }

    /// Records a statement whose like was taken back before.
    ///
    /// # Errors
    /// As [`Desk::statement`]; also where it is recorded and stands.
    pub fn statement_again(&mut self, mut statement: Statement) -> Result<StatementKey> {
        let when = self.admit(&mut statement)?;
        if let Some(held) = self.same(&statement, when)?
            && held.withdrawn.is_none()
        {
            return Err(DeskError::Recorded {
                id: held.id.to_string(),
            });
        }
        let seq = self.record(&Body::Statement(statement))?;
        Ok(StatementKey(seq))
    }

    /// Replaces a statement by what it should have said; evidence for it is kept.
    ///
    /// # Errors
    /// Where the statement was taken back, nothing would change, or the new one cannot be, or is
    /// recorded as another statement already.
    pub fn correct(&mut self, of: StatementKey, mut statement: Statement) -> Result<StatementKey> {
        self.must_stand(of)?;
        let held = self.reader().statement(of)?;
        statement.id.clone_from(&held.statement.id);
        if statement == held.statement {
            return Err(DeskError::NothingToCorrect {
                id: held.id.to_string(),
            });
        }
        statement.id = None;
        let when = self.admit(&mut statement)?;
        if let Some(other) = self.same(&statement, when)?
            && other.key != of
            && other.withdrawn.is_none()
        {
            return Err(DeskError::Recorded {
                id: other.id.to_string(),
            });
        }
        let seq = self.record(&Body::Correction {
            of: of.0,
            statement,
        })?;
        Ok(StatementKey(seq))
    }

    /// Checks a statement against its shape, the ledger, the clock and the sources' texts; fills
    /// in what its passages leave out; and says when it was said.
    fn admit(&self, statement: &mut Statement) -> Result<When> {
        statement.check()?;
        self.must_know(Kind::Party, &statement.party)?;
        self.must_know(Kind::Claim, &statement.claim)?;
        let source = self.source_key(&statement.source)?;
        for relay in &statement.via {
            self.must_know(Kind::Party, relay)?;
        }
        let day = self.reader().source_day(source)?;
        let when = statement.said.or(day).ok_or_else(|| DeskError::Undated {
            source_id: statement.source.to_string(),
        })?;
        if when.earliest() > Moment::of(self.now) {
            return Err(DeskError::AfterNow {
                field: "said",
                when: when.to_string(),
                now: When::minute(self.now).to_string(),
            });
        }
        if let Some(passage) = &mut statement.passage {
            self.complete(&statement.source, source, passage)?;
        }
        for evidence in &mut statement.evidence {
            let source = self.source_key(&evidence.source)?;
            if let Some(passage) = &mut evidence.passage {
                self.complete(&evidence.source, source, passage)?;
            }
        }
        Ok(when)
    }

    /// Holds a passage against the source's text, where that is attached, and fills in digest and
    /// paragraph.
    fn complete(&self, id: &Slug, source: SourceKey, passage: &mut Passage) -> Result<()> {
        let Some(text) = self.reader().source_text(source)? else {
            return Ok(());
        };
        let of_source = |error| DeskError::Passage {
            source_id: id.to_string(),
            error,
        };
        passage.words_in(&text.text).map_err(of_source)?;
        let full = Passage::of_range(&text.text, passage.start, passage.end).map_err(of_source)?;
        passage.sha256 = full.sha256;
        passage.paragraph = passage.paragraph.or(full.paragraph);
        Ok(())
    }

    /// The passage that `words` make in a source's text.
    ///
    /// # Errors
    /// Where the text is not attached, or does not hold the words exactly once.
    pub fn find_passage(&self, source: &Slug, words: &str) -> Result<Passage> {
        let key = self.source_key(source)?;
        let text = self.reader().source_text(key)?;
        let text = text.ok_or_else(|| DeskError::NoText {
            source_id: source.to_string(),
        })?;
        Passage::of_words(&text.text, words).map_err(|error| DeskError::Passage {
            source_id: source.to_string(),
            error,
        })
    }

    /// The recorded statement with the same party, stance, claim, time, source and relays, as all
    /// of these are called now. Of several, one that stands; none whose write was undone.
    fn same(&self, statement: &Statement, when: When) -> Result<Option<Recorded>> {
        let reader = self.reader();
        let present = |id: &Slug| -> Result<Slug> {
            let key = reader.party_key(id.as_str())?;
            Ok(key.map_or_else(|| Ok(id.clone()), |key| reader.party_id(key))?)
        };
        let keys = (
            reader.claim_key(statement.claim.as_str())?,
            reader.party_key(statement.party.as_str())?,
            reader.source_key(statement.source.as_str())?,
        );
        let (Some(claim), Some(party), Some(source)) = keys else {
            return Ok(None);
        };
        let opposite = reader.is_opposite(statement.claim.as_str())?;
        let stance = if opposite {
            statement.stance.turned()
        } else {
            statement.stance
        };
        let via: Vec<Slug> = statement.via.iter().map(present).collect::<Result<_>>()?;
        let mut taken_back = None;
        for key in reader.statements_like(claim, party, source)? {
            let held = reader.statement(key)?;
            let same = held.when == when && held.statement.via == via;
            if !same || held.statement.stance != stance {
                continue;
            }
            match &held.withdrawn {
                None => return Ok(Some(held)),
                Some(withdrawn) if withdrawn.undone => {}
                Some(_) => taken_back = Some(held),
            }
        }
        Ok(taken_back)
    }

    fn recognise(&mut self, statement: &Statement, held: Recorded) -> Result<Noted> {
        if held.withdrawn.is_some() {
            return Ok(Noted::TakenBack(held.key));
        }
        let mut passages: Vec<Evidence> = own_passage(&held.statement).into_iter().collect();
        passages.extend(held.statement.evidence);
        let offered = own_passage(statement)
            .into_iter()
            .chain(statement.evidence.iter().cloned());
        let mut added = 0;
        for evidence in offered {
            let known = passages
                .iter()
                .any(|one| one.source == evidence.source && one.passage == evidence.passage);
            if !known {
                passages.push(evidence.clone());
                self.record(&Body::Evidence {
                    of: held.key.0,
                    evidence,
                })?;
                added += 1;
            }
        }
        Ok(match added {
            0 => Noted::Same(held.key),
            _ => Noted::Evidence(held.key, added),
        })
    }

    /// An id that came with a statement must be free. One that an undone write had stays with it,
    /// and the statement gets another.
    fn claim_id(&self, statement: &mut Statement) -> Result<()> {
        let reader = self.reader();
        let holder = match &statement.id {
            Some(id) => reader.statement_key(id.as_str())?,
            None => None,
        };
        let withdrawn = holder.map(|key| reader.withdrawn(key)).transpose()?;
        match (&statement.id, withdrawn) {
            (_, Some(Some(withdrawn))) if withdrawn.undone => {
                statement.id = None;
                Ok(())
            }
            (Some(id), Some(_)) => Err(DeskError::Taken {
                kind: Kind::Statement.word(),
                id: id.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

fn own_passage(statement: &Statement) -> Option<Evidence> {
    statement.passage.as_ref().map(|passage| Evidence {
        source: statement.source.clone(),
        passage: Some(passage.clone()),
        quote: statement.quote.clone(),
    })
}
