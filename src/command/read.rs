//! `onrecord read`

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::exit::Exit;
use super::input;
use crate::render::reading::ReadPage;

/// Print the readable text of a page and what the page says about itself.
///
/// Reads plain text, HTML or JSON-LD in any common encoding, as ingest does, and records nothing. With
/// --format json it prints title, text, day, authors, publisher, address and language, and the posts
/// of a live blog with the time of each.
#[derive(Debug, clap::Args)]
pub struct Read {
    /// The file, or - for standard input
    pub file: PathBuf,
    /// Where it was found; the page's own address goes first
    #[arg(long)]
    pub url: Option<String>,
}

impl Read {
    /// Reads the file and prints it.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let page = input::page(&self.file, self.url.as_deref(), context)?;
        context.print(&ReadPage(page))
    }
}
