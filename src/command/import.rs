//! `onrecord import`

mod annotations;
mod reviews;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

use super::context::{Context, Written};
use super::exit::Exit;
use super::input;
use crate::answer::{self, ImportAnswer, ImportReports};
use crate::desk::{self, DeskError, IfExists, ImportSummary};
use crate::domain::claim::Claim;
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::exchange::annotations::is_annotations;
use crate::exchange::claimreview;
use crate::exchange::sheets::Spelt;
use crate::exchange::{ahead, jsonl, sheets};
use crate::ledger::{ClaimFilter, Kind, LedgerError, Progress, Reader};
use crate::render::outcome::Message;

/// Import records from a JSON Lines file, a folder of CSV sheets or one sheet; or reviews of fact-checkers, or annotations.
///
/// Reviews are schema.org's ClaimReview as JSON-LD: one, a list, a feed, or a page that has them. Each gives a claim,
/// the party that made it, its sources, and a ruling if a verdict is known for the rating's words. What was left out is
/// listed.
///
/// Annotations are Web Annotations of the W3C, one, a list, a page or a collection, or what Hypothesis exports. Those
/// that `onrecord export` wrote are recorded as statements; those of others become candidates to review. Words are found
/// again if the text of their source was edited; what is not found is listed, and the exit code is 1.
///
/// Imports everything or nothing: if any line is invalid, all invalid lines are listed and nothing
/// is recorded. Records that are already in the ledger are recognised; if one differs, it is named, and
/// the exit code is 1. Other commands have to wait
/// while an empty ledger is filled.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file, - for standard input, a folder of sheets, one sheet such as parties.csv, a page with reviews, or a file
    /// of annotations
    pub file: PathBuf,
    /// If the ledger has a different version of a record, take the file's: statements are corrected
    #[arg(long)]
    pub update: bool,
    /// A file that says which verdict the ratings of reviews mean: TOML lines such as "Half right" = "mixed", or a
    /// JSON object; "*" stands for all others
    #[arg(long, value_name = "FILE")]
    pub rating_map: Option<PathBuf>,
}

/// Bytes to read from a file at a time.
const BUFFER: usize = 1 << 16;

impl Import {
    /// Reads the file and records it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.with_progress(|| {
            if let Some(sheets) = files_of_sheets(&self.file)? {
                self.refuse_rating_map()?;
                return self.import_sheets(context, &sheets).map(without_reports);
            }
            match self.opened(context)? {
                Opened::Annotations(bytes) => {
                    self.refuse_rating_map()?;
                    self.import_annotations(context, &bytes)
                }
                Opened::Reviews(bytes) => self.import_reviews(context, &bytes),
                Opened::Lines { kept, input } => {
                    self.refuse_rating_map()?;
                    self.import_lines(context, kept, input).map(without_reports)
                }
            }
        })??;
        let (summary, reports) = written.done;
        let is_of_records = reports.reviews.is_none() && reports.annotations.is_none();
        if summary == ImportSummary::default() && is_of_records {
            return context.print(&Message {
                done: format!("{} contains no records.", self.file.display()),
            });
        }
        let view = context.current_view(written.ledger.now());
        let imported = answer::imported(&view, recorded(&summary), written.changes, reports)?;
        context.print(&imported)?;
        let lost = imported.annotations.iter();
        let lost = lost.map(|report| report.left_out.len()).sum::<usize>();
        // What differs and was not taken must not pass for taken, nor what was not found for found.
        if summary.differing.is_empty() && lost == 0 {
            Ok(Exit::Success)
        } else {
            Ok(Exit::Found)
        }
    }

    fn import_sheets(
        &self,
        context: &Context,
        sheets: &[(String, Vec<u8>)],
    ) -> Result<Written<ImportSummary>> {
        // Sheets are several files, which are not kept.
        #[cfg(feature = "shared")]
        context.desk_line.is_now_or_never();
        let if_exists = self.if_exists();
        context.write_in_bulk(|desk, names| {
            let named = |kind, name: &str, spelt| named(desk.reader(), kind, name, spelt);
            let records = sheets::read(sheets, names.calendar(), &named);
            let records = records.map_err(|bad| DeskError::BadRecords { bad })?;
            context.work.begin("recording", Some(records.len() as u64));
            let records = records.into_iter().map(|record| {
                context.work.advance(1);
                desk::fingerprinted(Ok(record))
            });
            Ok(desk::import(desk, records, if_exists)?)
        })
    }

    /// Opens the file, before the ledger is, since a file that is not there needs no write. Its beginning says what it
    /// has.
    fn opened(&self, context: &Context) -> Result<Opened> {
        if let Some(kept) = self.kept(context)? {
            return Ok(match Contents::of(&kept) {
                Contents::Annotations => Opened::Annotations(kept.to_vec()),
                Contents::Reviews => Opened::Reviews(kept.to_vec()),
                Contents::Records => Opened::Lines {
                    input: held(&kept),
                    kept: Some(kept),
                },
            });
        }
        let named = || self.file.display().to_string();
        let (head, mut input) = input::peeked(input::open(&self.file)?).with_context(named)?;
        let contents = Contents::of(&head);
        if contents == Contents::Records {
            return Ok(Opened::Lines { kept: None, input });
        }
        let mut bytes = Vec::new();
        input.reader.read_to_end(&mut bytes).with_context(named)?;
        Ok(match contents {
            Contents::Annotations => Opened::Annotations(bytes),
            _ => Opened::Reviews(bytes),
        })
    }

    fn import_lines(
        &self,
        context: &Context,
        kept: Option<Arc<[u8]>>,
        input: input::Input,
    ) -> Result<Written<ImportSummary>> {
        let open = || match &kept {
            Some(bytes) => Ok(held(bytes)),
            None => input::open(&self.file),
        };
        let mut opened = Some(counted(input, &context.work));
        let if_exists = self.if_exists();
        let imported = context.write_in_bulk(|desk, _| {
            let lines = match opened.take() {
                Some(lines) => lines,
                None if kept.is_none() && input::is_stdin(&self.file) => bail!(
                    "somebody else wrote meanwhile, and standard input can be read only once; start the import again"
                ),
                None => counted(open()?, &context.work),
            };
            let records = jsonl::Records::new(None, lines).map(desk::fingerprinted);
            ahead::read_ahead(records, |records| {
                Ok(desk::import(desk, records, if_exists)?)
            })
        });
        imported.map_err(|error| match error.downcast_ref() {
            Some(DeskError::Unreadable(_)) => error.context(self.file.display().to_string()),
            _ => error,
        })
    }

    /// The bytes of the file, if it is to be recorded in a shared journal: they are kept with the command, which may have to be
    /// recorded later, when the file may be another one and standard input is at its end.
    fn kept(&self, context: &Context) -> Result<Option<Arc<[u8]>>> {
        #[cfg(feature = "shared")]
        if context.shares() {
            return Ok(Some(input::read(&self.file, context)?.into()));
        }
        #[cfg(not(feature = "shared"))]
        let _ = context;
        Ok(None)
    }

    fn refuse_rating_map(&self) -> Result<()> {
        if self.rating_map.is_some() {
            bail!(
                "--rating-map is for reviews, and {} has none; leave it out",
                self.file.display()
            );
        }
        Ok(())
    }

    fn refuse_update(&self) -> Result<()> {
        if self.update {
            bail!("--update is for records; reviews only add to a ledger, so leave it out");
        }
        Ok(())
    }

    fn if_exists(&self) -> IfExists {
        if self.update {
            IfExists::Replace
        } else {
            IfExists::Keep
        }
    }
}

