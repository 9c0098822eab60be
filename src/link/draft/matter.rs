//! What a content is about: its words with their meanings, the members that it names, its figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;
use std::sync::LazyLock;

use crate::domain::value::Value;
use crate::domain::value_text::ValueTextError;
use crate::link::concept::{FoldedWord, concept, concepts, words};
use crate::link::lexicon::is_number;
use crate::link::roster::Roster;
use crate::link::vectors::{Direction, SHIPPED};

/// A word of a content, or a member that it names.
#[derive(Debug, Clone)]
struct Term {
    key: String,
    rarity: f32,
    direction: Option<Direction>,
}

/// What a content is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Matter {
    terms: Vec<Term>,
    /// The figures in it, as typed values.
    pub(super) figures: Vec<Value>,
}

/// How much each term tells, by how few contents have it.
#[derive(Debug, Default)]
pub(super) struct Weights {
    contents: usize,
    with_term: HashMap<String, usize>,
}

/// Factor for contents of a single word: "there were no plans".
const THIN: f32 = 0.5;
/// Nearness of two words from which they count as related.
const LEAST_NEARNESS: f32 = 0.5;
/// Words that are said of every matter.
#[rustfmt::skip]
const EMPTY: &[&str] = &[
    "comment", "request", "requests", "question", "questions", "reply", "respond", "calls", "call", "elaborate", "detail",
    "details", "claim", "claims", "accusation", "allegation", "allegations", "report", "reports", "figure", "figures",
    "statement", "remark", "remarks", "untrue", "true", "false", "nonsense", "wrong", "right", "account", "matter", "issue",
    "fanciful", "suggestion", "immediately", "repeated", "reached", "inquiry", "inquiries", "recognise", "recognize",
    "contradiction", "named", "drawn", "clear", "seeking", "return", "seek",
];

impl Matter {
    /// The matter of a content. `members` finds those whom it names.
    pub(super) fn of(text: &str, members: &Roster) -> Self {
        let written = words(text);
        let mut terms = Vec::new();
        let mut at = 0;
        while at < written.len() {
            if let Some(found) = members.name_at(&written, at) {
                terms.push(Term {
                    key: format!("@{}", members.party(found.party).id),
                    rarity: 1.0,
                    direction: None,
                });
                at += found.words;
                continue;
            }
            terms.extend(term(&written[at]));
            at += 1;
        }
        Self {
            terms,
            figures: figures(text),
        }
    }

    /// Whether it says nothing by itself: "to comment", "this was untrue".
    pub(super) fn is_empty(&self) -> bool {
        !self
            .terms
            .iter()
            .any(|term| !term.key.starts_with('@') && !is_empty(&term.key))
    }

    /// Whether it names a member.
    pub(super) fn names(&self, member: &str) -> bool {
        self.terms
            .iter()
            .any(|term| term.key.strip_prefix('@') == Some(member))
    }

    /// Whether its figures rule out that it is the same as another: they measure the same and differ.
    pub(super) fn rivals(&self, other: &Self) -> bool {
        let alike = |a: &Value, b: &Value| same_measure(a, b) && a.rivals(b);
        let same = |a: &Value, b: &Value| same_measure(a, b) && !a.rivals(b);
        let pairs = || {
            self.figures
                .iter()
                .flat_map(|a| other.figures.iter().map(move |b| (a, b)))
        };
        pairs().any(|(a, b)| alike(a, b)) && !pairs().any(|(a, b)| same(a, b))
    }
}

/// Whether two figures count the same, by what they are figures of.
fn same_measure(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Money { currency: a, .. }, Value::Money { currency: b, .. }) => a == b,
        (Value::Count { unit: a, .. }, Value::Count { unit: b, .. }) => {
            a == b
                || match (SHIPPED.direction(a), SHIPPED.direction(b)) {
                    (Some(a), Some(b)) => a.nearness(&b) >= LEAST_NEARNESS,
                    _ => false,
                }
        }
        _ => false,
    }
}

static EMPTY_CONCEPTS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| EMPTY.iter().filter_map(|word| concept(word)).collect());

/// Whether a concept says nothing about a matter.
fn is_empty(key: &str) -> bool {
    EMPTY_CONCEPTS.contains(key)
}

fn term(word: &FoldedWord) -> Option<Term> {
    let key = concepts(word).into_iter().next()?;
    if is_number(&key) {
        return None;
    }
    Some(Term {
        direction: SHIPPED.direction(&word.folded),
        rarity: SHIPPED.rarity(&word.folded),
        key,
    })
}

