//! Credit: which of the entries between two states of the ledger changed a claim's status.

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;
use crate::domain::docket::{ClaimKey, Docket, Said, StatementKey};
use crate::domain::history::credit::{credited, status_at};
use crate::domain::time::Moment;
use crate::journal::Seq;
use crate::ledger::Result;

/// What changed a claim's status.
#[derive(Debug, Clone, Default)]
pub(super) struct Credit {
    /// Statements recorded since, corrections among them.
    pub(super) statements: Vec<StatementKey>,
    /// Entries of another kind.
    pub(super) entries: Vec<Seq>,
}

/// What an entry did to the statements on a docket.
#[derive(Default)]
struct Deed {
    added: BTreeSet<StatementKey>,
    removed: BTreeSet<StatementKey>,
}

/// A docket before and after, with what led from one to the other.
struct Passage {
    before: Docket,
    after: Docket,
    /// Every statement on either.
    said: BTreeMap<StatementKey, (Option<Said>, Option<Said>)>,
    /// What was done to statements, by entry.
    deeds: Vec<(Seq, Deed)>,
    /// Entries by which a party, a source or a claim on the docket changed.
    context: Vec<Seq>,
    claim: ClaimKey,
    cut: Moment,
}

/// The entries that changed the status of a claim from one view to another.
pub(super) fn between(before: &View<'_>, after: &View<'_>, claim: ClaimKey) -> Result<Credit> {
    let passage = Passage::of(before, after, claim)?;
    let deeds = passage.deeds.len();
    // The last place is that of everything else that the rules look at.
    let made = credited(deeds + 1, |present| {
        let context = match present[deeds] {
            true => &passage.after,
            false => &passage.before,
        };
        let docket = passage.docket(context, present);
        status_at(&docket, claim, passage.cut)
    });
    let mut credit = Credit::default();
    for place in made {
        match passage.deeds.get(place) {
            Some((entry, deed)) if deed.added.contains(&StatementKey(*entry)) => {
                credit.statements.push(StatementKey(*entry));
            }
            Some((entry, _)) => credit.entries.push(*entry),
            None => credit.entries.extend(passage.turning(after)?),
        }
    }
    credit.entries.sort_unstable();
    credit.entries.dedup();
    Ok(credit)
}

impl Passage {
    fn of(before: &View<'_>, after: &View<'_>, claim: ClaimKey) -> Result<Self> {
        let from = before.reader.newest()?;
        let (earlier, later) = (
            before.reader.docket_of(claim)?,
            after.reader.docket_of(claim)?,
        );
        let mut said: BTreeMap<StatementKey, (Option<Said>, Option<Said>)> = BTreeMap::new();
        for one in &earlier.said {
            said.entry(one.key).or_default().0 = Some(one.clone());
        }
        for one in &later.said {
            said.entry(one.key).or_default().1 = Some(one.clone());
        }
        let mut deeds: BTreeMap<Seq, Deed> = BTreeMap::new();
        for key in said.keys().filter(|key| key.0 > from) {
            deeds.entry(key.0).or_default().added.insert(*key);
        }
        let keys: Vec<StatementKey> = said.keys().copied().collect();
        for change in after.reader.withdrawals_since(from, &keys)? {
            let held = said.get(&change.statement);
            let (was, is) = held.map_or((false, false), |(was, is)| (was.is_some(), is.is_some()));
            if was && !is {
                // A correction takes one statement away and adds another.
                let successor = change
                    .successor
                    .filter(|key| said.get(key).is_some_and(|(_, is)| is.is_some()));
                let entry = successor.map_or(change.entry, |key| key.0);
                deeds
                    .entry(entry)
                    .or_default()
                    .removed
                    .insert(change.statement);
            } else if is && !was && change.statement.0 <= from {
                deeds
                    .entry(change.entry)
                    .or_default()
                    .added
                    .insert(change.statement);
            }
        }
        let parties: Vec<i64> = later.parties.facts.keys().map(|key| key.0).collect();
        let claims: Vec<i64> = later.claims.iter().map(|terms| terms.key.0).collect();
        let sources: Vec<i64> = later.said.iter().map(|said| said.source.0).collect();
        let context = after
            .reader
            .records_changed_since(from, &[parties, claims, sources].concat())?;
        Ok(Self {
            before: earlier,
            after: later,
            said,
            deeds: deeds.into_iter().collect(),
            context,
            claim,
            cut: after.as_of.unwrap_or(Moment::LAST),
        })
    }

    /// The docket with the claims, parties and stories of `context` and the statements that stand if
    /// only the deeds `present` were done.
    fn docket(&self, context: &Docket, present: &[bool]) -> Docket {
        let mut docket = context.clone();
        let known = |key: ClaimKey| self.before.claims.iter().any(|terms| terms.key == key);
        for terms in self.after.claims.iter().filter(|terms| !known(terms.key)) {
            let is_new = !docket.claims.iter().any(|one| one.key == terms.key);
            if is_new && docket.question == self.after.question {
                docket.claims.push(terms.clone());
            }
        }
        docket.claims.sort_by_key(|terms| terms.key);
        let mut parties = (*docket.parties).clone();
        for (party, facts) in &self.after.parties.facts {
            parties.facts.entry(*party).or_insert_with(|| facts.clone());
        }
        docket.parties = parties.into();
        let has_after = std::ptr::eq(context, &raw const self.after);
        let with = |key: StatementKey, was: bool, is: bool| {
            let mut stands = if has_after { is } else { was };
            for (place, (_, deed)) in self.deeds.iter().enumerate() {
                if deed.added.contains(&key) {
                    stands = present[place];
                }
                if deed.removed.contains(&key) {
                    stands = !present[place];
                }
            }
            stands
        };
        let standing = self.said.iter().filter_map(|(key, (was, is))| {
            let version = if has_after {
                is.as_ref().or(was.as_ref())
            } else {
                was.as_ref().or(is.as_ref())
            };
            version.filter(|_| with(*key, was.is_some(), is.is_some()))
        });
        docket.said = standing.cloned().collect();
        docket
            .said
            .retain(|said| docket.claims.iter().any(|terms| terms.key == said.claim));
        docket
    }

    /// The entries, of those that changed a record on the docket, at which the status turned; all of
    /// them if only several together turned it.
    fn turning(&self, after: &View<'_>) -> Result<Vec<Seq>> {
        let present = vec![true; self.deeds.len() + 1];
        let status =
            |docket: &Docket| status_at(&self.docket(docket, &present), self.claim, self.cut);
        let mut last = status(&self.before);
        let mut turning = Vec::new();
        for entry in &self.context {
            let now = status(&after.reader.at(*entry).docket_of(self.claim)?);
            if now != last {
                turning.push(*entry);
                last = now;
            }
        }
        Ok(match turning.is_empty() {
            true => self.context.clone(),
            false => turning,
        })
    }
}
