//! What a review offers to choose from: claims like one, and who speaks near a place of an article.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use super::ask::MAX_CHOICES;
use super::shown::Shown;
use super::sketch::Sketch;
use super::story::{Item, Story};
use crate::answer::{StatementAnswer, View};
use crate::command::names::Names;
use crate::domain::claim::Claim;
use crate::domain::docket::ClaimKey;
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::ledger::{About, Reader};
use crate::link::concept::{concepts, words};

/// Claims looked up for each word.
const LOOKED_UP: usize = 8;
/// Words of a claim that are looked up.
const TELLING: usize = 8;

/// A claim like another one.
pub(super) struct Near {
    /// Its id.
    pub id: Slug,
    /// Its text.
    pub text: String,
    /// The logarithm of the odds that both are about the same.
    pub odds: f32,
}

/// A place in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The article.
    pub source: Slug,
    /// Where in its text, in characters.
    pub start: u64,
}

impl Spot {
    /// Where a statement is.
    pub(super) fn of(said: &StatementAnswer) -> Self {
        Self {
            source: said.source.clone(),
            start: said.passage.as_ref().map_or(0, |passage| passage.start),
        }
    }
}

/// Somebody who speaks at a place of an article.
pub(super) struct Voice {
    /// The place.
    pub spot: Spot,
    /// The party.
    pub party: Slug,
}

/// The parties that are called something.
pub(super) struct Called {
    /// Whether it is a whole name, alias or id.
    pub exact: bool,
    /// The parties with their names.
    pub parties: Vec<(Slug, String)>,
}

impl Story<'_> {
    /// The claims likest to one, of the ledger and of the draft, the likest first.
    pub(super) fn claims_near(&self, own: &Slug, text: &str) -> Result<Vec<Near>> {
        let ask = |view: &View<'_>, _: Names<'_>| {
            self.sketch
                .claims_near(view.reader, Some(own), text, self.offered())
        };
        self.context.ask(ask)
    }

    /// The claims with this id or with all of these words, of the ledger and of the draft.
    pub(super) fn claims_with(&self, words: &str) -> Result<Vec<(Slug, String)>> {
        let ask = |view: &View<'_>, _: Names<'_>| {
            self.sketch.claims_with(view.reader, words, self.offered())
        };
        self.context.ask(ask)
    }

    /// The parties that speak in an article, the nearest to a place of it first.
    pub(super) fn speakers_near(
        &self,
        spot: &Spot,
        except: Option<&Slug>,
    ) -> Result<Vec<(Slug, String)>> {
        self.context
            .ask(|view, _| self.sketch.speakers_near(view.reader, spot, except))
    }

    /// The parties with this id, name or alias, or else those with these words in one of them.
    pub(super) fn parties_called(&self, name: &str) -> Result<Called> {
        self.context
            .ask(|view, names| self.sketch.parties_called(view.reader, names, name))
    }

    /// The claims of the review, each with whether the draft's still waits.
    fn offered(&self) -> impl Iterator<Item = (&Slug, bool)> {
        self.items.iter().map(|item| {
            let waits = matches!(item, Item::Drafted { takes, .. } if !takes.is_empty());
            (item.claim(), waits)
        })
    }

    /// The parties that the claim on the screen may be about: those that it names, those that speak on it or near it, and
    /// those for whom they speak.
    pub(super) fn parties_of(&self, shown: &Shown) -> Result<Vec<(Slug, String)>> {
        let page = &shown.page;
        let mut ids = self.sketch.likeness.named(&page.claim.text);
        for said in &page.statements {
            let words = said.quote.as_ref().or(said.words.as_ref());
            ids.extend(
                words
                    .iter()
                    .flat_map(|words| self.sketch.likeness.named(words)),
            );
        }
        ids.extend(page.statements.iter().map(|said| said.party.clone()));
        if let Some(said) = page.statements.first() {
            let near = self.speakers_near(&Spot::of(said), None)?;
            ids.extend(near.into_iter().map(|(id, _)| id));
        }
        let mut met = BTreeSet::new();
        ids.retain(|id| met.insert(id.clone()));
        ids.truncate(MAX_CHOICES);
        self.context.ask(|view, _| {
            let named = ids.into_iter().map(|id| {
                let name = self.sketch.party_name(view.reader, &id)?;
                Ok((id, name))
            });
            named.collect()
        })
    }

    /// The questions likest to a claim, of the ledger and of the draft.
    pub(super) fn questions_near(&self, text: &str) -> Result<Vec<(Slug, String)>> {
        let mut found = self.context.ask(|view, _| {
            let recorded = view.reader.questions()?.into_iter();
            let recorded = recorded.map(|key| Ok(view.reader.question(key)?));
            recorded.collect::<Result<Vec<_>>>()
        })?;
        found.extend(self.sketch.draft.questions.clone());
        let mut met = BTreeSet::new();
        found.retain(|one| met.insert(one.id.clone()));
        let texts: Vec<&str> = found.iter().map(|one| one.text.as_str()).collect();
        let ranked = self.sketch.likeness.ranked(text, &texts).into_iter();
        let near = ranked.take(MAX_CHOICES);
        Ok(near
            .map(|(_, at)| (found[at].id.clone(), found[at].text.clone()))
            .collect())
    }
}

