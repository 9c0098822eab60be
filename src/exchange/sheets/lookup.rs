//! Names in cells that expect an id: a party's name or alias, the text of a claim or a question,
//! the title of a source.

use std::collections::BTreeMap;

use super::cells::SheetRow;
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::ledger::Kind;

/// Looks up names in a ledger. An error is one of the ledger's, in words.
pub type InLedger<'l> = dyn Fn(Kind, &str, Spelt) -> Result<Vec<Slug>, String> + 'l;

/// How a name is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelt {
    /// As it is written.
    AsWritten,
    /// In another spelling, in Cyrillic or Latin letters. All names are compared, so it is asked for what nothing is called.
    Otherwise,
}

/// The names in the sheets themselves, and in the ledger that takes them.
pub(super) struct Lookup<'l> {
    in_sheets: BTreeMap<(&'static str, String), Vec<Slug>>,
    in_ledger: &'l InLedger<'l>,
}

impl<'l> Lookup<'l> {
    /// A lookup in a ledger.
    pub(super) fn new(in_ledger: &'l InLedger<'l>) -> Self {
        Self {
            in_sheets: BTreeMap::new(),
            in_ledger,
        }
    }

    /// Adds the names of a row.
    pub(super) fn add(&mut self, sheet: &str, row: &SheetRow) {
        let (kind, column) = match sheet {
            "parties.csv" => (Kind::Party, "name"),
            "sources.csv" => (Kind::Source, "title"),
            "questions.csv" => (Kind::Question, "text"),
            "claims.csv" => (Kind::Claim, "text"),
            _ => return,
        };
        let Some(id) = row
            .optional("id")
            .and_then(|id| id.trim().parse::<Slug>().ok())
        else {
            return;
        };
        let aliases = row.list("aliases", |alias| Ok::<_, String>(alias.to_owned()));
        let names = row.optional(column).map(str::to_owned).into_iter();
        for name in names.chain(aliases.unwrap_or_default()) {
            let ids = self
                .in_sheets
                .entry((kind.word(), folded(&name)))
                .or_default();
            if !ids.contains(&id) {
                ids.push(id.clone());
            }
        }
    }

    /// The id that a cell names, or the id of what it names.
    ///
    /// # Errors
    /// If it is no id and names nothing, or more than one thing.
    pub(super) fn id(&self, kind: Kind, text: &str) -> Result<Slug, String> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let here = self.in_sheets.get(&(kind.word(), folded(text)));
        let mut ids = here.cloned().unwrap_or_default();
        for id in (self.in_ledger)(kind, text, Spelt::AsWritten)? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.is_empty() {
            ids = (self.in_ledger)(kind, text, Spelt::Otherwise)?;
        }
        match ids.as_slice() {
            [id] => Ok(id.clone()),
            [] => Err(format!(
                "{text:?} is neither the id nor the name of a {}",
                kind.word()
            )),
            several => {
                let ids: Vec<&str> = several.iter().map(Slug::as_str).collect();
                Err(format!(
                    "{text:?} fits more than one {}: {}; write the id",
                    kind.word(),
                    ids.join(", ")
                ))
            }
        }
    }
}
