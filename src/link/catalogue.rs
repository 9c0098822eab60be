//! The claims of a ledger, ranked by how well they match what was said.
//!
//! An index finds the few hundred claims that share the rarest terms with what was said, or have terms near them in
//! meaning; only these are compared in full. So the time for a statement hardly depends on how many claims there are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::concept::{FoldedWord, concepts, words};
use super::lexicon::{Lexicon, TermId, Weighted};
use super::likelihood::{Features, Shares, probabilities};
use super::polarity::polarity;
use super::roster::Roster;
use super::vectors::SHIPPED;
use crate::domain::claim::Claim;
use crate::domain::slug::Slug;

/// A claim, with texts about it.
#[derive(Debug, Clone)]
pub struct CatalogueClaim {
    /// The claim.
    pub claim: Claim,
    /// The text of the question that it answers.
    pub question: Option<String>,
    /// Quotes of the statements on it.
    pub quotes: Vec<String>,
}

/// The terms of a text: its words and the parties that it names.
pub type TermWeights = BTreeMap<String, Weighted>;

/// Weight of a party for which a named party speaks.
const SIDE_WEIGHT: f32 = 0.5;
/// Weight of terms in a claim's topic, id, question and quotes.
const RELATED_WEIGHT: f32 = 0.4;
/// Weight of terms around the content, relative to those in it.
const CONTEXT_WEIGHT: f32 = 0.35;
/// [`CONTEXT_WEIGHT`] for content that another claim does not account for.
const REST_CONTEXT_WEIGHT: f32 = 0.2;
/// The most claims looked at for the terms of the content, rarest terms first, and of the context.
const MOST_POSTINGS: [usize; 2] = [30_000, 10_000];
/// The most claims that are compared in full.
const MOST_COMPARED: usize = 300;
/// Claims whose texts are read at once.
const READ_AT_ONCE: usize = 4_096;
/// The most recent mentions of a claim that count.
const MAX_RECENT: usize = 3;
/// From this likeness on, a term accounts for another.
const ACCOUNTS_FOR: f32 = 0.55;

/// The claims of a ledger.
pub struct Catalogue {
    claims: Vec<CatalogueClaim>,
    lexicon: Lexicon,
    /// Whether each claim is negated.
    negated: Vec<bool>,
    /// The information in each claim's own text.
    information: Vec<f32>,
    /// The terms of each claim, its own before related ones.
    terms: Vec<Box<[Held]>>,
    /// The claims that have each term.
    postings: Vec<Vec<u32>>,
    scratch: RefCell<Scratch>,
}

/// A term of a claim.
#[derive(Debug, Clone, Copy)]
struct Held {
    term: TermId,
    weight: f32,
    /// Whether it is not in the claim's own text.
    related: bool,
}

/// What to match claims with.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The terms of what was said.
    pub content: TermWeights,
    /// The terms around it.
    pub context: TermWeights,
    /// The speaker and the parties that the speaker speaks for.
    pub side: Vec<Slug>,
    /// Whether what was said is negated.
    pub negated: bool,
    /// The claims mentioned just before.
    pub recent: Vec<usize>,
    /// Whether this is content that another claim does not account for. The context counts less then.
    pub is_rest: bool,
}

/// A claim that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The index of the claim in the catalogue.
    pub claim: usize,
    /// How probable it is that the words are about this claim, from 0 to 1.
    pub score: f32,
}

/// The claims that match best, best first.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    /// The claims.
    pub fits: Vec<Fit>,
    /// How probable it is that the words are about none of the ledger's claims.
    pub none: f32,
}

/// The terms of a text. A party is one term, whichever of its names is used.
pub fn terms(roster: &Roster, text: &str) -> TermWeights {
    terms_of(roster, &words(text))
}

fn terms_of(roster: &Roster, words: &[FoldedWord]) -> TermWeights {
    let mut terms = TermWeights::new();
    let mut add = |term: String, weight: f32, place: Option<u16>| {
        let held = terms.entry(term).or_insert(Weighted { weight, place });
        held.weight = held.weight.max(weight);
    };
    let mut at = 0;
    while at < words.len() {
        if let Some(found) = roster.name_at(words, at) {
            let sides = roster.speaks_as(&roster.party(found.party).id);
            for (place, side) in sides.into_iter().enumerate() {
                let weight = if place == 0 { 1.0 } else { SIDE_WEIGHT };
                add(format!("@{side}"), weight, None);
            }
            at += found.words;
            continue;
        }
        let whole = SHIPPED.place(&words[at].folded);
        for concept in concepts(&words[at]) {
            let place = whole.or_else(|| SHIPPED.place(&concept));
            add(concept, 1.0, place);
        }
        at += 1;
    }
    terms
}

