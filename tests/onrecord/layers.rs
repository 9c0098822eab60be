//! The layers: what a folder of src/ may use, read from the sources themselves.
//!
//! Paths are looked for everywhere, not in `use` lines only, so that a path written out in full does not slip by.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the bottom up. Each may use those before it. `link` takes what the extractor found to parties
/// and claims that come as plain data.
const LAYERS: [&str; 12] = [
    "domain", "files", "journal", "shared", "ledger", "link", "exchange", "desk", "answer",
    "render", "web", "command",
];

/// The argument grammar is of the commands' own layer.
const OF_COMMAND: [&str; 1] = ["cli"];

/// Files longer than this are scrolled rather than read.
const LONGEST_FILE: usize = 600;

/// A source file: its layer, and its lines without comments.
struct Source {
    path: PathBuf,
    layer: String,
    lines: Vec<(usize, String)>,
}

/// Every source file that is of a layer; the crate's root and the thin binary are above them all.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let of_layer = files(&root).into_iter().filter_map(|path| {
        let inside = path.strip_prefix(&root).expect("a path in src");
        let first = inside.components().next().expect("a first part");
        let layer = Path::new(first.as_os_str()).file_stem().expect("a name");
        let layer = layer.to_string_lossy().into_owned();
        if ["lib", "main"].contains(&layer.as_str()) {
            return None;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        let lines = code(&text);
        Some(Source { path, layer, lines })
    });
    of_layer.collect()
}

/// Every Rust file under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of a file with their numbers, comments left out.
fn code(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate();
    lines
        .map(|(at, line)| (at + 1, line.split("//").next().unwrap_or(line).to_owned()))
        .filter(|(_, line)| !line.trim().is_empty())
        .collect()
}

/// How high a layer lies.
fn height(layer: &str) -> Option<usize> {
    let layer = if OF_COMMAND.contains(&layer) {
        "command"
    } else {
        layer
    };
    LAYERS.iter().position(|&known| known == layer)
}

/// The modules of the crate's root that a line names: `crate::ledger::…`, and each in `crate::{desk, ledger}`.
fn named(line: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars()
            .take_while(|&character| character.is_ascii_alphanumeric() || character == '_')
            .collect()
    };
    let mut found = Vec::new();
    for (at, _) in line
        .match_indices("crate::")
        .filter(|(at, _)| !line[..*at].ends_with('$'))
    {
        let behind = &line[at + "crate::".len()..];
        match behind.strip_prefix('{') {
            None => found.push(word(behind)),
            Some(group) => found.extend(outermost(group).iter().map(|part| word(part.trim()))),
        }
    }
    found
}

/// The parts of a group of imports, what is nested in them left out: `a::{b, c}, d}` gives a and d.
fn outermost(group: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_usize);
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth = match character {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                if let Some(part) = parts.last_mut() {
                    part.push(character);
                }
            }
        }
    }
    parts
}

/// The lines of the layers that `concerns` picks in which one of `words` stands, each as FILE:LINE.
fn uses(concerns: impl Fn(&str) -> bool, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| concerns(&source.layer)) {
        for (at, line) in &source.lines {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{at}: {}", source.path.display(), line.trim()));
            }
        }
    }
    found
}

/// A layer that this file does not know would be held to nothing.
#[test]
fn every_folder_is_a_layer() {
    let found: BTreeSet<String> = sources().into_iter().map(|source| source.layer).collect();
    let unknown: Vec<&String> = found
        .iter()
        .filter(|layer| height(layer).is_none())
        .collect();
    assert!(unknown.is_empty(), "no layer has the name {unknown:?}");
    for layer in LAYERS {
        assert!(found.contains(layer), "{layer} has no source");
    }
}

