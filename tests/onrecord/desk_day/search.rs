//! Search finds what was recorded, in any spelling, and nothing that no longer counts.

use serde_json::{Value, json};

use super::{assert_transcript, fields, statement};
use crate::common::desk::small_desk;
use crate::common::{TestDesk, quoted};

fn found(desk: &TestDesk, query: &str) -> Vec<String> {
    let list = desk.list(format!("search {query}"));
    let ids = list
        .iter()
        .map(|one| one["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

/// A desk with names that have several spellings.
fn names() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "erdogan", "name": "Recep Tayyip Erdoğan", "kind": "person", "role": "sultan"}),
        json!({"record": "claim", "id": "host", "text": "Erdogan will host, Zelensky said.", "topic": "talks"}),
        json!({"record": "claim", "id": "go", "text": "Zelenskyy goes to Ankara.", "topic": "talks"}),
        json!({"record": "source", "id": "le-jour", "title": "Genève se prépare", "publisher": "Le Jour"}),
        json!({"record": "statement", "party": "erdogan", "stance": "asserts", "claim": "host", "source": "minutes",
               "quote": "we shall be the host of hosts", "note": "on the way to Ankara"}),
    ]);
    desk
}

/// Everything that a desk records is found by its words.
#[test]
fn everything_is_found() {
    let desk = names();
    for (text, kind, id) in [
        ("Ushakov", "party", "ushakov"),
        ("Moscow", "party", "kremlin"),
        ("sultan", "party", "erdogan"),
        ("wire without", "source", "wire"),
        ("Jour", "source", "le-jour"),
        ("where", "question", "venue"),
        ("hit", "claim", "bridge-hit"),
    ] {
        let list = desk.json(format!("search {}", quoted(text)));
        let first = fields(&list, &["kind", "id"]);
        assert_eq!(first[0], json!([kind, id]), "{text}: {list}");
    }
    let quoted = desk.json("search hosts");
    assert_eq!(quoted[0]["kind"], "statement");
    assert!(
        quoted[0]["excerpt"]
            .as_str()
            .is_some_and(|text| text.contains("[hosts]")),
        "{quoted}"
    );
    let noted = desk.json("search way");
    assert_eq!(noted[0]["id"], quoted[0]["id"]);
    let noted = noted[0]["text"].as_str().expect("text");
    assert_eq!(noted, "erdogan asserts host (2025-08-18)");
}

/// All words, a phrase, a prefix.
#[test]
fn words_phrases_and_prefixes() {
    let desk = small_desk();
    assert_eq!(found(&desk, "'meet geneva'"), ["in-geneva"]);
    assert_eq!(found(&desk, "'geneva bridge'"), Vec::<String>::new());
    assert_eq!(found(&desk, "'\"meet in\"'"), ["in-geneva", "in-budapest"]);
    assert_eq!(found(&desk, "'\"in meet\"'"), Vec::<String>::new());
    assert_eq!(found(&desk, "brid"), Vec::<String>::new());
    assert_eq!(found(&desk, "'brid*'"), ["bridge-hit"]);
    assert_eq!(found(&desk, "'\"they will\" buda*'"), ["in-budapest"]);
    assert_eq!(found(&desk, "GENEVA"), ["in-geneva"]);
    // Several words need no quotes.
    assert_eq!(found(&desk, "'meet*' --limit 2").len(), 2);
    assert!(found(&desk, "'meet*'").len() > 2);
}

/// Diacritics make no difference, in the query or the text.
#[test]
fn diacritics_make_no_difference() {
    let desk = names();
    for spelt in ["Erdoğan", "erdogan", "ERDOGAN"] {
        let found = found(&desk, &quoted(spelt));
        assert!(
            found.contains(&"erdogan".to_owned()) && found.contains(&"host".to_owned()),
            "{spelt}: {found:?}"
        );
    }
    for spelt in ["Genève", "geneve", "prepare", "PRÉPARE"] {
        assert_eq!(found(&desk, &quoted(spelt)), ["le-jour"], "{spelt}");
    }
}

/// A query for one of a party's names finds texts with its other names.
#[test]
fn the_spellings_of_a_name_find_each_other() {
    let desk = names();
    desk.ok("party alias zelenskyy Zelensky");
    for spelt in ["Zelenskyy", "Zelenskiy", "Zelensky", "zelenskiy"] {
        let found = found(&desk, &quoted(spelt));
        for id in ["zelenskyy", "go", "host"] {
            assert!(
                found.contains(&id.to_owned()),
                "{spelt}: {id} is not in {found:?}"
            );
        }
    }
    // The first name is not a spelling of the last.
    assert!(!found(&desk, "Volodymyr").contains(&"go".to_owned()));
}

/// A desk with a party whose surname has two spellings, and a claim with each.
fn spelt_in_two_ways() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "minister", "name": "Ana Kováčová", "kind": "person", "aliases": ["Ana Kovačeva"]}),
        json!({"record": "claim", "id": "comes", "text": "Kovacova comes.", "topic": "talks"}),
        json!({"record": "claim", "id": "goes", "text": "Kovačeva goes.", "topic": "talks"}),
    ]);
    desk
}

