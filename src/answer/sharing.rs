//! The desks that share a journal, and what waits until it can be written.

use serde::Serialize;

use super::recorded_time;
use crate::domain::sharing::{Held, HeldState};

/// A command that waits in the outbox, or that has waited. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldAnswer {
    /// Its number.
    pub number: i64,
    /// When it was typed, in RFC 3339 and UTC.
    pub typed_at: String,
    /// Who typed it.
    pub typed_by: String,
    /// The words of the command line, without the program's name.
    pub words: Vec<String>,
    /// Why it had to wait.
    pub held: String,
    /// What became of it: `waiting`, `kept`, `recorded`, `recognised` or `dropped`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub state: HeldState,
    /// Why it is in that state.
    pub reason: Option<String>,
}

/// A command of the outbox.
pub fn held(held: &Held) -> HeldAnswer {
    HeldAnswer {
        number: held.number,
        typed_at: recorded_time(held.typed.at),
        typed_by: held.typed.by.clone(),
        words: held.typed.words.clone(),
        held: held.held.clone(),
        state: held.state,
        reason: held.reason.clone(),
    }
}

/// A desk that shares the journal. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeskAnswer {
    /// Its name.
    pub desk: String,
    /// Whether it is this one.
    pub own: bool,
    /// What it may do: `read`, `append`, `redact` or `operate`.
    pub rights: String,
    /// The newest entry of its copy when it was last seen.
    pub head: i64,
    /// How many entries it lacked then of those that there are now.
    pub behind: i64,
    /// The version of its program.
    pub version: Option<String>,
    /// When it was last seen, in RFC 3339 and UTC.
    pub seen: Option<String>,
    /// When it left, in RFC 3339 and UTC.
    pub left: Option<String>,
}

/// A desk, for somebody at the desk `own`, when the journal's newest entry is `newest`.
#[cfg(feature = "shared")]
pub fn desk(row: &crate::shared::DeskRow, newest: i64, own: &str) -> DeskAnswer {
    DeskAnswer {
        desk: row.name.clone(),
        own: row.name == own,
        rights: row.rights.to_string(),
        head: row.head,
        behind: (newest - row.head).max(0),
        version: row.version.clone(),
        seen: row.seen_at.map(recorded_time),
        left: row.left_at.map(recorded_time),
    }
}
