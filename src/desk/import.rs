//! Importing: many records in any order, all or nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::edited::ImportedStatement;
use super::references::{
    Fingerprinted, Occurrence, SeenRecords, fingerprinted, id, kind_word, references,
};
use super::{Desk, DeskError, IfExists, RecordOutcome, Result, StatementOutcome};
use crate::domain::Invalid;
use crate::domain::party::{Edge, Party};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::exchange::jsonl::Records;
use crate::exchange::{BadRecord, LocatedRecord, Location, ReadError, Record};
use crate::journal::Seq;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Number of new records, by kind.
    pub new: BTreeMap<&'static str, usize>,
    /// Number of replaced records, by kind.
    pub changed: BTreeMap<&'static str, usize>,
    /// Number of passages added to recorded statements.
    pub evidence: usize,
    /// Number of records that were already recorded.
    pub same: usize,
    /// Number of statements that were voided or corrected earlier, and were not recorded again.
    pub taken_back: usize,
    /// Records of which the ledger has a different version, which was kept.
    pub differing: Vec<String>,
}

impl ImportSummary {
    /// Whether the import changed nothing.
    pub fn is_unchanged(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.evidence == 0
    }
}

/// As [`import`], from records as JSON Lines (docs/formats.md has their fields).
///
/// # Errors
/// As [`import`].
pub fn import_jsonl(
    desk: &mut Desk<'_, '_>,
    lines: &str,
    if_exists: IfExists,
) -> Result<ImportSummary> {
    let records = Records::new(None, lines.as_bytes());
    import(desk, records.map(fingerprinted), if_exists)
}

/// Records everything, or names every record that is invalid.
///
/// Records are taken as they come, so memory does not grow with the file. Only those that refer to
/// something that has not come yet have to wait.
///
/// # Errors
/// [`DeskError::BadRecords`] with all invalid records, in the order of the file.
pub fn import(
    desk: &mut Desk<'_, '_>,
    records: impl IntoIterator<Item = Result<Fingerprinted, ReadError>>,
    if_exists: IfExists,
) -> Result<ImportSummary> {
    desk.writer.in_bulk()?;
    let mut import = Import {
        before: desk.newest(),
        desk,
        if_exists,
        summary: ImportSummary::default(),
        bad: Vec::new(),
        lists_evidence: false,
        seen: SeenRecords::default(),
        waiting: Vec::new(),
        kinds_waiting: BTreeSet::new(),
        parties: Vec::new(),
    };
    let mut unreadable = Vec::new();
    for record in records {
        match record {
            Ok(record) if unreadable.is_empty() => import.add(record)?,
            // An unreadable line would make later ones seem to refer to nothing, so from here on
            // only unreadable lines are reported.
            Ok(_) => {}
            Err(ReadError::Record(bad)) => unreadable.push(bad),
            Err(ReadError::File(error)) => return Err(DeskError::Unreadable(error)),
        }
    }
    if unreadable.is_empty() {
        import.record_waiting()?;
    }
    let Import {
        summary, mut bad, ..
    } = import;
    if !unreadable.is_empty() {
        bad = unreadable;
    }
    if bad.is_empty() {
        return Ok(summary);
    }
    bad.sort_by(|one, two| one.location.cmp(&two.location));
    Err(DeskError::BadRecords { bad })
}

struct Import<'i, 'w, 'c> {
    desk: &'i mut Desk<'w, 'c>,
    /// The newest entry before the import.
    before: Seq,
    if_exists: IfExists,
    summary: ImportSummary,
    bad: Vec<BadRecord>,
    /// Whether the file has all the evidence of its statements.
    lists_evidence: bool,
    seen: SeenRecords,
    /// Records that refer to something that has not come yet, and later ones of the same kind,
    /// which must not overtake them.
    waiting: Vec<(Location, Record)>,
    kinds_waiting: BTreeSet<&'static str>,
    /// The parties since the last record of another kind. They may refer to one another.
    parties: Vec<(Location, Party)>,
}

