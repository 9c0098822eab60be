//! What a write changed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Show;
use super::claims::Unconfirmed;
use super::discrepancies::{Discrepancies, subject};
use super::html;
use super::page::{Page, counted};
use crate::answer::Labels;
use crate::answer::{
    AttachAnswer, BeforeAfter, ClaimChange, Contest, DiscrepancyAnswer, DiscrepancyChanges,
    DoneAnswer, ImportAnswer, ImportedAnswer, MoreChanges, NewsAnswer, RestoreAnswer,
};
use crate::domain::text::shortened;
use crate::exchange::annotations::{AnnotationReport, LeftOutAnnotation};
use crate::exchange::claimreview::ReviewReport;
use crate::ledger::Rebuilt;

impl Show for NewsAnswer {
    fn page(&self, _: &Labels) -> Page {
        let mut lines = vec![self.done.clone()];
        let now = change(self.status, &self.contested_by);
        lines.push(format!("{}: {now}", self.claim));
        let others = self.others.iter();
        lines.extend(others.map(claim_change));
        let DiscrepancyChanges {
            opened: found,
            resolved: ended,
        } = &self.discrepancies;
        lines.extend(opened(&found.iter().collect::<Vec<_>>()));
        lines.extend(resolved(&ended.iter().collect::<Vec<_>>(), true));
        Page::new().text(lines.join("\n"))
    }

    fn html(&self, links: &html::Links<'_>) -> maud::Markup {
        html::outcome::news(self, links)
    }
}

impl Show for DoneAnswer {
    fn page(&self, _: &Labels) -> Page {
        let mut lines = vec![self.done.clone()];
        lines.extend(changes(
            &self.statuses,
            &self.discrepancies,
            MoreChanges::default(),
        ));
        Page::new().text(lines.join("\n"))
    }

    fn html(&self, links: &html::Links<'_>) -> maud::Markup {
        html::outcome::other(self, links)
    }
}

/// Changes of each kind that a screen shows of a write.
const SHOWN: usize = 4;

/// The most important changes of a write, a line each, and the numbers of the others; `more` are those
/// that the answer does not have.
fn changes(
    statuses: &[ClaimChange],
    discrepancies: &DiscrepancyChanges,
    more: MoreChanges,
) -> Vec<String> {
    let statuses = statuses.iter().map(claim_change).collect();
    let statuses = first(statuses, more.statuses, "status", "statuses", "changed");
    let (one, many) = ("discrepancy", "discrepancies");
    let found = opened(&strong_first(&discrepancies.opened));
    let opened = first(found, more.opened, one, many, "opened");
    let found = resolved(&strong_first(&discrepancies.resolved), false);
    let resolved = first(found, more.resolved, one, many, "resolved");
    [statuses, opened, resolved].concat()
}

/// The first lines and the number of the others: "… and 7 more statuses changed".
fn first(
    mut lines: Vec<String>,
    more: usize,
    one: &str,
    many: &str,
    happened: &str,
) -> Vec<String> {
    let all = lines.len() + more;
    // A line that counts a single other one takes as much space as that one.
    if all > SHOWN + 1 {
        lines.truncate(SHOWN);
    }
    match all - lines.len() {
        0 => {}
        1 => lines.push(format!("… and 1 more {one} {happened}")),
        more => lines.push(format!("… and {more} more {many} {happened}")),
    }
    lines
}

fn strong_first(found: &[DiscrepancyAnswer]) -> Vec<&DiscrepancyAnswer> {
    let (strong, weak): (Vec<_>, Vec<_>) = found.iter().partition(|found| !found.weak);
    [strong, weak].concat()
}

fn claim_change(moved: &ClaimChange) -> String {
    format!(
        "{}: {}",
        moved.claim,
        change(moved.status, &moved.contested_by)
    )
}

fn change(status: BeforeAfter, contest: &Contest) -> String {
    let after = contest.with(status.after.as_str());
    match status.before {
        Some(before) if before != status.after => format!("{before} → {after}"),
        _ => format!("still {after}"),
    }
}

