//! One annotation, read member by member.

use serde_json::{Map, Value};

use super::MEMBER;
use super::anchor::{Quote, has_words};
use super::find::bad;
use super::report::LeftOutAnnotation;
use crate::domain::statement::Statement;
use crate::domain::text;
use crate::exchange::{BadRecord, Record};

/// What was read of an annotation.
#[derive(Debug)]
pub(super) struct Read {
    /// Where in the file it is.
    pub(super) place: String,
    /// Its number in the file, counted from 1.
    pub(super) number: usize,
    /// The document that it is about.
    pub(super) document: String,
    /// What it is about in the document. `None`: all of it.
    pub(super) selected: Option<Selected>,
    pub(super) content: Content,
}

impl Read {
    /// Whether there is a letter or a figure in what is selected.
    pub(super) fn has_words(&self) -> bool {
        let quote = self.selected.as_ref().and_then(|one| one.quote.as_ref());
        quote.is_some_and(|quote| has_words(&quote.exact))
    }
}

/// How an annotation selects words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Selected {
    /// From which character to which, end exclusive.
    pub(super) position: Option<(u64, u64)>,
    /// The words.
    pub(super) quote: Option<Quote>,
}

/// What an annotation says.
#[derive(Debug)]
pub(super) enum Content {
    /// A statement, as this program wrote it.
    Statement(Box<Statement>),
    /// What somebody noted.
    Note {
        /// Who.
        by: Option<String>,
        /// What, if there is more than the words.
        note: Option<String>,
    },
}

/// The place of a member of what is at a path.
pub(super) fn member(path: &str, name: &str) -> String {
    match path.is_empty() {
        true => name.to_owned(),
        false => format!("{path}.{name}"),
    }
}

/// Reads an annotation, or says why it is left out.
///
/// # Errors
/// All that is not as the model says it has to be.
pub(super) fn read(
    thing: &Map<String, Value>,
    place: &str,
    path: &str,
    number: usize,
) -> Result<Result<Read, LeftOutAnnotation>, Vec<BadRecord>> {
    let mut reading = Reading {
        number,
        bad: Vec::new(),
    };
    let target = reading.target(thing, path);
    let content = reading.content(thing, path);
    if !reading.bad.is_empty() {
        return Err(reading.bad);
    }
    let left_out = |reason: &str| LeftOutAnnotation {
        place: place.to_owned(),
        document: None,
        words: None,
        reason: reason.to_owned(),
    };
    let (target, content) = match (target, content) {
        (Some(Target::Several(count)), _) => {
            let reason = format!("is about {count} things; only annotations of one are imported");
            return Ok(Err(left_out(&reason)));
        }
        (Some(Target::One { document, selected }), Some(content)) => {
            ((document, selected), content)
        }
        _ => return Ok(Err(left_out("cannot be read"))),
    };
    Ok(Ok(Read {
        place: place.to_owned(),
        number,
        document: target.0,
        selected: target.1,
        content,
    }))
}

/// What an annotation is about.
enum Target {
    One {
        document: String,
        selected: Option<Selected>,
    },
    Several(usize),
}

struct Reading {
    number: usize,
    bad: Vec<BadRecord>,
}

impl Reading {
    fn refuse<T>(&mut self, place: &str, reason: impl AsRef<str>) -> Option<T> {
        self.bad.push(bad(place, self.number, reason.as_ref()));
        None
    }

    fn target(&mut self, thing: &Map<String, Value>, path: &str) -> Option<Target> {
        let place = member(path, "target");
        // Hypothesis has the address of the page beside the target, too.
        let page = thing.get("uri").and_then(Value::as_str);
        match thing.get("target") {
            None | Some(Value::Null) => self.refuse(&place, "is missing"),
            Some(Value::Array(several)) => match several.as_slice() {
                [] => self.refuse(&place, "is empty"),
                [one] => self.one_target(one, page, &format!("{place}[0]")),
                several => Some(Target::Several(several.len())),
            },
            Some(one) => self.one_target(one, page, &place),
        }
    }

    fn one_target(&mut self, target: &Value, page: Option<&str>, place: &str) -> Option<Target> {
        let thing = match target {
            Value::String(document) => {
                return Some(Target::One {
                    document: document.clone(),
                    selected: None,
                });
            }
            Value::Object(thing) => thing,
            Value::Null => return self.refuse(place, "is null"),
            _ => return self.refuse(place, "is neither an address nor an object"),
        };
        let id = |thing: &Map<String, Value>| thing.get("id")?.as_str().map(str::to_owned);
        let document = match thing.get("source") {
            Some(Value::String(document)) => Some(document.clone()),
            Some(Value::Object(document)) => id(document),
            None => id(thing),
            Some(_) => None,
        };
        let Some(document) = document.or_else(|| page.map(str::to_owned)) else {
            return self.refuse(&member(place, "source"), "names no document");
        };
        let place = member(place, "selector");
        let selected = match thing.get("selector") {
            None | Some(Value::Null) => None,
            Some(Value::Array(several)) => {
                let mut selected = Selected::default();
                for (at, one) in several.iter().enumerate() {
                    self.selector(one, &format!("{place}[{at}]"), &mut selected);
                }
                Some(selected)
            }
            Some(one) => {
                let mut selected = Selected::default();
                self.selector(one, &place, &mut selected);
                Some(selected)
            }
        };
        Some(Target::One { document, selected })
    }

