//! `onrecord search`

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use crate::answer;
use crate::render::search::SearchHits;

/// Find claims, statements, parties, questions and sources by their words.
///
/// All words have to be there. "Quoted words" stand together, zelen* fits what begins so.
/// Diacritics make no difference, and a name finds the other spellings that its party goes by.
#[derive(Debug, clap::Args)]
pub struct Search {
    /// What to look for
    #[arg(required = true, num_args = 1..)]
    pub text: Vec<String>,
    /// At most so many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

impl Search {
    /// Looks.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let text = self.text.join(" ");
        let found = context.ask(|view, _| Ok(answer::search(view, &text, self.limit)?))?;
        context.print(&SearchHits(found))
    }
}
