//! Which name the words beside a verb of speech give.

use super::Tongue;
use super::lexicon::{
    ARTICLES, EUROPEAN, GERMAN_OFFICE_ENDINGS, Lexicon, MEN, MEN_IN_A, PARTICLES, WOMEN,
};
use super::text::Token;
use crate::who::names::{Gender, gender_of_first_name};

/// Who speaks, as far as the words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody with this name.
    Named(Vec<String>),
    /// "He" or "she".
    Pronoun,
    /// Somebody whom the words describe, or whose name they do not make certain.
    Open,
}

/// The words that name a speaker.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) who: Who,
    /// The first token, and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What the verb says of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Man,
    Woman,
    Anybody,
}

/// Whether a word is a first name that we know.
pub(super) fn is_first_name(word: &str, tongue: Tongue) -> bool {
    let lower = word.to_lowercase();
    match tongue {
        Tongue::Russian | Tongue::Ukrainian => [MEN, WOMEN, MEN_IN_A]
            .iter()
            .any(|list| list.contains(&lower.as_str())),
        Tongue::German | Tongue::French => {
            EUROPEAN.contains(&lower.as_str()) || gender_of_first_name(word) != Gender::Unknown
        }
    }
}

/// Where a run of capitalised words ends that begins at a token: words of one alphabet, with small words of names between.
pub(super) fn end_of_run(tokens: &[Token], start: usize, to: usize) -> usize {
    let cyrillic = |token: &Token| {
        token
            .lower
            .starts_with(|c: char| ('\u{400}'..='\u{52f}').contains(&c))
    };
    let fits = |at: usize| {
        at < to
            && tokens[at].is_capital()
            && !tokens[at].is_abbreviation()
            && cyrillic(&tokens[at]) == cyrillic(&tokens[start])
    };
    let mut end = start;
    loop {
        if fits(end) {
            end += 1;
            continue;
        }
        if end > start && end < to && is_surname_with_article(&tokens[end]) {
            end += 1;
            continue;
        }
        let particles = (end..to).take_while(|at| {
            PARTICLES.contains(&tokens[*at].lower.as_str()) && tokens[*at].is_plain()
        });
        let count = particles.count();
        // "Jan Holm der Zeitung", "Jean Petit de Nantes": what follows a whole name is no part of it.
        let joins = match tokens.get(end).map_or("", |token| token.lower.as_str()) {
            "der" | "den" | "du" | "zu" | "zur" => false,
            "de" | "di" | "da" => end == start + 1,
            _ => true,
        };
        if end > start && joins && (1..=2).contains(&count) && fits(end + count) {
            end += count + 1;
            continue;
        }
        return end;
    }
}

/// Whether a word is an Arabic family name with its article: "al-Hasan".
fn is_surname_with_article(token: &Token) -> bool {
    token.text.split_once('-').is_some_and(|(article, name)| {
        ARTICLES.contains(&article) && name.starts_with(char::is_uppercase)
    })
}

/// Whether a word is an office: "Regierungssprecherin".
pub(super) fn is_title(token: &Token, lexicon: &Lexicon) -> bool {
    let mut ends = GERMAN_OFFICE_ENDINGS.iter();
    is_office(token, lexicon)
        || lexicon.tongue == Tongue::German && ends.any(|end| token.lower.ends_with(end))
}

pub(super) fn is_office(token: &Token, lexicon: &Lexicon) -> bool {
    lexicon.offices.contains(&token.lower.as_str())
}

