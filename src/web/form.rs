//! The options of a question: as fields of a form, and from a query to words of a command line.

use hyper::StatusCode;
use maud::{Markup, html};

use super::reply::Refused;
use super::routes::{Beside, CLOCKS, Route};
use crate::render::diverging;
use crate::render::html::query;

/// An option of a question.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its name, which is that of the command's option.
    pub(super) name: &'static str,
    label: &'static str,
    kind: Kind,
    is_many: bool,
    is_needed: bool,
}

/// What an option takes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A name.
    Text,
    /// A time.
    Time,
    /// A number.
    Number,
    /// Nothing: it is given or not.
    Flag,
    /// One of some words, or what the text says if none is chosen.
    Choice(fn() -> Vec<&'static str>, &'static str),
    /// The words that the command is about, which have no option.
    Words,
}

impl Field {
    pub(super) const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            is_many: false,
            is_needed: false,
        }
    }

    /// The same option, which may be given more than once.
    pub(super) const fn many(self) -> Self {
        Self {
            is_many: true,
            ..self
        }
    }

    /// The same option, without which there is nothing to ask.
    pub(super) const fn needed(self) -> Self {
        Self {
            is_needed: true,
            ..self
        }
    }
}

/// What a request asks for: values of the options of its question.
#[derive(Debug, Default)]
pub(super) struct Query {
    given: Vec<(String, String)>,
}

impl Query {
    /// The values in the query of an address. Fields of forms that were left empty are not given.
    pub(super) fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes());
        let given = pairs.filter(|(_, value)| !value.trim().is_empty());
        Self {
            given: given
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        }
    }

    /// The value of an option.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.given.iter().filter(|(given, _)| given == name);
        values.next().map(|(_, value)| value.as_str())
    }

    /// The clocks, encoded as a query.
    pub(super) fn clocks(&self) -> String {
        let clocks = CLOCKS.iter();
        let given = clocks.filter_map(|field| Some((field.name, self.get(field.name)?)));
        query(given)
    }

    /// The address of a page with this query, but without one of its options.
    pub(super) fn address_without(&self, path: &str, option: &str) -> String {
        let given = self.given.iter().filter(|(name, _)| name != option);
        let given = given.map(|(name, value)| (name.as_str(), value.as_str()));
        match query(given).as_str() {
            "" => path.to_owned(),
            given => format!("{path}?{given}"),
        }
    }

    /// Leaves out the clocks that a question does not take, as links of pages may bring them along. Returns them.
    pub(super) fn drop_clocks(&mut self, route: &Route) -> Vec<&'static str> {
        let is_taken = |name: &str| route.clocks.iter().any(|clock| clock.name == name);
        let others = CLOCKS.iter().map(|clock| clock.name);
        let dropped = others.filter(|name| !is_taken(name) && self.get(name).is_some());
        let dropped: Vec<&str> = dropped.collect();
        self.given
            .retain(|(name, _)| !dropped.contains(&name.as_str()));
        dropped
    }

    /// Whether all that the question cannot do without is given.
    pub(super) fn is_complete(&self, route: &Route) -> bool {
        let mut needed = route.fields.iter().filter(|field| field.is_needed);
        needed.all(|field| self.get(field.name).is_some())
    }

    /// The words of the command line of a question.
    ///
    /// # Errors
    /// If the query has an option that the question does not take, or twice one that it takes once.
    pub(super) fn line(&self, route: &Route, name: Option<&str>) -> Result<Vec<String>, Refused> {
        let mut words = self.clock_words(route);
        let mut about = command(route.words, name, &mut words);
        let fields: Vec<Field> = fields(route).collect();
        for (given, value) in &self.given {
            let Some(field) = fields.iter().find(|field| field.name == given) else {
                return Err(unknown(route, given, &fields));
            };
            if !field.is_many
                && self
                    .given
                    .iter()
                    .filter(|(other, _)| other == given)
                    .count()
                    > 1
            {
                let error = format!("{given} is given more than once");
                return Err(Refused::new(StatusCode::BAD_REQUEST, error));
            }
            if CLOCKS.iter().any(|clock| clock.name == given) {
                continue;
            }
            match field.kind {
                Kind::Flag => words.extend(is_set(value).then(|| format!("--{given}"))),
                Kind::Words => about.push(value.clone()),
                _ => words.push(format!("--{given}={value}")),
            }
        }
        push_names(&mut words, about);
        Ok(words)
    }

    /// The words of the command line of a further answer on a question's page.
    pub(super) fn beside(&self, route: &Route, beside: &Beside, name: Option<&str>) -> Vec<String> {
        let mut words = self.clock_words(route);
        let about = command(beside.words, name, &mut words);
        push_names(&mut words, about);
        words
    }

    /// The words that set the clocks of a command line.
    fn clock_words(&self, route: &Route) -> Vec<String> {
        let words = route.clocks.iter().filter_map(|field| {
            let value = self.get(field.name)?;
            match field.kind {
                Kind::Flag => is_set(value).then(|| format!("--{}", field.name)),
                _ => Some(format!("--{}={value}", field.name)),
            }
        });
        words.collect()
    }
}

