//! What moved in the ledger, one item each, for feed readers.
//!
//! A feed goes from write to write, so an item says the same whenever it is asked for: what came and was taken back is two
//! items. Whoever an item names stands by it now. It is made from the public edition, as a report is, so that nothing in
//! it depends on who the unnamed speakers are.

mod discrepancies;
mod rulings;
mod statuses;

use std::collections::{BTreeMap, BTreeSet};

use super::claims::StatementAnswer;
use super::contest::Contest;
use super::differences::{Difference, differences};
use super::discrepancies::DiscrepancyAnswer;
use super::entries::time;
use super::labels::Labels;
use super::view::View;
use crate::domain::discrepancy::Kind;
use crate::domain::docket::ClaimKey;
use crate::domain::ruling::{Ruling, Verdict};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::journal::{Journal, Seq};
use crate::ledger::{About, LedgerError, PublicEdition, Reader, Result};

/// The most items of a feed: the newest.
const MOST: usize = 500;

/// What moved between two states of a ledger, as it may be published.
#[derive(Debug)]
pub struct ChangeFeed {
    /// The hash of the ledger's first entry, which tells ledgers apart.
    pub ledger: String,
    /// When the newest of the items was recorded, in RFC 3339 and UTC; if there is none, when the ledger was begun.
    pub updated: String,
    /// The items, newest first.
    pub items: Vec<FeedItem>,
    /// What the parties, sources and claims are called.
    pub labels: Labels,
    /// Where the claims of the items differ from the desk's own answers. This is for the desk.
    pub differences: Vec<Difference>,
}

/// Something that moved.
#[derive(Debug)]
pub struct FeedItem {
    /// A name that no other item of the ledger has, and that stays the same if a claim is renamed. It has numbers of
    /// entries in it and no id: a statement's could be guessed from who spoke.
    pub name: String,
    /// When it was recorded, in RFC 3339 and UTC.
    pub recorded_at: String,
    /// What moved.
    pub moved: Moved,
}

impl FeedItem {
    /// The claim that it is about, if it may be named.
    pub fn claim(&self) -> Option<&Slug> {
        match &self.moved {
            Moved::Status(turn) => Some(&turn.claim),
            Moved::Opened(found) => found.claims.first(),
            Moved::Merged { claim, .. } | Moved::Past { claim, .. } => Some(claim),
            Moved::Ruled(moved) => Some(&moved.ruling.claim),
            Moved::Gone { .. } | Moved::Redacted => None,
        }
    }
}

/// What moved.
#[derive(Debug)]
pub enum Moved {
    /// A claim's status.
    Status(Turn),
    /// All that had been said on a claim was taken back.
    Gone {
        /// What the claim says. `None` if that may be known off the record only.
        text: Option<String>,
    },
    /// A claim was merged into another one.
    Merged {
        /// What it said.
        text: String,
        /// The claim that it is now.
        claim: Slug,
        /// What that says.
        into: String,
    },
    /// A discrepancy opened.
    Opened(DiscrepancyAnswer),
    /// A discrepancy opened that is no longer open, or ended. Who was on its sides is not told: what they said may have been
    /// taken off the record.
    Past {
        /// How accounts diverged.
        kind: Kind,
        /// The first claim that it named.
        claim: Slug,
        /// What that claim says.
        text: String,
        /// Whether this is the end, and not the beginning.
        ended: bool,
    },
    /// A claim was ruled on, or a ruling was taken back.
    Ruled(RulingMoved),
    /// Something was removed for good. What it was is not told.
    Redacted,
}

/// A change of a claim's status.
#[derive(Debug)]
pub struct Turn {
    /// The claim.
    pub claim: Slug,
    /// What it says.
    pub text: String,
    /// The status before. `None` if nobody had spoken on the claim.
    pub before: Option<Status>,
    /// The status from then on.
    pub after: Status,
    /// Those who contested it and stand by that.
    pub contested_by: Contest,
    /// Whether the claim still has the status, and no person has looked at what it rests on.
    pub unreviewed: bool,
    /// The statements that made the change, as they stand now.
    pub by: Vec<StatementAnswer>,
    /// Whether others made it that no longer stand.
    pub withdrawn: bool,
    /// The kinds of the other entries that made it.
    pub entries: Vec<String>,
}

