//! Reads what strace recorded: the system calls that can change files, in the order in which they ended. Only closing
//! counts from its beginning, because another thread may be given the descriptor before the close is printed as ended.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::TestDesk;

/// The recorded system calls. Reading cannot change a file, but it moves the offset at which `write` goes on.
const CALLS: &str = "trace=openat,open,creat,close,read,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,\
    fallocate,copy_file_range,sendfile,fsync,fdatasync,sync,syncfs,sync_file_range,rename,renameat,renameat2,unlink,\
    unlinkat,rmdir,link,linkat,symlink,symlinkat,mkdir,mkdirat,dup,dup2,dup3,fcntl,mmap,chdir,fork,vfork,clone,clone3,\
    io_uring_setup,exit_group";

/// A file descriptor.
pub(super) type Descriptor = i32;

/// A path as the program gave it: relative to a folder that it had open, to its working folder, or absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) folder: Option<Descriptor>,
    pub(super) path: PathBuf,
}

/// A system call that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    Open {
        at: Place,
        file: Descriptor,
        create: bool,
        truncate: bool,
    },
    Close(Descriptor),
    Duplicate {
        file: Descriptor,
        other: Descriptor,
    },
    /// Reads this many bytes at the file's own offset.
    Read(Descriptor, usize),
    /// Moves the file's own offset.
    Seek(Descriptor, usize),
    /// Writes at `at`, or at the file's own offset.
    Write {
        file: Descriptor,
        at: Option<usize>,
        bytes: Vec<u8>,
    },
    Truncate(Descriptor, usize),
    Sync(Descriptor),
    Rename(Place, Place),
    Link(Place, Place),
    Remove(Place),
    MakeFolder(Place),
    /// Maps a file so that the program can write to it unseen.
    Map(Descriptor),
    Exit(i32),
}

/// Runs a command in the folder of `desk` and returns its system calls, or `None` if strace is missing or may not trace.
pub(super) fn record(desk: &TestDesk, line: &str) -> Option<Vec<Call>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("trace");
    let name = file.to_string_lossy().into_owned();
    let under = [
        "strace",
        "-f",
        "-xx",
        "-s",
        "100000000",
        "-o",
        &name,
        "-e",
        CALLS,
    ];
    let output = desk.command(&under, line).output().ok()?;
    let trace = fs::read_to_string(&file).ok()?;
    if !trace.contains("exit_group") {
        return None;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {said}");
    Some(parse(&trace))
}

/// The calls of a trace that succeeded.
fn parse(trace: &str) -> Vec<Call> {
    // What a thread's call looked like when another thread's was printed before it ended.
    let mut begun: HashMap<&str, &str> = HashMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let (thread, line) = line
            .split_once(' ')
            .unwrap_or_else(|| panic!("no thread: {line}"));
        let line = line.trim_start();
        if let Some(first) = line.strip_suffix(" <unfinished ...>") {
            if let Some(file) = first.strip_prefix("close(") {
                calls.push(Call::Close(number(file.trim_end_matches(')'))));
            } else {
                begun.insert(thread, first);
            }
            continue;
        }
        if line.starts_with("<... close resumed>") {
            continue;
        }
        let resumed = line
            .strip_prefix("<... ")
            .and_then(|line| line.split_once(" resumed>"));
        let whole = match resumed {
            Some((_, rest)) => format!("{}{rest}", begun.remove(thread).expect("a call was begun")),
            None => line.to_owned(),
        };
        calls.extend(call(&whole));
    }
    calls
}

/// The call of one line, if it succeeded and matters.
fn call(line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    if name == "exit_group" {
        let (code, _) = rest.split_once(')').expect("an exit code");
        return Some(Call::Exit(code.parse().expect("a number")));
    }
    let (arguments, result) = rest
        .rsplit_once(") ")
        .unwrap_or_else(|| panic!("no result: {name}"));
    let result = result
        .trim_start()
        .strip_prefix("= ")
        .unwrap_or_else(|| panic!("no result: {name}"));
    if result.starts_with('-') {
        return None;
    }
    let result = result.split(' ').next().unwrap_or_default();
    let arguments: Vec<&str> = arguments.split(", ").collect();
    Some(match name {
        "openat" => opened(
            place(arguments[0], arguments[1]),
            arguments[2],
            number(result),
        ),
        "open" => opened(
            place("AT_FDCWD", arguments[0]),
            arguments[1],
            number(result),
        ),
        "close" => Call::Close(number(arguments[0])),
        "dup" | "dup2" | "dup3" => duplicate(arguments[0], result),
        "fcntl" if arguments[1].starts_with("F_DUPFD") => duplicate(arguments[0], result),
        "read" => Call::Read(number(arguments[0]), number(result)),
        "lseek" => Call::Seek(number(arguments[0]), number(result)),
        "write" => written(arguments[0], arguments[1], None, result),
        "pwrite64" => written(
            arguments[0],
            arguments[1],
            Some(number(arguments[3])),
            result,
        ),
        "ftruncate" => Call::Truncate(number(arguments[0]), number(arguments[1])),
        "fsync" | "fdatasync" => Call::Sync(number(arguments[0])),
        "rename" => Call::Rename(
            place("AT_FDCWD", arguments[0]),
            place("AT_FDCWD", arguments[1]),
        ),
        "renameat" | "renameat2" => Call::Rename(
            place(arguments[0], arguments[1]),
            place(arguments[2], arguments[3]),
        ),
        "link" => Call::Link(
            place("AT_FDCWD", arguments[0]),
            place("AT_FDCWD", arguments[1]),
        ),
        "linkat" => Call::Link(
            place(arguments[0], arguments[1]),
            place(arguments[2], arguments[3]),
        ),
        "unlink" | "rmdir" => Call::Remove(place("AT_FDCWD", arguments[0])),
        "unlinkat" => Call::Remove(place(arguments[0], arguments[1])),
        "mkdir" => Call::MakeFolder(place("AT_FDCWD", arguments[0])),
        "mkdirat" => Call::MakeFolder(place(arguments[0], arguments[1])),
        "mmap" if arguments[2].contains("PROT_WRITE") && arguments[3].contains("MAP_SHARED") => {
            Call::Map(number(arguments[4]))
        }
        // A thread shares the program's files; what another process did would be attributed wrongly.
        "clone" | "clone3" if line.contains("CLONE_FILES") => return None,
        "fcntl" | "mmap" => return None,
        unknown => panic!("the simulation does not know {unknown}"),
    })
}

