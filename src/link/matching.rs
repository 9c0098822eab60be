//! Which party of a ledger a speaker's wording stands for.
//!
//! Only the recorded name settles it, alone or with a title. Whatever else fits is a choice that a person makes.

use super::concept::{FoldedWord, words};
use super::naming::{
    self, NameWord, is_generation, is_title, leaves_person, name_words, names_a_generation,
    relates, title_contradicts,
};
use super::roster::{Roster, bare};
use crate::domain::candidate::MatchReason;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;

/// Minimum Jaro-Winkler similarity of two names that may be meant for the same: "Anne Lee" and "Ann Lee".
const MIN_SIMILARITY: f64 = 0.93;
/// The most parties to choose from for a name that fits none exactly.
pub(super) const MOST_CHOICES: usize = 4;

/// The parties that a name fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartyMatch {
    /// One party, without doubt.
    One(Slug, MatchReason),
    /// Several parties, or one that may be meant: somebody has to decide.
    Several(Vec<Slug>, MatchReason),
    /// None.
    None,
}

impl PartyMatch {
    /// The party, if it is certain.
    pub fn settled(&self) -> Option<&Slug> {
        match self {
            Self::One(party, _) => Some(party),
            _ => None,
        }
    }
}

/// Words that stand for a party at the end of a wording.
struct FinalName {
    /// The index of its first word.
    start: usize,
    /// The number of its words.
    words: usize,
    /// The words, folded.
    text: String,
    /// The parties with this name.
    holders: Vec<usize>,
}

impl Roster {
    /// The parties that a speaker's name or description fits. Only the recorded name settles it, alone or with a
    /// title; anything else before or behind a name makes it another party.
    pub fn find(&self, speaker: &str) -> PartyMatch {
        let speaker = speaker.trim();
        if let Some(found) = self.exact(speaker) {
            return found;
        }
        // "Ann Lee, the finance minister" and "the finance minister, Ann Lee".
        if let Some((head, detail)) = speaker.split_once(',') {
            let detail = detail.trim();
            let first = name_words(detail);
            if !first.first().is_some_and(is_generation) {
                return match (self.find(head), self.exact(detail)) {
                    (PartyMatch::None, Some(found)) if is_description(&words(head)) => found,
                    (found, _) => found,
                };
            }
        }
        let written = name_words(speaker);
        if names_a_generation(&written) {
            return PartyMatch::None;
        }
        let named = self
            .final_name(&written)
            .and_then(|name| self.with_words_before(&written[..name.start], &name))
            .or_else(|| self.with_details(&written));
        if let Some(found) = named {
            return found;
        }
        if is_description(&words(speaker)) {
            return self.described(&written, speaker);
        }
        if written.iter().any(|word| relates(word) || word.possessive) {
            return self.voices(&written);
        }
        match self.find_respelt(speaker, &written) {
            PartyMatch::None => self.find_similar(&written),
            found => found,
        }
    }

    /// The parties with exactly this name or alias.
    fn exact(&self, name: &str) -> Option<PartyMatch> {
        let bare = bare(name);
        let holders = self.by_name.get(&bare)?;
        Some(match holders.as_slice() {
            [one] => {
                let party = &self.parties[*one];
                let reason = if self::bare(&party.name) == bare {
                    MatchReason::Name
                } else {
                    MatchReason::Alias
                };
                PartyMatch::One(party.id.clone(), reason)
            }
            several => PartyMatch::Several(self.ids(several), MatchReason::SharedName),
        })
    }

    fn ids(&self, parties: &[usize]) -> Vec<Slug> {
        let ids = parties.iter().map(|at| self.parties[*at].id.clone());
        ids.take(MOST_CHOICES).collect()
    }

    /// The longest recorded name that a wording ends with.
    fn final_name(&self, written: &[NameWord]) -> Option<FinalName> {
        (0..written.len()).find_map(|start| {
            let run = &written[start..];
            let named =
                run.iter().any(|word| word.capital) && !run.iter().any(|word| word.possessive);
            let text = text_of(run);
            let holders = self.by_name.get(&text).filter(|_| named)?.clone();
            Some(FinalName {
                start,
                words: run.len(),
                text,
                holders,
            })
        })
    }

