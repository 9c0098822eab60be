//! Parts of a page that are not its article: consent banners, readers' comments, newsletter boxes, lists
//! of other articles, buttons to share.

use dom_query::{Document, NodeRef};

use crate::block::hint;
use crate::filter::is_comments_heading;

/// Removes what is not the article. Lines with a time stay, since a live blog's posts are known by them.
pub(crate) fn remove(document: &Document) {
    remove_marked(document, &noise);
    remove_headed_comments(document);
}

/// Removes what stands under a heading like "4 comments": the element around both, or what follows
/// the heading if the article is in that element too.
fn remove_headed_comments(document: &Document) {
    for heading in document.select("h2, h3, h4, h5").nodes() {
        let text = heading.text();
        if text.split_whitespace().count() > 6 || !is_comments_heading(&text) {
            continue;
        }
        let Some(parent) = heading.parent() else {
            continue;
        };
        let first = parent
            .first_element_child()
            .is_some_and(|child| child.id == heading.id);
        if first && !parent.has_name("body") && parent.find(&["h1"]).is_empty() {
            parent.remove_from_parent();
            continue;
        }
        while let Some(next) = heading.next_sibling() {
            next.remove_from_parent();
        }
        heading.remove_from_parent();
    }
}

/// Removes lines with bylines and times.
pub(crate) fn remove_bylines(document: &Document) {
    remove_marked(document, &byline);
}

/// Tells whether an element of this name is noise.
type Mark = dyn Fn(&NodeRef<'_>, &str) -> Option<Noise>;

fn byline(node: &NodeRef<'_>, _: &str) -> Option<Noise> {
    let hint = hint(node);
    let marks = [
        "byline",
        "timestamp",
        "post-meta",
        "entry-meta",
        "article-meta",
    ];
    let marked = marks.iter().any(|mark| hint.contains(mark));
    marked.then_some(Noise::Around)
}

fn remove_marked(document: &Document, mark: &Mark) {
    let Some(body) = document.body() else {
        return;
    };
    let mut found = Vec::new();
    let (all, _) = weigh(&body, mark, &mut found, 0);
    for (node, noise, letters) in found {
        // A word in a class may mean anything; an element with much of the page's text is no button.
        if noise == Noise::Foreign || letters * 10 < all * 3 {
            node.remove_from_parent();
        }
    }
}

/// How sure it is that an element is not part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noise {
    /// By others than the paper, or about the site: comments, consent. However long it is.
    Foreign,
    /// Around the article, if it is not the larger part of the page.
    Around,
}

/// Words of classes and ids that mark what others wrote, or what is about the site.
const FOREIGN: &[&str] = &[
    "comments",
    "comment",
    "commentlist",
    "commenting",
    "commentarea",
    "disqus",
    "livefyre",
    "spotim",
    "viafoura",
    "respond",
    "replies",
    "cookie",
    "cookies",
    "cookiebar",
    "cookiebanner",
    "cookieconsent",
    "consent",
    "gdpr",
    "ccpa",
    "onetrust",
    "cmp",
    "didomi",
    "truste",
    "cookiebot",
    "usercentrics",
    "adblock",
];

/// Two words of classes and ids that do.
const FOREIGN_PAIRS: &[(&str, &str)] = &[
    ("spot", "im"),
    ("privacy", "banner"),
    ("privacy", "notice"),
    ("privacy", "modal"),
    ("discussion", "thread"),
    ("reader", "responses"),
    ("user", "reviews"),
];

/// Words of classes and ids that mark what stands around an article.
const AROUND: &[&str] = &[
    "newsletter",
    "newsletters",
    "subscribe",
    "signup",
    "optin",
    "mailchimp",
    "mailinglist",
    "related",
    "relatedposts",
    "relatedarticles",
    "recommended",
    "recommendations",
    "recirc",
    "recirculation",
    "outbrain",
    "taboola",
    "zergnet",
    "revcontent",
    "yarpp",
    "trending",
    "popular",
    "share",
    "sharing",
    "sharebar",
    "sharedaddy",
    "social",
    "addthis",
    "addtoany",
    "advert",
    "advertisement",
    "advertising",
    "ad",
    "ads",
    "dfp",
    "sponsored",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "pager",
    "nav",
    "navigation",
    "navbar",
    "menu",
    "sidebar",
    "promo",
    "promotion",
    "toolbar",
    "tags",
    "taglist",
    "footer",
    "masthead",
    "modal",
    "popup",
    "overlay",
    "toast",
    "jumplink",
    "ticker",
    "teasers",
    "carousel",
    "slideshow",
    "gallery",
    "upnext",
    "readnext",
    "readmore",
    "morestories",
    "mostread",
    "mostpopular",
    "credits",
    "bio",
];

