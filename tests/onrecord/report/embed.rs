//! `report --embed`: one claim as a fragment of HTML for somebody else's page. How it looks there is tested in a browser.

use std::fs;

use serde_json::{Value, json};

use crate::claimreview::desk;
use crate::common::refusals::Refusals;
use crate::common::{TestDesk, assert_snapshot, desk::NOW};

const PUBLISHED: &str =
    "--publisher 'The Desk' --url https://desk.example/story --license https://desk.example/terms";

/// The reviews in a fragment, which has them in its only script.
fn reviews(fragment: &str) -> Vec<Value> {
    let Some((_, rest)) = fragment.split_once("<script type=\"application/ld+json\">") else {
        return Vec::new();
    };
    let (data, rest) = rest.split_once("</script>").expect("an end");
    assert!(!rest.contains("<script"), "{rest}");
    let document: Value = serde_json::from_str(data).expect("JSON");
    document["@graph"].as_array().expect("a graph").clone()
}

/// What a reader sees: the fragment without its style, its data and its markup.
fn seen(fragment: &str) -> String {
    let (before, rest) = fragment.split_once("<style>").expect("a style");
    let (_, rest) = rest.split_once("</style>").expect("an end");
    let shown = rest.split("<script").next().unwrap_or(rest);
    let mut text = String::new();
    for part in format!("{before}{shown}").split('<').skip(1) {
        text.push_str(part.split_once('>').expect("a tag").1);
    }
    text
}

/// The claim, its status and day, who says what and where, the ruling, the discrepancy, the stamp; and the review that
/// `export` writes.
#[test]
fn a_fragment_says_how_a_claim_stands() {
    let desk = desk();
    let fragment = desk.ok(format!("report --embed harbour-closes {PUBLISHED}"));
    assert_snapshot("report-embedded", &fragment);
    let exported = desk.ok(format!("export --format claimreview {PUBLISHED}"));
    let exported: Value = serde_json::from_str(&exported).expect("JSON");
    let exported = exported["@graph"].as_array().expect("a graph").iter();
    let own: Vec<&Value> = exported
        .filter(|one| one["identifier"]["value"] == "harbour-closes")
        .collect();
    assert_eq!(reviews(&fragment).iter().collect::<Vec<_>>(), own);
    assert_eq!(own[0]["sdLicense"], "https://desk.example/terms");
    assert!(fragment.contains("id=\"c-harbour-closes\""));
    assert_eq!(own[0]["url"], "https://desk.example/story#c-harbour-closes");
}

/// A claim without a ruling is no review, unless it is unconfirmed and that was asked for.
#[test]
fn a_claim_without_a_ruling_has_no_review_unless_asked_for() {
    let desk = desk();
    let run = desk.run("report --embed bridge-sold");
    assert!(run.code == 0 && reviews(&run.stdout).is_empty(), "{run}");
    assert!(
        run.stderr.contains("no ClaimReview; --include-unresolved"),
        "{run}"
    );
    let asked = desk.ok(format!(
        "report --embed bridge-sold --include-unresolved {PUBLISHED}"
    ));
    assert_eq!(
        reviews(&asked)[0]["reviewRating"]["alternateName"],
        "Unconfirmed"
    );
    assert!(!seen(&asked).contains("Verdict"), "{asked}");
    desk.noted("say mayor confirms bridge-sold --source gazette");
    let run = desk.run("report --embed bridge-sold --include-unresolved");
    assert!(run.code == 0 && reviews(&run.stdout).is_empty(), "{run}");
    assert!(!run.stderr.contains("--include-unresolved"), "{run}");
}

/// Nobody is named who must not be, and nothing said off the record is there, nor the desk's notes.
#[test]
fn a_fragment_protects_sources() {
    let desk = desk();
    let toll = desk.noted("report --embed toll-doubled");
    assert!(
        seen(&toll).contains("a person close to the council (background)"),
        "{toll}"
    );
    assert!(!toll.contains("Otto") && !toll.contains("clerk"), "{toll}");
    // What a ruling rests on is not named if it is known off the record only.
    let fish = desk.noted("report --embed fish-died");
    assert!(seen(&fish).contains("They were counted."), "{fish}");
    assert!(
        !fish.contains("notebook") && !fish.contains("market"),
        "{fish}"
    );
    desk.noted("say clerk denies bridge-sold --source courier --attribution off-record --note 'over coffee'");
    let bridge = desk.noted("report --embed bridge-sold");
    for hidden in ["Otto", "clerk", "coffee", "denies", "disputed"] {
        assert!(!bridge.contains(hidden), "{hidden}: {bridge}");
    }
}