/// No layer imports from one above it.
#[test]
fn no_layer_imports_upward() {
    let (mut upward, mut imports) = (Vec::new(), 0);
    for source in sources() {
        let own = height(&source.layer).expect("a layer");
        // Groups of imports may run over lines, so the file is read as one; the line is told by what stands there.
        let text: String = source
            .lines
            .iter()
            .map(|(_, line)| format!("{line} "))
            .collect();
        for module in named(&text) {
            let Some(other) = height(&module) else {
                upward.push(format!(
                    "{}: crate::{module} is of no layer",
                    source.path.display()
                ));
                continue;
            };
            imports += 1;
            if other > own {
                upward.push(format!(
                    "{}: uses crate::{module}, which lies above",
                    source.path.display()
                ));
            }
        }
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
    assert!(
        imports > 100,
        "only {imports} imports were seen: is this still how they are written?"
    );
}

/// The longest chain of `super::` in a line.
fn ups(line: &str) -> usize {
    let starts = line.match_indices("super::").map(|(at, _)| &line[at..]);
    let chains = starts.map(|mut rest| {
        let mut count = 0;
        while let Some(behind) = rest.strip_prefix("super::") {
            (count, rest) = (count + 1, behind);
        }
        count
    });
    chains.max().unwrap_or(0)
}

/// `super` stays within a folder: from a folder's own file it would lead out of the layer unseen.
#[test]
fn no_layer_is_left_by_super() {
    let mut leaving = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for source in sources() {
        let inside = source.path.strip_prefix(&root).expect("a path in src");
        let folders = inside.components().count() - 1;
        let is_folder_itself = inside.file_name().is_some_and(|name| name == "mod.rs");
        // Modules in a file, such as its tests, are one deeper.
        let depth = folders + usize::from(!is_folder_itself);
        let mut tests = false;
        for (at, line) in &source.lines {
            tests = tests || line.trim() == "mod tests {";
            if ups(line) >= depth + usize::from(tests) {
                leaving.push(format!("{}:{at}: {}", source.path.display(), line.trim()));
            }
        }
    }
    assert!(leaving.is_empty(), "{}", leaving.join("\n"));
}

/// What pure code does without: SQL, files, terminal, clock, environment, randomness.
const IMPURE: [&str; 17] = [
    "rusqlite",
    "clap",
    "rayon",
    "std::fs",
    "std::io",
    "std::env",
    "std::process",
    "std::net",
    "std::time",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "getrandom",
    "println!",
    "eprintln!",
    "dbg!",
];

#[test]
fn the_domain_is_pure() {
    let found = uses(|layer| layer == "domain", &IMPURE);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The extractor knows texts and nothing of ledgers: it depends on serde alone.
#[test]
fn the_extractor_is_pure_and_depends_on_no_ledger() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/extract");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    let mut dependencies = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty());
    assert!(
        dependencies.all(|line| line.starts_with("serde ")),
        "{manifest}"
    );
    let sources = files(&root.join("src"));
    assert!(
        sources.len() > 20,
        "only {} files were found",
        sources.len()
    );
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source file");
        for (at, line) in code(&text) {
            assert!(
                !IMPURE.iter().any(|word| line.contains(word)),
                "{}:{at}: {}",
                path.display(),
                line.trim()
            );
        }
    }
}

/// The linker knows texts and the domain's words, and nothing of ledgers.
#[test]
fn texts_are_linked_without_a_ledger() {
    for source in sources().iter().filter(|source| source.layer == "link") {
        for (at, line) in &source.lines {
            for module in named(line) {
                assert!(
                    ["domain", "link"].contains(&module.as_str()),
                    "{}:{at}: uses crate::{module}",
                    source.path.display()
                );
            }
        }
    }
}

/// The rooms of the ledger, and those whose modules each may name. What reads cannot name what writes.
const ROOMS: [(&str, &[&str]); 6] = [
    ("file", &["file"]),
    ("read", &["file", "read"]),
    ("docket", &["docket", "read"]),
    ("write", &["docket", "file", "read", "write"]),
    ("bulk", &["bulk", "docket", "file", "read", "write"]),
    (
        "shared",
        &["bulk", "docket", "file", "read", "shared", "write"],
    ),
];

