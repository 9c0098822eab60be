//! Speech whose speaker comes after it without quotation marks: "C, warned Ann Lee", "C, Ann Lee told the Herald"; and
//! "Ann Lee told the Herald C", without "that". News of other countries than the corpus' has these forms everywhere.

use crate::syntax::dateline::dateline_end;
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
pub(super) const VERBS: [&str; 70] = [
    "said", "say", "says", "warned", "warn", "warns", "added", "add", "adds", "insisted", "insist", "insists", "claimed",
    "claim", "claims", "told", "tell", "tells", "explained", "explains", "noted", "notes", "argued", "argue", "argues",
    "announced", "announces", "confirmed", "confirm", "confirms", "admitted", "admits", "acknowledged", "declared",
    "declares", "stated", "states", "reported", "report", "reports", "predicted", "predicts", "recalled", "recalls",
    "replied", "suggested", "suggests", "conceded", "concedes", "complained", "complains", "stressed", "stresses",
    "cautioned", "cautions", "wrote", "writes", "write", "alleged", "allege", "alleges", "continued", "maintained", "maintain", "maintains", "estimates",
    "disclosed", "discloses", "revealed", "reveals",
];

/// Those whom somebody tells something, without a name.
#[rustfmt::skip]
const LISTENERS: [&str; 24] = [
    "reporters", "journalists", "lawmakers", "paper", "newspaper", "court", "committee", "agency", "broadcaster", "station",
    "programme", "program", "inquiry", "parliament", "magazine", "website", "channel", "conference", "briefing", "rally",
    "investors", "supporters", "crowd", "council",
];

/// What studies do at the end of a sentence.
const SHOW: [&str; 7] = [
    "shows",
    "show",
    "showed",
    "finds",
    "found",
    "indicates",
    "indicate",
];

/// When something was said.
#[rustfmt::skip]
const DAYS: [&str; 9] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today",
];

