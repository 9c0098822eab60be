//! Parties whose name a text spells otherwise, in Cyrillic or Latin letters.

use super::matching::{MOST_CHOICES, PartyMatch};
use super::naming::{NameWord, is_title};
use super::roster::Roster;
use crate::domain::candidate::MatchReason;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::transliteration::is_respelt;

impl Roster {
    /// The parties of which a name, alone or with a title, is another spelling in Cyrillic or Latin letters. A family name
    /// alone leaves open who of its bearers is meant.
    pub(super) fn find_respelt(&self, speaker: &str, written: &[NameWord]) -> PartyMatch {
        let titles = written.iter().take_while(|word| is_title(word)).count();
        let name: Vec<&str> = speaker.split_whitespace().skip(titles).collect();
        let whole = name.join(" ");
        let is_called = |party: &&Party| {
            let mut names = std::iter::once(&party.name).chain(&party.aliases);
            names.any(|own| is_respelt(&whole, own))
        };
        let called: Vec<&Party> = self.parties.iter().filter(is_called).collect();
        let ids = |parties: &[&Party]| -> Vec<Slug> {
            let ids = parties.iter().map(|party| party.id.clone());
            ids.take(MOST_CHOICES).collect()
        };
        match called.as_slice() {
            [one] => return PartyMatch::One(one.id.clone(), MatchReason::Spelling),
            [_, ..] => return PartyMatch::Several(ids(&called), MatchReason::SharedName),
            [] => {}
        }
        let has_family_name = |party: &&Party| {
            let family = party.name.rsplit_once(' ').map(|(_, last)| last);
            party.kind == PartyKind::Person && family.is_some_and(|last| is_respelt(&whole, last))
        };
        let family: Vec<&Party> = self.parties.iter().filter(has_family_name).collect();
        match family.len() {
            1..=MOST_CHOICES => PartyMatch::Several(ids(&family), MatchReason::FamilyName),
            _ => PartyMatch::None,
        }
    }
}
