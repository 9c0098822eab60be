//! Renaming parties and claims. Their earlier ids go on finding them.

use super::{Desk, DeskError, IfExists, RecordOutcome, Result};
use crate::domain::claim::Claim;
use crate::domain::docket::{ClaimKey, PartyKey};
use crate::domain::party::{Edge, Party};
use crate::domain::slug::Slug;
use crate::journal::{Body, Merged, Seq};
use crate::ledger::{self, Kind};

/// The id and the other ids of a record.
type Ids<'r> = (&'r mut Slug, &'r mut Vec<Slug>);

impl Desk<'_, '_> {
    /// Gives a party or claim another id. The old id becomes one of its other ids.
    ///
    /// # Errors
    /// If it is unknown or was merged into another one, or the new id finds something else.
    pub fn rename(&mut self, kind: Merged, id: &Slug, new: &Slug) -> Result<RecordOutcome> {
        let word = Kind::from(kind);
        self.require(word, id)?;
        self.refuse_merged(kind, word, id)?;
        let held = self.reader().renamed(word, id)?;
        if held == *new {
            return Ok(RecordOutcome::Unchanged);
        }
        let reader = self.reader();
        let key = reader.key_of(word, id.as_str())?;
        if let Some(holder) = reader.key_of(word, new.as_str())?
            && Some(holder) != key
        {
            return Err(self.in_use(word, new)?);
        }
        let reader = reader.without_merges();
        let body = match kind {
            Merged::Party => {
                let mut party = reader.party(self.party_key(id)?)?;
                let held = std::mem::replace(&mut party.id, new.clone());
                add_ids(&party.id, &mut party.other_ids, [held]);
                party.unreviewed = false;
                Body::Party(party)
            }
            Merged::Claim => {
                let mut claim = reader.claim(self.claim_key(id)?)?.claim;
                let held = std::mem::replace(&mut claim.id, new.clone());
                add_ids(&claim.id, &mut claim.other_ids, [held]);
                claim.unreviewed = false;
                Body::Claim(claim)
            }
        };
        self.record(body)?;
        Ok(RecordOutcome::Changed)
    }

    /// Adapts a record to the ids that the ledger knows its party by. Returns the party.
    pub(super) fn settle_party(
        &mut self,
        party: &mut Party,
        if_exists: IfExists,
    ) -> Result<Option<PartyKey>> {
        self.settle_edges(&mut party.speaks_for)?;
        self.settle_edges(&mut party.member_of)?;
        let reader = self.reader().without_merges();
        let Some(key) = reader.party_of(party)? else {
            party.other_ids.retain(|id| *id != party.id);
            return Ok(None);
        };
        let mut held = reader.party(key)?;
        let ids = (&mut party.id, &mut party.other_ids);
        if self.settle_ids(
            (Kind::Party, key.0),
            (&held.id, &held.other_ids),
            ids,
            if_exists,
        )? {
            held.other_ids.clone_from(&party.other_ids);
            self.record(Body::Party(held))?;
        }
        Ok(Some(key))
    }

    /// Adapts a record to the ids that the ledger knows its claim by. Returns the claim.
    pub(super) fn settle_claim(
        &mut self,
        claim: &mut Claim,
        if_exists: IfExists,
    ) -> Result<Option<ClaimKey>> {
        let reader = self.reader();
        let principals = claim.principals.iter();
        let principals = principals.map(|id| reader.renamed(Kind::Party, id));
        claim.principals = principals.collect::<ledger::Result<_>>()?;
        let reader = reader.without_merges();
        let Some(key) = reader.claim_of(claim)? else {
            claim.other_ids.retain(|id| *id != claim.id);
            return Ok(None);
        };
        let mut held = reader.claim(key)?.claim;
        let ids = (&mut claim.id, &mut claim.other_ids);
        if self.settle_ids(
            (Kind::Claim, key.0),
            (&held.id, &held.other_ids),
            ids,
            if_exists,
        )? {
            held.other_ids.clone_from(&claim.other_ids);
            self.record(Body::Claim(held))?;
        }
        Ok(Some(key))
    }

    /// Adapts the ids of a record to those that the ledger has of the thing: no id is forgotten, and
    /// only a record that knows the ledger's id as another one, and may replace it, renames the
    /// thing. Returns whether the thing has to get further ids although its record is kept.
    fn settle_ids(
        &self,
        (kind, key): (Kind, Seq),
        (held, held_others): (&Slug, &[Slug]),
        (id, others): Ids<'_>,
        if_exists: IfExists,
    ) -> Result<bool> {
        if if_exists == IfExists::Refuse && id != held {
            return Err(self.in_use(kind, id)?);
        }
        let renames = if_exists == IfExists::Replace && others.contains(held);
        let given = std::mem::replace(id, held.clone());
        let mut more = vec![held.clone(), given.clone()];
        more.append(others);
        if renames {
            *id = given;
        }
        let reader = self.reader();
        for one in more {
            match reader.key_of(kind, one.as_str())? {
                Some(holder) if holder != key => {
                    let is_same = reader.current(holder)?.0 == reader.current(key)?.0;
                    if !is_same && if_exists == IfExists::Replace {
                        return Err(self.in_use(kind, &one)?);
                    }
                }
                _ => others.push(one),
            }
        }
        let more = std::mem::replace(others, held_others.to_vec());
        others.retain(|one| one != id);
        add_ids(id, others, more);
        Ok(if_exists == IfExists::Keep && others.as_slice() != held_others)
    }

    fn settle_edges(&self, edges: &mut [Edge]) -> Result<()> {
        for edge in edges {
            edge.party = self.reader().renamed(Kind::Party, &edge.party)?;
        }
        Ok(())
    }

    /// The error for an id that finds another thing.
    fn in_use(&self, kind: Kind, id: &Slug) -> Result<DeskError> {
        let reader = self.reader();
        let own = reader.renamed(kind, id)?;
        let present = match kind {
            Kind::Party => reader.party_id(self.party_key(id)?)?,
            _ => reader.claim_id(self.claim_key(id)?)?,
        };
        Ok(DeskError::IdInUse {
            kind: kind.word(),
            id: id.to_string(),
            how: match (own == *id, present == own) {
                (true, true) => format!("the id of another {}", kind.word()),
                (false, true) => format!("another id of {present}"),
                (_, false) => format!("the id of a {} merged into {present}", kind.word()),
            },
        })
    }
}

/// Adds ids to those of a thing whose own id is `id`.
fn add_ids(id: &Slug, others: &mut Vec<Slug>, more: impl IntoIterator<Item = Slug>) {
    others.retain(|one| one != id);
    for one in more {
        if one != *id && !others.contains(&one) {
            others.push(one);
        }
    }
}
