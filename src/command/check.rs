//! `onrecord check`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::answer::{DiscrepancyAnswer, View};
use crate::domain::discrepancy::Kind;
use crate::journal::verify::verify;
use crate::ledger::{Access, DiscrepancyFilter, LedgerError};
use crate::render::Format;
use crate::render::overview::{CheckFinding, Checked};

/// Ask everything that a script would: silent and exit code 0 where all is well.
///
/// The journal verifies; the tables are those that the journal gives; recorded passages stand in
/// the attached texts; nothing is overdue; no contradiction has opened since a time.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// What to end with exit code 1 on; the rest is told all the same
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_values_t = [What::Journal, What::Tables, What::Passages, What::Overdue, What::Contradictions]
    )]
    pub fail_on: Vec<What>,
    /// From when a contradiction is a new one
    #[arg(long, value_name = "TIME", default_value = "1 day ago")]
    pub since: String,
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// Every journal entry holds what it was written with.
    Journal,
    /// The tables hold what the journal gives.
    Tables,
    /// Recorded passages stand in the attached texts.
    Passages,
    /// Nothing is overdue.
    Overdue,
    /// No contradiction has opened since --since.
    Contradictions,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Tables => "tables",
            Self::Passages => "passages",
            Self::Overdue => "overdue",
            Self::Contradictions => "contradictions",
        }
    }
}

impl Check {
    /// Runs all checks.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let mut findings: Vec<(What, String)> = Vec::new();
        let outcome = context.ask(|view, _| {
            let outcome = verify(&view.reader.journal()).map_err(LedgerError::from)?;
            findings.extend(self.told(context, view)?);
            Ok(outcome)
        })?;
        if let Some(problem) = outcome.problem {
            findings.insert(
                0,
                (
                    What::Journal,
                    format!("entry {} {}", problem.seq, problem.what),
                ),
            );
        } else {
            let mut ledger = context.open(Access::Write)?;
            let differing = ledger.rebuild(false)?.differing;
            if !differing.is_empty() {
                let tables = differing.join(", ");
                findings.push((
                    What::Tables,
                    format!("other rows than the journal gives: {tables}"),
                ));
            }
        }
        let findings: Vec<CheckFinding> = findings
            .into_iter()
            .map(|(what, finding)| CheckFinding {
                check: what.word(),
                finding,
                fails: self.fail_on.contains(&what),
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
        Ok(if checked.ok {
            Exit::Success
        } else {
            Exit::Found
        })
    }

    /// What the ledger tells: passages, overdue claims, new contradictions.
    fn told(&self, context: &Context, view: &View<'_>) -> Result<Vec<(What, String)>> {
        let mut found = Vec::new();
        for (statement, error) in answer::wrong_passages(view)? {
            found.push((What::Passages, format!("{statement}: {error}")));
        }
        let of_kind = |kind| DiscrepancyFilter {
            kind: Some(kind),
            ..DiscrepancyFilter::default()
        };
        for overdue in view.discrepancy_answers(&of_kind(Kind::Overdue))? {
            found.push((What::Overdue, overdue.summary));
        }
        let since = context.past("--since", &self.since)?;
        let before = context.view_before(view.reader, since)?;
        let known: Vec<DiscrepancyAnswer> =
            before.discrepancy_answers(&of_kind(Kind::Contradiction))?;
        for one in view.discrepancy_answers(&of_kind(Kind::Contradiction))? {
            let was_there = known.iter().any(|other| other.claims == one.claims);
            if !one.weak && !was_there {
                found.push((What::Contradictions, one.summary));
            }
        }
        Ok(found)
    }
}
