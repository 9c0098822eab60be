//! The last source and the last party of a browser, with which its next statement begins. The browser keeps them in a
//! cookie that scripts cannot read.

use hyper::header::{HeaderMap, SET_COOKIE};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::filled::Filled;
use super::guard;
use super::reply::{self, Reply};
use crate::render::html::query;

/// The fields that are kept.
const FIELDS: [&str; 2] = ["source", "party"];
/// Bytes that they may have together: browsers drop larger cookies.
const MOST: usize = 1000;

/// The cookie of a server with this port.
pub(super) fn cookie(port: u16) -> String {
    format!("onrecord-{port}-last")
}

/// Keeps what a form has in the fields.
pub(super) fn keep(cookie: &str, filled: &Filled, reply: &mut Reply) {
    let given = FIELDS
        .iter()
        .filter_map(|name| Some((*name, filled.get(name)?.trim())));
    let value = query(given);
    let value = utf8_percent_encode(&value, NON_ALPHANUMERIC).to_string();
    if value.len() <= MOST {
        let cookie = format!("{cookie}={value}; HttpOnly; SameSite=Strict; Path=/");
        reply::set(reply, SET_COOKIE, &cookie);
    }
}

/// What was kept.
pub(super) fn kept(cookie: &str, headers: &HeaderMap) -> Filled {
    let value = guard::cookie(headers, cookie).unwrap_or_default();
    let value = percent_decode_str(value).decode_utf8_lossy();
    Filled::of_query(&value)
}
