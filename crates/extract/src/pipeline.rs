//! The pipeline: every step from texts to attributions, in order.

use crate::attribution::{Attribution, Span, Stance};
use crate::extractor::Extractor;
use crate::find::cues::Asked;
use crate::find::judge::Case;
use crate::find::likelihood::{by_judge, calibrated};
use crate::find::nested::{self, Nesting};
use crate::find::read::read_cues;
use crate::find::repair;
use crate::find::scan::scan;
use crate::forms;
use crate::meaning::factual;
use crate::meaning::mode::mode;
use crate::meaning::stance::{Decision, decide};
use crate::model::crf::Scores;
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::thresholds;
use crate::types::{CueReading, Reported, TokenRange};
use crate::who::channel::cut_tails;
use crate::who::entities::Entities;
use crate::who::relay::{Relayer, relayers};
use crate::who::resolve::{Speakers, speakers};

/// The attributions of each text. Every model goes over all texts before the next one starts, so that its weights stay
/// in the processor's cache.
pub(crate) fn run(
    models: &Extractor,
    texts: &[&str],
    nesting: Nesting,
    at_least: Option<f32>,
) -> Vec<Vec<Attribution>> {
    let at_least = at_least.map(by_judge);
    let mut documents: Vec<Document> = texts.iter().map(|text| Document::cut(text)).collect();
    documents.iter_mut().for_each(Document::double_marks);
    documents
        .iter_mut()
        .for_each(|document| document.tag(&models.tagger));
    documents
        .iter_mut()
        .for_each(|document| document.parse(&models.parser));
    analyse(models, documents)
        .iter()
        .map(|analysis| attributions(models, analysis, nesting, at_least))
        .collect()
}

/// A document and what the models found in it.
struct Analysis<'a> {
    document: Document<'a>,
    links: Links,
    /// The scan's probabilities.
    beliefs: Vec<Scores>,
    /// The readings of all cues, in order.
    readings: Vec<CueReading>,
}

/// Applies the scan, the role model and the judge to parsed documents.
fn analyse<'a>(models: &Extractor, documents: Vec<Document<'a>>) -> Vec<Analysis<'a>> {
    let begin = |document| Analysis {
        links: Links::read(&document),
        document,
        beliefs: Vec::new(),
        readings: Vec::new(),
    };
    let mut all: Vec<Analysis> = documents.into_iter().map(begin).collect();
    for one in &mut all {
        one.beliefs = scan(&one.document, &one.links, &models.scan);
    }
    for one in &mut all {
        let (document, links, beliefs) = (&one.document, &one.links, &one.beliefs);
        one.readings = read_cues(
            document,
            links,
            beliefs,
            &models.roles,
            Asked::LikelyAndFirm,
        );
    }
    for one in &mut all {
        let likelihoods = models.judge.likelihoods(&Case {
            document: &one.document,
            links: &one.links,
            beliefs: &one.beliefs,
            all: &one.readings,
        });
        for (reading, likelihood) in one.readings.iter_mut().zip(likelihoods) {
            reading.likelihood = likelihood;
        }
    }
    all
}

/// The attributions of an analysed text, in order of their cues.
fn attributions(
    models: &Extractor,
    analysis: &Analysis,
    nesting: Nesting,
    at_least: Option<f32>,
) -> Vec<Attribution> {
    let Analysis {
        document, links, ..
    } = analysis;
    let mut outer = accept(models, analysis, forms::find(document), at_least);
    cut_tails(document, &mut outer);
    let reported = nested::find(document, nesting, outer, |parts| {
        let parts = analyse(models, parts);
        parts
            .iter()
            .map(|part| accept(models, part, Vec::new(), at_least))
            .collect()
    });
    let mut entities = Entities::find(document, links);
    let speakers = speakers(document, links, &mut entities, &reported);
    let decisions: Vec<Decision> = reported
        .iter()
        .map(|Reported { reading, .. }| {
            let decision = decide(document, links, reading.cue, &reading.content);
            match decision.stance {
                // What will be said has not been said.
                Stance::Asserts | Stance::Confirms if reading.unsaid => Decision {
                    stance: Stance::Hedges,
                    ..decision
                },
                _ => decision,
            }
        })
        .collect();
    let settled: Vec<Vec<usize>> = speakers.iter().map(|one| one.settled.clone()).collect();
    let relayers = relayers(document, &entities, &reported, &settled, &decisions);
    let mut order: Vec<usize> = (0..reported.len()).collect();
    order.sort_by_key(|at| reported[*at].reading.cue.start);
    let output = Output {
        document,
        entities: &entities,
    };
    order
        .into_iter()
        .filter_map(|at| {
            let (reading, relayers) = (&reported[at].reading, relayers[at].as_ref()?);
            let likely = at_least.is_none_or(|least| reading.likelihood >= least);
            likely.then(|| output.attribution(reading, &speakers[at], decisions[at], relayers))
        })
        .collect()
}

