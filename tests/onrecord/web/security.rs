//! Who gets no answer, and what no request can do.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use super::{Response, Server};
use crate::common::desk::small_desk;

/// The status of a question by somebody who may ask, with other headers than a browser's own.
fn with(server: &Server, host: &str, more: &str) -> Response {
    server.raw(&format!(
        "GET /status HTTP/1.1\r\n{host}{}\r\nConnection: close\r\n{more}\r\n",
        server.bearer()
    ))
}

#[test]
fn nobody_is_answered_without_the_token() {
    let desk = small_desk();
    let server = Server::of(&desk);
    for path in [
        "/",
        "/status",
        "/claims",
        "/claims/agreed-to-meet",
        "/head",
        "/search?q=geneva",
        "/nothing",
    ] {
        let response = server.request("GET", path, &["Accept: application/json"], "");
        assert_eq!(response.status, 401, "{path}: {response:?}");
        assert!(!response.body.contains("Geneva"), "{path}: {response:?}");
    }
    let page = server.request("GET", "/claims", &["Accept: text/html"], "");
    assert_eq!(page.status, 401);
    assert!(
        page.body.contains("<h1>This desk is not open here</h1>") && !page.body.contains("Geneva"),
        "{page:?}"
    );
}

#[test]
fn a_wrong_token_is_none() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let right = server.token.clone();
    let longer = format!("{right}0");
    let other = right.replace(['0', '1', '2', '3'], "4");
    for token in [
        &right[..63],
        longer.as_str(),
        "",
        "0",
        other.as_str(),
        &right.to_uppercase(),
    ] {
        let header = format!("Authorization: Bearer {token}");
        assert_eq!(
            server.request("GET", "/status", &[&header], "").status,
            401,
            "{token}"
        );
        let cookie = format!("Cookie: onrecord-{}={token}", server.address.port());
        assert_eq!(
            server.request("GET", "/status", &[&cookie], "").status,
            401,
            "{token}"
        );
        let path = format!("/?token={token}");
        assert_eq!(server.request("GET", &path, &[], "").status, 401, "{token}");
        let headers = ["Sec-Fetch-Site: same-origin"];
        let body = format!("token={token}");
        assert_eq!(
            server.request("POST", "/session", &headers, &body).status,
            401,
            "{token}"
        );
    }
    // The printed token is no cookie, and the cookie no token.
    let cookie = format!("Cookie: onrecord-{}={right}", server.address.port());
    assert_eq!(server.request("GET", "/status", &[&cookie], "").status, 401);
    let cookie = server.cookie();
    let secret = cookie.split('=').nth(1).expect("a value");
    let header = format!("Authorization: Bearer {secret}");
    assert_eq!(server.request("GET", "/status", &[&header], "").status, 401);
}

#[test]
fn the_token_is_exchanged_for_a_cookie_that_scripts_cannot_read() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let path = format!("/?token={}", server.token);
    let page = server.request("GET", &path, &["Accept: text/html"], "");
    assert_eq!(page.status, 200);
    assert!(
        page.header("set-cookie").is_none(),
        "a GET opens no session"
    );
    assert!(
        page.body.contains("method=\"post\" action=\"/session\""),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("<button type=\"submit\">Open the desk</button>"),
        "{}",
        page.body
    );
    let body = format!("token={}", server.token);
    let opened = server.request("POST", "/session", &["Sec-Fetch-Site: same-origin"], &body);
    assert_eq!((opened.status, opened.header("location")), (303, Some("/")));
    let cookie = opened.header("set-cookie").expect("a cookie");
    for term in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(term), "{cookie}");
    }
    assert_eq!(server.page("/").status, 200);
}

#[test]
fn a_foreign_host_is_refused() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let port = server.address.port();
    for host in [
        "evil.example",
        "evil.example:8425",
        "localhost.evil.example",
        "127.0.0.2",
        "0.0.0.0",
        "[::1]",
    ] {
        for host in [
            format!("Host: {host}\r\n"),
            format!("Host: {host}:{port}\r\n"),
        ] {
            assert_eq!(with(&server, &host, "").status, 403, "{host}");
        }
    }
    assert_eq!(
        with(&server, &format!("Host: localhost:{port}\r\n"), "").status,
        200
    );
}

