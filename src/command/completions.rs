//! `onrecord completions`

use anyhow::Result;
use clap_complete::Shell;

use super::context::Context;
use super::exit::Exit;
use crate::domain::slug::Slug;
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
    /// there is no ledger. The ledger in the current folder may be anyone's, so what is not a
    /// well-formed id is left out: a shell would put it on the command line.
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
            if id.starts_with(&self.prefix) && id.parse::<Slug>().is_ok() {
                out.push_str(&id);
                out.push('\n');
            }
        }
        context.print_text(&out)
    }
}

/// Adds the ledger's ids to the completions that the generated bash script offers, except for
/// options. Ids are read line by line: `compgen -W` would expand them like typed text. Words that
/// bash would have to quote, such as some file names, are left to its own completion of file names,
/// which quotes them.
const BASH: &str = r#"
_onrecord_with_ids() {
    _onrecord "$@"
    local LC_ALL=C word="${COMP_WORDS[COMP_CWORD]}" candidate
    local -a plain=()
    for candidate in "${COMPREPLY[@]}"; do
        [[ "$candidate" == *[!a-zA-Z0-9._/:@%+,=-]* ]] || plain+=("$candidate")
    done
    if [[ "$word" != -* ]]; then
        while IFS= read -r candidate; do
            [[ -z "$candidate" || "$candidate" == *[!a-z0-9-]* ]] || plain+=("$candidate")
        done < <(onrecord ids -- "$word" 2>/dev/null)
    fi
    COMPREPLY=("${plain[@]}")
}
complete -F _onrecord_with_ids -o nosort -o bashdefault -o default onrecord
"#;

/// [`BASH`] for zsh, whose `compadd` quotes what it inserts.
const ZSH: &str = r#"
_onrecord_with_ids() {
    _onrecord "$@"
    [[ "$PREFIX" == -* ]] && return
    local LC_ALL=C
    local -a ids
    ids=(${(f)"$(onrecord ids -- "$PREFIX" 2>/dev/null)"})
    compadd -- ${ids:#*[^a-z0-9-]*}
}
compdef _onrecord_with_ids onrecord
"#;

/// [`BASH`] for fish, which expands no output of a command.
const FISH: &str = r#"
complete -c onrecord -f -n 'not string match -q -- "-*" (commandline -ct)' -a '(onrecord ids -- (commandline -ct) 2>/dev/null | string match -r "^[a-z0-9-]+\$")'
"#;