/// The subject after or before a verb in Russian and Ukrainian. `initial` says that the first token begins a sentence.
pub(super) fn slavic_subject(
    tokens: &[Token],
    range: (usize, usize),
    lexicon: &Lexicon,
    form: Form,
    initial: bool,
) -> Option<Subject> {
    let (from, to) = range;
    let has = |list: &[&str], at: usize| at < to && list.contains(&tokens[at].lower.as_str());
    let mut at = from;
    let (mut titled, mut comma, mut start) = (false, false, None);
    while at < to {
        let token = &tokens[at];
        let first = initial && at == from;
        if has(lexicon.pronouns, at) && start.is_none() {
            return Some(Subject {
                who: Who::Pronoun,
                start: at,
                end: at + 1,
            });
        }
        if !token.is_word {
            // "The press secretary, Anna Petrova".
            if !token.is(',')
                || !titled
                || comma
                || !tokens
                    .get(at + 1)
                    .is_some_and(|next| at + 1 < to && next.is_capital())
            {
                break;
            }
            comma = true;
            at += 1;
        } else if has(lexicon.prepositions, at) && (token.is_plain() || first) {
            // What stands behind "to Berlin" or "with Petrov" may be part of it.
            if !tokens
                .get(at + 1)
                .is_some_and(|next| at + 1 < to && next.is_plain())
            {
                return None;
            }
            at += 2;
        } else if token.is_plain()
            || token.is_abbreviation()
            || first && (is_office(token, lexicon) || has(lexicon.adverbs, at))
        {
            let skipped = has(lexicon.adverbs, at) || has(lexicon.told, at);
            if !skipped {
                titled = true;
                start.get_or_insert(at);
            }
            at += 1;
        } else {
            let end = end_of_run(tokens, at, to);
            let joined =
                has(lexicon.and, end) && tokens.get(end + 1).is_some_and(Token::is_capital);
            let run = words_of_name(&tokens[at..end]);
            let run: Vec<&str> = run.iter().map(String::as_str).collect();
            let related = tokens[start.unwrap_or(at)..at]
                .iter()
                .any(|token| lexicon.related.contains(&token.lower.as_str()));
            // "The spokesman of the Black Fleet Petro Hnat": the name is the one behind it.
            let another = (end..to).take_while(|at| tokens[*at].is_word).any(|at| {
                let before = &tokens[at - 1];
                let told = lexicon.told.contains(&before.lower.as_str());
                let led = told
                    || before.is_abbreviation()
                    || lexicon.prepositions.contains(&before.lower.as_str());
                tokens[at].is_capital() && !tokens[at].is_abbreviation() && !led
            });
            let relative = related && run.len() == 1;
            let found = slavic_name(&run, titled && !comma, form, first, related, lexicon.tongue)
                .filter(|_| !joined && !another && !relative);
            let who = found.map_or(Who::Open, Who::Named);
            return Some(Subject {
                who,
                start: start.unwrap_or(at),
                end,
            });
        }
    }
    start.filter(|_| titled).map(|start| Subject {
        who: Who::Open,
        start,
        end: at,
    })
}

/// The words of a name, the small ones joined to the family name behind them: "Jan", "van der Meer". The full stop of an initial
/// at the end is left out, since it may be that of the sentence.
fn words_of_name(tokens: &[Token]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut small = String::new();
    for token in tokens {
        if token.is_plain() && PARTICLES.contains(&token.lower.as_str()) {
            small.push_str(&token.text);
            small.push(' ');
        } else {
            words.push(std::mem::take(&mut small) + &token.text);
        }
    }
    if let Some(last) = words.last_mut() {
        last.truncate(last.trim_end_matches('.').len());
    }
    words
}

