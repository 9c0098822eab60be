//! Recording statements: new ones, corrections, and evidence for those already recorded.

use crate::domain::docket::{ClaimKey, PartyKey, SourceKey, StatementKey};
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::{
    Attribution, Evidence, Identity, LONGEST_ID, SHORTEST_ID, Statement, StatementId, short_id,
};
use crate::domain::time::When;
use crate::journal::{Body, Seq};
use crate::ledger::{self, Kind, Recorded};

use super::{Desk, DeskError, Result};

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementOutcome {
    /// Recorded.
    New(StatementKey),
    /// Already recorded; this many passages were added to it.
    Evidence(StatementKey, usize),
    /// Already recorded, with these passages.
    Unchanged(StatementKey),
    /// Voided or corrected earlier, so not recorded again.
    TakenBack(StatementKey),
}

impl StatementOutcome {
    /// The statement.
    pub fn key(self) -> StatementKey {
        match self {
            Self::New(key)
            | Self::Evidence(key, _)
            | Self::Unchanged(key)
            | Self::TakenBack(key) => key,
        }
    }
}

/// What the ids of a checked statement stand for, mergers followed.
pub(super) struct CheckedStatement {
    claim: ClaimKey,
    party: PartyKey,
    source: SourceKey,
    /// When it was said; the source's day if it has no time of its own.
    when: When,
}

impl Desk<'_, '_> {
    /// Records a statement. If it is already recorded, adds its passages as evidence.
    ///
    /// # Errors
    /// If it is invalid, names something unknown, or was said in the future.
    pub fn statement(&mut self, mut statement: Statement) -> Result<StatementOutcome> {
        let checked = self.check(&mut statement)?;
        if let Some(held) = self.same(&statement, &checked)? {
            return self.add_evidence(&statement, held);
        }
        let new = self.record_with_id(Body::Statement(statement), checked.when)?;
        Ok(StatementOutcome::New(new))
    }

    /// Records a statement again that was voided or corrected earlier.
    ///
    /// # Errors
    /// As [`Desk::statement`], and if it is recorded and stands.
    pub fn statement_again(&mut self, mut statement: Statement) -> Result<StatementKey> {
        let checked = self.check(&mut statement)?;
        if let Some(held) = self.same(&statement, &checked)?
            && held.withdrawn.is_none()
        {
            return Err(DeskError::AlreadyRecorded {
                id: held.id.to_string(),
            });
        }
        statement.id = None;
        self.record_with_id(Body::Statement(statement), checked.when)
    }

    /// Replaces a statement with what it should have said. Its evidence is kept.
    ///
    /// # Errors
    /// If the statement was voided or corrected, nothing would change, or the new version is
    /// invalid or already recorded as another statement.
    pub fn correct(&mut self, of: StatementKey, mut statement: Statement) -> Result<StatementKey> {
        self.require_standing(of)?;
        let held = self.reader().statement(of)?;
        statement.id.clone_from(&held.statement.id);
        let held_mark = held.statement.unreviewed;
        let mark = std::mem::replace(&mut statement.unreviewed, held_mark);
        if statement == held.statement {
            return Err(DeskError::NothingToCorrect {
                id: held.id.to_string(),
            });
        }
        statement.id = None;
        statement.unreviewed = mark;
        let checked = self.check(&mut statement)?;
        if let Some(other) = self.same(&statement, &checked)?
            && other.key != of
            && other.withdrawn.is_none()
        {
            return Err(DeskError::AlreadyRecorded {
                id: other.id.to_string(),
            });
        }
        let correction = Body::Correction {
            of: of.0,
            statement,
        };
        self.record_with_id(correction, checked.when)
    }

    /// Checks a statement's shape, and checks it against the ledger, the clock and the sources'
    /// texts. Completes its passages.
    pub(super) fn check(&self, statement: &mut Statement) -> Result<CheckedStatement> {
        statement.check()?;
        let party = self.party_key(&statement.party)?;
        let claim = self.claim_key(&statement.claim)?;
        let source = self.source_key(&statement.source)?;
        for relay in &statement.via {
            self.require(Kind::Party, relay)?;
        }
        let day = self.reader().source_day(source)?;
        let when = statement.said.or(day).ok_or_else(|| DeskError::Undated {
            source_id: statement.source.to_string(),
        })?;
        self.require_past("said", when)?;
        if let Some(passage) = &mut statement.passage {
            self.complete(&statement.source, source, passage)?;
        }
        for evidence in &mut statement.evidence {
            let source = self.source_key(&evidence.source)?;
            if let Some(passage) = &mut evidence.passage {
                self.complete(&evidence.source, source, passage)?;
            }
        }
        Ok(CheckedStatement {
            claim,
            party,
            source,
            when,
        })
    }

    /// Checks a passage against the source's text, if that is attached, and adds its digest and
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

    /// The passage of a source's text that consists of `words`.
    ///
    /// # Errors
    /// If the text is not attached, or does not contain the words exactly once.
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

