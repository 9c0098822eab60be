//! Properties that hold whatever is entered, and whatever is tampered with: through the library, at random.

mod agreeing;
mod grading;
mod judging;
mod lists;
mod naive;
pub(crate) mod posting;
mod tallies;
mod tampering;

use onrecord::domain::claim::Question;
use onrecord::journal::{Body, NewEntry, Salts, Seq, Stamp};

/// A stamp of a writer at some millisecond.
fn stamp(recorded_at: i64) -> Stamp {
    Stamp {
        recorded_at,
        recorded_by: "desk".to_owned(),
    }
}

/// A body that says something of its own.
fn body(number: usize) -> Body {
    Body::Question(Question {
        id: format!("q{number}").parse().expect("a slug"),
        text: format!("Question {number}?"),
        unreviewed: false,
    })
}

/// A draft of an entry, of a write that began at `written` or begins with it.
fn draft(body: &Body, written: Option<Seq>, recorded_at: i64) -> NewEntry {
    NewEntry {
        written,
        stamp: stamp(recorded_at),
        body: body
            .seal(&mut Salts::default())
            .expect("random bytes")
            .sealed(),
    }
}