/// "opened weak contradiction on CLAIM".
fn on_subject(word: &str, found: &DiscrepancyAnswer) -> String {
    let weak = if found.weak { "weak " } else { "" };
    format!("{word} {weak}{} on {}", found.kind, subject(found))
}

/// Discrepancies that were opened, a line each.
fn opened(found: &[&DiscrepancyAnswer]) -> Vec<String> {
    let line =
        |found: &&DiscrepancyAnswer| format!("{}: {}", on_subject("opened", found), found.summary);
    found.iter().map(line).collect()
}

/// Discrepancies that were resolved, a line each. They come with their summary only if `in_full`: after
/// a merger or an undo it would not be worded as it was before.
fn resolved(found: &[&DiscrepancyAnswer], in_full: bool) -> Vec<String> {
    let line = |found: &&DiscrepancyAnswer| {
        let line = on_subject("resolved", found);
        if in_full {
            format!("{line}: {}", found.summary)
        } else {
            format!("{line}.")
        }
    };
    found.iter().map(line).collect()
}

impl Show for ImportedAnswer {
    fn page(&self, _: &Labels) -> Page {
        let Self {
            recorded,
            statuses,
            discrepancies,
            more,
            reviews,
            annotations,
        } = self;
        let mut lines = recorded.lines();
        if (reviews.is_some() || annotations.is_some()) && recorded.same == 0 && recorded.is_empty()
        {
            lines = vec!["Nothing recorded.".to_owned()];
        }
        lines.extend(changes(statuses, discrepancies, *more));
        let page = Page::new().text(lines.join("\n"));
        match (reviews, annotations) {
            (Some(report), _) => reviewed(page, report),
            (None, Some(report)) => annotated(page, report),
            (None, None) => page,
        }
    }
}

/// Entries of each list that a screen shows of an import of reviews or annotations.
const LISTED: usize = 12;

/// What became of reviews: ratings without a verdict first, since the user can give them one.
fn reviewed(page: Page, report: &ReviewReport) -> Page {
    let found = counted(report.found, "review", "reviews");
    let page = page.text(format!(
        "{found} in the file, {} with a ruling.",
        report.ruled
    ));
    let unmapped = report.unmapped.iter().map(|one| {
        let reviews = counted(one.places.len(), "review", "reviews");
        let first = one.places.first().map_or("", String::as_str);
        format!("“{}”: {reviews}, first {first}", shortened(&one.rating))
    });
    let opposite = report.opposite.iter().map(|one| {
        let verdicts = one.verdicts.iter().map(|given| {
            let by = given.by.as_deref().unwrap_or("the desk");
            format!("{} ({by})", given.verdict)
        });
        format!("{}: {}", one.claim, verdicts.collect::<Vec<_>>().join(", "))
    });
    let left_out = report.left_out.iter();
    let left_out = left_out.map(|one| format!("{}: {}", one.place, one.reason));
    let mapping = "No verdict is known for these ratings, so that their claims have no ruling (--rating-map FILE \
                   gives them one):";
    let page = listed(page, mapping, unmapped.collect());
    let contrary = "Rulings on these claims say the opposite of each other; all are recorded:";
    let page = listed(page, contrary, opposite.collect());
    let page = listed(page, "Left out:", left_out.collect());
    if report.unused.is_empty() {
        return page;
    }
    let unused = report.unused.iter();
    let unused: Vec<String> = unused
        .map(|(name, count)| format!("{name} ({count})"))
        .collect();
    page.text(format!("A ledger has no field for: {}.", unused.join(", ")))
}

/// What became of annotations: those of others wait for a review, and what was left out is listed.
fn annotated(page: Page, report: &AnnotationReport) -> Page {
    let mut sentences = vec![format!(
        "{} in the file.",
        counted(report.found, "annotation", "annotations")
    )];
    if report.moved > 0 {
        let were = counted(report.moved, "was", "were");
        sentences.push(format!("{were} found at another place than the file says."));
    }
    if report.proposed > 0 {
        let candidates = counted(report.proposed, "candidate", "candidates");
        sentences.push(format!("{candidates} to review: onrecord candidates"));
    }
    if report.known > 0 {
        let were = counted(report.known, "candidate was", "candidates were");
        sentences.push(format!("{were} proposed before."));
    }
    listed(
        page.text(sentences.join("\n")),
        "Left out:",
        annotations_left_out(report),
    )
}

