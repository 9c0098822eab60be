//! Finding what was recorded, however it is spelt, and nothing that is not to be found.

use serde_json::{Value, json};

use super::{fields, hold, statement};
use crate::common::desk::small_desk;
use crate::common::{Trial, quoted};

fn found(trial: &Trial, query: &str) -> Vec<String> {
    let list = trial.list(format!("search {query}"));
    let ids = list
        .iter()
        .map(|one| one["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

/// A desk with names that are spelt in many ways.
fn names() -> Trial {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "party", "id": "erdogan", "name": "Recep Tayyip Erdoğan", "kind": "person", "role": "sultan"}),
        json!({"record": "claim", "id": "host", "text": "Erdogan will host, Zelensky said.", "topic": "talks"}),
        json!({"record": "claim", "id": "go", "text": "Zelenskyy goes to Ankara.", "topic": "talks"}),
        json!({"record": "source", "id": "le-jour", "title": "Genève se prépare", "publisher": "Le Jour"}),
        json!({"record": "statement", "party": "erdogan", "stance": "asserts", "claim": "host", "source": "minutes",
               "quote": "we shall be the host of hosts", "note": "on the way to Ankara"}),
    ]);
    trial
}

/// All that a desk records is found by its words.
#[test]
fn everything_is_found() {
    let trial = names();
    for (text, kind, id) in [
        ("Ushakov", "party", "ushakov"),
        ("Moscow", "party", "kremlin"),
        ("sultan", "party", "erdogan"),
        ("wire without", "source", "wire"),
        ("Jour", "source", "le-jour"),
        ("where", "question", "venue"),
        ("hit", "claim", "bridge-hit"),
    ] {
        let list = trial.json(format!("search {}", quoted(text)));
        let first = fields(&list, &["kind", "id"]);
        assert_eq!(first[0], json!([kind, id]), "{text}: {list}");
    }
    let quoted = trial.json("search hosts");
    assert_eq!(quoted[0]["kind"], "statement");
    assert!(
        quoted[0]["excerpt"]
            .as_str()
            .is_some_and(|text| text.contains("[hosts]")),
        "{quoted}"
    );
    let noted = trial.json("search way");
    assert_eq!(noted[0]["id"], quoted[0]["id"]);
    let noted = noted[0]["text"].as_str().expect("text");
    assert_eq!(noted, "erdogan asserts host (2025-08-18)");
}

/// All words, a phrase, what begins so.
#[test]
fn words_phrases_and_beginnings() {
    let trial = small_desk();
    assert_eq!(found(&trial, "'meet geneva'"), ["in-geneva"]);
    assert_eq!(found(&trial, "'geneva bridge'"), Vec::<String>::new());
    assert_eq!(found(&trial, "'\"meet in\"'"), ["in-geneva", "in-budapest"]);
    assert_eq!(found(&trial, "'\"in meet\"'"), Vec::<String>::new());
    assert_eq!(found(&trial, "brid"), Vec::<String>::new());
    assert_eq!(found(&trial, "'brid*'"), ["bridge-hit"]);
    assert_eq!(found(&trial, "'\"they will\" buda*'"), ["in-budapest"]);
    assert_eq!(found(&trial, "GENEVA"), ["in-geneva"]);
    // Several words without quotes of the shell are one search.
    assert_eq!(found(&trial, "'meet*' --limit 2").len(), 2);
    assert!(found(&trial, "'meet*'").len() > 2);
}

/// Diacritics make no difference either way.
#[test]
fn diacritics_make_no_difference() {
    let trial = names();
    for spelt in ["Erdoğan", "erdogan", "ERDOGAN"] {
        let found = found(&trial, &quoted(spelt));
        assert!(
            found.contains(&"erdogan".to_owned()) && found.contains(&"host".to_owned()),
            "{spelt}: {found:?}"
        );
    }
    for spelt in ["Genève", "geneve", "prepare", "PRÉPARE"] {
        assert_eq!(found(&trial, &quoted(spelt)), ["le-jour"], "{spelt}");
    }
}

/// A name finds the words that spell it as its party's other names do.
#[test]
fn the_spellings_of_one_name_find_each_other() {
    let trial = names();
    trial.ok("party alias zelenskyy Zelensky");
    for spelt in ["Zelenskyy", "Zelenskiy", "Zelensky", "zelenskiy"] {
        let found = found(&trial, &quoted(spelt));
        for id in ["zelenskyy", "go", "host"] {
            assert!(
                found.contains(&id.to_owned()),
                "{spelt}: {id} is not in {found:?}"
            );
        }
    }
    // The first name is no spelling of the last.
    assert!(!found(&trial, "Volodymyr").contains(&"go".to_owned()));
}

