//! Quotations with the clause that says who spoke.

use super::Tongue;
use super::clause::{Said, before_colon, inverted};
use super::lexicon::Lexicon;
use super::names::Who;
use super::text::{Quotation, Token, quotations};

/// The most words of a quotation that may be the title of something.
const SHORT: usize = 4;

/// The words of a quotation behind the clause, up to which it may be somebody else's, or a name.
const LEAST: usize = 2;

/// The most words and marks of a paragraph that is read. No article has longer ones, and reading takes more than twice the
/// time for twice the length.
const LONGEST: usize = 5_000;

/// Words with which a French sentence goes on, and no description of somebody begins.
#[rustfmt::skip]
const FRENCH_BEGINNINGS: &[&str] = &[
    "et", "mais", "il", "elle", "ils", "elles", "nous", "vous", "on", "je", "j'", "c'", "ce", "cela", "ça", "ne", "n'", "car",
    "parce", "pour", "si", "quand", "puis", "donc", "ou", "y", "est", "sont", "sera", "serait", "était", "a", "ont",
];

/// Direct speech in a paragraph. All are ranges of its tokens.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    pub(super) content: Vec<(usize, usize)>,
    pub(super) cue: (usize, usize),
    pub(super) source: (usize, usize),
    pub(super) who: Who,
    pub(super) confirms: bool,
}

impl Speech {
    fn of(said: &Said, content: Vec<(usize, usize)>) -> Self {
        Self {
            content,
            cue: said.cue,
            source: (
                said.subject.start,
                said.subject.end.max(said.subject.start + 1),
            ),
            who: said.subject.who.clone(),
            confirms: said.confirms,
        }
    }
}

/// The direct speech in a paragraph.
pub(super) fn read(tokens: &[Token], lexicon: &Lexicon) -> Vec<Speech> {
    let quoted = quotations(tokens, lexicon.tongue).filter(|_| tokens.len() <= LONGEST);
    let Some(quoted) = quoted else {
        return Vec::new();
    };
    let paragraph = Paragraph {
        tokens,
        quoted,
        lexicon,
    };
    match tokens.first() {
        Some(first) if paragraph.begins_with_dash(first) => {
            paragraph.dashed().into_iter().collect()
        }
        _ => paragraph.quoted(),
    }
}

struct Paragraph<'t> {
    tokens: &'t [Token],
    quoted: Vec<Quotation>,
    lexicon: &'t Lexicon,
}

