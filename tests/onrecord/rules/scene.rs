//! What the cases are about: the declarations of parties, sources and claims, as records of the import format.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::words::{Parsed, Words};

#[rustfmt::skip]
const PARTY_KINDS: &[&str] = &["person", "government", "organisation", "group", "media", "anonymous"];

/// The parties, sources and claims that a case can name, as import records, in the order of their lines.
#[derive(Clone, Default)]
pub(super) struct Scene {
    pub parties: Vec<Value>,
    pub sources: Vec<Value>,
    pub claims: Vec<Value>,
}

impl Scene {
    /// Takes a declaration, replacing an earlier one of the same id; answers whether the line was one at all.
    pub(super) fn declare(&mut self, words: &mut Words) -> Parsed<bool> {
        let (list, record) = match words.peek() {
            Some("party") => (&mut self.parties, party(words)?),
            Some("source") => (&mut self.sources, source(words)?),
            Some("claim") => (&mut self.claims, claim(words)?),
            _ => return Ok(false),
        };
        match list.iter_mut().find(|old| old["id"] == record["id"]) {
            Some(old) => *old = record,
            None => list.push(record),
        }
        Ok(true)
    }
}

fn party(words: &mut Words) -> Parsed<Value> {
    words.expect("party")?;
    let (id, kind) = (
        words.next("a party")?,
        words.one_of(PARTY_KINDS, "kind of party")?,
    );
    let mut record = json!({"record": "party", "id": id, "name": capitalised(id), "kind": kind});
    for (word, field) in [("speaks-for", "speaks_for"), ("member-of", "member_of")] {
        if words.take(word) {
            let whom = words.next("a party")?;
            let since = if words.take("since") {
                Some(words.next("a day")?)
            } else {
                None
            };
            let until = if words.take("until") {
                Some(words.next("a day")?)
            } else {
                None
            };
            record[field] = json!([{"party": whom, "since": since, "until": until}]);
        }
    }
    Ok(record)
}

fn source(words: &mut Words) -> Parsed<Value> {
    words.expect("source")?;
    let (id, day) = (words.next("a source")?, words.next("a day")?);
    let title = format!("Story {id}");
    let mut record = json!({"record": "source", "id": id, "title": title, "publisher": "Publisher", "published": day});
    if words.take("re-reports") {
        record["origin"] = json!(words.next("a source")?);
    }
    Ok(record)
}

fn claim(words: &mut Words) -> Parsed<Value> {
    words.expect("claim")?;
    let id = words.next("a claim")?;
    let principals = if words.take("of") {
        words.list("a party")?
    } else {
        Vec::new()
    };
    let text = format!("Claim {id}.");
    let mut record =
        json!({"record": "claim", "id": id, "text": text, "topic": "t", "principals": principals});
    if words.take("standard") {
        record["standard"] =
            match words.one_of(&["acknowledgement", "corroboration"], "standard")? {
                "corroboration" => json!(format!("corroboration:{}", words.number()?)),
                other => json!(other),
            };
    }
    if words.take("due") {
        record["due"] = json!(words.next("a day")?);
    }
    if words.take("answers") {
        record["question"] = json!(words.next("a question")?);
        if words.take("with") {
            record["value"] = value(words)?;
        }
    }
    Ok(record)
}

/// A typed value, as the desk would write it.
fn value(words: &mut Words) -> Parsed<Value> {
    let mut marks = Map::new();
    if words.take("about") {
        marks.insert("about".to_owned(), json!(true));
    }
    if words.take("at") {
        let bound = words.one_of(&["least", "most"], "bound")?;
        marks.insert("bound".to_owned(), json!(format!("at-{bound}")));
    }
    if words
        .peek()
        .is_some_and(|word| word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase()))
    {
        let currency = words.next("a currency")?;
        marks.insert("kind".to_owned(), json!("money"));
        marks.insert("currency".to_owned(), json!(currency));
        marks.append(&mut amounts(words)?);
    } else if words
        .peek()
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    {
        let mut amounts = amounts(words)?;
        let unit = words.rest("a unit")?;
        if let Some(day) = unit
            .strip_prefix("days after ")
            .filter(|_| marks.is_empty() && amounts.len() == 1)
        {
            return Ok(json!({"kind": "duration", "days": amounts["amount"], "after": day}));
        }
        marks.insert("kind".to_owned(), json!("count"));
        marks.insert("unit".to_owned(), json!(unit));
        marks.append(&mut amounts);
    }
    if !marks.is_empty() {
        return if marks.contains_key("kind") {
            Ok(json!(marks))
        } else {
            Err("no number follows".to_owned())
        };
    }
    match words.next("a value")? {
        "place" => Ok(json!({"kind": "place", "name": words.rest("a name")?})),
        "text" => Ok(json!({"kind": "text", "text": words.rest("words")?})),
        "day" => Ok(json!({"kind": "date", "from": words.next("a day")?, "to": null})),
        "days" => {
            let from = words.next("a day")?;
            words.expect("to")?;
            Ok(json!({"kind": "date", "from": from, "to": words.next("a day")?}))
        }
        other => Err(format!("“{other}” begins no value")),
    }
}

/// One amount, or two with “to” between them.
fn amounts(words: &mut Words) -> Parsed<Map<String, Value>> {
    let mut found = Map::new();
    found.insert("amount".to_owned(), json!(words.number()?));
    if words.take("to") {
        found.insert("max".to_owned(), json!(words.number()?));
    }
    Ok(found)
}

/// Those of the records that are named or referred to by one that is, in the order of their declaration.
pub(super) fn closed(
    all: &[Value],
    named: BTreeSet<String>,
    refers: impl Fn(&Value) -> Vec<String>,
) -> Parsed<Vec<Value>> {
    let (mut wanted, mut ahead) = (named.clone(), Vec::from_iter(named));
    while let Some(id) = ahead.pop() {
        let record = all
            .iter()
            .find(|record| record["id"] == id)
            .ok_or(format!("names “{id}”, which is not declared"))?;
        ahead.extend(
            refers(record)
                .into_iter()
                .filter(|next| wanted.insert(next.clone())),
        );
    }
    Ok(all
        .iter()
        .filter(|record| strings(&record["id"]).iter().all(|id| wanted.contains(id)))
        .cloned()
        .collect())
}

/// The string or strings of a field; none where it is absent.
pub(super) fn strings(field: &Value) -> Vec<String> {
    match field {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

fn capitalised(id: &str) -> String {
    let mut letters = id.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}