/// A desk with a party whose surname is spelt in two ways, and a claim for each.
fn spelt_in_two_ways() -> Trial {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "party", "id": "minister", "name": "Ana Kováčová", "kind": "person", "aliases": ["Ana Kovačeva"]}),
        json!({"record": "claim", "id": "comes", "text": "Kovacova comes.", "topic": "talks"}),
        json!({"record": "claim", "id": "goes", "text": "Kovačeva goes.", "topic": "talks"}),
    ]);
    trial
}

/// Names are looked up by whole words, however they are spelt, and by those that a party has now.
#[test]
fn names_are_found_by_whole_words() {
    let trial = spelt_in_two_ways();
    let both = |text: &str| {
        let found = found(&trial, &quoted(text));
        ["comes", "goes"].map(|id| found.contains(&id.to_owned()))
    };
    for spelt in ["Kováčová", "kovacova", "KOVAČEVA"] {
        assert_eq!(both(spelt), [true, true], "{spelt}");
    }
    // The beginning of a name is no name: it stands for nothing else.
    assert_eq!(both("kovacov"), [false, false]);
    assert_eq!(both("kovacov*"), [true, false]);
    trial.ok("party edit minister --name 'Ana Horvat'");
    assert_eq!(both("kovacova"), [true, false]);
    assert_eq!(both("Kovačeva"), [false, true]);
}

/// A party that was merged into another lends it the words of its names, as long as the merger holds.
#[test]
fn a_merged_party_lends_its_words() {
    let trial = spelt_in_two_ways();
    trial.import(&[
        json!({"record": "party", "id": "ana-k", "name": "Ana Kovacheva", "kind": "person"}),
        json!({"record": "claim", "id": "stays", "text": "Kovacheva stays."}),
    ]);
    let finds = |text: &str, id: &str| found(&trial, &quoted(text)).contains(&id.to_owned());
    assert!(!finds("Kovačeva", "stays") && !finds("Kovacheva", "goes"));
    trial.ok("party merge ana-k minister");
    assert!(finds("Kovačeva", "stays") && finds("Kovacheva", "goes"));
    assert_eq!(trial.run("undo --yes").code, 0);
    assert!(!finds("Kovačeva", "stays") && !finds("Kovacheva", "goes"));
    trial.state();
}

/// A word in the names of many parties tells none from another; the many versions of one party are one.
#[test]
fn a_word_of_many_parties_is_no_name() {
    let trial = spelt_in_two_ways();
    let finds = |text: &str, id: &str| found(&trial, &quoted(text)).contains(&id.to_owned());
    for version in 0..51 {
        let role = format!("in office for {version} days");
        trial.ok(format!("party edit minister --role '{role}'"));
    }
    assert!(finds("Kovačeva", "comes"));
    let namesakes: Vec<Value> = (0..50)
        .map(|at| json!({"record": "party", "id": format!("namesake-{at}"), "name": "B. Kovačeva", "kind": "person"}))
        .collect();
    trial.import(&namesakes);
    assert!(finds("Kovačeva", "goes") && !finds("Kovačeva", "comes"));
    // Another word of the same name still tells who is meant.
    assert!(finds("Kováčová", "goes"));
}

/// What bears the word in its name or proposition goes before what has it among many others.
#[test]
fn the_best_goes_first() {
    let trial = small_desk();
    trial.import(&[
        json!({"record": "claim", "id": "long", "text": "Among many other things that were said of the road, the rail, the port and the dam, the ferry was named too."}),
        json!({"record": "claim", "id": "short", "text": "The ferry sank."}),
        json!({"record": "statement", "party": "trump", "stance": "asserts", "claim": "bridge-hit", "source": "minutes",
               "note": "Nobody asked about the ferry, and he did not bring it up, and so we do not know what he thinks of it at all."}),
    ]);
    let found = found(&trial, "ferry");
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], "short");
}

