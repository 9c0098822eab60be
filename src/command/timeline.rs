//! `onrecord timeline`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::names::Names;
use crate::answer::{self, View};
use crate::domain::docket::StatementKey;
use crate::ledger::{About, ClaimFilter};

/// Show what was said in order, with the statuses that changed beside it.
#[derive(Debug, clap::Args)]
pub struct Timeline {
    /// A claim, a question, a topic or a party
    pub of: String,
}

impl Timeline {
    /// Prints the timeline.
    ///
    /// # Errors
    /// Where the name is unknown, or the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let timeline = context.ask(|view, names| {
            let (of, statements) = statements(view, names, &self.of)?;
            Ok(answer::timeline(view, of, statements)?)
        })?;
        context.print(&timeline)
    }
}

/// The statements that a name stands for: of a claim, else of a question's or topic's claims,
/// else of a party.
fn statements(
    view: &View<'_>,
    names: Names<'_>,
    name: &str,
) -> Result<(String, Vec<StatementKey>)> {
    let reader = &view.reader;
    let filter = if let Some(key) = reader.claim_key(name)? {
        let id = reader.claim_id(key)?.to_string();
        return Ok((id, reader.statements(About::Claim(key))?));
    } else if let Some(question) = reader.question_key(name)? {
        ClaimFilter {
            question: Some(question),
            ..ClaimFilter::default()
        }
    } else {
        ClaimFilter {
            topic: Some(name.to_owned()),
            ..ClaimFilter::default()
        }
    };
    let claims = reader.claims(&filter)?;
    if claims.is_empty() {
        let (key, id) = match names.party(name) {
            Ok(party) => party,
            // Whoever meant a claim hears of the claims that come near.
            Err(error) => match names.claim(name) {
                Ok((key, id)) => {
                    return Ok((id.to_string(), reader.statements(About::Claim(key))?));
                }
                Err(_) => return Err(error),
            },
        };
        return Ok((id.to_string(), reader.statements(About::Party(key))?));
    }
    let mut statements = Vec::new();
    for claim in claims {
        statements.extend(reader.statements(About::Claim(claim))?);
    }
    Ok((name.to_owned(), statements))
}
