//! What people call the things that answers refer to by id.

use std::collections::HashMap;
use std::sync::Arc;

use chrono_tz::Tz;

use super::view::View;
use super::wording;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::ledger::Result;

/// Names of parties, texts of claims and titles of sources, by id: of all that an answer refers to.
/// Answers themselves hold ids, which is what programs want.
#[derive(Debug, Default)]
pub struct Labels {
    parties: HashMap<Slug, Arc<str>>,
    claims: HashMap<Slug, String>,
    sources: HashMap<Slug, String>,
    /// The addresses of sources that have one.
    addresses: HashMap<Slug, String>,
    /// Whether to add its id to every name.
    with_ids: bool,
    /// The time zone of the person who reads.
    zone: Tz,
    /// What every link of a page keeps in its query, encoded: `as-of=2025-08-20`.
    kept: String,
    /// The length that lists of a page are limited to.
    limit: Option<usize>,
    /// The address of the page that an answer has to itself, without a limit.
    here: Option<String>,
}

impl Labels {
    /// No labels yet, for the same person.
    #[cfg(any(feature = "news", feature = "shared"))]
    pub(crate) fn emptied(&self) -> Self {
        Self::new(self.with_ids, self.zone)
    }

    /// No labels yet, for somebody in `zone`; with the id added to every name if `with_ids`.
    pub fn new(with_ids: bool, zone: Tz) -> Self {
        Self {
            with_ids,
            zone,
            ..Self::default()
        }
    }

    /// The same for a page whose links keep `kept` in their query, encoded as there, and whose lists
    /// end after `limit` elements.
    #[must_use]
    pub fn keeping(self, kept: String, limit: Option<usize>) -> Self {
        Self {
            kept,
            limit,
            ..self
        }
    }

    /// The same for an answer that has the page at this address to itself.
    #[must_use]
    pub fn on(self, here: Option<String>) -> Self {
        Self { here, ..self }
    }

    /// The address of the page that an answer has to itself, without a limit.
    pub fn here(&self) -> Option<&str> {
        self.here.as_deref()
    }

    /// What every link of a page keeps in its query.
    pub fn kept(&self) -> &str {
        &self.kept
    }

    /// The length that lists of a page are limited to.
    pub fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// Whether an answer refers to a claim with this id.
    pub fn is_claim(&self, id: &str) -> bool {
        self.claims.contains_key(id)
    }

    /// Whether an answer refers to a party with this id.
    pub fn is_party(&self, id: &str) -> bool {
        self.parties.contains_key(id)
    }

    /// Whether an answer refers to a source with this id.
    pub fn is_source(&self, id: &str) -> bool {
        self.sources.contains_key(id)
    }

    /// The time zone of the person who reads.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// A party's name.
    pub fn party(&self, id: &Slug) -> String {
        self.named(id, self.parties.get(id).map(AsRef::as_ref))
    }

    /// The names of some parties, separated by commas; a dash if there are none.
    pub fn parties(&self, ids: &[Slug]) -> String {
        if ids.is_empty() {
            return "–".to_owned();
        }
        let names: Vec<String> = ids.iter().map(|id| self.party(id)).collect();
        names.join(", ")
    }

    /// The names of some parties as they stand within a sentence: "the Kremlin, Ann Lee".
    pub fn within(&self, ids: &[Slug]) -> String {
        let names = ids.iter().map(|id| wording::in_a_sentence(&self.party(id)));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Who relayed a statement: "via the Kremlin, Ann Lee". `None` if its speaker was heard directly.
    pub fn via(&self, relays: &[Slug]) -> Option<String> {
        (!relays.is_empty()).then(|| format!("via {}", self.within(relays)))
    }

    /// Who took which stance, for a line: "Ann Lee confirms, via the Kremlin".
    pub fn took(&self, party: &Slug, stance: Stance, relays: &[Slug]) -> String {
        let took = format!("{} {}", self.party(party), stance.verb());
        match self.via(relays) {
            Some(via) => format!("{took}, {via}"),
            None => took,
        }
    }

    /// The speaker of a statement, for a cell: its name and, on a line of its own, who relayed it.
    pub fn speaker(&self, party: &Slug, relays: &[Slug]) -> String {
        let name = self.party(party);
        match self.via(relays) {
            Some(via) => format!("{name}\n{via}"),
            None => name,
        }
    }

    /// Who published a source and when, or else its title.
    pub fn source(&self, id: &Slug) -> String {
        self.named(id, self.sources.get(id).map(String::as_str))
    }

    /// The address of a source.
    pub fn source_url(&self, id: &Slug) -> Option<&str> {
        self.addresses.get(id).map(String::as_str)
    }

    /// A claim's id and its text, on two lines.
    pub fn claim(&self, id: &Slug) -> String {
        match self.claims.get(id) {
            Some(text) => format!("{id}\n{text}"),
            None => id.to_string(),
        }
    }

    /// A claim's text.
    pub fn claim_text(&self, id: &Slug) -> String {
        self.named(id, self.claims.get(id).map(String::as_str))
    }

    fn named(&self, id: &Slug, name: Option<&str>) -> String {
        match name {
            Some(name) if self.with_ids => format!("{name} ({id})"),
            Some(name) => name.to_owned(),
            None => id.to_string(),
        }
    }

    /// Adds what another answer refers to.
    pub fn extend(&mut self, others: Self) {
        self.parties.extend(others.parties);
        self.claims.extend(others.claims);
        self.sources.extend(others.sources);
        self.addresses.extend(others.addresses);
    }
}

impl View<'_> {
    /// What the answers of this view refer to.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn labels(&self) -> Result<Labels> {
        let mut labels = Labels::default();
        for (id, name) in self.known_parties().values() {
            labels.parties.insert(id.clone(), Arc::clone(name));
        }
        for info in self.known_claims().values() {
            let claim = &info.claim;
            labels.claims.insert(claim.id.clone(), claim.text.clone());
        }
        for key in self.known_sources().iter() {
            // Journal entries are listed however damaged the tables are.
            let Ok(source) = self.reader.source(*key) else {
                continue;
            };
            let label = source.called();
            labels.sources.insert(source.id.clone(), label);
            labels
                .addresses
                .extend(source.url.map(|url| (source.id, url)));
        }
        Ok(labels)
    }
}
