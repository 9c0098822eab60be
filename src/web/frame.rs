//! What every page has around its answers: title, menu, search, filters.

use hyper::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::blank::sentence;
use super::desk::{RECORD, SESSION};
use super::filled::encoded;
use super::form::{self, Query, form};
use super::reply::{Refused, SUGGESTION};
use super::review;
use super::routes::Route;
use super::wording;
use super::writes::{self, WRITES};
use crate::render::html::text;

/// A page before it is drawn.
pub(super) struct Sheet<'r> {
    route: &'static Route,
    path: &'r str,
    name: Option<&'r str>,
    query: &'r Query,
    /// Its own answer, drawn.
    pub(super) answer: Option<String>,
    /// Notes and warnings about it.
    pub(super) remarks: Vec<String>,
    /// Why there is none.
    pub(super) refused: Option<Refused>,
    /// The entity tag of the journal's head.
    pub(super) head: Option<String>,
}

/// The words of the heading that an answer itself has, escaped as they are in it.
fn heading_words(answer: &str) -> Option<String> {
    let (_, rest) = answer.split_once("<h1>")?;
    let (heading, _) = rest.split_once("</h1>")?;
    let words = heading.split('<').enumerate();
    let words = words.map(|(at, piece)| match (at, piece.split_once('>')) {
        (0, _) | (_, None) => piece,
        (_, Some((_, words))) => words,
    });
    Some(words.collect())
}

impl<'r> Sheet<'r> {
    /// A page of a question without answers yet.
    pub(super) fn new(
        route: &'static Route,
        path: &'r str,
        name: Option<&'r str>,
        query: &'r Query,
    ) -> Self {
        Self {
            route,
            path,
            name,
            query,
            answer: None,
            remarks: Vec::new(),
            refused: None,
            head: None,
        }
    }
}

/// The pages in the menu.
const MENU: &[(&str, &str)] = &[
    ("/", "Overview"),
    ("/claims", "Claims"),
    ("/discrepancies", "Discrepancies"),
    ("/awaiting", "Whom to call"),
    ("/questions", "Questions"),
    ("/parties", "Parties"),
    ("/sources", "Sources"),
    #[cfg(feature = "news")]
    ("/feeds", "Feeds"),
    ("/matrix", "Matrix"),
    ("/changes?since=yesterday", "Changes"),
    ("/record", "Record"),
    ("/draft", "Draft"),
    (review::PAGE, "Review"),
    ("/log", "Journal"),
];

/// A page with its own answer.
pub(super) fn page(sheet: &Sheet<'_>) -> String {
    let Sheet { route, query, .. } = sheet;
    let own = sheet.answer.as_deref().and_then(heading_words);
    let has_own = own.is_some();
    let title = match (sheet.name, own) {
        (Some(_), Some(words)) => html! { (PreEscaped(words)) " · " (route.title) },
        (Some(name), None) => html! { (name) " · " (route.title) },
        (None, _) => html! { (route.title) },
    };
    let clocks = query.clocks();
    let path = sheet.path.to_owned();
    let content = html! {
        @if sheet.name.is_none() && !has_own { h1 { (route.title) } }
        @if clocks.is_empty() { (actions(route, sheet.name)) }
        @if sheet.name.is_none() { (form(route, query, &path)) }
        @if !clocks.is_empty() && sheet.refused.is_none() { p.past { "As it stood at another time. " a href=(path) { "Show it as it is now" } } }
        @if let Some(refused) = &sheet.refused { p.refused { (sentence(&form::labelled(&refused.error, route))) } }
        @for remark in &sheet.remarks { p.remark { (remark) } }
        @if let Some(answer) = &sheet.answer { div.part { (PreEscaped(answer)) } }
    };
    let around = Around {
        path: sheet.path,
        clocks: &clocks,
        search: query.get("q"),
        head: sheet.head.as_deref(),
    };
    document(&title, Some(around), &content)
}

/// A further answer on a page.
pub(super) fn beside(heading: &'static str, answer: &str) -> String {
    text(
        &html! { section.part aria-label=(heading) { h2.part-title { (heading) } (PreEscaped(answer)) } },
    )
}

/// A page in two: up to where further answers belong, and the rest.
pub(super) fn ending(mut page: String) -> (String, String) {
    let rest = page.rfind("</main>").map(|at| page.split_off(at));
    (page, rest.unwrap_or_default())
}

/// Links to the forms that go with a page.
fn actions(route: &Route, name: Option<&str>) -> Markup {
    let name = name.map(encoded).unwrap_or_default();
    html! { @if !route.records.is_empty() {
        p.actions { @for (label, path) in route.records { a href={ (path) (name) } { (label) } " " } }
    } }
}

/// What the page's menu and search show.
struct Around<'r> {
    path: &'r str,
    clocks: &'r str,
    search: Option<&'r str>,
    head: Option<&'r str>,
}