impl Catalogue {
    /// A catalogue of these claims.
    pub fn new(claims: Vec<CatalogueClaim>, roster: &Roster) -> Self {
        let mut catalogue = Self {
            lexicon: Lexicon::default(),
            negated: Vec::with_capacity(claims.len()),
            information: Vec::with_capacity(claims.len()),
            terms: Vec::with_capacity(claims.len()),
            postings: Vec::new(),
            scratch: RefCell::default(),
            claims: Vec::new(),
        };
        // Reading the texts takes most of the time, so the cores share it.
        for some in claims.chunks(READ_AT_ONCE) {
            let read = some.par_iter().map(|listed| ReadClaim::of(listed, roster));
            for claim in read.collect::<Vec<_>>() {
                catalogue.index(&claim);
            }
        }
        for held in &catalogue.terms {
            let own = held.iter().filter(|held| !held.related);
            let sum = own.map(|held| held.weight * catalogue.information_of(held.term));
            catalogue.information.push(sum.sum());
        }
        catalogue.claims = claims;
        catalogue
    }

    fn index(&mut self, claim: &ReadClaim) {
        let at = self.terms.len() as u32;
        let ReadClaim { own, related, .. } = claim;
        let related = related.iter().filter(|(key, _)| !own.contains_key(*key));
        let related = related.map(|(key, held)| (key, held.place, RELATED_WEIGHT, true));
        let own = own.iter();
        let all = own
            .map(|(key, held)| (key, held.place, held.weight, false))
            .chain(related);
        let mut terms = Vec::new();
        for (key, place, weight, related) in all {
            let term = self.lexicon.add(key, place);
            self.lexicon.count(term);
            self.postings.resize(self.lexicon.len(), Vec::new());
            self.postings[term as usize].push(at);
            terms.push(Held {
                term,
                weight,
                related,
            });
        }
        self.terms.push(terms.into());
        self.negated.push(claim.negated);
    }

    /// The information in a term: the fewer claims have it, the more.
    fn information_of(&self, term: TermId) -> f32 {
        let claims = self.lexicon.claims_with(term);
        (1.0 + self.terms.len() as f32 / (claims as f32 + 0.5)).ln()
    }

    /// The information in a term of a query. What no claim has tells as much as what one has, if it is rare elsewhere.
    fn information_asked(&self, key: &str) -> (f32, bool) {
        match self.lexicon.id(key) {
            Some(term) => (self.information_of(term), true),
            None => (
                (1.0 + 2.0 * self.terms.len() as f32).ln() * SHIPPED.rarity(key),
                false,
            ),
        }
    }

    /// A claim by its index.
    pub fn claim(&self, at: usize) -> &CatalogueClaim {
        &self.claims[at]
    }

