//! Speech whose speaker comes after it without quotation marks: "C, warned Ann Lee", "C, Ann Lee told the Herald"; and
//! "Ann Lee told the Herald C", without "that". News of other countries than the corpus' has these forms everywhere.

use crate::syntax::document::Document;
use crate::syntax::links::{Links, NO};
use crate::syntax::tag::{self, is_noun};
use crate::text::sentence::Sentence;
use crate::text::word::Shape;
use crate::thresholds;
use crate::types::{CueReading, TokenRange};
use crate::who::names::is_office;
use crate::who::outlet;

/// Verbs of speech that stand after what was said.
#[rustfmt::skip]
pub(super) const VERBS: [&str; 68] = [
    "said", "say", "says", "warned", "warn", "warns", "added", "add", "adds", "insisted", "insist", "insists", "claimed",
    "claim", "claims", "told", "tell", "tells", "explained", "explains", "noted", "notes", "argued", "argue", "argues",
    "announced", "announces", "confirmed", "confirm", "confirms", "admitted", "admits", "acknowledged", "declared",
    "declares", "stated", "states", "reported", "report", "reports", "predicted", "predicts", "recalled", "recalls",
    "replied", "suggested", "suggests", "conceded", "concedes", "complained", "complains", "stressed", "stresses",
    "cautioned", "cautions", "wrote", "writes", "write", "alleged", "allege", "alleges", "continued", "maintained", "estimates",
    "disclosed", "discloses", "revealed", "reveals",
];

/// Those whom somebody tells something, without a name.
#[rustfmt::skip]
const LISTENERS: [&str; 24] = [
    "reporters", "journalists", "lawmakers", "paper", "newspaper", "court", "committee", "agency", "broadcaster", "station",
    "programme", "program", "inquiry", "parliament", "magazine", "website", "channel", "conference", "briefing", "rally",
    "investors", "supporters", "crowd", "council",
];

/// Words that begin a clause in which nothing is said.
#[rustfmt::skip]
const SUBORDINATE: [&str; 14] = [
    "when", "while", "after", "before", "although", "though", "because", "since", "as", "until", "once", "where", "having",
    "asked",
];

/// Days on which something is said.
#[rustfmt::skip]
const DAYS: [&str; 9] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today",
];

/// Other times and occasions.
#[rustfmt::skip]
const OCCASIONS: [&str; 21] = [
    "morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "lunchtime", "week", "month", "year",
    "statement", "interview", "letter", "email", "message", "briefing", "conference", "post", "tweet", "speech",
];

/// Adds such speech to the accepted readings, both in order of their cues.
pub(crate) fn complete(document: &Document, links: &Links, accepted: &mut Vec<CueReading>) {
    let mut added: Vec<CueReading> = Vec::new();
    let mut dropped = vec![false; accepted.len()];
    for sentence in &document.sentences {
        let form = Form {
            document,
            links,
            sentence,
        };
        let sure = form
            .trailing()
            .or_else(|| form.told())
            .or_else(|| form.interposed());
        let only_if_alone = sure.is_none();
        let Some(found) = sure.or_else(|| form.leading()) else {
            continue;
        };
        let near = accepted.partition_point(|one| one.cue.start < sentence.start)
            ..accepted.partition_point(|one| one.cue.start < sentence.end);
        let is_known = |other: &CueReading| {
            other.cue.overlaps(found.cue)
                && other.shared(&found) * 10 >= found.content_len() * 7
                && other
                    .source
                    .is_some_and(|own| found.source.is_some_and(|new| own.overlaps(new)))
        };
        if let Some(known) = accepted[near.clone()].iter().position(is_known) {
            // The models may have left out "of England" or ", the club's owner".
            let known = &mut accepted[near.start + known];
            let wider = known.source.zip(found.source).filter(|(own, new)| {
                new.start <= own.start && own.end <= new.end && !new.overlaps(known.cue)
            });
            known.source = wider.map_or(known.source, |(_, new)| Some(new));
            continue;
        }
        // The surest of them stand beside other speech of the sentence.
        let after = |other: &CueReading| other.cue.start >= found.content[0].end;
        let apart = document.word(found.content[0].start) == "that"
            && accepted[near.clone()].iter().all(after);
        if only_if_alone && !near.is_empty() && !apart {
            continue;
        }
        for index in near {
            let other = &accepted[index];
            let most = other.shared(&found) * 2 > other.content_len().min(found.content_len());
            dropped[index] |= other.cue.overlaps(found.cue) || other.says(found.cue.start) || most;
        }
        added.push(found);
    }
    super::insert(accepted, added, dropped);
}

