//! Finds the names in a text and decides which of them mean the same entity.

mod bodies;
mod namesakes;

use self::bodies::BodyName;
use self::namesakes::{FamilyName, name_words};
use super::lists::BODIES;
use super::names::{
    Entity, EntityKind, Gender, gender_of_first_name, has, is_adjective_of_place, is_full_office,
    is_name_token, is_office, joins_name, role_key, surely_first_name, title,
};
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::TokenRange;
use std::collections::{HashMap, HashSet};

/// A mention of an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// The index of the entity.
    pub(crate) entity: usize,
    /// The name, without titles.
    pub(crate) range: TokenRange,
    /// Whether it is the subject of a verb outside quotations.
    pub(crate) subject: bool,
    /// Whether it is in a quotation.
    pub(crate) quoted: bool,
}

/// The entities that a text mentions, and their mentions.
#[derive(Default)]
pub(crate) struct Entities {
    pub(crate) all: Vec<Entity>,
    /// The mentions by name, in order.
    mentions: Vec<Mention>,
    /// The number of mentions of each entity.
    counts: Vec<usize>,
    /// Whether each entity has been the subject of a verb.
    acts: Vec<bool>,
    /// The entities by the last word of their names, and bodies by the word that says what they are: "Bank of England"
    /// by "Bank".
    by_last_word: HashMap<u32, Vec<usize>>,
    /// The entities of which the text says that they are bodies.
    said_bodies: HashSet<usize>,
    /// The bodies by the initials of their names, in lower case. `None` if several share them.
    by_initials: HashMap<u32, Option<usize>>,
    /// The mentions without a name, in order. They are added while sources are resolved, and kept apart so that an
    /// insertion moves only the few that follow it.
    unnamed: Vec<Mention>,
}

impl Entities {
    /// Finds all names in a document.
    pub(crate) fn find(document: &Document, links: &Links) -> Self {
        let mut entities = Self::default();
        let mut at = 0;
        while at < document.tokens.len() {
            if !is_name_token(document, at) {
                at += 1;
                continue;
            }
            let name = TokenRange::new(at, name_end(document, at));
            at = match BodyName::find(document, name) {
                Some(body) => {
                    entities.add_body(document, links, &body);
                    body.end()
                }
                None => {
                    entities.add_name(document, links, name);
                    name.end
                }
            };
        }
        entities.unsettle_early(document);
        entities
    }

