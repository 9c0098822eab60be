//! What moved in the ledger, one item each, for feed readers.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::changes::{Most, StatusChange, changes, touched};
use super::contest::{Contest, contest};
use super::discrepancies::DiscrepancyAnswer;
use super::entries::time;
use super::labels::Labels;
use super::outcome::BeforeAfter;
use super::timeline::turns_of;
use super::view::View;
use crate::domain::discrepancy::Kind;
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
    /// A claim's status. A claim on which nobody had spoken has none before.
    Status(StatusChange),
    /// A discrepancy opened.
    Opened(DiscrepancyAnswer),
    /// A discrepancy ended. Who was on its sides is not told: what they said may have been taken off the record.
    Ended {
        /// How accounts diverged.
        kind: Kind,
        /// The first claim that it named.
        claim: Slug,
        /// What that claim says.
        text: String,
    },
}

/// What moved between two views of one ledger: statuses of claims that somebody has spoken on, and strong discrepancies.
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
    for one in moved.filter(|one| !turned.contains(&one.claim)) {
        items.extend(status(after, one)?);
    }
    for found in answer.opened.into_iter().filter(|found| !found.weak) {
        let at = made(after, &found.opened_by, &found.opened)?;
        items.push(FeedItem {
            name: format!("opened {}", identity(&found)),
            recorded_at: time(at),
            moved: Moved::Opened(found),
        });
    }
    for found in answer.resolved.into_iter().filter(|found| !found.weak) {
        items.extend(ended(before, after, found)?);
    }
    items.sort_by(|one, other| other.recorded_at.cmp(&one.recorded_at));
    items.truncate(MOST);
    Ok(items)
}

/// The turns of the statuses of claims by statements that were recorded between two views. A claim that was disputed and
/// is settled again has turned twice, whoever asks when.
struct Turns {
    turned: Vec<(Turned, Option<Status>)>,
}

impl Turns {
    fn between(before: &View<'_>, after: &View<'_>) -> Result<Self> {
        let newest = before.reader.newest()?;
        let claims = touched(before, after)?;
        let mut statuses: BTreeMap<ClaimKey, Status> = BTreeMap::new();
        let mut turned = Vec::new();
        for turn in after.reader.turned(&claims, after.as_of)? {
            let was = statuses.insert(turn.claim, turn.status);
            if was != Some(turn.status) && turn.statement.0 > newest {
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
            let turns = turns_of(after, turn.claim)?;
            let credited = turns.iter().find(|one| one.at == turn.at);
            let moved = StatusChange {
                claim: info.id.clone(),
                text: info.text,
                status: BeforeAfter {
                    before: was,
                    after: turn.status,
                },
                contested_by: match credited {
                    Some(credited) => contest(after, credited.contesting.iter())?,
                    None => Contest::default(),
                },
                unreviewed: is_latest && after.is_finding_unreviewed(&finding)?,
                recorded_at: recorded_at.clone(),
                by: match credited {
                    Some(credited) => after.statement_answers(&credited.by)?,
                    None => after.statement_answers(&[turn.statement])?,
                },
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

/// A change of status that no statement made. What nobody has spoken on, or only off the record, is the desk's business.
fn status(after: &View<'_>, moved: StatusChange) -> Result<Option<FeedItem>> {
    let key = after.reader.claim_key(moved.claim.as_str())?;
    if !key.map_or(Ok(false), |key| is_heard(after, key))? {
        return Ok(None);
    }
    let entries = moved.entries.iter().map(|entry| entry.recorded_at.clone());
    let recorded_at = entries.max().unwrap_or_else(|| moved.recorded_at.clone());
    Ok(Some(FeedItem {
        name: format!("{} {} {recorded_at}", moved.claim, moved.status.after),
        recorded_at,
        moved: Moved::Status(moved),
    }))
}

/// Whether somebody has spoken on a claim.
fn is_heard(view: &View<'_>, claim: ClaimKey) -> Result<bool> {
    Ok(!view.reader.statements(About::Claim(claim))?.is_empty())
}

/// A discrepancy that was open before, if a claim that it named is there still. What ended it is in the later state.
fn ended(
    before: &View<'_>,
    after: &View<'_>,
    found: DiscrepancyAnswer,
) -> Result<Option<FeedItem>> {
    let mut at = made(before, &found.opened_by, &found.opened)?;
    let mut named = None;
    for claim in &found.claims {
        let key = after.reader.claim_key(claim.as_str())?;
        if let Some(key) = key.filter(|key| is_heard(after, *key).unwrap_or(false)) {
            at = at.max(after.reader.settled_at(key)?);
            named = named.or(Some(key));
        }
    }
    let Some(key) = named else {
        return Ok(None);
    };
    let info = after.claim(after.reader.current_claim(key)?.0)?.claim;
    Ok(Some(FeedItem {
        name: format!("ended {}", identity(&found)),
        recorded_at: time(at),
        moved: Moved::Ended {
            kind: found.kind,
            claim: info.id,
            text: info.text,
        },
    }))
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
