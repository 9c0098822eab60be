//! Candidates: proposed from a text, accepted as ordinary statements, or rejected.

use super::{Desk, DeskError, Entered, Known, Noted, Result};
use crate::domain::candidate::{Candidate, CandidateId, Link, NewParty, Span, Speaker};
use crate::domain::claim::Claim;
use crate::domain::docket::{SourceKey, StatementKey};
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Stance, Statement};
use crate::domain::time::When;
use crate::ledger::{self, ClaimFilter, Fate, Kind, Reader, Waiting, shares_passage};
use crate::link::catalogue::{Catalogue, Listed};
use crate::link::polarity::toward;
use crate::link::proposal::Linker;
use crate::link::roster::Roster;

/// What a person decides otherwise than proposed. What is left out is as proposed.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Who speaks.
    pub party: Option<Slug>,
    /// The party of which the speaker's name is another name, to be noted as such.
    pub alias_of: Option<Slug>,
    /// Parties that are not there are made as proposed.
    pub make_parties: bool,
    /// The claim that it bears on.
    pub claim: Option<Slug>,
    /// The claim that is to be made for it.
    pub new_claim: Option<Claim>,
    /// The stance toward the claim.
    pub stance: Option<Stance>,
    /// When it was said.
    pub said: Option<When>,
    /// Who relayed it, nearest the source first.
    pub via: Option<Vec<Slug>>,
    /// On what terms.
    pub attribution: Option<Attribution>,
    /// The wording to show for the speaker.
    pub shown_as: Option<String>,
    /// The words themselves, where the wording is the fact.
    pub quote: Option<String>,
    /// A remark of the desk.
    pub note: Option<String>,
}

/// How many candidates a reading gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proposed {
    /// New ones.
    pub new: usize,
    /// Those that were on the list before, decided on or not.
    pub known: usize,
}

/// What links texts to the parties and claims that a ledger holds.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn linker(reader: Reader<'_>) -> ledger::Result<Linker> {
    let parties = reader.parties()?.into_iter().map(|key| reader.party(key));
    let roster = Roster::new(parties.collect::<ledger::Result<_>>()?);
    let mut quotes = reader.quotes()?;
    let mut listed = Vec::new();
    for key in reader.claims(&ClaimFilter::default())? {
        let claim = reader.claim(key)?.claim;
        let question = claim.question.as_ref();
        let question = question
            .map(|id| reader.question_key(id.as_str()))
            .transpose()?;
        let question = question
            .flatten()
            .map(|key| reader.question(key))
            .transpose()?;
        listed.push(Listed {
            claim,
            question: question.map(|question| question.text),
            quotes: quotes.remove(&key).unwrap_or_default(),
        });
    }
    let catalogue = Catalogue::new(listed, &roster);
    Ok(Linker::new(roster, catalogue))
}

/// The stance toward a claim of who said what a candidate says.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn stance_toward(
    reader: Reader<'_>,
    waiting: &Waiting,
    claim: &Slug,
) -> ledger::Result<Stance> {
    let reading = &waiting.candidate.reading;
    let text = reader.source_text(waiting.source)?;
    let letters: Vec<char> = text.map_or_else(Vec::new, |text| text.text.chars().collect());
    let words = |(start, end): Span| -> String {
        let place = |at| usize::try_from(at).unwrap_or(usize::MAX).min(letters.len());
        letters[place(start)..place(end).max(place(start))]
            .iter()
            .collect()
    };
    let whole: Vec<String> = reading.content.iter().copied().map(words).collect();
    let claim = reader.claim_key(claim.as_str())?;
    let claim = claim.map(|key| reader.claim(key)).transpose()?;
    let claim = claim.map(|info| info.claim.text).unwrap_or_default();
    Ok(toward(
        reading.stance,
        &words(reading.point),
        &whole.join(" "),
        &claim,
    ))
}

