//! How likely two contents are about one claim, by a logistic regression over a few features.
//!
//! `docs/vectors-card.md` says how the weights were learned.

use super::groups::Content;
use super::matter::{Matter, Term, Weights};

/// Nearness of two words from which they count as related.
const LEAST_NEARNESS: f32 = 0.4;

/// Share of common words from which what follows is fully on the matter.
const ON_THE_MATTER: f32 = 0.2;

/// The number of features of a pair.
pub(super) const FEATURES: usize = 17;

/// The weight of each feature, in the order of [`features`].
const LEARNED: [f32; FEATURES] = [
    -1.98, 1.48, 1.72, 1.38, -0.67, -0.06, 0.09, 0.58, -0.39, -0.10, 1.92, -0.96, -0.07, -0.11,
    0.47, 0.36, 1.25,
];

/// The logarithm of the odds that two contents are about one claim.
pub(super) fn log_odds(one: &Content, other: &Content, weights: &Weights) -> f32 {
    let features = features(one, other, weights);
    let learned: f32 = features.iter().zip(LEARNED).map(|(x, w)| x * w).sum();
    let (a, b) = (&one.matter, &other.matter);
    let common = a
        .terms
        .iter()
        .any(|term| !term.is_name() && b.has(&term.key));
    let refers = (a.refers || b.refers) && !a.measures_otherwise(b);
    if common || a.shares_figure(b) || refers {
        learned
    } else {
        learned.min(WITHOUT_COMMON_WORD)
    }
}

/// The most that speaks for one claim if no word is in both contents. Words that are used alike are not enough: a pier is
/// no ferry, and a denial of the one is none of the other.
const WITHOUT_COMMON_WORD: f32 = -0.5;

/// The logarithm of the odds that two contents would be about one claim if their figures were the same.
pub(super) fn frame_log_odds(one: &Content, other: &Content, weights: &Weights) -> f32 {
    let mut features = features(one, other, weights);
    let alike = one.matter.measures_alike(&other.matter);
    features[SAME_FIGURE] = if alike { 1.0 } else { 0.0 };
    features[OTHER_FIGURE] = 0.0;
    features.iter().zip(LEARNED).map(|(x, w)| x * w).sum()
}

/// The places of the features about figures.
const SAME_FIGURE: usize = 10;
const OTHER_FIGURE: usize = 11;

/// What is known of a pair of contents.
pub(super) fn features(one: &Content, other: &Content, weights: &Weights) -> [f32; FEATURES] {
    let (a, b) = (&one.matter, &other.matter);
    let all = |_: &Term| true;
    let overlap = Overlap::of(a, b);
    let (both, least, most) = overlap.shares(weights, all);
    let (_, _, verbs) = overlap.shares(weights, |term| term.is_verb);
    let (_, nouns_least, nouns) = overlap.shares(weights, |term| !term.is_verb && !term.is_name());
    let common: Vec<&Term> = a.terms.iter().filter(|term| b.has(&term.key)).collect();
    let words = common.iter().filter(|term| !term.is_name());
    let telling = words
        .clone()
        .map(|term| weights.weight(term))
        .fold(0.0, f32::max);
    let named = common
        .iter()
        .filter(|term| term.is_name())
        .map(|term| weights.weight(term))
        .fold(0.0, f32::max);
    let is = |yes: bool| if yes { 1.0 } else { 0.0 };
    let thin = a.terms.len().min(b.terms.len()) < 2;
    let same_article = one.article.is_some() && one.article == other.article;
    let near = same_article && one.place.abs_diff(other.place) <= 2;
    let same_speaker = one.speaker.is_some() && one.speaker == other.speaker;
    let without_figures = a.figures.is_empty() && b.figures.is_empty();
    let other_figure = !(without_figures || a.shares_figure(b));
    // What somebody else says next is often an answer, if it is on the matter at all. A figure is answered by a figure.
    let answers = is(near && !same_speaker && !other_figure) * (both / ON_THE_MATTER).min(1.0);
    let later = if one.place > other.place { a } else { b };
    [
        1.0,
        both,
        least,
        most,
        verbs,
        nouns,
        nouns_least,
        telling,
        words.count().min(3) as f32 / 3.0,
        named,
        is(a.shares_figure(b)),
        is(other_figure),
        is(thin),
        is(same_article),
        answers,
        is(a.negated != b.negated),
        answers * is(a.negated != b.negated || later.refers),
    ]
}

/// How much of the words of two contents is in the other too: of all, and the lesser and the greater share.
pub(super) fn shares(
    one: &Matter,
    other: &Matter,
    weights: &Weights,
    counts: impl Fn(&Term) -> bool + Copy,
) -> (f32, f32, f32) {
    Overlap::of(one, other).shares(weights, counts)
}

