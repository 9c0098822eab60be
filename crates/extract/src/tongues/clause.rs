//! The clause beside a quotation that says who spoke.

use super::lexicon::{GERMAN_PARTED, Lexicon};
use super::names::{Form, Subject, Who, is_office, slavic_subject};
use super::text::{Quotation, Token};
use super::{Tongue, french, german};

/// A clause that says who spoke.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The verb: its first token, and one past its last.
    pub(super) cue: (usize, usize),
    pub(super) subject: Subject,
    /// Whether the speaker acknowledges what is quoted.
    pub(super) confirms: bool,
    /// The token behind verb and subject.
    pub(super) end: usize,
}

/// A verb of speech.
struct Verb {
    cue: (usize, usize),
    confirms: bool,
    form: Form,
    /// Whether several people, or a body, are the subject.
    many: bool,
    /// Whether "he" or "she" is part of it: "a-t-elle dit".
    pronoun: bool,
}

/// Participles that do not end in "é".
const FRENCH_PARTICIPLES: &[&str] = &[
    "répondu",
    "prévenu",
    "réagi",
    "conclu",
    "soutenu",
    "reconnu",
    "admis",
    "poursuivi",
    "écrit",
    "dit",
];

/// The verb of speech at a token.
fn verb(tokens: &[Token], at: usize, to: usize, lexicon: &Lexicon) -> Option<Verb> {
    let token = tokens.get(at).filter(|token| at < to && token.is_word)?;
    if lexicon.tongue == Tongue::French {
        return french_verb(tokens, at, to, lexicon);
    }
    let word = token.lower.as_str();
    let parted = GERMAN_PARTED
        .iter()
        .find(|(verb, _)| lexicon.tongue == Tongue::German && *verb == word);
    let parted = parted.is_some_and(|(_, parts)| {
        tokens[at..to]
            .iter()
            .any(|token| parts.contains(&token.lower.as_str()))
    });
    let confirms = lexicon.confirms.contains(&word);
    let many = lexicon.several_say.contains(&word);
    let slavic = matches!(lexicon.tongue, Tongue::Russian | Tongue::Ukrainian);
    let form = match () {
        () if !slavic => Form::Anybody,
        () if word.ends_with("ла") || word.ends_with("лась") || word.ends_with("лася") => {
            Form::Woman
        }
        () if ["л", "в", "лся", "вся", "ёс", "нес"]
            .iter()
            .any(|end| word.ends_with(end)) =>
        {
            Form::Man
        }
        () => Form::Anybody,
    };
    (confirms || many || parted || lexicon.says.contains(&word)).then_some(Verb {
        cue: (at, at + 1),
        confirms,
        form,
        many,
        pronoun: false,
    })
}

fn french_verb(tokens: &[Token], at: usize, to: usize, lexicon: &Lexicon) -> Option<Verb> {
    let word = tokens[at].lower.as_str();
    let (base, tail) = word.split_once('-').unwrap_or((word, ""));
    let pronoun = matches!(tail, "t-il" | "t-elle" | "il" | "elle");
    let is_participle = |word: &str| word.ends_with('é') || FRENCH_PARTICIPLES.contains(&word);
    let known = |word: &str| {
        (
            lexicon.says.contains(&word),
            lexicon.confirms.contains(&word),
        )
    };
    let (mut end, mut word, mut many) = (at + 1, base, false);
    if matches!(base, "a" | "avait" | "ont") {
        many = base == "ont";
        while end < to && lexicon.adverbs.contains(&tokens[end].lower.as_str()) {
            end += 1;
        }
        word = tokens.get(end).filter(|_| end < to)?.lower.as_str();
        if !is_participle(word) {
            return None;
        }
        end += 1;
    } else if is_participle(word) && !matches!(word, "dit" | "écrit")
        || !tail.is_empty() && !pronoun
    {
        return None;
    }
    let (says, confirms) = known(word);
    (says || confirms).then_some(Verb {
        cue: (at, end),
        confirms,
        form: Form::Anybody,
        many,
        pronoun,
    })
}

