//! `onrecord unconfirmed`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::names::Names;
use crate::answer::{self, ClaimAnswer, View};
use crate::domain::status::Status;
use crate::ledger::ClaimFilter;
use crate::render::{self, Format, claims};

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
    pub fn run(self, context: &Context) -> Result<Exit> {
        let some = if context.format == Format::Jsonl {
            self.print_lines(context)?
        } else {
            let claims = context.ask(|view, names| {
                let filter = filter(self.topic(names)?, self.limit);
                Ok(view.list(&filter, |view, some| answer::claims(view, &some))?)
            })?;
            let some = !claims.is_empty();
            context.print(&claims::Unconfirmed(claims))?;
            some
        };
        let found = self.fail_on.is_some() && some;
        Ok(if found { Exit::Found } else { Exit::Success })
    }

    /// Prints a line a claim, each made by whoever judged the claim; whether there is any.
    fn print_lines(&self, context: &Context) -> Result<bool> {
        let lines = context.ask(|view, names| {
            let filter = filter(self.topic(names)?, self.limit);
            let lines = view.list(&filter, |view, standings| {
                let claims = answer::claims(view, &standings)?;
                Ok(claims.iter().map(render::line).collect())
            })?;
            lines.into_iter().collect::<Result<Vec<String>>>()
        })?;
        context.put(&lines.concat())?;
        Ok(!lines.is_empty())
    }

    fn topic(&self, names: Names<'_>) -> Result<Option<String>> {
        let topic = self.topic.as_deref().map(|name| names.topic(name));
        topic.transpose()
    }
}

/// The claims that are unconfirmed and not ruled on.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn answers(view: &View<'_>) -> Result<Vec<ClaimAnswer>> {
    Ok(view.list(&filter(None, None), |view, some| {
        answer::claims(view, &some)
    })?)
}

fn filter(topic: Option<String>, limit: Option<u32>) -> ClaimFilter {
    ClaimFilter {
        status: Some(Status::Unconfirmed),
        not_ruled: true,
        topic,
        limit,
        ..ClaimFilter::default()
    }
}
