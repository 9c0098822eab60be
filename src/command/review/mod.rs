//! `onrecord review`

mod ask;
mod decide;
mod screen;

use anyhow::{Result, bail};
use console::{Key, Term};

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::domain::text::escaped;
use crate::ledger::CandidateFilter;
use crate::render::outcome::Message;
use decide::{Desk, Done, Draft};
use screen::{LEAST_HEIGHT, LEAST_WIDTH, Screen};

/// Go through the candidates one by one, with one key each for yes, no and all that lies between.
///
/// Every decision is written at once: the review can be left at any moment and taken up again. Keys:
/// a accept, 1 to 3 choose a proposed claim, o another claim, n new claim, p who speaks, P new party,
/// l alias of, e edit, s skip, b back, r reject, u undo, q quit, ? help.
#[derive(Debug, clap::Args)]
pub struct Review {
    /// Only candidates of this source
    #[arg(long)]
    pub source: Option<String>,
}

/// What a key asked for.
enum Step {
    /// Show the same candidate again, with a line on what happened.
    Stay(String),
    /// Go on to the next.
    Next(String),
    /// Go back to the one before.
    Back,
    /// Show the candidate that the review is at now.
    There(String),
    /// Leave.
    Quit,
}

impl Review {
    /// Goes through the candidates.
    ///
    /// # Errors
    /// Where there is no terminal, it is too small, or the ledger cannot be written.
    pub fn run(self, context: &Context) -> Result<Exit> {
        if context.asks_about_the_past() {
            bail!("candidates are a work list of today: leave --as-of and --known-at out");
        }
        if !context.interactive() {
            bail!(
                "review needs a terminal; scripts use `onrecord candidates`, `accept` and `reject`"
            );
        }
        let term = Term::stdout();
        let (height, width) = term.size();
        if height < LEAST_HEIGHT || width < LEAST_WIDTH {
            bail!(
                "the terminal is {width} × {height}; review needs at least {LEAST_WIDTH} × {LEAST_HEIGHT}"
            );
        }
        let ids = self.ids(context)?;
        if ids.is_empty() {
            return context.print(&Message {
                done: "No candidate waits.".to_owned(),
            });
        }
        let mut session = Session {
            desk: Desk::new(context),
            term,
            ids,
            at: 0,
            done: Vec::new(),
        };
        let summary = session.run();
        session.term.show_cursor()?;
        context.print(&Message { done: summary? })
    }

    fn ids(&self, context: &Context) -> Result<Vec<String>> {
        context.ask(|view, names| {
            let source = self.source.as_deref();
            let source = source.map(|name| names.source(name)).transpose()?;
            let filter = CandidateFilter {
                source: source.map(|(key, _)| key),
                decided: false,
            };
            let open = answer::candidates(view, filter)?;
            Ok(open.into_iter().map(|one| one.candidate).collect())
        })
    }
}

/// A review that goes on.
struct Session<'c> {
    desk: Desk<'c>,
    term: Term,
    ids: Vec<String>,
    at: usize,
    done: Vec<Done>,
}

