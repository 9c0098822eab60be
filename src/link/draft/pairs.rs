//! How likely two contents are about one claim, by a logistic regression over a few features.
//!
//! `docs/vectors-card.md` says how the weights were learned.

use super::groups::Content;
use super::matter::{Matter, Measured, Term, Weights};
use crate::link::vectors::Direction;

/// Nearness of two words from which they count as related.
const LEAST_NEARNESS: f32 = 0.4;

/// Share of common words from which what follows is fully on the matter.
const ON_THE_MATTER: f32 = 0.2;

/// The number of features of a pair.
pub(super) const FEATURES: usize = 17;

/// The weight of each feature, in the order of [`features`].
const LEARNED: [f32; FEATURES] = [
    -1.96, 1.54, 1.77, 1.40, -0.74, -0.09, -0.01, 0.57, -0.42, -0.04, 1.91, -0.90, -0.10, -0.09,
    0.52, 0.36, 1.14,
];

/// The logarithm of the odds that two contents are about one claim.
pub(super) fn log_odds(one: &Content, other: &Content, weights: &Weights) -> f32 {
    log_odds_by(
        one,
        other,
        &Overlap::of(&one.matter, &other.matter, weights),
    )
}

/// The same, if it is known what the two have in common.
pub(super) fn log_odds_by(one: &Content, other: &Content, overlap: &Overlap) -> f32 {
    let features = features_by(one, other, overlap);
    let learned: f32 = features.iter().zip(LEARNED).map(|(x, w)| x * w).sum();
    let (a, b) = (&one.matter, &other.matter);
    let common = overlap
        .one
        .iter()
        .filter(|term| !term.is_name && !term.is_body && term.in_both);
    let common = common.count();
    let same_figure = overlap.measured.same;
    // Two who say different things of a bank do not confirm each other, and neither do one who says how it is and one who
    // says since when.
    let is_told_alike = a.figures.is_empty() == b.figures.is_empty()
        && a.setting.is_dated() == b.setting.is_dated();
    let on_one_matter = common > 1
        || common == 1
            && (a.negated != b.negated || is_told_alike)
            && features[BOTH] >= LEAST_OF_ONE_WORD;
    if on_one_matter || same_figure {
        learned
    } else {
        learned.min(WITHOUT_COMMON_WORD)
    }
}

/// The most that speaks for one claim if no word is in both contents. Words that are used alike are not enough: a pier is
/// no ferry, and a denial of the one is none of the other. Nor is it that the later one begins with "it", which may be anything.
const WITHOUT_COMMON_WORD: f32 = -0.5;

/// Share of common words from which contents with a single common word may be about one claim.
const LEAST_OF_ONE_WORD: f32 = 0.42;

/// The logarithm of the odds that two contents would be about one claim if their figures were the same.
pub(super) fn frame_log_odds(one: &Content, other: &Content, weights: &Weights) -> f32 {
    let mut features = features(one, other, weights);
    let alike = one.matter.measures_alike(&other.matter);
    features[SAME_FIGURE] = if alike { 1.0 } else { 0.0 };
    features[OTHER_FIGURE] = 0.0;
    features.iter().zip(LEARNED).map(|(x, w)| x * w).sum()
}

/// The place of the feature about all words.
const BOTH: usize = 1;

/// The places of the features about figures.
const SAME_FIGURE: usize = 10;
const OTHER_FIGURE: usize = 11;

/// What is known of a pair of contents.
pub(super) fn features(one: &Content, other: &Content, weights: &Weights) -> [f32; FEATURES] {
    features_by(
        one,
        other,
        &Overlap::of(&one.matter, &other.matter, weights),
    )
}

