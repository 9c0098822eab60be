//! The terms of a ledger's claims: how much each tells, and which others are near it in meaning.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::vectors::{Direction, SHIPPED};

/// Nearness of two words from which one stands for the other in part.
const LEAST_NEARNESS: f32 = 0.45;
/// Nearness of words that have nothing to do with each other.
const UNRELATED: f32 = 0.3;
/// The most that one word stands for another: words that are used alike are not always synonyms.
const MOST_LIKENESS: f32 = 0.8;
/// Likeness of words that begin with the same letters: "trilat" and "trilateral".
const SAME_BEGINNING: f32 = 0.8;
/// Letters that words of one family begin with.
const BEGINNING: usize = 5;
/// The most terms that stand for one.
const MOST_NEIGHBOURS: usize = 24;

/// A term as a number.
pub type TermId = u32;

/// A word as a text has it, or a party that it names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// 1 for what the text names itself.
    pub weight: f32,
    /// The place of the word's vector.
    pub place: Option<u16>,
}

/// A term near another, and how much it stands for it, from 0 to 1.
pub type Neighbour = (TermId, f32);

/// The terms of a ledger's claims.
#[derive(Default)]
pub struct Lexicon {
    ids: HashMap<String, TermId>,
    keys: Vec<String>,
    /// The number of claims with each term.
    claims_with: Vec<u32>,
    by_place: HashMap<u16, Vec<TermId>>,
    directions: Vec<(u16, Direction)>,
    by_beginning: HashMap<String, Vec<TermId>>,
    near: RefCell<HashMap<String, Rc<[Neighbour]>>>,
}

impl Lexicon {
    /// The number of a term, which is new if it is not known yet.
    pub fn add(&mut self, key: &str, place: Option<u16>) -> TermId {
        if let Some(id) = self.ids.get(key) {
            return *id;
        }
        let id = self.keys.len() as TermId;
        self.ids.insert(key.to_owned(), id);
        self.keys.push(key.to_owned());
        self.claims_with.push(0);
        if let Some(place) = place {
            let sharing = self.by_place.entry(place).or_default();
            if sharing.is_empty() {
                let direction = SHIPPED.at(place);
                self.directions
                    .extend(direction.map(|direction| (place, direction)));
            }
            sharing.push(id);
        }
        if let Some(beginning) = beginning(key) {
            self.by_beginning
                .entry(beginning.to_owned())
                .or_default()
                .push(id);
        }
        id
    }

    /// Counts a claim with a term.
    pub fn count(&mut self, id: TermId) {
        self.claims_with[id as usize] += 1;
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are no terms.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a term is a party.
    pub fn is_party(&self, id: TermId) -> bool {
        self.keys[id as usize].starts_with('@')
    }

    /// Whether a term is a number.
    pub fn is_number(&self, id: TermId) -> bool {
        is_number(&self.keys[id as usize])
    }

    /// The number of a term.
    pub fn id(&self, key: &str) -> Option<TermId> {
        self.ids.get(key).copied()
    }

    /// The number of claims with a term.
    pub fn claims_with(&self, id: TermId) -> usize {
        self.claims_with[id as usize] as usize
    }

    /// The terms that stand for a term, itself first if claims have it.
    pub fn neighbours(&self, key: &str, place: Option<u16>) -> Rc<[Neighbour]> {
        if let Some(known) = self.near.borrow().get(key) {
            return Rc::clone(known);
        }
        let found: Rc<[Neighbour]> = self.search(key, place).into();
        self.near
            .borrow_mut()
            .insert(key.to_owned(), Rc::clone(&found));
        found
    }

    fn search(&self, key: &str, place: Option<u16>) -> Vec<Neighbour> {
        let own = self.id(key);
        let mut found: Vec<Neighbour> = own.map(|id| (id, 1.0)).into_iter().collect();
        if key.starts_with('@') || is_number(key) {
            return found;
        }
        let mut like: HashMap<TermId, f32> = HashMap::new();
        let mut add = |id: TermId, likeness: f32| {
            let held = like.entry(id).or_insert(likeness);
            *held = held.max(likeness);
        };
        if let Some(direction) = place.and_then(|place| SHIPPED.at(place)) {
            for (place, other) in &self.directions {
                let nearness = direction.nearness(other);
                if nearness >= LEAST_NEARNESS {
                    for id in &self.by_place[place] {
                        add(*id, likeness(nearness));
                    }
                }
            }
        }
        let family = beginning(key).and_then(|beginning| self.by_beginning.get(beginning));
        for id in family.into_iter().flatten() {
            if same_family(key, &self.keys[*id as usize]) {
                add(*id, SAME_BEGINNING);
            }
        }
        let mut others: Vec<Neighbour> = like
            .into_iter()
            .filter(|(id, _)| Some(*id) != own)
            .collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        others.truncate(MOST_NEIGHBOURS);
        found.extend(others);
        found
    }
}

/// How much a word stands for another, by how near they are.
fn likeness(nearness: f32) -> f32 {
    ((nearness - UNRELATED) / (1.0 - UNRELATED)).min(MOST_LIKENESS)
}

/// Whether a term is a number or an amount.
pub fn is_number(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£'))
}

fn beginning(key: &str) -> Option<&str> {
    let (at, _) = key.char_indices().nth(BEGINNING - 1)?;
    let end = key[at..]
        .chars()
        .next()
        .map_or(at, |letter| at + letter.len_utf8());
    (!key.starts_with('@') && !is_number(key)).then(|| &key[..end])
}

/// Whether one of two words is the beginning of the other.
fn same_family(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(words: &[&str]) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for word in words {
            lexicon.add(word, SHIPPED.place(word));
        }
        lexicon
    }

    #[test]
    fn words_near_in_meaning_stand_for_each_other() {
        let lexicon = lexicon(&["vessels", "truce", "harbour", "vote", "trilateral"]);
        let nearest = |word: &str| {
            let near = lexicon.neighbours(word, SHIPPED.place(word));
            near.first()
                .map(|(term, _)| lexicon.keys[*term as usize].clone())
        };
        assert_eq!(nearest("ships").as_deref(), Some("vessels"));
        assert_eq!(nearest("ceasefire").as_deref(), Some("truce"));
        assert_eq!(nearest("trilat").as_deref(), Some("trilateral"));
        assert_eq!(nearest("qzxv"), None);
    }

    #[test]
    fn names_and_numbers_stand_for_themselves_only() {
        let lexicon = lexicon(&["@lee", "@leeds", "14", "15", "$14bn"]);
        for key in ["@lee", "14"] {
            let near = lexicon.neighbours(key, None);
            let keys: Vec<&str> = near
                .iter()
                .map(|(term, _)| lexicon.keys[*term as usize].as_str())
                .collect();
            assert_eq!(keys, [key]);
        }
    }
}
