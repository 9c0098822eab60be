//! Sharing the journal with other desks: the commands for it, and what every other command's writes need.

mod contact;
mod desks;
mod follow;
mod join;
mod leave;
mod line;
mod lists;
mod outbox;
mod parted;
mod rejoin;
mod share;

pub(super) use contact::{Contact, contact};
pub(super) use desks::{Desks, unconfirmed};
#[cfg(feature = "web")]
pub(super) use follow::Following;
#[cfg(feature = "news")]
pub(super) use follow::is_passing;
pub(super) use follow::{Follow, became};
pub(super) use join::Join;
pub(super) use leave::Leave;
pub(super) use line::{DeskLine, HeldBack};
pub(super) use lists::restore_lists;
pub(super) use outbox::OutboxCommand;
pub(super) use outbox::drain;
pub(super) use parted::parted;
pub(super) use rejoin::Rejoin;
pub(super) use share::Share;
