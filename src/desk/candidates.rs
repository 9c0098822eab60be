//! Candidates: proposed from a text, then accepted as statements, or rejected.

use std::collections::BTreeMap;

use super::{Desk, DeskError, IfExists, Look, RecordOutcome, Result, StatementOutcome};
use crate::domain::candidate::{Candidate, CandidateId, Link, NewParty, Span, Speaker};
use crate::domain::claim::Claim;
use crate::domain::docket::{SourceKey, StatementKey};
use crate::domain::grade::Credibility;
use crate::domain::party::{Edge, Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Stance, Statement};
use crate::domain::text;
use crate::domain::time::When;
use crate::ledger::{self, ClaimFilter, Fate, Kind, Reader, Waiting, shares_passage};
use crate::link::catalogue::{Catalogue, CatalogueClaim};
use crate::link::polarity::toward;
use crate::link::proposal::Linker;
use crate::link::roster::Roster;

/// What a person changes about a candidate when accepting it. `None` means as proposed.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The speaker.
    pub party: Option<Slug>,
    /// The speaker, which gets the name in the text as an alias.
    pub alias_of: Option<Slug>,
    /// The speaker, to be added.
    pub new_party: Option<Party>,
    /// Whether to add unknown parties as proposed.
    pub add_parties: bool,
    /// The claim.
    pub claim: Option<Slug>,
    /// The claim to add for it.
    pub new_claim: Option<Claim>,
    /// The stance toward the claim.
    pub stance: Option<Stance>,
    /// When it was said.
    pub said: Option<When>,
    /// Who relayed it, nearest to the source first.
    pub via: Option<Vec<Slug>>,
    /// The attribution level.
    pub attribution: Option<Attribution>,
    /// The wording to show for the speaker.
    pub shown_as: Option<String>,
    /// The words themselves, if the wording matters.
    pub quote: Option<String>,
    /// A note of the desk.
    pub note: Option<String>,
    /// How credible the desk considers it.
    pub credibility: Option<Credibility>,
    /// The recorded statement that it repeats: another article with the same words of the same party.
    pub repeats: Option<StatementKey>,
}

impl Overrides {
    /// The speaker, if it is not as proposed.
    pub fn speaker(&self) -> Option<&Slug> {
        let new = self.new_party.as_ref().map(|party| &party.id);
        new.or(self.party.as_ref()).or(self.alias_of.as_ref())
    }
}

/// How many candidates were proposed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProposedCount {
    /// New ones.
    pub new: usize,
    /// Those proposed before, whether decided or not.
    pub known: usize,
}

/// Claims that are read in one go.
const CLAIMS_AT_ONCE: usize = 1_000;

/// A linker for the parties and claims that the ledger holds.
pub fn linker(reader: Reader<'_>) -> ledger::Result<Linker> {
    let parties = reader.parties()?.into_iter().map(|key| reader.party(key));
    let roster = Roster::new(parties.collect::<ledger::Result<_>>()?);
    let mut quotes = reader.quotes()?;
    let questions = reader.questions()?.into_iter().map(|key| {
        let question = reader.question(key)?;
        Ok((question.id, question.text))
    });
    let questions: BTreeMap<Slug, String> = questions.collect::<ledger::Result<_>>()?;
    let mut claims = Vec::new();
    for keys in reader
        .claims(&ClaimFilter::default())?
        .chunks(CLAIMS_AT_ONCE)
    {
        for info in reader.claim_infos(keys)? {
            let question = info.claim.question.as_ref();
            claims.push(CatalogueClaim {
                question: question.and_then(|id| questions.get(id).cloned()),
                claim: info.claim,
                quotes: quotes.remove(&info.key).unwrap_or_default(),
            });
        }
    }
    let catalogue = Catalogue::new(claims, &roster);
    Ok(Linker::new(roster, catalogue))
}

/// The stance that a candidate's speaker takes toward a recorded claim.
pub fn stance_toward(
    reader: Reader<'_>,
    waiting: &Waiting,
    claim: &Slug,
) -> ledger::Result<Stance> {
    let text = match reader.claim_key(claim.as_str())? {
        Some(key) => reader.claim(key)?.claim.text,
        None => String::new(),
    };
    stance_toward_text(reader, waiting, &text)
}

