//! Replies: their headers, and refusals as JSON or as a page.

use data_encoding::HEXLOWER;
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderName, HeaderValue, IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::commands::{Fault, Refusal};
use super::flow::Flow;
use super::guard::{self, Shown};
use crate::domain::text::safe_json;

/// A reply.
pub(super) type Reply = Response<Flow>;

/// What a page may load and send: its own style, script and answers, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every reply. With the referrer kept within the desk, forms say where they come from.
const HEADERS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (CACHE_CONTROL, "no-store"),
    (VARY, "accept, authorization, cookie"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const JSON: &str = "application/json";

/// Whether somebody wants JSON rather than a page. A program that has not said gets JSON: it shows a token, be that the
/// right one or not.
pub(super) fn wants_json(headers: &HeaderMap, shown: Option<Shown>) -> bool {
    let accepted = guard::text(headers, &ACCEPT).unwrap_or_default();
    let (page, json) = (accepted.contains("text/html"), accepted.contains(JSON));
    let is_program = shown == Some(Shown::Bearer) || headers.contains_key(AUTHORIZATION);
    !page && (json || is_program)
}

/// A reply with a text.
pub(super) fn reply(status: StatusCode, kind: &'static str, text: impl Into<Bytes>) -> Reply {
    flow(status, kind, Flow::from(text.into()))
}

/// A reply with any body.
pub(super) fn flow(status: StatusCode, kind: &'static str, body: Flow) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// The entity tag of an answer.
pub(super) fn tag(answer: &str) -> String {
    tag_with(answer, "")
}

/// The entity tag of an answer and what else it stands for.
pub(super) fn tag_with(answer: &str, beside: &str) -> String {
    let digest = Sha256::new()
        .chain_update(answer)
        .chain_update(beside)
        .finalize();
    format!("\"{}\"", HEXLOWER.encode(&digest[..16]))
}

/// A reply with an answer to a program, or without it if the client has the same one already. `beside` is what else its
/// entity tag stands for.
pub(super) fn answer(
    headers: &HeaderMap,
    kind: &'static str,
    answer: String,
    beside: &str,
) -> Reply {
    let tag = tag_with(&answer, beside);
    let known = guard::text(headers, &IF_NONE_MATCH);
    let is_known = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let mut reply = match is_known {
        true => reply(StatusCode::NOT_MODIFIED, kind, ""),
        false => reply(StatusCode::OK, kind, answer),
    };
    set(&mut reply, ETAG, &tag);
    reply
}

/// Sets a header.
pub(super) fn set(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// Why a request is refused.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) error: String,
    pub(super) hint: Option<String>,
    pub(super) details: Box<[String]>,
    /// The names in its hint, each with what it is called.
    pub(super) called: Box<[(String, String)]>,
    /// The field of a form that it is about, if that can be told.
    pub(super) field: Option<Box<str>>,
    /// What the command printed about it, if one was run.
    pub(super) json: Option<Box<str>>,
}

/// How a hint with names begins.
pub(super) const SUGGESTION: &str = "did you mean ";

/// Exit code of a command line that cannot be parsed, in refusals of requests that are no question.
const USAGE: u8 = 2;

impl Refused {
    /// A refusal by the server itself.
    pub(super) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self {
            status,
            error: error.into(),
            hint: None,
            details: Box::default(),
            called: Box::default(),
            field: None,
            json: None,
        }
    }

    /// The same with what to do about it.
    #[must_use]
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// The same about a field of a form.
    #[must_use]
    pub(super) fn at(self, field: &str) -> Self {
        Self {
            field: Some(field.into()),
            ..self
        }
    }

    /// The names that it suggests instead of one that fits nothing.
    pub(super) fn suggested(&self) -> Vec<&str> {
        let names = self
            .hint
            .as_deref()
            .and_then(|hint| hint.strip_prefix(SUGGESTION));
        let names = names.and_then(|names| names.strip_suffix('?'));
        names.map_or_else(Vec::new, |names| names.split(", ").collect())
    }

    /// The refusal as a command prints it.
    pub(super) fn json(&self) -> String {
        self.json.as_deref().map(str::to_owned).unwrap_or_else(|| {
            let line = json!({
                "error": self.error,
                "hint": self.hint,
                "code": USAGE,
                "details": self.details,
            });
            format!("{}\n", safe_json(&line.to_string()))
        })
    }
}

impl From<&Refusal> for Refused {
    fn from(refusal: &Refusal) -> Self {
        let refusal = refusal.clone();
        Self {
            status: match refusal.fault {
                Fault::Request => StatusCode::BAD_REQUEST,
                Fault::Unknown => StatusCode::NOT_FOUND,
                Fault::Conflict => StatusCode::CONFLICT,
                Fault::Busy => StatusCode::SERVICE_UNAVAILABLE,
                Fault::Full => StatusCode::INSUFFICIENT_STORAGE,
                Fault::Waiting => StatusCode::ACCEPTED,
                Fault::Ledger | Fault::Unanswered => StatusCode::INTERNAL_SERVER_ERROR,
            },
            error: refusal.error,
            hint: refusal.hint,
            details: refusal.details.into(),
            called: Box::default(),
            field: None,
            json: Some(refusal.json.into()),
        }
    }
}
