//! Trouble on this machine: a full disk, a clock that jumps, addresses that lead to it.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::watching::{finds, follow, following, quote, watch};
use super::{desk, rss};
use crate::common::site::{Answer, Site};
use crate::common::{Run, TestDesk};

/// Looks once at what is due while system calls fail because the disk is full: those on one file, or all of these kinds.
fn watch_on_a_full_disk(desk: &TestDesk, file: Option<&str>, calls: &str) -> Run {
    let fault = format!("inject={calls}:error=ENOSPC");
    let file = file.map(|file| desk.path(file).display().to_string());
    let mut under = vec!["strace", "-f", "-qq", "-o", "trace.txt"];
    under.extend(file.iter().flat_map(|file| ["-P", file]));
    let trace = format!("trace={calls}");
    under.extend(["-e", &trace, "-e", &fault]);
    let line = "watch --once --allow-local --pause 0 --format jsonl";
    let output = desk.command(&under, line).output().expect("strace runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Run {
        typed: line.to_owned(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        code: output.status.code().expect("it ends"),
    }
}

/// The files of the archive, without the one that is locked.
fn archived(desk: &TestDesk) -> usize {
    let files = fs::read_dir(desk.path("onrecord.db.archive")).expect("the archive");
    let names = files.map(|file| file.expect("a file").file_name());
    names.filter(|name| name != "watched").count()
}

#[test]
fn a_full_disk_is_said_and_everything_is_fetched_later() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("passed over: there is no strace");
        return;
    }
    // Where the ledger is, and where only the archive's file cannot be put into its folder.
    for (file, calls) in [
        (Some("onrecord.db-wal"), "pwrite64"),
        (None, "link,linkat,rename,renameat,renameat2"),
    ] {
        let (site, mut desk) = following();
        let before = desk.journal();
        let run = watch_on_a_full_disk(&desk, file, calls);
        assert!(
            run.code == 1 && run.stdout.is_empty() && run.stderr.to_lowercase().contains("space"),
            "{calls}: {run}"
        );
        assert_eq!((desk.journal(), archived(&desk)), (before, 0), "{calls}");
        desk.ok("rebuild --check");
        desk.set_now("2025-08-20T16:30:00Z");
        let run = watch(&desk);
        assert_eq!(finds(&run).len(), 1, "{run}");
        assert_eq!(archived(&desk), 1);
        assert!(site.paths().contains(&"/ferry".to_owned()));
    }
}

#[test]
fn a_clock_that_jumps_ahead_and_back_stalls_nothing() {
    let (site, mut desk) = following();
    assert_eq!(finds(&watch(&desk)).len(), 1);
    quote(&desk);
    // By the clock of next year a server wants to be left alone for half an hour.
    desk.set_now("2026-08-20T16:00:00Z");
    let busy = Answer::new("429 Too Many", "text/plain", "").with("retry-after", "1800");
    site.put("/feed", busy);
    let run = watch(&desk);
    assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
    // Back in time, everything is looked at again at its usual time and edits are seen.
    site.put("/feed", rss("The Courier", &["/ferry"]));
    site.put(
        "/ferry",
        Answer::html(&super::ferry().replace("2 million", "4 million")),
    );
    site.paths();
    desk.set_now("2025-08-20T17:30:00Z");
    let run = watch(&desk);
    let found = finds(&run);
    assert!(run.code == 0 && found.len() == 1, "{run}");
    assert_eq!(found[0]["edits"][0]["edit"], "changed");
    assert_eq!(site.paths(), ["/feed", "/robots.txt", "/ferry"]);
    assert_eq!(desk.list("feed list")[0]["due"], "2025-08-20T18:00:00Z");
    desk.ok("rebuild --check");
    desk.ok("check");
}

#[test]
fn a_feed_on_this_machine_is_refused_until_it_is_allowed() {
    let site = Site::new();
    site.put("/feed", rss("The Courier", &[]));
    let desk = desk();
    let local = site.url("/feed");
    let by_name = local.replace("127.0.0.1", "localhost");
    for (address, reason) in [
        (local.as_str(), "--allow-local"),
        (by_name.as_str(), "--allow-local"),
        ("http://[::1]:9/feed", "--allow-local"),
        ("http://169.254.1.1/feed", "--allow-local"),
        ("file:///etc/hosts", "only http and https"),
        ("/etc/hosts", "https://"),
    ] {
        let run = desk.run(format!("feed add {address}"));
        assert!(
            run.code == 1 && run.stderr.contains(reason) && run.stderr.contains(host(address)),
            "{run}"
        );
    }
    assert!(site.paths().is_empty());
    assert_eq!(desk.list("feed list"), Vec::<Value>::new());
    follow(&desk, &site, "/feed");
    let edited = desk.run("feed edit 1 --url file:///etc/hosts");
    assert!(edited.stderr.contains("only http and https"), "{edited}");
    assert_eq!(desk.list("feed list")[0]["url"], json!(local));
}

/// What names an address in a refusal.
fn host(address: &str) -> &str {
    let rest = address.split("://").nth(1).unwrap_or(address);
    match rest.split(['/', ']']).next() {
        Some(host) if !host.is_empty() => host
            .split(":9")
            .next()
            .unwrap_or(host)
            .trim_start_matches('['),
        _ => rest,
    }
}
