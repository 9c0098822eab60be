//! Contents about one matter, grouped.

use std::collections::BTreeMap;

use super::matter::{Matter, Weights};
use super::pairs::log_odds;

/// Logarithm of the odds from which two groups become one: the mean over all pairs of their contents.
const SAME: f32 = 0.0;

/// A content, or the text of a recorded claim.
pub(super) struct Content {
    /// What it is about.
    pub(super) matter: Matter,
    /// The recorded claim that it belongs to in any case.
    pub(super) claim: Option<usize>,
    /// The article that it is from. `None` for a recorded claim.
    pub(super) article: Option<usize>,
    /// The member that says it.
    pub(super) speaker: Option<usize>,
    /// Its place among all contents.
    pub(super) place: usize,
}

/// Groups contents about one matter: the number of the group of each. Those of two recorded claims stay apart, and so do
/// those whose figures differ.
pub(super) fn group(contents: &[Content], weights: &Weights) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut by_claim = BTreeMap::new();
    for (at, content) in contents.iter().enumerate() {
        match content.claim {
            Some(claim) => {
                let group = *by_claim.entry(claim).or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
                groups[group].push(at);
            }
            None => groups.push(vec![at]),
        }
    }
    let claims: Vec<Option<usize>> = groups.iter().map(|own| contents[own[0]].claim).collect();
    let near = nearness(contents, weights);
    merge(&mut groups, &claims, &near);
    let mut group_of = vec![0; contents.len()];
    for (group, own) in groups.iter().filter(|own| !own.is_empty()).enumerate() {
        for at in own {
            group_of[*at] = group;
        }
    }
    group_of
}

/// The odds of all pairs of contents; `None` where the figures rule out that they are the same.
fn nearness(contents: &[Content], weights: &Weights) -> Vec<Vec<Option<f32>>> {
    let pair =
        |a: &Content, b: &Content| (!a.matter.rivals(&b.matter)).then(|| log_odds(a, b, weights));
    contents
        .iter()
        .map(|a| contents.iter().map(|b| pair(a, b)).collect())
        .collect()
}

/// Merges the two nearest groups until none are near enough.
fn merge(groups: &mut [Vec<usize>], claims: &[Option<usize>], near: &[Vec<Option<f32>>]) {
    let mut claims = claims.to_vec();
    let between = |a: &[usize], b: &[usize]| -> Option<f32> {
        let mut sum = 0.0;
        for one in a {
            for other in b {
                sum += near[*one][*other]?;
            }
        }
        Some(sum / (a.len() * b.len()) as f32)
    };
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                if groups[a].is_empty()
                    || groups[b].is_empty()
                    || claims[a].is_some() && claims[b].is_some()
                {
                    continue;
                }
                let Some(score) = between(&groups[a], &groups[b]) else {
                    continue;
                };
                if score >= SAME && best.is_none_or(|(least, ..)| score > least) {
                    best = Some((score, a, b));
                }
            }
        }
        let Some((_, a, b)) = best else { return };
        let moved = std::mem::take(&mut groups[b]);
        groups[a].extend(moved);
        claims[a] = claims[a].or(claims[b]);
    }
}
