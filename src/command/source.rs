//! `onrecord source`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::archive;
use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::{self, one_of};
use super::input;
use super::names::Names;
use super::write::print_recorded;
use crate::answer::{self, AttachAnswer, Statements};
use crate::desk::{Desk, DeskError, IfExists};
use crate::domain::slug::Slug;
use crate::domain::source::{self, Reliability};
use crate::render::outcome::Message;
use crate::render::records::{SourceText, Sources};

/// Add, edit, list or show sources, or attach the text of one.
#[derive(Debug, clap::Subcommand)]
pub enum Source {
    /// Add a source.
    Add {
        /// The new id
        id: String,
        /// Its fields.
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a source.
    Edit {
        /// The source
        source: String,
        /// Its fields.
        #[command(flatten)]
        fields: Fields,
        /// Clear a field: publisher, author, url, published, retrieved, language, reliability or
        /// origin
        #[arg(long, value_name = "FIELD", value_delimiter = ',')]
        clear: Vec<String>,
    },
    /// List the sources.
    List {
        /// Maximum number of sources
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
        /// What leads to exit code 1.
        #[command(flatten)]
        fail_on: FailOn,
    },
    /// Show a source and the statements in it.
    Show {
        /// The source
        source: String,
        /// Maximum number of statements: those that were recorded last
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
        /// List the versions that were fetched and archived
        #[arg(long)]
        versions: bool,
    },
    /// Print the text of a source: the attached one, or that of a version that was fetched.
    #[command(disable_version_flag = true)]
    Text {
        /// The source
        source: String,
        /// The number of the version, as `source show --versions` lists them
        #[arg(long, value_name = "NUMBER")]
        version: Option<usize>,
    },
    /// Attach the text of a source, and check every recorded passage against it.
    Attach {
        /// The source
        source: String,
        /// The text, in UTF-8; - for standard input
        file: PathBuf,
    },
}

/// The fields of a source.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// The headline or name
    #[arg(long)]
    pub title: Option<String>,
    /// The publisher
    #[arg(long)]
    pub publisher: Option<String>,
    /// An author; may be repeated
    #[arg(long = "author", value_name = "NAME")]
    pub authors: Vec<String>,
    /// Where it was found
    #[arg(long)]
    pub url: Option<String>,
    /// When it was published
    #[arg(long, value_name = "TIME")]
    pub published: Option<String>,
    /// When the desk retrieved it
    #[arg(long, value_name = "TIME")]
    pub retrieved: Option<String>,
    /// The language, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// How reliable the desk considers it, from A to F
    #[arg(long, value_parser = one_of::<Reliability>(), value_name = "GRADE")]
    pub reliability: Option<Reliability>,
    /// The source that it re-reports
    #[arg(long, value_name = "SOURCE")]
    pub origin: Option<String>,
    /// Its text, in UTF-8, to attach as `attach` does; - for standard input
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
}

impl Fields {
    /// The text to attach, if one was given.
    fn read_text(&self, context: &Context) -> Result<Option<String>> {
        let text = self.text.as_ref();
        text.map(|file| read_text(file, context)).transpose()
    }

    /// Sets the fields that were given.
    fn apply(&self, source: &mut source::Source, names: Names<'_>) -> Result<()> {
        if let Some(title) = &self.title {
            source.title.clone_from(title);
        }
        if !self.authors.is_empty() {
            source.authors.clone_from(&self.authors);
        }
        source.publisher = self.publisher.clone().or(source.publisher.take());
        source.url = self.url.clone().or(source.url.take());
        source.language = self.language.clone().or(source.language.take());
        let published = fields::when(names.calendar(), "--published", self.published.as_ref())?;
        source.published = published.or(source.published);
        let retrieved = fields::when(names.calendar(), "--retrieved", self.retrieved.as_ref())?;
        source.retrieved = retrieved.or(source.retrieved);
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
                "--clear accepts publisher, author, url, published, retrieved, language, reliability and origin, not {other:?}"
            ),
        }
    }
    Ok(())
}

