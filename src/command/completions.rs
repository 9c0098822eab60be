//! `onrecord completions`

use anyhow::Result;
use clap_complete::Shell;

use super::context::Context;
use super::exit::Exit;
use crate::ledger::Kind;

/// Print a completion script for commands, options and the ledger's ids.
///
/// To use it: `eval "$(onrecord completions bash)"` in bash, the same with zsh in zsh, and
/// `onrecord completions fish | source` in fish.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    #[arg(value_parser = ["bash", "zsh", "fish"])]
    pub shell: String,
}

impl Completions {
    /// Prints the script.
    pub fn run(self, mut grammar: clap::Command, context: &Context) -> Result<Exit> {
        let (shell, ids) = match self.shell.as_str() {
            "bash" => (Shell::Bash, BASH),
            "zsh" => (Shell::Zsh, ZSH),
            _ => (Shell::Fish, FISH),
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut grammar, "onrecord", &mut script);
        script.extend_from_slice(ids.as_bytes());
        context.print_text(&String::from_utf8(script)?)
    }
}

/// Print the ledger's ids, one per line, for the completion scripts.
#[derive(Debug, clap::Args)]
pub struct Ids {
    /// Only ids with this prefix
    #[arg(default_value = "")]
    pub prefix: String,
}

impl Ids {
    /// Prints the ids of parties, claims, sources, questions and statements. Prints nothing if
    /// there is no ledger.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let kinds = [
            Kind::Claim,
            Kind::Party,
            Kind::Source,
            Kind::Question,
            Kind::Statement,
        ];
        let ids = context.ask(|view, _| {
            let mut ids = Vec::new();
            for kind in kinds {
                ids.extend(view.reader.ids(kind)?);
            }
            Ok(ids)
        });
        let mut out = String::new();
        for id in ids.unwrap_or_default() {
            if id.starts_with(&self.prefix) {
                out.push_str(&id);
                out.push('\n');
            }
        }
        context.print_text(&out)
    }
}

/// Adds the ledger's ids to the completions that the generated bash script offers, except for
/// options.
const BASH: &str = r#"
_onrecord_with_ids() {
    _onrecord "$@"
    local word="${COMP_WORDS[COMP_CWORD]}"
    case "$word" in
        -*) ;;
        *) COMPREPLY+=($(compgen -W "$(onrecord ids "$word" 2>/dev/null)" -- "$word")) ;;
    esac
}
complete -F _onrecord_with_ids -o nosort -o bashdefault -o default onrecord
"#;

/// [`BASH`] for zsh.
const ZSH: &str = r#"
_onrecord_with_ids() {
    _onrecord "$@"
    [[ "$PREFIX" == -* ]] || compadd -- ${(f)"$(onrecord ids "$PREFIX" 2>/dev/null)"}
}
compdef _onrecord_with_ids onrecord
"#;

/// [`BASH`] for fish.
const FISH: &str = r#"
complete -c onrecord -f -n 'not string match -q -- "-*" (commandline -ct)' -a '(onrecord ids (commandline -ct) 2>/dev/null)'
"#;
