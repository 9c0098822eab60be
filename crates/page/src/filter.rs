//! Lines between, before and behind the paragraphs of an article that are not its text: captions, links
//! to other articles, bylines, invitations to subscribe.

use std::collections::{HashSet, VecDeque};

use crate::block::{Block, BlockKind};
use crate::metadata::letters;
use crate::names;
use crate::posts::is_mark;
use crate::stamp::{Order, dates};
use crate::token::tokens;

/// Beginnings of lines that lead elsewhere or describe a picture, in lower case.
const ASIDE: &[&str] = &[
    "related:",
    "related article",
    "related stor",
    "related news",
    "related content",
    "related coverage",
    "related topic",
    "related link",
    "read more",
    "read also",
    "read next",
    "see more",
    "see also",
    "also read",
    "also see",
    "also:",
    "more:",
    "more news",
    "more from",
    "more on this",
    "more stories",
    "don't miss",
    "don’t miss",
    "you may also",
    "you might also",
    "recommended for you",
    "recommended stor",
    "up next",
    "next up",
    "click here",
    "tap here",
    "image:",
    "(image:",
    "images:",
    "photo:",
    "(photo",
    "photos:",
    "picture:",
    "(picture",
    "photograph:",
    "image copyright",
    "image caption",
    "image source",
    "media caption",
    "video caption",
    "image credit",
    "photo credit",
    "credit:",
    "caption:",
    "sign up",
    "subscribe",
    "get the latest",
    "join our",
    "join the conversation",
    "follow us",
    "share this",
    "share on",
    "download our",
    "download the",
    "advertisement",
    "advert",
    "continue reading",
    "story continues below",
    "article continues",
    "scroll down",
    "top stories",
    "most read",
    "most popular",
    "most viewed",
    "trending",
    "source:",
    "sources:",
    "filed under",
    "tags:",
    "topics:",
    "get our",
    "loading",
    "this video",
    "watch live",
    "view comments",
    "show comments",
    "leave a comment",
    "post a comment",
    "comments",
    "print this",
    "email this",
    "©",
    "copyright ©",
    "all rights reserved",
    "tell us what you think",
    "have a tip",
    "got a tip",
    "support us",
    "donate",
];

/// The most words of such a line.
const ASIDE_WORDS: usize = 32;

/// Words of the last lines of a page that are about the site.
const ABOUT_SITE: &[&str] = &[
    "newsletter",
    "subscribe",
    "subscription",
    "all rights reserved",
    "©",
    "follow us",
    "on twitter",
    "on facebook",
    "on instagram",
    "sign up",
    "inbox",
    "terms of use",
    "privacy policy",
    "affiliate",
    "contributed to this report",
    "may not be published",
    "registered in england",
    "our app",
    "may be reached at",
    "email:",
    "e-mail:",
    "contact us",
    "was originally published",
    "click here",
];

/// The blocks that are the article's text.
pub(crate) fn article_only(blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    let all: usize = blocks.iter().map(Block::words).sum();
    let inner: Vec<Block> = blocks
        .iter()
        .filter(|block| !is_aside(block))
        .cloned()
        .collect();
    // On a page of links they are the text.
    let kept: usize = inner.iter().map(Block::words).sum();
    let mut kept = if kept * 2 >= all { inner } else { blocks };
    cut_comments(&mut kept);
    drop_repeated(&mut kept);
    drop_head(&mut kept, title);
    drop_empty_sections(&mut kept);
    drop_tail(&mut kept);
    kept
}

fn is_aside(block: &Block) -> bool {
    // The time of a post leads to the post.
    if is_mark(&block.text) {
        return false;
    }
    if block.kind == BlockKind::Caption {
        return true;
    }
    let words = block.words();
    let other = matches!(block.kind, BlockKind::Heading(_) | BlockKind::Row)
        || (block.is_sentence() && block.has_unlinked());
    if block.is_links() && words >= 2 && !other {
        return true;
    }
    if is_caption(block, words) {
        return true;
    }
    if words > ASIDE_WORDS {
        return false;
    }
    let text = block
        .text
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '©')
        .to_lowercase();
    // A sentence of the article may begin with such words, but then it has an end and no link.
    let sentence =
        block.is_sentence() && block.linked == 0 && words > 6 && !block.text.contains(':');
    !sentence && ASIDE.iter().any(|start| text.starts_with(start))
}

