//! A cache of lookups within one transaction.
//!
//! An import, or a query over the whole ledger, looks up the same few parties, sources and claims a
//! million times. The cache is valid for one entry in one open transaction; posting an entry that
//! could invalidate it clears it. Its size is bounded, so memory does not grow with the import or
//! the ledger.

use std::cell::{Cell, RefCell};
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::domain::docket::{ClaimKey, PartyFacts, PartyKey, SourceKey};
use crate::domain::slug::Slug;
use crate::domain::time::When;
use crate::journal::Seq;
use crate::ledger::Kind;

/// Maximum entries of each kind. Ids take the most room, about 20 MB per kind.
const MOST: usize = 200_000;

/// Maximum remembered statements, about 55 MB.
const MOST_SAID: usize = 1_800_000;

/// What statements that may be the same have in common.
pub(crate) type Like = (ClaimKey, PartyKey, SourceKey);

/// Lookups cached for one entry.
#[derive(Default)]
pub(crate) struct Lookup {
    /// One map per [`Kind`], in the order of its variants.
    keys: [RefCell<HashMap<String, i64>>; 5],
    merged: Cell<Option<bool>>,
    days: RefCell<HashMap<SourceKey, Option<When>>>,
    stories: RefCell<HashMap<SourceKey, SourceKey>>,
    facts: RefCell<HashMap<PartyKey, Arc<PartyFacts>>>,
    names: RefCell<HashMap<PartyKey, (Slug, Arc<str>)>>,
    /// The statements of a bulk write so far, or `None` if they are not remembered.
    said: RefCell<Option<Remembered>>,
    textless: RefCell<HashSet<SourceKey>>,
    hasher: RandomState,
}

impl Lookup {
    /// The cached key of an id.
    pub(crate) fn key(&self, kind: Kind, id: &str) -> Option<i64> {
        self.keys[kind as usize].borrow().get(id).copied()
    }

    /// Caches the key of an id.
    pub(crate) fn note_key(&self, kind: Kind, id: &str, key: i64) {
        let mut keys = self.keys[kind as usize].borrow_mut();
        note(&mut keys, id.to_owned(), key);
    }

    /// Whether anything is merged, if cached.
    pub(crate) fn merged(&self) -> Option<bool> {
        self.merged.get()
    }

    /// Caches whether anything is merged.
    pub(crate) fn note_merged(&self, merged: bool) {
        self.merged.set(Some(merged));
    }

    /// The cached day of a source. The inner `None` means that it has no day.
    pub(crate) fn day(&self, source: SourceKey) -> Option<Option<When>> {
        self.days.borrow().get(&source).copied()
    }

    /// Caches the day of a source.
    pub(crate) fn note_day(&self, source: SourceKey, day: Option<When>) {
        note(&mut self.days.borrow_mut(), source, day);
    }

    /// The cached story of a source.
    pub(crate) fn story(&self, source: SourceKey) -> Option<SourceKey> {
        self.stories.borrow().get(&source).copied()
    }

    /// Caches the story of a source.
    pub(crate) fn note_story(&self, source: SourceKey, story: SourceKey) {
        note(&mut self.stories.borrow_mut(), source, story);
    }

    /// A cached party, in the form dockets use.
    pub(crate) fn facts(&self, party: PartyKey) -> Option<Arc<PartyFacts>> {
        self.facts.borrow().get(&party).cloned()
    }

    /// Caches a party, in the form dockets use.
    pub(crate) fn note_party(&self, party: PartyKey, facts: Arc<PartyFacts>) {
        note(&mut self.facts.borrow_mut(), party, facts);
    }

    /// The cached id and name of a party.
    pub(crate) fn name(&self, party: PartyKey) -> Option<(Slug, Arc<str>)> {
        self.names.borrow().get(&party).cloned()
    }

    /// Caches the id and name of a party.
    pub(crate) fn note_name(&self, party: PartyKey, id: Slug, name: Arc<str>) {
        note(&mut self.names.borrow_mut(), party, (id, name));
    }

    /// Remembers every statement from the entry `since` on. `all` says that there are none before
    /// it.
    pub(crate) fn remember_said(&self, since: Seq, all: bool) {
        let remembered = Remembered {
            since,
            all,
            like: HashMap::new(),
            more: HashMap::new(),
            ids: HashSet::new(),
            sources: HashSet::new(),
        };
        self.said.replace(Some(remembered));
    }