    /// The recorded statement with the same party, stance, claim, time, source and relays, mergers
    /// followed. One that stands is preferred, and undone ones are ignored.
    fn same(&self, statement: &Statement, checked: &CheckedStatement) -> Result<Option<Recorded>> {
        let reader = self.reader();
        let CheckedStatement {
            claim,
            party,
            source,
            when,
        } = *checked;
        let opposite = reader.is_opposite(statement.claim.as_str())?;
        let stance = if opposite {
            statement.stance.on_opposite()
        } else {
            statement.stance
        };
        let via = statement.via.iter().map(|id| reader.current_party_id(id));
        let via: Vec<Slug> = via.collect::<ledger::Result<_>>()?;
        let mut taken_back = None;
        for key in reader.statements_like(claim, party, source, Some(when))? {
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

    /// Adds the passages of a statement to the recorded one that says the same.
    pub(super) fn add_evidence(
        &mut self,
        statement: &Statement,
        held: Recorded,
    ) -> Result<StatementOutcome> {
        if held.withdrawn.is_some() {
            return Ok(StatementOutcome::TakenBack(held.key));
        }
        if let Some(field) = differing(statement, &held.statement) {
            return Err(DeskError::Differs {
                key: held.key,
                id: held.id.to_string(),
                field,
            });
        }
        let mut passages: Vec<Evidence> = own_passage(&held.statement).into_iter().collect();
        passages.extend(held.statement.evidence);
        let offered: Vec<Evidence> = own_passage(statement)
            .into_iter()
            .chain(statement.evidence.iter().cloned())
            .collect();
        // Whoever records it has looked at it.
        let mut seen: Vec<Seq> = Vec::new();
        seen.extend((!statement.unreviewed).then_some(held.key.0));
        for (entry, passage) in self.reader().unreviewed_passages(held.key)? {
            let mut offered = offered.iter().filter(|one| !one.unreviewed);
            seen.extend(offered.any(|one| one.is_same(&passage)).then_some(entry));
        }
        self.review(&seen)?;
        let mut added = 0;
        for evidence in offered {
            let known = passages.iter().any(|one| adds_nothing(&evidence, one));
            if !known {
                passages.push(evidence.clone());
                self.record_passage(held.key, evidence)?;
                added += 1;
            }
        }
        Ok(match added {
            0 => StatementOutcome::Unchanged(held.key),
            _ => StatementOutcome::Evidence(held.key, added),
        })
    }

    fn record_passage(&mut self, of: StatementKey, evidence: Evidence) -> Result<()> {
        let of = of.0;
        self.record(Body::Evidence { of, evidence })?;
        Ok(())
    }

    /// Records the statement of a body. Passages from the first one on that nobody has looked at get
    /// entries of their own, because a mark names an entry.
    fn record_with_id(&mut self, mut body: Body, said: When) -> Result<StatementKey> {
        let mut apart = Vec::new();
        if let Some(statement) = body.statement_mut() {
            let evidence = &mut statement.evidence;
            let first = evidence.iter().position(|one| one.unreviewed);
            apart = evidence.split_off(first.unwrap_or(evidence.len()));
        }
        let key = self.record_under_free_id(body, said)?;
        for evidence in apart {
            self.record_passage(key, evidence)?;
        }
        Ok(key)
    }

    /// Records the statement of a body under the id that came with it, or else under the shortest
    /// free id derived from its content.
    fn record_under_free_id(&mut self, mut body: Body, said: When) -> Result<StatementKey> {
        let mut length = SHORTEST_ID;
        let mut derived = false;
        loop {
            if let Some(statement) = body.statement_mut() {
                if !derived {
                    self.check_given_id(statement)?;
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

    /// Refuses an id that came with a statement and is taken. If an undone statement has it, the
    /// new one gets a derived id instead.
    fn check_given_id(&self, statement: &mut Statement) -> Result<()> {
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
            (Some(id), Some(_)) => Err(DeskError::AlreadyExists {
                kind: Kind::Statement.word(),
                id: id.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

/// The id of `length` characters derived from a statement's content.
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

/// Whether `offered` is a recorded passage without a quote of its own.
fn adds_nothing(offered: &Evidence, held: &Evidence) -> bool {
    let place = offered.passage.is_none() || offered.passage == held.passage;
    let words = offered.quote.is_none() || offered.quote == held.quote;
    offered.source == held.source && place && words
}

/// The first field in which a repeated statement differs. A field left out never differs.
fn differing(repeated: &Statement, held: &Statement) -> Option<&'static str> {
    let differs =
        |repeated: &Option<String>, held: &Option<String>| repeated.is_some() && repeated != held;
    // On the record is the default, so it may just mean that no terms were given.
    let given = repeated.attribution != Attribution::OnRecord;
    if given && repeated.attribution != held.attribution {
        Some("attribution")
    } else if differs(&repeated.shown_as, &held.shown_as) {
        Some("shown_as")
    } else if repeated.credibility.is_some() && repeated.credibility != held.credibility {
        Some("credibility")
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
        unreviewed: statement.unreviewed,
    })
}
