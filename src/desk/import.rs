//! Importing: many records in any order, all or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::{Desk, DeskError, Entered, Known, Noted, Result};
use crate::domain::party::{Edge, Party};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::exchange::{Bad, Place, Placed, Record};

/// What to do with records that the ledger has otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// Leave the ledger's alone and name them.
    Leave,
    /// Take the file's.
    Take,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// New records, by kind.
    pub new: BTreeMap<&'static str, usize>,
    /// Records set anew, by kind.
    pub changed: BTreeMap<&'static str, usize>,
    /// Further passages for statements that were there.
    pub evidence: usize,
    /// Records that were there just so.
    pub same: usize,
    /// Statements that were voided or superseded before, and stay so.
    pub taken_back: usize,
    /// Records that the ledger has otherwise and that were left alone.
    pub differing: Vec<String>,
}

impl Tally {
    /// Whether the ledger is as before.
    pub fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.evidence == 0
    }
}

/// Records everything, or says of every line why it cannot be.
///
/// # Errors
/// [`DeskError::BadLines`] with all of them, in the order of the file.
pub fn import(desk: &mut Desk<'_, '_>, records: Vec<Placed>, update: Update) -> Result<Tally> {
    let mut import = Import {
        desk,
        known: match update {
            Update::Leave => Known::Leave,
            Update::Take => Known::Replace,
        },
        tally: Tally::default(),
        bad: Vec::new(),
    };
    import.all(records)?;
    let Import { tally, mut bad, .. } = import;
    if bad.is_empty() {
        return Ok(tally);
    }
    bad.sort_by(|one, two| one.place.cmp(&two.place));
    Err(DeskError::BadLines { bad })
}

struct Import<'i, 'w, 'c> {
    desk: &'i mut Desk<'w, 'c>,
    known: Known,
    tally: Tally,
    bad: Vec<Bad>,
}

