//! A fetched article, on its way into the ledger.

use anyhow::{Context as _, Result, bail};
use onrecord_extract::Nesting;
use onrecord_fetch::{Address, Exchange, Reply, warc};
use onrecord_page::{Options, Page};

use super::blog::Blog;
use crate::answer::{EditAnswer, FetchAnswer, IngestAnswer, View};
use crate::command::archive::{self, sha256};
use crate::command::context::{Context, Written};
use crate::command::extractor;
use crate::command::ingest::{self, Ingest, ReadArticle};
use crate::command::names::Names;
use crate::desk::{Desk, linker};
use crate::domain::archived::ArchivedCopy;
use crate::domain::docket::SourceKey;
use crate::domain::edits::{self, Edit};
use crate::domain::passage::Passage;
use crate::domain::time::When;
use crate::files::Archive;
use crate::ledger::Reader;
use crate::link::heard::Heard;

/// A fetched article.
pub(super) struct Article {
    /// The address that was asked for.
    asked: Address,
    exchange: Exchange,
    page: Page,
}

/// What the ledger has of an article already.
struct Known {
    source: SourceKey,
    /// The text that its passages were recorded from.
    recorded: String,
    /// The day on which it was published.
    day: Option<When>,
    passages: Vec<(String, Passage)>,
    /// Its newest archived copy.
    copy: Option<ArchivedCopy>,
}

impl Article {
    /// Reads what was fetched from an address.
    ///
    /// # Errors
    /// If it is no article.
    pub(super) fn of(asked: Address, reply: Reply, context: &Context) -> Result<Self> {
        let exchange = reply
            .exchange
            .context("the server says that nothing changed")?;
        let content = exchange.content().with_context(|| asked.to_string())?;
        let at = exchange.address.to_string();
        let options = Options {
            url: Some(&at),
            today: context.calendar().today(),
            charset: content.charset.as_deref(),
        };
        let page = onrecord_page::read(&content.bytes, &options).with_context(|| at.clone())?;
        Ok(Self {
            asked,
            exchange,
            page,
        })
    }

    /// Records the article: its source and its candidates if it is new, else a new version if it was changed.
    ///
    /// # Errors
    /// If it cannot be recorded; nothing is then.
    pub(super) fn record(self, details: Ingest, context: &Context) -> Result<FetchAnswer> {
        let known = context.ask(|view, _| self.known(details.source.as_deref(), view.reader))?;
        match known {
            None => self.record_new(details, context),
            Some(known) => self.record_version(&known, context),
        }
    }

    /// The source of the article, if the ledger has its text.
    fn known(&self, named: Option<&str>, reader: Reader<'_>) -> Result<Option<Known>> {
        let mut source = None;
        if let Some(named) = named {
            source = reader.source_key(named)?;
        } else {
            let own = self.page.url.clone();
            for url in [
                Some(self.asked.to_string()),
                Some(self.exchange.address.to_string()),
                own,
            ]
            .into_iter()
            .flatten()
            {
                source = source.or(reader.source_at(&url)?);
            }
        }
        let Some(source) = source else {
            return Ok(None);
        };
        let Some(text) = reader.source_text(source)? else {
            return Ok(None);
        };
        Ok(Some(Known {
            source,
            recorded: text.text,
            day: reader.source(source)?.day(),
            passages: reader.passages_in(source)?,
            copy: reader.copies(source)?.pop(),
        }))
    }

    fn record_new(self, details: Ingest, context: &Context) -> Result<FetchAnswer> {
        let name = self.exchange.address.to_string();
        let found = extractor::attributions(&name, &self.page.text, Nesting::All)?;
        let details = Ingest {
            url: Some(self.asked.to_string()),
            ..details
        };
        let filed = self.archive(context)?;
        let read = [ReadArticle::new(name, self.page, found)];
        let written = filed.record(context, |desk, names| {
            let ingested = details.record_in(&read, desk, names)?;
            let ingested = ingested
                .into_iter()
                .next()
                .context("nothing was recorded")?;
            Ok((ingested.source, ingested))
        })?;
        let view = context.current_view(written.ledger.now());
        let (source, ingested) = &written.done;
        let ingested = ingest::answer(&view, ingested)?;
        answer(&view, *source, true, Vec::new(), Some(ingested))
    }