impl Desk<'_, '_> {
    /// Puts candidates on the list.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn propose(
        &mut self,
        source: SourceKey,
        candidates: &[(CandidateId, Candidate)],
    ) -> Result<Proposed> {
        let mut proposed = Proposed::default();
        for (id, candidate) in candidates {
            if self.writer.propose(source, id, candidate)? {
                proposed.new += 1;
            } else {
                proposed.known += 1;
            }
        }
        Ok(proposed)
    }

    /// The candidate with this id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn candidate(&self, id: &str) -> Result<Waiting> {
        let reader = self.reader();
        match reader.candidate(id)? {
            Some(waiting) => Ok(waiting),
            None => Err(DeskError::unknown_among(
                "candidate",
                id,
                reader.candidate_ids()?,
            )),
        }
    }

    /// Makes a candidate a statement, or a further passage of one that is recorded.
    ///
    /// # Errors
    /// Where somebody accepted it before, speaker or claim are not settled, or the statement cannot be.
    pub fn accept(&mut self, id: &str, choice: &Choice) -> Result<Noted> {
        let waiting = self.candidate(id)?;
        if let Fate::Accepted { statement, .. } = waiting.fate {
            return Err(self.accepted_before(id, statement)?);
        }
        let source = self.reader().source_id(waiting.source)?;
        let before = self.writer.newest();
        let candidate = self.decided(id, &waiting, choice)?;
        let statement = candidate.to_statement(&source);
        let mut statement = statement.ok_or_else(|| DeskError::WhichClaim {
            candidate: id.to_owned(),
        })?;
        statement.said = choice.said.or(statement.said);
        statement.attribution = choice.attribution.unwrap_or(statement.attribution);
        statement.shown_as = choice.shown_as.clone().or(statement.shown_as);
        statement.quote.clone_from(&choice.quote);
        statement.note.clone_from(&choice.note);
        let noted = self.accept_statement(statement)?;
        let key = match noted {
            Noted::New(key) | Noted::Evidence(key, _) | Noted::Same(key) => key,
            Noted::TakenBack(key) => {
                return Err(DeskError::TakenBack {
                    id: self.reader().statement(key)?.id.to_string(),
                    successor: None,
                });
            }
        };
        let newest = self.writer.newest();
        let accepted = (newest > before).then_some(newest);
        self.writer.settle_candidate(&waiting.id, accepted, key)?;
        Ok(noted)
    }

    fn accepted_before(&self, id: &str, statement: StatementKey) -> Result<DeskError> {
        Ok(DeskError::Accepted {
            candidate: id.to_owned(),
            statement: self.reader().statement(statement)?.id.to_string(),
        })
    }

    /// Records a statement, or its passage with the one that says the same.
    fn accept_statement(&mut self, statement: Statement) -> Result<Noted> {
        let Some(held) = self.reader().recorded_as(&statement)? else {
            return self.statement(statement);
        };
        if shares_passage(&statement, &held.statement) {
            return Ok(Noted::Same(held.key));
        }
        let mut again = Statement {
            id: None,
            quote: None,
            passage: None,
            note: None,
            evidence: Vec::new(),
            attribution: Attribution::OnRecord,
            shown_as: None,
            ..held.statement
        };
        again.evidence.push(Evidence {
            source: statement.source,
            passage: statement.passage,
            quote: statement.quote,
        });
        self.statement(again)
    }

    /// Says no to a candidate.
    ///
    /// # Errors
    /// Where there is none, or it is a statement already.
    pub fn reject(&mut self, id: &str, reason: Option<&str>) -> Result<()> {
        crate::domain::text::optional("reason", reason)?;
        let waiting = self.candidate(id)?;
        if let Fate::Accepted { statement, .. } = waiting.fate {
            return Err(self.accepted_before(id, statement)?);
        }
        Ok(self.writer.reject_candidate(&waiting.id, reason)?)
    }

    /// Puts a candidate back on the list that was rejected, or found to say what was recorded before.
    ///
    /// # Errors
    /// Where there is none, or accepting it recorded something: that is taken back by undoing the write.
    pub fn reopen(&mut self, id: &str) -> Result<()> {
        let waiting = self.candidate(id)?;
        if let Fate::Accepted {
            statement,
            recorded: true,
        } = waiting.fate
        {
            return Err(self.accepted_before(id, statement)?);
        }
        Ok(self.writer.reopen_candidate(&waiting.id)?)
    }

    /// The candidate with what a person decided: speaker, relays and claim are settled.
    fn decided(&mut self, id: &str, waiting: &Waiting, choice: &Choice) -> Result<Candidate> {
        let mut candidate = self.reader().current_candidate(&waiting.candidate)?;
        let party = match (&choice.party, &choice.alias_of) {
            (Some(party), _) => party.clone(),
            (None, Some(party)) => {
                self.add_alias(party, candidate.reading.speaker.as_deref())?;
                party.clone()
            }
            (None, None) => self.settled(id, &candidate.proposal.party, choice.make_parties)?,
        };
        self.must_know(Kind::Party, &party)?;
        candidate.proposal.party = Speaker::Known { party };
        let mut relays = choice.via.clone().unwrap_or_default();
        if choice.via.is_none() {
            for relay in &candidate.proposal.via {
                relays.push(self.settled(id, relay, choice.make_parties)?);
            }
        }
        let relays = relays.into_iter().map(|party| Speaker::Known { party });
        candidate.proposal.via = relays.collect();
        let (claim, stance) = self.claim_of(id, waiting, &candidate, choice)?;
        let score = 0;
        candidate.proposal.claims = vec![Link {
            claim,
            score,
            stance,
        }];
        Ok(candidate)
    }

    /// The party that a speaker is, made where that is wanted.
    fn settled(&mut self, id: &str, speaker: &Speaker, make: bool) -> Result<Slug> {
        let unsettled = |name: &str, parties: Vec<String>| DeskError::WhoSpeaks {
            candidate: id.to_owned(),
            name: name.to_owned(),
            parties,
        };
        match speaker {
            Speaker::Known { party } => Ok(party.clone()),
            Speaker::Several { name, parties } => Err(unsettled(
                name,
                parties.iter().map(Slug::to_string).collect(),
            )),
            Speaker::Nobody => Err(unsettled("", Vec::new())),
            Speaker::New(new) if make => self.make_party(new),
            Speaker::New(new) => Err(unsettled(&new.name, Vec::new())),
        }
    }

    fn make_party(&mut self, new: &NewParty) -> Result<Slug> {
        let party = Party {
            id: new.id.clone(),
            name: new.name.clone(),
            kind: new.kind,
            role: None,
            aliases: surname(new).into_iter().collect(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
        };
        self.party(party, Known::Refuse)?;
        Ok(new.id.clone())
    }

    /// Notes another name of a party.
    ///
    /// # Errors
    /// Where there is no such party, or no name.
    pub fn add_alias(&mut self, party: &Slug, name: Option<&str>) -> Result<Entered> {
        self.must_know(Kind::Party, party)?;
        let reader = self.reader();
        let key = reader.party_key(party.as_str())?;
        let held = key.map(|key| reader.as_recorded().party(key)).transpose()?;
        let (Some(mut record), Some(name)) = (held, name) else {
            return Ok(Entered::Same);
        };
        if record.name != name && !record.aliases.iter().any(|alias| alias == name) {
            record.aliases.push(name.to_owned());
        }
        self.party(record, Known::Replace)
    }

    /// The claim that a candidate is accepted on, and the stance toward it.
    fn claim_of(
        &mut self,
        id: &str,
        waiting: &Waiting,
        candidate: &Candidate,
        choice: &Choice,
    ) -> Result<(Slug, Stance)> {
        if let Some(claim) = &choice.new_claim {
            let stance = choice.stance.unwrap_or(candidate.reading.stance);
            self.claim(claim.clone(), Known::Refuse)?;
            return Ok((claim.id.clone(), stance));
        }
        let links = &candidate.proposal.claims;
        let claim = match (&choice.claim, links.first()) {
            (Some(claim), _) => claim.clone(),
            (None, Some(first)) => first.claim.clone(),
            (None, None) => {
                return Err(DeskError::WhichClaim {
                    candidate: id.to_owned(),
                });
            }
        };
        self.must_know(Kind::Claim, &claim)?;
        let proposed = links
            .iter()
            .find(|link| link.claim == claim)
            .map(|link| link.stance);
        let stance = match choice.stance.or(proposed) {
            Some(stance) => stance,
            None => stance_toward(self.reader(), waiting, &claim)?,
        };
        Ok((claim, stance))
    }
}

/// People are found by their surname too.
fn surname(new: &NewParty) -> Option<String> {
    let last = new.name.split_whitespace().last()?;
    (new.kind == PartyKind::Person && last != new.name).then(|| last.to_owned())
}