/// Names match by whole words, in any spelling, and only as long as the party has them.
#[test]
fn names_match_by_whole_words() {
    let desk = spelt_in_two_ways();
    let both = |text: &str| {
        let found = found(&desk, &quoted(text));
        ["comes", "goes"].map(|id| found.contains(&id.to_owned()))
    };
    for spelt in ["Kováčová", "kovacova", "KOVAČEVA"] {
        assert_eq!(both(spelt), [true, true], "{spelt}");
    }
    // The beginning of a name is not a name.
    assert_eq!(both("kovacov"), [false, false]);
    assert_eq!(both("kovacov*"), [true, false]);
    desk.ok("party edit minister --name 'Ana Horvat'");
    assert_eq!(both("kovacova"), [true, false]);
    assert_eq!(both("Kovačeva"), [false, true]);
}

/// A merged party's names count until the merger is undone.
#[test]
fn the_names_of_a_merged_party_count() {
    let desk = spelt_in_two_ways();
    desk.import(&[
        json!({"record": "party", "id": "ana-k", "name": "Ana Kovacheva", "kind": "person"}),
        json!({"record": "claim", "id": "stays", "text": "Kovacheva stays."}),
    ]);
    let finds = |text: &str, id: &str| found(&desk, &quoted(text)).contains(&id.to_owned());
    assert!(!finds("Kovačeva", "stays") && !finds("Kovacheva", "goes"));
    desk.ok("party merge ana-k minister");
    assert!(finds("Kovačeva", "stays") && finds("Kovacheva", "goes"));
    assert_eq!(desk.run("undo --yes").code, 0);
    assert!(!finds("Kovačeva", "stays") && !finds("Kovacheva", "goes"));
    desk.state();
}

/// A word in the names of many parties identifies none of them; versions of one party count once.
#[test]
fn a_word_in_many_names_is_not_a_name() {
    let desk = spelt_in_two_ways();
    let finds = |text: &str, id: &str| found(&desk, &quoted(text)).contains(&id.to_owned());
    for version in 0..51 {
        let role = format!("in office for {version} days");
        desk.ok(format!("party edit minister --role '{role}'"));
    }
    assert!(finds("Kovačeva", "comes"));
    let namesakes: Vec<Value> = (0..50)
        .map(|at| json!({"record": "party", "id": format!("namesake-{at}"), "name": "B. Kovačeva", "kind": "person"}))
        .collect();
    desk.import(&namesakes);
    assert!(finds("Kovačeva", "goes") && !finds("Kovačeva", "comes"));
    // Another word of the same name still identifies the party.
    assert!(finds("Kováčová", "goes"));
}

/// A word in a name or claim outranks one among many others.
#[test]
fn the_best_match_comes_first() {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "claim", "id": "long", "text": "Among many other things that were said of the road, the rail, the port and the dam, the ferry was named too."}),
        json!({"record": "claim", "id": "short", "text": "The ferry sank."}),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "bridge-hit", "source": "minutes",
               "note": "Nobody asked about the ferry, and he did not bring it up, and so we do not know what he thinks of it at all."}),
    ]);
    let found = found(&desk, "ferry");
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], "short");
}

/// Off-record, voided, corrected, redacted and undone statements are not found.
#[test]
fn what_no_longer_counts_is_not_found() {
    let desk = small_desk();
    let say = |quote: &str, more: &str| {
        let words = format!("say trump asserts bridge-hit --source minutes --quote '{quote}'");
        statement(&desk, format!("{words} {more}"))
    };
    let off = say("the zebra speaks", "--attribution off-record --note zebra");
    assert_eq!(found(&desk, "zebra"), Vec::<String>::new(), "{off}");
    let voided = say("a yak", "--said 2025-08-17");
    assert_eq!(found(&desk, "yak"), [voided.as_str()]);
    desk.ok(format!("void {voided} --reason misread"));
    assert_eq!(found(&desk, "yak"), Vec::<String>::new());
    let corrected = say("an emu", "--said 2025-08-16");
    desk.ok(format!("correct {corrected} --quote 'an ostrich'"));
    assert_eq!(found(&desk, "emu"), Vec::<String>::new());
    assert_eq!(found(&desk, "ostrich").len(), 1);
    let redacted = say("a walrus", "--said 2025-08-15 --note walrus");
    desk.ok(format!("redact {redacted} --reason safety"));
    assert_eq!(found(&desk, "walrus"), Vec::<String>::new());
    desk.ok("claim edit bridge-hit --text 'The bridge was struck.'");
    assert_eq!(found(&desk, "struck"), ["bridge-hit"]);
    assert_eq!(found(&desk, "hit"), Vec::<String>::new());
    // Nothing of it is left in the index.
    desk.state();
}

/// A limit counts what is shown, not what was skipped.
#[test]
fn a_limit_counts_what_is_shown() {
    let desk = small_desk();
    for day in ["2025-08-11", "2025-08-12", "2025-08-13"] {
        let id = statement(
            &desk,
            format!("say trump asserts bridge-hit --source minutes --said {day} --quote okapi"),
        );
        desk.ok(format!("void {id} --reason misread"));
    }
    let words = "say trump denies bridge-hit --source minutes --quote 'one okapi among others'";
    let stands = statement(&desk, words);
    assert_eq!(found(&desk, "okapi --limit 1"), [stands]);
}