impl Source {
    /// Runs the subcommand.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, fields } => add(context, &id, fields),
            Self::Edit {
                source,
                fields,
                clear,
            } => edit(context, &source, fields, &clear),
            Self::List { limit, fail_on } => {
                let answers: Vec<_> = context.ask(|view, _| {
                    let keys = view.reader.first_sources(limit)?.into_iter();
                    let answers = keys.map(|key| view.source_answer(key, Statements::None));
                    Ok(answers.collect::<Result<_, _>>()?)
                })?;
                let exit = fail_on.exit(answers.len());
                context.print(&Sources(answers))?;
                Ok(exit)
            }
            Self::Show {
                source,
                limit,
                versions,
            } => {
                let answer = context.ask(|view, names| {
                    let (key, _) = names.source(&source)?;
                    let mut answer = view.source_answer(key, Statements::up_to(limit))?;
                    if versions {
                        answer.versions = Some(answer::versions(view, key)?);
                    }
                    Ok(answer)
                })?;
                context.print(&answer)
            }
            Self::Text { source, version } => text(context, &source, version),
            Self::Attach { source, file } => attach(context, &source, &file),
        }
    }
}

fn add(context: &Context, id: &str, fields: Fields) -> Result<Exit> {
    let source = source::Source {
        id: id.parse()?,
        title: fields.title.clone().context("a source needs a --title")?,
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
    let id = source.id.clone();
    let text = fields.read_text(context)?;
    let written = context.write(|desk, names| {
        let mut source = source.clone();
        fields.apply(&mut source, names)?;
        desk.source(source, IfExists::Refuse)?;
        attach_text(desk, &id, text.as_deref())
    })?;
    let attached = attached(written.done);
    context.print(&Message {
        done: format!("source {id} recorded.{attached}"),
    })
}

fn edit(context: &Context, name: &str, fields: Fields, cleared: &[String]) -> Result<Exit> {
    let text = fields.read_text(context)?;
    let mut with_text = None;
    let written = context.write(|desk, names| {
        let (key, id) = names.source(name)?;
        let mut source = desk.reader().source(key)?;
        clear(&mut source, cleared)?;
        fields.apply(&mut source, names)?;
        let outcome = desk.source(source, IfExists::Replace)?;
        with_text = attach_text(desk, &id, text.as_deref())?;
        Ok((id, outcome))
    })?;
    print_recorded(context, "source", &written, &attached(with_text))
}

fn text(context: &Context, name: &str, version: Option<usize>) -> Result<Exit> {
    let (source, attached, versions) = context.ask(|view, names| {
        let (key, id) = names.source(name)?;
        let attached = view.reader.source_text(key)?;
        Ok((id, attached, answer::versions(view, key)?))
    })?;
    let text = match version {
        None => {
            let text = attached.map(|attached| attached.text);
            text.ok_or_else(|| DeskError::NoText {
                source_id: source.to_string(),
            })?
        }
        Some(number) => {
            let wanted = versions.iter().find(|one| one.version == number);
            let wanted = wanted.ok_or_else(|| match versions.len() {
                0 => anyhow!("no version of {source} was archived; `onrecord fetch` does that"),
                count => anyhow!("{source} has no version {number}; it has 1 to {count}"),
            })?;
            archive::page(context, &wanted.copy)?.text
        }
    };
    context.print(&SourceText {
        source,
        version,
        text,
    })
}

/// Attaches the text of a source, if there is one.
fn attach_text(
    desk: &mut Desk<'_, '_>,
    id: &Slug,
    text: Option<&str>,
) -> Result<Option<AttachAnswer>> {
    let Some(text) = text else {
        return Ok(None);
    };
    let attached = desk.attach(id, text)?;
    Ok(Some(AttachAnswer {
        source: id.clone(),
        characters: attached.characters,
        passages: attached.passages,
        known: attached.known,
    }))
}

/// What became of the text that came with a source, after a space.
fn attached(answer: Option<AttachAnswer>) -> String {
    answer.map_or_else(String::new, |answer| format!(" {}", answer.sentence()))
}

fn read_text(file: &Path, context: &Context) -> Result<String> {
    let bytes = input::read(file, context)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        anyhow!("{} is not UTF-8 at byte {at}", file.display())
    })
}

fn attach(context: &Context, name: &str, file: &Path) -> Result<Exit> {
    let text = read_text(file, context)?;
    let written = context.write(|desk, names| {
        let (_, id) = names.source(name)?;
        attach_text(desk, &id, Some(&text))
    })?;
    let answer = written.done.context("nothing was attached")?;
    context.print(&answer)
}