    /// The number of claims.
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// Whether there are no claims.
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// The best matches, best first, at most `count`. Of two that match as well, the older claim comes first.
    pub fn rank(&self, query: &Query, count: usize) -> Ranking {
        let mut scratch = self.scratch.borrow_mut();
        scratch.clear(self.terms.len(), self.lexicon.len());
        let asked = self.ask(query, &mut scratch);
        let likely = self.likely(query, &mut scratch);
        let odds: Vec<f32> = likely
            .iter()
            .map(|claim| self.features(*claim, query, &asked, &scratch).odds())
            .collect();
        let scores = likely.into_iter().zip(probabilities(&odds));
        let mut fits: Vec<Fit> = scores.map(|(claim, score)| Fit { claim, score }).collect();
        fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.claim.cmp(&b.claim)));
        let any: f32 = fits.iter().map(|fit| fit.score).sum();
        fits.truncate(count);
        Ranking {
            fits,
            none: 1.0 - any,
        }
    }

    /// Marks the terms that stand for those of a query.
    fn ask(&self, query: &Query, scratch: &mut Scratch) -> Asked {
        let mut asked = Asked::default();
        for (at, (key, held)) in (0_u16..).zip(&query.content) {
            let (information, known) = self.information_asked(key);
            let information = held.weight * information;
            asked.weights.push(information);
            asked.whole += information;
            asked.known += if known { information } else { 0.0 };
            for (term, likeness) in self.lexicon.neighbours(key, held.place).iter() {
                scratch.touch(*term, likeness * held.weight, at);
            }
            asked.parties |= key.starts_with('@');
        }
        let weight = if query.is_rest {
            REST_CONTEXT_WEIGHT
        } else {
            CONTEXT_WEIGHT
        };
        let around = query.context.iter();
        for (key, held) in around.filter(|(key, _)| !query.content.contains_key(*key)) {
            for (term, likeness) in self.lexicon.neighbours(key, held.place).iter() {
                scratch.touch_around(*term, likeness * weight);
            }
        }
        asked
    }

    /// The claims that are worth comparing: those that have the rarest terms asked for, and those mentioned just before.
    fn likely(&self, query: &Query, scratch: &mut Scratch) -> Vec<usize> {
        let touched = std::mem::take(&mut scratch.touched);
        let mut terms: Vec<(f32, TermId, bool)> = touched
            .iter()
            .map(|term| {
                let strength = &scratch.strengths[*term as usize];
                let information = self.information_of(*term);
                let inside = strength.content >= strength.context;
                (information * strength.best(), *term, inside)
            })
            .collect();
        scratch.touched = touched;
        terms.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut left = MOST_POSTINGS;
        for (gain, term, inside) in terms {
            let postings = &self.postings[term as usize];
            let left = &mut left[usize::from(!inside)];
            if postings.len() > *left {
                continue;
            }
            *left -= postings.len();
            for claim in postings {
                scratch.meet(*claim, gain);
            }
        }
        for claim in &query.recent {
            scratch.meet(*claim as u32, 0.0);
        }
        let mut met: Vec<(f32, u32)> = scratch
            .met
            .iter()
            .map(|claim| (scratch.gains[*claim as usize], *claim))
            .collect();
        if met.len() > MOST_COMPARED {
            met.select_nth_unstable_by(MOST_COMPARED, |a, b| {
                b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
            });
            met.truncate(MOST_COMPARED);
        }
        met.into_iter().map(|(_, claim)| claim as usize).collect()
    }

    fn features(&self, claim: usize, query: &Query, asked: &Asked, scratch: &Scratch) -> Features {
        let principals = &self.claims[claim].claim.principals;
        let recent = query.recent.iter().filter(|one| **one == claim);
        let most = 2.0 * (1.0 + self.terms.len() as f32).ln();
        Features {
            shares: self.shares(claim, asked, scratch),
            brevity: (1.0 - asked.whole / most).max(0.0),
            own_act: principals.iter().any(|party| query.side.contains(party)),
            opposite: self.negated[claim] != query.negated,
            recent: recent.count().min(MAX_RECENT) as f32,
        }
    }

    /// What a query and a claim have in common.
    fn shares(&self, claim: usize, asked: &Asked, scratch: &Scratch) -> Shares {
        let (mut own, mut related, mut related_whole) = (0.0, 0.0, 0.0);
        let mut answered = vec![0.0_f32; asked.weights.len()];
        let mut shares = Shares::default();
        for held in &self.terms[claim] {
            let strength = &scratch.strengths[held.term as usize];
            let best = strength.best();
            if best == 0.0 {
                if !held.related {
                    shares.other_party |=
                        asked.parties && self.lexicon.is_party(held.term) && held.weight == 1.0;
                }
                continue;
            }
            let information = held.weight * self.information_of(held.term);
            if held.related {
                related += best * information;
                related_whole += information;
            } else {
                own += best * information;
                shares.same_number |= strength.content > 0.0 && self.lexicon.is_number(held.term);
            }
            if strength.content > 0.0 {
                let by = &mut answered[usize::from(strength.by)];
                *by = by.max(strength.content);
            }
        }
        let answered = asked
            .weights
            .iter()
            .zip(&answered)
            .map(|(weight, share)| weight * share);
        let answered: f32 = answered.sum();
        let whole = self.information[claim].max(f32::MIN_POSITIVE);
        shares.covered = (own + related) / (whole + related_whole);
        shares.used = if asked.known > 0.0 {
            (answered / asked.known).min(1.0)
        } else {
            0.0
        };
        shares.used_of_all = if asked.whole > 0.0 {
            answered / asked.whole
        } else {
            0.0
        };
        shares
    }

    /// The information in the terms of a claim's own text that terms stand for.
    pub fn common(&self, terms: &TermWeights, claim: usize) -> f32 {
        let mut near: BTreeMap<TermId, f32> = BTreeMap::new();
        for (key, asked) in terms {
            for (term, likeness) in self.lexicon.neighbours(key, asked.place).iter() {
                let held = near.entry(*term).or_insert(0.0);
                *held = held.max(*likeness);
            }
        }
        let own = self.terms[claim].iter().filter(|held| !held.related);
        let common = own.filter_map(|held| {
            let likeness = near.get(&held.term)?;
            Some(likeness * held.weight * self.information_of(held.term))
        });
        common.sum()
    }

    /// The terms of a query that a claim accounts for.
    pub fn shared<'q>(&self, query: &'q TermWeights, claim: usize) -> BTreeSet<&'q str> {
        let held: BTreeSet<TermId> = self.terms[claim].iter().map(|held| held.term).collect();
        let accounted = |(key, asked): &(&String, &Weighted)| {
            let near = self.lexicon.neighbours(key, asked.place);
            near.iter()
                .any(|(term, likeness)| *likeness >= ACCOUNTS_FOR && held.contains(term))
        };
        let found = query.iter().filter(accounted);
        found.map(|(key, _)| key.as_str()).collect()
    }
}