    fn record_version(self, known: &Known, context: &Context) -> Result<FetchAnswer> {
        let before = match &known.copy {
            Some(copy) => archive::page(context, copy)?,
            None => Page {
                text: known.recorded.clone(),
                ..Page::default()
            },
        };
        let blog = Blog::of(&known.recorded, known.day, &self.page);
        let whole = |page: &Page| match &blog {
            Some(blog) => blog.whole(page),
            None => page.text.clone(),
        };
        let (then, now) = (whole(&before), whole(&self.page));
        if edits::is_wall(&then, &now) {
            bail!(
                "{}: only a small part of the article was there; it may be behind a request for consent, a login or a payment. \
                 Save the page from a browser and ingest the file",
                self.exchange.address
            );
        }
        if known.copy.is_some()
            && edits::is_same(version(&before, &then), version(&self.page, &now))
        {
            return context.ask(|view, _| answer(view, known.source, false, Vec::new(), None));
        }
        let edits = self.edits(known, version(&before, &then), version(&self.page, &now));
        let grown = blog.and_then(|blog| blog.grown(&before, &self.page));
        let posts = grown.as_ref().map_or(0, |(_, posts)| *posts);
        let name = self.exchange.address.to_string();
        let found = grown
            .as_ref()
            .map(|(text, _)| extractor::attributions(&name, text, Nesting::All));
        let heard: Vec<Heard> = found
            .transpose()?
            .unwrap_or_default()
            .into_iter()
            .map(Heard::from)
            .collect();
        let filed = self.archive(context)?;
        let written = filed.record(context, |desk, _| {
            let grown = grown.map(|(text, _)| {
                let linker = linker(desk.reader())?;
                desk.grow(known.source, &text, &heard, &linker)
            });
            Ok((known.source, grown.transpose()?))
        })?;
        let view = context.current_view(written.ledger.now());
        let ingested = written.done.1.as_ref();
        let ingested = ingested.map(|ingested| ingest::answer(&view, ingested));
        let edits = edits.into_iter();
        let edits = edits.map(|edit| EditAnswer::of(&view, edit, &known.recorded, &known.passages));
        let mut answer = answer(
            &view,
            known.source,
            true,
            edits.collect::<Result<_, _>>()?,
            ingested.transpose()?,
        )?;
        answer.posts = posts;
        context.note_labels(&view)?;
        Ok(answer)
    }

    fn edits(
        &self,
        known: &Known,
        before: edits::Version<'_>,
        now: edits::Version<'_>,
    ) -> Vec<Edit> {
        let passages: Vec<Passage> = known
            .passages
            .iter()
            .map(|(_, passage)| passage.clone())
            .collect();
        edits::edits(&known.recorded, &passages, before, now)
    }

    /// Puts the exchange into the archive.
    fn archive(&self, context: &Context) -> Result<Filed> {
        let bytes = warc(&self.exchange, context.now);
        let sha256 = sha256(&bytes);
        let address = &self.exchange.address;
        let plain = |one: char| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '-'
            }
        };
        let host: String = address.host().chars().map(plain).collect();
        let time = context.now.format("%Y%m%dT%H%M%S");
        let file = format!("{host}-{time}-{}.warc.gz", &sha256[..8]);
        Archive::of(&context.path).add(&file, &bytes)?;
        Ok(Filed {
            url: address.to_string(),
            fetched: When::minute(context.now),
            title: self.page.title.clone(),
            file,
            sha256,
        })
    }
}

/// A version with this text.
fn version<'t>(page: &'t Page, text: &'t str) -> edits::Version<'t> {
    edits::Version {
        title: page.title.as_deref(),
        text,
    }
}

/// A file in the archive that is not recorded yet.
struct Filed {
    url: String,
    fetched: When,
    title: Option<String>,
    file: String,
    sha256: String,
}

impl Filed {
    /// Records it as a version of a source. If that fails, the file is removed again.
    fn record<T>(
        self,
        context: &Context,
        work: impl FnOnce(&mut Desk<'_, '_>, Names<'_>) -> Result<(SourceKey, T)>,
    ) -> Result<Written<(SourceKey, T)>> {
        let file = self.file.clone();
        let written = context.write(|desk, names| {
            let (source, done) = work(desk, names)?;
            let copy = ArchivedCopy {
                source: desk.reader().source_id(source)?,
                url: self.url,
                fetched: self.fetched,
                title: self.title,
                file: self.file,
                sha256: self.sha256,
            };
            desk.archived(copy)?;
            Ok((source, done))
        });
        if written.is_err() {
            Archive::of(&context.path).remove(&file);
        }
        written
    }
}

/// The answer about a source that was fetched.
fn answer(
    view: &View<'_>,
    source: SourceKey,
    archived: bool,
    edits: Vec<EditAnswer>,
    ingested: Option<IngestAnswer>,
) -> Result<FetchAnswer> {
    let record = view.reader.source(source)?;
    Ok(FetchAnswer {
        source: record.id,
        title: record.title,
        version: view.reader.copies(source)?.len(),
        archived,
        edits,
        posts: 0,
        ingested,
    })
}