    /// Decides what a recorded name at the end of a wording means, by the words before it. `None` if these say that
    /// it only describes somebody else.
    fn with_words_before(&self, before: &[NameWord], name: &FinalName) -> Option<PartyMatch> {
        let ids = self.ids(&name.holders);
        let related = before.iter().any(|word| relates(word) || word.possessive);
        let [holder] = name.holders.as_slice() else {
            return (!related).then_some(PartyMatch::Several(ids, MatchReason::SharedName));
        };
        let party = &self.parties[*holder];
        if before.is_empty() {
            return self.exact(&name.text);
        }
        if party.kind != PartyKind::Person {
            return (!related).then_some(PartyMatch::Several(ids, MatchReason::LongerName));
        }
        let names = name_words(&party.name);
        let first_name = names.iter().find(|word| !is_title(word));
        let first_name = first_name.map(|word| word.folded.as_str());
        let whole = name.words > 1
            && first_name.is_some_and(|first| name.text.split_whitespace().next() == Some(first));
        if leaves_person(before, whole) || self.is_role(before, party) {
            return Some(if title_contradicts(before, first_name) {
                PartyMatch::Several(ids, MatchReason::TitleDiffers)
            } else {
                PartyMatch::One(party.id.clone(), MatchReason::Title)
            });
        }
        let reason = if whole {
            MatchReason::LongerName
        } else {
            MatchReason::FamilyName
        };
        (!related).then_some(PartyMatch::Several(ids, reason))
    }

    /// Whether the words before a name are the role that the party is recorded with.
    fn is_role(&self, before: &[NameWord], party: &Party) -> bool {
        let role = party.role.as_deref().map(name_words).unwrap_or_default();
        !before.iter().any(|word| relates(word) || word.possessive)
            && before
                .last()
                .is_some_and(|last| role.iter().any(|word| word.folded == last.folded))
    }

    /// "Ann Lee of the port authority": the recorded name of a person, and details after it.
    fn with_details(&self, written: &[NameWord]) -> Option<PartyMatch> {
        let end = written.iter().position(relates)?;
        let details = matches!(
            written[end].folded.as_str(),
            "of" | "from" | "at" | "in" | "with" | "who"
        );
        let head = &written[..end];
        if !details || head.len() < 2 || head.iter().any(|word| word.possessive) {
            return None;
        }
        let name = self.final_name(head)?;
        let person = name
            .holders
            .iter()
            .all(|at| self.parties[*at].kind == PartyKind::Person);
        // With a family name alone, the details may be there to tell another bearer of it apart.
        let found = self.with_words_before(&head[..name.start], &name)?;
        (person && name.words > 1).then_some(found)
    }

    /// The recorded parties that speak in somebody's name as a description says.
    fn voices(&self, written: &[NameWord]) -> PartyMatch {
        match self.represented(written) {
            Some(parties) => self.voices_of(&parties),
            None => PartyMatch::None,
        }
    }

    /// The unnamed voices and offices that speak for one of these parties. Named people are not meant by "a
    /// spokesman".
    fn voices_of(&self, represented: &[Slug]) -> PartyMatch {
        let voices = self.parties.iter().filter(|party| {
            let unnamed = party.kind != PartyKind::Person
                || party
                    .name
                    .split_whitespace()
                    .any(|word| word.starts_with(char::is_lowercase));
            let mut edges = party.speaks_for.iter();
            unnamed && edges.any(|edge| represented.contains(&edge.party))
        });
        let voices: Vec<Slug> = voices
            .map(|party| party.id.clone())
            .take(MOST_CHOICES)
            .collect();
        if voices.is_empty() {
            PartyMatch::None
        } else {
            PartyMatch::Several(voices, MatchReason::Voice)
        }
    }

