//! Finds every name in a text and tells which of them name the same.

use crate::document::Document;
use crate::names::{
    Entity, Gender, Kind, gender_of_first_name, is_adjective_of_place, is_full_office,
    is_name_token, is_office, joins_name, role_key, title,
};
use crate::syntax::{Links, is_verb};
use crate::tagger::tag;
use std::collections::HashMap;

/// One place where the text names somebody.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// Who.
    pub entity: usize,
    /// First token of the name, titles left out.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// Whether it is the subject of a verb, outside of quotations.
    pub subject: bool,
    /// Whether it stands in a quotation.
    pub quoted: bool,
}

/// Everybody a text names, and where.
#[derive(Default)]
pub struct Cast {
    /// Who.
    pub entities: Vec<Entity>,
    /// Where, in order.
    pub mentions: Vec<Mention>,
    /// How often each was named.
    counts: Vec<usize>,
    by_last_word: HashMap<u32, Vec<usize>>,
    /// Mentions without a name, noted while sources are resolved; kept apart so that taking one up moves
    /// only the few that follow it.
    noted: Vec<Mention>,
}

/// Words that end the names of bodies rather than people.
const BODIES: &[&str] = &[
    "house",
    "department",
    "party",
    "committee",
    "post",
    "times",
    "news",
    "university",
    "institute",
    "council",
    "ministry",
    "court",
    "journal",
    "states",
    "bank",
    "group",
    "corp.",
    "inc.",
    "union",
    "nations",
    "agency",
    "bureau",
    "service",
    "office",
    "commission",
    "association",
    "foundation",
    "center",
    "centre",
    "college",
    "school",
    "street",
    "city",
    "county",
    "senate",
    "congress",
    "army",
    "navy",
    "force",
    "guard",
    "police",
    "press",
    "network",
    "campaign",
    "coalition",
    "alliance",
    "federation",
    "league",
    "fund",
    "company",
    "co.",
    "reserve",
    "board",
    "authority",
    "administration",
    "government",
    "kremlin",
    "parliament",
    "watch",
    "tribune",
    "herald",
    "guardian",
];

/// How many tokens before or after a name may describe its bearer.
const REACH: usize = 6;

impl Cast {
    /// Reads all names of a document.
    pub fn read(document: &Document, links: &Links) -> Self {
        let mut cast = Self::default();
        let mut at = 0;
        while at < document.tokens.len() {
            if !is_name_token(document, at) {
                at += 1;
                continue;
            }
            let end = name_end(document, at);
            cast.add_run(document, links, at, end);
            at = end;
        }
        cast
    }

    /// Takes up a run of name tokens, unless it only describes the noun that follows.
    fn add_run(&mut self, document: &Document, links: &Links, start: usize, end: usize) {
        let mut first = start;
        let mut gender = Gender::Unknown;
        let mut titled = false;
        // "US President Ann Lee": the name begins after the last office.
        if let Some(office) = (start..end - 1)
            .rev()
            .find(|at| is_full_office(document.word(*at)))
        {
            (first, titled) = (office + 1, true);
        }
        while let Some(told) = title(document.word(first)).filter(|_| first + 1 < end) {
            (gender, titled) = (told, true);
            first += 1;
        }
        if !titled && (describes_next(document, end) || is_demonym(document, first, end)) {
            return;
        }
        let (before, office_before) = described_before(document, start, first);
        let person = titled || office_before || looks_like_person(document, first, end);
        let words: Vec<u32> = (first..end).map(|at| document.tokens[at].word).collect();
        let text = &document.text[document.tokens[first].start..document.tokens[end - 1].end];
        let entity = self.find_or_add(
            &words,
            text,
            if person { Kind::Person } else { Kind::Body },
            gender,
        );
        let known = &mut self.entities[entity];
        if gender == Gender::Unknown
            && known.gender == Gender::Unknown
            && known.kind == Kind::Person
            && end - first > 1
        {
            gender = gender_of_first_name(document.word(first));
        }
        if gender != Gender::Unknown {
            known.gender = gender;
        }
        let after = described_after(document, end);
        for role in before.into_iter().chain(after) {
            if !known.roles.contains(&role) && known.roles.len() < 24 {
                known.roles.push(role);
            }
        }
        let quoted = document.quotation_of[first] > 0;
        let subject = !quoted && is_subject(document, links, start, end);
        self.mentions.push(Mention {
            entity,
            start: first,
            end,
            subject,
            quoted,
        });
    }

    /// The entity of a name: the one named most often so far whose name holds all its words, or one whose
    /// name it fills out. A "Mrs" is nobody known as "he".
    fn find_or_add(&mut self, words: &[u32], text: &str, kind: Kind, gender: Gender) -> usize {
        let known = words
            .last()
            .and_then(|last| self.by_last_word.get(last))
            .cloned()
            .unwrap_or_default();
        let agrees = |entity: &Entity| {
            entity.gender == gender || entity.gender == Gender::Unknown || gender == Gender::Unknown
        };
        let fits = |place: &&usize| {
            let entity = &self.entities[**place];
            agrees(entity) && words.iter().all(|word| entity.words.contains(word))
        };
        let fuller = |place: &&usize| {
            self.entities[**place]
                .words
                .iter()
                .all(|word| words.contains(word))
        };
        let found = known
            .iter()
            .filter(fits)
            .max_by_key(|place| (self.counts[**place], **place))
            .copied();
        let filled = found
            .is_none()
            .then(|| known.iter().rev().find(fuller).copied())
            .flatten();
        if let Some(place) = filled {
            self.entities[place].words = words.to_vec();
            self.entities[place].name = text.to_owned();
        }
        let place = found
            .or(filled)
            .unwrap_or_else(|| self.add(words, text, kind));
        if kind == Kind::Person {
            self.entities[place].kind = kind;
        }
        self.counts[place] += 1;
        place
    }

