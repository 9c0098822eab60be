//! Who may ask: the checks that every request passes before anything is looked up.
//!
//! A loopback address is no boundary. Any page that a browser shows can send requests to it, a name of somebody else's
//! can be made to resolve to it, and other people of the machine can reach it.

use std::net::{IpAddr, SocketAddr};

use data_encoding::HEXLOWER;
use hyper::header::{AUTHORIZATION, COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use subtle::ConstantTimeEq;

/// Bytes of a secret.
const SECRET: usize = 32;

/// The secret that a client must present.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; SECRET];
        getrandom::fill(&mut bytes)?;
        Ok(Self(HEXLOWER.encode(&bytes)))
    }

    /// The secret that a text is, if it has the form of one.
    pub fn of(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        (bytes.len() == SECRET).then(|| Self(text.to_owned()))
    }

    /// The secret as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is the secret. The time that this takes says nothing about it.
    pub(super) fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

/// The secrets that a server is started with.
pub struct Secrets {
    /// The one that is printed: it opens a session, and programs send it with each request.
    pub token: Token,
    /// The one with which feed readers get feeds and nothing else, if there is one.
    pub feeds: Option<Token>,
}

/// The secrets of a server.
pub(super) struct Guard {
    secrets: Secrets,
    /// The one that a browser keeps in a cookie.
    session: Token,
    /// The cookie's name. Cookies are shared by all ports of a host, so it has the port in it.
    cookie: String,
}

/// How somebody has shown that they may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// By the cookie of a session.
    Cookie,
    /// By the token, as programs do.
    Bearer,
}

/// `Sec-Fetch-Site`: where a browser's request comes from.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

impl Guard {
    /// A guard of a server with these secrets and this port.
    pub(super) fn new(secrets: Secrets, port: u16) -> Result<Self, getrandom::Error> {
        Ok(Self {
            secrets,
            session: Token::random()?,
            cookie: format!("onrecord-{port}"),
        })
    }

    /// Whether a text is the token.
    pub(super) fn knows(&self, token: &str) -> bool {
        self.secrets.token.is(token)
    }

    /// Whether a text is the key for feeds.
    pub(super) fn opens_feeds(&self, key: &str) -> bool {
        let feeds = self.secrets.feeds.as_ref();
        feeds.is_some_and(|feeds| feeds.is(key))
    }

    /// The cookie that opens a session.
    pub(super) fn set_cookie(&self) -> String {
        let (name, secret) = (&self.cookie, self.session.as_str());
        format!("{name}={secret}; HttpOnly; SameSite=Strict; Path=/")
    }

    /// How the sender of a request has shown that they may ask, if they have.
    pub(super) fn shown(&self, headers: &HeaderMap) -> Option<Shown> {
        let bearer = text(headers, &AUTHORIZATION);
        let bearer = bearer.and_then(|value| value.split_once(' '));
        let is_bearer = |(scheme, token): (&str, &str)| {
            scheme.eq_ignore_ascii_case("bearer") && self.secrets.token.is(token.trim())
        };
        if bearer.is_some_and(is_bearer) {
            return Some(Shown::Bearer);
        }
        let mut cookies = cookies(headers);
        let is_session =
            |(name, value): (&str, &str)| name == self.cookie && self.session.is(value);
        cookies.any(is_session).then_some(Shown::Cookie)
    }
}

/// Whether a request is addressed to this server: its one `Host` is exactly an address that the server has.
///
/// A page elsewhere can make its own name resolve to this machine; its requests then have that name in them.
pub(super) fn is_addressed(headers: &HeaderMap, local: SocketAddr) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    host.to_str()
        .is_ok_and(|host| names(local).any(|name| name.eq_ignore_ascii_case(host)))
}

/// Whether a request that may change something comes from a page of this server, or from no browser at all.
pub(super) fn is_own(headers: &HeaderMap, local: SocketAddr, shown: Option<Shown>) -> bool {
    if let Some(site) = headers.get(FETCH_SITE) {
        return site == "same-origin";
    }
    match headers.get(ORIGIN) {
        Some(origin) => origin.to_str().is_ok_and(|origin| {
            let origin = origin.strip_prefix("http://");
            origin.is_some_and(|origin| names(local).any(|name| name == origin))
        }),
        None => shown == Some(Shown::Bearer),
    }
}

/// The hosts by which a browser may address the server at an address.
fn names(local: SocketAddr) -> impl Iterator<Item = String> {
    let ip = local.ip().to_canonical();
    let port = local.port();
    let address = SocketAddr::new(ip, port).to_string();
    let host = match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    let name = ip.is_loopback().then(|| "localhost".to_owned());
    let with_port = name.as_ref().map(|name| format!("{name}:{port}"));
    // Browsers leave out the port that HTTP has by default.
    let without = [Some(host), name]
        .into_iter()
        .flatten()
        .filter(move |_| port == 80);
    [Some(address), with_port]
        .into_iter()
        .flatten()
        .chain(without)
}

/// The cookies of a request: names and values.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let cookies = headers.get_all(COOKIE).iter();
    let cookies = cookies.filter_map(|value| value.to_str().ok());
    let cookies = cookies.flat_map(|value| value.split(';'));
    cookies.filter_map(|cookie| cookie.trim().split_once('='))
}

/// The value of a cookie.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    cookies(headers).find_map(|(known, value)| (known == name).then_some(value))
}

/// The one value of a header, as text.
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]
mod tests {
    use super::*;

    #[test]
    fn only_the_servers_own_addresses_are_hosts() {
        let addressed = |local: &str, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            is_addressed(&headers, local.parse().unwrap())
        };
        for (local, host, is_one) in [
            ("127.0.0.1:8425", "127.0.0.1:8425", true),
            ("127.0.0.1:8425", "localhost:8425", true),
            ("127.0.0.1:8425", "LOCALHOST:8425", true),
            ("[::1]:8425", "[::1]:8425", true),
            ("[::ffff:127.0.0.1]:8425", "127.0.0.1:8425", true),
            ("192.168.1.7:8425", "192.168.1.7:8425", true),
            ("127.0.0.1:80", "127.0.0.1", true),
            ("127.0.0.1:8425", "127.0.0.1", false),
            ("127.0.0.1:8425", "127.0.0.1:84255", false),
            ("127.0.0.1:8425", "127.0.0.1:8425.evil.example", false),
            ("127.0.0.1:8425", "127.0.0.1.evil.example:8425", false),
            ("127.0.0.1:8425", "evil.example:8425", false),
            ("127.0.0.1:8425", "user@127.0.0.1:8425", false),
            ("127.0.0.1:8425", "", false),
            ("192.168.1.7:8425", "localhost:8425", false),
        ] {
            assert_eq!(addressed(local, host), is_one, "{host} at {local}");
        }
    }
}
