//! `onrecord extract`

use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use onrecord_extract::{Attribution, Extractor, Nesting};
use rayon::prelude::*;

use super::accept::share;
use super::context::Context;
use super::error::is_for_programs;
use super::exit::Exit;
use super::outside::{self, OutsideOptions, OutsideReader};
use super::{extractor, input};
use crate::domain::text::safe_json;
use crate::exchange::asking;
use crate::exchange::extraction::{Attributed, Document, Extracted};
use crate::link::heard::{self, Heard};
use crate::render::Format;
use crate::render::extraction::{ExtractedDocument, Extraction};

/// Documents per batch: enough to keep all cores busy, few enough to hold in memory.
const BATCH: usize = 256;

/// Chunks of a batch per core. More chunks reload the models into the cache more often; fewer leave
/// cores idle at the end of a batch.
const CHUNKS_PER_CORE: usize = 2;

/// Read news texts and print who said what.
///
/// Reads plain text or HTML in English and records nothing. Of Russian, Ukrainian, German and French, direct speech is read, by rules. Offsets count the characters of the
/// readable text. With --format jsonl it prints one line per document, as docs/formats.md describes. Of
/// several documents those that cannot be read are printed with the reason, and the exit code is 1.
#[derive(Debug, clap::Args)]
pub struct Extract {
    /// The files, or - for standard input
    #[arg(required_unless_present_any = ["schema", "prompt"])]
    pub files: Vec<PathBuf>,
    /// What each file contains: one article, or {"id", "text"} lines
    #[arg(long, value_enum, default_value_t)]
    pub input: InputKind,
    /// List also what people are reported to have said by others, even if uncertain
    #[arg(long)]
    pub nested: bool,
    /// Only what is at least this likely, from 0 to 1
    #[arg(long, value_name = "P", value_parser = share)]
    pub at_least: Option<u16>,
    /// Print the JSON Schema of a reader's answer, and read nothing
    #[arg(long, conflicts_with_all = ["files", "prompt", "with"])]
    pub schema: bool,
    /// Print the instructions that a reader is sent, and read nothing
    #[arg(long, conflicts_with_all = ["files", "with"])]
    pub prompt: bool,
    /// The outside reader.
    #[command(flatten)]
    pub outside: OutsideOptions,
}

/// What each file contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum InputKind {
    /// One article: plain text or HTML
    #[default]
    Article,
    /// {"id", "text"} lines
    Jsonl,
}

impl Extract {
    /// Reads the files and prints what was said in them.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if self.schema {
            let schema = serde_json::to_string_pretty(&asking::schema())?;
            return context.print_text(&format!("{schema}\n"));
        }
        if self.prompt {
            return context.print_text(&outside::prompt(context)?);
        }
        let mut reader = self.reader(context)?;
        let mut output = Output {
            context,
            kept: Vec::new(),
            progress: progress_bar(),
            failed: false,
        };
        // A batch survives a bad document; a single article is refused.
        let alone = self.input == InputKind::Article && self.files.len() == 1;
        match self.input {
            InputKind::Article => {
                let articles = self.files.iter().map(|path| Ok(article(path, context)));
                for batch in batches(articles) {
                    output.add(reader.read(batch?)?, alone)?;
                }
            }
            InputKind::Jsonl => {
                for path in &self.files {
                    for batch in batches(lines(path)?) {
                        output.add(reader.read(batch?)?, alone)?;
                    }
                }
            }
        }
        if let DocumentReader::Outside { outside, .. } = reader {
            outside.finish()?;
        }
        output.finish()
    }

    /// The reader that was asked for.
    fn reader(&self, context: &Context) -> Result<DocumentReader> {
        let files: Vec<String> = self
            .files
            .iter()
            .map(|path| input::name(path, context))
            .collect();
        let outside = OutsideReader::of(&self.outside, &files, context)?;
        if outside.is_some() && !self.outside.also && (self.nested || self.at_least.is_some()) {
            bail!(
                "--nested and --at-least are for the built-in reader; with --with they need --also"
            );
        }
        let shipped = || -> Result<Shipped> {
            Ok(Shipped {
                extractor: extractor::shipped()?,
                nesting: if self.nested {
                    Nesting::All
                } else {
                    Nesting::Surest
                },
                at_least: self.at_least.map(|share| f32::from(share) / 1000.0),
            })
        };
        Ok(match outside {
            Some(outside) => DocumentReader::Outside {
                outside: Box::new(outside),
                also: self.outside.also.then(shipped).transpose()?,
            },
            None => DocumentReader::Shipped(shipped()?),
        })
    }
}

