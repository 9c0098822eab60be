//! Full-text search that knows the other spellings of a party's name.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::view::View;
use super::wording;
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::statement::Statement;
use crate::domain::text::{folded, without_soft_hyphens};
use crate::ledger::{ClaimInShort, Excerpt, Found, MARK, Result, SaidInShort};

/// A record that matches a search. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchHit {
    /// The kind of record: party, source, question, claim or statement.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its text. For a statement: the party, the stance, the claim and the time.
    pub text: String,
    /// The words around the matches, each match in brackets: `[Zelenskyy]`.
    pub excerpt: String,
    /// The words of a statement's passage, if its source's text is attached; null for other kinds.
    pub words: Option<String>,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
    /// The statement itself, for pages, which name what it refers to.
    #[serde(skip)]
    pub said: Option<Statement>,
}

/// The records that match `text`, best first.
///
/// Every word has to match. `"quoted words"` match as a phrase and `zelen*` matches by prefix.
/// Diacritics are ignored, and a word of a party's name also finds its other spellings, in Cyrillic and Latin letters.
pub fn search(view: &View<'_>, text: &str, limit: u32) -> Result<Vec<SearchHit>> {
    let Some(query) = query(view, text)? else {
        return Ok(Vec::new());
    };
    // Statements made later are dropped after the query, so it cannot apply the limit.
    // A statement may match twice.
    let fetched = if view.as_of.is_some() {
        u32::MAX
    } else {
        limit.saturating_mul(2)
    };
    let most = limit as usize;
    let mut found = view.reader.search(&query, fetched)?;
    let mut met = BTreeSet::new();
    found.retain(|found| met.insert((found.kind.clone(), found.key)));
    let mut answers = Vec::new();
    for batch in found.chunks(most.max(1)) {
        let statements = Statements::of(view, batch)?;
        for found in batch {
            answers.extend(answer(view, found, &statements)?);
        }
        if answers.len() >= most {
            break;
        }
    }
    answers.truncate(most);
    Ok(answers)
}

/// The statements among some matches, with their claims.
struct Statements {
    said: BTreeMap<StatementKey, SaidInShort>,
    claims: BTreeMap<ClaimKey, ClaimInShort>,
}

impl Statements {
    fn of(view: &View<'_>, found: &[Found]) -> Result<Self> {
        let keys = found.iter().filter(|found| found.kind == "statement");
        let keys: Vec<StatementKey> = keys.map(|found| StatementKey(found.key)).collect();
        let said = view.reader.said_in_short(&keys)?;
        let claims: BTreeSet<ClaimKey> = said.values().map(|said| said.claim).collect();
        let claims: Vec<ClaimKey> = claims.into_iter().collect();
        view.load_party_names(said.values().map(|said| said.party))?;
        Ok(Self {
            claims: view.reader.claims_in_short(&claims)?,
            said,
        })
    }

    /// The id and the text of a statement, or `None` if it was made after the view's moment.
    fn described(&self, view: &View<'_>, key: StatementKey) -> Result<Option<(String, String)>> {
        let said = &self.said[&key];
        if view.as_of.is_some_and(|cut| said.when.earliest() > cut) {
            return Ok(None);
        }
        let (party, claim) = (view.party_id(said.party)?, &self.claims[&said.claim].id);
        let relays = view.statement(key)?.statement.via;
        let took = wording::took(&party, said.stance, claim, &relays);
        let text = format!("{took} ({})", said.when);
        Ok(Some((said.id.clone(), text)))
    }
}

/// The query in the syntax of FTS5, or `None` if it has no words.
fn query(view: &View<'_>, text: &str) -> Result<Option<String>> {
    let text = without_soft_hyphens(text);
    let text = text.replace(['“', '”', '„', '«', '»'], "\"");
    let mut terms = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            terms.extend(any_of(&written_otherwise(part), ""));
            continue;
        }
        for word in part.split_whitespace() {
            let (stem, prefix) = match word.strip_suffix('*') {
                Some(stem) => (stem, "*"),
                None => (word, ""),
            };
            let mut spellings = spellings(view, stem)?;
            spellings.extend(written_otherwise(stem).into_iter().skip(1));
            terms.extend(any_of(&spellings, prefix));
        }
    }
    Ok((!terms.is_empty()).then(|| terms.join(" AND ")))
}

/// A condition that one of these spellings fits, or `None` if none has a letter or digit.
fn any_of(spellings: &[String], prefix: &str) -> Option<String> {
    let spellings = spellings.iter().filter_map(|spelling| quoted(spelling));
    let spellings: Vec<String> = spellings
        .map(|spelling| format!("{spelling}{prefix}"))
        .collect();
    (!spellings.is_empty()).then(|| format!("({})", spellings.join(" OR ")))
}

