//! Decides whom a source means: full names for surnames, people for pronouns and offices, and unnamed sources that are
//! kept apart.

use super::entities::{Entities, Mention};
use super::names::{
    Entity, EntityKind, Gender, are_human, head_of, is_body, is_human, is_office, role_key, title,
};
use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_noun, is_verb};
use crate::thresholds;
use crate::types::{CueReading, Reported, TokenRange};
use std::collections::HashSet;

/// Whom a source means, as indexes of entities.
#[derive(Clone, Debug, Default)]
pub(crate) struct Speakers {
    /// Those who speak, the first one first.
    pub(crate) settled: Vec<usize>,
    /// Those whom a pronoun or a shared family name may mean, if it is not settled which of them.
    pub(crate) choices: Vec<usize>,
}

impl Speakers {
    fn one(entity: usize) -> Self {
        Self {
            settled: vec![entity],
            choices: Vec::new(),
        }
    }
}

/// The speakers of each attribution.
///
/// First those outside quoted words, in the order of the text, then those inside. A source inside somebody's words
/// may be "I", so it is resolved after the speaker of the words around it.
pub(crate) fn speakers(
    document: &Document,
    links: &Links,
    entities: &mut Entities,
    reported: &[Reported],
) -> Vec<Speakers> {
    let mut resolver = Resolver {
        document,
        links,
        entities,
        last_speaker: None,
        spoke: HashSet::new(),
    };
    let mut resolved: Vec<Speakers> = vec![Speakers::default(); reported.len()];
    let mut order: Vec<usize> = (0..reported.len()).collect();
    let first = |reading: &CueReading| reading.source.unwrap_or(reading.cue).start;
    order.sort_by_key(|at| match reported[*at].holder {
        None => (0, first(&reported[*at].reading)),
        Some(_) => (1, *at),
    });
    for at in order {
        let Reported { reading, holder } = &reported[at];
        let around = holder.and_then(|holder| resolved[holder].settled.first().copied());
        let source = reading.source.or_else(|| {
            (!reading.spoken_of)
                .then(|| doer(document, links, reading))
                .flatten()
        });
        if let Some(source) = source {
            resolved[at] = resolver.resolve(source, around);
        }
    }
    for at in 0..reported.len() {
        if let Some(before) = continued(document, reported, at) {
            resolved[at] = resolved[before].clone();
        }
    }
    resolved
}

/// The attribution whose speaker goes on in ", adding that …": the one before it in its sentence.
fn continued(document: &Document, reported: &[Reported], at: usize) -> Option<usize> {
    let Reported { reading, holder } = &reported[at];
    let start = reading.cue.start;
    if reading.source.is_some() || document.tags[start] != tag::VBG {
        return None;
    }
    let before = at.checked_sub(1)?;
    let other = &reported[before];
    let sentence = document.sentence(start).start..start;
    (other.holder == *holder && sentence.contains(&other.reading.cue.start)).then_some(before)
}

/// Who does what the cue says, if the models found no source: the subject of the cue, or of the verbs above a
/// participle ("She seemed to hint at it, saying: …").
pub(crate) fn doer(document: &Document, links: &Links, reading: &CueReading) -> Option<TokenRange> {
    let cue = reading.cue;
    let head = document.head_of(cue);
    let finite = |verb: usize| matches!(document.tags[verb], tag::VBD | tag::VBZ | tag::VBP);
    let above = |verb: &usize| {
        let above = links.verb_above[*verb];
        (above != NO && !finite(*verb)).then_some(above as usize)
    };
    let mut verbs = std::iter::successors(Some(head), above).take(thresholds::DOER_STEPS);
    let subject = verbs.find_map(|verb| Some(links.subject[verb]).filter(|at| *at != NO))? as usize;
    let acts = is_verb(document.tags[head]) && document.tags[head] != tag::VBN;
    let said = reading.says(subject) || document.is_quoted(subject);
    let TokenRange { start, end } = document.subtree(subject);
    (acts && !said && subject < cue.start).then(|| TokenRange::new(start, end.min(cue.start)))
}

/// Resolves sources in the order of the text.
struct Resolver<'a> {
    document: &'a Document<'a>,
    links: &'a Links,
    entities: &'a mut Entities,
    last_speaker: Option<usize>,
    /// Those who spoke so far.
    spoke: HashSet<usize>,
}