/// Off the record, voided, corrected, redacted, undone: not to be found.
#[test]
fn what_does_not_stand_is_not_found() {
    let trial = small_desk();
    let say = |quote: &str, more: &str| {
        let words = format!("say trump asserts bridge-hit --source minutes --quote '{quote}'");
        statement(&trial, format!("{words} {more}"))
    };
    let off = say("the zebra speaks", "--attribution off-record --note zebra");
    assert_eq!(found(&trial, "zebra"), Vec::<String>::new(), "{off}");
    let voided = say("a yak", "--said 2025-08-17");
    assert_eq!(found(&trial, "yak"), [voided.as_str()]);
    trial.ok(format!("void {voided} --reason misread"));
    assert_eq!(found(&trial, "yak"), Vec::<String>::new());
    let corrected = say("an emu", "--said 2025-08-16");
    trial.ok(format!("correct {corrected} --quote 'an ostrich'"));
    assert_eq!(found(&trial, "emu"), Vec::<String>::new());
    assert_eq!(found(&trial, "ostrich").len(), 1);
    let redacted = say("a walrus", "--said 2025-08-15 --note walrus");
    trial.ok(format!("redact {redacted} --reason safety"));
    assert_eq!(found(&trial, "walrus"), Vec::<String>::new());
    trial.ok("claim edit bridge-hit --text 'The bridge was struck.'");
    assert_eq!(found(&trial, "struck"), ["bridge-hit"]);
    assert_eq!(found(&trial, "hit"), Vec::<String>::new());
    // Nothing is left of it in the index either.
    trial.state();
}

/// A limit counts what is shown, not what was passed over.
#[test]
fn a_limit_counts_what_is_shown() {
    let trial = small_desk();
    for day in ["2025-08-11", "2025-08-12", "2025-08-13"] {
        let id = statement(
            &trial,
            format!("say trump asserts bridge-hit --source minutes --said {day} --quote okapi"),
        );
        trial.ok(format!("void {id} --reason misread"));
    }
    let words = "say trump denies bridge-hit --source minutes --quote 'one okapi among others'";
    let stands = statement(&trial, &words);
    assert_eq!(found(&trial, "okapi --limit 1"), [stands]);
}

/// Both clocks hold.
#[test]
fn search_honours_both_clocks() {
    let mut trial = small_desk();
    let words = "say trump asserts bridge-hit --source daily-08-19 --quote 'a gnu'";
    let id = statement(&trial, &words);
    assert_eq!(found(&trial, "gnu --as-of 2025-08-19"), [id.as_str()]);
    assert_eq!(
        found(&trial, "gnu --as-of 2025-08-18"),
        Vec::<String>::new()
    );
    trial.set_now("2025-08-20T10:00Z");
    trial.ok("claim add late --text 'The gnu is late.'");
    assert_eq!(
        found(&trial, "gnu --known-at 2025-08-20T09:30Z"),
        [id.as_str()]
    );
}

/// What was taken back since stood then.
#[test]
fn search_finds_what_stood_then() {
    let mut trial = small_desk();
    let words = "say trump asserts bridge-hit --source daily-08-19 --quote 'a gnu'";
    let id = statement(&trial, &words);
    trial.set_now("2025-08-20T10:00Z");
    trial.ok(format!("void {id} --reason misread"));
    trial.set_now("2025-08-20T11:00Z");
    assert_eq!(found(&trial, "gnu --known-at 2025-08-20T09:30Z"), [id]);
    assert_eq!(
        found(&trial, "gnu --known-at 2025-08-20T10:30Z"),
        Vec::<String>::new()
    );
}

/// Whatever is typed is searched for, and never an error.
#[test]
fn hostile_input_is_only_words() {
    let trial = small_desk();
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
        let told = trial.run(format!("search --format json -- {}", quoted(text)));
        assert!(told.code == 0 && told.stderr.is_empty(), "{text:?}: {told}");
        let answer: Value = serde_json::from_str(&told.stdout).expect("JSON");
        assert!(answer.is_array(), "{text:?}");
    }
    let long = "geneva ".repeat(3_000);
    for text in [
        long.as_str(),
        &"\"a\" ".repeat(2_000),
        &"(".repeat(5_000),
        &"x".repeat(100_000),
    ] {
        let told = trial.run(format!("search -- {}", quoted(text)));
        assert!(told.code == 0, "{} … {}", &text[..10], told.stderr);
    }
    // Words of the engine's language are words.
    trial.ok("claim add odd --text 'Not near and or.'");
    assert_eq!(found(&trial, "'NOT near AND or'"), ["odd"]);
    assert_eq!(found(&trial, "'^geneva'"), ["in-geneva"]);
}

/// What is found, as an editor sees it.
#[test]
fn a_day_of_searching() {
    let trial = names();
    hold(
        &trial,
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