/// A ruling that was made or taken back.
#[derive(Debug)]
pub struct RulingMoved {
    /// The ruling.
    pub ruling: Ruling,
    /// What the claim says.
    pub text: String,
    /// Who published it, if it was not the desk.
    pub by: Option<String>,
    /// The verdict of the same publisher, or of the desk, before.
    pub before: Option<Verdict>,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What moved between two views of one ledger: statuses of claims that somebody has spoken on, rulings on these, and strong
/// discrepancies.
pub fn change_feed(before: &View<'_>, after: &View<'_>) -> Result<ChangeFeed> {
    let journal = after.whole.journal();
    let first = journal.read(1, 1).map_err(LedgerError::from)?;
    let first = first.into_iter().next();
    let begun = first.as_ref().map_or(0, |entry| entry.header.recorded_at);
    let ledger = first.map_or_else(String::new, |entry| entry.header.hash.to_string());
    let (items, labels, differences) = published(before, after)?;
    let updated = items.first().map(|item| item.recorded_at.clone());
    Ok(ChangeFeed {
        ledger,
        updated: updated.unwrap_or_else(|| time(begun)),
        items,
        labels,
        differences,
    })
}

fn published(
    before: &View<'_>,
    after: &View<'_>,
) -> Result<(Vec<FeedItem>, Labels, Vec<Difference>)> {
    let desk = after.reader;
    let redacted = desk.redacted_since(before.reader)?;
    if !desk.has_unnamed()? {
        let feeding = Feeding::of(before, after, desk, None);
        return Ok((feeding.items(&redacted)?, after.labels()?, Vec::new()));
    }
    let mut edition = PublicEdition::of(desk)?;
    let earlier = edition.entry(before.reader.newest()?);
    let origins = edition.origins().to_vec();
    edition.read(|reader| {
        let held = View::new(reader.at(earlier), before.as_of, before.now);
        let page = View::new(reader, after.as_of, after.now);
        let feeding = Feeding::of(&held, &page, desk, Some(&origins));
        let items = feeding.items(&redacted)?;
        let claims: BTreeSet<&Slug> = items.iter().filter_map(FeedItem::claim).collect();
        let found = differences(after, &page, claims)?;
        Ok((items, page.labels()?, found))
    })
}

/// A feed that is being made.
struct Feeding<'f, 'r> {
    before: &'f View<'r>,
    after: &'f View<'r>,
    /// The ledger of which the views show an edition.
    desk: Reader<'f>,
    /// The ledger's entries behind those of the edition, if it is one.
    origins: Option<&'f [Seq]>,
}

impl<'f, 'r> Feeding<'f, 'r> {
    fn of(
        before: &'f View<'r>,
        after: &'f View<'r>,
        desk: Reader<'f>,
        origins: Option<&'f [Seq]>,
    ) -> Self {
        Self {
            before,
            after,
            desk,
            origins,
        }
    }

    fn items(&self, redacted: &[Seq]) -> Result<Vec<FeedItem>> {
        let mut items = self.statuses()?;
        items.extend(self.discrepancies()?);
        items.extend(self.rulings()?);
        for entry in redacted {
            items.push(FeedItem {
                name: format!("redacted {entry}"),
                recorded_at: time(self.desk.recorded_at(*entry)?.unwrap_or(0)),
                moved: Moved::Redacted,
            });
        }
        // Sorting is stable, so what moved in one write stays in the order of above.
        items.sort_by(|one, other| other.recorded_at.cmp(&one.recorded_at));
        items.truncate(MOST);
        Ok(items)
    }

    /// The ledger's entry behind an entry of what is read.
    fn origin(&self, entry: Seq) -> Seq {
        let at = usize::try_from(entry - 1).ok();
        let of_edition = at.and_then(|at| self.origins?.get(at).copied());
        of_edition.unwrap_or(entry)
    }

    /// The number of the write that an entry belongs to, which every edition of the ledger has in common.
    fn write(&self, entry: Seq) -> Result<Seq> {
        self.desk.first_of_write(self.origin(entry))
    }

    /// When an entry was recorded.
    fn recorded_at(&self, entry: Seq) -> Result<String> {
        let recorded_at = self.desk.recorded_at(self.origin(entry))?;
        Ok(time(recorded_at.unwrap_or(0)))
    }

    /// The views right before and right after the write that an entry ends.
    fn around(&self, entry: Seq) -> Result<(View<'r>, View<'r>)> {
        let reader = self.after.reader;
        let first = reader.first_of_write(entry)?;
        let at = |entry| View::new(reader.at(entry), self.after.as_of, self.after.now);
        Ok((at(first - 1), at(entry)))
    }

    /// Whether somebody has spoken on a claim, and it was not merged into another one.
    fn is_heard(&self, claim: ClaimKey) -> Result<bool> {
        let reader = self.after.reader;
        Ok(reader.current_claim(claim)?.0 == claim
            && !reader.statements(About::Claim(claim))?.is_empty())
    }

    /// Those of some claims that somebody has spoken on, with their ids and texts.
    fn heard(
        &self,
        claims: impl IntoIterator<Item = ClaimKey>,
    ) -> Result<BTreeMap<ClaimKey, (Slug, String)>> {
        let mut heard = BTreeMap::new();
        for claim in claims {
            if !heard.contains_key(&claim) && self.is_heard(claim)? {
                let info = self.after.claim(claim)?.claim;
                heard.insert(claim, (info.id, info.text));
            }
        }
        Ok(heard)
    }
}
