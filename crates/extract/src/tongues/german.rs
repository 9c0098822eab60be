//! The subject beside a German verb of speech.

use super::lexicon::Lexicon;
use super::names::{
    Form, Name, Subject, Who, end_of_run, is_first_name, is_named_after, is_title, words_of_name,
};
use super::text::Token;

/// What was read of a subject so far.
#[derive(Default)]
struct Read {
    start: Option<usize>,
    /// Whether an article, an office or an abbreviation came.
    titled: bool,
    /// Whether an article came, whose noun is still to come.
    noun_due: bool,
    /// Whether there is an article.
    articled: bool,
    /// The nouns so far.
    nouns: usize,
    /// Whether the noun belongs to or speaks for somebody.
    related: bool,
    /// Whether a genitive follows that names the one to whom the speaker belongs.
    owned: bool,
    comma: bool,
    /// Whether what is named before a comma is a place or a body: "der Rat der Stadt Norden".
    place: bool,
}

impl Read {
    /// Whether a name right behind the genitive of a title belongs to a place or a body.
    fn names_place(&self, tokens: &[Token], at: usize, lexicon: &Lexicon) -> bool {
        let behind_noun = self.nouns > 1 && !is_title(&tokens[at - 1], lexicon);
        let person = is_first_name(&tokens[at].text, lexicon.tongue);
        !self.comma && !self.place && behind_noun && !person
    }
}

/// The subject that begins at a token. All nouns have capitals, so that what is no office has to follow an article to be
/// taken for a noun.
pub(super) fn subject(
    tokens: &[Token],
    range: (usize, usize),
    lexicon: &Lexicon,
) -> Option<Subject> {
    let (mut at, to) = range;
    let mut read = Read::default();
    while at < to {
        let token = &tokens[at];
        let lower = token.lower.as_str();
        if read.start.is_none() && lexicon.pronouns.contains(&lower) {
            return Some(Subject {
                who: Who::Pronoun,
                start: at,
                end: at + 1,
            });
        }
        if !token.is_word {
            let name = tokens
                .get(at + 1)
                .is_some_and(|next| at + 1 < to && next.is_capital());
            if !token.is(',') || !read.titled || read.comma || read.noun_due || !name {
                break;
            }
            read.comma = true;
            at += 1;
        } else if matches!(lower, "der" | "die" | "des") && (read.titled || lower != "des") {
            read.start.get_or_insert(at);
            (read.titled, read.noun_due, read.articled) = (true, true, true);
            at += 1;
        } else if matches!(
            lower,
            "dem" | "den" | "des" | "das" | "ein" | "eine" | "mehrere" | "viele"
        ) {
            let open = matches!(lower, "das" | "ein" | "eine") && read.start.is_none();
            return open.then(|| Subject {
                who: Who::Open,
                start: at,
                end: end_of_run(tokens, at + 1, to).max(at + 1),
            });
        } else if lexicon.prepositions.contains(&lower) {
            at = after_preposition(tokens, (at, to), lexicon, &read)?;
        } else if token.is_plain() {
            at += 1;
        } else if read.noun_due || is_title(token, lexicon) || token.is_abbreviation() {
            read.start.get_or_insert(at);
            // "Der Sprecher der Ministerin Anna Krause": a second article, and the speaker is not the one named.
            let second = read.noun_due && read.nouns > 0;
            read.owned |= second && (read.related || is_title(token, lexicon));
            // "Sagte der Kanzler Präsident Putin": one said it to the other.
            let to_another = !read.noun_due && read.nouns > 0 && read.articled;
            read.owned |= to_another && is_title(token, lexicon);
            read.nouns += 1;
            read.related |= lexicon.related.iter().any(|word| lower.ends_with(word));
            (read.titled, read.noun_due) = (true, false);
            at += 1;
        } else if read.names_place(tokens, at, lexicon) {
            at = end_of_run(tokens, at, to);
            read.place = true;
        } else {
            return Some(named(tokens, (at, to), lexicon, &read));
        }
    }
    let start = read.start.filter(|_| read.titled)?;
    Some(Subject {
        who: Who::Open,
        start,
        end: at,
    })
}

