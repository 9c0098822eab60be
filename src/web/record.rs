//! Recording: a form becomes a command line, and the command's own answer says what changed.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{HeaderMap, LOCATION};
use maud::html;

use super::blank::Blank;
use super::commands::{Form, Line, Outcome, Recording};
use super::desk::{self, Desk};
use super::filled::Filled;
use super::frame;
use super::guard::Shown;
use super::reply::{self, HTML, JSON, Refused, Reply};
use super::writes::{VERSION, Write};
use super::{author, once};
use crate::desk::{Held, Version};
use crate::ledger::Kind;

impl Desk {
    /// A form, with what the query of its address has for its fields and, if it changes something, with its version.
    pub(super) async fn blank(
        &self,
        write: &'static Write,
        address: &str,
        filled: Filled,
        headers: &HeaderMap,
    ) -> Result<Reply, Refused> {
        let Some(by) = self.authors.known(headers) else {
            let mut reply = reply::reply(StatusCode::SEE_OTHER, HTML, "");
            reply::set(&mut reply, LOCATION, &author::asking(address));
            return Ok(reply);
        };
        let held = match named(write, &filled) {
            Some((kind, name)) => Some(self.held(kind, name).await?),
            None => None,
        };
        let version = held.map(|held| held.version());
        let key = once::new_key()
            .map_err(|error| Refused::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
        let blank = Blank {
            write,
            filled: &filled,
            by: Some(&by),
            is_open: !self.authors.is_fixed(),
            key: &key,
            version: version.as_deref(),
            refused: None,
        };
        let content = html! { h1 { (write.title) } (blank.draw()) };
        let page = frame::plain(write.title, write.path, &content);
        Ok(reply::reply(StatusCode::OK, HTML, page))
    }

    /// A thing as the ledger holds it.
    pub(super) async fn held(&self, kind: Kind, name: &str) -> Result<Held, Refused> {
        let (commands, name) = (Arc::clone(&self.commands), name.to_owned());
        let held = tokio::task::spawn_blocking(move || commands.held(kind, &name)).await;
        let held = held.map_err(|_| desk::failed())?;
        held.map_err(|refusal| Refused::from(&refusal))
    }

    /// Records what a form says, and answers what that changed.
    pub(super) async fn record(
        &self,
        write: &'static Write,
        filled: Filled,
        headers: &HeaderMap,
        shown: Option<Shown>,
    ) -> Result<Reply, Refused> {
        let by = self.authors.of(headers, shown, filled.get(author::FIELD))?;
        write.check(&filled)?;
        let wants_json = reply::wants_json(headers, shown);
        let form = match wants_json {
            true => Form::Json,
            false => Form::Page {
                kept: String::new(),
                limit: None,
            },
        };
        let (words, mut recording) = write.line(&filled, by);
        recording.of = seen(write, &filled);
        let outcome = self
            .write(filled.get(once::FIELD), words, form, recording)
            .await?;
        match &outcome.answer {
            Ok(json) if wants_json => Ok(reply::reply(StatusCode::OK, JSON, json.clone())),
            Ok(html) => {
                let page = frame::recorded(write.title, html, &outcome.remarks);
                Ok(reply::reply(StatusCode::OK, HTML, page))
            }
            Err(refusal) => Err(refusal.into()),
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
        let line = Line {
            words,
            form,
            recording: Some(recording),
        };
        let work = desk::run(Arc::clone(&self.commands), line);
        let sent = sent.as_ref().map(|sent| sent.as_slice());
        self.once.answer(sent, work).await
    }
}

/// The thing that a form changes, if the form names it.
fn named<'f>(write: &Write, filled: &'f Filled) -> Option<(Kind, &'f str)> {
    let name = filled.get(write.fields.first()?.name)?;
    Some((write.changes?, name.trim()))
}

/// The version of the thing that a form changes, if the form has one.
fn seen(write: &Write, filled: &Filled) -> Option<Version> {
    let (kind, name) = named(write, filled)?;
    Some(Version {
        kind,
        name: name.to_owned(),
        digest: filled.get(VERSION)?.to_owned(),
    })
}