    /// Notes the statement that the entry `key` records, by its claim, party, source and own time,
    /// and by its id.
    pub(crate) fn note_said(&self, key: Seq, like: Like, own: Option<When>, id: &str) {
        let mut said = self.said.borrow_mut();
        if let Some(said) = said.as_mut().filter(|said| said.ids.len() < MOST_SAID) {
            said.sources.insert(like.2);
            said.note(key, self.hasher.hash_one((like, own)), self.short(id));
        } else {
            *said = None;
        }
    }

    /// Whether any statement is in a source. `None` if not all statements are remembered.
    pub(crate) fn has_said_in(&self, source: SourceKey) -> Option<bool> {
        let said = self.said.borrow();
        let said = said.as_ref().filter(|said| said.all)?;
        Some(said.sources.contains(&source))
    }

    /// Forgets the remembered statements.
    pub(crate) fn forget_said(&self) {
        self.said.replace(None);
    }

    /// The statements of a party on a claim from a source, made at `when` or without a time of their
    /// own, if remembered. They are compared by hash, so the result may include others; the caller
    /// must check.
    pub(crate) fn said(&self, like: Like, when: When) -> Option<Vec<Seq>> {
        let said = self.said.borrow();
        let said = said.as_ref().filter(|said| like.0.0 >= said.since)?;
        let mut found = Vec::new();
        for own in [Some(when), None] {
            let number = self.hasher.hash_one((like, own));
            found.extend(said.like.get(&number));
            found.extend(said.more.get(&number).into_iter().flatten());
        }
        Some(found)
    }

    /// Whether every statement in the ledger is remembered.
    pub(crate) fn remembers_all(&self) -> bool {
        self.said.borrow().as_ref().is_some_and(|said| said.all)
    }

    /// Whether a statement has this id, or `None` unless every statement is remembered.
    pub(crate) fn has_id(&self, id: &str) -> Option<bool> {
        let said = self.said.borrow();
        let said = said.as_ref().filter(|said| said.all)?;
        Some(said.ids.contains(&self.short(id)))
    }

    /// An id as a number: its bytes if it has at most eight, as derived ids do, otherwise a hash
    /// with the top bit set, which no ASCII byte has.
    fn short(&self, id: &str) -> u64 {
        let mut letters = [0; 8];
        match letters.get_mut(..id.len()) {
            Some(room) => {
                room.copy_from_slice(id.as_bytes());
                u64::from_le_bytes(letters)
            }
            None => self.hasher.hash_one(id) | 1 << 63,
        }
    }

    /// Whether a source is known to have no text.
    pub(crate) fn is_textless(&self, source: SourceKey) -> bool {
        self.textless.borrow().contains(&source)
    }

    /// Caches that a source has no text.
    pub(crate) fn note_textless(&self, source: SourceKey) {
        let mut textless = self.textless.borrow_mut();
        if textless.len() < MOST {
            textless.insert(source);
        }
    }

    /// Clears what a change to parties or sources may invalidate. Ids keep their keys.
    pub(crate) fn forget_relations(&self) {
        self.days.borrow_mut().clear();
        self.stories.borrow_mut().clear();
        self.facts.borrow_mut().clear();
        self.names.borrow_mut().clear();
        self.textless.borrow_mut().clear();
    }

    /// Clears the whole cache.
    pub(crate) fn forget(&self) {
        for keys in &self.keys {
            keys.borrow_mut().clear();
        }
        self.merged.set(None);
        self.forget_said();
        self.forget_relations();
    }
}

/// The statements of a bulk write so far, as numbers, so that a million take little memory.
struct Remembered {
    /// First entry whose statement this cache covers.
    since: Seq,
    /// Whether there are no statements before `since`.
    all: bool,
    /// The first statement for each claim, party and source, by a hash of the three.
    like: HashMap<u64, Seq>,
    /// Further statements with the same hash. There are few.
    more: HashMap<u64, Vec<Seq>>,
    ids: HashSet<u64>,
    /// Their sources.
    sources: HashSet<SourceKey>,
}

impl Remembered {
    fn note(&mut self, key: Seq, like: u64, id: u64) {
        match self.like.entry(like) {
            Entry::Vacant(first) => {
                first.insert(key);
            }
            Entry::Occupied(_) => self.more.entry(like).or_default().push(key),
        }
        self.ids.insert(id);
    }
}

fn note<K: Hash + Eq, V>(all: &mut HashMap<K, V>, key: K, value: V) {
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(key, value);
}