fn subject_at(
    tokens: &[Token],
    range: (usize, usize),
    lexicon: &Lexicon,
    form: Form,
    initial: bool,
) -> Option<Subject> {
    match lexicon.tongue {
        Tongue::Russian | Tongue::Ukrainian => {
            slavic_subject(tokens, range, lexicon, form, initial)
        }
        Tongue::German => german::subject(tokens, range, lexicon),
        Tongue::French => french::subject(tokens, range, lexicon),
    }
}

/// A clause that begins with a verb of speech and its subject: ", sagte Anna Krause".
pub(super) fn inverted(
    tokens: &[Token],
    from: usize,
    to: usize,
    lexicon: &Lexicon,
) -> Option<Said> {
    let mut at = from;
    while at < to && at < from + 3 && lexicon.adverbs.contains(&tokens[at].lower.as_str()) {
        at += 1;
    }
    let verb = verb(tokens, at, to, lexicon)?;
    let (start, end) = verb.cue;
    if verb.pronoun {
        let subject = Subject {
            who: Who::Pronoun,
            start,
            end,
        };
        return Some(Said {
            cue: verb.cue,
            subject,
            confirms: verb.confirms,
            end,
        });
    }
    let mut clause = tokens[end..to].iter().take_while(|token| token.is_word);
    let unsaid = |token: &Token| {
        lexicon.negations.contains(&token.lower.as_str())
            || lexicon.sayings.contains(&token.lower.as_str())
    };
    if clause.any(unsaid) || is_unreal(&tokens[end..to], lexicon) {
        return None;
    }
    // "So teuer" is nobody.
    let bare = matches!(tokens[start].lower.as_str(), "so" | "selon");
    let article =
        |token: &Token| matches!(token.lower.as_str(), "der" | "die" | "le" | "la" | "l'");
    if bare
        && !tokens
            .get(end)
            .is_some_and(|next| end < to && (next.is_capital() || article(next)))
    {
        return None;
    }
    let mut subject = subject_at(tokens, (end, to), lexicon, verb.form, false)?;
    if verb.many {
        subject.who = Who::Open;
    }
    let end = subject.end;
    Some(Said {
        cue: verb.cue,
        subject,
        confirms: verb.confirms,
        end,
    })
}

/// Whether words say that it is a role, a dream, a forgery or an approximation.
fn is_unreal(tokens: &[Token], lexicon: &Lexicon) -> bool {
    tokens.iter().any(|token| {
        let mut stems = lexicon.unreal.iter();
        stems.any(|stem| token.lower.starts_with(stem))
    })
}

