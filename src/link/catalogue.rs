//! The claims of a ledger, ranked by how well they match what was said.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::concept::{FoldedWord, concepts, words};
use super::polarity::polarity;
use super::roster::Roster;
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

/// The concepts of a text and their weights. A concept that occurs in the text itself has weight 1.
pub type TermWeights = BTreeMap<String, f32>;

/// Weight of a party for which a named party speaks.
const SIDE_WEIGHT: f32 = 0.5;
/// Weight of concepts in a claim's topic, id, question and quotes.
const RELATED_WEIGHT: f32 = 0.4;
/// Weight of concepts around the content, relative to those in it.
const CONTEXT_WEIGHT: f32 = 0.5;
/// [`CONTEXT_WEIGHT`] for content that another claim does not account for.
const REST_CONTEXT_WEIGHT: f32 = 0.2;
/// Concepts around the content that more claims have than this are skipped: they say little and cost
/// time.
const MAX_CONTEXT_CLAIMS: usize = 20_000;
/// Factor for a claim about the speaker's own act.
const OWN_ACT_FACTOR: f32 = 1.15;
/// Factor for a claim that says the opposite.
const OPPOSITE_FACTOR: f32 = 0.8;
/// Bonus for each recent mention of a claim, up to [`MAX_RECENT`], if the words say little, such as
/// "the meeting".
const RECENT_BONUS: f32 = 0.25;
/// Maximum number of recent mentions that count.
const MAX_RECENT: usize = 3;
/// Words say little if the sum of their information is below this.
const LITTLE_INFORMATION: f32 = 6.0;

/// The claims of a ledger.
pub struct Catalogue {
    claims: Vec<CatalogueClaim>,
    /// Whether each claim is negated.
    negated: Vec<bool>,
    /// The information in each claim's own text.
    information: Vec<f32>,
    /// The claims that have each concept, with its weight there.
    postings: HashMap<String, Vec<(u32, f32)>>,
    scratch: RefCell<Scratch>,
}

/// What to match claims with.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The concepts of what was said.
    pub content: TermWeights,
    /// The concepts around it.
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
    /// How well it matches, from 0 to about 1.
    pub score: f32,
}

/// The concepts of a text. A party is one concept, whichever of its names is used.
pub fn terms(roster: &Roster, text: &str) -> TermWeights {
    terms_of(roster, &words(text))
}

fn terms_of(roster: &Roster, words: &[FoldedWord]) -> TermWeights {
    let mut terms = TermWeights::new();
    let mut add = |term: String, weight: f32| {
        let held = terms.entry(term).or_insert(weight);
        *held = held.max(weight);
    };
    let mut at = 0;
    while at < words.len() {
        if let Some(found) = roster.name_at(words, at) {
            let sides = roster.speaks_as(&roster.party(found.party).id);
            for (place, side) in sides.into_iter().enumerate() {
                add(
                    format!("@{side}"),
                    if place == 0 { 1.0 } else { SIDE_WEIGHT },
                );
            }
            at += found.words;
            continue;
        }
        for concept in concepts(&words[at]) {
            add(concept, 1.0);
        }
        at += 1;
    }
    terms
}

impl Catalogue {
    /// A catalogue of these claims.
    pub fn new(claims: Vec<CatalogueClaim>, roster: &Roster) -> Self {
        let mut catalogue = Self {
            information: Vec::with_capacity(claims.len()),
            postings: HashMap::new(),
            scratch: RefCell::default(),
            negated: claims
                .iter()
                .map(|listed| polarity(&listed.claim.text).negated)
                .collect(),
            claims,
        };
        let own: Vec<TermWeights> = catalogue
            .claims
            .iter()
            .map(|listed| terms(roster, &listed.claim.text))
            .collect();
        for (at, listed) in (0_u32..).zip(&catalogue.claims) {
            let mut all = own[at as usize].clone();
            for term in related_terms(roster, listed) {
                all.entry(term).or_insert(RELATED_WEIGHT);
            }
            for (term, weight) in all {
                catalogue
                    .postings
                    .entry(term)
                    .or_default()
                    .push((at, weight));
            }
        }
        for terms in &own {
            let sum = terms
                .iter()
                .map(|(term, weight)| weight * catalogue.information_of(term));
            catalogue.information.push(sum.sum());
        }
        catalogue
    }