impl Paragraph<'_> {
    fn is_slavic(&self) -> bool {
        matches!(self.lexicon.tongue, Tongue::Russian | Tongue::Ukrainian)
    }

    /// Whether a line is a turn of a dialogue. A hyphen may begin an item of a list in German and French.
    fn begins_with_dash(&self, first: &Token) -> bool {
        first.is_dash() && (self.is_slavic() || !first.is('-'))
    }

    fn is_closed(&self, at: usize) -> bool {
        self.quoted
            .iter()
            .any(|one| one.open <= at && at <= one.close)
    }

    /// A line that begins with a dash.
    fn dashed(&self) -> Option<Speech> {
        let end = self.tokens.len();
        let cut = self.interruption(1, end, true)?;
        let mut content = vec![(1, cut.before)];
        content.extend(cut.after.map(|start| (start, end)));
        (!self.any_asks(&content)).then(|| Speech::of(&cut.said, content))
    }

    /// The quotations of a paragraph, each with who spoke. One right behind a clause goes on with what came before it.
    fn quoted(&self) -> Vec<Speech> {
        let mut found: Vec<Speech> = Vec::new();
        // Where the clause of the last quotation ends, and whether it ends the sentence.
        let mut clause_end: Option<usize> = None;
        for (number, one) in self.quoted.iter().enumerate() {
            let goes_on = self.is_behind_pause(one.open)
                && clause_end.is_some_and(|end| end == one.open || end + 1 == one.open);
            let next = self
                .quoted
                .get(number + 1)
                .map_or(self.tokens.len(), |next| next.open);
            clause_end = None;
            if let Some(cut) = self.interruption(one.open + 1, one.close, false) {
                let mut content = vec![(one.open, cut.before)];
                content.extend(cut.after.map(|start| (start, one.close + 1)));
                // «„It is closed“, Orlov told me», Kotov recalls: the clause within is Kotov's.
                let retold = self.behind(one, next, goes_on).is_some();
                if !self.any_asks(&content) && !retold {
                    found.push(Speech::of(&cut.said, content));
                }
                continue;
            }
            if self.asks(one.open + 1, one.close) {
                if goes_on && self.tokens[one.open - 1].is(',') {
                    found.pop();
                }
                continue;
            }
            let before = self.before(one);
            match (self.behind(one, next, goes_on), before) {
                (Some(_), Some(_)) => {}
                (Some((said, end)), None) => {
                    found.push(Speech::of(&said, vec![(one.open, one.close + 1)]));
                    clause_end = Some(end);
                }
                (None, Some(said)) => {
                    found.push(Speech::of(&said, vec![(one.open, one.close + 1)]))
                }
                (None, None) if goes_on && self.is_whole(one) && self.words_of(one) > LEAST => {
                    if let Some(last) = found.last_mut() {
                        last.content.push((one.open, one.close + 1));
                    }
                }
                (None, None) => {}
            }
        }
        found
    }

    /// Whether one of several parts is a question.
    fn any_asks(&self, parts: &[(usize, usize)]) -> bool {
        parts.iter().any(|(from, to)| {
            let quoted = usize::from(self.tokens[to - 1].is('»') || self.tokens[to - 1].is('"'));
            self.asks(*from, to - quoted)
        })
    }

    /// Whether words are a question, which asserts nothing.
    fn asks(&self, from: usize, to: usize) -> bool {
        let last = self.tokens[from..to]
            .iter()
            .rev()
            .find(|token| !token.is('…') && !token.is('.') && !token.is('!'));
        last.is_some_and(|token| token.is('?'))
    }

    /// Whether a quotation stands alone: nothing but the end of the sentence follows.
    fn is_whole(&self, one: &Quotation) -> bool {
        let ends_within = one.close > 0 && self.tokens[one.close - 1].ends_sentence();
        match self.tokens.get(one.close + 1) {
            None => true,
            Some(next) if next.ends_sentence() => true,
            Some(next) => {
                ends_within
                    && (next.is_capital() || !next.is_word && !next.is(',') && !next.is_dash())
            }
        }
    }

    fn words_of(&self, one: &Quotation) -> usize {
        self.tokens[one.open..one.close]
            .iter()
            .filter(|token| token.is_word)
            .count()
    }

    /// The clause behind a quotation, and where it ends.
    fn behind(&self, one: &Quotation, next: usize, goes_on: bool) -> Option<(Said, usize)> {
        if !goes_on && !self.begins_sentence(one.open) {
            return None;
        }
        let mut at = one.close + 1;
        let comma = self.tokens.get(at).is_some_and(|token| token.is(','));
        at += usize::from(comma);
        let inner = &self.tokens[one.close - 1];
        if self.is_slavic() {
            if !self.tokens.get(at).is_some_and(Token::is_dash) {
                return None;
            }
            at += 1;
        } else if !comma && !inner.is(',') && !inner.is('!') && !inner.is('?') && !inner.is('…') {
            return None;
        }
        let to = self.clause_end(at, next);
        let said = inverted(self.tokens, at, to, self.lexicon)?;
        if self.tokens.get(to).is_some_and(|token| token.is('?')) {
            return None;
        }
        let goes_on_quoted = to == next && next < self.tokens.len();
        let more = self.tokens.get(to).is_some_and(Token::is_dash) && to + 1 != next;
        let comma_after = (said.end..to).any(|at| {
            self.tokens[at].is(',')
                && self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|token| at + 1 < to && token.is_plain())
        });
        // „Das Boot“, sagte sie, sei ihr Lieblingsfilm.
        if self.words_of(one) <= SHORT && (more || comma_after && !goes_on_quoted) {
            return None;
        }
        Some((said, to))
    }

    /// Where a clause ends that begins at a token: at the end of the sentence, a dash, or the next quotation.
    fn clause_end(&self, from: usize, next: usize) -> usize {
        let ends = |at: &usize| {
            let token = &self.tokens[*at];
            token.ends_sentence() || token.is(';') || token.is_dash()
        };
        (from..next).find(ends).unwrap_or(next)
    }

    /// Whether a sentence begins at a token.
    fn begins_sentence(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        let token = &self.tokens[before];
        let closed = before > 0
            && self.quoted.iter().any(|one| one.close == before)
            && self.tokens[before - 1].ends_sentence();
        token.ends_sentence()
            || token.is(':')
            || token.is(';')
            || closed
            || token.is_dash()
                && self.is_slavic()
                && before > 0
                && self.tokens[before - 1].ends_sentence()
    }

    /// The clause before the colon before a quotation.
    fn before(&self, one: &Quotation) -> Option<Said> {
        let colon = one
            .open
            .checked_sub(1)
            .filter(|at| self.tokens[*at].is(':'))?;
        let begins = (0..colon).rev().find(|at| {
            let closed = self.quoted.iter().any(|one| one.close == *at)
                && *at > 0
                && self.tokens[*at - 1].ends_sentence();
            closed
                || !self.is_closed(*at)
                    && (self.tokens[*at].ends_sentence()
                        || self.tokens[*at].is(';')
                        || self.tokens[*at].is(':'))
        });
        let from = begins.map_or(0, |at| at + 1);
        before_colon(self.tokens, from, colon, &self.quoted, self.lexicon)
    }

    /// The clause that interrupts words between two tokens: «Q, — сказал X. — Q», « Q, a dit X, Q ». Quotations within them
    /// are passed over. `dashed` says that the words begin with a dash and have no mark at their end.
    fn interruption(&self, from: usize, to: usize, dashed: bool) -> Option<Interruption> {
        let french = self.lexicon.tongue == Tongue::French;
        if self.lexicon.tongue == Tongue::German && !dashed {
            return None;
        }
        let mut depth = 0_usize;
        for at in from..to {
            let token = &self.tokens[at];
            match token.text.as_str() {
                "«" | "„" => depth += 1,
                "“" if depth == 0 => depth += 1,
                "»" | "“" | "”" => depth = depth.saturating_sub(1),
                _ => {}
            }
            let pause = token.is(',') || token.ends_sentence();
            if depth > 0 || !pause || at == from {
                continue;
            }
            // Another turn begins on the same line.
            let next = self.tokens.get(at + 1).filter(|_| at + 1 < to);
            if french && dashed && token.ends_sentence() && next.is_some_and(Token::is_dash) {
                return None;
            }
            let mut start = at + 1;
            if !french {
                if !self
                    .tokens
                    .get(start)
                    .is_some_and(|token| start < to && token.is_dash())
                {
                    continue;
                }
                start += 1;
            } else if token.is('.') {
                continue;
            }
            let end = match french {
                true => (start..to)
                    .find(|at| self.tokens[*at].is(',') || self.tokens[*at].ends_sentence())
                    .unwrap_or(to),
                false => self.clause_end(start, to),
            };
            let Some(said) = inverted(self.tokens, start, end, self.lexicon) else {
                // A narrator whose verb is not known: it is not clear whose words follow.
                if !french && self.begins_narration(at, to) {
                    return None;
                }
                continue;
            };
            let after = self.resumes(end, to, dashed);
            // What the clause leaves open may change the sense: "The vaccine kills, said Sorel, only in novels."
            if french && !dashed && after.is_none() && end + 1 < to {
                return None;
            }
            let narrated =
                |from: usize| !french && (from..to).any(|at| self.begins_narration(at, to));
            return Some(Interruption {
                before: at + usize::from(!token.is(',')),
                after: after.filter(|from| !narrated(*from)),
                said,
            });
        }
        None
    }

    /// French has no mark where the words go on. Behind a comma, what may describe the speaker is passed over: ", explique
    /// Anne Roux, qui tient l'hôtel. Nous restons."
    fn resumes_in_french(&self, end: usize, to: usize, dashed: bool) -> Option<usize> {
        let mark = self.tokens[end..to].first()?;
        let goes_on = |at: usize| {
            let word = self.tokens.get(at).filter(|_| at < to);
            word.is_some_and(|word| FRENCH_BEGINNINGS.contains(&word.lower.as_str()))
        };
        let start = match mark.is(',') {
            true if goes_on(end + 1) => end + 1,
            _ if dashed => return None,
            true => (end..to).find(|at| self.tokens[*at].ends_sentence())? + 1,
            false => end + 1,
        };
        (start < to).then_some(start)
    }

    /// Whether a pause and a dash at a token begin words of a narrator, or another turn.
    fn begins_narration(&self, at: usize, to: usize) -> bool {
        let pause = &self.tokens[at];
        let next = |by: usize| self.tokens[..to].get(at + by);
        (pause.is(',') || pause.ends_sentence())
            && next(1).is_some_and(Token::is_dash)
            && next(2).is_some_and(|token| pause.ends_sentence() || token.is_plain())
    }

    /// Whether a comma, a dash or the end of a sentence stands before a token.
    fn is_behind_pause(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let token = &self.tokens[before];
        // "Im ARD-„Morgenmagazin“" has a hyphen.
        let hyphen = before > 0 && self.tokens[before - 1].end == token.start;
        token.is(',') || token.is_dash() && !hyphen || token.ends_sentence()
    }

    /// Where the words go on behind a clause that interrupts them.
    fn resumes(&self, end: usize, to: usize, dashed: bool) -> Option<usize> {
        if self.lexicon.tongue == Tongue::French {
            return self.resumes_in_french(end, to, dashed);
        }
        let ends = self.tokens[end..to].first();
        let at = end + usize::from(ends.is_some_and(Token::ends_sentence));
        let dash = self
            .tokens
            .get(at)
            .is_some_and(|token| at < to && token.is_dash());
        (dash && at + 1 < to).then_some(at + 1)
    }
}

/// A clause within what it attributes.
struct Interruption {
    said: Said,
    /// One past the last token before it.
    before: usize,
    /// The first token behind it, if the words go on.
    after: Option<usize>,
}