impl Session<'_> {
    fn run(&mut self) -> Result<String> {
        let mut note = String::new();
        let mut draft: Option<Draft> = None;
        while self.at < self.ids.len() {
            let mut current = match draft.take() {
                Some(draft) => draft,
                None => match self.desk.draft(&self.ids[self.at])? {
                    Some(draft) => draft,
                    // Somebody decided on it meanwhile.
                    None => {
                        self.at += 1;
                        continue;
                    }
                },
            };
            self.show(&current, &note)?;
            match self.step(&mut current) {
                Ok(Step::Stay(said)) => {
                    note = said;
                    draft = self.desk.again(current)?;
                }
                Ok(Step::Next(said)) => {
                    note = said;
                    self.at += 1;
                }
                Ok(Step::Back) => note = self.back()?,
                Ok(Step::There(said)) => note = said,
                Ok(Step::Quit) => break,
                // What cannot be is told, and nothing is lost.
                Err(error) => {
                    note = super::error::in_one_line(&error);
                    draft = Some(current);
                }
            }
        }
        self.term.clear_screen()?;
        Ok(self.summary())
    }

    /// Goes back to the last candidate before this one that still waits.
    fn back(&mut self) -> Result<String> {
        for at in (0..self.at).rev() {
            if self.desk.draft(&self.ids[at])?.is_some() {
                self.at = at;
                return Ok(String::new());
            }
        }
        Ok("Nothing before this one waits.".to_owned())
    }

    fn show(&self, draft: &Draft, note: &str) -> Result<()> {
        let (height, width) = self.term.size();
        let screen = Screen {
            height: usize::from(height),
            width: usize::from(width),
            colour: self.desk.colour(),
        };
        let place = format!("{} of {}", self.at + 1, self.ids.len());
        self.term.clear_screen()?;
        self.term.write_str(&screen.draw(draft, &place, note))?;
        Ok(())
    }

    fn step(&mut self, draft: &mut Draft) -> Result<Step> {
        Ok(match self.term.read_key_raw()? {
            Key::Char('a') | Key::Enter => self.accept(draft)?,
            Key::Char(digit @ '1'..='3') => Step::Stay(draft.choose_link(digit)),
            Key::Char('o') => Step::Stay(ask::other_claim(&self.term, &self.desk, draft)?),
            Key::Char('n') => Step::Stay(ask::new_claim(&self.term, &self.desk, draft)?),
            Key::Char('p') => Step::Stay(ask::party(&self.term, &self.desk, draft)?),
            Key::Char('P') => Step::Stay(ask::new_party(&self.term, &mut self.desk, draft)?),
            Key::Char('l') => Step::Stay(ask::alias_of(&self.term, &mut self.desk, draft)?),
            Key::Char('e') => Step::Stay(ask::edit(&self.term, &self.desk, draft)?),
            Key::Char('s') | Key::ArrowRight | Key::Tab => Step::Next(String::new()),
            Key::Char('b') | Key::ArrowLeft => Step::Back,
            Key::Char('r') => self.reject(draft)?,
            Key::Char('u') => self.undo()?,
            Key::Char('?' | 'h') => {
                ask::help(&self.term)?;
                Step::Stay(String::new())
            }
            Key::Char('q') | Key::Escape | Key::CtrlC => Step::Quit,
            _ => Step::Stay("? tells what each key does.".to_owned()),
        })
    }

    fn accept(&mut self, draft: &Draft) -> Result<Step> {
        let (done, said) = self.desk.accept(draft)?;
        self.done.push(done);
        Ok(Step::Next(said))
    }

    fn reject(&mut self, draft: &Draft) -> Result<Step> {
        self.done.push(self.desk.reject(draft)?);
        Ok(Step::Next("Rejected. u takes it back.".to_owned()))
    }

    /// Takes back the last decision of this review, and goes back to its candidate.
    fn undo(&mut self) -> Result<Step> {
        let Some(last) = self.done.pop() else {
            return Ok(Step::Stay(
                "Nothing was decided in this review yet.".to_owned(),
            ));
        };
        if let Err(error) = self.desk.undo(&last) {
            self.done.push(last);
            return Err(error);
        }
        let at = self.ids.iter().position(|id| *id == last.candidate);
        self.at = at.unwrap_or(self.at);
        Ok(Step::There("Taken back.".to_owned()))
    }

    fn summary(&self) -> String {
        let accepted = self.done.iter().filter(|done| done.accepted).count();
        let rejected = self.done.len() - accepted;
        let left = self
            .desk
            .open()
            .map_or_else(|_| String::new(), |open| format!("; {open} wait"));
        let summary = format!("{accepted} accepted, {rejected} rejected{left}.");
        escaped(&summary).into_owned()
    }
}