impl Sketch {
    /// The claims likest to one, of the ledger and, where they are `offered`, of the draft, the likest first.
    pub(super) fn claims_near<'s>(
        &self,
        reader: Reader<'_>,
        own: Option<&Slug>,
        text: &str,
        offered: impl Iterator<Item = (&'s Slug, bool)>,
    ) -> Result<Vec<Near>> {
        let mut found = Vec::new();
        for word in telling(text) {
            for key in reader.claims_with_words(&word, LOOKED_UP)? {
                let claim = reader.claim(key)?.claim;
                found.push((claim.id, claim.text));
            }
        }
        found.extend(self.offered(reader, offered)?);
        let mut met: BTreeSet<Slug> = own.cloned().into_iter().collect();
        found.retain(|(id, _)| met.insert(id.clone()));
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        let ranked = self.likeness.ranked(text, &texts).into_iter();
        let near = ranked.map(|(odds, at)| Near {
            id: found[at].0.clone(),
            text: found[at].1.clone(),
            odds,
        });
        Ok(near.collect())
    }

    /// Those of some claims that are recorded or, in the draft, still wait, each with its text.
    fn offered<'s>(
        &self,
        reader: Reader<'_>,
        offered: impl Iterator<Item = (&'s Slug, bool)>,
    ) -> Result<Vec<(Slug, String)>> {
        let offered: Vec<(&Slug, bool)> = offered.collect();
        let ids: Vec<&Slug> = offered.iter().map(|(id, _)| *id).collect();
        let keys = reader.claim_keys(&ids)?;
        let recorded: Vec<ClaimKey> = keys.iter().flatten().copied().collect();
        let recorded = reader.claims_in_short(&recorded)?;
        let drafted = self.draft.claims.iter();
        let drafted: HashMap<&Slug, &Claim> = drafted.map(|claim| (&claim.id, claim)).collect();
        let claims = offered.into_iter().zip(keys);
        let with_texts = claims.filter_map(|((id, waits), key)| match key {
            Some(key) => recorded
                .get(&key)
                .map(|claim| (claim.id.clone(), claim.text.clone())),
            None => drafted
                .get(id)
                .filter(|_| waits)
                .map(|claim| (claim.id.clone(), claim.text.clone())),
        });
        Ok(with_texts.collect())
    }

    /// The claims with this id or with all of these words, of the ledger and, where they are `offered`, of the draft.
    pub(super) fn claims_with<'s>(
        &self,
        reader: Reader<'_>,
        words: &str,
        offered: impl Iterator<Item = (&'s Slug, bool)>,
    ) -> Result<Vec<(Slug, String)>> {
        let wanted = folded(words);
        if let Some(key) = reader.claim_key(words)? {
            let claim = reader.claim(key)?.claim;
            return Ok(vec![(claim.id, claim.text)]);
        }
        let mut found = Vec::new();
        for key in reader.claims_with_words(words, MAX_CHOICES)? {
            let claim = reader.claim(key)?.claim;
            found.push((claim.id, claim.text));
        }
        let has_all = |text: &str| {
            let text = folded(text);
            wanted.split(' ').all(|word| text.contains(word))
        };
        let offered = self.offered(reader, offered)?.into_iter();
        found.extend(offered.filter(|(id, text)| id.as_str() == words || has_all(text)));
        let mut met = BTreeSet::new();
        found.retain(|(id, _)| met.insert(id.clone()));
        found.truncate(MAX_CHOICES);
        Ok(found)
    }