#[test]
fn a_host_that_only_starts_right_is_refused() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let (address, port) = (server.address, server.address.port());
    for host in [
        format!("127.0.0.1.evil.example:{port}"),
        "127.0.0.1.evil.example".to_owned(),
        format!("{address}0"),
        format!("{address}x"),
        format!("{address}.evil.example"),
        format!("{address}@evil.example"),
        format!("{address}/"),
        format!("localhost:{port}.evil.example"),
        "127.0.0.1".to_owned(),
    ] {
        let status = with(&server, &format!("Host: {host}\r\n"), "").status;
        assert!([400, 403].contains(&status), "{host}: {status}");
    }
    // None, two, and one in the request's own line.
    let twice = format!("Host: {address}\r\nHost: evil.example\r\n");
    assert!([400, 403].contains(&with(&server, &twice, "").status));
    assert!([400, 403].contains(&with(&server, "", "").status));
    let absolute = server.raw(&format!(
        "GET http://evil.example/status HTTP/1.1\r\nHost: {address}\r\n{}\r\nConnection: close\r\n\r\n",
        server.bearer()
    ));
    assert_eq!(absolute.status, 403, "{absolute:?}");
}

#[test]
fn a_write_from_another_site_is_refused_by_sec_fetch_site() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let body = format!("token={}", server.token);
    let own = format!("Origin: http://{}", server.address);
    for site in ["cross-site", "same-site", "none", "anything"] {
        let site = format!("Sec-Fetch-Site: {site}");
        let refused = server.request("POST", "/session", &[&site, &own, &server.bearer()], &body);
        assert_eq!(refused.status, 403, "{site}: {refused:?}");
        assert!(refused.header("set-cookie").is_none());
    }
    assert_eq!(
        server
            .request("POST", "/session", &["Sec-Fetch-Site: same-origin"], &body)
            .status,
        303
    );
}

#[test]
fn a_write_from_another_site_is_refused_by_origin() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let body = format!("token={}", server.token);
    let address = server.address;
    for origin in [
        "http://evil.example".to_owned(),
        "null".to_owned(),
        format!("https://{address}"),
        format!("http://{address}.evil.example"),
        format!("http://{address}0"),
        format!("{address}"),
    ] {
        let origin = format!("Origin: {origin}");
        let refused = server.request("POST", "/session", &[&origin, &server.bearer()], &body);
        assert_eq!(refused.status, 403, "{origin}: {refused:?}");
    }
    let own = format!("Origin: http://{address}");
    assert_eq!(
        server.request("POST", "/session", &[&own], &body).status,
        303
    );
    // Without either header it is no browser, and only the token in a header will do.
    assert_eq!(server.request("POST", "/session", &[], &body).status, 403);
    assert_eq!(
        server
            .request("POST", "/session", &[&server.bearer()], &body)
            .status,
        303
    );
}

