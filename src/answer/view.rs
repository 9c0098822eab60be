//! The state of the ledger that a question is about.

use std::cell::{OnceCell, Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use foldhash::HashMap;

use super::keys::Keys;
use super::listing::{BATCH, outside};
use super::timeline::StatusTurn;
use crate::domain::discrepancy::{Discrepancy, Subject};
use crate::domain::docket::{ClaimKey, Docket, PartyKey, SourceKey, StatementKey};
use crate::domain::fold::{Finding, findings};
use crate::domain::hearing::Heard;
use crate::domain::history::{Event, outcome};
use crate::domain::passage::Passage;
use crate::domain::rivals::Rivals;
use crate::domain::slug::Slug;
use crate::domain::statement::Statement;
use crate::domain::time::{Moment, When};
use crate::journal::Seq;
use crate::ledger::{ClaimFilter, ClaimInfo, LedgerError, Reader, Recorded, Result, Standing};

/// A ledger at one entry, one moment of the story and one time of day.
///
/// Names and records that were looked up are kept, since most answers need the same ones many
/// times.
pub struct View<'r> {
    /// Reads the ledger as it was at an entry (`--known-at`).
    pub reader: Reader<'r>,
    /// Reads the whole ledger, if `reader` reads an edition of it.
    pub whole: Reader<'r>,
    /// The moment in the story: what was said later is ignored (`--as-of`). `None` counts everything.
    pub as_of: Option<Moment>,
    /// The time of day.
    pub now: Moment,
    /// The keys of everything that no person has looked at.
    unreviewed: OnceCell<BTreeSet<Seq>>,
    parties: RefCell<HashMap<PartyKey, (Slug, Arc<str>)>>,
    statements: RefCell<BTreeMap<StatementKey, Recorded>>,
    ids: RefCell<BTreeMap<StatementKey, String>>,
    claims: RefCell<BTreeMap<ClaimKey, ClaimInfo>>,
    times: RefCell<BTreeMap<StatementKey, When>>,
    keys: Keys,
    /// The sources of the statements that were looked up.
    sources: RefCell<BTreeSet<SourceKey>>,
    /// Sources without a text.
    textless: RefCell<BTreeSet<SourceKey>>,
    /// The text of the source that was asked for last.
    text: RefCell<Option<(SourceKey, Option<Rc<str>>)>>,
    /// The dockets of questions, by each of their claims. The pages of rival answers share one.
    dockets: RefCell<BTreeMap<ClaimKey, Rc<SharedDocket>>>,
    /// The changes of claims' statuses that were looked up. A report shows them in several places.
    turns: RefCell<BTreeMap<ClaimKey, Rc<[StatusTurn]>>>,
}

/// A docket with the rivals among its claims, which whatever is worked out from it shares.
pub(super) struct SharedDocket {
    pub(super) docket: Docket,
    pub(super) rivals: Option<Arc<Rivals>>,
}

impl SharedDocket {
    /// A docket.
    pub(super) fn of(docket: Docket) -> Self {
        Self {
            rivals: Rivals::of(&docket).map(Arc::new),
            docket,
        }
    }

    /// What had been said on it by `cut`.
    pub(super) fn heard_by(&self, cut: Moment) -> Heard<'_> {
        Heard::sharing(&self.docket, self.rivals.clone(), cut)
    }
}

impl<'r> View<'r> {
    /// A view of the ledger that `reader` reads.
    pub fn new(reader: Reader<'r>, as_of: Option<Moment>, now: Moment) -> Self {
        Self::of_edition(reader, reader, as_of, now)
    }

    /// A view of an edition of the ledger that `whole` reads.
    pub fn of_edition(
        reader: Reader<'r>,
        whole: Reader<'r>,
        as_of: Option<Moment>,
        now: Moment,
    ) -> Self {
        Self {
            reader,
            whole,
            unreviewed: OnceCell::new(),
            as_of,
            now,
            parties: RefCell::default(),
            statements: RefCell::default(),
            ids: RefCell::default(),
            claims: RefCell::default(),
            times: RefCell::default(),
            keys: Keys::default(),
            sources: RefCell::default(),
            textless: RefCell::default(),
            text: RefCell::default(),
            dockets: RefCell::default(),
            turns: RefCell::default(),
        }
    }

