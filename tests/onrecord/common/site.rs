//! A news site on this machine: what it answers can be changed, and what it was asked for is noted.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a site answers to a path.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The status and what follows it: `200 OK`.
    status: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// An answer with a status, a kind of content and a body.
    pub(crate) fn new(status: &str, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: status.to_owned(),
            headers: vec![("content-type".to_owned(), kind.to_owned())],
            body: body.into(),
        }
    }

    /// A page.
    pub(crate) fn html(body: &str) -> Self {
        Self::new("200 OK", "text/html; charset=utf-8", body)
    }

    /// The same with a further header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A request: its path and its headers.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) head: String,
}

#[derive(Default)]
struct Shared {
    answers: BTreeMap<String, Answer>,
    asked: Vec<Asked>,
}

/// A site, which is there until the test ends.
pub(crate) struct Site {
    port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Site {
    /// A site without pages.
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let site = Self {
            port,
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(stream, &shared));
            }
        });
        site
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Sets what a path answers.
    pub(crate) fn put(&self, path: &str, answer: Answer) {
        self.shared
            .lock()
            .expect("the site")
            .answers
            .insert(path.to_owned(), answer);
    }

    /// What was asked for since this was last called.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.lock().expect("the site").asked)
    }

    /// The paths that were asked for since [`Site::asked`] was last called.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

/// Answers a request. One whose `If-None-Match` names the `ETag` that the answer has is told that nothing changed.
fn answer(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let path = head
        .first()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or("/")
        .to_owned();
    let head = head.join("\n").to_lowercase();
    let answer = {
        let mut shared = shared.lock().expect("the site");
        shared.asked.push(Asked {
            path: path.clone(),
            head: head.clone(),
        });
        shared.answers.get(&path).cloned()
    };
    let mut answer =
        answer.unwrap_or_else(|| Answer::new("404 Not Found", "text/plain", "nothing"));
    let tag = answer.headers.iter().find(|(name, _)| name == "etag");
    if tag.is_some_and(|(_, tag)| head.contains(&format!("if-none-match: {}", tag.to_lowercase())))
    {
        answer = Answer {
            status: "304 Not Modified".to_owned(),
            body: Vec::new(),
            ..answer
        };
    }
    let headers: String = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    // A client that has enough may close the connection.
    let _ = write!(
        stream,
        "HTTP/1.1 {}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        answer.status,
        answer.body.len()
    );
    let _ = stream.write_all(&answer.body);
}
