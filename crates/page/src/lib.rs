#![doc = include_str!("../README.md")]

mod address;
mod authors;
mod block;
mod date;
mod dateline;
mod encoding;
mod feeds;
mod filter;
mod jsonld;
mod kind;
mod live;
mod markup;
mod metadata;
mod month;
mod names;
mod noise;
mod posts;
mod readable;
mod stamp;
mod token;
mod wall;
mod zone;

use chrono::NaiveDate;
use serde::Serialize;
use thiserror::Error;

pub use dateline::dateline;
pub use feeds::feeds;
pub use posts::{Post, posts};
pub use stamp::Stamp;
pub use wall::{Wall, wall};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// What is known of a file beside its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Where it was found.
    pub url: Option<&'a str>,
    /// Today in UTC. A day after tomorrow is not taken for one of publication.
    pub today: NaiveDate,
    /// The encoding that came with the file, as in the header of an HTTP answer.
    pub charset: Option<&'a str>,
}

/// A file as text, with what it says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// Its headline.
    pub title: Option<String>,
    /// Its readable text. Offsets count code points.
    pub text: String,
    /// When it was published.
    pub published: Option<Stamp>,
    /// When it was last changed.
    pub modified: Option<Stamp>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its own address, or else the one that was given.
    pub url: Option<String>,
    /// Its language, as a BCP 47 tag: `en-GB`.
    pub language: Option<String>,
    /// The posts of a live blog, oldest first. Empty for other pages.
    pub segments: Vec<Segment>,
}

/// A post of a live blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Segment {
    /// Its first character in the text.
    pub start: usize,
    /// The character behind its last one.
    pub end: usize,
    /// When it was posted.
    pub time: Stamp,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its own address.
    pub url: Option<String>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PageError {
    /// It is empty.
    #[error("is empty")]
    Empty,
    /// It is too large.
    #[error("is {} MB; an article may have at most {} MB", bytes.div_ceil(1 << 20), MAX_BYTES >> 20)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It contains zero bytes and is not UTF-16.
    #[error("is binary, not text")]
    Binary,
    /// It is a kind of file that is no article.
    #[error("this is {what}; {advice}")]
    Other {
        /// What it is.
        what: &'static str,
        /// What to do with it.
        advice: &'static str,
    },
    /// It is HTML without readable text.
    #[error("is HTML without readable text")]
    NoText,
}

/// Reads a file.
///
/// # Errors
/// If it is empty, too large or no text, or of a kind that is no article.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Page, PageError> {
    if bytes.len() > MAX_BYTES {
        return Err(PageError::TooLarge { bytes: bytes.len() });
    }
    kind::refuse_binary(bytes)?;
    let decoded = encoding::decode(bytes, options.charset);
    let text = decoded.text;
    if text.contains('\0') {
        return Err(PageError::Binary);
    }
    if decoded.guessed && is_binary(&text) {
        return Err(PageError::Binary);
    }
    if text.trim().is_empty() {
        return Err(PageError::Empty);
    }
    match kind::of(&text)? {
        kind::Kind::Text => Ok(plain(text, options)),
        kind::Kind::Html => readable::page(&text, options),
        // An end tag inside a text must not end the script.
        kind::Kind::JsonLd => {
            let script = text.replace("</", "<\\/");
            let page = format!("<script type=\"application/ld+json\">{script}</script>");
            readable::page(&page, options)
        }
        kind::Kind::Mail => Err(PageError::Other {
            what: "a mail message or a web archive",
            advice: "save its text as text",
        }),
    }
}

/// What the JSON-LD scripts of an HTML page say, in their order; `None` for a script that is not JSON, with the usual
/// faults mended.
///
/// # Errors
/// If the file is too large or no text.
pub fn linked_data(bytes: &[u8]) -> Result<Vec<Option<serde_json::Value>>, PageError> {
    if bytes.len() > MAX_BYTES {
        return Err(PageError::TooLarge { bytes: bytes.len() });
    }
    kind::refuse_binary(bytes)?;
    let document = dom_query::Document::from(encoding::decode(bytes, None).text);
    let mut found = Vec::new();
    for script in document.select("script[type]").nodes() {
        let kind = script.attr("type").unwrap_or_default().to_ascii_lowercase();
        if kind.contains("ld+json") {
            found.push(jsonld::parse(&script.text()));
        }
    }
    Ok(found)
}

/// The date that a field for machines gives. A time without an offset gives its day.
pub fn date(field: &str) -> Option<Stamp> {
    stamp::of_field(field, stamp::Order::Unknown)
}

/// The text of a field that may have character references, elements and line breaks as a page does.
pub fn plain_text(field: &str) -> String {
    metadata::plain(field)
}

/// Whether a text that no encoding was declared for has characters that no text has.
fn is_binary(text: &str) -> bool {
    let control = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    control * 50 > text.chars().count()
}

/// A plain text, as it is.
fn plain(text: String, options: &Options<'_>) -> Page {
    let published = dateline(&text, options.today);
    Page {
        segments: segments(&text, published),
        published,
        url: options.url.map(str::to_owned),
        text,
        ..Page::default()
    }
}

/// The posts of a text, oldest first.
fn segments(text: &str, published: Option<Stamp>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = posts(text, published)
        .into_iter()
        .map(|post| Segment {
            start: post.start,
            end: post.end,
            time: post.time,
            author: None,
            url: None,
        })
        .collect();
    segments.sort_by_key(|segment| segment.time.order());
    segments
}