    /// Adds a range of name tokens, unless it only describes the noun after it.
    fn add_name(&mut self, document: &Document, links: &Links, whole: TokenRange) {
        let TokenRange { mut start, end } = whole;
        let mut gender = Gender::Unknown;
        let mut titled = false;
        // "US President Ann Lee": the name begins after the last office.
        if let Some(office) = (start..end - 1)
            .rev()
            .find(|at| is_full_office(document.word(*at)))
        {
            (start, titled) = (office + 1, true);
        }
        // "Education Mr Lee".
        start = (start..end - 1)
            .rev()
            .find(|at| title(document.word(*at)).is_some())
            .map_or(start, |at| {
                if title(document.word(start)).is_some() {
                    start
                } else {
                    at
                }
            });
        while let Some(implied) = title(document.word(start)).filter(|_| start + 1 < end) {
            (gender, titled) = (implied, true);
            start += 1;
        }
        let name = TokenRange::new(start, end);
        let describes = || {
            describes_next(document, end)
                || is_demonym(document, name)
                || is_only_office(document, name)
        };
        if !titled && describes() {
            return;
        }
        let (roles_before, office_before) = described_before(document, whole.start, start);
        let is_body = bodies::is_in_apposition(document, end);
        let surely_person = titled || office_before;
        let kind = if surely_person || !is_body && looks_like_person(document, name) {
            EntityKind::Person
        } else {
            EntityKind::Body
        };
        let words = name_words(document, name);
        // "Mrs Lee" stays so until a fuller name is found: without the title it could be anybody's.
        let shown = if name.len() == 1 && start > whole.start && gender != Gender::Unknown {
            TokenRange::new(start - 1, end)
        } else {
            TokenRange::new(owner_of(document, name).unwrap_or(start), end)
        };
        let (roles_after, office_after) = described_after(document, end);
        let family = FamilyName {
            at: start,
            words: &words,
            gender,
            office: match office_after {
                true => [roles_before.as_slice(), &roles_after].concat(),
                false => roles_before.clone(),
            },
        };
        let shared = self
            .namesake(document, &family)
            .or_else(|| self.bare_body(document, name))
            .or_else(|| self.by_initials(document, name));
        let index = match shared {
            Some(index) => {
                self.counts[index] += 1;
                index
            }
            None => self.find_or_add(&words, document.words(shown), kind, gender),
        };
        self.settle_kind(index, kind, surely_person, is_body);
        let settled = self.all[index].bearers.is_empty();
        let entity = &mut self.all[index];
        if gender == Gender::Unknown
            && entity.gender == Gender::Unknown
            && entity.kind == EntityKind::Person
            && name.len() > 1
        {
            gender = gender_of_first_name(document.word(start));
        }
        if gender == Gender::Unknown && entity.gender == Gender::Unknown {
            gender = gender_by_kin(document, end);
        }
        if gender != Gender::Unknown {
            entity.gender = gender;
        }
        let own = if kind == EntityKind::Body {
            bodies::roles(document, name)
        } else {
            Vec::new()
        };
        for role in roles_before.into_iter().chain(roles_after).chain(own) {
            let further = !entity.roles.contains(&role) && settled;
            if further && entity.roles.len() < thresholds::MOST_ROLES {
                entity.roles.push(role);
            }
        }
        if self.all[index].kind == EntityKind::Body && name.len() > 1 {
            self.note_initials(document, name, index);
        }
        self.note(document, index, name, is_subject(document, links, whole));
    }

    /// Notes a mention by name.
    fn note(&mut self, document: &Document, index: usize, range: TokenRange, subject: bool) {
        let quoted = document.is_quoted(range.start);
        let subject = subject && !quoted;
        self.acts[index] |= subject;
        self.mentions.push(Mention {
            entity: index,
            range,
            subject,
            quoted,
        });
    }

    /// The index of the entity of a name: the one mentioned most often whose name has all its words, or else one
    /// whose name it completes, or else a new one. A "Mrs" is never an entity known to be male.
    fn find_or_add(
        &mut self,
        words: &[u32],
        text: &str,
        kind: EntityKind,
        gender: Gender,
    ) -> usize {
        let known = words
            .last()
            .and_then(|last| self.by_last_word.get(last))
            .cloned()
            .unwrap_or_default();
        let fits = |index: &&usize| {
            let entity = &self.all[**index];
            entity.gender.agrees(gender) && words.iter().all(|word| entity.words.contains(word))
        };
        let shorter = |index: &&usize| {
            let mut own = self.all[**index].words.iter();
            own.all(|word| words.contains(word))
        };
        let found = known
            .iter()
            .filter(fits)
            .max_by_key(|index| (self.counts[**index], **index))
            .copied();
        let completed = found
            .is_none()
            .then(|| known.iter().rev().find(shorter).copied())
            .flatten();
        if let Some(index) = completed {
            self.all[index].words = words.to_vec();
            self.all[index].name = text.to_owned();
        }
        let index = found
            .or(completed)
            .unwrap_or_else(|| self.add(words, text, kind, words.last().copied()));
        self.counts[index] += 1;
        index
    }

    /// What an entity is, by a further mention: a person, unless the text has said that it is a body.
    fn settle_kind(&mut self, index: usize, kind: EntityKind, surely_person: bool, is_body: bool) {
        if is_body {
            self.said_bodies.insert(index);
            self.all[index].kind = EntityKind::Body;
        } else if kind == EntityKind::Person
            && (surely_person || !self.said_bodies.contains(&index))
        {
            self.all[index].kind = kind;
        }
    }

