#![doc = include_str!("../README.md")]

mod address;
mod body;
mod error;
mod exchange;
mod warc;

#[cfg(feature = "client")]
mod feed;
#[cfg(feature = "client")]
mod fetcher;
#[cfg(feature = "client")]
mod hosts;
#[cfg(feature = "client")]
mod public;
#[cfg(feature = "client")]
mod reply;
#[cfg(feature = "client")]
mod robots;
#[cfg(feature = "client")]
pub mod schedule;

pub use address::Address;
pub use error::{FetchError, Interrupted};
pub use exchange::{Content, Exchange};
pub use warc::{WarcError, read_warc, warc};

#[cfg(feature = "client")]
pub use feed::{Feed, FeedError, Item, feed};
#[cfg(feature = "client")]
pub use fetcher::{Fetcher, Settings, Wanted};
#[cfg(feature = "client")]
pub use reply::{Reply, Validators};
