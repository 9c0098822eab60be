//! `onrecord search`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use crate::answer;
use crate::render::search::SearchHits;

/// Words in one search. Each has to match, so more find nothing in practice, and SQLite's parser
/// allows a query only so much depth.
const MOST_WORDS: usize = 64;

/// Find claims, statements, parties, questions and sources by their words.
///
/// All words must occur, 64 at most. "Quoted words" must be adjacent, and zelen* matches a prefix. Diacritics do
/// not matter, and a party's name also finds its aliases.
#[derive(Debug, clap::Args)]
pub struct Search {
    /// The words
    #[arg(required = true, num_args = 1..)]
    pub text: Vec<String>,
    /// Maximum number of results
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
    /// What leads to exit code 1.
    #[command(flatten)]
    pub fail_on: FailOn,
}

impl Search {
    /// Prints the results.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let text = self.text.join(" ");
        let words = text.split_whitespace().count();
        if words > MOST_WORDS {
            bail!("the search has {words} words, and {MOST_WORDS} is the most: leave some out");
        }
        let found = context.ask(|view, _| Ok(answer::search(view, &text, self.limit)?))?;
        let exit = self.fail_on.exit(found.len());
        context.print(&SearchHits(found))?;
        Ok(exit)
    }
}
