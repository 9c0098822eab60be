//! `--fail-on` for lists: what a script takes for a failure.

use super::exit::Exit;

/// Whether a list leads to exit code 1.
#[derive(Debug, Default, clap::Args)]
pub struct FailOn {
    /// Exit with code 1 if the list has any entry, or if it has none
    #[arg(long, value_name = "WHAT", value_enum)]
    fail_on: Option<Content>,
}

/// What a list has to have for exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Content {
    /// At least one entry
    Any,
    /// No entry
    None,
}

impl FailOn {
    /// How a command ends whose list has this many entries.
    pub(super) fn exit(&self, entries: usize) -> Exit {
        Exit::found_if(match self.fail_on {
            Some(Content::Any) => entries > 0,
            Some(Content::None) => entries == 0,
            None => false,
        })
    }
}
