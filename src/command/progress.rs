//! Long work: a progress bar on a terminal, and Ctrl-C.
//!
//! Ctrl-C asks work on the ledger to stop, which rolls it back. A second Ctrl-C, or one while
//! nothing is being done to the ledger, ends the program at once; SQLite rolls back what was not
//! finished when the ledger is next opened.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::Result;
#[cfg(feature = "news")]
use indicatif::ProgressFinish;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::context::Context;
use super::error::report_stop;
use super::exit::INTERRUPTED;
use crate::ledger::{Place, Progress, Stage};

/// How often the bar is drawn.
const TICK: Duration = Duration::from_millis(100);

impl Context {
    /// Runs `work` on a ledger, shows its progress if standard error is a terminal, and stops it
    /// at Ctrl-C. A command does this once at most.
    ///
    /// # Errors
    /// If the handler for Ctrl-C cannot be set.
    pub fn with_progress<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        if self.is_for_browser() {
            // Many commands run at a time, and the server handles Ctrl-C for all of them.
            return Ok(work());
        }
        let interrupted = Arc::clone(&self.work);
        ctrlc::set_handler(move || interrupt(&interrupted))?;
        let (end, ended) = mpsc::channel::<()>();
        Ok(thread::scope(|scope| {
            scope.spawn(move || {
                let bar = ProgressBar::hidden();
                let mut drawn = None;
                while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    draw(&bar, &self.work, &mut drawn);
                }
                bar.finish_and_clear();
            });
            let done = work();
            drop(end);
            done
        }))
    }
}

/// Shows on standard error how many of so many things are done, if that is a terminal. Cleared when it is dropped.
#[cfg(feature = "news")]
pub(super) fn counter(what: &'static str, total: usize) -> ProgressBar {
    shown(
        ProgressBar::new(total as u64),
        what,
        "{msg} {wide_bar} {human_pos} of {human_len}, {elapsed}",
    )
}

/// Shows on standard error that something takes its time, if that is a terminal. Cleared when it is dropped.
#[cfg(feature = "news")]
pub(super) fn waiting(what: &'static str) -> ProgressBar {
    shown(ProgressBar::no_length(), what, "{msg} {spinner} {elapsed}")
}

#[cfg(feature = "news")]
fn shown(bar: ProgressBar, what: &'static str, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template);
    let bar = bar
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(what)
        .with_finish(ProgressFinish::AndClear);
    bar.enable_steady_tick(TICK);
    bar
}

/// Handles Ctrl-C, on a thread of its own.
fn interrupt(work: &Progress) {
    let message = match work.place() {
        Place::Within if !work.is_to_stop() => return work.stop(),
        Place::Within => "stopped at once; unfinished work is rolled back",
        Place::Before => "stopped before anything was done",
        Place::After => "stopped; the work was already done",
    };
    report_stop(message);
    std::process::exit(i32::from(INTERRUPTED));
}

/// Draws the current stage. A stage is shown from its second tick on, so that short ones do not
/// flicker.
fn draw(bar: &ProgressBar, work: &Progress, drawn: &mut Option<Stage>) {
    let (stage, done) = work.progress();
    if *drawn != Some(stage) {
        *drawn = Some(stage);
        bar.reset();
        bar.set_style(style(stage));
        bar.set_draw_target(ProgressDrawTarget::hidden());
        return;
    }
    if stage.what.is_empty() {
        return;
    }
    bar.set_message(stage.what);
    match stage.total {
        Some(total) => bar.set_length(total.max(done)),
        None => bar.unset_length(),
    }
    bar.set_position(done);
    if bar.is_hidden() {
        // The bar stays hidden if standard error is not a terminal.
        bar.set_draw_target(ProgressDrawTarget::stderr());
    }
}

fn style(stage: Stage) -> ProgressStyle {
    let template = match stage.total {
        Some(_) if stage.bytes => {
            "{msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
        }
        None if stage.bytes => "{msg} {spinner} {bytes}, {bytes_per_sec}",
        Some(_) => "{msg} {wide_bar} {human_pos} of {human_len}, {rate}, {eta} left",
        None => "{msg} {spinner} {elapsed}",
    };
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("rate", |state: &ProgressState, text: &mut dyn Write| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{:.0} per second", state.per_sec());
    })
}
