//! What a review shows: the passage in its paragraph, what it may mean, what accepting would change.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::decide::Draft;
use crate::domain::candidate::Span;
use crate::domain::text::is_hostile;
use crate::render::Table;
use crate::render::candidates::{effect, share};

/// Smaller screens do not hold a paragraph with what is to be decided, in lines and columns.
pub const LEAST_HEIGHT: u16 = 16;
/// See [`LEAST_HEIGHT`].
pub const LEAST_WIDTH: u16 = 60;

/// A screen.
pub struct Screen {
    /// In lines.
    pub height: usize,
    /// In columns.
    pub width: usize,
    /// Whether colours are wanted.
    pub colour: bool,
}

/// How a part of a paragraph is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Speaker,
    Cue,
    Content,
    Point,
}

impl Mark {
    /// The escape sequence that begins it; bold, underlined, coloured.
    fn start(self) -> &'static str {
        match self {
            Self::None => "\u{1b}[2m",
            Self::Speaker => "\u{1b}[1;36m",
            Self::Cue => "\u{1b}[4;33m",
            Self::Content => "\u{1b}[0m",
            Self::Point => "\u{1b}[1m",
        }
    }

    /// The signs around it where there are no colours.
    fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::None | Self::Content => ("", ""),
            Self::Speaker => ("<", ">"),
            Self::Cue => ("_", "_"),
            Self::Point => ("[", "]"),
        }
    }
}

const RESET: &str = "\u{1b}[0m";

impl Screen {
    /// The whole screen, line for line, with the cursor left behind the last.
    pub fn draw(&self, draft: &Draft, place: &str, note: &str) -> String {
        let below = self.below(draft, note);
        let room = self.height.saturating_sub(below.len() + 3).max(3);
        let mut lines = vec![self.head(draft, place), String::new()];
        lines.extend(self.paragraph(draft, room));
        lines.push(String::new());
        lines.extend(below);
        lines.truncate(self.height);
        lines.join("\r\n")
    }

    fn head(&self, draft: &Draft, place: &str) -> String {
        let answer = &draft.answer;
        let paragraph = answer
            .passage
            .paragraph
            .map_or_else(String::new, |at| format!(" ¶{at}"));
        let state = if answer.state == "rejected" {
            " · rejected"
        } else {
            ""
        };
        let line = format!(
            "{place} · {} · {}{paragraph} · {}{state}",
            answer.candidate,
            answer.source,
            share(answer.score)
        );
        self.cut(&line)
    }

    /// What is to be decided, and the keys.
    fn below(&self, draft: &Draft, note: &str) -> Vec<String> {
        let answer = &draft.answer;
        let mut lines = vec![self.cut(&format!("who     {}{}", draft.who(), terms(draft)))];
        if let Some(claim) = &draft.choice.new_claim {
            lines.push(self.cut(&format!(
                "takes   {} · new claim {}",
                draft.stance(),
                claim.id
            )));
            lines.push(self.cut(&format!("        {}", claim.text)));
        } else if let Some(claim) = draft.claim() {
            lines.push(self.cut(&format!("takes   {} · {claim}", draft.stance())));
            let text = draft.claim_text.as_deref().unwrap_or_default();
            lines.push(self.cut(&format!("        {text}")));
        } else {
            let text = format!(
                "takes   {} · no claim comes near: n makes one",
                draft.stance()
            );
            lines.push(self.cut(&text));
        }
        for (at, link) in answer.claims.iter().enumerate() {
            let line = format!(
                "  {}     {} {} {}",
                at + 1,
                share(link.score),
                link.stance,
                link.claim
            );
            lines.push(self.cut(&line));
        }
        let changes = match &draft.known {
            Some(known) => format!("recorded as {known}: accepting adds the passage"),
            None => match effect(&draft.effect).as_str() {
                Table::EMPTY => "changes no status".to_owned(),
                told => told.replace('\n', "; "),
            },
        };
        lines.push(self.cut(&format!("then    {changes}")));
        lines.push(self.cut(&plain(note)));
        lines.push(self.cut("a accept  1-3 o claim  n new claim  p P party  l alias  e edit"));
        lines.push(self.cut("s skip  b back  r reject  u undo  q quit  ? help"));
        lines
    }

    fn cut(&self, line: &str) -> String {
        let line = plain(line);
        if line.width() < self.width {
            return line;
        }
        let (mut kept, mut width) = (String::new(), 0);
        for letter in line.chars() {
            width += letter.width().unwrap_or(0);
            if width + 2 > self.width {
                break;
            }
            kept.push(letter);
        }
        kept.push('…');
        kept
    }

    /// The paragraph around the passage, marked, in at most `room` lines around what was said.
    fn paragraph(&self, draft: &Draft, room: usize) -> Vec<String> {
        let letters = marked(draft);
        let lines = wrapped(&letters, self.width.saturating_sub(1));
        let point = lines
            .iter()
            .position(|line| line.iter().any(|(_, mark)| *mark == Mark::Point))
            .unwrap_or(0);
        let first = point
            .saturating_sub(room / 3)
            .min(lines.len().saturating_sub(room));
        lines
            .iter()
            .skip(first)
            .take(room)
            .map(|line| self.line(line))
            .collect()
    }