/// Those who made or sold a picture, in lower case.
const CREDITS: &[&str] = &[
    "image:",
    "images)",
    "getty",
    "photo",
    "picture:",
    "pictures)",
    "reuters/",
    "afp/",
    "/afp",
    "/ap)",
    "courtesy",
    "shutterstock",
    "istock",
    "screenshot",
    "handout",
    "file image",
];

/// Whether a block ends as a caption does: with a credit in brackets, or is nothing but a credit.
fn is_caption(block: &Block, words: usize) -> bool {
    if words > 70 {
        return false;
    }
    let text = block.text.to_lowercase();
    let credited = |part: &str| CREDITS.iter().any(|credit| part.contains(credit));
    let bracketed = text.ends_with([')', ']'])
        && text
            .rfind(['(', '['])
            .is_some_and(|at| text[at..].split_whitespace().count() <= 12 && credited(&text[at..]));
    bracketed
        || words <= 12
            && !block.is_sentence()
            && (text.contains('|') || text.contains('/'))
            && credited(&text)
}

/// Drops blocks that were there just before, as captions of a gallery are.
fn drop_repeated(blocks: &mut Vec<Block>) {
    let mut recent: VecDeque<String> = VecDeque::new();
    blocks.retain(|block| {
        if block.words() < 6 {
            return true;
        }
        let repeated = recent.contains(&block.text);
        recent.push_back(block.text.clone());
        if recent.len() > NEAR {
            recent.pop_front();
        }
        !repeated
    });
}

/// Cuts off what follows the heading of the readers' comments.
fn cut_comments(blocks: &mut Vec<Block>) {
    let first = blocks
        .iter()
        .position(|block| block.is_sentence() && block.words() >= 4);
    let Some(first) = first else { return };
    let heading = blocks.iter().skip(first).position(|block| {
        block.words() <= 6 && !block.is_sentence() && is_comments_heading(&block.text)
    });
    if let Some(heading) = heading {
        blocks.truncate(first + heading);
    }
}

/// "4 comments", "Comments (12)", "Leave a reply".
pub(crate) fn is_comments_heading(text: &str) -> bool {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["comments" | "comment" | "responses" | "replies" | "discussion"]
            | [
                "reader" | "readers" | "your" | "user" | "all" | "view" | "top" | "latest",
                "comments" | "responses"
            ]
            | [
                "leave" | "post" | "write" | "add",
                "a" | "your",
                "comment" | "reply"
            ]
            | ["leave" | "post" | "write" | "add", "comment" | "reply"]
            | ["have", "your", "say"]
            | ["join", "the", "conversation" | "discussion"]
    )
}

/// How many blocks before it a repeated one may stand.
const NEAR: usize = 4;

/// Drops bylines, dates, labels and the headline before the first paragraph.
fn drop_head(blocks: &mut Vec<Block>, title: Option<&str>) {
    let title = title.map(letters).unwrap_or_default();
    let sentence = |words| move |block: &Block| block.is_sentence() && block.words() >= words;
    let first = blocks.iter().position(sentence(10));
    let Some(first) = first.or_else(|| blocks.iter().position(sentence(4))) else {
        return;
    };
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        let early = at <= first + HEAD_BLOCKS
            && block.words() <= 16
            && has_date(&block.text)
            && !block.is_sentence();
        !early && (at > first || !is_of_head(block, &title))
    });
}

/// Blocks behind the first paragraph among which a line with the date may be.
const HEAD_BLOCKS: usize = 6;

