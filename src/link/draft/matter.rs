//! What a content is about: its words with their meanings, the members that it names, its figures.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use onrecord_extract::{Extractor, Kind};

use super::figures::{Figure, figures};
use super::setting::Setting;
use super::words::{BODY_WORDS, CORPORATE, HEADING_ROLES};
use crate::link::concept::{FoldedWord, concept, concepts, words};
use crate::link::deciding::says_undecided;
use crate::link::lexicon::is_number;
use crate::link::polarity::polarity;
use crate::link::roster::Roster;
use crate::link::vectors::{Direction, SHIPPED};

/// A word of a content, or a member that it names.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) key: String,
    rarity: f32,
    /// The place of the word's vector, and its direction.
    pub(super) place: Option<u16>,
    pub(super) direction: Option<Direction>,
    /// Whether it says what happens, and not to whom or what.
    pub(super) is_verb: bool,
    /// Whether it is a word for an office or a body: "minister", "ministry".
    pub(super) is_body: bool,
}

/// What a content is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Matter {
    pub(super) terms: Vec<Term>,
    /// The figures in it.
    pub(super) figures: Vec<Figure>,
    /// When and where it is said to be so.
    pub(super) setting: Setting,
    /// Whether it is negated.
    pub(super) negated: bool,
    /// Whether it says that something is not decided yet.
    pub(super) undecided: bool,
    /// Whether it says what others are to do: "get on and sign", which someone urges them to.
    pub(super) urges: bool,
    /// Whether it begins with a word for something said before: "it was pulled down".
    pub(super) refers: bool,
    /// Whether it answers something said before as a whole: "no such letter exists", "there were no plans to do so".
    pub(super) answers: bool,
    /// Whether it has a verb.
    has_verb: bool,
    /// Whether it has a finite verb: "how many had died", and not "to be interviewed".
    is_clause: bool,
}

/// How much each term tells, by how few contents have it.
#[derive(Debug, Default)]
pub(super) struct Weights {
    contents: usize,
    with_term: HashMap<String, usize>,
}

/// Words that are said of every matter.
#[rustfmt::skip]
const EMPTY: &[&str] = &[
    "comment", "request", "requests", "question", "questions", "reply", "respond", "calls", "call", "elaborate", "detail",
    "details", "claim", "claims", "accusation", "allegation", "allegations", "report", "reports", "figure", "figures",
    "statement", "remark", "remarks", "untrue", "true", "false", "nonsense", "wrong", "right", "account", "matter", "issue",
    "fanciful", "suggestion", "immediately", "repeated", "reached", "inquiry", "inquiries", "recognise", "recognize",
    "contradiction", "named", "drawn", "clear", "seeking", "return", "seek", "time", "times",
];

impl Matter {
    /// The matter of a content. `members` finds those whom it names.
    pub(super) fn of(text: &str, members: &Roster) -> Self {
        let written = words(text);
        let (verbs, is_clause) = verbs(text);
        let mut terms = Vec::new();
        let mut at = 0;
        while at < written.len() {
            if let Some(found) = members.name_at(&written, at) {
                terms.push(Term::name(members.party(found.party).id.to_string()));
                at += found.words;
                continue;
            }
            // "Orley Street" is one thing, and neither Orley nor a street.
            let named = name_of_words(&written[at..]);
            if named > 1 {
                let words: Vec<&str> = written[at..at + named]
                    .iter()
                    .map(|word| word.folded.as_str())
                    .collect();
                terms.push(Term::name(words.join("-")));
                at += named;
                continue;
            }
            terms.extend(term(&written[at], &verbs));
            at += 1;
        }
        Self {
            terms,
            figures: figures(text),
            setting: Setting::of(text),
            negated: negated(text),
            undecided: says_undecided(text),
            urges: urges(text),
            refers: refers(&written),
            answers: answers(&written) || is_short(text),
            has_verb: !verbs.is_empty(),
            is_clause,
        }
    }

    /// Whether it says nothing by itself: "to comment", "this was untrue".
    pub(super) fn is_empty(&self) -> bool {
        !self
            .terms
            .iter()
            .any(|term| !term.is_name() && !is_empty(&term.key))
    }

    /// Whether it has only one word that tells something, and no figure: "it is a good one", "he is on no list".
    pub(super) fn is_thin(&self) -> bool {
        let tells = |term: &&Term| term.is_name() || !is_empty(&term.key);
        self.figures.is_empty() && self.terms.iter().filter(tells).count() < 2
    }

