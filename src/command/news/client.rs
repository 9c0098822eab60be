//! The fetcher as a desk sets it up.

use onrecord_fetch::{Fetcher, Settings};

use crate::command::context::Context;

/// What a command that fetches is told about whom to ask and how.
#[derive(Debug, Clone, clap::Args)]
pub struct Client {
    /// Where the people can be reached on whose behalf pages are fetched: an address of mail or of a page, told to every site
    #[arg(long, env = "ONRECORD_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Also fetch from this machine and the local network
    #[arg(long)]
    pub allow_local: bool,
}

impl Client {
    /// A fetcher that has asked nobody yet.
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
