//! What a question to the ledger returns: plain data, complete before any of it is shown.
//!
//! Every answer is built from one [`View`], which fixes the ledger entry, the moment in the story and
//! the time of day. That is how every command honours `--as-of` and `--known-at`. `render` shows
//! answers as tables, JSON or HTML and never asks the ledger anything itself.
//!
//! The fields of the structs here are what programs read: docs/formats.md describes them, and a
//! serialised name changes only with a new version.

mod annotations;
mod attribution;
mod calls;
mod candidates;
mod change_feed;
mod changes;
mod claims;
mod contest;
mod credit;
mod differences;
mod discrepancies;
mod draft;
mod effect;
mod entries;
mod episodes;
mod export;
mod feeds;
mod fetched;
mod keys;
mod labels;
mod listing;
mod matrix;
mod origins;
mod outcome;
mod overdue;
mod overview;
mod records;
mod report;
mod reviews;
mod search;
mod sharing;
mod tables;
mod timeline;
mod trace;
mod view;
pub mod wording;

pub use annotations::{AnnotatedPassages, annotations, ledger_hash};
pub use calls::{CallAnswer, PendingClaim, calls, spoken_for};
pub use candidates::{
    AcceptAnswer, AcceptedAnswer, CandidateAnswer, IngestAnswer, LinkAnswer, Score, candidate,
    candidates,
};
pub use change_feed::{ChangeFeed, FeedItem, Moved, RulingMoved, Turn, change_feed};
pub use changes::{
    ChangeCounts, ChangesAnswer, FoundCounts, Most, NewClaim, StatusChange, changes,
};
pub use claims::{
    ClaimAnswer, ClaimPage, StatementAnswer, claim, claim_page, claims, statement_answer,
};
pub use contest::Contest;
pub use differences::Difference;
pub use discrepancies::{DiscrepancyAnswer, SideAnswer};
pub use draft::{DraftAnswer, UnsettledAnswer, draft};
pub use effect::{Effect, Unrecorded, effect};
pub use entries::{
    EntryAnswer, HeadAnswer, VerifyAnswer, entries, graded, head, log, note_entries,
    time as recorded_time,
};
pub use export::{Scope, export};
pub use feeds::{FeedAnswer, feed_answer, feeds};
pub use fetched::{EditAnswer, EditKind, FetchAnswer, FindAnswer, VersionAnswer, versions};
pub use labels::Labels;
pub use matrix::{MatrixAnswer, MatrixCell, MatrixRow, MatrixSide, matrix, symbol};
pub use origins::OriginAnswer;
pub use outcome::{
    AttachAnswer, Before, BeforeAfter, ClaimChange, DiscrepancyChanges, DoneAnswer, ImportAnswer,
    ImportReports, ImportedAnswer, MoreChanges, NewsAnswer, RestoreAnswer, SaidAnswer, imported,
    moves, news,
};
pub use overview::{
    ContestedClaim, StatusAnswer, StrongAndWeak, ToCall, UnreviewedAnswer, status, wrong_passages,
};
pub use records::{PartyAnswer, QuestionAnswer, SourceAnswer, Statements};
pub use report::*;
pub use reviews::{ReviewOptions, reviews};
pub use search::{SearchHit, search};
#[cfg(feature = "shared")]
pub use sharing::desk;
pub use sharing::{DeskAnswer, HeldAnswer, held};
pub use tables::{TakeRow, tables};
pub use timeline::{
    Holder, OtherChange, Rival, RivalsAnswer, Stands, StatusTurn, TimelineAnswer, TimelineItem,
    latest, moved_by, rivals, timeline, turns_of,
};
pub use trace::{Mention, StepRule, TraceAnswer, TraceFinding, TraceStep, why};
pub use view::View;