    /// Adds an entity that is looked up by one of the words of its name.
    fn add(&mut self, words: &[u32], name: &str, kind: EntityKind, key: Option<u32>) -> usize {
        let index = self.all.len();
        self.counts.push(0);
        self.acts.push(false);
        self.all.push(Entity {
            name: name.to_owned(),
            words: words.to_vec(),
            roles: Vec::new(),
            gender: Gender::Unknown,
            kind,
            bearers: Vec::new(),
        });
        if let Some(key) = key {
            let known = self.by_last_word.entry(key).or_default();
            // A text that repeats one word endlessly must not slow down every look-up.
            if known.len() < thresholds::MOST_NAMESAKES {
                known.push(index);
            }
        }
        index
    }

    /// Adds an entity without a name, and returns its index.
    pub(super) fn add_unnamed(&mut self, name: &str, roles: Vec<u32>, kind: EntityKind) -> usize {
        let index = self.add(&[], name, kind, None);
        self.all[index].roles = roles;
        index
    }

    /// The mentions before a token, the last one first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let before = |mention: &Mention| mention.range.start < at;
        let named = &self.mentions[..self.mentions.partition_point(before)];
        let unnamed = &self.unnamed[..self.unnamed.partition_point(before)];
        let mut named = named.iter().rev().peekable();
        let mut unnamed = unnamed.iter().rev().peekable();
        std::iter::from_fn(move || match (named.peek(), unnamed.peek()) {
            (Some(a), Some(b)) if a.range.start >= b.range.start => named.next(),
            (_, Some(_)) => unnamed.next(),
            _ => named.next(),
        })
    }

    /// The mentions by name that begin in a range.
    pub(super) fn within(&self, range: TokenRange) -> &[Mention] {
        let before = |at: usize| {
            self.mentions
                .partition_point(|mention| mention.range.start < at)
        };
        let (first, last) = (before(range.start), before(range.end));
        &self.mentions[first..last.max(first)]
    }

    /// Notes that an entity speaks where a source names it. Returns whether the source does name it.
    pub(super) fn speaks(&mut self, source: TokenRange, entity: usize) -> bool {
        let before = |mention: &Mention| mention.range.start < source.start;
        let first = self.mentions.partition_point(before);
        let mut named = self.mentions[first..]
            .iter_mut()
            .take_while(|mention| mention.range.start < source.end);
        let Some(mention) = named.find(|mention| mention.entity == entity) else {
            return false;
        };
        mention.subject = !mention.quoted;
        true
    }

    /// Adds a mention without a name.
    pub(super) fn mention(&mut self, mention: Mention) {
        let at = self
            .unnamed
            .partition_point(|other| other.range.start <= mention.range.start);
        self.unnamed.insert(at, mention);
    }
}

/// Where the name of a body begins that is named by its owner: "the U.S. Attorney's Office" is not "Office".
fn owner_of(document: &Document, name: TokenRange) -> Option<usize> {
    let last = name.start.checked_sub(2)?;
    let owned = document.tags[last + 1] == tag::POS && is_name_token(document, last);
    let first = (document.sentence(last).start..=last)
        .rev()
        .take_while(|at| is_name_token(document, *at))
        .last()?;
    (owned && name.len() == 1 && has(BODIES, document.word(name.start))).then_some(first)
}

/// The gender that the rest of the sentence implies, up to the next name: who came "with his wife" is a man.
fn gender_by_kin(document: &Document, end: usize) -> Gender {
    let rest = end..document.sentence(end - 1).end.max(end);
    for at in rest.take_while(|at| !is_name_token(document, *at)) {
        let next = document.tokens.get(at + 1).map(|_| document.word(at + 1));
        match (document.word(at).to_ascii_lowercase().as_str(), next) {
            ("his", Some("wife" | "widow" | "girlfriend" | "ex-wife" | "fiancée"))
            | ("himself", _) => {
                return Gender::Male;
            }
            ("her", Some("husband" | "widower" | "boyfriend" | "ex-husband")) | ("herself", _) => {
                return Gender::Female;
            }
            _ => {}
        }
    }
    Gender::Unknown
}