impl<'r> Around<'r> {
    /// What a page has around it that shows no state of the ledger.
    fn nothing_at(path: &'r str) -> Self {
        Self {
            path,
            clocks: "",
            search: None,
            head: None,
        }
    }
}

fn document(title: &Markup, around: Option<Around<'_>>, content: &Markup) -> String {
    let head = around.as_ref().and_then(|around| around.head);
    text(&html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · onrecord" }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/desk.css";
                script src="/assets/desk.js" defer {}
                script src="/assets/record.js" defer {}
                script src="/assets/complete.js" defer {}
            }
            body data-head=[head] {
                a.skip href="#main" { "Skip to the page" }
                @if let Some(around) = &around { (menu(around)) }
                main id="main" tabindex="-1" { (content) }
                p.news id="news" role="status" {}
            }
        }
    })
}

fn menu(around: &Around<'_>) -> Markup {
    let is_here = |path: &str| match path {
        "/" => around.path == "/",
        path => around
            .path
            .starts_with(path.split('?').next().unwrap_or(path)),
    };
    let address = |path: &str| match around.clocks {
        "" => path.to_owned(),
        clocks if path.contains('?') => format!("{path}&{clocks}"),
        clocks => format!("{path}?{clocks}"),
    };
    html! {
        header.top {
            a.brand href=(address("/")) { "onrecord" }
            form.search role="search" method="get" action="/search" {
                label.unseen for="search" { "Search the ledger" }
                input id="search" type="search" name="q" value=[around.search] placeholder="Search" autocomplete="off"
                    spellcheck="false" aria-controls="found" aria-describedby="search-keys";
                span.unseen id="search-keys" { "Results appear while you type." }
                div id="found" hidden {}
            }
            nav aria-label="Pages" { ul {
                @for &(path, name) in MENU {
                    li { a href=(address(path)) aria-current=[is_here(path).then_some("page")] { (name) } }
                }
            } }
        }
    }
}

/// A page that is no answer.
pub(super) fn plain(title: &str, path: &str, content: &Markup) -> String {
    document(&html! { (title) }, Some(Around::nothing_at(path)), content)
}

/// The page of everything that may be recorded.
pub(super) fn writes() -> String {
    let content = html! {
        h1 { "Record" }
        ul.writes { @for write in &WRITES { li { a href=(write.path) { (write.title) } } } }
        p.note { "To correct or void a statement, go to its claim or source. To record a passage, select it in the text of its source." }
    };
    plain("Record", RECORD, &content)
}

/// The page that exchanges the token of an address for a cookie.
pub(super) fn exchange(token: &str) -> String {
    document(
        &html! { "Open the desk" },
        None,
        &html! {
            h1 { "onrecord" }
            form.exchange id="exchange" method="post" action=(SESSION) {
                input type="hidden" name="token" value=(token);
                p { "The address is right." }
                button type="submit" { "Open the desk" }
            }
        },
    )
}

/// The page of a refusal.
pub(super) fn refusal(refused: &Refused, path: &str, may_look: bool) -> String {
    let around = Around::nothing_at("");
    let hint = refused.hint.as_deref();
    // Whoever may not look yet has to go to where the server was started.
    let hint = match may_look {
        true => hint.and_then(|hint| wording::hint(hint, writes::at(path))),
        false => hint.map(str::to_owned),
    };
    let content = html! {
        h1 { (heading(refused.status)) }
        p.refused { (sentence(&refused.error)) }
        @if !refused.details.is_empty() { ul.plain { @for detail in &refused.details { li { (detail) } } } }
        @if let Some(hint) = hint { p.hint { (suggested(&hint, refused, path)) } }
        @if !may_look {
            p { "If the desk is open in this browser already, " a href="/" { "go on there" } "." }
        }
    };
    document(
        &html! { "Not possible" },
        may_look.then_some(around),
        &content,
    )
}

/// What a refusal is called on a page.
fn heading(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "This desk is not open here",
        StatusCode::NOT_FOUND => "There is no such thing",
        StatusCode::CONFLICT => "It was changed meanwhile",
        StatusCode::SERVICE_UNAVAILABLE => "Not now",
        status if status.is_server_error() => "Something is wrong with the ledger",
        _ => "That cannot be answered",
    }
}

/// A hint. The names that it suggests instead of the one in a path are links, in words if these are known.
fn suggested(hint: &str, refused: &Refused, path: &str) -> Markup {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let names = refused.suggested();
    html! { @if names.is_empty() || folder.is_empty() { (sentence(hint)) } @else {
        (sentence(SUGGESTION))
        @for (at, name) in names.iter().enumerate() {
            @if at > 0 { ", " }
            @let called = refused.called.iter().find(|(known, _)| known == name);
            a href={ (folder) "/" (name) } { (called.map_or(*name, |(_, words)| words.trim_end_matches('.'))) }
        }
        "?"
    } }
}
