//! Direct speech in languages that the parser does not know, by rules.
//!
//! Read are quotations, and lines that begin with a dash, that have a clause beside them with a verb of speech. Words are
//! attributed to nobody rather than to the wrong person: what the rules do not settle is left out, or has a source without a
//! speaker. What is reported in the writer's words is not read.

mod clause;
mod french;
mod german;
mod lexicon;
mod names;
mod speech;
mod text;

use crate::attribution::{Attribution, Mode, Span, Stance, Tongue};
use crate::thresholds;
use lexicon::{Lexicon, lexicon};
use names::{Form, Who, end_of_run, is_first_name, is_other_case, is_title};
use speech::Speech;
use std::collections::BTreeSet;
use text::{Token, paragraphs};

/// The direct speech in a text of one of the languages, in the order of the text.
pub fn direct_speech(text: &str, tongue: Tongue) -> Vec<Attribution> {
    let lexicon = lexicon(tongue);
    let paragraphs = paragraphs(text);
    let speeches: Vec<Vec<Speech>> = paragraphs
        .iter()
        .map(|tokens| speech::read(tokens, lexicon))
        .collect();
    let known = full_names(&paragraphs, &speeches, lexicon);
    let mut found = Vec::new();
    let mut last: Option<(usize, String)> = None;
    for (at, (tokens, speeches)) in paragraphs.iter().zip(&speeches).enumerate() {
        for speech in speeches {
            let recent = last
                .as_ref()
                .filter(|(paragraph, _)| paragraph + 1 >= at)
                .map(|(_, name)| name);
            let (speaker, choices) = speaker_of(&speech.who, &known, recent, tongue);
            if let Some(speaker) = &speaker {
                last = Some((at, speaker.clone()));
            } else if speech.who != Who::Pronoun {
                last = None;
            }
            found.push(attribution(tokens, speech, speaker, choices, tongue));
        }
    }
    found
}

fn attribution(
    tokens: &[Token],
    speech: &Speech,
    speaker: Option<String>,
    choices: Vec<String>,
    tongue: Tongue,
) -> Attribution {
    let span = |(start, end): (usize, usize)| Span::new(tokens[start].start, tokens[end - 1].end);
    let cue = span(speech.cue);
    Attribution {
        source: Some(span(speech.source)),
        cue,
        content: speech.content.iter().copied().map(span).collect(),
        speakers: speaker.iter().cloned().collect(),
        speaker,
        choices,
        stance: if speech.confirms {
            Stance::Confirms
        } else {
            Stance::Asserts
        },
        mode: Mode::Direct,
        via: Vec::new(),
        decided_by: cue,
        negation: None,
        likelihood: thresholds::LIKELIHOOD_BY_RULES,
        tongue: Some(tongue),
    }
}

/// The full names in a text.
struct FullNames {
    /// Those of speakers, and words before a family name that are first names as far as we know.
    sure: BTreeSet<Vec<String>>,
    /// Words before a family name that begin a sentence, and may be something else.
    doubtful: BTreeSet<Vec<String>>,
}

/// The speaker, or those who may be meant. A pronoun only has whoever spoke just before as a choice.
fn speaker_of(
    who: &Who,
    known: &FullNames,
    recent: Option<&String>,
    tongue: Tongue,
) -> (Option<String>, Vec<String>) {
    match who {
        Who::Named(name) if name.words.len() > 1 => (
            name.is_whole(tongue).then(|| name.words.join(" ")),
            Vec::new(),
        ),
        Who::Named(name) => {
            let named = |names: &BTreeSet<Vec<String>>| -> Vec<String> {
                let bearer =
                    |full: &&Vec<String>| full.last() == name.words.last() && name.may_be(&full[0]);
                names
                    .iter()
                    .filter(bearer)
                    .map(|full| full.join(" "))
                    .collect()
            };
            let (mut bearers, doubtful) = (named(&known.sure), named(&known.doubtful));
            match (bearers.as_slice(), doubtful.as_slice()) {
                ([], []) => (
                    name.is_surname(tongue).then(|| name.words.join(" ")),
                    Vec::new(),
                ),
                ([one], []) => (Some(one.clone()), Vec::new()),
                _ => {
                    bearers.extend(doubtful);
                    (None, bearers)
                }
            }
        }
        Who::Pronoun => (None, recent.cloned().into_iter().collect()),
        Who::Open => (None, Vec::new()),
    }
}

fn full_names(paragraphs: &[Vec<Token>], speeches: &[Vec<Speech>], lexicon: &Lexicon) -> FullNames {
    let (mut sure, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
    for speech in speeches.iter().flatten() {
        if let Who::Named(name) = &speech.who
            && name.words.len() > 1
            && name.is_whole(lexicon.tongue)
        {
            sure.insert(name.words.clone());
        }
    }
    let plain: BTreeSet<&str> = paragraphs
        .iter()
        .flatten()
        .filter(|token| token.is_plain())
        .map(|token| token.lower.as_str())
        .collect();
    for tokens in paragraphs {
        for at in 0..tokens.len() {
            let Some(kind) = kind_of_first(tokens, at, lexicon, &plain) else {
                continue;
            };
            let end = end_of_run(tokens, at, tokens.len());
            if !(2..=3).contains(&(end - at)) {
                continue;
            }
            let name: Vec<String> = tokens[at..end]
                .iter()
                .map(|token| token.text.clone())
                .collect();
            match kind {
                First::Sure => sure.insert(name),
                First::Doubtful => doubtful.insert(name),
            };
        }
    }
    // "Olha Petrova" and "Olha Ivanivna Petrova" are one person.
    let short: Vec<Vec<String>> = sure
        .iter()
        .filter(|name| name.len() == 2)
        .cloned()
        .collect();
    let is_short = |name: &Vec<String>| {
        name.len() == 2
            || !short
                .iter()
                .any(|one| one.first() == name.first() && one.last() == name.last())
    };
    sure.retain(is_short);
    doubtful.retain(|name| !sure.contains(name));
    FullNames { sure, doubtful }
}

/// Whether a word with a capital is a first name.
enum First {
    Sure,
    Doubtful,
}

/// Whether a name may begin at a token. `plain` are the words that the text has without a capital, too.
fn kind_of_first(
    tokens: &[Token],
    at: usize,
    lexicon: &Lexicon,
    plain: &BTreeSet<&str>,
) -> Option<First> {
    let token = &tokens[at];
    if !token.is_capital() || token.is_abbreviation() || is_title(token, lexicon) {
        return None;
    }
    if is_first_name(&token.text, lexicon.tongue) {
        return Some(First::Sure);
    }
    let next = tokens.get(at + 1);
    if next.is_some_and(|next| next.is_capital() && is_first_name(&next.text, lexicon.tongue)) {
        return None;
    }
    let slavic = matches!(lexicon.tongue, Tongue::Russian | Tongue::Ukrainian);
    let word = token.lower.as_str();
    if slavic && is_other_case(&token.text, Form::Anybody)
        || plain.contains(word)
        || lexicon.adverbs.contains(&word)
    {
        return None;
    }
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    // Nouns have capitals in German, and what stands before a family name is seldom a first name that we do not know.
    if lexicon.tongue == Tongue::German {
        return None;
    }
    // "Kanzler Jan Holm" begins at the first name, "Peter Jan Holm" at "Peter".
    if before.is_some_and(|before| {
        before.is_capital() && !before.is_abbreviation() && !is_title(before, lexicon)
    }) {
        return None;
    }
    Some(First::Doubtful)
}
