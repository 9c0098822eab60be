//! Which name the words beside a verb of speech give.

use super::Tongue;
use super::lexicon::{
    ARTICLES, EUROPEAN, GERMAN_NAMED_AFTER, GERMAN_OFFICE_ENDINGS, Lexicon, MEN, MEN_IN_A,
    NAMED_AFTER, NOBILITY, PARTICLES, PLACES, SURNAME_ENDINGS, WOMEN,
};
use super::text::Token;
use crate::who::names::{Gender, gender_of_first_name};

/// Who speaks, as far as the words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody with this name.
    Named(Name),
    /// "He" or "she".
    Pronoun,
    /// Somebody whom the words describe, or whose name they do not make certain.
    Open,
}

/// A name as it stands beside the verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) words: Vec<String>,
    /// Whether an office or a form of address stands right before it: "министр Орлов", "Mme Roux".
    pub(super) honoured: bool,
    /// Whether it stands inside a sentence, where a capital means more than at its beginning.
    pub(super) inside: bool,
    /// What the verb or the form of address says of its bearer.
    pub(super) form: Form,
}

impl Name {
    /// Whether a name of several words is certain to be that of a person: it begins with a first name that we know, or with
    /// one behind an office in German and French. What else has capitals may be a body, a place or a thing.
    pub(super) fn is_whole(&self, tongue: Tongue) -> bool {
        let Some(first) = self.words.first() else {
            return false;
        };
        let plain = |word: &String| {
            !word.contains(' ')
                && word.starts_with(char::is_uppercase)
                && !matches!(word.as_str(), "Le" | "La" | "Les")
        };
        let slavic = matches!(tongue, Tongue::Russian | Tongue::Ukrainian);
        let behind_office =
            self.honoured && !slavic && self.words.len() == 2 && self.words.iter().all(plain);
        let last = self.words.len() - 1;
        let patronymic = |at: usize| slavic && at == 1 && is_patronymic(&self.words[at]);
        let more = (1..last).all(|at| begins_like_name(&self.words[at], tongue) || patronymic(at));
        let arabic = last == 1 && is_surname_with_article(&self.words[last]);
        more && (begins_like_name(first, tongue) || behind_office || arabic)
    }

    /// Whether a single word is certain to be a family name, if the text has no full name with it: right behind a form of
    /// address or an office, or with the ending of a Russian or Ukrainian one.
    pub(super) fn is_surname(&self, tongue: Tongue) -> bool {
        let Some(word) = self.words.last() else {
            return false;
        };
        let lower = word.to_lowercase();
        match tongue {
            Tongue::German => self.honoured && !lower.ends_with('s'),
            Tongue::French => self.honoured,
            Tongue::Russian | Tongue::Ukrainian => {
                let cyrillic = lower.chars().all(|c| !c.is_ascii_alphabetic());
                let ends = || SURNAME_ENDINGS.iter().any(|end| lower.ends_with(end));
                let place = PLACES.contains(&lower.as_str());
                cyrillic && !place && self.inside && ends()
            }
        }
    }

    /// Whether the verb or the form of address suits somebody with a first name.
    pub(super) fn may_be(&self, first: &str) -> bool {
        let lower = first.to_lowercase();
        let woman =
            WOMEN.contains(&lower.as_str()) || gender_of_first_name(first) == Gender::Female;
        let man = MEN.contains(&lower.as_str())
            || MEN_IN_A.contains(&lower.as_str())
            || gender_of_first_name(first) == Gender::Male;
        match self.form {
            Form::Man => !woman,
            Form::Woman => !man,
            Form::Anybody => true,
        }
    }
}

