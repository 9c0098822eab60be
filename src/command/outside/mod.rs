//! Outside readers: commands of the user's that read texts.

mod known;
mod process;
mod protected;

use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::Value;

use super::context::Context;
use super::error::{note, warn};
use crate::domain::candidate::ReadBy;
use crate::domain::passage::digest;
use crate::exchange::asking::{self, Asked};
use crate::exchange::extraction::{Document, Extracted};
use crate::exchange::outside::{self, AnswerError};
use known::known;
use process::Process;
use protected::Protected;

pub(super) use known::prompt;

/// After so many documents in a row without any answer no more are sent.
const MOST_FAILURES: usize = 3;

/// The most files that are named before they are sent.
const NAMED: usize = 3;

/// Options of an outside reader.
#[derive(Debug, Default, clap::Args)]
pub struct OutsideOptions {
    /// Have a command of yours read the texts, such as a language model: it is sent one document a line and answers each
    /// with who said what. docs/extraction.md says how
    #[arg(long, value_name = "COMMAND")]
    pub with: Option<String>,
    /// Join what the command finds with what the built-in reader finds. What both find is one statement, and likelier
    #[arg(long, requires = "with")]
    pub also: bool,
    /// Seconds that the command may take for one document
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub patience: u64,
    /// Send the command this source, though something in it was said off the record
    #[arg(long, value_name = "SOURCE", requires = "with")]
    pub send: Vec<String>,
}

/// A command that reads texts.
pub(super) struct OutsideReader {
    command: String,
    patience: Duration,
    prompt: String,
    schema: Value,
    protected: Protected,
    process: Option<Process>,
    /// The number of documents in a row without any answer.
    failures: usize,
}

impl OutsideReader {
    /// The reader that was asked for. Says on standard error what will be sent where; nothing is sent yet.
    ///
    /// # Errors
    /// If a browser asks for one, or the ledger cannot be read.
    pub(super) fn of(
        options: &OutsideOptions,
        files: &[String],
        context: &Context,
    ) -> Result<Option<Self>> {
        let Some(command) = &options.with else {
            return Ok(None);
        };
        if context.is_for_browser() {
            bail!("--with starts a command and is not to be had from a browser");
        }
        // It would have to be asked again, and might answer something else.
        #[cfg(feature = "shared")]
        context.desk_line.is_now_or_never();
        let known = known(context)?;
        let protected = Protected::of(&options.send, context)?;
        note(&announced(command, files, &known), &[]);
        Ok(Some(Self {
            command: command.clone(),
            patience: Duration::from_secs(options.patience),
            prompt: asking::prompt(&known),
            schema: asking::schema(),
            protected,
            process: None,
            failures: 0,
        }))
    }

    /// Refuses a text in which something was said off the record, unless it was named.
    ///
    /// # Errors
    /// If it is one.
    pub(super) fn allow(&self, document: &Document) -> Result<()> {
        match self.protected.source_of(&document.text) {
            None => Ok(()),
            Some(source) => bail!(
                "{:?} has words of {source} that were said off the record, so it was not sent; --send {source} sends it",
                document.id
            ),
        }
    }

    /// Has a document read. The inner error is about this document; others can be read after it.
    ///
    /// # Errors
    /// If the command cannot be started, or has failed too often in a row.
    pub(super) fn read(&mut self, document: &Document) -> Result<Result<Extracted>> {
        if let Err(error) = self.allow(document) {
            return Ok(Err(error));
        }
        if self.failures >= MOST_FAILURES {
            bail!(
                "{:?} gave no answer for {MOST_FAILURES} documents in a row, so no more were sent",
                self.command
            );
        }
        let mut process = match self.process.take() {
            Some(process) => process,
            None => Process::start(&self.command, self.patience)?,
        };
        let asked = Asked::of(document, &self.prompt, &self.schema);
        let line = serde_json::to_string(&asked)? + "\n";
        let printed = match process.answer(&document.id, line) {
            Ok(printed) => printed,
            Err(error) => {
                self.failures += 1;
                return Ok(Err(error));
            }
        };
        self.failures = 0;
        self.process = Some(process);
        Ok(outside::read(document, &printed).map_err(|error| {
            let what = match &error {
                AnswerError::Failed(_) => "could not read",
                _ => "gave an invalid answer for",
            };
            let message = format!("{:?} {what} {:?}", self.command, document.id);
            anyhow::Error::from(error).context(message)
        }))
    }

    /// Who read a document.
    pub(super) fn read_by(&self, extracted: &Extracted) -> ReadBy {
        let own = extracted.own_prompt.clone();
        ReadBy {
            command: self.command.clone(),
            model: extracted.model.clone(),
            prompt: own.unwrap_or_else(|| digest(&self.prompt)),
            approximate: false,
            claim: None,
            agreed: false,
            note: None,
        }
    }

    /// Closes the command's input and waits until it exits.
    ///
    /// # Errors
    /// If it prints more answers, does not exit, or fails.
    pub(super) fn finish(self) -> Result<()> {
        match self.process {
            Some(process) => process.finish(),
            None => Ok(()),
        }
    }
}

/// Says on standard error what was left out of an answer, and what was not read.
pub(super) fn note_left_out(extracted: &Extracted) {
    let dropped: Vec<String> = extracted
        .dropped
        .iter()
        .map(|one| format!("statement {}: {}", one.number, one.reason))
        .collect();
    if !dropped.is_empty() {
        let count = counted(dropped.len(), "statement", "statements");
        note(&format!("{}: {count} left out:", extracted.id), &dropped);
    }
    if let Some(stopped) = extracted.stopped {
        warn(&format!(
            "{}: the command says that the last paragraph it saw was {} of {}; the rest may not have been read",
            extracted.id, stopped.last_paragraph, stopped.paragraphs
        ));
    }
}

/// What will be sent where.
fn announced(command: &str, files: &[String], known: &asking::KnownStory) -> String {
    let mut named = files
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if files.len() > NAMED {
        named.push_str(&format!(" and {} more", files.len() - NAMED));
    }
    let story = match known.is_empty() {
        true => String::new(),
        false => format!(
            " (and {} and {} of the ledger)",
            counted(known.parties.len(), "party", "parties"),
            counted(known.claims.len(), "claim", "claims")
        ),
    };
    format!("sending {named}{story} to the command {command:?}")
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
