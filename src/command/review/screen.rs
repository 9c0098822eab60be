//! What a review shows: the passage in its paragraph, the proposal, what accepting would change.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::decide::ReviewItem;
use crate::answer::OriginAnswer;
use crate::domain::candidate::Span;
use crate::domain::slug::Slug;
use crate::domain::statement::Attribution;
use crate::domain::text::is_hostile;

/// Minimum height in lines: smaller screens have no room for a paragraph and the proposal.
pub(super) const MIN_HEIGHT: u16 = 16;
/// Minimum width in columns.
pub(super) const MIN_WIDTH: u16 = 60;

/// A screen.
pub(super) struct Screen {
    /// Height in lines.
    pub height: usize,
    /// Width in columns.
    pub width: usize,
    /// Whether to use colours.
    pub colour: bool,
}

/// How a part of a paragraph is highlighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Highlight {
    None,
    Speaker,
    Cue,
    Content,
    Point,
}

impl Highlight {
    /// The escape sequence that starts it.
    fn start(self) -> &'static str {
        match self {
            Self::None => "\u{1b}[2m",
            Self::Speaker => "\u{1b}[1;36m",
            Self::Cue => "\u{1b}[4;33m",
            Self::Content => "\u{1b}[0m",
            Self::Point => "\u{1b}[1m",
        }
    }

    /// The characters around it if there are no colours.
    fn brackets(self) -> (&'static str, &'static str) {
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
    /// The whole screen. The cursor ends after the last line.
    pub(super) fn draw(&self, item: &ReviewItem, position: &str, note: &str) -> String {
        let below = self.below(item, note);
        let room = self.height.saturating_sub(below.len() + 3).max(3);
        let mut lines = vec![self.head(item, position), String::new()];
        lines.extend(self.paragraph(item, room));
        lines.push(String::new());
        lines.extend(below);
        lines.truncate(self.height);
        lines.join("\r\n")
    }

    fn head(&self, item: &ReviewItem, position: &str) -> String {
        let answer = &item.answer;
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
            "{position} · {} · {}{paragraph} · {}{state}",
            answer.candidate, answer.source, answer.score
        );
        self.cut(&line)
    }

    /// The proposal, what accepting would change, the note and the keys.
    fn below(&self, item: &ReviewItem, note: &str) -> Vec<String> {
        let mut lines = vec![format!("who     {}{}", item.who(), terms(item))];
        if let Some(by) = &item.answer.read_by {
            lines.push(by.phrase());
        }
        if let Some(tongue) = item.answer.by_rules {
            lines.push(tongue.phrase());
        }
        lines.extend(claim_lines(item));
        for (at, link) in item.answer.claims.iter().enumerate() {
            let score = link.score;
            lines.push(format!(
                "  {}     {score} {} {}",
                at + 1,
                link.stance,
                link.claim
            ));
        }
        for origin in &item.origins {
            lines.push(format!(
                "origin  {}",
                OriginAnswer::from(origin.clone()).phrase()
            ));
        }
        lines.push(format!("then    {}", item.outcome.sentence()));
        lines.push(note.to_owned());
        lines.push("a accept  1-3 o claim  n new claim  p P party  l alias  e edit".to_owned());
        lines.push("s skip  b back  r reject  u undo  q quit  ? help".to_owned());
        lines.iter().map(|line| self.cut(line)).collect()
    }

    fn cut(&self, line: &str) -> String {
        cut(line, self.width)
    }

    /// The paragraph around the passage, highlighted: at most `room` lines around what was said.
    fn paragraph(&self, item: &ReviewItem, room: usize) -> Vec<String> {
        let letters = highlighted(item);
        let lines = wrapped(&letters, self.width.saturating_sub(1));
        let point = lines
            .iter()
            .position(|line| {
                line.iter()
                    .any(|(_, highlight)| *highlight == Highlight::Point)
            })
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

    fn line(&self, letters: &[(char, Highlight)]) -> String {
        let (mut text, mut last) = (String::new(), None);
        for (letter, highlight) in letters {
            if last != Some(*highlight) {
                text.push_str(&self.between(last, Some(*highlight)));
                last = Some(*highlight);
            }
            text.push(*letter);
        }
        text.push_str(&self.between(last, None));
        text
    }

    /// What stands between two highlights: an escape sequence, or brackets.
    fn between(&self, before: Option<Highlight>, after: Option<Highlight>) -> String {
        if self.colour {
            let start = after.map_or("", Highlight::start);
            return format!("{RESET}{start}");
        }
        let end = before.map_or("", |highlight| highlight.brackets().1);
        let start = after.map_or("", |highlight| highlight.brackets().0);
        format!("{end}{start}")
    }
}

