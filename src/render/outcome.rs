//! What a write did, as people see it.

use serde::Serialize;

use super::Show;
use super::claims::Unconfirmed;
use super::discrepancies::{Discrepancies, subject};
use super::page::{Page, counted};
use crate::answer::{
    AttachAnswer, BeforeAfter, DiscrepancyAnswer, DiscrepancyChanges, DoneAnswer, ImportAnswer,
    NewsAnswer, RestoreAnswer,
};
use crate::ledger::Rebuilt;

impl Show for NewsAnswer {
    fn page(&self) -> Page {
        let mut lines = vec![self.done.clone()];
        lines.push(format!("{}: {}", self.claim, change(self.status)));
        lines.extend(moved(&self.discrepancies, true));
        Page::new().text(lines.join("\n"))
    }
}

impl Show for DoneAnswer {
    fn page(&self) -> Page {
        let mut lines = vec![self.done.clone()];
        let moved_claims = self.statuses.iter();
        lines
            .extend(moved_claims.map(|moved| format!("{}: {}", moved.claim, change(moved.status))));
        lines.extend(moved(&self.discrepancies, false));
        Page::new().text(lines.join("\n"))
    }
}

fn change(status: BeforeAfter) -> String {
    match status.before {
        Some(before) if before != status.after => format!("{before} → {}", status.after),
        _ => format!("still {}", status.after),
    }
}

/// The discrepancies that were moved. How one read that is no more is told only where the write
/// left what was said as it was (`told`): after a merger or an undoing the words would be others.
fn moved(moves: &DiscrepancyChanges, told: bool) -> Vec<String> {
    let line = |word: &str, found: &DiscrepancyAnswer| {
        let weak = if found.weak { "weak " } else { "" };
        format!("{word} {weak}{} on {}", found.kind, subject(found))
    };
    let opened = moves
        .opened
        .iter()
        .map(|found| format!("{}: {}", line("opened", found), found.summary));
    let resolved = moves.resolved.iter().map(|found| {
        let line = line("resolved", found);
        if told {
            format!("{line}: {}", found.summary)
        } else {
            format!("{line}.")
        }
    });
    opened.chain(resolved).collect()
}

impl Show for ImportAnswer {
    fn page(&self) -> Page {
        let mut lines = vec![self.sentence()];
        if self.same > 0 {
            let were = counted(self.same, "record was", "records were");
            lines.push(format!("{were} there already."));
        }
        if self.taken_back > 0 {
            let were = counted(self.taken_back, "statement was", "statements were");
            lines.push(format!("{were} voided or corrected before, and stay so."));
        }
        if !self.differing.is_empty() {
            lines.push(format!(
                "The ledger has these otherwise and keeps its own (--update takes the file's): {}.",
                self.differing.join(", ")
            ));
        }
        Page::new().text(lines.join("\n"))
    }
}

impl ImportAnswer {
    /// What was recorded, in one line.
    pub fn sentence(&self) -> String {
        let mut parts: Vec<String> = self
            .new
            .iter()
            .map(|(kind, count)| counted(*count, kind, &plural(kind)))
            .collect();
        for (kind, count) in &self.changed {
            parts.push(format!("{} set anew", counted(*count, kind, &plural(kind))));
        }
        if self.evidence > 0 {
            parts.push(counted(
                self.evidence,
                "further passage",
                "further passages",
            ));
        }
        if parts.is_empty() {
            return "Nothing new: everything was recorded already.".to_owned();
        }
        format!("Recorded {}.", parts.join(", "))
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "party" => "parties".to_owned(),
        _ => format!("{kind}s"),
    }
}

/// What seeding did, and how the ledger stands after it.
#[derive(Debug, Serialize)]
pub struct Seeded {
    /// What was recorded.
    pub recorded: ImportAnswer,
    /// The unconfirmed claims.
    pub unconfirmed: Unconfirmed,
    /// The discrepancies.
    pub discrepancies: Discrepancies,
}

impl Show for Seeded {
    fn page(&self) -> Page {
        Page::new()
            .text(self.recorded.sentence())
            .followed_by(self.unconfirmed.page())
            .followed_by(self.discrepancies.page())
    }
}

impl Show for AttachAnswer {
    fn page(&self) -> Page {
        let passages = counted(self.passages, "passage", "passages");
        let was = if self.known {
            "was attached already"
        } else {
            "attached"
        };
        Page::new().text(format!(
            "{}: text of {} characters {was}; {passages} checked, all found.",
            self.source, self.characters
        ))
    }
}

/// A line on something done that changes no claim.
#[derive(Debug, Serialize)]
pub struct Message {
    /// What was done.
    pub done: String,
}

impl Show for Message {
    fn page(&self) -> Page {
        Page::new().text(&self.done)
    }
}

/// The outcome of a rebuild.
#[derive(Debug, Serialize)]
pub struct RebuildAnswer {
    /// Whether the rows were the same as before.
    pub same: bool,
    /// How many entries were posted.
    pub entries: i64,
    /// The tables whose rows were others.
    pub differing: Vec<String>,
    /// Whether the ledger was written.
    #[serde(skip)]
    pub kept: bool,
}

impl RebuildAnswer {
    /// The answer for an outcome.
    pub fn of(rebuilt: Rebuilt, kept: bool) -> Self {
        Self {
            same: rebuilt.differing.is_empty(),
            entries: rebuilt.entries,
            differing: rebuilt.differing,
            kept,
        }
    }
}

impl Show for RebuildAnswer {
    fn page(&self) -> Page {
        let entries = usize::try_from(self.entries).unwrap_or_default();
        let entries = counted(entries, "entry", "entries");
        Page::new().text(if self.same {
            format!("{entries} posted again: the same rows as before.")
        } else if self.kept {
            format!(
                "{entries} posted again. These tables held other rows than the journal gives, and were mended: {}.",
                self.differing.join(", ")
            )
        } else {
            format!(
                "These tables hold other rows than the journal gives: {}. `onrecord rebuild` mends them.",
                self.differing.join(", ")
            )
        })
    }
}

impl Show for RestoreAnswer {
    fn page(&self) -> Page {
        Page::new().text(format!("{}\nhead {}", self.done, self.head))
    }
}
