//! A form that is sent twice is recorded once.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;
use hyper::StatusCode;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::commands::{Fault, Outcome};
use super::desk::failed;
use super::reply::Refused;

/// Forms whose answers are kept.
const KEPT: usize = 300;
/// Bytes of the key of a form.
const KEY: usize = 16;

/// The field with the key of a form.
pub(super) const FIELD: &str = "key";

/// A key for a new form.
///
/// # Errors
/// If the system gives no random bytes.
pub(super) fn new_key() -> Result<String, Refused> {
    let mut bytes = [0; KEY];
    getrandom::fill(&mut bytes)
        .map_err(|error| Refused::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(HEXLOWER.encode(&bytes))
}

/// What a form was answered, once it is.
type Answer = Arc<OnceCell<Arc<Outcome>>>;

/// The forms that were sent last, with what they were answered.
#[derive(Default)]
pub(super) struct Once {
    recent: Mutex<VecDeque<([u8; 32], Answer)>>,
}

impl Once {
    /// Answers a form: by `work`, or as it was answered when the same form was sent before, even if that answer is still
    /// being made. `sent` is all that makes it the same: its key, what is in it, who records, how it is answered. A form
    /// without a key is never the same. What was refused may be sent again.
    ///
    /// The work is done to its end, even if whoever sent the form goes away.
    ///
    /// # Errors
    /// If the work breaks off.
    pub(super) async fn answer(
        self: &Arc<Self>,
        sent: Option<&[&[u8]]>,
        work: impl Future<Output = Result<Outcome, Refused>> + Send + 'static,
    ) -> Result<Arc<Outcome>, Refused> {
        let id = sent.map(identity);
        let answer = id.map_or_else(Answer::default, |id| self.recall(id));
        let forms = Arc::clone(self);
        let work = tokio::spawn(async move {
            let made = async { work.await.map(Arc::new) };
            let outcome = answer.get_or_try_init(|| made).await.cloned();
            let is_done = outcome.as_ref().is_ok_and(|outcome| is_done(outcome));
            if let Some(id) = id.filter(|_| !is_done) {
                forms.forget(id, &answer);
            }
            outcome
        });
        work.await.unwrap_or_else(|_| Err(failed()))
    }

    fn recall(&self, id: [u8; 32]) -> Answer {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, answer)) = recent.iter().find(|(known, _)| *known == id) {
            return Arc::clone(answer);
        }
        while recent.len() >= KEPT {
            recent.pop_front();
        }
        let answer = Answer::default();
        recent.push_back((id, Arc::clone(&answer)));
        answer
    }

    fn forget(&self, id: [u8; 32], answer: &Answer) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|(known, kept)| *known != id || !Arc::ptr_eq(kept, answer));
    }
}

/// Whether something was recorded, or was there already.
fn is_done(outcome: &Outcome) -> bool {
    match &outcome.answer {
        Ok(_) => true,
        Err(refusal) => matches!(refusal.fault, Fault::Unanswered | Fault::Waiting),
    }
}

fn identity(sent: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in sent {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}
