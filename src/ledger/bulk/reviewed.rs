//! The reviewed edition of a ledger: what is left of it without what no person has looked at.
//!
//! Like the public edition it is posted in memory from the journal, by the code that posts the ledger
//! itself, so every answer works on it and none can depend on what it leaves out. A statement is in it
//! from the entry on that reviewed it. A party, question or claim that nobody has looked at is in it
//! only if something that is refers to it, and is marked there as it is in the ledger.

use std::collections::BTreeMap;

use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::statement::{Evidence, Statement};
use crate::journal::{Body, Merged, Seq};
use crate::ledger::bulk::entries::{BULK, Entries};
use crate::ledger::{Kind, Ledger, LedgerError, Reader, Result, Writer};

/// The reviewed edition of the ledger that `desk` reads, up to the same entry. Its writes have the times
/// and the names of the ledger's own; its entries have other numbers.
///
/// # Errors
/// If the journal or the ledger cannot be read.
pub fn reviewed_edition(desk: Reader<'_>) -> Result<Ledger> {
    let mut ledger = Ledger::in_memory()?;
    let mut entries = Entries::of(desk)?;
    let mut sifter = Sifter::default();
    while let Some((write, stamp)) = entries.next_write()? {
        let is_large = entries.has_of(write, BULK)?;
        ledger.write(stamp, |writer: &mut Writer<'_>| {
            if is_large {
                writer.in_bulk()?;
            }
            while let Some(entry) = entries.next_of(write)? {
                let seq = entry.header.seq;
                if let Some(body) = &entry.body {
                    sifter.take(writer, seq, Body::read(seq, body)?)?;
                }
            }
            Ok::<_, LedgerError>(())
        })?;
    }
    Ok(ledger)
}

/// A record that is left out, with the entry that made it.
type LeftOut = (Seq, Body);

/// What a review brought in.
struct Released {
    key: Seq,
    left: LeftOut,
    /// Whether the edition had an earlier version of it.
    had: bool,
}

/// Turns a ledger's entries into those of its edition.
#[derive(Default)]
struct Sifter {
    /// What is left out, by the thing's key.
    left: BTreeMap<Seq, LeftOut>,
    /// Evidence for statements that are left out, by the statement's key.
    evidence: BTreeMap<Seq, Vec<(Seq, Evidence)>>,
    /// The keys of parties, questions and claims by all the ids that they ever had.
    keys: BTreeMap<(&'static str, Slug), Seq>,
    /// The edition's keys by the ledger's.
    things: BTreeMap<Seq, Seq>,
    /// The edition's entries by the ledger's.
    entries: BTreeMap<Seq, Vec<Seq>>,
    /// What each review brought in, to be left out again if the review is undone.
    released: BTreeMap<Seq, Vec<Released>>,
    /// Statements of undone reviews: the edition's key, and the entry that voids it there.
    shelved: BTreeMap<Seq, (Seq, Seq)>,
}

impl Sifter {
    fn take(&mut self, writer: &mut Writer<'_>, seq: Seq, body: Body) -> Result<()> {
        let key = self.key_of(seq, &body);
        match body {
            body if is_unreviewed(&body) => {
                self.left.insert(key, (seq, body));
                Ok(())
            }
            Body::Evidence { of, evidence } => self.passage(writer, seq, of, evidence),
            Body::Void { of, reason } => match self.things.get(&of) {
                Some(of) => self.record(writer, seq, Body::Void { of: *of, reason }),
                None => Ok(()),
            },
            Body::Review { of } => self.review(writer, seq, &of),
            Body::Undo { of } => self.undo(writer, seq, &of),
            // What was redacted has no body, so it is not in the edition.
            Body::Redaction { .. } => Ok(()),
            body => {
                self.left.remove(&key);
                self.bring(writer, key, (seq, body))
            }
        }
    }

    /// The key of the thing that an entry records.
    fn key_of(&mut self, seq: Seq, body: &Body) -> Seq {
        let (kind, ids): (_, Vec<&Slug>) = match body {
            Body::Party(party) => (
                Kind::Party,
                [&party.id].into_iter().chain(&party.other_ids).collect(),
            ),
            Body::Question(question) => (Kind::Question, vec![&question.id]),
            Body::Claim(claim) => (
                Kind::Claim,
                [&claim.id].into_iter().chain(&claim.other_ids).collect(),
            ),
            _ => return seq,
        };
        let known = ids
            .iter()
            .find_map(|id| self.keys.get(&(kind.word(), (*id).clone())));
        let key = known.copied().unwrap_or(seq);
        let ids = ids.into_iter().map(|id| ((kind.word(), id.clone()), key));
        self.keys.extend(ids);
        key
    }

