//! Watching long work: a bar on a terminal, and Ctrl-C.
//!
//! Ctrl-C asks work on the ledger to stop, which takes back what it had begun. A second one, or
//! one that comes while nothing is being done to the ledger, ends the program at once: the
//! engine takes back what was not finished when the ledger is next opened.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::context::Context;
use super::error;
use crate::ledger::{Place, Stage, Work};

/// The exit code of a program that was ended by Ctrl-C, as shells have it.
pub const STOPPED: u8 = 130;

/// How often the bar is drawn.
const TICK: Duration = Duration::from_millis(100);

/// As long as this is held, work is watched.
pub struct Watch {
    end: Option<Sender<()>>,
    drawing: Option<JoinHandle<()>>,
}

impl Context {
    /// Watches what this command does to a ledger: shows how far it has come where a person looks
    /// at a terminal, and stops it at Ctrl-C.
    ///
    /// # Errors
    /// Where the system takes no handler for Ctrl-C.
    pub fn watch(&self) -> Result<Watch> {
        let work = Arc::clone(&self.work);
        ctrlc::set_handler(move || interrupted(&work))?;
        let (end, ended) = mpsc::channel();
        let work = Arc::clone(&self.work);
        let drawing = thread::spawn(move || {
            let bar = ProgressBar::hidden();
            let mut drawn = None;
            while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                draw(&bar, &work, &mut drawn);
            }
            bar.finish_and_clear();
        });
        Ok(Watch {
            end: Some(end),
            drawing: Some(drawing),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(drawing) = self.drawing.take() {
            // A bar that failed takes nothing from the work.
            let _ = drawing.join();
        }
    }
}

/// Called at Ctrl-C, in a thread of its own.
fn interrupted(work: &Work) {
    let told = match work.place() {
        Place::Within if !work.is_to_stop() => return work.stop(),
        Place::Within => "stopped at once; what was not finished is taken back",
        Place::Before => "stopped before anything was done",
        Place::After => "stopped; the work was done before",
    };
    error::eprint_line(told);
    std::process::exit(i32::from(STOPPED));
}

/// Shows the stage that the work is in. A stage is shown from the second look on, so that what is
/// over at once does not flicker.
fn draw(bar: &ProgressBar, work: &Work, drawn: &mut Option<Stage>) {
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
        // It stays hidden where standard error is no terminal.
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
        // A bar that cannot be written is not drawn; there is nobody to tell.
        let _ = write!(text, "{:.0} a second", state.per_sec());
    })
}
