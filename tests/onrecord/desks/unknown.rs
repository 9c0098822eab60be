//! Writes of which the answer is lost: at the next contact they are on record once, and the desk's own list of candidates shows
//! what they did to it.

use serde_json::json;

use super::{assert_refused, assert_same, held, joined_through, sharing, times};
use crate::common::TestDesk;
use crate::common::between::{Between, LOST, PASSED, UNANSWERED};
use crate::common::postgres::{Servers, TestJournal};
#[cfg(feature = "news")]
use crate::common::site::{Answer, Site};

/// An article with a mark in it.
pub(super) fn article(mark: &str) -> String {
    format!(
        "The bridge, {mark}\n\n19 August 2024\n\nVolodymyr Zelenskyy denied on Tuesday that the bridge was hit.\n"
    )
}

/// Runs a command whose entries, which contain `mark`, are lost on the way or not answered.
fn unanswered(between: &Between, desk: &TestDesk, fate: u8, mark: &str, line: &str, input: &str) {
    between.set_from(mark, fate);
    let run = desk.feed(line, input.as_bytes());
    between.set(PASSED);
    assert_refused(&run, 5, &["it is not known whether", "do not repeat it"]);
}

/// The states of a desk's candidates of a source.
fn candidates(desk: &TestDesk) -> Vec<String> {
    let all = desk.list("candidates --all");
    let state = |one: &serde_json::Value| one["state"].as_str().expect("a state").to_owned();
    all.iter().map(state).collect()
}

#[test]
fn articles_and_candidates_are_on_the_list_afterwards() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let between = Between::default();
    let lviv = joined_through(&between, &journal, "lviv");
    for (number, fate) in [UNANSWERED, LOST].into_iter().enumerate() {
        let mark = format!("zmark{number}z");
        let (file, input, text) = match number {
            0 => ("news.txt", String::new(), article(&mark)),
            _ => ("-", article(&mark), String::new()),
        };
        lviv.write("news.txt", text);
        let ingest = format!("ingest {file} --publisher 'Courier {number}'");
        unanswered(&between, &lviv, fate, &mark, &ingest, &input);
        assert_eq!(candidates(&lviv).len(), number, "not known yet");
        // What was read is what counts, whatever becomes of the file.
        lviv.write("news.txt", "Another text.\n");
        let came = lviv.ok("follow --once");
        assert!(came.contains("outcome was not known was"), "{came}");
        assert_eq!(candidates(&lviv).last().expect("a candidate"), "open");
        assert_eq!(candidates(&lviv).len(), number + 1);

        let note = format!("znote{number}z");
        let open = lviv.list("candidates");
        let accept = format!(
            "accept {} --claim bridge-hit --note {note}",
            open[0]["id"].as_str().expect("an id")
        );
        unanswered(&between, &lviv, fate, &note, &accept, "");
        // Any write finds it out first.
        let run = lviv.run(format!("claim add late-{number} --text 'It was late.'"));
        assert!(
            run.code == 0 && run.stderr.contains("was recorded, as entry"),
            "{run}"
        );
        assert_eq!(candidates(&lviv).last().expect("a candidate"), "accepted");
        for once in [note, format!("Courier {number}\"")] {
            assert_eq!(times(&journal, 0, &once), 1, "{once}");
        }
    }
    assert!(held(&lviv).is_empty());
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
}

/// An import of annotations records statements and adds candidates. Both are there afterwards.
#[test]
fn candidates_of_annotations_are_on_the_list_afterwards() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let between = Between::default();
    let lviv = joined_through(&between, &journal, "lviv");
    lviv.ok("source add notes --title Notes --published 2024-08-18");
    lviv.write("notes.txt", "The quay was shut. Nobody said why.\n");
    lviv.ok("source attach notes notes.txt");
    let of = |exact: &str| json!({"source": "urn:onrecord:source:notes", "selector": {"type": "TextQuoteSelector", "exact": exact}});
    let file = json!([
        {"type": "Annotation", "target": of("The quay was shut."), "onrecord": {
            "record": "statement", "party": "trump", "stance": "denies", "claim": "bridge-hit", "source": "notes",
            "note": "zmarkz", "passage": {"start": 0, "end": 18}}},
        {"type": "Annotation", "target": of("Nobody said why."), "bodyValue": "Who did?"},
    ]);
    let import = file.to_string();
    unanswered(&between, &lviv, UNANSWERED, "zmarkz", "import -", &import);
    assert!(candidates(&lviv).is_empty(), "not known yet");
    lviv.ok("follow --once");
    assert_eq!(candidates(&lviv), ["open"]);
    assert_eq!(times(&journal, 0, "zmarkz"), 1);
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
}

