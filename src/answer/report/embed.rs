//! One claim as a fragment for somebody else's page.

use std::collections::BTreeSet;

use super::super::reviews::{ReviewOptions, reviews};
use super::super::view::View;
use super::cast::Cast;
use super::claims::{Chosen, ReportClaim};
use super::discrepancies::{ReportDiscrepancy, shown};
use super::passages::Passages;
use super::records::{ReportSource, sources};
use super::{Clocks, claims};
use crate::answer::differences::{Difference, differences};
use crate::domain::slug::Slug;
use crate::exchange::claimreview::Review;
use crate::ledger::{DiscrepancyFilter, PublicEdition, Result};

/// A claim as it may be published. Nothing in it depends on who the unnamed speakers are, as in a report.
#[derive(Debug, Clone)]
pub struct Embed {
    /// The claim, with the statements that may appear.
    pub claim: ReportClaim,
    /// The open discrepancies that involve it: strong before weak, then by kind, then newest first.
    pub discrepancies: Vec<ReportDiscrepancy>,
    /// The sources of its statements.
    pub sources: Vec<ReportSource>,
    /// Its rulings as reviews: the desk's latest and the latest of each other publisher. If it has none and that was asked
    /// for, a review without a verdict.
    pub reviews: Vec<Review>,
    /// The clocks, as the user gave them.
    pub clocks: Clocks,
    /// Where it differs from the desk's own answers. This is for the desk and not part of the fragment.
    pub differences: Vec<Difference>,
}

/// A claim for somebody else's page, with a review that rates it unconfirmed if it is and has no ruling, and `unresolved` asks
/// for one. `None` if nothing about it may be published: nobody was heard on it on the record, and it has no ruling.
///
/// # Errors
/// If the ledger cannot be read.
pub fn embed(
    view: &View<'_>,
    claim: &Slug,
    unresolved: bool,
    clocks: &Clocks,
) -> Result<Option<Embed>> {
    let (reviews, _) = reviews(
        view,
        ReviewOptions {
            claim: Some(claim),
            unresolved,
            off_record: false,
        },
    )?;
    let nobody = BTreeSet::new();
    let assembled = if view.reader.has_unnamed()? {
        let mut edition = PublicEdition::of(view.reader)?;
        let unnamed = edition.unnamed().clone();
        edition.read(|reader| -> Result<Option<Embed>> {
            let page = View::new(reader, view.as_of, view.now);
            let mut found = assemble(&page, view, claim, clocks, &unnamed)?;
            if let Some(embed) = &mut found {
                embed.differences = differences(view, &page, [&embed.claim.claim])?;
            }
            Ok(found)
        })?
    } else {
        assemble(view, view, claim, clocks, &nobody)?
    };
    let is_shown = |embed: &Embed| !embed.claim.statements.is_empty() || !reviews.is_empty();
    let assembled = assembled.filter(is_shown);
    Ok(assembled.map(|embed| Embed { reviews, ..embed }))
}

/// The claim as a view shows it of which everything may be shown. The words of passages come from the texts that the `desk`
/// has.
fn assemble(
    view: &View<'_>,
    desk: &View<'_>,
    claim: &Slug,
    clocks: &Clocks,
    unnamed: &BTreeSet<Slug>,
) -> Result<Option<Embed>> {
    let Some(key) = view.reader.claim_key(claim.as_str())? else {
        return Ok(None);
    };
    let chosen = [Chosen::one(view, key)?];
    let cast = Cast::of(view, &chosen, false, unnamed, Passages::of(desk, false)?)?;
    let found = view.discrepancy_answers(&DiscrepancyFilter {
        claim: Some(key),
        ..DiscrepancyFilter::default()
    })?;
    let claims = claims::claims(view, &cast, &chosen)?;
    let sources = sources(view, &claims)?;
    Ok(claims.into_iter().next().map(|claim| Embed {
        claim,
        discrepancies: shown(&cast, found),
        sources,
        reviews: Vec::new(),
        clocks: clocks.clone(),
        differences: Vec::new(),
    }))
}
