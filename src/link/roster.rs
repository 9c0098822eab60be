//! The parties of a ledger, found by what a text calls them.

use std::collections::{BTreeSet, HashMap};

use super::concept::{Word, words};
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::folded;

/// Names that are nearly one, such as "Zelenskiy" and "Zelenskyy", are at least so alike (Jaro-Winkler).
const ALIKE: f64 = 0.93;

/// The parties of a ledger.
pub struct Roster {
    parties: Vec<Party>,
    /// Whole names, folded and without an article.
    by_name: HashMap<String, Vec<usize>>,
    /// The names that begin with a word, longest first: their words, and whose they are.
    by_first_word: HashMap<String, Vec<Name>>,
    by_id: HashMap<Slug, usize>,
}

struct Name {
    words: Vec<String>,
    /// An abbreviation has to be written in capitals: "US" is not "us".
    shouted: bool,
    party: usize,
}

/// Whom a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// This party.
    Known(Slug),
    /// One of these, who carry the same name.
    Several(Vec<Slug>),
    /// Nobody that the ledger has.
    Unknown,
}

/// A party that a run of words names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The place of the party in the roster.
    pub party: usize,
    /// How many words name it.
    pub words: usize,
}

impl Roster {
    /// Takes in the parties of a ledger.
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
            shouted: written.iter().all(|word| word.shouted),
            words: written.into_iter().map(|word| word.folded).collect(),
            party,
        });
    }

    /// A party by its place.
    pub fn party(&self, at: usize) -> &Party {
        &self.parties[at]
    }

    /// A party by its id.
    pub fn by_id(&self, id: &Slug) -> Option<&Party> {
        self.by_id.get(id).map(|at| &self.parties[*at])
    }

    /// The party that the words from `at` on name: the longest name that fits. A name carried by several
    /// parties names the first of them, which is enough to compare by.
    pub fn named_at(&self, words: &[Word], at: usize) -> Option<Named> {
        let names = self.by_first_word.get(&words[at].folded)?;
        let fits = |name: &&Name| {
            let run = words.get(at..at + name.words.len());
            run.is_some_and(|run| {
                let same = run
                    .iter()
                    .zip(&name.words)
                    .all(|(word, own)| word.folded == *own);
                let written = run.iter().any(|word| word.capital);
                same && written && (!name.shouted || run.iter().all(|word| word.shouted))
            })
        };
        names.iter().find(fits).map(|name| Named {
            party: name.party,
            words: name.words.len(),
        })
    }

    /// Everybody in whose name a party speaks, itself first.
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

    /// Whom a speaker's name or description means.
    pub fn who(&self, speaker: &str) -> Who {
        if let Some(found) = self.by_name.get(&bare(speaker)) {
            return self.one_of(found);
        }
        let written = words(speaker);
        if describes_nobody_by_name(&written) {
            return self.unnamed(&written);
        }
        if let Some(named) = self.ends_with_name(&written) {
            let party = &self.parties[named.party];
            let name = run_text(&written[written.len() - named.words..]);
            let holders = self.by_name.get(&name);
            return holders.map_or_else(|| Who::Known(party.id.clone()), |all| self.one_of(all));
        }
        self.nearly(&written)
    }

    fn one_of(&self, found: &[usize]) -> Who {
        match found {
            [one] => Who::Known(self.parties[*one].id.clone()),
            several => Who::Several(
                several
                    .iter()
                    .map(|at| self.parties[*at].id.clone())
                    .collect(),
            ),
        }
    }

    /// "German chancellor Friedrich Merz" ends with a name, "Trump administration official" does not.
    fn ends_with_name(&self, written: &[Word]) -> Option<Named> {
        (0..written.len()).find_map(|at| {
            let named = self.named_at(written, at)?;
            (at + named.words == written.len()).then_some(named)
        })
    }

    /// Two spellings of one name: the same first words, and last words that are nearly one.
    fn nearly(&self, written: &[Word]) -> Who {
        if written.len() < 2 {
            return Who::Unknown;
        }
        let speaker = run_text(written);
        let people = self
            .parties
            .iter()
            .filter(|party| party.kind == PartyKind::Person);
        let alike: Vec<&Party> = people
            .filter(|party| strsim::jaro_winkler(&bare(&party.name), &speaker) >= ALIKE)
            .collect();
        match alike.as_slice() {
            [one] => Who::Known(one.id.clone()),
            _ => Who::Unknown,
        }
    }

    /// An unnamed source that the ledger knows: the one whose name and role hold all words that describe it.
    fn unnamed(&self, written: &[Word]) -> Who {
        let told: Vec<&str> = written.iter().map(|word| word.folded.as_str()).collect();
        let head =
            told.split(|word| matches!(*word, "who" | "familiar" | "close" | "that" | "with"));
        let head: Vec<&str> = head.into_iter().next().unwrap_or_default().to_vec();
        let known = self
            .parties
            .iter()
            .filter(|party| party.kind == PartyKind::Anonymous);
        let fitting: Vec<Slug> = known
            .filter(|party| {
                let role = party.role.as_deref().unwrap_or_default();
                let own: Vec<String> = words(&format!("{} {role}", party.name))
                    .into_iter()
                    .map(|word| word.folded)
                    .collect();
                let holds = |word: &str| {
                    own.iter().any(|known| known == word) || matches!(word, "a" | "an" | "the")
                };
                !head.is_empty() && head.iter().all(|word| holds(word))
            })
            .map(|party| party.id.clone())
            .collect();
        match fitting.as_slice() {
            [] => Who::Unknown,
            [one] => Who::Known(one.clone()),
            _ => Who::Several(fitting),
        }
    }
}

