//! Recording: a form becomes a command line, and the command's own answer says what changed. A form that is refused comes
//! back with all that was typed in it.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{HeaderMap, LOCATION};
use maud::html;

use super::blank::Blank;
use super::commands::{Fault, Form, Line, Outcome, Recording, Refusal};
use super::desk::{self, Desk};
use super::filled::Filled;
use super::guard::Shown;
use super::reply::{self, HTML, JSON, Refused, Reply};
use super::writes::{VERSION, Write};
use super::{author, edit, frame, last, once, passage, recorded};
use crate::desk::Held;
use crate::ledger::Kind;

impl Desk {
    /// A form, with what the query of its address has for its fields and, if it changes something, with that and its
    /// version.
    pub(super) async fn blank(
        &self,
        write: &'static Write,
        address: &str,
        given: Filled,
        headers: &HeaderMap,
    ) -> Result<Reply, Refused> {
        write.check_names(&given)?;
        let Some(by) = self.authors.known(headers) else {
            return Ok(see_other(&author::asking(address)));
        };
        let held = match write.named(&given) {
            Some((kind, name)) => Some(self.held(kind, name).await?),
            None => None,
        };
        let mut filled = given;
        if let (Some(held), Some(named)) = (&held, write.fields.first()) {
            // It may have been named by an alias, which somebody may take away.
            let is_alias = held.kind == Kind::Party;
            if is_alias && filled.get(named.name) != Some(held.id.as_str()) {
                filled = filled.without(|name| name == named.name);
                filled.push(named.name, &held.id);
            }
        }
        self.begin(write, &mut filled, held.as_ref(), headers);
        let blank = Blank {
            by: Some(&by),
            held: held.as_ref(),
            ..self.of(write, &filled)
        };
        let content = html! { h1 { (write.title) } (blank.draw(&once::new_key()?)) };
        Ok(page(StatusCode::OK, write, &content))
    }

    /// A form that says nothing yet about who records and what it changes.
    fn of<'b>(&self, write: &'static Write, filled: &'b Filled) -> Blank<'b> {
        Blank {
            write,
            filled,
            by: None,
            is_open: !self.authors.is_fixed(),
            held: None,
            merged: None,
            refused: None,
        }
    }

    /// Adds what a form begins with to the fields that have nothing yet.
    fn begin(
        &self,
        write: &'static Write,
        filled: &mut Filled,
        held: Option<&Held>,
        headers: &HeaderMap,
    ) {
        let mut kept = match write.keeps_last {
            true => last::kept(&self.last, headers),
            false => Filled::default(),
        };
        // Whoever speaks in a passage is not who spoke in the last one.
        if filled.get("passage").is_some() {
            kept = kept.without(|name| name == "party");
        }
        for field in write.fields {
            if filled.get(field.name).is_some() {
                continue;
            }
            let shown = held.and_then(|held| passage::words(held, field));
            let mut starts = match (shown, held) {
                (Some(words), _) => vec![words],
                (None, Some(held)) => edit::values(held, field),
                (None, None) => Vec::new(),
            };
            starts.extend(kept.get(field.name).map(str::to_owned));
            if starts.is_empty() && !field.start.is_empty() {
                starts.push(field.start.to_owned());
            }
            starts
                .iter()
                .for_each(|value| filled.push(field.name, value));
        }
    }

    /// A thing as the ledger holds it.
    pub(super) async fn held(&self, kind: Kind, name: &str) -> Result<Held, Refused> {
        held(Arc::clone(&self.commands), kind, name.to_owned())
            .await?
            .map_err(|refusal| Refused::from(&refusal))
    }

    /// Records what a form says, and answers what that changed.
    pub(super) async fn record(
        &self,
        write: &'static Write,
        mut filled: Filled,
        headers: &HeaderMap,
        shown: Option<Shown>,
    ) -> Result<Reply, Refused> {
        write.name_new(&mut filled);
        let wants_json = reply::wants_json(headers, shown);
        let done = self.try_record(write, &filled, headers, shown).await;
        match done {
            Ok(outcome) if wants_json => {
                let json = outcome.answer.as_ref().map_err(Refused::from)?;
                Ok(reply::reply(StatusCode::OK, JSON, json.clone()))
            }
            Ok(outcome) => {
                let content = recorded::page(write, &filled, &outcome);
                let mut reply = page(StatusCode::OK, write, &content);
                if write.keeps_last {
                    last::keep(&self.last, &filled, &mut reply);
                }
                Ok(reply)
            }
            Err(refused) if wants_json => Err(refused),
            Err(refused) => self.again(write, filled, headers, &refused).await,
        }
    }

