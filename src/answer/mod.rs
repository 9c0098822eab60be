//! Answers: plain data, complete before anything is shown.
//!
//! A [`View`] fixes what is asked of: the ledger as it was at some entry, what had been said by
//! some moment, and what the clock says. Every answer is put together from one view, so every
//! answer honours both clocks. Rendering looks nothing up.

mod attribution;
mod calls;
mod candidates;
mod changes;
mod claims;
mod discrepancies;
mod entries;
mod listing;
mod matrix;
mod outcome;
mod overview;
mod records;
mod report;
mod search;
mod timeline;
mod trace;
mod view;
pub mod wording;

pub use calls::{CallAnswer, PendingClaim, calls, spoken_for};
pub use candidates::{
    AcceptAnswer, AcceptedAnswer, CandidateAnswer, Effect, IngestAnswer, LinkAnswer, candidate,
    candidates, effect,
};
pub use changes::{ChangesAnswer, NewClaim, StatusChange, changes};
pub use claims::{
    ClaimAnswer, ClaimPage, StatementAnswer, claim, claim_page, claims, statement_answer,
};
pub use discrepancies::{DiscrepancyAnswer, SideAnswer};
pub use entries::{EntryAnswer, HeadAnswer, VerifyAnswer, entries, head, log};
pub use matrix::{MatrixAnswer, MatrixCell, MatrixRow, MatrixSide, matrix, symbol};
pub use outcome::{
    AttachAnswer, Before, BeforeAfter, DiscrepancyChanges, DoneAnswer, ImportAnswer, NewsAnswer,
    RestoreAnswer, moves, news,
};
pub use overview::{StatusAnswer, StrongAndWeak, status, wrong_passages};
pub use records::{PartyAnswer, QuestionAnswer, SourceAnswer, export};
pub use report::*;
pub use search::{SearchHit, search};
pub use timeline::{Holder, Rival, RivalsAnswer, TimelineAnswer, TimelineItem, rivals, timeline};
pub use trace::{TraceAnswer, TraceStep, why};
pub use view::View;