/// Words as they are, and with their abbreviations written with full stops, and without: "US-led", "U.S.-led".
fn written_otherwise(words: &str) -> Vec<String> {
    let mut all = vec![words.to_owned()];
    for dotted in [true, false] {
        let is_end = |letter: char| !letter.is_alphanumeric() && letter != '.';
        let parts = words.split_inclusive(is_end).map(|part| {
            let word = part.trim_end_matches(is_end);
            format!("{}{}", abbreviation(word, dotted), &part[word.len()..])
        });
        let other: String = parts.collect();
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// An abbreviation with full stops or without; any other word as it is.
fn abbreviation(word: &str, dotted: bool) -> String {
    let letters: String = word.chars().filter(|letter| *letter != '.').collect();
    let is_short = (2..=4).contains(&letters.chars().count());
    if !is_short || !letters.chars().all(char::is_uppercase) {
        return word.to_owned();
    }
    match dotted {
        true => letters.chars().map(|letter| format!("{letter}.")).collect(),
        false => letters,
    }
}

/// Words quoted for FTS5, or `None` if they have no letter or digit.
fn quoted(words: &str) -> Option<String> {
    let words = words.replace('"', " ");
    words
        .contains(char::is_alphanumeric)
        .then(|| format!("\"{}\"", words.trim()))
}

/// The words of an excerpt from a long text, and how many of them may precede the first match.
const EXCERPT_WORDS: usize = 24;
const WORDS_BEFORE: usize = 8;

/// The Jaro-Winkler similarity from which two words are spellings of one name.
const LIKENESS: f64 = 0.88;

/// Other spellings that a word finds. A name with thousands of aliases would otherwise make a query
/// that takes minutes.
const MOST_SPELLINGS: usize = 32;

/// A word and its other spellings among the names of the parties it belongs to, closest first.
fn spellings(view: &View<'_>, word: &str) -> Result<Vec<String>> {
    let plain = folded(word);
    let names = view.reader.names_with_word(&plain)?;
    let others: BTreeSet<&str> = names
        .iter()
        .flat_map(|name| name.split_whitespace())
        .filter(|other| *other != word)
        .collect();
    let alike = others.into_iter().filter_map(|other| {
        let likeness = strsim::jaro_winkler(&plain, other);
        (likeness >= LIKENESS).then_some((likeness, other))
    });
    let mut alike: Vec<(f64, &str)> = alike.collect();
    alike.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let spellings = alike.into_iter().take(MOST_SPELLINGS);
    let spellings = spellings.map(|(_, other)| other.to_owned());
    let respelt = view.reader.words_respelt(word)?;
    let respelt = respelt.into_iter().take(MOST_SPELLINGS);
    let others = spellings.chain(respelt);
    Ok(std::iter::once(word.to_owned()).chain(others).collect())
}

fn answer(view: &View<'_>, found: &Found, statements: &Statements) -> Result<Option<SearchHit>> {
    let excerpt = match &found.excerpt {
        Excerpt::Short(excerpt) => bracketed(excerpt),
        Excerpt::Whole(text) => bracketed(&around_first_match(text)),
    };
    let (mut words, mut statement) = (None, None);
    let (id, text) = match found.kind.as_str() {
        "party" => {
            let (id, name) = view.party(PartyKey(found.key))?;
            (id.to_string(), name)
        }
        "source" => {
            let source = view.reader.source(SourceKey(found.key))?;
            (source.id.to_string(), source.title)
        }
        "question" => {
            let question = view.reader.question(QuestionKey(found.key))?;
            (question.id.to_string(), question.text)
        }
        "claim" => {
            let claim = view.claim(ClaimKey(found.key))?.claim;
            (claim.id.to_string(), claim.text)
        }
        _ => {
            let Some(described) = statements.described(view, StatementKey(found.key))? else {
                return Ok(None);
            };
            let said = view.statement(StatementKey(found.key))?.statement;
            words = view.words_of(&said)?;
            view.note_named(&said)?;
            statement = Some(said);
            described
        }
    };
    Ok(Some(SearchHit {
        kind: found.kind.clone(),
        id,
        text,
        excerpt,
        words,
        unreviewed: view.is_unreviewed(found.key)?,
        said: statement,
    }))
}

/// The words around the first match in a long text whose matches are marked.
fn around_first_match(marked: &str) -> String {
    let words: Vec<&str> = marked.split_whitespace().collect();
    let first = words.iter().position(|word| word.contains(MARK));
    let from = first.unwrap_or_default().saturating_sub(WORDS_BEFORE);
    let until = words.len().min(from + EXCERPT_WORDS);
    let mut excerpt = words[from..until].join(" ");
    // A match may go on after the last word.
    if excerpt.matches(MARK).count() % 2 == 1 {
        excerpt.push(MARK);
    }
    let before = if from > 0 { "…" } else { "" };
    let after = if until < words.len() { "…" } else { "" };
    format!("{before}{excerpt}{after}")
}

/// The excerpt with its matches in brackets.
fn bracketed(excerpt: &str) -> String {
    let mut shown = String::new();
    for (index, part) in excerpt.split(MARK).enumerate() {
        if index % 2 == 1 {
            shown.push_str(&format!("[{part}]"));
        } else {
            shown.push_str(part);
        }
    }
    shown
}