impl Resolver<'_> {
    /// The speakers that a source names, the first one first. `around` is the speaker of the words around the source,
    /// if it is inside somebody's words.
    fn resolve(&mut self, source: TokenRange, around: Option<usize>) -> Speakers {
        let TokenRange { start, mut end } = source;
        if end > start + 1 && self.document.tags[end - 1] == tag::POS {
            end -= 1;
        }
        while end > start + 1 && self.document.tags[end - 1] == tag::COMMA {
            end -= 1;
        }
        let source = TokenRange::new(start, end);
        let mut found = self.meant(&self.named(source));
        if found.settled.is_empty() && found.choices.is_empty() {
            for part in self.joined(source) {
                let one = self.unnamed(part, around);
                found.settled.extend(one.settled);
                found.choices.extend(one.choices);
            }
        }
        if let Some(first) = found.settled.first().copied() {
            self.remember(source, first);
        }
        if !found.choices.is_empty() {
            self.last_speaker = None;
        }
        found
    }

    /// Notes who spoke, for the sources that follow.
    fn remember(&mut self, source: TokenRange, entity: usize) {
        let quoted = self.document.is_quoted(source.start);
        self.spoke.insert(entity);
        if !quoted {
            self.last_speaker = Some(entity);
        }
        if !self.entities.speaks(source, entity) {
            self.entities.mention(Mention {
                entity,
                range: source,
                subject: !quoted,
                quoted,
            });
        }
    }

    /// Settles whom mentions mean. If one of them may mean several people, these are the choices.
    fn meant(&mut self, mentions: &[Mention]) -> Speakers {
        let mut found = Speakers::default();
        for mention in mentions {
            let Mention { entity, range, .. } = *mention;
            let Entity { bearers, roles, .. } = &self.entities.all[entity];
            // An office that no bearer is known to hold leaves it open.
            let open = !bearers.is_empty() && roles.is_empty();
            let (document, at) = (self.document, range.start);
            let in_paragraph = || self.entities.bearer_in_paragraph(document, at, bearers);
            let known = open.then(in_paragraph).flatten();
            if let Some(bearer) = known {
                self.entities.settle(range, bearer);
            }
            let one = self.one(known.unwrap_or(entity));
            found.settled.extend(one.settled);
            found.choices.extend(one.choices);
        }
        found
    }

    /// An entity, or those of whom one is meant by it.
    fn one(&self, entity: usize) -> Speakers {
        let bearers = &self.entities.all[entity].bearers;
        let settled = bearers.is_empty().then_some(entity);
        Speakers {
            settled: settled.into_iter().collect(),
            choices: bearers.clone(),
        }
    }

    /// The mentions by which the source names speakers, and not to describe one.
    fn named(&self, source: TokenRange) -> Vec<Mention> {
        let document = self.document;
        let mut found: Vec<Mention> = Vec::new();
        for mention in self.entities.within(source) {
            let name = mention.range;
            if name.end > source.end {
                continue;
            }
            let next = (name.end < source.end).then(|| document.tags[name.end]);
            let describes = matches!(next, Some(tag::POS | tag::NN | tag::NNS));
            if describes || self.after_preposition(source.start, name.start) {
                continue;
            }
            let known = found.iter().any(|other| other.entity == mention.entity);
            let further = || self.joined_by_and(source.start, name.start) && !known;
            if found.is_empty() || further() {
                found.push(*mention);
            }
        }
        found
    }

    /// Whether there is a preposition between the beginning of the source and the name, and no comma after it.
    fn after_preposition(&self, start: usize, name: usize) -> bool {
        // In "Undersecretary for Education Mr Reyes" the title begins a name of its own; in "aide to Mr Reyes" it does not.
        let document = self.document;
        let titled = name >= start + 2
            && title(document.word(name - 1)).is_some()
            && is_noun(document.tags[name - 2]);
        if titled {
            return false;
        }
        for at in (start..name).rev() {
            match self.document.tags[at] {
                tag::COMMA => return false,
                // "Everyone but Reyes" is everyone else.
                tag::CC if at > start && self.document.word(at).eq_ignore_ascii_case("but") => {
                    return true;
                }
                // In "a call between the mayor and Reyes" both are after the preposition.
                tag::CC => {
                    let between = |at: usize| self.document.word(at) == "between";
                    return (start..at).any(between);
                }
                tag::IN | tag::TO if at > start => return true,
                tag::IN | tag::TO => return false,
                tag::WP | tag::WDT => return true,
                _ => {}
            }
        }
        false
    }

    fn joined_by_and(&self, start: usize, name: usize) -> bool {
        let floor = start.max(name.saturating_sub(thresholds::CONJUNCTION_REACH));
        (floor..name)
            .rev()
            .take_while(|at| self.document.tags[*at] != tag::COMMA)
            .any(|at| self.document.tags[at] == tag::CC)
    }

    /// The parts of "an aide and a lawyer", each with a determiner or a number of its own.
    fn joined(&self, source: TokenRange) -> Vec<TokenRange> {
        let tags = &self.document.tags;
        let and = (source.start + 1..source.end.saturating_sub(2))
            .find(|at| tags[*at] == tag::CC && matches!(tags[*at + 1], tag::DT | tag::CD));
        match and {
            Some(at) => vec![
                TokenRange::new(source.start, at),
                TokenRange::new(at + 1, source.end),
            ],
            None => vec![source],
        }
    }

    fn unnamed(&mut self, source: TokenRange, around: Option<usize>) -> Speakers {
        let start = source.start;
        let found = match self.document.word(start).to_lowercase().as_str() {
            _ if source.len() > 1 => self.described(source),
            "he" | "him" | "his" => return self.person(start, Gender::Male),
            "she" | "her" => return self.person(start, Gender::Female),
            "i" | "we" | "my" | "our" | "us" | "me" => around,
            "they" | "their" | "them" => return self.group(start),
            "it" | "its" => self.body(start),
            "who" | "which" | "that" | "whose" => return self.antecedent(start),
            _ => self.described(source),
        };
        found.map(|entity| self.one(entity)).unwrap_or_default()
    }

    /// The person whom a pronoun means: the one with the best score if no other comes near it, or else those to
    /// choose from.
    fn person(&self, at: usize, gender: Gender) -> Speakers {
        let mut ranked: Vec<(i64, usize)> = Vec::new();
        let before = self.entities.before(at).take(thresholds::PRONOUN_REACH);
        for mention in before.flat_map(|mention| self.entities.meant(mention)) {
            let mention = &mention;
            let entity = &self.entities.all[mention.entity];
            let fits = entity.gender == gender || entity.gender == Gender::Unknown;
            if !fits || !self.may_be_person(mention.entity) || self.belongs_to(mention, gender) {
                continue;
            }
            let score = self.pronoun_score(at, mention, gender);
            match ranked
                .iter_mut()
                .find(|(_, known)| *known == mention.entity)
            {
                Some(known) => known.0 = known.0.max(score),
                None => ranked.push((score, mention.entity)),
            }
        }
        // The sort is stable: of equal ones the nearest is first.
        ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let Some((best, first)) = ranked.first().copied() else {
            return Speakers::default();
        };
        let near = ranked
            .iter()
            .take_while(|(score, _)| *score + thresholds::pronoun::MARGIN >= best)
            .map(|(_, entity)| *entity);
        let choices: Vec<usize> = near.take(thresholds::MOST_PRONOUN_CHOICES).collect();
        if choices.len() == 1 && best >= thresholds::pronoun::LEAST && self.is_surely_person(first)
        {
            Speakers::one(first)
        } else {
            Speakers {
                settled: Vec::new(),
                choices,
            }
        }
    }

    /// Whether an entity may be meant by "he" or "she".
    fn may_be_person(&self, entity: usize) -> bool {
        let entity = &self.entities.all[entity];
        match entity.kind {
            EntityKind::Person => true,
            EntityKind::Unnamed => is_human(&entity.name),
            EntityKind::Body | EntityKind::Group => false,
        }
    }

    /// Whether more than the form of its name says that an entity is a person: gender, office, or that it spoke.
    fn is_surely_person(&self, entity: usize) -> bool {
        let known = &self.entities.all[entity];
        known.gender != Gender::Unknown || !known.roles.is_empty() || self.spoke.contains(&entity)
    }

    /// Whether a mention is described as somebody's: "Ann Lee, his lawyer" is hardly "he".
    fn belongs_to(&self, mention: &Mention, gender: Gender) -> bool {
        let entity = &self.entities.all[mention.entity];
        let end = mention.range.end;
        let Some(word) = self
            .document
            .tokens
            .get(end + 1)
            .map(|_| self.document.word(end + 1))
        else {
            return false;
        };
        let owner = match gender {
            Gender::Male => "his",
            _ => "her",
        };
        entity.gender != gender
            && self.document.tags[end] == tag::COMMA
            && word.eq_ignore_ascii_case(owner)
    }

    /// How well a mention fits as the antecedent of a pronoun.
    fn pronoun_score(&self, at: usize, mention: &Mention, gender: Gender) -> i64 {
        use thresholds::pronoun;
        let document = self.document;
        let entity = &self.entities.all[mention.entity];
        let there = mention.range.start;
        let sentences =
            i64::from(document.sentence_of[at]) - i64::from(document.sentence_of[there]);
        let same_paragraph = document.sentence(at).paragraph == document.sentence(there).paragraph;
        let if_so = |holds: bool, weight: i64| i64::from(holds) * weight;
        pronoun::PER_SENTENCE_BACK * sentences.min(pronoun::MOST_SENTENCES_BACK)
            + if_so(mention.subject, pronoun::SUBJECT)
            + if_so(
                self.last_speaker == Some(mention.entity),
                pronoun::LAST_SPEAKER,
            )
            + if_so(entity.gender == gender, pronoun::GENDER_KNOWN)
            + if_so(same_paragraph, pronoun::SAME_PARAGRAPH)
            + if_so(entity.kind == EntityKind::Person, pronoun::NAMED_PERSON)
            + if_so(mention.quoted, pronoun::QUOTED)
    }

    /// Whom "they" means: the plural subject nearest before it, or a body. Never a single person.
    fn group(&mut self, at: usize) -> Speakers {
        let document = self.document;
        let own = document.sentence_of[at] as usize;
        for sentence in (own.saturating_sub(thresholds::PLURAL_SENTENCES)..=own).rev() {
            let tokens = document.sentences[sentence].range().tokens();
            let plural = |noun: &usize| {
                *noun < at
                    && document.tags[*noun] == tag::NNS
                    && !document.is_quoted(*noun)
                    && are_human(document.word(*noun))
            };
            let mut nouns: Vec<usize> = tokens
                .filter(plural)
                .filter(|noun| self.acts(*noun))
                .collect();
            nouns.dedup();
            match nouns.as_slice() {
                [] => {}
                [.., noun] => {
                    let whole = document.subtree(*noun);
                    let end = whole.end.min(at).max(noun + 1);
                    let found = self.described(TokenRange::new(whole.start.min(*noun), end));
                    return found.map(Speakers::one).unwrap_or_default();
                }
            }
        }
        let speaker = self.last_speaker.filter(|speaker| {
            let Entity { kind, name, .. } = &self.entities.all[*speaker];
            match kind {
                EntityKind::Body => true,
                // What results show, "they" do not say.
                EntityKind::Group => are_human(head_of(name)),
                EntityKind::Person | EntityKind::Unnamed => false,
            }
        });
        speaker
            .or_else(|| self.near_body(at))
            .map(Speakers::one)
            .unwrap_or_default()
    }

    /// Whether a noun is the subject of a verb.
    fn acts(&self, noun: usize) -> bool {
        self.document.head(noun).is_some_and(|head| {
            is_verb(self.document.tags[head]) && self.links.subject[head] as usize == noun
        })
    }

    /// Whether an entity may be meant by "it".
    fn may_be_body(&self, entity: usize) -> bool {
        let Entity { kind, name, .. } = &self.entities.all[entity];
        *kind == EntityKind::Body || *kind == EntityKind::Unnamed && is_body(name)
    }

    /// The body that was a subject shortly before.
    fn near_body(&self, at: usize) -> Option<usize> {
        let own = self.document.sentence_of[at] as usize;
        let mut near = self
            .entities
            .before(at)
            .take(thresholds::PRONOUN_REACH)
            .take_while(|mention| {
                let there = self.document.sentence_of[mention.range.start] as usize;
                there + thresholds::BODY_SENTENCES >= own
            });
        let found = near
            .find(|mention| mention.subject && !mention.quoted && self.may_be_body(mention.entity));
        found.map(|mention| mention.entity)
    }

    fn body(&self, at: usize) -> Option<usize> {
        let speaker = self
            .last_speaker
            .filter(|speaker| self.may_be_body(*speaker));
        self.near_body(at).or(speaker)
    }

    /// The antecedent of "who": the name or the noun right before it.
    fn antecedent(&mut self, at: usize) -> Speakers {
        let floor = self.document.sentence(at).start;
        let named = self.entities.before(at).next().filter(|mention| {
            let TokenRange { start, end } = mention.range;
            start >= floor && at - end.min(at) <= thresholds::RELATIVE_GAP
        });
        if let Some(mention) = named.copied() {
            return self.meant(&[mention]);
        }
        let noun = (floor..at)
            .rev()
            .take(thresholds::RELATIVE_REACH)
            .find(|at| matches!(self.document.tags[*at], tag::NN | tag::NNS));
        let found = noun.and_then(|noun| {
            let start = (self.document.left_edge[noun] as usize).max(floor);
            self.described(TokenRange::new(start, noun + 1))
        });
        found.map(Speakers::one).unwrap_or_default()
    }

    /// Somebody who is described: known by the office, or an unnamed source mentioned before, or a new one.
    fn described(&mut self, source: TokenRange) -> Option<usize> {
        let document = self.document;
        let TokenRange { start, end } = source;
        let definite = matches!(
            document.word(start).to_ascii_lowercase().as_str(),
            "the" | "this" | "that" | "these" | "those" | "both"
        );
        let mut first = start;
        let neither = |at: usize| document.word(at).eq_ignore_ascii_case("neither");
        while first + 1 < end && (document.tags[first] == tag::DT || neither(first)) {
            first += 1;
        }
        let ends = |at: &usize| {
            matches!(
                document.tags[*at],
                tag::COMMA | tag::IN | tag::TO | tag::WP | tag::WDT | tag::LRB
            )
        };
        let stop = (first + 1..end).find(ends).unwrap_or(end);
        let noun = |at: &usize| is_noun(document.tags[*at]);
        // "The unemployed" and "one of the sources" have no noun.
        let other = |at: &usize| matches!(document.tags[*at], tag::JJ | tag::CD);
        let mut tokens = (first..stop).rev();
        let head = tokens.clone().find(noun).or_else(|| tokens.find(other))?;
        let keys: Vec<u32> = (first..=head)
            .filter(|at| noun(at) || document.tags[*at] == tag::JJ)
            .map(|at| role_key(document.word(at)))
            .collect();
        let office = is_office(document.word(head));
        if definite || office && first == start {
            let known = self.with_roles(start, head, &keys);
            if known.is_some() {
                return known;
            }
        }
        let kind = if document.tags[head] == tag::NNS {
            EntityKind::Group
        } else {
            EntityKind::Unnamed
        };
        let name = document.words(TokenRange::new(first, end));
        let name = name.trim_end_matches([',', ' ', ';', '—', '–']);
        Some(self.entities.add_unnamed(name, keys, kind))
    }

    /// The entity last mentioned before a token that all these words describe, the last of which is the noun at `head`.
    /// Mentions outside quotations come first.
    fn with_roles(&self, at: usize, head: usize, keys: &[u32]) -> Option<usize> {
        let noun = self.document.word(head);
        let office = is_office(noun);
        let plural = self.document.tags[head] == tag::NNS;
        let fits = |mention: &&Mention| {
            let Entity {
                kind, name, roles, ..
            } = &self.entities.all[mention.entity];
            // "Both courts" are never "the Court", but "the police" may be "Harbour Police".
            let many = *kind == EntityKind::Group
                || name.split(' ').any(|word| word.eq_ignore_ascii_case(noun));
            (office || *kind != EntityKind::Person)
                && (!plural || many)
                && keys.iter().all(|key| roles.contains(key))
        };
        let mut quoted = None;
        for mention in self
            .entities
            .before(at)
            .take(thresholds::DESCRIBED_REACH)
            .filter(fits)
        {
            if !mention.quoted {
                return Some(mention.entity);
            }
            quoted = quoted.or(Some(mention.entity));
        }
        quoted
    }
}
