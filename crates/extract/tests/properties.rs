//! Whatever the text: no panic, spans in range, and time that grows with the length and no faster.

use onrecord_extract::{Attribution, Extractor, Nesting, Span};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn extract(text: &str, nesting: Nesting) -> Vec<Attribution> {
    let extractor = Extractor::shipped().unwrap_or_else(|damaged| panic!("{damaged}"));
    extractor.extract(text, nesting)
}

/// Checks all spans of a text, with as much speech within speech as is to be had.
fn check(text: &str) {
    let length = text.chars().count();
    let surest = extract(text, Nesting::Surest);
    for found in extract(text, Nesting::All).into_iter().chain(surest) {
        let spans = found
            .content
            .iter()
            .chain(&found.source)
            .chain([&found.cue, &found.decided_by]);
        for Span { start, end } in spans.chain(&found.negation) {
            assert!(
                start < end && *end <= length,
                "{start}..{end} of {length} in {text:?}"
            );
        }
        assert!(!found.content.is_empty());
        assert!(found.via.iter().all(|name| !name.is_empty()));
    }
}

/// Pieces that news is made of, and pieces that break readers of news.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "“",
        "”",
        "\"",
        "''",
        "‘",
        "’",
        "'",
        "said",
        "Mr. ",
        "He",
        "that",
        " ",
        ", ",
        ".",
        ":",
        "\n",
        "\n\n",
        "—",
        "― ",
        "Ann Lee",
        "MAYOR:",
        "told",
        "according to",
        "did not confirm",
        "neither",
        "nor denied",
        "has yet to confirm",
        "made no comment on",
        "had told her that",
        "Reuters reports, citing",
        "wants to",
        "agreed",
        "the official",
        "(",
        ")",
        "…",
        "\u{301}",
        "😀",
        "\u{200d}",
        "ﬁ",
        "İ",
        "\0",
        "\u{feff}",
        "\u{202e}",
        "n't",
        "'s",
        "U.S.",
        "they",
        "I ",
        "who",
        "-",
        "--",
        "1,000",
        "\r\n",
        "\t",
        "\u{a0}",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 2 => "[a-zA-Z]{1,8} ".prop_map(|s| s), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_news_is_read(pieces in prop::collection::vec(piece(), 0..120)) {
        check(&pieces.concat());
    }
}

#[test]
fn the_same_text_gives_the_same_answer() {
    let text = "“No,” Ms Lee said. The council denied that it had known. “We were told nothing,” it added.";
    let read = || extract(text, Nesting::All);
    assert_eq!(read(), read());
}

/// How long reading a text takes.
fn time(text: &str) -> Duration {
    let start = Instant::now();
    extract(text, Nesting::Surest);
    start.elapsed()
}

#[test]
fn time_is_linear_in_the_length() {
    let awkward = [
        "“",
        "\"",
        "'",
        "said ",
        "Ann ",
        "Ann Lee said that ",
        "“He said ",
        ": ",
        "a",
        "the official said ",
        "he said. ",
        "A. ",
        "Ann Lee did not confirm it. ",
        "\n— A\n",
    ];
    // A build without optimisation is some thirty times slower.
    let few = if cfg!(debug_assertions) { 300 } else { 5_000 };
    for unit in awkward {
        let (short, long) = (unit.repeat(few), unit.repeat(few * 8));
        // Eight times the length may take eight times as long; thirty is still far from the sixty-four
        // of anything quadratic. A busy machine may stop any one reading, but hardly ten of them at
        // the wrong time: what is linear shows so once.
        let is_linear = || time(&long) < time(&short).max(Duration::from_millis(5)) * 30;
        assert!(
            (0..10).any(|_| is_linear()),
            "{unit:?}: {few} take less than a thirtieth of eight times as many"
        );
    }
}
