//! The fetcher as a desk sets it up.

use onrecord_fetch::{Fetcher, Settings};

use crate::command::context::Context;

/// Options of every command that fetches.
#[derive(Debug, Clone, clap::Args)]
pub struct Client {
    /// An email address or web page at which sites can reach you, sent with every request
    #[arg(long, env = "ONRECORD_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Also fetch from this machine and the local network
    #[arg(long)]
    pub allow_local: bool,
}

impl Client {
    /// A new fetcher with these options.
    pub(super) fn fetcher(&self, context: &Context) -> Fetcher {
        let contact = self
            .contact
            .as_ref()
            .filter(|contact| !contact.trim().is_empty());
        Fetcher::new(Settings {
            contact: contact.or(context.contact.as_ref()).cloned(),
            allow_local: self.allow_local,
            ..Settings::default()
        })
    }
}