impl Import<'_, '_, '_> {
    /// What is pointed at goes before what points at it.
    fn all(&mut self, records: Vec<Placed>) -> Result<()> {
        let (mut parties, mut sources, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for Placed { place, record } in records {
            match record {
                Record::Party(party) => parties.push((place, party)),
                Record::Source(source) => sources.push((place, source)),
                other => rest.push((place, other)),
            }
        }
        self.parties(parties)?;
        self.sources(sources)?;
        let rank = |record: &Record| match record {
            Record::Party(_) | Record::Source(_) | Record::Question(_) => 0,
            Record::Claim(_) => 1,
            Record::Statement(_) => 2,
            Record::Ruling(_) => 3,
        };
        rest.sort_by_key(|(_, record)| rank(record));
        let mut seen = BTreeMap::new();
        for (place, record) in rest {
            self.one(place, record, &mut seen)?;
        }
        Ok(())
    }

    /// Keeps an error of a line for the list, and passes on one of the ledger.
    fn judge<T>(&mut self, place: Place, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(done) => Ok(Some(done)),
            Err(DeskError::Ledger(error)) => Err(error.into()),
            Err(error) => {
                let reason = with_nearest(&error);
                self.bad.push(Bad { place, reason });
                Ok(None)
            }
        }
    }

    fn one(
        &mut self,
        place: Place,
        record: Record,
        seen: &mut BTreeMap<(&'static str, Slug), Record>,
    ) -> Result<()> {
        let (kind, id) = match &record {
            Record::Question(question) => ("question", Some(question.id.clone())),
            Record::Claim(claim) => ("claim", Some(claim.id.clone())),
            Record::Statement(_) => ("statement", None),
            _ => ("ruling", None),
        };
        if let Some(id) = &id {
            match seen.insert((kind, id.clone()), record.clone()) {
                Some(before) if before != record => return self.twice(place, kind, id),
                _ => {}
            }
        }
        let entered = match record {
            Record::Question(question) => self.desk.question(question, self.known),
            Record::Claim(claim) => self.desk.claim(claim, self.known),
            Record::Ruling(ruling) => self.desk.ruling(ruling),
            Record::Statement(statement) => {
                let noted = self.desk.statement(statement);
                if let Err(DeskError::Differs { id, field }) = &noted {
                    let differing = format!("statement {id} ({field})");
                    self.tally.differing.push(differing);
                    return Ok(());
                }
                if let Some(noted) = self.judge(place, noted)? {
                    self.count_statement(noted);
                }
                return Ok(());
            }
            Record::Party(_) | Record::Source(_) => return Ok(()),
        };
        if let Some(entered) = self.judge(place, entered)? {
            let name = id.map_or_else(String::new, |id| id.to_string());
            self.count(kind, name, entered);
        }
        Ok(())
    }

    fn twice(&mut self, place: Place, kind: &str, id: &Slug) -> Result<()> {
        self.bad.push(Bad {
            place,
            reason: format!("the {kind} {id} stands in the file before, with another content"),
        });
        Ok(())
    }

    fn count(&mut self, kind: &'static str, name: impl Display, entered: Entered) {
        match entered {
            Entered::New => *self.tally.new.entry(kind).or_default() += 1,
            Entered::Changed => *self.tally.changed.entry(kind).or_default() += 1,
            Entered::Same => self.tally.same += 1,
            Entered::Differs => self.tally.differing.push(format!("{kind} {name}")),
        }
    }

    fn count_statement(&mut self, noted: Noted) {
        match noted {
            Noted::New(_) => *self.tally.new.entry("statement").or_default() += 1,
            Noted::Evidence(_, passages) => self.tally.evidence += passages,
            Noted::Same(_) => self.tally.same += 1,
            Noted::TakenBack(_) => self.tally.taken_back += 1,
        }
    }

    /// Parties may point at one another in any order, and in circles. Each is recorded behind
    /// those that it points at; in a circle one is recorded first without the edges that close
    /// it, and set anew with them.
    fn parties(&mut self, parties: Vec<(Place, Party)>) -> Result<()> {
        let mut by_id: BTreeMap<Slug, (Place, Party)> = BTreeMap::new();
        let mut order = Vec::new();
        for (place, party) in parties {
            match by_id.get(&party.id) {
                Some((_, before)) if *before == party => {}
                Some(_) => {
                    let id = party.id;
                    self.twice(place, "party", &id)?;
                }
                None => {
                    order.push(party.id.clone());
                    by_id.insert(party.id.clone(), (place, party));
                }
            }
        }
        let mut state = Ordering::default();
        for id in &order {
            visit(id, &by_id, &mut state);
        }
        for id in &state.circular {
            if let Some((_, party)) = by_id.get(id) {
                self.first_without_edges(party)?;
            }
        }
        for id in &state.order {
            if let Some((place, party)) = by_id.remove(id) {
                self.party(place, party, state.circular.contains(id))?;
            }
        }
        Ok(())
    }

    fn first_without_edges(&mut self, party: &Party) -> Result<()> {
        let reader = self.desk.reader();
        if reader.party_key(party.id.as_str())?.is_none() {
            let bare = Party {
                speaks_for: Vec::new(),
                member_of: Vec::new(),
                ..party.clone()
            };
            // What is wrong with the party is told when it is recorded with its edges.
            match self.desk.party(bare, Known::Leave) {
                Err(DeskError::Ledger(error)) => return Err(error.into()),
                Err(_) => {}
                Ok(_) => *self.tally.new.entry("party").or_default() += 1,
            }
        }
        Ok(())
    }

    fn party(&mut self, place: Place, party: Party, circular: bool) -> Result<()> {
        let id = party.id.clone();
        let reader = self.desk.reader();
        let bare = match reader.party_key(id.as_str())? {
            Some(key) if circular => {
                let held = reader.party(key)?;
                let without_edges = Party {
                    speaks_for: Vec::new(),
                    member_of: Vec::new(),
                    ..party.clone()
                };
                held == without_edges && held != party
            }
            _ => false,
        };
        let known = if bare { Known::Replace } else { self.known };
        let entered = self.desk.party(party, known);
        if let Some(entered) = self.judge(place, entered)?
            && !bare
        {
            self.count("party", id, entered);
        }
        Ok(())
    }

    /// A source goes behind the one that it re-reports.
    fn sources(&mut self, sources: Vec<(Place, Source)>) -> Result<()> {
        let mut waiting: Vec<(Place, Source)> = Vec::new();
        for (place, source) in sources {
            match waiting.iter().find(|(_, other)| other.id == source.id) {
                Some((_, before)) if *before == source => {}
                Some(_) => {
                    let id = source.id;
                    self.twice(place, "source", &id)?;
                }
                None => waiting.push((place, source)),
            }
        }
        while !waiting.is_empty() {
            let ids: BTreeSet<Slug> = waiting
                .iter()
                .map(|(_, source)| source.id.clone())
                .collect();
            let (behind, ready): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, source)| {
                let origin = source.origin.as_ref();
                origin.is_some_and(|origin| *origin != source.id && ids.contains(origin))
            });
            let stuck = ready.is_empty();
            let (now, later) = if stuck {
                (behind, ready)
            } else {
                (ready, behind)
            };
            for (place, source) in now {
                let id = source.id.clone();
                let entered = if stuck {
                    Err(crate::domain::Invalid::new("origin", "the origins run in a circle").into())
                } else {
                    self.desk.source(source, self.known)
                };
                if let Some(entered) = self.judge(place, entered)? {
                    self.count("source", id, entered);
                }
            }
            waiting = later;
        }
        Ok(())
    }
}

fn with_nearest(error: &DeskError) -> String {
    match error {
        DeskError::Unknown { nearest, .. } if !nearest.is_empty() => {
            format!("{error} (did you mean {}?)", nearest.join(", "))
        }
        _ => error.to_string(),
    }
}

/// The order in which parties are recorded.
#[derive(Default)]
struct Ordering {
    order: Vec<Slug>,
    circular: BTreeSet<Slug>,
    begun: BTreeSet<Slug>,
    done: BTreeSet<Slug>,
}

fn visit(id: &Slug, by_id: &BTreeMap<Slug, (Place, Party)>, state: &mut Ordering) {
    // An explicit stack: a chain of parties may be as long as the file.
    let mut stack = vec![(id.clone(), false)];
    while let Some((id, leaving)) = stack.pop() {
        if leaving {
            state.done.insert(id.clone());
            state.order.push(id);
            continue;
        }
        if state.done.contains(&id) {
            continue;
        }
        if !state.begun.insert(id.clone()) {
            state.circular.insert(id);
            continue;
        }
        let Some((_, party)) = by_id.get(&id) else {
            continue;
        };
        stack.push((id, true));
        for Edge { party, .. } in party.speaks_for.iter().chain(&party.member_of) {
            if by_id.contains_key(party) && !state.done.contains(party) {
                stack.push((party.clone(), false));
            }
        }
    }
}
