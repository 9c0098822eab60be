//! The passages on record as annotations, each with what may be said of its statement.

use std::collections::{BTreeMap, BTreeSet};

use super::attribution;
use super::export::{Scope, with_records};
use super::report::passages::Passages;
use super::view::View;
use super::{recorded_time, wording};
use crate::domain::passage::{IndexedText, Passage, digest};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Statement};
use crate::domain::urn;
use crate::exchange::Record;
use crate::exchange::annotations::{Annotation, CONTEXT_CHARACTERS, Words, name_of};
use crate::exchange::claimreview::is_address;
use crate::journal::Journal;
use crate::ledger::{LedgerError, Result};

/// Texts that are kept at a time.
const TEXTS: usize = 32;

/// What became of the passages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AnnotatedPassages {
    /// Those left out because the text of their source is not attached.
    pub without_text: usize,
    /// Documents annotated as a whole because the words must not be shown.
    pub documents: usize,
    /// Statements that name a speaker who did not speak for attribution.
    pub confidential: usize,
}

/// The hash of a ledger's first entry, which tells ledgers apart. Empty if it has none.
///
/// # Errors
/// If the journal cannot be read.
pub fn ledger_hash(view: &View<'_>) -> Result<String> {
    let first = view.whole.journal().read(1, 1).map_err(LedgerError::from)?;
    let first = first.first().map(|entry| entry.header.hash.to_string());
    Ok(first.unwrap_or_default())
}

/// Calls `take` with an annotation for each passage, in the order in which their statements were recorded.
///
/// Unless off-record statements are asked for, the statements are those of the public edition, so nothing depends on who
/// the unnamed speakers are. Their words are not shown: they may name the speaker. What is annotated is the document.
///
/// # Errors
/// Fails if `take` does.
pub fn annotations<E: From<LedgerError>>(
    desk: &View<'_>,
    off_record: bool,
    take: &mut dyn FnMut(Annotation) -> Result<(), E>,
) -> Result<AnnotatedPassages, E> {
    let (scope, protected) = match off_record {
        true => (Scope::Everything, None),
        false => (Scope::Public, Some(Passages::of(desk, false)?)),
    };
    let mut passages = AnnotatedPassages::default();
    with_records::<E>(desk, scope, |shown, each| {
        let mut annotating = Annotating {
            desk,
            shown,
            protected: protected.as_ref(),
            parties: BTreeMap::new(),
            documents: BTreeMap::new(),
            claims: BTreeMap::new(),
            texts: BTreeMap::new(),
            ids: BTreeSet::new(),
            passages: &mut passages,
        };
        each(&mut |record| match record {
            Record::Statement(said) => {
                for annotation in annotating.statement(&said)? {
                    take(annotation)?;
                }
                Ok(())
            }
            other => {
                annotating.note(other);
                Ok(())
            }
        })
    })?;
    Ok(passages)
}

struct Annotating<'v, 'r> {
    desk: &'v View<'r>,
    /// The ledger as far as it is shown.
    shown: &'v View<'v>,
    /// What the public edition must not quote.
    protected: Option<&'v Passages<'v>>,
    /// The names of the parties.
    parties: BTreeMap<Slug, String>,
    /// The names of the sources.
    documents: BTreeMap<Slug, String>,
    /// The texts of the claims.
    claims: BTreeMap<Slug, String>,
    texts: BTreeMap<Slug, Option<IndexedText>>,
    ids: BTreeSet<String>,
    passages: &'v mut AnnotatedPassages,
}

impl Annotating<'_, '_> {
    /// Notes what statements refer to, all of which comes before them.
    fn note(&mut self, record: Record) {
        match record {
            Record::Party(party) => {
                self.parties.insert(party.id, party.name);
            }
            Record::Source(source) => {
                let name = name_of(&source);
                self.documents.insert(source.id, name);
            }
            Record::Claim(claim) => {
                self.claims.insert(claim.id, claim.text);
            }
            Record::Question(_) | Record::Statement(_) | Record::Ruling(_) => {}
        }
    }

    /// The annotations of a statement: of its own passage and of each further one.
    fn statement(&mut self, said: &Statement) -> Result<Vec<Annotation>> {
        let of_edition = self.protected.is_some();
        let terms = said.attribution;
        if !of_edition && (terms.is_on_background() || terms == Attribution::OffRecord) {
            self.passages.confidential += 1;
        }
        // The edition gives no id to a statement of somebody who is not named.
        let is_named = said.id.is_some();
        let mut made = Vec::new();
        let mut whole = BTreeSet::new();
        for (passage, source, place) in passages(said) {
            let is_shown = self
                .protected
                .is_none_or(|all| is_named && !all.is_protected(source, place));
            if !is_shown {
                if whole.insert(source.clone()) {
                    made.push(self.of_document(said, source)?);
                }
                continue;
            }
            match self.words(source, place)? {
                Some(words) => made.push(self.of_words(said, passage, source, words)?),
                None => self.passages.without_text += 1,
            }
        }
        Ok(made)
    }

    fn of_words(
        &mut self,
        said: &Statement,
        further: Option<&Evidence>,
        source: &Slug,
        words: Words,
    ) -> Result<Annotation> {
        let id = said.id.as_ref().map(ToString::to_string);
        let place = format!("{}..{}", words.start, words.end);
        let statement = Statement {
            evidence: further.into_iter().cloned().collect(),
            ..said.clone()
        };
        Ok(Annotation {
            id: self.id(&[&id.unwrap_or_default(), source.as_str(), &place]),
            created: self.created(said)?,
            document: self.document(source),
            words: Some(words),
            sentence: self.sentence(said)?,
            statement,
        })
    }

