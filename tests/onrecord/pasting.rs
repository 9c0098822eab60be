//! Markdown is pasted: into documents that read all of it, for which a parser of CommonMark and GitHub's tables stands here,
//! and into chats that show much of it as it stands.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::common::{TestDesk, cases, desk::NOW};

/// What a reader of Markdown makes of a text.
#[derive(Debug, Default)]
struct Read {
    /// The words, block by block.
    text: String,
    /// Where its links lead.
    links: Vec<String>,
    /// Markup that nobody wrote: tags, emphasis, tables, images, notes, tasks and the like.
    strange: Vec<String>,
}

impl Read {
    fn of(markdown: &str) -> Self {
        let mut read = Self::default();
        // All that any reader knows, but for what changes characters and what makes a formula of "$5 or 6$".
        let left_out = Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_MATH;
        let everything = Options::all() - left_out;
        for event in Parser::new_ext(markdown, everything) {
            match event {
                Event::Text(words) | Event::Code(words) => read.text.push_str(&words),
                Event::End(tag)
                    if !matches!(
                        tag,
                        pulldown_cmark::TagEnd::Strong | pulldown_cmark::TagEnd::Link
                    ) =>
                {
                    read.text.push('\n')
                }
                Event::Start(Tag::Link { dest_url, .. }) => read.links.push(dest_url.to_string()),
                Event::Start(
                    Tag::Paragraph
                    | Tag::List(None)
                    | Tag::Item
                    | Tag::Strong
                    | Tag::Heading { .. },
                )
                | Event::End(_) => {}
                other => read.strange.push(format!("{other:?}")),
            }
        }
        read
    }
}

