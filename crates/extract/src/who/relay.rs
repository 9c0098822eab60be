//! Relayers: those within whose words an attribution is, and the news media that it came through.

use super::channel::{Outlets, Siblings, outlets};
use super::entities::Entities;
use super::names::EntityKind;
use super::outlet;
use crate::attribution::Stance;
use crate::meaning::stance::Decision;
use crate::syntax::document::Document;
use crate::syntax::tag;
use crate::text::word::{hash, hashes};
use crate::thresholds;
use crate::types::{CueReading, Reported, TokenRange};
use std::collections::HashMap;

/// One relayer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relayer {
    /// Somebody mentioned in the text, by the index of the entity.
    Speaker(usize),
    /// A news outlet, by its name.
    Outlet(TokenRange),
}

/// The relayers of each attribution, the one nearest to the text first. `None` for an attribution that does not
/// stand.
///
/// An attribution within somebody's words stands if its speaker is somebody else, and if the one who reports it
/// vouches for it.
pub(crate) fn relayers(
    document: &Document,
    entities: &Entities,
    reported: &[Reported],
    speakers: &[Vec<usize>],
    decisions: &[Decision],
) -> Vec<Option<Vec<Relayer>>> {
    let siblings = Siblings::group(document, reported);
    let own_outlets = (0..reported.len()).map(|at| outlets(document, reported, at, &siblings));
    let outlets = carry_on(document, reported, speakers, own_outlets.collect());
    let mut chains: Vec<Option<Vec<Relayer>>> = Vec::with_capacity(reported.len());
    for (at, Reported { reading, holder }) in reported.iter().enumerate() {
        let outer = match holder {
            None => Some(Vec::new()),
            Some(holder) => chains[*holder].as_ref().and_then(|outer| {
                let mut chain = outer.clone();
                chain.push(Relayer::Speaker(*speakers[*holder].first()?));
                let speaker = Relayer::Speaker(*speakers[at].first()?);
                let stands = vouches(decisions[*holder].stance) && !chain.contains(&speaker);
                let listener = listener(document, entities, reading).map(Relayer::Speaker);
                chain.extend(listener.filter(|one| *one != speaker && !chain.contains(one)));
                stands.then_some(chain)
            }),
        };
        chains.push(outer.map(|mut chain| {
            add_outlets(document, &outlets[at], &mut chain);
            chain
        }));
    }
    chains
}

/// Adds outlets to a chain of relayers, unless they are in it by the same name.
fn add_outlets(document: &Document, outlets: &Outlets, chain: &mut Vec<Relayer>) {
    for name in outlets.reporters.iter().chain(&outlets.addressed) {
        let same = |relayer: &Relayer| match relayer {
            Relayer::Outlet(other) => document.words(*other) == document.words(*name),
            Relayer::Speaker(_) => false,
        };
        if !chain.iter().any(same) {
            chain.push(Relayer::Outlet(*name));
        }
    }
}

/// The person who was told it in private: "Lee said Reyes told Okoro in a call that …" came to her through Okoro.
fn listener(document: &Document, entities: &Entities, reading: &CueReading) -> Option<usize> {
    const PRIVATE: [u32; 5] = hashes(["call", "phon", "letter", "messag", "privately"]);
    let (cue, content) = (reading.cue, reading.content.first()?.start);
    let tells = document.tokens[cue.end - 1].stem == hash("tell") && content > cue.end;
    let between = TokenRange::new(cue.end, content.max(cue.end));
    let mut tokens = between.tokens();
    let private = tells && tokens.any(|at| PRIVATE.contains(&document.tokens[at].stem));
    let named = entities.within(between).first()?;
    let person = entities.all[named.entity].kind == EntityKind::Person;
    let near = named.range.start <= cue.end + thresholds::LISTENER_REACH;
    (private && person && near).then_some(named.entity)
}

/// Whether a speaker of this stance presents as a fact what others said.
fn vouches(stance: Stance) -> bool {
    matches!(stance, Stance::Asserts | Stance::Confirms | Stance::Hedges)
}

/// Adds the outlets that are carried on from the attribution before.
///
/// Somebody who speaks on after "told Radio 7" still speaks to it, and what the same speaker says after ", the agency
/// reports" still comes from there, until somebody else speaks or another place is named.
fn carry_on(
    document: &Document,
    reported: &[Reported],
    speakers: &[Vec<usize>],
    mut outlets: Vec<Outlets>,
) -> Vec<Outlets> {
    let sentence = |at: usize| document.sentence(reported[at].reading.cue.start);
    let mut order: Vec<usize> = Vec::new();
    let mut held: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, one) in reported.iter().enumerate() {
        match one.holder {
            None => order.push(at),
            Some(holder) => held.entry(holder).or_default().push(at),
        }
    }
    order.sort_by_key(|at| reported[*at].reading.cue.start);
    for pair in order.windows(2) {
        let (before, at) = (pair[0], pair[1]);
        let (there, here) = (sentence(before), sentence(at));
        if here.paragraph > there.paragraph + 1 {
            continue;
        }
        let (earlier, later) = (&reported[before].reading, &reported[at].reading);
        if one_of(document, earlier, later) {
            let addressed = outlets[at].addressed;
            outlets[before].addressed = outlets[before].addressed.or(addressed);
        }
        let same = |other: usize| !speakers[at].is_empty() && speakers[at] == speakers[other];
        let paragraph = here.paragraph == there.paragraph;
        let continues = there == here || !elsewhere(document, later);
        let spoke_within = || {
            let held = held.get(&before);
            held.is_some_and(|all| all.iter().any(|one| same(*one)))
        };
        // "According to the Courier, Lee said … She told Radio 7: …" comes from the Courier too.
        if paragraph && spoke_within() {
            let names = earlier.source.map(|source| outlet::names(document, source));
            outlets[at]
                .reporters
                .extend(names.into_iter().flatten().next());
        }
        if same(before) && outlets[at].reporters.is_empty() && (paragraph || continues) {
            outlets[at].reporters = outlets[before].reporters.clone();
        }
        if same(before) && outlets[at].addressed.is_none() && continues {
            outlets[at].addressed = outlets[before].addressed;
        }
    }
    outlets
}

/// Whether a source is one of those of the attribution before it: "two officials", "one of the officials".
fn one_of(document: &Document, whole: &CueReading, part: &CueReading) -> bool {
    let (Some(all), Some(one)) = (whole.source, part.source) else {
        return false;
    };
    let first = document.word(one.start).to_ascii_lowercase();
    let of = one.len() > 2 && document.word(one.start + 1) == "of";
    let noun = document.tokens[one.end - 1].word;
    let counted = matches!(document.tags[all.start], tag::CD | tag::NNS | tag::JJ);
    let shared = all.tokens().any(|at| document.tokens[at].word == noun);
    matches!(first.as_str(), "one" | "another" | "both") && of && counted && shared
}

/// Whether the sentence of an attribution, apart from the content, names another place or time at which it was said.
fn elsewhere(document: &Document, reading: &CueReading) -> bool {
    #[rustfmt::skip]
    const ELSEWHERE: [u32; 20] = hashes([
        "tell", "writ", "tweet", "post", "testif", "statement", "conferenc", "speech", "briefing", "brief", "letter",
        "email", "rally", "ral", "meeting", "meet", "separately", "earlier", "earli", "later",
    ]);
    let sentence = document.sentence(reading.cue.start).range();
    sentence
        .tokens()
        .filter(|at| !reading.says(*at))
        .any(|at| ELSEWHERE.contains(&document.tokens[at].stem))
}
