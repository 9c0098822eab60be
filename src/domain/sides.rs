//! Sides: which of many words were spoken in a common name, without comparing them in pairs.

use std::collections::BTreeMap;

use super::docket::PartyKey;
use super::hearing::Word;

/// Words by those of their names that occur among the opposing words too; the names are sorted. Two
/// opposing words come from one side if these have one in common, and a thousand spokespeople of one
/// party are a single group.
pub(super) type Groups<'w, 'a> = BTreeMap<Vec<PartyKey>, Vec<&'w Word<'a>>>;

/// Groups opposing words.
pub(super) fn grouped<'w, 'a>(
    some: impl Iterator<Item = &'w Word<'a>> + Clone,
    others: impl Iterator<Item = &'w Word<'a>> + Clone,
) -> (Groups<'w, 'a>, Groups<'w, 'a>) {
    let names = names_of(others.clone());
    let mut shared = names_of(some.clone());
    shared.retain(|name| names.binary_search(name).is_ok());
    (by_names(some, &shared), by_names(others, &shared))
}

fn names_of<'w, 'a: 'w>(words: impl Iterator<Item = &'w Word<'a>>) -> Vec<PartyKey> {
    let mut names: Vec<PartyKey> = words.flat_map(|word| word.names.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn by_names<'w, 'a>(
    words: impl Iterator<Item = &'w Word<'a>>,
    shared: &[PartyKey],
) -> Groups<'w, 'a> {
    let mut groups = Groups::new();
    for word in words {
        let names = word.names.iter().copied();
        let names = names.filter(|name| shared.binary_search(name).is_ok());
        groups.entry(names.collect()).or_default().push(word);
    }
    groups
}

/// The names that two sorted lists have in common.
pub(super) fn common<'n>(
    some: &'n [PartyKey],
    others: &'n [PartyKey],
) -> impl Iterator<Item = PartyKey> + Clone + 'n {
    let some = some.iter().copied();
    some.filter(|name| others.binary_search(name).is_ok())
}

/// Whether two sorted lists have no name in common.
pub(super) fn apart(some: &[PartyKey], others: &[PartyKey]) -> bool {
    common(some, others).next().is_none()
}
