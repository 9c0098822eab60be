//! The disk of a desk is full when the server has recorded its write already: nothing is lost, and the next contact brings it, once.

use std::fs;

use super::{add, assert_refused, assert_same, sharing, times};
use crate::common::desk::NOW;
use crate::common::postgres::{Servers, TestJournal};
use crate::common::{Run, TestDesk, setting};
use crate::reliability::faults::{can_inject, run_under};

/// Lines that are recorded on a full disk: MARK stands for a word that occurs nowhere else, ID for what is to be accepted or redacted.
const DEEDS: [&str; 4] = [
    "say trump denies bridge-hit --source minutes --said SAID --note MARK",
    "import one.jsonl",
    "accept ID --claim bridge-hit --note MARK",
    "redact ID --reason safety",
];

/// A desk that may redact, and another one.
struct Desks<'j> {
    journal: &'j TestJournal<'j>,
    kyiv: TestDesk,
    lviv: TestDesk,
    /// How many deeds there were.
    number: usize,
}

#[test]
fn a_full_disk_behind_the_servers_commit() {
    if !can_inject() {
        eprintln!("passed over: strace cannot inject faults here");
        return;
    }
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    add(&journal, "lviv", "redact");
    let mut lviv = TestDesk::new(NOW);
    lviv.set("ONRECORD_BY", "ivan");
    lviv.ok(format!("join {} --desk lviv", journal.url("lviv")));
    let mut desks = Desks {
        journal: &journal,
        kyiv,
        lviv,
        number: 0,
    };
    for deed in DEEDS {
        let (before, after) = desks.writes(deed);
        assert!(after > 0, "{deed}: nothing is written behind the server");
        let tried = setting("ONRECORD_FAULTS", 2).clamp(1, after);
        let mut full = 0;
        for one in 0..tried {
            full += usize::from(desks.fill(deed, before + 1 + one * after / tried));
        }
        println!("{deed}: the disk was full at {full} of {after} writes after the server's commit");
        assert!(full > 0, "{deed}: the disk was never full");
    }
}

impl Desks<'_> {
    /// Prepares a deed. Returns its mark and its line.
    fn prepared(&mut self, deed: &str) -> (String, String) {
        self.number += 1;
        let number = self.number;
        let mark = format!("zmark{number}z");
        let said = format!("2024-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28);
        let mut id = String::new();
        if deed.starts_with("accept") {
            self.lviv.write(
                "news.txt",
                format!("The bridge again\n\n{said}\n\nVolodymyr Zelenskyy denied on Tuesday that the bridge was hit.\n"),
            );
            self.lviv
                .ok(format!("ingest news.txt --publisher 'Courier {number}'"));
            id = text(&self.lviv.list("candidates")[0]["id"]);
        } else if deed.starts_with("redact") {
            self.lviv.ok(format!(
                "say trump denies bridge-hit --source minutes --said {said} --note {mark}"
            ));
            id = text(&self.lviv.list(format!("search {mark}"))[0]["id"]);
        }
        self.lviv.write(
            "one.jsonl",
            format!(
                r#"{{"record": "statement", "party": "trump", "stance": "denies", "claim": "bridge-hit", "source": "minutes", "said": "{said}", "note": "{mark}"}}"#
            ),
        );
        let line = deed
            .replace("MARK", &mark)
            .replace("SAID", &said)
            .replace("ID", &id);
        (mark, line)
    }

    /// How often a deed writes to the ledger's files before it sends something, and after that.
    fn writes(&mut self, deed: &str) -> (usize, usize) {
        let (_, line) = self.prepared(deed);
        let traced = "trace=pwrite64,rename,renameat,renameat2";
        let run = under(&self.lviv, traced, &line);
        assert_eq!(run.code, 0, "{run}");
        let calls = fs::read_to_string(self.lviv.path("calls.txt")).expect("the calls");
        let sent = calls
            .find("onrecord.db-sending")
            .expect("something is sent");
        let count = |calls: &str| calls.matches("pwrite64(").count();
        (count(&calls[..sent]), count(&calls[sent..]))
    }

    /// Does a deed on a disk that is full from some write on. Returns whether the deed met that.
    fn fill(&mut self, deed: &str, from: usize) -> bool {
        let (mark, line) = self.prepared(deed);
        let head = self.lviv.ok("head");
        let fault = format!("inject=pwrite64:error=ENOSPC:when={from}+");
        let run = under(&self.lviv, &fault, &line);
        if run.code == 0 {
            return false;
        }
        if deed.starts_with("redact") && run.stderr.contains("the redaction is recorded") {
            // It was full when the ledger had it, and the bytes were to be overwritten.
            self.lviv.noted("rebuild");
        } else {
            let words = ["the shared journal recorded it", "do not repeat it"];
            assert_refused(&run, 3, &words);
            // The full-text index has words of its own for it.
            let says_full =
                ["no space left", "disk is full"].map(|words| run.stderr.contains(words));
            assert!(says_full.contains(&true), "{run}");
            assert_eq!(self.lviv.ok("head"), head);
            // As long as it is full, nothing comes, and nothing is lost.
            let always = "inject=pwrite64:error=ENOSPC:when=1+";
            let run = under(&self.lviv, always, "follow --once");
            assert_refused(&run, 1, &["disk", "the ledger is unchanged"]);
        }
        for desk in [&self.lviv, &self.kyiv] {
            desk.ok("follow --once");
        }
        assert!(!self.lviv.path("onrecord.db-sending").exists());
        let is_redacted = deed.starts_with("redact");
        assert_eq!(times(self.journal, 0, &mark), usize::from(!is_redacted));
        let found = self.kyiv.list(format!("search {mark}")).len();
        assert_eq!(found, usize::from(!is_redacted), "{run}");
        assert!(self.lviv.list("candidates").is_empty(), "{run}");
        assert_same(&[&self.kyiv, &self.lviv]);
        true
    }
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Runs the program under strace.
fn under(desk: &TestDesk, option: &str, line: &str) -> Run {
    run_under(
        desk,
        &["strace", "-f", "-qq", "-o", "calls.txt", "-e", option],
        line,
    )
}
