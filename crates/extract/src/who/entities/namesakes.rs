//! Names that several people of a text bear: "Marlowe" where there are a Ruth and a Kenny Marlowe.

use super::{Entities, Mention};
use crate::syntax::document::Document;
use crate::thresholds;
use crate::types::TokenRange;
use crate::who::names::{Entity, EntityKind, Gender, role_key, title};
use std::collections::HashSet;

/// A family name as it stands in a text, perhaps after a title or an office.
pub(super) struct FamilyName<'a> {
    pub(super) at: usize,
    pub(super) words: &'a [u32],
    /// The gender that the title implies.
    pub(super) gender: Gender,
    /// The keys of the words that describe it by an office.
    pub(super) office: Vec<u32>,
}

impl Entities {
    /// The entity that a family name means if several people named so far bear it. `None` if no more than one does.
    ///
    /// A title or an office may leave one bearer. Else it is the one named in the paragraph, or else an entity of its
    /// own that lists the bearers.
    pub(super) fn namesake(&mut self, document: &Document, name: &FamilyName) -> Option<usize> {
        let mut bearers = self.bearers(name.words, name.gender);
        if bearers.len() < 2 {
            return None;
        }
        // Anybody may be a doctor.
        let doctor = [role_key("Dr"), role_key("Dr.")];
        let mut office = name.office.clone();
        office.retain(|key| !doctor.contains(key));
        if !office.is_empty() {
            let holds = |bearer: &usize| {
                let roles = &self.all[*bearer].roles;
                office.iter().all(|key| roles.contains(key))
            };
            let holders: Vec<usize> = bearers.iter().copied().filter(holds).collect();
            match holders.as_slice() {
                [] => {
                    let index = self.add_unsettled(document, name.at, bearers);
                    self.all[index].roles = office;
                    return Some(index);
                }
                [holder] => return Some(*holder),
                _ => bearers = holders,
            }
        }
        let settled = self
            .leading(document, name.at, &bearers)
            .or_else(|| self.bearer_in_paragraph(document, name.at, &bearers));
        Some(settled.unwrap_or_else(|| self.add_unsettled(document, name.at, bearers)))
    }

    /// The people known by a longer name that ends with these words, or by these words and a title. Nobody whom a
    /// title rules out is among them.
    fn bearers(&self, words: &[u32], gender: Gender) -> Vec<usize> {
        let known = words.last().and_then(|last| self.by_last_word.get(last));
        let bears = |index: &usize| {
            let entity = &self.all[*index];
            let own = entity.words.len() > words.len() || entity.gender != Gender::Unknown;
            entity.kind == EntityKind::Person
                && own
                && entity.words.ends_with(words)
                && entity.gender.agrees(gender)
        };
        let mut found: Vec<usize> = known.into_iter().flatten().copied().filter(bears).collect();
        // A full name that ends a longer one is that of its own bearer: "Ann Lee" is not "Mary Ann Lee".
        if words.len() > 1 && found.iter().any(|index| self.all[*index].words == words) {
            found.clear();
        }
        found
    }

    /// The bearer whom the text is about, if it names the others in passing and in other paragraphs.
    fn leading(&self, document: &Document, at: usize, bearers: &[usize]) -> Option<usize> {
        let leading = *bearers.iter().max_by_key(|bearer| self.counts[**bearer])?;
        let other = |bearer: &usize| *bearer != leading && bearers.contains(bearer);
        let passing = |bearer: &usize| *bearer == leading || self.in_passing(*bearer, bearers);
        let mut near = self
            .paragraph_before(document, at)
            .take(thresholds::NAMESAKE_REACH);
        let leads = bearers.iter().all(passing) && !near.any(|mention| other(&mention.entity));
        leads.then_some(leading)
    }

    /// Whether the text has named a bearer in passing: seldom beside another, without an office, and never as the
    /// subject of a verb.
    fn in_passing(&self, bearer: usize, bearers: &[usize]) -> bool {
        let most = bearers.iter().map(|one| self.counts[*one]).max();
        let seldom = self.counts[bearer] <= most.unwrap_or_default() / thresholds::PASSING_SHARE;
        seldom && !self.acts[bearer] && self.all[bearer].roles.is_empty()
    }

