//! The day on which a page was published, from every place where pages state it.

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta};
use dom_query::NodeRef;

use crate::address;
use crate::block::{Block, BlockKind, blocks, hint};
use crate::jsonld::text;
use crate::metadata::{Head, letters};
use crate::stamp::{Found, Stamp, dates, is_plausible, of_field};
use crate::token::tokens;

/// Meta elements that give the day of publication, surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_date",
    "published-date",
    "published",
    "published_time",
    "publication_date",
    "publication-date",
    "publicationdate",
    "pubdate",
    "pub_date",
    "pub-date",
    "originalpublicationdate",
    "article_date_original",
    "article.published",
    "articlepublishtime",
    "rnews:datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:articlepublishtime",
    "bt:pubdate",
    "lp.article:published_time",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "prism.publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dc.date.published",
    "dcterms.available",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "article:created_time",
    "article.created",
    "datecreated",
    "created",
    "creation_date",
    "dc.date",
    "dcterms.date",
    "dcterms:date",
    "dc:date",
    "date.published",
    "displaydate",
    "display_date",
    "date",
    "article_date",
    "article-date",
    "articledate",
    "newsdate",
    "release_date",
    "vf:publish_date",
    "video:release_date",
    "weibo:article:create_at",
    "shareaholic:article_published_time",
    "timestamp",
];

/// Meta elements that give the day of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "article:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "lastmod",
    "last-modified",
    "modified",
    "revised",
    "updated",
    "date.updated",
    "lp.article:modified_time",
    "cxenseparse:articlemodifiedtime",
    "date_modified",
];

/// Characters of a block that can be a byline or a date, and not a paragraph.
const SHORT: usize = 220;

/// The dates that a page states.
pub(crate) struct Dates {
    /// What the page gives for machines, surest first.
    machine: Vec<Stamp>,
    /// What it shows to readers near its headline.
    shown: Vec<Found>,
    modified: Vec<Stamp>,
    /// The day in its address.
    address: Option<Stamp>,
}

impl Dates {
    /// Collects the dates of a page.
    pub(crate) fn of(head: &Head<'_>, title: Option<&str>) -> Self {
        let good = |stamp: &Stamp| is_plausible(stamp.day(), head.today);
        let field = |text: &str| of_field(text, head.order).filter(good);
        let thing = |names: &[&str]| -> Vec<Stamp> {
            let article = head.article();
            let texts = names
                .iter()
                .filter_map(|name| article.and_then(|article| text(article, name)));
            texts.filter_map(field).collect()
        };
        let mut machine = thing(&[
            "datePublished",
            "dateCreated",
            "uploadDate",
            "coverageStartTime",
        ]);
        machine.extend(metas(head, PUBLISHED).filter_map(field));
        machine.extend(raw_field(head, "datePublished").and_then(|text| field(&text)));
        machine.extend(
            head.meta(&["parsely-page"])
                .and_then(|json| after_key(json, "pub_date"))
                .and_then(|text| field(&text)),
        );
        machine.extend(marked(head, "datepublished").filter(good));
        machine.extend(marked(head, "datecreated").filter(good));
        let mut shown = time_elements(head);
        shown.extend(near_headline(head, title));
        shown.retain(|found| good(&found.stamp));
        let mut modified = thing(&["dateModified"]);
        modified.extend(metas(head, MODIFIED).filter_map(field));
        modified.extend(marked(head, "datemodified").filter(good));
        let url = head.url();
        let address = url
            .as_deref()
            .and_then(address::day)
            .map(Stamp::Day)
            .filter(good);
        Self {
            machine,
            shown,
            modified,
            address,
        }
    }

    /// When the page was published.
    pub(crate) fn published(&self) -> Option<Stamp> {
        let shown = self.shown.first().map(|found| found.stamp);
        let best = self.machine.first().copied().or(shown).or(self.address)?;
        Some(self.localised(best))
    }

    /// When it was last changed.
    pub(crate) fn modified(&self) -> Option<Stamp> {
        self.modified.first().copied()
    }

