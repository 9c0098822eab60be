//! News: what fetches pages and feeds. Only the commands in here go online, and only for what they were told to fetch.

mod article;
mod blog;
mod client;
mod feed;
mod fetch;
mod watch;

pub(super) use feed::Feed;
pub(super) use fetch::Fetch;
pub(super) use watch::Watch;