impl Weights {
    /// The weights of the terms of all contents.
    pub(super) fn of<'m>(matters: impl Iterator<Item = &'m Matter>) -> Self {
        let mut weights = Self::default();
        for matter in matters {
            weights.contents += 1;
            let terms: BTreeMap<&str, ()> = matter
                .terms
                .iter()
                .map(|term| (term.key.as_str(), ()))
                .collect();
            for term in terms.into_keys() {
                *weights.with_term.entry(term.to_owned()).or_default() += 1;
            }
        }
        weights
    }

    /// A rare word tells more than a frequent one, and one that few contents have more than one that many have.
    fn weight(&self, term: &Term) -> f32 {
        let with = self.with_term.get(&term.key).copied().unwrap_or(0) as f32;
        let all = (2.0 + self.contents as f32).ln();
        let spread = ((2.0 + self.contents as f32) / (1.0 + with)).ln() / all;
        let weight = term.rarity * (0.4 + 0.6 * spread);
        if is_empty(&term.key) {
            weight * 0.2
        } else {
            weight
        }
    }

    /// How near two matters are, from 0 to 1.
    pub(super) fn nearness(&self, one: &Matter, other: &Matter) -> f32 {
        let (a, whole_a) = self.covered(one, other);
        let (b, whole_b) = self.covered(other, one);
        if whole_a == 0.0 || whole_b == 0.0 {
            return 0.0;
        }
        // Of a short and a long content, the short one decides, but not alone; and one word alone decides little.
        let thin = one.terms.len() < 2 || other.terms.len() < 2;
        let (shares, both) = ((a / whole_a, b / whole_b), (a + b) / (whole_a + whole_b));
        let factor = if thin { THIN } else { 1.0 };
        factor * (0.5 * both + 0.5 * shares.0.max(shares.1) * shares.0.min(shares.1).sqrt())
    }

    /// The weight of the terms of one matter that another has too, and of all. A word that both have is no likeness for
    /// a further one: of "the ferry will sail" and "the ferry lost money", only the ferry is in both.
    fn covered(&self, one: &Matter, other: &Matter) -> (f32, f32) {
        let has = |matter: &Matter, term: &Term| matter.terms.iter().any(|own| own.key == term.key);
        let further: Vec<&Term> = other.terms.iter().filter(|term| !has(one, term)).collect();
        let (mut covered, mut whole) = (0.0, 0.0);
        for term in &one.terms {
            let weight = self.weight(term);
            whole += weight;
            covered += if has(other, term) {
                weight
            } else {
                let like = further.iter().map(|other| likeness(term, other));
                weight * like.fold(0.0, f32::max)
            };
        }
        (covered, whole)
    }
}

/// How near two different words are.
fn likeness(one: &Term, other: &Term) -> f32 {
    match (&one.direction, &other.direction) {
        (Some(a), Some(b)) => {
            let near = a.nearness(b);
            if near < LEAST_NEARNESS { 0.0 } else { near }
        }
        _ => 0.0,
    }
}

/// The figures in a text: sums of money, shares, and numbers of things.
pub(super) fn figures(text: &str) -> Vec<Value> {
    let text = text
        .replace("per cent", "%")
        .replace(" percent", "%")
        .replace(" %", "%");
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| {
                matches!(
                    c,
                    ',' | '.' | ';' | '(' | ')' | '“' | '”' | '"' | '‘' | '’' | '\''
                )
            })
        })
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let starts =
            words[at].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '€' | '$'));
        let read = |count: usize| Some((figure(&words.get(at..at + count)?.join(" "))?, count));
        let is_money = |read: &(Value, usize)| matches!(read.0, Value::Money { .. });
        // "£25 million" is more than "£25", and "40 vessels" are not "40 vessels were".
        let found_here = starts.then(|| {
            let money = [3, 2, 1].into_iter().filter_map(read).find(is_money);
            money.or_else(|| [1, 2, 3].into_iter().find_map(read))
        });
        match found_here.flatten() {
            Some((value, count)) => {
                found.push(value);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// A sum of money, a share or a number of things.
fn figure(text: &str) -> Option<Value> {
    let value = match Value::from_str(text) {
        Ok(value) => value,
        // "Pounds" are those of the country that news has most of; a person corrects the others.
        Err(ValueTextError::Ambiguous { readings, .. }) => {
            Value::from_str(readings.first()?).ok()?
        }
        Err(_) => return None,
    };
    match &value {
        Value::Money { .. } => Some(value),
        Value::Count { unit, .. } => unit
            .split(' ')
            .all(|word| concept(word).is_some())
            .then_some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_typed() {
        let typed = |text: &str| figures(text).iter().map(Value::typed).collect::<Vec<_>>();
        assert_eq!(typed("the cost was £25m a day"), ["GBP 25m"]);
        assert_eq!(typed("it costs 25 million pounds a day"), ["GBP 25m"]);
        assert_eq!(typed("the offer was 7.5 per cent"), ["7.5 percent"]);
        assert_eq!(typed("40 vessels were at anchor"), ["40 vessels"]);
        assert_eq!(typed("£25 million or $1"), ["GBP 25m", "USD 1"]);
        assert_eq!(typed("of 40 were"), [""; 0]);
    }
}