    /// The parties that speak in an article, the nearest to a place of it first.
    pub(super) fn speakers_near(
        &self,
        reader: Reader<'_>,
        spot: &Spot,
        except: Option<&Slug>,
    ) -> Result<Vec<(Slug, String)>> {
        let drafted = self.voices.iter();
        let drafted = drafted.filter(|one| one.spot.source == spot.source);
        let mut voices: Vec<(u64, Slug)> = Vec::new();
        for one in drafted {
            // As it is called now, if it was recorded and then renamed or merged.
            let recorded = reader.party_key(one.party.as_str())?;
            let recorded = recorded.map(|key| reader.party_id(key)).transpose()?;
            let party = recorded.unwrap_or_else(|| one.party.clone());
            voices.push((one.spot.start.abs_diff(spot.start), party));
        }
        if let Some(source) = reader.source_key(spot.source.as_str())? {
            for key in reader.statements(About::Source(source))? {
                let said = reader.statement(key)?.statement;
                let start = said.passage.map_or(0, |passage| passage.start);
                voices.push((start.abs_diff(spot.start), said.party));
            }
        }
        voices.sort();
        let mut met: BTreeSet<Slug> = except.cloned().into_iter().collect();
        voices.retain(|(_, party)| met.insert(party.clone()));
        voices.truncate(MAX_CHOICES);
        let named = voices.into_iter().map(|(_, party)| {
            let name = self.party_name(reader, &party)?;
            Ok((party, name))
        });
        named.collect()
    }

    /// The parties with this id, name or alias, or else those with these words in one of them.
    pub(super) fn parties_called(
        &self,
        reader: Reader<'_>,
        names: Names<'_>,
        name: &str,
    ) -> Result<Called> {
        let wanted = folded(name);
        if let Ok((key, id)) = names.party(name) {
            return Ok(Called {
                exact: true,
                parties: vec![(id, reader.party(key)?.name)],
            });
        }
        let mut found = Vec::new();
        let mut exact = Vec::new();
        let recorded = reader.parties()?.into_iter();
        let recorded = recorded.map(|key| reader.party(key));
        // A party of the draft that was recorded may have been renamed or merged since.
        let mut waiting = Vec::new();
        for party in &self.draft.parties {
            if reader.party_key(party.id.as_str())?.is_none() {
                waiting.push(party.clone());
            }
        }
        for party in recorded.chain(waiting.into_iter().map(Ok)) {
            let party = party?;
            let mut called = std::iter::once(&party.name).chain(&party.aliases);
            let is = |name: &String| folded(name) == wanted;
            if party.id.as_str() == name || called.clone().any(is) {
                exact.push((party.id, party.name));
            } else if called.any(|name| folded(name).contains(&wanted)) {
                found.push((party.id, party.name));
            }
        }
        let is_exact = !exact.is_empty();
        let mut parties = if is_exact { exact } else { found };
        let mut met = BTreeSet::new();
        parties.retain(|(id, _)| met.insert(id.clone()));
        parties.truncate(MAX_CHOICES);
        Ok(Called {
            exact: is_exact,
            parties,
        })
    }

    pub(super) fn party_name(&self, reader: Reader<'_>, id: &Slug) -> Result<String> {
        if let Some(key) = reader.party_key(id.as_str())? {
            return Ok(reader.party(key)?.name);
        }
        let drafted = self.party(id);
        Ok(drafted.map_or_else(String::new, |party| party.name.clone()))
    }
}

/// The words of a claim by which others like it are looked up, the longest first.
fn telling(text: &str) -> Vec<String> {
    let words = words(text);
    let mut telling: Vec<String> = words
        .iter()
        .filter(|word| !concepts(word).is_empty())
        .map(|word| word.folded.clone())
        .collect();
    telling.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    telling.dedup();
    telling.truncate(TELLING);
    telling
}
