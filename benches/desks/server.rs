//! A running `onrecord serve`, and a client that times its replies.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::pages::Form;
use crate::program::{self, Ledger};

/// A running server. It is killed when this is dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
    token: String,
}

impl Server {
    /// A server of a ledger on any free port.
    pub(crate) fn of(path: &Path) -> Self {
        let ledger = Ledger {
            path: path.to_owned(),
        };
        let mut command = ledger.command(&["serve", "--port", "0", "--no-open"]);
        let child = command.stdout(Stdio::piped()).spawn();
        let mut child = child.expect("the program runs");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a standard output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let url = line.trim_end().strip_prefix("http://");
        let (address, token) = url
            .and_then(|url| url.split_once("/?token="))
            .expect("an address");
        Self {
            child,
            address: address.to_owned(),
            token: token.to_owned(),
        }
    }

    /// Its processor time so far.
    pub(crate) fn processor_time(&self) -> Duration {
        processor_time(self.child.id())
    }

    /// Its peak memory so far, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        program::peak_memory(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection that asks one thing after the other.
pub(crate) struct Client {
    address: String,
    token: String,
    stream: Option<BufReader<TcpStream>>,
}

/// A reply, and how long it took.
pub(crate) struct Reply {
    pub status: u16,
    pub body: String,
    pub first_byte: Duration,
    pub whole: Duration,
}

impl Client {
    /// A client of a server, which is not connected yet.
    pub(crate) fn of(server: &Server) -> Self {
        Self {
            address: server.address.clone(),
            token: server.token.clone(),
            stream: None,
        }
    }

    /// Asks for a page.
    pub(crate) fn get(&mut self, path: &str, form: Form) -> Reply {
        let accept = form.accept();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nAccept: {accept}\r\n\r\n",
            self.address, self.token
        );
        let stream = self.stream.get_or_insert_with(|| {
            let stream = TcpStream::connect(&self.address).expect("a connection");
            stream.set_nodelay(true).expect("a connection");
            BufReader::new(stream)
        });
        let started = Instant::now();
        stream
            .get_mut()
            .write_all(request.as_bytes())
            .expect("a request");
        let got = stream.fill_buf().expect("a reply").len();
        let first_byte = started.elapsed();
        // The server closes a connection on which nothing was asked for a while.
        if got == 0 {
            self.stream = None;
            return self.get(path, form);
        }
        let (status, length) = head(stream);
        let body = match length {
            Some(length) => exactly(stream, length),
            None => chunks(stream),
        };
        Reply {
            status,
            body: String::from_utf8(body).expect("a text"),
            first_byte,
            whole: started.elapsed(),
        }
    }
}

fn exactly(stream: &mut BufReader<TcpStream>, length: usize) -> Vec<u8> {
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a body");
    body
}

/// A body that comes in pieces, each after its length.
fn chunks(stream: &mut BufReader<TcpStream>) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("a length");
        let length = usize::from_str_radix(line.trim_end(), 16).expect("a length");
        let mut piece = exactly(stream, length + 2);
        piece.truncate(length);
        if length == 0 {
            return body;
        }
        body.append(&mut piece);
    }
}

/// The status of a reply, and the length of its body; none if that comes in pieces.
fn head(stream: &mut BufReader<TcpStream>) -> (u16, Option<usize>) {
    let (mut status, mut length) = (0, None);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("a head");
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            return (status, length);
        }
        if let Some(rest) = line.strip_prefix("http/1.1 ") {
            status = rest[..3].parse().expect("a status");
        }
        if let Some(rest) = line.strip_prefix("content-length: ") {
            length = Some(rest.parse().expect("a length"));
        }
    }
}

/// The processor time of a running process so far, as Linux reports it; 0 on other systems.
fn processor_time(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, in parentheses, may have spaces. User and system time are the 12th and 13th word after it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
