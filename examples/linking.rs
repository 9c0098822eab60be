//! How well candidates fit a hand-made record: `cargo run --release --example linking -- TEXT SOURCE [--list]`.
//!
//! The record is the ledger that ships: its parties, questions and claims are what candidates are linked
//! to, its statements of SOURCE are the truth, and TEXT is the file with the source's text. A statement
//! counts as found where a candidate of its party stands on its passage.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use onrecord::domain::candidate::{Candidate, Span};
use onrecord::domain::slug::Slug;
use onrecord::domain::source::Source;
use onrecord::domain::statement::Statement;
use onrecord::exchange::{Record, article};
use onrecord::link::catalogue::{Catalogue, CatalogueClaim};
use onrecord::link::proposal::{Article, Linker};
use onrecord::link::roster::Roster;
use onrecord_extract::{Extractor, Nesting};

/// The shipped ledger, by kind.
#[derive(Default)]
struct Shipped {
    parties: Vec<onrecord::domain::party::Party>,
    questions: BTreeMap<Slug, String>,
    claims: Vec<onrecord::domain::claim::Claim>,
    sources: Vec<Source>,
    statements: Vec<Statement>,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(text), Some(source)) = (arguments.next(), arguments.next()) else {
        bail!("give the file with the text, and the id of its source");
    };
    let list = arguments
        .next()
        .is_some_and(|argument| argument == "--list");
    let shipped = shipped()?;
    let text = article::read(&std::fs::read(&text).context(text)?)?.text;
    let source = shipped
        .sources
        .iter()
        .find(|known| known.id.as_str() == source);
    let source = source.context("no such source is among those that ship")?;
    let candidates = candidates(&shipped, source, &text)?;
    report(&shipped, source, &text, &candidates, list);
    Ok(())
}

fn shipped() -> Result<Shipped> {
    let mut shipped = Shipped::default();
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for file in ["parties", "sources", "questions", "claims", "statements"] {
        let text = std::fs::read_to_string(seeds.join(file).with_extension("jsonl"))?;
        for line in text.lines() {
            match serde_json::from_str(line).context(file)? {
                Record::Party(party) => shipped.parties.push(party),
                Record::Question(question) => {
                    shipped.questions.insert(question.id, question.text);
                }
                Record::Claim(claim) => shipped.claims.push(claim),
                Record::Source(source) => shipped.sources.push(source),
                Record::Statement(statement) => shipped.statements.push(statement),
                Record::Ruling(_) => {}
            }
        }
    }
    Ok(shipped)
}

fn candidates(shipped: &Shipped, source: &Source, text: &str) -> Result<Vec<Candidate>> {
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
    let linker = Linker::new(roster, catalogue);
    let extractor = Extractor::shipped()?;
    let article = Article {
        source: &source.id,
        text,
        day: source
            .day()
            .and_then(onrecord::domain::time::When::single_day),
        publisher: source.publisher.as_deref(),
    };
    let made = linker.candidates(&article, &extractor.extract(text, Nesting::All));
    Ok(made.into_iter().map(|(_, candidate)| candidate).collect())
}

/// The passages of a statement in a source.
fn passages(statement: &Statement, source: &Source) -> Vec<Span> {
    let own = (statement.source == source.id)
        .then_some(statement.passage.as_ref())
        .flatten();
    let further = statement
        .evidence
        .iter()
        .filter(|evidence| evidence.source == source.id);
    let further = further.filter_map(|evidence| evidence.passage.as_ref());
    own.into_iter()
        .chain(further)
        .map(|passage| (passage.start, passage.end))
        .collect()
}

fn report(shipped: &Shipped, source: &Source, text: &str, candidates: &[Candidate], list: bool) {
    let mut counts = Counts::default();
    let letters: Vec<char> = text.chars().collect();
    for statement in &shipped.statements {
        let passages = passages(statement, source);
        if passages.is_empty() {
            continue;
        }
        counts.statements += 1;
        let overlaps = |span: &Span| {
            passages
                .iter()
                .any(|passage| span.0 < passage.1 && passage.0 < span.1)
        };
        let own: Vec<&Candidate> = candidates
            .iter()
            .filter(|candidate| candidate.proposal.party.known() == Some(&statement.party))
            .filter(|candidate| candidate.reading.content.iter().any(&overlaps))
            .collect();
        let outcome = counts.add(statement, &own);
        if list && outcome != "right" {
            let span = passages[0];
            let words: String = letters[span.0 as usize..span.1 as usize].iter().collect();
            println!(
                "{outcome}: {} {} {}: {}",
                statement.party,
                statement.stance,
                statement.claim,
                words.replace('\n', " ")
            );
            for candidate in own {
                let claims = candidate.proposal.claims.iter();
                let claims: Vec<String> = claims
                    .map(|link| format!("{} {} {}", link.stance, link.claim, link.score))
                    .collect();
                println!("    {}", claims.join(" | "));
            }
        }
    }
    counts.print(candidates.len());
}

#[derive(Default)]
struct Counts {
    statements: usize,
    found: usize,
    first: usize,
    third: usize,
    judged: usize,
    stance: usize,
    family: usize,
}

impl Counts {
    fn add(&mut self, statement: &Statement, own: &[&Candidate]) -> &'static str {
        if own.is_empty() {
            return "not found";
        }
        self.found += 1;
        let place = |candidate: &Candidate| {
            candidate
                .proposal
                .claims
                .iter()
                .position(|link| link.claim == statement.claim)
        };
        let best = own
            .iter()
            .filter_map(|candidate| Some((place(candidate)?, *candidate)))
            .min_by_key(|(place, _)| *place);
        let Some((place, candidate)) = best else {
            return "claim not among three";
        };
        self.third += 1;
        self.first += usize::from(place == 0);
        let stance = candidate.proposal.claims[place].stance;
        self.judged += 1;
        self.stance += usize::from(stance == statement.stance);
        self.family += usize::from(stance.family() == statement.stance.family());
        match (place, stance == statement.stance) {
            (0, true) => "right",
            (0, false) => "stance",
            _ => "claim not first",
        }
    }

    fn print(&self, candidates: usize) {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!("candidates                                {candidates}");
        println!(
            "statements of the record                  {}",
            self.statements
        );
        println!(
            "  with a candidate of the right party     {} ({:.0}%)",
            self.found,
            share(self.found, self.statements)
        );
        println!(
            "    whose claim is first                  {} ({:.0}%)",
            self.first,
            share(self.first, self.found)
        );
        println!(
            "    whose claim is among three            {} ({:.0}%)",
            self.third,
            share(self.third, self.found)
        );
        println!(
            "      and whose stance is right           {} ({:.0}%)",
            self.stance,
            share(self.stance, self.judged)
        );
        println!(
            "      and whose family of stance is right {} ({:.0}%)",
            self.family,
            share(self.family, self.judged)
        );
    }
}
