//! `onrecord review`

mod add;
mod ask;
#[cfg(feature = "web")]
mod browser;
mod change;
mod choose;
mod claims;
mod decide;
mod details;
mod keep;
mod keys;
mod moves;
mod offers;
mod page;
mod screen;
mod shown;
mod sketch;
mod story;

use anyhow::{Result, bail};
use console::Key;

use super::candidates::refuse_the_past;
use super::context::Context;
use super::error::in_one_line;
use super::exit::Exit;
use super::fields::optional;
use crate::answer;
use crate::domain::text::escaped;
use crate::ledger::CandidateFilter;
use crate::render::outcome::Message;
#[cfg(feature = "web")]
pub(super) use browser::Reviews;
use claims::ClaimSession;
use decide::{Decision, ReviewDesk, ReviewItem};
use keys::Console;
use screen::{MIN_HEIGHT, MIN_WIDTH, Screen};
use story::Story;

/// Review claim by claim what the articles say, with a single key for each decision.
///
/// Shows one claim at a time, with the statements on it: those of the draft that the open candidates
/// make, and those that `accept --all` recorded without anybody looking at them. What you change counts
/// once you keep the claim, in one write, so you can leave at any time and continue later.
///
/// For the claim: a keep, e reword, 1 to 3 and o merge into another one, x merge into its opposite, w whose
/// act it is, v its value and question, r drop. For a statement: t change or drop it, m move it to another
/// claim, f turn its stance, n split some off, + add one that was not found. p changes a party. And s or
/// space later, b back, u undo, q quit, ? help. Then come the candidates whose speaker is uncertain, one by one.
#[derive(Debug, clap::Args)]
pub struct Review {
    /// Only candidates of this source
    #[arg(long)]
    pub source: Option<String>,
    /// Go through the candidates one by one instead of claim by claim. Keys: a accept, 1 to 3 choose a
    /// proposed claim, o other claim, n new claim, p who speaks, P new party, l alias of a party, e edit, s
    /// skip, b back, r reject, u undo, q quit, ? help
    #[arg(long)]
    pub candidates: bool,
    /// Read the keys from a file instead of a terminal; - for standard input. Screens end in a form feed
    #[arg(long, value_name = "FILE")]
    pub keys: Option<String>,
    /// Record that you have looked at these claims with all that is said on them, statements, parties
    /// or questions, which are then no longer unreviewed
    #[arg(long, value_name = "ID", num_args = 1.., conflicts_with_all = ["source", "candidates", "keys"])]
    pub keep: Vec<String>,
}

/// What to do after a key.
enum Next {
    /// Show the same candidate again, with a note.
    Stay(String),
    /// Go to the next candidate, with a note.
    Forward(String),
    /// Go to the previous candidate.
    Back,
    /// Show the candidate at the current position, with a note.
    Current(String),
    /// Leave.
    Quit,
}

impl Review {
    /// Goes through the candidates.
    pub fn run(self, context: &Context) -> Result<Exit> {
        refuse_the_past(context)?;
        if !self.keep.is_empty() {
            return keep::keep(context, &self.keep);
        }
        #[cfg(feature = "shared")]
        context.desk_line.is_now_or_never();
        let term = self.console(context)?;
        let (height, width) = term.size();
        if height < MIN_HEIGHT || width < MIN_WIDTH {
            bail!(
                "the terminal is {width} × {height}; review needs at least {MIN_WIDTH} × {MIN_HEIGHT}"
            );
        }
        match self.candidates {
            true => one_by_one(context, term, self.ids(context)?),
            false => self.claim_by_claim(context, term),
        }
    }

    fn console(&self, context: &Context) -> Result<Console> {
        if let Some(file) = &self.keys {
            return Console::of_keys(file);
        }
        if !context.interactive() {
            bail!(
                "review needs a terminal; in scripts use `onrecord candidates`, `accept` and `reject`, or --keys"
            );
        }
        Ok(Console::terminal())
    }

    /// Goes through the claims, and then through the candidates that no claim has because it is not certain
    /// who speaks.
    fn claim_by_claim(&self, context: &Context, term: Console) -> Result<Exit> {
        let story = Story::of(context, self.source.as_deref())?;
        let unsettled = story.unsettled();
        if story.is_empty() {
            return match unsettled.is_empty() {
                true => context.print(&Message {
                    done: "No candidates are open, and nothing is unreviewed.".to_owned(),
                }),
                false => one_by_one(context, term, unsettled),
            };
        }
        let mut session = ClaimSession::new(story, term);
        let end = session.run();
        session.term().show_cursor()?;
        let (left, summary) = end?;
        match left || unsettled.is_empty() {
            true => context.print(&Message { done: summary }),
            false => {
                context.print(&Message { done: summary })?;
                let desk = ReviewDesk::new(context);
                desk.link_all_again(&unsettled)?;
                one_by_one(context, session.into_term(), unsettled)
            }
        }
    }

    fn ids(&self, context: &Context) -> Result<Vec<String>> {
        context.ask(|view, names| {
            let filter = CandidateFilter {
                source: optional(self.source.as_ref(), |name| Ok(names.source(name)?.0))?,
                decided: false,
            };
            let open = answer::candidates(view, filter)?;
            Ok(open.into_iter().map(|one| one.candidate).collect())
        })
    }
}

