//! From annotations to what a ledger takes: records of the statements that this program wrote, and words that somebody else
//! marked.

use std::collections::BTreeMap;

use super::anchor::{Lost, anchor};
use super::find::{Finds, bad};
use super::read::{Content, Read, Selected};
use super::report::{AnnotationReport, LeftOutAnnotation};
use super::{SOURCE_URN, name_of, uri};
use crate::domain::docket::SourceKey;
use crate::domain::passage::{IndexedText, Passage};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Evidence, Statement, StatementId};
use crate::domain::text::shortened;
use crate::exchange::{BadRecord, LocatedRecord, Location, Record};
use crate::ledger::{Kind, Reader, Recorded, Result};

/// What the annotations of a file are in a ledger.
#[derive(Debug, Default)]
pub struct Placed {
    /// Statements that this program wrote, with the passages where they are now.
    pub records: Vec<LocatedRecord>,
    /// What others marked.
    pub highlights: Vec<Highlight>,
    /// What became of them.
    pub report: AnnotationReport,
    /// Statements that cannot be recorded, because the ledger lacks what they name.
    pub bad: Vec<BadRecord>,
}

/// Words that somebody marked in a recorded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The source.
    pub source: Slug,
    /// From which character to which, end exclusive.
    pub place: (u64, u64),
    /// Who marked them.
    pub by: Option<String>,
    /// What was noted on them.
    pub note: Option<String>,
}

/// Finds the documents and words of annotations in a ledger.
///
/// # Errors
/// If the ledger cannot be read.
pub fn place(finds: &Finds, ledger: Reader<'_>) -> Result<Placed> {
    let mut placing = Placing {
        ledger,
        documents: BTreeMap::new(),
        texts: BTreeMap::new(),
        made: BTreeMap::new(),
        placed: Placed {
            report: AnnotationReport {
                found: finds.found,
                left_out: finds.left_out.clone(),
                ..AnnotationReport::default()
            },
            ..Placed::default()
        },
    };
    for key in ledger.sources()? {
        let source = ledger.source(key)?;
        let name = name_of(&source);
        // An address leads to the same page with and without a fragment.
        let page = page_of(&name).to_owned();
        if page != name {
            let named = placing.documents.entry(page).or_default();
            named.push((source.id.clone(), key));
        }
        let named = placing.documents.entry(name).or_default();
        named.push((source.id, key));
    }
    for read in &finds.reads {
        placing.add(read)?;
    }
    Ok(placing.placed)
}

struct Placing<'l> {
    ledger: Reader<'l>,
    /// The sources by the names that annotations have for them. Several may have one address.
    documents: BTreeMap<String, Vec<(Slug, SourceKey)>>,
    texts: BTreeMap<Slug, Option<IndexedText>>,
    /// The records that were made of statements with ids, and whether these are new.
    made: BTreeMap<StatementId, (usize, bool)>,
    placed: Placed,
}

/// Where an annotation belongs: the source and, unless it is about all of it, the passage.
type Found = (Slug, Option<Passage>);

impl<'l> Placing<'l> {
    fn add(&mut self, read: &Read) -> Result<()> {
        let wanted = match &read.content {
            Content::Statement(said) if is_unnamed(said) => {
                self.leave_out(
                    read,
                    "no speaker is named, so it cannot be recorded; `export` as JSON Lines has such statements"
                        .to_owned(),
                );
                return Ok(());
            }
            Content::Statement(said) => Some(annotated(said)),
            Content::Note { .. } => None,
        };
        let found = match self.found(&read.document, wanted, read.selected.as_ref())? {
            Ok(found) => found,
            Err(reason) => {
                self.leave_out(read, reason);
                return Ok(());
            }
        };
        match (&read.content, found) {
            (Content::Statement(said), (source, passage)) => {
                self.statement(read, (**said).clone(), source, passage)
            }
            (Content::Note { .. }, (_, None)) => {
                self.leave_out(
                    read,
                    "is about the document as a whole, not about words in it".to_owned(),
                );
                Ok(())
            }
            (Content::Note { .. }, (_, Some(_))) if !read.has_words() => {
                self.leave_out(read, Lost::NoLetters.to_string());
                Ok(())
            }
            (Content::Note { by, note }, (source, Some(passage))) => {
                self.note_move(read, &passage);
                self.placed.highlights.push(Highlight {
                    source,
                    place: (passage.start, passage.end),
                    by: by.clone(),
                    note: note.clone(),
                });
                Ok(())
            }
        }
    }

