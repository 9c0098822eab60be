//! Documents whose console examples are run.
//!
//! Each fenced `console` block has commands on lines that begin with `$ `, followed by what they print on standard
//! output. All blocks of a document share one new ledger and run in order. A line `…` stands for any number of lines.
//! A command may continue over lines that end in a backslash. A fenced block under `<!-- file: NAME -->` is a file in
//! the folder. With ONRECORD_UPDATE=1, blocks without `…` are rewritten.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Stands for lines left out.
const LEFT_OUT: &str = "…";
/// The clock of examples, unless the document sets another: `<!-- now: … -->`.
const NOW: &str = "2025-08-20T09:00:00Z";

struct Example {
    /// The line of the command, from 0.
    line: usize,
    /// The lines of the output shown below it.
    shown: std::ops::Range<usize>,
    command: String,
}

/// Runs a document's examples and compares their output, or rewrites it.
pub(super) fn check(document: &str) {
    let text = super::text(document);
    let lines: Vec<&str> = text.lines().collect();
    let folder = tempfile::tempdir().expect("a folder");
    let (mut wrong, mut rewritten, mut copied) = (Vec::new(), String::new(), 0);
    let examples = examples(&lines);
    assert!(!examples.is_empty(), "{document} has no example");
    place_files(folder.path(), &lines);
    for example in examples {
        let printed = run(
            folder.path(),
            &example.command,
            &now(&lines[..example.line]),
        );
        let shown = &lines[example.shown.clone()];
        let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
        let kept = fits(shown, &printed);
        let left_out = shown.contains(&LEFT_OUT);
        if !kept && (left_out || !super::updating()) {
            wrong.push(format!(
                "line {}: $ {}\n--- shown ---\n{}\n--- printed ---\n{}",
                example.line + 1,
                example.command,
                shown.join("\n"),
                printed.join("\n")
            ));
        }
        append(&mut rewritten, &lines[copied..example.shown.start]);
        append(
            &mut rewritten,
            if kept || left_out { shown } else { &printed },
        );
        copied = example.shown.end;
    }
    append(&mut rewritten, &lines[copied..]);
    if super::updating() && rewritten != text {
        fs::write(super::path(document), rewritten).expect("written");
    }
    assert!(wrong.is_empty(), "{document}, {}", wrong.join("\n\n"));
}

/// Writes the files of a document: each `<!-- file: NAME -->` with the fenced block under it.
fn place_files(folder: &Path, lines: &[&str]) {
    for (at, line) in lines.iter().enumerate() {
        let name = line.strip_prefix("<!-- file: ");
        let Some(name) = name.and_then(|rest| rest.strip_suffix(" -->")) else {
            continue;
        };
        let block = lines[at + 1..].iter().skip(1);
        let mut text = String::new();
        for line in block.take_while(|line| !line.starts_with("```")) {
            append(&mut text, &[line]);
        }
        fs::write(folder.join(name), text).expect("a file of the document");
    }
}

fn append(text: &mut String, lines: &[&str]) {
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

fn examples(lines: &[&str]) -> Vec<Example> {
    let mut found: Vec<Example> = Vec::new();
    let (mut inside, mut continued) = (false, false);
    for (number, line) in lines.iter().enumerate() {
        if line.starts_with("```") {
            inside = *line == "```console";
            continued = false;
        } else if inside && (continued || line.starts_with("$ ")) {
            let part = line.trim_start_matches("$ ").trim();
            let (part, more) = match part.strip_suffix('\\') {
                Some(part) => (part.trim_end(), true),
                None => (part, false),
            };
            match found.last_mut().filter(|_| continued) {
                Some(example) => {
                    example.command.push(' ');
                    example.command.push_str(part);
                    example.shown = number + 1..number + 1;
                }
                None => found.push(Example {
                    line: number,
                    shown: number + 1..number + 1,
                    command: part.to_owned(),
                }),
            }
            continued = more;
        } else if inside && let Some(example) = found.last_mut() {
            example.shown.end = number + 1;
        }
    }
    // An empty line before the next command or the end of the block belongs to the document.
    for example in &mut found {
        while !example.shown.is_empty() && lines[example.shown.end - 1].is_empty() {
            example.shown.end -= 1;
        }
    }
    found
}

/// The clock that the document set last: `<!-- now: 2025-08-21T08:00:00Z -->`.
fn now(before: &[&str]) -> String {
    let set = before.iter().rev().find_map(|line| {
        let set = line.strip_prefix("<!-- now: ")?;
        set.strip_suffix(" -->")
    });
    set.unwrap_or(NOW).to_owned()
}

/// Runs a command on a screen of 80 columns and returns what it prints.
fn run(folder: &Path, command: &str, now: &str) -> String {
    let words = shlex::split(command).expect("a command line");
    let Some(("onrecord", arguments)) = words
        .split_first()
        .map(|(program, arguments)| (program.as_str(), arguments))
    else {
        panic!("{command}: only onrecord is run");
    };
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("ONRECORD_NOW", now)
        .env("ONRECORD_BY", "desk")
        .env("COLUMNS", "80")
        .output()
        .expect("onrecord runs");
    // A refusal is shown as a person sees it: standard output, which is empty, then the reason.
    let shown = [output.stdout, output.stderr].concat();
    let shown = String::from_utf8(shown).expect("UTF-8");
    shown.trim_end().to_owned()
}

/// Whether the printed lines match those shown, which may leave some out.
fn fits(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&LEFT_OUT, rest)) => (0..=printed.len()).any(|skip| fits(rest, &printed[skip..])),
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, behind)| line == first && fits(rest, behind)),
    }
}

#[test]
fn lines_left_out_match_anything() {
    assert!(fits(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(fits(&["a", "…"], &["a"]));
    assert!(!fits(&["a", "…", "d"], &["a", "b"]));
    assert!(!fits(&["a"], &["a", "b"]));
}
