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
    -1.68, 1.14, 1.18, 0.85, -0.08, 0.39, 0.35, 0.33, 0.13, -0.32, 1.58, -1.86, 0.30, -0.35, 1.53,
    0.08, 1.16,
];

/// The logarithm of the odds that two contents are about one claim.
pub(super) fn log_odds(one: &Content, other: &Content, weights: &Weights) -> f32 {
    let features = features(one, other, weights);
    features.iter().zip(LEARNED).map(|(x, w)| x * w).sum()
}

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
    let (both, least, most) = shares(a, b, weights, all);
    let (_, _, verbs) = shares(a, b, weights, |term| term.is_verb);
    let (_, nouns_least, nouns) = shares(a, b, weights, |term| !term.is_verb && !term.is_name());
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
    // What somebody else says next is often an answer, if it is on the matter at all.
    let answers = is(near && !same_speaker) * (both / ON_THE_MATTER).min(1.0);
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
        is(!a.shares_figure(b) && !(a.figures.is_empty() && b.figures.is_empty())),
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
    let (a, whole_a) = covered(one, other, weights, counts);
    let (b, whole_b) = covered(other, one, weights, counts);
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

/// The weight of the terms of one matter that another has too, and of all. A word that both have is no likeness for a
/// further one: of "the ferry will sail" and "the ferry lost money", only the ferry is in both.
fn covered(
    one: &Matter,
    other: &Matter,
    weights: &Weights,
    counts: impl Fn(&Term) -> bool,
) -> (f32, f32) {
    let further: Vec<&Term> = other
        .terms
        .iter()
        .filter(|term| !one.has(&term.key))
        .collect();
    let (mut covered, mut whole) = (0.0, 0.0);
    for term in one.terms.iter().filter(|term| counts(term)) {
        let weight = weights.weight(term);
        whole += weight;
        covered += if other.has(&term.key) {
            weight
        } else {
            let like = further.iter().map(|other| likeness(term, other));
            weight * like.fold(0.0, f32::max)
        };
    }
    (covered, whole)
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

    /// Writes the features of all pairs of the statements in a table, to learn the weights from. Each line of the table
    /// has a story, an article, a speaker, a claim and a content.
    #[test]
    #[ignore = "only used to learn the weights"]
    fn features_of_pairs() {
        let (Ok(table), Ok(out)) = (std::env::var("PAIRS"), std::env::var("FEATURES")) else {
            return;
        };
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
                    let (claim, other) = (own[a][3], own[b][3]);
                    written.push_str(&format!(
                        "{story}\t{a}\t{b}\t{claim}\t{other}\t{veto}\t{}\n",
                        row.join("\t")
                    ));
                }
            }
        }
        assert!(std::fs::write(out, written).is_ok());
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
            unreviewed: false,
            other_ids: Vec::new(),
            unreviewed: false,
        });
        Roster::new(parties.collect())
    }
}