impl Import<'_, '_, '_> {
    /// Records the next record of the file, or keeps it until what it refers to has come.
    fn add(&mut self, next: Fingerprinted) -> Result<()> {
        let LocatedRecord {
            location,
            record,
            lists_evidence,
        } = next.located;
        self.lists_evidence = lists_evidence;
        match self.seen.add(next.fingerprint) {
            Occurrence::First => {}
            Occurrence::Repeat if matches!(record, Record::Party(_) | Record::Source(_)) => {
                return Ok(());
            }
            Occurrence::Repeat => {}
            Occurrence::Conflict => {
                self.reject_conflict(location, &record);
                return Ok(());
            }
        }
        if let Record::Party(party) = record {
            self.parties.push((location, party));
            return Ok(());
        }
        self.record_ready_parties()?;
        if self.must_wait(&record)? {
            // The order of sources among themselves does not matter.
            if !matches!(record, Record::Source(_)) {
                self.kinds_waiting.insert(kind_word(&record));
            }
            self.waiting.push((location, record));
            Ok(())
        } else {
            self.record(location, record)
        }
    }

    /// Whether a record refers to something that has not come yet, or would overtake a waiting
    /// record of its kind. The order within a kind matters: of two statements of the same day, the
    /// one recorded last is the later one.
    fn must_wait(&self, record: &Record) -> Result<bool> {
        let overtakes = self.kinds_waiting.contains(kind_word(record));
        Ok(overtakes || !self.is_ready(record)?)
    }

    fn is_ready(&self, record: &Record) -> Result<bool> {
        let reader = self.desk.reader();
        for (kind, id) in references(record) {
            if reader.key_of(kind, id.as_str())?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Records the consecutive parties that refer only to recorded parties or to one another. The
    /// others wait.
    fn record_ready_parties(&mut self) -> Result<()> {
        let mut ready = std::mem::take(&mut self.parties);
        // Each party that has to wait may force others to wait.
        loop {
            let ids: BTreeSet<Slug> = ready.iter().map(|(_, party)| party.id.clone()).collect();
            let before = ready.len();
            let mut kept = Vec::with_capacity(before);
            for (location, party) in ready {
                if self.refers_only_to(&party, &ids)? {
                    kept.push((location, party));
                } else {
                    self.waiting.push((location, Record::Party(party)));
                }
            }
            ready = kept;
            if ready.len() == before {
                return self.record_parties(ready);
            }
        }
    }

    /// Whether every party that this one refers to is recorded or among `ids`.
    fn refers_only_to(&self, party: &Party, ids: &BTreeSet<Slug>) -> Result<bool> {
        let reader = self.desk.reader();
        for edge in party.speaks_for.iter().chain(&party.member_of) {
            if !ids.contains(&edge.party) && reader.party_key(edge.party.as_str())?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Records everything that waits, now that the whole file has been read: whatever is referred
    /// to comes first.
    fn record_waiting(&mut self) -> Result<()> {
        let mut parties = std::mem::take(&mut self.parties);
        let (mut sources, mut rest) = (Vec::new(), Vec::new());
        for (location, record) in std::mem::take(&mut self.waiting) {
            match record {
                Record::Party(party) => parties.push((location, party)),
                Record::Source(source) => sources.push((location, source)),
                other => rest.push((location, other)),
            }
        }
        parties.sort_by(|(one, _), (two, _)| one.cmp(two));
        self.record_parties(parties)?;
        self.record_sources(sources)?;
        rest.sort_by_key(|(_, record)| rank(record));
        rest.into_iter()
            .try_for_each(|(location, record)| self.record(location, record))
    }

    /// Adds the error of a record to the list, and returns an error of the ledger.
    fn collect<T>(&mut self, location: Location, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(done) => Ok(Some(done)),
            Err(DeskError::Ledger(error)) => Err(error.into()),
            Err(error) => {
                let reason = with_suggestions(&error);
                self.bad.push(BadRecord { location, reason });
                Ok(None)
            }
        }
    }

    fn record(&mut self, location: Location, record: Record) -> Result<()> {
        if let Record::Statement(statement) = record {
            let lists = self.lists_evidence || !statement.evidence.is_empty();
            let done = self
                .desk
                .imported_statement(statement, self.if_exists, lists, self.before);
            if let Some(done) = self.collect(location.clone(), done)? {
                self.count_imported(&location, done);
            }
            return Ok(());
        }
        let kind = kind_word(&record);
        let kept = (self.if_exists == IfExists::Keep).then(|| record.clone());
        let outcome = match record {
            Record::Question(question) => self.desk.question(question, self.if_exists),
            Record::Claim(claim) => self.desk.claim(claim, self.if_exists),
            Record::Ruling(ruling) => self.desk.ruling(ruling),
            Record::Source(source) => self.desk.source(source, self.if_exists),
            // Parties are recorded together, since they may refer to one another.
            Record::Party(_) | Record::Statement(_) => return Ok(()),
        };
        match self.collect(location.clone(), outcome)? {
            Some(RecordOutcome::Differs) => self.note_differing(&location, kept),
            Some(outcome) => {
                self.count(kind, outcome);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Notes that the ledger has another version of a record, and where they differ.
    fn note_differing(&mut self, location: &Location, record: Option<Record>) -> Result<()> {
        let Some(record) = record else { return Ok(()) };
        let id = id(&record).map_or_else(String::new, Slug::to_string);
        let fields = self.desk.differing_fields(&record)?;
        self.differs(location, kind_word(&record), &id, &fields);
        Ok(())
    }

    fn differs(&mut self, location: &Location, kind: &str, id: &str, fields: &[String]) {
        let differing = format!("{kind} {id} ({location}: {})", fields.join(", "));
        self.summary.differing.push(differing);
    }

    fn reject_conflict(&mut self, location: Location, record: &Record) {
        let id = id(record).map_or_else(String::new, Slug::to_string);
        let kind = kind_word(record);
        self.bad.push(BadRecord {
            location,
            reason: format!("{kind} {id} differs from an earlier one in the file"),
        });
    }

    fn count(&mut self, kind: &'static str, outcome: RecordOutcome) {
        let summary = &mut self.summary;
        match outcome {
            RecordOutcome::New => *summary.new.entry(kind).or_default() += 1,
            RecordOutcome::Changed => *summary.changed.entry(kind).or_default() += 1,
            RecordOutcome::Unchanged | RecordOutcome::Differs => summary.same += 1,
        }
    }

    fn count_imported(&mut self, location: &Location, done: ImportedStatement) {
        match done {
            ImportedStatement::Outcome(outcome) => self.count_statement(outcome),
            ImportedStatement::Corrected => {
                *self.summary.changed.entry("statement").or_default() += 1;
            }
            ImportedStatement::Differs { id, fields } => {
                self.differs(location, "statement", &id, &fields);
            }
        }
    }

    fn count_statement(&mut self, outcome: StatementOutcome) {
        let summary = &mut self.summary;
        match outcome {
            StatementOutcome::New(_) => *summary.new.entry("statement").or_default() += 1,
            StatementOutcome::Evidence(_, passages) => summary.evidence += passages,
            StatementOutcome::Unchanged(_) => summary.same += 1,
            StatementOutcome::TakenBack(_) => summary.taken_back += 1,
        }
    }

    /// Records parties, which may refer to one another in any order and in cycles. Each follows
    /// those that it refers to. To break a cycle, a party is first recorded without its edges and
    /// then again with them.
    fn record_parties(&mut self, parties: Vec<(Location, Party)>) -> Result<()> {
        let mut order = Vec::new();
        let mut by_id: BTreeMap<Slug, (Location, Party)> = BTreeMap::new();
        for (location, party) in parties {
            order.push(party.id.clone());
            by_id.insert(party.id.clone(), (location, party));
        }
        let mut sorted = DependencyOrder::default();
        for id in &order {
            sorted.visit(id, &by_id);
        }
        for id in &sorted.cyclic {
            if let Some((_, party)) = by_id.get(id) {
                self.record_without_edges(party)?;
            }
        }
        for id in &sorted.order {
            if let Some((location, party)) = by_id.remove(id) {
                self.record_party(location, party, sorted.cyclic.contains(id))?;
            }
        }
        Ok(())
    }

    fn record_without_edges(&mut self, party: &Party) -> Result<()> {
        if self.desk.reader().party_key(party.id.as_str())?.is_some() {
            return Ok(());
        }
        match self.desk.party(without_edges(party), IfExists::Keep) {
            Err(DeskError::Ledger(error)) => return Err(error.into()),
            // Reported when the party is recorded with its edges.
            Err(_) => {}
            Ok(_) => *self.summary.new.entry("party").or_default() += 1,
        }
        Ok(())
    }

    fn record_party(&mut self, location: Location, party: Party, cyclic: bool) -> Result<()> {
        let id = party.id.clone();
        let reader = self.desk.reader();
        let was_bare = match reader.party_key(id.as_str())? {
            Some(key) if cyclic => {
                let held = reader.party(key)?;
                held == without_edges(&party) && held != party
            }
            _ => false,
        };
        let if_exists = if was_bare {
            IfExists::Replace
        } else {
            self.if_exists
        };
        let kept = (if_exists == IfExists::Keep).then(|| Record::Party(party.clone()));
        let outcome = self.desk.party(party, if_exists);
        match self.collect(location.clone(), outcome)? {
            Some(RecordOutcome::Differs) => self.note_differing(&location, kept),
            Some(outcome) if !was_bare => {
                self.count("party", outcome);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Records sources, each after the one that it re-reports.
    fn record_sources(&mut self, sources: Vec<(Location, Source)>) -> Result<()> {
        let mut waiting = sources;
        while !waiting.is_empty() {
            let ids: BTreeSet<Slug> = waiting
                .iter()
                .map(|(_, source)| source.id.clone())
                .collect();
            let (blocked, ready): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, source)| {
                    let origin = source.origin.as_ref();
                    origin.is_some_and(|origin| *origin != source.id && ids.contains(origin))
                });
            if ready.is_empty() {
                for (location, _) in blocked {
                    let reason = Invalid::new("origin", "the origins form a cycle").to_string();
                    self.bad.push(BadRecord { location, reason });
                }
                return Ok(());
            }
            for (location, source) in ready {
                self.record(location, Record::Source(source))?;
            }
            waiting = blocked;
        }
        Ok(())
    }
}

fn without_edges(party: &Party) -> Party {
    Party {
        speaks_for: Vec::new(),
        member_of: Vec::new(),
        ..party.clone()
    }
}

/// Order in which kinds are recorded at the end: whatever is referred to comes first.
fn rank(record: &Record) -> u8 {
    match record {
        Record::Party(_) | Record::Source(_) | Record::Question(_) => 0,
        Record::Claim(_) => 1,
        Record::Statement(_) => 2,
        Record::Ruling(_) => 3,
    }
}

fn with_suggestions(error: &DeskError) -> String {
    match error {
        DeskError::Unknown { nearest, .. } if !nearest.is_empty() => {
            format!("{error} (did you mean {}?)", nearest.join(", "))
        }
        _ => error.to_string(),
    }
}

/// Parties sorted so that each follows those that it refers to.
#[derive(Default)]
struct DependencyOrder {
    order: Vec<Slug>,
    /// Parties at which a cycle was found.
    cyclic: BTreeSet<Slug>,
    entered: BTreeSet<Slug>,
    left: BTreeSet<Slug>,
}

impl DependencyOrder {
    /// Adds a party after everything that it refers to, depth first.
    fn visit(&mut self, id: &Slug, by_id: &BTreeMap<Slug, (Location, Party)>) {
        // An explicit stack, since a chain of parties may be as long as the file.
        let mut stack = vec![(id.clone(), false)];
        while let Some((id, leaving)) = stack.pop() {
            if leaving {
                self.left.insert(id.clone());
                self.order.push(id);
                continue;
            }
            if self.left.contains(&id) {
                continue;
            }
            if !self.entered.insert(id.clone()) {
                self.cyclic.insert(id);
                continue;
            }
            let Some((_, party)) = by_id.get(&id) else {
                continue;
            };
            stack.push((id, true));
            for Edge { party, .. } in party.speaks_for.iter().chain(&party.member_of) {
                if by_id.contains_key(party) && !self.left.contains(party) {
                    stack.push((party.clone(), false));
                }
            }
        }
    }
}