    fn leave_out(&mut self, read: &Read, reason: String) {
        let quote = read.selected.as_ref().and_then(|one| one.quote.as_ref());
        self.placed.report.left_out.push(LeftOutAnnotation {
            place: read.place.clone(),
            document: Some(read.document.clone()),
            words: quote.map(|quote| shortened(&quote.exact)),
            reason,
        });
    }

    fn note_move(&mut self, read: &Read, passage: &Passage) {
        let given = read.selected.as_ref().and_then(|one| one.position);
        let moved = given.is_some_and(|given| given != (passage.start, passage.end));
        self.placed.report.moved += usize::from(moved);
    }

    /// The document and the words in it; or why they are not found. `wanted` is the source's id in the ledger that the
    /// annotation is from.
    fn found(
        &mut self,
        document: &str,
        wanted: Option<&Slug>,
        selected: Option<&Selected>,
    ) -> Result<std::result::Result<Found, String>> {
        let sources = self.sources(document, wanted)?;
        let Some((first, _)) = sources.first() else {
            return Ok(Err("the ledger has no source with this address".to_owned()));
        };
        let Some(selected) = selected else {
            return Ok(Ok((first.clone(), None)));
        };
        let mut reason = None;
        for (source, key) in &sources {
            let Some(text) = self.text(source, *key)? else {
                let attach =
                    format!("source {source} has no text; `onrecord source attach` adds it");
                reason.get_or_insert(attach);
                continue;
            };
            let place = anchor(
                (source.as_str(), text),
                selected.position,
                selected.quote.as_ref(),
            );
            match place {
                Ok((start, end)) => {
                    let passage = text.passage(start, end);
                    return Ok(Ok((source.clone(), passage)));
                }
                Err(lost) => {
                    reason.get_or_insert(lost.to_string());
                }
            }
        }
        Ok(Err(reason.unwrap_or_default()))
    }

    /// The sources that an annotation may mean, likeliest first.
    fn sources(&self, document: &str, wanted: Option<&Slug>) -> Result<Vec<(Slug, SourceKey)>> {
        let document = uri(document.trim());
        let named = self.documents.get(&document);
        let named = named.or_else(|| self.documents.get(page_of(&document)));
        let mut sources = named.cloned().unwrap_or_default();
        if sources.is_empty() {
            let id = document.strip_prefix(SOURCE_URN).unwrap_or(&document);
            if let (Some(key), Ok(id)) = (self.ledger.source_key(id)?, id.parse()) {
                sources.push((id, key));
            }
        }
        sources.sort_by_key(|(id, _)| Some(id) != wanted);
        Ok(sources)
    }

    fn text(&mut self, source: &Slug, key: SourceKey) -> Result<Option<&IndexedText>> {
        if !self.texts.contains_key(source) {
            let text = self.ledger.source_text(key)?;
            let text = text.map(|text| IndexedText::new(text.text));
            self.texts.insert(source.clone(), text);
        }
        Ok(self.texts.get(source).and_then(Option::as_ref))
    }

    /// Makes a record of a statement, or adds the passage to the record that an earlier annotation of it made. A statement that
    /// the ledger has keeps its own passage; one that is at another place now is a further one.
    fn statement(
        &mut self,
        read: &Read,
        said: Statement,
        source: Slug,
        passage: Option<Passage>,
    ) -> Result<()> {
        if let Some(passage) = &passage {
            self.note_move(read, passage);
        }
        let given = said.evidence.first().cloned();
        let place = given
            .as_ref()
            .map_or(said.passage.as_ref(), |one| one.passage.as_ref());
        let passage = passage.map(|passage| as_given(place, passage));
        let is_own = given.is_none();
        let said = match is_own {
            true => Statement {
                source: source.clone(),
                passage: None,
                ..said
            },
            false => said,
        };
        let Some((at, is_new)) = self.begun(read, &said)? else {
            return Ok(());
        };
        let Some(LocatedRecord {
            record: Record::Statement(record),
            ..
        }) = self.placed.records.get_mut(at)
        else {
            return Ok(());
        };
        match passage {
            Some(passage) if is_own && is_new && record.passage.is_none() => {
                record.passage = Some(passage);
            }
            Some(passage) if !has(record, &source, &passage) => record.evidence.push(Evidence {
                quote: given.as_ref().and_then(|one| one.quote.clone()),
                unreviewed: given.as_ref().map_or(said.unreviewed, |one| one.unreviewed),
                source,
                passage: Some(passage),
            }),
            _ => {}
        }
        Ok(())
    }