fn features_by(one: &Content, other: &Content, overlap: &Overlap) -> [f32; FEATURES] {
    let (a, b) = (&one.matter, &other.matter);
    let (both, least, most) = overlap.shares(|_| true);
    let (_, _, verbs) = overlap.shares(|term| term.is_verb);
    let (_, nouns_least, nouns) = overlap.shares(|term| !term.is_verb && !term.is_name);
    let common = || overlap.one.iter().filter(|term| term.in_both);
    let words = || common().filter(|term| !term.is_name);
    let telling = words().map(|term| term.weight).fold(0.0, f32::max);
    let named = common()
        .filter(|term| term.is_name)
        .map(|term| term.weight)
        .fold(0.0, f32::max);
    let is = |yes: bool| if yes { 1.0 } else { 0.0 };
    let thin = a.terms.len().min(b.terms.len()) < 2;
    let same_article = one.article.is_some() && one.article == other.article;
    let near = same_article && one.place.abs_diff(other.place) <= 2;
    let same_speaker = one.speaker.is_some() && one.speaker == other.speaker;
    let without_figures = a.figures.is_empty() && b.figures.is_empty();
    let same_figure = overlap.measured.same;
    let other_figure = !(without_figures || same_figure);
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
        words().count().min(3) as f32 / 3.0,
        named,
        is(same_figure),
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
    counts: impl Fn(&Shared) -> bool + Copy,
) -> (f32, f32, f32) {
    Overlap::of(one, other, weights).shares(counts)
}

/// A term of a content, with how much of it is in another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared {
    pub(super) weight: f32,
    pub(super) is_verb: bool,
    pub(super) is_name: bool,
    pub(super) is_body: bool,
    /// How much of it is in the other content, from 0 to 1.
    pub(super) share: f32,
    /// Whether the other content has it itself, and not only a word like it.
    pub(super) in_both: bool,
}

/// The terms of two contents, each with how much of it is in the other. It is found once for all kinds of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Overlap {
    pub(super) one: Vec<Shared>,
    pub(super) other: Vec<Shared>,
    pub(super) measured: Measured,
}

impl Overlap {
    fn of(one: &Matter, other: &Matter, weights: &Weights) -> Self {
        Self {
            one: covered(one, other, weights),
            other: covered(other, one, weights),
            measured: one.measured(other),
        }
    }

    fn shares(&self, counts: impl Fn(&Shared) -> bool + Copy) -> (f32, f32, f32) {
        let sums = |terms: &[Shared]| {
            let counted = terms.iter().filter(|term| counts(term));
            counted.fold((0.0, 0.0), |(covered, whole), term| {
                (covered + term.weight * term.share, whole + term.weight)
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
fn covered(one: &Matter, other: &Matter, weights: &Weights) -> Vec<Shared> {
    let further: Vec<&Term> = other
        .terms
        .iter()
        .filter(|term| !one.has(&term.key))
        .collect();
    let terms = one.terms.iter().map(|term| {
        let in_both = other.has(&term.key);
        let like = further.iter().map(|other| likeness(term, other));
        Shared {
            weight: weights.weight(term),
            is_verb: term.is_verb,
            is_name: term.is_name(),
            is_body: term.is_body,
            share: if in_both {
                1.0
            } else {
                like.fold(0.0, f32::max)
            },
            in_both,
        }
    });
    terms.collect()
}

/// How near two different words are.
fn likeness(one: &Term, other: &Term) -> f32 {
    match (&one.direction, &other.direction) {
        (Some(a), Some(b)) => near_enough(a, b).unwrap_or(0.0),
        _ => 0.0,
    }
}

/// How near two directions are, if that is enough for words to count as related.
pub(super) fn near_enough(one: &Direction, other: &Direction) -> Option<f32> {
    let near = one.nearness(other);
    (near >= LEAST_NEARNESS).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::{Party, PartyKind};
    use crate::link::draft::overlaps::Overlaps;
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
            // All pairs at once are what each pair is by itself.
            for (a, row) in Overlaps::of(&contents, &weights)
                .log_odds()
                .iter()
                .enumerate()
            {
                for (odds, other) in row.iter().zip(&contents[a..]) {
                    let rival = contents[a].matter.rivals(&other.matter);
                    let alone = (!rival).then(|| log_odds(&contents[a], other, &weights));
                    assert_eq!(*odds, alone);
                }
            }
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