/// A sentence that may have one of the forms.
struct Form<'a> {
    document: &'a Document<'a>,
    links: &'a Links,
    sentence: &'a Sentence,
}

impl Form<'_> {
    fn word(&self, at: usize) -> String {
        self.document.word(at).to_ascii_lowercase()
    }

    /// One past the last word of the sentence.
    fn end(&self) -> usize {
        let sign = |at: &usize| self.document.tokens[*at].shape == Shape::Sign;
        let signs = (self.sentence.start..self.sentence.end)
            .rev()
            .take_while(sign);
        self.sentence.end - signs.count()
    }

    fn is_verb_of_speech(&self, at: usize) -> bool {
        super::is_verb_of_speech(self.document, at)
    }

    /// "C, warned X", "C, X warned", "C, X told the Herald".
    fn trailing(&self) -> Option<CueReading> {
        let document = self.document;
        let end = self.end();
        let comma = |at: &usize| document.tags[*at] == tag::COMMA;
        let mut commas = (self.sentence.start + 3..end).rev().filter(comma).take(3);
        commas.find_map(|comma| {
            let closes = document.is_quoted(comma)
                || document.tokens.get(comma + 1).is_some_and(|token| {
                    token.shape == Shape::Sign
                        && !matches!(document.word(comma + 1), "–" | "—" | "-" | "(")
                });
            let start = if closes && document.tokens[comma + 1].shape == Shape::Sign {
                comma + 2
            } else {
                comma + 1
            };
            let (source, cue) = self.tail(start, end)?;
            let content = TokenRange::new(
                self.sentence.start,
                if start > comma + 1 { start } else { comma },
            );
            let first = self.word(content.start);
            let speaks = self.is_clause(content)
                && !SUBORDINATE.contains(&first.as_str())
                && !content
                    .tokens()
                    .any(|at| self.is_verb_of_speech(at) && !closes && !self.is_passive(at));
            speaks.then(|| {
                let (source, content) = self.with_office(source, content);
                self.reading(cue, source, content)
            })
        })
    }

    /// "C, the governor, Ann Lee, said": the office before the name is a part of the source.
    fn with_office(&self, source: TokenRange, content: TokenRange) -> (TokenRange, TokenRange) {
        let document = self.document;
        let named = tag::is_proper_noun(document.tags[source.start]);
        let comma = (content.start + 3..content.end)
            .rev()
            .find(|at| document.tags[*at] == tag::COMMA);
        let Some(comma) = comma.filter(|_| named && source.start == content.end + 1) else {
            return (source, content);
        };
        let office = TokenRange::new(comma + 1, content.end);
        let before = TokenRange::new(content.start, comma);
        let describes = office.len() <= thresholds::DESCRIPTION_REACH
            && office.tokens().all(|at| {
                is_noun(document.tags[at])
                    || matches!(document.tags[at], tag::DT | tag::JJ | tag::POS | tag::IN)
            })
            && office.tokens().any(|at| is_office(document.word(at)))
            && self.is_clause(before);
        if describes {
            (TokenRange::new(office.start, source.end), before)
        } else {
            (source, content)
        }
    }

    /// "Had been admitted": what is done to the subject is not said by it.
    fn is_passive(&self, at: usize) -> bool {
        let be = |at: usize| {
            matches!(
                self.word(at).as_str(),
                "be" | "been" | "was" | "were" | "is" | "are" | "being"
            )
        };
        self.document.tags[at] == tag::VBN && at > self.sentence.start && be(at - 1)
    }

    /// The source and the cue of the words after the comma.
    fn tail(&self, start: usize, end: usize) -> Option<(TokenRange, TokenRange)> {
        if start >= end {
            return None;
        }
        let end = self.without_time(start, end);
        let cited = TokenRange::new(start + 1, end);
        let by_outlet = || {
            outlet::names(self.document, cited)
                .iter()
                .any(|name| name.end == end)
        };
        if self.word(start) == "per" || self.word(start) == "via" && start + 1 < end && by_outlet()
        {
            let named =
                self.names_somebody(cited) && tag::is_proper_noun(self.document.tags[end - 1]);
            return named.then_some((cited, TokenRange::one(start)));
        }
        if self.is_verb_of_speech(start) && self.word(start) != "told" {
            let source = TokenRange::new(start + 1, end);
            return self
                .names_somebody(source)
                .then_some((source, TokenRange::one(start)));
        }
        let verb = (start + 1..end).find(|at| self.is_verb_of_speech(*at))?;
        let source = TokenRange::new(start, verb);
        let listened = verb + 1 == end && self.word(verb) != "told"
            || verb + 1 < end
                && self.listener(verb + 1) == Some(end)
                && self.word(verb).starts_with("t");
        (listened && self.names_somebody(source))
            .then_some((source, TokenRange::new(verb, verb + 1)))
    }

    /// The end without a time or an occasion: "said Ann Lee on Monday", "told reporters at a briefing".
    fn without_time(&self, start: usize, end: usize) -> usize {
        let document = self.document;
        let opens = |at: usize| {
            let word = self.word(at);
            matches!(
                word.as_str(),
                "on" | "in" | "at" | "late" | "early" | "earlier" | "last" | "this" | "during"
            ) || DAYS.contains(&word.as_str())
        };
        let plain = |at: usize| {
            is_noun(document.tags[at])
                || matches!(
                    document.tags[at],
                    tag::IN | tag::DT | tag::JJ | tag::RB | tag::CD
                )
        };
        let timed = |at: usize| {
            let word = self.word(at);
            DAYS.contains(&word.as_str()) || OCCASIONS.contains(&word.as_str())
        };
        (start + 1..end)
            .find(|at| opens(*at) && (*at..end).all(plain))
            .filter(|at| (*at..end).any(timed))
            .unwrap_or(end)
    }

    /// Whether words have a subject and a finite verb after it.
    fn is_clause(&self, range: TokenRange) -> bool {
        let tags = &self.document.tags;
        let subject = range
            .tokens()
            .find(|at| tag::is_nominal(tags[*at]) || tags[*at] == tag::PRPS);
        let finite = |at: usize| matches!(tags[at], tag::VBD | tag::VBZ | tag::VBP | tag::MD);
        let ahead = |at: usize| self.is_heading() && tags[at] == tag::TO;
        subject.is_some_and(|subject| (subject..range.end).any(|at| finite(at) || ahead(at)))
    }

    /// Whether words are a name or a noun phrase without a verb.
    fn names_somebody(&self, source: TokenRange) -> bool {
        let document = self.document;
        // "People who live nearby".
        let who = source
            .tokens()
            .skip(1)
            .find(|at| document.tags[*at] == tag::WP);
        let mut tokens = source.start..who.unwrap_or(source.end);
        let noun = |at: usize| {
            is_noun(document.tags[at])
                || matches!(self.word(at).as_str(), "he" | "she" | "they")
                // A name that the tagger does not know: "Okoro denies dam was unsafe".
                || self.is_heading()
                    && document.tags[at] == tag::JJ
                    && document.tokens[at].shape == Shape::Title
        };
        let odd = |at: usize| {
            matches!(
                document.tags[at],
                tag::VBD | tag::VBZ | tag::VBP | tag::MD | tag::WRB
            ) || matches!(self.word(at).as_str(), "that" | "it" | "which" | "there")
        };
        let nobody = [
            "no", "nobody", "none", "neither", "few", "what", "who", "which", "if", "not",
        ];
        let relative = |at: usize| matches!(document.tags[at], tag::WP | tag::WDT);
        source.start < source.end
            && !relative(source.end - 1)
            && !nobody.contains(&self.word(source.start).as_str())
            && tokens.len() <= thresholds::LONGEST_TRAILING_SOURCE
            && source.len() <= 2 * thresholds::LONGEST_TRAILING_SOURCE
            && source.tokens().any(noun)
            && !tokens.any(odd)
            && !matches!(
                document.tags[source.start],
                tag::IN | tag::TO | tag::CC | tag::RB
            )
    }

    /// One past the listener that begins at a token: "the Herald", "reporters", "the BBC's Daily News".
    fn listener(&self, at: usize) -> Option<usize> {
        let document = self.document;
        let mut end = at;
        if end < self.sentence.end && matches!(document.tags[end], tag::DT | tag::PRPS) {
            end += 1;
        }
        let first = end;
        let named = |at: usize| {
            at < self.sentence.end
                && (tag::is_proper_noun(document.tags[at])
                    || at > first && document.tags[at] == tag::POS)
        };
        while named(end) {
            end += 1;
        }
        if end > first {
            return Some(end);
        }
        if end < self.sentence.end && matches!(document.word(end), "us" | "me") {
            return Some(end + 1);
        }
        if end < self.sentence.end && LISTENERS.contains(&self.word(end).as_str()) {
            return Some(end + 1);
        }
        // "A news conference".
        let compound =
            end + 1 < self.sentence.end && LISTENERS.contains(&self.word(end + 1).as_str());
        (compound && is_noun(document.tags[end])).then_some(end + 2)
    }

    /// "C, X said, C": the speaker stands between two commas in the middle of a clause.
    fn interposed(&self) -> Option<CueReading> {
        let document = self.document;
        let comma = |at: &usize| document.tags[*at] == tag::COMMA && !document.is_quoted(*at);
        let end = self.end();
        let commas: Vec<usize> = (self.sentence.start + 1..end).filter(comma).collect();
        commas.windows(2).find_map(|pair| {
            let (first, second) = (pair[0], pair[1]);
            let (source, cue) = self.tail(first + 1, second)?;
            let before = TokenRange::new(self.sentence.start, first);
            let after = TokenRange::new(second + 1, end.max(second + 1));
            let contrast = ["but", "while", "although", "though", "who", "which", "when"];
            let opens = self.word(before.start);
            // Two clauses, or one that the speaker cuts in two.
            let whole = self.is_clause(before) && self.is_clause(after)
                || !self.is_clause(before)
                    && tag::is_nominal(document.tags[first - 1])
                    && document
                        .tags
                        .get(second + 1)
                        .is_some_and(|tag| is_finite(*tag));
            let speaks = source.len() <= 4
                && whole
                && after.len() >= 3
                && !SUBORDINATE.contains(&opens.as_str())
                && !contrast.contains(&self.word(after.start).as_str())
                && before
                    .tokens()
                    .chain(after.tokens())
                    .all(|at| !document.is_quoted(at));
            speaks.then(|| {
                let mut reading = self.reading(cue, source, before);
                reading.content.push(after);
                reading
            })
        })
    }

    /// "X told the Herald C."
    fn told(&self) -> Option<CueReading> {
        let document = self.document;
        let tells = |at: &usize| {
            matches!(self.word(*at).as_str(), "told" | "tells") && !document.is_quoted(*at)
        };
        let verb = (self.sentence.start + 1..self.sentence.end).find(tells)?;
        let source = TokenRange::new(self.sentence.start, verb);
        let start = self.listener(verb + 1)?;
        let end = self.end();
        let skips = [
            "that", "to", "about", "of", "what", "how", "why", "in", "on", "at", "during", "as",
            "and", "but", "for", "after", "before", "when", "last", "earlier",
        ];
        let content = TokenRange::new(start, end);
        let plain = start + 2 < end
            && !skips.contains(&self.word(start).as_str())
            && document.tokens[start].shape != Shape::Sign
            && document.tags[start] != tag::COMMA
            && self.is_clause(content);
        (plain && self.names_somebody(source))
            .then(|| self.reading(TokenRange::one(verb), source, content))
    }

    /// "X warned that C", "X has said on Monday that C", and in a heading "X denies C".
    fn leading(&self) -> Option<CueReading> {
        let document = self.document;
        let start = self.after_dateline();
        let speaks = |at: &usize| {
            (self.is_verb_of_speech(*at)
                || matches!(self.word(*at).as_str(), "denied" | "denies" | "deny"))
                // In a heading the tagger takes many verbs for nouns: "Minister denies dam was unsafe".
                && (matches!(document.tags[*at], tag::VBD | tag::VBZ | tag::VBP)
                    || document.tags[*at] == tag::VBN && self.has_before(*at).is_some()
                    || self.is_heading() && document.tags[*at] == tag::NNS)
                && !document.is_quoted(*at)
        };
        let verb = (start + 1..self.sentence.end).find(speaks)?;
        let source = TokenRange::new(start, self.has_before(verb).unwrap_or(verb));
        let from = self.that_after(verb).unwrap_or(verb + 1);
        let heading = self.is_heading();
        let mut end = self.end();
        if !heading {
            end = (from..end).find(|at| self.word(*at) == ";").unwrap_or(end);
        }
        let content = TokenRange::new(from, end.max(from));
        let introduced = content.len() >= 3 && (self.word(from) == "that" || heading);
        (introduced
            && self.is_clause(content)
            && (self.names_somebody(source) || self.is_subject(source, verb)))
        .then(|| self.reading(TokenRange::one(verb), source, content))
    }

    /// Whether words of any length are the subject of a verb, as the tree has it.
    fn is_subject(&self, source: TokenRange, verb: usize) -> bool {
        let document = self.document;
        let subject = self.links.subject[verb];
        if subject == NO || !source.contains(subject as usize) {
            return false;
        }
        let subject = subject as usize;
        let whole = document.subtree(subject);
        whole.start == source.start
            && whole.end == source.end
            && is_noun(document.tags[subject])
            && matches!(document.tags[source.start], tag::DT | tag::NNP)
            && self.word(source.start) != "no"
    }

    /// Where the sentence begins after "KARUMBE, Temburo —" or the time of a post.
    fn after_dateline(&self) -> usize {
        let document = self.document;
        let start = self.sentence.start;
        let place = |at: &usize| {
            tag::is_proper_noun(document.tags[*at]) || document.tags[*at] == tag::COMMA
        };
        let dash = (start..self.sentence.end).find(|at| !place(at));
        let time = document.tags[start] == tag::CD && self.word(start).contains(['.', ':']);
        match dash {
            Some(at) if at > start && matches!(document.word(at), "—" | "–" | "-" | "--") => {
                at + 1
            }
            _ => start + usize::from(time),
        }
    }

    /// The "has" before a participle.
    fn has_before(&self, verb: usize) -> Option<usize> {
        let adverb = verb > 0 && self.document.tags[verb - 1] == tag::RB;
        let has = verb.checked_sub(1 + usize::from(adverb))?;
        (has > self.sentence.start && matches!(self.word(has).as_str(), "has" | "have" | "had"))
            .then_some(has)
    }

    /// The "that" after a verb, if only a time, a place or a listener is between them.
    fn that_after(&self, verb: usize) -> Option<usize> {
        let document = self.document;
        let between = |at: &usize| {
            matches!(
                document.tags[*at],
                tag::IN | tag::TO | tag::DT | tag::CD | tag::JJ | tag::RB
            ) || is_noun(document.tags[*at])
        };
        (verb + 1..self.sentence.end)
            .take(thresholds::CITED_THAT_REACH)
            .take_while(|at| self.word(*at) == "that" || between(at))
            .find(|at| self.word(*at) == "that")
    }

    /// Whether the sentence is a line of its own without a full stop.
    fn is_heading(&self) -> bool {
        !matches!(
            self.document.word(self.sentence.end - 1),
            "." | "?" | "!" | ":" | "\"" | "”" | "'" | "’"
        )
    }

    fn reading(&self, cue: TokenRange, source: TokenRange, content: TokenRange) -> CueReading {
        CueReading::by_form(cue, Some(source), content, thresholds::TRAILING_LIKELIHOOD)
    }
}

fn is_finite(tag: u8) -> bool {
    matches!(tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD)
}