/// A line of at most `width` columns.
pub(super) fn cut(line: &str, width: usize) -> String {
    let line = plain(line);
    if line.width() < width {
        return line;
    }
    let (mut kept, mut used) = (String::new(), 0);
    for letter in line.chars() {
        used += letter.width().unwrap_or(0);
        if used + 2 > width {
            break;
        }
        kept.push(letter);
    }
    kept.push('…');
    kept
}

/// A text in at most `most` lines of at most `width` columns.
pub(super) fn folded_lines(text: &str, width: usize, most: usize) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = words.join(" ");
    let letters = plain(&letters);
    let letters: Vec<(char, Highlight)> = letters
        .chars()
        .map(|letter| (letter, Highlight::None))
        .collect();
    let all = wrapped(&letters, width);
    let is_cut = all.len() > most;
    let mut lines: Vec<String> = all
        .into_iter()
        .take(most)
        .map(|line| line.into_iter().map(|(letter, _)| letter).collect())
        .collect();
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        last.push('…');
    }
    lines
}

/// The stance and claim, with the text of the claim.
fn claim_lines(item: &ReviewItem) -> Vec<String> {
    let stance = item.stance();
    if let Some(claim) = &item.overrides.new_claim {
        let first = format!("takes   {stance} · new claim {}", claim.id);
        return vec![first, format!("        {}", claim.text)];
    }
    match item.claim() {
        Some(claim) => {
            let text = item.claim_text.as_deref().unwrap_or_default();
            vec![
                format!("takes   {stance} · {claim}"),
                format!("        {text}"),
            ]
        }
        None => vec![format!(
            "takes   {stance} · no similar claim; press n to add one"
        )],
    }
}

/// The attribution, the time and the relays, if there is something to say about them.
fn terms(item: &ReviewItem) -> String {
    let answer = &item.answer;
    let mut terms = String::new();
    let attribution = item.overrides.attribution.unwrap_or(answer.attribution);
    if attribution != Attribution::OnRecord {
        let shown = item
            .overrides
            .shown_as
            .as_ref()
            .or(answer.shown_as.as_ref());
        let shown = shown.map_or_else(String::new, |words| format!(" as “{words}”"));
        terms.push_str(&format!(" · not by name{shown}"));
    }
    let said = item.overrides.said.map(|when| when.to_string());
    if let Some(said) = said.or_else(|| answer.said.clone()) {
        terms.push_str(&format!(" · said {said}"));
    }
    if let Some(via) = &item.overrides.via {
        let via: Vec<&str> = via.iter().map(Slug::as_str).collect();
        let via = if via.is_empty() {
            "no one".to_owned()
        } else {
            via.join(", ")
        };
        terms.push_str(&format!(" · via {via}"));
    }
    terms
}

/// Replaces each hostile character with one sign, so that widths stay right.
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

/// The letters of the paragraphs that the passage touches, with their highlights.
fn highlighted(item: &ReviewItem) -> Vec<(char, Highlight)> {
    let reading = &item.waiting.candidate.reading;
    let letters: Vec<char> = item.text.chars().collect();
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
    let highlight = |at: usize| {
        if within(reading.source.as_slice(), at) {
            Highlight::Speaker
        } else if within(reading.cue.as_slice(), at) {
            Highlight::Cue
        } else if within(&reading.content, at) {
            if within(&[reading.point], at) {
                Highlight::Point
            } else {
                Highlight::Content
            }
        } else {
            Highlight::None
        }
    };
    let shown = |letter: char| match letter {
        '\n' => '\n',
        letter if letter.is_whitespace() => ' ',
        letter if is_hostile(letter) => '\u{fffd}',
        letter => letter,
    };
    (first..last)
        .map(|at| (shown(letters[at]), highlight(at)))
        .collect()
}

/// Lines of at most `width` columns, broken at spaces if possible.
fn wrapped(letters: &[(char, Highlight)], width: usize) -> Vec<Vec<(char, Highlight)>> {
    // Leave room for brackets.
    let width = width.saturating_sub(4).max(8);
    let mut lines = Vec::new();
    let mut line: Vec<(char, Highlight)> = Vec::new();
    let mut used = 0;
    for &(letter, highlight) in letters {
        if letter == '\n' {
            lines.push(std::mem::take(&mut line));
            used = 0;
            continue;
        }
        used += letter.width().unwrap_or(0);
        line.push((letter, highlight));
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

    fn letters(text: &str) -> Vec<(char, Highlight)> {
        text.chars()
            .map(|letter| (letter, Highlight::None))
            .collect()
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