    /// A date with the paper's own offset, if another place of the page gives that.
    fn localised(&self, best: Stamp) -> Stamp {
        let all = || {
            let shown = self.shown.iter().map(|found| found.stamp);
            self.machine.iter().copied().chain(shown)
        };
        match best {
            Stamp::Day(day) => all()
                .find(|other| matches!(other, Stamp::Minute(_)) && other.day() == day)
                .unwrap_or(best),
            Stamp::Minute(time) if time.offset().local_minus_utc() != 0 => best,
            Stamp::Minute(time) => {
                let same =
                    all()
                        .chain(self.modified.iter().copied())
                        .find_map(|other| match other {
                            Stamp::Minute(local) if local.offset().local_minus_utc() != 0 => {
                                ((local - time).abs() < TimeDelta::minutes(2))
                                    .then_some(Stamp::Minute(time.with_timezone(local.offset())))
                            }
                            _ => None,
                        });
                same.or_else(|| self.by_shown_clock(time)).unwrap_or(best)
            }
        }
    }

    /// A minute in UTC, with the offset that follows from the clock that readers are shown.
    fn by_shown_clock(&self, utc: DateTime<FixedOffset>) -> Option<Stamp> {
        let found = self
            .shown
            .iter()
            .find_map(|found| match (found.stamp, found.clock) {
                (Stamp::Day(day), Some(clock)) => {
                    offset_between(utc.naive_utc(), day.and_time(clock))
                }
                _ => None,
            });
        if let Some(offset) = found.filter(|offset| offset.local_minus_utc() != 0) {
            return Some(Stamp::Minute(utc.with_timezone(&offset)));
        }
        // The day alone shows that it was another day where the paper is.
        let day = self
            .shown
            .iter()
            .find_map(|found| match (found.stamp, found.clock) {
                (Stamp::Day(day), None) => Some(day),
                _ => None,
            })?;
        let away = day.and_time(NaiveTime::MIN) - utc.date_naive().and_time(NaiveTime::MIN);
        let minutes = utc.time() - NaiveTime::MIN;
        let possible = match away.num_days() {
            -1 => minutes < TimeDelta::hours(12),
            1 => minutes >= TimeDelta::hours(10),
            _ => false,
        };
        possible.then_some(Stamp::Day(day))
    }
}

/// The contents of the meta elements with these names, in the order of the names.
fn metas<'a>(head: &'a Head<'_>, names: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    names.iter().flat_map(|name| head.metas_named(name))
}

/// The offset at which a clock shows `local` when it is `utc`, if it is one that exists.
fn offset_between(utc: NaiveDateTime, local: NaiveDateTime) -> Option<FixedOffset> {
    let away = (local - utc).num_minutes();
    let rounded = (away + 15).div_euclid(30) * 30;
    ((rounded - away).abs() <= 1 && (-12 * 60..=14 * 60).contains(&rounded))
        .then(|| FixedOffset::east_opt(i32::try_from(rounded * 60).ok()?))
        .flatten()
}

/// A date in an element that is marked as such.
fn marked(head: &Head<'_>, name: &str) -> Option<Stamp> {
    let nodes = head.document.select("[itemprop]");
    let named = nodes.nodes().iter().filter(|node| {
        let marks = node
            .attr("itemprop")
            .unwrap_or_default()
            .to_ascii_lowercase();
        marks.split_whitespace().any(|mark| mark == name) && !is_of_others(node)
    });
    named
        .filter_map(|node| {
            let given = ["datetime", "content", "data-datetime"]
                .iter()
                .find_map(|name| node.attr(name));
            of_field(given.as_deref().unwrap_or(&node.text()), head.order)
        })
        .next()
}

/// A field of a script whose JSON cannot be parsed.
fn raw_field(head: &Head<'_>, key: &str) -> Option<String> {
    let scripts = head.document.select("script");
    scripts.nodes().iter().find_map(|script| {
        let text = script.text();
        if text.len() > 400_000 {
            None
        } else {
            after_key(&text, key)
        }
    })
}

