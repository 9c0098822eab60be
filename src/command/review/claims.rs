//! The review claim by claim.

use anyhow::Result;
use console::Key;

use super::add;
use super::ask::line;
use super::change::{self, Change};
use super::choose;
use super::details::{self, Answers};
use super::keys::Console;
use super::page;
use super::shown::Shown;
use super::story::{Item, Story};
use crate::command::error::in_one_line;
use crate::domain::slug::Slug;
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
            let decided = self.story.forget_decided()?;
            if decided > 0 {
                let decided = counted(decided, "statement", "statements");
                note = format!("{decided} of this claim were decided elsewhere. {note}");
            }
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
            Key::Char(digit @ '1'..='3') => self.merge_into(shown, digit, false)?,
            Key::Char('o') => self.merge_into_other(shown, false)?,
            Key::Char('x') => self.merge_inverted(shown)?,
            Key::Char('+' | 'i') => self.add(shown)?,
            Key::Char('w') => self.set_principals(shown)?,
            Key::Char('v') => self.set_answer()?,
            Key::Char('p') => match details::fact(&self.term, &self.story, shown)? {
                Some((party, fact)) => {
                    self.story.edit_party(&party, fact)?;
                    Next::Current(format!("Changed {party}."))
                }
                None => Next::Current(String::new()),
            },
            Key::Char('m') => self.move_one(shown)?,
            Key::Char('f') => match change::which(&self.term, shown.waiting.len())? {
                Some(place) => self.change_to(&shown.places[place], &Change::Turn)?,
                None => Next::Current("No statement was chosen.".to_owned()),
            },
            Key::Char('n') => self.split(shown)?,
            Key::Char('t') => self.change(shown)?,
            Key::Char('r') => self.drop_all()?,
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

    fn merge_into(&mut self, shown: &Shown, digit: char, inverted: bool) -> Result<Next> {
        let at = digit.to_digit(10).map_or(0, |digit| digit as usize);
        match shown.like.get(at.wrapping_sub(1)) {
            Some((claim, _)) => self.merge(claim, inverted),
            None => Ok(Next::Current(format!("There is no claim {digit}."))),
        }
    }

    fn merge_into_other(&mut self, shown: &Shown, inverted: bool) -> Result<Next> {
        let claim = &shown.page.claim;
        match choose::claim(&self.term, &self.story, (&claim.id, &claim.text))? {
            Ok(claim) => self.merge(&claim, inverted),
            Err(why_not) => Ok(Next::Current(why_not)),
        }
    }

    /// Merges as opposites what would be merged as the same, and the other way round.
    fn merge_inverted(&mut self, shown: &Shown) -> Result<Next> {
        self.term
            .write_str("\r\ninto its opposite: 1-3 or o, any other key cancels ")?;
        match self.term.read_key_raw()? {
            Key::Char(digit @ '1'..='3') => self.merge_into(shown, digit, true),
            Key::Char('o') => self.merge_into_other(shown, true),
            _ => Ok(Next::Current(String::new())),
        }
    }

    fn merge(&mut self, claim: &Slug, inverted: bool) -> Result<Next> {
        let turned = match self.story.merge(claim, inverted)? {
            true => ", as its opposite: the stances are turned",
            false => "",
        };
        Ok(Next::Current(format!(
            "On {claim} now{turned}; a keeps it."
        )))
    }

    fn drop_all(&mut self) -> Result<Next> {
        let is_recorded = matches!(self.story.item(), Some(Item::Recorded(_)));
        self.story.drop_all()?;
        let note = match is_recorded {
            true => {
                "Dropped: its statements are void. The claim stays, because the journal names it; u undoes it."
            }
            false => "Dropped. u undoes it.",
        };
        Ok(Next::Current(note.to_owned()))
    }

    fn add(&mut self, shown: &Shown) -> Result<Next> {
        match add::ask(&self.term, &self.story, shown)? {
            Ok(addition) => {
                self.story.add(&addition)?;
                Ok(Next::Current("Added that statement.".to_owned()))
            }
            Err(why_not) => Ok(Next::Current(why_not)),
        }
    }

    fn set_principals(&mut self, shown: &Shown) -> Result<Next> {
        let Some(principals) = details::principals(&self.term, &self.story, shown)? else {
            return Ok(Next::Current(String::new()));
        };
        self.story
            .edit_claim(None, |claim| claim.principals = principals)?;
        Ok(Next::Current("Changed whose act it is.".to_owned()))
    }

    fn set_answer(&mut self) -> Result<Next> {
        let Some(claim) = self.story.claim_here()? else {
            return Ok(Next::Current(String::new()));
        };
        match details::answers(&self.term, &self.story, &claim)? {
            None => return Ok(Next::Current(String::new())),
            Some(Answers::Nothing) => self.story.edit_claim(None, |claim| {
                (claim.question, claim.value) = (None, None);
            })?,
            Some(Answers::Question(question, new, value)) => {
                self.story.edit_claim(new, |claim| {
                    (claim.question, claim.value) = (Some(question), Some(value));
                })?;
            }
        }
        Ok(Next::Current("Changed what it answers.".to_owned()))
    }

    fn move_one(&mut self, shown: &Shown) -> Result<Next> {
        let Some(place) = change::which(&self.term, shown.waiting.len())? else {
            return Ok(Next::Current("No statement was chosen.".to_owned()));
        };
        let claim = &shown.page.claim;
        match choose::claim(&self.term, &self.story, (&claim.id, &claim.text))? {
            Ok(claim) => self.change_to(&shown.places[place], &Change::Claim(claim)),
            Err(why_not) => Ok(Next::Current(why_not)),
        }
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
        let places = chosen.iter().flat_map(|at| &shown.places[*at]);
        let places: Vec<usize> = places.copied().collect();
        self.story.split(&places, &text)?;
        Ok(Next::Current("Split off; what is left waits.".to_owned()))
    }

    fn change(&mut self, shown: &Shown) -> Result<Next> {
        let Some(place) = change::which(&self.term, shown.waiting.len())? else {
            return Ok(Next::Current("No statement was chosen.".to_owned()));
        };
        let said = shown.waiting.get(place);
        let mut statements = shown.page.statements.iter();
        let Some(said) = statements.find(|one| Some(&one.statement) == said) else {
            return Ok(Next::Current("No statement was chosen.".to_owned()));
        };
        let claim = &shown.page.claim;
        let claim = (&claim.id, claim.text.as_str());
        match change::ask(&self.term, &self.story, claim, said)? {
            Some(change) => self.change_to(&shown.places[place], &change),
            None => Ok(Next::Current(String::new())),
        }
    }

    fn change_to(&mut self, places: &[usize], change: &Change) -> Result<Next> {
        let is_draft = matches!(self.story.item(), Some(Item::Drafted { .. }));
        self.story.change(places, change)?;
        let note = match change {
            Change::Drop => "Dropped that statement.".to_owned(),
            Change::Nothing => "Recorded that statement.".to_owned(),
            Change::Claim(claim) => format!("That statement is on {claim} now."),
            _ if is_draft => "Changed; a keeps it.".to_owned(),
            _ => "Changed that statement.".to_owned(),
        };
        Ok(Next::Current(note))
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

The claim                                One statement, by its number
a  keep it with all its statements       t  right as it is, who speaks, stance,
e  reword it, and keep it so                day, relays, another claim, or drop it
1  2  3  merge it into this claim        m  move it to another claim
o  merge it into another claim           f  turn the stance: asserts or denies
x  merge it into its opposite            n  split: some get a claim of their own
w  whose own act it is                   +  add one that was not found, by some
v  its value, and the question it           words of the article
   answers                               p  a party: name, kind, role, for
                                            whom it speaks
r  drop it: its candidates are rejected, or its unreviewed statements voided

s  later (or space)   b  back   u  undo the last decision   q  quit

Claims and speakers are offered by digit; typed words find others. If only one
of two claims is negated, a merger turns the stances; x does the contrary.
What you change counts once you keep the claim, in one write.

Press any key to go back.";