/// The accepted readings of an analysed text, in order of their cues.
fn accept(
    models: &Extractor,
    analysis: &Analysis,
    by_form: Vec<CueReading>,
    at_least: Option<f32>,
) -> Vec<CueReading> {
    let Analysis {
        document, links, ..
    } = analysis;
    let mut readings = analysis.readings.clone();
    for reading in &mut readings {
        repair::after_judging(document, links, reading);
        factual::check(document, links, reading);
        if reading.unsaid {
            reading.likelihood = reading.likelihood.min(thresholds::UNSAID_LIKELIHOOD);
        }
    }
    forms::clauses::complete(document, links, &mut readings);
    repair::separate(document, &mut readings);
    readings.retain(|reading| !factual::is_act(document, links, reading));
    forms::drop_questions(document, &mut readings);
    let readings = forms::merge(by_form, readings);
    let chosen = models.judge.choose(document, &readings, at_least);
    let mut accepted = chosen.iter().map(|at| readings[*at].clone()).collect();
    forms::withheld::complete(document, links, &readings, &mut accepted);
    forms::unanswered::complete(document, links, &mut accepted);
    forms::announced::complete(document, links, &mut accepted);
    forms::interrupted::complete(document, &mut accepted);
    forms::trailing::complete(document, links, &mut accepted);
    forms::estimate::complete(document, &mut accepted);
    forms::quoted::complete(document, links, &mut accepted);
    forms::clauses::fill_quotations(document, &mut accepted);
    forms::asides::complete(document, &mut accepted);
    accepted
}

/// Turns tokens and entities into spans and names.
struct Output<'a> {
    document: &'a Document<'a>,
    entities: &'a Entities,
}

impl Output<'_> {
    fn attribution(
        &self,
        reading: &CueReading,
        speakers: &Speakers,
        decision: Decision,
        relayers: &[Relayer],
    ) -> Attribution {
        let span = |range| self.span(range);
        let name = |entity: usize| self.entities.all[entity].name.clone();
        let choices: Vec<String> = speakers.choices.iter().copied().map(name).collect();
        let speakers: Vec<String> = speakers.settled.iter().copied().map(name).collect();
        let relayer = |relayer: &Relayer| match *relayer {
            Relayer::Speaker(entity) => name(entity),
            Relayer::Outlet(range) => self.document.words(range).to_owned(),
        };
        Attribution {
            source: reading.source.map(span),
            cue: span(reading.cue),
            content: reading.content.iter().copied().map(span).collect(),
            speaker: speakers.first().filter(|_| choices.is_empty()).cloned(),
            speakers,
            choices,
            stance: decision.stance,
            mode: mode(self.document, reading.cue, &reading.content),
            via: relayers.iter().map(relayer).collect(),
            decided_by: span(TokenRange::one(decision.cue)),
            negation: decision.negation.map(|at| span(TokenRange::one(at))),
            likelihood: calibrated(reading.likelihood),
            tongue: None,
        }
    }

    fn span(&self, range: TokenRange) -> Span {
        let tokens = &self.document.tokens;
        Span::new(
            tokens[range.start].char_start,
            tokens[range.end - 1].char_end,
        )
    }
}
