//! The desk in a browser: an HTTP server on a loopback address, its routes and its pages.
//!
//! A request becomes the command line of a question (`routes`) and is answered by the command itself, behind
//! [`Commands`]. So names resolve, clocks work and errors read as on a terminal, and there is no second set of queries.
//! Programs get the JSON that the command prints; people get a page whose parts are answers drawn as HTML.

mod aside;
mod assets;
mod author;
mod blank;
mod commands;
mod control;
mod desk;
mod edit;
mod feeds;
mod field;
mod filled;
mod flow;
mod form;
mod frame;
mod guard;
mod last;
mod listen;
mod once;
mod passage;
mod record;
mod recorded;
mod reply;
mod review;
mod routes;
mod server;
mod wording;
mod writes;

pub use commands::{About, Commands, Fault, Form, Line, Outcome, Recording, Refusal, Sent};
pub use feeds::FEEDS;
pub use guard::{Secrets, Token};
pub use listen::{ListenError, Listener};
pub use server::serve;
