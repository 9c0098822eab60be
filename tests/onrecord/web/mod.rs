//! The desk in a browser: the built program serves, and requests are written by hand over real sockets.

mod answers;
mod articles;
mod edits;
mod faults;
mod feeds;
mod forms;
mod long;
mod pages;
mod recording;
pub(crate) mod review;
mod security;
mod serving;
mod steps;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr};
use std::time::Duration;

use crate::common::TestDesk;

/// The longest time that a test waits for the server.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `onrecord serve`. It is killed when this is dropped.
pub(super) struct Server {
    child: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
    /// The token that it printed.
    pub(super) token: String,
    /// All that it printed on standard output up to now.
    pub(super) line: String,
}

/// A response.
#[derive(Debug)]
pub(super) struct Response {
    /// The status code.
    pub(super) status: u16,
    /// The headers, with their names in lower case.
    headers: Vec<(String, String)>,
    /// The body.
    pub(super) body: String,
}

impl Server {
    /// A server of a desk's ledger on any free port.
    pub(super) fn of(desk: &TestDesk) -> Self {
        Self::with(desk, "serve --port 0 --no-open")
    }

    /// A server under whose name everything is recorded.
    pub(super) fn of_ann(desk: &TestDesk) -> Self {
        Self::with(desk, "serve --port 0 --no-open --by ann")
    }

    /// A server started by this line.
    pub(super) fn with(desk: &TestDesk, line: &str) -> Self {
        Self::under(desk, &[], line)
    }

    /// A server started by this line, run by another program.
    pub(super) fn under(desk: &TestDesk, under: &[&str], line: &str) -> Self {
        let mut child = desk.command(under, line).spawn().expect("the program runs");
        let stdout = child.stdout.take().expect("a standard output");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let (address, token) = line
            .trim_end()
            .strip_prefix("http://")
            .and_then(|url| url.split_once("/?token="))
            .unwrap_or_else(|| panic!("no address was printed: {line:?}"));
        Self {
            address: address.parse().expect("an address"),
            token: token.to_owned(),
            child,
            line,
        }
    }

    /// What it writes to standard error, from now on.
    pub(super) fn stderr(&mut self) -> ChildStderr {
        self.child.stderr.take().expect("a standard error")
    }

    /// The process.
    pub(super) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// A connection to it.
    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// Sends bytes, and reads the response.
    pub(super) fn raw(&self, request: &str) -> Response {
        self.raw_bytes(request.as_bytes())
    }

    fn raw_bytes(&self, request: &[u8]) -> Response {
        let mut stream = self.connect();
        // A server that refuses early may close before all is written.
        let _ = stream.write_all(request);
        Response::read(stream)
    }

    /// Sends a request with these headers, `Host` besides, and a body if it is not empty.
    pub(super) fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &str,
    ) -> Response {
        self.request_bytes(method, path, headers, body.as_bytes())
    }

    /// The same with a body that is no text.
    pub(super) fn request_bytes(
        &self,
        method: &str,
        path: &str,
        headers: &[&str],
        body: &[u8],
    ) -> Response {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        for header in headers {
            request.push_str(&format!("{header}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw_bytes(&[request.as_bytes(), b"\r\n", body].concat())
    }

    /// The header by which a program shows that it may ask.
    pub(super) fn bearer(&self) -> String {
        format!("Authorization: Bearer {}", self.token)
    }

    /// The JSON answer at a path.
    pub(super) fn json(&self, path: &str) -> Response {
        self.request(
            "GET",
            path,
            &[&self.bearer(), "Accept: application/json"],
            "",
        )
    }

    /// The page at a path, as a browser asks for it.
    pub(super) fn page(&self, path: &str) -> Response {
        let cookie = format!("Cookie: {}", self.cookie());
        self.request("GET", path, &[&cookie, "Accept: text/html,*/*;q=0.8"], "")
    }

    /// What a browser is answered that sends a form.
    pub(super) fn send(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.send_with(path, fields, &self.cookie())
    }

    /// What a browser with these cookies is answered that sends a form.
    pub(super) fn send_with(&self, path: &str, fields: &[(&str, &str)], cookies: &str) -> Response {
        let cookies = format!("Cookie: {cookies}");
        let headers = [
            &cookies[..],
            "Sec-Fetch-Site: same-origin",
            "Accept: text/html",
            "Content-Type: application/x-www-form-urlencoded",
        ];
        self.request("POST", path, &headers, &encoded(fields))
    }

    /// The form at a path as a browser gets it, which must be there.
    pub(super) fn form(&self, path: &str) -> String {
        let page = self.page(path);
        assert_eq!(page.status, 200, "{path}: {page:?}");
        page.body
    }

    /// The cookie that the token is exchanged for: `NAME=VALUE`.
    pub(super) fn cookie(&self) -> String {
        let headers = [
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/x-www-form-urlencoded",
        ];
        let opened = self.request(
            "POST",
            "/session",
            &headers,
            &format!("token={}", self.token),
        );
        assert_eq!(opened.status, 303, "{opened:?}");
        let cookie = opened.header("set-cookie").expect("a cookie");
        cookie.split(';').next().expect("a value").to_owned()
    }
}

/// Fields as a form sends them.
pub(super) fn encoded(fields: &[(&str, &str)]) -> String {
    let bytes = |text: &str| {
        let bytes = text.bytes().map(|byte| format!("%{byte:02X}"));
        bytes.collect::<String>()
    };
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", bytes(value)));
    fields.collect::<Vec<_>>().join("&")
}

/// The value of a field of a form that nobody sees.
pub(super) fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().expect("a value").to_owned()
}

/// The paths of everything that may be recorded.
pub(super) const WRITES: [&str; 13] = [
    "/record/say",
    "/record/correct",
    "/record/void",
    "/record/rule",
    "/record/party/add",
    "/record/party/edit",
    "/record/claim/add",
    "/record/claim/edit",
    "/record/source/add",
    "/record/source/edit",
    "/record/articles",
    "/record/question/add",
    "/record/question/edit",
];

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Response {
    /// Reads a response up to the end of the connection.
    pub(super) fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.and_then(|status| status.parse().ok()).unwrap_or(0),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    /// A header, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }
}