/// A clause before a colon: "Anna Krause sagte:", "Am Montag sagte Anna Krause:". `quoted` are the quotations of the
/// paragraph, in which no verb counts.
pub(super) fn before_colon(
    tokens: &[Token],
    from: usize,
    colon: usize,
    quoted: &[Quotation],
    lexicon: &Lexicon,
) -> Option<Said> {
    let is_quoted = |at: usize| quoted.iter().any(|one| one.open <= at && at <= one.close);
    let verbs: Vec<Verb> = (from..colon)
        .filter(|at| !is_quoted(*at))
        .filter_map(|at| verb(tokens, at, colon, lexicon))
        .filter(|verb| !matches!(tokens[verb.cue.0].lower.as_str(), "so" | "selon"))
        .collect();
    let [verb] = verbs.as_slice() else {
        return None;
    };
    let (start, end) = verb.cue;
    let has = |list: &[&str], range: std::ops::Range<usize>| {
        tokens[range]
            .iter()
            .any(|token| list.contains(&token.lower.as_str()))
    };
    let outside: Vec<Token> = (from..colon)
        .filter(|at| !is_quoted(*at))
        .map(|at| tokens[at].clone())
        .collect();
    // "False: Orlov said: …", "on record is this: Orlov said: …".
    if is_unreal(&outside, lexicon) || from > 0 && tokens[from - 1].is(':') {
        return None;
    }
    // "Weber said Holm had told her: …": the clause behind the comma has a speaker of its own.
    let told =
        lexicon.tongue == Tongue::German && tokens[end..colon].iter().any(|token| token.is(','));
    let another = told || has(lexicon.that, end..colon) || has(lexicon.sayings, end..colon);
    let asked = has(lexicon.interrogatives, from..from + 1);
    if another || asked || has(lexicon.negations, from..colon) {
        return None;
    }
    let said = |subject: Subject| Said {
        cue: verb.cue,
        end: colon,
        confirms: verb.confirms,
        subject: Subject {
            who: if verb.many { Who::Open } else { subject.who },
            ..subject
        },
    };
    if verb.pronoun {
        return Some(said(Subject {
            who: Who::Pronoun,
            start,
            end,
        }));
    }
    let told = |token: &Token| lexicon.told.contains(&token.lower.as_str());
    let named_after = tokens
        .get(end)
        .is_some_and(|next| end < colon && next.is_capital() && !told(next));
    match subject_before(tokens, (from, start), lexicon, verb.form) {
        Some(subject) => (!named_after).then(|| said(subject)),
        None => {
            // Whoever is named before the verb and is no subject may be one all the same.
            let other = tokens[(from + 1).min(start)..start]
                .iter()
                .any(|token| token.is_capital() && !token.is_abbreviation());
            let subject = subject_at(tokens, (end, colon), lexicon, verb.form, false)?;
            // In German, nothing but the subject stands behind a verb that something else precedes.
            let time = lexicon.tongue == Tongue::German
                && lexicon.prepositions.contains(&tokens[from].lower.as_str());
            let comma = tokens[from..start].iter().any(|token| token.is(','));
            (!comma && (!other || time)).then(|| said(subject))
        }
    }
}

/// The subject that ends right before a verb: in the words behind the last comma, or before a description between commas.
fn subject_before(
    tokens: &[Token],
    range: (usize, usize),
    lexicon: &Lexicon,
    form: Form,
) -> Option<Subject> {
    let (from, mut to) = range;
    while to > from
        && tokens[to - 1].is_plain()
        && lexicon.adverbs.contains(&tokens[to - 1].lower.as_str())
    {
        to -= 1;
    }
    let commas: Vec<usize> = (from..to).filter(|at| tokens[*at].is(',')).collect();
    let read = |start: usize, end: usize| {
        let initial = start == from;
        let lowered: Vec<Token>;
        let tokens = if initial && start < end && begins_plainly(&tokens[start], lexicon) {
            lowered = with_plain(tokens, start);
            &lowered[..]
        } else {
            tokens
        };
        let found = subject_at(tokens, (start, end), lexicon, form, initial);
        found.filter(|subject| subject.end == end)
    };
    match commas.as_slice() {
        // "Anna Petrova, head of the port, said".
        [first, last] if *last + 1 == to => read(from, *first),
        // "It may be that Orlov said", "the liar claims, Orlov said": what stands before the comma may take it all back.
        [_, ..] => None,
        [] => read(from, to),
    }
}

/// Whether the word that begins a sentence has its capital only for that.
fn begins_plainly(token: &Token, lexicon: &Lexicon) -> bool {
    let word = token.lower.as_str();
    let article = matches!(
        word,
        "der"
            | "die"
            | "das"
            | "dem"
            | "den"
            | "ein"
            | "eine"
            | "le"
            | "la"
            | "l'"
            | "les"
            | "un"
            | "une"
    );
    article
        || lexicon.prepositions.contains(&word)
        || lexicon.adverbs.contains(&word)
        || lexicon.pronouns.contains(&word)
        || lexicon.tongue != Tongue::German && is_office(token, lexicon)
}

fn with_plain(tokens: &[Token], at: usize) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    tokens[at].text = tokens[at].lower.clone();
    tokens
}