/// Ends of words for times: "Montag", "Freitagabend".
#[rustfmt::skip]
const TIME: &[&str] = &["tag", "woch", "abend", "morgen", "mittag", "nacht", "januar", "februar", "märz", "april", "juni", "juli", "august", "september", "oktober", "november", "dezember"];

/// Where reading goes on after a preposition: behind a time or an audience, or the place of an office. `None` if what
/// follows may be part of it.
fn after_preposition(
    tokens: &[Token],
    range: (usize, usize),
    lexicon: &Lexicon,
    read: &Read,
) -> Option<usize> {
    let (at, to) = range;
    let next = tokens.get(at + 1).filter(|_| at + 1 < to)?;
    let is_time = TIME.iter().any(|end| next.lower.ends_with(end));
    if is_time || lexicon.told.contains(&next.lower.as_str()) {
        return Some(at + 2);
    }
    let end = end_of_run(tokens, at + 1, to);
    // "Der Bürgermeister von Kiel, Jan Holm": one word, and no name behind it.
    let one = end == at + 2 && read.titled && !read.noun_due;
    let closed = one && tokens.get(end).is_none_or(|token| !token.is_word);
    closed.then_some(end)
}

/// Ends of words for offices that are men's.
const MEN_BY_OFFICE: &[&str] = &[
    "meister",
    "minister",
    "kanzler",
    "präsident",
    "chef",
    "sprecher",
    "direktor",
    "anwalt",
    "leiter",
    "vorsitzender",
    "sekretär",
];

/// Words behind a name that say when: "Ende März".
const TIMES: &[&str] = &[
    "ende", "anfang", "mitte", "stunden", "tage", "wochen", "minuten", "richtung",
];

fn named(tokens: &[Token], range: (usize, usize), lexicon: &Lexicon, read: &Read) -> Subject {
    let (at, to) = range;
    let mut end = end_of_run(tokens, at, to);
    let is_time = |token: &Token| {
        TIMES.contains(&token.lower.as_str()) || TIME.iter().any(|end| token.lower.ends_with(end))
    };
    end = (at + 1..end)
        .find(|at| is_time(&tokens[*at]))
        .unwrap_or(end);
    while end > at + 1 && lexicon.told.contains(&tokens[end - 1].lower.as_str()) {
        end -= 1;
    }
    let joined = end + 1 < to
        && lexicon.and.contains(&tokens[end].lower.as_str())
        && tokens[end + 1].is_capital();
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let before = before.filter(|word| word.is_word && read.start.is_some());
    let address = before.map_or("", |word| word.lower.as_str());
    // "Der Anwalt Jan Holms" and "Anna Krauses Sprecher" are somebody else.
    let possessive = read.related && tokens[end - 1].text.ends_with('s');
    let owner = !read.comma && (possessive || read.owned) || is_title(&tokens[end - 1], lexicon);
    let thing = before.is_some_and(is_named_after);
    let next = tokens.get(end).filter(|_| end < to);
    // "Anke Rolfes’ Büroleiterin", "Kuno Feists Mutter", "Torben van Laak" with a first name that we do not know.
    let owned = next.is_some_and(|next| next.is('’') || next.is('\''))
        || (at + 1..end - 1).any(|at| tokens[at].text.ends_with('s'));
    let cut = end == at + 1
        && next.is_some_and(|next| {
            matches!(
                next.lower.as_str(),
                "von" | "van" | "zu" | "zum" | "ten" | "de"
            )
        });
    let who = if joined || owner || thing || owned || cut {
        Who::Open
    } else {
        Who::Named(Name {
            words: words_of_name(&tokens[at..end]),
            honoured: before.is_some_and(|word| is_title(word, lexicon)),
            inside: true,
            form: match address {
                "herr" => Form::Man,
                "frau" => Form::Woman,
                _ if MEN_BY_OFFICE.iter().any(|end| address.ends_with(end)) => Form::Man,
                _ if address.ends_with("in") => Form::Woman,
                _ => Form::Anybody,
            },
        })
    };
    Subject {
        who,
        start: read.start.unwrap_or(at),
        end,
    }
}