/// The name in a run of words. After a title, words in other cases come first: "mayor of Kyiv Anna Petrova" has no "of".
fn slavic_name(
    run: &[&str],
    titled: bool,
    form: Form,
    initial: bool,
    related: bool,
    tongue: Tongue,
) -> Option<Vec<String>> {
    let owned =
        |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let (last, before) = run.split_last()?;
    if is_oblique(last, form, before.is_empty() && titled) {
        return None;
    }
    match before {
        [] => Some(owned(run)),
        [.., first, middle] if is_patronymic(middle) => {
            let clear = !is_other_case(first, form) || is_first_name(first, tongue);
            clear.then(|| owned(&[first, middle, last]))
        }
        // "The wife of Ivan Petrov Anna": the last word is a first name.
        [.., first] if titled && is_first_name(last, tongue) && !is_first_name(first, tongue) => {
            None
        }
        [first] if titled => first_name_fits(first, form, tongue).then(|| owned(run)),
        [.., first] if titled => (!is_other_case(first, form)
            || first_name_fits(first, form, tongue))
        .then(|| owned(&[first, last])),
        // "Burgomaster Petrov said": a title that begins a sentence looks like a name.
        [first] if initial && !is_first_name(first, tongue) => (!related).then(|| owned(&[last])),
        [.., first] if initial && !is_first_name(run[0], tongue) => {
            first_name_fits(first, form, tongue).then(|| owned(&[first, last]))
        }
        // "Said to Donald Duck Ivan Petrov", "said on behalf of Boiko Petrov": two people.
        [first] => (!is_other_case(first, form) || first_name_fits(first, form, tongue))
            .then(|| owned(run)),
        _ => None,
    }
}

fn is_patronymic(word: &str) -> bool {
    let lower = word.to_lowercase();
    [
        "ович",
        "евич",
        "йович",
        "ьич",
        "овна",
        "евна",
        "івна",
        "ївна",
        "ична",
    ]
    .iter()
    .any(|end| lower.ends_with(end))
}

/// Whether a first name after a title is one in the nominative, and not a place or a person to whom the title belongs.
fn first_name_fits(first: &str, form: Form, tongue: Tongue) -> bool {
    let lower = first.to_lowercase();
    let woman = WOMEN.contains(&lower.as_str());
    let ends_like_woman = lower.ends_with(['а', 'я']);
    match form {
        Form::Man => MEN_IN_A.contains(&lower.as_str()) || !is_other_case(first, form),
        Form::Woman => {
            woman
                || !ends_like_woman && !is_other_case(first, form) && !MEN.contains(&lower.as_str())
        }
        Form::Anybody => is_first_name(first, tongue) || !is_other_case(first, form),
    }
}

/// Whether a word looks like another case than the nominative, for a man, a woman or either.
pub(super) fn is_other_case(word: &str, form: Form) -> bool {
    let lower = word.to_lowercase();
    let common = [
        "ого", "его", "ому", "ему", "ой", "ою", "ією", "ції", "ии", "ії", "ы", "и", "у", "ю",
        "ича", "ичу", "вны", "вни",
    ];
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    ends(&common) || form != Form::Woman && ends(&["а", "я"])
}

/// Whether the last word of a run is no family name in the nominative. `alone` says that a title and nothing else precedes.
fn is_oblique(word: &str, form: Form, alone: bool) -> bool {
    let lower = word.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    let plain = ends(&[
        "ского",
        "скому",
        "ського",
        "ському",
        "овым",
        "евым",
        "овим",
        "євим",
        "ову",
        "еву",
        "єву",
        "ину",
        "іну",
        "енку",
        "енкові",
        "енком",
        "овой",
        "евой",
        "ової",
        "овій",
    ]);
    let man = form == Form::Man
        && ends(&[
            "ова", "ева", "єва", "ина", "іна", "ская", "ська", "ской", "ской", "енка", "у", "ю",
            "ы", "ии", "ії", "ей", "ого",
        ])
        && !ends(&["ухей"]);
    let woman = form == Form::Woman
        && ends(&[
            "ов",
            "ев",
            "єв",
            "ский",
            "ський",
            "у",
            "ю",
            "ской",
            "ської",
            "ии",
            "ії",
        ]);
    let woman_alone = form == Form::Woman
        && alone
        && ends(&["а", "я"])
        && !ends(&["ова", "ева", "єва", "ина", "іна", "ая", "ька"]);
    plain
        || man
        || woman
        || woman_alone
        || alone && (is_other_case(word, form) || form == Form::Anybody && ends(&["а", "я"]))
}
