//! `onrecord source`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fields;
use super::import;
use super::names::Names;
use crate::answer::{self, AttachAnswer};
use crate::desk::Known;
use crate::domain::source::{self, Reliability};
use crate::render::outcome::Message;
use crate::render::records::Sources;

/// Sources: add, edit, list, show, attach.
#[derive(Debug, clap::Subcommand)]
pub enum Source {
    /// Record a source.
    Add {
        /// The new id
        id: String,
        /// What is known of it
        #[command(flatten)]
        fields: Fields,
    },
    /// Change what is given about a source.
    Edit {
        /// The source
        source: String,
        /// What is to change
        #[command(flatten)]
        fields: Fields,
        /// Empty a field: publisher, author, url, published, retrieved, language, reliability or
        /// origin
        #[arg(long, value_name = "FIELD", value_delimiter = ',')]
        clear: Vec<String>,
    },
    /// List the sources.
    List,
    /// Show a source and what stands in it.
    Show {
        /// The source
        source: String,
    },
    /// Attach a source's text, and check every recorded passage against it.
    Attach {
        /// The source
        source: String,
        /// The text, in UTF-8; - for standard input
        file: PathBuf,
    },
}

/// What a source is recorded with.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// Its headline or name
    #[arg(long)]
    pub title: Option<String>,
    /// Who published it
    #[arg(long)]
    pub publisher: Option<String>,
    /// Who wrote it; may be given more than once
    #[arg(long = "author", value_name = "NAME")]
    pub authors: Vec<String>,
    /// Where it was found
    #[arg(long)]
    pub url: Option<String>,
    /// When it appeared
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
    /// When the desk fetched it
    #[arg(long, value_name = "TIME")]
    pub retrieved: Option<String>,
    /// Its language, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// How far the desk trusts it, from A to F
    #[arg(long, value_enum, value_name = "GRADE")]
    pub reliability: Option<Reliability>,
    /// The source that it re-reports
    #[arg(long, value_name = "SOURCE")]
    pub origin: Option<String>,
}

impl Fields {
    fn fill(self, source: &mut source::Source, names: Names<'_>) -> Result<()> {
        if let Some(title) = self.title {
            source.title = title;
        }
        if !self.authors.is_empty() {
            source.authors = self.authors;
        }
        source.publisher = self.publisher.or(source.publisher.take());
        source.url = self.url.or(source.url.take());
        source.language = self.language.or(source.language.take());
        source.published =
            fields::when("--published", self.published.as_deref())?.or(source.published);
        source.retrieved =
            fields::when("--retrieved", self.retrieved.as_deref())?.or(source.retrieved);
        source.reliability = self.reliability.or(source.reliability);
        if let Some(origin) = &self.origin {
            source.origin = Some(names.source(origin)?.1);
        }
        Ok(())
    }
}

fn clear(source: &mut source::Source, names: &[String]) -> Result<()> {
    for name in names {
        match name.as_str() {
            "publisher" => source.publisher = None,
            "author" => source.authors.clear(),
            "url" => source.url = None,
            "published" => source.published = None,
            "retrieved" => source.retrieved = None,
            "language" => source.language = None,
            "reliability" => source.reliability = None,
            "origin" => source.origin = None,
            other => bail!(
                "--clear empties publisher, author, url, published, retrieved, language, reliability or origin, not {other:?}"
            ),
        }
    }
    Ok(())
}

impl Source {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// Where a name is unknown or taken, or the ledger cannot be used.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, fields } => add(context, &id, fields),
            Self::Edit {
                source,
                fields,
                clear,
            } => edit(context, &source, fields, &clear),
            Self::List => {
                let answers = context.ask(|view, _| {
                    let keys = view.reader.sources()?.into_iter();
                    let answers = keys.map(|key| view.source_answer(key, false));
                    Ok(answers.collect::<Result<_, _>>()?)
                })?;
                context.print(&Sources(answers))
            }
            Self::Show { source } => {
                let answer = context.ask(|view, names| {
                    let (key, _) = names.source(&source)?;
                    Ok(view.source_answer(key, true)?)
                })?;
                context.print(&answer)
            }
            Self::Attach { source, file } => attach(context, &source, &file),
        }
    }
}

fn add(context: &Context, id: &str, fields: Fields) -> Result<Exit> {
    let title = fields.title.clone();
    let mut new = source::Source {
        id: id.parse()?,
        title: title.context("a source needs a --title")?,
        publisher: None,
        authors: Vec::new(),
        url: None,
        published: None,
        retrieved: None,
        language: None,
        reliability: None,
        origin: None,
        sha256: None,
    };
    let done = format!("source {} recorded.", new.id);
    context.write(|desk, names| {
        fields.fill(&mut new, names)?;
        Ok(desk.source(new, Known::Refuse)?)
    })?;
    context.print(&Message { done })
}

fn edit(context: &Context, name: &str, fields: Fields, cleared: &[String]) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let (key, id) = names.source(name)?;
        let mut source = desk.reader().source(key)?;
        clear(&mut source, cleared)?;
        fields.fill(&mut source, names)?;
        let entered = desk.source(source, Known::Replace)?;
        Ok((id, entered))
    })?;
    let view = context.present(written.ledger.now());
    let (id, entered) = &written.done;
    let done = fields::done("source", id, *entered, "set anew");
    context.print(&answer::moves(&view, done, &written.changes)?)
}

fn attach(context: &Context, name: &str, file: &Path) -> Result<Exit> {
    let bytes = import::read(file)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        anyhow::anyhow!("{} is not UTF-8 from byte {at} on", file.display())
    })?;
    let written = context.write(|desk, names| {
        let (_, id) = names.source(name)?;
        let attached = desk.attach(&id, &text)?;
        Ok(AttachAnswer {
            source: id,
            characters: attached.characters,
            passages: attached.passages,
            known: attached.known,
        })
    })?;
    context.print(&written.done)
}
