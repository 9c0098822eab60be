//! The keys of the ids that statements name. Many name the same ones.

use std::cell::RefCell;

use foldhash::HashMap;

use crate::domain::docket::{ClaimKey, PartyKey, SourceKey};
use crate::domain::slug::Slug;
use crate::ledger::{Reader, Result};

/// Keys by id, or that there is nothing with the id.
type Known<K> = RefCell<HashMap<Slug, Option<K>>>;

/// The keys that were looked up.
#[derive(Default)]
pub(super) struct Keys {
    parties: Known<PartyKey>,
    claims: Known<ClaimKey>,
    sources: Known<SourceKey>,
}

impl Keys {
    /// The party with this id, or the one it was merged into.
    pub(super) fn party(&self, reader: Reader<'_>, id: &Slug) -> Result<Option<PartyKey>> {
        known(&self.parties, id, |id| reader.party_key(id))
    }

    /// The claim with this id, or the one it was merged into.
    pub(super) fn claim(&self, reader: Reader<'_>, id: &Slug) -> Result<Option<ClaimKey>> {
        known(&self.claims, id, |id| reader.claim_key(id))
    }

    /// The source with this id.
    pub(super) fn source(&self, reader: Reader<'_>, id: &Slug) -> Result<Option<SourceKey>> {
        known(&self.sources, id, |id| reader.source_key(id))
    }
}

fn known<K: Copy>(
    known: &Known<K>,
    id: &Slug,
    find: impl FnOnce(&str) -> Result<Option<K>>,
) -> Result<Option<K>> {
    if let Some(key) = known.borrow().get(id) {
        return Ok(*key);
    }
    let key = find(id.as_str())?;
    known.borrow_mut().insert(id.clone(), key);
    Ok(key)
}