/// The terms of two matters, each with how much of it is in the other. It is found once for all kinds of words.
struct Overlap<'a> {
    one: Vec<(&'a Term, f32)>,
    other: Vec<(&'a Term, f32)>,
}

impl<'a> Overlap<'a> {
    fn of(one: &'a Matter, other: &'a Matter) -> Self {
        Self {
            one: covered(one, other),
            other: covered(other, one),
        }
    }

    fn shares(&self, weights: &Weights, counts: impl Fn(&Term) -> bool + Copy) -> (f32, f32, f32) {
        let sums = |terms: &[(&Term, f32)]| {
            let counted = terms.iter().filter(|(term, _)| counts(term));
            counted.fold((0.0, 0.0), |(covered, whole), (term, share)| {
                let weight = weights.weight(term);
                (covered + weight * share, whole + weight)
            })
        };
        let ((a, whole_a), (b, whole_b)) = (sums(&self.one), sums(&self.other));
        if whole_a == 0.0 || whole_b == 0.0 {
            return (0.0, 0.0, 0.0);
        }
        let (share_a, share_b) = (a / whole_a, b / whole_b);
        (
            (a + b) / (whole_a + whole_b),
            share_a.min(share_b),
            share_a.max(share_b),
        )
    }
}

/// The terms of one matter, each with how much of it another has too. A word that both have is no likeness for a further
/// one: of "the ferry will sail" and "the ferry lost money", only the ferry is in both.
fn covered<'a>(one: &'a Matter, other: &Matter) -> Vec<(&'a Term, f32)> {
    let further: Vec<&Term> = other
        .terms
        .iter()
        .filter(|term| !one.has(&term.key))
        .collect();
    let share = |term: &Term| {
        if other.has(&term.key) {
            return 1.0;
        }
        let like = further.iter().map(|other| likeness(term, other));
        like.fold(0.0, f32::max)
    };
    one.terms.iter().map(|term| (term, share(term))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::{Party, PartyKind};
    use crate::link::roster::Roster;

    /// Statements about one claim are found to be likelier to be so than others. Writes the features of all pairs, from
    /// which `crates/train/pairs.py` learns the weights. Each line of the table has a story, an article, a speaker, a
    /// claim and a content.
    #[test]
    fn features_of_pairs() {
        let table = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/crates/train/pairs/stories.tsv"
        );
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target");
        let table = std::fs::read_to_string(table).unwrap_or_default();
        let rows: Vec<Vec<&str>> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .filter(|row: &Vec<&str>| row.len() == 5)
            .collect();
        let mut stories: Vec<&str> = rows.iter().map(|row| row[0]).collect();
        stories.dedup();
        let mut written = String::new();
        // The number of pairs about one claim, and how many of them the weights find; the same for the others.
        let mut found = [(0, 0), (0, 0)];
        for story in stories {
            let own: Vec<&Vec<&str>> = rows.iter().filter(|row| row[0] == story).collect();
            let mut speakers: Vec<&str> = own.iter().map(|row| row[2]).collect();
            speakers.sort_unstable();
            speakers.dedup();
            let members = roster(&speakers);
            let contents: Vec<Content> = own
                .iter()
                .enumerate()
                .map(|(place, row)| Content {
                    matter: Matter::of(row[4], &members),
                    claim: None,
                    article: row[1].parse().ok(),
                    speaker: speakers.iter().position(|name| *name == row[2]),
                    place,
                })
                .collect();
            let weights = Weights::of(contents.iter().map(|content| &content.matter));
            for (a, one) in contents.iter().enumerate() {
                for (b, other) in contents.iter().enumerate().skip(a + 1) {
                    let row = features(one, other, &weights).map(|x| x.to_string());
                    let veto = u8::from(one.matter.rivals(&other.matter));
                    let odds = log_odds(one, other, &weights);
                    let (claim, other) = (own[a][3], own[b][3]);
                    let kind = &mut found[usize::from(claim != other)];
                    *kind = (kind.0 + 1, kind.1 + usize::from(odds > 0.0));
                    written.push_str(&format!(
                        "{story}\t{a}\t{b}\t{claim}\t{other}\t{veto}\t{}\n",
                        row.join("\t")
                    ));
                }
            }
        }
        let share = |(all, likely): (usize, usize)| likely as f32 / all as f32;
        assert!(share(found[0]) > 10.0 * share(found[1]), "{found:?}");
        assert!(std::fs::create_dir_all(folder).is_ok());
        assert!(std::fs::write(format!("{folder}/pairs.tsv"), written).is_ok());
    }

    fn roster(speakers: &[&str]) -> Roster {
        let parties = speakers.iter().enumerate().map(|(at, name)| Party {
            id: crate::domain::slug::Slug::of_party(at),
            name: (*name).to_owned(),
            kind: PartyKind::Organisation,
            role: None,
            aliases: name
                .split(' ')
                .next_back()
                .filter(|last| last.starts_with(char::is_uppercase))
                .map(str::to_owned)
                .into_iter()
                .collect(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
            other_ids: Vec::new(),
            unreviewed: false,
        });
        Roster::new(parties.collect())
    }
}
