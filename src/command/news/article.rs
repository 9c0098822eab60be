//! A fetched article, on its way into the ledger.

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use onrecord_extract::Nesting;
use onrecord_fetch::{Address, Content, Exchange, Reply, warc};
use onrecord_page::{Options, Page, Stamp, Wall};

use super::blog::{Blog, new_posts, oldest};
use crate::answer::{EditAnswer, FetchAnswer, IngestAnswer, View};
use crate::command::archive::{self, sha256};
use crate::command::context::{Context, Written};
use crate::command::error::ledger_error;
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
use crate::ledger::{LedgerError, Reader};
use crate::link::heard::Heard;

/// What to do about a page that shows itself to people only.
const BY_HAND: &str = "Save the page from a browser and ingest the file";

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
    /// Its archived copies, oldest first.
    copies: Vec<ArchivedCopy>,
}

impl Known {
    /// A source, if its text is attached.
    fn of(reader: Reader<'_>, source: SourceKey) -> Result<Option<Self>> {
        let Some(text) = reader.source_text(source)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            source,
            recorded: text.text,
            day: reader.source(source)?.day(),
            passages: reader.passages_in(source)?,
            copies: reader.copies(source)?,
        }))
    }

    /// The page in the last of so many versions, or without one the text that is attached.
    fn before(&self, versions: usize, context: &Context) -> Result<Page> {
        let copy = versions.checked_sub(1).and_then(|at| self.copies.get(at));
        self.page(copy, context)
    }

    /// The page in a copy, or without one the text that is attached.
    fn page(&self, copy: Option<&ArchivedCopy>, context: &Context) -> Result<Page> {
        match copy {
            Some(copy) => archive::page(context, copy),
            None => Ok(Page {
                text: self.recorded.clone(),
                ..Page::default()
            }),
        }
    }

    /// The texts of the version before, which is the last of so many, and of the one now, both with the posts of a live blog
    /// that they do not show. They go back to the oldest post that either shows: what neither shows cannot be compared, and
    /// what only one of them shows is compared with the last version that had it.
    fn wholes(
        &self,
        blog: Option<&Blog<'_>>,
        (before, versions): (&Page, usize),
        now: &Page,
        context: &Context,
    ) -> (String, String) {
        let Some(blog) = blog else {
            return (before.text.clone(), now.text.clone());
        };
        let mut earlier: Vec<Page> = Vec::new();
        let mut shown = oldest(before);
        let copies = self.copies.iter().take(versions.saturating_sub(1)).rev();
        for copy in copies {
            if shown <= oldest(now) {
                break;
            }
            // Without it, posts are as they were recorded; `check` says that it is missing.
            let Ok(page) = self.page(Some(copy), context) else {
                break;
            };
            shown = shown.min(oldest(&page).or(shown));
            earlier.push(page);
        }
        let then = blog.whole(before, &earlier);
        (then, blog.whole(now, [before].into_iter().chain(&earlier)))
    }

    fn edits(&self, before: edits::Version<'_>, now: edits::Version<'_>) -> Vec<Edit> {
        let passages = self.passages.iter().map(|(_, passage)| passage.clone());
        let passages: Vec<Passage> = passages.collect();
        edits::edits(&self.recorded, &passages, before, now)
    }

    fn answers(&self, view: &View<'_>, edits: Vec<Edit>) -> Result<Vec<EditAnswer>> {
        let edits = edits.into_iter();
        let edits = edits.map(|edit| EditAnswer::of(view, edit, &self.recorded, &self.passages));
        Ok(edits.collect::<Result<_, _>>()?)
    }
}

/// What there is to say of a source of which only so many versions were reported: what was read in it if none was, and the
/// edits since.
///
/// # Errors
/// If ledger or archive cannot be read.
pub(super) fn since(
    view: &View<'_>,
    source: SourceKey,
    reported: usize,
    context: &Context,
) -> Result<FetchAnswer> {
    let known = Known::of(view.reader, source)?.context("the source has no text")?;
    let before = known.before(reported, context)?;
    let now = known.page(known.copies.last(), context)?;
    let blog = Blog::of(&known.recorded, known.day, &now);
    let (then, text) = known.wholes(blog.as_ref(), (&before, reported), &now, context);
    let edits = known.edits(version(&before, &then), version(&now, &text));
    let edits = known.answers(view, edits)?;
    let posts = match reported {
        0 => 0,
        _ => new_posts(&before, &now),
    };
    let ingested = (reported == 0 || posts > 0)
        .then(|| ingest::held(view, source, known.recorded.chars().count()))
        .transpose()?;
    Ok(FetchAnswer {
        posts,
        since: (reported > 0).then_some(reported),
        ..answer(view, source, true, edits, ingested)?
    })
}

