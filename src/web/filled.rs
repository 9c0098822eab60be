//! A form that was filled in and sent.

use http_body_util::{BodyDataStream, Full};
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use percent_encoding::percent_decode;

use super::commands::Sent;
use super::guard;
use super::reply::Refused;
use crate::render::html::query;

/// How a form is encoded.
const ENCODING: &str = "application/x-www-form-urlencoded";
/// How a form with files is encoded.
pub(super) const WITH_FILES: &str = "multipart/form-data";

/// The fields of a form that was sent. Those that were left empty are not given.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    given: Vec<(String, String)>,
    /// The files that came with it, each with the field that it is in. No two have the same name.
    files: Vec<(String, Sent)>,
}

impl Filled {
    /// The fields in the body of a request. The lines of a text end as on this machine, and not as browsers send them.
    ///
    /// # Errors
    /// If the body is no form, not in UTF-8, or has a NUL character in a field.
    pub(super) async fn parse(headers: &HeaderMap, body: Bytes) -> Result<Self, Refused> {
        let kind = guard::text(headers, &CONTENT_TYPE).unwrap_or(ENCODING);
        let name = kind.split(';').next().unwrap_or_default().trim();
        let filled = if name.eq_ignore_ascii_case(WITH_FILES) {
            Self::of_parts(kind, body).await?
        } else if name.eq_ignore_ascii_case(ENCODING) {
            if percent_decode(&body).decode_utf8().is_err() {
                return Err(not_utf8("the body"));
            }
            Self::of(&body)
        } else {
            let error = format!("the body is {name}");
            return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
                .hint(format!("send it as {ENCODING}")));
        };
        let files = filled.files.iter();
        let names = files.map(|(field, file)| (field, &file.name));
        let given = filled.given.iter().map(|(name, value)| (name, value));
        match given.chain(names).find(|(_, value)| value.contains('\0')) {
            None => Ok(filled),
            Some((name, _)) => {
                let error = format!("{name} has a NUL character in it");
                Err(Refused::new(StatusCode::BAD_REQUEST, error)
                    .hint("leave it out: no text can hold one"))
            }
        }
    }

    /// The fields and files of a body in parts.
    async fn of_parts(kind: &str, body: Bytes) -> Result<Self, Refused> {
        let broken = |error: multer::Error| {
            let error = format!("the form cannot be read: {error}");
            Refused::new(StatusCode::BAD_REQUEST, error)
        };
        let boundary = multer::parse_boundary(kind).map_err(broken)?;
        let body = BodyDataStream::new(Full::new(body));
        let mut parts = multer::Multipart::new(body, boundary);
        let mut filled = Self::default();
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(broken)?;
            match file {
                // No file was chosen.
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => filled.add_file(field, &name, bytes.to_vec()),
                None => {
                    let value = String::from_utf8(bytes.to_vec()).map_err(|_| not_utf8(&field))?;
                    filled.add(&field, &value);
                }
            }
        }
        Ok(filled)
    }

    /// Adds a file, under a name of its own: a dash is what was typed, and files of several folders may be called the same.
    fn add_file(&mut self, field: String, name: &str, bytes: Vec<u8>) {
        let is_taken = |wanted: &str| {
            let mut files = self.files.iter();
            wanted == "-" || wanted.is_empty() || files.any(|(_, file)| file.name == wanted)
        };
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let name = std::iter::once(name.to_owned())
            .chain(numbered)
            .find(|wanted| !is_taken(wanted))
            .unwrap_or_default();
        self.files.push((field, Sent { name, bytes }));
    }

    /// Adds a value of a field as a browser sends it, unless it was left empty.
    fn add(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            let lines = value.replace("\r\n", "\n").replace('\r', "\n");
            self.given.push((name.to_owned(), lines));
        }
    }

    /// The fields in the query of an address.
    pub(super) fn of_query(query: &str) -> Self {
        Self::of(query.as_bytes())
    }

    fn of(encoded: &[u8]) -> Self {
        let mut filled = Self::default();
        for (name, value) in form_urlencoded::parse(encoded) {
            filled.add(&name, &value);
        }
        filled
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
            files: self.files.clone(),
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

    /// The files in a field.
    pub(super) fn files<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Sent> {
        let named = self.files.iter().filter(move |(field, _)| field == name);
        named.map(|(_, file)| file)
    }

    /// The names of the fields that are given.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.given.iter().map(|(name, _)| name.as_str())
    }

    /// The names of the fields that files are in.
    pub(super) fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }
}

fn not_utf8(what: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, format!("{what} is not in UTF-8"))
}

/// A value as it stands in an address.
pub(super) fn encoded(value: &str) -> String {
    let field = query([("", value)]);
    field.strip_prefix('=').unwrap_or(&field).to_owned()
}
