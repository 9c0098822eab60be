//! Naming an article's source: its id, title and date.

use chrono::NaiveDate;
use onrecord_extract::{looks_english, tongue_of};
use onrecord_page::Page;

use super::{Desk, DeskError, Result};
use crate::domain::passage::digest;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::time::When;
pub(super) use crate::exchange::when;

/// What a person says about an article's source. The rest is taken from the article.
#[derive(Debug, Clone, Default)]
pub struct SourceDetails {
    /// The id of a recorded source, or of the new one.
    pub id: Option<Slug>,
    /// The headline.
    pub title: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<When>,
    /// Where it was found.
    pub url: Option<String>,
    /// The source that it re-reports.
    pub origin: Option<Slug>,
}

/// Maximum length in characters of a title taken from an article's first line.
const MAX_TITLE: usize = 120;
/// Maximum number of words of a publisher or title that go into an id.
const MAX_ID_WORDS: usize = 5;

impl Desk<'_, '_> {
    /// The source of an article: the recorded one with the given id, with this very text, or with
    /// the same publisher, day and title; else a new one, not recorded yet.
    ///
    /// # Errors
    /// If a new source would have no date or no id.
    pub fn source_of(&self, page: &Page, details: &SourceDetails) -> Result<Source> {
        let reader = self.reader();
        let known = match &details.id {
            Some(id) => reader.source_key(id.as_str())?,
            None => reader.source_with_digest(&digest(&page.text))?,
        };
        if let Some(key) = known {
            return Ok(reader.source(key)?);
        }
        let source = new_source(page, details)?;
        if details.id.is_some() {
            return Ok(source);
        }
        let Some(key) = reader.source_key(source.id.as_str())? else {
            return Ok(source);
        };
        let held = reader.source(key)?;
        if held.title == source.title {
            return Ok(held);
        }
        Ok(Source {
            id: longer_id(&source)?,
            ..source
        })
    }
}

fn new_source(page: &Page, details: &SourceDetails) -> Result<Source> {
    let published = details.published.or_else(|| page.published.map(when));
    let published = published.ok_or(DeskError::NoPublicationDate)?;
    let publisher = details.publisher.as_ref().or(page.publisher.as_ref());
    let title = details.title.as_ref().or(page.title.as_ref()).cloned();
    let title = title.unwrap_or_else(|| first_line(&page.text));
    let id = match &details.id {
        Some(id) => id.clone(),
        None => suggested_id(publisher.unwrap_or(&title), published)?,
    };
    let english = page.language.clone().filter(|tag| tag.starts_with("en"));
    Ok(Source {
        id,
        title,
        publisher: publisher.cloned(),
        authors: page.authors.clone(),
        url: details.url.as_ref().or(page.url.as_ref()).cloned(),
        published: Some(published),
        retrieved: None,
        language: Some(english.unwrap_or_else(|| language_of(&page.text).to_owned())),
        reliability: None,
        origin: details.origin.clone(),
        sha256: None,
    })
}

/// The language of a text, as it is read.
fn language_of(text: &str) -> &'static str {
    match looks_english(text) {
        true => "en",
        false => tongue_of(text).map_or("en", |tongue| tongue.code()),
    }
}

/// A line without a day and its label at the beginning: "date 2025-08-19 Ferry to sail again".
fn without_day(line: &str) -> &str {
    let mut words = line.splitn(3, ' ');
    let (label, day) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let labels = ["date", "dated", "published", "posted", "updated"];
    let is_label = labels.contains(&label.trim_end_matches(':').to_lowercase().as_str());
    let is_day = NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok();
    words.next().filter(|_| is_label && is_day).unwrap_or(line)
}

/// The first line of a text that can be a headline: not the caption of a picture, and without a day that a program put
/// before it.
fn first_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let credits = ["Photograph:", "Photo:", "Picture:", "Image:"];
    let is_caption = |line: &&str| credits.iter().any(|credit| line.contains(credit));
    let line = lines
        .clone()
        .find(|line| !is_caption(line))
        .or_else(|| lines.next());
    let line = without_day(line.unwrap_or_default());
    if line.chars().count() <= MAX_TITLE {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MAX_TITLE).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words} …")
}

/// An id made of a publisher, or a title, and a day.
fn suggested_id(words: &str, published: When) -> Result<Slug> {
    let words = first_words(words);
    let words = words.strip_prefix("The ").unwrap_or(&words);
    let suggested = Slug::suggest(&format!("{words} {}", published.cut_to_day()));
    suggested.ok_or(DeskError::NoSourceId)
}

/// An id for another article of the same publisher and day.
fn longer_id(source: &Source) -> Result<Slug> {
    let suggested = Slug::suggest(&format!("{} {}", source.id, first_words(&source.title)));
    suggested.ok_or(DeskError::NoSourceId)
}

fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(MAX_ID_WORDS).collect();
    words.join(" ")
}
