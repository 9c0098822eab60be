//! The review: its page, and the steps that the page takes.

use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{HeaderMap, LOCATION};
use maud::{Markup, html};
use serde_json::Value;

use super::author;
use super::desk::{Desk, blocking};
use super::form::Query;
use super::frame;
use super::guard::Shown;
use super::reply::{self, HTML, JSON, Refused, Reply};
use crate::domain::party::PartyKind;
use crate::domain::words::WordList;
use crate::render::html::query;

/// The page.
pub(super) const PAGE: &str = "/review";
/// Where it sends its steps.
pub(super) const STEP: &str = "/review/step";

/// The keys that answer and go on, as they stand on the page's buttons, with what they do.
const ANSWERS: [(&str, &str, &str); 5] = [
    ("a", "a", "Accept"),
    ("r", "r", "Reject"),
    (" ", "space", "Later"),
    ("b", "b", "Back"),
    ("u", "u", "Undo"),
];

/// The keys that change what is proposed.
const CHANGES: [(&str, &str, &str); 10] = [
    ("p", "p", "Who speaks"),
    ("P", "P", "Somebody new"),
    ("l", "l", "Who is called that"),
    ("f", "f", "Opposite stance"),
    ("t", "t", "Stance"),
    ("o", "o", "Other claim"),
    ("n", "n", "New claim"),
    ("e", "e", "Reword"),
    ("d", "d", "Day"),
    ("v", "v", "Relayed by"),
];

impl Desk {
    /// The page, once it is known who records.
    pub(super) fn review(&self, asked: &Query, headers: &HeaderMap) -> Result<Reply, Refused> {
        let source = asked.get("source");
        let here = match source {
            Some(source) => format!("{PAGE}?{}", query([("source", source)])),
            None => PAGE.to_owned(),
        };
        let Some(by) = self.authors.known(headers) else {
            let mut reply = reply::reply(StatusCode::SEE_OTHER, HTML, "");
            reply::set(&mut reply, LOCATION, &author::asking(&here));
            return Ok(reply);
        };
        let page = html! {
            div.review id="review" data-source=[source] data-by=(by) aria-busy="true" {
                div.head {
                    h1 { "Review" }
                    p.progress id="progress" {}
                    p.note { "Recording as " strong { (by) }
                        @if !self.authors.is_fixed() { " · " a href=(author::asking(&here)) { "change" } }
                    }
                }
                ol.strip id="strip" aria-label="What is to decide" {}
                noscript { p { "The review needs the page’s own script. On a terminal, " code { "onrecord review" } " does the same." } }
                div.sides {
                    section.reading aria-label="Article" {
                        h2 id="article-title" {}
                        div.article id="article" tabindex="0" aria-label="Text of the article" role="region" {}
                    }
                    section.panel aria-label="Proposal" {
                        div.keys { @for key in ANSWERS { (button(key)) } }
                        p.said id="note" role="status" {}
                        div.ask id="ask" hidden {}
                        select id="party-kinds" aria-label="Kind" hidden {
                            @for kind in PartyKind::ALL { option value=(kind) { (kind) ": " (kind.meaning()) } }
                        }
                        div.card id="card" tabindex="-1" aria-live="polite" { p.note { "Reading what waits …" } }
                        div.keys { @for key in CHANGES { (button(key)) } }
                        p.note { "1 to 3, N, o and n also accept it, on the claim that you choose." }
                    }
                }
            }
            script src="/assets/review.js" defer {}
        };
        Ok(reply::reply(
            StatusCode::OK,
            HTML,
            frame::plain("Review", PAGE, &page),
        ))
    }

    /// A step of a review.
    pub(super) async fn review_step(
        &self,
        body: Bytes,
        headers: &HeaderMap,
        shown: Option<Shown>,
    ) -> Result<Reply, Refused> {
        let asked: Value = serde_json::from_slice(&body).map_err(|error| {
            let error = format!("the step is no JSON: {error}");
            Refused::new(StatusCode::BAD_REQUEST, error)
        })?;
        let given = asked.get(author::FIELD).and_then(Value::as_str);
        let by = self.authors.of(headers, shown, given)?;
        let commands = std::sync::Arc::clone(&self.commands);
        let outcome = blocking(move |work| commands.review(&asked, by, work)).await?;
        let json = outcome.answer.map_err(|refusal| Refused::from(&refusal))?;
        Ok(reply::reply(StatusCode::OK, JSON, json))
    }
}

fn button((key, shown, what): (&str, &str, &str)) -> Markup {
    html! { button type="button" data-press=(key) { kbd { (shown) } " " (what) } }
}
