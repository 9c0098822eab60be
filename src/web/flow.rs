//! The body of a reply: a text, or a page whose further answers follow one after the other.
//!
//! A page may have several answers. It begins to arrive when its own one is there, and those beside it follow as they
//! are made.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Sleep, sleep};

use super::commands::{Commands, Line, Outcome};
use super::desk::{StopOnDrop, failed};
use super::reply::Refused;
use crate::ledger::Progress;

/// How long the further answers of a page may take. A page ends without those that take longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The body of a reply.
pub(super) struct Flow {
    next: Option<Bytes>,
    rest: Option<Rest>,
    last: Option<Bytes>,
}

/// Answers that are being made. Dropping them stops that.
pub(super) struct Rest {
    drawn: mpsc::Receiver<Bytes>,
    patience: Pin<Box<Sleep>>,
    _stop: StopOnDrop,
}

impl Flow {
    /// A text, then further answers, and then the `last` text.
    pub(super) fn of(text: Bytes, rest: Rest, last: Bytes) -> Self {
        Self {
            next: Some(text),
            rest: Some(rest),
            last: Some(last),
        }
    }
}

impl From<Bytes> for Flow {
    fn from(text: Bytes) -> Self {
        Self {
            next: Some(text).filter(|text| !text.is_empty()),
            rest: None,
            last: None,
        }
    }
}

impl Body for Flow {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        let mut text = this.next.take();
        if let (None, Some(rest)) = (&text, &mut this.rest) {
            text = match rest.drawn.poll_recv(context) {
                Poll::Ready(drawn) => drawn,
                Poll::Pending if rest.patience.as_mut().poll(context).is_pending() => {
                    return Poll::Pending;
                }
                Poll::Pending => None,
            };
            if text.is_none() {
                this.rest = None;
            }
        }
        let text = text.or_else(|| this.last.take());
        Poll::Ready(text.map(|text| Ok(Frame::data(text))))
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none() && self.rest.is_none() && self.last.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let known = [&self.next, &self.last].into_iter().flatten();
        let known: u64 = known.map(|text| text.len() as u64).sum();
        match self.rest {
            None => SizeHint::with_exact(known),
            Some(_) => SizeHint::default(),
        }
    }
}

/// Runs commands one after the other on one thread for blocking work, so that a page waits once for its turn: those of
/// `first`, whose outcomes are waited for, and then those of `further`, which `draw` draws under their headings. One
/// that is refused is left out.
pub(super) async fn run(
    commands: Arc<dyn Commands>,
    first: Vec<Line>,
    further: Vec<(&'static str, Line)>,
    draw: fn(&'static str, &str) -> String,
) -> Result<(Vec<Outcome>, Rest), Refused> {
    let work = Arc::new(Progress::default());
    let stop = StopOnDrop(Arc::clone(&work));
    let (there, waiting) = oneshot::channel();
    let (send, drawn) = mpsc::channel(further.len().max(1));
    tokio::task::spawn_blocking(move || {
        let run = |line: &Line| commands.run(line, Arc::clone(&work));
        if there.send(first.iter().map(run).collect()).is_err() {
            return;
        }
        for (heading, line) in &further {
            let Ok(answer) = run(line).answer else {
                continue;
            };
            if send.blocking_send(draw(heading, &answer).into()).is_err() {
                return;
            }
        }
    });
    let outcomes = waiting.await.map_err(|_| failed())?;
    let rest = Rest {
        drawn,
        patience: Box::pin(sleep(PATIENCE)),
        _stop: stop,
    };
    Ok((outcomes, rest))
}