/// Words that begin a clause in which nothing is said.
#[rustfmt::skip]
const SUBORDINATE: [&str; 14] = [
    "when", "while", "after", "before", "although", "though", "because", "since", "as", "until", "once", "where", "having",
    "asked",
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
        let near = accepted.partition_point(|one| one.cue.start < sentence.start)
            ..accepted.partition_point(|one| one.cue.start < sentence.end);
        let unread = |framed: &CueReading| {
            let mut others = accepted[near.clone()].iter();
            !others.any(|other| other.cue.overlaps(framed.cue))
        };
        let sure = form
            .trailing()
            .or_else(|| form.told())
            .or_else(|| form.inside())
            .or_else(|| form.framed().filter(unread));
        let only_if_alone = sure.is_none();
        let Some(mut found) = sure.or_else(|| form.leading()) else {
            continue;
        };
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
        if only_if_alone && let Some(next) = accepted.get(near.start).filter(|_| !near.is_empty()) {
            let own = found.content[0];
            let apart = next.cue.start >= own.end && document.word(own.start) == "that";
            // In a heading the models often stop at the first noun: "Minister denies dam was unsafe".
            let within = |range: &TokenRange| own.start <= range.start && range.end <= own.end;
            let part = form.is_heading()
                && next.cue.overlaps(found.cue)
                && next.content.iter().all(within);
            let Some(end) = form
                .before_next(&found, next)
                .or((apart || part).then_some(own.end))
            else {
                continue;
            };
            found.content[0].end = end;
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
pub(super) struct Form<'a> {
    pub(super) document: &'a Document<'a>,
    links: &'a Links,
    pub(super) sentence: &'a Sentence,
}

impl Form<'_> {
    pub(super) fn word(&self, at: usize) -> String {
        self.document.word(at).to_ascii_lowercase()
    }

    /// One past the last word of the sentence.
    pub(super) fn end(&self) -> usize {
        self.document.words_end(self.sentence)
    }

    pub(super) fn is_verb_of_speech(&self, at: usize) -> bool {
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
            let (source, cue) = self
                .tail(start, end)
                .or_else(|| self.tail(start, self.before_aside(start, end)?))?;
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

    /// "The offer, he added, is final."
    fn inside(&self) -> Option<CueReading> {
        let tags = &self.document.tags;
        let end = self.end();
        let comma = |at: &usize| tags[*at] == tag::COMMA && !self.document.is_quoted(*at);
        let first = (self.sentence.start + 1..end).find(comma)?;
        let second = (first + 2..end)
            .take(thresholds::LONGEST_TRAILING_SOURCE)
            .find(comma)?;
        let (source, cue) = self.tail(first + 1, second)?;
        let (before, after) = (
            TokenRange::new(self.sentence.start, first),
            TokenRange::new(second + 1, end.max(second + 1)),
        );
        let finite = |at: usize| matches!(tags[at], tag::VBD | tag::VBZ | tag::VBP | tag::MD);
        let subject = self.names_somebody(before) && after.len() > 1 && finite(after.start);
        if self.opens_clause(before, after) {
            let mut reading = self.reading(cue, source, after);
            reading.content.splice(0..0, self.said_opening(before));
            return Some(reading);
        }
        let said = subject || self.is_clause(before) && self.is_clause(after);
        let subordinate = SUBORDINATE.contains(&self.word(before.start).as_str());
        let quoted = self.document.is_quoted(before.start)
            || after.start < end && self.document.is_quoted(after.start);
        (said && !subordinate && !quoted).then(|| {
            let mut reading = self.reading(cue, source, before);
            reading.content.push(after);
            reading
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
        // A quotation closes behind the comma.
        let closed = usize::from(matches!(document.word(comma + 1), "\"" | "”" | "’" | "'"));
        let office = TokenRange::new(comma + 1 + closed, content.end);
        let quoted_end = comma + 2 * closed;
        let before = TokenRange::new(content.start, quoted_end);
        let describes = office.len() <= thresholds::DESCRIPTION_REACH
            && office.tokens().all(|at| {
                is_noun(document.tags[at])
                    || matches!(
                        document.tags[at],
                        tag::DT | tag::JJ | tag::POS | tag::IN | tag::PRPS
                    )
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
        // "Per" with a capital is a first name.
        let is_per = self.document.word(start) == "per";
        if is_per || self.word(start) == "via" && start + 1 < end && by_outlet() {
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
        let shows = |at: usize| at + 1 == end && SHOW.contains(&self.word(at).as_str());
        let verb = (start + 1..end).find(|at| self.is_verb_of_speech(*at) || shows(*at))?;
        let source = TokenRange::new(start, verb);
        let tells = self.word(verb).starts_with("t");
        let after = if tells {
            self.listener(verb + 1)?
        } else {
            verb + 1
        };
        let listened = after == end || self.is_circumstance(after, end);
        (listened && self.names_somebody(source))
            .then_some((source, TokenRange::new(verb, verb + 1)))
    }

    /// The end without a time: "said Ann Lee on Monday".
    fn without_time(&self, start: usize, end: usize) -> usize {
        match self.word(end - 1).as_str() {
            day if DAYS.contains(&day) && end > start + 1 => {
                end - 1 - usize::from(self.word(end - 2) == "on")
            }
            _ => end,
        }
    }

    /// Whether words only say when or where something was said: "at lunchtime", "in a statement late on Monday".
    pub(super) fn is_circumstance(&self, start: usize, end: usize) -> bool {
        let tags = &self.document.tags;
        let opens = start < end
            && (matches!(tags[start], tag::IN | tag::RB)
                || DAYS.contains(&self.word(start).as_str()));
        let clause = |at: usize| {
            tag::is_verb(tags[at]) || matches!(tags[at], tag::MD | tag::WP | tag::WDT | tag::WRB)
        };
        opens
            && end - start <= thresholds::LONGEST_CIRCUMSTANCE
            && !SUBORDINATE.contains(&self.word(start).as_str())
            && !(start..end).any(clause)
    }

    /// Where "A" ends in "X conceded that A but said that B", if B is the next reading of the sentence.
    fn before_next(&self, found: &CueReading, next: &CueReading) -> Option<usize> {
        let first = next
            .source
            .map_or(next.cue.start, |source| source.start.min(next.cue.start));
        let own = found
            .source
            .is_some_and(|own| next.source.is_some_and(|other| own.overlaps(other)));
        let start = if own { next.cue.start } else { first };
        let and = start
            .checked_sub(1)
            .filter(|at| self.document.tags[*at] == tag::CC)?;
        let comma = usize::from(self.document.tags[and - 1] == tag::COMMA);
        let content = TokenRange::new(found.content[0].start, and - comma);
        let apart = next.content.iter().all(|range| range.start > and);
        (apart && content.start + 2 < content.end && self.is_clause(content)).then_some(content.end)
    }

    /// Whether words have a subject and a finite verb after it.
    pub(super) fn is_clause(&self, range: TokenRange) -> bool {
        let tags = &self.document.tags;
        let subject = range
            .tokens()
            .find(|at| tag::is_nominal(tags[*at]) || tags[*at] == tag::PRPS);
        let finite = |at: usize| matches!(tags[at], tag::VBD | tag::VBZ | tag::VBP | tag::MD);
        let ahead = |at: usize| self.is_heading() && tags[at] == tag::TO;
        subject.is_some_and(|subject| (subject..range.end).any(|at| finite(at) || ahead(at)))
    }

    /// Whether words are a name or a noun phrase without a verb.
    pub(super) fn names_somebody(&self, source: TokenRange) -> bool {
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
            "no",
            "nobody",
            "none",
            "neither",
            "few",
            "what",
            "who",
            "which",
            "if",
            "not",
            "according",
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
    pub(super) fn listener(&self, at: usize) -> Option<usize> {
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

    /// "X told the Herald C."
    fn told(&self) -> Option<CueReading> {
        let document = self.document;
        let tells = |at: &usize| {
            matches!(self.word(*at).as_str(), "told" | "tells" | "tell")
                && document.tags[*at] != tag::VB
                && !document.is_quoted(*at)
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

    /// "X warned that C", and in a heading "X denies C".
    fn leading(&self) -> Option<CueReading> {
        let document = self.document;
        let speaks = |at: &usize| {
            (self.is_verb_of_speech(*at)
                || matches!(self.word(*at).as_str(), "denied" | "denies" | "deny"))
                // In a heading the tagger takes many verbs for nouns: "Minister denies dam was unsafe".
                && (matches!(document.tags[*at], tag::VBD | tag::VBZ | tag::VBP | tag::VBN)
                    || self.is_heading() && document.tags[*at] == tag::NNS)
                && !document.is_quoted(*at)
        };
        if let Some(wished) = self.wished() {
            return Some(wished);
        }
        let start = self.after_dateline();
        let verb = (start + 1..self.sentence.end).find(speaks)?;
        let has = matches!(self.word(verb - 1).as_str(), "has" | "have" | "had");
        let perfect = document.tags[verb] == tag::VBN && has && verb > self.sentence.start + 1;
        let cue = TokenRange::new(verb - usize::from(perfect), verb + 1);
        let source = TokenRange::new(start, cue.start);
        let from = self.that_after(verb).unwrap_or(verb + 1);
        let heading = self.is_heading();
        let mut end = self.end();
        if !heading {
            end = (from..end).find(|at| self.word(*at) == ";").unwrap_or(end);
        }
        let content = TokenRange::new(from, end.max(from));
        // "A diplomat, who asked not to be named, said C."
        let relative = document.tags[verb - 1] == tag::COMMA
            && source.tokens().any(|at| document.tags[at] == tag::WP)
            && tag::is_nominal(document.tags[from.min(self.sentence.end - 1)]);
        let introduced = content.len() >= 3 && (self.word(from) == "that" || heading || relative);
        (introduced
            && self.is_clause(content)
            && (self.names_somebody(source) || self.is_subject(source, verb)))
        .then(|| self.reading(cue, source, content))
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

    /// Where the sentence begins after a dateline or the time of a post.
    fn after_dateline(&self) -> usize {
        let document = self.document;
        let start = self.sentence.start;
        let time = document.tags[start] == tag::CD && self.word(start).contains(['.', ':']);
        dateline_end(document, self.sentence).unwrap_or(start + usize::from(time))
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

    /// "The Ministry wishes to inform the general public that C."
    fn wished(&self) -> Option<CueReading> {
        const INFORM: [&str; 9] = [
            "inform", "announce", "state", "clarify", "assure", "advise", "confirm", "notify",
            "remind",
        ];
        let document = self.document;
        let informs = |at: &usize| {
            INFORM.contains(&self.word(*at).as_str())
                && self.word(*at - 1) == "to"
                && !document.is_quoted(*at)
        };
        let verb = (self.sentence.start + 3..self.sentence.end).find(informs)?;
        let wish = match self.word(verb - 2).as_str() {
            "wishes" | "wish" | "wants" => verb - 2,
            "like" if matches!(self.word(verb - 3).as_str(), "would" | "should") => verb - 3,
            _ => return None,
        };
        // "Port Salu, 17 April – The Ministry".
        let dash = |at: &usize| matches!(document.word(*at), "–" | "—" | "-");
        let start = (self.sentence.start..wish)
            .rev()
            .find(dash)
            .map_or(self.sentence.start, |at| at + 1);
        let that = (verb + 1..self.sentence.end)
            .take(thresholds::LONGEST_ADDRESS)
            .take_while(|at| !tag::is_verb(document.tags[*at]))
            .find(|at| self.word(*at) == "that")?;
        let content = TokenRange::new(that, self.end().max(that));
        let source = TokenRange::new(start, wish);
        (self.is_clause(content) && self.names_somebody(source))
            .then(|| self.reading(TokenRange::new(wish, verb + 1), source, content))
    }

    /// Whether the sentence is a line of its own without a full stop.
    fn is_heading(&self) -> bool {
        !matches!(
            self.document.word(self.sentence.end - 1),
            // The full stop that is added to a part of a text is empty.
            "" | "." | "?" | "!" | ":" | "\"" | "”" | "'" | "’"
        )
    }

    pub(super) fn reading(
        &self,
        cue: TokenRange,
        source: TokenRange,
        content: TokenRange,
    ) -> CueReading {
        CueReading::by_form(cue, Some(source), content, thresholds::TRAILING_LIKELIHOOD)
    }
}