/// What a file has, as its beginning shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contents {
    Annotations,
    Reviews,
    Records,
}

impl Contents {
    fn of(head: &[u8]) -> Self {
        if is_annotations(head) {
            Self::Annotations
        } else if claimreview::is_linked_data(head) {
            Self::Reviews
        } else {
            Self::Records
        }
    }
}

/// A file of which the beginning was read.
enum Opened {
    /// It has annotations. All of its bytes.
    Annotations(Vec<u8>),
    /// It has reviews. All of its bytes.
    Reviews(Vec<u8>),
    /// It has records, a line each.
    Lines {
        /// Its bytes, if they are kept with the command.
        kept: Option<Arc<[u8]>>,
        /// The file, from its beginning.
        input: input::Input,
    },
}

/// Bytes as an input.
fn held(bytes: &Arc<[u8]>) -> input::Input {
    input::Input {
        length: u64::try_from(bytes.len()).ok(),
        reader: Box::new(Cursor::new(Arc::clone(bytes))),
    }
}

/// What an import of records did.
fn without_reports(written: Written<ImportSummary>) -> Written<(ImportSummary, ImportReports)> {
    Written {
        ledger: written.ledger,
        done: (written.done, ImportReports::default()),
        changes: written.changes,
    }
}

/// An input whose bytes, as they are read, count as progress.
fn counted(input: input::Input, work: &Arc<Progress>) -> impl BufRead + Send + use<> {
    work.begin_bytes("recording", input.length);
    let counted = CountedRead {
        reader: input.reader,
        work: Arc::clone(work),
    };
    BufReader::with_capacity(BUFFER, counted)
}

/// A reader that counts its bytes as progress.
struct CountedRead {
    reader: Box<dyn Read + Send>,
    work: Arc<Progress>,
}

impl Read for CountedRead {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.work.advance(read as u64);
        Ok(read)
    }
}

/// The bytes of sheets by name.
type SheetFiles = Vec<(String, Vec<u8>)>;