#[test]
fn no_get_writes() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let before = desk.ok("head");
    let cookie = server.cookie();
    for path in [
        "/say?party=trump&stance=denies&claim=agreed-to-meet&source=wire",
        "/say/trump/denies/agreed-to-meet",
        "/claims?text=New",
        "/claims/agreed-to-meet?text=New",
        "/claim/add/new",
        "/undo",
        "/init",
        "/rebuild",
        "/candidates?accept=1",
        "/accept",
        "/session",
        "/session?token=x",
        "/claims?ledger=/tmp/other.db",
        "/export?to=/tmp/x",
        "/report?file=/tmp/x.html",
        "/backup",
        "/verify?head=1:00",
        "/search?q=--ledger%3D/etc/passwd",
    ] {
        let response = server.request("GET", path, &[&format!("Cookie: {cookie}")], "");
        assert!(
            [200, 400, 404].contains(&response.status),
            "{path}: {response:?}"
        );
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"] {
        let headers = [&server.bearer()[..], "Sec-Fetch-Site: same-origin"];
        let response = server.request(method, "/claims/agreed-to-meet", &headers, "");
        assert_eq!(
            (response.status, response.header("allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
    assert_eq!(desk.ok("head"), before);
}

#[test]
fn a_body_over_two_megabytes_is_refused() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let own = "Sec-Fetch-Site: same-origin";
    let long = format!("token={}", "a".repeat(2 * 1024 * 1024));
    assert_eq!(
        server.request("POST", "/session", &[own], &long).status,
        413
    );
    let short = format!("filler={}&token={}", "a".repeat(1024 * 1024), server.token);
    assert_eq!(
        server.request("POST", "/session", &[own], &short).status,
        303
    );
    // In pieces, whose sum nobody announces.
    let mut stream = server.connect();
    let head = format!(
        "POST /session HTTP/1.1\r\nHost: {}\r\n{own}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
        server.address
    );
    stream.write_all(head.as_bytes()).expect("written");
    let piece = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    for _ in 0..40 {
        if stream.write_all(piece.as_bytes()).is_err() {
            break;
        }
    }
    let _ = stream.write_all(b"0\r\n\r\n");
    let response = Response::read(stream);
    assert!([0, 413].contains(&response.status), "{response:?}");
    assert_eq!(server.json("/status").status, 200);
}

#[test]
fn a_header_that_never_ends_is_broken_off() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let started = Instant::now();
    let mut slow: Vec<_> = (0..20).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream
            .write_all(b"GET /status HTTP/1.1\r\nHost: ")
            .expect("written");
    }
    // Others are answered in the meantime.
    assert_eq!(server.json("/status").status, 200);
    for stream in &mut slow {
        // A byte now and then keeps nothing open.
        let _ = stream.write_all(b"a");
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
    // Nor is one of endless length read to its end.
    let mut stream = server.connect();
    let _ = stream.write_all(b"GET /status HTTP/1.1\r\n");
    let line = format!("X-Long: {}\r\n", "a".repeat(8000));
    let written = (0..200)
        .take_while(|_| stream.write_all(line.as_bytes()).is_ok())
        .count();
    let response = Response::read(stream);
    assert!(
        written < 200 || [0, 431].contains(&response.status),
        "{response:?}"
    );
}

#[test]
fn paths_lead_to_no_file() {
    let desk = small_desk();
    desk.write("secret.txt", "a secret");
    let server = Server::of(&desk);
    for path in [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/sources/../../secret.txt",
        "/sources/..%2f..%2fsecret.txt",
        "/sources/%2e%2e%5csecret.txt",
        "/claims/%00",
        "/claims/%ff",
        "//etc/passwd",
        "/secret.txt",
        "/onrecord.db",
    ] {
        for response in [server.json(path), server.page(path)] {
            assert_eq!(response.status, 404, "{path}: {response:?}");
            assert!(!response.body.contains("a secret"), "{path}: {response:?}");
        }
    }
}

#[test]
fn every_reply_forbids_what_a_page_does_not_need() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let token = format!("/?token={}", server.token);
    let replies = [
        server.page("/"),
        server.page("/claims/agreed-to-meet"),
        server.page("/claims/nothing"),
        server.request("GET", "/", &[], ""),
        server.request("GET", &token, &[], ""),
        server.json("/status"),
        server.request("GET", "/assets/desk.css", &[], ""),
        server.request("GET", "/assets/desk.js", &[], ""),
        server.request("GET", "/", &["Host: evil.example"], ""),
    ];
    for reply in &replies {
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains('*'),
            "{policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
            "{policy}"
        );
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    for page in &replies[..5] {
        for inline in [
            "<style",
            " style=",
            " onload=",
            " onclick=",
            "javascript:",
            "<script>",
        ] {
            assert!(!page.body.contains(inline), "{inline}: {}", page.body);
        }
    }
}

#[test]
fn others_on_the_network_reach_it_only_if_that_was_asked_for() {
    let desk = small_desk();
    let mut own = Server::of(&desk);
    assert!(own.address.ip().is_loopback());
    let mut open = Server::with(&desk, "serve --port 0 --no-open --bind 0.0.0.0");
    assert!(open.line.starts_with("http://127.0.0.1:"), "{}", open.line);
    assert_eq!(open.json("/status").status, 200);
    let stderr = |server: &mut Server| {
        let mut stderr = server.stderr();
        server.child().kill().expect("killed");
        let mut text = String::new();
        stderr.read_to_string(&mut text).expect("UTF-8");
        text
    };
    assert_eq!(stderr(&mut own), "");
    let warned = stderr(&mut open);
    assert!(
        warned.starts_with("warning: ") && warned.contains("others on the network can reach it"),
        "{warned}"
    );
    let foreign = desk.run("serve --port 0 --no-open --bind 203.0.113.7");
    assert_eq!(foreign.code, 1, "{foreign}");
    assert!(
        foreign
            .stderr
            .contains("203.0.113.7 is not an address of this machine"),
        "{foreign}"
    );
}

#[test]
fn a_program_is_refused_in_json() {
    let desk = small_desk();
    let server = Server::of(&desk);
    let wrong = server.request("GET", "/candidates", &["Authorization: Bearer wrong"], "");
    assert_eq!(wrong.status, 401, "{wrong:?}");
    assert_eq!(wrong.header("content-type"), Some("application/json"));
    let review = server.json("/review");
    assert_eq!(review.status, 406, "{review:?}");
    assert!(review.body.contains("/candidates"), "{review:?}");
}
