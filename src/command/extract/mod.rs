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
use crate::exchange::article;
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
/// readable text. With --format jsonl it prints one line per document, as docs/formats.md describes.
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
        };
        match self.input {
            InputKind::Article => {
                let articles = self.files.iter().map(|path| article(path));
                for batch in batches(articles) {
                    output.add(reader.read(batch?)?)?;
                }
            }
            InputKind::Jsonl => {
                for path in &self.files {
                    for batch in batches(lines(path)?) {
                        output.add(reader.read(batch?)?)?;
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

/// The shipped extractor and how it reads.
#[derive(Clone, Copy)]
struct Shipped {
    extractor: &'static Extractor,
    nesting: Nesting,
    at_least: Option<f32>,
}

impl DocumentReader {
    fn read(&mut self, documents: Vec<Document>) -> Result<Vec<ExtractedDocument>> {
        let extracted: Vec<Extracted> = match self {
            Self::Shipped(shipped) => {
                let chunks = CHUNKS_PER_CORE * rayon::current_num_threads();
                documents
                    .par_chunks(documents.len().div_ceil(chunks))
                    .map(|chunk| read_chunk(*shipped, chunk))
                    .collect::<Result<Vec<_>>>()?
                    .concat()
            }
            Self::Outside(outside) => documents
                .iter()
                .map(|document| outside.read(document))
                .collect::<Result<_>>()?,
        };
        let texts = documents.into_iter().map(|document| document.text);
        let readings = extracted.into_iter().zip(texts);
        Ok(readings
            .map(|(extracted, text)| ExtractedDocument { extracted, text })
            .collect())
    }
}

fn read_chunk(shipped: Shipped, documents: &[Document]) -> Result<Vec<Extracted>> {
    let Shipped {
        extractor,
        nesting,
        at_least,
    } = shipped;
    for document in documents {
        extractor::require_english(&document.id, &document.text)?;
    }
    let texts: Vec<&str> = documents
        .iter()
        .map(|document| document.text.as_str())
        .collect();
    let found = extractor.extract_all_likely(&texts, nesting, at_least);
    let extracted = documents.iter().zip(found);
    let extracted = extracted.map(|(document, found)| Extracted {
        id: document.id.clone(),
        statements: found.into_iter().map(attributed).collect(),
    });
    Ok(extracted.collect())
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

fn article(path: &Path) -> Result<Document> {
    let bytes = input::read(path)?;
    let article = article::read(&bytes).with_context(|| path.display().to_string())?;
    Ok(Document {
        id: path.display().to_string(),
        text: article.text,
    })
}

/// The documents of a file of {"id", "text"} lines.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Document>>> {
    let name = path.display().to_string();
    let reader = BufReader::new(input::open(path)?.reader);
    let lines = reader.split(b'\n').enumerate().map(move |(index, line)| {
        let line = line.with_context(|| name.clone())?;
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let document = serde_json::from_slice(&line);
        let problem = || {
            format!(
                "{name} line {}: not a document like {{\"id\": \"…\", \"text\": \"…\"}}",
                index + 1
            )
        };
        document.map(Some).with_context(problem)
    });
    Ok(lines.filter_map(Result::transpose))
}

/// Documents in batches. The first error ends them.
fn batches(
    mut documents: impl Iterator<Item = Result<Document>>,
) -> impl Iterator<Item = Result<Vec<Document>>> {
    std::iter::from_fn(move || {
        let batch: Result<Vec<Document>> = documents.by_ref().take(BATCH).collect();
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
}

impl Output<'_> {
    fn add(&mut self, readings: Vec<ExtractedDocument>) -> Result<()> {
        self.progress.inc(readings.len() as u64);
        if self.context.format != Format::Jsonl {
            self.kept.extend(readings);
            return Ok(());
        }
        let mut out = io::stdout().lock();
        for reading in readings {
            let line = serde_json::to_string(&reading.extracted)?;
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
        if self.context.format == Format::Jsonl {
            return Ok(Exit::Success);
        }
        self.context.print(&Extraction(self.kept))
    }
}
