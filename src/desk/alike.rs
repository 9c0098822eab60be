//! What a new party or claim may duplicate.

use std::collections::BTreeSet;

use super::Result;
use crate::domain::claim::Claim;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::ledger::{self, Reader};

/// How alike two names have to be, from 0 to 1: a slip of the pen, but no other name.
const ALIKE_NAMES: f64 = 0.95;
/// The share of their words that two claims have to have in common, in percent.
const ALIKE_CLAIMS: usize = 75;
/// Maximum number of claims that are compared, for each word.
const COMPARED: usize = 20;
/// Maximum number of words of a claim that are looked up.
const MOST_WORDS: usize = 24;

/// The recorded parties that a new one may be, each with its name.
pub fn parties_like(reader: Reader<'_>, new: &Party) -> Result<Vec<(Slug, String)>> {
    let names: Vec<String> = std::iter::once(&new.name)
        .chain(&new.aliases)
        .map(|name| folded(name))
        .collect();
    let keys = reader.parties()?;
    let mut like = Vec::new();
    for (key, id, name) in reader.party_names(&keys)? {
        if id != new.id && names.iter().any(|one| is_like(one, &folded(&name))) {
            like.push((key, id, name.to_string()));
        }
    }
    for name in std::iter::once(&new.name).chain(&new.aliases) {
        let named = reader.parties_named(name)?.into_iter();
        for key in named.chain(reader.parties_respelt(name)?) {
            let known = like.iter().any(|(one, ..)| *one == key);
            let party = reader.party(key)?;
            if !known && party.id != new.id {
                like.push((key, party.id, party.name));
            }
        }
    }
    Ok(like.into_iter().map(|(_, id, name)| (id, name)).collect())
}

/// Whether two folded names may be those of one party: nearly the same letters, or one has all
/// words of the other and that has at least two.
fn is_like(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (these, those) = (words(one), words(other));
    let contained =
        these.is_subset(&those) && these.len() > 1 || those.is_subset(&these) && those.len() > 1;
    // A different number is a different party: "Unit 5", "Unit 6".
    let digits = |words: &BTreeSet<String>| -> Vec<String> {
        let numbers = words
            .iter()
            .filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
        numbers.cloned().collect()
    };
    let same_numbers = digits(&these) == digits(&those);
    one == other || same_numbers && (contained || strsim::jaro_winkler(one, other) >= ALIKE_NAMES)
}

/// The recorded claims that a new one may be, each with its text.
pub fn claims_like(reader: Reader<'_>, new: &Claim) -> Result<Vec<(Slug, String)>> {
    let words = |text: &str| -> BTreeSet<String> {
        let text = folded(text);
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let wanted = words(&new.text);
    // All words, and all but one: what has more of them in common with another is found by these.
    let all: Vec<&str> = new.text.split_whitespace().take(MOST_WORDS).collect();
    let mut keys = BTreeSet::new();
    for left_out in 0..=all.len() {
        let some = all.iter().enumerate().filter(|(at, _)| *at != left_out);
        let some: Vec<&str> = some.map(|(_, word)| *word).collect();
        keys.extend(reader.claims_with_words(&some.join(" "), COMPARED)?);
    }
    let claims = keys.into_iter().map(|key| Ok(reader.claim(key)?.claim));
    let claims = claims.collect::<ledger::Result<Vec<Claim>>>()?;
    let like = claims.into_iter().filter(|claim| {
        let held = words(&claim.text);
        let (shared, all) = (
            wanted.intersection(&held).count(),
            wanted.union(&held).count(),
        );
        claim.id != new.id && shared * 100 >= all * ALIKE_CLAIMS
    });
    Ok(like.map(|claim| (claim.id, claim.text)).collect())
}