    /// The keys of everything that no person has looked at.
    fn unreviewed(&self) -> Result<&BTreeSet<Seq>> {
        if let Some(known) = self.unreviewed.get() {
            return Ok(known);
        }
        let found = self.reader.unreviewed()?;
        Ok(self.unreviewed.get_or_init(|| found))
    }

    /// Whether no person has looked at a party, question, claim or statement.
    pub(super) fn is_unreviewed(&self, key: Seq) -> Result<bool> {
        Ok(self.unreviewed()?.contains(&key))
    }

    /// Whether no person has looked at a claim, or at a statement that its finding rests on.
    pub(super) fn is_finding_unreviewed(&self, finding: &Finding) -> Result<bool> {
        let marked = self.unreviewed()?;
        if marked.is_empty() {
            return Ok(false);
        }
        let positions = finding.positions.iter().chain(&finding.beside);
        let said = positions.map(|position| position.statement);
        let answers = finding.principals.iter();
        let mut said = said.chain(answers.filter_map(|principal| principal.statement));
        Ok(marked.contains(&finding.claim.0) || said.any(|key| marked.contains(&key.0)))
    }

    /// Whether no person has looked at a claim that a discrepancy names, or at a statement on a side of it.
    pub(super) fn is_discrepancy_unreviewed(&self, found: &Discrepancy) -> Result<bool> {
        let marked = self.unreviewed()?;
        let said = found.stands.iter().filter_map(|stand| stand.statement);
        let mut said = said.map(|key| key.0);
        let mut claims = found.claims.iter();
        Ok(claims.any(|key| marked.contains(&key.0)) || said.any(|key| marked.contains(&key)))
    }

    /// The docket that a claim is judged in.
    pub(super) fn docket_of(&self, claim: ClaimKey) -> Result<Rc<SharedDocket>> {
        if let Some(known) = self.dockets.borrow().get(&claim) {
            return Ok(Rc::clone(known));
        }
        let shared = Rc::new(SharedDocket::of(self.reader.docket_of(claim)?));
        if shared.docket.question.is_some() {
            let claims = shared.docket.claims.iter();
            let shared = claims.map(|terms| (terms.key, Rc::clone(&shared)));
            self.dockets.borrow_mut().extend(shared);
        }
        Ok(shared)
    }

    /// The changes of a claim's status, worked out by `find` unless they were before.
    pub(super) fn turns_of(
        &self,
        claim: ClaimKey,
        find: impl FnOnce() -> Result<Rc<[StatusTurn]>>,
    ) -> Result<Rc<[StatusTurn]>> {
        if let Some(known) = self.turns.borrow().get(&claim) {
            return Ok(Rc::clone(known));
        }
        let found = find()?;
        self.turns.borrow_mut().insert(claim, Rc::clone(&found));
        Ok(found)
    }

    /// The dockets that some claims are judged in, by claim.
    pub(super) fn dockets_of(
        &self,
        claims: &BTreeSet<ClaimKey>,
    ) -> Result<BTreeMap<ClaimKey, Rc<SharedDocket>>> {
        let mut of_claims = BTreeMap::new();
        let claims: Vec<Subject> = claims.iter().copied().map(Subject::Claim).collect();
        for some in self.reader.judged_as(&claims)?.chunks(BATCH) {
            for docket in self.reader.dockets(some, None)? {
                let shared = Rc::new(SharedDocket::of(docket));
                let claims = shared.docket.claims.iter();
                of_claims.extend(claims.map(|terms| (terms.key, Rc::clone(&shared))));
            }
        }
        Ok(of_claims)
    }