/// The clocks apply, and the stamp says so.
#[test]
fn a_fragment_can_be_of_an_earlier_time() {
    let desk = desk();
    let then = desk.noted("report --embed harbour-closes --as-of 2025-08-15");
    assert!(
        seen(&then).contains("Status: unconfirmed since 2025-08-15, denied by Harbour Union."),
        "{then}"
    );
    assert!(seen(&then).contains("As of 2025-08-15."), "{then}");
    assert!(
        !then.contains("Ines Falk") && reviews(&then).is_empty(),
        "{then}"
    );
    let zoned = desk.noted("report --embed harbour-closes --as-of 2025-08-17 --zone Europe/Berlin");
    assert!(
        seen(&zoned).contains("Ines Falk, 2025-08-16 12:30"),
        "{zoned}"
    );
    assert!(zoned.contains("datetime=\"2025-08-16T10:30Z\""), "{zoned}");
    assert!(
        seen(&zoned).contains("Times of day are those of Europe/Berlin."),
        "{zoned}"
    );
}

/// No text ends the data, becomes markup or a link to something else than the web.
#[test]
fn hostile_texts_stay_texts() {
    let attack = "</script><script>alert(1)</script><!-- \u{2028} \" onload=\"x ]]> &lt; \u{202e}";
    let desk = TestDesk::holding(
        NOW,
        &[
            json!({"record": "party", "id": "p", "name": format!("A {attack}"), "kind": "person"}),
            json!({"record": "source", "id": "d", "title": format!("T {attack}"), "publisher": format!("P {attack}"),
                   "url": "javascript:alert(1)", "published": "2025-08-18"}),
            json!({"record": "claim", "id": "c", "text": format!("C {attack}")}),
            json!({"record": "statement", "party": "p", "stance": "asserts", "claim": "c", "source": "d",
                   "said": "2025-08-18", "quote": format!("Q {attack}")}),
            json!({"record": "ruling", "claim": "c", "verdict": "false", "reason": format!("R {attack}"), "source": "d"}),
        ],
    );
    let fragment = desk.noted("report --embed c --publisher 'The </script> Desk'");
    let review = &reviews(&fragment)[0];
    assert_eq!(review["claimReviewed"], format!("C {attack}"));
    assert_eq!(review["author"]["name"], "The </script> Desk");
    for (tag, count) in [
        ("<script", 1),
        ("</script", 1),
        ("<!--", 0),
        ("<style", 1),
        ("<a ", 0),
        (" onload=\"", 0),
    ] {
        assert_eq!(fragment.matches(tag).count(), count, "{tag}: {fragment}");
    }
    assert!(!fragment.contains(['\u{2028}', '\u{202e}']), "{fragment:?}");
    for start in ["A", "P", "C", "Q", "R"] {
        let shown = format!(
            "{start} &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!-- \\u{{2028}}"
        );
        assert!(seen(&fragment).contains(&shown), "{start}: {fragment}");
    }
}

/// What is not for a fragment is refused with a reason, and a file is written whole or not at all.
#[test]
fn what_a_fragment_cannot_be_is_refused() {
    let desk = desk();
    desk.ok("claim add harbour-shuts --text 'The harbour will shut.'");
    desk.noted("claim merge harbour-shuts harbour-closes");
    desk.ok("claim rename ferry-late ferry-delayed");
    desk.write("there.html", "mine");
    let before = desk.files();
    let mut refusals = Refusals::on(&desk);
    refusals.refused("a claim that is none", "report --embed harbor-closes");
    refusals.refused("one that was merged", "report --embed harbour-shuts");
    refusals.refused(
        "one known off the record only",
        "report --embed mayor-resigns",
    );
    refusals.refused("one on which nobody spoke", "report --embed ferry-late");
    refusals.refused(
        "before anybody spoke",
        "report --embed bridge-sold --as-of 2025-08-01",
    );
    refusals.refused(
        "a file that is there",
        "report --embed bridge-sold --to there.html",
    );
    refusals.refused(
        "a file in no folder",
        "report --embed bridge-sold --to no/f.html",
    );
    refusals.refused(
        "the ledger",
        "report --embed bridge-sold --to onrecord.db --force",
    );
    refusals.refused("a report's file", "report f.html --embed bridge-sold");
    for option in [
        "--include-off-record",
        "--topic t",
        "--limit 3",
        "--since 2025-08-18",
        "--title T",
        "--byline B",
        "--brief",
        "--format json",
        "--url desk.example",
        "--publisher ' '",
    ] {
        refusals.refused(option, format!("report --embed bridge-sold {option}"));
    }
    refusals.refused("a publisher of a report", "report f.html --publisher P");
    refusals.refused("a file for no fragment", "report f.html --to g.html");
    refusals.assert_snapshot("report-embed-refused");
    assert_eq!(desk.files(), before);
    let run = desk.run(format!(
        "report --embed bridge-sold --to there.html --force {PUBLISHED}"
    ));
    assert!(
        run.code == 0 && run.stdout.starts_with("there.html: bridge-sold, "),
        "{run}"
    );
    let written = fs::read_to_string(desk.path("there.html")).expect("the file");
    assert_eq!(
        written,
        desk.noted(format!("report --embed bridge-sold {PUBLISHED}"))
    );
}
