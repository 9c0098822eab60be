//! The subject beside a French verb of speech.

use super::Tongue;
use super::lexicon::Lexicon;
use super::names::{
    Form, Name, Subject, Who, end_of_run, is_first_name, is_named_after, is_office, words_of_name,
};
use super::text::Token;

/// Words for people who have an office and may have others to speak for them.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "président", "présidente", "ministre", "maire", "député", "députée", "sénateur", "sénatrice", "chef", "cheffe", "roi",
    "reine", "directeur", "directrice", "patron", "patronne", "préfet", "préfète", "procureur", "procureure", "candidat",
    "candidate", "général", "juge", "premier", "première", "pape", "prince", "princesse", "chancelier", "chancelière",
];

/// Forms of address.
const ADDRESSES: &[&str] = &[
    "m.",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "me",
    "maître",
    "dr",
    "dr.",
    "docteur",
    "mgr",
    "pr",
    "professeur",
];

/// The subject that begins at a token: a name, with "M." or "Mme", or an article, a title and a name.
pub(super) fn subject(
    tokens: &[Token],
    range: (usize, usize),
    lexicon: &Lexicon,
) -> Option<Subject> {
    let (mut at, to) = range;
    let word = |at: usize| {
        if at < to {
            tokens[at].lower.as_str()
        } else {
            ""
        }
    };
    let (mut start, mut comma, mut related) = (None, false, false);
    // Whether somebody follows to whom the speaker belongs: "le porte-parole de la ministre".
    let (mut owned, mut passed_de) = (false, false);
    while at < to {
        let token = &tokens[at];
        if start.is_none() && lexicon.pronouns.contains(&word(at)) {
            return Some(Subject {
                who: Who::Pronoun,
                start: at,
                end: at + 1,
            });
        }
        if !token.is_word {
            let name = at + 1 < to && tokens[at + 1].is_capital();
            if !token.is(',') || start.is_none() || comma || !name {
                break;
            }
            comma = true;
            at += 1;
        } else if start.is_none() && lexicon.prepositions.contains(&word(at)) {
            at = after_audience(tokens, (at, to), lexicon)?;
        } else if start.is_some()
            && matches!(
                word(at),
                "de" | "du" | "des" | "d'" | "à" | "au" | "aux" | "en"
            )
        {
            owned |= related;
            passed_de = true;
            match after_owner(tokens, (at, to), related) {
                Owner::Passed(next) => at = next,
                Owner::Name(from, end) => {
                    return Some(named(
                        tokens,
                        (from, end),
                        start.unwrap_or(from),
                        (to, lexicon),
                    ));
                }
                Owner::Open(end) => {
                    return Some(Subject {
                        who: Who::Open,
                        start: start.unwrap_or(at),
                        end,
                    });
                }
            }
        } else if matches!(
            word(at),
            "le" | "la" | "l'" | "un" | "une" | "son" | "sa" | "leur" | "les"
        ) || is_office(token, lexicon)
        {
            start.get_or_insert(at);
            owned |= passed_de && OFFICES.contains(&word(at));
            at += 1;
        } else if token.is_plain() || token.is_abbreviation() {
            let skipped = start.is_none()
                && (lexicon.adverbs.contains(&word(at))
                    || lexicon.told.contains(&word(at))
                    || word(at).ends_with("ment"));
            if !skipped && start.is_none() && !token.is_abbreviation() {
                return None;
            }
            if !skipped {
                start.get_or_insert(at);
            }
            related |= lexicon.related.contains(&word(at));
            owned |= passed_de && OFFICES.contains(&word(at));
            at += 1;
        } else {
            let end = end_of_run(tokens, at, to);
            // "Le président de la région Grand Est": what is named is no person.
            let of_place = passed_de && !comma && tokens[at - 1].is_plain();
            if of_place
                && !is_office(&tokens[at - 1], lexicon)
                && !is_first_name(&tokens[at].text, lexicon.tongue)
            {
                at = end;
                continue;
            }
            if owned && !comma {
                let start = start.unwrap_or(at);
                return Some(Subject {
                    who: Who::Open,
                    start,
                    end,
                });
            }
            return Some(named(tokens, (at, end), start.unwrap_or(at), (to, lexicon)));
        }
    }
    start.map(|start| Subject {
        who: Who::Open,
        start,
        end: at,
    })
}

