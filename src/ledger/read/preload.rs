//! What a reader learns first that goes through a whole ledger: by one query each what it would
//! otherwise ask for batch by batch.

use rusqlite::params;

use crate::domain::docket::{SourceKey, StatementKey};
use crate::domain::time::When;
use crate::ledger::docket::sources::{Origins, story_of};
use crate::ledger::read::columns::{column, from_optional_word, text};
use crate::ledger::read::lookup::MOST;
use crate::ledger::{Reader, Result};

impl Reader<'_> {
    /// Looks up, once, which statements were taken back, and the days and the stories of all
    /// sources; where they are too many to remember they are left to be asked for. Only what reads
    /// the ledger may learn, as a write changes it.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn learn(&self) -> Result<()> {
        let Some(memo) = self.memo.filter(|memo| memo.begins_to_learn()) else {
            return Ok(());
        };
        let withdrawn = self.rows(
            "SELECT statement FROM withdrawal WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1)
             LIMIT ?2",
            params![self.at, MOST as i64 + 1],
            |row| Ok(StatementKey(column(row, 0)?)),
        )?;
        if withdrawn.len() <= MOST {
            memo.note_withdrawn(withdrawn);
        }
        let sources = self.rows(
            "SELECT key, origin, coalesce(published, retrieved) FROM source
             WHERE posted <= ?1 AND (ended IS NULL OR ended > ?1) LIMIT ?2",
            params![self.at, MOST as i64 + 1],
            |row| {
                let origin = column::<Option<i64>>(row, 1)?.map(SourceKey);
                let day: Option<When> = from_optional_word(text(row, 2)?)?;
                Ok((SourceKey(column(row, 0)?), origin, day))
            },
        )?;
        if sources.len() <= MOST {
            let origins = sources.iter().map(|(source, origin, _)| (*source, *origin));
            let origins: Origins = origins.collect();
            for (source, _, day) in sources {
                memo.note_day(source, day.map(When::cut_to_day));
                memo.note_story(source, story_of(source, &origins));
            }
        }
        Ok(())
    }
}