    /// The mentions before a token in its paragraph, the last one first.
    fn paragraph_before(&self, document: &Document, at: usize) -> impl Iterator<Item = &Mention> {
        let paragraph = document.sentence(at).paragraph;
        self.before(at).take_while(move |mention| {
            document.sentence(mention.range.start).paragraph == paragraph
        })
    }

    /// The only bearer named earlier in the paragraph. A name in the same sentence, or on the other side of a quotation
    /// mark, raises doubt but settles nothing: in "Kenny Marlowe lied, Marlowe said" somebody else speaks.
    pub(in crate::who) fn bearer_in_paragraph(
        &self,
        document: &Document,
        at: usize,
        bearers: &[usize],
    ) -> Option<usize> {
        let mut before = self.paragraph_before(document, at);
        let mut found = None;
        let mut settled = false;
        for mention in before.by_ref().take(thresholds::NAMESAKE_REACH) {
            let meant = &self.all[mention.entity];
            if meant.bearers.iter().any(|other| bearers.contains(other)) {
                return None;
            }
            if !bearers.contains(&mention.entity) {
                continue;
            }
            if found.is_some_and(|other| other != mention.entity) {
                return None;
            }
            found = Some(mention.entity);
            settled |= mention.quoted == document.is_quoted(at)
                && document.sentence_of[mention.range.start] < document.sentence_of[at];
        }
        let whole = before.next().is_none();
        found.filter(|bearer| settled && whole && !self.in_passing(*bearer, bearers))
    }

    /// Adds an entity for a name that does not settle which of its bearers is meant.
    pub(super) fn add_unsettled(
        &mut self,
        document: &Document,
        at: usize,
        bearers: Vec<usize>,
    ) -> usize {
        let kind = self.all[bearers[0]].kind;
        let index = self.add(&[], document.word(at), kind, None);
        self.all[index].bearers = bearers;
        index
    }

    /// Unsettles the family names that stand before all of their bearers' full names, as in headings: they were taken
    /// for those of the bearer named first.
    pub(super) fn unsettle_early(&mut self, document: &Document) {
        let mut introduced: HashSet<usize> = HashSet::new();
        for at in 0..self.mentions.len() {
            let Mention { entity, range, .. } = self.mentions[at];
            let Entity { words, bearers, .. } = &self.all[entity];
            if range.len() >= words.len() || !bearers.is_empty() {
                introduced.insert(entity);
                continue;
            }
            if introduced.contains(&entity) {
                continue;
            }
            let bearers = self.bearers(&name_words(document, range), title_before(document, range));
            if bearers.len() > 1 && !bearers.iter().any(|bearer| introduced.contains(bearer)) {
                self.mentions[at].entity = self.add_unsettled(document, range.start, bearers);
            }
        }
    }

    /// Notes that the name in a source means one of its bearers.
    pub(in crate::who) fn settle(&mut self, name: TokenRange, bearer: usize) {
        let start = |mention: &Mention| mention.range.start < name.start;
        let at = self.mentions.partition_point(start);
        if let Some(mention) = self.mentions.get_mut(at) {
            mention.entity = bearer;
        }
    }

    /// A mention for each of those whom a mention may mean.
    pub(in crate::who) fn meant(&self, mention: &Mention) -> impl Iterator<Item = Mention> {
        let Mention { entity, .. } = *mention;
        let bearers = self.all[entity].bearers.iter().copied();
        let itself = self.all[entity].bearers.is_empty().then_some(entity);
        let mention = *mention;
        bearers
            .chain(itself)
            .map(move |entity| Mention { entity, ..mention })
    }
}

/// The hashes of the words of a name.
pub(super) fn name_words(document: &Document, name: TokenRange) -> Vec<u32> {
    name.tokens().map(|at| document.tokens[at].word).collect()
}

fn title_before(document: &Document, name: TokenRange) -> Gender {
    let before = name.start.checked_sub(1);
    let title = before.and_then(|at| title(document.word(at)));
    title.unwrap_or_default()
}
