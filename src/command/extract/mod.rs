//! `onrecord extract`

mod outside;

use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use onrecord_extract::{Attribution, Extractor, Nesting, Span};
use rayon::prelude::*;

use super::accept::share;
use super::context::Context;
use super::exit::Exit;
use super::{extractor, input};
use crate::domain::text::safe_json;
use crate::exchange::extraction::{Attributed, Document, Extracted};
use crate::render::Format;
use crate::render::extraction::{ExtractedDocument, Extraction};

/// Documents per batch: enough to keep all cores busy, few enough to hold in memory.
const BATCH: usize = 256;

/// Chunks of a batch per core. More chunks reload the models into the cache more often; fewer leave
/// cores idle at the end of a batch.
const CHUNKS_PER_CORE: usize = 2;

/// Read news texts and print who said what.
///
/// Reads plain text or HTML in English and records nothing. Offsets count the characters of the
/// readable text. With --format jsonl it prints one line per document, as docs/formats.md describes. Of
/// several documents those that cannot be read are printed with the reason, and the exit code is 1.
#[derive(Debug, clap::Args)]
pub struct Extract {
    /// The files, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// What each file contains: one article, or {"id", "text"} lines
    #[arg(long, value_enum, default_value_t)]
    pub input: InputKind,
    /// List also what people are reported to have said by others, even if uncertain
    #[arg(long, conflicts_with = "with")]
    pub nested: bool,
    /// Only what is at least this likely, from 0 to 1
    #[arg(long, value_name = "P", value_parser = share, conflicts_with = "with")]
    pub at_least: Option<u16>,
    /// Use an outside extractor: a command that reads {"id", "text"} lines and prints what
    /// --format jsonl prints
    #[arg(long, value_name = "COMMAND")]
    pub with: Option<String>,
    /// Seconds that the outside extractor may take for one document
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub patience: u64,
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
        let at_least = self.at_least.map(|share| f32::from(share) / 1000.0);
        let mut reader = match &self.with {
            Some(command) => {
                let patience = Duration::from_secs(self.patience);
                DocumentReader::Outside(outside::Outside::start(command, patience)?)
            }
            None => DocumentReader::Shipped(Shipped {
                extractor: extractor::shipped()?,
                nesting: if self.nested {
                    Nesting::All
                } else {
                    Nesting::Surest
                },
                at_least,
            }),
        };
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
        if let DocumentReader::Outside(outside) = reader {
            outside.finish()?;
        }
        output.finish()
    }
}

/// The shipped extractor, or an outside one.
enum DocumentReader {
    Shipped(Shipped),
    Outside(outside::Outside),
}

/// A document to read, or one that is no document.
type Input = std::result::Result<Document, BadDocument>;

/// What was found in a document with this text, or why it was not read.
type Reading = std::result::Result<(Extracted, String), BadDocument>;

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
            Self::Outside(outside) => inputs
                .into_iter()
                .map(|input| {
                    let document = match input {
                        Ok(document) => document,
                        Err(bad) => return Ok(Err(bad)),
                    };
                    Ok(match outside.read(&document)? {
                        Ok(extracted) => Ok((extracted, document.text)),
                        Err(error) => Err(BadDocument::of(&document, error)),
                    })
                })
                .collect(),
        }
    }
}

fn read_chunk(shipped: Shipped, inputs: Vec<Input>) -> Vec<Reading> {
    let Shipped {
        extractor,
        nesting,
        at_least,
    } = shipped;
    let inputs: Vec<Input> = inputs.into_iter().map(in_english).collect();
    let good = inputs.iter().filter_map(|input| input.as_ref().ok());
    let texts: Vec<&str> = good.map(|document| document.text.as_str()).collect();
    let found = extractor.extract_all_likely(&texts, nesting, at_least);
    let mut found = found.into_iter();
    let mut read = |document: Document| {
        let statements = found.next().unwrap_or_default();
        let extracted = Extracted {
            id: document.id,
            statements: statements.into_iter().map(attributed).collect(),
        };
        (extracted, document.text)
    };
    inputs
        .into_iter()
        .map(|input| input.map(&mut read))
        .collect()
}

fn in_english(input: Input) -> Input {
    let document = input?;
    match extractor::require_english(&document.id, &document.text) {
        Ok(()) => Ok(document),
        Err(error) => Err(BadDocument::of(&document, error)),
    }
}

fn attributed(found: Attribution) -> Attributed {
    Attributed {
        source: found.source.map(pair),
        cue: Some(pair(found.cue)),
        content: found.content.into_iter().map(pair).collect(),
        speaker: found.speaker,
        stance: found.stance.into(),
        mode: found.mode,
        via: found.via,
        choices: found.choices,
        likelihood: Some((f64::from(found.likelihood) * 1000.0).round() / 1000.0),
    }
}

fn pair(span: Span) -> (usize, usize) {
    (span.start, span.end)
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
                Ok((extracted, text)) => ExtractedDocument::Read { extracted, text },
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