fn named(tokens: &[Token], run: (usize, usize), start: usize, rest: (usize, &Lexicon)) -> Subject {
    let ((from, end), (to, lexicon)) = (run, rest);
    let words = words_of_name(&tokens[from..end]);
    let joined = end + 1 < to
        && lexicon.and.contains(&tokens[end].lower.as_str())
        && tokens[end + 1].is_capital();
    let before = (from > start).then(|| &tokens[from - 1]);
    let address = before.map_or("", |word| word.lower.as_str());
    let honoured = OFFICES.contains(&address) || ADDRESSES.contains(&address);
    // "La députée Renaissance du Morbihan": a party between an office and its place.
    let placed = words.len() == 1
        && end < to
        && matches!(tokens[end].lower.as_str(), "de" | "du" | "des" | "d'");
    let thing = before.is_some_and(is_named_after);
    let who = if joined || words.is_empty() || thing || placed {
        Who::Open
    } else {
        Who::Named(Name {
            words,
            honoured,
            inside: true,
            form: match address {
                "m." | "m" | "monsieur" => Form::Man,
                "mme" | "mlle" | "madame" => Form::Woman,
                _ => Form::Anybody,
            },
        })
    };
    Subject { who, start, end }
}

/// What the words after "de" in a title are.
enum Owner {
    /// A place or a body: reading goes on behind it.
    Passed(usize),
    /// A place and a name right behind it: where the name begins and ends.
    Name(usize, usize),
    /// It may be somebody of whom the speaker is only an aide.
    Open(usize),
}

fn after_owner(tokens: &[Token], range: (usize, usize), related: bool) -> Owner {
    let (at, to) = range;
    let mut from = at + 1;
    let mut article = matches!(tokens[at].lower.as_str(), "du" | "des" | "au" | "aux");
    if from < to && matches!(tokens[from].lower.as_str(), "la" | "l'" | "les") {
        article = true;
        from += 1;
    }
    if from >= to || !tokens[from].is_capital() {
        return Owner::Passed(from);
    }
    if tokens[from].is_abbreviation() {
        return Owner::Passed(from + 1);
    }
    let end = end_of_run(tokens, from, to);
    // "Du Rassemblement National" has no name in it.
    let begins = |at: usize| is_first_name(&tokens[at].text, Tongue::French);
    match end - from {
        1 if !related || article => Owner::Passed(end),
        // "De la République Anne Roux": what has an article is no person.
        2.. if article && begins(if end - from > 2 { end - 2 } else { from + 1 }) => {
            Owner::Name(if end - from > 2 { end - 2 } else { from + 1 }, end)
        }
        3.. if !related && begins(end - 2) => Owner::Name(end - 2, end),
        _ => Owner::Open(end),
    }
}

/// Where reading goes on behind the audience: "à l'AFP", "à la presse". `None` if a name may be part of it.
fn after_audience(tokens: &[Token], range: (usize, usize), lexicon: &Lexicon) -> Option<usize> {
    let (at, to) = range;
    let mut next = at + 1;
    while next < to
        && matches!(
            tokens[next].lower.as_str(),
            "la" | "l'" | "les" | "des" | "le" | "un" | "une"
        )
    {
        next += 1;
    }
    let word = tokens.get(next).filter(|_| next < to)?;
    let told = lexicon.told.contains(&word.lower.as_str())
        || word.is_plain() && !lexicon.prepositions.contains(&word.lower.as_str());
    (word.is_abbreviation() || told).then_some(next + 1)
}
