//! What a transaction has looked up already and need not look up again.
//!
//! An import, and an answer from a whole ledger, ask for the same few parties, sources and claims a
//! million times over. What is kept here holds for one entry in one open transaction: whoever posts
//! an entry that could make it untrue forgets it. It is bounded, so that memory does not grow with
//! what is imported or gone through.

use std::cell::{Cell, RefCell};
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::domain::docket::{ClaimKey, PartyKey, Player, SourceKey};
use crate::domain::slug::Slug;
use crate::domain::time::When;
use crate::journal::Seq;
use crate::ledger::Kind;

/// So many of each sort are kept at most. With room for ids it is some 20 MB for each sort.
const MOST: usize = 200_000;

/// So many statements are remembered at most: some 55 MB.
const MOST_SAID: usize = 1_800_000;

/// What has been looked up at an entry.
#[derive(Default)]
pub struct Memo {
    /// By kind, in the order of the kinds.
    keys: [RefCell<HashMap<String, i64>>; 5],
    merged: Cell<Option<bool>>,
    days: RefCell<HashMap<SourceKey, Option<When>>>,
    stories: RefCell<HashMap<SourceKey, SourceKey>>,
    players: RefCell<HashMap<PartyKey, Arc<Player>>>,
    names: RefCell<HashMap<PartyKey, (Slug, Arc<str>)>>,
    /// What a large write said so far; none: it is not kept.
    said: RefCell<Option<Remembered>>,
    textless: RefCell<HashSet<SourceKey>>,
    hasher: RandomState,
}

impl Memo {
    /// The key of what was recorded under an id.
    pub fn key(&self, kind: Kind, id: &str) -> Option<i64> {
        self.keys[kind as usize].borrow().get(id).copied()
    }

    /// Notes the key of what was recorded under an id.
    pub fn note_key(&self, kind: Kind, id: &str, key: i64) {
        let mut keys = self.keys[kind as usize].borrow_mut();
        note(&mut keys, id.to_owned(), key);
    }

    /// Whether anything is merged, where that was asked before.
    pub fn merged(&self) -> Option<bool> {
        self.merged.get()
    }

    /// Notes whether anything is merged.
    pub fn note_merged(&self, merged: bool) {
        self.merged.set(Some(merged));
    }

    /// The day of a source.
    pub fn day(&self, source: SourceKey) -> Option<Option<When>> {
        self.days.borrow().get(&source).copied()
    }

    /// Notes the day of a source.
    pub fn note_day(&self, source: SourceKey, day: Option<When>) {
        note(&mut self.days.borrow_mut(), source, day);
    }

    /// The story that a source belongs to.
    pub fn story(&self, source: SourceKey) -> Option<SourceKey> {
        self.stories.borrow().get(&source).copied()
    }

    /// Notes the story that a source belongs to.
    pub fn note_story(&self, source: SourceKey, story: SourceKey) {
        note(&mut self.stories.borrow_mut(), source, story);
    }

    /// A party as dockets have it.
    pub fn player(&self, party: PartyKey) -> Option<Arc<Player>> {
        self.players.borrow().get(&party).cloned()
    }

    /// Notes a party as dockets have it.
    pub fn note_player(&self, party: PartyKey, player: Arc<Player>) {
        note(&mut self.players.borrow_mut(), party, player);
    }

    /// The id and the name of a party.
    pub fn name(&self, party: PartyKey) -> Option<(Slug, Arc<str>)> {
        self.names.borrow().get(&party).cloned()
    }

    /// Notes the id and the name of a party.
    pub fn note_name(&self, party: PartyKey, id: Slug, name: Arc<str>) {
        note(&mut self.names.borrow_mut(), party, (id, name));
    }

    /// Remembers what is said from now on, by the entry `since` and those after it; `all`: nothing was
    /// said before.
    pub fn remember_said(&self, since: Seq, all: bool) {
        let remembered = Remembered {
            since,
            all,
            like: HashMap::new(),
            more: HashMap::new(),
            ids: HashSet::new(),
        };
        self.said.replace(Some(remembered));
    }

    /// Notes that the entry `key` says something on a claim for a party, in a source, under an id.
    pub fn note_said(&self, key: Seq, like: (ClaimKey, PartyKey, SourceKey), id: &str) {
        let mut said = self.said.borrow_mut();
        if let Some(said) = said.as_mut().filter(|said| said.ids.len() < MOST_SAID) {
            said.note(key, self.hasher.hash_one(like), self.short(id));
        } else {
            *said = None;
        }
    }

    /// Forgets what was said, once nothing more is said.
    pub fn forget_said(&self) {
        self.said.replace(None);
    }

    /// What a party said on a claim in a source, where that is remembered. (Two that have the same
    /// number are taken for alike here: whoever asks has to look.)
    pub fn said(&self, like: (ClaimKey, PartyKey, SourceKey)) -> Option<Vec<Seq>> {
        let said = self.said.borrow();
        let said = said.as_ref().filter(|said| like.0.0 >= said.since)?;
        let number = self.hasher.hash_one(like);
        let first = said.like.get(&number).copied();
        let more = said.more.get(&number).into_iter().flatten();
        Some(first.into_iter().chain(more.copied()).collect())
    }

    /// Whether all statements that there are are remembered.
    pub fn remembers_all(&self) -> bool {
        self.said.borrow().as_ref().is_some_and(|said| said.all)
    }

    /// Whether a statement has this id, where that is remembered of all there are.
    pub fn has_id(&self, id: &str) -> Option<bool> {
        let said = self.said.borrow();
        let said = said.as_ref().filter(|said| said.all)?;
        Some(said.ids.contains(&self.short(id)))
    }

    /// An id as a number: its letters where there are few, as they are in all that are derived, else
    /// a hash with the one bit that no letter has.
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

    /// Whether it is known that a source has no text.
    pub fn is_textless(&self, source: SourceKey) -> bool {
        self.textless.borrow().contains(&source)
    }

    /// Notes that a source has no text.
    pub fn note_textless(&self, source: SourceKey) {
        let mut textless = self.textless.borrow_mut();
        if textless.len() < MOST {
            textless.insert(source);
        }
    }

    /// Forgets what a change of parties or sources makes untrue. What an id stands for it leaves.
    pub fn forget_relations(&self) {
        self.days.borrow_mut().clear();
        self.stories.borrow_mut().clear();
        self.players.borrow_mut().clear();
        self.names.borrow_mut().clear();
        self.textless.borrow_mut().clear();
    }

    /// Forgets everything.
    pub fn forget(&self) {
        for keys in &self.keys {
            keys.borrow_mut().clear();
        }
        self.merged.set(None);
        self.forget_said();
        self.forget_relations();
    }
}

/// What a large write said so far, by numbers: so that a million statements take little room.
struct Remembered {
    /// The first entry of which what it said is here.
    since: Seq,
    /// Whether nothing was said before.
    all: bool,
    /// The first statement of a party on a claim in a source, by a hash of the three.
    like: HashMap<u64, Seq>,
    /// The others, which are few.
    more: HashMap<u64, Vec<Seq>>,
    ids: HashSet<u64>,
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
