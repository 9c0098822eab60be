//! The review in a browser: one candidate at a time, or one statement that nobody has looked at.
//!
//! A page starts a review, which keeps the draft of that moment. Of thousands of candidates a draft takes seconds: it
//! is made on a thread of its own, and the page asks again until it is there. Then each key is one request: it decides
//! on what the page shows, in one write, and brings what comes next. What the page shows and what would be recorded are
//! worked out by the same function (`proposed`).

mod card;
mod decide;
mod items;
mod proposed;
mod started;
mod texts;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sketch::Sketch;
use crate::command::candidates::refuse_the_past;
use crate::command::context::Context;
use crate::command::fields::optional;
use crate::domain::slug::Slug;
use crate::link::draft::Take;
use crate::web::Token;
use decide::Done;
use proposed::Choice;
use started::Started;

/// Reviews that are kept at a time. A page whose review is gone starts it again.
const KEPT: usize = 16;

/// The reviews that pages have started, the newest last.
#[derive(Default)]
pub(in crate::command) struct Reviews(Mutex<VecDeque<(String, Arc<Started>)>>);

/// A review that a page has started.
struct Review {
    sketch: Sketch,
    /// What the draft makes of each candidate.
    takes: BTreeMap<String, Take>,
    items: Vec<Item>,
    moved: RefCell<Moved>,
    /// What each decision did, by item.
    done: RefCell<BTreeMap<String, Done>>,
}

/// Where the reviewer has put what the draft had elsewhere: the others of the same claim or speaker follow.
#[derive(Debug, Clone, Default)]
struct Moved {
    /// From a claim of the draft to another one, and whether that is the opposite.
    claims: BTreeMap<Slug, (Slug, bool)>,
    /// From a party of the draft to another one.
    parties: BTreeMap<Slug, Slug>,
    /// The claims on which something was accepted, the last one first.
    recent: Vec<Slug>,
}

/// A candidate, or a statement that nobody has looked at.
#[derive(Debug, Clone, Serialize)]
struct Item {
    /// The id of the candidate or statement.
    id: String,
    /// Its source.
    source: Slug,
    /// Where in the source's text its passage begins, in characters.
    start: u64,
    /// Whether it is recorded already.
    is_recorded: bool,
}

/// What a page asks for.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The review, unless this starts one.
    review: Option<String>,
    #[serde(flatten)]
    step: Step,
}

/// A step of a review.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Step {
    /// To start a review, of one source or all.
    Start { source: Option<String> },
    /// To wait until a review that was started can begin.
    Wait,
    /// A source's text with the passages marked.
    Text { source: Slug },
    /// What is proposed for an item, with the reviewer's choices.
    Look {
        item: String,
        #[serde(default)]
        choice: Choice,
    },
    /// To record it, if it is still what the page shows, and to look at the next one.
    Accept {
        item: String,
        #[serde(default)]
        choice: Choice,
        seen: String,
        next: Option<String>,
    },
    /// To reject it, and to look at the next one.
    Reject { item: String, next: Option<String> },
    /// To take a decision back, and to look at its item again.
    Undo { item: String },
    /// Parties or claims to choose from.
    Find {
        item: String,
        what: What,
        words: String,
    },
    /// What has become of the items.
    States,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Party,
    Claim,
}

/// What a page gets.
#[derive(Debug, Default, Serialize)]
struct Reply {
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<String>,
    /// Whether the review cannot begin yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    making: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Item>>,
    /// The titles of the sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    titles: Option<BTreeMap<Slug, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The item that the card shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<String>,
    /// What the card shows, to be sent along with a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<String>,
    /// Whether a decision was recorded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    done: bool,
    /// What to tell the reviewer.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Ids, each with its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Vec<(Slug, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    states: Option<BTreeMap<String, State>>,
}

/// What somebody has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Accepted,
    Rejected,
}

impl Reviews {
    /// Answers what a page asks for, in JSON. `lasting` makes a context that outlives the request.
    ///
    /// # Errors
    /// If the request cannot be understood, its review is not kept any more, or the ledger cannot be read or written.
    pub(in crate::command) fn answer(
        &self,
        context: &Context,
        asked: &Value,
        lasting: impl FnOnce() -> Result<Context>,
    ) -> Result<String> {
        refuse_the_past(context)?;
        let asked = Asked::deserialize(asked).context("the request is no step of a review")?;
        let reply = match (asked.step, asked.review) {
            (Step::Start { source }, _) => self.start(lasting()?, source)?,
            (_, None) => bail!("the step does not say of which review it is"),
            (Step::Wait, Some(id)) => self.held(&id)?.begin(context, id)?,
            (step, Some(id)) => self.held(&id)?.with(|review| review.step(context, step))?,
        };
        Ok(serde_json::to_string(&reply)?)
    }

    fn start(&self, context: Context, source: Option<String>) -> Result<Reply> {
        let id = Token::random()?.as_str().to_owned();
        let started = Arc::new(Started::default());
        let mut kept = self.lock();
        kept.push_back((id.clone(), Arc::clone(&started)));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        drop(kept);
        let context = Arc::new(context);
        let (made, making) = (Arc::clone(&started), Arc::clone(&context));
        thread::spawn(move || {
            made.make(|| {
                making.ask(|view, names| {
                    let source = optional(source.as_ref(), |name| Ok(names.source(name)?.0))?;
                    Review::of(view, source)
                })
            });
        });
        started.begin(&context, id)
    }

    fn held(&self, id: &str) -> Result<Arc<Started>> {
        let mut kept = self.lock();
        let Some(at) = kept.iter().position(|(held, _)| held == id) else {
            bail!(
                "this review is not kept any more; reload the page to go on: all decisions are recorded"
            );
        };
        // Those that nobody uses go first.
        let used = kept.remove(at).context("a review that was found")?;
        let started = Arc::clone(&used.1);
        kept.push_back(used);
        Ok(started)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(String, Arc<Started>)>> {
        // The list is whole after every change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