/// Two words of classes and ids that do.
const AROUND_PAIRS: &[(&str, &str)] = &[
    ("sign", "up"),
    ("opt", "in"),
    ("mailing", "list"),
    ("email", "form"),
    ("read", "more"),
    ("read", "next"),
    ("more", "stories"),
    ("more", "news"),
    ("more", "from"),
    ("more", "on"),
    ("most", "read"),
    ("most", "popular"),
    ("most", "viewed"),
    ("see", "also"),
    ("also", "read"),
    ("also", "like"),
    ("up", "next"),
    ("next", "article"),
    ("next", "story"),
    ("you", "may"),
    ("you", "might"),
    ("follow", "us"),
    ("latest", "news"),
    ("latest", "stories"),
    ("editors", "picks"),
    ("top", "stories"),
    ("author", "bio"),
    ("author", "box"),
    ("author", "info"),
    ("author", "card"),
    ("about", "author"),
    ("about", "the"),
    ("post", "navigation"),
    ("post", "tags"),
    ("tag", "list"),
    ("topic", "list"),
    ("story", "tags"),
    ("call", "to"),
    ("app", "download"),
    ("donate", "box"),
];

/// The letters below a node that are not in links, and whether the article is in it. Notes what can be removed.
fn weigh<'d>(
    node: &NodeRef<'d>,
    mark: &Mark,
    found: &mut Vec<(NodeRef<'d>, Noise, usize)>,
    links: usize,
) -> (usize, bool) {
    if node.is_text() {
        let letters = if links > 0 {
            0
        } else {
            node.text().chars().filter(|c| c.is_alphanumeric()).count()
        };
        return (letters, false);
    }
    let name = node.node_name().unwrap_or_default();
    if matches!(&*name, "script" | "style" | "noscript" | "template" | "svg") {
        return (0, false);
    }
    let noise = mark(node, &name);
    let links = links + usize::from(&*name == "a");
    let before = found.len();
    let (mut letters, mut holds) = (0, false);
    for child in node.children_it(false) {
        let (inside, article) = weigh(&child, mark, found, links);
        letters += inside;
        holds |= article;
    }
    holds |= match &*name {
        "h1" => true,
        "article" => noise != Some(Noise::Foreign),
        "body" | "html" | "main" => true,
        _ => node
            .attr("itemprop")
            .is_some_and(|mark| mark.eq_ignore_ascii_case("articlebody")),
    };
    match noise.filter(|_| !holds) {
        Some(Noise::Foreign) => {
            found.truncate(before);
            found.push((*node, Noise::Foreign, 0));
            (0, false)
        }
        // What is inside goes with it, if it goes.
        Some(noise) => {
            found.push((*node, noise, letters));
            (letters, false)
        }
        None => (letters, holds),
    }
}

fn noise(node: &NodeRef<'_>, name: &str) -> Option<Noise> {
    match name {
        "nav" | "aside" | "form" | "button" | "select" | "dialog" => return Some(Noise::Around),
        "body" | "html" | "main" => return None,
        _ => {}
    }
    if node.has_attr("aria-modal") {
        return Some(Noise::Foreign);
    }
    let role = node.attr("role").unwrap_or_default();
    if matches!(
        &*role,
        "navigation"
            | "complementary"
            | "search"
            | "dialog"
            | "alertdialog"
            | "contentinfo"
            | "menu"
            | "toolbar"
            | "banner"
    ) {
        return Some(Noise::Around);
    }
    let label = node.attr("aria-label").unwrap_or_default().to_lowercase();
    if label.starts_with("comment") || label.starts_with("reader comment") {
        return Some(Noise::Foreign);
    }
    let hint = hint(node);
    if name == "figure"
        && !hint.contains("table")
        && !hint.contains("quote")
        && node.find(&["table"]).is_empty()
    {
        return Some(Noise::Around);
    }
    if hint.is_empty() {
        return None;
    }
    let mut found = None;
    for mark in hint.split_whitespace() {
        let words: Vec<&str> = mark
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let has = |single: &[&str], pairs: &[(&str, &str)]| {
            words.iter().any(|word| single.contains(word))
                || words
                    .windows(2)
                    .any(|pair| pairs.contains(&(pair[0], pair[1])))
        };
        // "no-comments" and "has-sidebar" say something about the page.
        if words.iter().any(|word| {
            [
                "no", "has", "with", "without", "open", "closed", "enabled", "body", "content",
                "count",
            ]
            .contains(word)
        }) && !matches!(name, "li" | "ol")
        {
            if words.first() == Some(&"comment") {
                return Some(Noise::Foreign);
            }
            continue;
        }
        if has(FOREIGN, FOREIGN_PAIRS) {
            return Some(Noise::Foreign);
        }
        // Page builders call each part of a page a widget of theirs.
        let widget = matches!(words.first(), Some(&"widget" | &"widgets"));
        if widget || has(AROUND, AROUND_PAIRS) {
            found = Some(Noise::Around);
        }
    }
    found
}
