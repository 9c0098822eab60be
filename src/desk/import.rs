//! Importing: many records in any order, all or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::pointing::{Marked, Seen, Sight, id, points_at, word};
use super::{Desk, DeskError, Entered, Known, Noted, Result};
use crate::domain::party::{Edge, Party};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::exchange::{Bad, Place, Placed, Record, Unread};

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
/// Records are taken as they come, so that a file of any length needs no more memory than a short
/// one. Only what points at something that has not come yet waits, until it has.
///
/// # Errors
/// [`DeskError::BadLines`] with all of them, in the order of the file.
pub fn import(
    desk: &mut Desk<'_, '_>,
    records: impl IntoIterator<Item = Result<Marked, Unread>>,
    update: Update,
) -> Result<Tally> {
    desk.writer.in_bulk()?;
    let mut import = Import {
        desk,
        known: match update {
            Update::Leave => Known::Leave,
            Update::Take => Known::Replace,
        },
        tally: Tally::default(),
        bad: Vec::new(),
        seen: Seen::default(),
        waiting: Vec::new(),
        kinds_waiting: BTreeSet::new(),
        parties: Vec::new(),
    };
    let mut unreadable = Vec::new();
    for record in records {
        match record {
            Ok(marked) if unreadable.is_empty() => import.take(marked)?,
            // Where a line is no record, others would be missed for its sake: it alone is named.
            Ok(_) => {}
            Err(Unread::Bad(bad)) => unreadable.push(bad),
            Err(Unread::File(error)) => return Err(DeskError::Unreadable(error)),
        }
    }
    if unreadable.is_empty() {
        import.take_waiting()?;
    }
    let Import { tally, mut bad, .. } = import;
    if !unreadable.is_empty() {
        bad = unreadable;
    }
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
    seen: Seen,
    /// Records that point at what is not there yet, and those that must not overtake them.
    waiting: Vec<(Place, Record)>,
    kinds_waiting: BTreeSet<&'static str>,
    /// Parties that came since the last record of another kind. They may point at one another.
    parties: Vec<(Place, Party)>,
}

impl Import<'_, '_, '_> {
    /// Enters a record, or lets it wait for what it points at.
    fn take(&mut self, marked: Marked) -> Result<()> {
        let Placed { place, record } = marked.placed;
        match self.seen.note(marked.mark) {
            Sight::First => {}
            Sight::Again if matches!(record, Record::Party(_) | Record::Source(_)) => return Ok(()),
            Sight::Again => {}
            Sight::Otherwise => {
                self.stands_before(place, &record);
                return Ok(());
            }
        }
        if let Record::Party(party) = record {
            self.parties.push((place, party));
            return Ok(());
        }
        self.take_parties()?;
        if self.must_wait(&record)? {
            // One source more or less before another makes no difference.
            if !matches!(record, Record::Source(_)) {
                self.kinds_waiting.insert(word(&record));
            }
            self.waiting.push((place, record));
            Ok(())
        } else {
            self.one(place, record)
        }
    }

    /// Whether a record points at something that is not there yet, or would overtake one of its
    /// kind that does: of two words of one day the later in the file is the later one.
    fn must_wait(&self, record: &Record) -> Result<bool> {
        let overtakes = self.kinds_waiting.contains(word(record));
        Ok(overtakes || !self.is_ready(record)?)
    }

    fn is_ready(&self, record: &Record) -> Result<bool> {
        let reader = self.desk.reader();
        for (kind, id) in points_at(record) {
            if reader.key_of(kind, id.as_str())?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Enters the parties that came together, as far as those that they point at are there or
    /// among them.
    fn take_parties(&mut self) -> Result<()> {
        if self.parties.is_empty() {
            return Ok(());
        }
        let mut together = std::mem::take(&mut self.parties);
        loop {
            let ids: BTreeSet<Slug> = together.iter().map(|(_, party)| party.id.clone()).collect();
            let mut closed = Vec::new();
            let before = together.len();
            for (place, party) in together {
                let record = Record::Party(party);
                let mut others = points_at(&record).into_iter();
                let reader = self.desk.reader();
                let missing = others.try_fold(false, |missing, (kind, id)| {
                    let there = ids.contains(id) || reader.key_of(kind, id.as_str())?.is_some();
                    Ok::<bool, DeskError>(missing || !there)
                })?;
                match record {
                    Record::Party(party) if !missing => closed.push((place, party)),
                    other => self.waiting.push((place, other)),
                }
            }
            together = closed;
            if together.len() == before {
                return self.parties(together);
            }
        }
    }

    /// Enters what waits, now that everything is there: what is pointed at before what points
    /// at it.
    fn take_waiting(&mut self) -> Result<()> {
        let mut parties = std::mem::take(&mut self.parties);
        let (mut sources, mut rest) = (Vec::new(), Vec::new());
        for (place, record) in std::mem::take(&mut self.waiting) {
            match record {
                Record::Party(party) => parties.push((place, party)),
                Record::Source(source) => sources.push((place, source)),
                other => rest.push((place, other)),
            }
        }
        parties.sort_by(|(one, _), (two, _)| one.cmp(two));
        self.parties(parties)?;
        self.sources(sources)?;
        rest.sort_by_key(|(_, record)| rank(record));
        rest.into_iter()
            .try_for_each(|(place, record)| self.one(place, record))
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

    fn one(&mut self, place: Place, record: Record) -> Result<()> {
        let (kind, id) = (word(&record), id(&record).cloned());
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
            Record::Source(source) => self.desk.source(source, self.known),
            // Parties are entered together: they may point at one another.
            Record::Party(_) => return Ok(()),
        };
        if let Some(entered) = self.judge(place, entered)? {
            let name = id.map_or_else(String::new, |id| id.to_string());
            self.count(kind, name, entered);
        }
        Ok(())
    }

    fn stands_before(&mut self, place: Place, record: &Record) {
        let id = id(record).map_or_else(String::new, Slug::to_string);
        let kind = word(record);
        self.bad.push(Bad {
            place,
            reason: format!("the {kind} {id} stands in the file before, with another content"),
        });
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
            order.push(party.id.clone());
            by_id.insert(party.id.clone(), (place, party));
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
        let mut waiting = sources;
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

/// What is pointed at goes before what points at it.
fn rank(record: &Record) -> u8 {
    match record {
        Record::Party(_) | Record::Source(_) | Record::Question(_) => 0,
        Record::Claim(_) => 1,
        Record::Statement(_) => 2,
        Record::Ruling(_) => 3,
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