fn name_end(document: &Document, start: usize) -> usize {
    let mut end = start + 1;
    let sentence = document.sentence(start).end;
    while end < sentence && document.tokens[end].breaks == 0 {
        let joins = end + 1 < sentence
            && joins_name(document.word(end))
            && is_name_token(document, end + 1);
        if !is_name_token(document, end) && !joins {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a name that ends here describes the noun after it: "Treasury officials", "the Lee campaign".
fn describes_next(document: &Document, end: usize) -> bool {
    // The tagger takes some verbs for nouns: "The Ministry of Health wishes to".
    const VERBS: [&str; 5] = ["wishes", "says", "denies", "insists", "adds"];
    let end = after_initials(document, end).unwrap_or(end);
    end < document.tokens.len()
        && matches!(document.tags[end], tag::NN | tag::NNS)
        && document.tokens[end].breaks == 0
        && document.tokens[end].spaced
        && !VERBS.contains(&document.word(end))
}

/// Where the bracket after a name closes that has its initials, or the one around initials: "World Health Organization
/// (WHO) officials".
fn after_initials(document: &Document, end: usize) -> Option<usize> {
    let bracketed = |open: usize| {
        open + 2 < document.sentence(end - 1).end
            && document.word(open) == "("
            && document.tokens[open + 1].shape == Shape::Upper
            && document.word(open + 2) == ")"
    };
    let open = [Some(end), end.checked_sub(2)];
    let open = open.into_iter().flatten().find(|open| bracketed(*open))?;
    Some(open + 3)
}

/// Whether capitals are an office and no name: "the Medical Director", "the Minister". "Kate Bishop" is a name.
fn is_only_office(document: &Document, name: TokenRange) -> bool {
    let mut before = (document.sentence(name.start).start..name.start).rev();
    let first = before.find(|at| !describes(document.tags[*at]) && document.tags[*at] != tag::VBG);
    let determined = first
        .is_some_and(|at| matches!(document.tags[at], tag::DT | tag::PRPS | tag::POS | tag::PRP));
    determined
        && is_full_office(document.word(name.end - 1))
        && gender_of_first_name(document.word(name.start)) == Gender::Unknown
}

/// Whether a name is an adjective of a place that describes what follows: "Russian foreign minister".
fn is_demonym(document: &Document, name: TokenRange) -> bool {
    name.len() == 1
        && is_adjective_of_place(document.word(name.start))
        && document.tags.get(name.end) == Some(&tag::JJ)
}

/// The keys of the describing words before a name, and whether there is an office among them. `start` is where the
/// name with its titles begins, `first` where it begins without.
fn described_before(document: &Document, start: usize, first: usize) -> (Vec<u32>, bool) {
    let mut roles: Vec<u32> = (start..first)
        .filter(|at| title(document.word(*at)).is_none())
        .map(|at| role_key(document.word(at)))
        .collect();
    let mut office = false;
    let floor = document
        .sentence(start)
        .start
        .max(start.saturating_sub(thresholds::DESCRIPTION_REACH));
    for at in (floor..start).rev() {
        if !describes(document.tags[at]) {
            break;
        }
        office |= is_office(document.word(at));
        roles.push(role_key(document.word(at)));
    }
    // Without an office, the words before belong to something else: "On taxes Lee said".
    if !office && first == start {
        roles.clear();
    }
    if let Some(further) = office_in_front(document, start) {
        office = true;
        roles.extend(further);
    }
    (roles, office)
}

/// The keys of the words of an office between a determiner and the comma before a name that is set off by commas: "the
/// provincial governor, Ann Lee,".
fn office_in_front(document: &Document, start: usize) -> Option<Vec<u32>> {
    let sentence = document.sentence(start);
    let comma = start.checked_sub(1).filter(|at| *at > sentence.start)?;
    if document.tags[comma] != tag::COMMA {
        return None;
    }
    let floor = sentence
        .start
        .max(comma.saturating_sub(thresholds::DESCRIPTION_REACH));
    let described = |at: &usize| describes(document.tags[*at]);
    let first = (floor..comma).rev().take_while(described).last()?;
    let determined =
        first > sentence.start && matches!(document.tags[first - 1], tag::DT | tag::PRPS);
    // "In a talk with the minister, Ann Lee said": the comma ends a phrase, and no other one follows the name.
    let set_off = document.tags.get(name_end(document, start)) == Some(&tag::COMMA);
    let office = is_office(document.word(comma - 1));
    let roles = (first..comma)
        .map(|at| role_key(document.word(at)))
        .collect();
    (determined && set_off && office).then_some(roles)
}

/// The keys of the describing words of an apposition, and whether there is an office among them: "Ann Lee, the Irish
/// finance minister, said". In "a crash in Mali, the French army said" the words after the comma speak.
fn described_after(document: &Document, end: usize) -> (Vec<u32>, bool) {
    let mut roles = Vec::new();
    let mut office = false;
    if document.tags.get(end) != Some(&tag::COMMA) {
        return (roles, office);
    }
    let reach = end + 2 + thresholds::DESCRIPTION_REACH;
    for at in end + 1..reach.min(document.sentence(end).end) {
        match document.tags[at] {
            described if describes(described) => {
                office |= is_office(document.word(at));
                roles.push(role_key(document.word(at)));
            }
            tag::DT | tag::PRPS | tag::CC | tag::POS | tag::IN => {}
            tag::VBD | tag::VBZ | tag::VBP | tag::MD => return (Vec::new(), false),
            tag::COMMA if is_person_here(document, at + 1) => return (Vec::new(), false),
            _ => break,
        }
    }
    (roles, office)
}

/// Whether a title or a first name begins here. What stands before it describes its bearer: "in the town of Orley, the
/// mayor, Ann Lee, said".
fn is_person_here(document: &Document, at: usize) -> bool {
    let named = at + 1 < document.tokens.len() && is_name_token(document, at + 1);
    let first = || surely_first_name(document.word(at)) != Gender::Unknown;
    named && (title(document.word(at)).is_some() || is_full_office(document.word(at)) || first())
}

fn describes(tag: u8) -> bool {
    is_noun(tag) || tag == tag::JJ
}

fn looks_like_person(document: &Document, name: TokenRange) -> bool {
    let first_name = surely_first_name(document.word(name.start)) != Gender::Unknown;
    if first_name && name.len() > 1 {
        return true;
    }
    let article = name.start > 0 && document.word(name.start - 1).eq_ignore_ascii_case("the");
    let body = has(BODIES, document.word(name.end - 1));
    let lower = |at: usize| {
        let letters = document.word(at).chars();
        letters.filter(|letter| letter.is_lowercase()).count()
    };
    let spelt_out = name.tokens().all(|at| lower(at) > 1);
    (2..=3).contains(&name.len()) && !article && !body && spelt_out
}

/// Whether a name is the subject of a verb, or stands beside the subject: "His deputy, Ann Lee", "Paul and Ann".
fn is_subject(document: &Document, links: &Links, name: TokenRange) -> bool {
    let acts = |at: usize| {
        document.head(at).is_some_and(|head| {
            head >= name.end && is_verb(document.tags[head]) && links.subject[head] as usize == at
        })
    };
    let beside = |at: usize| {
        let head = document.head(at).filter(|head| *head < name.start)?;
        let joined = matches!(document.tags[name.start - 1], tag::COMMA | tag::CC);
        (joined && is_noun(document.tags[head]) && acts(head)).then_some(head)
    };
    name.tokens().any(|at| acts(at) || beside(at).is_some())
}
