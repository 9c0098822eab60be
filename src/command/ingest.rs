//! `onrecord ingest`

use std::collections::BTreeMap;
#[cfg(feature = "news")]
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use onrecord_extract::Nesting;
use onrecord_page::Page;
use rayon::prelude::*;

use super::context::{Context, Written};
use super::error::warn;
use super::exit::Exit;
use super::extractor;
use super::fields::{self, optional};
use super::input;
use super::names::Names;
use super::outside::{OutsideOptions, OutsideReader, note_left_out};
use crate::answer::{self, IngestAnswer, View};
#[cfg(feature = "news")]
use crate::desk::ProposedCount;
use crate::desk::{self, Desk, Ingested, SourceDetails, linker};
#[cfg(feature = "news")]
use crate::domain::docket::SourceKey;
use crate::domain::slug::Slug;
use crate::exchange::extraction::Document;
use crate::ledger::CandidateFilter;
use crate::link::draft::ProposedOrigin;
use crate::link::heard::{self, Heard};
use crate::render::candidates::Ingests;

/// Read articles and propose who said what.
///
/// Reads plain text or HTML in English; of Russian, Ukrainian, German and French, direct speech is read, by rules. For each article it records the source, keeps the text, and
/// proposes candidates: statements linked to a party and to the claims they may be about. Nothing
/// counts until someone accepts it. Ingesting the same article again adds nothing, but links its
/// open candidates to parties and claims that were recorded since.
#[derive(Debug, Default, clap::Args)]
pub struct Ingest {
    /// The files, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// A recorded source, or the id of the new one; by default made from publisher and day
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// The headline; by default taken from the page or the first line
    #[arg(long)]
    pub title: Option<String>,
    /// The publisher; by default taken from the page
    #[arg(long)]
    pub publisher: Option<String>,
    /// When it was published; by default taken from the page or the beginning of the text
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
    /// Where it was found
    #[arg(long)]
    pub url: Option<String>,
    /// The source it re-reports or is another version of
    #[arg(long, value_name = "SOURCE")]
    pub origin: Option<String>,
    /// The outside reader.
    #[command(flatten)]
    pub outside: OutsideOptions,
}

/// An article that was read, and what was said in it.
pub(super) struct ReadArticle {
    name: String,
    page: Page,
    heard: Vec<Heard>,
}

/// The articles that were read.
pub(super) struct ReadArticles {
    /// Those that could be read.
    pub(super) articles: Vec<ReadArticle>,
    /// Whether an outside reader could not read others.
    pub(super) failed: bool,
}

impl ReadArticle {
    /// An article that was read elsewhere.
    #[cfg(feature = "news")]
    pub(super) fn new(name: String, page: Page, found: Vec<onrecord_extract::Attribution>) -> Self {
        Self {
            name,
            page,
            heard: found.into_iter().map(Heard::from).collect(),
        }
    }
}

impl Ingest {
    /// Ingests the articles, all or none, but without those that an outside reader could not read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let ReadArticles { articles, failed } = self.read(context)?;
        let written = self.record(&articles, context)?;
        let view = context.current_view(written.ledger.now());
        context.print(&Ingests(answers(&view, &written.done)?))?;
        Ok(Exit::found_if(failed))
    }

    /// Reads the articles, and who said what in them.
    pub(super) fn read(&self, context: &Context) -> Result<ReadArticles> {
        if self.files.len() > 1
            && (self.source.is_some() || self.title.is_some() || self.url.is_some())
        {
            bail!("--source, --title and --url describe one article; ingest the files one by one");
        }
        let files: Vec<String> = self
            .files
            .iter()
            .map(|path| input::name(path, context))
            .collect();
        let outside = OutsideReader::of(&self.outside, &files, context)?;
        let is_asked = outside.is_none() || self.outside.also;
        let articles = self.files.par_iter();
        let articles = articles
            .map(|path| read(path, self.url.as_deref(), is_asked, context))
            .collect::<Result<_>>()?;
        match outside {
            Some(outside) => read_outside(outside, articles),
            None => Ok(ReadArticles {
                articles,
                failed: false,
            }),
        }
    }

    /// Records the articles and proposes their candidates.
    pub(super) fn record(
        &self,
        articles: &[ReadArticle],
        context: &Context,
    ) -> Result<Written<Vec<Ingested>>> {
        context.write(|desk, names| self.record_in(articles, desk, names))
    }

    /// Records the articles at a desk.
    pub(super) fn record_in(
        &self,
        articles: &[ReadArticle],
        desk: &mut Desk<'_, '_>,
        names: Names<'_>,
    ) -> Result<Vec<Ingested>> {
        let linker = linker(desk.reader())?;
        let details = self.details(names)?;
        let ingested = articles.iter().map(|read| {
            let text = &read.page.text;
            let source = desk.source_of(&read.page, &details);
            let done = source.and_then(|source| desk.ingest(source, text, &read.heard, &linker));
            done.with_context(|| match articles.len() {
                1 => read.name.clone(),
                _ => format!("{}; none of the articles was recorded", read.name),
            })
        });
        ingested.collect()
    }

    fn details(&self, names: Names<'_>) -> Result<SourceDetails> {
        let origin = optional(self.origin.as_ref(), |name| Ok(names.source(name)?.1))?;
        Ok(SourceDetails {
            id: optional(self.source.as_ref(), |id| Ok(id.parse()?))?,
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            published: fields::when(names.calendar(), "--published", self.published.as_ref())?,
            url: self.url.clone(),
            origin,
        })
    }
}