    /// The parties that were looked up, each with its name.
    pub(super) fn known_parties(&self) -> Ref<'_, HashMap<PartyKey, (Slug, Arc<str>)>> {
        self.parties.borrow()
    }

    /// The claims that were looked up.
    pub(super) fn known_claims(&self) -> Ref<'_, BTreeMap<ClaimKey, ClaimInfo>> {
        self.claims.borrow()
    }

    /// The sources that were looked up.
    pub(super) fn known_sources(&self) -> Ref<'_, BTreeSet<SourceKey>> {
        self.sources.borrow()
    }

    /// Notes that an answer refers to what a statement names.
    pub(super) fn note_named(&self, said: &Statement) -> Result<()> {
        self.note_parties(said.via.iter().chain([&said.party]))?;
        self.note_source(&said.source)?;
        if let Some(key) = self.claim_key(&said.claim)? {
            self.claim(key)?;
        }
        Ok(())
    }

    /// Notes that an answer refers to parties.
    pub(super) fn note_parties<'p>(
        &self,
        parties: impl IntoIterator<Item = &'p Slug>,
    ) -> Result<()> {
        for party in parties {
            if let Some(key) = self.party_key(party)? {
                self.load_party_names([key])?;
            }
        }
        Ok(())
    }

    /// Notes that an answer refers to a source.
    pub(super) fn note_source(&self, source: &Slug) -> Result<()> {
        if let Some(key) = self.keys.source(self.reader, source)? {
            self.sources.borrow_mut().insert(key);
        }
        Ok(())
    }

    /// The party with this id, or the one it was merged into.
    pub(super) fn party_key(&self, id: &Slug) -> Result<Option<PartyKey>> {
        self.keys.party(self.reader, id)
    }

    /// The claim with this id, or the one it was merged into.
    pub(super) fn claim_key(&self, id: &Slug) -> Result<Option<ClaimKey>> {
        self.keys.claim(self.reader, id)
    }

    /// The words of a passage, if the text of its source is attached and has them there.
    pub(super) fn words(&self, source: &Slug, passage: &Passage) -> Result<Option<String>> {
        let Some(source) = self.keys.source(self.reader, source)? else {
            return Ok(None);
        };
        let text = self.text_of(source)?;
        let words = text.as_deref().and_then(|text| passage.words_in(text).ok());
        Ok(words.map(str::to_owned))
    }

    /// The words of a statement's passage, if the text of its source is attached and has them there.
    pub(super) fn words_of(&self, said: &Statement) -> Result<Option<String>> {
        let passage = said.passage.as_ref();
        let words = passage.map(|passage| self.words(&said.source, passage));
        Ok(words.transpose()?.flatten())
    }

    fn text_of(&self, source: SourceKey) -> Result<Option<Rc<str>>> {
        if let Some((of, text)) = &*self.text.borrow()
            && *of == source
        {
            return Ok(text.clone());
        }
        if self.textless.borrow().contains(&source) {
            return Ok(None);
        }
        let text = self.reader.source_text(source)?;
        let text: Option<Rc<str>> = text.map(|text| text.text.into());
        if text.is_none() {
            self.textless.borrow_mut().insert(source);
        }
        *self.text.borrow_mut() = Some((source, text.clone()));
        Ok(text)
    }

    /// The id and the name of a party.
    pub(super) fn party(&self, key: PartyKey) -> Result<(Slug, String)> {
        self.with_party(key, |(id, name)| (id.clone(), name.to_string()))
    }

    /// The id of a party.
    pub(super) fn party_id(&self, key: PartyKey) -> Result<Slug> {
        self.with_party(key, |(id, _)| id.clone())
    }

    /// Applies `f` to the id and the name of a party, without copying them.
    fn with_party<T>(&self, key: PartyKey, f: impl Fn(&(Slug, Arc<str>)) -> T) -> Result<T> {
        if let Some(party) = self.parties.borrow().get(&key) {
            return Ok(f(party));
        }
        self.load_party_names([key])?;
        let parties = self.parties.borrow();
        parties
            .get(&key)
            .map(f)
            .ok_or_else(|| LedgerError::Corrupt {
                what: format!("a reference to party {}", key.0),
            })
    }

    /// Loads the names of the parties that are not cached, in one query.
    pub(super) fn load_party_names(&self, keys: impl IntoIterator<Item = PartyKey>) -> Result<()> {
        let mut parties = self.parties.borrow_mut();
        let unknown = keys.into_iter().filter(|key| !parties.contains_key(key));
        let mut unknown: Vec<PartyKey> = unknown.collect();
        unknown.sort_unstable();
        unknown.dedup();
        parties.reserve(unknown.len());
        for (key, id, name) in self.reader.party_names(&unknown)? {
            parties.insert(key, (id, name));
        }
        Ok(())
    }

    /// Takes over the names of parties that another view looked up for the same answer.
    pub(super) fn take_party_names(&self, other: View<'_>) {
        self.parties.borrow_mut().extend(other.parties.into_inner());
    }

    /// Loads the names of all parties that hold a position on these claims.
    pub(super) fn load_holder_names<'s>(
        &self,
        standings: impl IntoIterator<Item = &'s Standing>,
    ) -> Result<()> {
        let held = standings.into_iter();
        let held = held.flat_map(|standing| &standing.finding.positions);
        self.load_party_names(held.map(|position| position.party))
    }

    /// Loads the records of some claims, and when the statements behind their statuses were made.
    pub(super) fn load_claims(&self, standings: &[Standing]) -> Result<()> {
        let keys = standings.iter().map(|standing| standing.finding.claim);
        let keys: Vec<ClaimKey> = keys.collect();
        let infos = self.reader.claim_infos(&keys)?;
        let infos = infos.into_iter().map(|info| (info.key, info));
        self.claims.borrow_mut().extend(infos);
        let mut times = self.times.borrow_mut();
        let said = standings.iter();
        let said = said.filter_map(|standing| standing.since?.statement);
        let said = said.filter(|key| !times.contains_key(key));
        let said: Vec<StatementKey> = said.collect();
        times.extend(self.reader.said_at_all(&said)?);
        Ok(())
    }

    /// The ids of some parties.
    pub(super) fn party_ids(&self, keys: impl Iterator<Item = PartyKey>) -> Result<Vec<Slug>> {
        keys.map(|key| self.party_id(key)).collect()
    }

    /// The record of a statement.
    pub(super) fn statement(&self, key: StatementKey) -> Result<Recorded> {
        if let Some(known) = self.statements.borrow().get(&key) {
            return Ok(known.clone());
        }
        let recorded = self.reader.statement(key)?;
        self.statements.borrow_mut().insert(key, recorded.clone());
        Ok(recorded)
    }

    /// Loads the records of the statements that are not cached, in a few queries.
    pub(super) fn load_statements(
        &self,
        keys: impl IntoIterator<Item = StatementKey>,
    ) -> Result<()> {
        let mut statements = self.statements.borrow_mut();
        let unknown = keys.into_iter().filter(|key| !statements.contains_key(key));
        let unknown: BTreeSet<StatementKey> = unknown.collect();
        if !unknown.is_empty() {
            let unknown: Vec<StatementKey> = unknown.into_iter().collect();
            let recorded = self.reader.recorded(&unknown)?.into_iter();
            statements.extend(recorded.map(|one| (one.key, one)));
        }
        Ok(())
    }

    /// Those of some statements that had been made by the view's moment.
    pub(super) fn said_by_then(&self, mut keys: Vec<StatementKey>) -> Result<Vec<StatementKey>> {
        if let Some(cut) = self.as_of {
            let said = self.reader.said_at_all(&keys)?.into_iter();
            let said = said.filter(|(_, when)| when.earliest() <= cut);
            let said: BTreeSet<StatementKey> = said.map(|(key, _)| key).collect();
            keys.retain(|key| said.contains(key));
        }
        Ok(keys)
    }

    /// Those of some statements that had been made by the view's moment, in order of time.
    pub(super) fn in_order_of_time(&self, keys: &[StatementKey]) -> Result<Vec<StatementKey>> {
        let said = self.reader.said_at_all(keys)?.into_iter();
        let said = said.map(|(key, when)| (when.earliest(), key));
        let mut said: Vec<_> = said
            .filter(|(at, _)| self.as_of.is_none_or(|cut| *at <= cut))
            .collect();
        said.sort_unstable();
        Ok(said.into_iter().map(|(_, key)| key).collect())
    }

    /// The ids of some statements.
    pub(super) fn statement_ids(&self, keys: &[StatementKey]) -> Result<Vec<String>> {
        self.load_statement_ids(keys.iter().copied())?;
        let known = self.ids.borrow();
        let ids = keys.iter().map(|key| {
            known.get(key).cloned().ok_or_else(|| LedgerError::Corrupt {
                what: format!("a reference to statement {}", key.0),
            })
        });
        ids.collect()
    }

    /// The id of a statement.
    pub(super) fn statement_id(&self, key: StatementKey) -> Result<String> {
        Ok(self.statement_ids(&[key])?.pop().unwrap_or_default())
    }

    /// Loads the ids of the statements that are not cached, in one query.
    pub(super) fn load_statement_ids(
        &self,
        keys: impl IntoIterator<Item = StatementKey>,
    ) -> Result<()> {
        let mut ids = self.ids.borrow_mut();
        let unknown = keys.into_iter().filter(|key| !ids.contains_key(key));
        let unknown: BTreeSet<StatementKey> = unknown.collect();
        if !unknown.is_empty() {
            let unknown: Vec<StatementKey> = unknown.into_iter().collect();
            ids.extend(self.reader.statement_ids(&unknown)?);
        }
        Ok(())
    }

    /// The record of a claim.
    pub(super) fn claim(&self, key: ClaimKey) -> Result<ClaimInfo> {
        if let Some(known) = self.claims.borrow().get(&key) {
            return Ok(known.clone());
        }
        let info = self.reader.claim(key)?;
        self.claims.borrow_mut().insert(key, info.clone());
        Ok(info)
    }

    /// The time of an event as answers write it, as precisely as it is known.
    pub(super) fn time_of(&self, event: Event) -> Result<String> {
        Ok(match event.statement {
            Some(key) => match self.times.borrow().get(&key) {
                Some(when) => when.to_string(),
                None => self.reader.said_at(key)?.to_string(),
            },
            None => event.at.day().to_string(),
        })
    }

    /// Where a claim stands. A claim that was merged stands where its successor does.
    pub fn standing(&self, claim: ClaimKey) -> Result<Standing> {
        let (claim, _) = self.reader.current_claim(claim)?;
        let posted = match self.as_of {
            None => self.reader.standing(claim)?,
            Some(_) => None,
        };
        if let Some(standing) = posted {
            return Ok(standing);
        }
        let docket = self.reader.docket_of(claim)?;
        let (found, since) = match self.as_of {
            Some(cut) => (
                findings(&docket, Some(cut)),
                self.reader.status_since(claim, cut)?,
            ),
            // Recorded by a write that has not settled it yet.
            None => {
                let outcome = outcome(&docket, None);
                (outcome.findings, outcome.history.since(claim))
            }
        };
        let finding = found.into_iter().find(|finding| finding.claim == claim);
        Ok(Standing {
            finding: finding.ok_or_else(|| outside(claim))?,
            since,
        })
    }

    /// Where the claims that match a filter stand.
    pub fn claims(&self, filter: &ClaimFilter) -> Result<Vec<Standing>> {
        let standings = self.list(filter, |_, standings| Ok(standings))?;
        self.load_holder_names(&standings)?;
        Ok(standings)
    }

    /// The claims that match a filter, converted by `answers` in batches.
    ///
    /// # Errors
    /// Fails if `answers` does.
    pub fn list<T>(
        &self,
        filter: &ClaimFilter,
        answers: impl Fn(&View<'_>, Vec<Standing>) -> Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        match self.as_of {
            Some(cut) => self.list_at(filter, cut, answers),
            None => {
                let claims = self.reader.claims(filter)?;
                answers(self, self.reader.standings(&claims)?)
            }
        }
    }
}
