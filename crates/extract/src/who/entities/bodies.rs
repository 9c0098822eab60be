//! Names of bodies that are longer than a run of capitals: "Ministry of Health", "Markets and Competition Board",
//! "Dock Workers' Union". Cut short, one body would be taken for another: "Bank" for any bank.

use super::namesakes::name_words;
use super::{Entities, describes, describes_next, is_subject, name_end};
use crate::syntax::document::Document;
use crate::syntax::links::Links;
use crate::syntax::tag;
use crate::text::token::Token;
use crate::text::word::{Shape, hash};
use crate::thresholds;
use crate::types::TokenRange;
use crate::who::lists::{BODIES, FIELDS, WITHOUT_FIELD};
use crate::who::names::{EntityKind, has, is_kind_of_body, is_name_token, role_key};

/// The whole name of a body.
pub(super) struct BodyName {
    range: TokenRange,
    /// The token that says what kind of body it is: "Ministry".
    head: usize,
}

impl BodyName {
    /// The name that begins with a run of name tokens, or `None` if the run is the whole name.
    pub(super) fn find(document: &Document, run: TokenRange) -> Option<Self> {
        let joined = joined_end(document, run).unwrap_or(run.end);
        let end = field_end(document, joined).unwrap_or(joined);
        let range = TokenRange::new(run.start, end);
        (end > run.end).then_some(Self {
            range,
            head: joined - 1,
        })
    }

    /// One past the last token.
    pub(super) fn end(&self) -> usize {
        self.range.end
    }
}

impl Entities {
    /// Adds a body, unless it only describes the noun after it: "Ministry of Health officials".
    pub(super) fn add_body(&mut self, document: &Document, links: &Links, name: &BodyName) {
        let BodyName { range, head } = *name;
        if describes_next(document, range.end) {
            return;
        }
        let words = name_words(document, range);
        let key = document.tokens[head].word;
        let with = |words: &[u32]| {
            let mut known = self.by_last_word.get(&key).into_iter().flatten().copied();
            known.find(|index| self.all[*index].words == words)
        };
        let text = document.words(range);
        let known = with(&words);
        let index = match known.or_else(|| with(&[key])) {
            Some(index) if known.is_some() => index,
            Some(bare) => {
                self.all[bare].words = words;
                text.clone_into(&mut self.all[bare].name);
                bare
            }
            None => self.add(&words, text, EntityKind::Body, Some(key)),
        };
        let entity = &mut self.all[index];
        entity.kind = EntityKind::Body;
        entity.roles = roles(document, range);
        self.counts[index] += 1;
        self.note_initials(document, range, index);
        self.note(document, index, range, is_subject(document, links, range));
    }

    /// The entity that a bare "Ministry" or "Bank" means: the only body of that kind named so far, or the one named in
    /// the paragraph, or one that stands for all of them.
    pub(super) fn bare_body(&mut self, document: &Document, name: TokenRange) -> Option<usize> {
        if name.len() > 1 || !has(BODIES, document.word(name.start)) {
            return None;
        }
        let key = document.tokens[name.start].word;
        let known = self.by_last_word.get(&key)?.clone();
        match known.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => Some(
                self.bearer_in_paragraph(document, name.start, several)
                    .unwrap_or_else(|| self.add_unsettled(document, name.start, known)),
            ),
        }
    }
}

impl Entities {
    /// Notes the initials of a body's name: "QDWU" for the Quay and Dock Workers' Union.
    pub(super) fn note_initials(&mut self, document: &Document, name: TokenRange, index: usize) {
        let mut initials = String::new();
        for at in name.tokens().filter(|at| is_name_token(document, *at)) {
            let first = document.word(at).chars().next();
            initials.extend(first.into_iter().flat_map(char::to_lowercase));
        }
        if initials.len() < thresholds::SHORTEST_INITIALS {
            return;
        }
        let known = self
            .by_initials
            .entry(hash(&initials))
            .or_insert(Some(index));
        // Initials that two bodies share name neither.
        *known = known.filter(|known| *known == index);
    }

    /// The body whose initials a name consists of.
    pub(super) fn by_initials(&self, document: &Document, name: TokenRange) -> Option<usize> {
        let Token { shape, word, .. } = document.tokens[name.start];
        let alone = name.len() == 1 && shape == Shape::Upper;
        alone
            .then(|| self.by_initials.get(&word).copied().flatten())
            .flatten()
    }
}

/// Whether an apposition after a name says that it is a body: "Kivembe Water, the provincial utility,".
pub(super) fn is_in_apposition(document: &Document, end: usize) -> bool {
    let stop = document.sentence(end - 1).end;
    let is = |at: usize, wanted: u8| at < stop && document.tags[at] == wanted;
    if !is(end, tag::COMMA) || !is(end + 1, tag::DT) && !is(end + 1, tag::PRPS) {
        return false;
    }
    let describes = |at: &usize| describes(document.tags[*at]) || document.tags[*at] == tag::POS;
    let head = (end + 2..stop).take_while(describes).last();
    head.is_some_and(|head| is_kind_of_body(document.word(head)))
}

