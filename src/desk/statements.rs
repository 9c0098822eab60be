//! Statements: recognised, extended by evidence, corrected, or new.

use crate::domain::docket::{ClaimKey, PartyKey, SourceKey, StatementKey};
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{
    Attribution, Evidence, Identity, LONGEST_ID, SHORTEST_ID, Statement, StatementId, short_id,
};
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

/// What a statement that may be recorded is about: keys of what its ids stand for now.
struct Admitted {
    claim: ClaimKey,
    party: PartyKey,
    source: SourceKey,
    /// When it was said, the source's day filled in.
    when: When,
}

impl Desk<'_, '_> {
    /// Records a statement, or recognises it.
    ///
    /// # Errors
    /// Where it cannot be, names what is not there, or was said after now.
    pub fn statement(&mut self, mut statement: Statement) -> Result<Noted> {
        let admitted = self.admit(&mut statement)?;
        if let Some(held) = self.same(&statement, &admitted)? {
            return self.recognise(&statement, held);
        }
        let new = self.record_named(Body::Statement(statement), admitted.when)?;
        Ok(Noted::New(new))
    }

    /// Records a statement whose like was taken back before.
    ///
    /// # Errors
    /// As [`Desk::statement`]; also where it is recorded and stands.
    pub fn statement_again(&mut self, mut statement: Statement) -> Result<StatementKey> {
        let admitted = self.admit(&mut statement)?;
        if let Some(held) = self.same(&statement, &admitted)?
            && held.withdrawn.is_none()
        {
            return Err(DeskError::Recorded {
                id: held.id.to_string(),
            });
        }
        statement.id = None;
        self.record_named(Body::Statement(statement), admitted.when)
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
        let admitted = self.admit(&mut statement)?;
        if let Some(other) = self.same(&statement, &admitted)?
            && other.key != of
            && other.withdrawn.is_none()
        {
            return Err(DeskError::Recorded {
                id: other.id.to_string(),
            });
        }
        let correction = Body::Correction {
            of: of.0,
            statement,
        };
        self.record_named(correction, admitted.when)
    }

    /// Checks a statement against its shape, the ledger, the clock and the sources' texts; fills
    /// in what its passages leave out.
    fn admit(&self, statement: &mut Statement) -> Result<Admitted> {
        statement.check()?;
        let party = self.party_key(&statement.party)?;
        let claim = self.claim_key(&statement.claim)?;
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
        Ok(Admitted {
            claim,
            party,
            source,
            when,
        })
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
    fn same(&self, statement: &Statement, admitted: &Admitted) -> Result<Option<Recorded>> {
        let reader = self.reader();
        let Admitted {
            claim,
            party,
            source,
            when,
        } = *admitted;
        let opposite = reader.is_opposite(statement.claim.as_str())?;
        let stance = if opposite {
            statement.stance.turned()
        } else {
            statement.stance
        };
        let via = statement.via.iter().map(|id| reader.present_party_id(id));
        let via: Vec<Slug> = via.collect::<crate::ledger::Result<_>>()?;
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
        if let Some(field) = differing(statement, &held.statement) {
            return Err(DeskError::Differs {
                id: held.id.to_string(),
                field,
            });
        }
        let mut passages: Vec<Evidence> = own_passage(&held.statement).into_iter().collect();
        passages.extend(held.statement.evidence);
        let offered = own_passage(statement)
            .into_iter()
            .chain(statement.evidence.iter().cloned());
        let mut added = 0;
        for evidence in offered {
            let known = passages.iter().any(|one| says_no_more(&evidence, one));
            if !known {
                passages.push(evidence.clone());
                self.record(Body::Evidence {
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

    /// Records the statement of a body under the id that came with it, else under the shortest that
    /// its content gives and no other has.
    fn record_named(&mut self, mut body: Body, said: When) -> Result<StatementKey> {
        let mut length = SHORTEST_ID;
        let mut derived = false;
        loop {
            if let Some(statement) = body.statement_mut() {
                if !derived {
                    self.claim_id(statement)?;
                    derived = statement.id.is_none();
                }
                if derived {
                    statement.id = Some(derived_id(statement, said, length));
                }
            }
            match self.writer.offer(body)? {
                Ok(new) => return Ok(StatementKey(new)),
                Err((_, back)) if derived && length < LONGEST_ID => {
                    length += 1;
                    body = back;
                }
                Err((taken, _)) => return Err(taken.into()),
            }
        }
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

/// The id of `length` digits that a statement's content gives.
fn derived_id(statement: &Statement, said: When, length: usize) -> StatementId {
    let identity = Identity {
        party: statement.party.as_str(),
        stance: statement.stance,
        claim: statement.claim.as_str(),
        said,
        source: statement.source.as_str(),
        via: statement.via.iter().map(Slug::as_str).collect(),
    };
    short_id(&identity, length)
}

/// Whether a passage that is offered is one that is held, with no quote of its own.
fn says_no_more(offered: &Evidence, held: &Evidence) -> bool {
    let place = offered.passage.is_none() || offered.passage == held.passage;
    let words = offered.quote.is_none() || offered.quote == held.quote;
    offered.source == held.source && place && words
}

/// The first field in which a statement that is entered again says something else. What it leaves
/// out it does not contradict.
fn differing(entered: &Statement, held: &Statement) -> Option<&'static str> {
    let contradicts =
        |entered: &Option<String>, held: &Option<String>| entered.is_some() && entered != held;
    // On the record is also what is meant where nothing is said of the terms.
    let terms = entered.attribution != Attribution::OnRecord;
    if terms && entered.attribution != held.attribution {
        Some("attribution")
    } else if contradicts(&entered.shown_as, &held.shown_as) {
        Some("shown_as")
    } else {
        None
    }
}

/// A statement's own passage and quote, as evidence has them.
fn own_passage(statement: &Statement) -> Option<Evidence> {
    if statement.passage.is_none() && statement.quote.is_none() {
        return None;
    }
    Some(Evidence {
        source: statement.source.clone(),
        passage: statement.passage.clone(),
        quote: statement.quote.clone(),
    })
}