/// The shipped extractor, or an outside reader, with which it may be joined.
enum DocumentReader {
    Shipped(Shipped),
    Outside {
        outside: Box<OutsideReader>,
        also: Option<Shipped>,
    },
}

/// A document to read, or one that is no document.
type Input = std::result::Result<Document, BadDocument>;

/// What was found in a document with this text, or why it was not read.
type Reading = std::result::Result<(Extracted, String), BadDocument>;

/// A document, and what rules found in it, unless it is in English.
type Examined = (Document, Option<Vec<Attribution>>);

/// A document that cannot be read.
struct BadDocument {
    /// Its id, if it has one.
    id: Option<String>,
    error: anyhow::Error,
}

impl BadDocument {
    fn of(document: &Document, error: anyhow::Error) -> Self {
        Self {
            id: Some(document.id.clone()),
            error,
        }
    }
}

/// The shipped extractor and how it reads.
#[derive(Clone, Copy)]
struct Shipped {
    extractor: &'static Extractor,
    nesting: Nesting,
    at_least: Option<f32>,
}

impl DocumentReader {
    fn read(&mut self, inputs: Vec<Input>) -> Result<Vec<Reading>> {
        match self {
            Self::Shipped(shipped) => {
                let mut inputs = inputs;
                let chunks = CHUNKS_PER_CORE * rayon::current_num_threads();
                let size = inputs.len().div_ceil(chunks).max(1);
                let mut parts = Vec::new();
                while !inputs.is_empty() {
                    let rest = inputs.split_off(size.min(inputs.len()));
                    parts.push(std::mem::replace(&mut inputs, rest));
                }
                let read = parts.into_par_iter();
                let read = read.map(|part| read_chunk(*shipped, part));
                Ok(read.collect::<Vec<_>>().into_iter().flatten().collect())
            }
            Self::Outside { outside, also } => inputs
                .into_iter()
                .map(|input| match input {
                    Ok(document) => read_outside(outside, *also, document),
                    Err(bad) => Ok(Err(bad)),
                })
                .collect(),
        }
    }
}

/// Has an outside reader read a document.
///
/// # Errors
/// If no more documents can be read.
fn read_outside(
    outside: &mut OutsideReader,
    also: Option<Shipped>,
    document: Document,
) -> Result<Reading> {
    let mut extracted = match outside.read(&document)? {
        Ok(extracted) => extracted,
        Err(error) => return Ok(Err(BadDocument::of(&document, error))),
    };
    if let Some(shipped) = also {
        let found = match shipped.by_rules(&document) {
            Ok(Some(found)) => found,
            Ok(None) => shipped.found(&[&document.text]).pop().unwrap_or_default(),
            Err(bad) => return Ok(Err(bad)),
        };
        let heard = extracted
            .statements
            .iter()
            .map(|one| one.heard(outside.read_by(&extracted)));
        let joined = heard::joined(found, heard.collect());
        extracted.statements = joined
            .into_iter()
            .map(|heard| Attributed::of(heard, true))
            .collect();
    }
    Ok(Ok((extracted, document.text)))
}

impl Shipped {
    /// What rules find in a document in one of their languages. `None` if it is in English.
    fn by_rules(
        self,
        document: &Document,
    ) -> std::result::Result<Option<Vec<Attribution>>, BadDocument> {
        let found = extractor::by_rules(&document.id, &document.text);
        let found = found.map_err(|error| BadDocument::of(document, error))?;
        let likely = |one: &Attribution| self.at_least.is_none_or(|least| one.likelihood >= least);
        Ok(found.map(|found| found.into_iter().filter(likely).collect()))
    }

    /// The attributions of each text.
    fn found(self, texts: &[&str]) -> Vec<Vec<Attribution>> {
        self.extractor
            .extract_all_likely(texts, self.nesting, self.at_least)
    }
}

