//! The fetcher as a desk sets it up.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Result, bail};
use onrecord_fetch::{Fetcher, Settings};

use crate::command::context::Context;

/// The shortest pause between two requests to a site of somebody else.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// Options of every command that fetches.
#[derive(Debug, Clone, clap::Args)]
pub struct Client {
    /// An email address or web page at which sites can reach you, sent with every request
    #[arg(long, env = "ONRECORD_CONTACT", value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// Also fetch from this machine and the local network
    #[arg(long)]
    pub allow_local: bool,
    /// The least number of seconds between two requests to a site; less than 1 with --allow-local only. A site's robots.txt
    /// may ask for more
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pub pause: f64,
}

impl Client {
    /// A new fetcher with these options.
    ///
    /// # Errors
    /// If an option has no meaning.
    pub(super) fn fetcher(&self, context: &Context) -> Result<Fetcher> {
        self.stoppable(context, Arc::default())
    }

    /// A new fetcher with these options, which stops when `stop` is set.
    ///
    /// # Errors
    /// As [`Client::fetcher`].
    pub(super) fn stoppable(&self, context: &Context, stop: Arc<AtomicBool>) -> Result<Fetcher> {
        let contact = self
            .contact
            .as_ref()
            .filter(|contact| !contact.trim().is_empty());
        Ok(Fetcher::new(Settings {
            contact: contact.or(context.contact.as_ref()).cloned(),
            allow_local: self.allow_local,
            pause: self.pause()?,
            stop,
            ..Settings::default()
        }))
    }

    fn pause(&self) -> Result<Duration> {
        let pause = Duration::try_from_secs_f64(self.pause).ok();
        match pause.filter(|pause| *pause <= LONGEST_PAUSE) {
            None => bail!(
                "--pause: {} is no number of seconds from 0 to 3600",
                self.pause
            ),
            Some(pause) if pause < SHORTEST_PAUSE && !self.allow_local => {
                bail!("--pause: sites of others get at least a second between two requests")
            }
            Some(pause) => Ok(pause),
        }
    }
}
