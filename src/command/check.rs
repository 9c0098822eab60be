//! `onrecord check`

use anyhow::Result;

use super::archive;
use super::context::Context;
use super::exit::Exit;
use crate::answer::{self, DiscrepancyAnswer, View};
use crate::domain::discrepancy::Kind;
use crate::journal::verify::verify;
use crate::ledger::{DiscrepancyFilter, LedgerError};
use crate::render::Format;
use crate::render::overview::{CheckFinding, Checked};

/// Check everything that a script may want to know. Silent, with exit code 0, if all is well.
///
/// Checks that the journal verifies, that the tables match the journal and the file is as onrecord
/// made it, that recorded passages are in the attached texts, that archived copies are unaltered, that
/// nothing is overdue, that no contradiction has opened since a time, and that no entry is dated ahead
/// of this machine's clock.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The checks that lead to exit code 1 if they fail; the others are still reported
    #[arg(
        long,
        value_enum,
        value_name = "CHECK",
        value_delimiter = ',',
        default_values_t = [Test::Journal, Test::Tables, Test::Passages, Test::Archive, Test::Overdue, Test::Contradictions, Test::Clock]
    )]
    pub fail_on: Vec<Test>,
    /// From when on a contradiction counts as new
    #[arg(long, value_name = "TIME", default_value = "1 day ago")]
    pub since: String,
}

/// One thing to check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Test {
    /// The journal's entries are unaltered
    Journal,
    /// The tables match the journal
    Tables,
    /// Recorded passages are in the attached texts
    Passages,
    /// Archived copies are as they were archived
    Archive,
    /// Nothing is overdue
    Overdue,
    /// No contradiction has opened since --since
    Contradictions,
    /// No entry is dated ahead of this machine's clock
    Clock,
}

impl Test {
    fn word(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Tables => "tables",
            Self::Passages => "passages",
            Self::Archive => "archive",
            Self::Overdue => "overdue",
            Self::Contradictions => "contradictions",
            Self::Clock => "clock",
        }
    }
}

/// A failed check and what is wrong.
type Failure = (Test, String);

impl Check {
    /// Runs all checks.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let failures = self.failures(context)?;
        let findings: Vec<CheckFinding> = failures
            .into_iter()
            .map(|(test, finding)| CheckFinding {
                check: test.word(),
                finding,
                fails: self.fail_on.contains(&test),
            })
            .collect();
        let checked = Checked {
            ok: findings.iter().all(|found| !found.fails),
            findings,
        };
        let silent = context.format == Format::Table && checked.findings.is_empty();
        if !silent {
            context.print(&checked)?;
        }
        Ok(Exit::found_if(!checked.ok))
    }

    /// Everything that is wrong. A journal that does not verify cannot be posted, so the tables are
    /// not compared with it; a file that is not as onrecord made it gives no answers.
    fn failures(&self, context: &Context) -> Result<Vec<Failure>> {
        let mut ledger = context.open_to_compare()?;
        let problem = verify(&ledger.journal())
            .map_err(LedgerError::from)?
            .problem;
        let mut wrong = problem.map(|problem| format!("entry {} {}", problem.seq, problem.what));
        let mut rebuilt = None;
        if wrong.is_none() {
            match ledger.compare() {
                Ok(compared) => rebuilt = Some(compared),
                Err(error) if error.is_of_journal() => wrong = Some(error.to_string()),
                Err(error) => return Err(error.into()),
            }
        }
        let faults = match &rebuilt {
            Some(rebuilt) => rebuilt.faults.clone(),
            None => ledger.faults()?,
        };
        let mut failures: Vec<Failure> = Vec::new();
        failures.extend(wrong.map(|wrong| (Test::Journal, wrong)));
        for fault in &faults {
            let test = if fault.of_journal {
                Test::Journal
            } else {
                Test::Tables
            };
            failures.push((test, fault.what.clone()));
        }
        if faults.is_empty() {
            #[cfg(feature = "shared")]
            failures.extend(
                super::shared::parted(context, &ledger)?.map(|fault| (Test::Journal, fault.what)),
            );
            failures.extend(context.answer(ledger, |view, _| self.check_content(context, view))?);
        }
        let differing = rebuilt.map(|rebuilt| rebuilt.differing).unwrap_or_default();
        if !differing.is_empty() {
            let finding = format!("rows differ from the journal: {}", differing.join(", "));
            failures.push((Test::Tables, finding));
        }
        Ok(failures)
    }

    /// Checks what the ledger contains: passages, overdue claims, new contradictions, recorded times.
    fn check_content(&self, context: &Context, view: &View<'_>) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        for (statement, error) in answer::wrong_passages(view)? {
            failures.push((Test::Passages, format!("{statement}: {error}")));
        }
        for copy in view.reader.all_copies()? {
            if let Err(error) = archive::file(context, &copy) {
                failures.push((Test::Archive, format!("{}: {error:#}", copy.source)));
            }
        }
        for overdue in of_kind(view, Kind::Overdue)? {
            failures.push((Test::Overdue, overdue.summary));
        }
        let since = context.past("--since", &self.since)?;
        let before = context.view_before(view.reader, since)?;
        let known = of_kind(&before, Kind::Contradiction)?;
        for found in of_kind(view, Kind::Contradiction)? {
            let was_known = known.iter().any(|other| other.claims == found.claims);
            if !found.weak && !was_known {
                failures.push((Test::Contradictions, found.summary));
            }
        }
        if let Some(ahead) = context.ahead(&view.reader)? {
            failures.push((Test::Clock, ahead.finding()));
        }
        Ok(failures)
    }
}

fn of_kind(view: &View<'_>, kind: Kind) -> Result<Vec<DiscrepancyAnswer>> {
    Ok(view.discrepancy_answers(&DiscrepancyFilter {
        kind: Some(kind),
        ..DiscrepancyFilter::default()
    })?)
}