fn is_of_head(block: &Block, title: &str) -> bool {
    if is_mark(&block.text) {
        return false;
    }
    let own = letters(&block.text);
    let is_title = own == title || matches!(block.kind, BlockKind::Heading(1));
    let words = block.words();
    is_title
        || words <= 16 && (has_date(&block.text) || is_byline(&block.text))
        || words <= 3 && block.linked > 0 && !block.is_sentence()
}

fn has_date(text: &str) -> bool {
    let tokens = tokens(text);
    let found = dates(&tokens, Order::DayFirst);
    let dated: usize = found
        .iter()
        .map(|found| found.tokens.1 - found.tokens.0)
        .sum();
    let label = ["updated", "published", "posted", "last modified"]
        .iter()
        .any(|label| text.to_lowercase().starts_with(label));
    !found.is_empty() && (label || tokens.len() - dated <= 12)
        || label && text.chars().any(|c| c.is_ascii_digit())
}

fn is_byline(text: &str) -> bool {
    let start = text.get(..3).unwrap_or_default();
    start.eq_ignore_ascii_case("by ") && !names::of_byline(text).is_empty()
}

/// Drops headings behind which nothing stands, as those of lists of links whose links were dropped.
fn drop_empty_sections(blocks: &mut Vec<Block>) {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
    while blocks.last().is_some_and(is_heading) {
        blocks.pop();
    }
}

/// Drops what the last lines say about the site and the author.
fn drop_tail(blocks: &mut Vec<Block>) {
    while blocks.len() > 1 && blocks.last().is_some_and(is_about_site) {
        blocks.pop();
    }
    drop_empty_sections(blocks);
}

fn is_about_site(block: &Block) -> bool {
    let text = block.text.to_lowercase();
    let words = block.words();
    // Somebody may be quoted on newsletters, or on what was said on Twitter.
    if text.contains(['"', '“', '”'])
        || [" said", " says", " told ", " wrote"]
            .iter()
            .any(|verb| text.contains(verb))
    {
        return false;
    }
    words <= 60 && ABOUT_SITE.iter().any(|part| text.contains(part))
        || words <= 3 && !block.is_sentence() && block.kind != BlockKind::Item
        || words <= 16 && !block.is_sentence() && has_date(&block.text)
}

/// Runs of three words of a text that a page gives for machines.
pub(crate) struct Evidence {
    runs: HashSet<u64>,
    words: usize,
}

impl Evidence {
    /// The runs of a text.
    pub(crate) fn of(text: &str) -> Self {
        let runs = runs(text);
        Self {
            words: runs.len(),
            runs: runs.into_iter().collect(),
        }
    }

    /// The share of a text's runs that it has, in percent.
    pub(crate) fn share(&self, text: &str) -> Option<usize> {
        let runs = runs(text);
        let known = runs.iter().filter(|run| self.runs.contains(run)).count();
        (!runs.is_empty()).then(|| known * 100 / runs.len())
    }

    /// How much of it a text has, in percent.
    pub(crate) fn covered_by(&self, text: &str) -> usize {
        let found: HashSet<u64> = runs(text)
            .into_iter()
            .filter(|run| self.runs.contains(run))
            .collect();
        found.len() * 100 / self.runs.len().max(1)
    }

    /// How many words it has, about.
    pub(crate) fn words(&self) -> usize {
        self.words
    }

    /// Drops the blocks that it has not, if it has most of the others.
    pub(crate) fn keep_known(&self, blocks: &mut Vec<Block>) {
        let shares: Vec<(usize, Option<usize>)> = blocks
            .iter()
            .map(|block| (block.words(), self.share(&block.text)))
            .collect();
        let (mut known, mut all) = (0, 0);
        for (words, share) in &shares {
            if let Some(share) = share {
                all += words;
                known += words * share / 100;
            }
        }
        if known * 10 < all * 7 {
            return;
        }
        let mut shares = shares.into_iter();
        blocks.retain(|block| match shares.next() {
            Some((_, Some(share))) => share >= 30 || matches!(block.kind, BlockKind::Heading(_)),
            _ => true,
        });
    }
}

fn runs(text: &str) -> Vec<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let hash = |run: &[String]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(3).map(hash).collect()
}
