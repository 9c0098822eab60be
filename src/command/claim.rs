//! `onrecord claim`

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::one_of;
use super::fields::{self, optional};
use super::names::Names;
use super::write::{merge, note_alike, print_recorded, rename, unmerge};
use crate::answer;
use crate::desk::{self, IfExists};
use crate::domain::claim;
use crate::domain::status::Status;
use crate::journal::Merged;
use crate::ledger::ClaimFilter;
use crate::render::claims::Claims;

/// Add, edit, rename, merge, list or show claims.
#[derive(Debug, clap::Subcommand)]
pub enum Claim {
    /// Add a claim.
    Add {
        /// The new id
        id: String,
        /// Its fields.
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a claim. --principal adds to its principals.
    Edit {
        /// The claim
        claim: String,
        /// Its fields.
        #[command(flatten)]
        fields: Fields,
        /// A party that is not a principal
        #[arg(long, value_name = "PARTY")]
        no_principal: Vec<String>,
        /// Clear a field: topic, standard, question, value or due
        #[arg(long, value_name = "FIELD", value_delimiter = ',')]
        clear: Vec<String>,
    },
    /// Merge a claim into another. Its id becomes an alias.
    Merge {
        /// The claim to merge
        from: String,
        /// The claim to merge it into
        into: String,
        /// The two are opposites: affirming one negates the other
        #[arg(long)]
        opposite: bool,
        /// Merge them even if the statements on them suggest otherwise
        #[arg(long)]
        sure: bool,
    },
    /// Give a claim another id. The old id goes on working.
    Rename {
        /// The claim
        old: String,
        /// The new id
        new: String,
    },
    /// Take the merger of a claim back, however long ago: each is what it was before.
    Unmerge {
        /// The claim that was merged into another one
        claim: String,
    },
    /// List the claims with their statuses.
    List(List),
    /// Show a claim, the statements on it, and a sentence to paste into a story.
    Show {
        /// The claim
        claim: String,
        /// Maximum number of statements: those that were made last, beside those that gave the claim its status
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
}

/// Which claims to list.
#[derive(Debug, clap::Args)]
pub struct List {
    /// Only those with this status
    #[arg(long, value_parser = one_of::<Status>())]
    pub status: Option<Status>,
    /// Only those of this topic
    #[arg(long)]
    pub topic: Option<String>,
    /// Only those that answer this question
    #[arg(long)]
    pub question: Option<String>,
    /// Maximum number of claims
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

/// The fields of a claim.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// The proposition: a full sentence in the desk's own words
    #[arg(long)]
    pub text: Option<String>,
    /// The topic
    #[arg(long)]
    pub topic: Option<String>,
    /// A party whose own act or words it is about; may be repeated
    #[arg(long = "principal", value_name = "PARTY")]
    pub principals: Vec<String>,
    /// What confirms it: acknowledgement, or corroboration:N by N independent sources
    #[arg(long)]
    pub standard: Option<String>,
    /// The question that it answers
    #[arg(long)]
    pub question: Option<String>,
    /// The answer: "USD 90bn", "about 1500 households", 12%, 2025-08-20, "14 days after 2025-08-18",
    /// place:Geneva, text:undecided
    #[arg(long)]
    pub value: Option<String>,
    /// The day by which it says something will have happened
    #[arg(long, value_name = "DAY")]
    pub due: Option<String>,
}

impl Fields {
    /// Sets the fields that were given.
    fn apply(&self, claim: &mut claim::Claim, names: Names<'_>) -> Result<()> {
        if let Some(text) = &self.text {
            claim.text.clone_from(text);
        }
        claim.topic = self.topic.clone().or(claim.topic.take());
        for id in names.party_ids(&self.principals)? {
            if !claim.principals.contains(&id) {
                claim.principals.push(id);
            }
        }
        if let Some(question) = &self.question {
            claim.question = Some(names.question(question)?.1);
        }
        claim.standard = fields::standard(self.standard.as_ref())?.or(claim.standard);
        claim.value = fields::value(self.value.as_ref())?.or(claim.value.take());
        claim.due = fields::day(names.calendar(), "--due", self.due.as_ref())?.or(claim.due);
        Ok(())
    }
}

fn clear(claim: &mut claim::Claim, names: &[String]) -> Result<()> {
    for name in names {
        match name.as_str() {
            "topic" => claim.topic = None,
            "standard" => claim.standard = None,
            "question" => claim.question = None,
            "value" => claim.value = None,
            "due" => claim.due = None,
            other => {
                bail!("--clear accepts topic, standard, question, value and due, not {other:?}")
            }
        }
    }
    Ok(())
}

impl Claim {
    /// Runs the subcommand.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, fields } => add(context, &id, fields),
            Self::Edit {
                claim,
                fields,
                no_principal,
                clear,
            } => edit(context, &claim, fields, &no_principal, &clear),
            Self::Merge {
                from,
                into,
                opposite,
                sure,
            } => merge(context, Merged::Claim, (&from, &into), opposite, sure),
            Self::Rename { old, new } => rename(context, Merged::Claim, &old, &new),
            Self::Unmerge { claim } => unmerge(context, Merged::Claim, &claim),
            Self::List(list) => list.run(context),
            Self::Show { claim, limit } => {
                let page = context.ask(|view, names| {
                    let (key, _) = names.claim(&claim)?;
                    Ok(answer::claim_page(view, key, limit)?)
                })?;
                context.print(&page)
            }
        }
    }
}

impl List {
    fn run(self, context: &Context) -> Result<Exit> {
        let claims = context.ask(|view, names| {
            let filter = ClaimFilter {
                status: self.status,
                topic: optional(self.topic.as_ref(), |name| names.topic(name))?,
                question: optional(self.question.as_ref(), |name| Ok(names.question(name)?.0))?,
                limit: self.limit,
                not_ruled: false,
            };
            Ok(view.list(&filter, |view, some| answer::claims(view, &some))?)
        })?;
        let exit = self.fail_on.exit(claims.len());
        context.print(&Claims(claims))?;
        Ok(exit)
    }
}

fn add(context: &Context, id: &str, fields: Fields) -> Result<Exit> {
    let text = fields.text.clone().context("a claim needs a --text")?;
    let claim = claim::Claim::new(id.parse()?, text);
    let mut alike = Vec::new();
    let written = context.write(|desk, names| {
        let mut claim = claim.clone();
        fields.apply(&mut claim, names)?;
        let id = claim.id.clone();
        alike = desk::claims_like(desk.reader(), &claim)?;
        Ok((id, desk.claim(claim, IfExists::Refuse)?))
    })?;
    note_alike("claim", &written.done.0, &alike);
    print_recorded(context, "claim", &written, "")
}

fn edit(
    context: &Context,
    name: &str,
    fields: Fields,
    no_principal: &[String],
    cleared: &[String],
) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let (key, id) = names.claim(name)?;
        let mut claim = desk.reader().without_merges().claim(key)?.claim;
        let removed = names.party_ids(no_principal)?;
        fields::remove(&mut claim.principals, &removed, "principals")?;
        clear(&mut claim, cleared)?;
        fields.apply(&mut claim, names)?;
        claim.unreviewed = false;
        Ok((id, desk.claim(claim, IfExists::Replace)?))
    })?;
    print_recorded(context, "claim", &written, "")
}
