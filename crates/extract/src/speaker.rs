//! Tells who the source of an attribution is: full names for surnames, people for pronouns and
//! offices, and unnamed sources kept apart from each other.

use crate::document::Document;
use crate::mention::{Cast, Mention};
use crate::names::{Gender, Kind, is_office, role_key};
use crate::tagger::tag;

/// Somebody to whom sources can be resolved, sentence by sentence.
pub struct Resolver<'a> {
    document: &'a Document<'a>,
    /// Who is known so far.
    pub cast: Cast,
    last_speaker: Option<usize>,
}

/// How far back, in mentions, a pronoun may reach. Further back nobody would understand it either.
const REACH: usize = 40;

impl<'a> Resolver<'a> {
    /// Prepares for a document.
    pub fn new(document: &'a Document<'a>, cast: Cast) -> Self {
        Self {
            document,
            cast,
            last_speaker: None,
        }
    }

    /// The speakers that a source names, first one first. Sources must come in the order of the text.
    /// `quoted_speaker` is who says the words around, if the source stands in somebody's quotation.
    pub fn resolve(&mut self, source: (usize, usize), quoted_speaker: Option<usize>) -> Vec<usize> {
        let (start, mut end) = source;
        if end > start + 1 && self.document.tags[end - 1] == tag::POS {
            end -= 1;
        }
        while end > start + 1 && self.document.tags[end - 1] == tag::COMMA {
            end -= 1;
        }
        let mut found = self.named(start, end);
        if found.is_empty() {
            for (from, to) in self.joined(start, end) {
                found.extend(self.unnamed(from, to, quoted_speaker));
            }
        }
        if let Some(first) = found.first().copied() {
            let quoted = self.document.quotation_of[start] > 0;
            if !quoted {
                self.last_speaker = Some(first);
            }
            if !self
                .cast
                .within(start, end)
                .iter()
                .any(|mention| mention.entity == first)
            {
                self.cast.note(Mention {
                    entity: first,
                    start,
                    end,
                    subject: !quoted,
                    quoted,
                });
            }
        }
        found
    }

    /// The names in the source that are speakers themselves and do not describe one.
    fn named(&self, start: usize, end: usize) -> Vec<usize> {
        let document = self.document;
        let mut found: Vec<usize> = Vec::new();
        for mention in self.cast.within(start, end) {
            if mention.start > mention.end || mention.end > end {
                continue;
            }
            let possessive = mention.end < end && document.tags[mention.end] == tag::POS;
            let modifier =
                mention.end < end && matches!(document.tags[mention.end], tag::NN | tag::NNS);
            if possessive || modifier || self.after_preposition(start, mention.start) {
                continue;
            }
            let further =
                || self.joined_by_and(start, mention.start) && !found.contains(&mention.entity);
            if found.is_empty() || further() {
                found.push(mention.entity);
            }
        }
        found
    }

