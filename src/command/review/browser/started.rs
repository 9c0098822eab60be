//! A review that a page has started, and that may still be being made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use super::{Reply, Review};
use crate::command::context::Context;
use crate::command::error::in_one_line;

/// How long a request waits for the review before the page is asked to try again. Well below a request's own time limit.
const PATIENCE: Duration = Duration::from_secs(5);

/// A review, once it is made.
#[derive(Default)]
pub(super) struct Started {
    state: Mutex<State>,
    made: Condvar,
}

#[derive(Default)]
enum State {
    #[default]
    Making,
    Made(Box<Review>),
    /// Why it could not be made.
    Failed(String),
}

impl Started {
    /// Makes the review. Those who wait are told what became of it, whatever that is.
    pub(super) fn make(&self, make: impl FnOnce() -> Result<Review>) {
        let made = catch_unwind(AssertUnwindSafe(make));
        let made = made.unwrap_or_else(|_| Err(anyhow!("the draft could not be made")));
        *self.lock() = match made {
            Ok(review) => State::Made(Box::new(review)),
            Err(error) => State::Failed(in_one_line(&error)),
        };
        self.made.notify_all();
    }

    /// What the page begins with, or that it has to ask again.
    ///
    /// # Errors
    /// If the review could not be made, or the ledger cannot be read.
    pub(super) fn begin(&self, context: &Context, id: String) -> Result<Reply> {
        let is_making = |state: &mut State| matches!(state, State::Making);
        let waited = self
            .made
            .wait_timeout_while(self.lock(), PATIENCE, is_making);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let reply = match &*state {
            State::Making => Reply {
                making: true,
                ..Reply::default()
            },
            State::Made(review) => Reply {
                items: Some(review.items.clone()),
                titles: Some(context.ask(|view, _| review.titles(view))?),
                ..Reply::default()
            },
            State::Failed(reason) => bail!("{reason}"),
        };
        Ok(Reply {
            review: Some(id),
            ..reply
        })
    }

    /// Takes a step of the review.
    ///
    /// # Errors
    /// If it is not made yet, or the step fails.
    pub(super) fn with<T>(&self, step: impl FnOnce(&Review) -> Result<T>) -> Result<T> {
        match &*self.lock() {
            State::Made(review) => step(review),
            State::Making => bail!("the review is still being made; wait until it begins"),
            State::Failed(reason) => bail!("{reason}"),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A review is whole after every step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
