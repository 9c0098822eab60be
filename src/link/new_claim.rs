//! The claim to add if none of a ledger's is meant.

use super::concept;
use super::marks::without_marks;
use super::proposal::{Linker, Point};
use crate::domain::candidate::{MOST_CLAIMS, NewClaim};
use crate::domain::party::PartyKind;
use crate::domain::slug::Slug;

/// Minimum score of a claim that gives its topic to a new claim.
const MIN_TOPIC_SCORE: f32 = 0.3;

impl Linker {
    /// The claim that some words make, which may be about the claims of a point.
    pub(super) fn new_claim(&self, said: &str, point: &Point) -> NewClaim {
        let text = sentence(said);
        let words = concept::words(said);
        let mut principals: Vec<Slug> = Vec::new();
        for at in 0..words.len() {
            let Some(found) = self.roster.name_at(&words, at) else {
                continue;
            };
            let party = self.roster.party(found.party);
            let sides = self.roster.speaks_as(&party.id);
            let side = sides.last().unwrap_or(&party.id);
            let acts = !matches!(party.kind, PartyKind::Media | PartyKind::Anonymous);
            if acts && !principals.contains(side) && principals.len() < MOST_CLAIMS {
                principals.push(side.clone());
            }
        }
        let nearest = point
            .fits
            .first()
            .filter(|fit| fit.score >= MIN_TOPIC_SCORE);
        NewClaim {
            id: free_id(&concept::first_words(&text), |id| {
                self.claim_ids.contains(id)
            }),
            topic: nearest.and_then(|fit| self.catalogue.claim(fit.claim).claim.topic.clone()),
            principals,
            text,
        }
    }
}

/// The id that a text suggests, with a number if it is taken.
pub(crate) fn free_id(text: &str, taken: impl Fn(&Slug) -> bool) -> Option<Slug> {
    let id = Slug::suggest(text)?;
    if !taken(&id) {
        return Some(id);
    }
    (2..100).find_map(|number| {
        let id: Slug = format!("{id}-{number}").parse().ok()?;
        (!taken(&id)).then_some(id)
    })
}

/// A proposition as a sentence, without a leading "that" and without quotation marks.
fn sentence(said: &str) -> String {
    let said = without_marks(said);
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    let mut said = said.trim_matches([',', ';', ' ']);
    for opening in ["and that ", "that ", "and ", "but ", "to "] {
        said = said.strip_prefix(opening).unwrap_or(said);
    }
    let said = said.trim_end_matches(['.', ',']);
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}
