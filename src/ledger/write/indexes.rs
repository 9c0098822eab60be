//! Indexes that a bulk load leaves out until its rows are in.
//!
//! Rows arrive in the order of the journal, and each index wants them in another: keeping it in
//! order row by row costs more than sorting all of them once. So while a ledger without statements
//! gets its first ones, its indexes are left out. What two of them would be asked is remembered
//! instead: which ids are taken, and who said something where.

use crate::journal::{Body, Seq};
use crate::ledger::file::schema::{DERIVED_INDEXES, INDEXES};
use crate::ledger::read::lookup::Memo;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Reader, Result};

/// Page cache while indexes are left out, in KiB. Rows go to the ends of their tables then, so
/// little is read again; and in the indexes of a file that is much larger, hardly a leaf would be
/// found in memory anyway. Sorting takes as much again for each thread.
const CACHE: i64 = 16 * 1024;

/// Threads that sort what an index is made from, beside the one that reads it.
const SORTERS: i64 = 2;

/// The groups of indexes that are left out now.
#[derive(Debug, Default)]
pub(crate) struct OmittedIndexes {
    /// Those of what was said, which folding needs.
    said: bool,
    /// Those of what is derived, with the triggers that count it.
    derived: bool,
}

impl OmittedIndexes {
    /// Leaves the indexes out if the ledger has no statement yet, and has `memo` remember what is
    /// said from the entry `since` on.
    pub(crate) fn begin(tables: Tables<'_>, memo: &Memo, since: Seq) -> Result<Self> {
        let is_first = !Reader::new(tables.snapshot(), Seq::MAX).has_statements()?;
        memo.remember_said(since, is_first);
        if !is_first {
            return Ok(Self::default());
        }
        for (kind, name) in made_by(INDEXES).chain(made_by(DERIVED_INDEXES)) {
            tables.script(&format!("DROP {kind} {name}"))?;
        }
        Self::left_out(tables)
    }

    /// For tables that were just made, without indexes.
    pub(crate) fn all(tables: Tables<'_>, memo: &Memo) -> Result<Self> {
        memo.remember_said(Seq::MIN, true);
        Self::left_out(tables)
    }

    fn left_out(tables: Tables<'_>) -> Result<Self> {
        tables.set("cache_size", -CACHE)?;
        tables.set("threads", SORTERS)?;
        Ok(Self {
            said: true,
            derived: true,
        })
    }

    /// To be called before an entry is posted. One that changes what statements may rest on has to
    /// find those statements, so the indexes are made now.
    pub(crate) fn before(&mut self, tables: Tables<'_>, memo: &Memo, body: &Body) -> Result<()> {
        if !self.derived {
            return Ok(());
        }
        let reader = Reader::remembering(tables.snapshot(), memo);
        let finds_statements = match body {
            Body::Party(party) => reader.recorded_party_key(party.id.as_str())?.is_some(),
            Body::Source(source) => reader.source_key(source.id.as_str())?.is_some(),
            Body::Merger(_) | Body::Undo { .. } => true,
            _ => false,
        };
        if finds_statements && reader.has_statements()? {
            self.make_for_folding(tables)?;
        }
        Ok(())
    }

    /// To be called after an entry is posted: once there is too much to remember, the indexes have
    /// to answer.
    pub(crate) fn after(&mut self, tables: Tables<'_>, memo: &Memo) -> Result<()> {
        if self.said && !memo.remembers_all() {
            self.make_for_folding(tables)?;
        }
        Ok(())
    }

    /// Makes the indexes that folding needs.
    pub(crate) fn make_for_folding(&mut self, tables: Tables<'_>) -> Result<()> {
        if std::mem::take(&mut self.said) {
            tables.script(INDEXES)?;
        }
        Ok(())
    }

    /// Makes everything that was left out.
    pub(crate) fn make(&mut self, tables: Tables<'_>) -> Result<()> {
        self.make_for_folding(tables)?;
        if std::mem::take(&mut self.derived) {
            tables.script(DERIVED_INDEXES)?;
        }
        Ok(())
    }
}

/// What a script makes, by kind (`INDEX`, `TRIGGER`) and name.
fn made_by(script: &str) -> impl Iterator<Item = (&str, &str)> {
    script.lines().filter_map(|line| {
        let line = line.strip_prefix("CREATE ")?;
        let mut words = line.trim_start_matches("UNIQUE ").split_whitespace();
        Some((words.next()?, words.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_index_and_trigger_of_the_scripts_is_known() {
        let made: Vec<(&str, &str)> = made_by(INDEXES).chain(made_by(DERIVED_INDEXES)).collect();
        let scripts = [INDEXES, DERIVED_INDEXES].concat();
        assert_eq!(made.len(), scripts.matches("CREATE ").count());
        assert!(made.contains(&("INDEX", "statement_by_id")));
        assert!(made.contains(&("TRIGGER", "call_ended")));
        assert!(
            made.iter()
                .all(|(kind, _)| ["INDEX", "TRIGGER"].contains(kind))
        );
    }
}
