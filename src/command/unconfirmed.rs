//! `onrecord unconfirmed`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::optional;
use crate::answer::{self, ClaimAnswer, View};
use crate::domain::status::Status;
use crate::ledger::ClaimFilter;
use crate::render::claims;

/// List the claims that are unconfirmed and have no ruling.
#[derive(Debug, clap::Args)]
pub struct Unconfirmed {
    /// Only claims of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Maximum number of claims
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Unconfirmed {
    /// Lists the claims.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let claims = context.ask(|view, names| {
            let topic = optional(self.topic.as_ref(), |name| names.topic(name))?;
            list(view, topic, self.limit)
        })?;
        let exit = self.fail_on.exit(claims.len());
        context.print(&claims::Unconfirmed(claims))?;
        Ok(exit)
    }
}

/// The claims that are unconfirmed and have no ruling.
pub(super) fn list(
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
    Ok(view.list(&filter, |view, some| answer::claims(view, &some))?)
}
