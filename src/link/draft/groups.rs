//! Contents about one matter, grouped.

use std::collections::BTreeMap;

use super::matter::{Matter, Weights};
use super::overlaps::Overlaps;

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

impl Content {
    /// The text of a recorded claim, or of a statement on it.
    pub(super) fn recorded(matter: Matter, claim: usize) -> Self {
        Self {
            matter,
            claim: Some(claim),
            article: None,
            speaker: None,
            place: 0,
        }
    }
}

/// Groups contents about one matter: the number of the group of each. Those of two recorded claims stay apart, and so do
/// those whose figures, days or places differ.
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

/// The odds of all pairs of contents; `None` where their figures, days or places rule out that they are the same.
fn nearness(contents: &[Content], weights: &Weights) -> Vec<Vec<Option<f32>>> {
    let mut near = vec![vec![None; contents.len()]; contents.len()];
    let rows = Overlaps::of(contents, weights).log_odds();
    for (a, row) in rows.into_iter().enumerate() {
        for (b, odds) in (a..).zip(row) {
            // The same on another day or in another place is another claim.
            let (one, other) = (&contents[a].matter, &contents[b].matter);
            let elsewhere = odds.is_some_and(|odds| odds >= SAME) && one.is_apart(other);
            let odds = odds.filter(|_| !elsewhere);
            (near[a][b], near[b][a]) = (odds, odds);
        }
    }
    near
}

/// Merges the two nearest groups until none are near enough.
fn merge(groups: &mut [Vec<usize>], claims: &[Option<usize>], near: &[Vec<Option<f32>>]) {
    let mut table = Table::new(groups, claims, near);
    while let Some((_, a, b)) = table.nearest() {
        let moved = std::mem::take(&mut groups[b]);
        groups[a].extend(moved);
        table.join(a, b);
    }
}

/// How near groups are to each other. Two groups that become one are as near to a third as both were, so no pair of contents
/// is looked at twice.
struct Table {
    /// The number of contents in each group; 0 once it is a part of another.
    sizes: Vec<usize>,
    claims: Vec<Option<usize>>,
    /// The sum of the odds of all pairs between two groups; `None` if a pair rules out that they are the same.
    sums: Vec<Vec<Option<f32>>>,
    /// The nearest of the groups after each, if it is near enough.
    best: Vec<Option<(f32, usize)>>,
}

impl Table {
    fn new(groups: &[Vec<usize>], claims: &[Option<usize>], near: &[Vec<Option<f32>>]) -> Self {
        let between = |a: &Vec<usize>, b: &Vec<usize>| -> Option<f32> {
            let pairs = a
                .iter()
                .flat_map(|one| b.iter().map(|other| near[*one][*other]));
            pairs.sum()
        };
        let row = |a: &Vec<usize>| groups.iter().map(|b| between(a, b)).collect();
        let mut table = Self {
            sizes: groups.iter().map(Vec::len).collect(),
            claims: claims.to_vec(),
            sums: groups.iter().map(row).collect(),
            best: Vec::new(),
        };
        table.best = (0..groups.len()).map(|a| table.best_after(a)).collect();
        table
    }

    /// The two groups that are nearest, the first of them if several are.
    fn nearest(&self) -> Option<(f32, usize, usize)> {
        let mut nearest: Option<(f32, usize, usize)> = None;
        for (a, best) in self.best.iter().enumerate() {
            if let Some((score, b)) = *best
                && nearest.is_none_or(|(most, ..)| score > most)
            {
                nearest = Some((score, a, b));
            }
        }
        nearest
    }

    /// How near two groups are, if they may become one.
    fn score(&self, a: usize, b: usize) -> Option<f32> {
        let pairs = self.sizes[a] * self.sizes[b];
        if pairs == 0 || self.claims[a].is_some() && self.claims[b].is_some() {
            return None;
        }
        let score = self.sums[a][b]? / pairs as f32;
        (score >= SAME).then_some(score)
    }

    fn best_after(&self, a: usize) -> Option<(f32, usize)> {
        let mut best: Option<(f32, usize)> = None;
        for b in a + 1..self.sizes.len() {
            if let Some(score) = self.score(a, b)
                && best.is_none_or(|(most, _)| score > most)
            {
                best = Some((score, b));
            }
        }
        best
    }

    /// Makes the second group a part of the first.
    fn join(&mut self, a: usize, b: usize) {
        self.sizes[a] += std::mem::take(&mut self.sizes[b]);
        self.claims[a] = self.claims[a].or(self.claims[b]);
        for other in 0..self.sizes.len() {
            let sum = self.sums[a][other].zip(self.sums[b][other]);
            let sum = sum.map(|(one, other)| one + other);
            (self.sums[a][other], self.sums[other][a]) = (sum, sum);
        }
        for row in 0..b {
            let moved = self.best[row].is_some_and(|(_, other)| other == a || other == b);
            if row == a || moved {
                self.best[row] = self.best_after(row);
            } else if row < a
                && let Some(score) = self.score(row, a)
                && self.best[row]
                    .is_none_or(|(most, other)| score > most || score == most && a < other)
            {
                self.best[row] = Some((score, a));
            }
        }
        self.best[b] = None;
    }
}
