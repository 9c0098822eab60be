//! What a transaction has looked up already and need not look up again.
//!
//! An import, and an answer from a whole ledger, ask for the same few parties, sources and claims a
//! million times over. What is kept here holds for one entry in one open transaction: whoever posts
//! an entry that could make it untrue forgets it. It is bounded, so that memory does not grow with
//! what is imported or gone through.

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet, HashSetExt};

use super::Kind;
use crate::domain::docket::{ClaimKey, PartyKey, Player, SourceKey, StatementKey};
use crate::domain::slug::Slug;
use crate::domain::time::When;
use crate::journal::Seq;

/// So many of each sort are kept at most. With room for ids it is some 20 MB for each sort.
pub(super) const MOST: usize = 200_000;

/// So much that was said is remembered at most: some 20 MB.
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
    names: RefCell<HashMap<PartyKey, (Slug, String)>>,
    learns: Cell<bool>,
    /// The statements that were taken back; none: it was not looked up which.
    withdrawn: RefCell<Option<HashSet<StatementKey>>>,
    /// From this entry on, whatever was said is in `said`; none: it is not kept.
    said_since: Cell<Option<Seq>>,
    said: RefCell<HashSet<u64>>,
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
    pub fn name(&self, party: PartyKey) -> Option<(Slug, String)> {
        self.names.borrow().get(&party).cloned()
    }

    /// Notes the id and the name of a party.
    pub fn note_name(&self, party: PartyKey, id: Slug, name: String) {
        note(&mut self.names.borrow_mut(), party, (id, name));
    }

    /// Whether nothing was learnt before ([`Reader::learn`](super::Reader::learn)); now it is.
    pub fn begins_to_learn(&self) -> bool {
        !self.learns.replace(true)
    }

    /// Whether a statement was taken back; none where it was not looked up which were.
    pub fn is_withdrawn(&self, statement: StatementKey) -> Option<bool> {
        let withdrawn = self.withdrawn.borrow();
        withdrawn.as_ref().map(|all| all.contains(&statement))
    }

    /// Notes which statements were taken back: all of them.
    pub fn note_withdrawn(&self, statements: Vec<StatementKey>) {
        *self.withdrawn.borrow_mut() = Some(statements.into_iter().collect());
    }

    /// Remembers, from the entry `since` on, who said something on which claim in which source.
    pub fn remember_said(&self, since: Seq) {
        self.said_since.set(Some(since));
    }

    /// Notes that a party said something on a claim in a source.
    pub fn note_said(&self, claim: ClaimKey, party: PartyKey, source: SourceKey) {
        if self.said_since.get().is_none() {
            return;
        }
        let mut said = self.said.borrow_mut();
        if said.len() >= MOST_SAID {
            self.said_since.set(None);
            *said = HashSet::new();
        } else {
            said.insert(self.digest(claim, party, source));
        }
    }

    /// Whether it is certain that a party has said nothing on a claim in a source.
    pub fn is_unsaid(&self, claim: ClaimKey, party: PartyKey, source: SourceKey) -> bool {
        let is_new = |since| claim.0 >= since;
        self.said_since.get().is_some_and(is_new)
            && !self
                .said
                .borrow()
                .contains(&self.digest(claim, party, source))
    }

    /// What is said is remembered by a number each: two that have the same are looked up in vain.
    fn digest(&self, claim: ClaimKey, party: PartyKey, source: SourceKey) -> u64 {
        self.hasher.hash_one((claim, party, source))
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
        self.said_since.set(None);
        self.forget_relations();
    }
}

fn note<K: Hash + Eq, V>(all: &mut HashMap<K, V>, key: K, value: V) {
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(key, value);
}