/// Goes through candidates one by one.
fn one_by_one(context: &Context, term: Console, ids: Vec<String>) -> Result<Exit> {
    if ids.is_empty() {
        return context.print(&Message {
            done: "No candidates are open.".to_owned(),
        });
    }
    let mut session = Session {
        desk: ReviewDesk::new(context),
        term,
        ids,
        at: 0,
        decisions: Vec::new(),
    };
    let summary = session.run();
    session.term.show_cursor()?;
    context.print(&Message { done: summary? })
}

/// A running review of candidates.
struct Session<'c> {
    desk: ReviewDesk<'c>,
    term: Console,
    ids: Vec<String>,
    at: usize,
    decisions: Vec<Decision>,
}

impl Session<'_> {
    fn run(&mut self) -> Result<String> {
        let mut note = String::new();
        let mut kept: Option<ReviewItem> = None;
        while self.at < self.ids.len() {
            let item = match kept.take() {
                Some(item) => Some(item),
                None => self.desk.item(&self.ids[self.at])?,
            };
            let Some(mut item) = item else {
                // It was accepted in the meantime.
                self.at += 1;
                continue;
            };
            self.show(&item, &note)?;
            match self.handle_key(&mut item) {
                Ok(Next::Stay(text)) => {
                    note = text;
                    kept = self.desk.reload(item)?;
                }
                Ok(Next::Forward(text)) => {
                    note = text;
                    self.at += 1;
                }
                Ok(Next::Back) => note = self.back()?,
                Ok(Next::Current(text)) => note = text,
                Ok(Next::Quit) => break,
                // Show the error and keep what was entered.
                Err(error) => {
                    note = in_one_line(&error);
                    kept = Some(item);
                }
            }
        }
        self.term.clear_screen()?;
        Ok(self.summary())
    }

    /// Goes back to the previous candidate that is not accepted.
    fn back(&mut self) -> Result<String> {
        for at in (0..self.at).rev() {
            if self.desk.item(&self.ids[at])?.is_some() {
                self.at = at;
                return Ok(String::new());
            }
        }
        Ok("There is no open candidate before this one.".to_owned())
    }

    fn show(&self, item: &ReviewItem, note: &str) -> Result<()> {
        let (height, width) = self.term.size();
        let screen = Screen {
            height: usize::from(height),
            width: usize::from(width),
            colour: self.desk.colour(),
        };
        let position = format!("{} of {}", self.at + 1, self.ids.len());
        self.term.clear_screen()?;
        self.term.write_str(&screen.draw(item, &position, note))?;
        Ok(())
    }

    fn handle_key(&mut self, item: &mut ReviewItem) -> Result<Next> {
        Ok(match self.term.read_key_raw()? {
            Key::Char('a') | Key::Enter => self.accept(item)?,
            Key::Char(digit @ '1'..='3') => Next::Stay(item.choose_link(digit)),
            Key::Char('o') => Next::Stay(ask::other_claim(&self.term, &self.desk, item)?),
            Key::Char('n') => Next::Stay(ask::new_claim(&self.term, &self.desk, item)?),
            Key::Char('p') => Next::Stay(ask::party(&self.term, &self.desk, item)?),
            Key::Char('P') => Next::Stay(ask::new_party(&self.term, &self.desk, item)?),
            Key::Char('l') => Next::Stay(ask::alias_of(&self.term, &self.desk, item)?),
            Key::Char('e') => Next::Stay(ask::edit(&self.term, &self.desk, item)?),
            Key::Char('s') | Key::ArrowRight | Key::Tab => Next::Forward(String::new()),
            Key::Char('b') | Key::ArrowLeft => Next::Back,
            Key::Char('r') => self.reject(item)?,
            Key::Char('u') => self.undo()?,
            Key::Char('?' | 'h') => {
                ask::help(&self.term)?;
                Next::Stay(String::new())
            }
            Key::Char('q') | Key::Escape | Key::CtrlC => Next::Quit,
            _ => Next::Stay("Press ? for help.".to_owned()),
        })
    }

    fn accept(&mut self, item: &ReviewItem) -> Result<Next> {
        let (decision, note) = self.desk.accept(item)?;
        self.decisions.push(decision);
        Ok(Next::Forward(note))
    }

    fn reject(&mut self, item: &ReviewItem) -> Result<Next> {
        self.decisions.push(self.desk.reject(item)?);
        Ok(Next::Forward("Rejected. u undoes it.".to_owned()))
    }

    /// Undoes the last decision of this review, and goes back to its candidate.
    fn undo(&mut self) -> Result<Next> {
        let Some(last) = self.decisions.pop() else {
            return Ok(Next::Stay(
                "Nothing was decided in this review yet.".to_owned(),
            ));
        };
        if let Err(error) = self.desk.undo(&last) {
            self.decisions.push(last);
            return Err(error);
        }
        let at = self.ids.iter().position(|id| *id == last.candidate);
        self.at = at.unwrap_or(self.at);
        Ok(Next::Current("Undone.".to_owned()))
    }

    fn summary(&self) -> String {
        let accepted = self.decisions.iter().filter(|one| one.accepted).count();
        let rejected = self.decisions.len() - accepted;
        let open = self.desk.open_count();
        let open = open.map_or_else(|_| String::new(), |open| format!(", {open} still open"));
        let summary = format!("{accepted} accepted, {rejected} rejected{open}.");
        escaped(&summary).into_owned()
    }
}