/// What was left out of a file of annotations, each with its place. Those without words that have one reason are a single entry.
fn annotations_left_out(report: &AnnotationReport) -> Vec<String> {
    let all = &report.left_out;
    let alike = |reason: &str| {
        let same = |one: &&LeftOutAnnotation| one.words.is_none() && one.reason == reason;
        all.iter().filter(same).count()
    };
    let mut told = BTreeSet::new();
    let entry = |one: &LeftOutAnnotation| match &one.words {
        Some(words) => Some(format!("{}: “{words}”: {}", one.place, one.reason)),
        None if !told.insert(one.reason.clone()) => None,
        None => {
            let others = match alike(&one.reason) {
                1 => String::new(),
                all => format!(" and {}", counted(all - 1, "other", "others")),
            };
            Some(format!("{}{others}: {}", one.place, one.reason))
        }
    };
    all.iter().filter_map(entry).collect()
}

/// A list under its heading, if it has entries; the first of them and the number of the others.
fn listed(page: Page, heading: &str, mut entries: Vec<String>) -> Page {
    let others = entries.len().saturating_sub(LISTED);
    if entries.is_empty() {
        return page;
    }
    entries.truncate(LISTED);
    if others > 0 {
        entries.push(format!("… and {others} more (--format json lists all)"));
    }
    page.text(heading).list(entries)
}

impl ImportAnswer {
    /// Whether nothing was recorded.
    fn is_empty(&self) -> bool {
        let counts = self.new.values().chain(self.changed.values());
        self.evidence == 0 && counts.sum::<usize>() == 0
    }

    /// What became of the records.
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.sentence()];
        if self.same > 0 {
            let were = counted(self.same, "record was", "records were");
            lines.push(format!("{were} already recorded."));
        }
        if self.taken_back > 0 {
            let were = counted(self.taken_back, "statement was", "statements were");
            lines.push(format!("{were} voided or corrected before, and stay so."));
        }
        if !self.differing.is_empty() {
            lines.push(format!(
                "The ledger has different versions of these and keeps its own (--update takes the file's): {}.",
                self.differing.join(", ")
            ));
        }
        lines
    }

    /// What was recorded, in one line.
    pub fn sentence(&self) -> String {
        let mut parts: Vec<String> = self
            .new
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(kind, count)| counted(*count, kind, &plural(kind)))
            .collect();
        if self.evidence > 0 {
            parts.push(counted(
                self.evidence,
                "further passage",
                "further passages",
            ));
        }
        let updated = self.changed.iter().filter(|(_, count)| **count > 0);
        let updated = updated.map(|(kind, count)| counted(*count, kind, &plural(kind)));
        let updated: Vec<String> = updated.collect();
        let mut sentences = Vec::new();
        if !parts.is_empty() {
            sentences.push(format!("Recorded {}.", parts.join(", ")));
        }
        if !updated.is_empty() {
            sentences.push(format!("Updated {}.", updated.join(", ")));
        }
        if sentences.is_empty() {
            return "Nothing new: everything was already recorded.".to_owned();
        }
        sentences.join(" ")
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "party" => "parties".to_owned(),
        _ => format!("{kind}s"),
    }
}

/// What seeding recorded, and the state of the ledger after it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seeded {
    /// What was recorded.
    pub recorded: ImportAnswer,
    /// The unconfirmed claims.
    pub unconfirmed: Unconfirmed,
    /// The discrepancies.
    pub discrepancies: Discrepancies,
}

/// Claims and discrepancies that are shown of the shipped records.
const SEEDED_SHOWN: usize = 4;

/// Commands to try on the shipped records.
const NEXT: [&str; 3] = [
    "onrecord claim show putin-agreed-to-meet: who said what on one claim",
    "onrecord say kremlin confirms putin-agreed-to-meet --source guardian-2025-08-19: what news changes",
    "onrecord report story.html: a page to share",
];

