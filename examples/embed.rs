//! Records one statement in a new ledger and prints what it changed: `cargo run --example embed`.

use std::error::Error;
use std::time::Duration;

use onrecord::{Desk, IfExists, Ledger, Stamp, Statement, import_jsonl};

const RECORDS: &str = r#"
{"record": "party", "id": "mayor", "name": "Ann Lee", "kind": "person"}
{"record": "party", "id": "port", "name": "The Port of Reykjavik", "kind": "organisation"}
{"record": "source", "id": "gazette", "title": "Ferry news", "published": "2025-08-19"}
{"record": "claim", "id": "ferry-sails", "text": "The port has agreed to let the ferry sail.", "principals": ["port"]}
{"record": "statement", "party": "mayor", "stance": "asserts", "claim": "ferry-sails", "source": "gazette"}
"#;

const NEWS: &str =
    r#"{"party": "port", "stance": "confirms", "claim": "ferry-sails", "source": "gazette"}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("harbour.db");
    let mut ledger = Ledger::create(&path, Duration::from_secs(5))?;
    let now = "2025-08-20T09:00:00Z".parse()?;
    let stamp = Stamp::new(now, "desk");
    ledger.write(stamp.clone(), |writer| {
        import_jsonl(&mut Desk::new(writer, now), RECORDS, IfExists::Keep)
    })?;

    let news: Statement = serde_json::from_str(NEWS)?;
    let (_, changes) = ledger.write(stamp, |writer| {
        Desk::new(writer, now).statement(news.clone())
    })?;
    for change in &changes.claims {
        let claim = ledger.now().claim_id(change.claim)?;
        let before = change.before.map_or("new", |status| status.as_str());
        println!("{claim}: {before} → {}", change.after.as_str());
    }
    println!("discrepancies resolved: {}", changes.resolved.len());
    Ok(())
}