/// A text without its code spans and its links, as a chat that formats little reads it.
fn bare(raw: &str) -> String {
    let outside = raw.split('`').step_by(2).collect::<String>();
    let mut shown = String::new();
    let mut rest = outside.as_str();
    while let Some((before, after)) = rest.split_once("](http") {
        shown.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    shown + rest
}

/// What a chat would take for a mention, a link, an emoji or something of its own, in a text as it stands.
fn taken_up(raw: &str) -> Vec<String> {
    let bare = bare(raw);
    let words =
        bare.split(|character: char| character.is_whitespace() || "()“”\",;".contains(character));
    let suspicious = |word: &&str| {
        let mention = word
            .split('@')
            .skip(1)
            .any(|rest| rest.starts_with(char::is_alphanumeric));
        let tag = word.split('<').skip(1).any(|rest| {
            rest.starts_with(|next: char| next.is_alphabetic() || "/!?@#".contains(next))
        });
        mention || tag || word.contains('`') || word.contains("://") || word.contains("www.")
    };
    words.filter(suspicious).map(str::to_owned).collect()
}

/// A claim about which some people spoke.
fn claim(text: &str, speakers: &[&str], quote: &str, url: &str) -> TestDesk {
    let mut records = vec![
        json!({"record": "source", "id": "paper", "title": "Ferry news", "publisher": "The Sound Post", "url": url,
               "published": "2025-08-18"}),
        json!({"record": "claim", "id": "ferry", "text": text}),
        json!({"record": "ruling", "claim": "ferry", "verdict": "mixed", "reason": quote}),
    ];
    for (at, name) in speakers.iter().enumerate() {
        let stance = if at % 2 == 0 { "asserts" } else { "denies" };
        records.push(
            json!({"record": "party", "id": format!("p{at}"), "name": name, "kind": "person"}),
        );
        records.push(json!({"record": "statement", "party": format!("p{at}"), "stance": stance, "claim": "ferry",
                            "source": "paper", "said": "2025-08-18", "quote": quote, "passage": {"start": 0, "end": 9, "paragraph": 2}}));
    }
    TestDesk::holding(NOW, &records)
}

fn pasted(desk: &TestDesk) -> String {
    desk.noted("claim show ferry --format markdown")
}

/// The sentence comes first; people stand in bold type, sources are links, and ordinary words stand as they were recorded.
#[test]
fn a_claim_can_be_pasted_anywhere() {
    let desk = claim(
        "The ferry will sail in winter (twice a day, at 5% less).",
        &["Ann O’Neil-Smith", "Åke 2nd Berg, AT&T #1"],
        "We sail – whatever [the owners] say: 3 < 4, ~20 knots, C# & a_b!",
        "https://post.example/ferry_(winter)?a=1&b=2",
    );
    let text = pasted(&desk);
    assert_eq!(
        text,
        "Ann O’Neil-Smith said that the ferry will sail in winter (twice a day, at 5% less); Åke 2nd Berg, AT&T #1 denied it.

**The ferry will sail in winter (twice a day, at 5% less).** (ferry)

- status: disputed since 2025-08-18, denied by Åke 2nd Berg, AT&T #1
- standard: corroboration:2, 1 of 2 origins
- ruled mixed (2025-08-20): We sail – whatever [the owners] say: 3 < 4, ~20 knots, C# & a_b!

**Who said what**

- **Ann O’Neil-Smith** asserts, 2025-08-18, [The Sound Post, 2025-08-18](https://post.example/ferry_%28winter%29?a=1&b=2) ¶2: “We sail – whatever [the owners] say: 3 < 4, ~20 knots, C# & a_b!”
- **Åke 2nd Berg, AT&T #1** denies, 2025-08-18, [The Sound Post, 2025-08-18](https://post.example/ferry_%28winter%29?a=1&b=2) ¶2: “We sail – whatever [the owners] say: 3 < 4, ~20 knots, C# & a_b!”

**Where accounts diverge**

- **said and denied**, since 2025-08-18: Ann O’Neil-Smith said that the ferry will sail in winter (twice a day, at 5% less); Åke 2nd Berg, AT&T #1 denied it.
"
    );
    let read = Read::of(&text);
    assert!(read.strange.is_empty(), "{read:?}");
    assert_eq!(
        read.links,
        ["https://post.example/ferry_%28winter%29?a=1&b=2"; 2]
    );
    assert!(
        read.text
            .contains("[the owners] say: 3 < 4, ~20 knots, C# & a_b!”"),
        "{}",
        read.text
    );
}

/// What anybody could write who wants a chat or a document to do something.
const HOSTILE: [&str; 14] = [
    "<!channel> <@U123> <#C1|x> <!subteam^S1>",
    "@here and (@channel) or “@everyone”",
    "[x](javascript:alert(1)) ![y](https://evil.example/y.png)",
    "[z]: https://evil.example/ [z][z]",
    "<b>bold</b> <img src=x onerror=alert(1)> <!-- note --> <https://evil.example>",
    "https://evil.example/?a=b www.evil.example WWW.evil.example mail@evil.example",
    "a | b | c",
    "**bold** _lean_ *lean* ~~gone~~ ~gone~ __x__",
    "`code` a`@here`b ``x`` `",
    "&amp; &lt;b&gt; &#64;here &copy",
    ":fire: :+1: at 10:30:45",
    "back\\slash \\*no\\* C:\\temp \\",
    "# heading $$x^2$$ ==mark== [^1] [ ] task",
    "two  spaces  ",
];

/// No text is taken for markup, a mention, a link or an emoji, wherever it stands, and each is read as it was recorded.
#[test]
fn hostile_texts_stay_texts() {
    for hostile in HOSTILE {
        let names = [hostile, "Plain Person"];
        let desk = claim(hostile, &names, hostile, "javascript:alert(1)");
        desk.noted("say p1 hedges ferry --source paper --said 2025-08-19");
        for line in [
            "claim show ferry --format markdown",
            "claim list --format markdown",
            "party list --format markdown",
            "timeline ferry --format markdown",
            "report - --format markdown",
        ] {
            let text = desk.noted(line);
            let read = Read::of(&text);
            let words = hostile.trim();
            assert!(
                read.text.contains(words),
                "{line}: {hostile} is read as\n{}\nin\n{text}",
                read.text
            );
            assert!(
                read.strange.is_empty() && read.links.is_empty(),
                "{line}: {read:#?}\n{text}"
            );
            assert!(
                taken_up(&text).is_empty(),
                "{line}: {:?}\n{text}",
                taken_up(&text)
            );
            let ends = text
                .lines()
                .filter(|line| line.ends_with("  ") || line.ends_with('\\'));
            assert_eq!(ends.count(), 0, "{line}: {text}");
            assert!(
                !text.contains("<br>") && !text.contains("| --- |"),
                "{line}: {text}"
            );
        }
    }
}

/// The first words of a text make no list, heading, quotation or task of it.
#[test]
fn no_first_word_makes_a_block() {
    for name in [
        "# One",
        "1. One",
        "2025) One",
        "- One",
        "+ One",
        "* One",
        "> One",
        ">One",
        "--- One",
        "[ ] One",
        "[x] One",
        "[a]: One",
        "~~~ One",
        "=== One",
    ] {
        let desk = claim(
            "The ferry sails.",
            &[name, "B"],
            "no",
            "https://post.example/",
        );
        let text = pasted(&desk);
        let read = Read::of(&text);
        assert!(
            read.text.starts_with(&format!("{name} said that")),
            "{name}: {}\n{text}",
            read.text
        );
        assert!(read.strange.is_empty(), "{name}: {read:?}\n{text}");
    }
}

/// Ordinary answers have nothing that a chat would show raw: no backslash, no entity, no tag, no table.
#[test]
fn ordinary_answers_are_plain() {
    let desk = TestDesk::new(NOW);
    desk.noted("seed");
    let claims = desk.list("claim list");
    let ids = claims
        .iter()
        .take(12)
        .map(|claim| claim["id"].as_str().expect("an id"));
    let shown = ids.map(|id| format!("claim show {id}"));
    let lists = [
        "unconfirmed",
        "discrepancies",
        "claim list",
        "party list",
        "source list",
        "status",
        "matrix",
        "awaiting",
        "report -",
    ];
    for line in shown.chain(lists.map(str::to_owned)) {
        let text = desk.noted(format!("{line} --format markdown"));
        for raw in ["\\", "&#", "&amp;", "<br>", "|", "  \n"] {
            assert!(!text.contains(raw), "{line} has {raw}:\n{text}");
        }
        let read = Read::of(&text);
        assert!(
            read.strange.is_empty() && read.links.is_empty(),
            "{line}: {read:#?}"
        );
    }
}

/// Pieces that Markdown and chats give a meaning to.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("*"),
        Just("**"),
        Just("_"),
        Just("~"),
        Just("`"),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("<"),
        Just(">"),
        Just("!"),
        Just("&"),
        Just("#"),
        Just(";"),
        Just("@"),
        Just("here"),
        Just("\\"),
        Just("|"),
        Just(":"),
        Just("-"),
        Just("1."),
        Just("$"),
        Just("^"),
        Just("https://e.example"),
        Just("www.e.example"),
        Just("ab"),
        Just("É"),
        Just(" "),
        Just("\u{a0}"),
        Just("“"),
        Just("="),
        Just("{"),
        Just("}"),
    ];
    let text = prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat());
    text.prop_map(|text| {
        format!(
            "{} z",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(6), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_recorded_is_read(names in prop::collection::btree_set(words(), 12..20), text in words()) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let desk = claim(&text, &names, &text, "https://post.example/");
        let pasted = pasted(&desk);
        let read = Read::of(&pasted);
        prop_assert!(read.strange.is_empty(), "{:?}\n{}", read.strange, pasted);
        prop_assert!(read.links.iter().all(|link| link == "https://post.example/"), "{:?}\n{}", read.links, pasted);
        prop_assert_eq!(read.links.len(), names.len());
        for words in names.iter().copied().chain([text.as_str()]) {
            prop_assert!(read.text.contains(words), "{} is read as\n{}\nin\n{}", words, read.text, pasted);
        }
        prop_assert!(taken_up(&pasted).is_empty(), "{:?}\n{}", taken_up(&pasted), pasted);
    }
}

/// The table is what it was: only Markdown is for pasting.
#[test]
fn a_table_of_claims_is_a_list_in_markdown() {
    let desk = claim(
        "The ferry sails.",
        &["Ann", "Bo"],
        "no",
        "https://post.example/",
    );
    assert_eq!(
        desk.ok("claim list --format markdown"),
        "## 1 claim\n\n- **ferry**: The ferry sails. · status: disputed, denied by Bo; 1 of 2 origins; ruled mixed · said by: Ann · not so: Bo\n"
    );
    let all: Value = serde_json::from_str(&desk.ok("claim list --format json")).expect("JSON");
    assert_eq!(all.as_array().map(Vec::len), Some(1));
}
