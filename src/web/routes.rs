//! The questions that may be asked: which path is which command, and which options it takes.
//!
//! A request can only name what is in this table. No command in it records anything, and no option in it names a file.

use percent_encoding::percent_decode_str;

use super::form::Field;
use super::form::Kind::{Choice, Flag, Number, Text, Time, Words};
use crate::domain::discrepancy;
use crate::domain::status::Status;
use crate::domain::words::WordList;

/// A question.
pub(super) struct Route {
    /// Its path. `*` stands for a name.
    pub(super) path: &'static str,
    /// What it is about: the title of its page.
    pub(super) title: &'static str,
    /// The command. `*` stands for the name.
    pub(super) words: &'static [&'static str],
    /// The options that it takes, besides the clocks.
    pub(super) fields: &'static [Field],
    /// The clocks that it takes.
    pub(super) clocks: &'static [Field],
    /// The number of elements that its page lists unless the request has a limit.
    pub(super) limit: Option<u32>,
    /// Forms that go with its page: what they do, and their addresses, at whose ends the name is put if there is one.
    pub(super) records: &'static [(&'static str, &'static str)],
    /// Further answers on its page.
    pub(super) beside: &'static [Beside],
}

/// A further answer on a page.
pub(super) struct Beside {
    /// The heading above it.
    pub(super) heading: &'static str,
    /// The command. `*` stands for the name of the page.
    pub(super) words: &'static [&'static str],
}

/// The clocks: options of most questions.
pub(super) const CLOCKS: &[Field] = &[AS_OF, KNOWN_AT, REVIEWED];

const AS_OF: Field = Field::new("as-of", "Said until", Time);
const KNOWN_AT: Field = Field::new("known-at", "Known at", Time);
const REVIEWED: Field = Field::new("reviewed", "Only what was reviewed", Flag);

const TOPIC: Field = Field::new("topic", "Topic", Text);
const PARTY: Field = Field::new("party", "Party", Text);
const LIMIT: Field = Field::new("limit", "At most", Number);
const STATUS: Field = Field::new("status", "Status", Choice(words::<Status>, "any"));
const KIND: Field = Field::new("kind", "Kind", Choice(words::<discrepancy::Kind>, "any"));
const STATE: Field = Field::new("state", "State", Choice(|| vec!["resolved", "all"], "open"));

/// The form that adds articles.
const ADD_ARTICLES: (&str, &str) = ("Add articles", super::writes::ARTICLES);

fn words<W: WordList>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.as_str()).collect()
}

/// A question without options, further answers or a limit.
const fn plain(path: &'static str, title: &'static str, words: &'static [&'static str]) -> Route {
    Route {
        path,
        title,
        words,
        fields: &[],
        clocks: CLOCKS,
        limit: None,
        records: &[],
        beside: &[],
    }
}

