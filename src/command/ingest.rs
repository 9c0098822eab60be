//! `onrecord ingest`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use onrecord_extract::{Attribution, Nesting};
use rayon::prelude::*;

use super::context::Context;
use super::exit::Exit;
use super::names::Names;
use super::{extract, fields, import};
use crate::answer::{self, IngestAnswer};
use crate::desk::{Desk, linker, source_with_text};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::time::When;
use crate::exchange::article::{self, Article};
use crate::ledger::CandidateFilter;
use crate::link::day::dateline;
use crate::render::candidates::Ingests;

/// Take in articles: record the source, keep its text, and propose who said what.
///
/// Plain text or HTML, in English. Each thing said becomes a candidate, linked to a party and to the
/// claims that it may bear on; nothing counts before somebody accepts it. The same article again adds
/// nothing and links its open candidates anew.
#[derive(Debug, clap::Args)]
pub struct Ingest {
    /// The files, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The source that it is, or the id of the new one; left out: made from publisher and day
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// Its headline; left out: as the page or the first line has it
    #[arg(long)]
    pub title: Option<String>,
    /// Who published it; left out: as the page has it
    #[arg(long)]
    pub publisher: Option<String>,
    /// When it appeared; left out: as the page or the head of the text has it
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
    /// Where it was found
    #[arg(long)]
    pub url: Option<String>,
    /// The source that it re-reports, or of which it is another version
    #[arg(long, value_name = "SOURCE")]
    pub origin: Option<String>,
}

/// A file that was read.
struct Read {
    name: String,
    article: Article,
    found: Vec<Attribution>,
}

impl Ingest {
    /// Takes the articles in, all or none.
    ///
    /// # Errors
    /// Where one is no article, no English, without a date, or another version of a known source.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if self.files.len() > 1
            && (self.source.is_some() || self.title.is_some() || self.url.is_some())
        {
            bail!("--source, --title and --url are for one article: give the files one by one");
        }
        let read: Vec<Read> = self
            .files
            .par_iter()
            .map(|path| read(path))
            .collect::<Result<_>>()?;
        let written = context.write(|desk, names| {
            let linker = linker(desk.reader())?;
            let mut ingested = Vec::new();
            for read in &read {
                let source = self.source(desk, names, read)?;
                let done = desk.ingest(source, &read.article.text, &read.found, &linker);
                ingested.push(done.with_context(|| read.name.clone())?);
            }
            Ok(ingested)
        })?;
        let view = context.present(written.ledger.now());
        let mut answers = Vec::new();
        for ingested in &written.done {
            let source = view.reader.source(ingested.source)?;
            let filter = CandidateFilter {
                source: Some(ingested.source),
                decided: false,
            };
            let open = answer::candidates(&view, filter)?;
            answers.push(IngestAnswer {
                source: source.id,
                title: source.title,
                known_source: ingested.known,
                characters: ingested.characters,
                new: ingested.proposed.new,
                known: ingested.proposed.known,
                open: open.len(),
                recorded: open.iter().filter(|one| one.known.is_some()).count(),
                news: open.iter().filter(|one| one.effect.is_news()).count(),
            });
        }
        context.print(&Ingests(answers))
    }

    /// The source that an article is: the one that is named, the one with this text, or a new one.
    fn source(&self, desk: &Desk<'_, '_>, names: Names<'_>, read: &Read) -> Result<Source> {
        let reader = desk.reader();
        if let Some(id) = &self.source
            && reader.source_key(id)?.is_some()
        {
            return Ok(reader.source(names.source(id)?.0)?);
        }
        if self.source.is_none()
            && let Some(key) = source_with_text(reader, &read.article.text)?
        {
            return Ok(reader.source(key)?);
        }
        let source = self.new_source(names, read)?;
        // The same paper's same headline of the same day is the same article.
        match reader.source_key(source.id.as_str())? {
            Some(key) if reader.source(key)?.title == source.title => Ok(reader.source(key)?),
            Some(_) if self.source.is_none() => Ok(Source {
                id: longer_id(&source)?,
                ..source
            }),
            _ => Ok(source),
        }
    }

    fn new_source(&self, names: Names<'_>, read: &Read) -> Result<Source> {
        let article = &read.article;
        let published = match &self.published {
            Some(_) => fields::when("--published", self.published.as_deref())?,
            None => published(article),
        };
        let published = published.with_context(|| {
            format!(
                "{}: names no day on which it appeared; give --published",
                read.name
            )
        })?;
        let publisher = self.publisher.clone().or_else(|| article.publisher.clone());
        let title = self.title.clone().or_else(|| article.title.clone());
        let title = title.unwrap_or_else(|| first_line(&article.text));
        let suggested = publisher.as_deref().unwrap_or(&title);
        let id = match &self.source {
            Some(id) => id.parse()?,
            None => suggested_id(suggested, published)?,
        };
        Ok(Source {
            id,
            title,
            publisher,
            authors: Vec::new(),
            url: self.url.clone(),
            published: Some(published),
            retrieved: None,
            language: Some("en".to_owned()),
            reliability: None,
            origin: self
                .origin
                .as_deref()
                .map(|origin| names.source(origin))
                .transpose()?
                .map(|(_, id)| id),
            sha256: None,
        })
    }
}

fn read(path: &Path) -> Result<Read> {
    let name = path.display().to_string();
    let article = article::read(&import::read(path)?).with_context(|| name.clone())?;
    let found = extract::attributions(extract::own()?, &name, &article.text, Nesting::All)?;
    Ok(Read {
        name,
        article,
        found,
    })
}

/// When an article appeared, as its page or its head says.
fn published(article: &Article) -> Option<When> {
    let told = article.published.as_deref().and_then(|text| {
        let day = text.get(..10);
        text.parse().ok().or_else(|| day?.parse().ok())
    });
    told.or_else(|| dateline(&article.text).map(When::day))
}

/// Titles are cut here, in characters.
const TITLE: usize = 120;

fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.unwrap_or_default();
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let cut: String = line.chars().take(TITLE).collect();
    let words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{words} …")
}

/// Words of a publisher or title that an id is made of, at most.
const ID_WORDS: usize = 5;

fn suggested_id(words: &str, published: When) -> Result<Slug> {
    let words: Vec<&str> = words.split_whitespace().take(ID_WORDS).collect();
    let words = words.join(" ");
    let words = words.strip_prefix("The ").unwrap_or(&words);
    let suggested = Slug::suggest(&format!("{words} {}", published.cut_to_day()));
    suggested.context("neither publisher nor title gives an id; name one with --source")
}

/// The id of a further article of the same paper and day.
fn longer_id(source: &Source) -> Result<Slug> {
    let words: Vec<&str> = source.title.split_whitespace().take(ID_WORDS).collect();
    let suggested = Slug::suggest(&format!("{} {}", source.id, words.join(" ")));
    suggested.context("the title gives no id; name one with --source")
}
