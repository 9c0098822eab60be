//! The parties of a ledger, found by the names that a text uses.

use std::collections::{BTreeSet, HashMap};

use super::concept::{FoldedWord, words};
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::folded;

/// Minimum Jaro-Winkler similarity of two spellings of a name, such as "Zelenskiy" and "Zelenskyy".
const MIN_SIMILARITY: f64 = 0.93;

/// The parties of a ledger.
pub struct Roster {
    parties: Vec<Party>,
    /// Parties by whole name, folded and without an article.
    by_name: HashMap<String, Vec<usize>>,
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

/// The parties that a name fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartyMatch {
    /// One party.
    One(Slug),
    /// Several parties with the same name.
    Several(Vec<Slug>),
    /// None.
    None,
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

    /// The parties that a speaker's name or description fits.
    pub fn find(&self, speaker: &str) -> PartyMatch {
        if let Some(found) = self.by_name.get(&bare(speaker)) {
            return self.one_of(found);
        }
        let written = words(speaker);
        if is_description(&written) {
            return self.find_unnamed(&written);
        }
        if let Some(found) = self.final_name(&written) {
            let party = &self.parties[found.party];
            let name = run_text(&written[written.len() - found.words..]);
            let holders = self.by_name.get(&name);
            return holders
                .map_or_else(|| PartyMatch::One(party.id.clone()), |all| self.one_of(all));
        }
        self.find_similar(&written)
    }

    fn one_of(&self, found: &[usize]) -> PartyMatch {
        match found {
            [one] => PartyMatch::One(self.parties[*one].id.clone()),
            several => PartyMatch::Several(
                several
                    .iter()
                    .map(|at| self.parties[*at].id.clone())
                    .collect(),
            ),
        }
    }

    /// The name at the end of a description: "German chancellor Friedrich Merz" ends with one, "Trump
    /// administration official" does not.
    fn final_name(&self, written: &[FoldedWord]) -> Option<FoundName> {
        (0..written.len()).find_map(|at| {
            let found = self.name_at(written, at)?;
            (at + found.words == written.len()).then_some(found)
        })
    }

    /// The person with a different spelling of this name.
    fn find_similar(&self, written: &[FoldedWord]) -> PartyMatch {
        if written.len() < 2 {
            return PartyMatch::None;
        }
        let speaker = run_text(written);
        let people = self
            .parties
            .iter()
            .filter(|party| party.kind == PartyKind::Person);
        let similar: Vec<&Party> = people
            .filter(|party| strsim::jaro_winkler(&bare(&party.name), &speaker) >= MIN_SIMILARITY)
            .collect();
        match similar.as_slice() {
            [one] => PartyMatch::One(one.id.clone()),
            _ => PartyMatch::None,
        }
    }

    /// The unnamed source whose name and role contain all words of a description.
    fn find_unnamed(&self, written: &[FoldedWord]) -> PartyMatch {
        let folded: Vec<&str> = written.iter().map(|word| word.folded.as_str()).collect();
        let head =
            folded.split(|word| matches!(*word, "who" | "familiar" | "close" | "that" | "with"));
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
            [] => PartyMatch::None,
            [one] => PartyMatch::One(one.clone()),
            _ => PartyMatch::Several(fitting),
        }
    }
}

/// Lower-case words for institutions, which are not unnamed people.
const INSTITUTIONS: [&str; 24] = [
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

/// Words after which a description continues with details.
const DETAIL_STARTS: [&str; 8] = [
    "who", "familiar", "close", "that", "with", "in", "of", "from",
];

/// Whether the words describe someone without a name: their last word before any details is in lower
/// case, as in "a European official who was there" or "dock workers".
pub fn is_description(written: &[FoldedWord]) -> bool {
    let starts_details = |word: &FoldedWord| DETAIL_STARTS.contains(&word.folded.as_str());
    let end = written
        .iter()
        .position(starts_details)
        .unwrap_or(written.len());
    written[..end]
        .last()
        .is_some_and(|word| !word.capital && !INSTITUTIONS.contains(&word.folded.as_str()))
}

/// A folded name without its article.
fn bare(name: &str) -> String {
    let name = folded(&name.replace('’', "'"));
    match name.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}

fn run_text(run: &[FoldedWord]) -> String {
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

    fn one(id: &str) -> PartyMatch {
        PartyMatch::One(id.parse().expect("a slug"))
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
            assert_eq!(roster.find(name), one("lee"), "{name}");
        }
        assert_eq!(roster.find("the US"), one("us"));
        assert_eq!(roster.find("Lee administration official"), PartyMatch::None);
        assert_eq!(roster.find("Somebody Else"), PartyMatch::None);
    }

    #[test]
    fn shared_names_are_not_guessed() {
        assert!(matches!(roster().find("Mr Park"), PartyMatch::Several(both) if both.len() == 2));
    }

    #[test]
    fn unnamed_sources_are_found_by_their_description() {
        assert_eq!(
            roster().find("European official who was part of the delegation"),
            one("ft-official")
        );
        assert_eq!(roster().find("Treasury officials"), PartyMatch::None);
    }

    #[test]
    fn abbreviations_need_capitals() {
        let roster = roster();
        assert!(roster.name_at(&words("they told us so"), 2).is_none());
        assert!(roster.name_at(&words("they told US so"), 2).is_some());
    }
}