    /// Whether somebody who asserts it asserts something: it has a verb or a figure.
    pub(super) fn is_assertion(&self) -> bool {
        self.has_verb || !self.figures.is_empty()
    }

    /// Whether somebody who does not say it leaves something particular unsaid: "how many had died", "the nine dead".
    pub(super) fn is_particular(&self) -> bool {
        self.is_clause || !self.figures.is_empty()
    }

    /// Whether it names a member.
    pub(super) fn names(&self, member: &str) -> bool {
        self.terms
            .iter()
            .any(|term| term.key.strip_prefix('@') == Some(member))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.terms.iter().any(|term| term.key == key)
    }

    /// Whether its figures rule out that it is the same as another: they measure the same and differ.
    pub(super) fn rivals(&self, other: &Self) -> bool {
        self.measured(other).rivals()
    }

    /// Whether it cannot be the same as another, which is on another day, in another place, or on what is decided.
    pub(super) fn is_apart(&self, other: &Self) -> bool {
        self.undecided != other.undecided
            || self.urges != other.urges
            || self.setting.differs(&other.setting).is_some()
    }

    /// How its figures compare with those of another.
    pub(super) fn measured(&self, other: &Self) -> Measured {
        let mut measured = Measured::default();
        for (a, b) in self.pairs(other) {
            measured.add(a.differs(b));
        }
        measured
    }

    /// Whether both give figures for what is surely the same.
    pub(super) fn measures_alike(&self, other: &Self) -> bool {
        self.pairs(other).any(|(a, b)| a.surely_same_measure(b))
    }

    /// The pairs of figures that measure the same.
    fn pairs<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Figure, &'a Figure)> {
        let all = self
            .figures
            .iter()
            .flat_map(|a| other.figures.iter().map(move |b| (a, b)));
        all.filter(|(a, b)| a.same_measure(b))
    }
}

/// How the figures of two contents compare that measure the same.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// Whether some are the same.
    pub(super) same: bool,
    /// Whether some differ.
    pub(super) other: bool,
}

impl Measured {
    /// Counts a pair of figures.
    pub(super) fn add(&mut self, differs: bool) {
        self.same |= !differs;
        self.other |= differs;
    }

    /// Whether the contents cannot be the same.
    pub(super) fn rivals(self) -> bool {
        self.other && !self.same
    }
}

impl Term {
    /// The name of somebody or something.
    fn name(name: String) -> Self {
        Self {
            key: format!("@{name}"),
            rarity: 1.0,
            place: None,
            direction: None,
            is_verb: false,
            is_body: false,
        }
    }

    pub(super) fn is_name(&self) -> bool {
        self.key.starts_with('@')
    }
}

/// How many of the first words are a name in capitals.
fn name_of_words(words: &[FoldedWord]) -> usize {
    let is_name = |word: &&FoldedWord| word.capital && concept(&word.folded).is_some();
    words.iter().take_while(is_name).count()
}

/// Whether words stand for something that was said before.
fn refers(words: &[FoldedWord]) -> bool {
    let first = words.iter().take(3).map(|word| word.folded.as_str());
    let begins = first
        .clone()
        .find(|word| !matches!(*word, "that" | "and" | "but" | "there" | "was" | "is"))
        .is_some_and(|word| matches!(word, "it" | "this" | "they" | "these" | "those" | "neither"));
    begins || answers(words)
}

/// Whether words take up what was said before as a whole.
fn answers(words: &[FoldedWord]) -> bool {
    let is = |at: usize, word: &str| words.get(at).is_some_and(|own| own.folded == word);
    let such = (0..words.len()).any(|at| (is(at, "no") || is(at, "any")) && is(at + 1, "such"));
    let so = words.len() > 1 && is(words.len() - 1, "so") && is(words.len() - 2, "do");
    such || so
}

/// Whether a text begins with a short answer: "we did, and I would do it again".
pub(super) fn is_short(text: &str) -> bool {
    const SUBJECTS: [&str; 7] = ["i", "we", "he", "she", "it", "they", "there"];
    const AUXILIARIES: [&str; 16] = [
        "is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "will", "would",
        "can", "could", "am", "should",
    ];
    let text = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let end = text
        .find([',', '.', ';', '!', '—', '–'])
        .unwrap_or(text.len());
    let lower = text[..end].to_lowercase();
    let mut words = lower.split_whitespace();
    let subject = words.next().is_some_and(|word| SUBJECTS.contains(&word));
    let verb = words.next().is_some_and(|word| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        AUXILIARIES.contains(
            &word
                .strip_suffix("n't")
                .or(word.strip_suffix("n’t"))
                .unwrap_or(word),
        )
    });
    subject && verb && words.all(|word| word == "not" || word == "indeed")
}

