//! The review claim by claim.

use anyhow::Result;
use console::Key;

use super::ask::{find_claim, line};
use super::change::{self, Change};
use super::keys::Console;
use super::page;
use super::shown::Shown;
use super::story::Story;
use crate::command::error::in_one_line;
use crate::domain::text::escaped;
use crate::render::overview::counted_unreviewed;
use crate::render::page::counted;

/// A running review of claims.
pub(super) struct ClaimSession<'c> {
    story: Story<'c>,
    term: Console,
}

/// What to do after a key.
enum Next {
    /// Show the claim at the current position, with a note.
    Current(String),
    /// Leave.
    Quit,
}

impl<'c> ClaimSession<'c> {
    pub(super) fn new(story: Story<'c>, term: Console) -> Self {
        Self { story, term }
    }

    pub(super) fn term(&self) -> &Console {
        &self.term
    }

    pub(super) fn into_term(self) -> Console {
        self.term
    }

    /// Goes through the claims. Returns whether the reviewer left before the end, and what was decided.
    pub(super) fn run(&mut self) -> Result<(bool, String)> {
        let mut note = String::new();
        let mut left = false;
        while self.story.at < self.story.items.len() {
            let Some(shown) = self.story.shown()? else {
                // Nothing on it waits any more.
                self.story.at += 1;
                continue;
            };
            self.show(&shown, &note)?;
            match self.handle_key(&shown) {
                Ok(Next::Current(text)) => note = text,
                Ok(Next::Quit) => {
                    left = true;
                    break;
                }
                Err(error) => note = in_one_line(&error),
            }
        }
        self.term.clear_screen()?;
        Ok((left, self.summary()?))
    }

    fn show(&self, shown: &Shown, note: &str) -> Result<()> {
        let (height, width) = self.term.size();
        let size = (usize::from(height), usize::from(width));
        let position = format!("{} of {}", self.story.at + 1, self.story.items.len());
        self.term.clear_screen()?;
        self.term
            .write_str(&page::draw(shown, &position, note, size))
    }

    fn handle_key(&mut self, shown: &Shown) -> Result<Next> {
        Ok(match self.term.read_key_raw()? {
            Key::Char('a') | Key::Enter => {
                self.story.keep(None)?;
                Next::Current("Kept.".to_owned())
            }
            Key::Char('e') => self.reword(shown)?,
            Key::Char(digit @ '1'..='3') => self.merge_into(shown, digit)?,
            Key::Char('o' | 'm') => match find_claim(&self.term, self.story.context)? {
                Ok(claim) => {
                    self.story.merge(&claim)?;
                    Next::Current(format!("On {claim} now; a keeps it."))
                }
                Err(why_not) => Next::Current(why_not),
            },
            Key::Char('n') => self.split(shown)?,
            Key::Char('t') => self.change(shown)?,
            Key::Char('r') => {
                self.story.drop_all()?;
                Next::Current("Dropped. u undoes it.".to_owned())
            }
            Key::Char('s' | ' ') | Key::ArrowRight | Key::Tab => {
                self.story.at += 1;
                Next::Current(String::new())
            }
            Key::Char('b') | Key::ArrowLeft => self.back()?,
            Key::Char('u') => Next::Current(match self.story.undo()? {
                true => "Undone.".to_owned(),
                false => "Nothing was decided in this review yet.".to_owned(),
            }),
            Key::Char('?' | 'h') => {
                self.term.clear_screen()?;
                self.term.write_str(&HELP.replace('\n', "\r\n"))?;
                self.term.read_key_raw()?;
                Next::Current(String::new())
            }
            Key::Char('q') | Key::Escape | Key::CtrlC => Next::Quit,
            _ => Next::Current("Press ? for help.".to_owned()),
        })
    }

