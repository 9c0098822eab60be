//! `onrecord timeline`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::names::Names;
use crate::answer::{self, View};
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::ledger::{About, ClaimFilter};

/// Show what was said in order of time, with the changes of status beside it.
#[derive(Debug, clap::Args)]
pub struct Timeline {
    /// A claim, question, topic or party
    pub of: String,
    /// Maximum number of statements: the last ones
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Timeline {
    /// Prints the timeline.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let timeline = context.ask(|view, names| {
            let (of, statements) = statements(view, names, &self.of)?;
            let mut timeline = answer::latest(view, of, statements, self.limit)?;
            timeline.about = about(view, &timeline.of)?;
            Ok(timeline)
        })?;
        context.print(&timeline)?;
        Ok(self.fail_on.exit(timeline.statements.len()))
    }
}

/// The statements of the first that a name fits: a claim, a question, a topic, a party. Also
/// returns its id.
fn statements(
    view: &View<'_>,
    names: Names<'_>,
    name: &str,
) -> Result<(String, Vec<StatementKey>)> {
    let reader = &view.reader;
    if let Some(key) = reader.claim_key(name)? {
        let id = reader.claim_id(key)?.to_string();
        return Ok((id, statements_of_claim(view, key)?));
    }
    let question = reader.question_key(name)?;
    let claims = reader.claims(&ClaimFilter {
        question,
        topic: question.is_none().then(|| name.to_owned()),
        ..ClaimFilter::default()
    })?;
    if !claims.is_empty() {
        let mut statements = Vec::new();
        for claim in claims {
            statements.extend(reader.statements(About::Claim(claim))?);
        }
        return Ok((name.to_owned(), statements));
    }
    match names.party(name) {
        Ok((key, id)) => Ok((id.to_string(), reader.statements(About::Party(key))?)),
        // Only if no party has the name, as all ids of claims are compared with it.
        Err(error) => match names.claim(name) {
            Ok((key, id)) => Ok((id.to_string(), statements_of_claim(view, key)?)),
            Err(_) => Err(error),
        },
    }
}

/// What a timeline is about in words, and the folder of its page; none of a topic.
fn about(view: &View<'_>, of: &str) -> Result<Option<(String, &'static str)>> {
    let reader = view.reader;
    if let Some(key) = reader.claim_key(of)? {
        return Ok(Some((reader.claim(key)?.claim.text, "claims")));
    }
    if let Some(key) = reader.question_key(of)? {
        return Ok(Some((reader.question(key)?.text, "questions")));
    }
    let topic = ClaimFilter {
        topic: Some(of.to_owned()),
        ..ClaimFilter::default()
    };
    match reader.party_key(of)? {
        Some(key) if reader.claims(&topic)?.is_empty() => {
            Ok(Some((reader.party(key)?.name, "parties")))
        }
        _ => Ok(None),
    }
}

/// The statements on a claim, and those on rival answers that changed its status.
fn statements_of_claim(view: &View<'_>, key: ClaimKey) -> Result<Vec<StatementKey>> {
    let mut statements = view.reader.statements(About::Claim(key))?;
    let moved_by = answer::moved_by(view, key)?.into_iter();
    statements.extend(moved_by.flat_map(|turn| turn.by));
    Ok(statements)
}
