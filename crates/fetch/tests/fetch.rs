//! The fetcher against a server on the local machine.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up may panic")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use onrecord_fetch::{Address, FetchError, Fetcher, Reply, Settings, Validators, Wanted};

/// A server that answers each request with what a function makes of its path, and notes the requests.
struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer) = (Arc::clone(&requests), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let request = head(&stream);
                    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                    noted.lock().unwrap().push(request);
                    answer(&path, &mut stream);
                });
            }
        });
        Self { port, requests }
    }

    /// A server that answers with these answers, by path, and with 404 otherwise.
    fn with(answers: &'static [(&'static str, &'static str)]) -> Self {
        Self::new(|path, stream| {
            let known = answers.iter().find(|(at, _)| *at == path);
            let answer = known.map_or("404 Not Found\r\n\r\n", |(_, answer)| answer);
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            send(
                stream,
                &format!("{head}\r\ncontent-length: {}", body.len()),
                body.as_bytes(),
            );
        })
    }

    fn address(&self, path: &str) -> Address {
        format!("http://127.0.0.1:{}{path}", self.port)
            .parse()
            .unwrap()
    }

    /// The paths that were asked for.
    fn asked(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .map(|request| request.split(' ').nth(1).unwrap().to_owned())
            .collect()
    }
}

fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines();
    let lines = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty());
    lines.map(|line| line + "\n").collect()
}

fn send(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let _ = write!(stream, "HTTP/1.1 {head}\r\nconnection: close\r\n\r\n");
    let _ = stream.write_all(body);
}

fn settings() -> Settings {
    Settings {
        contact: Some("desk@paper.example".into()),
        allow_local: true,
        pause: Duration::ZERO,
        patience: Duration::from_secs(2),
        ..Settings::default()
    }
}

fn now() -> DateTime<Utc> {
    "2025-08-20T09:00:00Z".parse().unwrap()
}

fn feed(fetcher: &Fetcher, address: &Address) -> Result<Reply, FetchError> {
    fetcher.get(address, None, Wanted::Feed, now())
}

#[test]
fn validators_go_back_verbatim() {
    let server = Server::new(|_, stream| {
        send(stream, "304 Not Modified\r\nETag: W/\"2\"", b"");
    });
    let fetcher = Fetcher::new(settings());
    let held = Validators {
        etag: Some("W/\"1\"".into()),
        modified: Some("Tue, 19 aug 2025 9:00:00 UTC".into()),
    };
    let reply = fetcher
        .get(&server.address("/feed"), Some(&held), Wanted::Feed, now())
        .unwrap();
    assert_eq!(reply.exchange, None);
    assert_eq!(
        reply.validators,
        Validators {
            etag: Some("W/\"2\"".into()),
            ..held
        }
    );
    let request = server.requests.lock().unwrap()[0].to_lowercase();
    assert!(request.contains("if-none-match: w/\"1\"\n"), "{request}");
    assert!(
        request.contains("if-modified-since: tue, 19 aug 2025 9:00:00 utc\n"),
        "{request}"
    );
    assert!(request.contains("(+desk@paper.example)\n"), "{request}");
}

