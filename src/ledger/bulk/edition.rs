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
use crate::ledger::{Kind, Ledger, LedgerError, Reader, Result, Writer};

/// How to describe a relayer who must not be named.
const UNNAMED_RELAYER: &str = "an unnamed relayer";

/// The public edition of a ledger.
pub struct PublicEdition {
    ledger: Ledger,
    unnamed: BTreeSet<Slug>,
    /// For each write of the ledger its last entry, and the newest entry of the edition after it.
    written: Vec<(Seq, Seq)>,
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
        })
    }

    /// The parties that stand for those who are not named.
    pub fn unnamed(&self) -> &BTreeSet<Slug> {
        &self.unnamed
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
                Some(of) => Some(writer.record(Body::Evidence { of: *of, evidence })?),
                None => None,
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
        if statement.attribution == Attribution::OffRecord {
            return of.map(|of| void(writer, of)).transpose();
        }
        let statement = self.public(writer, seq, statement)?;
        let recorded = writer.record(match of {
            Some(of) => Body::Correction { of, statement },
            None => Body::Statement(statement),
        })?;
        self.statements.insert(seq, recorded);
        Ok(Some(recorded))
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
        for key in [self.desk.current_party(party)?, party] {
            if !self.desk.had(Kind::Party, key.0)? {
                continue;
            }
            let record = self.desk.own_party(key)?;
            match record.kind {
                PartyKind::Anonymous => found = Facts::Anonymous(record.name),
                PartyKind::Media if found == Facts::Named => found = Facts::Media,
                _ => {}
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
