//! `onrecord import` of ClaimReview: as JSON-LD, alone or in a feed, and in pages.

use anyhow::{Context as _, Result};

use super::Import;
use crate::answer::ImportReports;
use crate::command::context::{Context, Written};
use crate::command::input;
use crate::desk::{self, DeskError, IfExists, ImportSummary};
use crate::exchange::claimreview::{self, Finds, Ratings};

impl Import {
    /// Records the reviews of a file.
    pub(super) fn import_reviews(
        &self,
        context: &Context,
        bytes: &[u8],
    ) -> Result<Written<(ImportSummary, ImportReports)>> {
        self.refuse_update()?;
        let finds = self.finds(bytes)?;
        let ratings = self.ratings(context)?;
        context.write_in_bulk(|desk, _| {
            let (records, report) =
                claimreview::records(&finds, &ratings, desk.reader(), &|when| desk.is_past(when))
                    .map_err(DeskError::from)?;
            context.work.begin("recording", Some(records.len() as u64));
            let records = records.into_iter().map(|record| {
                context.work.advance(1);
                desk::fingerprinted(Ok(record))
            });
            let summary = desk::import(desk, records, IfExists::Keep)?;
            let reports = ImportReports {
                reviews: Some(report),
                ..ImportReports::default()
            };
            Ok((summary, reports))
        })
    }

    fn finds(&self, bytes: &[u8]) -> Result<Finds> {
        claimreview::find(bytes).with_context(|| self.file.display().to_string())
    }

    /// What the user says that ratings mean.
    fn ratings(&self, context: &Context) -> Result<Ratings> {
        let Some(path) = &self.rating_map else {
            return Ok(Ratings::default());
        };
        let bytes = input::read(path, context)?;
        Ratings::read(&bytes).with_context(|| path.display().to_string())
    }
}