#[test]
fn what_was_sent_is_kept_as_it_was_sent() {
    let server = Server::with(&[(
        "/pier",
        "200 OK\r\nX-Paper: Harbour\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Pier</p>",
    )]);
    let reply = Fetcher::new(settings())
        .get(&server.address("/pier"), None, Wanted::Page, now())
        .unwrap();
    let exchange = reply.exchange.unwrap();
    assert_eq!(exchange.body, b"<p>Pier</p>");
    let content = exchange.content().unwrap();
    assert_eq!(content.bytes, b"<p>Pier</p>");
    assert_eq!(
        (content.media_type.as_deref(), content.charset.as_deref()),
        (Some("text/html"), Some("utf-8"))
    );
    let head = String::from_utf8(exchange.head).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(
        head.contains("x-paper: Harbour\r\n") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    assert!(
        exchange
            .request
            .starts_with("GET /pier HTTP/1.1\r\nhost: 127.0.0.1:")
    );
    assert_eq!(server.asked(), ["/robots.txt", "/pier"]);
}

#[test]
fn redirects_are_followed_and_permanent_ones_remembered() {
    let server = Server::with(&[
        ("/old", "301 Moved\r\nLocation: /new\r\n\r\n"),
        ("/new", "302 Found\r\nLocation: /today\r\n\r\n"),
        ("/today", "200 OK\r\n\r\nx"),
        ("/round", "302 Found\r\nLocation: /round\r\n\r\n"),
        ("/file", "302 Found\r\nLocation: file:///etc/passwd\r\n\r\n"),
    ]);
    let fetcher = Fetcher::new(settings());
    let reply = feed(&fetcher, &server.address("/old")).unwrap();
    assert_eq!(reply.moved_to, Some(server.address("/new")));
    assert_eq!(reply.exchange.unwrap().address, server.address("/today"));
    assert_eq!(
        feed(&fetcher, &server.address("/new")).unwrap().moved_to,
        None
    );
    assert!(matches!(
        feed(&fetcher, &server.address("/round")),
        Err(FetchError::Redirects { .. })
    ));
    assert!(matches!(
        feed(&fetcher, &server.address("/file")),
        Err(FetchError::Address { .. })
    ));
}

#[test]
fn robots_are_heeded_for_pages() {
    let server = Server::with(&[
        (
            "/robots.txt",
            "200 OK\r\n\r\nUser-agent: *\nDisallow: /members\n",
        ),
        ("/members/1", "200 OK\r\n\r\nx"),
        ("/news", "200 OK\r\n\r\nx"),
    ]);
    let fetcher = Fetcher::new(settings());
    let page = |path| fetcher.get(&server.address(path), None, Wanted::Page, now());
    assert!(matches!(page("/members/1"), Err(FetchError::Robots { .. })));
    assert!(page("/news").is_ok());
    assert!(feed(&fetcher, &server.address("/members/1")).is_ok());
    assert_eq!(server.asked(), ["/robots.txt", "/news", "/members/1"]);
}

#[test]
fn a_site_whose_robots_cannot_be_had_is_left_alone() {
    let server = Server::with(&[
        ("/robots.txt", "503 Busy\r\n\r\n"),
        ("/news", "200 OK\r\n\r\nx"),
    ]);
    let fetcher = Fetcher::new(settings());
    let page = fetcher.get(&server.address("/news"), None, Wanted::Page, now());
    assert!(matches!(page, Err(FetchError::Busy { status: 503, .. })));
    assert_eq!(server.asked(), ["/robots.txt"]);
}

#[test]
fn a_host_that_wants_to_be_left_alone_is() {
    let server = Server::with(&[
        ("/a", "429 Too Many\r\nRetry-After: 600\r\n\r\n"),
        ("/b", "200 OK\r\n\r\nx"),
    ]);
    let fetcher = Fetcher::new(settings());
    let until = now() + TimeDelta::minutes(10);
    assert_eq!(
        feed(&fetcher, &server.address("/a")).unwrap_err().retry(),
        Some(until)
    );
    assert_eq!(
        feed(&fetcher, &server.address("/b")).unwrap_err().retry(),
        Some(until)
    );
    assert_eq!(server.asked(), ["/a"]);
    assert!(
        fetcher
            .get(&server.address("/b"), None, Wanted::Feed, until)
            .is_ok()
    );
}

#[test]
fn a_host_is_asked_for_one_thing_at_a_time_and_with_pauses() {
    let open = Arc::new(Mutex::new(()));
    let server = Server::new(move |_, stream| {
        let alone = open.try_lock().is_ok();
        thread::sleep(Duration::from_millis(30));
        send(
            stream,
            if alone { "200 OK" } else { "500 Two at a time" },
            b"x",
        );
    });
    let pause = Duration::from_millis(100);
    let fetcher = Fetcher::new(Settings {
        pause,
        ..settings()
    });
    let began = Instant::now();
    thread::scope(|scope| {
        for path in ["/a", "/b", "/c"] {
            let (fetcher, address) = (&fetcher, server.address(path));
            scope.spawn(move || feed(fetcher, &address).unwrap());
        }
    });
    assert!(began.elapsed() >= 2 * pause);
}

#[test]
fn what_never_ends_is_given_up() {
    let server = Server::new(|path, stream| match path {
        "/endless" => {
            send(stream, "200 OK", b"");
            while stream.write_all(&[b'x'; 1 << 16]).is_ok() {}
        }
        "/slow" => {
            send(stream, "200 OK\r\ncontent-length: 100000", b"");
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        }
        "/head" => while stream.write_all(b"HTTP/1.1 200 OK\r\nx: y\r\n").is_ok() {},
        _ => thread::sleep(Duration::from_secs(10)),
    });
    let fetcher = Fetcher::new(settings());
    let get = |path| feed(&fetcher, &server.address(path)).unwrap_err();
    assert!(matches!(
        get("/endless"),
        FetchError::TooLarge { limit: 16 }
    ));
    assert!(matches!(get("/slow"), FetchError::Slow { seconds: 2 }));
    assert!(matches!(get("/silent"), FetchError::Slow { .. }));
    let _ = get("/head");
}

#[test]
fn the_local_machine_is_refused_by_address_by_name_and_behind_a_redirect() {
    let server = Server::with(&[("/", "200 OK\r\n\r\nsecret")]);
    let fetcher = Fetcher::new(Settings {
        allow_local: false,
        ..settings()
    });
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "2130706433",
        "127.1",
    ] {
        let address: Address = format!("http://{host}:{}/", server.port).parse().unwrap();
        assert!(
            matches!(feed(&fetcher, &address), Err(FetchError::Local { .. })),
            "{host}"
        );
    }
    assert!(server.asked().is_empty());
}