    /// Whether a preposition stands between the beginning of the source and the name, with no comma after it.
    fn after_preposition(&self, start: usize, name: usize) -> bool {
        for at in (start..name).rev() {
            match self.document.tags[at] {
                tag::COMMA => return false,
                // "a call between the mayor and Reyes" has both of them behind the preposition.
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
        let floor = start.max(name.saturating_sub(5));
        (floor..name)
            .rev()
            .take_while(|at| self.document.tags[*at] != tag::COMMA)
            .any(|at| self.document.tags[at] == tag::CC)
    }

    /// The parts of "an aide and a lawyer", each with a determiner or number of its own.
    fn joined(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let tags = &self.document.tags;
        let and = (start + 1..end.saturating_sub(2))
            .find(|at| tags[*at] == tag::CC && matches!(tags[*at + 1], tag::DT | tag::CD));
        match and {
            Some(at) => vec![(start, at), (at + 1, end)],
            None => vec![(start, end)],
        }
    }

    fn unnamed(
        &mut self,
        start: usize,
        end: usize,
        quoted_speaker: Option<usize>,
    ) -> Option<usize> {
        let word = self.document.word(start).to_lowercase();
        if end == start + 1 {
            match word.as_str() {
                "he" | "him" | "his" => return self.person(start, Gender::Male),
                "she" | "her" => return self.person(start, Gender::Female),
                "i" | "we" | "my" | "our" | "us" | "me" => return quoted_speaker,
                "they" | "their" | "them" => return self.group(start),
                "it" | "its" => return self.body(start),
                "who" | "which" | "that" | "whose" => return self.antecedent(start),
                _ => {}
            }
        }
        self.described(start, end)
    }

    /// The person that a pronoun most likely stands for: near, a subject, and the one who spoke last.
    fn person(&self, at: usize, gender: Gender) -> Option<usize> {
        let here = self.document.sentence_of[at] as i64;
        let paragraph = self.document.sentence(at).paragraph;
        let mut best: Option<(i64, usize)> = None;
        for mention in self.cast.before(at).take(REACH) {
            let entity = &self.cast.entities[mention.entity];
            let fits = entity.gender == gender || entity.gender == Gender::Unknown;
            if !fits || !matches!(entity.kind, Kind::Person | Kind::Unnamed) {
                continue;
            }
            let back = (here - i64::from(self.document.sentence_of[mention.start])).min(9);
            let there = self.document.sentence(mention.start).paragraph;
            let score = -2 * back
                + 5 * i64::from(mention.subject)
                + 3 * i64::from(self.last_speaker == Some(mention.entity))
                + i64::from(entity.gender == gender) * 2
                + 2 * i64::from(paragraph == there)
                + i64::from(entity.kind == Kind::Person)
                - 7 * i64::from(mention.quoted);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, mention.entity));
            }
        }
        best.map(|(_, entity)| entity)
    }

    fn nearest(&self, at: usize, fits: impl Fn(Kind) -> bool) -> Option<usize> {
        let near = self
            .cast
            .before(at)
            .take(REACH)
            .filter(|m| !m.quoted && fits(self.cast.entities[m.entity].kind));
        let mut near = near.take(6);
        let first = near.next()?;
        if first.subject {
            return Some(first.entity);
        }
        Some(
            near.find(|mention| mention.subject)
                .map_or(first.entity, |mention| mention.entity),
        )
    }

    fn group(&self, at: usize) -> Option<usize> {
        self.nearest(at, |kind| kind == Kind::Group)
            .or_else(|| self.nearest(at, |kind| matches!(kind, Kind::Unnamed)))
            .or_else(|| self.nearest(at, |kind| kind == Kind::Body))
            .or(self.last_speaker)
    }

    fn body(&self, at: usize) -> Option<usize> {
        let speaker = self
            .last_speaker
            .filter(|speaker| self.cast.entities[*speaker].kind != Kind::Person);
        speaker.or_else(|| self.nearest(at, |kind| kind == Kind::Body))
    }

    /// Whom "who" stands for: the noun right before it.
    fn antecedent(&mut self, at: usize) -> Option<usize> {
        let floor = self.document.sentence(at).start;
        let named = self
            .cast
            .before(at)
            .next()
            .filter(|m| m.start >= floor && at - m.end.min(at) <= 2);
        if let Some(mention) = named {
            return Some(mention.entity);
        }
        let noun = (floor..at)
            .rev()
            .take(6)
            .find(|place| matches!(self.document.tags[*place], tag::NN | tag::NNS))?;
        let start = (self.document.left_edge[noun] as usize).max(floor);
        self.described(start, noun + 1)
    }

    /// Somebody described: known by the office, or an unnamed source met before, or a new one.
    fn described(&mut self, start: usize, end: usize) -> Option<usize> {
        let document = self.document;
        let definite = matches!(
            document.word(start).to_ascii_lowercase().as_str(),
            "the" | "this" | "that" | "these" | "those" | "both"
        );
        let mut first = start;
        while first + 1 < end && matches!(document.tags[first], tag::DT) {
            first += 1;
        }
        let stop = (first..end)
            .find(|at| {
                *at > first
                    && matches!(
                        document.tags[*at],
                        tag::COMMA | tag::IN | tag::TO | tag::WP | tag::WDT | 34
                    )
            })
            .unwrap_or(end);
        let noun = |at: &usize| {
            matches!(
                document.tags[*at],
                tag::NN | tag::NNS | tag::NNP | tag::NNPS
            )
        };
        // "the unemployed", "one of the sources": no noun, but somebody all the same.
        let some = |at: &usize| matches!(document.tags[*at], tag::JJ | tag::CD);
        let head = (first..stop)
            .rev()
            .find(noun)
            .or_else(|| (first..stop).rev().find(some))?;
        let keys: Vec<u32> = (first..=head)
            .filter(|at| {
                matches!(
                    document.tags[*at],
                    tag::NN | tag::NNS | tag::NNP | tag::NNPS | tag::JJ
                )
            })
            .map(|at| role_key(document.word(at)))
            .collect();
        let office = is_office(document.word(head));
        let known = (definite || office && first == start)
            .then(|| self.with_roles(start, &keys, office))
            .flatten();
        if known.is_some() {
            return known;
        }
        let kind = if document.tags[head] == tag::NNS {
            Kind::Group
        } else {
            Kind::Unnamed
        };
        let name =
            document.text[document.tokens[first].start..document.tokens[end - 1].end].to_owned();
        let name = name.trim_end_matches([',', ' ', ';', '—', '–']).to_owned();
        Some(self.cast.add_unnamed(&name, keys, kind))
    }

    /// The latest one before of whom all these words were said.
    fn with_roles(&self, at: usize, keys: &[u32], office: bool) -> Option<usize> {
        let fits = |entity: usize| {
            let entity = &self.cast.entities[entity];
            (office || entity.kind != Kind::Person)
                && keys.iter().all(|key| entity.roles.contains(key))
        };
        let quiet = self
            .cast
            .before(at)
            .take(400)
            .filter(|mention| fits(mention.entity));
        let mut loud = None;
        for mention in quiet {
            if !mention.quoted {
                return Some(mention.entity);
            }
            loud = loud.or(Some(mention.entity));
        }
        loud
    }
}
