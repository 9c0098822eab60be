//! The shipped examples, against a server on this machine and a stand-in for llm. Both answer what was recorded: well, cut
//! off, no JSON, invented, or not at all.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::{NOW, said};
use crate::common::TestDesk;
use serde_json::{Value, json};

/// What the model writes about a text in which one of these words is.
fn recorded(text: &str) -> Option<String> {
    let good =
        json!({"statements": [said("Ann Lee", "it was over")], "last_paragraph": 1}).to_string();
    let answers = [
        ("good", format!("```json\n{good}\n```")),
        ("cut", good[..40].to_owned()),
        ("prose", "I am sorry, I cannot.".to_owned()),
        ("invented", good.replace("it was over", "it had only begun")),
    ];
    answers
        .into_iter()
        .find(|(word, _)| text.contains(word))
        .map(|(_, answer)| answer)
}

/// A desk with a document for each answer, good ones first and last.
fn desk() -> TestDesk {
    let mut desk = TestDesk::new(NOW);
    let path = std::env::var("PATH").unwrap_or_default();
    desk.set("PATH", &format!("{}:{path}", desk.path("bin").display()));
    let words = ["good", "cut", "prose", "invented", "hang", "good"];
    let document = |(at, word): (usize, &&str)| {
        let text = format!("Ann Lee said it was over. This is {word} & “quoted”.");
        json!({"id": format!("{word}{at}"), "text": text}).to_string() + "\n"
    };
    let lines: Vec<String> = words.iter().enumerate().map(document).collect();
    desk.write("documents.jsonl", lines.concat());
    desk
}

/// Python is not everywhere.
fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: there is no python3");
    }
    found
}

fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Reads the documents with an example and checks what is made of each. Returns why the last but one was not read.
fn check(desk: &TestDesk, command: &str, model: &Value) -> String {
    let line = format!(
        "extract documents.jsonl --input jsonl --format jsonl --patience 20 --with '{command}'"
    );
    let run = desk.run(line);
    assert_eq!(run.code, 1, "{run}");
    let found: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(found.len(), 6, "{run}");
    for at in [0, 5] {
        assert_eq!(
            found[at]["statements"][0]["content"],
            json!([[13, 24]]),
            "{run}"
        );
        assert_eq!(&found[at]["model"], model, "{run}");
        assert_eq!(found[at]["stopped"], Value::Null, "{run}");
    }
    let error = |at: usize| found[at]["error"].as_str().unwrap_or_default().to_owned();
    assert!(error(1).contains("it is cut off after"), "{run}");
    assert!(error(2).contains("it is not JSON"), "{run}");
    let reason = "the text does not say \"it had only begun\"";
    assert_eq!(found[3]["dropped"][0]["reason"], reason, "{run}");
    error(4)
}

#[test]
fn the_example_for_openai_endpoints_reads_documents() {
    if !has_python() {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || complete(stream));
        }
    });
    let mut desk = desk();
    desk.set("READER_ADDRESS", &format!("http://127.0.0.1:{port}/v1"));
    desk.set("READER_MODEL", "small-1");
    desk.set("READER_SECONDS", "1");
    let command = format!("python3 {}", example("with_openai.py"));
    let hung = check(&desk, &command, &json!("small-1-loaded"));
    assert!(hung.contains("did not answer within 1 seconds"), "{hung}");
    // Nobody listens at a port that was just given back.
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    desk.set("READER_ADDRESS", &format!("http://127.0.0.1:{port}/v1"));
    desk.write("over.txt", "Ann Lee said it was over.");
    let run = desk.run(format!("extract over.txt --with '{command}'"));
    assert!(
        run.code == 1 && run.stderr.contains("cannot be asked"),
        "{run}"
    );
}

/// Answers a request for a chat completion.
fn complete(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let (mut head, mut length) = (String::new(), 0);
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {
        let last = head.lines().last().unwrap_or_default().to_lowercase();
        if let Some(value) = last.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    let asked: Value = serde_json::from_slice(&body).expect("JSON");
    let is_right = head.starts_with("POST /v1/chat/completions ")
        && asked["model"] == "small-1"
        && asked["messages"][0]["content"]
            .as_str()
            .is_some_and(|text| text.starts_with("Read the news text"))
        && asked["response_format"]["json_schema"]["schema"]["type"] == "object";
    let text = asked["messages"][1]["content"].as_str().unwrap_or_default();
    let Some(answer) = recorded(text) else {
        return thread::sleep(Duration::from_secs(30));
    };
    let (status, body) = match is_right && text.starts_with("[1] Ann Lee") {
        true => (
            "200 OK",
            json!({"model": "small-1-loaded", "choices": [{"message": {"content": answer}}]}),
        ),
        false => ("400 Bad Request", json!({})),
    };
    let body = body.to_string();
    let reply = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    // The program may have gone away.
    let _ = stream.write_all(reply.as_bytes());
}

/// What stands in for llm, which is not asked itself: it wants the options that llm has.
const LLM: &str = r#"#!/bin/sh
[ "$1" = -n ] && [ "$2" = --system ] && [ "$4" = --schema ] && [ "$6" = --model ] && [ "$7" = small-1 ] && [ $# = 7 ] || exit 9
case "$3" in "Read the news text"*) ;; *) exit 8 ;; esac
printf '%s' "$5" | python3 -c 'import json, sys; json.load(sys.stdin)["properties"]' || exit 7
text=$(cat)
case "$text" in "[1] Ann Lee said it was over. This is "*" & “quoted”.") ;; *) exit 6 ;; esac
for word in good cut prose invented; do
    case "$text" in *"$word"*) cat "answers/$word"; exit ;; esac
done
echo "the model is not loaded" >&2
exit 1
"#;

#[cfg(unix)]
#[test]
fn the_example_for_llm_reads_documents() {
    use std::os::unix::fs::PermissionsExt;

    if !has_python() {
        return;
    }
    let mut desk = desk();
    for folder in ["bin", "answers"] {
        std::fs::create_dir(desk.path(folder)).expect("a folder");
    }
    for word in ["good", "cut", "prose", "invented"] {
        desk.write(
            &format!("answers/{word}"),
            recorded(word).expect("an answer"),
        );
    }
    desk.write("bin/llm", LLM);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(desk.path("bin/llm"), executable).expect("permissions");
    desk.set("READER_MODEL", "small-1");
    let failed = check(
        &desk,
        &format!("sh {}", example("with-llm.sh")),
        &json!("small-1"),
    );
    assert!(
        failed.contains("llm failed: the model is not loaded"),
        "{failed}"
    );
}
