//! The readable text of a page of HTML.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use crate::block::{Block, blocks, text_of};
use crate::filter::{Evidence, article_only};
use crate::jsonld;
use crate::metadata::{Head, plain};
use crate::posts::is_mark;
use crate::{Options, Page, PageError, live, markup, noise};

/// Reads a page of HTML.
///
/// # Errors
/// If it has no readable text.
pub(crate) fn page(html: &str, options: &Options<'_>) -> Result<Page, PageError> {
    let html = markup::shallow(html);
    let document = Document::from(html.as_ref());
    let head = Head::of(&document, options);
    let about = head.metadata();
    let body = stated_text(&head);
    noise::remove(&document);
    let posts = live::posts(&head, about.published);
    noise::remove_bylines(&document);
    let found = article(document, about.title.as_deref(), body.as_deref());
    let (text, mut segments) = if posts.is_empty() {
        let text = text_of(&found);
        match live::of_lines(&text, about.published) {
            Some((intro, posts)) => live::written(&intro, posts),
            None => (text, Vec::new()),
        }
    } else {
        let intro = live::intro(found, &posts);
        live::written(&intro, posts)
    };
    for segment in &mut segments {
        segment.url = segment
            .url
            .take()
            .and_then(|url| match (url.starts_with('#'), &about.url) {
                (true, Some(page)) => {
                    Some(format!("{}{url}", page.split('#').next().unwrap_or(page)))
                }
                (true, None) => None,
                (false, _) => Some(url),
            });
    }
    if text.is_empty() {
        return Err(PageError::NoText);
    }
    Ok(Page {
        segments,
        title: about.title,
        text,
        published: about.published,
        modified: about.modified,
        authors: about.authors,
        publisher: about.publisher,
        url: about.url,
        language: about.language,
    })
}

/// The article's text as the page gives it for machines.
fn stated_text(head: &Head<'_>) -> Option<String> {
    let text = jsonld::text(head.article()?, "articleBody")?;
    Some(unmarked(text)).filter(|text| text.split_whitespace().count() >= SHORTEST)
}

/// A text without elements, its paragraphs kept.
fn unmarked(text: &str) -> String {
    if text.contains("</") || text.contains("<br") {
        return text_of(&blocks(&[Document::fragment(text).root()]));
    }
    let lines = text.lines().map(plain).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// The fewest words of an article.
const SHORTEST: usize = 20;

/// The article's blocks: what readability finds, unless the page's own marks contradict.
fn article(document: Document, title: Option<&str>, stated: Option<&str>) -> Vec<Block> {
    let marked = marked_blocks(&document);
    let beside = beside_headline(&document);
    let mut found = article_only(readability(document), title);
    if let Some(beside) = beside.filter(|_| is_consent(&text_of(&found))) {
        found = article_only(beside, title);
    }
    let mut best = match marked.map(|marked| article_only(marked, title)) {
        Some(marked) if contradicts(&marked, &found) || times(&marked) > times(&found).max(1) => {
            marked
        }
        _ => found,
    };
    if let Some(stated) = stated {
        let evidence = Evidence::of(stated);
        if evidence.words() >= 3 * SHORTEST && evidence.covered_by(&text_of(&best)) < 50 {
            return stated.split("\n\n").map(Block::of).collect();
        }
        evidence.keep_known(&mut best);
    }
    best
}

fn readability(document: Document) -> Vec<Block> {
    let config = Config {
        keep_classes: true,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return Vec::new();
    };
    match readability.parse() {
        Ok(found) => blocks(&[Document::from(found.content).root()]),
        Err(_) => Vec::new(),
    }
}

/// The blocks of the element that the page marks as its article.
fn marked_blocks(document: &Document) -> Option<Vec<Block>> {
    for selector in ["[itemprop=articleBody]", "article", "main", "[role=main]"] {
        let found = document.select(selector);
        let nodes = found.nodes();
        let inside = |node: &NodeRef<'_>| {
            node.ancestors_it(None)
                .any(|above| nodes.iter().any(|other| other.id == above.id))
        };
        let outer: Vec<NodeRef<'_>> = nodes
            .iter()
            .filter(|node| !inside(node))
            .take(50)
            .copied()
            .collect();
        let with_headline = outer.iter().find(|node| !node.find(&["h1"]).is_empty());
        let node = match (outer.as_slice(), with_headline) {
            ([only], _) => *only,
            (_, Some(node)) => *node,
            _ => continue,
        };
        let blocks = blocks(&[node]);
        if sentences(&blocks) > 0 {
            return Some(blocks);
        }
    }
    None
}

fn sentences(blocks: &[Block]) -> usize {
    let sentences = blocks
        .iter()
        .filter(|block| block.is_sentence() && !block.is_links());
    sentences.map(Block::words).sum()
}

/// The blocks of the nearest element around the only headline that has a sentence.
fn beside_headline(document: &Document) -> Option<Vec<Block>> {
    let headlines = document.select("h1");
    let [headline] = headlines.nodes() else {
        return None;
    };
    let above = headline.ancestors_it(Some(6));
    let above = above.take_while(|node| !node.has_name("body"));
    above
        .map(|node| blocks(&[node]))
        .find(|blocks| sentences(blocks) > 0)
}

/// What texts about consent are about, in lower case.
const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "privacy",
    "partners",
    "vendors",
    "unique identifiers",
    "a device",
    "your device",
    "personal data",
    "preferences",
    "legitimate interest",
    "your choice",
];

/// Whether a text is about consent and no article.
pub(crate) fn is_consent(text: &str) -> bool {
    let text = text.to_lowercase();
    let count: usize = CONSENT.iter().map(|word| text.matches(word).count()).sum();
    let kinds = CONSENT.iter().filter(|word| text.contains(**word)).count();
    kinds >= 3 && count * 40 >= text.split_whitespace().count()
}

/// How many blocks give the time of a post.
fn times(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| is_mark(&block.text)).count()
}

/// Whether most of what was found is not in the element that the page marks.
fn contradicts(marked: &[Block], found: &[Block]) -> bool {
    if sentences(marked) == 0 {
        return false;
    }
    Evidence::of(&text_of(marked))
        .share(&text_of(found))
        .is_none_or(|share| share < 50)
}
