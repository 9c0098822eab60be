//! What a page says about itself in JSON-LD.

use serde_json::{Map, Value};

/// The things that the JSON-LD scripts of a page describe, lists and graphs taken apart.
#[derive(Debug, Default)]
pub(crate) struct Things(Vec<Map<String, Value>>);

/// The most things that are looked at.
const MOST: usize = 5000;

impl Things {
    /// Adds what a script describes.
    pub(crate) fn add(&mut self, script: &str) {
        if let Some(value) = parse(script) {
            self.take_apart(value, 0);
        }
    }

    fn take_apart(&mut self, value: Value, depth: usize) {
        match value {
            Value::Array(elements) if depth < 8 => {
                for element in elements {
                    self.take_apart(element, depth + 1);
                }
            }
            Value::Object(mut thing) if depth < 8 && self.0.len() < MOST => {
                let inside = [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "itemListElement",
                    "hasPart",
                    "item",
                ]
                .map(|name| {
                    let worth = thing
                        .get(name)
                        .is_some_and(|value| value.is_array() || value.is_object());
                    let graph = name == "@graph";
                    if graph {
                        thing.remove(name)
                    } else {
                        worth.then(|| thing.get(name).cloned()).flatten()
                    }
                });
                self.0.push(thing);
                for value in inside.into_iter().flatten() {
                    self.take_apart(value, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// The thing that is the page's article. A page may describe others too, so that the one with this
    /// headline or address goes first.
    pub(crate) fn article(
        &self,
        is_it: impl Fn(&Map<String, Value>) -> bool,
    ) -> Option<&Map<String, Value>> {
        let articles = || self.0.iter().filter(|thing| is_article(thing));
        let dated = |thing: &&Map<String, Value>| thing.contains_key("datePublished");
        articles()
            .find(|thing| is_it(thing))
            .or_else(|| articles().find(dated))
            .or_else(|| articles().next())
            .or_else(|| self.0.iter().filter(|thing| is_page(thing)).find(dated))
    }

    /// The live blog of the page.
    pub(crate) fn live_blog(&self) -> Option<&Map<String, Value>> {
        self.0
            .iter()
            .find(|thing| thing.contains_key("liveBlogUpdate"))
    }

    /// The name of the site.
    pub(crate) fn site(&self) -> Option<String> {
        let of_type = |wanted: &[&str]| {
            let mut things = self
                .0
                .iter()
                .filter(|thing| types(thing).any(|name| wanted.contains(&name)));
            things.find_map(|thing| name_of(thing.get("name")?))
        };
        of_type(&["WebSite"]).or_else(|| of_type(&["NewsMediaOrganization"]))
    }

    /// The thing with this id.
    fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        self.0
            .iter()
            .find(|thing| thing.len() > 1 && thing.get("@id").and_then(Value::as_str) == Some(id))
    }

    /// The names in a value: texts, things with a name, references to things, lists of these.
    pub(crate) fn names(&self, value: Option<&Value>) -> Vec<String> {
        match value {
            Some(Value::Array(elements)) => elements
                .iter()
                .flat_map(|element| self.names(Some(element)))
                .collect(),
            Some(Value::Object(thing)) => match thing.get("name") {
                Some(name) => self.names(Some(name)),
                None => {
                    let id = thing.get("@id").and_then(Value::as_str);
                    let named = id
                        .and_then(|id| self.by_id(id))
                        .and_then(|thing| thing.get("name"));
                    named
                        .filter(|name| name.is_string())
                        .and_then(name_of)
                        .into_iter()
                        .collect()
                }
            },
            other => other.and_then(name_of).into_iter().collect(),
        }
    }
}

fn name_of(value: &Value) -> Option<String> {
    let name = value.as_str()?.trim();
    (!name.is_empty() && !name.starts_with("http")).then(|| name.to_owned())
}

/// The types of a thing.
pub(crate) fn types(thing: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let names = match thing.get("@type") {
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
        None => &[],
    };
    names
        .iter()
        .filter_map(Value::as_str)
        .map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

fn is_article(thing: &Map<String, Value>) -> bool {
    types(thing).any(|name| {
        name.ends_with("Article")
            || name.ends_with("BlogPosting")
            || name == "LiveBlogPosting"
            || name == "Report"
            || name == "ClaimReview" && thing.contains_key("datePublished")
    })
}

fn is_page(thing: &Map<String, Value>) -> bool {
    types(thing)
        .any(|name| name.ends_with("Page") || name == "CreativeWork" || name == "VideoObject")
}

/// A text field of a thing.
pub(crate) fn text<'t>(thing: &'t Map<String, Value>, name: &str) -> Option<&'t str> {
    let value = match thing.get(name)? {
        Value::Array(elements) => elements.first()?,
        Value::Object(inner) => inner.get("@value").or_else(|| inner.get("@id"))?,
        other => other,
    };
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// Parses a script, and once more with the usual faults mended: line ends inside strings, comments
/// around it, a comma behind the last element.
pub(crate) fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.strip_suffix("-->").unwrap_or(script);
    let script = script
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_start_matches("/*<![CDATA[*/");
    let script = script
        .trim_end_matches("/*]]>*/")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>");
    let script = script.trim().trim_end_matches(';');
    serde_json::from_str(script)
        .ok()
        .or_else(|| serde_json::from_str(&mended(script)).ok())
}

fn mended(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in script.chars() {
        if in_string {
            match c {
                '\n' | '\r' | '\t' if !escaped => out.push(' '),
                c if c.is_control() => {}
                '\'' if escaped => {
                    // `\'` is no escape in JSON.
                    out.pop();
                    out.push('\'');
                }
                c => out.push(c),
            }
            if c == '"' && !escaped {
                in_string = false;
            }
            escaped = c == '\\' && !escaped;
        } else {
            if matches!(c, '}' | ']') {
                let kept = out.trim_end().len();
                if out[..kept].ends_with(',') {
                    out.truncate(kept - 1);
                }
            }
            in_string = c == '"';
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_with_the_usual_faults_are_read() {
        for script in [
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Talks\"} -->",
            "//<![CDATA[\n{\"@type\": \"NewsArticle\", \"headline\": \"Talks\",}\n//]]>",
            "[{\"@type\": [\"NewsArticle\"], \"headline\": \"Talks\", \"description\": \"Two\nlines\"}]",
            "{\"@graph\": [{\"@type\": \"WebSite\"}, {\"@type\": \"schema:NewsArticle\", \"headline\": \"Talks\"}]};",
        ] {
            let mut things = Things::default();
            things.add(script);
            let article = things.article(|_| false);
            assert_eq!(
                article.and_then(|thing| text(thing, "headline")),
                Some("Talks"),
                "{script}"
            );
        }
    }
}