#[test]
fn the_ledger_keeps_to_its_rooms() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for source in sources() {
        let room = ROOMS.iter().find(|(room, _)| {
            source
                .path
                .to_string_lossy()
                .contains(&format!("/ledger/{room}/"))
        });
        let Some((_, allowed)) = room else { continue };
        for (at, line) in &source.lines {
            for (room, _) in ROOMS
                .iter()
                .filter(|(room, _)| line.contains(&format!("ledger::{room}::")))
            {
                seen += 1;
                if !allowed.contains(room) {
                    wrong.push(format!("{}:{at}: {}", source.path.display(), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 40, "only {seen} uses of rooms were seen");
}

/// All SQL is in the ledger and in the shared journal, and SQLite in the ledger alone.
#[test]
fn only_ledger_and_shared_journal_speak_sql() {
    let found = uses(
        |layer| !["ledger", "shared"].contains(&layer),
        &["SELECT ", "PRAGMA ", "INSERT INTO"],
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
    let found = uses(|layer| layer != "ledger", &["rusqlite"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(!uses(|layer| layer == "ledger", &["rusqlite"]).is_empty());
}

/// The network is the server's and the shared journal's alone: nothing else names a socket or its crates.
#[test]
fn only_web_and_shared_journal_go_online() {
    let words = [
        "std::net::Tcp",
        "std::net::Udp",
        "TcpListener",
        "TcpStream",
        "UdpSocket",
        "tokio",
        "hyper",
        "UnixStream",
    ];
    let found = uses(|layer| !["shared", "web"].contains(&layer), &words);
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(!uses(|layer| layer == "web", &["TcpListener"]).is_empty());
    assert!(!uses(|layer| layer == "shared", &["tokio_postgres"]).is_empty());
}

/// The shared journal knows journals, and nothing of what is posted from them.
#[test]
fn a_journal_is_shared_without_a_ledger() {
    for source in sources().iter().filter(|source| source.layer == "shared") {
        for (at, line) in &source.lines {
            for module in named(line) {
                assert!(
                    ["domain", "files", "journal", "shared"].contains(&module.as_str()),
                    "{}:{at}: uses crate::{module}",
                    source.path.display()
                );
            }
        }
    }
}

/// The clock, the environment and the terminal are looked at by the commands alone.
#[test]
fn only_commands_look_at_the_world() {
    let world = [
        "std::env",
        "env::var",
        "stdout()",
        "stderr()",
        "stdin()",
        "println!",
        "print!",
        "eprintln!",
        "Utc::now",
        "Local::now",
        "SystemTime",
        "Instant::now",
        "IsTerminal",
        "terminal_size",
        "process::exit",
    ];
    let found = uses(|layer| height(layer) < height("command"), &world);
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(!uses(|layer| layer == "command", &["Utc::now"]).is_empty());
}

/// Rendering looks nothing up: it opens no file and reads no ledger.
#[test]
fn rendering_looks_nothing_up() {
    let found = uses(
        |layer| layer == "render",
        &["std::fs", "Reader", "View<", "View::", "Ledger::"],
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The library is the project's; its binary only starts it.
#[test]
fn the_binary_is_thin() {
    let main = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs");
    let lines = code(&fs::read_to_string(main).expect("src/main.rs"));
    assert!(
        lines.len() <= 10,
        "src/main.rs has {} lines of code",
        lines.len()
    );
}

/// No file has to be scrolled for minutes, tests and migrations included.
#[test]
fn no_file_is_too_long() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = files(&root.join("src"));
    all.extend(files(&root.join("tests")));
    all.extend(files(&root.join("crates")));
    assert!(all.len() > 50, "only {} files were found", all.len());
    let long = all.iter().filter_map(|path| {
        let lines = fs::read_to_string(path)
            .expect("a source file")
            .lines()
            .count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", path.display()))
    });
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The reading of paths itself: groups, nested ones, and paths in full.
#[test]
fn imports_are_read_as_they_are_written() {
    assert_eq!(named("use crate::ledger::{Kind, Reader};"), ["ledger"]);
    assert_eq!(
        named("use crate::{desk::{self, Desk}, answer};"),
        ["desk", "answer"]
    );
    assert_eq!(
        named("let name = crate::domain::text::folded(name);"),
        ["domain"]
    );
    assert!(named("use std::fmt;").is_empty());
    assert_eq!(ups("use super::super::{self, a}; use super::b;"), 2);
    let code = code("let a = 1; // crate::render\n\n/// crate::desk\nlet b = 2;\n");
    assert_eq!(
        code,
        [(1, "let a = 1; ".to_owned()), (4, "let b = 2;".to_owned())]
    );
}