    /// The record of a statement, which an earlier annotation of it may have made: with the passages that the ledger has or,
    /// if it does not have the statement, with its own one. Returns where it is and whether the statement is new; `None` if
    /// the ledger lacks something that it names.
    fn begun(&mut self, read: &Read, said: &Statement) -> Result<Option<(usize, bool)>> {
        if let Some(made) = said.id.as_ref().and_then(|id| self.made.get(id)) {
            return Ok(Some(*made));
        }
        let held = self.held(said)?;
        let is_new = held.is_none();
        let record = match held {
            Some(held) if held.withdrawn.is_some() => held.statement,
            Some(held) => Statement {
                passage: held.statement.passage,
                source: held.statement.source,
                evidence: held.statement.evidence,
                // What is published has no notes; that takes none away.
                note: said.note.clone().or(held.statement.note),
                ..said.clone()
            },
            None => Statement {
                passage: self.own_passage(said)?,
                evidence: Vec::new(),
                ..said.clone()
            },
        };
        let at = self.placed.records.len();
        if !self.record(read, record)? {
            return Ok(None);
        }
        if let Some(id) = &said.id {
            self.made.insert(id.clone(), (at, is_new));
        }
        Ok(Some((at, is_new)))
    }

    /// The recorded statement with the id of this one, unless it was undone.
    fn held(&self, said: &Statement) -> Result<Option<Recorded>> {
        let Some(id) = &said.id else { return Ok(None) };
        let Some(key) = self.ledger.statement_key(id.as_str())? else {
            return Ok(None);
        };
        let undone = self.ledger.withdrawn(key)?.is_some_and(|one| one.undone);
        (!undone).then(|| self.ledger.statement(key)).transpose()
    }

    /// The statement's own passage, if it is where it was: it has an annotation of its own.
    fn own_passage(&mut self, said: &Statement) -> Result<Option<Passage>> {
        let Some(passage) = &said.passage else {
            return Ok(None);
        };
        let Some(key) = self.ledger.source_key(said.source.as_str())? else {
            return Ok(None);
        };
        let text = self.text(&said.source, key)?;
        let holds = text.is_none_or(|text| passage.words_in(text.text()).is_ok());
        Ok(holds.then(|| passage.clone()))
    }

    /// Adds a record, if the ledger has all that it names. Returns whether it does.
    fn record(&mut self, read: &Read, statement: Statement) -> Result<bool> {
        let parties = statement.via.iter().chain([&statement.party]);
        let named = parties.map(|id| (Kind::Party, id)).chain([
            (Kind::Claim, &statement.claim),
            (Kind::Source, &statement.source),
        ]);
        let mut missing = Vec::new();
        for (kind, id) in named {
            if self.ledger.key_of(kind, id.as_str())?.is_none() {
                missing.push(format!("{} {id}", kind.word()));
            }
        }
        if !missing.is_empty() {
            let reason = format!(
                "the ledger has no {}; import the records of the desk that wrote the annotation first, as JSON Lines",
                missing.join(" and no ")
            );
            self.placed.bad.push(bad(&read.place, read.number, &reason));
            return Ok(false);
        }
        self.placed.records.push(LocatedRecord {
            location: Location {
                file: None,
                line: read.number,
                part: Some(read.place.clone()),
            },
            record: Record::Statement(statement),
            lists_evidence: false,
        });
        Ok(true)
    }
}

/// An address without its fragment.
fn page_of(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

/// Whether a statement was published without the name of its speaker. In another file, or in the same of another day, the party
/// that stands for the speaker may be somebody else's.
fn is_unnamed(said: &Statement) -> bool {
    said.id.is_none() && said.attribution != Attribution::OnRecord
}

/// The source of the passage that an annotation of a statement is about: its further one, or else its own.
fn annotated(said: &Statement) -> &Slug {
    let further = said.evidence.first();
    further.map_or(&said.source, |one| &one.source)
}

/// The passage as it was recorded, if it is at the same place.
fn as_given(given: Option<&Passage>, found: Passage) -> Passage {
    let same = given.filter(|given| (given.start, given.end) == (found.start, found.end));
    Passage {
        paragraph: same.and_then(|same| same.paragraph).or(found.paragraph),
        ..found
    }
}

/// Whether a statement has this passage.
fn has(held: &Statement, source: &Slug, passage: &Passage) -> bool {
    let own = held.passage.iter().map(|one| (&held.source, one));
    let further = held.evidence.iter();
    let further = further.filter_map(|one| Some((&one.source, one.passage.as_ref()?)));
    let place = |one: &Passage| (one.start, one.end);
    let mut all = own.chain(further);
    all.any(|(at, one)| at == source && place(one) == place(passage))
}