    fn reword(&mut self, shown: &Shown) -> Result<Next> {
        let text = &shown.page.claim.text;
        let Some(text) = line(&self.term, "the claim, as a sentence", text)? else {
            return Ok(Next::Current(String::new()));
        };
        self.story.keep(Some(text))?;
        Ok(Next::Current("Kept in these words.".to_owned()))
    }

    fn merge_into(&mut self, shown: &Shown, digit: char) -> Result<Next> {
        let at = digit.to_digit(10).map_or(0, |digit| digit as usize);
        let Some((claim, _)) = shown.like.get(at.wrapping_sub(1)) else {
            return Ok(Next::Current(format!("There is no claim {digit}.")));
        };
        self.story.merge(claim)?;
        Ok(Next::Current(format!("On {claim} now; a keeps it.")))
    }

    fn split(&mut self, shown: &Shown) -> Result<Next> {
        if shown.waiting.len() < 2 {
            return Ok(Next::Current(
                "There is only one statement to decide on; e rewords the claim.".to_owned(),
            ));
        }
        let chosen = change::several(&self.term, shown.waiting.len())?;
        let first = chosen.first().and_then(|at| shown.waiting.get(*at));
        let Some(first) = first else {
            return Ok(Next::Current("No statement was chosen.".to_owned()));
        };
        let mut statements = shown.page.statements.iter();
        let words = statements.find(|one| one.statement == *first);
        let words = words.and_then(|one| one.words.clone()).unwrap_or_default();
        let Some(text) = line(&self.term, "the new claim, as a sentence", &words)? else {
            return Ok(Next::Current(String::new()));
        };
        self.story.split(&chosen, &text)?;
        Ok(Next::Current("Split off; what is left waits.".to_owned()))
    }

    fn change(&mut self, shown: &Shown) -> Result<Next> {
        let Some(place) = change::which(&self.term, shown.waiting.len())? else {
            return Ok(Next::Current("No statement was chosen.".to_owned()));
        };
        let Some(change) = change::ask(&self.term, &self.story)? else {
            return Ok(Next::Current(String::new()));
        };
        self.story.change(place, &change)?;
        Ok(Next::Current(match change {
            Change::Drop => "Dropped that statement.".to_owned(),
            _ => "Recorded that statement.".to_owned(),
        }))
    }

    /// Goes back to the last claim before this one that still waits.
    fn back(&mut self) -> Result<Next> {
        let here = self.story.at;
        for at in (0..here).rev() {
            self.story.at = at;
            if self.story.shown()?.is_some() {
                return Ok(Next::Current(String::new()));
            }
        }
        self.story.at = here;
        Ok(Next::Current(
            "No claim before this one waits for a decision.".to_owned(),
        ))
    }

    fn summary(&self) -> Result<String> {
        let left = self.story.context.ask(|view, _| {
            let candidates = view
                .reader
                .candidates(crate::ledger::CandidateFilter::default())?;
            Ok((candidates.len(), view.reader.count_unreviewed()?))
        })?;
        let (open, unreviewed) = left;
        let open = counted(open, "candidate", "candidates");
        let unreviewed = counted_unreviewed(unreviewed);
        let unreviewed = unreviewed.map_or_else(String::new, |what| format!(", {what} unreviewed"));
        let summary = format!("{}; {open} open{unreviewed}.", self.story.decided());
        Ok(escaped(&summary).into_owned())
    }
}

const HELP: &str = "\
Each screen is a claim with the statements on it. Those with a number wait for
you: candidates of the draft, or what was recorded without anybody looking.

a  keep it with all its statements       s  later (or space), b back
e  reword it, and keep it so             r  drop it: its candidates are rejected,
1  2  3  merge it into this claim           or its unreviewed statements voided
o  merge it into another claim           u  undo the last decision
n  split: some statements get a claim    q  quit; decisions are kept
   of their own
t  one statement: right as it is, who speaks, stance, day, or drop it

\"then\" shows where the claim would stand. Every decision is one write.

Press any key to go back.";