/// The text behind `"key":`.
fn after_key(json: &str, key: &str) -> Option<String> {
    let quoted = format!("\"{key}\"");
    let behind = &json[json.find(&quoted)? + quoted.len()..];
    let value = behind
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    Some(value.split('"').next()?.to_owned())
}

/// Whether an element is part of a list of other articles, or of the readers' comments.
fn is_of_others(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|ancestor| {
        let name = ancestor.node_name().unwrap_or_default();
        if matches!(&*name, "aside" | "nav" | "footer") {
            return true;
        }
        let hint = hint(&ancestor);
        [
            "comment",
            "related",
            "recommend",
            "sidebar",
            "most-read",
            "popular",
            "latest",
            "teaser",
            "promo",
            "more-news",
            "read-more",
            "trending",
        ]
        .iter()
        .any(|word| hint.contains(word))
            && !hint.contains("article-body")
            && !matches!(&*name, "body" | "html")
    })
}

/// Elements that may state when the page was published.
const TIMES: &str = "time, [class*=timestamp], [class*=dateline], [class*=publish], [class*=pubdate], \
    [class*=entry-date], [class*=post-date], [class*=article-date]";

/// Words of classes of elements that state when the page was published.
const MARKS: &[&str] = &[
    "publish",
    "pubdate",
    "entry-date",
    "dateline",
    "posted",
    "post-date",
    "article-date",
];

/// The most elements with a time that are looked at.
const MOST_TIMES: usize = 200;

/// `<time>` elements that state when this page was published: those that are marked so, then the first
/// of the others.
fn time_elements(head: &Head<'_>) -> Vec<Found> {
    let (mut sure, mut likely) = (Vec::new(), Vec::new());
    let times = head.document.select(TIMES);
    let own = times.nodes().iter().take(MOST_TIMES);
    for node in own.filter(|node| !is_of_others(node)) {
        let Some((found, marked)) = time_element(node, head) else {
            continue;
        };
        if marked {
            sure.push(found);
        } else if node.has_name("time") {
            likely.push(found);
        }
    }
    likely.truncate(1);
    sure.extend(likely);
    sure
}

/// The date of an element, and whether it is marked as that of publication. `None` if it has none, or
/// one of a change.
fn time_element(node: &NodeRef<'_>, head: &Head<'_>) -> Option<(Found, bool)> {
    let mut hints = hint(node);
    if let Some(parent) = node.parent() {
        hints.push_str(&hint(&parent));
    }
    let shown = node.text();
    let lower = shown.to_lowercase();
    let changed = ["updat", "modif"].iter().any(|mark| hints.contains(mark))
        || ["updated", "modified"]
            .iter()
            .any(|word| lower.contains(word));
    if changed || shown.chars().count() > SHORT {
        return None;
    }
    let given = [
        "datetime",
        "content",
        "data-datetime",
        "data-timestamp",
        "data-date",
        "title",
    ];
    let given = given.iter().filter_map(|name| node.attr(name));
    let given = given
        .filter_map(|value| of_field(&value, head.order))
        .next();
    let in_words = first_date(&shown, head);
    let found = match (given, in_words) {
        (Some(stamp), in_words) => Found {
            stamp,
            clock: in_words.and_then(|found| found.clock),
            tokens: (0, 0),
        },
        (None, found) => found?,
    };
    let marked = node.has_attr("pubdate")
        || MARKS.iter().any(|mark| hints.contains(mark))
        || ["published", "posted"]
            .iter()
            .any(|word| lower.contains(word));
    Some((found, marked))
}

fn first_date(text: &str, head: &Head<'_>) -> Option<Found> {
    dates(&tokens(text), head.order).into_iter().next()
}

/// Blocks behind the headline that are searched, and before it.
const BEHIND: usize = 12;
const BEFORE: usize = 3;

/// Dates in words beside the headline.
fn near_headline(head: &Head<'_>, title: Option<&str>) -> Vec<Found> {
    let (before, behind) = beside_headline(head, title);
    let found = dated(behind.iter(), head);
    if found.is_empty() {
        return dated(before.iter().rev(), head);
    }
    found
}