    /// The party in whose name a description says that somebody speaks.
    fn represented(&self, written: &[NameWord]) -> Option<Vec<Slug>> {
        let named = naming::represented(written)?;
        let words = &written[named];
        let text: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        match self.find_named(&text.join(" "), words)? {
            PartyMatch::One(party, _) => Some(vec![party]),
            _ => None,
        }
    }

    /// The party that some words name, for sure.
    fn find_named(&self, text: &str, words: &[NameWord]) -> Option<PartyMatch> {
        self.exact(text).or_else(|| {
            let plain: Vec<NameWord> = words
                .iter()
                .map(|word| NameWord {
                    possessive: false,
                    ..word.clone()
                })
                .collect();
            let name = self.final_name(&plain)?;
            self.with_words_before(&plain[..name.start], &name)
        })
    }

    /// The party in whose name somebody speaks, by a wording such as "a spokesman for Ann Lee".
    pub fn speaks_for(&self, speaker: &str) -> Vec<Slug> {
        self.represented(&name_words(speaker)).unwrap_or_default()
    }

    /// People with another spelling of this name, or one like it, or the same family name.
    fn find_similar(&self, written: &[NameWord]) -> PartyMatch {
        let titles = written.iter().take_while(|word| is_title(word)).count();
        let name = &written[titles..];
        let Some(last) = name.last() else {
            return PartyMatch::None;
        };
        let speaker = text_of(name);
        let people = || {
            self.parties
                .iter()
                .filter(|party| party.kind == PartyKind::Person)
        };
        let ids = |parties: Vec<&Party>| -> Vec<Slug> {
            parties
                .into_iter()
                .map(|party| party.id.clone())
                .take(MOST_CHOICES)
                .collect()
        };
        if name.len() == 1 {
            let family = people().filter(|party| {
                let words = name_words(&party.name);
                words.len() > 1 && words.last().is_some_and(|word| word.folded == last.folded)
            });
            let family: Vec<&Party> = family.collect();
            return match family.len() {
                1..=MOST_CHOICES => PartyMatch::Several(ids(family), MatchReason::FamilyName),
                _ => PartyMatch::None,
            };
        }
        let key = naming::spelling(&speaker);
        let names = |party: &Party| -> Vec<String> {
            let names = std::iter::once(&party.name).chain(&party.aliases);
            names.map(|name| bare(name)).collect()
        };
        let same = people().filter(|party| {
            names(party)
                .iter()
                .any(|name| naming::spelling(name) == key)
        });
        let same: Vec<&Party> = same.collect();
        match same.as_slice() {
            [one] => return PartyMatch::One(one.id.clone(), MatchReason::Spelling),
            [_, ..] => return PartyMatch::Several(ids(same), MatchReason::SharedName),
            [] => {}
        }
        let similar = people()
            .filter(|party| strsim::jaro_winkler(&bare(&party.name), &speaker) >= MIN_SIMILARITY);
        match ids(similar.collect()) {
            none if none.is_empty() => PartyMatch::None,
            some => PartyMatch::Several(some, MatchReason::SimilarName),
        }
    }

