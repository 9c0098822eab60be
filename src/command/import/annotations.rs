//! `onrecord import` of annotations.

use anyhow::{Context as _, Result};

use super::Import;
use crate::answer::ImportReports;
use crate::command::context::{Context, Written};
#[cfg(feature = "shared")]
use crate::command::input;
use crate::desk::{self, DeskError, ImportSummary};
use crate::exchange::annotations::{self, Placed, Unreadable};

impl Import {
    /// Whether the file has annotations, which may have become candidates.
    #[cfg(feature = "shared")]
    pub(in crate::command) fn has_annotations(&self, context: &Context) -> bool {
        let bytes = input::read(&self.file, context);
        bytes.is_ok_and(|bytes| annotations::is_annotations(&bytes))
    }

    /// Records the statements of a file of annotations, and proposes what others marked.
    pub(super) fn import_annotations(
        &self,
        context: &Context,
        bytes: &[u8],
    ) -> Result<Written<(ImportSummary, ImportReports)>> {
        let finds = self.read_annotations(bytes)?;
        let if_exists = self.if_exists();
        context.write_in_bulk(|desk, _| {
            let placed = annotations::place(&finds, desk.reader()).map_err(DeskError::from)?;
            let Placed {
                records,
                highlights,
                mut report,
                bad,
            } = placed;
            if !bad.is_empty() {
                return Err(DeskError::BadRecords { bad }.into());
            }
            context.work.begin("recording", Some(records.len() as u64));
            let records = records.into_iter().map(|record| {
                context.work.advance(1);
                desk::fingerprinted(Ok(record))
            });
            let summary = desk::import(desk, records, if_exists)?;
            let proposed = desk.marked(highlights)?;
            (report.proposed, report.known) = (proposed.new, proposed.known);
            let reports = ImportReports {
                annotations: Some(report),
                ..ImportReports::default()
            };
            Ok((summary, reports))
        })
    }

    fn read_annotations(&self, bytes: &[u8]) -> Result<annotations::Finds> {
        match annotations::find(bytes) {
            Ok(finds) => Ok(finds),
            Err(Unreadable::Invalid(bad)) => Err(DeskError::BadRecords { bad }.into()),
            Err(error) => Err(error).with_context(|| self.file.display().to_string()),
        }
    }
}
