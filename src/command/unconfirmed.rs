//! `onrecord unconfirmed`

use anyhow::Result;

use super::Ended;
use super::context::Context;
use crate::answer::{self, ClaimAnswer, View};
use crate::domain::status::Status;
use crate::ledger::ClaimFilter;
use crate::render::claims;

/// List the claims that are unconfirmed and not ruled on.
#[derive(Debug, clap::Args)]
pub struct Unconfirmed {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// At most so many
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// End with exit code 1 where there is any
    #[arg(long, value_name = "WHAT", value_parser = ["any"])]
    pub fail_on: Option<String>,
}

impl Unconfirmed {
    /// Lists the claims.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Ended> {
        let claims = context.ask(|view, names| {
            let topic = self.topic.as_deref().map(|name| names.topic(name));
            answers(view, topic.transpose()?, self.limit)
        })?;
        let found = self.fail_on.is_some() && !claims.is_empty();
        context.print(&claims::Unconfirmed(claims))?;
        Ok(if found { Ended::Found } else { Ended::Done })
    }
}

/// The claims that are unconfirmed and not ruled on.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn answers(
    view: &View<'_>,
    topic: Option<String>,
    limit: Option<u32>,
) -> Result<Vec<ClaimAnswer>> {
    let filter = ClaimFilter {
        status: Some(Status::Unconfirmed),
        not_ruled: true,
        topic,
        limit,
        ..ClaimFilter::default()
    };
    Ok(view.list(&filter, |view, standing| answer::claim(view, &standing))?)
}
