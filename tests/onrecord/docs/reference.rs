//! docs/cli.md, generated from the program's own help.

use std::fmt::Write;

use clap::{Arg, ArgAction, Command, CommandFactory};
use onrecord::command::cli::Cli;

const PAGE: &str = "docs/cli.md";

#[test]
fn the_reference_matches_the_help() {
    let generated = reference();
    if super::updating() {
        std::fs::write(super::path(PAGE), generated).expect("written");
        return;
    }
    let written = super::text(PAGE);
    let first = written
        .lines()
        .zip(generated.lines())
        .position(|(a, b)| a != b);
    assert!(
        written == generated,
        "{PAGE} is not what the program says of itself (first at line {:?}); \
         ONRECORD_UPDATE=1 cargo test docs:: rewrites it",
        first.map(|at| at + 1)
    );
}

#[test]
fn everything_has_help() {
    let mut without = Vec::new();
    lacking(&program(), "", &mut without);
    assert!(without.is_empty(), "without help: {without:#?}");
}

fn program() -> Command {
    let mut program = Cli::command();
    program.build();
    program
}

fn lacking(command: &Command, above: &str, found: &mut Vec<String>) {
    let name = format!("{above}{}", command.get_name());
    if command.get_about().is_none() {
        found.push(name.clone());
    }
    for arg in command
        .get_arguments()
        .filter(|arg| arg.get_help().is_none())
    {
        found.push(format!("{name} {}", arg.get_id()));
    }
    for command in subcommands(command) {
        lacking(command, &format!("{name} "), found);
    }
}

fn subcommands(command: &Command) -> impl Iterator<Item = &Command> {
    let own = |command: &&Command| command.get_name() != "help" && !command.is_hide_set();
    command.get_subcommands().filter(own)
}

fn reference() -> String {
    let program = program();
    let mut page = String::from(
        "# The command line\n\n\
         This page is generated from the program's own help by a test; change the help, not the page.\n\n",
    );
    page.push_str("    onrecord [OPTIONS] COMMAND\n\n");
    page.push_str("| command | what it does |\n| --- | --- |\n");
    index(&mut page, &program, "");
    page.push_str("\n## Options of every command\n\n");
    options(&mut page, &program, true);
    for command in subcommands(&program) {
        section(&mut page, command, "onrecord", 2);
    }
    page
}

/// The commands that do something, each with the first sentence of its help.
fn index(page: &mut String, command: &Command, above: &str) {
    for command in subcommands(command) {
        let name = format!("{above}{}", command.get_name());
        if subcommands(command).next().is_some() {
            index(page, command, &format!("{name} "));
        } else {
            let anchor = format!("onrecord {name}").replace(' ', "-");
            let about = styled(command.get_about());
            let _ = writeln!(page, "| [`{name}`](#{anchor}) | {} |", cell(&about));
        }
    }
}

fn section(page: &mut String, command: &Command, above: &str, level: usize) {
    let name = format!("{above} {}", command.get_name());
    let _ = writeln!(page, "\n{} {name}\n", "#".repeat(level));
    let help = command.get_long_about().or(command.get_about());
    let _ = writeln!(page, "{}", sentence(&styled(help)));
    if subcommands(command).next().is_none() {
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        let _ = writeln!(page, "\n    {usage}\n");
        options(page, command, false);
    }
    for command in subcommands(command) {
        section(page, command, &name, level + 1);
    }
}

/// A table of arguments and options: the global ones, or the command's own.
fn options(page: &mut String, command: &Command, global: bool) {
    let shown = command.get_arguments().filter(|arg| {
        let of_clap = matches!(
            arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        );
        arg.is_global_set() == global && !of_clap && !arg.is_hide_set()
    });
    let shown: Vec<&Arg> = shown.collect();
    if shown.is_empty() {
        let _ = writeln!(page, "It has no arguments of its own.");
        return;
    }
    page.push_str("| argument | meaning |\n| --- | --- |\n");
    for arg in shown {
        let _ = writeln!(page, "| {} | {} |", name(arg), meaning(arg));
    }
}

fn name(arg: &Arg) -> String {
    let values = arg.get_value_names().unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let values: Vec<&str> = values
        .iter()
        .filter(|_| takes)
        .map(|name| name.as_str())
        .collect();
    match arg.get_long() {
        None => format!("`{}`", values.join(" ")),
        Some(long) if values.is_empty() => format!("`--{long}`"),
        Some(long) => format!("`--{long} {}`", values.join(" ")),
    }
}

fn meaning(arg: &Arg) -> String {
    let mut parts = vec![sentence(&styled(arg.get_long_help().or(arg.get_help())))];
    let values = arg.get_possible_values();
    if arg.get_action().takes_values() && !values.is_empty() {
        let words: Vec<String> = values
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        parts.push(format!("One of {}.", words.join(", ")));
    }
    let defaults = arg.get_default_values();
    if !defaults.is_empty() && arg.get_action().takes_values() {
        let defaults = defaults.iter();
        let defaults: Vec<String> = defaults
            .map(|default| format!("`{}`", default.to_string_lossy()))
            .collect();
        parts.push(format!("Default: {}.", defaults.join(", ")));
    }
    if let Some(variable) = arg.get_env() {
        parts.push(format!("Also `{}`.", variable.to_string_lossy()));
    }
    if matches!(arg.get_action(), ArgAction::Append) {
        parts.push("May be given more than once.".to_owned());
    }
    if arg.is_required_set() && arg.get_long().is_some() {
        parts.push("Required.".to_owned());
    }
    cell(&parts.join(" "))
}

fn styled(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}
