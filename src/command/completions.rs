//! `onrecord completions`

use anyhow::Result;
use clap_complete::Shell;

use super::context::Context;
use super::exit::Exit;
use crate::ledger::Kind;

/// Print a script that completes commands, options and the ledger's own ids.
///
/// bash: `eval "$(onrecord completions bash)"`; zsh: the same; fish:
/// `onrecord completions fish | source`.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    #[arg(value_parser = ["bash", "zsh", "fish"])]
    pub shell: String,
}

impl Completions {
    /// Prints the script.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn run(self, mut grammar: clap::Command, context: &Context) -> Result<Exit> {
        let (shell, ids) = match self.shell.as_str() {
            "bash" => (Shell::Bash, BASH),
            "zsh" => (Shell::Zsh, ZSH),
            _ => (Shell::Fish, FISH),
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut grammar, "onrecord", &mut script);
        script.extend_from_slice(ids.as_bytes());
        context.put(&String::from_utf8(script)?)
    }
}

/// Ids of the ledger, one a line: what the completion scripts ask for.
#[derive(Debug, clap::Args)]
pub struct Ids {
    /// Ids that begin so
    #[arg(default_value = "")]
    pub prefix: String,
}

impl Ids {
    /// Prints the ids of parties, claims, sources, questions and statements. Where there is no
    /// ledger there is nothing to complete.
    ///
    /// # Errors
    /// Where they cannot be written.
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
        context.put(&out)
    }
}

/// Adds the ledger's ids to what the generated bash script offers for a word that is no option.
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

/// The same for zsh.
const ZSH: &str = r#"
_onrecord_with_ids() {
    _onrecord "$@"
    [[ "$PREFIX" == -* ]] || compadd -- ${(f)"$(onrecord ids "$PREFIX" 2>/dev/null)"}
}
compdef _onrecord_with_ids onrecord
"#;

/// The same for fish.
const FISH: &str = r#"
complete -c onrecord -f -n 'not string match -q -- "-*" (commandline -ct)' -a '(onrecord ids (commandline -ct) 2>/dev/null)'
"#;