/// Reads a page that was fetched.
///
/// # Errors
/// If it is no page with a text, or a form in front of one.
pub(super) fn read(content: &Content, context: &Context) -> Result<Page> {
    let at = content.address.to_string();
    let options = Options {
        url: Some(&at),
        today: context.calendar().today(),
        charset: content.charset.as_deref(),
    };
    let page = onrecord_page::read(&content.bytes, &options);
    let what = match onrecord_page::wall(&content.bytes, &options, page.as_ref().ok()) {
        Some(Wall::Login) => "a form for logging in",
        Some(Wall::Consent) => "a request for consent",
        None => return page.with_context(|| at),
    };
    bail!("{at}: this is {what}, not the page itself. {BY_HAND}")
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
        let page = read(&content, context)?;
        Ok(Self {
            asked,
            exchange,
            page,
        })
    }

    /// Takes headline and time of publication from a feed where the page has none, or a time that is still to come: clocks
    /// differ, and pages are dated ahead.
    pub(super) fn complete(
        &mut self,
        title: Option<&str>,
        published: DateTime<Utc>,
        now: DateTime<Utc>,
    ) {
        let page = &mut self.page;
        page.title = page.title.take().or_else(|| title.map(str::to_owned));
        let own = page.published;
        let own = own.filter(|own| own.minute().is_none_or(|minute| minute <= now));
        page.published = own.or(Some(Stamp::Minute(published.fixed_offset())));
    }

    /// Records the article: its source and its candidates if it is new, else a new version if it was changed. `also` is what
    /// else is written with it, if something is written.
    ///
    /// # Errors
    /// If it cannot be recorded; nothing is then.
    pub(super) fn record(
        self,
        details: Ingest,
        context: &Context,
        also: impl FnMut(&mut Desk<'_, '_>, SourceKey) -> Result<()>,
    ) -> Result<(SourceKey, FetchAnswer)> {
        let known = context.ask(|view, _| self.known(details.source.as_deref(), view.reader))?;
        match known {
            None => self.record_new(details, context, also),
            Some(known) => {
                let answer = self.record_version(&known, context, also)?;
                Ok((known.source, answer))
            }
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
        Known::of(reader, source)
    }

    fn record_new(
        self,
        details: Ingest,
        context: &Context,
        mut also: impl FnMut(&mut Desk<'_, '_>, SourceKey) -> Result<()>,
    ) -> Result<(SourceKey, FetchAnswer)> {
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
            also(desk, ingested.source)?;
            Ok((ingested.source, ingested))
        })?;
        let view = context.current_view(written.ledger.now());
        let (source, ingested) = &written.done;
        let ingested = ingest::answer(&view, ingested)?;
        let answer = answer(&view, *source, true, Vec::new(), Some(ingested))?;
        Ok((*source, answer))
    }

    fn record_version(
        self,
        known: &Known,
        context: &Context,
        mut also: impl FnMut(&mut Desk<'_, '_>, SourceKey) -> Result<()>,
    ) -> Result<FetchAnswer> {
        let versions = known.copies.len();
        let before = known.before(versions, context)?;
        let blog = Blog::of(&known.recorded, known.day, &self.page);
        let (then, now) = known.wholes(blog.as_ref(), (&before, versions), &self.page, context);
        if edits::is_wall(&then, &now) {
            bail!(
                "{}: only a small part of the article was there; it may be behind a request for consent, a login or a payment. \
                 {BY_HAND}",
                self.exchange.address
            );
        }
        let (then, now) = (version(&before, &then), version(&self.page, &now));
        if !known.copies.is_empty() && edits::is_same(then, now) {
            return context.ask(|view, _| answer(view, known.source, false, Vec::new(), None));
        }
        let edits = known.edits(then, now);
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
            let grown = grown.as_ref().map(|(text, _)| {
                let linker = linker(desk.reader())?;
                desk.grow(known.source, text, &heard, &linker)
            });
            let grown = grown.transpose()?;
            also(desk, known.source)?;
            Ok((known.source, grown))
        })?;
        let view = context.current_view(written.ledger.now());
        let ingested = written.done.1.as_ref();
        let ingested = ingested.map(|ingested| ingest::answer(&view, ingested));
        let edits = known.answers(&view, edits)?;
        let mut answer = answer(&view, known.source, true, edits, ingested.transpose()?)?;
        answer.posts = posts;
        answer.since = (versions > 0).then_some(versions);
        context.note_labels(&view)?;
        Ok(answer)
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
    /// Records it as a version of a source. If that fails, the file is removed again, unless it may be on record nevertheless.
    fn record<T>(
        self,
        context: &Context,
        mut work: impl FnMut(&mut Desk<'_, '_>, Names<'_>) -> Result<(SourceKey, T)>,
    ) -> Result<Written<(SourceKey, T)>> {
        let written = context.write(|desk, names| {
            let (source, done) = work(desk, names)?;
            let copy = ArchivedCopy {
                source: desk.reader().source_id(source)?,
                url: self.url.clone(),
                fetched: self.fetched,
                title: self.title.clone(),
                file: self.file.clone(),
                sha256: self.sha256.clone(),
            };
            desk.archived(copy)?;
            Ok((source, done))
        });
        if let Err(error) = &written
            && !ledger_error(error).is_some_and(LedgerError::may_be_on_record)
        {
            Archive::of(&context.path).remove(&self.file);
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
        since: None,
        posts: 0,
        ingested,
    })
}