/// Search respects both clocks.
#[test]
fn search_respects_both_clocks() {
    let mut desk = small_desk();
    let words = "say trump asserts bridge-hit --source daily-08-19 --quote 'a gnu'";
    let id = statement(&desk, words);
    assert_eq!(found(&desk, "gnu --as-of 2025-08-19"), [id.as_str()]);
    assert_eq!(found(&desk, "gnu --as-of 2025-08-18"), Vec::<String>::new());
    desk.set_now("2025-08-20T10:00Z");
    desk.ok("claim add late --text 'The gnu is late.'");
    assert_eq!(
        found(&desk, "gnu --known-at 2025-08-20T09:30Z"),
        [id.as_str()]
    );
}

/// What was undone later is found at an earlier time.
#[test]
fn search_finds_what_counted_then() {
    let mut desk = small_desk();
    let words = "say trump asserts bridge-hit --source daily-08-19 --quote 'a gnu'";
    let id = statement(&desk, words);
    desk.set_now("2025-08-20T10:00Z");
    desk.ok(format!("void {id} --reason misread"));
    desk.set_now("2025-08-20T11:00Z");
    assert_eq!(found(&desk, "gnu --known-at 2025-08-20T09:30Z"), [id]);
    assert_eq!(
        found(&desk, "gnu --known-at 2025-08-20T10:30Z"),
        Vec::<String>::new()
    );
}

/// Any input is searched for, and none is an error unless it has too many words.
#[test]
fn hostile_input_is_only_words() {
    let desk = small_desk();
    for text in [
        "",
        " ",
        "\"",
        "\"\"",
        "\"\"\"",
        "*",
        "**",
        "a*b*",
        "*a",
        "\"a",
        "a\"b",
        "\"a\" \"b",
        "(",
        ")",
        "(()",
        "a OR",
        "OR",
        "AND",
        "NOT",
        "NEAR",
        "NEAR(a b, 2)",
        "NOT geneva",
        "geneva NOT",
        "AND OR NOT",
        "title:geneva",
        "body : x",
        "-geneva",
        "+geneva",
        "^geneva",
        "{title body}: x",
        "a - b",
        "'",
        "';--",
        "\\",
        "\\\"",
        "%",
        "_",
        "?1",
        "\u{1}",
        "\u{1}geneva\u{1}",
        "\u{202e}geneva",
        "\u{feff}",
        "é\u{301}",
        "🛰",
        "𝔤𝔢𝔫𝔢𝔳𝔞",
        "геневa",
        "日内瓦",
        "\n",
        "\t",
        "a\u{0}b".trim_end_matches("\u{0}b"),
    ] {
        let run = desk.run(format!("search --format json -- {}", quoted(text)));
        assert!(run.code == 0 && run.stderr.is_empty(), "{text:?}: {run}");
        let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert!(answer.is_array(), "{text:?}");
    }
    for text in ["(".repeat(5_000), "x".repeat(100_000), "geneva ".repeat(64)] {
        let run = desk.run(format!("search -- {}", quoted(&text)));
        assert!(run.code == 0, "{} … {}", &text[..10], run.stderr);
    }
    for text in ["geneva ".repeat(3_000), "\"a\" ".repeat(2_000)] {
        let run = desk.run(format!("search -- {}", quoted(&text)));
        assert_eq!(run.code, 1, "{} … {}", &text[..10], run.stderr);
        assert!(run.stderr.contains("64 is the most"), "{}", run.stderr);
    }
    // Words of the query language are words.
    desk.ok("claim add odd --text 'Not near and or.'");
    assert_eq!(found(&desk, "'NOT near AND or'"), ["odd"]);
    assert_eq!(found(&desk, "'^geneva'"), ["in-geneva"]);
}

/// Search results as an editor sees them.
#[test]
fn search_as_an_editor_sees_it() {
    let desk = names();
    assert_transcript(
        &desk,
        "day-search",
        &[
            "search zelenskiy",
            "search '\"host of\"'",
            "search 'meet*' --limit 2",
            "search xyzzy",
            "search ''",
            "search",
        ],
    );
}

/// An abbreviation is found with points and without.
#[test]
fn points_in_an_abbreviation_make_no_difference() {
    let desk = TestDesk::holding(
        crate::common::desk::NOW,
        &[
            json!({"record": "claim", "id": "pointed", "text": "The U.S. sold the tankers."}),
            json!({"record": "claim", "id": "plain", "text": "The US bought the tugs."}),
            json!({"record": "claim", "id": "pronoun", "text": "They told us nothing."}),
        ],
    );
    for query in ["US", "U.S."] {
        let found = found(&desk, query);
        assert!(
            found.contains(&"pointed".to_owned()) && found.contains(&"plain".to_owned()),
            "{query}: {found:?}"
        );
    }
}
