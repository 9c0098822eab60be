//! Indexes that a bulk load builds only after its rows are in.
//!
//! Rows arrive in journal order, which is no index's order; sorting once at the end is cheaper than
//! keeping every index sorted row by row. So when a ledger without statements gets its first ones
//! in bulk, the indexes are dropped first. Two of them would be needed meanwhile, so their answers
//! are kept in memory: which ids are taken, and which claims, parties and sources have statements.

use crate::journal::{Body, Seq};
use crate::ledger::file::schema::{DERIVED_INDEXES, INDEXES};
use crate::ledger::read::lookup::Lookup;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Reader, Result};

/// Page cache in KiB while indexes are dropped. Rows are appended to their tables, so little is
/// read again, and in the indexes of a much larger file hardly any leaf would be cached anyway.
/// Each sorting thread takes the same amount again.
const CACHE: i64 = 16 * 1024;

/// Threads that sort the rows of an index, in addition to the one that reads them.
const SORTERS: i64 = 2;

/// The groups of indexes currently dropped.
#[derive(Debug, Default)]
pub(crate) struct OmittedIndexes {
    /// Indexes on recorded rows, which folding needs.
    said: bool,
    /// Indexes on derived rows, and the triggers that count these.
    derived: bool,
}

impl OmittedIndexes {
    /// Drops the indexes if the ledger has no statement yet, and has `lookup` remember what is said
    /// from the entry `since` on.
    pub(crate) fn begin(tables: Tables<'_>, lookup: &Lookup, since: Seq) -> Result<Self> {
        let is_first = !Reader::new(tables.snapshot(), Seq::MAX).has_statements()?;
        lookup.remember_said(since, is_first);
        if !is_first {
            return Ok(Self::default());
        }
        for (kind, name) in made_by(INDEXES).chain(made_by(DERIVED_INDEXES)) {
            tables.script(&format!("DROP {kind} {name}"))?;
        }
        Self::left_out(tables)
    }

    /// For tables just created without indexes.
    pub(crate) fn all(tables: Tables<'_>, lookup: &Lookup) -> Result<Self> {
        lookup.remember_said(Seq::MIN, true);
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

    /// Call before an entry is posted. If the entry changes something that statements may depend
    /// on, those statements have to be found, so the indexes are built now.
    pub(crate) fn before(
        &mut self,
        tables: Tables<'_>,
        lookup: &Lookup,
        body: &Body,
    ) -> Result<()> {
        if !self.derived {
            return Ok(());
        }
        let reader = Reader::remembering(tables.snapshot(), lookup);
        let finds_statements = match body {
            Body::Party(party) => reader.party_of(party)?.is_some(),
            Body::Source(source) => reader.source_key(source.id.as_str())?.is_some(),
            Body::Text { source, .. } => match reader.source_key(source.as_str())? {
                Some(key) => lookup.has_said_in(key) != Some(false),
                None => false,
            },
            Body::Merger(_) | Body::Undo { .. } => true,
            _ => false,
        };
        if finds_statements && reader.has_statements()? {
            self.make_for_folding(tables)?;
        }
        Ok(())
    }

    /// Call after an entry is posted. Builds the indexes once the lookup no longer holds everything.
    pub(crate) fn after(&mut self, tables: Tables<'_>, lookup: &Lookup) -> Result<()> {
        if self.said && !lookup.remembers_all() {
            self.make_for_folding(tables)?;
        }
        Ok(())
    }

    /// Builds the indexes that folding needs.
    pub(crate) fn make_for_folding(&mut self, tables: Tables<'_>) -> Result<()> {
        if std::mem::take(&mut self.said) {
            tables.script(INDEXES)?;
        }
        Ok(())
    }

    /// Builds everything that was dropped.
    pub(crate) fn make(&mut self, tables: Tables<'_>) -> Result<()> {
        self.make_for_folding(tables)?;
        if std::mem::take(&mut self.derived) {
            tables.script(DERIVED_INDEXES)?;
        }
        Ok(())
    }
}

/// What a script creates, as kind (`INDEX`, `TRIGGER`) and name.
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
