//! `onrecord claim`

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fields;
use super::names::Names;
use crate::answer;
use crate::desk::Known;
use crate::domain::claim;
use crate::domain::status::Status;
use crate::journal::Merged;
use crate::ledger::ClaimFilter;
use crate::render::claims::Claims;

/// Claims: add, edit, list, show.
#[derive(Debug, clap::Subcommand)]
pub enum Claim {
    /// Record a claim.
    Add {
        /// The new id
        id: String,
        /// What is known of it
        #[command(flatten)]
        fields: Fields,
    },
    /// Change what is given about a claim; principals grow by what is given.
    Edit {
        /// The claim
        claim: String,
        /// What is to change
        #[command(flatten)]
        fields: Fields,
        /// A party that is no principal
        #[arg(long, value_name = "PARTY")]
        no_principal: Vec<String>,
        /// Empty a field: topic, standard, question, value or due
        #[arg(long, value_name = "FIELD", value_delimiter = ',')]
        clear: Vec<String>,
    },
    /// Say that a claim is another one; its id stays an alias.
    Merge {
        /// The claim that is no more
        from: String,
        /// The claim that it is
        into: String,
        /// It says the contrary: affirming and negating change places
        #[arg(long)]
        opposite: bool,
        /// Merge them although what was said on them suggests otherwise
        #[arg(long)]
        sure: bool,
    },
    /// List the claims and where they stand.
    List {
        /// Only those with this status
        #[arg(long, value_enum)]
        status: Option<Status>,
        /// Only those of this topic
        #[arg(long)]
        topic: Option<String>,
        /// Only those that answer this question
        #[arg(long)]
        question: Option<String>,
        /// At most so many
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    /// Show a claim, what was said on it, and one sentence to paste into a story.
    Show {
        /// The claim
        claim: String,
    },
}

/// What a claim is recorded with.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// The proposition, as a full sentence in the desk's own words
    #[arg(long)]
    pub text: Option<String>,
    /// What it belongs to
    #[arg(long)]
    pub topic: Option<String>,
    /// A party whose own act or word it is about; may be given more than once
    #[arg(long = "principal", value_name = "PARTY")]
    pub principals: Vec<String>,
    /// What it takes to be confirmed: acknowledgement or corroboration:N
    #[arg(long)]
    pub standard: Option<String>,
    /// The question that it is one of several answers to
    #[arg(long)]
    pub question: Option<String>,
    /// The answer: "USD 90bn", "about 1500 households", 2025-08-20, "14 days after 2025-08-18",
    /// place:Geneva, text:undecided
    #[arg(long)]
    pub value: Option<String>,
    /// The day by which it says something will have happened
    #[arg(long, value_name = "DAY")]
    pub due: Option<String>,
}

impl Fields {
    fn fill(self, claim: &mut claim::Claim, names: Names<'_>) -> Result<()> {
        if let Some(text) = self.text {
            claim.text = text;
        }
        claim.topic = self.topic.or(claim.topic.take());
        for principal in &self.principals {
            let (_, id) = names.party(principal)?;
            if !claim.principals.contains(&id) {
                claim.principals.push(id);
            }
        }
        if let Some(question) = &self.question {
            claim.question = Some(names.question(question)?.1);
        }
        claim.standard = fields::standard(self.standard.as_deref())?.or(claim.standard);
        claim.value = fields::value(self.value.as_deref())?.or(claim.value.take());
        claim.due = fields::day("--due", self.due.as_deref())?.or(claim.due);
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
                bail!("--clear empties topic, standard, question, value or due, not {other:?}")
            }
        }
    }
    Ok(())
}

impl Claim {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// Where a name is unknown or taken, or the ledger cannot be used.
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
            } => {
                let names = (from.as_str(), into.as_str());
                fields::merge(context, Merged::Claim, names, opposite, sure)
            }
            Self::List {
                status,
                topic,
                question,
                limit,
            } => {
                let claims = context.ask(|view, names| {
                    let question = question.as_deref().map(|name| names.question(name));
                    let filter = ClaimFilter {
                        status,
                        topic: topic.as_deref().map(|name| names.topic(name)).transpose()?,
                        question: question.transpose()?.map(|(key, _)| key),
                        limit,
                        not_ruled: false,
                    };
                    Ok(view.list(&filter, |view, some| answer::claims(view, &some))?)
                })?;
                context.print(&Claims(claims))
            }
            Self::Show { claim } => {
                let page = context.ask(|view, names| {
                    let (key, _) = names.claim(&claim)?;
                    Ok(answer::claim_page(view, key)?)
                })?;
                context.print(&page)
            }
        }
    }
}

fn add(context: &Context, id: &str, fields: Fields) -> Result<Exit> {
    let text = fields.text.clone();
    let mut new = claim::Claim {
        id: id.parse()?,
        text: text.context("a claim needs a --text")?,
        topic: None,
        principals: Vec::new(),
        standard: None,
        question: None,
        value: None,
        due: None,
    };
    let done = format!("claim {} recorded.", new.id);
    let written = context.write(|desk, names| {
        fields.fill(&mut new, names)?;
        Ok(desk.claim(new, Known::Refuse)?)
    })?;
    let view = context.present(written.ledger.now());
    context.print(&answer::moves(&view, done, &written.changes)?)
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
        let mut claim = desk.reader().as_recorded().claim(key)?.claim;
        let gone = no_principal.iter().map(|name| Ok(names.party(name)?.1));
        let gone = gone.collect::<Result<Vec<_>>>()?;
        fields::remove(&mut claim.principals, &gone, "principals")?;
        clear(&mut claim, cleared)?;
        fields.fill(&mut claim, names)?;
        let entered = desk.claim(claim, Known::Replace)?;
        Ok((id, entered))
    })?;
    let view = context.present(written.ledger.now());
    let (id, entered) = &written.done;
    let done = fields::done("claim", id, *entered, "set anew");
    context.print(&answer::moves(&view, done, &written.changes)?)
}
