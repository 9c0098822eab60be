//! `onrecord export --format sqlite`.

use std::path::Path;

use anyhow::{Result, bail};

use super::{Export, PUBLISHED};
use crate::answer::{self, HeadAnswer, Scope};
use crate::command::context::Context;
use crate::command::differences::note_differences;
use crate::command::exit::{Done, Exit};
use crate::files::NewFile;
use crate::ledger::{Cell, LedgerError, PlainTables};
use crate::render::outcome::Message;
use crate::render::page::counted;

impl Export {
    /// Writes plain tables into a new SQLite file.
    pub(super) fn write_tables(&self, context: &Context) -> Result<Exit> {
        self.refuse_published_options()?;
        let Some(path) = &self.to else {
            bail!("--format sqlite writes a file; name it with --to FILE");
        };
        let mut file = NewFile::create(path, self.plan(context))?;
        let Some(part) = file.part() else {
            bail!("{} is no place for a database; name a file", path.display());
        };
        let (rows, on_background) = self.fill(context, part, path)?;
        if on_background && self.scope() != Scope::Public {
            file.restrict();
        }
        file.finish()?;
        context.note_done(Done::Made);
        context.print_table(&Message {
            done: format!("{}: {}.", path.display(), counted(rows, "row", "rows")),
        })
    }

    /// Returns the number of rows, and whether one is a statement on background.
    fn fill(&self, context: &Context, part: &Path, path: &Path) -> Result<(usize, bool)> {
        let tables = PlainTables::begin(part)?;
        let mut rows = 0;
        let (on_background, differences) = context.ask(|view, _| {
            about(
                &tables,
                context,
                &answer::head(&view.whole.journal(), view.whole.newest()?)?,
            )?;
            let mut take = |table, row: &[Cell]| {
                rows += 1;
                tables.insert(table, row)
            };
            Ok(answer::tables(view, self.scope(), &mut take)?)
        })?;
        note_differences(&differences, PUBLISHED);
        self.note_background(on_background);
        tables.finish(path)?;
        Ok((rows, on_background > 0))
    }
}

/// Says what the tables were made from.
fn about(tables: &PlainTables, context: &Context, head: &HeadAnswer) -> Result<(), LedgerError> {
    let clocks = context.clocks();
    let made_by = format!("onrecord {}", env!("CARGO_PKG_VERSION"));
    let facts = [
        ("made_by", Some(made_by)),
        ("made_at", Some(clocks.now)),
        ("head", Some(head.pin.clone())),
        ("as_of", clocks.as_of),
        ("known_at", clocks.known_at),
        ("reviewed", clocks.reviewed.then(|| "only".to_owned())),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            tables.insert("about", &[name.into(), value.into()])?;
        }
    }
    Ok(())
}
