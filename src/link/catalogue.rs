//! The claims of a ledger, ranked by how well they fit what was said.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::concept::{Word, concepts, words};
use super::polarity::polarity;
use super::roster::Roster;
use crate::domain::claim::Claim;
use crate::domain::slug::Slug;

/// A claim with what is known around it.
#[derive(Debug, Clone)]
pub struct CatalogueClaim {
    /// The claim.
    pub claim: Claim,
    /// The question that it answers, in words.
    pub question: Option<String>,
    /// Words in which it was stated before: quotes of statements on it.
    pub quotes: Vec<String>,
}

/// The concepts of a text, each with its weight: 1 where the text itself has it.
pub type Terms = BTreeMap<String, f32>;

/// What a side is worth where a text names only one of those who speak for it.
const SIDE: f32 = 0.5;
/// What words around a claim's text are worth: its topic, its question, quotes.
const AROUND: f32 = 0.4;
/// What words around the content are worth against those in it.
const CONTEXT: f32 = 0.5;
/// The same for words that another claim leaves over.
const CONTEXT_OF_REST: f32 = 0.2;
/// A word around the content that more claims have than this tells nothing that would be worth the time.
const EVERYWHERE: usize = 20_000;
/// How much likelier a claim is that is about the speaker's own act.
const OWN_ACT: f32 = 1.15;

/// How much less likely a claim is that says the contrary.
const CONTRARY: f32 = 0.8;
/// How much likelier a claim is for each time that it was spoken of just before, up to three times, where the
/// words say little: "the meeting".
const RECENT: f32 = 0.25;
/// Words that tell less than this in sum say little.
const LITTLE: f32 = 6.0;

/// The claims of a ledger.
pub struct Catalogue {
    claims: Vec<CatalogueClaim>,
    /// Whether each says that something is not so.
    negated: Vec<bool>,
    /// The concepts of each claim's own text, summed up by how telling they are.
    weight: Vec<f32>,
    /// Where each concept occurs, with its weight there.
    places: HashMap<String, Vec<(u32, f32)>>,
    tally: RefCell<Tally>,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The concepts of what was said.
    pub content: Terms,
    /// Those of the words around it.
    pub context: Terms,
    /// The speaker and those in whose name the speaker speaks.
    pub side: Vec<Slug>,
    /// Whether what was said says that something is not so.
    pub negated: bool,
    /// The claims that were spoken of just before.
    pub recent: Vec<usize>,
    /// Whether these are words that another claim leaves over: then they have to speak for themselves.
    pub left_over: bool,
}

/// A claim that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The place of the claim in the catalogue.
    pub claim: usize,
    /// How well it fits, from 0 to about 1.
    pub score: f32,
}

/// The concepts of a text. Whoever it names counts as one concept, however named.
pub fn terms(roster: &Roster, text: &str) -> Terms {
    terms_of(roster, &words(text))
}

fn terms_of(roster: &Roster, words: &[Word]) -> Terms {
    let mut terms = Terms::new();
    let mut raise = |term: String, weight: f32| {
        let held = terms.entry(term).or_insert(weight);
        *held = held.max(weight);
    };
    let mut at = 0;
    while at < words.len() {
        if let Some(named) = roster.named_at(words, at) {
            let sides = roster.speaks_as(&roster.party(named.party).id);
            for (place, side) in sides.into_iter().enumerate() {
                raise(format!("@{side}"), if place == 0 { 1.0 } else { SIDE });
            }
            at += named.words;
            continue;
        }
        for concept in concepts(&words[at]) {
            raise(concept, 1.0);
        }
        at += 1;
    }
    terms
}

impl Catalogue {
    /// Takes in the claims of a ledger.
    pub fn new(claims: Vec<CatalogueClaim>, roster: &Roster) -> Self {
        let mut catalogue = Self {
            weight: Vec::with_capacity(claims.len()),
            places: HashMap::new(),
            tally: RefCell::default(),
            negated: claims
                .iter()
                .map(|listed| polarity(&listed.claim.text).negated)
                .collect(),
            claims,
        };
        let own: Vec<Terms> = catalogue
            .claims
            .iter()
            .map(|listed| terms(roster, &listed.claim.text))
            .collect();
        for (at, listed) in (0_u32..).zip(&catalogue.claims) {
            let mut all = own[at as usize].clone();
            for term in around(roster, listed) {
                all.entry(term).or_insert(AROUND);
            }
            for (term, weight) in all {
                catalogue.places.entry(term).or_default().push((at, weight));
            }
        }
        for terms in &own {
            let sum = terms
                .iter()
                .map(|(term, weight)| weight * catalogue.telling(term));
            catalogue.weight.push(sum.sum());
        }
        catalogue
    }

    /// How telling a concept is: the fewer claims have it, the more.
    fn telling(&self, term: &str) -> f32 {
        let claims = self.places.get(term).map_or(0, Vec::len);
        if claims == 0 {
            return 0.0;
        }
        (1.0 + self.claims.len() as f32 / (claims as f32 + 0.5)).ln()
    }

    /// A claim by its place.
    pub fn listed(&self, at: usize) -> &CatalogueClaim {
        &self.claims[at]
    }

