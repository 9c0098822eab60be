//! The public edition of a ledger: what is left of it if nobody who must not be named is known.
//!
//! A reader can tell who an unnamed speaker is if that person's other statements move with it: a
//! retraction on the record withdraws it, a denial by the ministry it spoke for makes it lapse. So
//! anything made for publication is derived from a copy of the ledger, posted from a copy of the
//! journal in which every unnamed speaker and relayer is replaced by a party of its own, without
//! relations, known only by the description to show. Off-record statements, notes and texts are
//! left out; grades are not, since a letter or a figure names nobody. The copy is in memory and is posted, settled and read by the same code as the ledger
//! itself, so whatever is derived from it cannot depend on who the unnamed were.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::docket::{PartyKey, StatementKey};
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Statement, StatementId};
use crate::journal::{Body, Seq, Stamp};
use crate::ledger::bulk::entries::{BULK, Entries};
use crate::ledger::{About, Kind, Ledger, LedgerError, Reader, Result, Writer};

/// How to describe a relayer who must not be named.
const UNNAMED_RELAYER: &str = "an unnamed relayer";

/// The public edition of a ledger.
pub struct PublicEdition {
    ledger: Ledger,
    unnamed: BTreeSet<Slug>,
    /// For each write of the ledger its last entry, and the newest entry of the edition after it.
    written: Vec<(Seq, Seq)>,
    /// The ledger's entry behind each entry of the edition, the first one first.
    origins: Vec<Seq>,
}

impl PublicEdition {
    /// The public edition of the ledger that `desk` reads, up to the same entry.
    ///
    /// # Errors
    /// If the journal or the ledger cannot be read.
    pub fn of(desk: Reader<'_>) -> Result<Self> {
        let mut ledger = Ledger::in_memory()?;
        let mut entries = Entries::of(desk)?;
        let mut publisher = Publisher {
            desk,
            latest: desk.at(Seq::MAX),
            hollow: BTreeSet::new(),
            origins: Vec::new(),
            parties: BTreeMap::new(),
            unnamed: BTreeSet::new(),
            count: 0,
            entries: BTreeMap::new(),
            statements: BTreeMap::new(),
        };
        let mut written = Vec::new();
        while let Some((write, stamp)) = entries.next_write()? {
            let is_large = entries.has_of(write, BULK)?;
            let stamp = Stamp {
                recorded_by: "edition".to_owned(),
                ..stamp
            };
            let work = |writer: &mut Writer<'_>| {
                if is_large {
                    writer.in_bulk()?;
                }
                let mut last = write;
                while let Some(entry) = entries.next_of(write)? {
                    last = entry.header.seq;
                    if let Some(body) = &entry.body {
                        publisher.publish(writer, last, Body::read(last, body)?)?;
                        publisher.note_origin(writer.newest(), last);
                    }
                }
                Ok::<_, LedgerError>((last, writer.newest()))
            };
            written.push(ledger.write(stamp, work)?.0);
        }
        Ok(Self {
            ledger,
            unnamed: publisher.unnamed,
            written,
            origins: publisher.origins,
        })
    }

    /// The parties that stand for those who are not named.
    pub fn unnamed(&self) -> &BTreeSet<Slug> {
        &self.unnamed
    }

    /// The ledger's entry behind each entry of the edition, the first one first.
    pub fn origins(&self) -> &[Seq] {
        &self.origins
    }

    /// The edition's newest entry after the ledger's entry `seq`.
    pub fn entry(&self, seq: Seq) -> Seq {
        let after = self.written.partition_point(|(last, _)| *last <= seq);
        let before = after.checked_sub(1).and_then(|at| self.written.get(at));
        before.map_or(0, |(_, newest)| *newest)
    }

    /// Runs `work` on the edition.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub fn read<T, E: From<LedgerError>>(
        &mut self,
        work: impl FnOnce(Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.ledger.read(work)
    }
}

/// What decides whether a party is named.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Facts {
    /// It has no name, but this description.
    Anonymous(String),
    /// It is media.
    Media,
    /// It is anybody else.
    Named,
}

/// Turns a ledger's entries into those of its edition.
struct Publisher<'c> {
    desk: Reader<'c>,
    /// Reads the ledger as it is now, which may be later: who is protected now was not less so in the past.
    latest: Reader<'c>,
    /// The statements that were taken off the record later, of which the edition has only that they were made.
    hollow: BTreeSet<Seq>,
    origins: Vec<Seq>,
    parties: BTreeMap<PartyKey, Facts>,
    unnamed: BTreeSet<Slug>,
    count: usize,
    /// The edition's entries by the ledger's.
    entries: BTreeMap<Seq, Seq>,
    /// The statements of the edition by those of the ledger.
    statements: BTreeMap<Seq, Seq>,
}