#[test]
fn errors_name_what_is_wrong() {
    let server = Server::with(&[
        ("/login", "401 Unauthorized\r\n\r\n"),
        ("/tea", "418 Teapot\r\n\r\n"),
        ("/broken", "500 Oops\r\n\r\n"),
    ]);
    let fetcher = Fetcher::new(settings());
    let get = |path| feed(&fetcher, &server.address(path)).unwrap_err();
    assert!(matches!(get("/login"), FetchError::Login { status: 401 }));
    assert!(matches!(get("/none"), FetchError::Gone { status: 404 }));
    assert!(matches!(get("/tea"), FetchError::Status { status: 418 }));
    assert!(matches!(
        get("/broken"),
        FetchError::Busy {
            status: 500,
            retry: None
        }
    ));
    let unknown = feed(&fetcher, &"http://paper.invalid/".parse().unwrap());
    assert!(
        matches!(unknown, Err(FetchError::UnknownHost { .. })),
        "{unknown:?}"
    );
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let closed = feed(&fetcher, &format!("http://{closed}/").parse().unwrap());
    assert!(
        matches!(closed, Err(FetchError::Connection { .. })),
        "{closed:?}"
    );
}

#[test]
fn it_stops_when_it_is_told_to() {
    let server = Server::with(&[("/a", "200 OK\r\n\r\nx")]);
    let settings = Settings {
        pause: Duration::from_secs(60),
        ..settings()
    };
    let stop = Arc::clone(&settings.stop);
    let fetcher = Fetcher::new(settings);
    feed(&fetcher, &server.address("/a")).unwrap();
    stop.store(true, Ordering::Relaxed);
    assert!(matches!(
        feed(&fetcher, &server.address("/a")),
        Err(FetchError::Interrupted(_))
    ));
}