/// Reads an article, and who said what in it if the built-in reader `is_asked`.
fn read(path: &Path, url: Option<&str>, is_asked: bool, context: &Context) -> Result<ReadArticle> {
    let name = input::name(path, context);
    let page = input::page(path, url, context)?;
    let found = match is_asked {
        true => extractor::attributions(&name, &page.text, Nesting::All)?,
        false => Vec::new(),
    };
    let heard = found.into_iter().map(Heard::from).collect();
    Ok(ReadArticle { name, page, heard })
}

/// Has an outside reader read articles, and joins what it finds with what was found in them.
///
/// # Errors
/// If one of them must not be sent, none could be read, or the command fails.
fn read_outside(mut outside: OutsideReader, articles: Vec<ReadArticle>) -> Result<ReadArticles> {
    let documents: Vec<Document> = articles
        .iter()
        .map(|article| Document {
            id: article.name.clone(),
            text: article.page.text.clone(),
        })
        .collect();
    documents
        .iter()
        .try_for_each(|document| outside.allow(document))?;
    let count = articles.len();
    let mut read = Vec::new();
    for (mut article, document) in articles.into_iter().zip(&documents) {
        match outside.read(document)? {
            Ok(extracted) => {
                note_left_out(&extracted);
                let by = outside.read_by(&extracted);
                let heard = extracted.statements.iter();
                let heard = heard.map(|one| one.heard(by.clone())).collect();
                let found = article.heard.into_iter().map(|heard| heard.said);
                article.heard = heard::joined(found.collect(), heard);
                read.push(article);
            }
            Err(error) if count == 1 => return Err(error),
            Err(error) => warn(&format!("{} is not recorded: {error:#}", article.name)),
        }
    }
    outside.finish()?;
    if read.is_empty() {
        bail!("none of the {count} articles was recorded");
    }
    Ok(ReadArticles {
        failed: read.len() < count,
        articles: read,
    })
}

/// What was read in an article that was ingested before.
#[cfg(feature = "news")]
pub(super) fn held(view: &View<'_>, source: SourceKey, characters: usize) -> Result<IngestAnswer> {
    let filter = CandidateFilter {
        source: Some(source),
        decided: true,
    };
    let proposed = ProposedCount {
        new: view.reader.candidates(filter)?.len(),
        known: 0,
    };
    let ingested = Ingested {
        source,
        known: false,
        characters,
        proposed,
    };
    answer(view, &ingested)
}

/// What became of an article.
#[cfg(feature = "news")]
pub(super) fn answer(view: &View<'_>, ingested: &Ingested) -> Result<IngestAnswer> {
    let origins = desk::origins(view.reader, &BTreeSet::from([ingested.source]))?;
    answer_with(view, ingested, origins)
}

/// The answer for several articles. A proposed origin is shown with its article, if that is one of them.
fn answers(view: &View<'_>, ingested: &[Ingested]) -> Result<Vec<IngestAnswer>> {
    let sources = ingested.iter().map(|one| one.source).collect();
    let mut origins: BTreeMap<Slug, Vec<ProposedOrigin>> = BTreeMap::new();
    for one in desk::origins(view.reader, &sources)? {
        let key = view.reader.source_key(one.source.as_str())?;
        let with = match key.is_some_and(|key| sources.contains(&key)) {
            true => one.source.clone(),
            false => one.origin.clone(),
        };
        origins.entry(with).or_default().push(one);
    }
    let answers = ingested.iter().map(|one| {
        let id = view.reader.source_id(one.source)?;
        answer_with(view, one, origins.remove(&id).unwrap_or_default())
    });
    answers.collect()
}

fn answer_with(
    view: &View<'_>,
    ingested: &Ingested,
    origins: Vec<ProposedOrigin>,
) -> Result<IngestAnswer> {
    let source = view.reader.source(ingested.source)?;
    let filter = CandidateFilter {
        source: Some(ingested.source),
        decided: false,
    };
    let open = answer::candidates(view, filter)?;
    Ok(IngestAnswer {
        origins: origins.into_iter().map(Into::into).collect(),
        source: source.id,
        title: source.title,
        known_source: ingested.known,
        characters: ingested.characters,
        new: ingested.proposed.new,
        known: ingested.proposed.known,
        open: open.len(),
        recorded: open.iter().filter(|one| one.known.is_some()).count(),
        news: open.iter().filter(|one| one.effect.is_news()).count(),
    })
}