/// Words for bodies that are written small and are no unnamed people.
const BODIES: [&str; 24] = [
    "administration",
    "agency",
    "alliance",
    "army",
    "authority",
    "bank",
    "bloc",
    "commission",
    "committee",
    "company",
    "council",
    "court",
    "government",
    "guard",
    "ministry",
    "navy",
    "office",
    "opposition",
    "parliament",
    "party",
    "police",
    "presidency",
    "prosecution",
    "union",
];

/// Words that begin what is told of somebody behind the description itself.
const BEHIND: [&str; 8] = [
    "who", "familiar", "close", "that", "with", "in", "of", "from",
];

/// "A European official who was there", "dock workers": a description whose last word is written small.
pub fn describes_nobody_by_name(written: &[Word]) -> bool {
    let behind = |word: &Word| BEHIND.contains(&word.folded.as_str());
    let end = written.iter().position(behind).unwrap_or(written.len());
    written[..end]
        .last()
        .is_some_and(|word| !word.capital && !BODIES.contains(&word.folded.as_str()))
}

/// A name folded, without article.
fn bare(name: &str) -> String {
    let name = folded(&name.replace('’', "'"));
    match name.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}

fn run_text(run: &[Word]) -> String {
    let words: Vec<&str> = run.iter().map(|word| word.folded.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: &str, name: &str, kind: PartyKind, aliases: &[&str]) -> Party {
        Party {
            id: id.parse().expect("a slug"),
            name: name.to_owned(),
            kind,
            role: None,
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
        }
    }

    fn roster() -> Roster {
        Roster::new(vec![
            party(
                "lee",
                "Ann Lee",
                PartyKind::Person,
                &["Lee", "the finance minister"],
            ),
            party(
                "us",
                "The United States",
                PartyKind::Government,
                &["the US"],
            ),
            party("kim-a", "Kim Park", PartyKind::Person, &["Park"]),
            party("kim-b", "Joon Park", PartyKind::Person, &["Park"]),
            party(
                "ft-official",
                "A European official (FT)",
                PartyKind::Anonymous,
                &[],
            ),
        ])
    }

    fn known(id: &str) -> Who {
        Who::Known(id.parse().expect("a slug"))
    }

    #[test]
    fn speakers_are_found_by_name_title_and_alias() {
        let roster = roster();
        for name in [
            "Ann Lee",
            "Finance Minister Ann Lee",
            "Lee",
            "Mrs Lee",
            "the finance minister",
            "Anne Lee",
        ] {
            assert_eq!(roster.who(name), known("lee"), "{name}");
        }
        assert_eq!(roster.who("the US"), known("us"));
        assert_eq!(roster.who("Lee administration official"), Who::Unknown);
        assert_eq!(roster.who("Somebody Else"), Who::Unknown);
    }

    #[test]
    fn one_name_of_two_is_not_guessed_at() {
        assert!(matches!(roster().who("Mr Park"), Who::Several(both) if both.len() == 2));
    }

    #[test]
    fn unnamed_sources_are_found_by_their_description() {
        assert_eq!(
            roster().who("European official who was part of the delegation"),
            known("ft-official")
        );
        assert_eq!(roster().who("Treasury officials"), Who::Unknown);
    }

    #[test]
    fn abbreviations_are_written_in_capitals() {
        let roster = roster();
        assert!(roster.named_at(&words("they told us so"), 2).is_none());
        assert!(roster.named_at(&words("they told US so"), 2).is_some());
    }
}