/// The blocks before the headline, as far as they belong to the article, and those behind it.
pub(crate) fn beside_headline(head: &Head<'_>, title: Option<&str>) -> (Vec<Block>, Vec<Block>) {
    let Some(body) = head.document.body() else {
        return (Vec::new(), Vec::new());
    };
    let mut all: Vec<Block> = blocks(&[body]);
    let wanted = title.map(letters).unwrap_or_default();
    let Some(headline) = headline_of(&all, &wanted) else {
        all.truncate(BEHIND);
        return (Vec::new(), all);
    };
    let mut behind = all.split_off(headline + 1);
    behind.truncate(BEHIND);
    all.pop();
    // A bare date above the article is that of the visit; one that is marked may be the article's.
    let outside = all.len().saturating_sub(inside(head, &wanted));
    let near = all.len().saturating_sub(BEFORE);
    let before = all.into_iter().enumerate().skip(near);
    let before = before.filter(|(at, block)| *at >= outside || is_dated(block));
    (before.map(|(_, block)| block).collect(), behind)
}

/// The heading that is the headline, else the first one of the highest level.
fn headline_of(blocks: &[Block], wanted: &str) -> Option<usize> {
    let is_headline = |block: &Block| {
        matches!(block.kind, BlockKind::Heading(_)) && letters(&block.text) == wanted
    };
    let is_heading = |block: &Block| block.kind == BlockKind::Heading(1);
    blocks
        .iter()
        .position(is_headline)
        .or_else(|| blocks.iter().position(is_heading))
}

/// How many blocks before the headline are in its article.
fn inside(head: &Head<'_>, wanted: &str) -> usize {
    let headlines = head.document.select("h1");
    let around = headlines.nodes().first().and_then(|headline| {
        let mut above = headline.ancestors_it(None);
        above.find(|node| node.has_name("article") || node.has_name("main"))
    });
    let inside = around.and_then(|around| headline_of(&blocks(&[around]), wanted));
    inside.unwrap_or(0)
}

/// Whether a block is marked as a date or a byline.
fn is_dated(block: &Block) -> bool {
    let marks = ["date", "publish", "byline", "meta"];
    marks.iter().any(|mark| block.hint.contains(mark))
}

/// The dates of short blocks up to the first paragraphs; what is said to be published goes first.
fn dated<'b>(blocks: impl Iterator<Item = &'b Block>, head: &Head<'_>) -> Vec<Found> {
    let (mut published, mut plain, mut updated) = (Vec::new(), Vec::new(), Vec::new());
    let mut paragraphs = 0;
    for block in blocks {
        if block.text.chars().count() > SHORT {
            paragraphs += 1;
            if paragraphs == 2 {
                break;
            }
            continue;
        }
        let found = in_line(&block.text, head);
        for (found, label) in found {
            match label {
                Label::Published => published.push(found),
                Label::None => plain.push(found),
                Label::Updated => updated.push(found),
            }
        }
    }
    [published, plain, updated].into_iter().flatten().collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Published,
    Updated,
    None,
}

/// The dates of a line with the word that stands before each.
fn in_line(line: &str, head: &Head<'_>) -> Vec<(Found, Label)> {
    let tokens = tokens(line);
    let mut from = 0;
    let found = dates(&tokens, head.order);
    // A sentence that mentions a day says nothing about the article's.
    let beside = tokens.len()
        - found
            .iter()
            .map(|found| found.tokens.1 - found.tokens.0)
            .sum::<usize>();
    if beside > 14 * found.len().max(1) {
        return Vec::new();
    }
    let labelled = found.into_iter().map(|found| {
        let label = crate::dateline::label(&tokens[from..found.tokens.0]);
        from = found.tokens.1;
        (found, label)
    });
    labelled
        .map(|(found, label)| {
            let label = match label {
                Some(true) => Label::Published,
                Some(false) => Label::Updated,
                None => Label::None,
            };
            (found, label)
        })
        .collect()
}
