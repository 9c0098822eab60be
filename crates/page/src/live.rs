//! Live blogs: pages that are many posts, each with a time of its own.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use serde_json::{Map, Value};

use crate::block::{Block, BlockKind, blocks, hint, text_of};
use crate::filter::{Evidence, article_only};
use crate::jsonld::{Things, text};
use crate::metadata::{Head, letters, plain};
use crate::names;
use crate::posts::{is_mark, line_of};
use crate::stamp::{Stamp, is_plausible, of_field};
use crate::{Segment, dateline};

/// A post, before it is written.
#[derive(Debug)]
pub(crate) struct LivePost {
    time: Stamp,
    author: Option<String>,
    url: Option<String>,
    blocks: Vec<Block>,
}

impl LivePost {
    fn text(&self) -> String {
        text_of(&self.blocks)
    }

    /// Whether it is no more than its headline.
    fn is_headline(&self) -> bool {
        self.blocks
            .iter()
            .all(|block| matches!(block.kind, BlockKind::Heading(_)))
    }
}

/// The posts of a page, oldest first. Empty if it is no live blog.
pub(crate) fn posts(head: &Head<'_>, page_time: Option<Stamp>) -> Vec<LivePost> {
    let mut posts = described(head, page_time);
    let marked = marked(head, page_time);
    // A page may describe the latest posts only, or no more of each than its headline.
    posts.retain(|post| {
        !post.is_headline()
            || !marked
                .iter()
                .any(|other| other.time.minute() == post.time.minute())
    });
    let known = words_of(&posts);
    posts.extend(
        marked
            .into_iter()
            .filter(|post| known.share(&post.text()).is_none_or(|share| share < 50)),
    );
    posts.sort_by_key(|post| post.time.order());
    posts
}

/// The words of some posts.
fn words_of(posts: &[LivePost]) -> Evidence {
    let texts: Vec<String> = posts.iter().map(LivePost::text).collect();
    Evidence::of(&texts.join("\n\n"))
}

/// The posts of a text whose lines give their times, and what stands before them.
pub(crate) fn of_lines(
    text: &str,
    page_time: Option<Stamp>,
) -> Option<(Vec<Block>, Vec<LivePost>)> {
    let found = crate::posts::posts(text, page_time);
    let letters: Vec<char> = text.chars().collect();
    let part = |from: usize, to: usize| -> Vec<Block> {
        let part: String = letters.get(from..to).unwrap_or_default().iter().collect();
        part.split("\n\n")
            .map(Block::of)
            .filter(|block| !block.text.is_empty())
            .collect()
    };
    let intro = part(0, found.first()?.start);
    let mut posts: Vec<LivePost> = found
        .iter()
        .map(|post| {
            let mut blocks = part(post.start, post.end);
            if blocks.first().is_some_and(|block| is_mark(&block.text)) {
                blocks.remove(0);
            }
            LivePost {
                time: post.time,
                author: None,
                url: None,
                blocks,
            }
        })
        .filter(|post| !post.blocks.is_empty())
        .collect();
    posts.sort_by_key(|post| post.time.order());
    Some((intro, posts))
}

/// The paragraphs of a page that stand before its posts.
pub(crate) fn intro(found: Vec<Block>, posts: &[LivePost]) -> Vec<Block> {
    let known = words_of(posts);
    let is_post = |block: &Block| known.share(&block.text).is_some_and(|share| share >= 50);
    let Some(first) = found.iter().position(is_post) else {
        return Vec::new();
    };
    let before = found.into_iter().take(first.min(MOST_BEFORE));
    before
        .filter(|block| block.is_sentence() && block.words() >= WORDS)
        .collect()
}

/// The most blocks that are taken from before the posts.
const MOST_BEFORE: usize = 20;

/// The text of a live blog: what stands before the posts, then each post behind a line with its time.
pub(crate) fn written(intro: &[Block], posts: Vec<LivePost>) -> (String, Vec<Segment>) {
    let mut text = text_of(intro);
    let mut at = text.chars().count();
    let mut segments = Vec::new();
    for post in posts {
        if !text.is_empty() {
            text.push_str("\n\n");
            at += 2;
        }
        let words = format!("{}\n\n{}", line_of(post.time), text_of(&post.blocks));
        let end = at + words.chars().count();
        segments.push(Segment {
            start: at,
            end,
            time: post.time,
            author: post.author,
            url: post.url,
        });
        text.push_str(&words);
        at = end;
    }
    (text, segments)
}