    /// The annotation of a document as a whole, which does not say where in it something was said. Its id is made of what it
    /// shows.
    fn of_document(&mut self, said: &Statement, source: &Slug) -> Result<Annotation> {
        self.passages.documents += 1;
        let sentence = self.sentence(said)?;
        let time = said.said.map(|when| when.to_string()).unwrap_or_default();
        let id = self.id(&[said.claim.as_str(), source.as_str(), &time, &sentence]);
        Ok(Annotation {
            id,
            created: self.created(said)?,
            document: self.document(source),
            words: None,
            sentence,
            statement: Statement {
                source: source.clone(),
                passage: None,
                evidence: Vec::new(),
                ..said.clone()
            },
        })
    }

    /// An id made of these names. If it is taken, a number makes it another one.
    fn id(&mut self, names: &[&str]) -> String {
        let mut id = urn::of_names(names);
        let mut number = 1;
        while !self.ids.insert(id.clone()) {
            number += 1;
            id = urn::of_names(&[names, &[&number.to_string()]].concat());
        }
        id
    }

    fn document(&self, source: &Slug) -> String {
        self.documents.get(source).cloned().unwrap_or_default()
    }

    /// When a statement was recorded, if it has an id to find it by.
    fn created(&self, said: &Statement) -> Result<Option<String>> {
        let Some(id) = &said.id else { return Ok(None) };
        let reader = self.shown.reader;
        let key = reader.statement_key(id.as_str())?;
        let recorded = key.map(|key| reader.recorded_at(key.0)).transpose()?;
        Ok(recorded.flatten().map(recorded_time))
    }

    /// The words of a passage and those around them, as far as they may be shown.
    fn words(&mut self, source: &Slug, passage: &Passage) -> Result<Option<Words>> {
        let Passage { start, end, .. } = *passage;
        // What is around the words may be nobody else's business, if others cannot read the document, or if somebody spoke in it
        // who must not be named: "Lee said:" stands beside Lee's words. It is all or nothing, since a shorter end would
        // show where such words begin.
        let alone = self
            .protected
            .is_some_and(|all| all.has_any(source) || !is_address(&self.document(source)));
        let Some(text) = self.text(source)? else {
            return Ok(None);
        };
        let Some(exact) = text.words(start, end) else {
            return Ok(None);
        };
        if passage
            .sha256
            .as_ref()
            .is_some_and(|sha256| *sha256 != digest(exact))
        {
            return Ok(None);
        }
        let reach = if alone { 0 } else { CONTEXT_CHARACTERS };
        let from = start.saturating_sub(reach);
        let to = (end + reach).min(text.length());
        let around = |from, to| text.words(from, to).unwrap_or_default().to_owned();
        Ok(Some(Words {
            start,
            end,
            exact: exact.to_owned(),
            prefix: around(from, start),
            suffix: around(end, to),
        }))
    }

    fn text(&mut self, source: &Slug) -> Result<Option<&IndexedText>> {
        if !self.texts.contains_key(source) {
            if self.texts.len() >= TEXTS {
                self.texts.clear();
            }
            let reader = self.desk.reader;
            let text = match reader.source_key(source.as_str())? {
                Some(key) => reader.source_text(key)?,
                None => None,
            };
            let text = text.map(|text| IndexedText::new(text.text));
            self.texts.insert(source.clone(), text);
        }
        Ok(self.texts.get(source).and_then(Option::as_ref))
    }

    /// What a statement says, in a sentence: "Ann Lee denies, via the Courier: “The harbour will close.”"
    fn sentence(&self, said: &Statement) -> Result<String> {
        let key = self.shown.party_key(&said.party)?;
        let agreed = key.map(|key| attribution::wording(self.shown, key, said));
        let name = agreed.transpose()?.flatten();
        let name = name.unwrap_or_else(|| self.named(&said.party));
        let mut sentence = format!("{name} {}", said.stance.verb());
        if let Some(terms) = said.attribution.terms() {
            sentence.push_str(&format!(" ({terms})"));
        }
        if !said.via.is_empty() {
            let relays = said.via.iter();
            let relays = relays.map(|one| wording::in_a_sentence(&self.named(one)));
            let relays: Vec<String> = relays.collect();
            sentence.push_str(&format!(", via {}", relays.join(", ")));
        }
        let claim = self.claims.get(&said.claim).map_or("", String::as_str);
        sentence.push_str(&format!(": “{claim}”"));
        if said.unreviewed {
            sentence.push_str(" (unreviewed)");
        }
        Ok(sentence)
    }

    fn named(&self, party: &Slug) -> String {
        let name = self.parties.get(party);
        name.cloned().unwrap_or_else(|| party.to_string())
    }
}

/// The passages of a statement, each with its source; the further ones with all they are.
fn passages(said: &Statement) -> impl Iterator<Item = (Option<&Evidence>, &Slug, &Passage)> {
    let own = said.passage.iter().map(|one| (None, &said.source, one));
    let further = said.evidence.iter().filter_map(|one| {
        let place = one.passage.as_ref()?;
        Some((Some(one), &one.source, place))
    });
    own.chain(further)
}