/// The stance that a candidate's speaker takes toward a claim in these words.
pub fn stance_toward_text(
    reader: Reader<'_>,
    waiting: &Waiting,
    claim: &str,
) -> ledger::Result<Stance> {
    let reading = &waiting.candidate.reading;
    let text = reader.source_text(waiting.source)?;
    let characters: Vec<char> = text.map_or_else(Vec::new, |text| text.text.chars().collect());
    let words = |(start, end): Span| -> String {
        let place = |at| {
            usize::try_from(at)
                .unwrap_or(usize::MAX)
                .min(characters.len())
        };
        let (start, end) = (place(start), place(end));
        characters[start..end.max(start)].iter().collect()
    };
    let content: Vec<String> = reading.content.iter().copied().map(words).collect();
    let (point, content) = (words(reading.point), content.join(" "));
    Ok(toward(reading.stance, &point, &content, claim))
}

impl Desk<'_, '_> {
    /// Adds candidates to the work list. What an outside reader found keeps its mark if the built-in one finds it again.
    pub fn propose(
        &mut self,
        source: SourceKey,
        candidates: &[(CandidateId, Candidate)],
    ) -> Result<ProposedCount> {
        let mut proposed = ProposedCount::default();
        for (id, candidate) in candidates {
            let held = self.reader().candidate(id.as_str())?;
            let mut candidate = candidate.clone();
            if let (None, Some(held)) = (&candidate.read_by, held)
                && held.candidate.read_by.is_some()
            {
                candidate.proposal.likelihood = held.candidate.proposal.likelihood;
                candidate.read_by = held.candidate.read_by;
            }
            if self.writer.propose(source, id, &candidate)? {
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
    /// If there is none.
    pub fn candidate(&self, id: &str) -> Result<Waiting> {
        let reader = self.reader();
        match reader.candidate(id)? {
            Some(waiting) => Ok(waiting),
            None => {
                let ids = reader.candidate_ids()?;
                Err(DeskError::unknown_among("candidate", id, ids))
            }
        }
    }

    /// Records a candidate as a statement, or as evidence for a recorded one.
    ///
    /// # Errors
    /// If it was already accepted, its speaker or claim is not known, or the statement is invalid.
    pub fn accept(&mut self, id: &str, overrides: &Overrides) -> Result<StatementOutcome> {
        self.accept_as(id, overrides, Look::Person)
    }

    /// Like [`Desk::accept`], for a candidate that perhaps nobody has looked at.
    pub(super) fn accept_as(
        &mut self,
        id: &str,
        overrides: &Overrides,
        look: Look,
    ) -> Result<StatementOutcome> {
        let waiting = self.candidate(id)?;
        self.refuse_accepted(id, &waiting.fate)?;
        let source = self.reader().source_id(waiting.source)?;
        let before = self.writer.newest();
        let candidate = self.with_overrides(id, &waiting, overrides)?;
        let no_claim = || DeskError::NoClaim {
            candidate: id.to_owned(),
        };
        let mut statement = candidate.to_statement(&source).ok_or_else(no_claim)?;
        statement.said = overrides.said.or(statement.said);
        statement.attribution = overrides.attribution.unwrap_or(statement.attribution);
        statement.shown_as = overrides.shown_as.clone().or(statement.shown_as);
        if overrides.attribution == Some(Attribution::OnRecord) && overrides.shown_as.is_none() {
            statement.shown_as = None;
        }
        statement.quote.clone_from(&overrides.quote);
        let noted = candidate.read_by.and_then(|by| by.note);
        statement.note = overrides.note.clone().or(noted);
        statement.credibility = overrides.credibility;
        statement.unreviewed = look == Look::Nobody;
        let outcome = self.record_accepted(statement, overrides.repeats)?;
        let key = match outcome {
            StatementOutcome::New(key)
            | StatementOutcome::Evidence(key, _)
            | StatementOutcome::Unchanged(key) => key,
            StatementOutcome::TakenBack(key) => {
                return Err(DeskError::TakenBack {
                    id: self.reader().statement(key)?.id.to_string(),
                    successor: None,
                });
            }
        };
        let newest = self.writer.newest();
        let accepted = (newest > before).then_some(newest);
        self.writer.settle_candidate(&waiting.id, accepted, key)?;
        Ok(outcome)
    }

    /// Rejects a candidate.
    ///
    /// # Errors
    /// If it is unknown or was accepted.
    pub fn reject(&mut self, id: &str, reason: Option<&str>) -> Result<()> {
        text::optional("reason", reason)?;
        let waiting = self.candidate(id)?;
        self.refuse_accepted(id, &waiting.fate)?;
        Ok(self.writer.reject_candidate(&waiting.id, reason)?)
    }

    /// Reopens a candidate that was rejected, or accepted without recording anything.
    ///
    /// # Errors
    /// If it is unknown, or accepting it recorded something: undoing that write reopens it.
    pub fn reopen(&mut self, id: &str) -> Result<()> {
        let waiting = self.candidate(id)?;
        if let Fate::Accepted {
            statement,
            recorded: true,
        } = waiting.fate
        {
            return Err(self.already_accepted(id, statement)?);
        }
        Ok(self.writer.reopen_candidate(&waiting.id)?)
    }

    fn refuse_accepted(&self, id: &str, fate: &Fate) -> Result<()> {
        match fate {
            Fate::Accepted { statement, .. } => Err(self.already_accepted(id, *statement)?),
            Fate::Open | Fate::Rejected { .. } => Ok(()),
        }
    }

    fn already_accepted(&self, id: &str, statement: StatementKey) -> Result<DeskError> {
        Ok(DeskError::AlreadyAccepted {
            candidate: id.to_owned(),
            statement: self.reader().statement(statement)?.id.to_string(),
        })
    }

    /// Records an accepted statement, or adds its passage to the recorded one that says the same.
    fn record_accepted(
        &mut self,
        statement: Statement,
        repeats: Option<StatementKey>,
    ) -> Result<StatementOutcome> {
        let held = match repeats {
            Some(key) => Some(self.reader().statement(key)?),
            None => self.reader().recorded_as(&statement)?,
        };
        let Some(held) = held else {
            return self.statement(statement);
        };
        let evidence = match shares_passage(&statement, &held.statement) {
            true => Vec::new(),
            false => vec![Evidence {
                source: statement.source,
                passage: statement.passage,
                quote: statement.quote,
                unreviewed: statement.unreviewed,
            }],
        };
        self.statement(Statement {
            id: None,
            quote: None,
            passage: None,
            note: None,
            evidence,
            attribution: Attribution::OnRecord,
            shown_as: None,
            credibility: statement.credibility,
            unreviewed: statement.unreviewed,
            ..held.statement
        })
    }

    /// The candidate with a known speaker, known relays and one claim.
    fn with_overrides(
        &mut self,
        id: &str,
        waiting: &Waiting,
        overrides: &Overrides,
    ) -> Result<Candidate> {
        let mut candidate = self.reader().current_candidate(&waiting.candidate)?;
        let add = overrides.add_parties;
        if let Some(new) = &overrides.new_party {
            self.party(new.clone(), IfExists::Refuse)?;
        }
        let party = match overrides.speaker() {
            Some(party) => party.clone(),
            None => self.known_party(id, &candidate.proposal.party, add)?,
        };
        if overrides.alias_of.as_ref() == Some(&party) {
            self.add_alias(&party, candidate.reading.speaker.as_deref())?;
        }
        self.require(Kind::Party, &party)?;
        candidate.proposal.party = Speaker::Known { party };
        let relays = match &overrides.via {
            Some(relays) => relays.clone(),
            None => {
                let proposed = candidate.proposal.via.iter();
                let relays = proposed.map(|relay| self.known_party(id, relay, add));
                relays.collect::<Result<_>>()?
            }
        };
        let relays = relays.into_iter().map(|party| Speaker::Known { party });
        candidate.proposal.via = relays.collect();
        let (claim, stance) = self.claim_and_stance(id, waiting, &candidate, overrides)?;
        candidate.proposal.claims = vec![Link {
            claim,
            score: 0,
            stance,
        }];
        Ok(candidate)
    }

    /// The party of a speaker. Adds an unknown one if `add` is set.
    fn known_party(&mut self, id: &str, speaker: &Speaker, add: bool) -> Result<Slug> {
        let (name, parties) = match speaker {
            Speaker::Known { party } => return Ok(party.clone()),
            Speaker::New(new) | Speaker::Several { new: Some(new), .. } if add => {
                return self.add_party(new);
            }
            Speaker::New(new) => (new.name.as_str(), Vec::new()),
            Speaker::Several { name, parties, .. } => {
                (name.as_str(), parties.iter().map(Slug::to_string).collect())
            }
            Speaker::Nobody => ("", Vec::new()),
        };
        Err(DeskError::UnknownSpeaker {
            candidate: id.to_owned(),
            name: name.to_owned(),
            parties,
        })
    }

    fn add_party(&mut self, new: &NewParty) -> Result<Slug> {
        let party = Party {
            id: new.id.clone(),
            other_ids: Vec::new(),
            name: new.name.clone(),
            kind: new.kind,
            role: None,
            aliases: self.free_surname(new)?.into_iter().collect(),
            speaks_for: new.speaks_for.iter().map(always).collect(),
            member_of: Vec::new(),
            unreviewed: false,
        };
        self.party(party, IfExists::Refuse)?;
        Ok(new.id.clone())
    }

    /// The surname of a new person, as an alias. `None` if another party has it already: the alias would make
    /// every later mention ambiguous.
    fn free_surname(&self, new: &NewParty) -> Result<Option<String>> {
        let Some(surname) = surname(new) else {
            return Ok(None);
        };
        let reader = self.reader();
        if !reader.parties_named(&surname)?.is_empty() {
            return Ok(None);
        }
        for key in reader.parties()? {
            let name = reader.party(key)?.name;
            if name.split_whitespace().last() == Some(&surname) {
                return Ok(None);
            }
        }
        Ok(Some(surname))
    }

    /// Adds an alias to a party.
    ///
    /// # Errors
    /// If the party is unknown.
    pub fn add_alias(&mut self, party: &Slug, name: Option<&str>) -> Result<RecordOutcome> {
        let key = self.party_key(party)?;
        let Some(name) = name else {
            return Ok(RecordOutcome::Unchanged);
        };
        let mut record = self.reader().without_merges().party(key)?;
        if record.name != name && !record.aliases.iter().any(|alias| alias == name) {
            record.aliases.push(name.to_owned());
        }
        self.party(record, IfExists::Replace)
    }

    /// The claim that a candidate is accepted on, and the stance toward it.
    fn claim_and_stance(
        &mut self,
        id: &str,
        waiting: &Waiting,
        candidate: &Candidate,
        overrides: &Overrides,
    ) -> Result<(Slug, Stance)> {
        if let Some(claim) = &overrides.new_claim {
            let stance = overrides.stance.unwrap_or(candidate.reading.stance);
            self.claim(claim.clone(), IfExists::Refuse)?;
            return Ok((claim.id.clone(), stance));
        }
        let links = &candidate.proposal.claims;
        let first = links.first().map(|link| &link.claim);
        let claim = overrides.claim.as_ref().or(first);
        let claim = claim.cloned().ok_or_else(|| DeskError::NoClaim {
            candidate: id.to_owned(),
        })?;
        self.require(Kind::Claim, &claim)?;
        let link = links.iter().find(|link| link.claim == claim);
        let stance = match overrides.stance.or(link.map(|link| link.stance)) {
            Some(stance) => stance,
            None => stance_toward(self.reader(), waiting, &claim)?,
        };
        Ok((claim, stance))
    }
}

/// A relation to a party without an end at either side.
fn always(party: &Slug) -> Edge {
    Edge {
        party: party.clone(),
        since: None,
        until: None,
    }
}

/// The surname of a new person, which becomes an alias.
fn surname(new: &NewParty) -> Option<String> {
    let words: Vec<&str> = new.name.split_whitespace().collect();
    let is_name = words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase));
    let last = words.last().filter(|_| words.len() > 1 && is_name)?;
    let generation = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"].contains(last);
    (new.kind == PartyKind::Person && !generation).then(|| (*last).to_owned())
}
