//! `onrecord extract`

mod outside;

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use onrecord_extract::{Attribution, Extractor, Nesting, Span, looks_english};
use rayon::prelude::*;

use super::context::Context;
use super::exit::Exit;
use super::import;
use crate::exchange::article;
use crate::exchange::extraction::{Attributed, Document, Extracted};
use crate::render::Format;
use crate::render::extraction::{ExtractedDocument, Extraction};

/// So many documents are read before their answers are written: enough for all cores, and little
/// to hold.
const BATCH: usize = 256;

/// Each core takes so many shares of a batch: with more, each is smaller, and the models are fetched into the
/// cache more often; with fewer, cores are idle at the end.
const SHARES: usize = 2;

/// Read news texts, and tell who said what.
///
/// Plain text or HTML; offsets count the characters of the text that is kept. Nothing is
/// recorded. With --format jsonl each document gives one line, described in docs/formats.md.
#[derive(Debug, clap::Args)]
pub struct Extract {
    /// The files, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// What the files hold: an article each, or {"id", "text"} lines
    #[arg(long, value_enum, default_value_t)]
    pub input: Input,
    /// List everything that others are said to have said, with who told of it, not only what is
    /// nearly certain
    #[arg(long, conflicts_with = "with")]
    pub nested: bool,
    /// Use an outside extractor: a command that reads {"id", "text"} lines and prints what
    /// --format jsonl prints
    #[arg(long, value_name = "COMMAND")]
    pub with: Option<String>,
    /// How many seconds the outside extractor may take for one document
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub patience: u64,
}

/// What the files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Input {
    /// An article each: plain text or HTML.
    #[default]
    Article,
    /// {"id", "text"} lines.
    Jsonl,
}

impl Extract {
    /// Reads the files and prints what was said in them.
    ///
    /// # Errors
    /// Where a file is no article, a text is not English, or the outside extractor fails.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let mut reader = match &self.with {
            Some(command) => Extractors::Outside(outside::Outside::start(
                command,
                Duration::from_secs(self.patience),
            )?),
            None if self.nested => Extractors::Own(own()?, Nesting::All),
            None => Extractors::Own(own()?, Nesting::Surest),
        };
        let mut out = Output {
            context,
            kept: Vec::new(),
            progress: progress(),
        };
        match self.input {
            Input::Article => {
                let articles = self.files.iter().map(|path| article(path));
                for batch in batches(articles) {
                    out.take(reader.read(batch?)?)?;
                }
            }
            Input::Jsonl => {
                for path in &self.files {
                    for batch in batches(lines(path)?) {
                        out.take(reader.read(batch?)?)?;
                    }
                }
            }
        }
        if let Extractors::Outside(outside) = reader {
            outside.finish()?;
        }
        out.finish()
    }
}

/// The extractor that ships, or one from outside.
enum Extractors {
    Own(&'static Extractor, Nesting),
    Outside(outside::Outside),
}

impl Extractors {
    fn read(&mut self, documents: Vec<Document>) -> Result<Vec<ExtractedDocument>> {
        let extracted: Vec<Extracted> = match self {
            Self::Own(extractor, nesting) => documents
                .par_chunks(
                    documents
                        .len()
                        .div_ceil(SHARES * rayon::current_num_threads()),
                )
                .map(|share| read(extractor, share, *nesting))
                .collect::<Result<Vec<_>>>()?
                .concat(),
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

/// The extractor that ships.
///
/// # Errors
/// Where its weights are damaged.
pub fn own() -> Result<&'static Extractor> {
    Ok(Extractor::shipped()?)
}

fn read(extractor: &Extractor, share: &[Document], nesting: Nesting) -> Result<Vec<Extracted>> {
    for document in share {
        must_be_english(&document.id, &document.text)?;
    }
    let texts: Vec<&str> = share
        .iter()
        .map(|document| document.text.as_str())
        .collect();
    let found = extractor.extract_all(&texts, nesting);
    let extracted = share.iter().zip(found).map(|(document, found)| Extracted {
        id: document.id.clone(),
        statements: found.into_iter().map(attributed).collect(),
    });
    Ok(extracted.collect())
}

fn must_be_english(name: &str, text: &str) -> Result<()> {
    if !looks_english(text) {
        bail!(
            "{name}: the text does not look English, and nothing is guessed at in another language"
        );
    }
    Ok(())
}

/// What is said in an English text.
///
/// # Errors
/// Where the text is in another language.
pub fn attributions(
    extractor: &Extractor,
    name: &str,
    text: &str,
    nesting: Nesting,
) -> Result<Vec<Attribution>> {
    must_be_english(name, text)?;
    Ok(extractor.extract(text, nesting))
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
    }
}

fn pair(span: Span) -> (usize, usize) {
    (span.start, span.end)
}

fn article(path: &Path) -> Result<Document> {
    let bytes = import::read(path)?;
    let article = article::read(&bytes).with_context(|| path.display().to_string())?;
    Ok(Document {
        id: path.display().to_string(),
        text: article.text,
    })
}

/// The documents of a file of lines, one by one.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Document>>> {
    let name = path.display().to_string();
    let input: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(
            File::open(path).with_context(|| name.clone())?,
        ))
    };
    let lines = input.split(b'\n').enumerate().map(move |(index, line)| {
        let line = line.with_context(|| name.clone())?;
        if line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let document = serde_json::from_slice(&line);
        let place = || format!("{name} line {}: is not {{\"id\", \"text\"}}", index + 1);
        document.map(Some).with_context(place)
    });
    Ok(lines.filter_map(Result::transpose))
}

/// Documents in batches; the first error ends them.
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

/// Counts documents on a terminal, where answers go elsewhere.
fn progress() -> ProgressBar {
    if io::stdout().is_terminal() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{pos} documents, {per_sec}, {elapsed}");
    let bar = ProgressBar::no_length();
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Answers on their way out: lines at once, everything else when all is read.
struct Output<'c> {
    context: &'c Context,
    kept: Vec<ExtractedDocument>,
    progress: ProgressBar,
}

impl Output<'_> {
    fn take(&mut self, readings: Vec<ExtractedDocument>) -> Result<()> {
        self.progress.inc(readings.len() as u64);
        if self.context.format != Format::Jsonl {
            self.kept.extend(readings);
            return Ok(());
        }
        let mut out = io::stdout().lock();
        for reading in readings {
            let line = serde_json::to_string(&reading.extracted)?;
            let line = crate::domain::text::safe_json(&line);
            match writeln!(out, "{line}") {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
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
