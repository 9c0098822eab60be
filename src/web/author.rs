//! Who records: the name under which everything that is sent is recorded. It is never guessed.

use hyper::StatusCode;
use hyper::header::{HeaderMap, LOCATION, SET_COOKIE};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::filled::Filled;
use super::guard::{self, Shown};
use super::reply::{self, HTML, Refused, Reply};
use crate::domain::text::{is_hostile, required};
use crate::render::html::query;

/// The page that asks for the name.
pub(super) const BY: &str = "/by";
/// The field with the name.
pub(super) const FIELD: &str = "by";
/// The field with the page to go back to.
const TO: &str = "to";
/// Characters that a name may have.
const LONGEST: usize = 100;
/// Seconds for which a browser keeps the name: a year.
const KEPT: u32 = 365 * 24 * 60 * 60;

/// The names of those who record.
pub(super) struct Authors {
    /// The one that was set when the server was started.
    fixed: Option<String>,
    /// The cookie in which a browser keeps its own.
    cookie: String,
}

impl Authors {
    /// The names at a server with this port, where one may be fixed.
    pub(super) fn new(fixed: Option<String>, port: u16) -> Self {
        Self {
            fixed,
            cookie: format!("onrecord-{port}-by"),
        }
    }

    /// Whether everything is recorded under the name that was set when the server was started.
    pub(super) fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// The name under which the sender of a request records, if it is known.
    pub(super) fn known(&self, headers: &HeaderMap) -> Option<String> {
        self.fixed.clone().or_else(|| self.kept(headers))
    }

    fn kept(&self, headers: &HeaderMap) -> Option<String> {
        let value = percent_decode_str(guard::cookie(headers, &self.cookie)?);
        checked(&value.decode_utf8().ok()?).ok()
    }

    /// The name to record under. A program, which shows the token, sends it along as `given`; what a page sends is the
    /// name that it showed.
    ///
    /// # Errors
    /// If there is none, or it is not the one that was sent.
    pub(super) fn of(
        &self,
        headers: &HeaderMap,
        shown: Option<Shown>,
        given: Option<&str>,
    ) -> Result<String, Refused> {
        let given = given.map(checked).transpose()?;
        let known = match shown {
            Some(Shown::Bearer) => self.fixed.clone(),
            _ => self.known(headers),
        };
        match (known, given) {
            (Some(known), Some(given)) if known != given => {
                let error = format!("this would be recorded by {known}, and not by {given}");
                Err(Refused::new(StatusCode::CONFLICT, error)
                    .hint("nothing was recorded; look whether that is right, and send it again"))
            }
            (Some(name), _) => Ok(name),
            (None, Some(name)) if shown == Some(Shown::Bearer) => Ok(name),
            (None, _) => Err(unnamed(shown)),
        }
    }

    /// Keeps a name in a browser, and goes back to where it was asked for.
    ///
    /// # Errors
    /// If it is no name, or the server has a fixed one.
    pub(super) fn keep(&self, filled: &Filled) -> Result<Reply, Refused> {
        if let Some(fixed) = &self.fixed {
            let error = format!("this desk records everything as {fixed}");
            return Err(Refused::new(StatusCode::CONFLICT, error)
                .hint("start it without --by, and it asks each browser"));
        }
        let name = checked(filled.get(FIELD).unwrap_or_default())?;
        let value = utf8_percent_encode(&name, NON_ALPHANUMERIC);
        let cookie = format!(
            "{}={value}; HttpOnly; SameSite=Strict; Path=/; Max-Age={KEPT}",
            self.cookie
        );
        let mut reply = reply::reply(StatusCode::SEE_OTHER, HTML, "");
        reply::set(&mut reply, SET_COOKIE, &cookie);
        reply::set(&mut reply, LOCATION, own_path(filled.get(TO)));
        Ok(reply)
    }

    /// The form that asks for the name.
    pub(super) fn form(&self, headers: &HeaderMap, to: Option<&str>) -> Markup {
        let known = self.known(headers);
        html! {
            h1 { "Who records?" }
            @if let Some(fixed) = &self.fixed {
                p { "This desk records everything as " strong { (fixed) } ": it was started with that name." }
            } @else {
                form.recording method="post" action=(BY) {
                    p { "What you record is kept in the journal under this name." }
                    input type="hidden" name=(TO) value=(own_path(to));
                    label.field { span.label { "Your name, or your desk’s" }
                        input type="text" name=(FIELD) value=[known] required autofocus autocomplete="name" maxlength=(LONGEST);
                    }
                    button type="submit" { "Record under this name" }
                }
            }
        }
    }
}

/// The address of the page that asks for the name, and goes on to another page of this server.
pub(super) fn asking(to: &str) -> String {
    format!("{BY}?{}", query([(TO, to)]))
}

/// The path that a form goes back to. Only a path of this server is one.
pub(super) fn own_path(to: Option<&str>) -> &str {
    let is_own = |to: &&str| {
        let mut letters = to.chars();
        letters.next() == Some('/')
            && !matches!(letters.next(), Some('/' | '\\'))
            && !to.contains(|letter: char| letter.is_control() || letter.is_whitespace())
    };
    to.filter(is_own).unwrap_or("/")
}

/// A name without outer spaces.
fn checked(name: &str) -> Result<String, Refused> {
    let name = name.trim();
    let refuse = |error: String| Err(Refused::new(StatusCode::BAD_REQUEST, error).at(FIELD));
    if required(FIELD, name).is_err() {
        return refuse("a name is missing".to_owned());
    }
    if name.chars().count() > LONGEST {
        return refuse(format!("a name may have {LONGEST} characters"));
    }
    if name.chars().any(is_hostile) {
        return refuse("a name may have no invisible characters".to_owned());
    }
    Ok(name.to_owned())
}

fn unnamed(shown: Option<Shown>) -> Refused {
    let refused = Refused::new(StatusCode::BAD_REQUEST, "who records this?").at(FIELD);
    match shown {
        Some(Shown::Bearer) => {
            refused.hint("send the name in the field `by`, or start the server with --by NAME")
        }
        _ => refused.hint(format!("say at {BY} who records, and send this again")),
    }
}
