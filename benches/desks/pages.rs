//! The pages that are asked for: each of the server's, with the names of things that are there.

use crate::generator::{self, Size};
use crate::program::Ledger;

/// The server's table of pages, to see that none is left out here.
const ROUTES: &str = include_str!("../../src/web/routes.rs");

/// The page that is not timed: it hashes the whole journal, which is what it is asked for.
const CHECK: &str = "/verify";

/// The form in which a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Json,
}

impl Form {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Html => "page",
            Self::Json => "json",
        }
    }

    /// The header `Accept`.
    pub(crate) fn accept(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Json => "application/json",
        }
    }
}

/// A page.
pub(crate) struct Page {
    /// The page in the server's table.
    route: &'static str,
    path: String,
    /// The limit that a program sets, whose lists are complete otherwise.
    limit: Option<u32>,
}

impl Page {
    /// Its address.
    pub(crate) fn path(&self, form: Form) -> String {
        match self.limit.filter(|_| form == Form::Json) {
            None => self.path.clone(),
            Some(limit) if self.path.contains('?') => format!("{}&limit={limit}", self.path),
            Some(limit) => format!("{}?limit={limit}", self.path),
        }
    }
}

/// All pages.
pub(crate) fn all(ledger: &Ledger, size: Size) -> Vec<Page> {
    let claim = generator::ordinary_claim(size);
    let crowded = generator::crowded_claim();
    let (party, source) = generator::party_and_source(size);
    let question = generator::question_id(size.questions / 2);
    let whole = |route, path: String| Page {
        route,
        path,
        limit: None,
    };
    let list = |route, path: String| Page {
        route,
        path,
        limit: Some(100),
    };
    let pages = vec![
        whole("/", "/".into()),
        whole("/", "/?as-of=2023-07-01".into()),
        whole("/status", "/status".into()),
        list("/claims", "/claims".into()),
        list("/claims", "/claims?status=disputed".into()),
        list("/claims", "/claims?topic=topic-7".into()),
        list("/claims", "/claims?as-of=2023-07-01".into()),
        whole("/claims/*", format!("/claims/{claim}")),
        whole("/claims/*", format!("/claims/{crowded}")),
        whole("/claims/*", format!("/claims/{claim}?as-of=2023-07-01")),
        whole("/why/*", format!("/why/{claim}")),
        whole("/why/*", format!("/why/{crowded}")),
        list("/unconfirmed", "/unconfirmed".into()),
        list("/unconfirmed", "/unconfirmed?topic=topic-7".into()),
        list("/unconfirmed", "/unconfirmed?as-of=2023-07-01".into()),
        list("/discrepancies", "/discrepancies".into()),
        list("/discrepancies", "/discrepancies?topic=topic-7".into()),
        list("/discrepancies", format!("/discrepancies?party={party}")),
        list("/discrepancies", "/discrepancies?kind=overdue".into()),
        list("/discrepancies", "/discrepancies?as-of=2023-07-01".into()),
        list("/awaiting", "/awaiting".into()),
        list("/awaiting", "/awaiting?topic=topic-7".into()),
        list("/awaiting", "/awaiting?as-of=2023-07-01".into()),
        whole("/changes", "/changes?since=yesterday".into()),
        list("/matrix", "/matrix".into()),
        list("/matrix", "/matrix?topic=topic-7".into()),
        whole("/timeline", format!("/timeline?of={claim}")),
        whole("/timeline/*", format!("/timeline/{claim}")),
        whole("/timeline/*", format!("/timeline/{question}")),
        list("/timeline/*", format!("/timeline/{party}")),
        list("/timeline/*", "/timeline/topic-7".into()),
        whole("/rivals/*", format!("/rivals/{question}")),
        list("/parties", "/parties".into()),
        list("/parties/*", format!("/parties/{party}")),
        list("/parties/*", "/parties/government-0".into()),
        list("/sources", "/sources".into()),
        whole("/sources/*", format!("/sources/{source}")),
        whole(
            "/sources/*",
            format!("/sources/{}", source_with_text(ledger)),
        ),
        list("/questions", "/questions".into()),
        whole("/questions/*", format!("/questions/{question}")),
        list("/search", "/search?q=de".into()),
        list("/search", "/search?q=mayor+ferry".into()),
        list("/log", "/log".into()),
        whole("/head", "/head".into()),
        list("/candidates", "/candidates".into()),
        whole("/draft", "/draft".into()),
        whole("/feeds", "/feeds".into()),
    ];
    let routes = ROUTES.split("plain(\"").skip(1);
    let routes = routes.filter_map(|rest| rest.split('"').next());
    for route in routes.filter(|route| *route != CHECK) {
        let is_asked = pages.iter().any(|page| page.route == route);
        assert!(is_asked, "nothing asks for {route}");
    }
    pages
}

/// A source whose text is attached and has statements in it.
fn source_with_text(ledger: &Ledger) -> String {
    let database = rusqlite::Connection::open(&ledger.path).expect("a ledger");
    let sql = "SELECT s.id FROM source_text t JOIN source s ON s.key = t.source WHERE s.ended IS NULL AND t.ended IS NULL LIMIT 1";
    let found = database.query_row(sql, [], |row| row.get(0));
    found.expect("a source with a text")
}