fn read_chunk(shipped: Shipped, inputs: Vec<Input>) -> Vec<Reading> {
    let inputs: Vec<std::result::Result<Examined, BadDocument>> = inputs
        .into_iter()
        .map(|input| {
            let document = input?;
            let found = shipped.by_rules(&document)?;
            Ok((document, found))
        })
        .collect();
    let english = inputs.iter().flatten().filter(|(_, found)| found.is_none());
    let texts: Vec<&str> = english
        .map(|(document, _)| document.text.as_str())
        .collect();
    let mut read = shipped.found(&texts).into_iter();
    let mut extracted = |(document, found): Examined| {
        let statements = found.or_else(|| read.next()).unwrap_or_default();
        let statements = statements
            .into_iter()
            .map(|found| Attributed::of(Heard::from(found), false));
        let extracted = Extracted {
            id: document.id,
            statements: statements.collect(),
            ..Extracted::default()
        };
        (extracted, document.text)
    };
    inputs
        .into_iter()
        .map(|input| input.map(&mut extracted))
        .collect()
}

fn article(path: &Path, context: &Context) -> Input {
    let id = path.display().to_string();
    match input::page(path, None, context) {
        Ok(page) => Ok(Document {
            id,
            text: page.text,
        }),
        Err(error) => Err(BadDocument {
            id: Some(id),
            error,
        }),
    }
}

/// The documents of a file of {"id", "text"} lines. An error means that the file cannot be read.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Input>>> {
    let name = path.display().to_string();
    let reader = BufReader::new(input::open(path)?.reader);
    let lines = reader.split(b'\n').enumerate().map(move |(index, line)| {
        let line = line.with_context(|| name.clone())?;
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let problem = || {
            format!(
                "{name} line {}: not a document like {{\"id\": \"…\", \"text\": \"…\"}}",
                index + 1
            )
        };
        let document = serde_json::from_slice(&line).with_context(problem);
        Ok(Some(document.map_err(|error| BadDocument {
            id: id_of(&line),
            error,
        })))
    });
    Ok(lines.filter_map(Result::transpose))
}

/// The id of a line that is no document.
fn id_of(line: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(line).ok()?;
    value.get("id")?.as_str().map(str::to_owned)
}

/// Documents in batches. The first error ends them.
fn batches(
    mut documents: impl Iterator<Item = Result<Input>>,
) -> impl Iterator<Item = Result<Vec<Input>>> {
    std::iter::from_fn(move || {
        let batch: Result<Vec<Input>> = documents.by_ref().take(BATCH).collect();
        match batch {
            Ok(batch) if batch.is_empty() => None,
            other => Some(other),
        }
    })
}

/// A document counter on the terminal, unless the answers go there.
fn progress_bar() -> ProgressBar {
    if io::stdout().is_terminal() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::no_length();
    match ProgressStyle::with_template("{pos} documents, {per_sec}, {elapsed}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Prints JSON Lines as they come; other formats only when everything has been read.
struct Output<'c> {
    context: &'c Context,
    kept: Vec<ExtractedDocument>,
    progress: ProgressBar,
    /// Whether a document could not be read.
    failed: bool,
}

impl Output<'_> {
    /// Adds what was read.
    ///
    /// # Errors
    /// If a document could not be read that is not one of a batch.
    fn add(&mut self, readings: Vec<Reading>, alone: bool) -> Result<()> {
        self.progress.inc(readings.len() as u64);
        let mut documents = Vec::new();
        for reading in readings {
            documents.push(match reading {
                Ok((extracted, text)) => {
                    if !is_for_programs(self.context.format) {
                        outside::note_left_out(&extracted);
                    }
                    ExtractedDocument::Read { extracted, text }
                }
                Err(bad) if alone => return Err(bad.error),
                Err(bad) => {
                    self.failed = true;
                    ExtractedDocument::Failed {
                        id: bad.id,
                        error: format!("{:#}", bad.error),
                    }
                }
            });
        }
        if self.context.format != Format::Jsonl {
            self.kept.extend(documents);
            return Ok(());
        }
        let mut out = io::stdout().lock();
        for document in documents {
            let line = serde_json::to_string(&document)?;
            match writeln!(out, "{}", safe_json(&line)) {
                // No one reads the rest, so do not extract it.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
                other => other?,
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Exit> {
        self.progress.finish_and_clear();
        if self.context.format != Format::Jsonl {
            self.context.print(&Extraction(self.kept))?;
        }
        Ok(Exit::found_if(self.failed))
    }
}