/// What others have done since is not undone: bringing the list up to date records nothing.
#[test]
fn a_list_is_not_brought_up_to_date_against_others() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let between = Between::default();
    let lviv = joined_through(&between, &journal, "lviv");
    lviv.write("news.txt", article("zmarkz"));
    lviv.ok("ingest news.txt --publisher Courier");
    let open = lviv.list("candidates");
    let accept = format!(
        "accept {} --claim bridge-hit --note znotez",
        open[0]["id"].as_str().expect("an id")
    );
    unanswered(&between, &lviv, UNANSWERED, "znotez", &accept, "");
    kyiv.ok("follow --once");
    let said = kyiv.list("search znotez")[0]["id"].clone();
    kyiv.ok(format!(
        "void {} --reason mistake",
        said.as_str().expect("an id")
    ));
    let entries = kyiv.journal()["entries"].clone();
    let run = lviv.run("follow --once");
    assert!(
        run.code == 0
            && run
                .stderr
                .contains("does not show what was recorded: statement"),
        "{run}"
    );
    assert_eq!(candidates(&lviv), ["open"]);
    assert_eq!(lviv.journal()["entries"], entries);
    assert_same(&[&kyiv, &lviv]);
}

/// A write that never arrived, and in whose place is somebody else's, waits in the outbox. Leaving would lose it.
#[test]
fn a_desk_does_not_leave_before_it_knows() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let between = Between::default();
    let lviv = joined_through(&between, &journal, "lviv");
    let say = "say trump denies bridge-hit --source minutes --note znotez";
    unanswered(&between, &lviv, LOST, "znotez", say, "");
    kyiv.ok("party add quay --name 'Quay Union' --kind organisation");
    assert_refused(&lviv.run("leave"), 1, &["1 command waits in the outbox"]);
    assert_eq!(held(&lviv), [(1, "waiting".to_owned())]);
    let run = lviv.run("claim add late --text 'It was late.'");
    assert!(
        run.code == 0
            && run
                .stderr
                .contains("number 1 of the outbox is recorded now"),
        "{run}"
    );
    assert_eq!(times(&journal, 0, "znotez"), 1);
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
    lviv.ok("leave");
}

/// A page is not fetched again, but it is in the archive, where the entry says that it is.
#[cfg(feature = "news")]
#[test]
fn a_page_that_was_fetched_stays_in_the_archive() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    let kyiv = sharing(&journal);
    let between = Between::default();
    let lviv = joined_through(&between, &journal, "lviv");
    let site = Site::new();
    let page = "<html><head><title>The bridge, zmarkz</title></head><body><article>\
        <p>The bridge over the canal was closed on Tuesday morning, and drivers had to go round.</p>\
        <p>Volodymyr Zelenskyy denied on Tuesday that the bridge was hit.</p>\
        <p>Work on it goes on until the end of the week.</p></article></body></html>";
    site.put("/bridge", Answer::html(page));
    let fetch = format!(
        "fetch {} --allow-local --source courier --published 2025-08-19",
        site.url("/bridge")
    );
    unanswered(&between, &lviv, UNANSWERED, "zmarkz", &fetch, "");
    let run = lviv.run("follow --once");
    assert!(
        run.code == 0 && run.stderr.contains("no page is fetched again"),
        "{run}"
    );
    lviv.noted("check");
    assert_eq!(site.paths(), ["/robots.txt", "/bridge"]);
    assert!(candidates(&lviv).is_empty());
    kyiv.ok("follow --once");
    assert_same(&[&kyiv, &lviv]);
}