/// What a query asks for.
#[derive(Default)]
struct Asked {
    /// The information in each term of the content, in order.
    weights: Vec<f32>,
    whole: f32,
    /// The information in those that claims have.
    known: f32,
    parties: bool,
}

/// Sums for terms and claims, kept from one ranking to the next to save the allocation.
#[derive(Default)]
struct Scratch {
    strengths: Vec<Strength>,
    touched: Vec<TermId>,
    gains: Vec<f32>,
    is_met: Vec<bool>,
    met: Vec<u32>,
}

/// How much a term stands for those of a query.
#[derive(Clone, Copy, Default)]
struct Strength {
    content: f32,
    /// The term of the content for which it stands most.
    by: u16,
    context: f32,
}

impl Strength {
    fn best(&self) -> f32 {
        self.content.max(self.context)
    }
}

impl Scratch {
    fn clear(&mut self, claims: usize, terms: usize) {
        for term in self.touched.drain(..) {
            self.strengths[term as usize] = Strength::default();
        }
        for claim in self.met.drain(..) {
            self.gains[claim as usize] = 0.0;
            self.is_met[claim as usize] = false;
        }
        self.strengths.resize(terms, Strength::default());
        self.gains.resize(claims, 0.0);
        self.is_met.resize(claims, false);
    }

    fn strength(&mut self, term: TermId) -> &mut Strength {
        let strength = &mut self.strengths[term as usize];
        if strength.best() == 0.0 {
            self.touched.push(term);
        }
        strength
    }

    fn touch(&mut self, term: TermId, share: f32, by: u16) {
        let strength = self.strength(term);
        if share > strength.content {
            strength.content = share;
            strength.by = by;
        }
    }

    fn touch_around(&mut self, term: TermId, share: f32) {
        let strength = self.strength(term);
        strength.context = strength.context.max(share);
    }

    fn meet(&mut self, claim: u32, gain: f32) {
        self.gains[claim as usize] += gain;
        if !std::mem::replace(&mut self.is_met[claim as usize], true) {
            self.met.push(claim);
        }
    }
}

/// What the texts of a claim say.
struct ReadClaim {
    own: TermWeights,
    related: TermWeights,
    negated: bool,
}

impl ReadClaim {
    fn of(listed: &CatalogueClaim, roster: &Roster) -> Self {
        Self {
            own: terms(roster, &listed.claim.text),
            related: related_terms(roster, listed),
            negated: polarity(&listed.claim.text).negated,
        }
    }
}

/// The terms of a claim's topic, id, question and quotes.
fn related_terms(roster: &Roster, entry: &CatalogueClaim) -> TermWeights {
    let claim = &entry.claim;
    let topic = claim.topic.as_deref().unwrap_or_default().replace('-', " ");
    let id = claim.id.as_str().replace('-', " ");
    let question = entry.question.as_deref().unwrap_or_default();
    let texts = [topic.as_str(), id.as_str(), question];
    let quotes = entry.quotes.iter().map(String::as_str);
    let mut all = TermWeights::new();
    for text in texts.into_iter().chain(quotes) {
        all.append(&mut terms(roster, text));
    }
    all
}