/// Whether a name in apposition, set off by commas, is that of a body: "The water company, Arden Hydro,".
pub(super) fn is_apposition_to_body(document: &Document, start: usize, end: usize) -> bool {
    let sentence = document.sentence(start);
    let comma = |at: usize| document.tags.get(at) == Some(&tag::COMMA);
    if start < sentence.start + 2 || !comma(start - 1) || !comma(end) {
        return false;
    }
    let described = |at: &usize| describes(document.tags[*at]);
    let first = (sentence.start..start - 1)
        .rev()
        .take_while(described)
        .last();
    first.is_some_and(|first| {
        let determined = first > sentence.start
            && matches!(document.tags[first - 1], tag::DT | tag::PRPS | tag::POS);
        determined && is_kind_of_body(document.word(start - 2))
    })
}

/// The keys of the words of a body's name: "the ministry" and "the transport ministry" are both the Ministry of Transport.
pub(super) fn roles(document: &Document, name: TokenRange) -> Vec<u32> {
    if !name.tokens().any(|at| has(BODIES, document.word(at))) {
        return Vec::new();
    }
    name.tokens()
        .filter(|at| is_name_token(document, *at))
        .map(|at| role_key(document.word(at)))
        .collect()
}

/// The end of a name with what its body is for: "of Health and Social Care", "for National Statistics".
fn field_end(document: &Document, head_end: usize) -> Option<usize> {
    let head = document.word(head_end - 1);
    let sentence = document.sentence(head_end - 1).end;
    let word = |at: usize| (at < sentence).then(|| document.word(at));
    let fits = match word(head_end)? {
        "of" => has(BODIES, head),
        "for" | "on" => has(BODIES, head) && !has(WITHOUT_FIELD, head),
        _ => false,
    };
    let first = head_end + 1 + usize::from(word(head_end + 1)? == "the");
    if !fits || first >= sentence || !is_name_token(document, first) {
        return None;
    }
    let mut end = possessed_end(document, name_end(document, first));
    // "The Ministry of Food, Agriculture and Fisheries": a field, a comma or an "and", and a field.
    while has(FIELDS, document.word(end - 1))
        && matches!(word(end), Some("and" | "&" | ","))
        && word(end + 1).is_some_and(|next| has(FIELDS, next))
        && is_name_token(document, end + 1)
    {
        end = name_end(document, end + 1);
    }
    Some(end)
}

/// The end of a name in two parts, of which only the second says that it is a body: "the Food and Drug Administration".
fn joined_end(document: &Document, run: TokenRange) -> Option<usize> {
    let owned = possessed_end(document, run.end);
    if owned > run.end {
        return Some(owned);
    }
    let sentence = document.sentence(run.start).end;
    let article = run.start > document.sentence(run.start).start
        && document.word(run.start - 1).eq_ignore_ascii_case("the");
    let and = run.end + 1 < sentence && matches!(document.word(run.end), "and" | "&");
    let first = run.end + 1;
    if !article
        || !and
        || !is_name_token(document, first)
        || has(BODIES, document.word(run.end - 1))
    {
        return None;
    }
    let end = possessed_end(document, name_end(document, first));
    let is_body = end > first + 1 && has(BODIES, document.word(end - 1));
    (is_body && !stands_alone(document, run)).then_some(end)
}

/// Whether the words of a name occur elsewhere without an "and" after them: "the Pentagon and State Department" are two.
fn stands_alone(document: &Document, name: TokenRange) -> bool {
    let same = |at: usize| {
        name.tokens()
            .enumerate()
            .all(|(offset, own)| document.tokens[at + offset].word == document.tokens[own].word)
    };
    let last = document.tokens.len() - name.len();
    let reach = thresholds::ALONE_REACH;
    (name.start.saturating_sub(reach)..=last.min(name.start + reach))
        .filter(|at| *at != name.start && is_name_token(document, *at) && same(*at))
        .any(|at| {
            let next = at + name.len();
            next == document.tokens.len() || !matches!(document.word(next), "and" | "&")
        })
}

/// The end of a name with the body that its plural owns: "Dock Workers' Union". A single owner has a name of its own.
fn possessed_end(document: &Document, end: usize) -> usize {
    let plural = |at: usize| {
        let owner = document.word(at);
        let mark = document.word(at + 1);
        owner.ends_with('s') && matches!(mark, "'" | "’")
            || matches!(owner, "Women" | "Men" | "Children" | "People")
    };
    let owns = document.tags.get(end) == Some(&tag::POS) && plural(end - 1);
    let body = |at: usize| is_name_token(document, at);
    if !owns || end + 1 >= document.sentence(end).end || !body(end + 1) {
        return end;
    }
    let whole = name_end(document, end + 1);
    if has(BODIES, document.word(whole - 1)) {
        whole
    } else {
        end
    }
}
