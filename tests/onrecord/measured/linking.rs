//! How well candidates fit the shipped record of the same text.
//!
//! Candidates are linked to the shipped parties, questions and claims; the truth is the shipped statements of the
//! source. A statement is found if a candidate of its party overlaps one of its passages.

use onrecord::domain::candidate::{Candidate, Span, Speaker};
use onrecord::domain::slug::Slug;
use onrecord::domain::source::Source;
use onrecord::domain::statement::Statement;
use onrecord::domain::time::When;
use onrecord::link::catalogue::{Catalogue, CatalogueClaim};
use onrecord::link::heard::Heard;
use onrecord::link::proposal::{Article, Linker};
use onrecord::link::roster::Roster;
use onrecord_extract::{Extractor, Nesting};

use super::{Shipped, documents, excerpt, shipped};

/// What each text has to reach, in percent of its statements: those whose right party is settled without a choice; those with a
/// candidate of the right party, or with it among the parties to choose from; those with the right claim first, and among the
/// first three. Then, of the latter, the right stance. They count all statements, so that reading more never looks worse.
const LEAST: [(&str, usize, [usize; 4]); 2] = [
    ("irish-times-2025-08-19", 75, [85, 58, 75, 85]),
    ("guardian-2025-08-19", 55, [75, 50, 56, 76]),
];

#[test]
fn candidates_fit_the_shipped_record() {
    let shipped = shipped();
    let Some(texts) = documents(&shipped.sources) else {
        return;
    };
    for source in &shipped.sources {
        let Some(text) = texts.get(&source.id) else {
            continue;
        };
        let candidates = candidates(&shipped, source, text);
        let counts = count(&shipped, source, text, &candidates);
        let shares = counts.shares();
        println!(
            "{}: {} candidates, {counts:?}, {shares:?} %",
            source.id,
            candidates.len()
        );
        let Some((_, settled, least)) = LEAST.iter().find(|one| source.id.as_str() == one.0) else {
            continue;
        };
        let reached = counts.of_all();
        let is_met = reached
            .iter()
            .zip(least)
            .all(|(share, least)| share >= least);
        assert!(is_met, "{reached:?} % instead of {least:?} %: {counts:?}");
        assert!(
            counts.settled * 100 >= settled * counts.statements,
            "{counts:?}"
        );
    }
}

fn candidates(shipped: &Shipped, source: &Source, text: &str) -> Vec<Candidate> {
    let roster = Roster::new(shipped.parties.clone());
    let listed = shipped.claims.iter().map(|claim| CatalogueClaim {
        question: claim
            .question
            .as_ref()
            .and_then(|id| shipped.questions.get(id).cloned()),
        claim: claim.clone(),
        quotes: Vec::new(),
    });
    let catalogue = Catalogue::new(listed.collect(), &roster);
    let extractor = Extractor::shipped().expect("the shipped weights");
    let article = Article {
        source: &source.id,
        text,
        day: source.day().and_then(When::single_day),
        posts: Vec::new(),
        publisher: source.publisher.as_deref(),
    };
    let attributions = extractor.extract(text, Nesting::All);
    let heard: Vec<Heard> = attributions.into_iter().map(Heard::from).collect();
    let made = Linker::new(roster, catalogue).candidates(&article, &heard);
    made.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether a candidate proposes a party, alone or among others to choose from.
fn may_be(speaker: &Speaker, party: &Slug) -> bool {
    match speaker {
        Speaker::Known { party: known } => known == party,
        Speaker::Several { parties, .. } => parties.contains(party),
        Speaker::New(_) | Speaker::Nobody => false,
    }
}

fn percent(part: usize, whole: usize) -> usize {
    (100.0 * part as f64 / whole as f64).round() as usize
}

/// How many statements got how far.
#[derive(Debug, Default)]
struct Counts {
    statements: usize,
    with_candidate: usize,
    settled: usize,
    claim_first: usize,
    claim_in_three: usize,
    right_stance: usize,
}

impl Counts {
    /// The shares that have goals, in percent: each of those that the one before it has found.
    fn shares(&self) -> [usize; 4] {
        [
            percent(self.with_candidate, self.statements),
            percent(self.claim_first, self.with_candidate),
            percent(self.claim_in_three, self.with_candidate),
            percent(self.right_stance, self.claim_in_three),
        ]
    }

    /// The shares of all statements, in percent; of the stance, among the claims that were found.
    fn of_all(&self) -> [usize; 4] {
        [
            percent(self.with_candidate, self.statements),
            percent(self.claim_first, self.statements),
            percent(self.claim_in_three, self.statements),
            percent(self.right_stance, self.claim_in_three),
        ]
    }

    /// Counts one statement, given the candidates of its party on its passages; `None` if all of it is right.
    fn add(&mut self, statement: &Statement, own: &[&Candidate]) -> Option<&'static str> {
        self.statements += 1;
        if own.is_empty() {
            return Some("not found");
        }
        self.with_candidate += 1;
        let is_settled = |one: &&Candidate| one.proposal.party.known() == Some(&statement.party);
        self.settled += usize::from(own.iter().any(is_settled));
        let links = own
            .iter()
            .flat_map(|one| one.proposal.claims.iter().enumerate());
        let best = links
            .filter(|(_, link)| link.claim == statement.claim)
            .min_by_key(|(place, _)| *place);
        let Some((place, link)) = best else {
            return Some("claim not among three");
        };
        let is_right = link.stance == statement.stance;
        self.claim_in_three += 1;
        self.claim_first += usize::from(place == 0);
        self.right_stance += usize::from(is_right);
        match (place, is_right) {
            (0, true) => None,
            (0, false) => Some("stance"),
            _ => Some("claim not first"),
        }
    }
}

/// Counts the statements of a source, and prints each that is not right.
fn count(shipped: &Shipped, source: &Source, text: &str, candidates: &[Candidate]) -> Counts {
    let mut counts = Counts::default();
    for statement in &shipped.statements {
        let passages = passages(statement, source);
        let Some(first) = passages.first() else {
            continue;
        };
        let overlaps = |span: &Span| {
            let mut passages = passages.iter();
            passages.any(|passage| span.0 < passage.1 && passage.0 < span.1)
        };
        let own: Vec<&Candidate> = candidates
            .iter()
            .filter(|one| may_be(&one.proposal.party, &statement.party))
            .filter(|one| one.reading.content.iter().any(overlaps))
            .collect();
        let Some(miss) = counts.add(statement, &own) else {
            continue;
        };
        println!(
            "{miss}: {} {} {}: {}",
            statement.party,
            statement.stance,
            statement.claim,
            excerpt(text, first.0 as usize, first.1 as usize)
        );
        for candidate in own {
            let links = candidate.proposal.claims.iter();
            let links = links.map(|link| format!("{} {} {}", link.stance, link.claim, link.score));
            println!("    {}", links.collect::<Vec<_>>().join(" | "));
        }
    }
    counts
}

/// The passages of a statement in a source.
fn passages(statement: &Statement, source: &Source) -> Vec<Span> {
    let own = statement.passage.as_ref();
    let own = own.filter(|_| statement.source == source.id);
    let further = statement.evidence.iter();
    let further = further.filter(|evidence| evidence.source == source.id);
    own.into_iter()
        .chain(further.filter_map(|evidence| evidence.passage.as_ref()))
        .map(|passage| (passage.start, passage.end))
        .collect()
}