/// What has this name in the ledger: a party by name or alias, anything else by its text.
fn named(reader: Reader<'_>, kind: Kind, name: &str, spelt: Spelt) -> Result<Vec<Slug>, String> {
    let found = || -> Result<Vec<Slug>, LedgerError> {
        if kind == Kind::Party {
            let parties = match spelt {
                Spelt::AsWritten => reader.parties_named(name)?,
                Spelt::Otherwise => reader.parties_respelt(name)?,
            };
            return parties
                .into_iter()
                .map(|key| reader.party_id(key))
                .collect();
        }
        if spelt == Spelt::Otherwise {
            return Ok(Vec::new());
        }
        let all: Vec<(Slug, String)> = match kind {
            Kind::Claim => {
                let keys = reader.claims(&ClaimFilter::default())?.into_iter();
                let claims = keys.map(|key| Ok(reader.claim(key)?.claim));
                let claims = claims
                    .map(|claim: Result<Claim, LedgerError>| claim.map(|one| (one.id, one.text)));
                claims.collect::<Result<_, _>>()?
            }
            Kind::Source => {
                let keys = reader.sources()?.into_iter();
                let sources = keys.map(|key| reader.source(key).map(|one| (one.id, one.title)));
                sources.collect::<Result<_, _>>()?
            }
            Kind::Question => {
                let keys = reader.questions()?.into_iter();
                let questions = keys.map(|key| reader.question(key).map(|one| (one.id, one.text)));
                questions.collect::<Result<_, _>>()?
            }
            _ => Vec::new(),
        };
        let wanted = folded(name);
        let fits = all.into_iter().filter(|(_, text)| folded(text) == wanted);
        Ok(fits.map(|(id, _)| id).collect())
    };
    found().map_err(|error| error.to_string())
}

/// The sheets at a path, by name: all of a folder, or the one that is named. `None` for any other
/// file.
///
/// # Errors
/// If there are none, or a file is not one of the sheets.
fn files_of_sheets(path: &Path) -> Result<Option<SheetFiles>> {
    if !path.is_dir() {
        let table = path.extension().is_some_and(|extension| {
            ["csv", "tsv", "xlsx", "xls", "ods", "numbers"]
                .iter()
                .any(|one| extension.eq_ignore_ascii_case(one))
        });
        return table
            .then(|| read_sheets(vec![path.to_owned()]))
            .transpose();
    }
    let entries = std::fs::read_dir(path).with_context(|| path.display().to_string())?;
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry.with_context(|| path.display().to_string())?.path());
    }
    files.sort();
    let found = read_sheets(files)?;
    if found.is_empty() {
        bail!(
            "{} contains no sheets; their names are {}",
            path.display(),
            sheets::SHEETS.join(", ")
        );
    }
    Ok(Some(found))
}

/// Reads those of the files that are sheets, and refuses tables with other names.
fn read_sheets(files: Vec<PathBuf>) -> Result<SheetFiles> {
    let mut found = SheetFiles::new();
    for file in files.iter().filter(|file| !file.is_dir()) {
        let shown = file.display();
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase());
        let name = name.filter(|name| !name.starts_with(['.', '~']));
        let Some((stem, extension)) = name.as_deref().and_then(|name| name.rsplit_once('.')) else {
            continue;
        };
        // Google names a downloaded sheet "Workbook - parties.csv".
        let stem = stem.rsplit_once(" - ").map_or(stem, |(_, stem)| stem);
        let sheet = sheets::SHEETS
            .iter()
            .find(|sheet| sheet.strip_suffix(".csv") == Some(stem));
        match (extension, sheet) {
            ("xlsx" | "xls" | "ods" | "numbers", _) => {
                bail!("{shown} is a whole workbook; save each of its sheets as CSV")
            }
            ("csv" | "tsv" | "txt" | "tab", Some(sheet)) => {
                if found.iter().any(|(other, _)| other == sheet) {
                    bail!("{shown}: another file here is the sheet {sheet} too");
                }
                let bytes = std::fs::read(file).with_context(|| shown.to_string())?;
                found.push(((*sheet).to_owned(), bytes));
            }
            ("csv" | "tsv", None) => bail!(
                "{shown}: no sheet has this name; their names are {}",
                sheets::SHEETS.join(", ")
            ),
            _ => {}
        }
    }
    Ok(found)
}

/// Numbers of records of every kind, zeros included.
fn of_every_kind(counts: &BTreeMap<&'static str, usize>) -> BTreeMap<&'static str, usize> {
    let kinds = [
        "claim",
        "party",
        "question",
        "ruling",
        "source",
        "statement",
    ];
    let mut all: BTreeMap<_, _> = kinds.into_iter().map(|kind| (kind, 0)).collect();
    all.extend(counts);
    all
}

/// What an import recorded, as an answer.
pub(super) fn recorded(summary: &ImportSummary) -> ImportAnswer {
    ImportAnswer {
        new: of_every_kind(&summary.new),
        changed: of_every_kind(&summary.changed),
        evidence: summary.evidence,
        same: summary.same,
        taken_back: summary.taken_back,
        differing: summary.differing.clone(),
    }
}