    fn line(&self, letters: &[(char, Mark)]) -> String {
        let (mut text, mut last) = (String::new(), None);
        for (letter, mark) in letters {
            if last != Some(*mark) {
                text.push_str(&self.between(last, Some(*mark)));
                last = Some(*mark);
            }
            text.push(*letter);
        }
        text.push_str(&self.between(last, None));
        text
    }

    fn between(&self, before: Option<Mark>, after: Option<Mark>) -> String {
        if self.colour {
            let start = after.map_or("", Mark::start);
            return format!("{RESET}{start}");
        }
        let end = before.map_or("", |mark| mark.signs().1);
        let start = after.map_or("", |mark| mark.signs().0);
        format!("{end}{start}")
    }
}

fn terms(draft: &Draft) -> String {
    let answer = &draft.answer;
    let mut terms = String::new();
    let attribution = draft.choice.attribution.unwrap_or(answer.attribution);
    if attribution != crate::domain::statement::Attribution::OnRecord {
        let shown = draft.choice.shown_as.as_ref().or(answer.shown_as.as_ref());
        let shown = shown.map_or_else(String::new, |words| format!(" as “{words}”"));
        terms.push_str(&format!(" · not by name{shown}"));
    }
    let said = draft
        .choice
        .said
        .map(|when| when.to_string())
        .or_else(|| answer.said.clone());
    if let Some(said) = said {
        terms.push_str(&format!(" · said {said}"));
    }
    if let Some(via) = &draft.choice.via {
        let via: Vec<&str> = via.iter().map(|party| party.as_str()).collect();
        terms.push_str(&format!(
            " · via {}",
            if via.is_empty() {
                "nobody".to_owned()
            } else {
                via.join(", ")
            }
        ));
    }
    terms
}

/// Hostile characters are shown as one sign, so that widths stay right.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if is_hostile(letter) {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect()
}

/// The letters of the paragraphs that the passage touches, each with its mark.
fn marked(draft: &Draft) -> Vec<(char, Mark)> {
    let reading = &draft.waiting.candidate.reading;
    let letters: Vec<char> = draft.text.chars().collect();
    let place = |at: u64| {
        usize::try_from(at)
            .unwrap_or(letters.len())
            .min(letters.len())
    };
    let (start, end) = (place(reading.passage.0), place(reading.passage.1));
    let first = letters[..start]
        .iter()
        .rposition(|letter| *letter == '\n')
        .map_or(0, |at| at + 1);
    let last = letters[end..]
        .iter()
        .position(|letter| *letter == '\n')
        .map_or(letters.len(), |at| end + at);
    let within = |spans: &[Span], at: usize| {
        spans
            .iter()
            .any(|span| (place(span.0)..place(span.1)).contains(&at))
    };
    let mark = |at: usize| {
        if within(reading.source.as_slice(), at) {
            Mark::Speaker
        } else if within(reading.cue.as_slice(), at) {
            Mark::Cue
        } else if within(&reading.content, at) {
            if within(&[reading.point], at) {
                Mark::Point
            } else {
                Mark::Content
            }
        } else {
            Mark::None
        }
    };
    let shown = |letter: char| match letter {
        '\n' => '\n',
        letter if letter.is_whitespace() => ' ',
        letter if is_hostile(letter) => '\u{fffd}',
        letter => letter,
    };
    (first..last)
        .map(|at| (shown(letters[at]), mark(at)))
        .collect()
}

/// Lines of at most `width` columns, broken at spaces where there are any.
fn wrapped(letters: &[(char, Mark)], width: usize) -> Vec<Vec<(char, Mark)>> {
    // Signs beside a word take room too.
    let width = width.saturating_sub(4).max(8);
    let mut lines = Vec::new();
    let mut line: Vec<(char, Mark)> = Vec::new();
    let mut used = 0;
    for &(letter, mark) in letters {
        if letter == '\n' {
            lines.push(std::mem::take(&mut line));
            used = 0;
            continue;
        }
        used += letter.width().unwrap_or(0);
        line.push((letter, mark));
        if used > width {
            let space = line.iter().rposition(|(letter, _)| *letter == ' ');
            let rest = line.split_off(space.map_or(line.len() - 1, |at| at + 1));
            used = rest
                .iter()
                .map(|(letter, _)| letter.width().unwrap_or(0))
                .sum();
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<(char, Mark)> {
        text.chars().map(|letter| (letter, Mark::None)).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_lose_nothing() {
        let text = "The mayor of the harbour town said on Monday that the ferry would sail again";
        let lines = wrapped(&letters(text), 24);
        let joined: String = lines.iter().flatten().map(|(letter, _)| letter).collect();
        assert_eq!(joined, text);
        assert!(lines.iter().all(|line| line.len() <= 21), "{lines:?}");
        assert_eq!(
            wrapped(&letters("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 12).len(),
            4
        );
    }
}
