//! Answers: plain data, complete before anything is shown.
//!
//! A [`View`] fixes what is asked of: the ledger as it was at some entry, what had been said by
//! some moment, and what the clock says. Every answer is put together from one view, so every
//! answer honours both clocks. Rendering looks nothing up.

mod claims;
mod discrepancies;
mod entries;
mod outcome;
mod records;
mod trace;
mod view;
pub mod wording;

pub use claims::{ClaimAnswer, ClaimPage, SaidAnswer, claim, claim_page, said};
pub use discrepancies::{DiscrepancyAnswer, SideAnswer};
pub use entries::{EntryAnswer, VerifyAnswer, log};
pub use outcome::{
    AttachAnswer, Before, BeforeAfter, DiscrepancyMoves, DoneAnswer, ImportAnswer, NewsAnswer,
    moves, news,
};
pub use records::{PartyAnswer, QuestionAnswer, SourceAnswer, export};
pub use trace::{TraceAnswer, WordAnswer, why};
pub use view::View;