    /// Reads a selector. Those that select by a document's markup are of no use for a text.
    fn selector(&mut self, selector: &Value, place: &str, selected: &mut Selected) {
        let thing = match selector {
            Value::Object(thing) => thing,
            Value::String(_) => return,
            _ => {
                self.refuse::<()>(place, "is no selector");
                return;
            }
        };
        match thing.get("type").and_then(Value::as_str) {
            Some("TextPositionSelector") if selected.position.is_none() => {
                selected.position = self.position(thing, place);
            }
            Some("TextQuoteSelector") if selected.quote.is_none() => {
                selected.quote = self.quote(thing, place);
            }
            _ => {}
        }
        // A place within a part is none in the text, but words are.
        if let Some(finer @ Value::Object(_)) = thing.get("refinedBy") {
            let mut within = Selected::default();
            self.selector(finer, &member(place, "refinedBy"), &mut within);
            if within.quote.is_some() {
                *selected = Selected {
                    position: None,
                    quote: within.quote,
                };
            }
        }
    }

    fn position(&mut self, selector: &Map<String, Value>, place: &str) -> Option<(u64, u64)> {
        let start = self.number(selector, place, "start");
        let end = self.number(selector, place, "end");
        let (start, end) = start.zip(end)?;
        if end <= start {
            let reason = format!("{end} is not behind the start {start}");
            return self.refuse(&member(place, "end"), reason);
        }
        Some((start, end))
    }

    fn number(&mut self, selector: &Map<String, Value>, place: &str, name: &str) -> Option<u64> {
        let place = member(place, name);
        match selector.get(name) {
            None | Some(Value::Null) => self.refuse(&place, "is missing"),
            Some(given) => match given.as_u64() {
                Some(number) => Some(number),
                None => self.refuse(&place, format!("{given} is not a number of characters")),
            },
        }
    }

    fn quote(&mut self, selector: &Map<String, Value>, place: &str) -> Option<Quote> {
        let exact = self.words(selector, place, "exact");
        let (prefix, suffix) = (
            self.words(selector, place, "prefix"),
            self.words(selector, place, "suffix"),
        );
        Some(Quote {
            exact: exact.filter(|words| !words.is_empty())?,
            prefix: prefix.unwrap_or_default(),
            suffix: suffix.unwrap_or_default(),
        })
    }

    fn words(&mut self, selector: &Map<String, Value>, place: &str, name: &str) -> Option<String> {
        match selector.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(words)) => Some(words.clone()),
            Some(other) => self.refuse(&member(place, name), format!("{other} is no text")),
        }
    }

    fn content(&mut self, thing: &Map<String, Value>, path: &str) -> Option<Content> {
        let Some(record) = thing.get(MEMBER).filter(|record| !record.is_null()) else {
            let note = self.note(thing, path);
            return Some(Content::Note {
                by: author(thing),
                note,
            });
        };
        let place = member(path, MEMBER);
        match serde_json::from_value::<Record>(record.clone()) {
            Ok(Record::Statement(statement)) => Some(Content::Statement(Box::new(statement))),
            Ok(_) => self.refuse(&place, "is a record, but no statement"),
            Err(error) => self.refuse(&place, format!("is no statement: {error}")),
        }
    }

    /// What somebody noted: the bodies that are text, and the tags.
    fn note(&mut self, thing: &Map<String, Value>, path: &str) -> Option<String> {
        let bodies = match thing.get("body") {
            Some(Value::Array(several)) => several.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let (mut words, mut tags) = (Vec::new(), Vec::new());
        for body in bodies.iter().filter_map(Value::as_object) {
            let value = body.get("value").and_then(Value::as_str);
            let is_tag = body.get("purpose").and_then(Value::as_str) == Some("tagging");
            let list = if is_tag { &mut tags } else { &mut words };
            list.extend(value);
        }
        let further = ["bodyValue", "text"].into_iter();
        words.extend(further.filter_map(|name| thing.get(name).and_then(Value::as_str)));
        let given = thing.get("tags").and_then(Value::as_array);
        tags.extend(given.into_iter().flatten().filter_map(Value::as_str));
        let clean = |words: Vec<&str>| -> Vec<String> {
            let words = words.into_iter().map(str::trim);
            words
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (mut parts, tags) = (clean(words), clean(tags));
        if !tags.is_empty() {
            parts.push(format!("Tags: {}", tags.join(", ")));
        }
        let note = (!parts.is_empty()).then(|| parts.join("\n"));
        match text::optional("note", note.as_deref()) {
            Ok(()) => note,
            Err(invalid) => self.refuse(&member(path, "body"), invalid.reason),
        }
    }
}

/// Who made an annotation, by the name to show.
fn author(thing: &Map<String, Value>) -> Option<String> {
    let shown = |value: &Value| -> Option<String> {
        let name = value.as_str().map(str::trim)?;
        (!name.is_empty()).then(|| name.to_owned())
    };
    let of_agent = |agent: &Value| match agent {
        Value::Object(agent) => ["name", "nickname", "id"]
            .into_iter()
            .find_map(|name| shown(agent.get(name)?)),
        other => shown(other),
    };
    let creator = match thing.get("creator") {
        Some(Value::Array(several)) => several.first().and_then(of_agent),
        Some(one) => of_agent(one),
        None => None,
    };
    let user = thing.get("user").and_then(shown);
    let user = user.map(|user| user.strip_prefix("acct:").unwrap_or(&user).to_owned());
    creator.or(user)
}