/// The questions.
pub(super) static ROUTES: &[Route] = &[
    Route {
        beside: &[
            Beside {
                heading: "Since yesterday",
                words: &["changes", "--since=yesterday", "--brief"],
            },
            Beside {
                heading: "Where accounts diverge",
                words: &["discrepancies", "--limit=5"],
            },
            Beside {
                heading: "Whom to call next",
                words: &["awaiting", "--limit=6"],
            },
        ],
        records: &[ADD_ARTICLES],
        ..plain("/", "Overview", &["status"])
    },
    plain("/status", "Status", &["status"]),
    Route {
        fields: &[
            STATUS,
            TOPIC,
            Field::new("question", "Question", Text),
            LIMIT,
        ],
        limit: Some(200),
        records: &[("Add a claim", "/record/claim/add")],
        ..plain("/claims", "Claims", &["claim", "list"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(100),
        beside: &[
            Beside {
                heading: "Why",
                words: &["why", "*"],
            },
            Beside {
                heading: "Timeline",
                words: &["timeline", "--limit=100", "*"],
            },
        ],
        records: &[
            ("Record a statement", "/record/say?claim="),
            ("Rule on it", "/record/rule?claim="),
            ("Edit it", "/record/claim/edit?id="),
        ],
        ..plain("/claims/*", "Claim", &["claim", "show", "*"])
    },
    plain("/why/*", "Why", &["why", "*"]),
    Route {
        fields: &[TOPIC, LIMIT],
        limit: Some(200),
        ..plain("/unconfirmed", "Unconfirmed", &["unconfirmed"])
    },
    Route {
        fields: &[
            KIND,
            STATE,
            TOPIC,
            PARTY,
            Field::new("claim", "Claim", Text),
            Field::new("weak", "Weak ones too", Flag),
            LIMIT,
        ],
        limit: Some(100),
        ..plain("/discrepancies", "Discrepancies", &["discrepancies"])
    },
    Route {
        fields: &[
            TOPIC,
            PARTY,
            LIMIT,
            Field::new("each", "Claims for each", Number),
        ],
        limit: Some(100),
        ..plain("/awaiting", "Whom to call", &["awaiting"])
    },
    Route {
        fields: &[
            Field::new("since", "Since", Time).needed(),
            Field::new("until", "Until", Time),
            Field::new("brief", "In sentences", Flag),
        ],
        clocks: &[AS_OF, REVIEWED],
        ..plain("/changes", "Changes", &["changes"])
    },
    Route {
        fields: &[TOPIC, Field::new("party", "Party", Text).many(), LIMIT],
        limit: Some(80),
        ..plain("/matrix", "Matrix", &["matrix"])
    },
    Route {
        fields: &[
            Field::new("of", "Claim, question, topic or party", Words).needed(),
            LIMIT,
        ],
        limit: Some(100),
        ..plain("/timeline", "Timeline", &["timeline"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(100),
        ..plain("/timeline/*", "Timeline", &["timeline", "*"])
    },
    plain("/rivals/*", "Rival answers", &["rivals", "*"]),
    Route {
        fields: &[LIMIT],
        limit: Some(200),
        records: &[("Add a party", "/record/party/add")],
        ..plain("/parties", "Parties", &["party", "list"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(200),
        beside: &[
            Beside {
                heading: "Where accounts diverge",
                words: &["discrepancies", "--limit=20", "--party=*"],
            },
            Beside {
                heading: "What waits for its word",
                words: &["awaiting", "--party=*"],
            },
        ],
        records: &[
            ("Record a statement", "/record/say?party="),
            ("Edit it", "/record/party/edit?id="),
        ],
        ..plain("/parties/*", "Party", &["party", "show", "*"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(200),
        records: &[ADD_ARTICLES, ("Add a source", "/record/source/add")],
        ..plain("/sources", "Sources", &["source", "list"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(500),
        records: &[
            ("Review what was read from it", "/review?source="),
            ("Record a statement", "/record/say?source="),
            ("Edit it", "/record/source/edit?id="),
        ],
        ..plain("/sources/*", "Source", &["source", "show", "*"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(100),
        records: &[("Add a question", "/record/question/add")],
        ..plain("/questions", "Questions", &["question", "list"])
    },
    Route {
        beside: &[
            Beside {
                heading: "Who holds which answer",
                words: &["rivals", "*"],
            },
            Beside {
                heading: "Timeline",
                words: &["timeline", "--limit=100", "*"],
            },
        ],
        records: &[
            ("Add an answer", "/record/claim/add?question="),
            ("Edit it", "/record/question/edit?id="),
        ],
        ..plain("/questions/*", "Question", &["question", "show", "*"])
    },
    Route {
        fields: &[Field::new("q", "Words", Words).needed(), LIMIT],
        ..plain("/search", "Search", &["search"])
    },
    Route {
        fields: &[LIMIT],
        limit: Some(100),
        clocks: &[KNOWN_AT],
        records: &[("Check it", "/verify")],
        ..plain("/log", "Journal", &["log"])
    },
    Route {
        fields: &[Field::new("head", "A head that was kept", Text)],
        clocks: &[KNOWN_AT],
        ..plain("/verify", "Check of the journal", &["verify"])
    },
    Route {
        clocks: &[KNOWN_AT],
        ..plain("/head", "Head of the journal", &["head"])
    },
    Route {
        fields: &[
            Field::new("source", "Source", Text),
            Field::new("news", "Only what would change something", Flag),
            LIMIT,
        ],
        clocks: &[],
        limit: Some(100),
        records: &[("Review them", "/review"), ADD_ARTICLES],
        ..plain("/candidates", "Candidates", &["candidates"])
    },
    Route {
        fields: &[Field::new("source", "Source", Text)],
        clocks: &[],
        records: &[("Review it", "/review"), ADD_ARTICLES],
        ..plain("/draft", "Draft", &["draft"])
    },
    #[cfg(feature = "news")]
    Route {
        clocks: &[],
        beside: &[Beside {
            heading: "What waits and would change something",
            words: &["candidates", "--news", "--limit=20"],
        }],
        records: &[("Review what waits", "/review")],
        ..plain("/feeds", "Feeds", &["feed", "list"])
    },
];

/// The question at a path, and the name in it.
pub(super) fn at(path: &str) -> Option<(&'static Route, Option<String>)> {
    let path = match path {
        "/" => path,
        path => path.strip_suffix('/').unwrap_or(path),
    };
    ROUTES
        .iter()
        .find_map(|route| match route.path.strip_suffix('*') {
            None => (route.path == path).then_some((route, None)),
            Some(folder) => {
                let name = path
                    .strip_prefix(folder)
                    .filter(|name| !name.contains('/'))?;
                let name = percent_decode_str(name).decode_utf8().ok()?;
                (!name.is_empty()).then(|| (route, Some(name.into_owned())))
            }
        })
}