    /// The parties that a description without a name fits: voices of a named party, or unnamed sources.
    fn described(&self, written: &[NameWord], speaker: &str) -> PartyMatch {
        match self.voices(written) {
            PartyMatch::None => self.find_unnamed(&words(speaker)),
            voices => voices,
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
        if fitting.is_empty() {
            return PartyMatch::None;
        }
        // Two officials of one kind need not be the same person.
        PartyMatch::Several(fitting, MatchReason::Description)
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

/// The words of a name as `by_name` has them.
fn text_of(run: &[NameWord]) -> String {
    let words: Vec<&str> = run.iter().map(|word| word.folded.as_str()).collect();
    bare(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: &str, name: &str, kind: PartyKind, aliases: &[&str]) -> Party {
        Party {
            id: id.parse().expect("a slug"),
            other_ids: Vec::new(),
            name: name.to_owned(),
            kind,
            role: None,
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
            unreviewed: false,
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
            party("kulyk", "Dmytro Kulyk", PartyKind::Person, &[]),
            Party {
                speaks_for: vec![crate::domain::party::Edge {
                    party: "lee".parse().expect("a slug"),
                    since: None,
                    until: None,
                }],
                ..party("lee-press", "Spokesperson for Lee", PartyKind::Person, &[])
            },
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

    fn settled(roster: &Roster, name: &str) -> Option<String> {
        roster.find(name).settled().map(ToString::to_string)
    }

    #[test]
    fn speakers_are_found_by_name_title_and_alias() {
        let roster = roster();
        for name in [
            "Ann Lee",
            "Finance Minister Ann Lee",
            "former minister of finance Ann Lee",
            "Minister of Finance Ann Lee",
            "Norland’s finance minister Ann Lee",
            "Ann Lee, the finance minister",
            "Ann Lee of the Liberal Party",
            "the finance minister, Ann Lee",
            "Lee",
            "Mrs Lee",
            "Dr. Lee",
            "the finance minister",
        ] {
            assert_eq!(settled(&roster, name).as_deref(), Some("lee"), "{name}");
        }
        assert_eq!(settled(&roster, "the US").as_deref(), Some("us"));
        assert_eq!(settled(&roster, "Dmytro Kulyk").as_deref(), Some("kulyk"));
        assert_eq!(settled(&roster, "Dmytro Kulik").as_deref(), Some("kulyk"));
    }

    #[test]
    fn what_only_contains_a_name_is_another_party() {
        let roster = roster();
        for name in [
            "Rob Lee",
            "Rob Ann Lee",
            "Ann Lee Jr.",
            "Ann Lee, Jr.",
            "Mr Lee",
            "friends of Ann Lee",
            "Opponents of Finance Minister Ann Lee",
            "a spokesman for Ann Lee",
            "Ann Lee’s office",
            "the brother of Lee",
            "everyone except Ann Lee",
            "critics close to Lee",
            "a firm run by Ann Lee",
            "Lee administration official",
            "Lee supporters",
            "Lee County",
            "Anna Lee",
            "Anne Lee",
            "the ambassador to the US",
            "US Steel",
            "the southern United States",
            "an envoy of the United States",
            "Kulyk",
            "Somebody Else",
            "European official",
        ] {
            assert_eq!(settled(&roster, name), None, "{name}");
        }
    }

    #[test]
    fn an_inexact_match_is_a_choice_with_its_reason() {
        let roster = roster();
        for (name, reason) in [
            ("Rob Lee", MatchReason::FamilyName),
            ("Mr Lee", MatchReason::TitleDiffers),
            ("Anne Lee", MatchReason::FamilyName),
            ("Dmitro Kulyk", MatchReason::SimilarName),
            ("Kulyk", MatchReason::FamilyName),
            ("Mr Park", MatchReason::SharedName),
            ("A spokeswoman for the finance minister", MatchReason::Voice),
            ("southern United States", MatchReason::LongerName),
            (
                "European official who was part of the delegation",
                MatchReason::Description,
            ),
        ] {
            let found = roster.find(name);
            assert!(
                matches!(&found, PartyMatch::Several(_, why) if *why == reason),
                "{name}: {found:?}"
            );
        }
        assert_eq!(roster.find("Treasury officials"), PartyMatch::None);
        assert_eq!(roster.find("Lee administration official"), PartyMatch::None);
    }

    #[test]
    fn a_voice_is_proposed_to_speak_for_a_known_party() {
        let roster = roster();
        let speaks_for = |name| -> Vec<String> {
            roster
                .speaks_for(name)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(speaks_for("a lawyer for Dmytro Kulyk"), ["kulyk"]);
        assert_eq!(speaks_for("Minister Ann Lee’s office"), ["lee"]);
        assert_eq!(speaks_for("US ambassador to Norland"), ["us"]);
        for name in [
            "the ambassador to the US",
            "a lawyer for Rob Lee",
            "friends of Ann Lee",
            "a former spokesman for Ann Lee",
            "a lawyer for the brother of Ann Lee",
        ] {
            assert!(speaks_for(name).is_empty(), "{name}");
        }
    }
}