/// Whether a word is a first name that we know, an initial, or two first names with a hyphen.
fn begins_like_name(word: &str, tongue: Tongue) -> bool {
    let part = word.split(['-', '\u{2011}']).next().unwrap_or(word);
    is_initial(word) || is_first_name(word, tongue) || word != part && is_first_name(part, tongue)
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

/// Whether a word is the initial of a first name: "И.".
pub(super) fn is_initial(word: &str) -> bool {
    word.ends_with('.') && word.chars().filter(|c| c.is_alphabetic()).count() == 1
}

/// Whether a word is a thing that may bear somebody's name: "lycée Jean Moulin".
pub(super) fn is_named_after(token: &Token) -> bool {
    NAMED_AFTER.contains(&token.lower.as_str())
        || GERMAN_NAMED_AFTER
            .iter()
            .any(|end| token.lower.ends_with(end))
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
        if end > start && end < to && is_surname_with_article(&tokens[end].text) {
            end += 1;
            continue;
        }
        let particles = (end..to).take_while(|at| {
            PARTICLES.contains(&tokens[*at].lower.as_str()) && tokens[*at].is_plain()
        });
        let count = particles.count();
        // "Jan Holm der Zeitung", "Jean Petit de Nantes": what follows a whole name is no part of it.
        let slavic = end > start && cyrillic(&tokens[start]);
        let small = tokens.get(end).map_or("", |token| token.lower.as_str());
        let first = || {
            is_first_name(&tokens[end - 1].text, Tongue::French)
                || NOBILITY.contains(&tokens[end - 1].lower.as_str())
        };
        let joins = slavic || end > start && first() && !matches!(small, "der" | "den");
        if end > start && joins && (1..=3).contains(&count) && fits(end + count) {
            end += count + 1;
            continue;
        }
        return end;
    }
}

/// Whether a word is an Arabic family name with its article: "al-Hasan".
fn is_surname_with_article(word: &str) -> bool {
    word.split_once('-').is_some_and(|(article, name)| {
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
            // "The European union", "the prince of Wales", "the party Home": a single capital among common words is no name.
            let common = |word: &Token| {
                let known = |list: &[&str]| list.contains(&word.lower.as_str());
                word.is_plain()
                    && !known(lexicon.prepositions)
                    && !known(lexicon.adverbs)
                    && !known(lexicon.told)
                    && !known(lexicon.and)
            };
            let led = at > from && common(&tokens[at - 1]) && !is_office(&tokens[at - 1], lexicon);
            let followed = end < to && common(&tokens[end]);
            let relative = run.len() == 1 && (related || led || followed);
            let before = (at > from).then(|| &tokens[at - 1]);
            let thing = before.is_some_and(is_named_after);
            let found = slavic_name(&run, titled && !comma, form, lexicon.tongue)
                .filter(|_| !joined && !another && !relative && !thing);
            let who = found.map_or(Who::Open, |words| {
                Who::Named(Name {
                    words,
                    honoured: before.is_some_and(|word| is_office(word, lexicon)),
                    inside: !first,
                    form,
                })
            });
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

/// The words of a name, the small ones joined to the family name behind them: "Jan", "van der Meer".
pub(super) fn words_of_name(tokens: &[Token]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut small = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let particle = PARTICLES.contains(&token.lower.as_str())
            && (token.is_plain() || at > 0 && at + 1 < tokens.len());
        if particle || NOBILITY.contains(&token.lower.as_str()) && at > 0 {
            small.push_str(&token.text);
            if !token.lower.ends_with('\'') {
                small.push(' ');
            }
        } else {
            words.push(std::mem::take(&mut small) + &token.text);
        }
    }
    words
}

/// The name in a run of words. After a title, words in other cases come first: "mayor of Kyiv Anna Petrova" has no "of".
fn slavic_name(run: &[&str], titled: bool, form: Form, tongue: Tongue) -> Option<Vec<String>> {
    let owned =
        |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let (last, before) = run.split_last()?;
    let plural = |word: &str| word.ends_with(['и', 'ы', 'у', 'ю']);
    if is_oblique(last, form, before.is_empty() && titled) || plural(last) {
        return None;
    }
    match before {
        [] => Some(owned(run)),
        [.., first, middle] if is_patronymic(middle) && is_first_name(first, tongue) => {
            Some(owned(&[first, middle, last]))
        }
        // "The wife of Ivan Petrov Anna": the last word is a first name.
        [.., first] if is_first_name(last, tongue) && !is_first_name(first, tongue) => None,
        [first] => first_name_fits(first, form, tongue).then(|| owned(run)),
        [first, ..] if is_first_name(first, tongue) && before.len() < 3 => {
            first_name_fits(first, form, tongue).then(|| owned(run))
        }
        [.., first] if titled && is_first_name(first, tongue) => {
            first_name_fits(first, form, tongue).then(|| owned(&[first, last]))
        }
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
    let man = MEN_IN_A.contains(&lower.as_str()) || MEN.contains(&lower.as_str());
    match form {
        _ if is_initial(first) => true,
        Form::Man => man || !woman && !ends_like_woman && is_first_name(first, tongue),
        Form::Woman => woman || !man && is_first_name(first, tongue),
        Form::Anybody => is_first_name(first, tongue),
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
