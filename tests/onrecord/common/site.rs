//! A news site on this machine: what it answers can be changed, and what it was asked for is noted.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What a site answers to a path.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The status and what follows it: `200 OK`.
    status: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// Whether the body is sent again and again.
    is_endless: bool,
    /// Whether it takes ages.
    is_slow: bool,
}

impl Answer {
    /// An answer with a status, a kind of content and a body.
    pub(crate) fn new(status: &str, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: status.to_owned(),
            headers: vec![("content-type".to_owned(), kind.to_owned())],
            body: body.into(),
            is_endless: false,
            is_slow: false,
        }
    }

    /// The same with a body that never ends.
    pub(crate) fn endless(mut self) -> Self {
        self.is_endless = true;
        self.body = self.body.repeat((1 << 16) / self.body.len());
        self
    }

    /// The same, byte by byte.
    pub(crate) fn slow(mut self) -> Self {
        self.is_slow = true;
        self.body.truncate(1);
        self
    }

    /// A few kilobytes that decompress to many megabytes.
    pub(crate) fn bomb() -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let written = encoder.write_all(&vec![b' '; 32 << 20]);
        written.expect("memory");
        let body = encoder.finish().expect("memory");
        Self::new("200 OK", "text/xml", body).with("content-encoding", "gzip")
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
    /// When its head had arrived.
    pub(crate) at: Instant,
}

#[derive(Default)]
struct Shared {
    answers: BTreeMap<String, Answer>,
    /// What is answered to everything, if that is set.
    failure: Option<Answer>,
    asked: Vec<Asked>,
}

/// A site, which is there until the test ends.
pub(crate) struct Site {
    scheme: &'static str,
    authority: String,
    shared: Arc<Mutex<Shared>>,
}

impl Site {
    /// A site without pages.
    pub(crate) fn new() -> Self {
        Self::on("127.0.0.1")
    }

    /// A site without pages at an address of this machine.
    pub(crate) fn on(host: &str) -> Self {
        Self::serving(host, None)
    }

    /// A site without pages at an address of this machine, with a certificate that it signed itself.
    pub(crate) fn with_wrong_certificate(host: &str) -> Self {
        let own = rcgen::generate_simple_self_signed([host.to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key);
        Self::serving(
            host,
            Some(Arc::new(config.expect("a certificate and its key"))),
        )
    }

    fn serving(host: &str, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind((host, 0)).expect("a free port");
        let authority = listener.local_addr().expect("an address").to_string();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let site = Self {
            scheme: if tls.is_some() { "https" } else { "http" },
            authority,
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shared, tls) = (Arc::clone(&shared), tls.clone());
                thread::spawn(move || match tls {
                    Some(config) => {
                        let connection = ServerConnection::new(config).expect("a connection");
                        answer(StreamOwned::new(connection, stream), &shared);
                    }
                    None => answer(stream, &shared),
                });
            }
        });
        site
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.authority)
    }

    /// Sets what a path answers.
    pub(crate) fn put(&self, path: &str, answer: Answer) {
        self.shared
            .lock()
            .expect("the site")
            .answers
            .insert(path.to_owned(), answer);
    }

    /// Sets what is answered to everything, or that it is no longer.
    pub(crate) fn fail(&self, with: Option<Answer>) {
        self.shared.lock().expect("the site").failure = with;
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
fn answer(mut stream: impl Read + Write, shared: &Mutex<Shared>) {
    let lines = BufReader::new(&mut stream).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    // A client that does not trust the certificate says nothing else.
    if head.is_empty() {
        return;
    }
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
            at: Instant::now(),
        });
        let failure = shared.failure.clone();
        failure.or_else(|| shared.answers.get(&path).cloned())
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
    if answer.is_endless {
        let _ = write!(
            stream,
            "HTTP/1.1 {}\r\n{headers}connection: close\r\n\r\n",
            answer.status
        );
        while stream.write_all(&answer.body).is_ok() {
            if answer.is_slow {
                thread::sleep(Duration::from_millis(100));
            }
        }
        return;
    }
    let _ = write!(
        stream,
        "HTTP/1.1 {}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        answer.status,
        answer.body.len()
    );
    let _ = stream.write_all(&answer.body);
}