    async fn try_record(
        &self,
        write: &'static Write,
        filled: &Filled,
        headers: &HeaderMap,
        shown: Option<Shown>,
    ) -> Result<Arc<Outcome>, Refused> {
        if shown.is_none() {
            return Err(desk::unknown_sender());
        }
        let by = self.authors.of(headers, shown, filled.get(author::FIELD))?;
        write.check(filled)?;
        let form = match reply::wants_json(headers, shown) {
            true => Form::Json,
            false => Form::Page {
                kept: String::new(),
                limit: None,
                here: None,
            },
        };
        let key = filled.get(once::FIELD);
        let outcome = match write.named(filled) {
            Some((kind, name)) if filled.get(VERSION).is_some() => {
                let said = format!("{} {by} {form:?} {filled:?}", write.path);
                let sent = key.map(|key| [key.as_bytes(), said.as_bytes()]);
                let sent = sent.as_ref().map(|sent| sent.as_slice());
                let (commands, name) = (Arc::clone(&self.commands), name.to_owned());
                let filled = filled.clone();
                let work = async move {
                    let held = held(Arc::clone(&commands), kind, name).await?;
                    let held = match held {
                        Ok(held) => held,
                        Err(refusal) => return Ok(Outcome::refused(refusal)),
                    };
                    let mut fields = write.fields.iter();
                    let placed = fields.find_map(|field| passage::placed(&held, field, &filled));
                    let filled = placed.unwrap_or(filled);
                    let (words, recording) = write.line(&filled, Some(&held), by);
                    desk::run(commands, Line::recording(words, form, recording)).await
                };
                self.once.answer(sent, work).await?
            }
            _ => {
                let (words, recording) = write.line(filled, None, by);
                self.write(key, words, form, recording).await?
            }
        };
        match &outcome.answer {
            Err(refusal) if !matches!(refusal.fault, Fault::Unanswered | Fault::Waiting) => {
                let about = refusal.about.as_deref();
                let field = about.and_then(|about| write.field_of(about, filled));
                let refused = Refused::from(refusal);
                Err(match field {
                    Some(field) => refused.at(field),
                    None => refused,
                })
            }
            _ => Ok(outcome),
        }
    }

    /// Runs the command line of a write to its end. If a form with this key, these words and this to be recorded was
    /// sent before, it is answered as it was then and nothing is recorded again.
    pub(super) async fn write(
        &self,
        key: Option<&str>,
        words: Vec<String>,
        form: Form,
        recording: Recording,
    ) -> Result<Arc<Outcome>, Refused> {
        let said = format!("{words:?} {form:?} {recording:?}");
        let sent = key.map(|key| [key.as_bytes(), said.as_bytes()]);
        let sent = sent.as_ref().map(|sent| sent.as_slice());
        let line = Line::recording(words, form, recording);
        let work = desk::run(Arc::clone(&self.commands), line);
        self.once.answer(sent, work).await
    }

    /// The form that was refused, with all that was typed in it. If what it changes is no longer as it was, both are
    /// shown, and sending it again records what was typed over what is there now; fields that nobody touched have what is
    /// there now.
    async fn again(
        &self,
        write: &'static Write,
        mut filled: Filled,
        headers: &HeaderMap,
        refused: &Refused,
    ) -> Result<Reply, Refused> {
        let mut held = None;
        if let Some((kind, name)) = write.named(&filled)
            && refused.status == StatusCode::CONFLICT
        {
            held = self.held(kind, name).await.ok();
            let taken_back = held.as_ref().and_then(|held| held.taken_back.as_ref());
            let successor = taken_back.and_then(|how| how.successor.clone());
            if let (Some(successor), Some(first)) = (successor, write.fields.first()) {
                held = self.held(kind, &successor).await.ok();
                filled = filled.without(|name| name == first.name);
                filled.push(first.name, &successor);
            }
        }
        // What was typed for a claim is not recorded on the one that it was merged into.
        let (merged, held) = match held {
            Some(other) if other.merged.is_some() => (Some(other), None),
            held => (None, held),
        };
        if let Some(held) = &held {
            filled = edit::renewed(held, write.fields, filled);
        }
        // Who may not look learns nothing.
        let may_look = refused.status != StatusCode::UNAUTHORIZED;
        let by = self.authors.known(headers).filter(|_| may_look);
        let blank = Blank {
            by: by.as_deref(),
            held: held.as_ref(),
            merged: merged.as_ref(),
            refused: Some(refused),
            ..self.of(write, &filled)
        };
        let content = html! { h1 { (write.title) } (blank.draw(&once::new_key()?)) };
        Ok(page(refused.status, write, &content))
    }
}

/// A thing as the ledger holds it, read on a thread for blocking work.
async fn held(
    commands: Arc<dyn super::commands::Commands>,
    kind: Kind,
    name: String,
) -> Result<Result<Held, Refusal>, Refused> {
    let held = tokio::task::spawn_blocking(move || commands.held(kind, &name)).await;
    held.map_err(|_| desk::failed())
}

/// Sends the browser to another page.
pub(super) fn see_other(to: &str) -> Reply {
    let mut reply = reply::reply(StatusCode::SEE_OTHER, HTML, "");
    reply::set(&mut reply, LOCATION, to);
    reply
}

fn page(status: StatusCode, write: &Write, content: &maud::Markup) -> Reply {
    let page = frame::plain(write.title, write.path, content);
    reply::reply(status, HTML, page)
}