    /// The information in a concept: the fewer claims have it, the more.
    fn information_of(&self, term: &str) -> f32 {
        let claims = self.postings.get(term).map_or(0, Vec::len);
        if claims == 0 {
            return 0.0;
        }
        (1.0 + self.claims.len() as f32 / (claims as f32 + 0.5)).ln()
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

    /// The best matches, best first, at most `count`.
    pub fn rank(&self, query: &Query, count: usize) -> Vec<Fit> {
        let mut scratch = self.scratch.borrow_mut();
        scratch.clear(self.claims.len());
        let mut asked = 0.0;
        for (term, weight) in &query.content {
            let information = self.information_of(term);
            asked += weight * information;
            for (claim, held) in self.postings.get(term).into_iter().flatten() {
                let sums = scratch.sums_of(*claim);
                sums.add(*held, information, 1.0);
                sums.answered += weight * information;
            }
        }
        let context_weight = if query.is_rest {
            REST_CONTEXT_WEIGHT
        } else {
            CONTEXT_WEIGHT
        };
        let context = query.context.keys();
        for term in context.filter(|term| !query.content.contains_key(*term)) {
            let information = self.information_of(term);
            let postings = self.postings.get(term);
            let postings = postings.filter(|claims| claims.len() < MAX_CONTEXT_CLAIMS);
            for (claim, held) in postings.into_iter().flatten() {
                scratch
                    .sums_of(*claim)
                    .add(*held, information, context_weight);
            }
        }
        let mut best = BestFits::new(count);
        for claim in &scratch.met {
            let claim = *claim as usize;
            let sums = &scratch.sums[claim];
            let covered = sums.covered(self.information[claim]);
            if covered >= best.min_covered {
                best.add(self.fit(claim, sums, covered, asked, query));
            }
        }
        best.fits
    }

    fn fit(&self, claim: usize, sums: &ClaimSums, covered: f32, asked: f32, query: &Query) -> Fit {
        let used = if asked > 0.0 {
            sums.answered / asked
        } else {
            0.0
        };
        // A claim that only the context supports gets a low score.
        let used = if used > 0.0 {
            used.powf(0.4)
        } else {
            0.3 * covered.sqrt()
        };
        let principals = &self.claims[claim].claim.principals;
        let own_act = principals.iter().any(|party| query.side.contains(party));
        let opposite = self.negated[claim] != query.negated;
        let recent = query.recent.iter().filter(|one| **one == claim);
        let recent = if asked < LITTLE_INFORMATION {
            recent.count().min(MAX_RECENT) as f32 * RECENT_BONUS
        } else {
            0.0
        };
        let score = covered.powf(COVERED_EXPONENT) * used * (1.0 + recent);
        Fit {
            claim,
            score: score
                * if own_act { OWN_ACT_FACTOR } else { 1.0 }
                * if opposite { OPPOSITE_FACTOR } else { 1.0 },
        }
    }

    /// The concepts of a query that a claim has.
    pub fn shared<'q>(&self, query: &'q TermWeights, claim: usize) -> BTreeSet<&'q str> {
        let holds = |term: &&String| {
            let postings = self.postings.get(*term);
            postings.is_some_and(|postings| {
                let found = postings.binary_search_by_key(&(claim as u32), |posting| posting.0);
                found.is_ok()
            })
        };
        query.keys().filter(holds).map(String::as_str).collect()
    }
}

/// Exponent of the share of a claim's words that are met.
const COVERED_EXPONENT: f32 = 0.6;

/// The best matches so far, best first. Of two with the same score, the older claim comes first.
struct BestFits {
    fits: Vec<Fit>,
    count: usize,
    /// A claim of which a smaller share is covered cannot be among the best, whatever its bonuses.
    min_covered: f32,
}

impl BestFits {
    fn new(count: usize) -> Self {
        Self {
            fits: Vec::with_capacity(count + 1),
            count,
            min_covered: 0.0,
        }
    }

    fn add(&mut self, fit: Fit) {
        let better = |other: &Fit| {
            let order = other.score.total_cmp(&fit.score);
            order.then(fit.claim.cmp(&other.claim)).is_gt()
        };
        let position = self.fits.partition_point(better);
        if position == self.count {
            return;
        }
        self.fits.insert(position, fit);
        self.fits.truncate(self.count);
        if let Some(worst) = self.fits.get(self.count - 1) {
            let max_factor = OWN_ACT_FACTOR * (1.0 + MAX_RECENT as f32 * RECENT_BONUS);
            // Slightly less, so that rounding excludes no claim.
            self.min_covered = 0.999 * (worst.score / max_factor).powf(1.0 / COVERED_EXPONENT);
        }
    }
}

/// Sums for every claim, kept from one ranking to the next to save the allocation.
#[derive(Default)]
struct Scratch {
    sums: Vec<ClaimSums>,
    met: Vec<u32>,
}

impl Scratch {
    fn clear(&mut self, claims: usize) {
        for claim in self.met.drain(..) {
            self.sums[claim as usize] = ClaimSums::default();
        }
        self.sums.resize(claims, ClaimSums::default());
    }

    fn sums_of(&mut self, claim: u32) -> &mut ClaimSums {
        let sums = &mut self.sums[claim as usize];
        if !sums.met {
            sums.met = true;
            self.met.push(claim);
        }
        sums
    }
}

/// What a query and a claim have in common.
#[derive(Clone, Default)]
struct ClaimSums {
    met: bool,
    own: f32,
    related: f32,
    related_whole: f32,
    answered: f32,
}

impl ClaimSums {
    /// The share of a claim's words that is met. `own` is the information in its own text.
    fn covered(&self, own: f32) -> f32 {
        (self.own + self.related) / (own + self.related_whole).max(f32::MIN_POSITIVE)
    }

    fn add(&mut self, held: f32, information: f32, weight: f32) {
        // Related concepts count if they are met, but missing ones do not count against a claim.
        if (held - RELATED_WEIGHT).abs() < f32::EPSILON {
            self.related += held * information * weight;
            self.related_whole += held * information;
        } else {
            self.own += held * information * weight;
        }
    }
}

/// The concepts of a claim's topic, id, question and quotes.
fn related_terms(roster: &Roster, entry: &CatalogueClaim) -> BTreeSet<String> {
    let claim = &entry.claim;
    let topic = claim.topic.as_deref().unwrap_or_default().replace('-', " ");
    let id = claim.id.as_str().replace('-', " ");
    let question = entry.question.as_deref().unwrap_or_default();
    let texts = [topic.as_str(), id.as_str(), question];
    let quotes = entry.quotes.iter().map(String::as_str);
    let all = texts.into_iter().chain(quotes);
    all.flat_map(|text| terms(roster, text).into_keys())
        .collect()
}