impl Show for Seeded {
    fn page(&self, labels: &Labels) -> Page {
        let claims = self.unconfirmed.widest();
        let claims = claims.into_iter().take(SEEDED_SHOWN);
        let claims = claims.map(|claim| {
            let by = labels.parties(&claim.affirmed_by);
            format!("{} Said by {by}", claim.text)
        });
        let strong = self.discrepancies.all.iter().filter(|found| !found.weak);
        let summaries = strong.clone().take(SEEDED_SHOWN);
        let summaries = summaries.map(|found| found.summary.clone());
        let unconfirmed = counted(
            self.unconfirmed.0.len(),
            "claim is unconfirmed",
            "claims are unconfirmed",
        );
        let diverging = counted(strong.count(), "place", "places");
        Page::new()
            .text(self.recorded.sentence())
            .text(format!(
                "{unconfirmed} (`onrecord unconfirmed`), among them:"
            ))
            .list(claims.collect())
            .text(format!(
                "Accounts diverge in {diverging} (`onrecord discrepancies`), among them:"
            ))
            .list(summaries.collect())
            .text("Try next:")
            .list(NEXT.map(str::to_owned).to_vec())
    }
}

impl AttachAnswer {
    /// What was done, in a sentence.
    pub fn sentence(&self) -> String {
        let passages = counted(self.passages, "passage", "passages");
        let was = if self.known {
            "was already attached"
        } else {
            "attached"
        };
        format!(
            "{}: text of {} characters {was}; {passages} checked, all found.",
            self.source, self.characters
        )
    }
}

impl Show for AttachAnswer {
    fn page(&self, _: &Labels) -> Page {
        Page::new().text(self.sentence())
    }
}

/// The answer of a command that changes no claim.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// What was done.
    pub done: String,
}

impl Show for Message {
    fn page(&self, _: &Labels) -> Page {
        Page::new().text(&self.done)
    }
}

/// The outcome of a rebuild.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RebuildAnswer {
    /// Whether all tables came out the same as before, and nothing else was wrong with the file.
    pub same: bool,
    /// The number of entries posted.
    pub entries: i64,
    /// The tables that came out different.
    pub differing: Vec<String>,
    /// What else was wrong with the file.
    pub faults: Vec<String>,
    /// Whether the new tables were kept.
    #[serde(skip)]
    pub kept: bool,
}

impl RebuildAnswer {
    /// The answer for a rebuild.
    pub fn of(rebuilt: Rebuilt, kept: bool) -> Self {
        Self {
            same: rebuilt.is_same(),
            entries: rebuilt.entries,
            differing: rebuilt.differing,
            faults: rebuilt.faults.into_iter().map(|fault| fault.what).collect(),
            kept,
        }
    }
}

impl Show for RebuildAnswer {
    fn page(&self, _: &Labels) -> Page {
        let entries = usize::try_from(self.entries).unwrap_or_default();
        let entries = counted(entries, "entry", "entries");
        if self.same {
            return Page::new().text(format!("{entries} posted again: the same rows as before."));
        }
        let mut lines: Vec<String> = Vec::new();
        if self.kept {
            lines.push(format!("{entries} posted again."));
        }
        if !self.differing.is_empty() {
            let tables = self.differing.join(", ");
            lines.push(if self.kept {
                format!("These tables did not match the journal and were repaired: {tables}.")
            } else {
                format!("These tables do not match the journal: {tables}.")
            });
        }
        if !self.faults.is_empty() {
            let faults = self.faults.join("; ");
            lines.push(if self.kept {
                format!("The file was not as onrecord made it, and was repaired: {faults}.")
            } else {
                format!("The file is not as onrecord made it: {faults}.")
            });
        }
        if !self.kept {
            lines.push("`onrecord rebuild` repairs this.".to_owned());
        }
        Page::new().text(lines.join(" "))
    }
}

impl Show for RestoreAnswer {
    fn page(&self, _: &Labels) -> Page {
        Page::new().text(format!("{}\nhead {}", self.done, self.pin))
    }
}