    fn add(&mut self, words: &[u32], text: &str, kind: Kind) -> usize {
        let place = self.entities.len();
        let name = text.to_owned();
        self.counts.push(0);
        self.entities.push(Entity {
            name,
            words: words.to_vec(),
            roles: Vec::new(),
            gender: Gender::Unknown,
            kind,
        });
        if let Some(last) = words.last() {
            let known = self.by_last_word.entry(*last).or_default();
            // Texts that repeat one word without end must not make every look-up longer.
            if known.len() < 16 {
                known.push(place);
            }
        }
        place
    }

    /// Takes up somebody whom the text describes without a name.
    pub fn add_unnamed(&mut self, name: &str, roles: Vec<u32>, kind: Kind) -> usize {
        let place = self.add(&[], name, kind);
        self.entities[place].roles = roles;
        place
    }

    /// The mentions before a token, latest first.
    pub fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let end = self.mentions.partition_point(|mention| mention.start < at);
        let stop = self.noted.partition_point(|mention| mention.start < at);
        let mut named = self.mentions[..end].iter().rev().peekable();
        let mut noted = self.noted[..stop].iter().rev().peekable();
        std::iter::from_fn(move || match (named.peek(), noted.peek()) {
            (Some(a), Some(b)) if a.start >= b.start => named.next(),
            (_, Some(_)) => noted.next(),
            _ => named.next(),
        })
    }

    /// The mentions within a run of tokens.
    pub fn within(&self, start: usize, end: usize) -> &[Mention] {
        let first = self
            .mentions
            .partition_point(|mention| mention.start < start);
        let last = self.mentions.partition_point(|mention| mention.start < end);
        &self.mentions[first..last.max(first)]
    }

    /// Notes a further mention.
    pub fn note(&mut self, mention: Mention) {
        let at = self
            .noted
            .partition_point(|other| other.start <= mention.start);
        self.noted.insert(at, mention);
    }
}

fn name_end(document: &Document, start: usize) -> usize {
    let mut end = start + 1;
    let sentence = document.sentence(start).end;
    while end < sentence && !document.tokens[end].breaks.gt(&0) {
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

/// "Treasury officials", "the Lee campaign": the name describes the noun after it.
fn describes_next(document: &Document, end: usize) -> bool {
    end < document.tokens.len()
        && matches!(document.tags[end], tag::NN | tag::NNS)
        && document.tokens[end].breaks == 0
        && document.tokens[end].spaced
}

/// "Russian foreign minister": of a place, and no name where it describes.
fn is_demonym(document: &Document, first: usize, end: usize) -> bool {
    end == first + 1
        && is_adjective_of_place(document.word(first))
        && document.tags.get(end) == Some(&tag::JJ)
}

/// The describing words right before a name, and whether an office is among them.
fn described_before(document: &Document, start: usize, first: usize) -> (Vec<u32>, bool) {
    let mut roles: Vec<u32> = (start..first)
        .filter(|at| title(document.word(*at)).is_none())
        .map(|at| role_key(document.word(at)))
        .collect();
    let mut office = false;
    let floor = document
        .sentence(start)
        .start
        .max(start.saturating_sub(REACH));
    for at in (floor..start).rev() {
        if !matches!(
            document.tags[at],
            tag::NN | tag::NNS | tag::NNP | tag::NNPS | tag::JJ
        ) {
            break;
        }
        office |= is_office(document.word(at));
        roles.push(role_key(document.word(at)));
    }
    // Without an office the words before belong to something else: "On taxes Lee said".
    if office || first > start {
        (roles, office)
    } else {
        (Vec::new(), false)
    }
}

/// The describing words of an apposition: "Ann Lee, the Irish finance minister, said".
fn described_after(document: &Document, end: usize) -> Vec<u32> {
    let mut roles = Vec::new();
    if document.tags.get(end) != Some(&tag::COMMA) {
        return roles;
    }
    for at in end + 1..(end + 2 + REACH).min(document.sentence(end).end) {
        match document.tags[at] {
            tag::NN | tag::NNS | tag::NNP | tag::NNPS | tag::JJ => {
                roles.push(role_key(document.word(at)))
            }
            tag::DT | tag::PRPS | tag::CC | tag::POS | tag::IN => {}
            _ => break,
        }
    }
    roles
}

fn looks_like_person(document: &Document, first: usize, end: usize) -> bool {
    let count = end - first;
    if gender_of_first_name(document.word(first)) != Gender::Unknown && count > 1 {
        return true;
    }
    let article = first > 0 && document.word(first - 1).eq_ignore_ascii_case("the");
    let body = BODIES
        .iter()
        .any(|word| word.eq_ignore_ascii_case(document.word(end - 1)));
    let initials = (first..end).all(|at| {
        document
            .word(at)
            .chars()
            .filter(|c| c.is_lowercase())
            .count()
            > 1
    });
    (2..=3).contains(&count) && !article && !body && initials
}

fn is_subject(document: &Document, links: &Links, start: usize, end: usize) -> bool {
    (start..end).any(|at| {
        document.head(at).is_some_and(|head| {
            head >= end && is_verb(document.tags[head]) && links.subject[head] as usize == at
        })
    })
}