    fn record(&mut self, writer: &mut Writer<'_>, seq: Seq, body: Body) -> Result<()> {
        let recorded = writer.record(body)?;
        self.entries.entry(seq).or_default().push(recorded);
        Ok(())
    }

    /// Records a thing, and before it what it refers to.
    fn bring(&mut self, writer: &mut Writer<'_>, key: Seq, (seq, body): LeftOut) -> Result<()> {
        if let Body::Party(party) = &body
            && self.lacks_any(writer, party)?
        {
            // Two parties may refer to each other.
            self.record(writer, seq, Body::Party(without_edges(party)))?;
            self.things.entry(key).or_insert_with(|| writer.newest());
        }
        for (kind, id) in references(&body) {
            self.require(writer, kind, &id)?;
        }
        let body = match body {
            Body::Correction { of, statement } => match self.things.get(&of) {
                Some(of) => Body::Correction { of: *of, statement },
                None => Body::Statement(statement),
            },
            body => body,
        };
        let is_statement = is_statement(&body);
        self.record(writer, seq, body)?;
        if is_statement {
            self.things.insert(key, writer.newest());
        } else {
            self.things.entry(key).or_insert_with(|| writer.newest());
        }
        Ok(())
    }

    fn lacks_any(&self, writer: &Writer<'_>, party: &Party) -> Result<bool> {
        for edge in party.speaks_for.iter().chain(&party.member_of) {
            if writer
                .reader()
                .recorded_party_key(edge.party.as_str())?
                .is_none()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Records the thing that an id means, if it was left out so far.
    fn require(&mut self, writer: &mut Writer<'_>, kind: Kind, id: &Slug) -> Result<()> {
        let Some(key) = self.keys.get(&(kind.word(), id.clone())).copied() else {
            return Ok(());
        };
        if self.things.contains_key(&key) {
            return Ok(());
        }
        match self.left.remove(&key) {
            Some(left) => self.bring(writer, key, left),
            None => Ok(()),
        }
    }

    /// Records a further passage, or keeps it until its statement is reviewed.
    fn passage(
        &mut self,
        writer: &mut Writer<'_>,
        seq: Seq,
        of: Seq,
        evidence: Evidence,
    ) -> Result<()> {
        match self.things.get(&of).copied() {
            Some(of) => {
                self.record(writer, seq, Body::Evidence { of, evidence })?;
                self.things.insert(seq, writer.newest());
            }
            None => self.evidence.entry(of).or_default().push((seq, evidence)),
        }
        Ok(())
    }

    /// A person has looked at the things with these keys.
    fn review(&mut self, writer: &mut Writer<'_>, seq: Seq, of: &[Seq]) -> Result<()> {
        let mut marked = Vec::new();
        for key in of {
            let Some((made, body)) = self.left.remove(key) else {
                marked.extend(self.things.get(key));
                continue;
            };
            self.released.entry(seq).or_default().push(Released {
                key: *key,
                left: (made, body.clone()),
                had: self.things.contains_key(key),
            });
            if let Some((thing, void)) = self.shelved.remove(key) {
                // Not noted as an entry of the review: an undo cannot be undone.
                writer.record(Body::Undo { of: vec![void] })?;
                self.things.insert(*key, thing);
                continue;
            }
            match reviewed(body) {
                Body::Evidence { of, evidence } => self.passage(writer, made, of, evidence)?,
                body => self.bring(writer, *key, (made, body))?,
            }
            for (at, evidence) in self.evidence.get(key).cloned().unwrap_or_default() {
                self.passage(writer, at, *key, evidence)?;
            }
        }
        match marked.is_empty() {
            true => Ok(()),
            false => self.record(writer, seq, Body::Review { of: marked }),
        }
    }

    fn undo(&mut self, writer: &mut Writer<'_>, seq: Seq, of: &[Seq]) -> Result<()> {
        let entries = of.iter().filter_map(|seq| self.entries.get(seq));
        let entries: Vec<Seq> = entries.flatten().copied().collect();
        if !entries.is_empty() {
            self.record(writer, seq, Body::Undo { of: entries })?;
        }
        let released = of.iter().filter_map(|seq| self.released.remove(seq));
        let released: Vec<Released> = released.flatten().collect();
        // Statements rest on the other things.
        let (statements, others): (Vec<_>, Vec<_>) = released
            .into_iter()
            .partition(|one| is_statement(&one.left.1));
        for one in statements.into_iter().chain(others.into_iter().rev()) {
            self.leave_out(writer, seq, one)?;
        }
        Ok(())
    }

    /// Leaves out again what an undone review brought in, unless something still rests on it.
    fn leave_out(
        &mut self,
        writer: &mut Writer<'_>,
        seq: Seq,
        Released { key, left, had }: Released,
    ) -> Result<()> {
        let Some(thing) = self.things.get(&key).copied() else {
            return Ok(());
        };
        if is_statement(&left.1) {
            // Not undone, so that it has its id again when it is brought back.
            let reason = String::new();
            self.record(writer, seq, Body::Void { of: thing, reason })?;
            self.shelved.insert(key, (thing, writer.newest()));
            self.things.remove(&key);
            self.left.insert(key, left);
            return Ok(());
        }
        if !had && writer.reader().count_resting_on(thing)? > 0 {
            return Ok(());
        }
        let Some(of) = self.entries.remove(&left.0) else {
            return Ok(());
        };
        self.record(writer, seq, Body::Undo { of })?;
        if !had {
            self.things.remove(&key);
        }
        self.left.insert(key, left);
        Ok(())
    }
}

fn is_statement(body: &Body) -> bool {
    matches!(body, Body::Statement(_) | Body::Correction { .. })
}

fn is_unreviewed(body: &Body) -> bool {
    match body {
        Body::Party(party) => party.unreviewed,
        Body::Question(question) => question.unreviewed,
        Body::Claim(claim) => claim.unreviewed,
        Body::Statement(said)
        | Body::Correction {
            statement: said, ..
        } => said.unreviewed,
        Body::Evidence { evidence, .. } => evidence.unreviewed,
        _ => false,
    }
}

/// The body without its mark.
fn reviewed(mut body: Body) -> Body {
    match &mut body {
        Body::Party(party) => party.unreviewed = false,
        Body::Question(question) => question.unreviewed = false,
        Body::Claim(claim) => claim.unreviewed = false,
        Body::Statement(said)
        | Body::Correction {
            statement: said, ..
        } => {
            said.unreviewed = false;
        }
        Body::Evidence { evidence, .. } => evidence.unreviewed = false,
        _ => {}
    }
    body
}

fn without_edges(party: &Party) -> Party {
    Party {
        speaks_for: Vec::new(),
        member_of: Vec::new(),
        ..party.clone()
    }
}

/// The parties, questions and claims that a body refers to.
fn references(body: &Body) -> Vec<(Kind, Slug)> {
    let parties = |ids: Vec<&Slug>| -> Vec<(Kind, Slug)> {
        let ids = ids.into_iter();
        ids.map(|id| (Kind::Party, id.clone())).collect()
    };
    match body {
        Body::Party(party) => {
            let edges = party.speaks_for.iter().chain(&party.member_of);
            parties(edges.map(|edge| &edge.party).collect())
        }
        Body::Claim(claim) => {
            let mut found = parties(claim.principals.iter().collect());
            found.extend(claim.question.clone().map(|id| (Kind::Question, id)));
            found
        }
        Body::Statement(said)
        | Body::Correction {
            statement: said, ..
        } => named_in(said),
        Body::Ruling(ruling) => vec![(Kind::Claim, ruling.claim.clone())],
        Body::Merger(merger) => {
            let kind = match merger.kind {
                Merged::Party => Kind::Party,
                Merged::Claim => Kind::Claim,
            };
            vec![
                (kind, merger.former.clone()),
                (kind, merger.present.clone()),
            ]
        }
        _ => Vec::new(),
    }
}

fn named_in(said: &Statement) -> Vec<(Kind, Slug)> {
    let parties = said.via.iter().chain([&said.party]);
    let mut found: Vec<(Kind, Slug)> = parties.map(|id| (Kind::Party, id.clone())).collect();
    found.push((Kind::Claim, said.claim.clone()));
    found
}
