//! A form that was filled in and sent.

use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use percent_encoding::percent_decode;

use super::guard;
use super::reply::Refused;
use crate::render::html::query;

/// How a form is encoded.
const ENCODING: &str = "application/x-www-form-urlencoded";

/// The fields of a form that was sent. Those that were left empty are not given.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    given: Vec<(String, String)>,
}

impl Filled {
    /// The fields in the body of a request. The lines of a text end as on this machine, and not as browsers send them.
    ///
    /// # Errors
    /// If the body is no form, not in UTF-8, or has a NUL character in a field.
    pub(super) fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refused> {
        let kind = guard::text(headers, &CONTENT_TYPE).unwrap_or(ENCODING);
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case(ENCODING) {
            let error = format!("the body is {kind}");
            return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
                .hint(format!("send it as {ENCODING}")));
        }
        if percent_decode(body).decode_utf8().is_err() {
            let error = "the body is not in UTF-8";
            return Err(Refused::new(StatusCode::BAD_REQUEST, error));
        }
        let filled = Self::of(body);
        match filled.given.iter().find(|(_, value)| value.contains('\0')) {
            None => Ok(filled),
            Some((name, _)) => {
                let error = format!("{name} has a NUL character in it");
                Err(Refused::new(StatusCode::BAD_REQUEST, error)
                    .hint("leave it out: no text can hold one"))
            }
        }
    }

    /// The fields in the query of an address.
    pub(super) fn of_query(query: &str) -> Self {
        Self::of(query.as_bytes())
    }

    fn of(encoded: &[u8]) -> Self {
        let fields = form_urlencoded::parse(encoded);
        let fields = fields.filter(|(_, value)| !value.trim().is_empty());
        let lines = |value: &str| value.replace("\r\n", "\n").replace('\r', "\n");
        Self {
            given: fields
                .map(|(name, value)| (name.into_owned(), lines(&value)))
                .collect(),
        }
    }

    /// Adds a value of a field.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.given.push((name.to_owned(), value.to_owned()));
    }

    /// The same without some fields.
    #[must_use]
    pub(super) fn without(&self, is_left_out: impl Fn(&str) -> bool) -> Self {
        let given = self.given.iter();
        let given = given.filter(|(name, _)| !is_left_out(name));
        Self {
            given: given.cloned().collect(),
        }
    }

    /// The fields, encoded as a query.
    pub(super) fn query(&self) -> String {
        let given = self.given.iter();
        query(given.map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The first value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.given.iter().filter(|(given, _)| given == name);
        named.next().map(|(_, value)| value.as_str())
    }

    /// All values of a field.
    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.given.iter().filter(move |(given, _)| given == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The names of the fields that are given.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.given.iter().map(|(name, _)| name.as_str())
    }
}

/// A value as it stands in an address.
pub(super) fn encoded(value: &str) -> String {
    let field = query([("", value)]);
    field.strip_prefix('=').unwrap_or(&field).to_owned()
}
