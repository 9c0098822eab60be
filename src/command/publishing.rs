//! The options that say how rulings are published as ClaimReview.

use anyhow::{Result, bail};

use super::address;
use super::error::note;
use crate::exchange::claimreview::{Feed, Review};
use crate::render::page::counted;

/// How rulings are published as ClaimReview.
#[derive(Debug, Clone, clap::Args)]
pub struct Publishing {
    /// In ClaimReview: also the claims that are unconfirmed and have no ruling
    #[arg(long)]
    pub include_unresolved: bool,
    /// In ClaimReview and annotations: who publishes them
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// In ClaimReview: the address of the page that the rulings are published on, such as a report; in
    /// annotations: the address of their file
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// In ClaimReview and annotations: the address of the licence under which they may be used
    #[arg(long, value_name = "URL")]
    pub license: Option<String>,
}

impl Publishing {
    /// The first of the options that was given.
    pub(super) fn given(&self) -> Option<&'static str> {
        let given = [
            ("--include-unresolved", self.include_unresolved),
            ("--publisher", self.publisher.is_some()),
            ("--url", self.url.is_some()),
            ("--license", self.license.is_some()),
        ];
        let first = given.iter().find(|(_, is_given)| *is_given);
        first.map(|(option, _)| *option)
    }

    /// Who publishes the rulings, and where.
    ///
    /// # Errors
    /// If an address is none, or a name is empty.
    pub(super) fn feed(&self) -> Result<Feed> {
        if let Some(url) = &self.url {
            address::to_extend("--url", url, &['#'])?;
        }
        if let Some(url) = &self.license {
            address::checked("--license", url)?;
        }
        let publisher = self.publisher.as_deref().map(str::trim);
        if publisher == Some("") {
            bail!("--publisher is empty; name who publishes the rulings");
        }
        Ok(Feed {
            publisher: publisher.map(str::to_owned),
            url: self.url.clone(),
            license: self.license.clone(),
        })
    }
}

/// Says what readers of the desk's own reviews will miss.
pub(super) fn note_missing(reviews: &[Review], feed: &Feed) {
    let own = reviews.iter().filter(|one| one.page.is_none()).count();
    if own > 0 && (feed.url.is_none() || feed.publisher.is_none()) {
        let of = counted(own, "review is", "reviews are");
        let text = format!(
            "{of} the desk's own; search engines ask for the page that has them (--url) and for who \
             publishes them (--publisher)"
        );
        note(&text, &[]);
    }
}
