//! Which claims are like one, for a person who looks for the one to merge it into.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use super::figures::{figures, main_figure};
use super::groups::Content;
use super::matter::{Matter, Weights};
use super::pairs::log_odds;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::value::Value;
use crate::link::concept::{concepts, words};
use crate::link::roster::Roster;

/// Compares texts of claims, and keeps what was read of each.
pub struct Likeness {
    roster: Roster,
    contents: RefCell<HashMap<String, Content>>,
}

impl Likeness {
    /// For texts that name these parties.
    pub fn new(parties: Vec<Party>) -> Self {
        Self {
            roster: Roster::new(parties),
            contents: RefCell::default(),
        }
    }

    /// The places of the texts that are likeliest to be about the same as `text`, the likeliest first, each with the
    /// logarithm of the odds.
    pub fn ranked(&self, text: &str, others: &[&str]) -> Vec<(f32, usize)> {
        for read in others.iter().copied().chain([text]) {
            let mut contents = self.contents.borrow_mut();
            if !contents.contains_key(read) {
                contents.insert(read.to_owned(), self.content(read));
            }
        }
        let contents = self.contents.borrow();
        let Some(own) = contents.get(text) else {
            return Vec::new();
        };
        let others: Vec<&Content> = others
            .iter()
            .filter_map(|other| contents.get(*other))
            .collect();
        let all = others.iter().copied().chain([own]);
        let weights = Weights::of(all.map(|content| &content.matter));
        let odds = others.iter().map(|other| log_odds(own, other, &weights));
        let mut ranked: Vec<(f32, usize)> = odds.enumerate().map(|(at, odds)| (odds, at)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked
    }

    /// The words of a text that are in another one too, in any form, in its order.
    pub fn shared(&self, text: &str, other: &str) -> Vec<String> {
        let keys: BTreeSet<String> = words(other).iter().flat_map(concepts).collect();
        let mut met = BTreeSet::new();
        let shared = words(text).into_iter().filter(|word| {
            let own = concepts(word).into_iter().find(|key| keys.contains(key));
            own.is_some_and(|key| met.insert(key))
        });
        shared.map(|word| word.folded).collect()
    }

    /// The parties that a text names, in its order.
    pub fn named(&self, text: &str) -> Vec<Slug> {
        let words = words(text);
        let (mut named, mut at) = (Vec::new(), 0);
        while at < words.len() {
            match self.roster.name_at(&words, at) {
                Some(found) => {
                    named.push(self.roster.party(found.party).id.clone());
                    at += found.words.max(1);
                }
                None => at += 1,
            }
        }
        named
    }

    fn content(&self, text: &str) -> Content {
        Content {
            matter: Matter::of(text, &self.roster),
            claim: None,
            article: None,
            speaker: None,
            place: 0,
        }
    }
}

/// The figure that a text is about.
pub fn figure(text: &str) -> Option<Value> {
    main_figure(&figures(text)).map(|figure| figure.value.clone())
}
