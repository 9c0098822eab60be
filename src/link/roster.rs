//! The parties of a ledger, found by the names that a text uses.

use std::collections::{BTreeSet, HashMap};

use super::concept::{FoldedWord, words};
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::text::folded;

/// The parties of a ledger.
pub struct Roster {
    pub(super) parties: Vec<Party>,
    /// Parties by whole name, folded and without an article.
    pub(super) by_name: HashMap<String, Vec<usize>>,
    /// Names by their first word, longest first.
    by_first_word: HashMap<String, Vec<Name>>,
    by_id: HashMap<Slug, usize>,
}

struct Name {
    words: Vec<String>,
    /// Whether it is an abbreviation, which a text must write in capitals: "US" is not "us".
    all_capitals: bool,
    party: usize,
}

/// A name found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundName {
    /// The index of the party in the roster.
    pub party: usize,
    /// The number of words in the name.
    pub words: usize,
}

impl Roster {
    /// A roster of these parties.
    pub fn new(parties: Vec<Party>) -> Self {
        let mut roster = Self {
            by_name: HashMap::new(),
            by_first_word: HashMap::new(),
            by_id: parties
                .iter()
                .enumerate()
                .map(|(at, party)| (party.id.clone(), at))
                .collect(),
            parties: Vec::new(),
        };
        for (at, party) in parties.iter().enumerate() {
            for name in std::iter::once(&party.name).chain(&party.aliases) {
                roster.add(at, name);
            }
        }
        for names in roster.by_first_word.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        }
        roster.parties = parties;
        roster
    }

    fn add(&mut self, party: usize, name: &str) {
        let holders = self.by_name.entry(bare(name)).or_default();
        if !holders.contains(&party) {
            holders.push(party);
        }
        let mut written = words(name);
        if written.len() > 1 && written[0].folded == "the" {
            written.remove(0);
        }
        let Some(first) = written.first().map(|word| word.folded.clone()) else {
            return;
        };
        self.by_first_word.entry(first).or_default().push(Name {
            all_capitals: written.iter().all(|word| word.all_capitals),
            words: written.into_iter().map(|word| word.folded).collect(),
            party,
        });
    }

    /// A party by its index.
    pub fn party(&self, at: usize) -> &Party {
        &self.parties[at]
    }

    /// A party by its id.
    pub fn by_id(&self, id: &Slug) -> Option<&Party> {
        self.by_id.get(id).map(|at| &self.parties[*at])
    }

    /// The longest name that starts at word `at`. If several parties have it, the first is returned,
    /// which is enough to compare texts.
    pub fn name_at(&self, words: &[FoldedWord], at: usize) -> Option<FoundName> {
        let names = self.by_first_word.get(&words[at].folded)?;
        let fits = |name: &&Name| {
            let run = words.get(at..at + name.words.len());
            run.is_some_and(|run| {
                let same = run
                    .iter()
                    .zip(&name.words)
                    .all(|(word, own)| word.folded == *own);
                let written = run.iter().any(|word| word.capital);
                same && written && (!name.all_capitals || run.iter().all(|word| word.all_capitals))
            })
        };
        names.iter().find(fits).map(|name| FoundName {
            party: name.party,
            words: name.words.len(),
        })
    }

    /// A party and all parties that it speaks for, directly or not. The party itself is first.
    pub fn speaks_as(&self, id: &Slug) -> Vec<Slug> {
        let mut reached = vec![id.clone()];
        let mut seen = BTreeSet::from([id.clone()]);
        let mut at = 0;
        while at < reached.len() {
            let edges = self.by_id(&reached[at]).map(|party| &party.speaks_for);
            for edge in edges.into_iter().flatten() {
                if seen.insert(edge.party.clone()) {
                    reached.push(edge.party.clone());
                }
            }
            at += 1;
        }
        reached
    }
}

/// A folded name without its article and without the full stops of abbreviations.
pub(super) fn bare(name: &str) -> String {
    let name = name.trim().replace('’', "'");
    let lower = |rest: &&str| rest.starts_with(char::is_lowercase);
    let described = ["a ", "an ", "A ", "An "]
        .iter()
        .find_map(|article| name.strip_prefix(article).filter(lower));
    let name = folded(described.unwrap_or(&name));
    let words = name
        .strip_prefix("the ")
        .unwrap_or(&name)
        .split_whitespace();
    let words: Vec<&str> = words
        .map(|word| word.trim_end_matches(['.', ',']))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::PartyKind;

    #[test]
    fn abbreviations_need_capitals() {
        let roster = Roster::new(vec![Party {
            id: "us".parse().expect("a slug"),
            other_ids: Vec::new(),
            name: "The United States".to_owned(),
            kind: PartyKind::Government,
            role: None,
            aliases: vec!["the US".to_owned()],
            speaks_for: Vec::new(),
            member_of: Vec::new(),
            unreviewed: false,
        }]);
        assert!(roster.name_at(&words("they told us so"), 2).is_none());
        assert!(roster.name_at(&words("they told US so"), 2).is_some());
    }
}