/// The posts that the page's JSON-LD describes.
fn described(head: &Head<'_>, page_time: Option<Stamp>) -> Vec<LivePost> {
    let Some(blog) = head.things.live_blog() else {
        return Vec::new();
    };
    let updates = match blog.get("liveBlogUpdate") {
        Some(Value::Array(updates)) => updates.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let updates = updates.iter().filter_map(Value::as_object);
    updates
        .filter_map(|update| described_post(head, update, page_time))
        .collect()
}

fn described_post(
    head: &Head<'_>,
    update: &Map<String, Value>,
    page_time: Option<Stamp>,
) -> Option<LivePost> {
    let stated = ["datePublished", "dateCreated", "dateModified"]
        .iter()
        .find_map(|name| text(update, name));
    let time = stated.and_then(|stated| of_field(stated, head.order))?;
    if !is_plausible(time.day(), head.today) {
        return None;
    }
    let url = text(update, "url")
        .or_else(|| text(update, "@id"))
        .map(str::to_owned);
    let headline = text(update, "headline")
        .or_else(|| text(update, "name"))
        .map(plain);
    let body = text(update, "articleBody")
        .map(jsonld_blocks)
        .unwrap_or_default();
    let body = if body.is_empty() {
        anchored(head.document, url.as_deref())
    } else {
        body
    };
    let blocks = with_headline(headline, body);
    (!blocks.is_empty()).then(|| LivePost {
        time: in_zone(time, page_time),
        author: author(&head.things, update),
        url,
        blocks,
    })
}

/// A time in UTC in the zone of the page's own time.
fn in_zone(time: Stamp, page_time: Option<Stamp>) -> Stamp {
    let offset = page_time.and_then(Stamp::offset);
    match (time, offset) {
        (Stamp::Minute(time), Some(offset)) if time.offset().local_minus_utc() == 0 => {
            Stamp::Minute(time.with_timezone(&offset))
        }
        _ => time,
    }
}

fn author(things: &Things, update: &Map<String, Value>) -> Option<String> {
    let named = things.names(update.get("author"));
    named.iter().find_map(|name| names::of_field(&plain(name)))
}

/// The body of a post, which may be text or HTML.
fn jsonld_blocks(body: &str) -> Vec<Block> {
    let found = if body.contains('<') {
        blocks(&[Document::fragment(body).root()])
    } else {
        body.lines()
            .map(|line| Block::of(&plain(line)))
            .filter(|block| !block.text.is_empty())
            .collect()
    };
    article_only(found, None)
}

/// The text of the element that a post's address points at.
fn anchored(document: &Document, url: Option<&str>) -> Vec<Block> {
    let Some((_, id)) = url.and_then(|url| url.rsplit_once('#')) else {
        return Vec::new();
    };
    if id.is_empty() || id.contains(['"', '\\', ']']) {
        return Vec::new();
    }
    let found = document.select_single(&format!("[id=\"{id}\"]"));
    let found = found
        .nodes()
        .first()
        .map(|node| blocks(&[*node]))
        .unwrap_or_default();
    article_only(without_times(found), None)
}

/// A post with its headline, unless its body begins with that.
fn with_headline(headline: Option<String>, mut body: Vec<Block>) -> Vec<Block> {
    let Some(headline) = headline.filter(|headline| !headline.is_empty()) else {
        return body;
    };
    let begins = body
        .first()
        .is_some_and(|block| letters(&block.text).starts_with(&letters(&headline)));
    if !begins {
        let heading = Block {
            kind: BlockKind::Heading(2),
            ..Block::of(&headline)
        };
        body.insert(0, heading);
    }
    body
}

/// Blocks without those that only give a time.
fn without_times(blocks: Vec<Block>) -> Vec<Block> {
    blocks
        .into_iter()
        .filter(|block| block.words() > 8 || !is_time(&block.text))
        .collect()
}

fn is_time(text: &str) -> bool {
    is_mark(text) || text.to_lowercase().ends_with(" ago") || dateline::is_date(text)
}

/// The fewest posts that are marked by elements.
const FEWEST: usize = 2;

/// The fewest words of a post that are not in links.
const WORDS: usize = 5;

/// The posts that are elements with a time each, beside each other.
fn marked(head: &Head<'_>, page_time: Option<Stamp>) -> Vec<LivePost> {
    let times = times(head, page_time);
    if times.len() < FEWEST {
        return Vec::new();
    }
    let mut counts: HashMap<NodeId, usize> = HashMap::new();
    for (node, _) in &times {
        for above in node.ancestors_it(None) {
            *counts.entry(above.id).or_default() += 1;
        }
    }
    // The post of a time is the largest element around it that has no other.
    let mut groups: HashMap<NodeId, Vec<(NodeRef<'_>, Stamp)>> = HashMap::new();
    let mut order = Vec::new();
    for (node, time) in &times {
        let around = node
            .ancestors_it(None)
            .take_while(|above| counts.get(&above.id) == Some(&1));
        let post = around.last().unwrap_or(*node);
        let Some(parent) = post.parent() else {
            continue;
        };
        let group = groups.entry(parent.id).or_default();
        if group.is_empty() {
            order.push(parent.id);
        }
        group.push((post, *time));
    }
    let groups = order
        .iter()
        .filter_map(|id| groups.remove(id))
        .filter(|group| group.len() >= FEWEST);
    let written = groups.map(|group| {
        group
            .into_iter()
            .filter_map(|(node, time)| marked_post(&node, time))
            .collect::<Vec<_>>()
    });
    let best = written
        .filter(|posts| posts.len() >= FEWEST)
        .max_by_key(|posts| words(posts));
    best.filter(|posts| is_most(head.document, posts))
        .unwrap_or_default()
}

fn words(posts: &[LivePost]) -> usize {
    posts
        .iter()
        .flat_map(|post| &post.blocks)
        .map(Block::words)
        .sum()
}

/// Whether the posts have most of the page's sentences. Else they are a list of other articles.
fn is_most(document: &Document, posts: &[LivePost]) -> bool {
    let all = document
        .body()
        .map(|body| blocks(&[body]))
        .unwrap_or_default();
    let sentences = |blocks: &[Block]| -> usize {
        let sentences = blocks
            .iter()
            .filter(|block| block.is_sentence() && !block.is_links());
        sentences.map(Block::words).sum()
    };
    let own: usize = posts.iter().map(|post| sentences(&post.blocks)).sum();
    own > 0 && own * 2 > sentences(&all)
}

fn marked_post(node: &NodeRef<'_>, time: Stamp) -> Option<LivePost> {
    let all = blocks(&[*node]);
    let author = all
        .iter()
        .filter(|block| block.words() <= 12)
        .find_map(|block| {
            let marked = ["byline", "author"]
                .iter()
                .any(|mark| block.hint.contains(mark))
                || block.text.starts_with("By ");
            marked
                .then(|| names::of_byline(&block.text).into_iter().next())
                .flatten()
        });
    let blocks = article_only(without_times(all), None);
    let own: usize = blocks
        .iter()
        .filter(|block| !block.is_links())
        .map(Block::words)
        .sum();
    let id = node.attr("id").map(|id| format!("#{id}"));
    (own >= WORDS).then_some(LivePost {
        time,
        author,
        url: id,
        blocks,
    })
}

/// The elements that give a time, with it. Of several in one post the first is that of posting.
fn times<'d>(head: &Head<'d>, page_time: Option<Stamp>) -> Vec<(NodeRef<'d>, Stamp)> {
    let found = head.document.select("time, [data-timestamp], [data-published], [class*=timestamp], [class*=post-time], [class*=post__time], [class*=publishedDate]");
    let mut times: Vec<(NodeRef<'d>, Stamp)> = Vec::new();
    for node in found.nodes() {
        let hint = hint(node);
        if hint.contains("updat")
            || hint.contains("modif")
            || times
                .iter()
                .rev()
                .take(3)
                .any(|(other, _)| belongs_to(node, other))
        {
            continue;
        }
        if let Some(time) =
            time_of(head, node, page_time).filter(|time| is_plausible(time.day(), head.today))
        {
            times.push((*node, time));
        }
    }
    times
}

/// Whether an element is in another one, or beside it in the head of a post.
fn belongs_to(node: &NodeRef<'_>, other: &NodeRef<'_>) -> bool {
    let near = node
        .ancestors_it(Some(12))
        .any(|above| above.id == other.id);
    near || node.ancestors_it(Some(2)).any(|above| {
        let shared = other
            .ancestors_it(Some(2))
            .any(|around| around.id == above.id);
        shared && has_few_words(&above)
    })
}

/// Whether an element is a line, and not a post. Stops counting as soon as it is not.
fn has_few_words(node: &NodeRef<'_>) -> bool {
    let texts = node.descendants_it().filter(NodeRef::is_text);
    let mut words = 0;
    for (at, text) in texts.enumerate() {
        words += text.text().split_whitespace().count();
        if words > 15 || at > 100 {
            return false;
        }
    }
    true
}

/// The minute that an element gives in an attribute, or else in words.
fn time_of(head: &Head<'_>, node: &NodeRef<'_>, page_time: Option<Stamp>) -> Option<Stamp> {
    let attributes = [
        "datetime",
        "data-timestamp",
        "data-published",
        "data-time",
        "data-datetime",
        "content",
        "title",
    ];
    let stated = attributes
        .iter()
        .filter_map(|name| node.attr(name))
        .find_map(|value| of_field(&value, head.order));
    let shown = node.text();
    if let Some(time @ Stamp::Minute(_)) = stated {
        return Some(in_zone(time, page_time));
    }
    if shown.chars().count() > 60 {
        return None;
    }
    // The attribute or the page gives the day, the words the minute.
    let day = stated.or(page_time)?;
    let time = crate::posts::time_on(&shown, day.day(), page_time.and_then(Stamp::offset));
    time.or(stated)
}
