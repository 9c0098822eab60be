//! Who wrote a page.

use dom_query::NodeRef;

use crate::block::hint;
use crate::date::beside_headline;
use crate::metadata::{Head, plain};
use crate::names::{self, collapsed};

/// Meta elements that name authors, surest first.
const NAMES: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "byl",
    "sailthru.author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "citation_author",
    "cxenseparse:author",
    "article.author",
    "authors",
    "og:author",
    "bt:author",
    "rbauthors",
    "twitter:creator:name",
    "lp.article:author",
];

/// Elements that name authors, surest first.
const MARKED: &[&str] = &[
    "[itemprop=author] [itemprop=name]",
    "[itemprop=author]",
    "a[rel~=author]",
    "[rel=author]",
    ".byline-name",
    ".author-name",
    ".byline__name",
    ".article__author",
    ".author-link",
    ".entry-author",
    ".author a",
    ".byline a",
    ".byline",
    ".author",
    "[class*=byline]",
    "[class*=Byline]",
    "[class*=author-name]",
    "[data-testid*=byline]",
];

/// The authors of a page: as its JSON-LD names them, else its meta elements, its elements, its byline.
pub(crate) fn of(head: &Head<'_>, publisher: Option<&str>) -> Vec<String> {
    let places = [described, in_metas, on_card, marked, in_byline];
    let found = places.iter().map(|place| people(place(head), publisher));
    found
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Names without the words around them and without the publisher's, each once.
fn people(found: Vec<String>, publisher: Option<&str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in found {
        let name = plain(&name);
        let mut people = names::of_byline(&name);
        if people.is_empty() {
            people.extend(names::of_field(&name));
        }
        for person in people {
            if !kept.contains(&person) && Some(person.as_str()) != publisher {
                kept.push(person);
            }
        }
    }
    kept
}

fn described(head: &Head<'_>) -> Vec<String> {
    let Some(article) = head.article() else {
        return Vec::new();
    };
    let named = ["author", "creator"]
        .iter()
        .map(|field| head.things.names(article.get(*field)));
    named
        .into_iter()
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn in_metas(head: &Head<'_>) -> Vec<String> {
    let named = NAMES.iter().map(|name| -> Vec<String> {
        let names = head
            .metas_named(name)
            .filter(|name| !name.starts_with("http"));
        names.map(str::to_owned).collect()
    });
    named
        .into_iter()
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// What previews of links show below a title.
fn on_card(head: &Head<'_>) -> Vec<String> {
    let label = head.meta(&["twitter:label1"]).unwrap_or_default();
    let written = label.eq_ignore_ascii_case("written by");
    let name = written.then(|| head.meta(&["twitter:data1"])).flatten();
    name.map(str::to_owned).into_iter().collect()
}

/// The longest text of an element that names authors, in characters.
const LONGEST: usize = 200;

fn marked(head: &Head<'_>) -> Vec<String> {
    for selector in MARKED {
        let nodes = head.document.select(selector);
        let nodes = nodes
            .nodes()
            .iter()
            .filter(|node| !in_comments(node))
            .take(4);
        let texts = nodes.map(|node| match node.attr("content") {
            Some(content) => collapsed(&content),
            None => collapsed(&node.text()),
        });
        let short = texts.filter(|text| text.chars().count() <= LONGEST);
        let found: Vec<String> = short.flat_map(|text| names::of_byline(&text)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn in_comments(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(Some(6)).any(|ancestor| {
        let hint = hint(&ancestor);
        hint.contains("comment") || hint.contains("related")
    })
}

/// The most words of a byline.
const BYLINE: usize = 20;

/// The people whom a line beside the headline names that begins with "By".
fn in_byline(head: &Head<'_>) -> Vec<String> {
    let (before, behind) = beside_headline(head, head.title(None).as_deref());
    let lines = behind
        .iter()
        .chain(&before)
        .filter(|block| block.words() <= BYLINE);
    let named = lines.filter(|block| {
        let start = block.text.get(..3).unwrap_or_default();
        start.eq_ignore_ascii_case("by ")
    });
    let mut named = named.map(|block| names::of_byline(&block.text));
    named.find(|names| !names.is_empty()).unwrap_or_default()
}
