//! What a review shows of a claim: as it stands, or as it would stand if the draft's part of it were kept.

use anyhow::{Result, bail};

use super::story::{Item, Story, key};
use crate::answer::{self, ClaimPage, OriginAnswer};
use crate::desk::{Look, shown_with_claim};
use crate::domain::docket::StatementKey;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::ledger::Reader;
use crate::link::draft::Take;

/// Claims offered for merging, one per digit.
const OFFERED: usize = 3;
/// The logarithm of the odds from which a claim is like another one.
pub(super) const ALIKE: f32 = -2.5;

/// A claim on the screen.
pub(super) struct Shown {
    /// The claim as it stands, or as it would stand if it were kept.
    pub page: ClaimPage,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Whether the ledger does not have it yet.
    pub is_new: bool,
    /// The question that it answers.
    pub question: Option<String>,
    /// The ids of the statements that wait for a decision, in their order on the screen.
    pub waiting: Vec<String>,
    /// For each of them, its places among what waits: a draft may have the same statement several times.
    pub places: Vec<Vec<usize>>,
    /// New or unreviewed parties, each with what is not seen elsewhere.
    pub parties: Vec<Party>,
    /// The origins that keeping it records.
    pub origins: Vec<OriginAnswer>,
    /// Claims that are like it, each with its text.
    pub like: Vec<(Slug, String)>,
}

impl Story<'_> {
    /// The claim at the current position as the screen shows it; `None` if nothing on it waits any more.
    pub(super) fn shown(&self) -> Result<Option<Shown>> {
        match self.item() {
            Some(Item::Drafted { claim, takes }) if !takes.is_empty() => {
                self.shown_draft(claim, takes).map(Some)
            }
            Some(Item::Recorded(claim)) => self.shown_recorded(claim),
            _ => Ok(None),
        }
    }

    fn shown_draft(&self, claim: &Slug, takes: &[Take]) -> Result<Shown> {
        let rehearsed = self.context.rehearse(|desk, _| {
            let is_new = desk.reader().claim_key(claim.as_str())?.is_none();
            let part = self.sketch.part(desk.reader(), claim, takes, &[])?;
            let taken = desk.take(&part, Look::Person)?;
            let keys: Vec<StatementKey> = taken.iter().map(|(_, outcome)| key(*outcome)).collect();
            Ok((is_new, keys, part))
        })?;
        let view = self.context.current_view(rehearsed.ledger.now());
        let (is_new, keys, part) = rehearsed.done;
        let Some(key) = view.reader.claim_key(claim.as_str())? else {
            bail!("claim {claim} is not in the draft any more");
        };
        let page = answer::claim_page(&view, key, None)?;
        let (mut waiting, mut places): (Vec<String>, Vec<Vec<usize>>) = Default::default();
        for (at, key) in keys.iter().enumerate() {
            let id = view.reader.statement(*key)?.id.to_string();
            match waiting.iter().position(|one| *one == id) {
                Some(same) => places[same].push(at),
                None => {
                    waiting.push(id);
                    places.push(vec![at]);
                }
            }
        }
        Ok(Shown {
            question: question(view.reader, &page)?,
            waiting,
            places,
            like: self.like(&page)?,
            is_draft: true,
            is_new,
            page,
            parties: part.parties,
            origins: part.origins.into_iter().map(Into::into).collect(),
        })
    }

    fn shown_recorded(&self, claim: &Slug) -> Result<Option<Shown>> {
        let shown = self.context.ask(|view, _| {
            let Some(key) = view.reader.claim_key(claim.as_str())? else {
                return Ok(None);
            };
            let unreviewed = view.reader.unreviewed()?;
            let keys = shown_with_claim(view.reader, key)?;
            if !keys.iter().any(|key| unreviewed.contains(key)) {
                return Ok(None);
            }
            let page = answer::claim_page(view, key, None)?;
            let mut parties = Vec::new();
            for party in view.reader.parties()? {
                if keys.contains(&party.0) && unreviewed.contains(&party.0) {
                    parties.push(view.reader.party(party)?);
                }
            }
            let waiting = page.statements.iter().filter(|said| said.unreviewed);
            let waiting: Vec<String> = waiting.map(|said| said.statement.clone()).collect();
            Ok(Some(Shown {
                question: question(view.reader, &page)?,
                places: (0..waiting.len()).map(|at| vec![at]).collect(),
                waiting,
                like: Vec::new(),
                is_draft: false,
                is_new: false,
                page,
                parties,
                origins: Vec::new(),
            }))
        })?;
        let Some(mut shown) = shown else {
            return Ok(None);
        };
        shown.like = self.like(&shown.page)?;
        Ok(Some(shown))
    }

    /// The claims that are like one, of the ledger and of the draft.
    fn like(&self, page: &ClaimPage) -> Result<Vec<(Slug, String)>> {
        let near = self.claims_near(&page.claim.id, &page.claim.text)?;
        let near = near.into_iter().filter(|one| one.odds >= ALIKE);
        Ok(near.take(OFFERED).map(|one| (one.id, one.text)).collect())
    }
}

/// The text of the question that a claim answers.
fn question(reader: Reader<'_>, page: &ClaimPage) -> Result<Option<String>> {
    let Some(id) = &page.claim.question else {
        return Ok(None);
    };
    let key = reader.question_key(id.as_str())?;
    let text = key.map(|key| reader.question(key)).transpose()?;
    Ok(text.map(|question| question.text))
}