/// Whether a text begins with a verb in its plain form, or says what ought to be done or whom somebody wants to do it:
/// "both sides to sign the agreement".
fn urges(text: &str) -> bool {
    let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let words = Extractor::shipped().map_or_else(|_| Vec::new(), |found| found.outline(text));
    let mut told = words
        .iter()
        .filter(|word| text[word.range.clone()].contains(char::is_alphanumeric));
    let begins = told.next().is_some_and(|word| {
        let written = text[word.range.clone()].to_lowercase();
        let plain = matches!(word.kind, Kind::PlainPresent | Kind::Verb);
        plain && !written.ends_with("ing") && !written.ends_with("ed")
    });
    let ought = told.any(|word| {
        matches!(
            text[word.range.clone()].to_lowercase().as_str(),
            "should" | "ought" | "must"
        )
    });
    let wanted = || {
        let to = words.windows(2).position(|pair| {
            text[pair[0].range.clone()].eq_ignore_ascii_case("to") && pair[1].kind == Kind::Verb
        });
        to.is_some_and(|to| to > 0) && !words.iter().any(|word| word.kind.is_finite())
    };
    begins || ought || wanted()
}

/// Words that negate a clause.
const NEGATIONS: [&str; 10] = [
    "not", "n't", "n’t", "no", "never", "nobody", "nothing", "none", "neither", "without",
];

/// Whether the main clause of a text is negated, by however many words.
pub(super) fn negated(text: &str) -> bool {
    if says_undecided(text) {
        return false;
    }
    let Ok(extractor) = Extractor::shipped() else {
        return polarity(text).negated;
    };
    let words = extractor.outline(text);
    let written = |at: usize| text[words[at].range.clone()].to_lowercase();
    let negates = |at: usize| NEGATIONS.contains(&written(at).as_str());
    let verb = words.iter().position(|word| word.kind.is_finite());
    // A further clause after the verb is not the main one: "it will sail because nobody forbade it".
    let end = verb.map_or(words.len(), |verb| {
        let further = |at: &usize| {
            words[*at].kind == Kind::Relative
                || matches!(
                    written(*at).as_str(),
                    "because" | "before" | "until" | "unless" | "if" | "while" | "although"
                )
        };
        (verb + 1..words.len()).find(further).unwrap_or(words.len())
    });
    let verbs = polarity(text).negated && !(0..words.len()).any(negates);
    (0..end).any(negates) || verbs
}

/// The words of a text that are verbs, in lower case, and whether one of them is finite.
fn verbs(text: &str) -> (BTreeSet<String>, bool) {
    let words = Extractor::shipped().map_or_else(|_| Vec::new(), |found| found.outline(text));
    let finite = words.iter().any(|word| word.kind.is_finite());
    let verbs = words
        .into_iter()
        .filter(|word| word.kind == Kind::Verb || word.kind.is_finite())
        .map(|word| text[word.range].to_lowercase());
    (verbs.collect(), finite)
}

static EMPTY_CONCEPTS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| EMPTY.iter().filter_map(|word| concept(word)).collect());

/// Whether a concept says nothing about a matter.
fn is_empty(key: &str) -> bool {
    EMPTY_CONCEPTS.contains(key)
}

fn term(word: &FoldedWord, verbs: &BTreeSet<String>) -> Option<Term> {
    let key = concepts(word).into_iter().next()?;
    if is_number(&key) {
        return None;
    }
    Some(Term {
        place: SHIPPED.place(&word.folded),
        direction: SHIPPED.direction(&word.folded),
        rarity: SHIPPED.rarity(&word.folded),
        is_verb: verbs.contains(&word.folded),
        is_body: [BODY_WORDS, HEADING_ROLES, CORPORATE]
            .iter()
            .any(|list| list.contains(&word.folded.as_str())),
        key,
    })
}

impl Weights {
    /// The weights of the terms of all contents.
    pub(super) fn of<'m>(matters: impl Iterator<Item = &'m Matter>) -> Self {
        let mut weights = Self::default();
        for matter in matters {
            weights.contents += 1;
            let terms: BTreeSet<&str> = matter.terms.iter().map(|term| term.key.as_str()).collect();
            for term in terms {
                *weights.with_term.entry(term.to_owned()).or_default() += 1;
            }
        }
        weights
    }

    /// A rare word tells more than a frequent one, and one that few contents have more than one that many have.
    pub(super) fn weight(&self, term: &Term) -> f32 {
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
}