impl Publisher<'_> {
    fn publish(&mut self, writer: &mut Writer<'_>, seq: Seq, body: Body) -> Result<()> {
        let recorded = match body {
            Body::Statement(statement) => self.statement(writer, seq, None, statement)?,
            Body::Correction { of, statement } => {
                let of = self.statements.get(&of).copied();
                self.statement(writer, seq, of, statement)?
            }
            Body::Evidence { of, evidence } => match self.statements.get(&of) {
                Some(of) if !self.hollow.contains(of) => {
                    Some(writer.record(Body::Evidence { of: *of, evidence })?)
                }
                _ => None,
            },
            Body::Void { of, .. } => match self.statements.get(&of) {
                Some(of) => Some(void(writer, *of)?),
                None => None,
            },
            Body::Undo { of } => {
                let of = of.iter().filter_map(|seq| self.entries.get(seq).copied());
                let of: Vec<Seq> = of.collect();
                match of.is_empty() {
                    true => None,
                    false => Some(writer.record(Body::Undo { of })?),
                }
            }
            // What was redacted has no body, so it is not in the edition.
            Body::Text { .. } | Body::Copy(_) | Body::Redaction { .. } => None,
            Body::Review { of } => {
                let of = of.iter().filter_map(|seq| self.entries.get(seq).copied());
                let of: Vec<Seq> = of.collect();
                match of.is_empty() {
                    true => None,
                    false => Some(writer.record(Body::Review { of })?),
                }
            }
            body @ (Body::Party(_)
            | Body::Source(_)
            | Body::Question(_)
            | Body::Claim(_)
            | Body::Ruling(_)
            | Body::Merger(_)) => Some(writer.record(body)?),
        };
        if let Some(recorded) = recorded {
            self.entries.insert(seq, recorded);
        }
        Ok(())
    }

    /// Records a statement, in place of the statement `of` if it corrects one.
    fn statement(
        &mut self,
        writer: &mut Writer<'_>,
        seq: Seq,
        of: Option<Seq>,
        statement: Statement,
    ) -> Result<Option<Seq>> {
        let terms = self.terms(seq, statement)?;
        let Some((statement, is_hollow)) = terms else {
            return of.map(|of| void(writer, of)).transpose();
        };
        let statement = self.public(writer, seq, statement)?;
        let recorded = writer.record(match of {
            Some(of) => Body::Correction { of, statement },
            None => Body::Statement(statement),
        })?;
        self.statements.insert(seq, recorded);
        if is_hollow {
            self.hollow.insert(recorded);
        }
        Ok(Some(recorded))
    }

    /// Notes the ledger's entry behind the edition's entries up to `newest`.
    fn note_origin(&mut self, newest: Seq, origin: Seq) {
        let count = usize::try_from(newest).unwrap_or(self.origins.len());
        self.origins.resize(count.max(self.origins.len()), origin);
    }

    /// A statement on the terms that its speaker has been given since, if these protect more: a correction to background
    /// protects its earlier versions too. `None` if it is off the record. Of one that was taken off the record later,
    /// within what the edition covers, only the stance is left, so that what it changed is seen to be taken back.
    fn terms(&self, seq: Seq, mut said: Statement) -> Result<Option<(Statement, bool)>> {
        if said.attribution == Attribution::OffRecord {
            return Ok(None);
        }
        let last = self.latest.last_version(StatementKey(seq))?;
        let given = match self.said_again(last, &said)? {
            Some(again) => again,
            None if last.0 == seq => return Ok(Some((said, false))),
            None => self.latest.statement(last)?.statement,
        };
        match given.attribution {
            Attribution::OnRecord => Ok(Some((said, false))),
            Attribution::OffRecord => {
                let known = last.0 <= self.desk.newest()?;
                said.attribution = Attribution::Background;
                (said.shown_as, said.quote, said.passage) = (None, None, None);
                said.via.clear();
                said.evidence.clear();
                Ok(known.then_some((said, true)))
            }
            protected => {
                said.attribution = protected;
                said.shown_as = given.shown_as;
                Ok(Some((said, false)))
            }
        }
    }

    /// What the same party said on the same claim without its name, if the statement itself was voided or undone: somebody who
    /// was named by mistake is taken back and recorded again.
    fn said_again(&self, last: StatementKey, said: &Statement) -> Result<Option<Statement>> {
        if self.latest.withdrawn(last)?.is_none() {
            return Ok(None);
        }
        let Some(claim) = self.latest.claim_key(said.claim.as_str())? else {
            return Ok(None);
        };
        let party = self.latest.party_key(said.party.as_str())?;
        for key in self.latest.statements(About::Claim(claim))? {
            let other = self.latest.statement(key)?.statement;
            if other.attribution != Attribution::OnRecord
                && self.latest.party_key(other.party.as_str())? == party
            {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    /// The statement with a party of its own for each speaker and relayer who is not named.
    fn public(
        &mut self,
        writer: &mut Writer<'_>,
        seq: Seq,
        mut said: Statement,
    ) -> Result<Statement> {
        said.note = None;
        let level = said.attribution;
        let is_attributed = level == Attribution::OnRecord;
        // Its ids may find nothing now, or somebody else: parties are renamed.
        let speaker = self.desk.speaker_of(StatementKey(seq))?;
        let speaker = self.description(speaker)?;
        let keys = match said.via.is_empty() {
            true => Vec::new(),
            false => self.desk.relayers_of(StatementKey(seq))?,
        };
        let mut relayers = Vec::with_capacity(said.via.len());
        for (relayer, key) in said.via.drain(..).zip(keys) {
            let shown = match self.facts(key)? {
                Facts::Anonymous(name) => Some(name),
                // Whoever passes on what was not said for attribution, except to print it, may be
                // close to the speaker, or be the speaker.
                Facts::Named if !is_attributed => Some(UNNAMED_RELAYER.to_owned()),
                Facts::Named | Facts::Media => None,
            };
            relayers.push((relayer, shown));
        }
        let is_named = is_attributed && speaker.is_none();
        let all_named = relayers.iter().all(|(_, shown)| shown.is_none());
        if !is_named {
            let agreed = said.shown_as.is_some();
            let shown = said.shown_as.take().or(speaker);
            let shown = shown.unwrap_or_else(|| level.unnamed().to_owned());
            // The name of an anonymous party is a description already.
            said.shown_as = (agreed || is_known(level)).then(|| shown.clone());
            said.party = self.stand_in(writer, shown, level)?;
        }
        for (relayer, shown) in relayers {
            said.via.push(match shown {
                Some(shown) => self.stand_in(writer, shown, Attribution::Anonymous)?,
                None => relayer,
            });
        }
        if !is_named || !all_named {
            // The ledger's id is derived from who said it.
            self.count += 1;
            let id = StatementId::try_from(format!("sunnamed{:012}", self.count));
            said.id = Some(id.map_err(|what| LedgerError::Corrupt { what })?);
        }
        Ok(said)
    }

    /// The description of a party that is anonymous; `None` if it has a name.
    fn description(&mut self, party: PartyKey) -> Result<Option<String>> {
        Ok(match self.facts(party)? {
            Facts::Anonymous(name) => Some(name),
            Facts::Named | Facts::Media => None,
        })
    }

    /// What a party is, looked up once. One that is anonymous stays so if it is merged into another.
    fn facts(&mut self, party: PartyKey) -> Result<Facts> {
        if let Some(known) = self.parties.get(&party) {
            return Ok(known.clone());
        }
        let mut found = Facts::Named;
        for reader in [self.desk, self.latest] {
            for key in [reader.current_party(party)?, party] {
                if !reader.had(Kind::Party, key.0)? {
                    continue;
                }
                let record = reader.own_party(key)?;
                match record.kind {
                    PartyKind::Anonymous => found = Facts::Anonymous(record.name),
                    PartyKind::Media if found == Facts::Named => found = Facts::Media,
                    _ => {}
                }
            }
        }
        self.parties.insert(party, found.clone());
        Ok(found)
    }

    /// Records a party that stands for one who is not named. It weighs as much as its `level` does: the
    /// desk knows who speaks on background, so such a speaker is not anonymous.
    fn stand_in(
        &mut self,
        writer: &mut Writer<'_>,
        shown: String,
        level: Attribution,
    ) -> Result<Slug> {
        let mut number = self.unnamed.len() + 1;
        let id = loop {
            let id: Slug =
                format!("unnamed-{number}")
                    .parse()
                    .map_err(|error| LedgerError::Corrupt {
                        what: format!("{error}"),
                    })?;
            let taken = self.desk.recorded_party_key(id.as_str())?.is_some();
            if !taken && !self.unnamed.contains(&id) {
                break id;
            }
            number += 1;
        };
        writer.record(Body::Party(Party {
            id: id.clone(),
            other_ids: Vec::new(),
            name: shown,
            kind: match is_known(level) {
                true => PartyKind::Person,
                false => PartyKind::Anonymous,
            },
            role: None,
            aliases: Vec::new(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
            unreviewed: false,
        }))?;
        self.unnamed.insert(id.clone());
        Ok(id)
    }
}

/// Whether the desk knows who speaks on these terms.
fn is_known(level: Attribution) -> bool {
    matches!(level, Attribution::Background | Attribution::DeepBackground)
}

fn void(writer: &mut Writer<'_>, of: Seq) -> Result<Seq> {
    writer.record(Body::Void {
        of,
        reason: String::new(),
    })
}