/// Appends a command to the words of a line, with `name` for the `*` in it. Returns what the command is about.
fn command(command: &[&str], name: Option<&str>, words: &mut Vec<String>) -> Vec<String> {
    let name = name.unwrap_or_default();
    let (named, fixed): (Vec<&str>, Vec<&str>) = command.iter().partition(|word| **word == "*");
    words.extend(fixed.into_iter().map(|word| word.replace('*', name)));
    named.into_iter().map(|_| name.to_owned()).collect()
}

/// Appends names to the words of a line. They may begin with a hyphen.
fn push_names(words: &mut Vec<String>, names: Vec<String>) {
    if !names.is_empty() {
        words.push("--".to_owned());
        words.extend(names);
    }
}

/// The options of a question, with the clocks if it has any.
fn fields(route: &Route) -> impl Iterator<Item = Field> {
    route.fields.iter().chain(route.clocks).copied()
}

/// Whether the value of a flag sets it.
fn is_set(value: &str) -> bool {
    !matches!(value, "0" | "false" | "no" | "off")
}

/// A message with the labels of a question's options for the options in it.
pub(super) fn labelled(message: &str, route: &Route) -> String {
    fields(route).fold(message.to_owned(), |message, field| {
        message.replace(
            &format!("--{}:", field.name),
            &format!("“{}”:", field.label),
        )
    })
}

fn unknown(route: &Route, given: &str, fields: &[Field]) -> Refused {
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let error = format!("{} takes no {given:?}", route.path);
    let refused = Refused::new(StatusCode::BAD_REQUEST, error);
    match names.is_empty() {
        true => refused.hint("leave it out"),
        false => refused.hint(format!("it takes {}", names.join(", "))),
    }
}

/// The form of a question's options, with the values of a query. It is folded while none is set, so that a page on a
/// phone begins with its answer; the script opens it where there is room.
pub(super) fn form(route: &Route, query: &Query, path: &str) -> Markup {
    let is_any = |fields: &[Field]| fields.iter().any(|field| query.get(field.name).is_some());
    let any_clock = is_any(route.clocks);
    let is_open = any_clock || is_any(route.fields) || !query.is_complete(route);
    html! { @if !route.fields.is_empty() || !route.clocks.is_empty() {
        details.filters.when[route.fields.is_empty()] open[is_open] {
            summary { @if route.fields.is_empty() { "At another time" } @else { "Filters" } }
            form method="get" action=(path) data-form="" {
                @for field in route.fields { (input(*field, query)) }
                @if route.fields.is_empty() { @for field in route.clocks { (input(*field, query)) } }
                @else if !route.clocks.is_empty() {
                    details.clocks open[any_clock] {
                        summary { "At another time" }
                        div { @for field in route.clocks { (input(*field, query)) } }
                    }
                }
                button type="submit" { "Show" }
            }
        }
    } }
}

/// Fields in which names are completed while somebody types, and what each takes: see `assets/complete.js`.
const COMPLETED: [(&str, &str); 6] = [
    ("party", "party"),
    ("claim", "claim"),
    ("source", "source"),
    ("question", "question"),
    ("topic", "topic"),
    ("of", "claim question topic party"),
];

fn input(field: Field, query: &Query) -> Markup {
    let value = query.get(field.name);
    let completed = COMPLETED.iter().find(|(name, _)| *name == field.name);
    let completed = completed.map(|(_, kinds)| *kinds);
    let of_kind = |kind: &str, hint: Option<&str>| {
        html! {
            label { span { (field.label) }
                input type=(kind) name=(field.name) value=[value] placeholder=[hint] autocomplete="off"
                    spellcheck="false" required[field.is_needed] data-complete=[completed];
            }
        }
    };
    match field.kind {
        Kind::Text | Kind::Words => of_kind("text", None),
        Kind::Time => of_kind("text", Some("yesterday, 2025-08-19")),
        Kind::Number => html! {
            label { span { (field.label) }
                input type="number" name=(field.name) value=[value] min="1" step="1";
            }
        },
        Kind::Flag => html! {
            label.flag {
                input type="checkbox" name=(field.name) value="1" checked[value.is_some_and(is_set)];
                span { (field.label) }
            }
        },
        Kind::Choice(words, otherwise) => html! {
            label { span { (field.label) }
                select name=(field.name) {
                    option value="" { (otherwise) }
                    @for word in words() {
                        option value=(word) selected[value == Some(word)] { (diverging::kind_of(word).unwrap_or(word)) }
                    }
                }
            }
        },
    }
}
