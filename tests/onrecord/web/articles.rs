//! Articles that are added in the browser: what `ingest` does, with files or a text that come with a form.

use serde_json::Value;

use super::{Response, Server};
use crate::common::TestDesk;
use crate::common::desk::NOW;

const PATH: &str = "/record/articles";
const PIER: &str = "Pier closed

19 August 2025

Nora Quist, the harbour master, said that the pier was unsafe.
";
const FERRY: &str = "Ferry late

18 August 2025

Tom Reyes, the mayor, said that the ferry would sail on Friday.
";

/// A part of a form: the field, the name of the file if it is one, and what is in it.
type Part<'p> = (&'p str, Option<&'p str>, &'p [u8]);

/// What is answered to a form in parts.
fn sent(server: &Server, accept: &str, parts: &[Part<'_>]) -> Response {
    let mut body = Vec::new();
    for (field, file, bytes) in parts {
        let file = file.map_or_else(String::new, |name| format!("; filename=\"{name}\""));
        let head =
            format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    let headers = [
        &*server.bearer(),
        "Sec-Fetch-Site: same-origin",
        &format!("Accept: {accept}"),
        "Content-Type: multipart/form-data; boundary=cut",
    ];
    server.request_bytes("POST", PATH, &headers, &body)
}

fn json(response: &Response) -> Value {
    assert_eq!(response.status, 200, "{response:?}");
    serde_json::from_str(&response.body).expect("JSON")
}

#[test]
fn what_a_form_adds_is_what_ingest_adds() {
    let (desk, other) = (TestDesk::with_ledger(NOW), TestDesk::with_ledger(NOW));
    let server = Server::of_ann(&desk);
    let files: [Part<'_>; 3] = [
        ("publisher", None, b"The Quay"),
        ("file", Some("pier.txt"), PIER.as_bytes()),
        ("file", Some("ferry.txt"), FERRY.as_bytes()),
    ];
    let answer = json(&sent(&server, "application/json", &files));
    other.write("pier.txt", PIER);
    other.write("ferry.txt", FERRY);
    let printed = other.json("ingest pier.txt ferry.txt --by ann --publisher 'The Quay'");
    assert_eq!(answer, printed);
    assert_eq!(desk.json("candidates"), other.json("candidates"));
    assert_eq!(desk.json("source list"), other.json("source list"));
    assert_eq!(desk.json("log")[0]["recorded_by"], "ann");
}

#[test]
fn a_text_is_added_with_what_the_form_says_and_its_answer_leads_to_the_review() {
    let desk = TestDesk::with_ledger(NOW);
    let server = Server::of_ann(&desk);
    let form = server.form(PATH);
    assert!(
        form.contains("multipart/form-data") && form.contains("type=\"file\""),
        "{form}"
    );
    let fields = [
        ("text", PIER),
        ("title", "No way onto the pier"),
        ("publisher", "The Quay"),
        ("published", "2025-08-18"),
        ("url", "https://quay.example/pier"),
        ("source", "quay-pier"),
    ];
    let page = server.send(PATH, &fields);
    assert_eq!(page.status, 200, "{page:?}");
    assert!(
        page.body.contains("href=\"/review?source=quay-pier\""),
        "{page:?}"
    );
    let source = &desk.json("source show quay-pier");
    for (name, value) in &fields[1..5] {
        assert_eq!(source[name], *value);
    }
    let review = server.page("/review?source=quay-pier");
    assert!(
        review.body.contains("data-source=\"quay-pier\""),
        "{review:?}"
    );
    // The same again adds nothing, and says so.
    let again = server.send(PATH, &fields);
    assert!(
        again
            .body
            .contains("Nothing new: its 1 candidate was proposed before"),
        "{again:?}"
    );
}

#[test]
fn files_in_other_encodings_and_with_the_same_name_are_read() {
    let desk = TestDesk::with_ledger(NOW);
    let server = Server::of_ann(&desk);
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(PIER.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let files: [Part<'_>; 3] = [
        ("file", Some("today.txt"), &wide),
        ("file", Some("today.txt"), FERRY.as_bytes()),
        ("file", Some(""), b""),
    ];
    let answer = json(&sent(&server, "application/json", &files));
    let titles: Vec<&Value> = answer
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["title"])
        .collect();
    assert_eq!(titles, ["Pier closed", "Ferry late"]);
}

#[test]
fn bad_input_is_refused_as_on_the_command_line_and_nothing_is_added() {
    let desk = TestDesk::with_ledger(NOW);
    desk.write("secret.txt", PIER);
    let server = Server::of_ann(&desk);
    let pdf: &[u8] = b"%PDF-1.7 not an article";
    let refused: [(&[Part<'_>], &str); 6] = [
        (
            &[
                ("file", Some("minutes.pdf"), pdf),
                ("file", Some("pier.txt"), PIER.as_bytes()),
            ],
            "minutes.pdf",
        ),
        (&[("text", None, b"   ")], "there is no article"),
        (
            &[
                ("text", None, PIER.as_bytes()),
                ("published", None, b"someday"),
            ],
            "--published",
        ),
        // A title is of one article.
        (
            &[
                ("file", Some("a.txt"), PIER.as_bytes()),
                ("file", Some("b.txt"), FERRY.as_bytes()),
                ("title", None, b"Both"),
            ],
            "describe one article",
        ),
        // No file of the server can be named.
        (&[("file", None, b"secret.txt")], "file takes files"),
        (
            &[("title", Some("a.txt"), PIER.as_bytes())],
            "title takes no file",
        ),
    ];
    for (parts, why) in refused {
        let answer = sent(&server, "application/json", parts);
        assert_eq!(answer.status, 400, "{why}: {answer:?}");
        assert!(answer.body.contains(why), "{why}: {answer:?}");
        let page = sent(&server, "text/html", parts);
        assert_eq!(page.status, 400, "{why}: {page:?}");
        assert!(
            page.body.contains("<form"),
            "what was typed is kept: {page:?}"
        );
    }
    // What the command line refuses, in its words.
    desk.write("minutes.pdf", "%PDF-1.7 not an article");
    let printed = desk.run("ingest minutes.pdf").stderr;
    let answer = sent(
        &server,
        "application/json",
        &[("file", Some("minutes.pdf"), pdf)],
    );
    let error: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert!(
        printed.contains(error["error"].as_str().expect("an error")),
        "{printed} {error}"
    );
    let broken = server.request(
        "POST",
        PATH,
        &[
            &server.bearer(),
            "Content-Type: multipart/form-data; boundary=cut",
        ],
        "--cut\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nbroken off",
    );
    assert_eq!(broken.status, 400, "{broken:?}");
    assert_eq!(desk.json("source list").as_array().map(Vec::len), Some(0));
}
