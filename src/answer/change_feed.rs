//! What moved in the ledger, one item each, for feed readers.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::changes::{Most, NewClaim, StatusChange, changes, touched};
use super::contest::{Contest, contest};
use super::discrepancies::DiscrepancyAnswer;
use super::entries::time;
use super::labels::Labels;
use super::outcome::BeforeAfter;
use super::view::View;
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::domain::time::When;
use crate::journal::Journal;
use crate::ledger::{About, LedgerError, PublicEdition, Result, Turned};

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
}

/// Something that moved.
#[derive(Debug)]
pub struct FeedItem {
    /// A name that no other item of the ledger has, and that stays the same. No statement's id is in it, since those of
    /// unnamed speakers are not published.
    pub name: String,
    /// When it was recorded, in RFC 3339 and UTC.
    pub recorded_at: String,
    /// What moved.
    pub moved: Moved,
}

/// What moved.
#[derive(Debug)]
pub enum Moved {
    /// A claim's status.
    Status(StatusChange),
    /// A discrepancy opened.
    Opened(DiscrepancyAnswer),
    /// A discrepancy ended.
    Ended(DiscrepancyAnswer),
    /// A claim was added.
    Added(NewClaim),
}

/// What moved between two views of one ledger: statuses, strong discrepancies, and new claims that somebody has spoken on.
///
/// It is made from the public edition, as a report is, so that nothing in it depends on who the unnamed speakers are.
pub fn change_feed(before: &View<'_>, after: &View<'_>) -> Result<ChangeFeed> {
    let journal = after.whole.journal();
    let first = journal.read(1, 1).map_err(LedgerError::from)?;
    let first = first.into_iter().next();
    let begun = first.as_ref().map_or(0, |entry| entry.header.recorded_at);
    let ledger = first.map_or_else(String::new, |entry| entry.header.hash.to_string());
    let (items, labels) = published(before, after)?;
    let updated = items.first().map(|item| item.recorded_at.clone());
    Ok(ChangeFeed {
        ledger,
        updated: updated.unwrap_or_else(|| time(begun)),
        items,
        labels,
    })
}

fn published(before: &View<'_>, after: &View<'_>) -> Result<(Vec<FeedItem>, Labels)> {
    if !after.reader.has_unnamed()? {
        return Ok((items(before, after)?, after.labels()?));
    }
    let mut edition = PublicEdition::of(after.reader)?;
    let earlier = edition.entry(before.reader.newest()?);
    edition.read(|reader| {
        let held = View::new(reader.at(earlier), before.as_of, before.now);
        let page = View::new(reader, after.as_of, after.now);
        Ok((items(&held, &page)?, page.labels()?))
    })
}

fn items(before: &View<'_>, after: &View<'_>) -> Result<Vec<FeedItem>> {
    let answer = changes(before, after, String::new(), String::new(), Most::default())?;
    let mut items = Turns::between(before, after)?.items(after)?;
    let turned: BTreeSet<Slug> = items.iter().map(|(claim, _)| claim.clone()).collect();
    let mut items: Vec<FeedItem> = items.drain(..).map(|(_, item)| item).collect();
    // A ruling, a correction or a merger turns a status too.
    let moved = answer.statuses.into_iter();
    items.extend(moved.filter(|one| !turned.contains(&one.claim)).map(status));
    for found in answer.opened.into_iter().filter(|found| !found.weak) {
        let at = made(after, &found.opened_by, &found.opened)?;
        items.push(FeedItem {
            name: format!("opened {}", identity(&found)),
            recorded_at: time(at),
            moved: Moved::Opened(found),
        });
    }
    for found in answer.resolved.into_iter().filter(|found| !found.weak) {
        items.push(ended(before, after, found)?);
    }
    for claim in answer.new {
        items.extend(added(after, claim)?);
    }
    items.sort_by(|one, other| other.recorded_at.cmp(&one.recorded_at));
    items.truncate(MOST);
    Ok(items)
}

/// A claim that was added, unless nobody has spoken on it, or only off the record: that is the desk's business.
fn added(after: &View<'_>, claim: NewClaim) -> Result<Option<FeedItem>> {
    let Some(key) = after.reader.claim_key(claim.claim.as_str())? else {
        return Ok(None);
    };
    if after.reader.statements(About::Claim(key))?.is_empty() {
        return Ok(None);
    }
    let at = after.reader.recorded_at(key.0)?;
    Ok(Some(FeedItem {
        name: format!("added {}", claim.claim),
        recorded_at: time(at.unwrap_or(0)),
        moved: Moved::Added(claim),
    }))
}

