//! What makes no sense later does not wait for the server: it says so, and leaves nothing half-done. Nor does a form whose answer was lost.

use serde_json::json;

use super::unknown::article;
use super::{assert_refused, held, joined, joined_through, sharing, times};
use crate::common::between::{Between, PASSED, UNANSWERED};
use crate::common::postgres::{Servers, TestJournal};
use crate::web::{Server, hidden, review};

const CANNOT: [&str; 2] = ["cannot wait in the outbox", "--offline was given"];

#[test]
fn what_cannot_wait_says_so() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    sharing(&journal);
    let lviv = joined(&journal, "lviv");
    lviv.write("news.txt", article("zmarkz"));
    lviv.ok("ingest news.txt --publisher Courier");
    let claim = json!({"record": "claim", "id": "shed-empty", "text": "The shed was empty."});
    lviv.write("one.jsonl", claim.to_string());
    lviv.write("claims.csv", "id,text\nshed-empty,The shed was empty.\n");
    lviv.write("more.txt", "The boat is late, Ida Moss, the pilot, said.\n");
    let heard = json!({"items": [{"speaker": "Ida Moss", "content": "The boat is late"}]});
    lviv.write("heard.json", heard.to_string());
    let before = (lviv.state(), lviv.list("candidates --all"), lviv.files());
    for line in [
        "undo --yes",
        "import one.jsonl",
        "import claims.csv",
        "ingest more.txt --source boats --published 2025-08-19 --with 'head -n 1 > /dev/null; cat heard.json'",
    ] {
        let run = lviv.run(format!("--offline {line}"));
        assert!(run.code == 1 && run.stdout.is_empty(), "{run}");
        for words in CANNOT {
            assert!(run.stderr.contains(words), "{run}");
        }
    }
    assert_refused(
        &lviv.feed("--offline import -", claim.to_string().as_bytes()),
        1,
        &CANNOT,
    );
    // The screens of a review say it, and it goes on.
    for (review, keys) in [("review", "aq"), ("review --candidates", "1aq")] {
        let run = lviv.feed(format!("--offline {review} --keys -"), keys.as_bytes());
        assert!(run.code == 0 && run.stdout.contains(CANNOT[0]), "{run}");
    }
    assert_eq!(
        (lviv.state(), lviv.list("candidates --all"), lviv.files()),
        before
    );
    assert!(held(&lviv).is_empty());
}

#[test]
fn the_review_in_a_browser_cannot_wait() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    sharing(&journal);
    let lviv = joined(&journal, "lviv");
    lviv.write("pier.txt", review::ARTICLE);
    lviv.noted("ingest pier.txt --source pier");
    let before = lviv.state();
    let server = Server::with(&lviv, "--offline serve --port 0 --no-open --by ida");
    let (id, items) = review::start(&server);
    let shown = review::look(&server, &id, &items[0], &json!({}));
    let step = json!({ "do": "accept", "review": id, "item": items[0], "choice": {}, "seen": shown["seen"] });
    let answer = review::sent(&server, &step);
    assert!(answer.status >= 400, "{answer:?}");
    for word in CANNOT {
        assert!(answer.body.contains(word), "{answer:?}");
    }
    // The list is the desk's own.
    let step = json!({ "do": "reject", "review": id, "item": items[0] });
    assert_eq!(review::step(&server, step)["note"], "Rejected.");
    assert_eq!(lviv.state(), before);
    assert!(held(&lviv).is_empty());
}

/// A form whose answer was lost says so, and is not recorded again when it is sent again.
#[test]
fn a_form_whose_answer_is_lost() {
    let Some(servers) = Servers::common() else {
        return;
    };
    let journal = TestJournal::unmade(servers);
    sharing(&journal);
    let between = Between::default();
    let lviv = joined_through(&between, &journal, "lviv");
    let server = Server::with(&lviv, "serve --port 0 --no-open --by ida");
    let key = hidden(&server.form("/record/claim/add"), "key");
    let fields = [
        ("key", &*key),
        ("id", "shed-empty"),
        ("text", "The shed, zmarkz, was empty."),
    ];
    between.set_from("zmarkz", UNANSWERED);
    for _ in 0..2 {
        let answer = server.send("/record/claim/add", &fields);
        between.set(PASSED);
        assert!(
            answer.body.contains("It is not known whether"),
            "{answer:?}"
        );
    }
    lviv.run("follow --once");
    assert_eq!(times(&journal, 0, "zmarkz"), 1);
}