fn opened(at: Place, flags: &str, file: Descriptor) -> Call {
    assert!(
        !flags.contains("O_APPEND"),
        "the simulation does not know O_APPEND"
    );
    Call::Open {
        at,
        file,
        create: flags.contains("O_CREAT"),
        truncate: flags.contains("O_TRUNC"),
    }
}

fn duplicate(file: &str, other: &str) -> Call {
    Call::Duplicate {
        file: number(file),
        other: number(other),
    }
}

/// What was written, which may be less than what was to be.
fn written(file: &str, bytes: &str, at: Option<usize>, result: &str) -> Call {
    let mut bytes = bytes_of(bytes);
    bytes.truncate(number(result));
    Call::Write {
        file: number(file),
        at,
        bytes,
    }
}

fn place(folder: &str, path: &str) -> Place {
    let path = String::from_utf8(bytes_of(path)).expect("a path in UTF-8");
    Place {
        folder: (folder != "AT_FDCWD").then(|| number(folder)),
        path: Path::new(&path).to_owned(),
    }
}

/// The bytes of a string that strace printed with `-xx`.
fn bytes_of(printed: &str) -> Vec<u8> {
    let inner = printed
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let inner = inner.unwrap_or_else(|| panic!("the trace is cut: {printed}"));
    let bytes = inner.split("\\x").skip(1);
    bytes
        .map(|hex| u8::from_str_radix(hex, 16).expect("two digits"))
        .collect()
}

fn number<N: std::str::FromStr>(printed: &str) -> N {
    printed
        .parse()
        .unwrap_or_else(|_| panic!("no number: {printed}"))
}

#[test]
fn a_trace_is_read() {
    let trace = r#"7 openat(AT_FDCWD, "\x61", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3
7 openat(AT_FDCWD, "\x62", O_RDONLY) = -1 ENOENT (No such file or directory)
7 pwrite64(3, "\x00\x2c\x20", 3, 4096)  = 2
7 fcntl(3, F_SETLK, {l_type=F_RDLCK, l_whence=SEEK_SET, l_start=123, l_len=1}) = 0
7 fcntl(3, F_DUPFD_CLOEXEC, 3) = 5
7 mmap(NULL, 8, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f00
7 mmap(NULL, 8, PROT_READ|PROT_WRITE, MAP_SHARED, 3, 0) = 0x7f00
7 renameat2(AT_FDCWD, "\x61", AT_FDCWD, "\x62", RENAME_NOREPLACE) = 0
7 unlinkat(4, "\x63", 0) = 0
7 exit_group(0)                     = ?
7 +++ exited with 0 +++
"#;
    let at = |folder, path: &str| Place {
        folder,
        path: path.into(),
    };
    let calls = vec![
        Call::Open {
            at: at(None, "a"),
            file: 3,
            create: true,
            truncate: false,
        },
        Call::Write {
            file: 3,
            at: Some(4096),
            bytes: vec![0, b','],
        },
        Call::Duplicate { file: 3, other: 5 },
        Call::Map(3),
        Call::Rename(at(None, "a"), at(None, "b")),
        Call::Remove(at(Some(4), "c")),
        Call::Exit(0),
    ];
    assert_eq!(parse(trace), calls);
}

/// A call counts from when it ended, so a sync is not taken to cover what was written meanwhile.
#[test]
fn interleaved_calls_are_joined() {
    let trace = r#"7 fsync(3 <unfinished ...>
9 read(5,  <unfinished ...>
8 write(4, "\x61", 1 <unfinished ...>
7 <... fsync resumed>)              = 0
8 <... write resumed>)              = 1
9 <... read resumed>"\x61", 4096)    = 1
"#;
    let write = Call::Write {
        file: 4,
        at: None,
        bytes: vec![b'a'],
    };
    assert_eq!(parse(trace), [Call::Sync(3), write, Call::Read(5, 1)]);
}

/// What one thread closes, another may open before the close is printed as ended.
#[test]
fn a_descriptor_that_is_given_out_again_stays_open() {
    let trace = r#"7 close(5 <unfinished ...>
8 openat(AT_FDCWD, "\x61", O_RDONLY) = 5
7 <... close resumed>)              = 0
"#;
    let calls = parse(trace);
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0], Call::Close(5));
    assert!(matches!(calls[1], Call::Open { file: 5, .. }));
}

#[test]
#[should_panic(expected = "the simulation does not know fallocate")]
fn unknown_calls_are_not_passed_over() {
    parse("7 fallocate(3, 0, 0, 4096) = 0\n");
}