/// The turns of the statuses of claims by statements that were recorded between two views. A claim that was disputed and
/// is settled again has turned twice, whoever asks when.
struct Turns {
    turned: Vec<(Turned, Status)>,
}

impl Turns {
    fn between(before: &View<'_>, after: &View<'_>) -> Result<Self> {
        let newest = before.reader.newest()?;
        let claims = touched(before, after)?;
        let mut statuses: BTreeMap<ClaimKey, Status> = BTreeMap::new();
        let mut turned = Vec::new();
        for turn in after.reader.turned(&claims, after.as_of)? {
            // Before anybody speaks, a claim is unconfirmed.
            let was = statuses.insert(turn.claim, turn.status);
            let was = was.unwrap_or(Status::Unconfirmed);
            if was != turn.status && turn.statement.0 > newest {
                turned.push((turn, was));
            }
        }
        Ok(Self { turned })
    }

    /// One item each, with its claim.
    fn items(self, after: &View<'_>) -> Result<Vec<(Slug, FeedItem)>> {
        let mut items = Vec::new();
        for (turn, was) in self.turned {
            let finding = after.standing(turn.claim)?.finding;
            let is_latest = finding.status == turn.status;
            let info = after.claim(turn.claim)?.claim;
            let recorded_at = time(after.reader.recorded_at(turn.statement.0)?.unwrap_or(0));
            let moved = StatusChange {
                claim: info.id.clone(),
                text: info.text,
                status: BeforeAfter {
                    before: Some(was),
                    after: turn.status,
                },
                contested_by: match is_latest {
                    true => contest(after, finding.contesting())?,
                    false => Contest::default(),
                },
                unreviewed: is_latest && after.is_finding_unreviewed(&finding)?,
                recorded_at: recorded_at.clone(),
                by: after.statement_answers(&[turn.statement])?,
                entries: Vec::new(),
            };
            let name = format!("{} {} {}", info.id, turn.status, turn.at.minutes());
            items.push((
                info.id,
                FeedItem {
                    name,
                    recorded_at,
                    moved: Moved::Status(moved),
                },
            ));
        }
        Ok(items)
    }
}

/// A change of status that no statement made.
fn status(moved: StatusChange) -> FeedItem {
    let entries = moved.entries.iter().map(|entry| entry.recorded_at.clone());
    let recorded_at = entries.max().unwrap_or_else(|| moved.recorded_at.clone());
    FeedItem {
        name: format!("{} {} {recorded_at}", moved.claim, moved.status.after),
        recorded_at,
        moved: Moved::Status(moved),
    }
}

/// A discrepancy that was open before. What ended it is in the later state.
fn ended(before: &View<'_>, after: &View<'_>, found: DiscrepancyAnswer) -> Result<FeedItem> {
    let claims = found.claims.iter();
    let keys = claims.map(|claim| after.reader.claim_key(claim.as_str()));
    let keys: Vec<_> = keys.collect::<Result<Vec<_>>>()?;
    let mut at = made(before, &found.opened_by, &found.opened)?;
    for key in keys.into_iter().flatten() {
        at = at.max(after.reader.settled_at(key)?);
    }
    Ok(FeedItem {
        name: format!("ended {}", identity(&found)),
        recorded_at: time(at),
        moved: Moved::Ended(found),
    })
}

/// What a discrepancy is about and when it opened.
fn identity(found: &DiscrepancyAnswer) -> String {
    let claims: Vec<&str> = found.claims.iter().map(Slug::as_str).collect();
    let named = [&found.question, &found.party].map(|one| one.as_ref().map_or("", Slug::as_str));
    let [question, party] = named;
    format!(
        "{} {} {question} {party} {}",
        found.kind,
        claims.join(","),
        found.opened
    )
}

/// When the newest of the statements that opened a discrepancy was recorded, in Unix milliseconds; if it is due to the
/// calendar or a ruling, when it opened.
fn made(view: &View<'_>, by: &[String], opened: &str) -> Result<i64> {
    let moment = When::from_str(opened).map_or(0, |when| when.earliest().minutes() * 60_000);
    Ok(newest(view, by)?.unwrap_or(moment))
}

/// When the newest of some statements was recorded, in Unix milliseconds.
fn newest(view: &View<'_>, statements: &[String]) -> Result<Option<i64>> {
    let mut newest = None;
    for id in statements {
        if let Some(StatementKey(entry)) = view.reader.statement_key(id)? {
            newest = newest.max(view.reader.recorded_at(entry)?);
        }
    }
    Ok(newest)
}
