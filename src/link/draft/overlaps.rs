//! What all pairs of contents have in common, with each word read once.

use std::collections::HashMap;

use rayon::prelude::*;

use super::figures::Figure;
use super::groups::Content;
use super::matter::{Measured, Weights};
use super::pairs::{Overlap, Shared, log_odds_by, near_enough};
use crate::link::vectors::Direction;

/// A term of a content.
struct Known {
    /// The number of its key: the same for forms of one word.
    key: usize,
    /// The number of its vector.
    vector: Option<usize>,
    /// The term, as if nothing of it were in another content.
    alone: Shared,
}

/// The terms of contents, and which words are near each other.
pub(super) struct Overlaps<'c> {
    contents: &'c [Content],
    terms: Vec<Vec<Known>>,
    keys: usize,
    /// The numbers of the figures of each content.
    figures: Vec<Vec<usize>>,
    /// Whether two figures differ; `None` if they do not measure the same.
    differ: Vec<Vec<Option<bool>>>,
    /// For each vector, the others that are near, with how near they are.
    near: Vec<Vec<(usize, f32)>>,
}

impl<'c> Overlaps<'c> {
    pub(super) fn of(contents: &'c [Content], weights: &Weights) -> Self {
        let (mut keys, mut places) = (HashMap::new(), HashMap::new());
        let mut directions: Vec<&Direction> = Vec::new();
        let mut terms = Vec::new();
        for content in contents {
            let own = content.matter.terms.iter().map(|term| {
                let (count, vectors) = (keys.len(), places.len());
                let vector = term.direction.as_ref().zip(term.place);
                Known {
                    key: *keys.entry(term.key.as_str()).or_insert(count),
                    vector: vector.map(|(direction, place)| {
                        *places.entry(place).or_insert_with(|| {
                            directions.push(direction);
                            vectors
                        })
                    }),
                    alone: Shared {
                        weight: weights.weight(term),
                        is_verb: term.is_verb,
                        is_name: term.is_name(),
                        is_body: term.is_body,
                        share: 0.0,
                        in_both: false,
                    },
                }
            });
            terms.push(own.collect());
        }
        let (figures, differ) = compared(contents);
        let near = directions.par_iter().map(|one| {
            let all = directions.iter().enumerate();
            let near = all.filter_map(|(at, other)| Some((at, near_enough(one, other)?)));
            near.collect()
        });
        Self {
            contents,
            terms,
            keys: keys.len(),
            figures,
            differ,
            near: near.collect(),
        }
    }

    /// How the figures of two contents compare.
    fn measured(&self, a: usize, b: usize) -> Measured {
        let mut measured = Measured::default();
        for one in &self.figures[a] {
            let others = self.figures[b].iter();
            for differs in others.filter_map(|other| self.differ[*one][*other]) {
                measured.add(differs);
            }
        }
        measured
    }

    /// The logarithm of the odds that each pair of contents is about one claim, each with itself and those after it;
    /// `None` if the figures rule out that they are the same.
    pub(super) fn log_odds(&self) -> Vec<Vec<Option<f32>>> {
        let rows = (0..self.contents.len()).into_par_iter();
        rows.map_init(|| Row::new(self), |row, a| row.log_odds(a))
            .collect()
    }
}

/// The numbers of the figures of each content, and whether two figures differ that measure the same.
fn compared(contents: &[Content]) -> (Vec<Vec<usize>>, Vec<Vec<Option<bool>>>) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut different: Vec<&Figure> = Vec::new();
    let mut figures = Vec::new();
    for content in contents {
        let own = content.matter.figures.iter().map(|figure| {
            *numbers.entry(format!("{figure:?}")).or_insert_with(|| {
                different.push(figure);
                different.len() - 1
            })
        });
        figures.push(own.collect());
    }
    // Figures are many, and what they measure is little.
    let (mut kinds, mut examples) = (HashMap::new(), Vec::new());
    let kind_of: Vec<usize> = different
        .iter()
        .map(|figure| {
            *kinds.entry(figure.kind()).or_insert_with(|| {
                examples.push(*figure);
                examples.len() - 1
            })
        })
        .collect();
    let same = examples.par_iter().map(|one| {
        let all = examples.iter();
        all.map(|other| one.same_measure(other)).collect()
    });
    let same: Vec<Vec<bool>> = same.collect();
    let rows = different.par_iter().zip(&kind_of).map(|(one, kind)| {
        let all = different.iter().zip(&kind_of);
        all.map(|(other, others)| same[*kind][*others].then(|| one.differs(other)))
            .collect()
    });
    (figures, rows.collect())
}

/// One content laid open, to be compared with all others.
struct Row<'o, 'c> {
    all: &'o Overlaps<'c>,
    /// Whether it has a key.
    has: Vec<bool>,
    /// Whether the other content has a key.
    other_has: Vec<bool>,
    /// For each of its terms, how near each vector is.
    near: Vec<Vec<f32>>,
    overlap: Overlap,
}

impl<'o, 'c> Row<'o, 'c> {
    fn new(all: &'o Overlaps<'c>) -> Self {
        Self {
            all,
            has: vec![false; all.keys],
            other_has: vec![false; all.keys],
            near: Vec::new(),
            overlap: Overlap::default(),
        }
    }

    fn log_odds(&mut self, a: usize) -> Vec<Option<f32>> {
        self.open(a, true);
        let contents = self.all.contents;
        let one = &contents[a];
        let odds = (a..contents.len()).map(|b| {
            let other = &contents[b];
            self.overlap.measured = self.all.measured(a, b);
            if self.overlap.measured.rivals() {
                return None;
            }
            self.compare(a, b);
            Some(log_odds_by(one, other, &self.overlap))
        });
        let odds = odds.collect();
        self.open(a, false);
        odds
    }

    /// Lays a content open, or closes it again.
    fn open(&mut self, a: usize, open: bool) {
        let terms = &self.all.terms[a];
        while self.near.len() < terms.len() {
            self.near.push(vec![0.0; self.all.near.len()]);
        }
        for (term, row) in terms.iter().zip(&mut self.near) {
            self.has[term.key] = open;
            for (other, near) in term.vector.iter().flat_map(|own| &self.all.near[*own]) {
                row[*other] = if open { *near } else { 0.0 };
            }
        }
    }

    /// What the content that is laid open has in common with another one.
    fn compare(&mut self, a: usize, b: usize) {
        let (ours, theirs) = (&self.all.terms[a], &self.all.terms[b]);
        for term in theirs {
            self.other_has[term.key] = true;
        }
        let Overlap { one, other, .. } = &mut self.overlap;
        one.clear();
        one.extend(ours.iter().map(|term| Shared {
            in_both: self.other_has[term.key],
            ..term.alone
        }));
        other.clear();
        other.extend(theirs.iter().map(|term| Shared {
            in_both: self.has[term.key],
            ..term.alone
        }));
        // A word that both have is no likeness for a further one.
        for (at, own) in one.iter_mut().enumerate() {
            if own.in_both {
                continue;
            }
            let row = &self.near[at];
            for (place, held) in other.iter_mut().enumerate() {
                if held.in_both {
                    continue;
                }
                let near = theirs[place].vector.map_or(0.0, |vector| row[vector]);
                own.share = own.share.max(near);
                held.share = held.share.max(near);
            }
        }
        for shared in one.iter_mut().chain(other.iter_mut()) {
            if shared.in_both {
                shared.share = 1.0;
            }
        }
        for term in theirs {
            self.other_has[term.key] = false;
        }
    }
}
