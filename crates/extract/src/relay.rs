//! Who relayed whose words: those in whose words they stand, and the media that they came through.

use crate::candidate::{Candidate, Run};
use crate::channel::{Level, Outlets, outlets};
use crate::document::Document;
use crate::mention::Cast;
use crate::names::Kind;
use crate::nested::Told;
use crate::outlet;
use crate::stance::Decision;
use crate::stance::Stance;
use crate::tagger::tag;
use crate::word::hash_str;
use std::collections::HashMap;

/// A link of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relayer {
    /// Somebody who speaks in the text, by the number in its cast.
    Speaker(usize),
    /// A news outlet, by the words that name it.
    Outlet(Run),
}

/// For each attribution through whom it came, nearest the text first; nothing where it does not stand.
///
/// What is told within another's words stands if somebody else is said to have said it, and if the one
/// who tells of it says that it was so.
pub fn chains(
    document: &Document,
    cast: &Cast,
    told: &[Told],
    speakers: &[Vec<usize>],
    decisions: &[Decision],
) -> Vec<Option<Vec<Relayer>>> {
    let level = Level::sort(document, told);
    let outlets = |at: usize| outlets(document, told, at, &level);
    let outlets: Vec<Outlets> = (0..told.len()).map(outlets).collect();
    let outlets = carried_on(document, told, speakers, outlets);
    let mut chains: Vec<Option<Vec<Relayer>>> = Vec::with_capacity(told.len());
    for (at, inner) in told.iter().enumerate() {
        let above = match inner.holder {
            None => Some(Vec::new()),
            Some(outer) => chains[outer].as_ref().and_then(|above| {
                let mut chain = above.clone();
                chain.push(Relayer::Speaker(*speakers[outer].first()?));
                let speaker = Relayer::Speaker(*speakers[at].first()?);
                let fits = vouches(decisions[outer].stance) && !chain.contains(&speaker);
                let listener = listener(document, cast, &inner.candidate).map(Relayer::Speaker);
                chain.extend(listener.filter(|one| *one != speaker && !chain.contains(one)));
                fits.then_some(chain)
            }),
        };
        chains.push(above.map(|mut chain| {
            let Outlets {
                reporters,
                addressed,
            } = &outlets[at];
            let named = reporters.iter().chain(addressed);
            for outlet in named {
                let same = |link: &Relayer| match link {
                    Relayer::Outlet(run) => document.words(*run) == document.words(*outlet),
                    Relayer::Speaker(_) => false,
                };
                if !chain.iter().any(same) {
                    chain.push(Relayer::Outlet(*outlet));
                }
            }
            chain
        }));
    }
    chains
}

/// Who was told it in private, by the number in the cast: "Lee said Reyes told Okoro in a call that …" came to her
/// through Okoro.
fn listener(document: &Document, cast: &Cast, inner: &Candidate) -> Option<usize> {
    const PRIVATE: [u32; 5] = [
        hash_str("call"),
        hash_str("phon"),
        hash_str("letter"),
        hash_str("messag"),
        hash_str("privately"),
    ];
    let (cue, content) = (inner.cue, inner.content.first()?.0);
    let tells = document.tokens[cue.end - 1].stem == hash_str("tell") && content > cue.end;
    let mut between = cue.end..content;
    let private = tells && between.any(|at| PRIVATE.contains(&document.tokens[at].stem));
    let named = cast.within(cue.end, content.max(cue.end)).first()?;
    let person = cast.entities[named.entity].kind == Kind::Person && named.start <= cue.end + 3;
    (private && person).then_some(named.entity)
}

/// Whether one who takes this stance tells what others said as so.
fn vouches(stance: Stance) -> bool {
    matches!(stance, Stance::Asserts | Stance::Confirms | Stance::Hedges)
}

/// For each attribution the outlets that it came through, carried on from those before it. Who speaks on after "told
/// Radio 7" still speaks to it, and what else the same speaker says after ", the agency reports" still comes from
/// there, as long as nobody else speaks and no other place is named.
fn carried_on(
    document: &Document,
    told: &[Told],
    speakers: &[Vec<usize>],
    mut outlets: Vec<Outlets>,
) -> Vec<Outlets> {
    let sentence = |at: usize| document.sentence(told[at].candidate.cue.start);
    let mut order: Vec<usize> = Vec::new();
    let mut within: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, one) in told.iter().enumerate() {
        match one.holder {
            None => order.push(at),
            Some(holder) => within.entry(holder).or_default().push(at),
        }
    }
    order.sort_by_key(|at| told[*at].candidate.cue.start);
    for pair in order.windows(2) {
        let (before, at) = (pair[0], pair[1]);
        let (there, here) = (sentence(before), sentence(at));
        if here.paragraph > there.paragraph + 1 {
            continue;
        }
        if one_of(document, &told[before].candidate, &told[at].candidate) {
            let addressed = outlets[at].addressed;
            outlets[before].addressed = outlets[before].addressed.or(addressed);
        }
        let same = |other: usize| !speakers[at].is_empty() && speakers[at] == speakers[other];
        let paragraph = here.paragraph == there.paragraph;
        let goes_on = there == here || !elsewhere(document, &told[at]);
        let spoke_within = || {
            within
                .get(&before)
                .is_some_and(|all| all.iter().any(|one| same(*one)))
        };
        // "According to the Courier, Lee said … She told Radio 7: …": the Courier tells of both.
        if paragraph && spoke_within() {
            let source = told[before].candidate.source;
            let named =
                source.and_then(|run| outlet::names(document, run.0, run.1).first().copied());
            outlets[at].reporters.extend(named);
        }
        if same(before) && outlets[at].reporters.is_empty() && (paragraph || goes_on) {
            outlets[at].reporters = outlets[before].reporters.clone();
        }
        if same(before) && outlets[at].addressed.is_none() && goes_on {
            outlets[at].addressed = outlets[before].addressed;
        }
    }
    outlets
}

/// Whether a source is one of those of the attribution before it: "two officials", "one of the officials".
fn one_of(document: &Document, whole: &Candidate, part: &Candidate) -> bool {
    let (Some(all), Some(one)) = (whole.source, part.source) else {
        return false;
    };
    let first = document.word(one.0).to_ascii_lowercase();
    let of = one.1 > one.0 + 2 && document.word(one.0 + 1) == "of";
    let noun = document.tokens[one.1 - 1].word;
    let counted = matches!(document.tags[all.0], tag::CD | tag::NNS | tag::JJ);
    let shared = (all.0..all.1).any(|at| document.tokens[at].word == noun);
    matches!(first.as_str(), "one" | "another" | "both") && of && counted && shared
}

/// Whether the sentence of an attribution, its content left out, names another place or time at which it was said.
fn elsewhere(document: &Document, told: &Told) -> bool {
    const ELSEWHERE: [u32; 20] = [
        hash_str("tell"),
        hash_str("writ"),
        hash_str("tweet"),
        hash_str("post"),
        hash_str("testif"),
        hash_str("statement"),
        hash_str("conferenc"),
        hash_str("speech"),
        hash_str("briefing"),
        hash_str("brief"),
        hash_str("letter"),
        hash_str("email"),
        hash_str("rally"),
        hash_str("ral"),
        hash_str("meeting"),
        hash_str("meet"),
        hash_str("separately"),
        hash_str("earlier"),
        hash_str("earli"),
        hash_str("later"),
    ];
    let sentence = document.sentence(told.candidate.cue.start);
    (sentence.start..sentence.end)
        .filter(|at| !told.candidate.says(*at))
        .any(|at| ELSEWHERE.contains(&document.tokens[at].stem))
}