    /// How many claims there are.
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// The claims that fit best, best first, at most `count`.
    pub fn rank(&self, query: &Query, count: usize) -> Vec<Fit> {
        let mut tally = self.tally.borrow_mut();
        tally.begin(self.claims.len());
        let mut asked = 0.0;
        for (term, weight) in &query.content {
            let telling = self.telling(term);
            asked += weight * telling;
            for (claim, held) in self.places.get(term).into_iter().flatten() {
                let sums = tally.of(*claim);
                sums.add(*held, telling, 1.0);
                sums.answered += weight * telling;
            }
        }
        let worth = if query.left_over {
            CONTEXT_OF_REST
        } else {
            CONTEXT
        };
        for term in query
            .context
            .keys()
            .filter(|term| !query.content.contains_key(*term))
        {
            let telling = self.telling(term);
            let places = self
                .places
                .get(term)
                .filter(|places| places.len() < EVERYWHERE);
            let places = places.into_iter().flatten();
            for (claim, held) in places {
                tally.of(*claim).add(*held, telling, worth);
            }
        }
        let mut best = Best::new(count);
        for claim in &tally.met {
            let claim = *claim as usize;
            let sums = &tally.sums[claim];
            let covered = sums.covered(self.weight[claim]);
            if covered >= best.least {
                best.take(self.fit(claim, sums, covered, asked, query));
            }
        }
        best.fits
    }

    fn fit(&self, claim: usize, sums: &Sums, covered: f32, asked: f32, query: &Query) -> Fit {
        let used = if asked > 0.0 {
            sums.answered / asked
        } else {
            0.0
        };
        // Where only the words around speak for a claim, they speak softly.
        let used = if used > 0.0 {
            used.powf(0.4)
        } else {
            0.3 * covered.sqrt()
        };
        let principals = &self.claims[claim].claim.principals;
        let own_act = principals.iter().any(|party| query.side.contains(party));
        let contrary = self.negated[claim] != query.negated;
        let recent = query
            .recent
            .iter()
            .filter(|one| **one == claim)
            .count()
            .min(3);
        let recent = if asked < LITTLE {
            recent as f32 * RECENT
        } else {
            0.0
        };
        let score = covered.powf(COVERED) * used * (1.0 + recent);
        Fit {
            claim,
            score: score
                * if own_act { OWN_ACT } else { 1.0 }
                * if contrary { CONTRARY } else { 1.0 },
        }
    }

    /// The concepts of a query that a claim has.
    pub fn shared<'q>(&self, query: &'q Terms, claim: usize) -> BTreeSet<&'q str> {
        let holds = |term: &&String| {
            let places = self.places.get(*term);
            places.is_some_and(|places| {
                places
                    .binary_search_by_key(&(claim as u32), |place| place.0)
                    .is_ok()
            })
        };
        query.keys().filter(holds).map(String::as_str).collect()
    }
}

/// How much it counts that a claim's own words are met.
const COVERED: f32 = 0.6;

/// The best of some fits, best first; of two that fit as well, the claim that was entered earlier.
struct Best {
    fits: Vec<Fit>,
    count: usize,
    /// A claim of which less is covered cannot be among them, whatever else speaks for it.
    least: f32,
}

impl Best {
    fn new(count: usize) -> Self {
        Self {
            fits: Vec::with_capacity(count + 1),
            count,
            least: 0.0,
        }
    }

    fn take(&mut self, fit: Fit) {
        let better = |other: &Fit| {
            let order = other.score.total_cmp(&fit.score);
            order.then(fit.claim.cmp(&other.claim)).is_gt()
        };
        let place = self.fits.partition_point(better);
        if place == self.count {
            return;
        }
        self.fits.insert(place, fit);
        self.fits.truncate(self.count);
        if let Some(worst) = self.fits.get(self.count - 1) {
            let most = OWN_ACT * (1.0 + 3.0 * RECENT);
            // A little less, so that rounding turns nobody away.
            self.least = 0.999 * (worst.score / most).powf(1.0 / COVERED);
        }
    }
}

/// What was found of every claim, kept from one ranking to the next so that it is made once.
#[derive(Default)]
struct Tally {
    sums: Vec<Sums>,
    met: Vec<u32>,
}

impl Tally {
    fn begin(&mut self, claims: usize) {
        for claim in self.met.drain(..) {
            self.sums[claim as usize] = Sums::default();
        }
        self.sums.resize(claims, Sums::default());
    }

    fn of(&mut self, claim: u32) -> &mut Sums {
        let sums = &mut self.sums[claim as usize];
        if !sums.met {
            sums.met = true;
            self.met.push(claim);
        }
        sums
    }
}

/// What was found of one claim.
#[derive(Clone, Default)]
struct Sums {
    met: bool,
    own: f32,
    around: f32,
    around_whole: f32,
    answered: f32,
}

impl Sums {
    /// The share of a claim's words that is met, where its own weigh `own` in sum.
    fn covered(&self, own: f32) -> f32 {
        (self.own + self.around) / (own + self.around_whole).max(f32::MIN_POSITIVE)
    }

    fn add(&mut self, held: f32, telling: f32, worth: f32) {
        // Words around the claim count where they are met, and are not missed where they are not.
        if (held - AROUND).abs() < f32::EPSILON {
            self.around += held * telling * worth;
            self.around_whole += held * telling;
        } else {
            self.own += held * telling * worth;
        }
    }
}

fn around(roster: &Roster, listed: &CatalogueClaim) -> BTreeSet<String> {
    let claim = &listed.claim;
    let topic = claim.topic.as_deref().unwrap_or_default().replace('-', " ");
    let id = claim.id.as_str().replace('-', " ");
    let question = listed.question.as_deref().unwrap_or_default();
    let texts = [topic.as_str(), id.as_str(), question];
    let quotes = listed.quotes.iter().map(String::as_str);
    let all = texts.into_iter().chain(quotes);
    all.flat_map(|text| terms(roster, text).into_keys())
        .collect()
}
